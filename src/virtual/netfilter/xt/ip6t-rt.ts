/**
 * `rt`: routing headers by type, segments left, length, and the addresses of the first type.
 *
 * Source: `net/ipv6/netfilter/ip6t_rt.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { read32 } from "../../../packet/bytes.ts";
import { findIpv6 } from "../nf-tables/expr/exthdr-find.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { absentHeader } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch } from "./x-tables.ts";

const ROUTING = 43;
const FLAGS = 16;
const INVERT = 17;
const ADDRESSES = 20;
const COUNT = 276;
const MOST_ADDRESSES = 16;
const ADDRESS_LENGTH = 16;
const TYP = 1;
const SGS = 2;
const LEN = 4;
const RES = 8;
const FST = 0x10;
const FST_NSTRICT = 0x20;

/** `rt`: the routing header. */
export class Ip6Routing extends XtMatch {
  private readonly type: number;
  private readonly low: number;
  private readonly high: number;
  private readonly length: number;
  private readonly flags: number;
  private readonly invert: number;
  private readonly addresses: Uint8Array;
  private readonly count: number;

  private constructor({ info }: XtCheck) {
    super();
    this.type = info.u32(0);
    this.low = info.u32(4);
    this.high = info.u32(8);
    this.length = info.u32(12);
    this.flags = info.u8(FLAGS);
    this.invert = info.u8(INVERT);
    this.count = Math.min(info.u8(COUNT), MOST_ADDRESSES);
    this.addresses = info.bytes.slice(ADDRESSES, ADDRESSES + this.count * ADDRESS_LENGTH);
  }

  /** `rt_mt6_check`: only the first type has what else may be asked for. */
  static check(par: XtCheck): XtMatch | number {
    const { info } = par;
    if (info.u8(INVERT) & ~(TYP | SGS | LEN)) return -EINVAL;
    const first = info.u8(FLAGS) & TYP && info.u32(0) === 0 && (info.u8(INVERT) & TYP) === 0;
    return info.u8(FLAGS) & (RES | FST | FST_NSTRICT) && !first ? -EINVAL : new Ip6Routing(par);
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, ROUTING);
    if (at < 0) return absentHeader(at);
    const { bytes, tail } = pkt.skb;
    if (at + 4 > tail) return XT_HOTDROP;
    const length = (bytes[at + 1] + 1) * 8;
    // it is longer than the packet
    if (tail - at < length) return XT_NO;
    const left = bytes[at + 3];
    if ((left >= this.low && left <= this.high) === this.inverts(SGS)) return XT_NO;
    if (this.flags & LEN && (length === this.length) === this.inverts(LEN)) return XT_NO;
    if (this.flags & TYP && (bytes[at + 2] === this.type) === this.inverts(TYP)) return XT_NO;
    if (this.flags & RES && read32(bytes, at + 4) !== 0) return XT_NO;
    if ((this.flags & FST) === 0) return XT_YES;
    return this.addressesMatch(bytes, at + 8, (length - 8) >>> 4) ? XT_YES : XT_NO;
  }

  private inverts(bit: number): boolean {
    return (this.invert & bit) !== 0;
  }

  /** In order, with others between them when that is allowed; else the very ones. */
  private addressesMatch(bytes: Uint8Array, from: number, there: number): boolean {
    if (this.count > there) return false;
    const strict = (this.flags & FST_NSTRICT) === 0;
    let found = 0;
    for (let i = 0; i < there && found < this.count; i++) {
      if (this.isAddress(found, bytes, from + i * ADDRESS_LENGTH)) found++;
      else if (strict) return false;
    }
    return found === this.count && (!strict || found === there);
  }

  private isAddress(index: number, bytes: Uint8Array, at: number): boolean {
    const from = index * ADDRESS_LENGTH;
    for (let i = 0; i < ADDRESS_LENGTH; i++) if (this.addresses[from + i] !== bytes[at + i]) return false;
    return true;
  }
}
