/** What net-tools ask the kernel for: by ioctl, or by requests of rtnetlink that mean the same. */
import { isErrno } from "../../errno.ts";
import { AF_INET, AF_INET6, type SystemCalls } from "../../kernel.ts";
import { NetlinkClient } from "../../netlink/client.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { NLM_F_CREATE } from "../../netlink/message.ts";
import { newRouteHeader, writeRouteHeader } from "../../netlink/route.ts";
import {
  RT_TABLE_MAIN,
  RTA_DST,
  RTA_GATEWAY,
  RTA_OIF,
  RTA_PRIORITY,
  RTN_UNICAST,
  RTNH_F_ONLINK,
  RTPROT_BOOT,
} from "../../netlink/route-attributes.ts";
import {
  RTENTRY_DST,
  RTENTRY_FLAGS,
  RTENTRY_GATEWAY,
  RTENTRY_GENMASK,
  RTENTRY_IRTT,
  RTENTRY_LENGTH,
  RTENTRY_METRIC,
  RTENTRY_MTU,
  RTENTRY_WINDOW,
  RTF_GATEWAY,
  RTF_IRTT,
  RTF_MTU,
  RTF_REJECT,
  RTF_UP,
  RTF_WINDOW,
  SIOCADDRT,
  SIOCDELRT,
} from "../../netlink/rtentry.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../netlink/rtnetlink.ts";
import type { Ipv4Address, Ipv6Address } from "../../packet/address.ts";
import { IFNAMSIZ, interfaceIoctl } from "../lib/interfaces.ts";

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

/** What is put into a `struct rtentry`. */
export interface RouteEntry {
  readonly destination: Ipv4Address;
  readonly mask: number;
  readonly gateway: Ipv4Address | undefined;
  readonly device: string | undefined;
  /** One more than the metric; 0: none. */
  readonly metric: number;
  readonly reject: boolean;
  readonly mss: number;
  readonly window: number;
  readonly irtt: number;
}

/** `SIOCADDRT` and `SIOCDELRT` of IPv4. @returns 0 or the negative error number */
export function changeRoute(sys: SystemCalls, add: boolean, entry: RouteEntry): number {
  const named = entry.device === undefined ? 0 : IFNAMSIZ;
  const argument = new Uint8Array(RTENTRY_LENGTH + named);
  const view = new DataView(argument.buffer);
  const putAddress = (at: number, address: number): void => {
    view.setUint16(at, AF_INET, true);
    view.setUint32(at + 4, address);
  };
  let flags = RTF_UP;
  const flagged = (flag: number, value: number): number => {
    if (value !== 0) flags |= flag;
    return value;
  };
  putAddress(RTENTRY_DST, entry.destination);
  putAddress(RTENTRY_GENMASK, entry.mask);
  if (entry.gateway !== undefined) {
    putAddress(RTENTRY_GATEWAY, entry.gateway);
    flags |= RTF_GATEWAY;
  }
  if (entry.reject) flags |= RTF_REJECT;
  view.setInt16(RTENTRY_METRIC, entry.metric, true);
  view.setUint32(RTENTRY_MTU, flagged(RTF_MTU, entry.mss), true);
  view.setUint32(RTENTRY_WINDOW, flagged(RTF_WINDOW, entry.window), true);
  view.setUint16(RTENTRY_IRTT, flagged(RTF_IRTT, entry.irtt), true);
  view.setUint16(RTENTRY_FLAGS, flags, true);
  if (entry.device !== undefined)
    argument.set(new TextEncoder().encode(entry.device).subarray(0, IFNAMSIZ - 1), RTENTRY_LENGTH);
  return interfaceIoctl(sys, add ? SIOCADDRT : SIOCDELRT, argument);
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
