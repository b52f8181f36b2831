/**
 * Fills decisions from next hops, and picks one of several.
 *
 * Source: `net/ipv4/route.c` (`rt_set_nexthop`, `rt_bind_exception`), `net/ipv4/fib_semantics.c` (`fib_select_path`).
 */

import { NUD_INCOMPLETE, NUD_REACHABLE } from "../../../netlink/neigh.ts";
import {
  RT_SCOPE_LINK,
  RTAX_LOCK,
  RTAX_MTU,
  RTN_UNICAST,
  RTNH_F_DEAD,
} from "../../../netlink/route-attributes.ts";
import { NUD_VALID } from "../../core/neigh/neigh-states.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { arpLookup } from "../arp/arp-table.ts";
import { selectAddress } from "../devinet/inet-select.ts";
import type { FibInfo, FibNexthop } from "../fib/fib-info.ts";
import type { FibAlias, FibResult } from "../fib/fib-trie.ts";
import { type Flow4, LEGACY_TOS_MASK } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { flowHash, packetHash } from "./multipath-hash.ts";
import { bindException, type RouteException } from "./route-exceptions.ts";
import type { Rtable } from "./rtable.ts";

/** Whether a cached decision may be used. */
export function cacheValid(route: Rtable | null): route is Rtable {
  return route?.isValid ?? false;
}

/**
 * `rt_set_nexthop`, without the caching.
 * @param realms of the rule that led here
 * @param sourceRealms what the way back to a received packet's source says
 */
export function setNexthop(
  route: Rtable,
  nexthop: FibNexthop | null,
  exception: RouteException | null,
  realms: number,
  sourceRealms: number,
): void {
  route.tclassid = joinRealms(joinRealms(nexthop?.tclassid ?? 0, realms), sourceRealms);
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
  if (exception !== null) bindException(route, exception);
}

/** Takes a realm from the second where the first has none (`set_class_tag`). */
function joinRealms(one: number, other: number): number {
  const low = (one & 0xffff) === 0 ? other & 0xffff : one & 0xffff;
  const high = one >>> 16 === 0 ? other >>> 16 : one >>> 16;
  return ((high << 16) | low) >>> 0;
}

/** The source address for this result (`fib_result_prefsrc`). */
export function resultPrefsrc(net: NetIpv4, result: FibResult): number {
  const info = result.info;
  const nexthop = result.nexthop;
  if (info === null || nexthop === null) return 0;
  return info.prefsrc !== 0 ? info.prefsrc : hopAddress(net, nexthop);
}

/** The address that packets through this hop have when nothing else says so (`fib_info_update_nhc_saddr`). */
function hopAddress(net: NetIpv4, nexthop: FibNexthop): number {
  if (nexthop.saddrGenid === net.genid) return nexthop.saddr;
  const dev = nexthop.dev;
  const gateway = nexthop.gatewayFamily === 2 ? nexthop.gateway : 0;
  nexthop.saddr = dev === null ? 0 : selectAddress(dev, gateway, nexthop.info.scope);
  nexthop.saddrGenid = net.genid;
  return nexthop.saddr;
}

/**
 * Puts the hop that the hash falls on into the result, or one whose own address the packet already has (`fib_select_multipath`).
 * @param saddr the source address that is settled; 0: none is
 */
export function selectMultipath(
  net: NetIpv4,
  info: FibInfo,
  result: FibResult,
  hash: number,
  saddr: number,
): void {
  const useNeigh = net.sysctls.fibMultipathUseNeigh !== 0;
  let best = -1;
  for (const nexthop of info.nexthops) {
    if (nexthop.upperBound < 0 || (useNeigh && !isGood(nexthop))) continue;
    let score = hash <= nexthop.upperBound ? 1 : 0;
    if (saddr !== 0 && hopAddress(net, nexthop) === saddr) score += 2;
    if (score <= best) continue;
    result.nexthop = nexthop;
    if (score === 3 || (saddr === 0 && score === 1)) return;
    best = score;
  }
}

/** `fib_good_nh` */
function isGood(nexthop: FibNexthop): boolean {
  if ((nexthop.flags & RTNH_F_DEAD) !== 0) return false;
  if (nexthop.scope !== RT_SCOPE_LINK || nexthop.gatewayFamily !== 2 || nexthop.dev === null) return true;
  const neigh = arpLookup(nexthop.dev, nexthop.gateway);
  return neigh === null || (neigh.nudState & NUD_VALID) !== 0;
}

/** `fib_select_path` for a packet that starts here. @param skb the packet, where it is known already */
export function selectPath(net: NetIpv4, result: FibResult, flow: Flow4, skb: SkBuff | null): void {
  const info = result.info;
  if (info === null) return;
  if (flow.oif === 0 && info.nexthops.length > 1) {
    const hash = skb === null ? flowHash(net, flow) : packetHash(net, skb);
    selectMultipath(net, info, result, hash, flow.saddr);
  } else if (flow.oif === 0 && result.prefixLength === 0 && result.type === RTN_UNICAST) {
    if ((net.tables.get(result.tableId)?.defaults ?? 0) > 1) selectDefault(result, flow);
  }
  if (flow.saddr === 0) flow.saddr = resultPrefsrc(net, result);
}

/** What {@link selectDefault} finds: the routes that may be taken, and what speaks for the last resort. */
interface Resort {
  alias: FibAlias | null;
  order: number;
}

/** Whether the gateway does not answer, or has its turn already (`fib_detect_death`). @param last the order of who was taken before */
function looksDead(alias: FibAlias, order: number, resort: Resort, last: number): boolean {
  const nexthop = alias.info.nexthops[0];
  const neigh = nexthop?.dev && nexthop.gatewayFamily === 2 ? arpLookup(nexthop.dev, nexthop.gateway) : null;
  if (neigh === null) return false;
  const state = neigh.nudState;
  const valid = (state & NUD_VALID) !== 0;
  if (state === NUD_REACHABLE || (valid && order !== last)) return false;
  if (valid || (resort.order < 0 && order > last && state !== NUD_INCOMPLETE)) {
    resort.alias = alias;
    resort.order = order;
  }
  return true;
}

/** Default routes of the same preference as the one that was found, which must be the first of them. */
function sameDefaults(result: FibResult, flow: Flow4): FibAlias[] {
  const same: FibAlias[] = [];
  let priority = result.info?.priority ?? 0;
  let tos = 0;
  for (const alias of result.alias?.node.aliases ?? []) {
    const info = alias.info;
    if (alias.tableId !== result.tableId) continue;
    if (alias.tos !== 0 && alias.tos !== (flow.tos & LEGACY_TOS_MASK)) continue;
    if (info.priority > priority && alias.tos === tos) {
      if (tos !== 0) continue;
      break;
    }
    if ((info.flags & RTNH_F_DEAD) !== 0) continue;
    tos = alias.tos;
    priority = info.priority;
    const nexthop = info.nexthops[0];
    if (info.scope !== result.scope || alias.type !== RTN_UNICAST) continue;
    if (!nexthop || nexthop.gatewayFamily === 0 || nexthop.scope !== RT_SCOPE_LINK) continue;
    if (same.length === 0 && info !== result.info) break;
    same.push(alias);
  }
  return same;
}

/**
 * Among several default routes of the same preference takes one whose gateway is known to answer; of those that may answer, one after
 * the other (`fib_select_default`).
 */
function selectDefault(result: FibResult, flow: Flow4): void {
  const same = sameDefaults(result, flow);
  const first = same[0];
  if (first === undefined) return;
  const last = first.lastDefault;
  if (same.length < 2) {
    if (last !== -1) first.lastDefault = -1;
    return;
  }
  const resort: Resort = { alias: null, order: -1 };
  const order = same.findIndex((alias, at) => !looksDead(alias, at, resort, last));
  const taken = order >= 0 ? same[order] : resort.alias;
  first.lastDefault = order >= 0 ? order : resort.order;
  if (!taken) return;
  result.alias = taken;
  result.info = taken.info;
  result.nexthop = taken.info.nexthops[0] ?? null;
}
