/**
 * Routes in router advertisements: default routers and more specific routes.
 *
 * Source: `net/ipv6/route.c` (`rt6_add_dflt_router`, `rt6_route_rcv`), `net/ipv6/ndisc.c` (`ndisc_router_discovery`), RFC 4861, RFC 4191.
 */
import { INFINITY_LIFE_TIME } from "../../../netlink/addr.ts";
import { NLM_F_REPLACE } from "../../../netlink/message.ts";
import { RTN_UNICAST, RTPROT_RA } from "../../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { IN6ADDR_ANY, Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { addressPrefix } from "../addrconf/addrconf-core.ts";
import { hasAddress } from "../addrconf/addrconf-lookup.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";
import {
  Fib6Info,
  RTF_ADDRCONF,
  RTF_DEFAULT,
  RTF_GATEWAY,
  RTF_ROUTEINFO,
  RTF_UP,
} from "../route/fib6-info.ts";
import { armGc, fib6Add, fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";
import { notifyRoute } from "../route/route-fill.ts";

const NS_PER_SECOND = 1_000_000_000;
/** `IP6_RT_PRIO_USER` */
const USER_METRIC = 1024;
/** `ICMPV6_ROUTER_PREF_*` */
const PREF_MEDIUM = 0;
const PREF_INVALID = 2;

/** The default route through a router that advertised itself (`rt6_get_dflt_router`). */
function findDefaultRouter(idev: Inet6Device, router: Ipv6Address): Fib6Info | undefined {
  const table = idev.dev.net.ipv6.mainTable;
  const wanted = RTF_ADDRCONF | RTF_DEFAULT;
  return idev.routes.find(
    (route) =>
      (route.flags & wanted) === wanted && route.table === table && route.gateway?.equals(router) === true,
  );
}

/** A route through a router that this host learned from it; null when the router is this host itself. */
function addRoute(
  idev: Inet6Device,
  prefix: Ipv6Address,
  length: number,
  metric: number,
  flags: number,
  router: Ipv6Address,
  pref: number,
  lifetime: number,
): Fib6Info | null {
  const { dev } = idev;
  const { net } = dev;
  if (hasAddress(net, router, dev) || !dev.isUp) return null;
  const all = RTF_GATEWAY | RTF_ADDRCONF | RTF_UP | flags;
  const route = new Fib6Info(net.ipv6.mainTable, prefix, length, metric, RTN_UNICAST, all, dev);
  route.gateway = router;
  route.protocol = RTPROT_RA;
  if (pref !== PREF_MEDIUM) route.pref = pref;
  if (lifetime !== INFINITY_LIFE_TIME) route.expires = net.machine.now() + lifetime * NS_PER_SECOND;
  return fib6Add(net, route, KERNEL_ORIGIN, null) === 0 ? route : null;
}

function setExpires(idev: Inet6Device, route: Fib6Info, lifetime: number): void {
  const { net } = idev.dev;
  if (lifetime === INFINITY_LIFE_TIME) {
    route.expires = 0;
    return;
  }
  route.expires = net.machine.now() + lifetime * NS_PER_SECOND;
  armGc(net);
}

/**
 * The sender is a default router for `lifetime` s, or no more with 0.
 * @param preference as in the message: 0, 1 (high), 2 (invalid) or 3 (low)
 * @returns the route, and whether it is new; null when there is none; undefined when it could not be made and the advertisement is to
 * be left
 */
export function takeDefaultRouter(
  idev: Inet6Device,
  router: Ipv6Address,
  lifetime: number,
  preference: number,
): { readonly route: Fib6Info; readonly made: boolean } | null | undefined {
  const { net } = idev.dev;
  const { raDefrtrMetric, acceptRaRtrPref } = idev.cnf;
  const pref = preference === PREF_INVALID || acceptRaRtrPref === 0 ? PREF_MEDIUM : preference;
  let route = findDefaultRouter(idev, router) ?? null;
  if (route !== null && (lifetime === 0 || route.metric !== raDefrtrMetric)) {
    fib6Delete(net, route, KERNEL_ORIGIN);
    route = null;
  }
  if (route === null) {
    if (lifetime === 0) return null;
    const made = addRoute(idev, IN6ADDR_ANY, 0, raDefrtrMetric, RTF_DEFAULT, router, pref, lifetime);
    return made === null ? undefined : { route: made, made: true };
  }
  if (route.pref !== pref) {
    route.pref = pref;
    net.ipv6.routeGeneration++;
    notifyRoute(net, route, RTM_NEWROUTE, KERNEL_ORIGIN, NLM_F_REPLACE);
  }
  setExpires(idev, route, lifetime);
  return { route, made: false };
}

/** Sets a metric of a learned route (`fib6_metric_set`). */
export function setRouteMetric(route: Fib6Info, metric: number, value: number): void {
  route.metrics = new Map(route.metrics ?? []).set(metric, value);
  route.rt = null;
}

/** Whether the option has the bytes that its prefix length needs. */
function hasRoomFor(units: number, prefixLength: number): boolean {
  if (units > 3 || prefixLength > 128) return false;
  if (prefixLength > 64) return units >= 2;
  return prefixLength === 0 || units >= 1;
}

/** The prefix of an option of `units` times eight bytes; what the option does not carry is 0. */
function readRoutePrefix(bytes: Uint8Array, at: number, units: number, length: number): Ipv6Address {
  const carried = new Uint8Array(16);
  carried.set(bytes.subarray(at + 8, at + units * 8));
  const prefix = Ipv6Address.fromBytes(carried, 0);
  return units === 3 ? prefix : addressPrefix(prefix, length);
}

/** A route information option at `at` (`rt6_route_rcv`). */
export function takeRouteInformation(
  idev: Inet6Device,
  router: Ipv6Address,
  bytes: Uint8Array,
  at: number,
): void {
  const { cnf } = idev;
  const units = bytes[at + 1];
  const length = bytes[at + 2];
  const pref = (bytes[at + 3] >>> 3) & 3;
  const lifetime = read32(bytes, at + 4);
  if (length === 0 && cnf.acceptRaDefrtr === 0) return;
  if (lifetime !== 0 && lifetime < cnf.acceptRaMinLft) return;
  if (length < cnf.acceptRaRtInfoMinPlen || length > cnf.acceptRaRtInfoMaxPlen) return;
  if (!hasRoomFor(units, length) || pref === PREF_INVALID) return;
  const prefix = readRoutePrefix(bytes, at, units, length);
  const present =
    length === 0 ? findDefaultRouter(idev, router) : findRouteInformation(idev, prefix, length, router);
  if (present !== undefined && lifetime === 0) fib6Delete(idev.dev.net, present, KERNEL_ORIGIN);
  if (lifetime === 0) return;
  if (present !== undefined) {
    present.flags |= RTF_ROUTEINFO;
    present.pref = pref;
    idev.dev.net.ipv6.routeGeneration++;
    setExpires(idev, present, lifetime);
    return;
  }
  const flags = RTF_ROUTEINFO | (length === 0 ? RTF_DEFAULT : 0);
  // It is told as everlasting: its lifetime is set only after that.
  const made = addRoute(idev, prefix, length, USER_METRIC, flags, router, pref, INFINITY_LIFE_TIME);
  if (made !== null) setExpires(idev, made, lifetime);
}

/** `rt6_get_route_info` */
function findRouteInformation(
  idev: Inet6Device,
  prefix: Ipv6Address,
  length: number,
  router: Ipv6Address,
): Fib6Info | undefined {
  const table = idev.dev.net.ipv6.mainTable;
  const wanted = RTF_ROUTEINFO | RTF_GATEWAY;
  return idev.routes.find(
    (route) =>
      route.table === table &&
      route.destinationLength === length &&
      (route.flags & wanted) === wanted &&
      route.destination.equals(prefix) &&
      route.gateway?.equals(router) === true,
  );
}
