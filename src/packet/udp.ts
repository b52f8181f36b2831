/**
 * UDP.
 *
 * Source: RFC 768, RFC 8200 section 8.1, `include/uapi/linux/udp.h`.
 */
import { read16, write16 } from "./bytes.ts";
import { checksum } from "./checksum.ts";

export const UDP_HLEN = 8;
export const UDP_SOURCE = 0;
export const UDP_DESTINATION = 2;
export const UDP_LENGTH = 4;
export const UDP_CHECKSUM = 6;

/** Where it comes from, in host order, as all numbers here. */
export function udpSourcePort(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + UDP_SOURCE);
}

/** Where it goes. */
export function udpDestinationPort(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + UDP_DESTINATION);
}

/** Bytes of header and data, as the header says. */
export function udpLength(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + UDP_LENGTH);
}

/** 0: not computed (allowed over IPv4). */
export function udpChecksum(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + UDP_CHECKSUM);
}

/** Writes the header with a checksum of 0. */
export function writeUdp(
  bytes: Uint8Array,
  offset: number,
  source: number,
  destination: number,
  length: number,
): void {
  write16(bytes, offset + UDP_SOURCE, source);
  write16(bytes, offset + UDP_DESTINATION, destination);
  write16(bytes, offset + UDP_LENGTH, length);
  write16(bytes, offset + UDP_CHECKSUM, 0);
}

/** Computes the checksum of a datagram of `length` bytes over a pseudo header's sum; 0 is sent as 0xffff (`CSUM_MANGLED_0`). */
export function writeUdpChecksum(bytes: Uint8Array, offset: number, length: number, pseudoSum: number): void {
  write16(bytes, offset + UDP_CHECKSUM, 0);
  write16(bytes, offset + UDP_CHECKSUM, checksum(bytes, offset, length, pseudoSum) || 0xffff);
}
