/**
 * The groups that a socket has joined.
 *
 * Source: `net/ipv6/mcast.c` (`ipv6_sock_mc_join`, `ipv6_sock_mc_drop`, `ipv6_sock_mc_close`).
 */
import { EADDRINUSE, EADDRNOTAVAIL, EINVAL, ENODEV } from "../../../errno.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import { Flow6 } from "../flow6.ts";
import { joinGroup, leaveGroup } from "../mcast/mcast.ts";
import { ip6RouteOutput } from "../route/ip6-route.ts";

interface Membership {
  readonly ifindex: number;
  readonly address: Ipv6Address;
}

const flow = new Flow6();

/** Those of one socket. */
export class SocketGroups {
  private joined: Membership[] = [];

  /**
   * Joins or leaves a group.
   * @param ifindex the device; 0: the one that the route to the group goes through
   * @returns 0 or a negative error
   */
  change(net: Net, join: boolean, address: Ipv6Address, ifindex: number): number {
    if (!address.isMulticast) return -EINVAL;
    let index = ifindex;
    if (index === 0) {
      const rt = ip6RouteOutput(net, flow.reset().setDestination(address), 0);
      if (rt.error === 0) index = rt.dev.ifindex;
    }
    const dev = net.devByIndex(index);
    if (dev === undefined || dev.in6Dev === null) return -ENODEV;
    const at = this.joined.findIndex((each) => each.ifindex === index && each.address.equals(address));
    if (join) {
      if (at >= 0) return -EADDRINUSE;
      this.joined.push({ ifindex: index, address });
      joinGroup(dev.in6Dev, address);
      return 0;
    }
    if (at < 0) return -EADDRNOTAVAIL;
    this.joined.splice(at, 1);
    leaveGroup(dev.in6Dev, address);
    return 0;
  }

  leaveAll(net: Net): void {
    for (const { ifindex, address } of this.joined) {
      const idev = net.devByIndex(ifindex)?.in6Dev;
      if (idev) leaveGroup(idev, address);
    }
    this.joined = [];
  }
}
