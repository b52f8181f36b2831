/**
 * Addresses on the command line and in messages: iproute2's `inet_prefix`.
 */
import { AF_INET, AF_INET6, AF_PACKET, AF_UNSPEC } from "../../kernel.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import { formatHexBytes, formatIpv4, Ipv6Address, ipv4FromBytes, parseIpv6 } from "../../packet/address.ts";
import { type Arguments, parseUnsigned } from "./arguments.ts";

export const AF_BRIDGE = 7;
export const AF_MPLS = 28;

/** An address with a prefix length. */
export interface Prefix {
  family: number;
  /** Empty for "any" and "all", zeros for "default" of a family. */
  bytes: Uint8Array;
  /** Prefix length; the whole address when none was given. */
  length: number;
  /** A prefix length was given. */
  explicit: boolean;
}

/** 32, 128, or 0 for other families. */
export function bitLength(family: number): number {
  return family === AF_INET ? 32 : family === AF_INET6 ? 128 : 0;
}

/** Names as iproute2's `family_name()`. */
export function familyName(family: number): string {
  switch (family) {
    case AF_INET:
      return "inet";
    case AF_INET6:
      return "inet6";
    case AF_PACKET:
      return "link";
    case AF_MPLS:
      return "mpls";
    case AF_BRIDGE:
      return "bridge";
    default:
      return "???";
  }
}

/** The family of a name; undefined when it is none. */
export function parseFamily(name: string): number | undefined {
  switch (name) {
    case "inet":
      return AF_INET;
    case "inet6":
      return AF_INET6;
    case "link":
      return AF_PACKET;
    case "mpls":
      return AF_MPLS;
    case "bridge":
      return AF_BRIDGE;
    default:
      return undefined;
  }
}

function expected(family: number): string {
  return family === AF_UNSPEC ? "any valid" : familyName(family);
}

/** One to four numbers with dots; missing ones are zero ("10" is 10.0.0.0). */
export function parseShortIpv4(text: string): Uint8Array | undefined {
  const parts = text.split(".");
  if (parts.length > 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [index, part] of parts.entries()) {
    const value = parseUnsigned(part, 255);
    if (value === undefined) return undefined;
    bytes[index] = value;
  }
  return bytes;
}

/** An address of the family (any with AF_UNSPEC); undefined when it is none. */
export function parseAddress(text: string, family: number): Prefix | undefined {
  if (text === "default" || text === "all" || text === "any") {
    if (family === AF_MPLS) return undefined;
    const size = text === "default" ? bitLength(family) / 8 : 0;
    return { family, bytes: new Uint8Array(size), length: 0, explicit: false };
  }
  if (text.includes(":")) {
    const address = family === AF_UNSPEC || family === AF_INET6 ? parseIpv6(text) : undefined;
    return address && { family: AF_INET6, bytes: address.toBytes(), length: 128, explicit: false };
  }
  if (family !== AF_UNSPEC && family !== AF_INET) return undefined;
  const bytes = parseShortIpv4(text);
  return bytes && { family: AF_INET, bytes, length: 32, explicit: false };
}

function parseMaskLength(text: string): number | undefined {
  const number = parseUnsigned(text);
  if (number !== undefined) return number;
  const bytes = text.includes(".") ? parseShortIpv4(text) : undefined;
  if (!bytes) return undefined;
  const mask = ipv4FromBytes(bytes);
  const length = Math.clz32(~mask >>> 0);
  return length === 32 || (mask << length) >>> 0 === 0 ? length : undefined;
}

/** An address with an optional prefix length; undefined when it is none. */
export function parsePrefix(text: string, family: number): Prefix | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) {
    const whole = parseAddress(text, family);
    // "default", "any" and "all" say their length
    return whole && { ...whole, explicit: whole.length === 0 };
  }
  const address = parseAddress(text.slice(0, slash), family);
  const length = parseMaskLength(text.slice(slash + 1));
  if (!address || length === undefined || length > bitLength(address.family)) return undefined;
  return { ...address, length, explicit: true };
}

/** The current word as an address, or the program ends with iproute2's complaint. */
export function needAddress(args: Arguments, family: number): Prefix {
  return (
    parseAddress(args.current, family) ??
    args.exit(`Error: ${expected(family)} address is expected rather than "${args.current}".`)
  );
}

/** The current word as a prefix, or the program ends with iproute2's complaint. */
export function needPrefix(args: Arguments, family: number): Prefix {
  if (family === AF_PACKET)
    return args.exit(`Error: "${args.current}" may be inet prefix, but it is not allowed in this context.`);
  return (
    parsePrefix(args.current, family) ??
    args.exit(`Error: ${expected(family)} prefix is expected rather than "${args.current}".`)
  );
}

/** Text of an address in a message. */
export function formatAddress(family: number, bytes: Uint8Array): string {
  if (family === AF_INET && bytes.length >= 4) return formatIpv4(ipv4FromBytes(bytes));
  if (family === AF_INET6 && bytes.length >= 16) return Ipv6Address.fromBytes(bytes).toString();
  if (family === AF_PACKET) return formatHexBytes(bytes);
  return "???";
}

/** True when the first `bits` bits are equal. */
export function sameBits(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  const whole = bits >> 3;
  if (a.length < (bits + 7) >> 3 || b.length < (bits + 7) >> 3) return false;
  for (let i = 0; i < whole; i++) if (a[i] !== b[i]) return false;
  const left = bits & 7;
  return left === 0 || (a[whole] ^ b[whole]) >> (8 - left) === 0;
}

/** True when an attribute's address lies in the prefix; always when there is no prefix. */
export function attributeInPrefix(
  prefix: Prefix | undefined,
  family: number,
  table: AttributeTable,
  type: number,
): boolean {
  if (!prefix) return true;
  const bytes = table.payload(type);
  if (!bytes) return true;
  return family === prefix.family && sameBits(bytes, prefix.bytes, prefix.length);
}
