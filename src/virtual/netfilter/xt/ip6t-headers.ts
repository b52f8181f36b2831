/**
 * Matches of what an IPv6 header is followed by: `rt`, `frag`, `hbh`, `dst`, `ah`, `ipv6header`, and `eui64` of its source.
 *
 * Source: `net/ipv6/netfilter/ip6t_rt.c`, `ip6t_frag.c`, `ip6t_hbh.c`, `ip6t_ah.c`, `ip6t_ipv6header.c`, `ip6t_eui64.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { read32 } from "../../../packet/bytes.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { NF_INET_FORWARD, NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING, NFPROTO_IPV6 } from "../hook-numbers.ts";
import { findIpv6 } from "../nf-tables/expr/exthdr-find.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { absentHeader, be16 } from "./headers.ts";
import { Ip6Options } from "./ip6t-options.ts";
import { Ip6Routing } from "./ip6t-rt.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const HOPOPTS = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const ESP = 50;
const AH = 51;
const NONE = 59;
const DSTOPTS = 60;
const IPV6_HLEN = 40;

const yes = (found: boolean): number => (found ? XT_YES : XT_NO);

const FRAG_RES = 1 << 2;
const FRAG_FST = 1 << 3;
const FRAG_MF = 1 << 4;
const FRAG_NMF = 1 << 5;

class Fragment extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly flags: number;
  private readonly inverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u32(0);
    this.high = info.u32(4);
    this.flags = info.u8(12);
    this.inverted = (info.u8(13) & 1) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, FRAGMENT);
    if (at < 0) return absentHeader(at);
    const { bytes, tail } = pkt.skb;
    if (at + 8 > tail) return XT_HOTDROP;
    const { flags } = this;
    const id = read32(bytes, at + 4);
    if ((id >= this.low && id <= this.high) === this.inverted) return XT_NO;
    const place = be16(bytes, at + 2);
    if (flags & FRAG_RES && (bytes[at + 1] !== 0 || place & 6)) return XT_NO;
    if (flags & FRAG_FST && place & 0xfff8) return XT_NO;
    if (flags & FRAG_MF && (place & 1) === 0) return XT_NO;
    return yes((flags & FRAG_NMF) === 0 || (place & 1) === 0);
  }
}

class Authentication extends XtMatch {
  private readonly low: number;
  private readonly high: number;
  private readonly length: number;
  private readonly reserved: boolean;
  private readonly inverted: boolean;
  private readonly lengthInverted: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.low = info.u32(0);
    this.high = info.u32(4);
    this.length = info.u32(8);
    this.reserved = info.u8(12) !== 0;
    this.inverted = (info.u8(13) & 1) !== 0;
    this.lengthInverted = (info.u8(13) & 2) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, AH);
    if (at < 0) return absentHeader(at);
    const { bytes, tail } = pkt.skb;
    if (at + 12 > tail) return XT_HOTDROP;
    const spi = read32(bytes, at + 4);
    if ((spi >= this.low && spi <= this.high) === this.inverted) return XT_NO;
    const length = (bytes[at + 1] + 2) * 4;
    if (this.length !== 0 && (length === this.length) === this.lengthInverted) return XT_NO;
    return yes(!this.reserved || be16(bytes, at + 2) === 0);
  }
}

/** Bits by header. */
const MASK_OF: readonly (readonly [number, number])[] = [
  [HOPOPTS, 128],
  [DSTOPTS, 64],
  [ROUTING, 32],
  [FRAGMENT, 16],
  [AH, 8],
];
const MASK_ESP = 4;
const MASK_NONE = 2;
const MASK_PROTO = 1;

function maskOf(header: number): number {
  for (const pair of MASK_OF) if (pair[0] === header) return pair[1];
  return 0;
}

/** The headers of a packet as bits; -1: it ends before they do. */
function headersOf({ skb, nhoff }: NftPktinfo): number {
  const { bytes, tail } = skb;
  let at = nhoff + IPV6_HLEN;
  let next = bytes[nhoff + 6];
  let headers = 0;
  for (;;) {
    if (next === NONE) return headers | MASK_NONE;
    if (next !== ESP && maskOf(next) === 0) return headers | MASK_PROTO;
    if (at + 2 > tail) return -1;
    if (next === ESP) return headers | MASK_ESP;
    headers |= maskOf(next);
    const header = next;
    next = bytes[at];
    if (header === FRAGMENT) at += 8;
    else at += header === AH ? (bytes[at + 1] + 2) * 4 : (bytes[at + 1] + 1) * 8;
    if (at > tail) return next === NONE || next === ESP ? headers : headers | MASK_PROTO;
  }
}

class Headers extends XtMatch {
  private readonly wanted: number;
  private readonly invert: number;
  private readonly soft: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.wanted = info.u8(0);
    this.invert = info.u8(1);
    this.soft = info.u8(2) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const headers = headersOf(pkt);
    if (headers < 0) return XT_NO;
    if (this.soft) return yes(((headers ^ this.wanted ^ this.invert) & this.wanted) === 0);
    return yes((headers === this.wanted) === (this.invert === 0));
  }
}

/** `ipv6header_mt6_check`: what is not asked for softly is inverted as a whole. */
function checkHeaders(par: XtCheck): XtMatch | number {
  const { info } = par;
  const partly = info.u8(1) !== 0 && info.u8(1) !== 0xff;
  return info.u8(2) === 0 && partly ? -EINVAL : new Headers(par);
}

const ETH_HLEN = 14;

class Eui64 extends XtMatch {
  match({ skb, fragoff, nhoff }: NftPktinfo): number {
    const mac = skb.macHeader;
    const { bytes } = skb;
    if ((mac < 0 || mac + ETH_HLEN > skb.data) && fragoff !== 0) return XT_HOTDROP;
    if (mac < 0 || mac + ETH_HLEN > nhoff || be16(bytes, mac + 12) !== ETH_P_IPV6) return XT_NO;
    const at = nhoff + 16;
    // the bit of what is unique in the world is the other way round there
    if (bytes[at] !== (bytes[mac + 6] ^ 2) || bytes[at + 3] !== 0xff || bytes[at + 4] !== 0xfe) return XT_NO;
    for (let i = 1; i < 3; i++) if (bytes[at + i] !== bytes[mac + 6 + i]) return XT_NO;
    for (let i = 3; i < 6; i++) if (bytes[at + 2 + i] !== bytes[mac + 6 + i]) return XT_NO;
    return XT_YES;
  }
}

function ipv6(
  name: string,
  size: number,
  check: (par: XtCheck) => XtMatch | number,
  hooks?: number,
): XtType<XtMatch> {
  return { name, revision: 0, family: NFPROTO_IPV6, size, check, ...(hooks === undefined ? {} : { hooks }) };
}

const EUI64_HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD);

export const IP6_HEADERS: readonly XtType<XtMatch>[] = [
  ipv6("rt", 280, (par) => Ip6Routing.check(par)),
  ipv6("frag", 16, (par) => (par.info.u8(13) & ~3 ? -EINVAL : new Fragment(par))),
  ipv6("hbh", 40, (par) => Ip6Options.check(par, HOPOPTS)),
  ipv6("dst", 40, (par) => Ip6Options.check(par, DSTOPTS)),
  ipv6("ah", 16, (par) => (par.info.u8(13) & ~3 ? -EINVAL : new Authentication(par))),
  ipv6("ipv6header", 3, checkHeaders),
  ipv6("eui64", 4, () => new Eui64(), EUI64_HOOKS),
];
