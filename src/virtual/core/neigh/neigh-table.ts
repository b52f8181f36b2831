/**
 * A family's neighbours: `struct neigh_table`. Families subclass it and say how they ask and answer.
 *
 * Entries hang on their device's {@link NeighParms}, so that a namespace without neighbours costs nothing.
 *
 * Source: `net/core/neighbour.c` (`neigh_alloc`, `neigh_create`, `neigh_forced_gc`, `neigh_periodic_work`, `neigh_flush_dev`).
 */
import { NTF_EXT_LEARNED, NUD_FAILED, NUD_NOARP, NUD_NONE, NUD_PERMANENT } from "../../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_NEWNEIGH, RTNLGRP_NEIGH } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import { sharedBytes, smallCopy } from "../lib/shared-bytes.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import { KERN_INFO } from "../printk/log-level.ts";
import type { ExtendedAck } from "../rtnetlink/rtnetlink.ts";
import type { SkBuff } from "../skbuff.ts";
import { KernelTimer } from "../timer.ts";
import { writeNeighbour } from "./neigh-fill.ts";
import { defaultNeighValues, NeighParms, type NeighValues, NS_PER_SECOND } from "./neigh-parms.ts";
import { NeighProxies } from "./neigh-proxy.ts";
import { NTF_MANAGED, NUD_IN_TIMER, NUD_VALID } from "./neigh-states.ts";
import { Neighbour, type NeighKey } from "./neighbour.ts";

/** A forced collection spares entries that changed in the last five seconds. */
const FORCED_GC_SPARES = 5 * NS_PER_SECOND;

/** `struct neigh_statistics`: /proc/net/stat/arp_cache */
export class NeighStatistics {
  allocs = 0;
  destroys = 0;
  hashGrows = 0;
  resFailed = 0;
  lookups = 0;
  hits = 0;
  rcvProbesMcast = 0;
  rcvProbesUcast = 0;
  periodicGcRuns = 0;
  forcedGcRuns = 0;
  unresDiscards = 0;
  tableFulls = 0;
}

/** `struct neigh_table`: entries of all namespaces, their limits and their garbage collection. */
export abstract class NeighTable {
  readonly machine: Machine;
  abstract readonly family: number;
  /** Bytes of an address. */
  abstract readonly keyLength: number;
  /** Name of the table: `arp_cache`, `ndisc_cache`. */
  abstract readonly id: string;
  readonly parms: NeighParms;
  readonly stats = new NeighStatistics();
  readonly proxies: NeighProxies;
  gcThresh1 = 128;
  gcThresh2 = 512;
  gcThresh3 = 1024;
  gcInterval = 30 * NS_PER_SECOND;
  /** All entries, and those that garbage collection may take. */
  entries = 0;
  gcEntries = 0;
  lastFlush = 0;
  lastRand = 0;
  private readonly collectable = new Set<Neighbour>();
  private readonly gcTimer: KernelTimer<NeighTable>;
  private readonly managed = new Set<Neighbour>();
  private readonly managedTimer: KernelTimer<NeighTable>;

  /** @param locktime how long an address is not overwritten, ns */
  constructor(machine: Machine, locktime: number) {
    this.machine = machine;
    this.parms = new NeighParms(this, null, defaultNeighValues(locktime));
    this.proxies = new NeighProxies(this);
    this.gcTimer = new KernelTimer<NeighTable>((table) => table.periodicGc(), this);
    this.managedTimer = new KernelTimer<NeighTable>((table) => table.probeManaged(), this);
  }

  /**
   * The family's parameters of a device, to be read: {@link parms} while it has none of its own; null when the family does not run on
   * it.
   */
  abstract parmsOf(dev: NetDevice): NeighParms | null;
  /** When the family began to run on a device; only to order devices by it. */
  runsSince(_dev: NetDevice): number {
    return 0;
  }
  /** What {@link parmsOf} says from now on. */
  protected abstract setParms(dev: NetDevice, parms: NeighParms): void;
  /** The key of the address at `offset`. */
  abstract keyOf(bytes: Uint8Array, offset: number): NeighKey;
  /** Sets state, type and link-layer address of a new entry as far as the device says them. @returns 0 or a negative error */
  abstract construct(neigh: Neighbour): number;
  /** Asks for the neighbour's address. `skb` is the last packet that waits, lent; `neigh.probes` tells how often it was asked. */
  abstract solicit(neigh: Neighbour, skb: SkBuff | null): void;
  /** Takes over a packet whose neighbour does not answer. */
  abstract errorReport(neigh: Neighbour, skb: SkBuff): void;
  /** Takes over a delayed request to a proxied address. */
  abstract proxyRedo(skb: SkBuff): void;
  /** Joins or leaves what a proxied address needs (`pconstructor`, `pdestructor`). @returns whether it can be one */
  proxyAdded?(key: Uint8Array, dev: NetDevice | null): boolean;
  proxyRemoved?(key: Uint8Array, dev: NetDevice | null): void;
  isMulticast(_key: Uint8Array): boolean {
    return false;
  }
  /** Whether user space may add entries. @returns false with the reason in `extack` */
  allowAdd?(dev: NetDevice, extack: ExtendedAck): boolean;

  /** The parameters of a device as its own, made now if it has none (`neigh_parms_alloc`). */
  ownParms(dev: NetDevice): NeighParms | null {
    const parms = this.parmsOf(dev);
    if (parms !== this.parms) return parms;
    const own = new NeighParms(this, dev, this.parms.values);
    this.setParms(dev, own);
    return own;
  }

  /** Without entries and values of its own a device shares the table's again. */
  private shareParms(parms: NeighParms): void {
    const dev = parms.dev;
    if (dev !== null && parms.isPlain && this.parmsOf(dev) === parms) this.setParms(dev, this.parms);
  }

  /** A default was set: hands it to devices that have values of their own, but not this one. */
  defaultChanged(name: keyof NeighValues, value: number): void {
    for (const net of this.machine.nets)
      for (const dev of net.devices.values()) this.parmsOf(dev)?.inherit(name, value);
  }

  /** `neigh_lookup` */
  lookup(key: NeighKey, dev: NetDevice): Neighbour | null {
    this.stats.lookups++;
    const neigh = this.parmsOf(dev)?.entries?.get(key) ?? null;
    if (neigh !== null) this.stats.hits++;
    return neigh;
  }

  /**
   * The neighbour at this address, made if it is new (`__neigh_create`); null when the table is full or the family is not on the
   * device. `primaryKey` is copied.
   */
  lookupOrCreate(key: NeighKey, primaryKey: Uint8Array, dev: NetDevice): Neighbour | null {
    return this.lookup(key, dev) ?? this.create(key, primaryKey, dev, 0, false);
  }

  create(
    key: NeighKey,
    primaryKey: Uint8Array,
    dev: NetDevice,
    flags: number,
    exempt: boolean,
  ): Neighbour | null {
    if (this.parmsOf(dev)?.dead !== false) return null;
    if (!exempt && !this.makeRoom()) return null;
    // Only now: making room may have taken the device's last entry.
    const parms = this.ownParms(dev);
    if (parms === null) return null;
    const neigh = new Neighbour(this, parms, dev, key, this.ownKey(primaryKey));
    neigh.flags = flags;
    if (this.construct(neigh) < 0) return null;
    // a family may have put another address in place: then there may be an entry for that
    neigh.key = this.keyOf(neigh.primaryKey, 0);
    const known = parms.entries?.get(neigh.key);
    if (known !== undefined) return known;
    this.stats.allocs++;
    this.entries++;
    neigh.collectable = !exempt;
    if (!exempt) this.addCollectable(neigh);
    if (parms.entries === null) parms.entries = new Map();
    parms.entries.set(neigh.key, neigh);
    if ((flags & NTF_MANAGED) !== 0) this.manage(neigh);
    return neigh;
  }

  /** Every device has entries for the same few groups: they share one copy of the address. */
  private ownKey(primaryKey: Uint8Array): Uint8Array {
    const key = primaryKey.subarray(0, this.keyLength);
    return this.isMulticast(key) ? sharedBytes(key) : smallCopy(key);
  }

  private addCollectable(neigh: Neighbour): void {
    this.gcEntries++;
    this.collectable.add(neigh);
    if (this.entries >= this.gcThresh1) this.armGc();
  }

  /** Permanent and externally learned entries are not collected (`neigh_update_gc_list`). */
  updateCollectable(neigh: Neighbour): void {
    const exempt = (neigh.nudState & NUD_PERMANENT) !== 0 || (neigh.flags & NTF_EXT_LEARNED) !== 0;
    if (neigh.dead || exempt === !neigh.collectable) return;
    neigh.collectable = !exempt;
    if (exempt) {
      this.collectable.delete(neigh);
      this.gcEntries--;
    } else this.addCollectable(neigh);
  }

  private makeRoom(): boolean {
    const entries = this.gcEntries;
    if (entries < this.gcThresh2) return true;
    const now = this.machine.now();
    if (entries < this.gcThresh3 && now <= this.lastFlush + FORCED_GC_SPARES) return true;
    if (this.forcedGc() > 0 || entries < this.gcThresh3) return true;
    this.stats.tableFulls++;
    const { log } = this.machine;
    if (log.netRatelimit()) log.print(KERN_INFO, `neighbour: ${this.id}: neighbor table overflow!`);
    return false;
  }

  /** `neigh_forced_gc`. @returns how many entries went */
  private forcedGc(): number {
    const now = this.machine.now();
    const goal = this.gcEntries - this.gcThresh2;
    let removed = 0;
    this.stats.forcedGcRuns++;
    for (const neigh of this.collectable) {
      if (removed >= goal) break;
      if (neigh.references > 0) continue;
      const old =
        (neigh.nudState & (NUD_FAILED | NUD_NOARP)) !== 0 ||
        this.isMulticast(neigh.primaryKey) ||
        neigh.updated < now - FORCED_GC_SPARES;
      if (!old) continue;
      this.remove(neigh);
      removed++;
    }
    this.lastFlush = now;
    return removed;
  }

  /** Collection runs only while there are as many entries as Linux would look at. */
  private armGc(): void {
    if (this.gcTimer.pending) return;
    this.machine.modTimer(this.gcTimer, this.machine.now() + this.parms.values.baseReachableTime / 2);
  }

  /** `neigh_periodic_work` */
  private periodicGc(): void {
    this.stats.periodicGcRuns++;
    if (this.entries < this.gcThresh1) return;
    const now = this.machine.now();
    for (const neigh of [...this.collectable]) {
      if ((neigh.nudState & (NUD_PERMANENT | NUD_IN_TIMER)) !== 0) continue;
      if ((neigh.flags & NTF_EXT_LEARNED) !== 0) continue;
      if (neigh.used < neigh.confirmed && neigh.confirmed <= now) neigh.used = neigh.confirmed;
      const unused = now >= neigh.used + neigh.parms.values.gcStaletime;
      if (neigh.references === 0 && (neigh.nudState === NUD_FAILED || unused)) this.remove(neigh);
    }
    if (this.entries >= this.gcThresh1) this.armGc();
  }

  /** Keeps a managed entry resolved (`neigh_managed_work`). */
  manage(neigh: Neighbour): void {
    this.managed.add(neigh);
    if (!this.managedTimer.pending)
      this.machine.modTimer(this.managedTimer, this.machine.now() + this.parms.values.intervalProbeTime);
  }

  private probeManaged(): void {
    for (const neigh of this.managed) {
      if (neigh.dead || (neigh.flags & NTF_MANAGED) === 0) this.managed.delete(neigh);
      else neigh.use();
    }
    if (this.managed.size > 0)
      this.machine.modTimer(this.managedTimer, this.machine.now() + this.parms.values.intervalProbeTime);
  }

  /** Takes an entry out, with a notification (`neigh_remove_one`, `neigh_cleanup_and_release`). */
  remove(neigh: Neighbour, location = "neigh_destroy"): void {
    if (neigh.dead) return;
    neigh.dead = true;
    neigh.stopTimer();
    neigh.parms.entries?.delete(neigh.key);
    if (neigh.parms.entries?.size === 0) {
      neigh.parms.entries = null;
      this.shareParms(neigh.parms);
    }
    if (neigh.collectable) {
      this.collectable.delete(neigh);
      this.gcEntries--;
    }
    this.managed.delete(neigh);
    this.removed?.(neigh);
    this.entries--;
    this.stats.destroys++;
    this.send(neigh, RTM_DELNEIGH, 0);
    neigh.purgeQueue(location);
  }

  /** Drops a device's entries (`neigh_flush_dev`): its address changed, or its carrier went (`keepPermanent`). */
  flushDevice(dev: NetDevice, keepPermanent = false): void {
    const entries = this.parmsOf(dev)?.entries;
    if (!entries) return;
    // the newest first, as they are in the device's list
    for (const neigh of [...entries.values()].reverse()) {
      if (keepPermanent && (neigh.nudState & NUD_PERMANENT) !== 0) continue;
      neigh.stopTimer();
      neigh.purgeQueue("neigh_flush_dev");
      if (neigh.references > 0) neigh.nudState = (neigh.nudState & NUD_VALID) !== 0 ? NUD_NOARP : NUD_NONE;
      this.remove(neigh, "neigh_flush_dev");
    }
  }

  /** The device goes down: entries and proxied addresses go (`neigh_ifdown`). */
  deviceDown(dev: NetDevice): void {
    this.flushDevice(dev);
    this.proxies.deviceDown(dev);
  }

  /** The device loses its carrier: all but what is permanent goes (`neigh_carrier_down`). */
  carrierDown(dev: NetDevice): void {
    this.flushDevice(dev, true);
    this.proxies.deviceDown(dev, true);
  }

  /** The family leaves the device (`neigh_parms_release`). */
  releaseParms(dev: NetDevice): void {
    const parms = this.ownParms(dev);
    if (parms !== null) parms.dead = true;
    this.deviceDown(dev);
  }

  /** Tells listeners of a change (`neigh_update_notify`). */
  notify(neigh: Neighbour, portid: number): void {
    this.stateChanged?.(neigh);
    this.send(neigh, RTM_NEWNEIGH, portid);
  }

  /** For the family: an entry is gone, so it is not to be remembered anywhere. */
  removed?(neigh: Neighbour): void;

  /** For the family: an entry's state changed (`NETEVENT_NEIGH_UPDATE`). */
  stateChanged?(neigh: Neighbour): void;

  private send(neigh: Neighbour, type: number, portid: number): void {
    const net: Net = neigh.dev.net;
    const rtnetlink = this.machine.rtnetlink;
    if (!rtnetlink.hasListeners(net, RTNLGRP_NEIGH)) return;
    const writer = rtnetlink.writer;
    writer.reset();
    // who changed it at a user's request still holds it
    const held = type === RTM_NEWNEIGH && portid !== 0 ? 1 : 0;
    writeNeighbour(writer, neigh, type, 0, 0, portid, held);
    rtnetlink.notify(net, RTNLGRP_NEIGH, writer.message());
  }
}
