/**
 * Prefixes that routers advertise: `struct prefixmsg` and its attributes (`include/uapi/linux/rtnetlink.h`).
 */
import { readS32, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

export const PREFIX_ADDRESS = 1;
export const PREFIX_CACHEINFO = 2;
export const PREFIX_MAX = 2;

/** Flags as `ip` reads them. Linux 6.18 sends those of the option instead: 0x80 on-link, 0x40 autonomous. */
export const IF_PREFIX_ONLINK = 0x01;
export const IF_PREFIX_AUTOCONF = 0x02;

/** Length of `struct prefixmsg`. */
export const PREFIXMSG_LEN = 12;
/** Length of `struct prefix_cacheinfo`. */
const PREFIX_CACHEINFO_LEN = 8;

/** `struct prefixmsg`. */
export interface PrefixHeader {
  readonly family: number;
  readonly index: number;
  /** The neighbour discovery option: 3. */
  readonly type: number;
  /** Bits of the prefix. */
  readonly length: number;
  /** The flags of the option. */
  readonly flags: number;
}

/** Reads `struct prefixmsg`. */
export function readPrefixHeader(bytes: Uint8Array, offset: number): PrefixHeader {
  return {
    family: bytes[offset],
    index: readS32(bytes, offset + 4),
    type: bytes[offset + 8],
    length: bytes[offset + 9],
    flags: bytes[offset + 10],
  };
}

/** Writes `struct prefixmsg`. */
export function writePrefixHeader(writer: MessageWriter, header: PrefixHeader): void {
  const at = writer.reserve(PREFIXMSG_LEN);
  writer.put32(at, header.family & 0xff);
  writer.put32(at + 4, header.index);
  writer.put32(at + 8, header.type | (header.length << 8) | (header.flags << 16));
}

/** Lifetimes in s. */
export function writePrefixCacheInfo(writer: MessageWriter, preferred: number, valid: number): void {
  const at = writer.attribute(PREFIX_CACHEINFO, PREFIX_CACHEINFO_LEN);
  writer.put32(at, preferred);
  writer.put32(at + 4, valid);
}

/** Lifetimes in s; undefined when the attribute is too short. */
export function readPrefixCacheInfo(
  bytes: Uint8Array,
  offset: number,
  length: number,
): { preferred: number; valid: number } | undefined {
  if (length < PREFIX_CACHEINFO_LEN) return undefined;
  return { preferred: readU32(bytes, offset), valid: readU32(bytes, offset + 4) };
}
