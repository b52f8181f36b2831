/**
 * Addresses: `struct ifaddrmsg` and its attributes (`include/uapi/linux/if_addr.h`).
 */
import { readS32, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const IFA_ADDRESS = 1;
export const IFA_LOCAL = 2;
export const IFA_LABEL = 3;
export const IFA_BROADCAST = 4;
export const IFA_ANYCAST = 5;
export const IFA_CACHEINFO = 6;
export const IFA_MULTICAST = 7;
export const IFA_FLAGS = 8;
export const IFA_RT_PRIORITY = 9;
export const IFA_TARGET_NETNSID = 10;
export const IFA_PROTO = 11;
export const IFA_MAX = 11;

export const IFA_F_SECONDARY = 0x1;
export const IFA_F_TEMPORARY = 0x1;
export const IFA_F_NODAD = 0x2;
export const IFA_F_OPTIMISTIC = 0x4;
export const IFA_F_DADFAILED = 0x8;
export const IFA_F_HOMEADDRESS = 0x10;
export const IFA_F_DEPRECATED = 0x20;
export const IFA_F_TENTATIVE = 0x40;
export const IFA_F_PERMANENT = 0x80;
export const IFA_F_MANAGETEMPADDR = 0x100;
export const IFA_F_NOPREFIXROUTE = 0x200;
export const IFA_F_MCAUTOJOIN = 0x400;
export const IFA_F_STABLE_PRIVACY = 0x800;

export const IFAPROT_UNSPEC = 0;
export const IFAPROT_KERNEL_LO = 1;
export const IFAPROT_KERNEL_RA = 2;
export const IFAPROT_KERNEL_LL = 3;

/** Length of `struct ifaddrmsg`. */
export const IFADDRMSG_LEN = 8;

/** `struct ifaddrmsg`. */
export interface AddrHeader {
  family: number;
  prefixLength: number;
  /** The low eight bits of `IFA_F_*`; all are in `IFA_FLAGS`. */
  flags: number;
  /** `RT_SCOPE_*` */
  scope: number;
  index: number;
}

/** Reads a `struct ifaddrmsg` of which the caller checked that {@link IFADDRMSG_LEN} bytes are there. */
export function readAddrHeader(bytes: Uint8Array, at: number, into?: AddrHeader): AddrHeader {
  const header = into ?? { family: 0, prefixLength: 0, flags: 0, scope: 0, index: 0 };
  header.family = bytes[at];
  header.prefixLength = bytes[at + 1];
  header.flags = bytes[at + 2];
  header.scope = bytes[at + 3];
  header.index = readS32(bytes, at + 4);
  return header;
}

/** Writes `struct ifaddrmsg`. */
export function writeAddrHeader(
  writer: MessageWriter,
  family: number,
  prefixLength: number,
  flags: number,
  scope: number,
  index: number,
): void {
  const at = writer.reserve(IFADDRMSG_LEN);
  const bytes = writer.bytes;
  bytes[at] = family;
  bytes[at + 1] = prefixLength;
  bytes[at + 2] = flags;
  bytes[at + 3] = scope;
  writer.put32(at + 4, index);
}

/** A lifetime that does not end. */
export const INFINITY_LIFE_TIME = 0xffffffff;

/** `struct ifa_cacheinfo`, 16 bytes; lifetimes in seconds, stamps in centiseconds since boot. */
export interface AddrCacheInfo {
  preferred: number;
  valid: number;
  created: number;
  updated: number;
}

/** Reads `struct ifa_cacheinfo`; undefined when it is too short. */
export function readAddrCacheInfo(bytes: Uint8Array, at: number, length: number): AddrCacheInfo | undefined {
  if (length < 16) return undefined;
  return {
    preferred: readU32(bytes, at),
    valid: readU32(bytes, at + 4),
    created: readU32(bytes, at + 8),
    updated: readU32(bytes, at + 12),
  };
}

/** Writes `IFA_CACHEINFO`: lifetimes in seconds, time stamps in hundredths of a second since boot. */
export function writeAddrCacheInfo(
  writer: MessageWriter,
  preferred: number,
  valid: number,
  created: number,
  updated: number,
): void {
  const at = writer.attribute(IFA_CACHEINFO, 16);
  writer.put32(at, preferred);
  writer.put32(at + 4, valid);
  writer.put32(at + 8, created);
  writer.put32(at + 12, updated);
}
