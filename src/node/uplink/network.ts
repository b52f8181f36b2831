/** The little network between a box and the outside: who is who there. */
import { type Ipv4Address, Ipv6Address, ipv4 } from "../../packet/address.ts";

/** The router: this host. */
export const GATEWAY: Ipv4Address = ipv4(0x0a000202);
/** The name server. */
export const NAME_SERVER: Ipv4Address = ipv4(0x0a000203);
/** What DHCP gives. */
export const CLIENT: Ipv4Address = ipv4(0x0a00020f);
export const NETMASK = 0xffffff00;
export const GATEWAY_MAC = Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x35, 0x02);

/** The same of IPv6, fd00:10:0:2::/64: the router, by its address on the link too, and the name server. */
export const PREFIX6 = new Ipv6Address(0xfd000010, 0x00000002, 0, 0);
export const GATEWAY6 = new Ipv6Address(0xfd000010, 0x00000002, 0, 2);
export const NAME_SERVER6 = new Ipv6Address(0xfd000010, 0x00000002, 0, 3);
export const ROUTER6 = new Ipv6Address(0xfe800000, 0, 0, 2);

/** An address of the outside, of either family. */
export type HostAddress = Ipv4Address | Ipv6Address;

/** Where an address is reached from this host: the router itself is this host's loopback. */
export function hostAddress(address: HostAddress): string {
  if (typeof address === "object")
    return address.equals(GATEWAY6) || address.equals(ROUTER6) ? "::1" : address.toString();
  if (address === GATEWAY) return "127.0.0.1";
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
