/**
 * The ioctls of IPv4: on its own sockets, and on packet sockets.
 *
 * Source: `net/ipv4/af_inet.c` (`inet_ioctl`).
 */
import { ENOTTY } from "../../../errno.ts";
import { arpIoctl } from "../arp/arp-ioctl.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeIoctl } from "../route/route-ioctl.ts";
import { devinetIoctl } from "./devinet-ioctl.ts";

/** Answers those about routes, neighbours and addresses; `-ENOTTY` for any other request. */
export function inetIoctl(net: NetIpv4, request: number, argument: Uint8Array): number {
  const route = routeIoctl(net, request, argument);
  if (route !== -ENOTTY) return route;
  const arp = arpIoctl(net, request, argument);
  return arp === -ENOTTY ? devinetIoctl(net, request, argument) : arp;
}
