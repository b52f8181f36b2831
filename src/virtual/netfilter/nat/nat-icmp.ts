/**
 * Translating ICMP errors: what they quote, and themselves.
 *
 * Source: `net/netfilter/nf_nat_proto.c` (`nf_nat_icmp_reply_translation`, `nf_nat_icmpv6_reply_translation`).
 */
import { write16 } from "../../../packet/bytes.ts";
import { checksum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";
import {
  ctinfoDirection,
  IPS_DST_NAT,
  IPS_NAT_DONE_MASK,
  IPS_NAT_MASK,
  IPS_SRC_NAT,
} from "../conntrack/conntrack-status.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { findTransport, invertTuple, transportProtocol } from "../conntrack/conntrack-tuples.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import { hookManip } from "./nat-core.ts";
import { manipPacket } from "./nat-packet.ts";
import { NF_NAT_MANIP_DST, NF_NAT_MANIP_SRC } from "./nat-range.ts";

const IPPROTO_ICMP = 1;
const IPPROTO_ICMPV6 = 58;
const ICMP_HEADER = 8;
const ICMP_REDIRECT = 5;
const NDISC_REDIRECT = 137;

const target = new NfConntrackTuple(null, 0);

/** Whether the packet is one that quotes another: those are translated here. */
export function isIcmpOver(skb: SkBuff, pf: number): boolean {
  const offset = findTransport(skb, skb.networkHeader, pf);
  return offset >= 0 && transportProtocol === (pf === NFPROTO_IPV4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);
}

/** @returns false: the packet is to be dropped */
export function translateIcmpError(skb: SkBuff, ct: NfConn, state: NfHookState): boolean {
  const { pf } = state;
  const v4 = pf === NFPROTO_IPV4;
  const offset = findTransport(skb, skb.networkHeader, pf);
  const protonum = v4 ? IPPROTO_ICMP : IPPROTO_ICMPV6;
  if (offset < 0 || offset + ICMP_HEADER > skb.tail || !nfChecksumOk(skb, offset, protonum, pf)) return false;
  if (skb.bytes[offset] === (v4 ? ICMP_REDIRECT : NDISC_REDIRECT)) {
    // a better way for translated packets is none
    if ((ct.status & IPS_NAT_DONE_MASK) !== IPS_NAT_DONE_MASK || (ct.status & IPS_NAT_MASK) !== 0)
      return false;
  }
  const manip = hookManip(state.hook);
  const dir = ctinfoDirection(skb.ctinfo);
  let bit = manip === NF_NAT_MANIP_SRC ? IPS_SRC_NAT : IPS_DST_NAT;
  if (dir === 1) bit ^= IPS_NAT_MASK;
  if ((ct.status & bit) === 0) return true;
  const relative = offset - skb.networkHeader;
  const other = manip === NF_NAT_MANIP_SRC ? NF_NAT_MANIP_DST : NF_NAT_MANIP_SRC;
  const back = ct.tuple(1 - dir);
  if (!manipPacket(skb, offset + ICMP_HEADER, back, other)) return false;
  if (skb.ipSummed !== CHECKSUM_PARTIAL) writeSum(skb, skb.networkHeader + relative, v4);
  // itself, like an answer to what came in
  if (!invertTuple(target, back)) return false;
  target.protonum = protonum;
  return manipPacket(skb, skb.networkHeader, target, manip);
}

/** The checksum of the whole message, anew. */
function writeSum(skb: SkBuff, offset: number, v4: boolean): void {
  const { bytes, tail } = skb;
  const length = tail - offset;
  write16(bytes, offset + 2, 0);
  const pseudo = v4 ? 0 : pseudoSumIpv6At(bytes, skb.networkHeader + 8, IPPROTO_ICMPV6, length);
  write16(bytes, offset + 2, checksum(bytes, offset, length, pseudo));
}
