/**
 * Deleting the route that was described, or what was learned below it.
 *
 * Source: `net/ipv6/route.c` (`ip6_route_del`, `ip6_del_cached_rt`).
 */
import { ENOENT, ESRCH } from "../../../errno.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN, RTPROT_KERNEL } from "../../../netlink/route-attributes.ts";
import { IN6ADDR_ANY } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { prefixEqual } from "../addrconf/addrconf-core.ts";
import { Flow6 } from "../flow6.ts";
import { type Fib6Info, RTF_CACHE } from "./fib6-info.ts";
import type { Fib6Node, Fib6Table } from "./ip6-fib.ts";
import { fib6Delete, fib6DeleteAll, type RouteOrigin } from "./ip6-fib-update.ts";
import type { RouteConfig } from "./route-config.ts";
import { findException, forgetException } from "./route-exceptions.ts";

/** The route of a table without a default route: it is found like one, and can not be deleted (`fib6_null_entry`). */
function matchesNoRoute(net: Net, config: RouteConfig, fib: Fib6Table | undefined): boolean {
  const routes = fib?.find(config.destination, 0)?.routes ?? [];
  const bySource = config.sourceLength !== 0;
  if (routes.some((route) => bySource || route.sourceLength === 0)) return false;
  if (config.metric !== 0 || (config.flags & RTF_CACHE) !== 0) return false;
  if (config.gateway !== null && !config.gateway.isUnspecified) return false;
  if (config.protocol !== 0 && config.protocol !== RTPROT_KERNEL) return false;
  return config.oif === 0 || config.oif === net.loopback?.ifindex;
}

/**
 * The routes for the destination and source (`fib6_locate`). A source makes no difference to a destination that has no routes for
 * any.
 */
function candidates(fib: Fib6Table, config: RouteConfig): readonly Fib6Info[] {
  const routes = fib.find(config.destination, config.destinationLength)?.routes ?? [];
  if (routes.every(({ sourceLength }) => sourceLength === 0)) return [...routes];
  const { source, sourceLength } = config;
  return routes.filter((route) => route.sourceLength === sourceLength && route.source.equals(source));
}

/** `ip6_route_del`. @returns 0 or a negative error */
export function deleteRoute(net: Net, config: RouteConfig, origin: RouteOrigin, extack: ExtendedAck): number {
  const fib = net.ipv6.table(config.table);
  const always = [0, RT_TABLE_MAIN, RT_TABLE_LOCAL].includes(config.table);
  if (fib === undefined && !always) return extack.fail(-ESRCH, "FIB table does not exist");
  if (config.destinationLength === 0 && matchesNoRoute(net, config, fib)) return -ENOENT;
  if (fib === undefined) return -ESRCH;
  if ((config.flags & RTF_CACHE) !== 0) return deleteCached(net, fib, config);
  for (const route of candidates(fib, config)) {
    if (config.oif !== 0 && route.dev.ifindex !== config.oif) continue;
    if (config.gateway !== null && !config.gateway.equals(route.gateway ?? IN6ADDR_ANY)) continue;
    if (config.metric !== 0 && config.metric !== route.metric) continue;
    if (config.protocol !== 0 && config.protocol !== route.protocol) continue;
    // all hops go at once only where a message asked (`fc_delete_all_nh`)
    const single = config.gateway !== null || !origin.fromUser;
    return single ? fib6Delete(net, route, origin) : fib6DeleteAll(net, route, origin);
  }
  return -ESRCH;
}

/** The routes of the longest source that contains the one that is meant, of those that a node has routes for. */
function bySource(routes: readonly Fib6Info[], { source, sourceLength }: RouteConfig): Fib6Info[] | null {
  const containing = routes.filter(
    (route) => route.sourceLength <= sourceLength && prefixEqual(route.source, source, route.sourceLength),
  );
  if (containing.length === 0) return null;
  const longest = Math.max(...containing.map((route) => route.sourceLength));
  return containing.filter((route) => route.sourceLength === longest);
}

/**
 * The routes below which something was learned for the destination: those of the longest prefix with routes for any source, and of
 * these the ones by source if the request names one and there are such (`fib6_locate` without an exact match).
 * @returns none when there is nothing but the root; null when there is no such place
 */
function located(fib: Fib6Table, config: RouteConfig): readonly Fib6Info[] | null {
  const { w0, w1, w2, w3 } = config.destination;
  let place: Fib6Node | null = fib.lookup(w0, w1, w2, w3);
  const { destinationLength: length } = config;
  while (place !== null && place !== fib.root) {
    if (place.bits === length || (place.bits < length && !place.routes.every(hasSource))) break;
    place = fib.backtrack(place);
  }
  const routes = place?.routes ?? [];
  if (config.sourceLength > 0 && routes.some(hasSource)) return bySource(routes.filter(hasSource), config);
  const plain = routes.filter((route) => !hasSource(route));
  return plain.length === 0 && place !== fib.root ? null : plain;
}

function hasSource({ sourceLength }: Fib6Info): boolean {
  return sourceLength > 0;
}

/** What was learned about one destination (`ip6_del_cached_rt`). Where nothing was, that is no error. */
function deleteCached(net: Net, fib: Fib6Table, config: RouteConfig): number {
  const flow = new Flow6().setDestination(config.destination).setSource(config.source);
  const routes = located(fib, config);
  if (routes === null) return -ESRCH;
  if (routes.length === 0) return 0;
  for (const route of routes) {
    const rt = findException(route, flow);
    if (rt === undefined || (rt.expires !== 0 && rt.expires <= net.machine.now())) return 0;
    if (config.oif !== 0 && rt.dev.ifindex !== config.oif) continue;
    if (config.gateway !== null && !(rt.gateway?.equals(config.gateway) ?? false)) continue;
    forgetException(route, rt);
    return 0;
  }
  return -ESRCH;
}
