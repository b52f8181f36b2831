/**
 * The neighbours of IPv6, and the fastest way from an address to one.
 *
 * Source: `net/ipv6/ndisc.c` (`nd_tbl`, `ndisc_constructor`), `include/net/ndisc.h` (`__ipv6_neigh_lookup_noref`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NeighTable } from "../../core/neigh/neigh-table.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";

/** Slots of a device's recently used neighbours. */
const RECENT = 4;

/** The key of sixteen bytes: eight UTF-16 units. */
export function ndiscKeyAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(
    (bytes[at] << 8) | bytes[at + 1],
    (bytes[at + 2] << 8) | bytes[at + 3],
    (bytes[at + 4] << 8) | bytes[at + 5],
    (bytes[at + 6] << 8) | bytes[at + 7],
    (bytes[at + 8] << 8) | bytes[at + 9],
    (bytes[at + 10] << 8) | bytes[at + 11],
    (bytes[at + 12] << 8) | bytes[at + 13],
    (bytes[at + 14] << 8) | bytes[at + 15],
  );
}

/** The key of an address in the table. */
export function ndiscKey(address: Ipv6Address): string {
  return ndiscKeyAt(address.toBytes(scratch), 0);
}

const scratch = new Uint8Array(16);

/** The neighbour at an address, if there is an entry. */
export function ndiscLookup(dev: NetDevice, address: Ipv6Address): Neighbour | null {
  return dev.in6Dev?.nd.entries?.get(ndiscKey(address)) ?? null;
}

/** The neighbour at the address at `offset`, made if new; null when the table is full. Allocates nothing for recent ones. */
export function ndiscNeighbourAt(
  table: NeighTable,
  dev: NetDevice,
  bytes: Uint8Array,
  offset: number,
): Neighbour | null {
  const idev = dev.in6Dev;
  if (idev === null) return null;
  const known = idev.recentNeighbours;
  const slot = slotOf(bytes, offset);
  const recent = Array.isArray(known) ? known[slot] : known;
  if (recent !== null && !recent.dead && sameKey(recent.primaryKey, bytes, offset)) return recent;
  const key = ndiscKeyAt(bytes, offset);
  const neigh = table.lookup(key, dev) ?? table.lookupOrCreate(key, bytes.subarray(offset, offset + 16), dev);
  if (neigh !== null) remember(idev, neigh, slot);
  return neigh;
}

function slotOf(bytes: Uint8Array, at: number): number {
  return (bytes[at + 15] ^ bytes[at + 14] ^ bytes[at + 7]) & (RECENT - 1);
}

/** Slots are made for a device that talks to two hosts in turn; groups alone, which every device tells now and then, are no reason. */
function remember(idev: Inet6Device, neigh: Neighbour, slot: number): void {
  const known = idev.recentNeighbours;
  if (Array.isArray(known)) known[slot] = neigh;
  else if (known === null || known.dead || isGroup(known) || isGroup(neigh)) idev.recentNeighbours = neigh;
  else {
    const slots = new Array<Neighbour | null>(RECENT).fill(null);
    slots[slotOf(known.primaryKey, 0)] = known;
    slots[slot] = neigh;
    idev.recentNeighbours = slots;
  }
}

function isGroup(neigh: Neighbour): boolean {
  return neigh.primaryKey[0] === 0xff;
}

/** A neighbour that is gone is not kept in memory for having been used. */
export function forgetRecent(neigh: Neighbour): void {
  const idev = neigh.dev.in6Dev;
  if (idev === null) return;
  const known = idev.recentNeighbours;
  if (known === neigh) idev.recentNeighbours = null;
  else if (Array.isArray(known)) {
    const slot = known.indexOf(neigh);
    if (slot >= 0) known[slot] = null;
  }
}

/** The same for an address as a value. */
export function ndiscNeighbour(table: NeighTable, dev: NetDevice, address: Ipv6Address): Neighbour | null {
  return ndiscNeighbourAt(table, dev, address.toBytes(scratch), 0);
}

function sameKey(key: Uint8Array, bytes: Uint8Array, at: number): boolean {
  return (
    read32(key, 12) === read32(bytes, at + 12) &&
    read32(key, 8) === read32(bytes, at + 8) &&
    read32(key, 4) === read32(bytes, at + 4) &&
    read32(key, 0) === read32(bytes, at)
  );
}
