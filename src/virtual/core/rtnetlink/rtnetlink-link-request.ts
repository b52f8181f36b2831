/** What a kind of link sees of the RTM_NEWLINK request that makes or changes it. */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { Net } from "../net.ts";
import type { ExtendedAck, RtnlRequest } from "./rtnetlink.ts";

/** Handed to `newlink` and `changelink` of the kind. */
export interface LinkRequest {
  /** The request itself; undefined when the kernel makes the device by itself. */
  readonly request: RtnlRequest | undefined;
  /** The requester's namespace. */
  readonly sourceNet: Net;
  /** Attributes of the message (`tb`). */
  readonly attributes: AttributeTable;
  /** Attributes inside `IFLA_INFO_DATA` (`data`). */
  readonly data: AttributeTable;
  /** Namespace of the peer, for kinds that are pairs; else the requester's. */
  readonly peerNet: Net;
  readonly extack: ExtendedAck;
}
