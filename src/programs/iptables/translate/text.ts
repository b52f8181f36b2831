/** What translations share. */
import { AF_INET } from "../../../kernel.ts";
import type { Struct } from "../extension/struct.ts";
import { IPV4, IPV6, prefixLength } from "../family.ts";

/** What a translation works with. */
export interface TranslateCall {
  readonly data: Struct;
  /** `AF_INET` or `AF_INET6`. */
  readonly family: number;
  /** Of the rule; 0: none. */
  readonly protocol: number;
}

/** Undefined: there is no translation. */
export type Translate = (call: TranslateCall) => string | undefined;

export function addressOf(family: number, bytes: Uint8Array): string {
  return family === AF_INET ? IPV4.format(bytes) : IPV6.format(bytes);
}

/** `1.2.3.0/24`, without the length of a whole address. */
export function maskedAddress(data: Struct, at: number, family: number): string {
  const length = family === AF_INET ? 4 : 16;
  const mask = data.slice(at + 16, length);
  const bits = prefixLength(mask);
  const suffix = bits === length * 8 ? "" : `/${bits < 0 ? addressOf(family, mask) : bits}`;
  return `${addressOf(family, data.slice(at, length))}${suffix}`;
}

export function span(low: number, high: number): string {
  return low === high ? `${low}` : `${low}-${high}`;
}

/** Units of a rate, which `iptables` shortens, as `nft` has them. */
export const LONG_UNITS: Readonly<Record<string, string>> = { sec: "second", min: "minute" };
