/**
 * What IPv4 asks IPv6: filled when that family starts.
 *
 * Source: `net/ipv6/addrconf_core.c` (`ipv6_stub`).
 */

import type { NetDevice } from "./dev/netdevice.ts";
import type { Net } from "./net.ts";
import type { ExtendedAck } from "./rtnetlink/rtnetlink.ts";

/** The way to a router of IPv6 that a route of IPv4 names. */
export interface Gateway6 {
  readonly table: number;
  /** `RTNH_F_*` */
  readonly flags: number;
  /** 0: not given */
  readonly oif: number;
  /** Its 16 bytes. */
  readonly gateway: Uint8Array;
}

/** The questions, which IPv6 answers from its start on. */
export interface Ipv6Stub {
  /** `fib6_nh_init`. @returns the device that leads to the router, or a negative error */
  nexthopDevice: (net: Net, way: Gateway6, extack: ExtendedAck | null) => NetDevice | number;
  /** `ipv6_dev_find`: the device that has the address at `offset`; null: none. */
  deviceOfAddress: (net: Net, bytes: Uint8Array, offset: number) => NetDevice | null;
}

/** The one that is asked. */
export const ipv6Stub: Ipv6Stub = {
  nexthopDevice: () => {
    throw new Error("IPv6 is not initialised");
  },
  deviceOfAddress: () => null,
};
