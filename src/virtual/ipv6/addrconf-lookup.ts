/**
 * Finding a device's or a namespace's addresses.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_chk_addr_and_flags`, `ipv6_get_lladdr`, `ipv6_get_ifaddr`).
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../netlink/addr.ts";
import type { Ipv6Address } from "../../packet/address.ts";
import type { Net } from "../core/net.ts";
import type { NetDevice } from "../core/netdevice.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";

/** Devices with addresses, by namespace and address: `inet6_addr_lst`. */
const addressTables = new WeakMap<Net, Map<number, Inet6Address[]>>();

/** A hash of the address, small enough to be kept without an object. */
function addressKeyOf(address: Ipv6Address): number {
  return (Math.imul(address.w0 ^ address.w1, 31) ^ Math.imul(address.w2, 17) ^ address.w3) | 0;
}

export function hashAddress(net: Net, ifp: Inet6Address): void {
  let table = addressTables.get(net);
  if (table === undefined) {
    table = new Map();
    addressTables.set(net, table);
  }
  const key = addressKeyOf(ifp.address);
  const present = table.get(key);
  if (present === undefined) table.set(key, [ifp]);
  else present.unshift(ifp);
}

export function unhashAddress(net: Net, ifp: Inet6Address): void {
  const table = addressTables.get(net);
  const key = addressKeyOf(ifp.address);
  const present = table?.get(key);
  const at = present?.indexOf(ifp) ?? -1;
  if (table === undefined || present === undefined || at < 0) return;
  present.splice(at, 1);
  if (present.length === 0) table.delete(key);
}

const NO_ADDRESSES: readonly Inet6Address[] = [];

/** All entries of an address in the namespace, the newest first. */
export function addressesOf(net: Net, address: Ipv6Address): readonly Inet6Address[] {
  const bucket = addressTables.get(net)?.get(addressKeyOf(address)) ?? NO_ADDRESSES;
  return bucket.every((ifp) => ifp.address.equals(address))
    ? bucket
    : bucket.filter((ifp) => ifp.address.equals(address));
}

/** Whether the address is one of this host's (`ipv6_chk_addr`): on `dev` if given; link-local ones only there. */
export function hasAddress(net: Net, address: Ipv6Address, dev: NetDevice | null, strict = false): boolean {
  for (const ifp of addressesOf(net, address)) {
    if ((ifp.flags & IFA_F_TENTATIVE) !== 0 && (ifp.flags & IFA_F_OPTIMISTIC) === 0) continue;
    if (dev === null || ifp.idev.dev === dev) return true;
    if (!strict && ifp.scope !== RT_SCOPE_LINK && ifp.scope !== RT_SCOPE_HOST) return true;
  }
  return false;
}
const RT_SCOPE_LINK = 253;
const RT_SCOPE_HOST = 254;

/** The device's own entry of the address (`ipv6_get_ifaddr` with `strict`). */
export function addressOn(dev: NetDevice, address: Ipv6Address): Inet6Address | null {
  const own = dev.in6Dev?.addresses;
  if (own === undefined) return null;
  for (const ifp of own) if (ifp.address.equals(address)) return ifp;
  return null;
}

/** The newest link-local address without a banned flag (`__ipv6_get_lladdr`); null: none. */
export function linkLocalOf(idev: Inet6Device, banned: number): Ipv6Address | null {
  for (let i = idev.addresses.length - 1; i >= 0; i--) {
    const ifp = idev.addresses[i];
    if (ifp.scope > RT_SCOPE_LINK) continue;
    if (ifp.scope < RT_SCOPE_LINK) break;
    if ((ifp.flags & banned) === 0) return ifp.address;
  }
  return null;
}
