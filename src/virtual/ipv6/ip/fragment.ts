/**
 * Fragmentation of what this host sends.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_fragment`), RFC 8200, section 4.5.
 */
import { EINVAL, EMSGSIZE } from "../../../errno.ts";
import { ICMPV6_PKT_TOOBIG } from "../../../packet/icmpv6.ts";
import { IPPROTO_DSTOPTS, IPPROTO_FRAGMENT, IPPROTO_HOPOPTS, IPPROTO_ROUTING } from "../../../packet/ipv4.ts";
import {
  IP6_MF,
  IPV6_FRAGMENT_HLEN,
  IPV6_HLEN,
  IPV6_MIN_MTU,
  IPV6_NEXT_HEADER,
  writeIpv6Fragment,
} from "../../../packet/ipv6.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { leavesAsItCame } from "../../core/inet-fragment.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  consumeSkb,
  copyBytes,
  copyNetfilter,
  kfreePieces,
  kfreeSkb,
  type SkBuff,
} from "../../core/skbuff.ts";
import { chargeSend, IPV6_RESERVE } from "../../core/sock/send-charge.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { IP6_FRAG_CREATES, IP6_FRAG_FAILS, IP6_FRAG_OKS } from "../snmp6.ts";
import { countOn, IP6SKB_FORWARDED, IP6SKB_NO_FRAGMENT, ip6FinishOutput2 } from "./ip6-output.ts";
import { completeChecksum } from "./partial-checksum.ts";

const IPV6_MAXPLEN = 65535;
/** What of an extension header tells its length. */
const OPTION_HEADER = 2;

/** Whether the header is one that every fragment has: options for destinations are when no routing header came before them. */
function isUnfragmentable(protocol: number, routed: boolean): boolean {
  if (protocol === IPPROTO_DSTOPTS) return !routed;
  return protocol === IPPROTO_HOPOPTS || protocol === IPPROTO_ROUTING;
}

/** Where in the packet the byte is that names what follows the part that every fragment has; {@link unfragmentableLength} sets it. */
let nextHeaderAt = 0;

/** Length of the part that every fragment has (`ip6_find_1stfragopt`); -EINVAL when its headers reach beyond the packet. */
function unfragmentableLength(skb: SkBuff): number {
  const { bytes, data, length } = skb;
  let at = IPV6_HLEN;
  let routed = false;
  nextHeaderAt = IPV6_NEXT_HEADER;
  while (at <= length) {
    const next = bytes[data + nextHeaderAt];
    if (!isUnfragmentable(next, routed)) return at;
    routed ||= next === IPPROTO_ROUTING;
    if (at + OPTION_HEADER > length) return -EINVAL;
    nextHeaderAt = at;
    at += (bytes[data + at + 1] + 1) << 3;
    if (at > IPV6_MAXPLEN) return -EINVAL;
  }
  return -EINVAL;
}

/** Sends a packet in pieces that fit `mtu`. Takes it over. @returns 0 or a negative error */
export function ip6Fragment(skb: SkBuff, rt: Rt6Info, pathMtu: number): number {
  const dev = rt.dev;
  const head = unfragmentableLength(skb);
  if (head < 0) return fail(skb, rt, head);
  const nameAt = nextHeaderAt;
  const largest = skb.cbB;
  if ((skb.cbFlags & IP6SKB_NO_FRAGMENT) !== 0) return tooBig(skb, rt, pathMtu);
  // of others only what came in pieces leaves in pieces
  if (skb.sk === null && (skb.cbFlags & IP6SKB_FORWARDED) !== 0 && largest === 0)
    return tooBig(skb, rt, pathMtu);
  if (largest > pathMtu) return tooBig(skb, rt, pathMtu);
  const room = (largest === 0 ? pathMtu : Math.max(largest, IPV6_MIN_MTU)) - head - IPV6_FRAGMENT_HLEN;
  if (room < 8) return tooBig(skb, rt, pathMtu);
  if (skb.ipSummed === CHECKSUM_PARTIAL) completeChecksum(skb);
  const id = (dev.net.ipv6.fragmentId = dev.net.machine.random());
  const end = skb.data + head;
  const next = skb.bytes[skb.data + nameAt];
  let offset = 0;
  let error = 0;
  const total = skb.tail - end;
  const pieces = leavesAsItCame(skb, total, room) ? skb.pieces : null;
  let count = 0;
  // only the last may end anywhere; of what this host sends none is longer than the first (`ip6_append_data`)
  const step = room & ~7;
  const longest = (skb.cbFlags & IP6SKB_FORWARDED) === 0 ? step : room;
  while (offset < total) {
    const rest = total - offset;
    const length = pieces !== null ? pieces[count++] : rest <= longest ? rest : step;
    const last = length >= rest;
    const piece = allocSkb(head + IPV6_FRAGMENT_HLEN + length);
    const at = piece.put(head + IPV6_FRAGMENT_HLEN + length);
    copyBytes(skb.bytes, skb.data, end, piece.bytes, at);
    piece.bytes[at + nameAt] = IPPROTO_FRAGMENT;
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
    copyNetfilter(skb, piece);
    if (skb.sk !== null) chargeSend(skb.sk, piece, IPV6_RESERVE);
    offset += length;
    error = ip6FinishOutput2(piece, rt);
    if (error !== 0) break;
    countOn(rt.idev, IP6_FRAG_CREATES);
  }
  countOn(rt.idev, error === 0 ? IP6_FRAG_OKS : IP6_FRAG_FAILS);
  if (error === 0) consumeSkb(skb);
  else {
    const left = pieces === null ? Math.ceil((total - offset) / step) : pieces.length - count;
    kfreePieces(skb, left, skb.protocol, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_fragment");
  }
  return error;
}

function tooBig(skb: SkBuff, rt: Rt6Info, mtu: number): number {
  icmpv6Send(skb, rt.dev, ICMPV6_PKT_TOOBIG, 0, mtu);
  return fail(skb, rt, -EMSGSIZE);
}

function fail(skb: SkBuff, { idev }: Rt6Info, error: number): number {
  countOn(idev, IP6_FRAG_FAILS);
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_fragment");
  return error;
}
