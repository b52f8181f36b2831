/** Addresses. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */

import type { NftContext } from "../context.ts";
import { Ipv6Address, ipv4ToString, parseIpv4, parseIpv6 } from "./addresses.ts";
import { bytesOf, named, parseNumber } from "./type.ts";

named({
  name: "ll_addr",
  id: 6,
  description: "link layer address",
  wrong: "Invalid LL address",
  bits: 0,
  order: "big",
  parse: parseMac,
  print: printMac,
});
export const IPADDR = named({
  name: "ipv4_addr",
  id: 7,
  description: "IPv4 address",
  bits: 32,
  order: "big",
  parse: (text, ctx) =>
    parseIpv4(text) ??
    numericHost(text) ??
    hostAddress(ctx, text, asIpv4) ??
    resolveFailure(parseIpv6(text) !== undefined),
  print: (value) => ipv4ToString(Number(value)),
});
export const IP6ADDR = named({
  name: "ipv6_addr",
  id: 8,
  description: "IPv6 address",
  bits: 128,
  order: "big",
  parse: (text, ctx) =>
    parseIpv6(text) ??
    hostAddress(ctx, text, parseIpv6) ??
    resolveFailure(parseIpv4(text) !== undefined || numericHost(text) !== undefined),
  print: (value) => Ipv6Address.fromBytes(bytesOf(value, 128, "big"), 0).toString(),
});
export const ETHERADDR = named({
  name: "ether_addr",
  id: 9,
  description: "Ethernet address",
  wrong: "Invalid LL address",
  bits: 48,
  order: "big",
  parse: parseMac,
  print: printMac,
});
const LOOPBACK_IPV4 = 0x7f000001n;

/** The C library takes the other family's loopback address for this one's. */
function asIpv4(address: string): bigint | undefined {
  return parseIpv6(address) === 1n ? LOOPBACK_IPV4 : parseIpv4(address);
}

/** What `/etc/hosts` says of a name; nobody else is asked. @returns undefined where it is not there, a text where it is more than once */
function hostAddress(
  ctx: NftContext,
  name: string,
  parse: (address: string) => bigint | undefined,
): bigint | string | undefined {
  const found: bigint[] = [];
  for (const address of ctx.hostAddresses(name)) {
    const value = parse(address);
    if (value !== undefined) found.push(value);
  }
  return found.length > 1 ? "Hostname resolves to multiple addresses" : found[0];
}

/** A host as one number, as `getaddrinfo(3)` takes it. */
function numericHost(text: string): bigint | undefined {
  const number = parseNumber(text);
  return number !== undefined && number < 1n << 32n ? number : undefined;
}

/** Nobody but `/etc/hosts` is asked: what is neither there nor an address of the family can not be found. */
function resolveFailure(otherFamily: boolean): string {
  return `Could not resolve hostname: ${otherFamily ? "Address family for hostname not supported" : "Name or service not known"}`;
}

const LL_MOST = (1n << 48n) - 1n;

/** Bytes in hexadecimal with any character between them; fewer are the last ones (`lladdr_type_parse`). */
function parseMac(text: string): bigint | string {
  const part = /(?:0x)?([0-9a-f]+)/iy;
  let value = 0n;
  for (let at = 0; ; at = part.lastIndex + 1) {
    part.lastIndex = at;
    const digits = part.exec(text)?.[1];
    const byte = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
    if (!(byte <= 0xff)) return "Invalid LL address";
    value = (value << 8n) | BigInt(byte);
    if (part.lastIndex >= text.length) break;
  }
  return value <= LL_MOST ? value : `Value ${value} exceeds valid range 0-${LL_MOST}`;
}

function printMac(value: bigint, _ctx: NftContext, bits: number): string {
  const hex = value.toString(16).padStart(bits / 4, "0");
  return hex.match(/../g)?.join(":") ?? "";
}
