/**
 * Multicast listener discovery, versions 1 and 2. Offsets are from the ICMPv6 type.
 *
 * Source: RFC 2710, RFC 3810, `include/net/mld.h`.
 */
import { copyBytes, read16, write16 } from "./bytes.ts";
import { ICMPV6_MLD2_REPORT, writeIcmpv6 } from "./icmpv6.ts";
import { IPPROTO_ICMPV6 } from "./ipv4.ts";
import { IPV6_ALEN, IPV6_TLV_PADN, IPV6_TLV_ROUTERALERT } from "./ipv6.ts";

/** Version 1 messages, and the part of a version 2 query that they share. */
export const MLD_MAX_RESPONSE = 4;
export const MLD_ADDRESS = 8;
export const MLD_LENGTH = 24;

/** Version 2 query. */
export const MLD2_QUERY_FLAGS = 24;
/** Suppress router-side processing. */
export const MLD2_QUERY_SUPPRESS = 0x08;
export const MLD2_QUERY_ROBUSTNESS = 0x07;
export const MLD2_QUERY_INTERVAL = 25;
export const MLD2_QUERY_SOURCES = 26;
export const MLD2_QUERY_LENGTH = 28;

/** Version 2 report: number of records, then the records. */
export const MLD2_REPORT_RECORDS = 6;
export const MLD2_REPORT_LENGTH = 8;
/** A record, from its own start: type, auxiliary words, number of sources, group, sources. */
export const MLD2_RECORD_AUX = 1;
export const MLD2_RECORD_SOURCES = 2;
export const MLD2_RECORD_GROUP = 4;
export const MLD2_RECORD_LENGTH = 20;

export const MLD2_MODE_IS_INCLUDE = 1;
export const MLD2_MODE_IS_EXCLUDE = 2;
export const MLD2_CHANGE_TO_INCLUDE = 3;
export const MLD2_CHANGE_TO_EXCLUDE = 4;
export const MLD2_ALLOW_NEW_SOURCES = 5;
export const MLD2_BLOCK_OLD_SOURCES = 6;

/** Bytes of the hop-by-hop header with router alert that every MLD message carries. */
export const MLD_ROUTER_ALERT_LENGTH = 8;

/** Of a query: the time to answer in, in ms; of version 2 a code of it. */
export function mldMaxResponse(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + MLD_MAX_RESPONSE);
}

/** How many address records a report of version 2 says it has. */
export function mld2RecordCount(bytes: Uint8Array, offset: number): number {
  return read16(bytes, offset + MLD2_REPORT_RECORDS);
}

/** Bytes of the record at `offset`, with sources and auxiliary data; 0 when it goes beyond `end`. */
export function mld2RecordLength(bytes: Uint8Array, offset: number, end: number): number {
  if (offset + MLD2_RECORD_LENGTH > end) return 0;
  const length =
    MLD2_RECORD_LENGTH +
    read16(bytes, offset + MLD2_RECORD_SOURCES) * IPV6_ALEN +
    (bytes[offset + MLD2_RECORD_AUX] << 2);
  return offset + length > end ? 0 : length;
}

/** Writes the hop-by-hop header: router alert with value 0 (MLD) and padding, as Linux sends it. */
export function writeMldRouterAlert(bytes: Uint8Array, offset: number): void {
  bytes[offset] = IPPROTO_ICMPV6;
  bytes[offset + 1] = 0;
  bytes[offset + 2] = IPV6_TLV_ROUTERALERT;
  bytes[offset + 3] = 2;
  bytes[offset + 4] = 0;
  bytes[offset + 5] = 0;
  bytes[offset + 6] = IPV6_TLV_PADN;
  bytes[offset + 7] = 0;
}

/** Writes a version 1 query, report or done; the checksum stays 0. */
export function writeMld(
  bytes: Uint8Array,
  offset: number,
  type: number,
  maxResponse: number,
  group: Uint8Array,
  groupOffset: number,
): void {
  writeIcmpv6(bytes, offset, type, 0, (maxResponse & 0xffff) << 16);
  copyBytes(bytes, offset + MLD_ADDRESS, group, groupOffset, IPV6_ALEN);
}

/** Writes the head of a version 2 report; the checksum stays 0. */
export function writeMld2Report(bytes: Uint8Array, offset: number, records: number): void {
  writeIcmpv6(bytes, offset, ICMPV6_MLD2_REPORT, 0, records & 0xffff);
}

/** Writes a record without its sources. */
export function writeMld2Record(
  bytes: Uint8Array,
  offset: number,
  type: number,
  sources: number,
  group: Uint8Array,
  groupOffset: number,
): void {
  bytes[offset] = type;
  bytes[offset + MLD2_RECORD_AUX] = 0;
  write16(bytes, offset + MLD2_RECORD_SOURCES, sources);
  copyBytes(bytes, offset + MLD2_RECORD_GROUP, group, groupOffset, IPV6_ALEN);
}
