/**
 * A map for what a namespace has few of nearly always. The first two entries are in the object itself, a quarter of the memory of a
 * `Map`; up to eight are a list, as fast to search; with more it becomes a `Map`.
 */

const FEW = 8;
/** Entries in the object. */
const INLINE = 2;

/** A map from keys to values, in the order in which they came. */
export class CompactMap<K extends number | string, V> {
  private firstKey: K | undefined = undefined;
  private firstValue: V | undefined = undefined;
  private secondKey: K | undefined = undefined;
  private secondValue: V | undefined = undefined;
  /** The others, as key, value, key, value… and never changed in place; or all of them. */
  private rest: readonly unknown[] | Map<K, V> | null = null;

  get size(): number {
    const rest = this.rest;
    if (rest instanceof Map) return rest.size;
    if (rest !== null) return INLINE + (rest.length >> 1);
    if (this.firstKey === undefined) return 0;
    return this.secondKey === undefined ? 1 : 2;
  }

  get(key: K): V | undefined {
    if (this.firstKey === key) return this.firstValue;
    if (this.secondKey === key) return this.secondValue;
    const rest = this.rest;
    if (rest === null) return undefined;
    if (rest instanceof Map) return rest.get(key);
    for (let at = 0; at < rest.length; at += 2) if (rest[at] === key) return rest[at + 1] as V;
    return undefined;
  }

  has(key: K): boolean {
    if (this.firstKey === key || this.secondKey === key) return true;
    const rest = this.rest;
    if (rest === null) return false;
    if (rest instanceof Map) return rest.has(key);
    for (let at = 0; at < rest.length; at += 2) if (rest[at] === key) return true;
    return false;
  }

  set(key: K, value: V): void {
    const rest = this.rest;
    if (rest instanceof Map) rest.set(key, value);
    else if (this.firstKey === key) this.firstValue = value;
    else if (this.secondKey === key) this.secondValue = value;
    else if (this.firstKey === undefined) {
      this.firstKey = key;
      this.firstValue = value;
    } else if (this.secondKey === undefined) {
      this.secondKey = key;
      this.secondValue = value;
    } else this.setInRest(key, value, rest ?? []);
  }

  private setInRest(key: K, value: V, rest: readonly unknown[]): void {
    for (let at = 0; at < rest.length; at += 2) {
      if (rest[at] !== key) continue;
      const changed = rest.slice();
      changed[at + 1] = value;
      this.rest = changed;
      return;
    }
    if (INLINE + (rest.length >> 1) < FEW) this.rest = rest.concat([key, value]);
    else {
      const pairs = this.pairs();
      this.fill([]);
      this.rest = new Map(pairs).set(key, value);
    }
  }

  delete(key: K): boolean {
    if (this.rest instanceof Map) return this.rest.delete(key);
    if (!this.has(key)) return false;
    this.fill(this.pairs().filter(([other]) => other !== key));
    return true;
  }

  /** Makes these few the entries. */
  private fill(pairs: [K, V][]): void {
    this.firstKey = pairs[0]?.[0];
    this.firstValue = pairs[0]?.[1];
    this.secondKey = pairs[1]?.[0];
    this.secondValue = pairs[1]?.[1];
    this.rest = pairs.length > INLINE ? pairs.slice(INLINE).flat() : null;
  }

  /** The keys in the order in which they were entered. */
  keys(): Iterable<K> {
    return this.rest instanceof Map ? this.rest.keys() : this.pairs().map(([key]) => key);
  }

  /** The values in the order of their keys. */
  values(): Iterable<V> {
    return this.rest instanceof Map ? this.rest.values() : this.pairs().map(([, value]) => value);
  }

  private pairs(): [K, V][] {
    const pairs: [K, V][] = [];
    if (this.firstKey !== undefined) pairs.push([this.firstKey, this.firstValue as V]);
    if (this.secondKey !== undefined) pairs.push([this.secondKey, this.secondValue as V]);
    const rest = this.rest;
    if (rest !== null && !(rest instanceof Map))
      for (let at = 0; at < rest.length; at += 2) pairs.push([rest[at] as K, rest[at + 1] as V]);
    return pairs;
  }
}
