/**
 * A map for what a namespace has few of nearly always. With up to eight entries it is a list of keys and values, a third of the memory
 * of a `Map` and as fast to search; with more it becomes a `Map`.
 */

const FEW = 8;
const NOTHING: readonly never[] = [];

export class CompactMap<K extends number | string, V> {
  /** Key, value, key, value…; replaced, never changed in place. */
  private few: readonly unknown[] = NOTHING;
  private many: Map<K, V> | null = null;

  get size(): number {
    return this.many === null ? this.few.length >> 1 : this.many.size;
  }

  get(key: K): V | undefined {
    if (this.many !== null) return this.many.get(key);
    const at = this.position(key);
    return at < 0 ? undefined : (this.few[at + 1] as V);
  }

  has(key: K): boolean {
    return this.many === null ? this.position(key) >= 0 : this.many.has(key);
  }

  set(key: K, value: V): void {
    if (this.many !== null) {
      this.many.set(key, value);
      return;
    }
    const at = this.position(key);
    if (at >= 0) {
      const changed = this.few.slice();
      changed[at + 1] = value;
      this.few = changed;
    } else if (this.few.length < 2 * FEW) this.few = this.few.concat([key, value]);
    else {
      this.many = new Map(this.pairs());
      this.many.set(key, value);
      this.few = NOTHING;
    }
  }

  delete(key: K): boolean {
    if (this.many !== null) return this.many.delete(key);
    const at = this.position(key);
    if (at < 0) return false;
    this.few = this.few.slice(0, at).concat(this.few.slice(at + 2));
    return true;
  }

  /** The keys in the order in which they were entered. */
  keys(): Iterable<K> {
    return this.many === null ? this.pairs().map(([key]) => key) : this.many.keys();
  }

  /** The values in the order of their keys. */
  values(): Iterable<V> {
    return this.many === null ? this.pairs().map(([, value]) => value) : this.many.values();
  }

  private position(key: K): number {
    const few = this.few;
    for (let at = 0; at < few.length; at += 2) if (few[at] === key) return at;
    return -1;
  }

  private pairs(): [K, V][] {
    const pairs: [K, V][] = [];
    for (let at = 0; at < this.few.length; at += 2) pairs.push([this.few[at] as K, this.few[at + 1] as V]);
    return pairs;
  }
}
