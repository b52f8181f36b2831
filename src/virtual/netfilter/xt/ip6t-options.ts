/**
 * `hbh` and `dst`: options for every hop, or for the destination, by type and length in the order in which they stand.
 *
 * Source: `net/ipv6/netfilter/ip6t_hbh.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { findIpv6 } from "../nf-tables/expr/exthdr-find.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { absentHeader } from "./headers.ts";
import { XT_HOTDROP, XT_NO, XT_YES, type XtCheck, XtMatch } from "./x-tables.ts";

const FLAGS = 4;
const INVERT = 5;
const OPTIONS = 6;
const COUNT = 38;
const MOST_OPTIONS = 16;
const F_LEN = 1;
const F_OPTS = 2;
const F_NSTRICT = 4;
const ANY_LENGTH = 0xff;

/** `hbh` and `dst`: the options of such a header. */
export class Ip6Options extends XtMatch {
  private readonly header: number;
  private readonly length: number;
  private readonly flags: number;
  private readonly inverted: boolean;
  private readonly options: Uint16Array;

  private constructor({ info }: XtCheck, header: number) {
    super();
    this.header = header;
    this.length = info.u32(0);
    this.flags = info.u8(FLAGS);
    this.inverted = info.u8(INVERT) !== 0;
    this.options = new Uint16Array(Math.min(info.u8(COUNT), MOST_OPTIONS));
    for (let i = 0; i < this.options.length; i++) this.options[i] = info.u16(OPTIONS + 2 * i);
  }

  /** `hbh_mt6_check` @param header the kind that they stand in */
  static check(par: XtCheck, header: number): XtMatch | number {
    if (par.info.u8(INVERT) & ~1) return -EINVAL;
    return par.info.u8(FLAGS) & F_NSTRICT ? -EINVAL : new Ip6Options(par, header);
  }

  match(pkt: NftPktinfo): number {
    const at = findIpv6(pkt, this.header);
    if (at < 0) return absentHeader(at);
    const { bytes, tail } = pkt.skb;
    if (at + 2 > tail) return XT_HOTDROP;
    const length = (bytes[at + 1] + 1) * 8;
    if (tail - at < length) return XT_NO;
    if (this.flags & F_LEN && (length === this.length) === this.inverted) return XT_NO;
    if ((this.flags & F_OPTS) === 0) return XT_YES;
    return this.optionsMatch(bytes, at + 2, length - 2, tail) ? XT_YES : XT_NO;
  }

  private optionsMatch(bytes: Uint8Array, from: number, length: number, tail: number): boolean {
    const { options } = this;
    let at = from;
    let left = length;
    for (let i = 0; i < options.length; i++) {
      if (left < 1 || bytes[at] !== options[i] >>> 8) return false;
      let size = 1;
      if (bytes[at] !== 0) {
        if (left < 2) return false;
        const wanted = options[i] & 0xff;
        if (wanted !== ANY_LENGTH && wanted !== bytes[at + 1]) return false;
        size = bytes[at + 1] + 2;
      }
      if ((tail - at < size || left < size) && i < options.length - 1) return false;
      at += size;
      left -= size;
    }
    return true;
  }
}
