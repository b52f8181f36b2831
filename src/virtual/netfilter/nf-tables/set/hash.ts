/**
 * Elements with exact keys: a hash table over the words of the registers, so that looking up takes no memory.
 *
 * Like `net/netfilter/nft_set_hash.c`.
 */
import type { NftSetElem, SetBackend } from "./set.ts";

const FREE = 0;
const GONE = -1;
const FIRST_CAPACITY = 8;

/** Finds the element with a key. */
export class HashBackend implements SetBackend {
  size = 0;
  private readonly words: number;
  /** Element's number + 1, or free, or gone. */
  private slots = new Int32Array(FIRST_CAPACITY);
  private used = 0;
  /** Keys, one after the other, by element's number. */
  private keys = new Int32Array(0);
  private elems: (NftSetElem | null)[] = [];
  private spare: number[] = [];

  constructor(words: number) {
    this.words = words;
  }

  lookup(source: Int32Array, at: number): NftSetElem | null {
    const slot = this.slotOf(source, at);
    return slot < 0 ? null : this.elems[this.slots[slot] - 1];
  }

  private slotOf(source: Int32Array, at: number): number {
    const { slots, keys, words } = this;
    const mask = slots.length - 1;
    for (let slot = hash(source, at, words) & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot];
      if (entry === FREE) return -1;
      if (entry === GONE) continue;
      const base = (entry - 1) * words;
      let i = 0;
      while (i < words && keys[base + i] === source[at + i]) i++;
      if (i === words) return slot;
    }
  }

  insert(elem: NftSetElem): NftSetElem | undefined {
    const present = this.lookup(elem.key, 0);
    if (present !== null) return present;
    if ((this.used + 1) * 4 > this.slots.length * 3) this.rehash();
    const index = this.spare.pop() ?? this.elems.length;
    this.elems[index] = elem;
    const { words } = this;
    if ((index + 1) * words > this.keys.length) {
      const larger = new Int32Array(Math.max(FIRST_CAPACITY * words, 2 * this.keys.length));
      larger.set(this.keys);
      this.keys = larger;
    }
    this.keys.set(elem.key, index * words);
    this.place(index);
    this.size++;
    return undefined;
  }

  private place(index: number): void {
    const { slots, words } = this;
    const mask = slots.length - 1;
    let slot = hash(this.keys, index * words, words) & mask;
    while (slots[slot] > 0) slot = (slot + 1) & mask;
    if (slots[slot] === FREE) this.used++;
    slots[slot] = index + 1;
  }

  private rehash(): void {
    let capacity = FIRST_CAPACITY;
    while (capacity < 2 * (this.size + 1)) capacity *= 2;
    this.slots = new Int32Array(capacity);
    this.used = 0;
    for (let i = 0; i < this.elems.length; i++) if (this.elems[i] !== null) this.place(i);
  }

  find(elem: NftSetElem): NftSetElem | undefined {
    return this.lookup(elem.key, 0) ?? undefined;
  }

  remove(elem: NftSetElem): void {
    const slot = this.slotOf(elem.key, 0);
    const index = slot < 0 ? -1 : this.slots[slot] - 1;
    if (index < 0 || this.elems[index] !== elem) return;
    this.slots[slot] = GONE;
    this.elems[index] = null;
    this.spare.push(index);
    this.size--;
  }

  *all(): Iterable<NftSetElem> {
    for (const elem of this.elems) if (elem !== null) yield elem;
  }
}

function hash(source: Int32Array, at: number, words: number): number {
  let value = 0x9e3779b9;
  for (let i = 0; i < words; i++) {
    value = Math.imul(value ^ source[at + i], 0x85ebca6b);
    value ^= value >>> 13;
  }
  value = Math.imul(value, 0xc2b2ae35);
  return value ^ (value >>> 16);
}
