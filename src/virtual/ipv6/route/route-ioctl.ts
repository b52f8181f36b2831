/**
 * `SIOCADDRT` and `SIOCDELRT` on sockets of IPv6: routes of the main table, as net-tools' `route -6` sets them.
 *
 * Source: `net/ipv6/route.c` (`ipv6_route_ioctl`, `rtmsg_to_fib6_config`, `fib6_config_validate`), `net/ipv6/af_inet6.c`.
 */
import { EFAULT, EINVAL, ENOTTY } from "../../../errno.ts";
import {
  IN6_RTMSG_DST,
  IN6_RTMSG_DST_LEN,
  IN6_RTMSG_FLAGS,
  IN6_RTMSG_GATEWAY,
  IN6_RTMSG_IFINDEX,
  IN6_RTMSG_INFO,
  IN6_RTMSG_LENGTH,
  IN6_RTMSG_METRIC,
  IN6_RTMSG_SRC,
  IN6_RTMSG_SRC_LEN,
  IN6_RTMSG_TYPE,
} from "../../../ioctl/in6-rtmsg.ts";
import { SIOCADDRT, SIOCDELRT } from "../../../ioctl/rtentry.ts";
import { readS32, readU16, readU32 } from "../../../netlink/attribute.ts";
import { RT_TABLE_MAIN, RTN_MAX, RTN_UNICAST, RTPROT_UNSPEC } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { addressPrefix } from "../addrconf/addrconf-core.ts";
import { RTF_CACHE, RTF_EXPIRES, RTF_GATEWAY, RTF_PCPU, RTF_PREF_MASK, RTF_PREF_SHIFT } from "./fib6-info.ts";
import { fib6Add, KERNEL_ORIGIN } from "./ip6-fib-update.ts";
import { createRoute, type RouteConfig } from "./route-config.ts";
import { deleteRoute } from "./route-delete.ts";

const HZ = 250n;
const USER_HZ = 100n;
const NS_PER_JIFFY = 4_000_000;
const ULONG_MAX = (1n << 64n) - 1n;

/** Answers both; `-ENOTTY` for any other request. `argument` is a `struct in6_rtmsg`. */
export function routeIoctl(net: Net, request: number, argument: Uint8Array): number {
  if (request !== SIOCADDRT && request !== SIOCDELRT) return -ENOTTY;
  if (argument.length < IN6_RTMSG_LENGTH) return -EFAULT;
  const config = readConfig(argument);
  const extack = new ExtendedAck();
  if (request === SIOCDELRT) return deleteRoute(net, config, KERNEL_ORIGIN, extack);
  if (!isValid(config)) return -EINVAL;
  const route = createRoute(net, config, extack);
  return typeof route === "number" ? route : fib6Add(net, route, KERNEL_ORIGIN, extack);
}

/** `rtmsg_to_fib6_config` */
function readConfig(message: Uint8Array): RouteConfig {
  const flags = readS32(message, IN6_RTMSG_FLAGS);
  const destinationLength = readU16(message, IN6_RTMSG_DST_LEN);
  const sourceLength = readU16(message, IN6_RTMSG_SRC_LEN);
  return {
    table: RT_TABLE_MAIN,
    destination: addressPrefix(
      Ipv6Address.fromBytes(message, IN6_RTMSG_DST),
      Math.min(destinationLength, 128),
    ),
    destinationLength,
    source: addressPrefix(Ipv6Address.fromBytes(message, IN6_RTMSG_SRC), Math.min(sourceLength, 128)),
    sourceLength,
    metric: readU32(message, IN6_RTMSG_METRIC),
    protocol: RTPROT_UNSPEC,
    type: readU32(message, IN6_RTMSG_TYPE) || RTN_UNICAST,
    flags,
    oif: readS32(message, IN6_RTMSG_IFINDEX),
    gateway: (flags & RTF_GATEWAY) !== 0 ? Ipv6Address.fromBytes(message, IN6_RTMSG_GATEWAY) : null,
    prefsrc: null,
    metrics: null,
    congestionControl: "",
    metricsFault: null,
    pref: (flags & RTF_PREF_MASK) >>> RTF_PREF_SHIFT,
    expires: (flags & RTF_EXPIRES) !== 0 ? readLifetime(message) : null,
    weight: 1,
  };
}

/** What it lives for (`clock_t_to_jiffies`); too much was over a jiffy ago, as the counter goes round, which counts as now. @returns ns */
function readLifetime(message: Uint8Array): number {
  const low = BigInt(readU32(message, IN6_RTMSG_INFO));
  const ticks = (BigInt(readU32(message, IN6_RTMSG_INFO + 4)) << 32n) | low;
  const isTooMuch = ticks >= (ULONG_MAX / HZ) * USER_HZ;
  const jiffies = isTooMuch ? 0n : BigInt.asUintN(64, ticks * HZ) / USER_HZ;
  return Number(jiffies) * NS_PER_JIFFY;
}

/** `fib6_config_validate` */
function isValid({ flags, type, destinationLength, sourceLength }: RouteConfig): boolean {
  if ((flags & (RTF_PCPU | RTF_CACHE)) !== 0 || type > RTN_MAX) return false;
  return destinationLength <= 128 && sourceLength <= 128;
}
