/**
 * Route lookup: the tables, the choice among a prefix's routes, and the decision for a packet.
 *
 * Source: `net/ipv6/route.c` (`fib6_table_lookup`, `ip6_pol_route`, `rt6_score_route`, `ip6_route_output_flags`), RFC 4191.
 */
import { EACCES, EAGAIN, EHOSTUNREACH, EINVAL, ENETUNREACH, ESRCH } from "../../../errno.ts";
import { NUD_FAILED } from "../../../netlink/neigh.ts";
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_ANYCAST,
  RTN_BLACKHOLE,
  RTN_LOCAL,
  RTN_NAT,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNREACHABLE,
  RTN_XRESOLVE,
} from "../../../netlink/route-attributes.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { dissectForRules } from "../../core/fib-rules/fib-rules-dissect.ts";
import { NUD_VALID } from "../../core/neigh/neigh-states.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { Flow6 } from "../flow6.ts";
import { Flow6 as Flow } from "../flow6.ts";
import { ndiscLookup } from "../ndisc/ndisc-table.ts";
import { type Fib6Info, RTF_ANYCAST, RTF_CACHE, RTF_LOCAL, RTF_NONEXTHOP, RTF_REJECT } from "./fib6-info.ts";
import type { Fib6Result } from "./fib6-rules.ts";
import type { Fib6Node, Fib6Table } from "./ip6-fib.ts";
import { armGc } from "./ip6-fib-update.ts";
import { multipathHash6 } from "./multipath-hash.ts";
import { findException, forgetException, keepException } from "./route-exceptions.ts";
import { selectBySource } from "./route-source.ts";
import { Rt6Info, type Rt6Input, type Rt6Operations, type Rt6Output } from "./rt6-info.ts";

/** `RT6_LOOKUP_F_*` */
export const RT6_LOOKUP_F_IFACE = 0x1;
export const RT6_LOOKUP_F_REACHABLE = 0x2;
export const RT6_LOOKUP_F_HAS_SADDR = 0x4;
export const RT6_LOOKUP_F_IGNORE_LINKSTATE = 0x40;

/** Scores of a route (`enum rt6_nud_state`). */
const FAIL_HARD = -3;
const FAIL_PROBE = -2;

const NOT_SET = (): never => {
  throw new Error("IPv6 is not initialised");
};

/** What decisions do with packets; filled when the family is initialised. */
export const rt6Operations: Rt6Operations = {
  localInput: NOT_SET,
  localInputFinish: NOT_SET,
  multicastInput: NOT_SET,
  forward: NOT_SET,
  discardInput: NOT_SET,
  prohibitInput: NOT_SET,
  blackholeInput: NOT_SET,
  output: NOT_SET,
  discardOutput: NOT_SET,
  prohibitOutput: NOT_SET,
  blackholeOutput: NOT_SET,
  probe: NOT_SET,
  fragment: NOT_SET,
};

/** Types that refuse (`fib6_prop`). */
const TYPE_ERRORS: ReadonlyMap<number, number> = new Map([
  [RTN_BLACKHOLE, -EINVAL],
  [RTN_UNREACHABLE, -EHOSTUNREACH],
  [RTN_PROHIBIT, -EACCES],
  [RTN_THROW, -EAGAIN],
  [RTN_NAT, -EINVAL],
  [RTN_XRESOLVE, -EINVAL],
]);

/** Error of a route of the type that refuses; 0: the type has none (`ip6_rt_type_to_error`). */
export function routeTypeError(type: number): number {
  return TYPE_ERRORS.get(type) ?? 0;
}

/** The destination belongs to one link (`rt6_need_strict`). */
function needStrict(flow: Flow6): boolean {
  return flow.destinationIsMulticast || flow.destinationIsLinkLocal || flow.destinationIsLoopback;
}

/** `rt6_score_route` */
function score(route: Fib6Info, oif: number, flags: number): number {
  let value = oif === 0 || route.dev.ifindex === oif ? 2 : 0;
  if (value === 0 && (flags & RT6_LOOKUP_F_IFACE) !== 0) return FAIL_HARD;
  value |= (route.pref ^ 2) << 2;
  if ((flags & RT6_LOOKUP_F_REACHABLE) === 0 || route.gateway === null) return value;
  if ((route.flags & RTF_NONEXTHOP) !== 0) return value;
  const neigh = ndiscLookup(route.dev, route.gateway);
  if (neigh === null) return value;
  if ((neigh.nudState & NUD_VALID) !== 0) return value;
  const failed = (neigh.nudState & NUD_FAILED) !== 0;
  rt6Operations.probe(route.dev, route.gateway, neigh);
  return failed ? FAIL_PROBE : value;
}

/** The best route at a node, or null (`rt6_select`, `__find_rr_leaf`). */
function selectAt(node: Fib6Node, oif: number, flags: number, now: number): Fib6Info | null {
  return selectAmong(node.candidates((flags & RT6_LOOKUP_F_IFACE) !== 0 ? oif : 0), oif, flags, now);
}

function selectAmong(routes: readonly Fib6Info[], oif: number, flags: number, now: number): Fib6Info | null {
  let best: Fib6Info | null = null;
  let bestScore = -1;
  for (let i = 0; i < routes.length; i++) {
    const route = routes[i];
    if (best !== null && route.metric !== best.metric) break;
    if (route.dead) continue;
    if (route.linkdown && (flags & RT6_LOOKUP_F_IGNORE_LINKSTATE) === 0 && ignoresLinkdown(route)) continue;
    if (route.expires !== 0 && route.expires < now) continue;
    const value = score(route, oif, flags);
    if (value <= bestScore) continue;
    bestScore = value;
    best = route;
  }
  return best;
}

function ignoresLinkdown(route: Fib6Info): boolean {
  return (route.dev.in6Dev?.cnf.ignoreRoutesWithLinkdown ?? 0) !== 0;
}

/** `fib6_table_lookup` */
export function tableLookup(
  net: Net,
  table: Fib6Table,
  flow: Flow6,
  flags: number,
  oif: number,
): Fib6Info | null {
  const now = net.machine.now();
  const first = table.lookup(flow.d0, flow.d1, flow.d2, flow.d3);
  let strict = flags;
  for (;;) {
    let node: Fib6Node | null = first;
    while (node !== null) {
      if (node.hasSources) {
        const found: Fib6Info | null = selectBySource(node, flow.source, (routes) =>
          selectAmong(routes, oif, strict, now),
        );
        if (found !== null) return found;
      } else {
        const found = selectAt(node, oif, strict, now);
        if (found !== null) return found;
      }
      node = table.backtrack(node);
    }
    if ((strict & RT6_LOOKUP_F_REACHABLE) === 0) return null;
    strict &= ~RT6_LOOKUP_F_REACHABLE;
  }
}

/** `ip6_pol_route` without the decision: which route; null: none. A number is the error of a rule. */
export function polRoute(net: Net, flow: Flow6, lookupFlags: number, oif: number): Fib6Info | number | null {
  const ipv6 = net.ipv6;
  let flags = lookupFlags & (RT6_LOOKUP_F_IFACE | RT6_LOOKUP_F_IGNORE_LINKSTATE);
  if (ipv6.all.forwarding === 0) flags |= RT6_LOOKUP_F_REACHABLE;
  if (ipv6.hasCustomRules && ipv6.rules !== null) {
    const result: Fib6Result = { find: (table) => tableLookup(net, table, flow, flags, oif), route: null };
    const error = ipv6.rules.lookup(flow, result, true);
    if (error === -ESRCH) return null;
    return error !== 0 ? error : result.route;
  }
  const local = ipv6.table(RT_TABLE_LOCAL);
  if (local !== undefined) {
    const found = tableLookup(net, local, flow, flags, oif);
    if (found !== null && found.error !== -EAGAIN) return found;
  }
  const main = ipv6.table(RT_TABLE_MAIN);
  if (main === undefined) return null;
  const found = tableLookup(net, main, flow, flags, oif);
  return found !== null && found.error === -EAGAIN ? null : found;
}

/**
 * One of a multipath route's hops by the flow's hash (`fib6_select_path`).
 * @param skb the packet by which is chosen; null: by the flow
 */
export function selectPath(
  net: Net,
  route: Fib6Info,
  flow: Flow6,
  oif: number,
  flags: number,
  skb: SkBuff | null,
): Fib6Info {
  const siblings = route.siblings;
  if (siblings === null || siblings.length < 2) return route;
  const hash = multipathHash6(net, flow, skb);
  let total = 0;
  for (const hop of siblings) if (hasShare(hop)) total += hop.weight;
  let sum = 0;
  for (const hop of siblings) {
    if (!hasShare(hop)) continue;
    sum += hop.weight;
    if (hash > Math.round((sum * 0x80000000) / total) - 1) continue;
    return score(hop, oif, flags & RT6_LOOKUP_F_IFACE) < 0 ? route : hop;
  }
  return route;
}

/** Whether a part of the flows falls on the hop (`rt6_is_dead`). */
function hasShare(hop: Fib6Info): boolean {
  return !hop.dead && !(hop.linkdown && ignoresLinkdown(hop));
}

/** Device that a decision goes through: `lo` for local addresses (`ip6_rt_get_dev_rcu`). */
function decisionDevice(route: Fib6Info, net: Net): NetDevice {
  if ((route.flags & (RTF_LOCAL | RTF_ANYCAST)) === 0 || net.loopback === null) return route.dev;
  return net.loopback;
}

function inputOf(route: Fib6Info): Rt6Input {
  if ((route.flags & RTF_REJECT) !== 0) {
    if (route.type === RTN_BLACKHOLE) return rt6Operations.blackholeInput;
    return route.type === RTN_PROHIBIT ? rt6Operations.prohibitInput : rt6Operations.discardInput;
  }
  if (route.type === RTN_LOCAL || route.type === RTN_ANYCAST) return rt6Operations.localInput;
  return route.destination.isMulticast ? rt6Operations.multicastInput : rt6Operations.forward;
}

function outputOf(route: Fib6Info): Rt6Output {
  if ((route.flags & RTF_REJECT) === 0) return rt6Operations.output;
  if (route.type === RTN_BLACKHOLE) return rt6Operations.blackholeOutput;
  return route.type === RTN_PROHIBIT ? rt6Operations.prohibitOutput : rt6Operations.discardOutput;
}

/** The decision for a route: made once, kept with it (`ip6_rt_pcpu_alloc`), or an exception for this destination. */
export function decisionFor(net: Net, route: Fib6Info, flow: Flow6): Rt6Info {
  if (route.exceptions !== null) {
    const cached = findException(route, flow);
    if (cached !== undefined) {
      if (cached.expires === 0 || cached.expires > net.machine.now()) return cached;
      forgetException(route, cached);
    }
  }
  if (route.rt === null) {
    route.rt = new Rt6Info(
      decisionDevice(route, net),
      route,
      route.gateway,
      route.flags,
      inputOf(route),
      outputOf(route),
    );
    route.rt.mtu = route.metrics?.get(2) ?? 0;
    route.rt.created = net.machine.now();
  }
  return route.rt;
}

/**
 * A decision for one destination only, with an MTU or gateway of its own (`ip6_rt_cache_alloc`, `rt6_insert_exception`).
 * @param source that of the packet, when it was about one
 */
export function addException(
  route: Fib6Info,
  destination: Ipv6Address,
  source: Ipv6Address | null,
  gateway: Ipv6Address | null,
  dev: NetDevice,
  flags = route.flags | RTF_CACHE,
): Rt6Info {
  const rt = new Rt6Info(dev, route, gateway, flags, inputOf(route), outputOf(route), destination);
  const { net } = dev;
  rt.created = net.machine.now();
  if (route.metrics === null) rt.keepMetrics();
  armGc(net);
  const direct = route.gateway === null && (route.flags & RTF_NONEXTHOP) === 0;
  if (route.sourceLength > 0 && direct) rt.cachedSource = source;
  keepException(route, rt);
  return rt;
}

const nullDecisions = new WeakMap<Net, Rt6Info>();

/** The decision when there is no route: everything is refused with ENETUNREACH (`ip6_null_entry`). */
export function nullDecision(net: Net): Rt6Info {
  let rt = nullDecisions.get(net);
  if (rt === undefined) {
    rt = new Rt6Info(
      net.loopback as NetDevice,
      null,
      null,
      RTF_REJECT | RTF_NONEXTHOP,
      rt6Operations.discardInput,
      rt6Operations.discardOutput,
    );
    rt.error = -ENETUNREACH;
    nullDecisions.set(net, rt);
  }
  return rt;
}

/** The decision for a flow, by the rules and tables (`ip6_pol_route`). */
export function decide(net: Net, flow: Flow6, flags: number, oif: number, skb: SkBuff | null): Rt6Info {
  const found = polRoute(net, flow, flags, oif);
  if (found === null) return nullDecision(net);
  if (typeof found === "number") return ruleDecision(net, found);
  const route = found.siblings === null ? found : selectPath(net, found, flow, oif, flags, skb);
  return decisionFor(net, route, flow);
}

/** A rule itself refuses: prohibit, blackhole or unreachable. */
function ruleDecision(net: Net, error: number): Rt6Info {
  const dev = net.loopback as NetDevice;
  const prohibit = error === -EACCES;
  const blackhole = error === -EINVAL;
  const rt = new Rt6Info(
    dev,
    null,
    null,
    RTF_REJECT | RTF_NONEXTHOP,
    blackhole
      ? rt6Operations.blackholeInput
      : prohibit
        ? rt6Operations.prohibitInput
        : rt6Operations.discardInput,
    blackhole
      ? rt6Operations.blackholeOutput
      : prohibit
        ? rt6Operations.prohibitOutput
        : rt6Operations.discardOutput,
  );
  rt.error = error;
  return rt;
}

/**
 * For a packet to be sent (`ip6_route_output_flags`); never null, look at its `error`.
 * @param skb the packet by which a multipath route chooses, if not by the flow
 */
export function ip6RouteOutput(
  net: Net,
  flow: Flow6,
  boundDevice: number,
  extraFlags = 0,
  skb: SkBuff | null = null,
): Rt6Info {
  let flags = extraFlags;
  if (boundDevice !== 0 || needStrict(flow) || (flow.oif !== 0 && !flow.hasSource))
    flags |= RT6_LOOKUP_F_IFACE;
  if (flow.hasSource) flags |= RT6_LOOKUP_F_HAS_SADDR;
  flow.iif = 1;
  return decide(net, flow, flags, flow.oif, skb);
}

const inputFlow = new Flow();

/** For a received packet whose header is at `skb.networkHeader`: sets `skb.dst` (`ip6_route_input`). */
export function ip6RouteInput(skb: SkBuff, dev: NetDevice): void {
  const flow = inputFlow;
  const header = skb.networkHeader;
  const bytes = skb.bytes;
  flow.setFromHeader(bytes, header);
  flow.iif = dev.ifindex;
  flow.oif = 0;
  flow.mark = skb.mark;
  flow.protocol = bytes[header + 6];
  flow.flowLabel = ((bytes[header + 1] & 0x0f) << 16) | (bytes[header + 2] << 8) | bytes[header + 3];
  flow.trafficClass = ((bytes[header] & 0x0f) << 4) | (bytes[header + 1] >>> 4);
  flow.sourcePort = flow.destinationPort = 0;
  if (dev.net.ipv6.hasCustomRules) {
    const keys = dissectForRules(skb, ETH_P_IPV6);
    flow.protocol = keys.protocol;
    flow.sourcePort = keys.sourcePort;
    flow.destinationPort = keys.destinationPort;
  }
  let flags = RT6_LOOKUP_F_HAS_SADDR;
  if (needStrict(flow)) flags |= RT6_LOOKUP_F_IFACE;
  skb.dst = decide(dev.net, flow, flags, dev.ifindex, skb);
}
