/**
 * The next generation capture file format (pcapng): sections, interfaces and packets are read, other blocks are passed over.
 *
 * Source: draft-ietf-opsawg-pcapng; restrictions and messages as `sf-pcapng.c` of libpcap 1.10.3.
 */
import {
  ByteQueue,
  CAPTURE_END,
  CAPTURE_ERROR,
  CAPTURE_MORE,
  CAPTURE_RECORD,
  type CaptureReader,
  type CaptureRecord,
  DLT_RAW,
  fileRead16,
  fileRead32,
  fileWrite16,
  fileWrite32,
  LINKTYPE_RAW,
  MAXIMUM_SNAPLEN,
} from "./capture.ts";

export const PCAPNG_SECTION_HEADER = 0x0a0d0d0a;
export const PCAPNG_INTERFACE = 0x00000001;
/** Obsolete packet block. */
export const PCAPNG_PACKET = 0x00000002;
export const PCAPNG_SIMPLE_PACKET = 0x00000003;
export const PCAPNG_ENHANCED_PACKET = 0x00000006;
export const PCAPNG_BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Option codes of the interface block. */
export const PCAPNG_IF_TSRESOL = 9;
export const PCAPNG_IF_TSOFFSET = 14;

/** Largest block that is accepted, as libpcap's initial limit: a snapshot and its options. */
const MAXIMUM_BLOCK = 16 * 1024 * 1024;
/** Interfaces that are remembered; a hostile file could hold millions. */
const MAXIMUM_INTERFACES = 65536;

interface Interface {
  readonly snaplen: number;
  /** Units of a time stamp in a second. */
  readonly unitsPerSecond: bigint;
  /** Seconds to add. */
  readonly offset: bigint;
}

/** Whether the four bytes begin a pcapng file. */
export function isPcapngMagic(bytes: Uint8Array, offset: number): boolean {
  return fileRead32(bytes, offset, true) === PCAPNG_SECTION_HEADER;
}

/** Reads a pcapng file from bytes as they arrive. All interfaces must have the first one's link type. */
export class PcapngReader implements CaptureReader {
  linkType = 0;
  snaplen = 0;
  error = "";
  private bigEndian = false;
  private opened = false;
  private interfaces: Interface[] = [];
  private readonly queue: ByteQueue;

  constructor(queue = new ByteQueue()) {
    this.queue = queue;
  }

  push(data: Uint8Array): void {
    this.queue.push(data);
  }

  end(): void {
    this.queue.ended = true;
  }

  open(): number {
    while (!this.opened) {
      const block = this.block();
      if (block === CAPTURE_END) return this.fail("the capture file has no Interface Description Blocks");
      if (block < 0 || block === CAPTURE_MORE) return block;
      const type = this.blockType();
      if (type === PCAPNG_PACKET || type === PCAPNG_SIMPLE_PACKET || type === PCAPNG_ENHANCED_PACKET)
        return this.fail("the capture file has a packet block before any Interface Description Blocks");
      if (!this.describe(type, block)) return CAPTURE_ERROR;
      this.queue.consume(block);
    }
    return CAPTURE_RECORD;
  }

  next(record: CaptureRecord): number {
    const opened = this.open();
    if (opened !== CAPTURE_RECORD) return opened;
    for (;;) {
      const block = this.block();
      if (block <= 0) return block;
      const type = this.blockType();
      const result = this.packet(type, block, record);
      if (result === CAPTURE_ERROR) return result;
      if (result === CAPTURE_MORE && !this.describe(type, block)) return CAPTURE_ERROR;
      this.queue.consume(block);
      if (result === CAPTURE_RECORD) return result;
    }
  }

  /** The length of the block at the front once it is there whole; or {@link CAPTURE_MORE}, `END` or `ERROR`. */
  private block(): number {
    const { bytes, start, length, ended } = this.queue;
    if (length === 0 && ended) return CAPTURE_END;
    if (length < 12) return this.short(8);
    if (isPcapngMagic(bytes, start)) {
      this.bigEndian = fileRead32(bytes, start + 8, true) === PCAPNG_BYTE_ORDER_MAGIC;
      if (fileRead32(bytes, start + 8, this.bigEndian) !== PCAPNG_BYTE_ORDER_MAGIC)
        return this.fail("unknown file format");
    }
    const total = fileRead32(bytes, start + 4, this.bigEndian);
    if (total < 12) return this.fail(`block in pcapng dump file has a length of ${total} < 12`);
    if (total > MAXIMUM_BLOCK) return this.fail(`pcapng block size ${total} > maximum ${MAXIMUM_BLOCK}`);
    if ((total & 3) !== 0)
      return this.fail(`block in pcapng dump file has a length of ${total} that is not a multiple of 4`);
    if (length < total) return this.short(total);
    if (fileRead32(bytes, start + total - 4, this.bigEndian) !== total)
      return this.fail("block total length in header and trailer don't match");
    return total;
  }

  private short(want: number): number {
    if (!this.queue.ended) return CAPTURE_MORE;
    return this.fail(
      `truncated pcapng dump file; tried to read ${want} bytes, only got ${this.queue.length}`,
    );
  }

  private blockType(): number {
    return fileRead32(this.queue.bytes, this.queue.start, this.bigEndian);
  }

  /** Takes in a section or interface block; others are passed over. */
  private describe(type: number, total: number): boolean {
    if (type === PCAPNG_SECTION_HEADER) return this.section(total);
    return type !== PCAPNG_INTERFACE || this.interfaceBlock(total);
  }

  private section(total: number): boolean {
    if (total < 28) return this.bad("block in pcapng dump file has a length that is too short");
    const major = fileRead16(this.queue.bytes, this.queue.start + 12, this.bigEndian);
    const minor = fileRead16(this.queue.bytes, this.queue.start + 14, this.bigEndian);
    if (major !== 1 || (minor !== 0 && minor !== 2))
      return this.bad(`unsupported pcapng savefile version ${major}.${minor}`);
    this.interfaces = [];
    return true;
  }

  private interfaceBlock(total: number): boolean {
    if (total < 20) return this.bad("block in pcapng dump file has a length that is too short");
    if (this.interfaces.length >= MAXIMUM_INTERFACES) return this.bad("too many interfaces");
    const { bytes, start } = this.queue;
    const raw = fileRead16(bytes, start + 8, this.bigEndian);
    const linkType = raw === LINKTYPE_RAW ? DLT_RAW : raw;
    const snaplen = fileRead32(bytes, start + 12, this.bigEndian);
    if (this.opened && linkType !== this.linkType)
      return this.bad(`an interface has a type ${linkType} different from the type of the first interface`);
    const limit = snaplen === 0 || snaplen > MAXIMUM_SNAPLEN ? MAXIMUM_SNAPLEN : snaplen;
    if (!this.opened) {
      this.linkType = linkType;
      this.snaplen = limit;
      this.opened = true;
    }
    const options = this.interfaceOptions(start + 16, start + total - 4);
    if (!options) return false;
    this.interfaces.push({ snaplen: limit, ...options });
    return true;
  }

  private interfaceOptions(from: number, end: number): Omit<Interface, "snaplen"> | undefined {
    const { bytes } = this.queue;
    let unitsPerSecond = 1000000n;
    let offset = 0n;
    let at = from;
    while (at + 4 <= end) {
      const code = fileRead16(bytes, at, this.bigEndian);
      const length = fileRead16(bytes, at + 2, this.bigEndian);
      if (code === 0) break;
      if (at + 4 + length > end) {
        this.fail("the option block runs past the end of the interface description block");
        return undefined;
      }
      if (code === PCAPNG_IF_TSRESOL && length >= 1) {
        const units = resolution(bytes[at + 4]);
        if (units === undefined) {
          this.fail("the time stamp resolution of an interface is too high");
          return undefined;
        }
        unitsPerSecond = units;
      }
      if (code === PCAPNG_IF_TSOFFSET && length >= 8) offset = this.read64(at + 4);
      at += 4 + ((length + 3) & ~3);
    }
    return { unitsPerSecond, offset };
  }

  private read64(offset: number): bigint {
    const first = BigInt(fileRead32(this.queue.bytes, offset, this.bigEndian));
    const second = BigInt(fileRead32(this.queue.bytes, offset + 4, this.bigEndian));
    return BigInt.asIntN(64, this.bigEndian ? (first << 32n) | second : (second << 32n) | first);
  }

  /** Reads a packet block; {@link CAPTURE_MORE} when the block is none. */
  private packet(type: number, total: number, record: CaptureRecord): number {
    const { bytes, start } = this.queue;
    if (type === PCAPNG_SIMPLE_PACKET) {
      if (total < 16 || this.interfaces.length === 0) return this.fail("a packet arrived on no interface");
      const wireLength = fileRead32(bytes, start + 8, this.bigEndian);
      const length = Math.min(wireLength, this.interfaces[0].snaplen, total - 16);
      return fill(record, bytes, start + 12, length, wireLength, 0n, this.interfaces[0]);
    }
    if (type !== PCAPNG_ENHANCED_PACKET && type !== PCAPNG_PACKET) return CAPTURE_MORE;
    if (total < 32) return this.fail("block in pcapng dump file has a length that is too short");
    const id =
      type === PCAPNG_PACKET
        ? fileRead16(bytes, start + 8, this.bigEndian)
        : fileRead32(bytes, start + 8, this.bigEndian);
    const from = this.interfaces[id];
    if (!from)
      return this.fail(
        `a packet arrived on interface ${id}, but there's no Interface Description Block for that interface`,
      );
    const high = BigInt(fileRead32(bytes, start + 12, this.bigEndian));
    const stamp = (high << 32n) | BigInt(fileRead32(bytes, start + 16, this.bigEndian));
    const length = fileRead32(bytes, start + 20, this.bigEndian);
    if (length > MAXIMUM_SNAPLEN)
      return this.fail(`invalid packet capture length ${length}, bigger than snaplen of ${MAXIMUM_SNAPLEN}`);
    if (length > total - 32) return this.fail("the packet data runs past the end of the packet block");
    return fill(
      record,
      bytes,
      start + 28,
      length,
      fileRead32(bytes, start + 24, this.bigEndian),
      stamp,
      from,
    );
  }

  private bad(text: string): false {
    this.error = text;
    return false;
  }

  private fail(text: string): number {
    this.error = text;
    return CAPTURE_ERROR;
  }
}

function resolution(value: number): bigint | undefined {
  const exponent = value & 0x7f;
  if ((value & 0x80) !== 0) return exponent > 63 ? undefined : 1n << BigInt(exponent);
  return exponent > 19 ? undefined : 10n ** BigInt(exponent);
}

function fill(
  record: CaptureRecord,
  bytes: Uint8Array,
  offset: number,
  length: number,
  wireLength: number,
  stamp: bigint,
  from: Interface,
): number {
  record.bytes = bytes;
  record.offset = offset;
  record.length = length;
  record.wireLength = wireLength;
  record.seconds = Number(BigInt.asIntN(64, stamp / from.unitsPerSecond + from.offset));
  record.nanoseconds = Number(((stamp % from.unitsPerSecond) * 1000000000n) / from.unitsPerSecond);
  return CAPTURE_RECORD;
}

/** Writes a section header block, little-endian. @returns its length */
export function writePcapngSection(bytes: Uint8Array, offset: number): number {
  blockFrame(bytes, offset, PCAPNG_SECTION_HEADER, 28);
  fileWrite32(bytes, offset + 8, PCAPNG_BYTE_ORDER_MAGIC);
  fileWrite16(bytes, offset + 12, 1);
  fileWrite16(bytes, offset + 14, 0);
  fileWrite32(bytes, offset + 16, 0xffffffff);
  fileWrite32(bytes, offset + 20, 0xffffffff);
  return 28;
}

/** Writes an interface block with a name and stamps in ns. @returns its length */
export function writePcapngInterface(
  bytes: Uint8Array,
  offset: number,
  linkType: number,
  snaplen: number,
  name: Uint8Array,
): number {
  const padded = (name.length + 3) & ~3;
  const total = 36 + padded;
  blockFrame(bytes, offset, PCAPNG_INTERFACE, total);
  fileWrite16(bytes, offset + 8, linkType === DLT_RAW ? LINKTYPE_RAW : linkType);
  fileWrite16(bytes, offset + 10, 0);
  fileWrite32(bytes, offset + 12, snaplen);
  fileWrite16(bytes, offset + 16, 2);
  fileWrite16(bytes, offset + 18, name.length);
  bytes.fill(0, offset + 20, offset + 20 + padded);
  bytes.set(name, offset + 20);
  const at = offset + 20 + padded;
  fileWrite16(bytes, at, PCAPNG_IF_TSRESOL);
  fileWrite16(bytes, at + 2, 1);
  fileWrite32(bytes, at + 4, 9);
  fileWrite32(bytes, at + 8, 0);
  return total;
}

/** Bytes of an enhanced packet block for `length` captured bytes. */
export function pcapngPacketLength(length: number): number {
  return 32 + ((length + 3) & ~3);
}

/** Writes an enhanced packet block; the stamp is `seconds` and `nanoseconds` in an interface with ns. @returns its length */
export function writePcapngPacket(
  bytes: Uint8Array,
  offset: number,
  interfaceId: number,
  record: CaptureRecord,
): number {
  const total = pcapngPacketLength(record.length);
  blockFrame(bytes, offset, PCAPNG_ENHANCED_PACKET, total);
  const stamp = BigInt(record.seconds) * 1000000000n + BigInt(record.nanoseconds);
  fileWrite32(bytes, offset + 8, interfaceId);
  fileWrite32(bytes, offset + 12, Number((stamp >> 32n) & 0xffffffffn));
  fileWrite32(bytes, offset + 16, Number(stamp & 0xffffffffn));
  fileWrite32(bytes, offset + 20, record.length);
  fileWrite32(bytes, offset + 24, record.wireLength);
  bytes.set(record.bytes.subarray(record.offset, record.offset + record.length), offset + 28);
  bytes.fill(0, offset + 28 + record.length, offset + total - 4);
  return total;
}

function blockFrame(bytes: Uint8Array, offset: number, type: number, total: number): void {
  fileWrite32(bytes, offset, type);
  fileWrite32(bytes, offset + 4, total);
  fileWrite32(bytes, offset + total - 4, total);
}
