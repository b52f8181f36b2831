/** What differs between `iptables` and `ip6tables`. */
import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { formatIpv4, Ipv6Address, ipv4FromBytes } from "../../packet/address.ts";

export interface Family {
  /** `AF_INET` or `AF_INET6`, which are also netfilter's numbers. */
  readonly number: number;
  /** `iptables` or `ip6tables`. */
  readonly program: string;
  /** As `nft` calls it. */
  readonly nft: "ip" | "ip6";
  readonly addressLength: number;
  /** Where the addresses are in the header. */
  readonly sourceOffset: number;
  readonly destinationOffset: number;
  format(address: Uint8Array): string;
}

export const IPV4: Family = {
  number: AF_INET,
  program: "iptables",
  nft: "ip",
  addressLength: 4,
  sourceOffset: 12,
  destinationOffset: 16,
  format: (address) => formatIpv4(ipv4FromBytes(address)),
};

export const IPV6: Family = {
  number: AF_INET6,
  program: "ip6tables",
  nft: "ip6",
  addressLength: 16,
  sourceOffset: 8,
  destinationOffset: 24,
  format: (address) => Ipv6Address.fromBytes(address, 0).toString(),
};

/** How many leading bits are set; -1 when others are set, too. */
export function prefixLength(mask: Uint8Array): number {
  let bits = 0;
  while (bits < mask.length * 8 && mask[bits >> 3] & (0x80 >> (bits & 7))) bits++;
  for (let bit = bits; bit < mask.length * 8; bit++) if (mask[bit >> 3] & (0x80 >> (bit & 7))) return -1;
  return bits;
}

/** A mask with its leading bits set. */
export function prefixMask(bits: number, length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (let bit = 0; bit < bits; bit++) mask[bit >> 3] |= 0x80 >> (bit & 7);
  return mask;
}

/** `/24`, `/255.0.255.0`, or nothing for all bits: as `xtables_ipmask_to_numeric` prints a mask. */
export function formatMask(family: Family, mask: Uint8Array): string {
  const bits = prefixLength(mask);
  if (bits < 0) return `/${family.format(mask)}`;
  return bits === mask.length * 8 ? "" : `/${bits}`;
}
