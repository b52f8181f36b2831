/**
 * The maximum segment size of SYNs: `tcpmss` looks at it, `TCPMSS` lowers it, or puts it in.
 *
 * Source: `net/netfilter/xt_tcpmss.c`, `xt_TCPMSS.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { replaceWord } from "../../../packet/checksum.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import type { Rtable } from "../../ipv4/route/rtable.ts";
import { decisionMtu } from "../../ipv6/ip/ip6-output.ts";
import type { Rt6Info } from "../../ipv6/route/rt6-info.ts";
import {
  NF_DROP,
  NF_INET_FORWARD,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import { makeWritable } from "../nf-tables/pktinfo.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { reverseMtu } from "../reroute.ts";
import { be16, hasTransport } from "./headers.ts";
import {
  XT_CONTINUE,
  XT_HOTDROP,
  XT_NO,
  XT_YES,
  type XtCheck,
  XtMatch,
  XtTarget,
  type XtType,
} from "./x-tables.ts";

const TCP = 6;
const TCP_HLEN = 20;
const OPTION_MSS = 2;
const OPTION_MSS_LENGTH = 4;
const CLAMP = 0xffff;
/** Of IPv4 and TCP, without options. */
const HEADERS_IPV4 = 40;

/** Where the option is; 0 when it is not there, -1 when the options are broken. */
function findMss(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; ) {
    if (bytes[at] === OPTION_MSS && end - at >= OPTION_MSS_LENGTH && bytes[at + 1] === OPTION_MSS_LENGTH)
      return at;
    at += bytes[at] < 2 ? 1 : bytes[at + 1] || 1;
  }
  return 0;
}

class TcpMssMatch extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u16(0);
    this.high = info.u16(2);
    this.inverted = info.u8(4) !== 0;
  }

  match(pkt: NftPktinfo): number {
    if (!hasTransport(pkt, TCP_HLEN)) return XT_HOTDROP;
    const { bytes, tail } = pkt.skb;
    const end = pkt.thoff + (bytes[pkt.thoff + 12] >>> 4) * 4;
    if (end < pkt.thoff + TCP_HLEN || end > tail) return XT_HOTDROP;
    const at = findMss(bytes, pkt.thoff + TCP_HLEN, end);
    if (at === 0) return this.inverted ? XT_YES : XT_NO;
    const mss = be16(bytes, at + 2);
    return (mss >= this.low && mss <= this.high) !== this.inverted ? XT_YES : XT_NO;
  }
}

class TcpMss extends XtTarget {
  private readonly mss: number;
  private readonly headers: number;
  /** What counts where nothing is said. */
  private readonly usual: number;

  constructor({ info, family }: XtCheck, headers: number) {
    super();
    this.usual = family === NFPROTO_IPV4 ? 536 : 1220;
    this.mss = info.u16(0);
    this.headers = headers;
  }

  target(pkt: NftPktinfo): number {
    const { skb } = pkt;
    if (pkt.fragoff !== 0) return XT_CONTINUE;
    if (!hasTransport(pkt, TCP_HLEN)) return NF_DROP;
    const length = (skb.bytes[pkt.thoff + 12] >>> 4) * 4;
    if (length < TCP_HLEN || pkt.thoff + length > skb.tail) return NF_DROP;
    const mss = this.mss === CLAMP ? this.pathMss(pkt) : this.mss;
    if (mss <= 0) return NF_DROP;
    makeWritable(pkt);
    const { thoff } = pkt;
    const at = findMss(skb.bytes, thoff + TCP_HLEN, thoff + length);
    if (at === 0) {
      // a packet with data behind must not grow
      if (thoff + length === skb.tail && length < MOST_HLEN) addMss(pkt, Math.min(mss, this.usual));
      return XT_CONTINUE;
    }
    const before = be16(skb.bytes, at + 2);
    if (before <= mss) return XT_CONTINUE;
    this.set(skb, thoff, at + 2, before, mss);
    return XT_CONTINUE;
  }

  /** The smaller MTU of the ways there and back. */
  private pathMss({ skb, net }: NftPktinfo): number {
    const { dst } = skb;
    if (dst === null) return 0;
    const v4 = this.headers === HEADERS_IPV4;
    const there = v4 ? (dst as Rtable).pathMtu() : decisionMtu(dst as Rt6Info);
    return Math.min(there, reverseMtu(net, skb, v4)) - this.headers;
  }

  private set(skb: SkBuff, thoff: number, at: number, before: number, mss: number): void {
    const { bytes } = skb;
    const check = thoff + 16;
    // a word at an odd place takes part in the sum with its bytes exchanged
    const odd = ((at - thoff) & 1) !== 0;
    const swap = (word: number): number => (odd ? ((word & 0xff) << 8) | (word >>> 8) : word);
    const sum = replaceWord(be16(bytes, check), swap(before), swap(mss));
    bytes[check] = sum >>> 8;
    bytes[check + 1] = sum;
    bytes[at] = mss >>> 8;
    bytes[at + 1] = mss;
  }
}

const MOST_HLEN = 60;

/** Puts the option in front of the others. */
function addMss(pkt: NftPktinfo, mss: number): void {
  const { skb } = pkt;
  const before = skb.networkHeader;
  skb.put(OPTION_MSS_LENGTH);
  const moved = skb.networkHeader - before;
  pkt.nhoff += moved;
  pkt.thoff += moved;
  const { bytes, tail, networkHeader: header } = skb;
  const { thoff } = pkt;
  const options = thoff + TCP_HLEN;
  const length = tail - OPTION_MSS_LENGTH - thoff;
  bytes.copyWithin(options + OPTION_MSS_LENGTH, options, tail - OPTION_MSS_LENGTH);
  bytes[options] = OPTION_MSS;
  bytes[options + 1] = OPTION_MSS_LENGTH;
  bytes[options + 2] = mss >>> 8;
  bytes[options + 3] = mss;
  const place = be16(bytes, thoff + 12);
  bytes[thoff + 12] += 0x10;
  let sum = be16(bytes, thoff + 16);
  // of a checksum that is still to be made, the pseudo header alone is there
  const partial = skb.ipSummed === CHECKSUM_PARTIAL;
  if (!partial) {
    sum = replaceWord(sum, length, length + OPTION_MSS_LENGTH);
    sum = replaceWord(sum, 0, be16(bytes, options));
    sum = replaceWord(sum, 0, mss);
    sum = replaceWord(sum, place, be16(bytes, thoff + 12));
  } else sum = ~replaceWord(~sum & 0xffff, length, length + OPTION_MSS_LENGTH) & 0xffff;
  bytes[thoff + 16] = sum >>> 8;
  bytes[thoff + 17] = sum;
  const v4 = bytes[header] >>> 4 === 4;
  const at = header + (v4 ? 2 : 4);
  const old = be16(bytes, at);
  const fresh = old + OPTION_MSS_LENGTH;
  bytes[at] = fresh >>> 8;
  bytes[at + 1] = fresh;
  if (!v4) return;
  const check = replaceWord(be16(bytes, header + 10), old, fresh);
  bytes[header + 10] = check >>> 8;
  bytes[header + 11] = check;
}

const CLAMP_HOOKS = (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING);

function target(family: number, headers: number): XtType<XtTarget> {
  return {
    name: "TCPMSS",
    revision: 0,
    family,
    size: 2,
    protocols: [TCP],
    check: (par) => {
      if (par.info.u16(0) === CLAMP && (par.hookMask & ~CLAMP_HOOKS) !== 0) return -EINVAL;
      return new TcpMss(par, headers);
    },
  };
}

export const TCPMSS_MATCH: XtType<XtMatch> = {
  name: "tcpmss",
  revision: 0,
  family: 0,
  size: 6,
  protocols: [TCP],
  check: (par) => new TcpMssMatch(par),
};
export const TCPMSS_TARGETS: readonly XtType<XtTarget>[] = [
  target(NFPROTO_IPV4, HEADERS_IPV4),
  target(NFPROTO_IPV6, 60),
];
