/** What net-tools ask the kernel for by ioctl, asked by rtnetlink instead: requests that mean the same. */
import { isErrno } from "../../errno.ts";
import { AF_INET, AF_INET6, type SystemCalls } from "../../kernel.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { NLM_F_CREATE } from "../../netlink/message.ts";
import { newRouteHeader, writeRouteHeader } from "../../netlink/route.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RT_SCOPE_NOWHERE,
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTA_DST,
  RTA_GATEWAY,
  RTA_METRICS,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTAX_ADVMSS,
  RTAX_RTT,
  RTAX_WINDOW,
  RTN_UNICAST,
  RTN_UNREACHABLE,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from "../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../netlink/rtnetlink.ts";
import { type Ipv4Address, type Ipv6Address, ipv4ToBytes } from "../../packet/address.ts";
import { isUnicast } from "./address-type.ts";

/** One request. @returns 0 or the negative error number */
export function request(
  sys: SystemCalls,
  type: number,
  flags: number,
  fill: (writer: MessageWriter) => void,
): number {
  const client = NetlinkClient.open(sys);
  if (isErrno(client)) return client;
  fill(client.begin(type, flags));
  const { error } = client.request();
  client.close();
  return error;
}

/** A `struct rtentry`. */
export interface RouteEntry {
  readonly destination: Ipv4Address;
  readonly prefixLength: number;
  readonly gateway: Ipv4Address | undefined;
  readonly ifindex: number;
  /** The preferred source address. */
  readonly source: Ipv4Address | undefined;
  readonly metric: number;
  readonly reject: boolean;
  readonly mss: number;
  readonly window: number;
  readonly irtt: number;
}

/** `SIOCADDRT` and `SIOCDELRT`, as `rtentry_to_fib_config` of the kernel translates them. */
export function changeRoute(sys: SystemCalls, add: boolean, entry: RouteEntry): number {
  return request(sys, add ? RTM_NEWROUTE : RTM_DELROUTE, add ? NLM_F_CREATE : 0, (writer) => {
    const header = newRouteHeader();
    header.family = AF_INET;
    header.dstLength = entry.prefixLength;
    header.table = RT_TABLE_MAIN;
    header.protocol = add ? RTPROT_BOOT : 0;
    header.type = entry.reject ? RTN_UNREACHABLE : add ? RTN_UNICAST : 0;
    header.scope = entry.reject ? RT_SCOPE_HOST : routeScope(sys, add, entry.gateway);
    writeRouteHeader(writer, header);
    if (entry.prefixLength > 0) writer.data(RTA_DST, ipv4ToBytes(entry.destination));
    if (entry.metric > 0) writer.u32(RTA_PRIORITY, entry.metric);
    if (entry.reject) return;
    if (entry.gateway !== undefined) writer.data(RTA_GATEWAY, ipv4ToBytes(entry.gateway));
    if (entry.ifindex > 0) writer.u32(RTA_OIF, entry.ifindex);
    if (entry.source !== undefined) writer.data(RTA_PREFSRC, ipv4ToBytes(entry.source));
    if (add) writeMetrics(writer, entry);
  });
}

function routeScope(sys: SystemCalls, add: boolean, gateway: Ipv4Address | undefined): number {
  if (gateway !== undefined && isUnicast(sys, gateway)) return RT_SCOPE_UNIVERSE;
  return add ? RT_SCOPE_LINK : RT_SCOPE_NOWHERE;
}

function writeMetrics(writer: MessageWriter, entry: RouteEntry): void {
  if (entry.mss === 0 && entry.window === 0 && entry.irtt === 0) return;
  const nest = writer.nest(RTA_METRICS);
  if (entry.mss > 0) writer.u32(RTAX_ADVMSS, entry.mss - 40);
  if (entry.window > 0) writer.u32(RTAX_WINDOW, entry.window);
  if (entry.irtt > 0) writer.u32(RTAX_RTT, entry.irtt << 3);
  writer.endNest(nest);
}

/** A `struct in6_rtmsg`. */
export interface RouteEntry6 {
  readonly destination: Ipv6Address;
  readonly prefixLength: number;
  readonly gateway: Ipv6Address | undefined;
  readonly ifindex: number;
  readonly metric: number;
}

/** `SIOCADDRT` and `SIOCDELRT` of IPv6, as `rtmsg_to_fib6_config` of the kernel translates them. */
export function changeRoute6(sys: SystemCalls, add: boolean, entry: RouteEntry6): number {
  return request(sys, add ? RTM_NEWROUTE : RTM_DELROUTE, add ? NLM_F_CREATE : 0, (writer) => {
    const header = newRouteHeader();
    header.family = AF_INET6;
    header.dstLength = entry.prefixLength;
    header.table = RT_TABLE_MAIN;
    header.protocol = add ? RTPROT_BOOT : 0;
    header.type = RTN_UNICAST;
    // the ioctl's flag of a route to a host has the number of this one
    if (add && entry.prefixLength === 128) header.flags = RTNH_F_ONLINK;
    writeRouteHeader(writer, header);
    writer.data(RTA_DST, entry.destination.toBytes());
    writer.u32(RTA_PRIORITY, entry.metric);
    if (entry.gateway) writer.data(RTA_GATEWAY, entry.gateway.toBytes());
    if (entry.ifindex > 0) writer.u32(RTA_OIF, entry.ifindex);
  });
}
