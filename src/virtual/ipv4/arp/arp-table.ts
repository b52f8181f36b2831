/** Which table holds the IPv4 neighbours of a machine, and lookups in it without side effects. */

import { IFF_LOOPBACK, IFF_POINTOPOINT, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import type { NeighTable } from "../../core/neigh/neigh-table.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";

const tables = new WeakMap<Machine, NeighTable>();

/** Tells which table is the machine's. */
export function setArpTable(machine: Machine, table: NeighTable): void {
  tables.set(machine, table);
}

/** The machine's table, which must have been set. */
export function arpTable(machine: Machine): NeighTable {
  return tables.get(machine) as NeighTable;
}

/** Devices without addresses have one neighbour: 0.0.0.0. */
export function neighKeyOn(dev: NetDevice, address: number): number {
  return (dev.flags & (IFF_LOOPBACK | IFF_POINTOPOINT)) !== 0 ? 0 : address;
}

/** `__ipv4_neigh_lookup_noref` */
export function arpLookup(dev: NetDevice, address: number): Neighbour | null {
  return dev.inDev?.arpParms.entries?.get(neighKeyOn(dev, address)) ?? null;
}

const keyBytes = new Uint8Array(4);

/** The neighbour of the device at this address, made if it is new; null when the table is full. */
export function arpNeighbour(dev: NetDevice, address: number): Neighbour | null {
  const inDev = dev.inDev;
  if (inDev === null) return null;
  const key = neighKeyOn(dev, address);
  const present = inDev.arpParms.entries?.get(key);
  if (present !== undefined) return present;
  keyBytes[0] = key >>> 24;
  keyBytes[1] = key >>> 16;
  keyBytes[2] = key >>> 8;
  keyBytes[3] = key;
  return inDev.arpParms.table.lookupOrCreate(key, keyBytes, dev);
}
