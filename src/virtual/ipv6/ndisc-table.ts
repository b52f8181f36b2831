/**
 * The neighbours of IPv6, and the fastest way from an address to one.
 *
 * Source: `net/ipv6/ndisc.c` (`nd_tbl`, `ndisc_constructor`), `include/net/ndisc.h` (`__ipv6_neigh_lookup_noref`).
 */
import type { Ipv6Address } from "../../packet/address.ts";
import { read32 } from "../../packet/bytes.ts";
import type { NeighTable } from "../core/neigh-table.ts";
import type { Neighbour } from "../core/neighbour.ts";
import type { NetDevice } from "../core/netdevice.ts";

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
  idev.recentNeighbours ??= new Array<Neighbour | null>(RECENT).fill(null);
  const slot = (bytes[offset + 15] ^ bytes[offset + 14] ^ bytes[offset + 7]) & (RECENT - 1);
  const recent = idev.recentNeighbours[slot];
  if (recent !== null && !recent.dead && sameKey(recent.primaryKey, bytes, offset)) return recent;
  const key = ndiscKeyAt(bytes, offset);
  const neigh = table.lookup(key, dev) ?? table.lookupOrCreate(key, bytes.subarray(offset, offset + 16), dev);
  if (neigh !== null) idev.recentNeighbours[slot] = neigh;
  return neigh;
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
