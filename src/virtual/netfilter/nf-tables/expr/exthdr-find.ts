/**
 * Finding headers behind headers: options of IPv4 and TCP, extension headers of IPv6, chunks of SCTP. None of it takes memory.
 *
 * Source: `net/netfilter/nft_exthdr.c` (`ipv4_find_option`, `nft_tcp_header_pointer`), `net/ipv6/exthdrs_core.c` (`ipv6_find_hdr`).
 */
import { EBADMSG, ENOENT } from "../../../../errno.ts";
import { IPPROTO_TCP } from "../../../../packet/ipv4.ts";
import type { SkBuff } from "../../../core/skbuff.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NftPktinfo } from "../regs.ts";

const IPPROTO_SCTP = 132;
const TCP_HLEN = 20;
const IPV4_HLEN = 20;
const IPV6_HLEN = 40;
const SCTP_HLEN = 12;
const HOPOPTS = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AH = 51;
const NONE = 59;
const DSTOPTS = 60;
/** Bytes that have to be there to know where the next header is, and of a fragment, which one it is. */
const OPTION_HLEN = 2;
const FRAGMENT_PLACE_END = 4;
/** Mobility counts as an end that may be asked for. */
const isExtension = (header: number): boolean =>
  header === HOPOPTS || header === ROUTING || header === FRAGMENT || header === AH || header === DSTOPTS;

/** `ipv6_find_hdr` @returns where the header begins; `-ENOENT`: it is not there, `-EBADMSG`: the packet ends before that is known */
export function findIpv6(pkt: NftPktinfo, wanted: number): number {
  if (pkt.pf !== NFPROTO_IPV6) return -ENOENT;
  const { bytes, tail } = pkt.skb;
  let at = pkt.nhoff + IPV6_HLEN;
  let next = bytes[pkt.nhoff + 6];
  while (next !== wanted) {
    if (!isExtension(next) || next === NONE) return -ENOENT;
    if (at + (next === FRAGMENT ? FRAGMENT_PLACE_END : OPTION_HLEN) > tail) return -EBADMSG;
    const header = next;
    next = bytes[at];
    if (header === FRAGMENT) {
      // what is behind the header of a later fragment is not in this packet
      if (((bytes[at + 2] << 8) | (bytes[at + 3] & 0xf8)) !== 0) return -ENOENT;
      at += 8;
    } else at += header === AH ? (bytes[at + 1] + 2) * 4 : (bytes[at + 1] + 1) * 8;
  }
  return at < tail ? at : -EBADMSG;
}

/** The length of an option (`optlen`). */
export function optionLength(bytes: Uint8Array, at: number): number {
  return bytes[at] <= 1 || bytes[at + 1] === 0 ? 1 : bytes[at + 1];
}

/** @returns the end of the TCP header, or -1: there is none */
export function tcpEnd(pkt: NftPktinfo): number {
  const { bytes, tail } = pkt.skb;
  if (!pkt.hasL4 || pkt.tprot !== IPPROTO_TCP || pkt.fragoff !== 0 || pkt.thoff + TCP_HLEN > tail) return -1;
  const length = (bytes[pkt.thoff + 12] >>> 4) * 4;
  return length < TCP_HLEN || pkt.thoff + length > tail ? -1 : pkt.thoff + length;
}

/** @returns where the first option of a kind begins, or -1 */
export function findTcpOption({ skb, thoff }: NftPktinfo, end: number, wanted: number): number {
  const { bytes } = skb;
  for (let at = thoff + TCP_HLEN; at < end - 1; at += optionLength(bytes, at))
    if (bytes[at] === wanted) return at;
  return -1;
}

const END = 0;
const NOOP = 1;

/** Options that are not well formed are not there. @returns where it begins, or -1 */
export function findIpv4Option(pkt: NftPktinfo, wanted: number): number {
  if (pkt.pf !== NFPROTO_IPV4) return -1;
  const { bytes } = pkt.skb;
  const end = pkt.nhoff + (bytes[pkt.nhoff] & 15) * 4;
  let found = -1;
  for (let at = pkt.nhoff + IPV4_HLEN; at < end; ) {
    if (bytes[at] === END) break;
    if (bytes[at] === NOOP) {
      at++;
      continue;
    }
    const length = bytes[at + 1];
    if (at + 1 >= end || length < 2 || at + length > end) return -1;
    if (bytes[at] === wanted && found < 0) found = at;
    at += length;
  }
  return found;
}

/** @returns where the first chunk of a kind begins, or -1 */
export function findSctpChunk(pkt: NftPktinfo, wanted: number): number {
  const { skb }: { readonly skb: SkBuff } = pkt;
  if (!pkt.hasL4 || pkt.tprot !== IPPROTO_SCTP || pkt.fragoff !== 0) return -1;
  for (let at = pkt.thoff + SCTP_HLEN; at + 4 <= skb.tail; ) {
    const length = (skb.bytes[at + 2] << 8) | skb.bytes[at + 3];
    if (skb.bytes[at] === wanted) return at;
    if (length < 4) return -1;
    at += (length + 3) & ~3;
  }
  return -1;
}
