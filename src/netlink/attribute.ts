/**
 * Netlink attributes (`struct nlattr`): a reusable table of what a message carries, read without copying and without ever throwing.
 *
 * The layout is that of `include/uapi/linux/netlink.h`: u16 length (header included), u16 type (two flag bits on top), payload, padding to
 * four bytes; numbers are little-endian as on x86-64 unless a method's name says `be`.
 */
import { type Ipv4Address, Ipv6Address, ipv4, ipv4FromBytes } from "../packet/address.ts";

/** The attribute's payload is a list of attributes. */
export const NLA_F_NESTED = 0x8000;
/** The payload is in network byte order. */
export const NLA_F_NET_BYTEORDER = 0x4000;
export const NLA_TYPE_MASK = 0x3fff;
/** Length of `struct nlattr`. */
export const NLA_HDRLEN = 4;

/** Rounds up to the alignment of messages and attributes: four bytes. */
export function nlAlign(length: number): number {
  return (length + 3) & ~3;
}

/** Reads 16 bits in host order, which is little-endian here. */
export function readU16(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8);
}

/** Reads 32 bits in host order, unsigned. */
export function readU32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

/** Reads 32 bits in host order, signed. */
export function readS32(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

/** An unsigned 64-bit number; exact up to 2^53. */
export function readU64(bytes: Uint8Array, at: number): number {
  return readU32(bytes, at) + readU32(bytes, at + 4) * 4294967296;
}

const decoder = new TextDecoder();

/** The text up to the first NUL byte. */
export function readString(bytes: Uint8Array, start: number, end: number): string {
  let stop = start;
  let ascii = true;
  while (stop < end && bytes[stop] !== 0) if (bytes[stop++] > 127) ascii = false;
  if (!ascii || stop - start > 32) return decoder.decode(bytes.subarray(start, stop));
  let text = "";
  for (let i = start; i < stop; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

/** Steps over a list of attributes in the order of the message: `while (cursor.next()) …`. */
export class AttributeCursor {
  bytes: Uint8Array;
  /** Type without flag bits. */
  type = 0;
  /** `NLA_F_*` bits of the type. */
  flags = 0;
  /** Offset of the payload in `bytes`. */
  start = 0;
  /** Length of the payload. */
  length = 0;
  private position: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.end = Math.min(end, bytes.length);
  }

  /** Goes to the next attribute; false at the end or when what is left is no attribute. */
  next(): boolean {
    const { bytes, position, end } = this;
    if (end - position < NLA_HDRLEN) return false;
    const size = readU16(bytes, position);
    if (size < NLA_HDRLEN || size > end - position) return false;
    const type = readU16(bytes, position + 2);
    this.type = type & NLA_TYPE_MASK;
    this.flags = type & ~NLA_TYPE_MASK;
    this.start = position + NLA_HDRLEN;
    this.length = size - NLA_HDRLEN;
    this.position = position + nlAlign(size);
    return true;
  }

  /** Bytes after the last attribute ("bytes leftover after parsing attributes"); never negative. */
  get leftover(): number {
    return Math.max(0, this.end - this.position);
  }

  get payload(): Uint8Array {
    return this.bytes.subarray(this.start, this.start + this.length);
  }

  string(): string {
    return readString(this.bytes, this.start, this.start + this.length);
  }

  u32(fallback = 0): number {
    return this.length >= 4 ? readU32(this.bytes, this.start) : fallback;
  }
}

/**
 * The attributes of one level, by type: the counterpart of the kernel's `struct nlattr *tb[]`. Make one per level and reuse it; a table
 * refers to the bytes that it was parsed from, so read what you keep before the buffer changes.
 *
 * Readers take a default, which is the answer when the attribute is absent or too short. Types above the table's maximum are skipped
 * (counted in {@link unknown}); of repeated types the last one counts, as with `nla_parse`.
 */
export class AttributeTable {
  bytes: Uint8Array = EMPTY;
  /** Bytes left after the last attribute: not 0 means a malformed list. */
  leftover = 0;
  /** How many attributes had a type above the maximum. */
  unknown = 0;
  /** Offset of the first attribute's header with a type above the maximum; -1 when there is none. */
  unknownAt = -1;
  readonly maximum: number;
  private readonly starts: Int32Array;
  private readonly lengths: Int32Array;
  private readonly typeFlags: Uint16Array;

  constructor(maximum: number) {
    this.maximum = maximum;
    this.starts = new Int32Array(maximum + 1);
    this.lengths = new Int32Array(maximum + 1);
    this.typeFlags = new Uint16Array(maximum + 1);
  }

  /**
   * Reads the list in `bytes[start, end)`; `start` is aligned as Linux does it, relative to the message. Of several attributes of one
   * type the last counts (`nla_parse`).
   */
  parse(bytes: Uint8Array, start: number, end = bytes.length): this {
    return this.read(bytes, start, end, false);
  }

  /** The same for lists in which Linux looks for what it wants: there the first attribute of a type counts (`nla_find`). */
  parseFirst(bytes: Uint8Array, start: number, end: number): this {
    return this.read(bytes, start, end, true);
  }

  private read(bytes: Uint8Array, start: number, end: number, firstCounts: boolean): this {
    this.clear();
    this.bytes = bytes;
    const limit = Math.min(end, bytes.length);
    let position = start;
    while (limit - position >= NLA_HDRLEN) {
      const size = readU16(bytes, position);
      if (size < NLA_HDRLEN || size > limit - position) break;
      this.record(readU16(bytes, position + 2), position, size, firstCounts);
      position += nlAlign(size);
    }
    this.leftover = Math.max(0, limit - position);
    return this;
  }

  /** Reads the list inside attribute `type` of another table; empty when that is absent. */
  parseNested(outer: AttributeTable, type: number): this {
    if (!outer.has(type)) {
      this.clear();
      return this;
    }
    const start = outer.offset(type);
    return this.parse(outer.bytes, start, start + outer.length(type));
  }

  clear(): void {
    this.starts.fill(0);
    this.leftover = 0;
    this.unknown = 0;
    this.unknownAt = -1;
  }

  private record(typeAndFlags: number, position: number, size: number, firstCounts: boolean): void {
    const type = typeAndFlags & NLA_TYPE_MASK;
    if (type > this.maximum) {
      this.unknown++;
      if (this.unknownAt < 0) this.unknownAt = position;
      return;
    }
    if (firstCounts && this.starts[type] !== 0) return;
    this.starts[type] = position + NLA_HDRLEN;
    this.lengths[type] = size - NLA_HDRLEN;
    this.typeFlags[type] = typeAndFlags & ~NLA_TYPE_MASK;
  }

  has(type: number): boolean {
    return type <= this.maximum && this.starts[type] !== 0;
  }

  /** Offset of the payload in {@link bytes}; 0 when absent. The attribute's header is {@link NLA_HDRLEN} before it. */
  offset(type: number): number {
    return this.has(type) ? this.starts[type] : 0;
  }

  /** Length of the payload; 0 when absent. */
  length(type: number): number {
    return this.has(type) ? this.lengths[type] : 0;
  }

  /** `NLA_F_*` bits; 0 when absent. */
  flags(type: number): number {
    return this.has(type) ? this.typeFlags[type] : 0;
  }

  u8(type: number, fallback = 0): number {
    return this.length(type) >= 1 ? this.bytes[this.starts[type]] : fallback;
  }

  u16(type: number, fallback = 0): number {
    return this.length(type) >= 2 ? readU16(this.bytes, this.starts[type]) : fallback;
  }

  u32(type: number, fallback = 0): number {
    return this.length(type) >= 4 ? readU32(this.bytes, this.starts[type]) : fallback;
  }

  s32(type: number, fallback = 0): number {
    return this.length(type) >= 4 ? readS32(this.bytes, this.starts[type]) : fallback;
  }

  /** Exact up to 2^53. */
  u64(type: number, fallback = 0): number {
    return this.length(type) >= 8 ? readU64(this.bytes, this.starts[type]) : fallback;
  }

  be16(type: number, fallback = 0): number {
    if (this.length(type) < 2) return fallback;
    const at = this.starts[type];
    return (this.bytes[at] << 8) | this.bytes[at + 1];
  }

  be32(type: number, fallback = 0): number {
    return this.length(type) >= 4 ? ipv4FromBytes(this.bytes, this.starts[type]) : fallback;
  }

  /** The text up to the first NUL; the default when absent. */
  string(type: number, fallback = ""): string {
    if (!this.has(type)) return fallback;
    const start = this.starts[type];
    return readString(this.bytes, start, start + this.lengths[type]);
  }

  /** A view (not a copy) of the payload; undefined when absent. */
  payload(type: number): Uint8Array | undefined {
    if (!this.has(type)) return undefined;
    const start = this.starts[type];
    return this.bytes.subarray(start, start + this.lengths[type]);
  }

  ipv4(type: number, fallback: Ipv4Address = ipv4(0)): Ipv4Address {
    return this.length(type) >= 4 ? ipv4FromBytes(this.bytes, this.starts[type]) : fallback;
  }

  ipv6(type: number): Ipv6Address | undefined {
    return this.length(type) >= 16 ? Ipv6Address.fromBytes(this.bytes, this.starts[type]) : undefined;
  }

  /** Steps over the list inside an attribute (repeated types in it stay visible). */
  cursor(type: number): AttributeCursor {
    const start = this.offset(type);
    return new AttributeCursor(this.bytes, start, start + this.length(type));
  }
}

const EMPTY = new Uint8Array(0);
