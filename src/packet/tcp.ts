/**
 * TCP: header and options.
 *
 * Source: RFC 9293, RFC 7323 (window scale, time stamps), RFC 2018 (SACK), RFC 3168 (ECN), RFC 7413 (fast open),
 * `include/uapi/linux/tcp.h`.
 */
import { read16, read32, write16, write32 } from "./bytes.ts";

/** Bytes of a header without options. */
export const TCP_HLEN = 20;
export const TCP_MAX_HLEN = 60;
export const TCP_SOURCE = 0;
export const TCP_DESTINATION = 2;
export const TCP_SEQUENCE = 4;
export const TCP_ACKNOWLEDGEMENT = 8;
/** Header length in words in the high half; NS in the lowest bit. */
export const TCP_DATA_OFFSET = 12;
export const TCP_FLAGS = 13;
export const TCP_WINDOW = 14;
export const TCP_CHECKSUM = 16;
export const TCP_URGENT = 18;

export const TCP_FIN = 0x01;
export const TCP_SYN = 0x02;
export const TCP_RST = 0x04;
export const TCP_PSH = 0x08;
export const TCP_ACK = 0x10;
export const TCP_URG = 0x20;
export const TCP_ECE = 0x40;
export const TCP_CWR = 0x80;

export const TCPOPT_EOL = 0;
export const TCPOPT_NOP = 1;
export const TCPOPT_MSS = 2;
export const TCPOPT_WINDOW = 3;
export const TCPOPT_SACK_PERM = 4;
export const TCPOPT_SACK = 5;
export const TCPOPT_TIMESTAMP = 8;
export const TCPOPT_MD5SIG = 19;
export const TCPOPT_SCPS = 20;
export const TCPOPT_USER_TIMEOUT = 28;
export const TCPOPT_AO = 29;
export const TCPOPT_MPTCP = 30;
export const TCPOPT_FASTOPEN = 34;
export const TCPOPT_EXPERIMENT = 253;
export const TCPOPT_EXPERIMENT2 = 254;

export const TCPOLEN_MD5SIG = 18;
export const TCPOLEN_MSS = 4;
export const TCPOLEN_WINDOW = 3;
export const TCPOLEN_SACK_PERM = 2;
export const TCPOLEN_TIMESTAMP = 10;

/** The sender's port. */
export function tcpSourcePort(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + TCP_SOURCE);
}

/** The receiver's port. */
export function tcpDestinationPort(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + TCP_DESTINATION);
}

/** Number of the first byte of data, unsigned. */
export function tcpSequence(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + TCP_SEQUENCE);
}

/** Number of the byte that is expected next, unsigned; of no meaning without ACK. */
export function tcpAcknowledgement(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + TCP_ACKNOWLEDGEMENT);
}

/** Bytes of the header with its options, as the header says: 0 to 60. */
export function tcpHeaderLength(bytes: Uint8Array, offset: number): number {
  return (bytes[offset + TCP_DATA_OFFSET] >>> 4) << 2;
}

/** The flags' byte: FIN … CWR. */
export function tcpFlags(bytes: Uint8Array, offset: number): number {
  return bytes[offset + TCP_FLAGS];
}

/** The window field, not scaled. */
export function tcpWindow(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + TCP_WINDOW);
}

/** As it is in the header; it covers a pseudo header, too. */
export function tcpChecksum(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + TCP_CHECKSUM);
}

/** The urgent pointer, of no meaning without URG. */
export function tcpUrgent(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + TCP_URGENT);
}

/** Bytes of the option at `offset`: 1 for EOL and NOP; 0 when malformed or beyond `end`. */
export function tcpOptionLength(bytes: Uint8Array, offset: number, end: number): number {
  if (offset >= end) return 0;
  if (bytes[offset] <= TCPOPT_NOP) return 1;
  if (offset + 1 >= end) return 0;
  const length = bytes[offset + 1];
  return length < 2 || offset + length > end ? 0 : length;
}

/** Writes a header with a checksum of 0 and no urgent pointer; `headerLength` counts the options that will follow. */
export function writeTcp(
  bytes: Uint8Array,
  offset: number,
  source: number,
  destination: number,
  sequence: number,
  acknowledgement: number,
  headerLength: number,
  flags: number,
  window: number,
): void {
  write16(bytes, offset + TCP_SOURCE, source);
  write16(bytes, offset + TCP_DESTINATION, destination);
  write32(bytes, offset + TCP_SEQUENCE, sequence);
  write32(bytes, offset + TCP_ACKNOWLEDGEMENT, acknowledgement);
  bytes[offset + TCP_DATA_OFFSET] = (headerLength >>> 2) << 4;
  bytes[offset + TCP_FLAGS] = flags;
  write16(bytes, offset + TCP_WINDOW, window);
  write32(bytes, offset + TCP_CHECKSUM, 0);
}
