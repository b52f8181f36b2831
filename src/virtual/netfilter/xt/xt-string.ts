/**
 * `string`: bytes anywhere in the packet. The algorithms find the same place, so there is one search.
 *
 * Source: `net/netfilter/xt_string.c`, `skb_find_text` of `net/core/skbuff.c`.
 */
import { EINVAL, ENOENT } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const ALGORITHM = 4;
const ALGORITHM_SIZE = 16;
const PATTERN = 20;
const PATTERN_SIZE = 128;
const LENGTH = 148;
const FLAGS = 149;
const INVERT = 1;
const IGNORE_CASE = 2;

/** Small letters as capital ones, of Latin 1, as the kernel's table has it. */
function upper(byte: number): number {
  const small = (byte >= 0x61 && byte <= 0x7a) || (byte >= 0xe0 && byte !== 0xf7 && byte !== 0xff);
  return small ? byte - 0x20 : byte;
}

class StringMatch extends XtMatch {
  private readonly from: number;
  private readonly to: number;
  private readonly pattern: Uint8Array;
  private readonly inverted: boolean;
  private readonly anyCase: boolean;

  constructor({ info }: XtCheck) {
    super();
    this.from = info.u16(0);
    this.to = info.u16(2);
    const flags = info.u8(FLAGS);
    this.inverted = (flags & INVERT) !== 0;
    this.anyCase = (flags & IGNORE_CASE) !== 0;
    const pattern = info.bytes.slice(PATTERN, PATTERN + info.u8(LENGTH));
    this.pattern = this.anyCase ? pattern.map(upper) : pattern;
  }

  match({ skb }: NftPktinfo): number {
    const at = this.find(skb.bytes, skb.networkHeader + this.from, skb.tail);
    // only the first one counts
    const found = at >= 0 && at + this.pattern.length <= this.to - this.from;
    return found !== this.inverted ? XT_YES : XT_NO;
  }

  /** @returns the place behind `start`; -1: none */
  private find(bytes: Uint8Array, start: number, end: number): number {
    const { pattern, anyCase } = this;
    const { length } = pattern;
    if (this.from >= this.to) return -1;
    for (let at = start; at + length <= end; at++) {
      let i = 0;
      while (i < length && (anyCase ? upper(bytes[at + i]) : bytes[at + i]) === pattern[i]) i++;
      if (i === length) return at - start;
    }
    return -1;
  }
}

function check(par: XtCheck): XtMatch | number {
  const { info } = par;
  if (info.u16(0) > info.u16(2)) return -EINVAL;
  const algorithm = info.text(ALGORITHM, ALGORITHM_SIZE);
  if (algorithm === undefined || info.u8(LENGTH) > PATTERN_SIZE) return -EINVAL;
  if ((info.u8(FLAGS) & ~(INVERT | IGNORE_CASE)) !== 0) return -EINVAL;
  if (info.u8(LENGTH) === 0) return -EINVAL;
  // an automaton's states are no text
  if (algorithm === "fsm") return -EINVAL;
  return algorithm === "bm" || algorithm === "kmp" ? new StringMatch(par) : -ENOENT;
}

export const STRING_MATCH: XtType<XtMatch> = {
  name: "string",
  revision: 1,
  family: 0,
  size: 160,
  userSize: 152,
  check,
};
