/**
 * Adding and deleting routes, with notifications.
 *
 * Source: `net/ipv6/ip6_fib.c` (`fib6_add_rt2node`, `fib6_del`, `fib6_ifdown`, `fib6_run_gc`).
 */
import { EEXIST, ENOENT, ESRCH } from "../../../errno.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { KernelTimer } from "../../core/timer.ts";
import { prefixEqual } from "../addrconf/addrconf-core.ts";
import {
  type Fib6Info,
  RTF_ADDRCONF,
  RTF_ANYCAST,
  RTF_GATEWAY,
  RTF_LOCAL,
  RTF_PREFIX_RT,
} from "./fib6-info.ts";
import { pendingLinkChange } from "./fib6-pending.ts";
import type { Fib6Node } from "./ip6-fib.ts";
import { ageExceptions } from "./route-exceptions.ts";
import { notifyRoute } from "./route-fill.ts";

/** Who asks, for notifications: a netlink request or the kernel itself. */
export interface RouteOrigin {
  /** `NLM_F_*` of the request; those of the kernel's own routes are `NLM_F_CREATE`. */
  readonly flags: number;
  readonly portid: number;
  readonly seq: number;
  readonly fromUser: boolean;
  readonly skipNotify?: boolean;
}

const NS_PER_SECOND = 1_000_000_000;

/** The kernel itself changes a route. */
export const KERNEL_ORIGIN: RouteOrigin = { flags: NLM_F_CREATE, portid: 0, seq: 0, fromUser: false };

const SHOULD_CREATE = "IPv6: NLM_F_CREATE should be set when creating new route";

/** Only routes with a gateway that nobody advertised are joined to one multipath route (`rt6_qualify_for_ecmp`). */
export function qualifiesForEcmp(route: Fib6Info): boolean {
  return route.gateway !== null && (route.flags & (RTF_GATEWAY | RTF_ADDRCONF)) === RTF_GATEWAY;
}

function sameAddress(a: Ipv6Address | null, b: Ipv6Address | null): boolean {
  return a === b || (a !== null && b !== null && a.equals(b));
}

function sameSource(a: Fib6Info, b: Fib6Info): boolean {
  return a.sourceLength === b.sourceLength && a.source.equals(b.source);
}

/** A route that expires is added again: the new life counts, and one that nobody advertised is no longer a router's. */
function takeOver(present: Fib6Info, route: Fib6Info): void {
  present.expires = route.expires;
  if ((route.flags & (RTF_ADDRCONF | RTF_PREFIX_RT)) === 0) present.flags &= ~(RTF_ADDRCONF | RTF_PREFIX_RT);
}

/** `rt6_duplicate_nexthop` */
export function isDuplicate(a: Fib6Info, b: Fib6Info): boolean {
  return a.dev === b.dev && sameAddress(a.gateway, b.gateway);
}

/**
 * Adds a route to its table (`fib6_add`).
 * @returns 0 or a negative error
 */
export function fib6Add(net: Net, route: Fib6Info, origin: RouteOrigin, extack: ExtendedAck | null): number {
  const table = route.table;
  const replace = (origin.flags & NLM_F_REPLACE) !== 0;
  const create = (origin.flags & NLM_F_CREATE) !== 0;
  if (!create) {
    const { log } = net.machine;
    if (!replace) log.print(KERN_WARNING, "IPv6: RTM_NEWROUTE with no NLM_F_CREATE or NLM_F_REPLACE");
    const present = table.find(route.destination, route.destinationLength);
    const forAll = route.sourceLength === 0;
    const found = forAll
      ? present !== null && present.routes.length > 0
      : present?.routes.some((each) => sameSource(each, route));
    if (!found) {
      // a prefix that is in the tree for others' sake is found, and has no route to replace
      if (replace && present !== null && forAll) return -ENOENT;
      if (replace) {
        if (extack !== null) extack.message = "Can not replace route - no match found";
        log.print(KERN_WARNING, "IPv6: Can't replace route, no match found");
        return -ENOENT;
      }
      log.print(KERN_WARNING, SHOULD_CREATE);
    }
  }
  const node = table.nodeFor(route.destination, route.destinationLength);
  const error = addToNode(net, node, route, origin, replace, create);
  if (error !== 0) table.prune(node);
  return error;
}

function addToNode(
  net: Net,
  node: Fib6Node,
  route: Fib6Info,
  origin: RouteOrigin,
  replace: boolean,
  create: boolean,
): number {
  const ecmp = qualifiesForEcmp(route);
  let found: Fib6Info | null = null;
  let fallback: Fib6Info | null = null;
  let sibling: Fib6Info | null = null;
  let at = node.routes.length;
  // Routes through other devices are not duplicates: with many at one prefix only this device's are looked at.
  const exclusive = origin.fromUser && (origin.flags & NLM_F_EXCL) !== 0;
  const others = replace || ecmp || exclusive ? node.routes : node.candidates(route.dev.ifindex);
  for (const iter of others) {
    if (iter.metric > route.metric) break;
    if (iter.metric !== route.metric || !sameSource(iter, route)) continue;
    if (exclusive) return -EEXIST;
    if (replace) {
      if (ecmp === qualifiesForEcmp(iter)) {
        found = iter;
        break;
      }
      fallback ??= iter;
      continue;
    }
    if (isDuplicate(iter, route)) {
      if (iter.expires !== 0) takeOver(iter, route);
      return -EEXIST;
    }
    if (ecmp && qualifiesForEcmp(iter)) sibling ??= iter;
  }
  while (at > 0 && node.routes[at - 1].metric > route.metric) at--;
  found ??= fallback;
  if (replace && found !== null) {
    replaceRoute(net, node, found, route, origin);
    return 0;
  }
  if (!create) {
    const text = replace ? "IPv6: NLM_F_REPLACE set, but no existing node found!" : SHOULD_CREATE;
    net.machine.log.print(KERN_WARNING, text);
    if (replace) return -ENOENT;
  }
  if (sibling !== null) {
    const siblings = sibling.siblings ?? [sibling];
    siblings.push(route);
    for (const each of siblings) each.siblings = siblings;
  }
  link(net, node, route, at);
  if (!origin.skipNotify) notifyRoute(net, route, RTM_NEWROUTE, origin, shownFlags(node, route, origin));
  return 0;
}

/** `NLM_F_EXCL` says that no route of the metric was there before. */
function shownFlags(node: Fib6Node, route: Fib6Info, origin: RouteOrigin): number {
  const same = (other: Fib6Info): boolean =>
    other !== route && other.metric === route.metric && sameSource(other, route);
  const at = node.routes.indexOf(route);
  const first = at > 0 && same(node.routes[at - 1]) ? 0 : NLM_F_EXCL;
  return NLM_F_CREATE | first | (origin.fromUser ? origin.flags & NLM_F_APPEND : 0);
}

function replaceRoute(net: Net, node: Fib6Node, old: Fib6Info, route: Fib6Info, origin: RouteOrigin): void {
  const siblings = old.siblings;
  const at = node.routes.indexOf(old);
  unlink(net, node, old);
  if (siblings !== null) for (const other of siblings) if (other !== old) unlink(net, node, other);
  old.siblings = null;
  link(net, node, route, at);
  for (const gone of siblings ?? [old]) route.table.replaceStandIns(gone, node);
  if (!origin.skipNotify) notifyRoute(net, route, RTM_NEWROUTE, origin, NLM_F_REPLACE);
}

const FEW = 8;

function link(net: Net, node: Fib6Node, route: Fib6Info, at: number): void {
  node.insert(route, at);
  const idev = route.dev.in6Dev;
  // Most devices have a few: an array of just their size is half as large as one that grew.
  const own = idev?.routes ?? [];
  if (idev !== null && own.length < FEW) idev.routes = own.concat(route);
  else own.push(route);
  net.ipv6.routeGeneration++;
  if (route.expires !== 0) armGc(net);
}

function unlink(net: Net, node: Fib6Node, route: Fib6Info): void {
  node.remove(route);
  route.node = null;
  route.removed = true;
  route.rt = null;
  if (route.exceptions !== null) route.exceptions = null;
  const own = route.dev.in6Dev?.routes;
  const at = own === undefined ? -1 : own.lastIndexOf(route);
  if (at >= 0) own?.splice(at, 1);
  net.ipv6.routeGeneration++;
}

/** Deletes one route, or one hop of a multipath route (`fib6_del`). @returns 0 or `-ESRCH` */
export function fib6Delete(net: Net, route: Fib6Info, origin: RouteOrigin): number {
  const node = route.node;
  if (node === null) return -ESRCH;
  const siblings = route.siblings;
  if (siblings !== null) {
    const at = siblings.indexOf(route);
    if (at >= 0) siblings.splice(at, 1);
    if (siblings.length === 1) siblings[0].siblings = null;
    route.siblings = null;
  }
  unlink(net, node, route);
  route.table.prune(node);
  route.table.replaceStandIns(route, node);
  if (!origin.skipNotify) notifyRoute(net, route, RTM_DELROUTE, origin, 0);
  return 0;
}

/** Deletes a route with all its hops, told in one notification (`__ip6_del_rt_siblings`). */
export function fib6DeleteAll(net: Net, route: Fib6Info, origin: RouteOrigin): number {
  const siblings = route.siblings;
  if (siblings === null) return fib6Delete(net, route, origin);
  notifyRoute(net, route, RTM_DELROUTE, origin, 0);
  for (const hop of [...siblings]) fib6Delete(net, hop, { ...origin, skipNotify: true });
  return 0;
}

/** The device's routes in the order in which Linux walks the tables. */
function inWalkOrder(net: Net, routes: readonly Fib6Info[]): Fib6Info[] {
  if (routes.length < 2) return [...routes];
  const tables = net.ipv6.tablesInOrder();
  return [...routes].sort((a, b) => tables.indexOf(a.table) - tables.indexOf(b.table) || compareInTree(a, b));
}

function compareInTree(a: Fib6Info, b: Fib6Info): number {
  if (a.node === b.node) {
    const routes = a.node?.routes ?? [];
    return a.metric - b.metric || routes.indexOf(a) - routes.indexOf(b);
  }
  const shorter = Math.min(a.destinationLength, b.destinationLength);
  if (prefixEqual(a.destination, b.destination, shorter)) return b.destinationLength - a.destinationLength;
  const x = a.destination;
  const y = b.destination;
  return x.w0 - y.w0 || x.w1 - y.w1 || x.w2 - y.w2 || x.w3 - y.w3;
}

/**
 * The device goes down or away: its routes go (`rt6_sync_down_dev`, `fib6_ifdown`). Of a multipath route whose other hops are alive,
 * the hop stays until the device goes away; with the last that lived, all go.
 */
export function routesDeviceDown(net: Net, dev: NetDevice, unregister: boolean): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  const skipNotify = net.ipv6.sysctls.skipNotifyOnDevDown !== 0;
  for (const route of inWalkOrder(net, idev.routes)) {
    if (route.removed) continue;
    const siblings = unregister ? null : route.siblings;
    if (siblings?.some((hop) => hop.dev !== dev && !hop.dead)) {
      route.dead = true;
      route.linkdown = true;
      route.rt = null;
      continue;
    }
    for (const hop of siblings === null ? [route] : [...siblings])
      fib6Delete(net, hop, { ...KERNEL_ORIGIN, skipNotify });
  }
}

/** The carrier went or came (`fib6_ifdown` with `NETDEV_CHANGE`, `fib6_ifup`). */
export function routesLinkChange(dev: NetDevice, linkdown: boolean): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  pendingLinkChange(idev, linkdown);
  for (const route of idev.routesMade) {
    if ((route.flags & (RTF_LOCAL | RTF_ANYCAST)) !== 0) continue;
    route.linkdown = linkdown;
  }
}

/** The device came up: hops of multipath routes that were dead live again (`rt6_sync_up`). */
export function routesDeviceUp(dev: NetDevice): void {
  const idev = dev.in6Dev;
  if (idev === null) return;
  if (dev.carrier) pendingLinkChange(idev, false);
  for (const route of idev.routesMade) {
    if (route.dead) route.dead = false;
    if (dev.carrier) route.linkdown = false;
  }
}

/**
 * Expired routes and what was learned are collected every `gc_interval` while there are any (`fib6_start_gc`); at most once a second, as
 * Linux rounds the time to seconds.
 */
export function armGc(net: Net): void {
  const ipv6 = net.ipv6;
  if (ipv6.gcTimerArmed) return;
  ipv6.gcTimerArmed = true;
  const timer = new KernelTimer<Net>(gcTimeout, net);
  net.machine.modTimer(timer, net.machine.now() + Math.max(1, net.ipv6.sysctls.gcInterval) * NS_PER_SECOND);
}

function gcTimeout(net: Net): void {
  net.ipv6.gcTimerArmed = false;
  if (!net.dying && collectExpired(net)) armGc(net);
}

/** Collects now, as when a device goes down (`fib6_run_gc`). */
export function runGc(net: Net): void {
  if (!net.dying && net.ipv6.gcTimerArmed) collectExpired(net);
}

/** @returns whether something is left that will expire */
function collectExpired(net: Net): boolean {
  const now = net.machine.now();
  const interval = net.ipv6.sysctls.gcInterval * NS_PER_SECOND;
  const expired: Fib6Info[] = [];
  let more = false;
  for (const table of net.ipv6.tablesInOrder())
    table.walk((route) => {
      if (route.expires !== 0) {
        if (route.expires < now) expired.push(route);
        else more = true;
      }
      if (route.exceptions !== null && ageExceptions(route, now, interval)) more = true;
    });
  for (const route of expired) fib6Delete(net, route, KERNEL_ORIGIN);
  return more;
}
