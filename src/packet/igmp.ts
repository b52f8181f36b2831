/**
 * IGMP, versions 1 to 3.
 *
 * Source: RFC 1112, RFC 2236, RFC 3376, `include/uapi/linux/igmp.h`.
 */
import { type Ipv4Address, ipv4FromBytes, ipv4ToBytes } from "./address.ts";
import { read16, write16 } from "./bytes.ts";
import { checksum, writeChecksum } from "./checksum.ts";

export const IGMP_HLEN = 8;
export const IGMP_TYPE = 0;
/** Maximum response time; 0 in version 1. */
export const IGMP_CODE = 1;
export const IGMP_CHECKSUM = 2;
export const IGMP_GROUP = 4;

export const IGMP_HOST_MEMBERSHIP_QUERY = 0x11;
export const IGMP_HOST_MEMBERSHIP_REPORT = 0x12;
export const IGMP_DVMRP = 0x13;
export const IGMP_PIM = 0x14;
export const IGMPV2_HOST_MEMBERSHIP_REPORT = 0x16;
export const IGMP_HOST_LEAVE_MESSAGE = 0x17;
export const IGMP_MTRACE_RESP = 0x1e;
export const IGMP_MTRACE = 0x1f;
export const IGMPV3_HOST_MEMBERSHIP_REPORT = 0x22;

/** Version 3 query, after the group. */
export const IGMPV3_QUERY_FLAGS = 8;
export const IGMPV3_QUERY_SUPPRESS = 0x08;
export const IGMPV3_QUERY_ROBUSTNESS = 0x07;
export const IGMPV3_QUERY_INTERVAL = 9;
export const IGMPV3_QUERY_SOURCES = 10;
export const IGMPV3_QUERY_LENGTH = 12;

/** Version 3 report: number of records at 6, records from 8. */
export const IGMPV3_REPORT_RECORDS = 6;
export const IGMPV3_REPORT_LENGTH = 8;
export const IGMPV3_RECORD_AUX = 1;
export const IGMPV3_RECORD_SOURCES = 2;
export const IGMPV3_RECORD_GROUP = 4;
export const IGMPV3_RECORD_LENGTH = 8;

export const IGMPV3_MODE_IS_INCLUDE = 1;
export const IGMPV3_MODE_IS_EXCLUDE = 2;
export const IGMPV3_CHANGE_TO_INCLUDE = 3;
export const IGMPV3_CHANGE_TO_EXCLUDE = 4;
export const IGMPV3_ALLOW_NEW_SOURCES = 5;
export const IGMPV3_BLOCK_OLD_SOURCES = 6;

/** `IGMP_*` type of the message. */
export function igmpType(bytes: Uint8Array, offset: number): number {
  return bytes[offset + IGMP_TYPE];
}

/** The group that it is about; 0.0.0.0 in general queries. Not in reports of version 3. */
export function igmpGroup(bytes: Uint8Array, offset: number): Ipv4Address {
  return ipv4FromBytes(bytes, offset + IGMP_GROUP);
}

/** Whether the checksum over `length` bytes is right. */
export function igmpChecksumOk(bytes: Uint8Array, offset: number, length: number): boolean {
  return checksum(bytes, offset, length) === 0;
}

/** How many group records a report of version 3 says it has. */
export function igmpv3RecordCount(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + IGMPV3_REPORT_RECORDS);
}

/** Bytes of the record at `offset`, with sources and auxiliary data; 0 when it goes beyond `end`. */
export function igmpv3RecordLength(bytes: Uint8Array, offset: number, end: number): number {
  if (offset + IGMPV3_RECORD_LENGTH > end) return 0;
  const length =
    IGMPV3_RECORD_LENGTH +
    (read16(bytes, offset + IGMPV3_RECORD_SOURCES) << 2) +
    (bytes[offset + IGMPV3_RECORD_AUX] << 2);
  return offset + length > end ? 0 : length;
}

/** Writes a version 1 or 2 message with its checksum. */
export function writeIgmp(
  bytes: Uint8Array,
  offset: number,
  type: number,
  code: number,
  group: Ipv4Address,
): void {
  bytes[offset + IGMP_TYPE] = type;
  bytes[offset + IGMP_CODE] = code;
  ipv4ToBytes(group, bytes, offset + IGMP_GROUP);
  writeChecksum(bytes, offset, IGMP_HLEN, offset + IGMP_CHECKSUM);
}

/** Writes the head of a version 3 report; {@link writeIgmpChecksum} once the records stand. */
export function writeIgmpv3Report(bytes: Uint8Array, offset: number, records: number): void {
  bytes[offset] = IGMPV3_HOST_MEMBERSHIP_REPORT;
  bytes[offset + 1] = 0;
  write16(bytes, offset + IGMP_CHECKSUM, 0);
  write16(bytes, offset + 4, 0);
  write16(bytes, offset + IGMPV3_REPORT_RECORDS, records);
}

/** Writes a record without its sources. */
export function writeIgmpv3Record(
  bytes: Uint8Array,
  offset: number,
  type: number,
  sources: number,
  group: Ipv4Address,
): void {
  bytes[offset] = type;
  bytes[offset + IGMPV3_RECORD_AUX] = 0;
  write16(bytes, offset + IGMPV3_RECORD_SOURCES, sources);
  ipv4ToBytes(group, bytes, offset + IGMPV3_RECORD_GROUP);
}

/** Computes the checksum of a message of `length` bytes. */
export function writeIgmpChecksum(bytes: Uint8Array, offset: number, length: number): void {
  writeChecksum(bytes, offset, length, offset + IGMP_CHECKSUM);
}
