/**
 * ICMP for IPv4.
 *
 * Source: RFC 792, RFC 1122, RFC 1191, RFC 1812, RFC 4884, `include/uapi/linux/icmp.h`.
 */
import { read16, read32, write16, write32 } from "./bytes.ts";
import { checksum, writeChecksum } from "./checksum.ts";

/** Bytes of the header: type, code, checksum and four bytes whose meaning depends on the type. */
export const ICMP_HLEN = 8;
export const ICMP_TYPE = 0;
export const ICMP_CODE = 1;
export const ICMP_CHECKSUM = 2;
export const ICMP_REST = 4;
/** Echo and time stamp. */
export const ICMP_ID = 4;
export const ICMP_SEQUENCE = 6;
/** Redirect. */
export const ICMP_GATEWAY = 4;
/** Fragmentation needed (RFC 1191). */
export const ICMP_MTU = 6;
/** Parameter problem. */
export const ICMP_POINTER = 4;

export const ICMP_ECHOREPLY = 0;
export const ICMP_DEST_UNREACH = 3;
export const ICMP_SOURCE_QUENCH = 4;
export const ICMP_REDIRECT = 5;
export const ICMP_ECHO = 8;
export const ICMP_ROUTERADVERT = 9;
export const ICMP_ROUTERSOLICIT = 10;
export const ICMP_TIME_EXCEEDED = 11;
export const ICMP_PARAMETERPROB = 12;
export const ICMP_TIMESTAMP = 13;
export const ICMP_TIMESTAMPREPLY = 14;
export const ICMP_INFO_REQUEST = 15;
export const ICMP_INFO_REPLY = 16;
export const ICMP_ADDRESS = 17;
export const ICMP_ADDRESSREPLY = 18;
export const ICMP_EXT_ECHO = 42;
export const ICMP_EXT_ECHOREPLY = 43;

/** Codes of destination unreachable. */
export const ICMP_NET_UNREACH = 0;
export const ICMP_HOST_UNREACH = 1;
export const ICMP_PROT_UNREACH = 2;
export const ICMP_PORT_UNREACH = 3;
export const ICMP_FRAG_NEEDED = 4;
export const ICMP_SR_FAILED = 5;
export const ICMP_NET_UNKNOWN = 6;
export const ICMP_HOST_UNKNOWN = 7;
export const ICMP_HOST_ISOLATED = 8;
export const ICMP_NET_ANO = 9;
export const ICMP_HOST_ANO = 10;
export const ICMP_NET_UNR_TOS = 11;
export const ICMP_HOST_UNR_TOS = 12;
export const ICMP_PKT_FILTERED = 13;
export const ICMP_PREC_VIOLATION = 14;
export const ICMP_PREC_CUTOFF = 15;

/** Codes of redirect. */
export const ICMP_REDIR_NET = 0;
export const ICMP_REDIR_HOST = 1;
export const ICMP_REDIR_NETTOS = 2;
export const ICMP_REDIR_HOSTTOS = 3;

/** Codes of time exceeded. */
export const ICMP_EXC_TTL = 0;
export const ICMP_EXC_FRAGTIME = 1;

/** `ICMP_*` type of the message. */
export function icmpType(bytes: Uint8Array, offset: number): number {
  return bytes[offset + ICMP_TYPE];
}

/** Which kind of its type it is. */
export function icmpCode(bytes: Uint8Array, offset: number): number {
  return bytes[offset + ICMP_CODE];
}

/** Of an echo: the identifier. */
export function icmpId(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ICMP_ID);
}

/** Of an echo: the sequence number. */
export function icmpSequence(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ICMP_SEQUENCE);
}

/** The next-hop MTU of "fragmentation needed"; 0 from routers older than RFC 1191. */
export function icmpMtu(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ICMP_MTU);
}

/** The four bytes after the checksum. */
export function icmpRest(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + ICMP_REST);
}

/** Whether the checksum over the whole message of `length` bytes is right. */
export function icmpChecksumOk(bytes: Uint8Array, offset: number, length: number): boolean {
  return checksum(bytes, offset, length) === 0;
}

/** True for the types that quote the packet which caused them. */
export function icmpIsError(type: number): boolean {
  return (
    type === ICMP_DEST_UNREACH ||
    type === ICMP_SOURCE_QUENCH ||
    type === ICMP_REDIRECT ||
    type === ICMP_TIME_EXCEEDED ||
    type === ICMP_PARAMETERPROB
  );
}

/** Writes the header and the checksum over `length` bytes; the payload must be in place behind it. */
export function writeIcmp(
  bytes: Uint8Array,
  offset: number,
  length: number,
  type: number,
  code: number,
  rest: number,
): void {
  bytes[offset + ICMP_TYPE] = type;
  bytes[offset + ICMP_CODE] = code;
  write32(bytes, offset + ICMP_REST, rest);
  writeChecksum(bytes, offset, length, offset + ICMP_CHECKSUM);
}

/** Writes an echo request or reply; as {@link writeIcmp}. */
export function writeIcmpEcho(
  bytes: Uint8Array,
  offset: number,
  length: number,
  type: number,
  id: number,
  sequence: number,
): void {
  writeIcmp(bytes, offset, length, type, 0, ((id & 0xffff) << 16) | (sequence & 0xffff));
}

/** Sets only the checksum's field. */
export function setIcmpChecksum(bytes: Uint8Array, offset: number, value: number): void {
  write16(bytes, offset + ICMP_CHECKSUM, value);
}
