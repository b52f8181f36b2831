/**
 * Intervals: elements where one begins and where it ends, in order.
 *
 * The outcome is that of `net/netfilter/nft_set_rbtree.c`; the order is made when it is first asked for after a change.
 */

import { compareWords } from "./order.ts";
import type { NftSetElem, SetBackend } from "./set.ts";

/** Finds the interval that a key is in. */
export class RbtreeBackend implements SetBackend {
  private readonly words: number;
  private readonly starts = new Map<string, NftSetElem>();
  private readonly ends = new Map<string, NftSetElem>();
  private sorted: NftSetElem[] | null = null;

  constructor(words: number) {
    this.words = words;
  }

  get size(): number {
    return this.starts.size + this.ends.size;
  }

  /** Of equal keys, an end comes before a beginning: what begins there counts. */
  private order(): NftSetElem[] {
    if (this.sorted !== null) return this.sorted;
    const { words } = this;
    this.sorted = [...this.starts.values(), ...this.ends.values()].sort(
      (a, b) => compareWords(a.key, 0, b.key, 0, words) || Number(b.end) - Number(a.end),
    );
    return this.sorted;
  }

  lookup(source: Int32Array, at: number): NftSetElem | null {
    const sorted = this.sorted ?? this.order();
    const { words } = this;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareWords(sorted[middle].key, 0, source, at, words) <= 0) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return null;
    const found = sorted[low - 1];
    return found.end ? null : found;
  }

  private mapOf(elem: NftSetElem): Map<string, NftSetElem> {
    return elem.end ? this.ends : this.starts;
  }

  insert(elem: NftSetElem): NftSetElem | undefined {
    const map = this.mapOf(elem);
    const key = elem.key.join();
    const present = map.get(key);
    if (present !== undefined) return present;
    map.set(key, elem);
    this.sorted = null;
    return undefined;
  }

  find(elem: NftSetElem): NftSetElem | undefined {
    return this.mapOf(elem).get(elem.key.join());
  }

  remove(elem: NftSetElem): void {
    const map = this.mapOf(elem);
    const key = elem.key.join();
    if (map.get(key) !== elem) return;
    map.delete(key);
    this.sorted = null;
  }

  /** As the tree is walked: the highest key first. */
  all(): Iterable<NftSetElem> {
    return this.order().toReversed();
  }
}
