/**
 * Routes that a device and its own addresses bring with them, made late: a namespace whose tables nobody has looked at since keeps only
 * the queue of devices and addresses whose routes are due. It is worked off, in the order in which they became due, before anything
 * sees or changes a table, so that no difference shows; a namespace that is never asked, one of a hundred thousand, is spared them.
 */
import { RTNLGRP_IPV6_ROUTE } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Inet6Address, type Inet6Device } from "../addrconf/inet6-device.ts";
import type { NetIpv6 } from "../net-ipv6.ts";

/** Which of a device's routes are due: `ff00::/8`, `fe80::/64`. */
export const DUE_MULTICAST = 1;
export const DUE_LINK_LOCAL = 2;
/** Those that are due were so without a carrier, or have lost it since (`RTNH_F_LINKDOWN`). */
const DUE_LINKDOWN = 4;

/** Makes routes without telling anybody: there was nobody to be told when they became due. */
export interface RouteMakers {
  multicast(dev: NetDevice, linkdown: boolean): void;
  linkLocal(dev: NetDevice, linkdown: boolean): void;
  local(ifp: Inet6Address): void;
}

let makers: RouteMakers | null = null;

/** Set once, by the layer above: the namespace itself, whose tables settle when they are looked at, lies below it. */
export function setRouteMakers(those: RouteMakers): void {
  makers = those;
}

/** Whether there is nobody who wants to be told now. */
function mayWait(dev: NetDevice): boolean {
  const net = dev.net;
  return !net.machine.rtnetlink.hasListeners(net, RTNLGRP_IPV6_ROUTE);
}

const FEW = 8;

function enqueue(ipv6: NetIpv6, subject: Inet6Device | Inet6Address): void {
  const queue = ipv6.routesDue;
  // An array of just its size while it is short: one that grew has room for sixteen more.
  if (queue === null) ipv6.routesDue = [subject];
  else if (queue.length < FEW) ipv6.routesDue = queue.concat(subject);
  else queue.push(subject);
  ipv6.routeGeneration++;
}

/** @returns whether the route is due; if not, it has to be made now */
export function deferDeviceRoute(idev: Inet6Device, which: number): boolean {
  if (!mayWait(idev.dev)) return false;
  if ((idev.routesDue & which) !== 0) return true;
  const { ipv6 } = idev.dev.net;
  // The age of a route decides: another one of a device that waits already may not slip in before those of others.
  const linkdown = idev.dev.carrier ? 0 : DUE_LINKDOWN;
  const differs = (idev.routesDue & DUE_LINKDOWN) !== linkdown || ipv6.routesDue?.at(-1) !== idev;
  if (idev.routesDue !== 0 && differs) ipv6.settleRoutes();
  if (idev.routesDue === 0) enqueue(ipv6, idev);
  idev.routesDue |= which | linkdown;
  return true;
}

/** The carrier of the device went or came. */
export function pendingLinkChange(idev: Inet6Device, linkdown: boolean): void {
  if (idev.routesDue === 0) return;
  if (linkdown) idev.routesDue |= DUE_LINKDOWN;
  else idev.routesDue &= ~DUE_LINKDOWN;
}

/** The same for the local route of an address, which is to remember it. */
export function deferLocalRoute(ifp: Inet6Address): boolean {
  if (!mayWait(ifp.idev.dev)) return false;
  enqueue(ifp.idev.dev.net.ipv6, ifp);
  return true;
}

/** Makes all routes that are due. The queue has been taken from its namespace. */
export function makeRoutesDue(queue: readonly (Inet6Device | Inet6Address)[]): void {
  for (const subject of queue) {
    if (subject instanceof Inet6Address) {
      subject.route = null;
      makers?.local(subject);
      continue;
    }
    const due = subject.routesDue;
    const linkdown = (due & DUE_LINKDOWN) !== 0;
    subject.routesDue = 0;
    if ((due & DUE_MULTICAST) !== 0) makers?.multicast(subject.dev, linkdown);
    if ((due & DUE_LINK_LOCAL) !== 0) makers?.linkLocal(subject.dev, linkdown);
  }
}

/** Nobody has looked at the namespace's tables, and they will lead every group to the device. */
export function onlyGroupsRouted(idev: Inet6Device): boolean {
  const { ipv6 } = idev.dev.net;
  return (idev.routesDue & DUE_MULTICAST) !== 0 && !ipv6.hasTables && !ipv6.hasCustomRules;
}
