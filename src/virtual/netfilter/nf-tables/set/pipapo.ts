/**
 * Concatenated ranges: each element has a lower and an upper end for every field; the first one that was added and matches counts.
 *
 * The outcome is that of `net/netfilter/nft_set_pipapo.c`; here one after the other is tried.
 */

import { swapWord } from "./order.ts";
import type { NftSetElem, SetBackend } from "./set.ts";

/** Finds elements by a walk over all of them, in their order. */
export class PipapoBackend implements SetBackend {
  private readonly words: number;
  /** First word of each field, and one past the last. */
  private readonly bounds: readonly number[];
  private readonly byKey = new Map<string, NftSetElem>();
  /** Lower and upper ends of all elements, in the order of bytes. */
  private low: Uint32Array | null = null;
  private high = new Uint32Array(0);
  private order: NftSetElem[] = [];
  private readonly wanted: Uint32Array;

  constructor(words: number, fields: readonly number[]) {
    this.words = words;
    this.wanted = new Uint32Array(words);
    const bounds = [0];
    for (const length of fields) bounds.push(bounds[bounds.length - 1] + ((length + 3) >>> 2));
    this.bounds = bounds;
  }

  get size(): number {
    return this.byKey.size;
  }

  lookup(source: Int32Array, at: number): NftSetElem | null {
    const low = this.low ?? this.prepare();
    const { words, high, wanted, order } = this;
    for (let i = 0; i < words; i++) wanted[i] = swapWord(source[at + i]);
    for (let e = 0, base = 0; e < order.length; e++, base += words)
      if (this.matches(low, high, base)) return order[e];
    return null;
  }

  private matches(low: Uint32Array, high: Uint32Array, base: number): boolean {
    const { bounds } = this;
    for (let f = 1; f < bounds.length; f++) {
      if (!atLeast(this.wanted, low, base, bounds[f - 1], bounds[f])) return false;
      if (!atMost(this.wanted, high, base, bounds[f - 1], bounds[f])) return false;
    }
    return true;
  }

  private prepare(): Uint32Array {
    this.order = [...this.byKey.values()];
    const { words, order } = this;
    const low = new Uint32Array(order.length * words);
    this.high = new Uint32Array(order.length * words);
    order.forEach((elem, e) => {
      for (let i = 0; i < words; i++) {
        low[e * words + i] = swapWord(elem.key[i]);
        this.high[e * words + i] = swapWord((elem.keyEnd ?? elem.key)[i]);
      }
    });
    this.low = low;
    return low;
  }

  insert(elem: NftSetElem): NftSetElem | undefined {
    const key = keyOf(elem);
    const present = this.byKey.get(key);
    if (present !== undefined) return present;
    this.byKey.set(key, elem);
    this.low = null;
    return undefined;
  }

  find(elem: NftSetElem): NftSetElem | undefined {
    return this.byKey.get(keyOf(elem));
  }

  remove(elem: NftSetElem): void {
    const key = keyOf(elem);
    if (this.byKey.get(key) !== elem) return;
    this.byKey.delete(key);
    this.low = null;
  }

  all(): Iterable<NftSetElem> {
    return this.byKey.values();
  }
}

function keyOf(elem: NftSetElem): string {
  return `${elem.key.join()}-${(elem.keyEnd ?? elem.key).join()}`;
}

function atLeast(wanted: Uint32Array, low: Uint32Array, base: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (wanted[i] !== low[base + i]) return wanted[i] > low[base + i];
  return true;
}

function atMost(wanted: Uint32Array, high: Uint32Array, base: number, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (wanted[i] !== high[base + i]) return wanted[i] < high[base + i];
  return true;
}
