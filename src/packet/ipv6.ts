/**
 * The IPv6 header, addresses in packets, and the walk over extension headers.
 *
 * Source: RFC 8200, RFC 4302, RFC 2711, `include/uapi/linux/ipv6.h`; the walk follows `ipv6_skip_exthdr`.
 */
import { copyBytes, equalBytes, read16, read32, write16, write32 } from "./bytes.ts";
import {
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
} from "./ipv4.ts";

/** Bytes of the fixed header. */
export const IPV6_HLEN = 40;
export const IPV6_ALEN = 16;
/** Least MTU of an IPv6 link. */
export const IPV6_MIN_MTU = 1280;

export const IPV6_PAYLOAD_LENGTH = 4;
export const IPV6_NEXT_HEADER = 6;
export const IPV6_HOP_LIMIT = 7;
export const IPV6_SOURCE = 8;
export const IPV6_DESTINATION = 24;

/** Fragment header: next header, reserved, offset and flags, identification. */
export const IPV6_FRAGMENT_HLEN = 8;
export const IPV6_FRAGMENT_OFFSET = 2;
export const IPV6_FRAGMENT_ID = 4;
/** More fragments. */
export const IP6_MF = 0x0001;
/** The offset in bytes, masked in place. */
export const IP6_OFFSET = 0xfff8;

/** Options of hop-by-hop and destination headers. */
export const IPV6_TLV_PAD1 = 0;
export const IPV6_TLV_PADN = 1;
export const IPV6_TLV_ROUTERALERT = 5;
export const IPV6_TLV_CALIPSO = 7;
export const IPV6_TLV_IOAM = 49;
export const IPV6_TLV_JUMBO = 194;
export const IPV6_TLV_HAO = 201;

/** Extension headers that the walk passes at most; a packet of 64 KiB could hold thousands. */
export const IPV6_MAX_EXTENSIONS = 64;

/** 6, unless it is something else. */
export function ipv6Version(bytes: Uint8Array, offset: number): number {
  return bytes[offset] >>> 4;
}

/** DSCP and ECN. */
export function ipv6TrafficClass(bytes: Uint8Array, offset: number): number {
  return (read16(bytes, offset) >>> 4) & 0xff;
}

/** 20 bits. */
export function ipv6FlowLabel(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset) & 0xfffff;
}

/** Bytes after the fixed header, as the header says. */
export function ipv6PayloadLength(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IPV6_PAYLOAD_LENGTH);
}

/** `IPPROTO_*` of what follows the fixed header, which may be an extension header. */
export function ipv6NextHeader(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IPV6_NEXT_HEADER];
}

/** How many routers it may still pass. */
export function ipv6HopLimit(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IPV6_HOP_LIMIT];
}

/** The first word of the header: version 6, traffic class, flow label. */
export function ipv6FirstWord(trafficClass: number, flowLabel: number): number {
  return ((6 << 28) | ((trafficClass & 0xff) << 20) | (flowLabel & 0xfffff)) >>> 0;
}

/** Writes a header; the addresses are sixteen bytes each, at their offsets in other arrays. */
export function writeIpv6(
  bytes: Uint8Array,
  offset: number,
  firstWord: number,
  payloadLength: number,
  nextHeader: number,
  hopLimit: number,
  source: Uint8Array,
  sourceOffset: number,
  destination: Uint8Array,
  destinationOffset: number,
): void {
  write32(bytes, offset, firstWord);
  write16(bytes, offset + IPV6_PAYLOAD_LENGTH, payloadLength);
  bytes[offset + IPV6_NEXT_HEADER] = nextHeader;
  bytes[offset + IPV6_HOP_LIMIT] = hopLimit;
  copyBytes(bytes, offset + IPV6_SOURCE, source, sourceOffset, IPV6_ALEN);
  copyBytes(bytes, offset + IPV6_DESTINATION, destination, destinationOffset, IPV6_ALEN);
}

/** Whether the 16 bytes at two places are the same. */
export function ipv6AddressEqual(
  left: Uint8Array,
  leftOffset: number,
  right: Uint8Array,
  rightOffset: number,
): boolean {
  return equalBytes(left, leftOffset, right, rightOffset, IPV6_ALEN);
}

/** ff00::/8 at `offset`. */
export function ipv6IsMulticastAt(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0xff;
}

/** fe80::/10 at `offset`. */
export function ipv6IsLinkLocalAt(bytes: Uint8Array, offset: number): boolean {
  return bytes[offset] === 0xfe && (bytes[offset + 1] & 0xc0) === 0x80;
}

/** `::` at `offset`. */
export function ipv6IsUnspecifiedAt(bytes: Uint8Array, offset: number): boolean {
  return (
    (read32(bytes, offset) |
      read32(bytes, offset + 4) |
      read32(bytes, offset + 8) |
      read32(bytes, offset + 12)) ===
    0
  );
}

/** `::1` at `offset`. */
export function ipv6IsLoopbackAt(bytes: Uint8Array, offset: number): boolean {
  return (
    (read32(bytes, offset) | read32(bytes, offset + 4) | read32(bytes, offset + 8)) === 0 &&
    read32(bytes, offset + 12) === 1
  );
}

/** True for the next-header values that {@link Ipv6Walk} passes (`ipv6_ext_hdr`). */
export function ipv6IsExtension(nextHeader: number): boolean {
  return (
    nextHeader === IPPROTO_HOPOPTS ||
    nextHeader === IPPROTO_ROUTING ||
    nextHeader === IPPROTO_FRAGMENT ||
    nextHeader === IPPROTO_AH ||
    nextHeader === IPPROTO_NONE ||
    nextHeader === IPPROTO_DSTOPTS
  );
}

/** Bytes of the extension header at `offset`, as it says itself. Two bytes must be there. */
export function ipv6ExtensionLength(bytes: Uint8Array, offset: number, type: number): number {
  if (type === IPPROTO_FRAGMENT) return IPV6_FRAGMENT_HLEN;
  return type === IPPROTO_AH ? (bytes[offset + 1] + 2) << 2 : (bytes[offset + 1] + 1) << 3;
}

/** Where a walk over extension headers ended. One object serves all packets. */
export class Ipv6Walk {
  /** The upper-layer protocol, or the extension header where the walk had to stop. */
  protocol = 0;
  /** Where that header begins. */
  offset = 0;
  /** Offset of the fragment header, or -1. */
  fragment = -1;
  /** The fragment field's offset and flags ({@link IP6_OFFSET}, {@link IP6_MF}); 0 without fragment header. */
  fragmentField = 0;
  /** Where the next-header byte stands that named `protocol`. */
  nextHeaderAt = 0;

  /**
   * Walks from the fixed header at `header` to the upper-layer header. It stops at a fragment that is not the first one, at
   * "no next header", and after {@link IPV6_MAX_EXTENSIONS}.
   * @param end where the packet ends
   * @returns false when a header goes beyond the end
   */
  walk(bytes: Uint8Array, header: number, end: number): boolean {
    this.fragment = -1;
    this.fragmentField = 0;
    this.offset = header + IPV6_HLEN;
    this.nextHeaderAt = header + IPV6_NEXT_HEADER;
    this.protocol = bytes[header + IPV6_NEXT_HEADER];
    for (let count = 0; count < IPV6_MAX_EXTENSIONS; count++) {
      if (!ipv6IsExtension(this.protocol) || this.protocol === IPPROTO_NONE) return true;
      if (this.offset + 8 > end) return false;
      if (this.protocol === IPPROTO_FRAGMENT) {
        this.fragment = this.offset;
        this.fragmentField = read16(bytes, this.offset + IPV6_FRAGMENT_OFFSET) & (IP6_OFFSET | IP6_MF);
        if ((this.fragmentField & IP6_OFFSET) !== 0) return true;
      }
      const length = ipv6ExtensionLength(bytes, this.offset, this.protocol);
      if (this.offset + length > end) return false;
      this.nextHeaderAt = this.offset;
      this.protocol = bytes[this.offset];
      this.offset += length;
    }
    return true;
  }
}

/** Writes a fragment header; `field` is the offset in bytes (a multiple of 8) with {@link IP6_MF}. */
export function writeIpv6Fragment(
  bytes: Uint8Array,
  offset: number,
  nextHeader: number,
  field: number,
  id: number,
): void {
  bytes[offset] = nextHeader;
  bytes[offset + 1] = 0;
  write16(bytes, offset + IPV6_FRAGMENT_OFFSET, field);
  write32(bytes, offset + IPV6_FRAGMENT_ID, id);
}
