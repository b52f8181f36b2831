/**
 * What an IPv6 address says about itself: type, scope, and addresses made of others.
 *
 * Source: `net/ipv6/addrconf_core.c` (`__ipv6_addr_type`), `include/net/ipv6.h`, `include/net/addrconf.h`.
 */
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";

/** `IPV6_ADDR_*` */
export const IPV6_ADDR_ANY = 0x0000;
export const IPV6_ADDR_UNICAST = 0x0001;
export const IPV6_ADDR_MULTICAST = 0x0002;
export const IPV6_ADDR_LOOPBACK = 0x0010;
export const IPV6_ADDR_LINKLOCAL = 0x0020;
export const IPV6_ADDR_SITELOCAL = 0x0040;
export const IPV6_ADDR_COMPATV4 = 0x0080;
export const IPV6_ADDR_MAPPED = 0x1000;

/** `IPV6_ADDR_SCOPE_*` (RFC 4291, 2.7) */
export const IPV6_ADDR_SCOPE_NODELOCAL = 0x01;
export const IPV6_ADDR_SCOPE_LINKLOCAL = 0x02;
export const IPV6_ADDR_SCOPE_SITELOCAL = 0x05;
export const IPV6_ADDR_SCOPE_GLOBAL = 0x0e;
/** `__IPV6_ADDR_SCOPE_INVALID` */
const SCOPE_INVALID = -1;

export const IN6ADDR_LINKLOCAL_ALLNODES = new Ipv6Address(0xff020000, 0, 0, 1);
export const IN6ADDR_INTERFACELOCAL_ALLNODES = new Ipv6Address(0xff010000, 0, 0, 1);
export const IN6ADDR_LINKLOCAL_ALLROUTERS = new Ipv6Address(0xff020000, 0, 0, 2);
export const IN6ADDR_INTERFACELOCAL_ALLROUTERS = new Ipv6Address(0xff010000, 0, 0, 2);
export const IN6ADDR_SITELOCAL_ALLROUTERS = new Ipv6Address(0xff050000, 0, 0, 2);
/** ff02::16, where MLDv2 reports go. */
export const IN6ADDR_MLD2_ALL_MCR = new Ipv6Address(0xff020000, 0, 0, 0x16);
/** fe80:: */
export const IN6ADDR_LINKLOCAL_PREFIX = new Ipv6Address(0xfe800000, 0, 0, 0);
/** ff00:: */
export const IN6ADDR_MULTICAST_PREFIX = new Ipv6Address(0xff000000, 0, 0, 0);

/** Type bits and, in the upper half, the scope, of an address in four words (`__ipv6_addr_type`). Words may be signed or not. */
function typeAndScope(w0: number, w1: number, w2: number, w3: number): number {
  const top = w0 & 0xe0000000;
  if (top !== 0 && top !== (0xe0000000 | 0)) return IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_GLOBAL << 16);
  if ((w0 & 0xff000000) === (0xff000000 | 0)) return multicastType((w0 >> 16) & 0x0f);
  if ((w0 & 0xffc00000) === (0xfe800000 | 0))
    return IPV6_ADDR_LINKLOCAL | IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_LINKLOCAL << 16);
  if ((w0 & 0xffc00000) === (0xfec00000 | 0))
    return IPV6_ADDR_SITELOCAL | IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_SITELOCAL << 16);
  if ((w0 & 0xfe000000) === (0xfc000000 | 0)) return IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_GLOBAL << 16);
  if ((w0 | w1) === 0) {
    if (w2 === 0) {
      if (w3 === 0) return IPV6_ADDR_ANY;
      if (w3 === 1) return IPV6_ADDR_LOOPBACK | IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_LINKLOCAL << 16);
      return IPV6_ADDR_COMPATV4 | IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_GLOBAL << 16);
    }
    if (w2 === 0xffff) return IPV6_ADDR_MAPPED | (IPV6_ADDR_SCOPE_GLOBAL << 16);
  }
  return IPV6_ADDR_UNICAST | (IPV6_ADDR_SCOPE_GLOBAL << 16);
}

function multicastType(scope: number): number {
  let type = IPV6_ADDR_MULTICAST;
  if (scope === IPV6_ADDR_SCOPE_NODELOCAL) type |= IPV6_ADDR_LOOPBACK;
  else if (scope === IPV6_ADDR_SCOPE_LINKLOCAL) type |= IPV6_ADDR_LINKLOCAL;
  else if (scope === IPV6_ADDR_SCOPE_SITELOCAL) type |= IPV6_ADDR_SITELOCAL;
  return type | (scope << 16);
}

/** `ipv6_addr_type` of the address at `offset`. */
export function addressTypeAt(bytes: Uint8Array, offset: number): number {
  return (
    typeAndScope(
      read32(bytes, offset),
      read32(bytes, offset + 4),
      read32(bytes, offset + 8),
      read32(bytes, offset + 12),
    ) & 0xffff
  );
}

/** `ipv6_addr_type` */
export function addressType(address: Ipv6Address): number {
  return typeAndScope(address.w0, address.w1, address.w2, address.w3) & 0xffff;
}

/** `IPV6_ADDR_SCOPE_*` of an address; -1 for `::` (`__ipv6_addr_src_scope`). */
export function addressScope(address: Ipv6Address): number {
  const type = typeAndScope(address.w0, address.w1, address.w2, address.w3);
  return type === IPV6_ADDR_ANY ? SCOPE_INVALID : type >>> 16;
}

/** Whether a socket has to name the device with such an address (`__ipv6_addr_needs_scope_id`). */
export function needsScopeId(type: number): boolean {
  return (
    (type & IPV6_ADDR_LINKLOCAL) !== 0 ||
    ((type & IPV6_ADDR_MULTICAST) !== 0 && (type & (IPV6_ADDR_LOOPBACK | IPV6_ADDR_LINKLOCAL)) !== 0)
  );
}

/** ff02::1:ffXX:XXXX, at which an address is asked for (`addrconf_addr_solict_mult`). */
export function solicitedNode(address: Ipv6Address): Ipv6Address {
  return new Ipv6Address(0xff020000, 0, 1, 0xff000000 | (address.w3 & 0xffffff));
}

/** The address with all bits after the prefix cleared (`ipv6_addr_prefix`). */
export function addressPrefix(address: Ipv6Address, length: number): Ipv6Address {
  if (length >= 128) return address;
  return new Ipv6Address(
    address.w0 & prefixMask(length, 0),
    address.w1 & prefixMask(length, 1),
    address.w2 & prefixMask(length, 2),
    address.w3 & prefixMask(length, 3),
  );
}

/** The mask of the `word`th 32 bits under a prefix of `length` bits, as a signed number. */
export function prefixMask(length: number, word: number): number {
  const bits = length - word * 32;
  if (bits <= 0) return 0;
  return bits >= 32 ? -1 : (-1 << (32 - bits)) | 0;
}

/** `ipv6_prefix_equal` */
export function prefixEqual(a: Ipv6Address, b: Ipv6Address, length: number): boolean {
  return (
    ((a.w0 ^ b.w0) & prefixMask(length, 0)) === 0 &&
    ((a.w1 ^ b.w1) & prefixMask(length, 1)) === 0 &&
    ((a.w2 ^ b.w2) & prefixMask(length, 2)) === 0 &&
    ((a.w3 ^ b.w3) & prefixMask(length, 3)) === 0
  );
}

/** How many leading bits are the same (`ipv6_addr_diff`). */
export function commonPrefix(a: Ipv6Address, b: Ipv6Address): number {
  const d0 = a.w0 ^ b.w0;
  if (d0 !== 0) return Math.clz32(d0);
  const d1 = a.w1 ^ b.w1;
  if (d1 !== 0) return 32 + Math.clz32(d1);
  const d2 = a.w2 ^ b.w2;
  if (d2 !== 0) return 64 + Math.clz32(d2);
  return 96 + Math.clz32(a.w3 ^ b.w3);
}

/** The link-layer address of a multicast group on Ethernet: 33:33 and the last four bytes (`ipv6_eth_mc_map`). */
export function ethernetMulticast(address: Ipv6Address): Uint8Array {
  const bytes = new Uint8Array(6);
  bytes[0] = 0x33;
  bytes[1] = 0x33;
  bytes[2] = address.w3 >>> 24;
  bytes[3] = address.w3 >>> 16;
  bytes[4] = address.w3 >>> 8;
  bytes[5] = address.w3;
  return bytes;
}

/** An address as /proc/net files show it: 32 hex digits. */
export function hexAddress(address: Ipv6Address): string {
  return [address.w0, address.w1, address.w2, address.w3]
    .map((word) => word.toString(16).padStart(8, "0"))
    .join("");
}
