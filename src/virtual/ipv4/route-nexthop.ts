/**
 * Fills decisions from next hops, and picks one of several.
 *
 * Source: `net/ipv4/route.c` (`rt_set_nexthop`, `rt_bind_exception`), `net/ipv4/fib_semantics.c` (`fib_select_path`).
 */

import { NUD_FAILED } from "../../netlink/neigh.ts";
import {
  RT_SCOPE_LINK,
  RTAX_LOCK,
  RTAX_MTU,
  RTN_UNICAST,
  RTNH_F_DEAD,
} from "../../netlink/route-attributes.ts";
import { arpLookup } from "./arp-table.ts";
import type { FibInfo, FibNexthop } from "./fib-info.ts";
import type { FibResult } from "./fib-trie.ts";
import type { Flow4 } from "./flow.ts";
import { selectAddress } from "./inet-select.ts";
import type { NetIpv4 } from "./net-ipv4.ts";
import type { RouteException } from "./route-exceptions.ts";
import { RTCF_REDIRECTED, type Rtable } from "./rtable.ts";

/** Whether a cached decision may be used. */
export function cacheValid(route: Rtable | null): route is Rtable {
  return route?.isValid ?? false;
}

/** `rt_set_nexthop`, without the caching. */
export function setNexthop(
  route: Rtable,
  nexthop: FibNexthop | null,
  exception: RouteException | null,
): void {
  if (nexthop === null) return;
  route.nexthop = nexthop;
  if (nexthop.gatewayFamily !== 0 && nexthop.scope === RT_SCOPE_LINK) {
    route.usesGateway = true;
    route.gatewayFamily = nexthop.gatewayFamily;
    route.gateway = nexthop.gateway;
  }
  const mtu = nexthop.info.metric(RTAX_MTU);
  if (mtu !== 0) route.mtu = mtu;
  route.mtuLocked = (nexthop.info.metric(RTAX_LOCK) & (1 << RTAX_MTU)) !== 0;
  if (exception === null) return;
  route.exception = exception;
  if (exception.pmtu !== 0) {
    route.mtu = exception.pmtu;
    route.mtuLocked = exception.mtuLocked;
  }
  route.expires = exception.expires;
  if (exception.gateway !== 0) {
    route.flags |= RTCF_REDIRECTED;
    route.usesGateway = true;
    route.gatewayFamily = 2;
    route.gateway = exception.gateway;
  }
}

/** The source address for this result (`fib_result_prefsrc`). */
export function resultPrefsrc(net: NetIpv4, result: FibResult): number {
  const info = result.info;
  const nexthop = result.nexthop;
  if (info === null || nexthop === null) return 0;
  if (info.prefsrc !== 0) return info.prefsrc;
  if (nexthop.saddrGenid === net.genid) return nexthop.saddr;
  const dev = nexthop.dev;
  nexthop.saddr =
    dev === null ? 0 : selectAddress(dev, nexthop.gatewayFamily === 2 ? nexthop.gateway : 0, info.scope);
  nexthop.saddrGenid = net.genid;
  return nexthop.saddr;
}

/** 32-bit mix of a flow, keyed by the namespace (in Linux: siphash with a random key). */
function mix(hash: number, value: number): number {
  let h = Math.imul(hash ^ value, 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca77);
  return (h ^ (h >>> 13)) >>> 0;
}

/** `fib_multipath_hash`: 31 bits */
export function multipathHash(
  net: NetIpv4,
  saddr: number,
  daddr: number,
  protocol: number,
  sport: number,
  dport: number,
): number {
  if (net.ipIdKey === 0) net.ipIdKey = (net.net.machine.random() | 1) >>> 0;
  let hash = mix(mix(net.ipIdKey, saddr), daddr);
  if (net.sysctls.fibMultipathHashPolicy === 1) hash = mix(mix(hash, protocol), (sport << 16) | dport);
  return hash >>> 1;
}

/** Puts the hop that the hash falls on into the result (`fib_select_multipath`). */
export function selectMultipath(net: NetIpv4, info: FibInfo, result: FibResult, hash: number): void {
  let fallback: FibNexthop | null = null;
  for (const nexthop of info.nexthops) {
    if (net.sysctls.fibMultipathUseNeigh !== 0) {
      if (!isGood(nexthop)) continue;
      fallback ??= nexthop;
    }
    if (nexthop.upperBound < 0 || hash > nexthop.upperBound) continue;
    result.nexthop = nexthop;
    return;
  }
  if (fallback !== null) result.nexthop = fallback;
}

/** `fib_good_nh` */
function isGood(nexthop: FibNexthop): boolean {
  if ((nexthop.flags & RTNH_F_DEAD) !== 0) return false;
  if (nexthop.scope !== RT_SCOPE_LINK || nexthop.gatewayFamily !== 2 || nexthop.dev === null) return true;
  const neigh = arpLookup(nexthop.dev, nexthop.gateway);
  return neigh === null || (neigh.nudState & NUD_FAILED) === 0;
}

/** `fib_select_path` for a packet that starts here. */
export function selectPath(net: NetIpv4, result: FibResult, flow: Flow4): void {
  const info = result.info;
  if (info === null) return;
  if (flow.oif === 0 && info.nexthops.length > 1) {
    const hash = multipathHash(net, flow.saddr, flow.daddr, flow.ipProto, flow.sport, flow.dport);
    selectMultipath(net, info, result, hash);
  } else if (flow.oif === 0 && result.prefixLength === 0 && result.type === RTN_UNICAST)
    selectDefault(result);
  if (flow.saddr === 0) flow.saddr = resultPrefsrc(net, result);
}

/** Among several default routes of the same preference takes one whose gateway answers (`fib_select_default`). */
function selectDefault(result: FibResult): void {
  const aliases = result.info?.alias?.node.aliases;
  if (!aliases || aliases.length < 2) return;
  const first = result.info as FibInfo;
  for (const alias of aliases) {
    const info = alias.info;
    if (alias.tableId !== result.tableId || alias.tos !== result.tos || alias.type !== RTN_UNICAST) continue;
    if (info.priority !== first.priority || info.dead || info.scope !== first.scope) continue;
    const nexthop = info.nexthops[0];
    if (!nexthop || nexthop.gatewayFamily === 0 || !isGood(nexthop)) continue;
    result.info = info;
    result.nexthop = nexthop;
    return;
  }
}
