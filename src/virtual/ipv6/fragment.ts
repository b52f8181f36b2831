/**
 * Fragmentation of what this host sends.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_fragment`), RFC 8200, section 4.5.
 */
import { EMSGSIZE } from "../../errno.ts";
import { ICMPV6_PKT_TOOBIG } from "../../packet/icmpv6.ts";
import { IPPROTO_DSTOPTS, IPPROTO_FRAGMENT, IPPROTO_HOPOPTS, IPPROTO_ROUTING } from "../../packet/ipv4.ts";
import { IP6_MF, IPV6_FRAGMENT_HLEN, IPV6_HLEN, writeIpv6Fragment } from "../../packet/ipv6.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { chargeSend, IPV6_RESERVE } from "../core/send-charge.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  consumeSkb,
  copyBytes,
  kfreeSkb,
  type SkBuff,
} from "../core/skbuff.ts";
import { icmpv6Send } from "./icmp-send.ts";
import { countOn, ip6FinishOutput2 } from "./ip6-output.ts";
import { completeChecksum } from "./partial-checksum.ts";
import type { Rt6Info } from "./rt6-info.ts";
import { IP6_FRAG_CREATES, IP6_FRAG_FAILS, IP6_FRAG_OKS } from "./snmp6.ts";

/** Where the fragment header goes, and the offset of the byte that names what follows it (`ip6_find_1stfragopt`). */
function unfragmentableEnd(skb: SkBuff): { readonly end: number; readonly nextAt: number } {
  const bytes = skb.bytes;
  let at = skb.data + IPV6_HLEN;
  let nextAt = skb.data + 6;
  for (let next = bytes[nextAt]; at + 8 <= skb.tail; next = bytes[nextAt]) {
    if (next !== IPPROTO_HOPOPTS && next !== IPPROTO_ROUTING && next !== IPPROTO_DSTOPTS) break;
    if (next === IPPROTO_DSTOPTS && bytes[at] !== IPPROTO_ROUTING) break;
    nextAt = at;
    at += (bytes[at + 1] + 1) << 3;
  }
  return { end: Math.min(at, skb.tail), nextAt };
}

/** Sends a packet in pieces that fit `mtu`. Takes it over. @returns 0 or a negative error */
export function ip6Fragment(skb: SkBuff, rt: Rt6Info, mtu: number): number {
  const dev = rt.dev;
  const { end, nextAt } = unfragmentableEnd(skb);
  const head = end - skb.data;
  const room = (mtu - head - IPV6_FRAGMENT_HLEN) & ~7;
  if (skb.sk === null && (skb.cbFlags & 2) !== 0) return tooBig(skb, dev, mtu);
  if (room < 8) return tooBig(skb, dev, mtu);
  if (skb.ipSummed === CHECKSUM_PARTIAL) completeChecksum(skb);
  const id = (dev.net.ipv6.fragmentId = dev.net.machine.random());
  const next = skb.bytes[nextAt];
  let offset = 0;
  let error = 0;
  const total = skb.tail - end;
  while (offset < total) {
    const length = Math.min(room, total - offset);
    const last = offset + length >= total;
    const piece = allocSkb(head + IPV6_FRAGMENT_HLEN + length);
    const at = piece.put(head + IPV6_FRAGMENT_HLEN + length);
    copyBytes(skb.bytes, skb.data, end, piece.bytes, at);
    piece.bytes[at + nextAt - skb.data] = IPPROTO_FRAGMENT;
    writeIpv6Fragment(piece.bytes, at + head, next, last ? offset : offset | IP6_MF, id);
    copyBytes(skb.bytes, end + offset, end + offset + length, piece.bytes, at + head + IPV6_FRAGMENT_HLEN);
    const payload = piece.length - IPV6_HLEN;
    piece.bytes[at + 4] = payload >>> 8;
    piece.bytes[at + 5] = payload;
    piece.networkHeader = at;
    piece.transportHeader = at + IPV6_HLEN;
    piece.ipSummed = CHECKSUM_NONE;
    piece.protocol = skb.protocol;
    piece.dev = dev;
    piece.dst = rt;
    piece.mark = skb.mark;
    piece.priority = skb.priority;
    piece.cbFlags = skb.cbFlags;
    if (skb.sk !== null) chargeSend(skb.sk, piece, IPV6_RESERVE);
    offset += length;
    error = ip6FinishOutput2(piece, rt);
    if (error !== 0) break;
    countOn(dev, IP6_FRAG_CREATES);
  }
  countOn(dev, error === 0 ? IP6_FRAG_OKS : IP6_FRAG_FAILS);
  if (error === 0) consumeSkb(skb);
  else kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_fragment");
  return error;
}

function tooBig(skb: SkBuff, dev: NetDevice, mtu: number): number {
  icmpv6Send(skb, dev, ICMPV6_PKT_TOOBIG, 0, mtu);
  countOn(dev, IP6_FRAG_FAILS);
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_fragment");
  return -EMSGSIZE;
}
