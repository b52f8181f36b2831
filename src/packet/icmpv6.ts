/**
 * ICMPv6.
 *
 * Source: RFC 4443, RFC 4861, RFC 2710, RFC 3810, `include/uapi/linux/icmpv6.h`.
 */
import { read16, read32, write32 } from "./bytes.ts";
import { checksum, pseudoSumIpv6At, writeChecksum } from "./checksum.ts";
import { IPPROTO_ICMPV6 } from "./ipv4.ts";

/** Bytes of type, code and checksum with the four bytes that follow in every message but MLDv2's and ND's own shapes. */
export const ICMPV6_HLEN = 8;
export const ICMPV6_TYPE = 0;
export const ICMPV6_CODE = 1;
export const ICMPV6_CHECKSUM = 2;
export const ICMPV6_REST = 4;
export const ICMPV6_ID = 4;
export const ICMPV6_SEQUENCE = 6;
export const ICMPV6_MTU = 4;
export const ICMPV6_POINTER = 4;

export const ICMPV6_DEST_UNREACH = 1;
export const ICMPV6_PKT_TOOBIG = 2;
export const ICMPV6_TIME_EXCEED = 3;
export const ICMPV6_PARAMPROB = 4;
export const ICMPV6_ECHO_REQUEST = 128;
export const ICMPV6_ECHO_REPLY = 129;
/** Extended echo request and reply (RFC 8335). */
export const ICMPV6_EXT_ECHO_REQUEST = 160;
export const ICMPV6_EXT_ECHO_REPLY = 161;
export const ICMPV6_MGM_QUERY = 130;
export const ICMPV6_MGM_REPORT = 131;
export const ICMPV6_MGM_REDUCTION = 132;
export const NDISC_ROUTER_SOLICITATION = 133;
export const NDISC_ROUTER_ADVERTISEMENT = 134;
export const NDISC_NEIGHBOUR_SOLICITATION = 135;
export const NDISC_NEIGHBOUR_ADVERTISEMENT = 136;
export const NDISC_REDIRECT = 137;
export const ICMPV6_NI_QUERY = 139;
export const ICMPV6_NI_REPLY = 140;
export const ICMPV6_MLD2_REPORT = 143;

/** Codes of destination unreachable. */
export const ICMPV6_NOROUTE = 0;
export const ICMPV6_ADM_PROHIBITED = 1;
export const ICMPV6_NOT_NEIGHBOUR = 2;
export const ICMPV6_ADDR_UNREACH = 3;
export const ICMPV6_PORT_UNREACH = 4;
export const ICMPV6_POLICY_FAIL = 5;
export const ICMPV6_REJECT_ROUTE = 6;

/** Codes of time exceeded. */
export const ICMPV6_EXC_HOPLIMIT = 0;
export const ICMPV6_EXC_FRAGTIME = 1;

/** Codes of parameter problem. */
export const ICMPV6_HDR_FIELD = 0;
export const ICMPV6_UNK_NEXTHDR = 1;
export const ICMPV6_UNK_OPTION = 2;
export const ICMPV6_HDR_INCOMP = 3;

/** `ICMPV6_*` type of the message. */
export function icmpv6Type(bytes: Uint8Array, offset: number): number {
  return bytes[offset + ICMPV6_TYPE];
}

/** Which kind of its type it is. */
export function icmpv6Code(bytes: Uint8Array, offset: number): number {
  return bytes[offset + ICMPV6_CODE];
}

/** Of an echo: the identifier. */
export function icmpv6Id(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ICMPV6_ID);
}

/** Of an echo: the sequence number. */
export function icmpv6Sequence(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + ICMPV6_SEQUENCE);
}

/** The four bytes after the checksum. */
export function icmpv6Rest(bytes: Uint8Array, offset: number): number {
  return read32(bytes, offset + ICMPV6_REST);
}

/** True for the error messages that are known: they quote the packet that caused them (`icmpv6_is_err`). */
export function icmpv6IsError(type: number): boolean {
  return type >= ICMPV6_DEST_UNREACH && type <= ICMPV6_PARAMPROB;
}

/** Whether the checksum of a message of `length` bytes is right; `addresses` is where the header's two addresses stand. */
export function icmpv6ChecksumOk(
  bytes: Uint8Array,
  offset: number,
  length: number,
  addresses: number,
): boolean {
  return checksum(bytes, offset, length, pseudoSumIpv6At(bytes, addresses, IPPROTO_ICMPV6, length)) === 0;
}

/** Computes the checksum of a message of `length` bytes; `addresses` is where source and destination stand in `bytes`. */
export function writeIcmpv6Checksum(
  bytes: Uint8Array,
  offset: number,
  length: number,
  addresses: number,
): void {
  const sum = pseudoSumIpv6At(bytes, addresses, IPPROTO_ICMPV6, length);
  writeChecksum(bytes, offset, length, offset + ICMPV6_CHECKSUM, sum);
}

/** Writes type, code and the four bytes after the checksum, which stays 0: call {@link writeIcmpv6Checksum} at the end. */
export function writeIcmpv6(
  bytes: Uint8Array,
  offset: number,
  type: number,
  code: number,
  rest: number,
): void {
  bytes[offset + ICMPV6_TYPE] = type;
  bytes[offset + ICMPV6_CODE] = code;
  bytes[offset + ICMPV6_CHECKSUM] = 0;
  bytes[offset + ICMPV6_CHECKSUM + 1] = 0;
  write32(bytes, offset + ICMPV6_REST, rest);
}
