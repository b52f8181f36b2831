/**
 * Routes that follow addresses and devices.
 *
 * Source: `net/ipv4/fib_frontend.c` (`fib_add_ifaddr`, `fib_del_ifaddr`, `fib_magic`).
 */
import { IFA_F_NOPREFIXROUTE, IFA_F_SECONDARY } from "../../../netlink/addr.ts";
import { NLM_F_APPEND, NLM_F_CREATE } from "../../../netlink/message.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_UNICAST,
  RTPROT_KERNEL,
} from "../../../netlink/route-attributes.ts";
import { RTNLGRP_IPV4_ROUTE } from "../../../netlink/rtnetlink.ts";
import type { InetDevice, InetIfaddr } from "../devinet/inet-device.ts";
import { ifaByPrefix } from "../devinet/inet-select.ts";
import { isZeroNet } from "../inet-address.ts";
import { FibConfig } from "./fib-config.ts";
import { deleteRoute, insertRoute } from "./fib-insert.ts";
import { addressType, newFibTable } from "./fib-lookup.ts";
import { deferRoutes, settleRoutes } from "./fib-pending.ts";
import { syncDownAddress } from "./fib-sync.ts";

function magic(
  add: boolean,
  type: number,
  destination: number,
  length: number,
  ifa: InetIfaddr,
  priority: number,
  linkdown: boolean | null = null,
): void {
  const net = ifa.inDev.net;
  const table = newFibTable(net, type === RTN_UNICAST ? RT_TABLE_MAIN : RT_TABLE_LOCAL);
  const config = new FibConfig();
  config.protocol = RTPROT_KERNEL;
  config.type = type;
  config.destination = destination >>> 0;
  config.destinationLength = length;
  config.priority = priority;
  config.prefsrc = ifa.local;
  config.oif = ifa.inDev.dev.ifindex;
  config.linkdown = linkdown;
  config.netlinkFlags = NLM_F_CREATE | NLM_F_APPEND;
  config.table = table.id;
  config.scope = type === RTN_LOCAL ? RT_SCOPE_HOST : RT_SCOPE_LINK;
  if (add) insertRoute(net, table, config);
  else deleteRoute(net, table, config);
}

/** What an address does to neighbours that had it. */
export type InvalidateArp = (inDev: InetDevice, address: number) => void;

/**
 * `fib_add_ifaddr`. The routes are made when somebody looks at the tables, unless there are listeners to be told of them now: most
 * namespaces of a large network are never asked.
 */
export function addAddressRoutes(ifa: InetIfaddr, invalidateArp: InvalidateArp): void {
  const inDev = ifa.inDev;
  const rtnetlink = inDev.net.net.machine.rtnetlink;
  const heard = rtnetlink.hasListeners(inDev.net.net, RTNLGRP_IPV4_ROUTE);
  if (heard) settleRoutes(inDev.net);
  deferRoutes(inDev.net, ifa);
  if (heard) settleRoutes(inDev.net, true);
  if (!inDev.dev.isUp) return;
  if (hasOwnBroadcast(ifa)) invalidateArp(inDev, ifa.broadcast);
  if (hasSubnet(ifa) && ifa.prefixLength < 31)
    invalidateArp(inDev, ((ifa.address & ifa.mask) | ~ifa.mask) >>> 0);
}

function hasOwnBroadcast(ifa: InetIfaddr): boolean {
  return ifa.broadcast !== 0 && ifa.broadcast !== 0xffffffff;
}

/** Whether a route to the address's subnet belongs to it. */
function hasSubnet(ifa: InetIfaddr): boolean {
  const prefix = (ifa.address & ifa.mask) >>> 0;
  if (isZeroNet(prefix) || (ifa.flags & IFA_F_SECONDARY) !== 0) return false;
  return prefix !== ifa.local || ifa.prefixLength !== 32;
}

/** Makes the routes. @param linkdown the device had no carrier when they became due */
export function makeAddressRoutes(ifa: InetIfaddr, linkdown: boolean): void {
  const inDev = ifa.inDev;
  const dev = inDev.dev;
  const prefix = (ifa.address & ifa.mask) >>> 0;
  const secondary = (ifa.flags & IFA_F_SECONDARY) !== 0;
  const primary = secondary ? ifaByPrefix(inDev, prefix, ifa.mask) : ifa;
  if (primary === null) return;
  magic(true, RTN_LOCAL, ifa.local, 32, primary, 0);
  if (!dev.isUp) return;
  if (hasOwnBroadcast(ifa)) magic(true, RTN_BROADCAST, ifa.broadcast, 32, primary, 0, linkdown);
  if (!hasSubnet(ifa)) return;
  if ((ifa.flags & IFA_F_NOPREFIXROUTE) === 0) {
    const type = dev.isLoopback ? RTN_LOCAL : RTN_UNICAST;
    magic(true, type, prefix, ifa.prefixLength, primary, ifa.priority, linkdown);
  }
  if (ifa.prefixLength < 31) magic(true, RTN_BROADCAST, prefix | ~ifa.mask, 32, primary, 0, linkdown);
}

/** Another metric for the route to the address's subnet: the new route comes before the old one goes (`fib_modify_prefix_metric`). */
export function modifyPrefixMetric(ifa: InetIfaddr, metric: number): void {
  const dev = ifa.inDev.dev;
  settleRoutes(ifa.inDev.net);
  const old = ifa.priority;
  ifa.priority = metric;
  if (!dev.isUp || !hasSubnet(ifa) || (ifa.flags & IFA_F_NOPREFIXROUTE) !== 0) return;
  const type = dev.isLoopback ? RTN_LOCAL : RTN_UNICAST;
  const prefix = (ifa.address & ifa.mask) >>> 0;
  magic(true, type, prefix, ifa.prefixLength, ifa, metric);
  magic(false, type, prefix, ifa.prefixLength, ifa, old);
}

/** What other addresses of the device still need. */
interface Kept {
  local: boolean;
  broadcast: boolean;
  highBroadcast: boolean;
  lowBroadcast: boolean;
  /** The address itself is not on the device any more. */
  gone: boolean;
}

/** `fib_del_ifaddr`. `promoted` is the primary address whose place this one takes, when it is being promoted. */
export function deleteAddressRoutes(ifa: InetIfaddr, promoted: InetIfaddr | null): void {
  const inDev = ifa.inDev;
  settleRoutes(inDev.net);
  const low = (ifa.address & ifa.mask) >>> 0;
  const high = (ifa.address | ~ifa.mask) >>> 0;
  let primary: InetIfaddr | null = ifa;
  let subnet = false;
  if ((ifa.flags & IFA_F_SECONDARY) !== 0) {
    primary = ifaByPrefix(inDev, low, ifa.mask);
    if (primary === null || (promoted !== null && promoted !== primary)) return;
  } else if (!isZeroNet(low) && (low !== ifa.local || ifa.prefixLength < 32)) {
    if ((ifa.flags & IFA_F_NOPREFIXROUTE) === 0)
      magic(false, inDev.dev.isLoopback ? RTN_LOCAL : RTN_UNICAST, low, ifa.prefixLength, ifa, 0);
    subnet = true;
  }
  const kept = inDev.dead
    ? { local: false, broadcast: false, highBroadcast: false, lowBroadcast: false, gone: true }
    : whatIsKept(ifa, primary, promoted);
  if (!kept.broadcast) magic(false, RTN_BROADCAST, ifa.broadcast, 32, primary, 0);
  if (subnet && ifa.prefixLength < 31) {
    if (!kept.highBroadcast) magic(false, RTN_BROADCAST, high, 32, primary, 0);
    if (!kept.lowBroadcast) magic(false, RTN_BROADCAST, low, 32, primary, 0);
  }
  if (kept.local) return;
  magic(false, RTN_LOCAL, ifa.local, 32, primary, 0);
  const isLocal = addressType(inDev.net, ifa.local, RT_TABLE_LOCAL) === RTN_LOCAL;
  if (kept.gone && !isLocal) syncDownAddress(inDev.net, ifa.local);
}

function whatIsKept(ifa: InetIfaddr, primary: InetIfaddr, promoted: InetIfaddr | null): Kept {
  const inDev = ifa.inDev;
  const low = (ifa.address & ifa.mask) >>> 0;
  const high = (ifa.address | ~ifa.mask) >>> 0;
  const kept = { local: false, broadcast: false, highBroadcast: false, lowBroadcast: false, gone: true };
  let samePrefsrc = false;
  let otherPrimary: InetIfaddr | null = null;
  for (let other = inDev.addresses; other !== null; other = other.next) {
    if (other === ifa) {
      kept.gone = false;
      continue;
    }
    if (promoted !== null && other.mask === promoted.mask && promoted.contains(other.address)) continue;
    if ((other.flags & IFA_F_SECONDARY) !== 0) {
      if (other.mask === primary.mask && primary.contains(other.address)) otherPrimary = primary;
      else {
        if (!samePrefsrc) continue;
        if (
          otherPrimary === null ||
          other.mask !== otherPrimary.mask ||
          !otherPrimary.contains(other.address)
        )
          otherPrimary = ifaByPrefix(inDev, other.address, other.mask);
        if (otherPrimary === null || otherPrimary.local !== primary.local) continue;
      }
    } else {
      if (primary.local !== other.local) continue;
      otherPrimary = other;
      if (primary !== other) samePrefsrc = true;
    }
    if (ifa.local === other.local) kept.local = true;
    if (ifa.broadcast === other.broadcast) kept.broadcast = true;
    if (high === other.broadcast) kept.highBroadcast = true;
    if (low === other.broadcast) kept.lowBroadcast = true;
    if (otherPrimary !== other || other.prefixLength >= 31) continue;
    const otherLow = (other.address & other.mask) >>> 0;
    const otherHigh = (other.address | ~other.mask) >>> 0;
    if (isZeroNet(otherLow)) continue;
    if (ifa.broadcast === otherHigh || ifa.broadcast === otherLow) kept.broadcast = true;
    if (high === otherHigh || high === otherLow) kept.highBroadcast = true;
    if (low === otherHigh || low === otherLow) kept.lowBroadcast = true;
  }
  return kept;
}
