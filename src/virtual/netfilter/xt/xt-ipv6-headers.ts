/**
 * Headers behind IPv6's: `rt`, `frag`.
 *
 * Source: `net/ipv6/netfilter/ip6t_rt.c`, `ip6t_frag.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { NFPROTO_IPV6 } from "../hook-numbers.ts";
import { findIpv6 } from "../nf-tables/expr/exthdr-find.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { be16 } from "./headers.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

const ROUTING = 43;
const FRAGMENT = 44;

const RT_TYPE = 0x01;
const RT_SEGMENTS = 0x02;
const RT_LENGTH = 0x04;
const RT_RESERVED = 0x08;
const RT_ADDRESSES = 0x10;
const RT_NOT_STRICT = 0x20;
const RT_FLAGS = 16;
const RT_INVERTED = 17;
const RT_LIST = 20;
const RT_COUNT = 276;
/** Where addresses begin in the header. */
const FIRST_ADDRESS = 8;
const MOST_ADDRESSES = 16;

class RoutingHeader extends XtMatch {
  private readonly info: XtInfo;
  private readonly flags: number;
  private readonly inverted: number;
  private readonly count: number;

  constructor(info: XtInfo) {
    super();
    this.info = info;
    this.flags = info.u8(RT_FLAGS);
    this.inverted = info.u8(RT_INVERTED);
    this.count = info.u8(RT_COUNT);
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, ROUTING);
    const { bytes, tail } = pkt.skb;
    if (at < 0 || at + 4 > tail) return XT_NO;
    const length = (bytes[at + 1] + 1) * 8;
    if (at + length > tail) return XT_NO;
    return this.fits(bytes, at, length) && this.leadsThere(bytes, at, length) ? XT_YES : XT_NO;
  }

  private fits(bytes: Uint8Array, at: number, length: number): boolean {
    const { info, flags, inverted } = this;
    const left = bytes[at + 3];
    const between = left >= info.u32(4) && left <= info.u32(8);
    if (between === ((inverted & RT_SEGMENTS) !== 0)) return false;
    if ((flags & RT_LENGTH) !== 0 && (length === info.u32(12)) === ((inverted & RT_LENGTH) !== 0))
      return false;
    if ((flags & RT_TYPE) !== 0 && (bytes[at + 2] === info.u32(0)) === ((inverted & RT_TYPE) !== 0))
      return false;
    if ((flags & RT_RESERVED) === 0) return true;
    return bytes[at + 4] === 0 && bytes[at + 5] === 0 && bytes[at + 6] === 0 && bytes[at + 7] === 0;
  }

  /** Whether the addresses that are asked for are in the header's list. */
  private leadsThere(bytes: Uint8Array, at: number, length: number): boolean {
    if ((this.flags & RT_ADDRESSES) === 0) return true;
    const listed = (length - FIRST_ADDRESS) >>> 4;
    if (this.count > listed) return false;
    const strict = (this.flags & RT_NOT_STRICT) === 0;
    let next = 0;
    for (let i = 0; i < listed && next < this.count; i++) {
      if (this.isAddress(next, bytes, at + FIRST_ADDRESS + 16 * i)) next++;
      else if (strict) return false;
    }
    return next === this.count && (!strict || this.count === listed);
  }

  private isAddress(index: number, bytes: Uint8Array, at: number): boolean {
    const own = this.info.bytes;
    const from = RT_LIST + 16 * index;
    for (let i = 0; i < 16; i++) if (own[from + i] !== bytes[at + i]) return false;
    return true;
  }
}

function checkRouting({ info }: XtCheck): XtMatch | number {
  const flags = info.u8(RT_FLAGS);
  const inverted = info.u8(RT_INVERTED);
  if ((inverted & ~(RT_TYPE | RT_SEGMENTS | RT_LENGTH)) !== 0 || info.u8(RT_COUNT) > MOST_ADDRESSES)
    return -EINVAL;
  const ofTypeZero = (flags & (RT_RESERVED | RT_ADDRESSES | RT_NOT_STRICT)) !== 0;
  const isTypeZero = (flags & RT_TYPE) !== 0 && info.u32(0) === 0 && (inverted & RT_TYPE) === 0;
  return ofTypeZero && !isTypeZero ? -EINVAL : new RoutingHeader(info);
}

const FRAG_IDS = 0x01;
const FRAG_LENGTH = 0x02;
const FRAG_RESERVED = 0x04;
const FRAG_FIRST = 0x08;
const FRAG_MORE = 0x10;
const FRAG_LAST = 0x20;
const FRAG_FLAGS = 12;
const FRAG_INVERTED = 13;

class FragmentHeader extends XtMatch {
  private readonly first: number;
  private readonly last: number;
  private readonly flags: number;
  private readonly inverted: boolean;

  constructor(info: XtInfo) {
    super();
    this.first = info.u32(0);
    this.last = info.u32(4);
    this.flags = info.u8(FRAG_FLAGS);
    this.inverted = (info.u8(FRAG_INVERTED) & FRAG_IDS) !== 0;
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, FRAGMENT);
    const { bytes, tail } = pkt.skb;
    if (at < 0 || at + 8 > tail) return XT_NO;
    const { flags } = this;
    const id = be16(bytes, at + 4) * 0x10000 + be16(bytes, at + 6);
    if ((id >= this.first && id <= this.last) === this.inverted) return XT_NO;
    const place = be16(bytes, at + 2);
    if ((flags & FRAG_RESERVED) !== 0 && (bytes[at + 1] !== 0 || (place & 6) !== 0)) return XT_NO;
    if ((flags & FRAG_FIRST) !== 0 && (place & ~7) !== 0) return XT_NO;
    if ((flags & FRAG_MORE) !== 0 && (place & 1) === 0) return XT_NO;
    return (flags & FRAG_LAST) !== 0 && (place & 1) !== 0 ? XT_NO : XT_YES;
  }
}

export const IPV6_HEADERS: readonly XtType<XtMatch>[] = [
  { name: "rt", revision: 0, family: NFPROTO_IPV6, size: 280, check: checkRouting },
  {
    name: "frag",
    revision: 0,
    family: NFPROTO_IPV6,
    size: 16,
    check: ({ info }) =>
      (info.u8(FRAG_INVERTED) & ~(FRAG_IDS | FRAG_LENGTH)) !== 0 ? -EINVAL : new FragmentHeader(info),
  },
];
