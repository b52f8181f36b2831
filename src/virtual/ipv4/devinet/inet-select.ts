/**
 * Choosing and finding addresses of this host.
 *
 * Source: `net/ipv4/devinet.c` (`inet_select_addr`, `inet_confirm_addr`, `inet_addr_onlink`, `__ip_dev_find`).
 */
import { IFA_F_SECONDARY } from "../../../netlink/addr.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK } from "../../../netlink/route-attributes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { fibTable } from "../fib/fib-lookup.ts";
import { FibResult } from "../fib/fib-trie.ts";
import { Flow4 } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { InetDevice, InetIfaddr } from "./inet-device.ts";

const flow = new Flow4();
const result = new FibResult();
const RT_TABLE_LOCAL = 255;
const RTN_LOCAL = 2;

/** The device that has the address (`__ip_dev_find`); 127.0.0.5 is on lo when 127.0.0.1/8 is. */
export function deviceOfAddress(net: NetIpv4, address: number): NetDevice | null {
  const ifa = net.localAddresses.get(address);
  if (ifa !== undefined) return ifa.inDev.dev;
  const local = fibTable(net, RT_TABLE_LOCAL);
  if (local === undefined) return null;
  flow.reset().daddr = address;
  result.clear();
  if (local.lookup(flow, result, false) !== 0 || result.type !== RTN_LOCAL) return null;
  return result.nexthop?.dev ?? null;
}

/** `in_dev_select_addr`: the first primary address of at most this scope. */
function firstOfScope(inDev: InetDevice, scope: number): number {
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) {
    if ((ifa.flags & IFA_F_SECONDARY) !== 0) continue;
    if (ifa.scope !== RT_SCOPE_LINK && ifa.scope <= scope) return ifa.local;
  }
  return 0;
}

/** A source address for talking to `destination` through the device; 0: none (`inet_select_addr`). */
export function selectAddress(dev: NetDevice, destination: number, scope: number): number {
  const inDev = dev.inDev;
  if (inDev === null) return 0;
  const localnetScope = inDev.routesLocalnet ? RT_SCOPE_LINK : RT_SCOPE_HOST;
  let address = 0;
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) {
    if ((ifa.flags & IFA_F_SECONDARY) !== 0) continue;
    if (Math.min(ifa.scope, localnetScope) > scope) continue;
    if (destination === 0 || ifa.contains(destination)) return ifa.local;
    if (address === 0) address = ifa.local;
  }
  if (address !== 0) return address;
  return selectAnywhere(inDev.net, dev, scope);
}

/** No address on the device: one of another device is as good. */
function selectAnywhere(net: NetIpv4, dev: NetDevice, scope: number): number {
  const master = dev.master?.inDev;
  if (master) {
    const address = firstOfScope(master, scope);
    if (address !== 0) return address;
  }
  for (const other of net.net.devices.values()) {
    const inDev = other.inDev;
    if (inDev === null) continue;
    const address = firstOfScope(inDev, scope);
    if (address !== 0) return address;
  }
  return 0;
}

function confirm(inDev: InetDevice, destination: number, local: number, scope: number): number {
  const leastScope = inDev.routesLocalnet ? RT_SCOPE_LINK : RT_SCOPE_HOST;
  let address = 0;
  let same = false;
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) {
    const within = Math.min(ifa.scope, leastScope);
    if (address === 0 && (local === ifa.local || local === 0) && within <= scope) {
      address = ifa.local;
      if (same) break;
    }
    if (same) continue;
    same = (local === 0 || ifa.contains(local)) && (destination === 0 || ifa.contains(destination));
    if (!same || address === 0) continue;
    if (local !== 0 || destination === 0) break;
    if (ifa.contains(address)) break;
    if (within <= scope) {
      address = ifa.local;
      break;
    }
    same = false;
  }
  return same ? address : 0;
}

/**
 * Whether `local` (0: any) is an address of at most this scope, on a subnet with `destination` (0: any); on one device, or on all.
 * @returns the address, or 0
 */
export function confirmAddress(
  net: NetIpv4,
  inDev: InetDevice | null,
  destination: number,
  local: number,
  scope: number,
): number {
  if (inDev !== null) return confirm(inDev, destination, local, scope);
  for (const dev of net.net.devices.values()) {
    const address = dev.inDev === null ? 0 : confirm(dev.inDev, destination, local, scope);
    if (address !== 0) return address;
  }
  return 0;
}

/** Whether both addresses (`b` 0: only the first) are on one subnet of the device (`inet_addr_onlink`). */
export function addressOnlink(inDev: InetDevice, a: number, b: number): boolean {
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next)
    if ((ifa.flags & IFA_F_SECONDARY) === 0 && ifa.contains(a) && (b === 0 || ifa.contains(b))) return true;
  return false;
}

/** The primary address of the prefix on the device (`inet_ifa_byprefix`). */
export function ifaByPrefix(inDev: InetDevice, prefix: number, mask: number): InetIfaddr | null {
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next)
    if (ifa.mask === mask && ifa.contains(prefix)) return ifa;
  return null;
}
