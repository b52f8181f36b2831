/**
 * Finding a device's or a namespace's addresses.
 *
 * Source: `net/ipv6/addrconf.c` (`ipv6_chk_addr_and_flags`, `ipv6_get_lladdr`, `ipv6_get_ifaddr`).
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";

/** From here on a namespace's addresses are found by a hash; fewer are looked through. */
const HASH_FROM = 8;

/** All addresses of a namespace: `inet6_addr_lst`. */
export class Inet6AddressTable {
  private count = 0;
  /** All of them while they are few, joined by `hashNext`, the newest first. */
  private first: Inet6Address | null = null;
  /** Such lists by hash once they are many. */
  private byHash: Map<number, Inet6Address> | null = null;

  /** Where an address would be found: others are in that list too. Newest first. */
  bucket(address: Ipv6Address): Inet6Address | null {
    return this.byHash === null ? this.first : (this.byHash.get(address.hash()) ?? null);
  }

  add(ifp: Inet6Address): void {
    this.count++;
    ifp.hashNext = this.bucket(ifp.address);
    this.setBucket(ifp.address, ifp);
    if (this.byHash === null && this.count >= HASH_FROM) this.makeHash();
  }

  private setBucket(address: Ipv6Address, first: Inet6Address | null): void {
    if (this.byHash === null) this.first = first;
    else if (first === null) this.byHash.delete(address.hash());
    else this.byHash.set(address.hash(), first);
  }

  private makeHash(): void {
    const newestFirst: Inet6Address[] = [];
    for (let ifp = this.first; ifp !== null; ifp = ifp.hashNext) newestFirst.push(ifp);
    this.byHash = new Map();
    this.first = null;
    for (const ifp of newestFirst.reverse()) {
      ifp.hashNext = this.bucket(ifp.address);
      this.setBucket(ifp.address, ifp);
    }
  }

  /** Nothing happens if it is not there. */
  remove(ifp: Inet6Address): void {
    let before: Inet6Address | null = null;
    let at = this.bucket(ifp.address);
    while (at !== null && at !== ifp) {
      before = at;
      at = at.hashNext;
    }
    if (at === null) return;
    if (before === null) this.setBucket(ifp.address, ifp.hashNext);
    else before.hashNext = ifp.hashNext;
    ifp.hashNext = null;
    this.count--;
  }
}

/** The newest entry of an address in the namespace, whatever its device; null: it is none of this host's. */
export function newestAddress(net: Net, address: Ipv6Address): Inet6Address | null {
  let ifp = net.ipv6.addresses.bucket(address);
  while (ifp !== null && !ifp.address.equals(address)) ifp = ifp.hashNext;
  return ifp;
}

function isUsable(ifp: Inet6Address): boolean {
  return (ifp.flags & IFA_F_TENTATIVE) === 0 || (ifp.flags & IFA_F_OPTIMISTIC) !== 0;
}

/** The device that has the address (`ipv6_dev_find`); null: none. */
export function deviceWithAddress(net: Net, address: Ipv6Address): NetDevice | null {
  for (let ifp = net.ipv6.addresses.bucket(address); ifp !== null; ifp = ifp.hashNext)
    if (ifp.address.equals(address) && isUsable(ifp)) return ifp.idev.dev;
  return null;
}

/** As {@link hasAddress}, also while others are still asked whether they have it (`ipv6_chk_addr_and_flags` without flags). */
export function isOwnAddress(net: Net, address: Ipv6Address, dev: NetDevice | null): boolean {
  for (let ifp = net.ipv6.addresses.bucket(address); ifp !== null; ifp = ifp.hashNext)
    if (ifp.address.equals(address) && (dev === null || ifp.idev.dev === dev)) return true;
  return false;
}

/** Whether the address is one of this host's (`ipv6_chk_addr`): on `dev` if given; link-local ones only there. */
export function hasAddress(net: Net, address: Ipv6Address, dev: NetDevice | null, strict = false): boolean {
  for (let ifp = net.ipv6.addresses.bucket(address); ifp !== null; ifp = ifp.hashNext) {
    if (!ifp.address.equals(address) || !isUsable(ifp)) continue;
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
