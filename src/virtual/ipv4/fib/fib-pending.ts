/**
 * Routes that follow addresses, made late: a namespace whose tables nobody has looked at since keeps only the queue of addresses
 * whose routes are due. It is worked off, in the order in which they became due, before anything sees or changes a table, so that no
 * difference shows; a namespace that is never asked, one of a hundred thousand, is spared two thirds of its memory.
 */
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { InetIfaddr } from "../devinet/inet-device.ts";
import type { NetIpv4 } from "../net-ipv4.ts";

/** Makes the routes of an address. `linkdown`: as if its device had no carrier. */
export type RouteMaker = (ifa: InetIfaddr, linkdown: boolean) => void;

let makeRoutes: RouteMaker = () => {};

/** Set once, by the layer above: the namespace itself, whose tables settle when they are looked at, lies below it. */
export function setRouteMaker(maker: RouteMaker): void {
  makeRoutes = maker;
}

/** Where an address stands in its namespace's queue. */
export const ROUTES_MADE = 0;
export const ROUTES_PENDING = 1;
/** Pending, and the device had no carrier when they became due, or has lost it since. */
export const ROUTES_PENDING_LINKDOWN = 2;

/** The address's routes are due from now on. The queue is circular: the namespace keeps its tail. */
export function deferRoutes(net: NetIpv4, ifa: InetIfaddr): void {
  if (ifa.routes !== ROUTES_MADE && net.pendingRoutes !== ifa) settleRoutes(net);
  const queued = ifa.routes !== ROUTES_MADE;
  ifa.routes = ifa.inDev.dev.carrier ? ROUTES_PENDING : ROUTES_PENDING_LINKDOWN;
  if (queued) return;
  const tail = net.pendingRoutes;
  ifa.nextPending = tail === null ? ifa : tail.nextPending;
  if (tail !== null) tail.nextPending = ifa;
  net.pendingRoutes = ifa;
}

let silent = false;

/** Whether routes are being made that have been there since before there was a listener. */
export function routesAreSilent(): boolean {
  return silent;
}

/** Makes all routes that are due. `told`: listeners hear of it, as they are due from now on. */
export function settleRoutes(net: NetIpv4, told = false): void {
  const tail = net.pendingRoutes;
  if (tail === null) return;
  net.pendingRoutes = null;
  const before = silent;
  silent = !told;
  for (let next = tail.nextPending; next !== null; ) {
    const ifa: InetIfaddr = next;
    next = ifa === tail ? null : ifa.nextPending;
    const linkdown = ifa.routes === ROUTES_PENDING_LINKDOWN;
    ifa.nextPending = null;
    ifa.routes = ROUTES_MADE;
    makeRoutes(ifa, linkdown);
  }
  silent = before;
}

/** The device has its carrier: routes that are due on it will be made so. */
export function pendingLinkUp(dev: NetDevice): void {
  for (let ifa = dev.inDev?.addresses ?? null; ifa !== null; ifa = ifa.next)
    if (ifa.routes === ROUTES_PENDING_LINKDOWN) ifa.routes = ROUTES_PENDING;
}
