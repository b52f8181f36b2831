/**
 * Policies of timeouts: those that take the place of a protocol's own.
 *
 * Source: `net/netfilter/nf_conntrack_timeout.c`, and `nlattr_to_obj` and `obj_to_nlattr` of the protocols.
 */
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { Net } from "../../core/net.ts";
import { netCt } from "./conntrack-table.ts";
import { type ConntrackSettings, HZ } from "./net-ct.ts";
import type { NfCtTimeoutPolicy } from "./nf-conn.ts";

/** A protocol's timeouts by state, jiffies. The attribute of each is one more than its index; `first` is that of the first one. */
interface Kind {
  readonly first: number;
  defaults(settings: ConntrackSettings): readonly number[];
}

const UDP: Kind = { first: 0, defaults: ({ udpTimeouts }) => udpTimeouts };

const KINDS: ReadonlyMap<number, Kind> = new Map<number, Kind>([
  // there is a place for connections without a state: it has what those have that begin
  [6, { first: 1, defaults: ({ tcpTimeouts }) => tcpTimeouts }],
  [132, { first: 1, defaults: ({ sctpTimeouts }) => sctpTimeouts }],
  [17, UDP],
  [136, UDP],
  [47, { first: 0, defaults: ({ greTimeouts }) => greTimeouts }],
  [1, { first: 0, defaults: ({ icmpTimeout }) => [icmpTimeout] }],
  [58, { first: 0, defaults: ({ icmpv6Timeout }) => [icmpv6Timeout] }],
]);

/** Whether there are policies for a protocol. */
export function hasPolicy(protonum: number): boolean {
  return KINDS.has(protonum);
}

/** @param type of the nest: what it does not tell is as the namespace has it */
export function parseTimeouts(
  attributes: AttributeTable,
  type: number,
  protonum: number,
  net: Net,
): NfCtTimeoutPolicy {
  const kind = KINDS.get(protonum);
  const timeouts = [...(kind?.defaults(netCt(net).settings) ?? [])];
  const told = new AttributeTable(timeouts.length).parseNested(attributes, type);
  const first = kind?.first ?? 0;
  for (let i = first; i < timeouts.length; i++)
    if (told.has(i + 1 - first)) timeouts[i] = (told.be32(i + 1 - first) * HZ) >>> 0;
  if (first > 0) timeouts[0] = timeouts[1];
  return { timeouts };
}

/** Writes the policy's times, in seconds, by the protocol's attributes. */
export function writeTimeouts(
  writer: MessageWriter,
  protonum: number,
  { timeouts }: NfCtTimeoutPolicy,
): void {
  const first = KINDS.get(protonum)?.first ?? 0;
  for (let i = first; i < timeouts.length; i++) writer.be32(i + 1 - first, Math.floor(timeouts[i] / HZ));
}
