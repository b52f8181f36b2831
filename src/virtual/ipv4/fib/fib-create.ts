/**
 * Makes what a route leads to, of a request, with Linux's checks and texts.
 *
 * Source: `net/ipv4/fib_semantics.c` (`fib_create_info`, `fib_check_nh`, `fib_valid_prefsrc`).
 */
import { EINVAL, ENETDOWN, ENODEV } from "../../../errno.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RTN_ANYCAST,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MAX,
  RTN_MULTICAST,
  RTN_NAT,
  RTN_UNICAST,
  RTN_UNSPEC,
  RTN_XRESOLVE,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_ONLINK,
  RTNH_F_PERVASIVE,
} from "../../../netlink/route-attributes.ts";
import { IFF_UP } from "../../core/dev/netdevice.ts";
import { ipv6Stub } from "../../core/ipv6-stub.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { Flow4, LOOPBACK_IFINDEX } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { FibConfig, NexthopConfig } from "./fib-config.ts";
import { FibInfo, FibNexthop, rebalance } from "./fib-info.ts";
import { addressType, fibLookup } from "./fib-lookup.ts";
import { FibResult, routeTypeError } from "./fib-trie.ts";

function refuse(extack: ExtendedAck | null, error: number, message: string): number {
  if (extack !== null) extack.message = message;
  return error;
}

/** The widest scope that a route of this type may have. */
function leastScope(type: number): number {
  switch (type) {
    case RTN_LOCAL:
      return RT_SCOPE_HOST;
    case RTN_BROADCAST:
    case RTN_ANYCAST:
      return RT_SCOPE_LINK;
    case RTN_UNSPEC:
    case RTN_NAT:
    case RTN_XRESOLVE:
      return RT_SCOPE_NOWHERE;
    default:
      return RT_SCOPE_UNIVERSE;
  }
}

function hasWay(type: number): boolean {
  return (
    type === RTN_UNICAST ||
    type === RTN_LOCAL ||
    type === RTN_BROADCAST ||
    type === RTN_ANYCAST ||
    type === RTN_MULTICAST
  );
}

/** `fib_create_info`. @returns the information, not yet part of any list, or a negative error */
export function createFibInfo(net: NetIpv4, config: FibConfig): FibInfo | number {
  const extack = config.extack;
  if (config.type > RTN_MAX) return -EINVAL;
  if (leastScope(config.type) > config.scope) return refuse(extack, -EINVAL, "Invalid scope");
  if ((config.flags & (RTNH_F_DEAD | RTNH_F_LINKDOWN)) !== 0)
    return refuse(extack, -EINVAL, "Invalid rtm_flags - can not contain DEAD or LINKDOWN");
  if (config.nexthopId !== 0) return refuse(extack, -EINVAL, "Nexthop id does not exist");
  const fault = config.metricsFault ?? config.hopsFault;
  if (fault !== null) return extack?.fail(fault.error, fault.message, fault.offset) ?? fault.error;
  const different = config.multipath === null ? null : differentHop(config, config.multipath[0]);
  if (different !== null) return refuse(extack, -EINVAL, different);
  const info = new FibInfo(net);
  info.protocol = config.protocol;
  info.scope = config.scope;
  info.flags = config.flags;
  if (config.priority !== 0) info.priority = config.priority;
  info.prefsrc = config.prefsrc;
  info.type = config.type;
  info.tableId = config.table;
  if (config.metrics !== null) info.metrics = config.metrics;
  if (config.congestionControl !== "") info.congestionControl = config.congestionControl;
  const hops: readonly NexthopConfig[] = config.multipath ?? [config];
  info.nexthops = hops.map((hop) => newNexthop(info, hop));
  if (routeTypeError(config.type) !== 0) {
    if (config.gatewayFamily !== 0 || config.oif !== 0 || config.multipath !== null)
      return refuse(
        extack,
        -EINVAL,
        "Gateway, device and multipath can not be specified for this route type",
      );
    return info;
  }
  if (!hasWay(config.type)) return refuse(extack, -EINVAL, "Invalid route type");
  if (config.scope > RT_SCOPE_HOST) return refuse(extack, -EINVAL, "Invalid scope");
  const error =
    config.scope === RT_SCOPE_HOST ? checkHostRoute(net, info, extack) : checkNexthops(net, info, config);
  if (error !== 0) return error;
  if (info.prefsrc !== 0 && !isValidPrefsrc(net, config))
    return refuse(extack, -EINVAL, "Invalid prefsrc address");
  rebalance(info);
  return info;
}

/** What was said of the way apart from its hops has to be the first hop's (`fib_get_nhs`). @returns what is not */
function differentHop(config: FibConfig, first: NexthopConfig): string | null {
  if (config.oif !== 0 && first.oif !== config.oif) return "Nexthop device index does not match RTA_OIF";
  const sameGateway = first.gatewayFamily === config.gatewayFamily && first.gateway === config.gateway;
  if (config.gatewayFamily !== 0 && !sameGateway)
    return "Nexthop gateway does not match RTA_GATEWAY or RTA_VIA";
  if (config.tclassid !== 0 && first.tclassid !== config.tclassid)
    return "Nexthop class id does not match RTA_FLOW";
  return null;
}

function newNexthop(info: FibInfo, config: NexthopConfig): FibNexthop {
  const nexthop = new FibNexthop(info);
  nexthop.oif = config.oif;
  nexthop.flags = config.flags & 0xff;
  if (config.gatewayFamily !== 0) {
    nexthop.gatewayFamily = config.gatewayFamily;
    nexthop.gateway = config.gateway;
    if (config.gateway6 !== null) nexthop.gateway6 = config.gateway6;
  }
  if (config.weight !== 1) nexthop.weight = config.weight;
  if (config.tclassid !== 0) nexthop.tclassid = config.tclassid;
  return nexthop;
}

function checkHostRoute(net: NetIpv4, info: FibInfo, extack: ExtendedAck | null): number {
  if (info.nexthops.length !== 1)
    return refuse(extack, -EINVAL, "Route with host scope can not have multiple nexthops");
  const nexthop = info.nexthops[0];
  if (nexthop.gatewayFamily !== 0)
    return refuse(extack, -EINVAL, "Route with host scope can not have a gateway");
  nexthop.scope = RT_SCOPE_NOWHERE;
  nexthop.dev = net.net.devByIndex(nexthop.oif) ?? null;
  return nexthop.dev === null ? -ENODEV : 0;
}

function checkNexthops(net: NetIpv4, info: FibInfo, config: FibConfig): number {
  let linkdown = 0;
  for (const nexthop of info.nexthops) {
    const error = checkNexthop(net, nexthop, config);
    if (error !== 0) return error;
    if ((nexthop.flags & RTNH_F_LINKDOWN) !== 0) linkdown++;
  }
  if (linkdown === info.nexthops.length) info.flags |= RTNH_F_LINKDOWN;
  return 0;
}

function checkNexthop(net: NetIpv4, nexthop: FibNexthop, config: FibConfig): number {
  const { scope, extack } = config;
  if (nexthop.gatewayFamily === 2) {
    return (nexthop.flags & RTNH_F_ONLINK) !== 0
      ? checkOnlink(net, nexthop, scope, extack)
      : checkGateway(net, nexthop, config.table, scope, extack);
  }
  if (nexthop.gatewayFamily === 10) return checkGateway6(net, nexthop, config.table, extack);
  return checkDirect(net, nexthop, config);
}

function checkOnlink(net: NetIpv4, nexthop: FibNexthop, scope: number, extack: ExtendedAck | null): number {
  if (scope >= RT_SCOPE_LINK) return refuse(extack, -EINVAL, "Nexthop has invalid scope");
  const dev = net.net.devByIndex(nexthop.oif);
  if (dev === undefined) return refuse(extack, -ENODEV, "Nexthop device required for onlink");
  if ((dev.flags & IFF_UP) === 0) return refuse(extack, -ENETDOWN, "Nexthop device is not up");
  if (addressType(net, nexthop.gateway, RT_TABLE_LOCAL) !== RTN_UNICAST)
    return refuse(extack, -EINVAL, "Nexthop has invalid gateway");
  if (!dev.carrier) nexthop.flags |= RTNH_F_LINKDOWN;
  nexthop.dev = dev;
  nexthop.scope = RT_SCOPE_LINK;
  return 0;
}

const gatewayFlow = new Flow4();
const gatewayResult = new FibResult();

function checkGateway(
  net: NetIpv4,
  nexthop: FibNexthop,
  table: number,
  scope: number,
  extack: ExtendedAck | null,
): number {
  const flow = gatewayFlow.reset();
  flow.daddr = nexthop.gateway;
  flow.oif = nexthop.oif;
  flow.iif = LOOPBACK_IFINDEX;
  flow.scope = Math.max(scope + 1, RT_SCOPE_LINK);
  const result = gatewayResult;
  result.clear();
  const own = table !== 0 && table !== RT_TABLE_MAIN ? net.tables.get(table) : undefined;
  let error = own === undefined ? -1 : own.lookup(flow, result, true);
  if (error !== 0) error = fibLookup(net, flow, result, true);
  if (error !== 0) return refuse(extack, error, "Nexthop has invalid gateway");
  if (result.type !== RTN_UNICAST && result.type !== RTN_LOCAL)
    return refuse(extack, -EINVAL, "Nexthop has invalid gateway");
  const dev = result.nexthop?.dev ?? null;
  nexthop.scope = result.scope;
  nexthop.oif = result.nexthop?.oif ?? 0;
  nexthop.dev = dev;
  if (dev === null) return refuse(extack, -EINVAL, "No egress device for nexthop gateway");
  if (!dev.carrier) nexthop.flags |= RTNH_F_LINKDOWN;
  return (dev.flags & IFF_UP) !== 0 ? 0 : -ENETDOWN;
}

/** A router of IPv6 (`fib_check_nh_v6_gw`). */
function checkGateway6(net: NetIpv4, nexthop: FibNexthop, table: number, extack: ExtendedAck | null): number {
  const { flags, oif, gateway6: gateway } = nexthop;
  if (gateway === null) return -EINVAL;
  const dev = ipv6Stub.nexthopDevice(net.net, { table, flags, oif, gateway }, extack);
  if (typeof dev === "number") return dev;
  nexthop.dev = dev;
  nexthop.oif = dev.ifindex;
  nexthop.scope = RT_SCOPE_LINK;
  return 0;
}

function checkDirect(net: NetIpv4, nexthop: FibNexthop, config: FibConfig): number {
  const extack = config.extack;
  if ((nexthop.flags & (RTNH_F_PERVASIVE | RTNH_F_ONLINK)) !== 0)
    return refuse(extack, -EINVAL, "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set");
  const inDev = net.net.devByIndex(nexthop.oif)?.inDev;
  if (!inDev) return -ENODEV;
  if ((inDev.dev.flags & IFF_UP) === 0) return refuse(extack, -ENETDOWN, "Device for nexthop is not up");
  nexthop.dev = inDev.dev;
  nexthop.scope = RT_SCOPE_HOST;
  if (config.linkdown ?? !inDev.dev.carrier) nexthop.flags |= RTNH_F_LINKDOWN;
  return 0;
}

function isValidPrefsrc(net: NetIpv4, config: FibConfig): boolean {
  if (config.type === RTN_LOCAL && config.destination !== 0 && config.prefsrc === config.destination)
    return true;
  const table = config.table === RT_TABLE_MAIN ? RT_TABLE_LOCAL : config.table;
  if (addressType(net, config.prefsrc, table) === RTN_LOCAL) return true;
  return table !== RT_TABLE_LOCAL && addressType(net, config.prefsrc, RT_TABLE_LOCAL) === RTN_LOCAL;
}
