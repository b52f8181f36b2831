/** Addresses on the command line: `xtables_ipparse_any` and its kin. */
import { AF_INET } from "../../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../../packet/address.ts";
import { resolve } from "../../lib/resolver.ts";
import type { Context } from "../context.ts";
import { type Family, prefixMask } from "../family.ts";
import { wholeNumber } from "./parse-number.ts";

/** An address with its mask. */
export interface MaskedAddress {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

/** The address that a text is, in digits. */
export function numericAddress(family: Family, text: string): Uint8Array | undefined {
  if (family.number === AF_INET) {
    const address = parseIpv4(text);
    return address === undefined ? undefined : bytesOf(address);
  }
  return parseIpv6(text)?.toBytes();
}

/** The addresses of a name or of digits; undefined when there are none. */
export function hostAddresses(context: Context, text: string): readonly Uint8Array[] | undefined {
  const { family } = context;
  const numeric = numericAddress(family, padded(family, text)) ?? networkAddress(context, text);
  if (numeric) return [numeric];
  const found = resolve(context.process.sys, text, family.number);
  if (typeof found === "string") return undefined;
  const addresses = found.addresses.map((entry) =>
    entry.family === AF_INET ? bytesOf(entry.address) : entry.address.toBytes(),
  );
  return addresses.length > 0 ? addresses : undefined;
}

/** Of networks, zeros at the end may be left away. */
function padded(family: Family, text: string): string {
  if (family.number !== AF_INET || !/^\d+(\.\d+){0,2}$/.test(text)) return text;
  return [...text.split("."), "0", "0", "0"].slice(0, 4).join(".");
}

function bytesOf(address: number): Uint8Array {
  return Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);
}

/** What `/etc/networks` says of a name. */
function networkAddress(context: Context, text: string): Uint8Array | undefined {
  if (context.family.number !== AF_INET) return undefined;
  const network = context.names.networkByName(text);
  return network === undefined ? undefined : numericAddress(context.family, network);
}

/** The mask of `/24` or `/255.255.255.0`; undefined when it is none. */
export function parseMask(family: Family, text: string): Uint8Array | undefined {
  const bits = wholeNumber(text, 0n, BigInt(family.addressLength * 8));
  if (bits !== undefined) return prefixMask(Number(bits), family.addressLength);
  return numericAddress(family, text);
}

/** All addresses of one `address[/mask]`; ends when it is none. */
export function parseAddresses(context: Context, text: string): readonly MaskedAddress[] {
  const { family } = context;
  const slash = text.lastIndexOf("/");
  const maskText = slash < 0 ? undefined : text.slice(slash + 1);
  const mask =
    maskText === undefined
      ? prefixMask(family.addressLength * 8, family.addressLength)
      : parseMask(family, maskText);
  if (!mask) return context.wrong(`invalid mask \`${maskText}' specified`);
  let host = slash < 0 ? text : text.slice(0, slash);
  // nobody asks for the address of a name that counts for nothing
  if (mask.every((byte) => byte === 0)) host = family.number === AF_INET ? "0.0.0.0" : "::";
  const addresses = hostAddresses(context, host);
  if (!addresses) return context.wrong(`host/network \`${host}' not found`);
  return distinct(addresses.map((address) => ({ address: masked(address, mask), mask })));
}

function masked(address: Uint8Array, mask: Uint8Array): Uint8Array {
  return address.map((byte, index) => byte & mask[index]);
}

function distinct(addresses: readonly MaskedAddress[]): readonly MaskedAddress[] {
  const seen = new Set<string>();
  return addresses.filter(({ address }) => {
    const key = address.join();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A list of `address[/mask]` with commas between: `xtables_ipparse_multiple`. */
export function parseAddressList(context: Context, text: string): readonly MaskedAddress[] {
  return text.split(",").flatMap((part) => parseAddresses(context, part.replace(/^[ \t]+/, "")));
}
