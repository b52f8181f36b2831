/**
 * Making a route of what was asked for, with all checks.
 *
 * Source: `net/ipv6/route.c` (`ip6_route_info_create`, `fib6_nh_init`, `ip6_validate_gw`).
 */
import { EACCES, EHOSTUNREACH, EINVAL, ENETDOWN, ENODEV } from "../../../errno.ts";
import {
  RT_TABLE_MAIN,
  RTN_UNICAST,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
  RTPROT_UNSPEC,
} from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { IFF_LOOPBACK, IFF_UP, type NetDevice } from "../../core/dev/netdevice.ts";
import type { Gateway6 } from "../../core/ipv6-stub.ts";
import type { Net } from "../../core/net.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import type { ConfigFault } from "../../ipv4/fib/fib-config.ts";
import {
  addressType,
  IPV6_ADDR_LINKLOCAL,
  IPV6_ADDR_MAPPED,
  IPV6_ADDR_UNICAST,
} from "../addrconf/addrconf-core.ts";
import { hasAddress, isOwnAddress } from "../addrconf/addrconf-lookup.ts";
import { Flow6 } from "../flow6.ts";
import {
  Fib6Info,
  RTF_ANYCAST,
  RTF_EXPIRES,
  RTF_GATEWAY,
  RTF_HOST,
  RTF_LOCAL,
  RTF_NONEXTHOP,
  RTF_PREF_MASK,
  RTF_REJECT,
} from "./fib6-info.ts";
import {
  polRoute,
  RT6_LOOKUP_F_IFACE,
  RT6_LOOKUP_F_IGNORE_LINKSTATE,
  routeTypeError,
  tableLookup,
} from "./ip6-route.ts";

/** `IP6_RT_PRIO_USER` */
const DEFAULT_METRIC = 1024;

/** `struct fib6_config` */
export interface RouteConfig {
  readonly table: number;
  readonly destination: Ipv6Address;
  readonly destinationLength: number;
  readonly source: Ipv6Address;
  readonly sourceLength: number;
  readonly metric: number;
  readonly protocol: number;
  readonly type: number;
  /** `RTF_*`, among them {@link RTF_HOST}, which is `RTNH_F_ONLINK`; what the other fields say needs no flag here. */
  readonly flags: number;
  readonly oif: number;
  readonly gateway: Ipv6Address | null;
  readonly prefsrc: Ipv6Address | null;
  readonly metrics: Map<number, number> | null;
  readonly congestionControl: string;
  readonly metricsFault: ConfigFault | null;
  readonly pref: number;
  /** ns from now; null: never. */
  readonly expires: number | null;
  readonly weight: number;
}

/** How a route of either family gets to its router. */
type Way = Pick<RouteConfig, "table" | "flags">;

function refuse(extack: ExtendedAck | null, error: number, message: string): number {
  return extack?.fail(error, message) ?? error;
}

const flow = new Flow6();

/** The device through which a gateway is reached directly; a negative error if it is not (`ip6_route_check_nh`). */
function gatewayDevice(
  net: Net,
  config: Way,
  gateway: Ipv6Address,
  dev: NetDevice | null,
): NetDevice | number {
  flow.reset().setDestination(gateway);
  if (dev !== null) flow.oif = dev.ifindex;
  const flags = dev === null ? 0 : RT6_LOOKUP_F_IFACE;
  const usable = (route: Fib6Info | number | null): route is Fib6Info =>
    route !== null &&
    typeof route !== "number" &&
    !route.isReject &&
    route.gateway === null &&
    (dev === null || route.dev === dev);
  const fib = net.ipv6.table(config.table);
  if (fib !== undefined) {
    const found = tableLookup(net, fib, flow, flags | RT6_LOOKUP_F_IGNORE_LINKSTATE, flow.oif);
    if (usable(found)) return found.dev;
  }
  const found = polRoute(net, flow, flags, flow.oif);
  return usable(found) ? found.dev : -EHOSTUNREACH;
}

/** Whether a gateway is no neighbour on the device, as far as the main table says (`ip6_route_check_nh_onlink`). */
function isElsewhere(net: Net, gateway: Ipv6Address, dev: NetDevice | null): boolean {
  const main = net.ipv6.table(RT_TABLE_MAIN);
  if (main === undefined) return false;
  flow.reset().setDestination(gateway);
  if (dev !== null) flow.oif = dev.ifindex;
  const found = tableLookup(net, main, flow, RT6_LOOKUP_F_IGNORE_LINKSTATE, flow.oif);
  if (found === null || found.isReject || found.destination.isUnspecified) return false;
  return found.type !== RTN_UNICAST || found.dev !== dev;
}

/** `ip6_validate_gw`. @returns the device, or a negative error */
function validateGateway(
  net: Net,
  config: Way,
  gateway: Ipv6Address,
  given: NetDevice | null,
  extack: ExtendedAck | null,
): NetDevice | number {
  const type = addressType(gateway);
  const linkLocal = type === (IPV6_ADDR_LINKLOCAL | IPV6_ADDR_UNICAST);
  if (given !== null && isOwnAddress(net, gateway, linkLocal ? given : null))
    return refuse(extack, -EINVAL, "Gateway can not be a local address");
  let dev = given;
  if (!linkLocal) {
    if ((type & (IPV6_ADDR_UNICAST | IPV6_ADDR_MAPPED)) === 0)
      return refuse(extack, -EINVAL, "Invalid gateway address");
    if ((config.flags & RTNH_F_ONLINK) !== 0) {
      if (isElsewhere(net, gateway, given))
        return refuse(extack, -EINVAL, "Nexthop has invalid gateway or device mismatch");
    } else {
      const found = gatewayDevice(net, config, gateway, given);
      if (typeof found === "number") return found;
      dev = found;
    }
  }
  if (dev === null) return refuse(extack, -EINVAL, "Egress device not specified");
  if ((dev.flags & IFF_LOOPBACK) !== 0)
    return refuse(extack, -EINVAL, "Egress device can not be loopback device for this route");
  if (given === null && isOwnAddress(net, gateway, linkLocal ? dev : null))
    return refuse(extack, -EINVAL, "Gateway can not be a local address");
  return dev;
}

/** The device that was named; null: none was. A negative error if it can not be used. */
function givenDevice(
  net: Net,
  way: Pick<RouteConfig, "flags" | "oif">,
  extack: ExtendedAck | null,
): NetDevice | null | number {
  const dev = way.oif === 0 ? null : (net.devByIndex(way.oif) ?? null);
  if (way.oif !== 0 && (dev === null || dev.in6Dev === null)) return -ENODEV;
  if ((way.flags & RTNH_F_ONLINK) === 0) return dev;
  if (dev === null) return refuse(extack, -ENODEV, "Nexthop device required for onlink");
  return (dev.flags & IFF_UP) !== 0 ? dev : refuse(extack, -ENETDOWN, "Nexthop device is not up");
}

/** Whether packets can leave through the device. @returns 0 or a negative error */
function checkDevice(dev: NetDevice, extack: ExtendedAck | null): number {
  if ((dev.in6Dev?.cnf.disableIpv6 ?? 0) !== 0)
    return refuse(extack, -EACCES, "IPv6 is disabled on nexthop device");
  return (dev.flags & IFF_UP) !== 0 ? 0 : refuse(extack, -ENETDOWN, "Nexthop device is not up");
}

/** The device to a router that a route of IPv4 names (`fib6_nh_init`). */
export function nexthopDevice(net: Net, way: Gateway6, extack: ExtendedAck | null): NetDevice | number {
  const given = givenDevice(net, way, extack);
  if (typeof given === "number") return given;
  const dev = validateGateway(net, way, Ipv6Address.fromBytes(way.gateway, 0), given, extack);
  if (typeof dev === "number") return dev;
  const error = checkDevice(dev, extack);
  return error !== 0 ? error : dev;
}

/** A route ready to be added; a negative error if it may not be. */
export function createRoute(net: Net, config: RouteConfig, extack: ExtendedAck): Fib6Info | number {
  // the table appears even if the route does not
  net.ipv6.newTable(config.table);
  const fault = config.metricsFault;
  if (fault !== null) return extack.fail(fault.error, fault.message, fault.offset);
  const given = givenDevice(net, config, extack);
  if (typeof given === "number") return given;
  const refuses = (config.flags & RTF_REJECT) !== 0;
  let dev = refuses ? net.loopback : given;
  if (!refuses && config.gateway !== null) {
    const found = validateGateway(net, config, config.gateway, dev, extack);
    if (typeof found === "number") return found;
    dev = found;
  }
  if (dev === null) return -ENODEV;
  const error = refuses ? 0 : checkDevice(dev, extack);
  if (error !== 0) return error;
  if (config.prefsrc !== null && !hasAddress(net, config.prefsrc, dev))
    return extack.fail(-EINVAL, "Invalid source address");
  return build(net, config, dev, isReject(config, dev));
}

/** What the route's other fields tell. */
const TOLD_ELSEWHERE = RTF_GATEWAY | RTF_HOST | RTF_EXPIRES | RTF_PREF_MASK;

function flagsOf(config: RouteConfig, rejects: boolean): number {
  if (rejects) return RTF_REJECT | RTF_NONEXTHOP;
  return (config.flags & ~TOLD_ELSEWHERE) | (config.gateway === null ? 0 : RTF_GATEWAY);
}

function build(net: Net, config: RouteConfig, dev: NetDevice, rejects: boolean): Fib6Info {
  const flags = flagsOf(config, rejects);
  const route = new Fib6Info(
    net.ipv6.newTable(config.table),
    config.destination,
    config.destinationLength,
    config.metric === 0 ? DEFAULT_METRIC : config.metric,
    config.type,
    flags,
    dev,
  );
  route.protocol = config.protocol === RTPROT_UNSPEC ? RTPROT_BOOT : config.protocol;
  if (config.sourceLength !== 0) {
    route.source = config.source;
    route.sourceLength = config.sourceLength;
  }
  if (rejects) route.error = routeTypeError(config.type);
  else if (config.gateway !== null) route.gateway = config.gateway;
  if (config.weight !== 1) route.weight = config.weight;
  if ((config.flags & RTNH_F_ONLINK) !== 0) route.onlink = true;
  if (config.prefsrc !== null) {
    route.prefsrc = config.prefsrc;
    net.ipv6.hasPreferredSources = true;
  }
  if (config.metrics !== null) route.metrics = config.metrics;
  if (config.congestionControl !== "") route.congestionControl = config.congestionControl;
  // preference and life are flags, which a route that refuses replaces by its own
  if (config.pref !== 0 && !rejects) route.pref = config.pref;
  if (config.expires !== null && !rejects) route.expires = net.machine.now() + config.expires;
  route.linkdown = (flags & (RTF_LOCAL | RTF_ANYCAST)) === 0 && !dev.carrier;
  return route;
}

/** A route to other addresses through `lo` would go round in circles: it leads nowhere instead (`fib6_is_reject`). */
function isReject(config: RouteConfig, dev: NetDevice): boolean {
  if ((config.flags & RTF_REJECT) !== 0) return true;
  if ((dev.flags & IFF_LOOPBACK) === 0) return false;
  return !config.destination.isLoopback && (config.flags & (RTF_LOCAL | RTF_ANYCAST)) === 0;
}
