/**
 * Link-layer addresses and types in text.
 */
import {
  ARPHRD_ETHER,
  ARPHRD_IP6GRE,
  ARPHRD_IPGRE,
  ARPHRD_LOOPBACK,
  ARPHRD_NETLINK,
  ARPHRD_NONE,
  ARPHRD_RAWIP,
  ARPHRD_SIT,
  ARPHRD_TUNNEL,
  ARPHRD_TUNNEL6,
  ARPHRD_VOID,
} from "../../netlink/link-flags.ts";
import { formatHexBytes, formatIpv4, Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";
import { type Arguments, EXIT_FAILURE } from "./arguments.ts";
import { parseShortIpv4 } from "./inet.ts";

const TYPES: ReadonlyMap<number, string> = new Map([
  [ARPHRD_ETHER, "ether"],
  [ARPHRD_LOOPBACK, "loopback"],
  [ARPHRD_NONE, "none"],
  [ARPHRD_VOID, "void"],
  [ARPHRD_TUNNEL, "ipip"],
  [ARPHRD_TUNNEL6, "tunnel6"],
  [ARPHRD_SIT, "sit"],
  [ARPHRD_IPGRE, "gre"],
  [ARPHRD_IP6GRE, "gre6"],
  [ARPHRD_NETLINK, "netlink"],
  [ARPHRD_RAWIP, "rawip"],
]);

/** `ARPHRD_*` as `ip link` shows it: "ether", "loopback", or the number in brackets. */
export function linkTypeName(type: number): string {
  return TYPES.get(type) ?? `[${type}]`;
}

/** The address of a device of this type: of IP tunnels an IP address, of others hexadecimal bytes. */
export function formatLinkAddress(bytes: Uint8Array, type: number): string {
  if (bytes.length === 4 && (type === ARPHRD_TUNNEL || type === ARPHRD_SIT || type === ARPHRD_IPGRE))
    return formatIpv4(ipv4FromBytes(bytes));
  if (bytes.length === 16 && (type === ARPHRD_TUNNEL6 || type === ARPHRD_IP6GRE))
    return Ipv6Address.fromBytes(bytes).toString();
  return formatHexBytes(bytes);
}

/** A link-layer address of any length, or a dotted quad. @returns its bytes, or the part that is wrong */
export function parseLinkAddress(text: string): Uint8Array | string {
  if (text.includes(".")) return parseShortIpv4(text) ?? text;
  const bytes: number[] = [];
  for (const part of text.split(":").slice(0, 32)) {
    // like sscanf("%x"): what follows the digits does not count
    const match = /^\s*\+?(?:0[xX])?([0-9a-fA-F]+)/.exec(part);
    const value = match ? Number.parseInt(match[1], 16) : -1;
    if (value < 0 || value > 255) return part;
    bytes.push(value);
  }
  return Uint8Array.from(bytes);
}

/** The current word as a link-layer address; ends the program when it is none. */
export function needLinkAddress(args: Arguments): Uint8Array {
  const bytes = parseLinkAddress(args.current);
  return typeof bytes === "string" ? args.fail(`"${bytes}" is invalid lladdr.`, EXIT_FAILURE) : bytes;
}
