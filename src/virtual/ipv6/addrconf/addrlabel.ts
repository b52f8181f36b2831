/**
 * Labels of prefixes, by which the source address is chosen: at first the default policy of RFC 6724 as Linux has it.
 *
 * Source: `net/ipv6/addrlabel.c` (`ip6addrlbl_init_table`, `__ip6addrlbl_add`, `__ipv6_addr_label`).
 */
import { EEXIST, EINVAL, ESRCH } from "../../../errno.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { addressPrefix, addressType, IPV6_ADDR_MAPPED, prefixEqual } from "./addrconf-core.ts";

/** `IPV6_ADDR_LABEL_DEFAULT`: of an address that no prefix of the table contains. */
export const DEFAULT_LABEL = 0xffffffff;

/** One prefix and its label (`struct ip6addrlbl_entry`). */
export interface AddressLabel {
  readonly prefix: Ipv6Address;
  readonly length: number;
  readonly label: number;
  /** The device that it is for; 0: all. */
  readonly ifindex: number;
}

function entry(w0: number, w1: number, w2: number, w3: number, length: number, label: number): AddressLabel {
  return { prefix: new Ipv6Address(w0, w1, w2, w3), length, label, ifindex: 0 };
}

/** From the longest prefix to the shortest, as they are searched. */
const DEFAULTS: readonly AddressLabel[] = [
  entry(0, 0, 0, 1, 128, 0),
  entry(0, 0, 0, 0, 96, 3),
  entry(0, 0, 0xffff, 0, 96, 4),
  entry(0x20010000, 0, 0, 0, 32, 6),
  entry(0x20010010, 0, 0, 0, 28, 7),
  entry(0x3ffe0000, 0, 0, 0, 16, 12),
  entry(0x20020000, 0, 0, 0, 16, 2),
  entry(0xfec00000, 0, 0, 0, 10, 11),
  entry(0xfc000000, 0, 0, 0, 7, 5),
  entry(0, 0, 0, 0, 0, 1),
];

function isFor(each: AddressLabel, prefix: Ipv6Address, length: number, ifindex: number): boolean {
  return each.length === length && each.ifindex === ifindex && each.prefix.equals(prefix);
}

/** The labels of a namespace. */
export class AddressLabels {
  /** The default ones until they are changed. */
  entries: readonly AddressLabel[] = DEFAULTS;
  /** Raised with every change. */
  seq = DEFAULTS.length;

  /** The entry for an address on a device; undefined: none. */
  find(address: Ipv6Address, ifindex: number): AddressLabel | undefined {
    return this.entries.find(
      (each) =>
        (each.ifindex === 0 || each.ifindex === ifindex) && prefixEqual(each.prefix, address, each.length),
    );
  }

  label(address: Ipv6Address, ifindex: number): number {
    return this.find(address, ifindex)?.label ?? DEFAULT_LABEL;
  }

  /** @returns 0 or a negative error */
  add(prefix: Ipv6Address, length: number, ifindex: number, label: number, replace: boolean): number {
    if (length > 96 && (addressType(prefix) & IPV6_ADDR_MAPPED) !== 0) return -EINVAL;
    const made = { prefix: addressPrefix(prefix, length), length, label, ifindex };
    // the same one is not seen behind another of its length
    const at = this.entries.findIndex(
      (each) =>
        isFor(each, made.prefix, length, ifindex) ||
        each.length < length ||
        (each.length === length && each.ifindex === 0),
    );
    const present = at >= 0 && isFor(this.entries[at], made.prefix, length, ifindex);
    if (present && !replace) return -EEXIST;
    this.seq++;
    const before = at < 0 ? this.entries.length : at;
    this.entries = [
      ...this.entries.slice(0, before),
      made,
      ...this.entries.slice(present ? before + 1 : before),
    ];
    return 0;
  }

  /** @returns 0 or a negative error */
  delete(prefix: Ipv6Address, length: number, ifindex: number): number {
    const present = this.indexOf(addressPrefix(prefix, length), length, ifindex);
    if (present < 0) return -ESRCH;
    this.entries = this.entries.filter((_, i) => i !== present);
    return 0;
  }

  private indexOf(prefix: Ipv6Address, length: number, ifindex: number): number {
    return this.entries.findIndex((each) => isFor(each, prefix, length, ifindex));
  }
}

/** The labels of namespaces that changed nothing. */
export const DEFAULT_LABELS: Readonly<Pick<AddressLabels, "entries" | "seq" | "find" | "label">> =
  new AddressLabels();
