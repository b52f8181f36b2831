/**
 * Routes: `struct rtmsg`, multipath next hops and the cache info (`include/uapi/linux/rtnetlink.h`).
 */
import { nlAlign, readS32, readU16, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";
import { RTA_CACHEINFO } from "./route-attributes.ts";

/** Length of `struct rtmsg`. */
export const RTMSG_LEN = 12;

/** `struct rtmsg`. */
export interface RouteHeader {
  family: number;
  dstLength: number;
  srcLength: number;
  tos: number;
  /** `RT_TABLE_*`; the whole number is in `RTA_TABLE`. */
  table: number;
  protocol: number;
  scope: number;
  /** `RTN_*` */
  type: number;
  /** `RTM_F_*` and `RTNH_F_*` */
  flags: number;
}

/** Reads a `struct rtmsg` of which the caller checked that {@link RTMSG_LEN} bytes are there. */
export function readRouteHeader(bytes: Uint8Array, at: number, into?: RouteHeader): RouteHeader {
  const header = into ?? newRouteHeader();
  header.family = bytes[at];
  header.dstLength = bytes[at + 1];
  header.srcLength = bytes[at + 2];
  header.tos = bytes[at + 3];
  header.table = bytes[at + 4];
  header.protocol = bytes[at + 5];
  header.scope = bytes[at + 6];
  header.type = bytes[at + 7];
  header.flags = readU32(bytes, at + 8);
  return header;
}

/** A header with every field zero. */
export function newRouteHeader(): RouteHeader {
  return {
    family: 0,
    dstLength: 0,
    srcLength: 0,
    tos: 0,
    table: 0,
    protocol: 0,
    scope: 0,
    type: 0,
    flags: 0,
  };
}

/** Writes `struct rtmsg`. */
export function writeRouteHeader(writer: MessageWriter, header: Readonly<RouteHeader>): void {
  const at = writer.reserve(RTMSG_LEN);
  const bytes = writer.bytes;
  bytes[at] = header.family;
  bytes[at + 1] = header.dstLength;
  bytes[at + 2] = header.srcLength;
  bytes[at + 3] = header.tos;
  bytes[at + 4] = header.table;
  bytes[at + 5] = header.protocol;
  bytes[at + 6] = header.scope;
  bytes[at + 7] = header.type;
  writer.put32(at + 8, header.flags);
}

/** Length of `struct rtnexthop`. */
export const RTNEXTHOP_LEN = 8;

/** Steps over the `struct rtnexthop` list in `RTA_MULTIPATH`: `while (hops.next()) …`. */
export class NexthopCursor {
  readonly bytes: Uint8Array;
  /** `RTNH_F_*` */
  flags = 0;
  /** The weight minus one. */
  hops = 0;
  ifindex = 0;
  /** Where this next hop's attributes are. */
  attributesStart = 0;
  attributesEnd = 0;
  private position: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.bytes = bytes;
    this.position = start;
    this.end = Math.min(end, bytes.length);
  }

  /** Goes to the next hop; false at the end or when what is left is none. */
  next(): boolean {
    const { bytes, position, end } = this;
    if (end - position < RTNEXTHOP_LEN) return false;
    const size = readU16(bytes, position);
    if (size < RTNEXTHOP_LEN || size > end - position) return false;
    this.flags = bytes[position + 2];
    this.hops = bytes[position + 3];
    this.ifindex = readS32(bytes, position + 4);
    this.attributesStart = position + RTNEXTHOP_LEN;
    this.attributesEnd = position + size;
    this.position = position + nlAlign(size);
    return true;
  }

  /** Bytes that {@link next} refused; not 0 after the walk means a malformed list. */
  get leftover(): number {
    return Math.max(0, this.end - this.position);
  }
}

/** Starts a next hop inside `RTA_MULTIPATH`; its attributes follow. @returns what {@link endNexthop} takes */
export function beginNexthop(writer: MessageWriter, flags: number, hops: number, ifindex: number): number {
  const at = writer.reserve(RTNEXTHOP_LEN);
  writer.put16(at, 0);
  writer.bytes[at + 2] = flags;
  writer.bytes[at + 3] = hops;
  writer.put32(at + 4, ifindex);
  return at;
}

/** Writes the length of a next hop that began at `at`, now that its attributes are there. */
export function endNexthop(writer: MessageWriter, at: number): void {
  writer.put16(at, writer.length - at);
}

/** `struct rta_cacheinfo`, 32 bytes. */
export interface RouteCacheInfo {
  clntref: number;
  lastuse: number;
  /** Centiseconds (USER_HZ); signed. */
  expires: number;
  error: number;
  used: number;
  id: number;
  ts: number;
  tsage: number;
}

/** Reads `struct rta_cacheinfo`; undefined when it is too short. */
export function readRouteCacheInfo(
  bytes: Uint8Array,
  at: number,
  length: number,
): RouteCacheInfo | undefined {
  if (length < 32) return undefined;
  return {
    clntref: readU32(bytes, at),
    lastuse: readU32(bytes, at + 4),
    expires: readS32(bytes, at + 8),
    error: readS32(bytes, at + 12),
    used: readU32(bytes, at + 16),
    id: readU32(bytes, at + 20),
    ts: readU32(bytes, at + 24),
    tsage: readU32(bytes, at + 28),
  };
}

/** Writes `RTA_CACHEINFO`. */
export function writeRouteCacheInfo(writer: MessageWriter, info: Readonly<RouteCacheInfo>): void {
  const at = writer.attribute(RTA_CACHEINFO, 32);
  writer.put32(at, info.clntref);
  writer.put32(at + 4, info.lastuse);
  writer.put32(at + 8, info.expires);
  writer.put32(at + 12, info.error);
  writer.put32(at + 16, info.used);
  writer.put32(at + 20, info.id);
  writer.put32(at + 24, info.ts);
  writer.put32(at + 28, info.tsage);
}
