/**
 * The table of the forwarding database: entries by address and VLAN, and in the order in which they came.
 *
 * A frame looks two addresses up, so that the key is compared as two integers, without making an object or a text of it.
 */
import type { NetBridgePort } from "./br-private.ts";

/** Bits of an entry's `flags`. */
export const BR_FDB_LOCAL = 1 << 0;
export const BR_FDB_STATIC = 1 << 1;
export const BR_FDB_STICKY = 1 << 2;
export const BR_FDB_ADDED_BY_USER = 1 << 3;
export const BR_FDB_ADDED_BY_EXT_LEARN = 1 << 4;
export const BR_FDB_OFFLOADED = 1 << 5;
export const BR_FDB_NOTIFY = 1 << 6;
export const BR_FDB_NOTIFY_INACTIVE = 1 << 7;
export const BR_FDB_LOCKED = 1 << 8;
export const BR_FDB_DYNAMIC_LEARNED = 1 << 9;

/** Who is behind which port (`struct net_bridge_fdb_entry`). */
export class FdbEntry {
  readonly address: Uint8Array;
  readonly vlan: number;
  /** Upper bytes of the address with the VLAN, and the lower four bytes. */
  readonly high: number;
  readonly low: number;
  /** Null: the bridge itself. */
  dst: NetBridgePort | null;
  flags: number;
  /** Ticks. */
  updated: number;
  used: number;
  /** In its bucket. */
  nextInBucket: FdbEntry | null = null;
  /** In the list of all, the newest first. */
  newer: FdbEntry | null = null;
  older: FdbEntry | null = null;
  /** Still in the table. */
  listed = true;

  constructor(address: Uint8Array, vlan: number, dst: NetBridgePort | null, flags: number, now: number) {
    this.address = address;
    this.vlan = vlan;
    this.high = highPart(address, 0, vlan);
    this.low = lowPart(address, 0);
    this.dst = dst;
    this.flags = flags;
    this.updated = now;
    this.used = now;
  }
}

const FIRST_SIZE = 16;

function highPart(bytes: Uint8Array, at: number, vlan: number): number {
  return (vlan << 16) | (bytes[at] << 8) | bytes[at + 1];
}

function lowPart(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2] << 24) | (bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5];
}

export class FdbTable {
  size = 0;
  newest: FdbEntry | null = null;
  /** Entries learnt from frames, which {@link maxLearned} limits; 0: no limit. */
  learned = 0;
  maxLearned = 0;
  /** Nobody who sends frames knows which addresses share a bucket. */
  salt = 0;
  private buckets: (FdbEntry | null)[] = [];

  /** The entry of the address at `bytes[at]`. */
  find(bytes: Uint8Array, at: number, vlan: number): FdbEntry | null {
    const { buckets } = this;
    if (buckets.length === 0) return null;
    const high = highPart(bytes, at, vlan);
    const low = lowPart(bytes, at);
    let entry = buckets[hash(high, low, this.salt) & (buckets.length - 1)];
    while (entry !== null && (entry.low !== low || entry.high !== high)) entry = entry.nextInBucket;
    return entry;
  }

  add(entry: FdbEntry): void {
    if (this.size >= this.buckets.length) this.grow();
    this.place(entry);
    entry.older = this.newest;
    if (this.newest !== null) this.newest.newer = entry;
    this.newest = entry;
    this.size++;
  }

  remove(entry: FdbEntry): void {
    if (!entry.listed) return;
    entry.listed = false;
    this.size--;
    const at = hash(entry.high, entry.low, this.salt) & (this.buckets.length - 1);
    let before = this.buckets[at];
    if (before === entry) this.buckets[at] = entry.nextInBucket;
    else {
      while (before !== null && before.nextInBucket !== entry) before = before.nextInBucket;
      if (before !== null) before.nextInBucket = entry.nextInBucket;
    }
    if (entry.newer === null) this.newest = entry.older;
    else entry.newer.older = entry.older;
    if (entry.older !== null) entry.older.newer = entry.newer;
    if (this.size === 0) this.buckets = [];
  }

  /** All entries, the newest first; the list may change meanwhile. */
  entries(): FdbEntry[] {
    const all: FdbEntry[] = [];
    for (let entry = this.newest; entry !== null; entry = entry.older) all.push(entry);
    return all;
  }

  private place(entry: FdbEntry): void {
    const at = hash(entry.high, entry.low, this.salt) & (this.buckets.length - 1);
    entry.nextInBucket = this.buckets[at];
    this.buckets[at] = entry;
  }

  private grow(): void {
    this.buckets = new Array<FdbEntry | null>(Math.max(FIRST_SIZE, this.buckets.length * 2)).fill(null);
    for (let entry = this.newest; entry !== null; entry = entry.older) this.place(entry);
  }
}

function hash(high: number, low: number, salt: number): number {
  const mixed = Math.imul(low ^ Math.imul(high ^ salt, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
