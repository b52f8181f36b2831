/**
 * RTM_*ROUTE for AF_INET6.
 *
 * Source: `net/ipv6/route.c` (`rtm_to_fib6_config`, `ip6_route_multipath_add`, `ip6_route_del`).
 */
import { EEXIST, EINVAL } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { NLM_F_APPEND, NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { NexthopCursor, newRouteHeader, RTMSG_LEN, readRouteHeader } from "../../../netlink/route.ts";
import {
  RT_TABLE_LOCAL,
  RT_TABLE_MAIN,
  RT_TABLE_UNSPEC,
  RTA_DST,
  RTA_EXPIRES,
  RTA_GATEWAY,
  RTA_MAX,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_NH_ID,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TABLE,
  RTA_VIA,
  RTM_F_CLONED,
  RTN_BLACKHOLE,
  RTN_LOCAL,
  RTN_MAX,
  RTN_PROHIBIT,
  RTN_THROW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTNH_F_ONLINK,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_GETROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { IN6ADDR_ANY, Ipv6Address } from "../../../packet/address.ts";
import type { Machine } from "../../core/machine.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { ExtendedAck, type RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { readMetrics } from "../../ipv4/fib/fib-metrics.ts";
import { addressPrefix } from "../addrconf/addrconf-core.ts";
import { type Fib6Info, RTF_CACHE, RTF_LOCAL, RTF_REJECT, RTF_UP } from "./fib6-info.ts";
import { fib6Add, fib6Delete, isDuplicate, type RouteOrigin } from "./ip6-fib-update.ts";
import { createRoute, type RouteConfig } from "./route-config.ts";
import { deleteRoute } from "./route-delete.ts";
import { dumpRoutes } from "./route-dump.ts";
import { notifyRoute } from "./route-fill.ts";
import { getRoute } from "./route-get.ts";
import { ROUTE6_RULES } from "./route-policy.ts";

const table = new AttributeTable(RTA_MAX);
const hopTable = new AttributeTable(RTA_MAX);
const header = newRouteHeader();
/** Seconds that never end. */
const INFINITY_LIFE_TIME = 0xffff_ffff;
const NS_PER_SECOND = 1_000_000_000;
const REJECTING: ReadonlySet<number> = new Set([RTN_BLACKHOLE, RTN_UNREACHABLE, RTN_PROHIBIT, RTN_THROW]);

function readPrefix(type: number, length: number): Ipv6Address | number {
  const bytes = table.payload(type);
  if (bytes === undefined) return IN6ADDR_ANY;
  if (bytes.length < Math.ceil(length / 8)) return -EINVAL;
  const whole = new Uint8Array(16);
  whole.set(bytes.subarray(0, 16));
  return addressPrefix(Ipv6Address.fromBytes(whole), length);
}

/** `rtm_to_fib6_config`. @returns what is asked for, or a negative error */
function parse(request: RtnlRequest): RouteConfig | number {
  const { message, extack } = request;
  const error = parseRequest(request, RTMSG_LEN, table, ROUTE6_RULES);
  if (error !== 0) return error;
  readRouteHeader(message.bytes, message.body, header);
  if (header.tos !== 0) return extack.fail(-EINVAL, "Invalid dsfield (tos): option not available for IPv6");
  if (header.srcLength > 128) return extack.fail(-EINVAL, "Invalid source address length");
  if (header.type > RTN_MAX) return extack.fail(-EINVAL, "Invalid route type");
  if (table.has(RTA_NH_ID) && [RTA_GATEWAY, RTA_OIF, RTA_MULTIPATH].some((type) => table.has(type)))
    return extack.fail(-EINVAL, "Nexthop specification and nexthop id are mutually exclusive");
  if (table.has(RTA_VIA)) return extack.fail(-EINVAL, "IPv6 does not support RTA_VIA attribute");
  const destination = readPrefix(RTA_DST, header.dstLength);
  if (typeof destination === "number") return destination;
  if (header.dstLength > 128) return extack.fail(-EINVAL, "Invalid prefix length");
  const source = readPrefix(RTA_SRC, header.srcLength);
  if (typeof source === "number") return source;
  return {
    table: table.has(RTA_TABLE) ? table.u32(RTA_TABLE) : header.table,
    destination,
    destinationLength: header.dstLength,
    source,
    sourceLength: header.srcLength,
    metric: table.u32(RTA_PRIORITY),
    protocol: header.protocol,
    type: header.type === 0 ? RTN_UNICAST : header.type,
    flags: requestedFlags(),
    oif: table.u32(RTA_OIF),
    gateway: table.ipv6(RTA_GATEWAY) ?? null,
    prefsrc: readSource(),
    ...readRouteMetrics(message.start),
    pref: table.has(RTA_PREF) && [1, 3].includes(table.u8(RTA_PREF)) ? table.u8(RTA_PREF) : 0,
    expires: readLifetime(),
    weight: 1,
  };
}

/** The `RTF_*` that the header's type and flags stand for. */
function requestedFlags(): number {
  let flags = RTF_UP | (header.flags & RTNH_F_ONLINK);
  if (REJECTING.has(header.type)) flags |= RTF_REJECT;
  if (header.type === RTN_LOCAL) flags |= RTF_LOCAL;
  if ((header.flags & RTM_F_CLONED) !== 0) flags |= RTF_CACHE;
  return flags;
}

/** What a route lives for, in ns; null: for ever (`addrconf_timeout_fixup`). */
function readLifetime(): number | null {
  const seconds = table.u32(RTA_EXPIRES, INFINITY_LIFE_TIME);
  return seconds === INFINITY_LIFE_TIME ? null : seconds * NS_PER_SECOND;
}

/** The source that packets should have; null when none is asked for. */
function readSource(): Ipv6Address | null {
  const source = table.ipv6(RTA_PREFSRC);
  return source === undefined || source.isUnspecified ? null : source;
}

/** The metrics of a request, with the name of a congestion control. */
function readRouteMetrics(
  origin: number,
): Pick<RouteConfig, "metrics" | "congestionControl" | "metricsFault"> {
  const none = { metrics: null, congestionControl: "", metricsFault: null };
  if (!table.has(RTA_METRICS)) return none;
  const extack = new ExtendedAck();
  const read = readMetrics(table, extack, origin);
  if (typeof read === "number")
    return { ...none, metricsFault: { error: read, message: extack.message, offset: extack.offset } };
  const metrics = new Map<number, number>();
  for (const [type, value] of (read.values ?? []).entries()) if (value !== 0) metrics.set(type, value);
  return { ...none, metrics, congestionControl: read.congestionControl };
}

interface Hop {
  readonly ifindex: number;
  readonly gateway: Ipv6Address | null;
  readonly weight: number;
  readonly flags: number;
}

/**
 * Next hops of `RTA_MULTIPATH` (`rtm_to_fib6_multipath_config`).
 * @param gateways each hop needs a gateway
 * @returns them, or a negative error
 */
function readHops({ extack }: RtnlRequest, gateways: boolean): Hop[] | number {
  const start = table.offset(RTA_MULTIPATH);
  const cursor = new NexthopCursor(table.bytes, start, start + table.length(RTA_MULTIPATH));
  const hops: Hop[] = [];
  while (cursor.next()) {
    hopTable.parseFirst(table.bytes, cursor.attributesStart, cursor.attributesEnd);
    if (hopTable.has(RTA_GATEWAY) && hopTable.length(RTA_GATEWAY) < 16)
      return extack.fail(-EINVAL, "Invalid IPv6 address in RTA_GATEWAY");
    if (gateways && !hopTable.has(RTA_GATEWAY))
      return extack.fail(-EINVAL, "Device only routes can not be added for IPv6 using the multipath API.");
    hops.push({
      ifindex: cursor.ifindex,
      gateway: hopTable.ipv6(RTA_GATEWAY) ?? null,
      weight: cursor.hops + 1,
      flags: cursor.flags,
    });
  }
  if (hops.length === 0) return extack.fail(-EINVAL, "Invalid nexthop configuration - no valid nexthops");
  return hops;
}

function originOf(request: RtnlRequest, flags: number, skipNotify = false): RouteOrigin {
  return { flags, portid: request.portid, seq: request.message.seq, fromUser: true, skipNotify };
}

function newRoute(request: RtnlRequest): number {
  const config = parse(request);
  if (typeof config === "number") return config;
  const { net, message, extack } = request;
  if (table.has(RTA_MULTIPATH)) {
    const hops = readHops(request, config.gateway === null || table.u32(RTA_NH_ID) !== 0);
    if (typeof hops === "number") return hops;
    return addMultipath(request, config, hops);
  }
  if (table.u32(RTA_NH_ID) !== 0) {
    if (config.sourceLength > 0) return extack.fail(-EINVAL, "Nexthops can not be used with source routing");
    return extack.fail(-EINVAL, "Nexthop id does not exist");
  }
  sayNewTable(request, config);
  const route = createRoute(net, config, extack);
  if (typeof route === "number") return route;
  return fib6Add(net, route, originOf(request, message.flags), extack);
}

/** Tables that are there from the start. */
const FIRST_TABLES: ReadonlySet<number> = new Set([RT_TABLE_UNSPEC, RT_TABLE_MAIN, RT_TABLE_LOCAL]);

/** A request that only changes routes makes a table. */
function sayNewTable({ net, message }: RtnlRequest, config: RouteConfig): void {
  if ((message.flags & NLM_F_CREATE) !== 0 || FIRST_TABLES.has(config.table)) return;
  if (net.ipv6.table(config.table) !== undefined) return;
  net.machine.log.print(KERN_WARNING, "IPv6: NLM_F_CREATE should be specified when creating new route");
}

/** `ip6_route_multipath_add` */
function addMultipath(request: RtnlRequest, config: RouteConfig, hops: readonly Hop[]): number {
  const { net, message, extack } = request;
  const routes: Fib6Info[] = [];
  sayNewTable(request, config);
  for (const hop of hops) {
    const route = createRoute(
      net,
      {
        ...config,
        oif: hop.ifindex === 0 ? config.oif : hop.ifindex,
        gateway: hop.gateway ?? config.gateway,
        weight: hop.weight,
        flags: config.flags | (hop.flags & RTNH_F_ONLINK),
      },
      extack,
    );
    if (typeof route === "number") return route;
    if (routes.some((other) => isDuplicate(other, route))) return -EEXIST;
    routes.push(route);
  }
  let flags = message.flags;
  const added: Fib6Info[] = [];
  for (const route of routes) {
    const error = fib6Add(net, route, originOf(request, flags, true), extack);
    if (error !== 0) {
      for (const done of added) fib6Delete(net, done, originOf(request, 0, true));
      return error;
    }
    added.push(route);
    flags = (flags & ~(NLM_F_EXCL | NLM_F_REPLACE)) | NLM_F_CREATE;
  }
  const first = firstShown(routes, message.flags);
  if (first !== undefined)
    notifyRoute(net, first, RTM_NEWROUTE, originOf(request, message.flags), shownFlags(message.flags));
  return 0;
}

/** Where the message about new hops begins: with those that were there before, when they were appended (`ip6_route_mpath_notify`). */
function firstShown(routes: readonly Fib6Info[], flags: number): Fib6Info | undefined {
  const last = routes.at(-1);
  return (flags & NLM_F_APPEND) !== 0 && last?.siblings ? last.siblings[0] : routes[0];
}

/** Of several hops at once it is not said whether there was such a route (`ip6_route_multipath_add`). */
function shownFlags(flags: number): number {
  return ((flags & NLM_F_REPLACE) !== 0 ? NLM_F_REPLACE : NLM_F_CREATE) | (flags & NLM_F_APPEND);
}

function deleteRequested(request: RtnlRequest): number {
  const config = parse(request);
  if (typeof config === "number") return config;
  if (table.u32(RTA_NH_ID) !== 0) return request.extack.fail(-EINVAL, "Nexthop id does not exist");
  const origin = originOf(request, 0);
  if (!table.has(RTA_MULTIPATH)) return deleteRoute(request.net, config, origin, request.extack);
  const hops = readHops(request, false);
  if (typeof hops === "number") return hops;
  let last = 0;
  for (const hop of hops) {
    const oif = hop.ifindex === 0 ? config.oif : hop.ifindex;
    const gateway = hop.gateway ?? config.gateway;
    const error = deleteRoute(request.net, { ...config, oif, gateway }, origin, request.extack);
    if (error !== 0) last = error;
  }
  return last;
}

/** Registers the messages with a machine. */
export function initRouteMessages(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(AF_INET6, RTM_NEWROUTE, newRoute);
  rtnetlink.register(AF_INET6, RTM_DELROUTE, deleteRequested);
  rtnetlink.register(AF_INET6, RTM_GETROUTE, getRoute, dumpRoutes);
}
