/**
 * The plug-in shape of a kind of link on the command line (iproute2's `struct link_util`).
 */
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import type { Arguments } from "../../arguments.ts";
import type { Ip } from "../../context.ts";

/** One kind. */
export interface LinkKind {
  readonly name: string;
  /** Highest attribute type in `IFLA_INFO_DATA`. */
  readonly maximum: number;
  /** What `ip link help KIND` prints. */
  readonly usage?: string;
  /**
   * Writes the attributes of `IFLA_INFO_DATA` for the words after the type. Absent: further words are swallowed, as in iproute2.
   * @param create whether a new device is made
   * @returns false when the command ends with status 1
   */
  parse?(ip: Ip, args: Arguments, writer: MessageWriter, create: boolean): boolean;
  /** Prints `IFLA_INFO_DATA` for `-details`; `table` is undefined when the kernel sent none. */
  print?(ip: Ip, table: AttributeTable | undefined): void;
  /** `ip link xstats type KIND WORDS`. @returns the command's status */
  xstats?(ip: Ip, args: Arguments): number;
}
