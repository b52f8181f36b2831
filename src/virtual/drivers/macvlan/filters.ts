/**
 * Which multicast frames the macvlans of a port want.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_set_mac_lists`, `macvlan_recompute_bc_filter`).
 */
import type { AddressFilter } from "../../core/dev/address-filter.ts";
import { IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "../../core/dev/netdevice.ts";
import type { MacvlanDevice, MacvlanPort } from "./port.ts";

function computeFilter(filter: AddressFilter, dev: NetDevice): void {
  filter.clear();
  filter.all = (dev.flags & (IFF_PROMISC | IFF_ALLMULTI)) !== 0;
  filter.addList(dev.multicastList);
  filter.add(dev.broadcast);
}

/** Broadcasts, and what more macvlans listen to than the cutoff, are copied by a worker. */
export function computeQueued(port: MacvlanPort): void {
  const { queued, lower, broadcastCutoff } = port;
  queued.clear();
  if (broadcastCutoff < 0) return;
  queued.all = (lower.flags & (IFF_PROMISC | IFF_ALLMULTI)) !== 0;
  const users = new Map<string, number>();
  for (const vlan of port.devices)
    for (const key of vlan.syncedMulticast ?? []) users.set(key, (users.get(key) ?? 0) + 1);
  for (const [key, count] of users) if (count > broadcastCutoff) queued.addKey(key);
  queued.add(lower.broadcast);
}

/** `macvlan_set_mac_lists` */
export function setFilters(
  vlan: MacvlanDevice,
  port: MacvlanPort,
  sync: (lower: NetDevice, dev: NetDevice) => void,
): void {
  computeFilter(vlan.filter, vlan);
  sync(port.lower, vlan);
  computeFilter(port.filter, port.lower);
  computeQueued(port);
}
