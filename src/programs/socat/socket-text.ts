/** Addresses of sockets as messages of `socat` show them. */
import type { SocketAddress } from "../../kernel.ts";
import { formatIpv4 } from "../../packet/address.ts";
import type { InternetAddress } from "../lib/resolver.ts";

function groups(bytes: Uint8Array): string {
  const words: string[] = [];
  for (let i = 0; i < 16; i += 2) words.push(((bytes[i] << 8) | bytes[i + 1]).toString(16).padStart(4, "0"));
  return words.join(":");
}

/** The address alone: all digits of IPv6, in brackets. */
export function hostText(address: InternetAddress): string {
  return address.family === 2 ? formatIpv4(address.address) : `[${groups(address.address.toBytes())}]`;
}

/** `AF=2 192.0.2.1:80` */
export function socketText(address: SocketAddress): string {
  if (address.family === 1)
    return `AF=1 "${address.path === "" ? "<anon>" : address.path.replace("\0", "\\0")}"`;
  if (address.family !== 2 && address.family !== 10) return `AF=${address.family}`;
  return `AF=${address.family} ${hostText(address)}:${address.port}`;
}

/** Whether both are known and the same. */
export function sameAddress(a: SocketAddress | undefined, b: SocketAddress | undefined): boolean {
  return a !== undefined && b !== undefined && socketText(a) === socketText(b);
}
