/**
 * Routes as rtnetlink messages, attributes in Linux's order.
 *
 * Source: `net/ipv6/route.c` (`rt6_fill_node`), `net/ipv4/fib_semantics.c` (`fib_nexthop_info`).
 */
import { AF_INET6 } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import {
  beginNexthop,
  endNexthop,
  newRouteHeader,
  writeRouteCacheInfo,
  writeRouteHeader,
} from "../../../netlink/route.ts";
import {
  RT_TABLE_COMPAT,
  RTA_DST,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTAX_CC_ALGO,
  RTM_F_CLONED,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_ONLINK,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTNLGRP_IPV6_ROUTE } from "../../../netlink/rtnetlink.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { Fib6Info } from "./fib6-info.ts";
import { ICMPV6_ROUTER_PREF_MEDIUM, RTF_CACHE, RTF_DYNAMIC } from "./fib6-info.ts";
import type { Rt6Info } from "./rt6-info.ts";

/** ns in a unit of `USER_HZ`. */
const NS_PER_TICK = 10_000_000;

/** What a message about a looked-up route adds. */
export interface RouteGet {
  readonly rt: Rt6Info;
  readonly destination: Ipv6Address;
  /** Null in a dump of what was learned. */
  readonly source: Ipv6Address | null;
  readonly iif: number;
  /** What a packet's source would be; null: none. */
  readonly preferredSource: Ipv6Address | null;
}

const header = newRouteHeader();

function nexthopFlags(route: Fib6Info): number {
  let flags = 0;
  if (route.dead) flags |= RTNH_F_DEAD;
  if (route.linkdown) {
    flags |= RTNH_F_LINKDOWN;
    if ((route.dev.in6Dev?.cnf.ignoreRoutesWithLinkdown ?? 0) !== 0) flags |= RTNH_F_DEAD;
  }
  if (route.onlink) flags |= RTNH_F_ONLINK;
  return flags;
}

/** `rtnetlink_put_metrics` */
function writeMetrics(
  writer: MessageWriter,
  metrics: ReadonlyMap<number, number>,
  congestionControl: string,
): void {
  const nest = writer.nest(RTA_METRICS);
  const empty = writer.length;
  for (const [metric, value] of [...metrics].sort((a, b) => a[0] - b[0])) {
    if (metric === RTAX_CC_ALGO) writer.string(metric, congestionControl);
    else if (value !== 0) writer.u32(metric, value);
  }
  if (writer.length === empty) writer.truncate(nest);
  else writer.endNest(nest);
}

function writeAddress(writer: MessageWriter, type: number, address: Ipv6Address): void {
  const at = writer.attribute(type, 16);
  address.toBytes(writer.bytes, at);
}

/**
 * Writes a message about a route, or about the decision in `get`.
 * @param iif where a packet is received that the route was looked up for; 0: nowhere
 */
export function writeRoute(
  writer: MessageWriter,
  net: Net,
  route: Fib6Info,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  get: RouteGet | null = null,
  iif = get?.iif ?? 0,
): void {
  writer.begin(type, flags, seq, portid);
  const headerAt = writer.length;
  const table = route.table.id;
  header.family = AF_INET6;
  header.dstLength = get === null ? route.destinationLength : 128;
  header.srcLength = get === null || get.source === null ? route.sourceLength : 128;
  header.tos = 0;
  header.table = table < 256 ? table : RT_TABLE_COMPAT;
  header.protocol = route.protocol;
  header.scope = 0;
  header.type = route.type;
  header.flags = get !== null && (get.rt.flags & RTF_CACHE) !== 0 ? RTM_F_CLONED : 0;
  writeRouteHeader(writer, header);
  writer.u32(RTA_TABLE, table);
  if (get !== null) {
    writeAddress(writer, RTA_DST, get.destination);
    if (get.source !== null) writeAddress(writer, RTA_SRC, get.source);
    else if (route.sourceLength > 0) writeAddress(writer, RTA_SRC, route.source);
  } else {
    if (route.destinationLength > 0) writeAddress(writer, RTA_DST, route.destination);
    if (route.sourceLength > 0) writeAddress(writer, RTA_SRC, route.source);
  }
  if (iif !== 0) writer.u32(RTA_IIF, iif);
  else if (get !== null && get.preferredSource !== null)
    writeAddress(writer, RTA_PREFSRC, get.preferredSource);
  if (route.prefsrc !== null && (get === null || get.iif !== 0 || get.preferredSource === null))
    writeAddress(writer, RTA_PREFSRC, route.prefsrc);
  const metrics = metricsOf(route, get);
  if (metrics !== null) writeMetrics(writer, metrics, route.congestionControl);
  writer.u32(RTA_PRIORITY, route.metric);
  const bits = writeNexthops(writer, route, get);
  writer.put32(headerAt + 8, header.flags | bits);
  const expires = expiryOf(route, type, get);
  writeRouteCacheInfo(writer, {
    clntref: get === null ? 0 : holders(get),
    lastuse: get === null ? 0 : ticksSince(get),
    expires: expires === 0 ? 0 : ticksUntil(expires, net.machine.now()),
    error: get?.rt.error ?? 0,
    used: 0,
    id: 0,
    ts: 0,
    tsage: 0,
  });
  // what a redirect made is no route of the router that gave the preference
  writer.u8(RTA_PREF, ((get?.rt.flags ?? 0) & RTF_DYNAMIC) !== 0 ? ICMPV6_ROUTER_PREF_MEDIUM : route.pref);
  writer.end();
}

/** As far as 31 bits go (`rtnl_put_cacheinfo`). */
function ticksUntil(expires: number, now: number): number {
  const ticks = Math.floor(expires / NS_PER_TICK) - Math.floor(now / NS_PER_TICK);
  return Math.max(-0x7fffffff, Math.min(ticks, 0x7fffffff));
}

/** A route that goes has no more life to tell of, and a decision only its own. */
function expiryOf(route: Fib6Info, type: number, get: RouteGet | null): number {
  if (type === RTM_DELROUTE) return 0;
  return get === null ? route.expires : get.rt.expires;
}

function metricsOf(route: Fib6Info, get: RouteGet | null): ReadonlyMap<number, number> | null {
  if (get === null || (get.rt.flags & RTF_CACHE) === 0) return route.metrics;
  const { metrics, mtu } = get.rt;
  return mtu === 0 ? metrics : new Map([...(metrics ?? []), [2, mtu]]);
}

/** The hops in the order of their ring, from the one that the message is about. */
function hopsFrom(route: Fib6Info, siblings: readonly Fib6Info[]): readonly Fib6Info[] {
  const at = siblings.indexOf(route);
  return at <= 0 ? siblings : [...siblings.slice(at), ...siblings.slice(0, at)];
}

/** @returns `RTNH_F_*` for the message's header */
function writeNexthops(writer: MessageWriter, route: Fib6Info, get: RouteGet | null): number {
  if (get !== null) {
    if (get.rt.gateway !== null) writeAddress(writer, RTA_GATEWAY, get.rt.gateway);
    writer.u32(RTA_OIF, get.rt.dev.ifindex);
    return 0;
  }
  if (route.siblings !== null) {
    const nest = writer.nest(RTA_MULTIPATH);
    for (const hop of hopsFrom(route, route.siblings)) {
      const at = beginNexthop(writer, nexthopFlags(hop), hop.weight - 1, hop.dev.ifindex);
      if (hop.gateway !== null) writeAddress(writer, RTA_GATEWAY, hop.gateway);
      endNexthop(writer, at);
    }
    writer.endNest(nest);
    return 0;
  }
  if (route.gateway !== null) writeAddress(writer, RTA_GATEWAY, route.gateway);
  writer.u32(RTA_OIF, route.dev.ifindex);
  return nexthopFlags(route);
}

/** Tells listeners (`inet6_rt_notify`). */
export function notifyRoute(
  net: Net,
  route: Fib6Info,
  type: number,
  origin: { readonly portid: number; readonly seq: number },
  flags: number,
): void {
  const rtnetlink = net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net, RTNLGRP_IPV6_ROUTE)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writeRoute(writer, net, route, type, flags, origin.seq, origin.portid);
  rtnetlink.notify(net, RTNLGRP_IPV6_ROUTE, writer.message());
}

/** How old a kept decision is; not told of what was learned. */
function ticksSince({ rt, source }: RouteGet): number {
  if (source === null || rt.created === 0) return 0;
  return Math.floor((rt.dev.net.machine.now() - rt.created) / NS_PER_TICK);
}

/** Who holds a decision: the table's list, who looked it up, and the packets that wait for a neighbour (`rcuref_read`). */
function holders({ rt, source }: RouteGet): number {
  if (source === null) return 1;
  return 2 + (rt.dev.in6Dev?.nd.waitingBy(rt) ?? 0);
}
