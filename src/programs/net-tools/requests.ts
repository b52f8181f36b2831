/** What `route` asks the kernel for: the arguments of its ioctls. */

import {
  IN6_RTMSG_DST,
  IN6_RTMSG_DST_LEN,
  IN6_RTMSG_FLAGS,
  IN6_RTMSG_GATEWAY,
  IN6_RTMSG_IFINDEX,
  IN6_RTMSG_LENGTH,
  IN6_RTMSG_METRIC,
} from "../../ioctl/in6-rtmsg.ts";
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
  RTF_HOST,
  RTF_IRTT,
  RTF_MTU,
  RTF_REJECT,
  RTF_UP,
  RTF_WINDOW,
  SIOCADDRT,
  SIOCDELRT,
} from "../../ioctl/rtentry.ts";
import { AF_INET, type SystemCalls } from "../../kernel.ts";
import type { Ipv4Address, Ipv6Address } from "../../packet/address.ts";
import { IFNAMSIZ, interfaceIoctl } from "../lib/interfaces.ts";

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

/** What is put into a `struct in6_rtmsg`. */
export interface RouteEntry6 {
  readonly destination: Ipv6Address;
  readonly prefixLength: number;
  readonly gateway: Ipv6Address | undefined;
  readonly ifindex: number;
  readonly metric: number;
  /** `RTF_*` beside those that follow from the rest. */
  readonly flags: number;
}

/** The argument of `SIOCADDRT` and `SIOCDELRT` on sockets of IPv6. */
export function routeMessage6(entry: RouteEntry6): Uint8Array {
  const argument = new Uint8Array(IN6_RTMSG_LENGTH);
  const view = new DataView(argument.buffer);
  let flags = RTF_UP | entry.flags;
  if (entry.prefixLength === 128) flags |= RTF_HOST;
  entry.destination.toBytes(argument, IN6_RTMSG_DST);
  if (entry.gateway !== undefined) {
    entry.gateway.toBytes(argument, IN6_RTMSG_GATEWAY);
    flags |= RTF_GATEWAY;
  }
  view.setUint16(IN6_RTMSG_DST_LEN, entry.prefixLength, true);
  view.setUint32(IN6_RTMSG_METRIC, entry.metric, true);
  view.setUint32(IN6_RTMSG_FLAGS, flags, true);
  view.setInt32(IN6_RTMSG_IFINDEX, entry.ifindex, true);
  return argument;
}
