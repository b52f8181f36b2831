/**
 * Anycast addresses of a device: the subnet-router address of each prefix while the device forwards.
 *
 * Source: `net/ipv6/anycast.c` (`__ipv6_dev_ac_inc`, `ipv6_chk_acast_addr`).
 */
import { RTN_ANYCAST, RTPROT_KERNEL } from "../../../netlink/route-attributes.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../../core/dev/netdevice.ts";
import { joinGroup, leaveGroup } from "../mcast/mcast.ts";
import { Fib6Info, RTF_ANYCAST, RTF_NONEXTHOP, RTF_UP } from "../route/fib6-info.ts";
import { fib6Add, fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";
import { solicitedNode } from "./addrconf-core.ts";
import { AnycastTable } from "./anycast-check.ts";
import type { Inet6Device } from "./inet6-device.ts";

/** One address on one device (`struct ifacaddr6`). */
export interface Anycast6 {
  readonly address: Ipv6Address;
  users: number;
  readonly route: Fib6Info;
  readonly created: number;
}

/** One user more; the first brings the address and its route (`__ipv6_dev_ac_inc`). */
export function anycastJoin(idev: Inet6Device, address: Ipv6Address): void {
  const present = idev.anycasts?.find((entry) => entry.address.equals(address));
  if (present !== undefined) {
    present.users++;
    return;
  }
  const net = idev.dev.net;
  const route = new Fib6Info(
    net.ipv6.localTable,
    address,
    128,
    0,
    RTN_ANYCAST,
    RTF_UP | RTF_NONEXTHOP | RTF_ANYCAST,
    idev.dev,
  );
  route.protocol = RTPROT_KERNEL;
  idev.anycasts ??= [];
  idev.anycasts.unshift({ address, users: 1, route, created: net.machine.now() });
  net.ipv6.anycasts ??= new AnycastTable();
  net.ipv6.anycasts.add(address);
  fib6Add(net, route, KERNEL_ORIGIN, null);
  if (isSolicited(idev)) joinGroup(idev, solicitedNode(address));
}

/** Nobody asks for addresses on loopback and where there is no ARP. */
function isSolicited(idev: Inet6Device): boolean {
  return (idev.dev.flags & (IFF_LOOPBACK | IFF_NOARP)) === 0;
}

/** One user less; the last takes the address and its route along (`__ipv6_dev_ac_dec`). */
export function anycastLeave(idev: Inet6Device, address: Ipv6Address): void {
  const at = idev.anycasts?.findIndex((entry) => entry.address.equals(address)) ?? -1;
  if (idev.anycasts === null || at < 0) return;
  const entry = idev.anycasts[at];
  if (--entry.users > 0) return;
  idev.anycasts.splice(at, 1);
  idev.dev.net.ipv6.anycasts?.remove(address);
  if (isSolicited(idev)) leaveGroup(idev, solicitedNode(address));
  fib6Delete(idev.dev.net, entry.route, KERNEL_ORIGIN);
}
