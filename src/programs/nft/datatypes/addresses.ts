/** Addresses as numbers. */
import {
  formatIpv4,
  type Ipv4Address,
  Ipv6Address,
  parseIpv4 as readIpv4,
  parseIpv6 as readIpv6,
} from "../../../packet/address.ts";

export { Ipv6Address };

export function ipv4ToString(value: number): string {
  return formatIpv4(value as Ipv4Address);
}

export function parseIpv4(text: string): bigint | undefined {
  const address = readIpv4(text);
  return address === undefined ? undefined : BigInt(address);
}

export function parseIpv6(text: string): bigint | undefined {
  const address = readIpv6(text);
  if (address === undefined) return undefined;
  const words = [address.w0, address.w1, address.w2, address.w3];
  return words.reduce((value, word) => (value << 32n) | BigInt(word >>> 0), 0n);
}
