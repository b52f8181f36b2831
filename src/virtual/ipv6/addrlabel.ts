/**
 * Labels of prefixes, by which the source address is chosen: the default policy of RFC 6724 as Linux has it.
 *
 * Source: `net/ipv6/addrlabel.c` (`ip6addrlbl_init_table`).
 */
import { Ipv6Address } from "../../packet/address.ts";
import { prefixEqual } from "./addrconf-core.ts";

interface AddressLabel {
  readonly prefix: Ipv6Address;
  readonly length: number;
  readonly label: number;
}

/** From the longest prefix to the shortest, as they are searched. */
export const ADDRESS_LABELS: readonly AddressLabel[] = [
  { prefix: new Ipv6Address(0, 0, 0, 1), length: 128, label: 0 },
  { prefix: new Ipv6Address(0, 0, 0, 0), length: 96, label: 3 },
  { prefix: new Ipv6Address(0, 0, 0xffff, 0), length: 96, label: 4 },
  { prefix: new Ipv6Address(0x20010000, 0, 0, 0), length: 32, label: 6 },
  { prefix: new Ipv6Address(0x20010010, 0, 0, 0), length: 28, label: 7 },
  { prefix: new Ipv6Address(0x3ffe0000, 0, 0, 0), length: 16, label: 12 },
  { prefix: new Ipv6Address(0x20020000, 0, 0, 0), length: 16, label: 2 },
  { prefix: new Ipv6Address(0xfec00000, 0, 0, 0), length: 10, label: 11 },
  { prefix: new Ipv6Address(0xfc000000, 0, 0, 0), length: 7, label: 5 },
  { prefix: new Ipv6Address(0, 0, 0, 0), length: 0, label: 1 },
];

export function addressLabel(address: Ipv6Address): number {
  for (const entry of ADDRESS_LABELS)
    if (prefixEqual(entry.prefix, address, entry.length)) return entry.label;
  return 1;
}
