/** The lists of `recent`: addresses with the times at which they were seen. Source: `net/netfilter/xt_recent.c`. */
import { NFPROTO_IPV4 } from "../hook-numbers.ts";

/** Addresses that a list holds at most (`ip_list_tot`). */
const MOST_ENTRIES = 100;

/** One address, and when it was seen last. */
export class RecentEntry {
  readonly family: number;
  readonly address: Uint8Array;
  ttl: number;
  /** Where the next time goes. */
  index = 1;
  /** How many times there are. */
  count = 1;
  /** Jiffies. */
  readonly stamps: Float64Array;
  /** The next with the same hash. */
  chain: RecentEntry | null = null;

  constructor(family: number, address: Uint8Array, ttl: number, size: number, now: number) {
    this.family = family;
    this.address = address;
    this.ttl = ttl;
    this.stamps = new Float64Array(size);
    this.stamps[0] = now;
  }
}

function hash(family: number, address: Uint8Array): number {
  let value = family;
  const length = family === NFPROTO_IPV4 ? 4 : 16;
  for (let i = 0; i < length; i++) value = (Math.imul(value, 31) + address[i]) | 0;
  return value;
}

function sameAddress(entry: RecentEntry, family: number, address: Uint8Array): boolean {
  if (entry.family !== family) return false;
  const length = family === NFPROTO_IPV4 ? 4 : 16;
  for (let i = 0; i < length; i++) if (entry.address[i] !== address[i]) return false;
  return true;
}

/** One list, by its name. */
export class RecentTable {
  readonly name: string;
  readonly mask: Uint8Array;
  users = 1;
  /** Times that an entry holds, less one; a power of two less one. */
  stampMask: number;
  private readonly buckets = new Map<number, RecentEntry>();
  /** The one that was not seen for the longest time first. */
  private readonly order = new Set<RecentEntry>();

  constructor(name: string, mask: Uint8Array, stampMask: number) {
    this.name = name;
    this.mask = mask;
    this.stampMask = stampMask;
  }

  get entries(): Iterable<RecentEntry> {
    return this.order;
  }

  /** @param ttl 0: any */
  find(family: number, address: Uint8Array, ttl: number): RecentEntry | null {
    for (let entry = this.buckets.get(hash(family, address)) ?? null; entry !== null; entry = entry.chain)
      if (sameAddress(entry, family, address) && (ttl === 0 || entry.ttl === 0 || entry.ttl === ttl))
        return entry;
    return null;
  }

  /** `recent_entry_init` */
  add(family: number, address: Uint8Array, ttl: number, now: number): void {
    if (this.order.size >= MOST_ENTRIES)
      for (const oldest of this.order) {
        this.remove(oldest);
        break;
      }
    const entry = new RecentEntry(family, address.slice(), ttl, this.stampMask + 1, now);
    const key = hash(family, address);
    entry.chain = this.buckets.get(key) ?? null;
    this.buckets.set(key, entry);
    this.order.add(entry);
  }

  remove(entry: RecentEntry): void {
    if (!this.order.delete(entry)) return;
    const key = hash(entry.family, entry.address);
    let previous: RecentEntry | null = null;
    for (let one = this.buckets.get(key) ?? null; one !== null; previous = one, one = one.chain) {
      if (one !== entry) continue;
      if (previous !== null) previous.chain = entry.chain;
      else if (entry.chain !== null) this.buckets.set(key, entry.chain);
      else this.buckets.delete(key);
      return;
    }
  }

  /** `recent_entry_update` */
  update(entry: RecentEntry, now: number): void {
    entry.index &= this.stampMask;
    entry.stamps[entry.index++] = now;
    if (entry.index > entry.count) entry.count = entry.index;
    this.order.delete(entry);
    this.order.add(entry);
  }

  /** `recent_entry_reap`: the one that was not seen for the longest time, when that is longer than asked for. */
  reap(since: number): void {
    for (const oldest of this.order) {
      if (since > oldest.stamps[oldest.index - 1]) this.remove(oldest);
      return;
    }
  }

  flush(): void {
    this.buckets.clear();
    this.order.clear();
  }
}
