/**
 * IPv6 neighbour discovery: solicitations, advertisements, redirect and their options.
 *
 * Offsets are from the ICMPv6 type. Source: RFC 4861, RFC 8106 (RDNSS, DNSSL), RFC 4191 (route information), `include/net/ndisc.h`.
 */
import { copyBytes, read32, write32 } from "./bytes.ts";
import { ETH_ALEN } from "./ethernet.ts";
import {
  NDISC_NEIGHBOUR_ADVERTISEMENT,
  NDISC_NEIGHBOUR_SOLICITATION,
  NDISC_REDIRECT,
  NDISC_ROUTER_ADVERTISEMENT,
  NDISC_ROUTER_SOLICITATION,
  writeIcmpv6,
} from "./icmpv6.ts";
import { IPV6_ALEN } from "./ipv6.ts";

/** Target address of NS, NA and redirect. */
export const ND_TARGET = 8;
/** Destination address of redirect. */
export const ND_REDIRECT_DESTINATION = 24;
/** Bytes before the options. */
export const ND_NS_LENGTH = 24;
export const ND_NA_LENGTH = 24;
export const ND_RS_LENGTH = 8;
export const ND_RA_LENGTH = 16;
export const ND_REDIRECT_LENGTH = 40;

/** Flags of NA, in the first of the four bytes after the checksum. */
export const ND_NA_FLAGS = 4;
export const ND_NA_FLAG_ROUTER = 0x80;
export const ND_NA_FLAG_SOLICITED = 0x40;
export const ND_NA_FLAG_OVERRIDE = 0x20;

export const ND_RA_HOP_LIMIT = 4;
export const ND_RA_FLAGS = 5;
/** Seconds. */
export const ND_RA_ROUTER_LIFETIME = 6;
/** Milliseconds. */
export const ND_RA_REACHABLE_TIME = 8;
export const ND_RA_RETRANS_TIMER = 12;
export const ND_RA_FLAG_MANAGED = 0x80;
export const ND_RA_FLAG_OTHER = 0x40;
export const ND_RA_FLAG_HOME_AGENT = 0x20;
/** Default router preference (RFC 4191). */
export const ND_RA_FLAG_PREFERENCE = 0x18;

export const ND_OPT_SOURCE_LL_ADDR = 1;
export const ND_OPT_TARGET_LL_ADDR = 2;
export const ND_OPT_PREFIX_INFO = 3;
export const ND_OPT_REDIRECT_HDR = 4;
export const ND_OPT_MTU = 5;
export const ND_OPT_ADV_INTERVAL = 7;
export const ND_OPT_HOME_AGENT_INFO = 8;
export const ND_OPT_NONCE = 14;
export const ND_OPT_ROUTE_INFO = 24;
export const ND_OPT_RDNSS = 25;
export const ND_OPT_DNSSL = 31;
export const ND_OPT_CAPTIVE_PORTAL = 37;
export const ND_OPT_PREF64 = 38;

/** Prefix information: offsets from the option's type. */
export const ND_PREFIX_LENGTH = 2;
export const ND_PREFIX_FLAGS = 3;
export const ND_PREFIX_VALID = 4;
export const ND_PREFIX_PREFERRED = 8;
export const ND_PREFIX_ADDRESS = 16;
export const ND_PREFIX_FLAG_ONLINK = 0x80;
export const ND_PREFIX_FLAG_AUTONOMOUS = 0x40;
export const ND_PREFIX_FLAG_ROUTER = 0x20;

/** Bytes of a link-layer address option for Ethernet. */
export const ND_OPT_ETHER_LENGTH = 8;

/** Bytes before the options of a message, by type; 0 for other types. */
export function ndiscBodyLength(type: number): number {
  if (type === NDISC_NEIGHBOUR_SOLICITATION || type === NDISC_NEIGHBOUR_ADVERTISEMENT) return ND_NS_LENGTH;
  if (type === NDISC_ROUTER_SOLICITATION) return ND_RS_LENGTH;
  if (type === NDISC_ROUTER_ADVERTISEMENT) return ND_RA_LENGTH;
  return type === NDISC_REDIRECT ? ND_REDIRECT_LENGTH : 0;
}

/** Bytes of the option at `offset`; 0 when it is malformed or goes beyond `end`: the message is then invalid (RFC 4861, 4.6). */
export function ndiscOptionLength(bytes: Uint8Array, offset: number, end: number): number {
  if (offset + 2 > end) return 0;
  const length = bytes[offset + 1] << 3;
  return length === 0 || offset + length > end ? 0 : length;
}

/** Offset of the first option of `type` between `offset` and `end`; -1 when there is none, -2 when an option is malformed. */
export function findNdiscOption(bytes: Uint8Array, offset: number, end: number, type: number): number {
  let found = -1;
  let at = offset;
  while (at < end) {
    const length = ndiscOptionLength(bytes, at, end);
    if (length === 0) return -2;
    if (found < 0 && bytes[at] === type) found = at;
    at += length;
  }
  return found;
}

/** The flags byte of a neighbour advertisement. */
export function ndiscAdvertisementFlags(bytes: Uint8Array, offset: number): number {
  return bytes[offset + ND_NA_FLAGS];
}

/** Of a router advertisement: seconds that it may be a default router; 0: it is none. */
export function ndiscRouterLifetime(bytes: Uint8Array, offset: number): number {
  return (bytes[offset + ND_RA_ROUTER_LIFETIME] << 8) | bytes[offset + ND_RA_ROUTER_LIFETIME + 1];
}

/** Of a router advertisement: ms that a neighbour counts as reachable; 0: not said. */
export function ndiscReachableTime(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + ND_RA_REACHABLE_TIME);
}

/** Of a router advertisement: ms between solicitations; 0: not said. */
export function ndiscRetransTimer(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + ND_RA_RETRANS_TIMER);
}

/** Writes NS or NA without options; the checksum stays 0. `flags` is the first byte after the checksum. */
export function writeNeighbourMessage(
  bytes: Uint8Array,
  offset: number,
  type: number,
  flags: number,
  target: Uint8Array,
  targetOffset: number,
): void {
  writeIcmpv6(bytes, offset, type, 0, flags << 24);
  copyBytes(bytes, offset + ND_TARGET, target, targetOffset, IPV6_ALEN);
}

/** Writes a router solicitation without options; the checksum stays 0. */
export function writeRouterSolicitation(bytes: Uint8Array, offset: number): void {
  writeIcmpv6(bytes, offset, NDISC_ROUTER_SOLICITATION, 0, 0);
}

/** Writes a redirect without options; the checksum stays 0. */
export function writeNdiscRedirect(
  bytes: Uint8Array,
  offset: number,
  target: Uint8Array,
  targetOffset: number,
  destination: Uint8Array,
  destinationOffset: number,
): void {
  writeIcmpv6(bytes, offset, NDISC_REDIRECT, 0, 0);
  copyBytes(bytes, offset + ND_TARGET, target, targetOffset, IPV6_ALEN);
  copyBytes(bytes, offset + ND_REDIRECT_DESTINATION, destination, destinationOffset, IPV6_ALEN);
}

/** Writes a source or target link-layer address option for Ethernet. @returns its length */
export function writeLinkAddressOption(
  bytes: Uint8Array,
  offset: number,
  type: number,
  address: Uint8Array,
  addressOffset: number,
): number {
  bytes[offset] = type;
  bytes[offset + 1] = 1;
  copyBytes(bytes, offset + 2, address, addressOffset, ETH_ALEN);
  return ND_OPT_ETHER_LENGTH;
}

/** Writes an MTU option. @returns its length */
export function writeMtuOption(bytes: Uint8Array, offset: number, mtu: number): number {
  write32(bytes, offset, (ND_OPT_MTU << 24) | (1 << 16));
  write32(bytes, offset + 4, mtu);
  return 8;
}
