/**
 * The parameters of neighbour discovery, of one device or the defaults of a table: `struct neigh_parms`.
 *
 * A device shares its table's defaults until it has a neighbour, or a value of its own is set.
 *
 * Source: `include/net/neighbour.h`, `net/core/neighbour.c` (`neigh_parms_alloc`, `neigh_rand_reach_time`).
 */

import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { SkBuff } from "../skbuff.ts";
import type { NeighTable } from "./neigh-table.ts";
import type { Neighbour, NeighKey } from "./neighbour.ts";

export const NS_PER_MS = 1_000_000;
export const NS_PER_SECOND = 1_000_000_000;
/** What one full-size packet is charged, for the old limit of a queue in packets. */
export const PACKET_CHARGE = 2090;
/** How often the reachable time is drawn anew (`neigh_periodic_work`). */
const REACHABLE_TIME_REDRAW = 300 * NS_PER_SECOND;

/** The values; times in ns. */
export interface NeighValues {
  mcastProbes: number;
  ucastProbes: number;
  appProbes: number;
  mcastReprobes: number;
  retransTime: number;
  baseReachableTime: number;
  delayProbeTime: number;
  intervalProbeTime: number;
  gcStaletime: number;
  queueLenBytes: number;
  proxyQlen: number;
  anycastDelay: number;
  proxyDelay: number;
  locktime: number;
}

/** The defaults of both families' tables, times in ns; only the lock time differs. */
export function defaultNeighValues(locktime: number): NeighValues {
  return {
    mcastProbes: 3,
    ucastProbes: 3,
    appProbes: 0,
    mcastReprobes: 0,
    retransTime: NS_PER_SECOND,
    baseReachableTime: 30 * NS_PER_SECOND,
    delayProbeTime: 5 * NS_PER_SECOND,
    intervalProbeTime: 5 * NS_PER_SECOND,
    gcStaletime: 60 * NS_PER_SECOND,
    queueLenBytes: 212992,
    proxyQlen: 64,
    anycastDelay: NS_PER_SECOND,
    proxyDelay: 0.8 * NS_PER_SECOND,
    locktime,
  };
}

/** `struct neigh_parms`; times in ns, as the sysctls set them. */
export class NeighParms {
  readonly table: NeighTable;
  /** Null for the table's defaults, which have no entries. */
  readonly dev: NetDevice | null;
  /** The device's neighbours by address; null while there are none. */
  entries: Map<NeighKey, Neighbour> | null = null;
  values: NeighValues;
  declare dead: boolean;
  /** Packets of this device that wait for a delayed proxy answer. */
  declare proxyQueued: number;
  /** Which values were set for this device itself; null: none, and `values` is the table's. */
  declare private own: Set<keyof NeighValues> | null;
  declare private drawnReachableTime: number;
  declare private drawnAt: number;

  constructor(table: NeighTable, dev: NetDevice | null, values: NeighValues) {
    this.table = table;
    this.dev = dev;
    this.values = values;
  }

  /** How many packets wait for the device's neighbours, and hold this decision meanwhile. */
  waitingBy(dst: SkBuff["dst"]): number {
    let count = 0;
    for (const neigh of this.entries?.values() ?? []) count += neigh.waitingBy(dst);
    return count;
  }

  /** Says nothing that the table's defaults do not say. */
  get isPlain(): boolean {
    const { entries, own, drawnReachableTime, proxyQueued, dead } = this;
    return entries === null && own === null && drawnReachableTime === 0 && proxyQueued === 0 && !dead;
  }

  /** The reachable time in force: between a half and one and a half of the base, drawn anew every five minutes. */
  reachableTime(machine: Machine): number {
    const now = machine.now();
    if (this.drawnReachableTime === 0 || now - this.drawnAt > REACHABLE_TIME_REDRAW) {
      this.drawnAt = now;
      const base = this.values.baseReachableTime;
      this.drawnReachableTime =
        base === 0 ? 0 : Math.floor(base / 2) + (base / 4294967296) * machine.random();
    }
    return this.drawnReachableTime;
  }

  /** Sets one value of this device, or of the table and with it of all devices that have none of their own. */
  set(name: keyof NeighValues, value: number): void {
    if (this.dev !== null && this.own === null) {
      this.own = new Set();
      this.values = { ...this.values };
    }
    this.own?.add(name);
    this.values[name] = value;
    if (name === "baseReachableTime" && this.drawnReachableTime !== 0) this.drawnReachableTime = 0;
    if (this.dev === null) this.table.defaultChanged(name, value);
  }

  /** A default changed: takes it over unless this device has a value of its own (`neigh_copy_dflt_parms`). */
  inherit(name: keyof NeighValues, value: number): void {
    if (this.own !== null && !this.own.has(name)) this.values[name] = value;
    if (name === "baseReachableTime" && this.drawnReachableTime !== 0) this.drawnReachableTime = 0;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(NeighParms.prototype, {
  dead: false,
  proxyQueued: 0,
  own: null,
  drawnReachableTime: 0,
  drawnAt: 0,
});
