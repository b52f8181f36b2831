/**
 * Which addresses are anycast addresses of this host.
 *
 * Source: `net/ipv6/anycast.c` (`ipv6_chk_acast_addr`).
 */
import type { Ipv6Address } from "../../packet/address.ts";
import type { Net } from "../core/net.ts";
import type { NetDevice } from "../core/netdevice.ts";

/** Whether the address is an anycast address of the device, or of any (`ipv6_chk_acast_addr`). */
export function isAnycast(net: Net, dev: NetDevice | null, address: Ipv6Address): boolean {
  if (dev !== null) return dev.in6Dev?.anycasts?.some((entry) => entry.address.equals(address)) ?? false;
  for (const other of net.devices.values()) {
    if (other.in6Dev?.anycasts?.some((entry) => entry.address.equals(address))) return true;
  }
  return false;
}
