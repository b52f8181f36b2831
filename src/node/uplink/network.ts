/** The little network between a box and the outside: who is who there. */
import { type Ipv4Address, ipv4 } from "../../packet/address.ts";

/** The router: this host. */
export const GATEWAY: Ipv4Address = ipv4(0x0a000202);
/** The name server. */
export const NAME_SERVER: Ipv4Address = ipv4(0x0a000203);
/** What DHCP gives. */
export const CLIENT: Ipv4Address = ipv4(0x0a00020f);
export const NETMASK = 0xffffff00;
export const GATEWAY_MAC = Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x35, 0x02);

/** Where an address is reached from this host: the router itself is this host's loopback. */
export function hostAddress(address: Ipv4Address): string {
  if (address === GATEWAY) return "127.0.0.1";
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
