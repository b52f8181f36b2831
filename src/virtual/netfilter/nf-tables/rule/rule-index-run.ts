/**
 * Rules in a row that compare the same field of a packet: a hash of its value tells which of them may match.
 */
import { NFT_CONTINUE } from "../../../../netlink/nf-tables.ts";
import type { SkBuff } from "../../../core/skbuff.ts";
import type { NftExpr } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** How a field comes into a register. */
export interface Field {
  readonly key: string;
  readonly exprs: readonly NftExpr[];
  readonly dreg: number;
  readonly length: number;
  /** Where the bytes are in the network header, when they come from there as they are; else -1. */
  readonly networkOffset: number;
}

/** One number for the first bytes of registers. */
export function fold(words: Int32Array, at: number, length: number): number {
  let value = 0;
  let left = length;
  for (let i = at; left > 0; i++, left -= 4) {
    const word = left >= 4 ? words[i] : words[i] & ((1 << (8 * left)) - 1);
    value = Math.imul(value ^ word, 0x9e3779b1);
    value ^= value >>> 15;
  }
  return value;
}

/** As {@link fold}, of bytes that a register would get. */
function foldBytes(bytes: Uint8Array, start: number, length: number): number {
  let value = 0;
  if (length === 4) {
    // an address of IPv4
    const low = bytes[start] | (bytes[start + 1] << 8);
    value = Math.imul(low | (bytes[start + 2] << 16) | (bytes[start + 3] << 24), 0x9e3779b1);
    return value ^ (value >>> 15);
  }
  for (let at = start, end = start + length; at < end; at += 4) {
    let word = bytes[at];
    for (let i = 1; i < 4 && at + i < end; i++) word |= bytes[at + i] << (8 * i);
    value = Math.imul(value ^ word, 0x9e3779b1);
    value ^= value >>> 15;
  }
  return value;
}

/** Rules in a row that compare one field. */
export class Run {
  readonly end: number;
  private readonly field: Field;
  /** By a hash of the value: where in {@link candidates} its rules begin; beside it, behind the last. */
  private readonly slots: Int32Array;
  private readonly values: Int32Array;
  private readonly candidates: Int32Array;
  private readonly mask: number;

  constructor(field: Field, end: number, rules: ReadonlyMap<number, readonly number[]>, count: number) {
    this.field = field;
    this.end = end;
    let size = 16;
    while (size < rules.size * 2) size *= 2;
    this.mask = size - 1;
    this.slots = new Int32Array(size * 2);
    this.values = new Int32Array(size);
    this.candidates = new Int32Array(count);
    let at = 0;
    for (const [value, indices] of rules) {
      let slot = value & this.mask;
      while (this.slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.mask;
      this.values[slot] = value;
      this.slots[slot * 2] = at;
      this.candidates.set(indices, at);
      at += indices.length;
      this.slots[slot * 2 + 1] = at;
    }
  }

  /** The first rule from this one on that may match, or {@link end}. */
  next(index: number, regs: NftRegs, pkt: NftPktinfo): number {
    const { field } = this;
    if (field.networkOffset >= 0) {
      const at = pkt.nhoff + field.networkOffset;
      if (at + field.length > pkt.skb.tail) return this.end;
      return this.among(index, foldBytes(pkt.skb.bytes, at, field.length));
    }
    for (let i = 0; i < field.exprs.length; i++) {
      field.exprs[i].eval(regs, pkt);
      if (regs.code === NFT_CONTINUE) continue;
      // the field is not there: no rule matches
      regs.code = NFT_CONTINUE;
      return this.end;
    }
    return this.among(index, fold(regs.words, field.dreg, field.length));
  }

  /** Whether none of its rules matches, as the network header alone tells. */
  passes({ bytes, networkHeader, tail }: SkBuff): boolean {
    const { networkOffset, length } = this.field;
    if (networkOffset < 0) return false;
    const at = networkHeader + networkOffset;
    if (at + length > tail) return true;
    return this.slots[this.slotOf(foldBytes(bytes, at, length)) * 2 + 1] === 0;
  }

  /** Where a value is, or would be. */
  private slotOf(value: number): number {
    const { mask, slots, values } = this;
    let slot = value & mask;
    while (slots[slot * 2 + 1] !== 0 && values[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  }

  private among(index: number, value: number): number {
    const slot = this.slotOf(value);
    return this.firstFrom(index, this.slots[slot * 2], this.slots[slot * 2 + 1]);
  }

  private firstFrom(index: number, begin: number, end: number): number {
    let low = begin;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.candidates[middle] < index) low = middle + 1;
      else high = middle;
    }
    return low < end ? this.candidates[low] : this.end;
  }
}
