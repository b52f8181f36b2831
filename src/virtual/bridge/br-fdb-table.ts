/**
 * The table of the forwarding database: entries by address and VLAN, and in the order in which they came.
 *
 * A frame looks two addresses up, and there may be a million: what it needs of an entry lies in records of a typed array, half a line of
 * the processor's cache each with all that is read and written of it, so that a look at one costs two misses: its bucket and itself. The key
 * is compared as two integers.
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

/**
 * Words of a record, as a power of two: the key, the next in the bucket (its index and one; 0: none), flags with the port's number above
 * them (0: the bridge itself), and when it was updated and when it was used, ticks, which are a double each.
 */
const RECORD_SHIFT = 3;
const HIGH = 0;
const LOW = 1;
const NEXT = 2;
const FLAGS = 3;
const FLAGS_MASK = 0xffff;
const PORT_SHIFT = 16;
/** Doubles of a record, as a power of two, and which are the times. */
const TIMES_SHIFT = RECORD_SHIFT - 1;
const UPDATED = 2;
const USED = 3;
const FIRST_SIZE = 4;

/** What frames read and write of entries. */
class FdbRecords {
  words: Int32Array;
  /** The same memory. */
  times: Float64Array;
  /** By number. */
  readonly ports: (NetBridgePort | null)[];

  constructor(size: number, ports: (NetBridgePort | null)[]) {
    this.words = new Int32Array(size << RECORD_SHIFT);
    this.times = new Float64Array(this.words.buffer);
    this.ports = ports;
  }

  get size(): number {
    return this.words.length >>> RECORD_SHIFT;
  }

  grow(): void {
    const { words } = this;
    this.words = new Int32Array(words.length * 2);
    this.words.set(words);
    this.times = new Float64Array(this.words.buffer);
  }

  /** One record, alone. */
  copyOf(index: number): FdbRecords {
    const copy = new FdbRecords(1, this.ports);
    const at = index << RECORD_SHIFT;
    copy.words.set(this.words.subarray(at, at + (1 << RECORD_SHIFT)));
    return copy;
  }
}

/** Those of an empty table: nobody writes to them. */
const NO_RECORDS = new FdbRecords(0, []);
const NO_HEADS = new Int32Array(1);

/** Who is behind which port (`struct net_bridge_fdb_entry`). */
export class FdbEntry {
  /** Its record: in the table's, and in one of its own when it is not in the table any more. */
  private records: FdbRecords;
  index: number;
  /** In the list of all, the newest first. */
  newer: FdbEntry | null = null;
  older: FdbEntry | null = null;
  /** Still in the table. */
  listed = true;

  constructor(records: FdbRecords, index: number) {
    this.records = records;
    this.index = index;
  }

  /** A copy. */
  get address(): Uint8Array {
    const { words } = this.records;
    const at = this.index << RECORD_SHIFT;
    const high = words[at + HIGH];
    const low = words[at + LOW];
    return Uint8Array.of(high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low);
  }

  get vlan(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + HIGH] >>> 16;
  }

  /** Null: the bridge itself. */
  get dst(): NetBridgePort | null {
    const { words, ports } = this.records;
    return ports[words[(this.index << RECORD_SHIFT) + FLAGS] >>> PORT_SHIFT];
  }
  set dst(port: NetBridgePort | null) {
    const { words, ports } = this.records;
    const number = port?.portNo ?? 0;
    while (ports.length <= number) ports.push(null);
    if (ports[number] !== port) ports[number] = port;
    words[(this.index << RECORD_SHIFT) + FLAGS] = (number << PORT_SHIFT) | this.flags;
  }

  /** `BR_FDB_*` */
  get flags(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + FLAGS] & FLAGS_MASK;
  }
  set flags(flags: number) {
    const { words } = this.records;
    const at = (this.index << RECORD_SHIFT) + FLAGS;
    words[at] = (words[at] & ~FLAGS_MASK) | flags;
  }

  /** Ticks. */
  get updated(): number {
    return this.records.times[(this.index << TIMES_SHIFT) + UPDATED];
  }
  set updated(ticks: number) {
    this.records.times[(this.index << TIMES_SHIFT) + UPDATED] = ticks;
  }
  get used(): number {
    return this.records.times[(this.index << TIMES_SHIFT) + USED];
  }
  set used(ticks: number) {
    this.records.times[(this.index << TIMES_SHIFT) + USED] = ticks;
  }

  /** The table gives the record to others. */
  leave(): void {
    this.listed = false;
    this.records = this.records.copyOf(this.index);
    this.index = 0;
  }
}

function highPart(bytes: Uint8Array, at: number, vlan: number): number {
  return (vlan << 16) | (bytes[at] << 8) | bytes[at + 1];
}

function lowPart(bytes: Uint8Array, at: number): number {
  return (bytes[at + 2] << 24) | (bytes[at + 3] << 16) | (bytes[at + 4] << 8) | bytes[at + 5];
}

/** The forwarding database of one bridge: its hash table and its list (`br->fdb_hash_tbl`, `br->fdb_list`). */
export class FdbTable {
  size = 0;
  newest: FdbEntry | null = null;
  /** Entries learnt from frames, which {@link maxLearned} limits; 0: no limit. */
  learned = 0;
  maxLearned = 0;
  /** Nobody who sends frames knows which addresses share a bucket. */
  salt = 0;
  private records = NO_RECORDS;
  private entriesByIndex: (FdbEntry | null)[] = [];
  /** The first record of each bucket: its index and one; 0: none. */
  private heads = NO_HEADS;
  private firstFree = 0;

  /** The record of the address at `bytes[at]`; -1: none. */
  findIndex(bytes: Uint8Array, at: number, vlan: number): number {
    const { heads } = this;
    const { words } = this.records;
    const high = highPart(bytes, at, vlan);
    const low = lowPart(bytes, at);
    let link = heads[hash(high, low, this.salt) & (heads.length - 1)];
    while (link !== 0) {
      const record = (link - 1) << RECORD_SHIFT;
      if (words[record + LOW] === low && words[record + HIGH] === high) return link - 1;
      link = words[record + NEXT];
    }
    return -1;
  }

  /** The entry of the address at `bytes[at]`. */
  find(bytes: Uint8Array, at: number, vlan: number): FdbEntry | null {
    const index = this.findIndex(bytes, at, vlan);
    return index < 0 ? null : this.entriesByIndex[index];
  }

  /** The entry of a record that {@link findIndex} found. */
  entryAt(index: number): FdbEntry {
    return this.entriesByIndex[index] as FdbEntry;
  }

  /** `flags` of a record. */
  flagsAt(index: number): number {
    return this.records.words[(index << RECORD_SHIFT) + FLAGS] & FLAGS_MASK;
  }

  /** A frame goes to a record's address. @returns the port that it is behind */
  useAt(index: number, now: number): NetBridgePort | null {
    const { times, ports, words } = this.records;
    const at = (index << TIMES_SHIFT) + USED;
    if (times[at] !== now) times[at] = now;
    return ports[words[(index << RECORD_SHIFT) + FLAGS] >>> PORT_SHIFT];
  }

  /** Whether a frame from a record's address says nothing new: known behind this port, in this tick. */
  isFresh(index: number, port: NetBridgePort, now: number): boolean {
    const { times, words } = this.records;
    const shown = words[(index << RECORD_SHIFT) + FLAGS];
    if (shown >>> PORT_SHIFT !== port.portNo || (shown & BR_FDB_LOCAL) !== 0) return false;
    return times[(index << TIMES_SHIFT) + UPDATED] === now;
  }

  /** Makes an entry, of the address at `bytes[from]`, which is not there. */
  add(
    bytes: Uint8Array,
    from: number,
    vlan: number,
    dst: NetBridgePort | null,
    flags: number,
    now: number,
  ): FdbEntry {
    if (this.records === NO_RECORDS) this.records = new FdbRecords(FIRST_SIZE, [null]);
    if (this.heads === NO_HEADS || this.size * 2 >= this.heads.length) this.grow();
    const { records, entriesByIndex } = this;
    let index = this.firstFree - 1;
    if (index >= 0) this.firstFree = records.words[(index << RECORD_SHIFT) + NEXT];
    else {
      index = entriesByIndex.push(null) - 1;
      if (index >= records.size) records.grow();
    }
    const entry = new FdbEntry(records, index);
    entriesByIndex[index] = entry;
    const at = index << RECORD_SHIFT;
    records.words[at + HIGH] = highPart(bytes, from, vlan);
    records.words[at + LOW] = lowPart(bytes, from);
    records.words[at + FLAGS] = 0;
    entry.dst = dst;
    entry.flags = flags;
    entry.updated = now;
    entry.used = now;
    this.place(index);
    entry.older = this.newest;
    if (this.newest !== null) this.newest.newer = entry;
    this.newest = entry;
    this.size++;
    return entry;
  }

  remove(entry: FdbEntry): void {
    const { records } = this;
    if (!entry.listed) return;
    const { index } = entry;
    this.size--;
    this.unplace(index);
    entry.leave();
    this.entriesByIndex[index] = null;
    records.words[(index << RECORD_SHIFT) + NEXT] = this.firstFree;
    this.firstFree = index + 1;
    if (entry.newer === null) this.newest = entry.older;
    else entry.newer.older = entry.older;
    if (entry.older !== null) entry.older.newer = entry.newer;
    if (this.size === 0) this.clear();
  }

  /** Nothing is in it: it takes no memory. */
  private clear(): void {
    this.records = NO_RECORDS;
    this.entriesByIndex = [];
    this.heads = NO_HEADS;
    this.firstFree = 0;
  }

  /** All entries, the newest first; the list may change meanwhile. */
  entries(): FdbEntry[] {
    const all: FdbEntry[] = [];
    for (let entry = this.newest; entry !== null; entry = entry.older) all.push(entry);
    return all;
  }

  private bucketOf(words: Int32Array, index: number): number {
    const at = index << RECORD_SHIFT;
    return hash(words[at + HIGH], words[at + LOW], this.salt) & (this.heads.length - 1);
  }

  private place(index: number): void {
    const { words } = this.records;
    const bucket = this.bucketOf(words, index);
    words[(index << RECORD_SHIFT) + NEXT] = this.heads[bucket];
    this.heads[bucket] = index + 1;
  }

  private unplace(index: number): void {
    const { words } = this.records;
    const bucket = this.bucketOf(words, index);
    const next = words[(index << RECORD_SHIFT) + NEXT];
    let link = this.heads[bucket];
    if (link === index + 1) {
      this.heads[bucket] = next;
      return;
    }
    while (link !== 0) {
      const at = ((link - 1) << RECORD_SHIFT) + NEXT;
      link = words[at];
      if (link !== index + 1) continue;
      words[at] = next;
      return;
    }
  }

  /** Twice as many buckets; at least two for each entry, so that few records are looked at in vain. */
  private grow(): void {
    this.heads = new Int32Array(Math.max(FIRST_SIZE, this.heads.length * 2));
    for (let entry = this.newest; entry !== null; entry = entry.older) this.place(entry.index);
  }
}

function hash(high: number, low: number, salt: number): number {
  const mixed = Math.imul(low ^ Math.imul(high ^ salt, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
