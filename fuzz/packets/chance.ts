/** Random choices from a seed: the same seed makes the same frames on every machine. */
import { type RandomSource, seededRandom } from "../../src/virtual/core/clock.ts";

/** A choice with its weight. */
export type Weighted<Value> = readonly [weight: number, value: Value];

/** Random choices that the seed determines. */
export class Chance {
  private readonly next: RandomSource;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  /** An integer from 0 to `limit` - 1. */
  int(limit: number): number {
    return limit <= 1 ? 0 : this.next() % limit;
  }

  /** True in one of `n` cases. */
  oneIn(n: number): boolean {
    return this.int(n) === 0;
  }

  u32(): number {
    return this.next();
  }

  pick<Value>(list: readonly Value[]): Value {
    return list[this.int(list.length)] as Value;
  }

  weighted<Value>(choices: readonly Weighted<Value>[]): Value {
    let total = 0;
    for (const [weight] of choices) total += weight;
    let left = this.int(total);
    for (const [weight, value] of choices) {
      if (left < weight) return value;
      left -= weight;
    }
    return (choices[0] as Weighted<Value>)[1];
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.next() >>> 13;
    return bytes;
  }

  /** Brings a list into another order, in place. */
  shuffle<Value>(list: Value[]): Value[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      [list[i], list[j]] = [list[j] as Value, list[i] as Value];
    }
    return list;
  }
}
