/**
 * Links: `struct ifinfomsg` and the structures inside its attributes (`include/uapi/linux/rtnetlink.h`, `if_link.h`).
 */
import { readS32, readU16, readU32, readU64 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

/** Length of `struct ifinfomsg`. */
export const IFINFOMSG_LEN = 16;

/** `struct ifinfomsg`. */
export interface LinkHeader {
  family: number;
  /** `ARPHRD_*` */
  type: number;
  index: number;
  /** `IFF_*` */
  flags: number;
  /** Which of the flags a request changes; 0xffffffff in replies. */
  change: number;
}

/** Reads a `struct ifinfomsg` of which the caller checked that {@link IFINFOMSG_LEN} bytes are there. */
export function readLinkHeader(bytes: Uint8Array, at: number, into?: LinkHeader): LinkHeader {
  const header = into ?? { family: 0, type: 0, index: 0, flags: 0, change: 0 };
  header.family = bytes[at];
  header.type = readU16(bytes, at + 2);
  header.index = readS32(bytes, at + 4);
  header.flags = readU32(bytes, at + 8);
  header.change = readU32(bytes, at + 12);
  return header;
}

/** Writes `struct ifinfomsg`. */
export function writeLinkHeader(
  writer: MessageWriter,
  family: number,
  type: number,
  index: number,
  flags: number,
  change: number,
): void {
  const at = writer.reserve(IFINFOMSG_LEN);
  writer.put16(at, family);
  writer.put16(at + 2, type);
  writer.put32(at + 4, index);
  writer.put32(at + 8, flags);
  writer.put32(at + 12, change);
}

/** The counters of `struct rtnl_link_stats64`, in its order (the 32-bit one has all but the last). */
export interface LinkStats {
  rxPackets: number;
  txPackets: number;
  rxBytes: number;
  txBytes: number;
  rxErrors: number;
  txErrors: number;
  rxDropped: number;
  txDropped: number;
  multicast: number;
  collisions: number;
  rxLengthErrors: number;
  rxOverErrors: number;
  rxCrcErrors: number;
  rxFrameErrors: number;
  rxFifoErrors: number;
  rxMissedErrors: number;
  txAbortedErrors: number;
  txCarrierErrors: number;
  txFifoErrors: number;
  txHeartbeatErrors: number;
  txWindowErrors: number;
  rxCompressed: number;
  txCompressed: number;
  rxNohandler: number;
  rxOtherhostDropped: number;
}

/** The names of {@link LinkStats} in the order of the structure. */
export const LINK_STATS_FIELDS: readonly (keyof LinkStats)[] = [
  "rxPackets",
  "txPackets",
  "rxBytes",
  "txBytes",
  "rxErrors",
  "txErrors",
  "rxDropped",
  "txDropped",
  "multicast",
  "collisions",
  "rxLengthErrors",
  "rxOverErrors",
  "rxCrcErrors",
  "rxFrameErrors",
  "rxFifoErrors",
  "rxMissedErrors",
  "txAbortedErrors",
  "txCarrierErrors",
  "txFifoErrors",
  "txHeartbeatErrors",
  "txWindowErrors",
  "rxCompressed",
  "txCompressed",
  "rxNohandler",
  "rxOtherhostDropped",
];

/** Length of `struct rtnl_link_stats64` since Linux 5.19. */
export const LINK_STATS64_LEN = 200;
/** Length of `struct rtnl_link_stats`. */
export const LINK_STATS_LEN = 96;

/** All counters zero. */
export function emptyLinkStats(): LinkStats {
  const stats: Partial<LinkStats> = {};
  for (const field of LINK_STATS_FIELDS) stats[field] = 0;
  return stats as LinkStats;
}

/** Reads a `struct rtnl_link_stats64` of any age: counters beyond `length` stay as they are. */
export function readLinkStats64(
  bytes: Uint8Array,
  at: number,
  length: number,
  into = emptyLinkStats(),
): LinkStats {
  const count = Math.min(LINK_STATS_FIELDS.length, length >> 3);
  for (let i = 0; i < count; i++) into[LINK_STATS_FIELDS[i]] = readU64(bytes, at + i * 8);
  return into;
}

/** Reads a `struct rtnl_link_stats`. */
export function readLinkStats(
  bytes: Uint8Array,
  at: number,
  length: number,
  into = emptyLinkStats(),
): LinkStats {
  const count = Math.min(LINK_STATS_FIELDS.length - 1, length >> 2);
  for (let i = 0; i < count; i++) into[LINK_STATS_FIELDS[i]] = readU32(bytes, at + i * 4);
  return into;
}

/** Appends an attribute with a `struct rtnl_link_stats64`. */
export function writeLinkStats64(writer: MessageWriter, type: number, stats: Readonly<LinkStats>): void {
  const at = writer.attribute(type, LINK_STATS64_LEN);
  for (let i = 0; i < LINK_STATS_FIELDS.length; i++) writer.put64(at + i * 8, stats[LINK_STATS_FIELDS[i]]);
}

/** Appends an attribute with a `struct rtnl_link_stats`: the same counters modulo 2^32. */
export function writeLinkStats(writer: MessageWriter, type: number, stats: Readonly<LinkStats>): void {
  const at = writer.attribute(type, LINK_STATS_LEN);
  for (let i = 0; i < LINK_STATS_FIELDS.length - 1; i++)
    writer.put32(at + i * 4, stats[LINK_STATS_FIELDS[i]] % 4294967296);
}

/** Length of `struct rtnl_link_ifmap` (x86-64). */
export const LINK_IFMAP_LEN = 32;

/** Appends an `IFLA_MAP` of a device without hardware: all zero. */
export function writeEmptyIfmap(writer: MessageWriter, type: number): void {
  const at = writer.attribute(type, LINK_IFMAP_LEN);
  writer.bytes.fill(0, at, at + LINK_IFMAP_LEN);
}

/** `struct ifla_cacheinfo` (`IFLA_INET6_CACHEINFO`), 16 bytes. */
export interface LinkCacheInfo {
  maxReasmLen: number;
  /** When an IPv6 address was changed last, in centiseconds since boot. */
  tstamp: number;
  /** Milliseconds. */
  reachableTime: number;
  /** Milliseconds. */
  retransTime: number;
}

/** Writes `struct ifla_cacheinfo` as an attribute; times in ms, `tstamp` in hundredths of a second. */
export function writeLinkCacheInfo(
  writer: MessageWriter,
  type: number,
  maxReasmLen: number,
  tstamp: number,
  reachableTime: number,
  retransTime: number,
): void {
  const at = writer.attribute(type, 16);
  writer.put32(at, maxReasmLen);
  writer.put32(at + 4, tstamp);
  writer.put32(at + 8, reachableTime);
  writer.put32(at + 12, retransTime);
}

/** Reads `struct ifla_cacheinfo`; undefined when it is too short. */
export function readLinkCacheInfo(bytes: Uint8Array, at: number, length: number): LinkCacheInfo | undefined {
  if (length < 16) return undefined;
  return {
    maxReasmLen: readU32(bytes, at),
    tstamp: readU32(bytes, at + 4),
    reachableTime: readU32(bytes, at + 8),
    retransTime: readU32(bytes, at + 12),
  };
}
