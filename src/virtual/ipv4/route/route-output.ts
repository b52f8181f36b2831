/**
 * Where a packet of this host goes: `ip_route_output_key_hash_rcu`.
 *
 * Source: `net/ipv4/route.c`.
 */
import { EINVAL, ENETUNREACH, ENODEV } from "../../../errno.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
} from "../../../netlink/route-attributes.ts";
import { IPPROTO_IGMP } from "../../../packet/ipv4.ts";
import { IFF_LOOPBACK, IFF_UP, type NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { deviceOfAddress, selectAddress } from "../devinet/inet-select.ts";
import { fibLookup } from "../fib/fib-lookup.ts";
import { FibResult } from "../fib/fib-trie.ts";
import { FLOWI_FLAG_ANYSRC, type Flow4, LOOPBACK_IFINDEX } from "../flow.ts";
import { isGroupMember } from "../igmp/igmp-device.ts";
import {
  isBroadcastAll,
  isLocalMulticast,
  isLoopbackAddress,
  isMulticast,
  isZeroNet,
} from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { findException } from "./route-exceptions.ts";
import { routeHandlers } from "./route-handlers.ts";
import { cacheValid, selectPath, setNexthop } from "./route-nexthop.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, Rtable } from "./rtable.ts";

/** The lookup behind the last decision, for whoever shows it (`ip route get`). */
export const outputResult = new FibResult();

/**
 * Decides for the flow, and fills in its source address and, for local destinations, its device.
 * @param skb the packet by which a multipath route chooses, if not by the flow
 * @returns the decision, which may be cached and shared, or a negative error
 */
export function routeOutput(net: NetIpv4, flow: Flow4, skb: SkBuff | null = null): Rtable | number {
  const result = outputResult;
  result.clear();
  flow.iif = LOOPBACK_IFINDEX;
  const originalOif = flow.oif;
  let dev: NetDevice | null = null;
  if (flow.saddr !== 0) {
    if (isMulticast(flow.saddr) || isBroadcastAll(flow.saddr) || isZeroNet(flow.saddr)) return -EINVAL;
    const toGroup = isMulticast(flow.daddr) || isBroadcastAll(flow.daddr);
    if (flow.oif === 0 && toGroup) {
      dev = deviceOfAddress(net, flow.saddr);
      if (dev === null) return -ENETUNREACH;
      flow.oif = dev.ifindex;
      return makeOutput(net, flow, result, originalOif, dev, 0);
    }
    if ((flow.flags & FLOWI_FLAG_ANYSRC) === 0 && deviceOfAddress(net, flow.saddr) === null)
      return -ENETUNREACH;
  }
  if (flow.oif !== 0) {
    dev = net.net.devByIndex(flow.oif) ?? null;
    if (dev === null) return -ENODEV;
    if ((dev.flags & IFF_UP) === 0 || dev.inDev === null) return -ENETUNREACH;
    if (isLocalMulticast(flow.daddr) || isBroadcastAll(flow.daddr) || flow.ipProto === IPPROTO_IGMP) {
      if (flow.saddr === 0) flow.saddr = selectAddress(dev, 0, RT_SCOPE_LINK);
      return makeOutput(net, flow, result, originalOif, dev, 0);
    }
    if (flow.saddr === 0) {
      if (isMulticast(flow.daddr)) flow.saddr = selectAddress(dev, 0, flow.scope);
      else if (flow.daddr === 0) flow.saddr = selectAddress(dev, 0, RT_SCOPE_HOST);
    }
  }
  if (flow.daddr === 0) return toSelf(net, flow, result, originalOif);
  const error = fibLookup(net, flow, result, false);
  if (error !== 0) {
    result.clear();
    if (dev === null) return error;
    if (flow.saddr === 0) flow.saddr = selectAddress(dev, 0, RT_SCOPE_LINK);
    result.type = RTN_UNICAST;
    return makeOutput(net, flow, result, originalOif, dev, 0);
  }
  if (result.type === RTN_LOCAL) return toLocal(net, flow, result);
  selectPath(net, result, flow, skb);
  const out = result.nexthop?.dev ?? null;
  return out === null ? -EINVAL : makeOutput(net, flow, result, originalOif, out, 0);
}

function toSelf(net: NetIpv4, flow: Flow4, result: FibResult, originalOif: number): Rtable | number {
  flow.daddr = flow.saddr;
  if (flow.daddr === 0) {
    flow.daddr = 0x7f000001;
    flow.saddr = 0x7f000001;
  }
  const loopback = net.net.loopback;
  if (loopback === null) return -ENODEV;
  flow.oif = LOOPBACK_IFINDEX;
  result.type = RTN_LOCAL;
  return makeOutput(net, flow, result, originalOif, loopback, RTCF_LOCAL);
}

function toLocal(net: NetIpv4, flow: Flow4, result: FibResult): Rtable | number {
  if (flow.saddr === 0) flow.saddr = result.info?.prefsrc || flow.daddr;
  const loopback = net.net.loopback;
  if (loopback === null) return -ENODEV;
  flow.oif = loopback.ifindex;
  return makeOutput(net, flow, result, result.nexthop?.oif ?? 0, loopback, RTCF_LOCAL);
}

/** `dst_discard` */
function discard(skb: SkBuff): void {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_discard");
}

/** `__mkroute_output` */
function makeOutput(
  net: NetIpv4,
  flow: Flow4,
  result: FibResult,
  originalOif: number,
  dev: NetDevice,
  localFlag: number,
): Rtable | number {
  const inDev = dev.inDev;
  if (inDev === null) return -EINVAL;
  const daddr = flow.daddr;
  if (!inDev.routesLocalnet && isLoopbackAddress(flow.saddr) && (dev.flags & IFF_LOOPBACK) === 0)
    return -EINVAL;
  let type = result.type;
  let nexthop = result.nexthop;
  if (isBroadcastAll(daddr)) {
    type = RTN_BROADCAST;
    // no gateway takes it
    nexthop = null;
  }
  if (isMulticast(daddr)) type = RTN_MULTICAST;
  else if (isZeroNet(daddr)) return -EINVAL;
  let flags = localFlag;
  if ((dev.flags & IFF_LOOPBACK) !== 0) flags |= RTCF_LOCAL;
  let cached = nexthop !== null;
  if (type === RTN_BROADCAST) flags |= RTCF_BROADCAST | RTCF_LOCAL;
  else if (type === RTN_MULTICAST) {
    flags |= RTCF_MULTICAST | RTCF_LOCAL;
    if (!isGroupMember(inDev, daddr)) flags &= ~RTCF_LOCAL;
    else cached = false;
    if (nexthop !== null && result.prefixLength < 4) nexthop = null;
  } else if (type === RTN_LOCAL && originalOif !== 0 && originalOif !== dev.ifindex) cached = false;
  cached &&= nexthop !== null;
  const exception =
    nexthop === null || nexthop.exceptions === null ? null : findException(net, nexthop, daddr);
  if (nexthop !== null) {
    const present = exception === null ? nexthop.output : exception.output;
    if (cached && present !== null && cacheValid(present)) return present;
  }
  // it may come back over `lo`, decision and all
  const input = (flags & RTCF_LOCAL) !== 0 ? routeHandlers.localDeliver : discard;
  const route = new Rtable(net, dev, flags, type, input, routeHandlers.output);
  route.iif = originalOif;
  if ((flags & RTCF_LOCAL) !== 0 && (flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0 && !dev.isLoopback)
    route.handleOutput = routeHandlers.multicastOutput;
  setNexthop(route, nexthop, exception, result.tclassid, 0);
  if (cached && nexthop !== null) {
    if (exception === null) nexthop.output = route;
    else exception.output = route;
  }
  return route;
}
