/**
 * Neighbours: `struct ndmsg` and its attributes (`include/uapi/linux/neighbour.h`).
 */
import { readS32, readU16, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const NDA_DST = 1;
export const NDA_LLADDR = 2;
export const NDA_CACHEINFO = 3;
export const NDA_PROBES = 4;
export const NDA_VLAN = 5;
export const NDA_PORT = 6;
export const NDA_VNI = 7;
export const NDA_IFINDEX = 8;
export const NDA_MASTER = 9;
export const NDA_LINK_NETNSID = 10;
export const NDA_SRC_VNI = 11;
export const NDA_PROTOCOL = 12;
export const NDA_NH_ID = 13;
export const NDA_FDB_EXT_ATTRS = 14;
export const NDA_FLAGS_EXT = 15;
export const NDA_NDM_STATE_MASK = 16;
export const NDA_NDM_FLAGS_MASK = 17;
export const NDA_MAX = 17;

export const NTF_USE = 0x1;
export const NTF_SELF = 0x2;
export const NTF_MASTER = 0x4;
export const NTF_PROXY = 0x8;
export const NTF_EXT_LEARNED = 0x10;
export const NTF_OFFLOADED = 0x20;
export const NTF_STICKY = 0x40;
export const NTF_ROUTER = 0x80;
export const NTF_EXT_MANAGED = 0x1;
export const NTF_EXT_LOCKED = 0x2;

/** Inside {@link NDA_FDB_EXT_ATTRS}. */
export const NFEA_ACTIVITY_NOTIFY = 1;
export const NFEA_DONT_REFRESH = 2;
export const NFEA_MAX = 2;

export const NUD_INCOMPLETE = 0x1;
export const NUD_REACHABLE = 0x2;
export const NUD_STALE = 0x4;
export const NUD_DELAY = 0x8;
export const NUD_PROBE = 0x10;
export const NUD_FAILED = 0x20;
export const NUD_NOARP = 0x40;
export const NUD_PERMANENT = 0x80;
export const NUD_NONE = 0x0;

/** Length of `struct ndmsg`. */
export const NDMSG_LEN = 12;

/** `struct ndmsg`. */
export interface NeighHeader {
  family: number;
  index: number;
  /** `NUD_*` */
  state: number;
  /** `NTF_*` */
  flags: number;
  /** `RTN_*` */
  type: number;
}

/** Reads a `struct ndmsg` of which the caller checked that {@link NDMSG_LEN} bytes are there. */
export function readNeighHeader(bytes: Uint8Array, at: number, into?: NeighHeader): NeighHeader {
  const header = into ?? { family: 0, index: 0, state: 0, flags: 0, type: 0 };
  header.family = bytes[at];
  header.index = readS32(bytes, at + 4);
  header.state = readU16(bytes, at + 8);
  header.flags = bytes[at + 10];
  header.type = bytes[at + 11];
  return header;
}

/** Writes `struct ndmsg`. */
export function writeNeighHeader(
  writer: MessageWriter,
  family: number,
  index: number,
  state: number,
  flags: number,
  type: number,
): void {
  const at = writer.reserve(NDMSG_LEN);
  writer.put32(at, family & 0xff);
  writer.put32(at + 4, index);
  writer.put16(at + 8, state);
  writer.bytes[at + 10] = flags;
  writer.bytes[at + 11] = type;
}

/** `struct nda_cacheinfo`, 16 bytes; ages in centiseconds (USER_HZ). */
export interface NeighCacheInfo {
  confirmed: number;
  used: number;
  updated: number;
  refcnt: number;
}

/** Reads `struct nda_cacheinfo`; undefined when it is too short. */
export function readNeighCacheInfo(
  bytes: Uint8Array,
  at: number,
  length: number,
): NeighCacheInfo | undefined {
  if (length < 16) return undefined;
  return {
    confirmed: readU32(bytes, at),
    used: readU32(bytes, at + 4),
    updated: readU32(bytes, at + 8),
    refcnt: readU32(bytes, at + 12),
  };
}

/** Writes `NDA_CACHEINFO`: how long ago, in hundredths of a second, and the references. */
export function writeNeighCacheInfo(
  writer: MessageWriter,
  confirmed: number,
  used: number,
  updated: number,
  refcnt: number,
): void {
  const at = writer.attribute(NDA_CACHEINFO, 16);
  writer.put32(at, confirmed);
  writer.put32(at + 4, used);
  writer.put32(at + 8, updated);
  writer.put32(at + 12, refcnt);
}
