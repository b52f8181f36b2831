/**
 * Netlink messages (`struct nlmsghdr`): reading a buffer that may hold several, and writing them into one growing buffer in a single pass.
 */
import { NLA_HDRLEN, NLA_TYPE_MASK, nlAlign, readU16, readU32 } from "./attribute.ts";

export const NLM_F_REQUEST = 0x01;
export const NLM_F_MULTI = 0x02;
export const NLM_F_ACK = 0x04;
export const NLM_F_ECHO = 0x08;
export const NLM_F_DUMP_INTR = 0x10;
export const NLM_F_DUMP_FILTERED = 0x20;
/** Modifiers of GET requests. */
export const NLM_F_ROOT = 0x100;
export const NLM_F_MATCH = 0x200;
export const NLM_F_ATOMIC = 0x400;
export const NLM_F_DUMP = 0x300;
/** Modifiers of NEW requests. */
export const NLM_F_REPLACE = 0x100;
export const NLM_F_EXCL = 0x200;
export const NLM_F_CREATE = 0x400;
export const NLM_F_APPEND = 0x800;
/** Modifiers of DEL requests. */
export const NLM_F_NONREC = 0x100;
export const NLM_F_BULK = 0x200;
/** Flags of an acknowledgement. */
export const NLM_F_CAPPED = 0x100;
export const NLM_F_ACK_TLVS = 0x200;

export const NLMSG_NOOP = 1;
export const NLMSG_ERROR = 2;
export const NLMSG_DONE = 3;
export const NLMSG_OVERRUN = 4;
/** Types below this are control messages. */
export const NLMSG_MIN_TYPE = 0x10;
/** Length of `struct nlmsghdr`. */
export const NLMSG_HDRLEN = 16;

/**
 * Steps over the messages of a buffer: `while (reader.next()) …`. The fields are those of the current message; reuse one reader with
 * {@link open}. A length that is too small, too large or cut off ends the walk ({@link truncated} tells how many bytes were left).
 */
export class MessageReader {
  bytes: Uint8Array = new Uint8Array(0);
  /** `nlmsg_len`, header included. */
  size = 0;
  type = 0;
  flags = 0;
  seq = 0;
  pid = 0;
  /** Offset of the header. */
  start = 0;
  /** Offset of the payload. */
  body = 0;
  /** Offset of the first byte after the message, without padding. */
  end = 0;
  private position = 0;
  private limit = 0;

  open(bytes: Uint8Array, start = 0, end = bytes.length): this {
    this.bytes = bytes;
    this.position = start;
    this.limit = Math.min(end, bytes.length);
    return this;
  }

  next(): boolean {
    const { bytes, position } = this;
    if (this.limit - position < NLMSG_HDRLEN) return false;
    const size = readU32(bytes, position);
    if (size < NLMSG_HDRLEN || size > this.limit - position) return false;
    this.size = size;
    this.type = readU16(bytes, position + 4);
    this.flags = readU16(bytes, position + 6);
    this.seq = readU32(bytes, position + 8);
    this.pid = readU32(bytes, position + 12);
    this.start = position;
    this.body = position + NLMSG_HDRLEN;
    this.end = position + size;
    this.position = Math.min(this.limit, position + nlAlign(size));
    return true;
  }

  /** Length of the payload. */
  get length(): number {
    return this.end - this.body;
  }

  /** Bytes that {@link next} refused; 0 after a well-formed buffer. */
  get truncated(): number {
    return this.limit - this.position;
  }
}

const encoder = new TextEncoder();
/** Longest payload that an attribute's u16 length can say. */
const NLA_PAYLOAD_MAX = 0xffff - NLA_HDRLEN;

/**
 * Writes messages one after another into one growing, reusable buffer. All methods append; padding is zero. `begin` … `end` frame a message,
 * `nest` … `endNest` a nested attribute:
 *
 * ```ts
 * writer.reset();
 * writer.begin(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_CREATE, seq);
 * writeLinkHeader(writer, AF_UNSPEC, 0, 0, 0, 0);
 * writer.string(IFLA_IFNAME, "eth0");
 * const info = writer.nest(IFLA_LINKINFO);
 * writer.string(IFLA_INFO_KIND, "veth");
 * writer.endNest(info);
 * writer.end();
 * socket.send(writer.message());
 * ```
 */
export class MessageWriter {
  bytes: Uint8Array;
  /** Bytes written so far. */
  length = 0;
  private messageStart = 0;

  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Forgets everything written. */
  reset(): void {
    this.length = 0;
  }

  /** Forgets what was written after `length` (an offset remembered from {@link length}). */
  truncate(length: number): void {
    this.length = length;
  }

  /** What was written: a view that the next write may change, or a copy of it. */
  message(copy = false): Uint8Array {
    return copy ? this.bytes.slice(0, this.length) : this.bytes.subarray(0, this.length);
  }

  /** Starts a message. @returns the offset of its header */
  begin(type: number, flags: number, seq = 0, pid = 0): number {
    this.align();
    const at = this.reserve(NLMSG_HDRLEN);
    this.messageStart = at;
    this.put32(at, 0);
    this.put16(at + 4, type);
    this.put16(at + 6, flags);
    this.put32(at + 8, seq);
    this.put32(at + 12, pid);
    return at;
  }

  /** Ends the message begun last: fills in its length. @returns the message's length */
  end(): number {
    const size = this.length - this.messageStart;
    this.put32(this.messageStart, size);
    return size;
  }

  /** Appends zero bytes up to the next multiple of four (relative to the buffer: messages start aligned). */
  align(): void {
    const padding = -this.length & 3;
    if (padding > 0) this.bytes.fill(0, this.reserve(padding), this.length);
  }

  /** Appends `count` bytes of unspecified content. @returns their offset */
  reserve(count: number): number {
    const at = this.length;
    const needed = at + count;
    if (needed > this.bytes.length) this.grow(needed);
    this.length = needed;
    return at;
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }

  /** Overwrites two bytes. */
  put16(at: number, value: number): void {
    this.bytes[at] = value;
    this.bytes[at + 1] = value >>> 8;
  }

  /** Overwrites four bytes. */
  put32(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
  }

  /** Overwrites eight bytes with an integer below 2^53. */
  /** 2^64 stands for the greatest number, which a number does not hold. */
  put64(at: number, value: number): void {
    const greatest = value >= 2 ** 64;
    this.put32(at, greatest ? 0xffffffff : value % 4294967296);
    this.put32(at + 4, greatest ? 0xffffffff : Math.floor(value / 4294967296));
  }

  /** Appends single bytes without a header (fixed structures). */
  raw8(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  raw16(value: number): void {
    this.put16(this.reserve(2), value);
  }

  raw32(value: number): void {
    this.put32(this.reserve(4), value);
  }

  raw64(value: number): void {
    this.put64(this.reserve(8), value);
  }

  rawBytes(data: Uint8Array): void {
    const at = this.reserve(data.length);
    this.bytes.set(data, at);
  }

  /**
   * Appends an attribute's header and room for its payload, padding cleared. `type` may carry `NLA_F_*` bits. A payload over 65531 bytes,
   * which no attribute can say, is a caller's mistake.
   * @returns the payload's offset, to be filled by the caller
   */
  attribute(type: number, payload: number): number {
    if (payload > NLA_PAYLOAD_MAX) throw new RangeError(`attribute ${type} of ${payload} bytes`);
    const at = this.reserve(NLA_HDRLEN + nlAlign(payload));
    this.put16(at, NLA_HDRLEN + payload);
    this.put16(at + 2, type);
    for (let i = at + NLA_HDRLEN + payload; i < this.length; i++) this.bytes[i] = 0;
    return at + NLA_HDRLEN;
  }

  /** An attribute without payload. */
  flag(type: number): void {
    this.attribute(type, 0);
  }

  u8(type: number, value: number): void {
    const at = this.attribute(type, 1);
    this.bytes[at] = value;
  }

  u16(type: number, value: number): void {
    const at = this.attribute(type, 2);
    this.put16(at, value);
  }

  /** Also for signed values. */
  u32(type: number, value: number): void {
    const at = this.attribute(type, 4);
    this.put32(at, value);
  }

  /** An integer below 2^53; 2^64 for the greatest. */
  u64(type: number, value: number): void {
    const at = this.attribute(type, 8);
    this.put64(at, value);
  }

  be16(type: number, value: number): void {
    const at = this.attribute(type, 2);
    this.bytes[at] = value >>> 8;
    this.bytes[at + 1] = value;
  }

  /** Network order: also an IPv4 address. */
  be32(type: number, value: number): void {
    const at = this.attribute(type, 4);
    const bytes = this.bytes;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  /** Text in UTF-8 with its terminating NUL (`nla_put_string`). */
  string(type: number, text: string): void {
    this.text(type, text, 1);
  }

  /** Text without a NUL. */
  stringUnterminated(type: number, text: string): void {
    this.text(type, text, 0);
  }

  private text(type: number, text: string, terminator: number): void {
    const at = this.attribute(type, text.length + terminator);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        this.length = at - NLA_HDRLEN;
        this.textUtf8(type, text, terminator);
        return;
      }
      this.bytes[at + i] = code;
    }
    if (terminator > 0) this.bytes[at + text.length] = 0;
  }

  private textUtf8(type: number, text: string, terminator: number): void {
    const data = encoder.encode(text);
    const at = this.attribute(type, data.length + terminator);
    this.bytes.set(data, at);
    if (terminator > 0) this.bytes[at + data.length] = 0;
  }

  /** An attribute with these bytes. */
  data(type: number, data: Uint8Array): void {
    const at = this.attribute(type, data.length);
    this.bytes.set(data, at);
  }

  /** Starts a nested attribute; or `type | NLA_F_NESTED` where Linux sets that bit. @returns what {@link endNest} takes */
  nest(type: number): number {
    const at = this.reserve(NLA_HDRLEN);
    this.put16(at, NLA_HDRLEN);
    this.put16(at + 2, type);
    return at;
  }

  /** Fills in the length of a nested attribute. False when it is too long for one (its length is then wrong). */
  endNest(at: number): boolean {
    const size = this.length - at;
    this.put16(at, size);
    return size <= 0xffff;
  }

  /** Type of the attribute whose header is at `at`, without flag bits. */
  typeAt(at: number): number {
    return readU16(this.bytes, at + 2) & NLA_TYPE_MASK;
  }
}
