/** The tables of `hashlimit`: a bucket of credit for each key. Source: `net/netfilter/xt_hashlimit.c`. */
import type { Net } from "../../core/net.ts";
import { HZ } from "../conntrack/net-ct.ts";

/** Of a table, as the rule that made it asked (`struct hashlimit_cfg3`). */
export interface HashLimitConfig {
  readonly average: number;
  readonly burst: number;
  readonly mode: number;
  readonly max: number;
  /** Jiffies. */
  readonly gcInterval: number;
  readonly expire: number;
  readonly sourceMask: number;
  readonly destinationMask: number;
}

export const BY_BYTES = 1 << 5;
const SCALE = 1_000_000;
/** `CREDITS_PER_JIFFY_BYTES`: the greatest power of two below 2^32 / HZ. */
const BYTE_CREDITS = 2 ** 24;
export const NS_PER_JIFFY = 1e9 / HZ;

/** `user2credits_byte` */
export function byteCredits(average: number): number {
  return Math.floor((average * HZ * BYTE_CREDITS) / 2 ** 32);
}

/** A key with its credit. */
export class HashLimitEntry {
  readonly key: Uint8Array;
  chain: HashLimitEntry | null = null;
  /** Jiffies. */
  expires = 0;
  previous: number;
  /** Of packets: jiffies of credit; of bytes: as Linux counts. */
  credit: number;
  readonly cap: number;
  cost: number;
  /** Sixteens of bytes at once that are still left (`credit_cap` of bytes). */
  bursts: number;

  constructor(key: Uint8Array, { mode, average, burst }: HashLimitConfig, now: number) {
    this.key = key;
    this.previous = now;
    if (mode & BY_BYTES) {
      this.credit = BYTE_CREDITS * HZ;
      this.cap = this.credit;
      this.cost = byteCredits(average);
      this.bursts = burst;
      return;
    }
    this.cost = (average * HZ) / SCALE;
    this.credit = (average * burst * HZ) / SCALE;
    this.cap = this.credit;
    this.bursts = 0;
  }

  /** `rateinfo_recalc` */
  refill(now: number, mode: number): void {
    const delta = now - this.previous;
    if (delta === 0) return;
    this.previous = now;
    this.credit = Math.min(this.credit + delta * (mode & BY_BYTES ? BYTE_CREDITS : 1), this.cap);
  }

  /** `hashlimit_byte_cost` */
  byteCost(length: number): number {
    const cost = Math.min((Math.floor(length / 16) + 1) * this.cost, BYTE_CREDITS * HZ);
    if (cost > this.credit && this.bursts > 0) {
      this.bursts--;
      this.credit = BYTE_CREDITS * HZ;
    }
    return cost;
  }
}

function hash(key: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < key.length; i++) value = (Math.imul(value, 31) + key[i]) | 0;
  return value;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** One table, by its name, with what all its buckets go by. */
export class HashLimitTable {
  readonly name: string;
  readonly family: number;
  readonly config: HashLimitConfig;
  users = 1;
  private readonly buckets = new Map<number, HashLimitEntry>();
  private count = 0;
  private nextSweep = 0;

  constructor(name: string, family: number, config: HashLimitConfig) {
    this.name = name;
    this.family = family;
    this.config = config;
  }

  find(key: Uint8Array): HashLimitEntry | null {
    let entry = this.buckets.get(hash(key)) ?? null;
    while (entry !== null && !same(entry.key, key)) entry = entry.chain;
    return entry;
  }

  /** @returns null when there is no room */
  add(key: Uint8Array, now: number): HashLimitEntry | null {
    if (this.count >= this.config.max) return null;
    const entry = new HashLimitEntry(key.slice(), this.config, now);
    const at = hash(key);
    entry.chain = this.buckets.get(at) ?? null;
    this.buckets.set(at, entry);
    this.count++;
    return entry;
  }

  /** Forgets what nobody asked for in a while, not more often than asked (`htable_gc`). */
  sweep(now: number): void {
    if (now < this.nextSweep) return;
    this.nextSweep = now + this.config.gcInterval;
    for (const [at, first] of this.buckets) {
      let kept: HashLimitEntry | null = null;
      for (let entry: HashLimitEntry | null = first; entry !== null; ) {
        const next: HashLimitEntry | null = entry.chain;
        if (now >= entry.expires) this.count--;
        else {
          entry.chain = kept;
          kept = entry;
        }
        entry = next;
      }
      if (kept === null) this.buckets.delete(at);
      else this.buckets.set(at, kept);
    }
  }

  *entries(): Generator<HashLimitEntry> {
    for (const first of this.buckets.values())
      for (let entry: HashLimitEntry | null = first; entry !== null; entry = entry.chain) yield entry;
  }
}

/** Now, in jiffies. */
export function jiffies(net: Net): number {
  return Math.floor(net.machine.now() / NS_PER_JIFFY);
}
