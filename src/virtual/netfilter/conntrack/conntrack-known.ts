/**
 * The way of most packets: IPv4, whole, of a protocol whose header begins with ports, without a template, and of a connection that is in
 * the table. It is the way of `resolve_normal_ct` in one piece, without a tuple's object: what this costs, every packet pays.
 *
 * Source: `net/netfilter/nf_conntrack_core.c` (`nf_conntrack_in`, `resolve_normal_ct`).
 */
import {
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { nfResetCt, type SkBuff } from "../../core/skbuff.ts";
import { NF_ACCEPT, NF_REPEAT, NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import {
  IP_CT_ESTABLISHED,
  IP_CT_ESTABLISHED_REPLY,
  IP_CT_NEW,
  IP_CT_RELATED,
  IPCT_REPLY,
  IPS_EXPECTED,
  IPS_SEEN_REPLY,
} from "./conntrack-status.ts";
import type { NetCt } from "./net-ct.ts";
import type { NfConn } from "./nf-conn.ts";
import { l4proto } from "./proto/conntrack-l4proto.ts";

/** {@link trackKnown}: the packet's tuple is not in the table. */
export const NOT_KNOWN = -1;
/** {@link trackKnown}: the packet, or its connection, is of another kind. */
export const NOT_PLAIN = -2;

const PORTS_LENGTH = 4;

/** Gives a packet its connection. @returns a verdict, {@link NOT_KNOWN} or {@link NOT_PLAIN} */
export function trackKnown(cnet: NetCt, skb: SkBuff, state: NfHookState): number {
  const { bytes, networkHeader: header } = skb;
  const offset = header + ((bytes[header] & 15) << 2);
  const fragment = ((bytes[header + IPV4_FRAGMENT] & 0x1f) << 8) | bytes[header + IPV4_FRAGMENT + 1];
  const proto = l4proto(bytes[header + IPV4_PROTOCOL]);
  if (fragment !== 0 || proto.startsWithPorts !== true) return NOT_PLAIN;
  if (offset < header + IPV4_HLEN || offset + PORTS_LENGTH > skb.tail) return NOT_PLAIN;
  const entry = cnet.table.lookup4(
    cnet,
    (proto.protonum << 8) | NFPROTO_IPV4,
    word(bytes, offset),
    word(bytes, header + IPV4_SOURCE),
    word(bytes, header + IPV4_DESTINATION),
    0,
  );
  if (entry < 0) return NOT_KNOWN;
  const ct = cnet.table.records.at(entry >>> 1);
  const ctinfo = ctinfoOf(ct, entry & 1);
  ct.use++;
  skb.nfct = ct;
  skb.ctinfo = ctinfo;
  const result = proto.packet(ct, skb, offset, ctinfo, state);
  if (result > 0) {
    if (ctinfo === IP_CT_ESTABLISHED_REPLY) noteReply(ct);
    return NF_ACCEPT;
  }
  nfResetCt(skb);
  return result === -NF_REPEAT ? NOT_PLAIN : unwanted(cnet, result);
}

/** Four bytes, signed. Sums of 32 bits need no check for more. */
function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 24) | (bytes[(at + 1) | 0] << 16) | (bytes[(at + 2) | 0] << 8) | bytes[(at + 3) | 0];
}

/** How a packet belongs to the connection of which it has the tuple of this direction. */
export function ctinfoOf(ct: NfConn, dir: number): number {
  if (dir === 1) return IP_CT_ESTABLISHED_REPLY;
  const { status } = ct;
  if ((status & IPS_SEEN_REPLY) !== 0) return IP_CT_ESTABLISHED;
  return (status & IPS_EXPECTED) !== 0 ? IP_CT_RELATED : IP_CT_NEW;
}

/** The connection has been answered. */
export function noteReply(ct: NfConn): void {
  if ((ct.status & IPS_SEEN_REPLY) !== 0) return;
  ct.status |= IPS_SEEN_REPLY;
  ct.noteEvent(IPCT_REPLY);
}

/** The protocol does not take the packet: it is of no connection. @returns the verdict */
export function unwanted(cnet: NetCt, result: number): number {
  cnet.stat.invalid++;
  if (result === 0) cnet.stat.drop++;
  return -result;
}
