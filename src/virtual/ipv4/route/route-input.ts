/**
 * Where a received packet goes: `ip_route_input_rcu`.
 *
 * Source: `net/ipv4/route.c`.
 */
import { EHOSTUNREACH } from "../../../errno.ts";
import {
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
  RTN_UNREACHABLE,
} from "../../../netlink/route-attributes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { IPPROTO_IGMP } from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_ARP_PVLAN_DISABLE,
  SKB_DROP_REASON_INVALID_PROTO,
  SKB_DROP_REASON_IP_INVALID_DEST,
  SKB_DROP_REASON_IP_INVALID_SOURCE,
  SKB_DROP_REASON_IP_LOCALNET,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import { dissectForRules } from "../../core/fib-rules/fib-rules-dissect.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { addressOnlink } from "../devinet/inet-select.ts";
import { fibLookup } from "../fib/fib-lookup.ts";
import { sourceRealms, validateSource } from "../fib/fib-source.ts";
import { FibResult } from "../fib/fib-trie.ts";
import { Flow4 } from "../flow.ts";
import { isGroupMember } from "../igmp/igmp-device.ts";
import {
  isBroadcastAll,
  isLocalMulticast,
  isLoopbackAddress,
  isMulticast,
  isZeroNet,
} from "../inet-address.ts";
import { IPSKB_DOREDIRECT } from "../sock/ip-control.ts";
import { martianDestination, martianSource } from "./martian.ts";
import { packetHash } from "./multipath-hash.ts";
import { findException } from "./route-exceptions.ts";
import { outputBug, routeHandlers } from "./route-handlers.ts";
import { cacheValid, selectMultipath, setNexthop } from "./route-nexthop.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, Rtable } from "./rtable.ts";

const flow = new Flow4();
/** The lookup behind the last decision, for whoever shows it (`ip route get … iif`). */
export const inputResult = new FibResult();

/**
 * Decides for a packet of which these are the header fields, and puts the decision on `skb.dst`.
 * @returns 0, or the drop reason
 */
export function routeInput(
  skb: SkBuff,
  daddr: number,
  saddr: number,
  tos: number,
  dev: NetDevice,
  ipProtocol: number,
): number {
  const inDev = dev.inDev;
  if (isMulticast(daddr)) {
    if (inDev === null || !isGroupMember(inDev, daddr)) return SKB_DROP_REASON_NOT_SPECIFIED;
    return routeInputMulticast(skb, daddr, saddr, tos, inDev, ipProtocol);
  }
  if (inDev === null) return SKB_DROP_REASON_NOT_SPECIFIED;
  return routeInputSlow(skb, daddr, saddr, tos, inDev, ipProtocol);
}

/** `ip_mc_validate_source`. @returns 0 or the drop reason */
export function validateMulticastSource(
  skb: SkBuff,
  daddr: number,
  saddr: number,
  tos: number,
  inDev: InetDevice,
  ipProtocol: number,
): number {
  if (isMulticast(saddr) || isBroadcastAll(saddr)) return SKB_DROP_REASON_IP_INVALID_SOURCE;
  if (skb.protocol !== ETH_P_IP) return SKB_DROP_REASON_INVALID_PROTO;
  if (isLoopbackAddress(saddr) && !inDev.routesLocalnet) return SKB_DROP_REASON_IP_LOCALNET;
  if (isZeroNet(saddr))
    return isLocalMulticast(daddr) || ipProtocol === IPPROTO_IGMP ? 0 : SKB_DROP_REASON_IP_INVALID_SOURCE;
  const valid = validateSource(saddr, 0, tos, 0, inDev, skb);
  return valid < 0 ? -valid : 0;
}

function routeInputMulticast(
  skb: SkBuff,
  daddr: number,
  saddr: number,
  tos: number,
  inDev: InetDevice,
  ipProtocol: number,
): number {
  const reason = validateMulticastSource(skb, daddr, saddr, tos, inDev, ipProtocol);
  if (reason !== 0) return reason;
  const route = newInputRoute(inDev, RTCF_MULTICAST | RTCF_LOCAL, RTN_MULTICAST);
  if (!isZeroNet(saddr)) route.tclassid = sourceRealms;
  skb.dst = route;
  return 0;
}

function newInputRoute(inDev: InetDevice, flags: number, type: number): Rtable {
  const dev = inDev.net.net.loopback ?? inDev.dev;
  const route = new Rtable(inDev.net, dev, flags, type, routeHandlers.localDeliver, outputBug);
  route.isInput = true;
  route.iif = inDev.dev.ifindex;
  return route;
}

function routeInputSlow(
  skb: SkBuff,
  daddr: number,
  saddr: number,
  tos: number,
  inDev: InetDevice,
  ipProtocol: number,
): number {
  if (isMulticast(saddr) || isBroadcastAll(saddr))
    return martianSource(skb, inDev, daddr, saddr, SKB_DROP_REASON_IP_INVALID_SOURCE);
  if (isBroadcastAll(daddr) || (saddr === 0 && daddr === 0))
    return broadcastInput(skb, daddr, saddr, tos, inDev);
  if (isZeroNet(saddr)) return martianSource(skb, inDev, daddr, saddr, SKB_DROP_REASON_IP_INVALID_SOURCE);
  if (isZeroNet(daddr)) return martianDestination(inDev, daddr, saddr, SKB_DROP_REASON_IP_INVALID_DEST);
  if (isLoopbackAddress(daddr)) {
    if (!inDev.routesLocalnet) return martianDestination(inDev, daddr, saddr, SKB_DROP_REASON_IP_LOCALNET);
  } else if (isLoopbackAddress(saddr) && !inDev.routesLocalnet)
    return martianSource(skb, inDev, daddr, saddr, SKB_DROP_REASON_IP_LOCALNET);
  const net = inDev.net;
  flow.reset();
  flow.iif = inDev.dev.ifindex;
  flow.mark = skb.mark;
  flow.tos = tos;
  flow.daddr = daddr;
  flow.saddr = saddr;
  flow.ipProto = ipProtocol;
  if (net.hasCustomRules && skb.protocol === ETH_P_IP) {
    const keys = dissectForRules(skb, ETH_P_IP);
    flow.ipProto = keys.protocol;
    flow.sport = keys.sourcePort;
    flow.dport = keys.destinationPort;
  }
  const result = inputResult;
  result.clear();
  const error = fibLookup(net, flow, result, false);
  if (error !== 0) return noRoute(skb, inDev, inDev.forwarding ? error : -EHOSTUNREACH);
  if (result.type === RTN_BROADCAST) {
    if (inDev.both("bcForwarding")) return makeInput(skb, daddr, saddr, tos, inDev);
    return broadcastInput(skb, daddr, saddr, tos, inDev);
  }
  if (result.type === RTN_LOCAL) {
    const valid = validateSource(saddr, daddr, tos, 0, inDev, skb);
    if (valid < 0) return martianSource(skb, inDev, daddr, saddr, -valid);
    return localInput(skb, inDev);
  }
  if (!inDev.forwarding) return noRoute(skb, inDev, -EHOSTUNREACH);
  if (result.type !== RTN_UNICAST)
    return martianDestination(inDev, daddr, saddr, SKB_DROP_REASON_IP_INVALID_DEST);
  return makeInput(skb, daddr, saddr, tos, inDev);
}

function broadcastInput(skb: SkBuff, daddr: number, saddr: number, tos: number, inDev: InetDevice): number {
  if (skb.protocol !== ETH_P_IP) return SKB_DROP_REASON_INVALID_PROTO;
  const route = newInputRoute(inDev, RTCF_BROADCAST | RTCF_LOCAL, RTN_BROADCAST);
  if (!isZeroNet(saddr)) {
    const valid = validateSource(saddr, 0, tos, 0, inDev, skb);
    if (valid < 0) return martianSource(skb, inDev, daddr, saddr, -valid);
    route.tclassid = sourceRealms;
  }
  skb.dst = route;
  return 0;
}

/** For this host; the decision is cached on the next hop of the local route, unless the source has realms. */
function localInput(skb: SkBuff, inDev: InetDevice): number {
  const nexthop = inputResult.nexthop;
  const keeper = sourceRealms === 0 ? nexthop : null;
  if (keeper !== null && cacheValid(keeper.input) && keeper.input.iif === inDev.dev.ifindex) {
    skb.dst = keeper.input;
    return 0;
  }
  const route = newInputRoute(inDev, RTCF_LOCAL, RTN_LOCAL);
  route.nexthop = nexthop;
  route.tclassid = sourceRealms;
  if (keeper !== null) keeper.input = route;
  skb.dst = route;
  return 0;
}

/** The packet gets an error answer when it is delivered. */
function noRoute(skb: SkBuff, inDev: InetDevice, error: number): number {
  const route = newInputRoute(inDev, 0, RTN_UNREACHABLE);
  route.handleInput = routeHandlers.error;
  route.error = error;
  inputResult.clear();
  inputResult.type = RTN_UNREACHABLE;
  skb.dst = route;
  return 0;
}

/** `ip_mkroute_input`: the packet goes on to another host. */
function makeInput(skb: SkBuff, daddr: number, saddr: number, tos: number, inDev: InetDevice): number {
  const net = inDev.net;
  const result = inputResult;
  const info = result.info;
  if (info !== null && info.nexthops.length > 1) selectMultipath(net, info, result, packetHash(net, skb), 0);
  const nexthop = result.nexthop;
  const out = nexthop?.dev?.inDev;
  if (!nexthop || !out) return SKB_DROP_REASON_NOT_SPECIFIED;
  const valid = validateSource(saddr, daddr, tos, nexthop.oif, inDev, skb);
  if (valid < 0) return martianSource(skb, inDev, daddr, saddr, -valid);
  if (out === inDev && valid > 0 && out.sendsRedirects && skb.protocol === ETH_P_IP) {
    const gateway = nexthop.gatewayFamily === 2 ? nexthop.gateway : 0;
    if (out.either("sharedMedia") || addressOnlink(out, saddr, gateway)) skb.cbFlags |= IPSKB_DOREDIRECT;
  }
  if (skb.protocol !== ETH_P_IP && out === inDev && !inDev.either("proxyArpPvlan"))
    return SKB_DROP_REASON_ARP_PVLAN_DISABLE;
  const exception = nexthop.exceptions === null ? null : findException(net, nexthop, daddr);
  const present = exception === null ? nexthop.input : exception.input;
  const kept = sourceRealms === 0;
  if (kept && cacheValid(present) && present.handleInput === routeHandlers.forward) {
    skb.dst = present;
    return 0;
  }
  const route = new Rtable(net, out.dev, 0, result.type, routeHandlers.forward, routeHandlers.output);
  route.isInput = true;
  route.iif = inDev.dev.ifindex;
  setNexthop(route, nexthop, exception, result.tclassid, sourceRealms);
  if (kept && exception !== null) exception.input = route;
  else if (kept) nexthop.input = route;
  skb.dst = route;
  return 0;
}
