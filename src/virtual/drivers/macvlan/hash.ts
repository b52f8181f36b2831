/**
 * Things by Ethernet address in 256 buckets, in which they are found without allocating and gone through in Linux's order.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_eth_hash`, `macvlan_hash_lookup`).
 */

const BUCKETS = 256;
/** The low 48 bits of `GOLDEN_RATIO_64`, 16 bits each: those above do not reach the result. */
const GOLDEN_0 = 0x83eb;
const GOLDEN_1 = 0x80b5;
const GOLDEN_2 = 0x8646;

/** The bucket of an address: bits 40 to 47 of its product with the golden ratio (`hash_64(address << 16, 8)`). */
export function ethernetHash(bytes: Uint8Array, at: number): number {
  const a0 = bytes[at] | (bytes[at + 1] << 8);
  const a1 = bytes[at + 2] | (bytes[at + 3] << 8);
  const a2 = bytes[at + 4] | (bytes[at + 5] << 8);
  const middle = a0 * GOLDEN_1 + a1 * GOLDEN_0 + Math.floor((a0 * GOLDEN_0) / 65536);
  const high = a0 * GOLDEN_2 + a1 * GOLDEN_1 + a2 * GOLDEN_0 + Math.floor(middle / 65536);
  return Math.floor((high % 65536) / 256);
}

/** Whether six bytes at two places are the same. */
export function sameAddress(a: Uint8Array, at: number, b: Uint8Array, from: number): boolean {
  return (
    a[at] === b[from] &&
    a[at + 1] === b[from + 1] &&
    a[at + 2] === b[from + 2] &&
    a[at + 3] === b[from + 3] &&
    a[at + 4] === b[from + 4] &&
    a[at + 5] === b[from + 5]
  );
}

/** A hash table by address. */
export class AddressTable<T> {
  private readonly addressOf: (entry: T) => Uint8Array;
  private readonly buckets: (T[] | undefined)[] = new Array<T[] | undefined>(BUCKETS).fill(undefined);
  private all: readonly T[] | null = [];
  private count = 0;

  constructor(addressOf: (entry: T) => Uint8Array) {
    this.addressOf = addressOf;
  }

  get size(): number {
    return this.count;
  }

  /** All, bucket by bucket, those that came last first; replaced, never changed in place. */
  get entries(): readonly T[] {
    this.all ??= this.buckets.flatMap((bucket) => bucket ?? []);
    return this.all;
  }

  /** Those whose addresses have the same hash, newest first; not all have the address itself. */
  bucket(bytes: Uint8Array, at: number): readonly T[] {
    return this.buckets[ethernetHash(bytes, at)] ?? NOTHING;
  }

  find(bytes: Uint8Array, at: number): T | null {
    const bucket = this.bucket(bytes, at) as readonly T[];
    for (let i = 0; i < bucket.length; i++)
      if (sameAddress(this.addressOf(bucket[i]), 0, bytes, at)) return bucket[i];
    return null;
  }

  add(entry: T): void {
    const hash = ethernetHash(this.addressOf(entry), 0);
    this.buckets[hash] = [entry, ...(this.buckets[hash] ?? [])];
    this.count++;
    this.all = null;
  }

  /** The entry's address is still the one with which it was added. */
  remove(entry: T): void {
    const hash = ethernetHash(this.addressOf(entry), 0);
    const before = this.buckets[hash] ?? [];
    const rest = before.filter((other) => other !== entry);
    this.count -= before.length - rest.length;
    this.buckets[hash] = rest.length > 0 ? rest : undefined;
    this.all = null;
  }
}

const NOTHING: readonly never[] = [];
