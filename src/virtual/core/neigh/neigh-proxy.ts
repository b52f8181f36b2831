/**
 * Addresses for which this host answers in another's place, and requests whose answer is delayed (`struct pneigh_entry`).
 *
 * Source: `net/core/neighbour.c` (`pneigh_lookup`, `pneigh_enqueue`, `neigh_proxy_process`).
 */
import { ENOENT } from "../../../errno.ts";
import { readU32 } from "../../../netlink/attribute.ts";
import { equalBytes } from "../../../packet/bytes.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../drop-reason.ts";
import type { Net } from "../net.ts";
import { kfreeSkb, type SkBuff } from "../skbuff.ts";
import { KernelTimer } from "../timer.ts";
import type { NeighParms } from "./neigh-parms.ts";
import type { NeighTable } from "./neigh-table.ts";

/** `struct pneigh_entry` */
export interface ProxyEntry {
  readonly key: Uint8Array;
  /** Null: on every device. */
  readonly dev: NetDevice | null;
  flags: number;
  protocol: number;
  permanent: boolean;
}

interface Delayed {
  readonly skb: SkBuff;
  readonly parms: NeighParms;
  readonly due: number;
}

/** `pneigh_hash`: of the last four bytes. */
function bucketOf(key: Uint8Array): number {
  let hash = readU32(key, key.length - 4);
  hash ^= hash >>> 16;
  hash ^= hash >>> 8;
  hash ^= hash >>> 4;
  return hash & 15;
}

/** The entries of a table's proxies, and its queue of delayed answers (`tbl->phash_buckets`, `tbl->proxy_queue`). */
export class NeighProxies {
  private readonly table: NeighTable;
  private readonly byNet = new Map<Net, ProxyEntry[]>();
  private delayed: Delayed[] = [];
  private readonly timer: KernelTimer<NeighProxies>;

  constructor(table: NeighTable) {
    this.table = table;
    this.timer = new KernelTimer<NeighProxies>((proxies) => proxies.process(), this);
  }

  /** The entry for the address on the device, or on every device (`pneigh_lookup`). */
  lookup(net: Net, key: Uint8Array, offset: number, dev: NetDevice | null): ProxyEntry | undefined {
    return this.byNet
      .get(net)
      ?.find((entry) => (entry.dev === dev || entry.dev === null) && this.matches(entry, key, offset));
  }

  private matches(entry: ProxyEntry, key: Uint8Array, offset: number): boolean {
    return equalBytes(entry.key, 0, key, offset, this.table.keyLength);
  }

  /** In the order of Linux's hash table: by bucket, the newest first. */
  entriesOf(net: Net): readonly ProxyEntry[] {
    const entries = this.byNet.get(net) ?? [];
    return entries.length < 2 ? entries : [...entries].sort((a, b) => bucketOf(a.key) - bucketOf(b.key));
  }

  /** `pneigh_create`. @returns null where the protocol cannot have it */
  create(net: Net, key: Uint8Array, dev: NetDevice | null): ProxyEntry | null {
    const present = this.lookup(net, key, 0, dev);
    if (present !== undefined) return present;
    const entry: ProxyEntry = {
      key: key.slice(0, this.table.keyLength),
      dev,
      flags: 0,
      protocol: 0,
      permanent: false,
    };
    if (this.table.proxyAdded?.(entry.key, dev) === false) return null;
    const entries = this.byNet.get(net);
    if (entries === undefined) this.byNet.set(net, [entry]);
    else entries.unshift(entry);
    return entry;
  }

  /** `pneigh_delete`. @returns 0 or `-ENOENT` */
  delete(net: Net, key: Uint8Array, dev: NetDevice | null): number {
    const entries = this.byNet.get(net);
    const at = entries?.findIndex((entry) => entry.dev === dev && this.matches(entry, key, 0)) ?? -1;
    if (entries === undefined || at < 0) return -ENOENT;
    this.table.proxyRemoved?.(entries[at].key, dev);
    entries.splice(at, 1);
    if (entries.length === 0) this.byNet.delete(net);
    return 0;
  }

  /** Answers later, after a random part of `proxy_delay` (`pneigh_enqueue`). Takes over the packet. */
  enqueue(dev: NetDevice, skb: SkBuff): void {
    const parms = this.table.ownParms(dev);
    if (parms === null || parms.proxyQueued > parms.values.proxyQlen) {
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "pneigh_enqueue");
      return;
    }
    const machine = this.table.machine;
    const due = machine.now() + (parms.values.proxyDelay / 4294967296) * machine.random();
    parms.proxyQueued++;
    this.delayed.push({ skb, parms, due });
    if (!this.timer.pending || this.timer.expires > due) machine.modTimer(this.timer, due);
  }

  private process(): void {
    const now = this.table.machine.now();
    const due = this.delayed.filter((entry) => entry.due <= now);
    this.delayed = this.delayed.filter((entry) => entry.due > now);
    for (const { skb, parms } of due) {
      parms.proxyQueued--;
      if (skb.dev?.isUp && !parms.dead) this.table.proxyRedo(skb);
      else kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "neigh_proxy_process");
    }
    let next = Number.POSITIVE_INFINITY;
    for (const entry of this.delayed) next = Math.min(next, entry.due);
    if (next !== Number.POSITIVE_INFINITY) this.table.machine.modTimer(this.timer, next);
  }

  /** The device goes down: what waits on it, and entries on it, go (`pneigh_ifdown`, `pneigh_queue_purge`). */
  deviceDown(dev: NetDevice, keepPermanent = false): void {
    const waiting = this.delayed.filter((entry) => entry.skb.dev === dev);
    if (waiting.length > 0) {
      this.delayed = this.delayed.filter((entry) => entry.skb.dev !== dev);
      for (const { skb, parms } of waiting) {
        parms.proxyQueued--;
        kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "pneigh_queue_purge");
      }
    }
    const entries = this.byNet.get(dev.net);
    if (entries === undefined) return;
    const going = entries.filter((entry) => entry.dev === dev && !(keepPermanent && entry.permanent));
    for (const entry of going) this.delete(dev.net, entry.key, dev);
  }

  /** The namespace ends. */
  netDestroyed(net: Net): void {
    this.byNet.delete(net);
  }
}
