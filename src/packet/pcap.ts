/**
 * Classic capture files (pcap): both byte orders, stamps in µs and ns, and Kuznetzov's variant with longer record headers.
 *
 * Source: draft-ietf-opsawg-pcap; limits and messages as `sf-pcap.c` of libpcap 1.10.3.
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

export const PCAP_MAGIC_MICRO = 0xa1b2c3d4;
export const PCAP_MAGIC_NANO = 0xa1b23c4d;
export const PCAP_MAGIC_KUZNETZOV = 0xa1b2cd34;
/** Bytes of the file header and of a record's header. */
export const PCAP_FILE_HLEN = 24;
export const PCAP_RECORD_HLEN = 16;

const VERSION_MAJOR = 2;
const VERSION_MINOR = 4;
/** Version 543.0 was written by a DG/UX tcpdump: lengths may be swapped there. */
const VERSION_DGUX = 543;

/** Whether four bytes are the magic number of a classic file in either byte order. */
export function isPcapMagic(bytes: Uint8Array, offset: number): boolean {
  return isMagic(fileRead32(bytes, offset, true)) || isMagic(fileRead32(bytes, offset, false));
}

function isMagic(value: number): boolean {
  return value === PCAP_MAGIC_MICRO || value === PCAP_MAGIC_NANO || value === PCAP_MAGIC_KUZNETZOV;
}

/** Writes a file header, little-endian. @returns its length */
export function writePcapHeader(
  bytes: Uint8Array,
  offset: number,
  linkType: number,
  snaplen: number,
  nanosecond: boolean,
): number {
  fileWrite32(bytes, offset, nanosecond ? PCAP_MAGIC_NANO : PCAP_MAGIC_MICRO);
  fileWrite16(bytes, offset + 4, VERSION_MAJOR);
  fileWrite16(bytes, offset + 6, VERSION_MINOR);
  fileWrite32(bytes, offset + 8, 0);
  fileWrite32(bytes, offset + 12, 0);
  fileWrite32(bytes, offset + 16, snaplen);
  fileWrite32(bytes, offset + 20, linkType === DLT_RAW ? LINKTYPE_RAW : linkType);
  return PCAP_FILE_HLEN;
}

/** Writes a record's header, little-endian; `fraction` in the file's unit. @returns its length */
export function writePcapRecord(
  bytes: Uint8Array,
  offset: number,
  seconds: number,
  fraction: number,
  length: number,
  wireLength: number,
): number {
  fileWrite32(bytes, offset, seconds);
  fileWrite32(bytes, offset + 4, fraction);
  fileWrite32(bytes, offset + 8, length);
  fileWrite32(bytes, offset + 12, wireLength);
  return PCAP_RECORD_HLEN;
}

const MAGIC_LENGTH = 4;

/** Reads a classic file from bytes as they arrive. */
export class PcapReader implements CaptureReader {
  linkType = 0;
  snaplen = 0;
  error = "";
  bigEndian = false;
  nanosecond = false;
  private recordHeader = PCAP_RECORD_HLEN;
  private swappedLengths: "no" | "yes" | "maybe" = "no";
  private opened = false;
  /** Bytes of an over-long record that are still to be skipped. */
  private skip = 0;
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
    if (this.opened) return CAPTURE_RECORD;
    const queue = this.queue;
    if (queue.length < MAGIC_LENGTH) return this.shortHeader(MAGIC_LENGTH, queue.length);
    const { bytes, start } = queue;
    this.bigEndian = isMagic(fileRead32(bytes, start, true));
    const magic = fileRead32(bytes, start, this.bigEndian);
    if (!isMagic(magic)) return this.fail("unknown file format");
    if (queue.length < PCAP_FILE_HLEN)
      return this.shortHeader(PCAP_FILE_HLEN - MAGIC_LENGTH, queue.length - MAGIC_LENGTH);
    this.nanosecond = magic === PCAP_MAGIC_NANO;
    if (magic === PCAP_MAGIC_KUZNETZOV) this.recordHeader = PCAP_RECORD_HLEN + 8;
    const major = fileRead16(bytes, start + 4, this.bigEndian);
    const minor = fileRead16(bytes, start + 6, this.bigEndian);
    if (!this.acceptVersion(major, minor)) return CAPTURE_ERROR;
    const snaplen = fileRead32(bytes, start + 16, this.bigEndian);
    this.snaplen = snaplen === 0 || snaplen > 0x7fffffff ? MAXIMUM_SNAPLEN : snaplen;
    const linkType = fileRead32(bytes, start + 20, this.bigEndian) & 0x03ffffff;
    this.linkType = linkType === LINKTYPE_RAW ? DLT_RAW : linkType;
    queue.consume(PCAP_FILE_HLEN);
    this.opened = true;
    return CAPTURE_RECORD;
  }

  private shortHeader(want: number, got: number): number {
    if (!this.queue.ended) return CAPTURE_MORE;
    const whole = want === MAGIC_LENGTH ? MAGIC_LENGTH : PCAP_FILE_HLEN;
    return this.fail(`truncated dump file; tried to read ${whole} file header bytes, only got ${got}`);
  }

  next(record: CaptureRecord): number {
    const opened = this.open();
    if (opened !== CAPTURE_RECORD) return opened;
    const queue = this.queue;
    if (!this.skipRest()) return queue.ended ? this.truncated() : CAPTURE_MORE;
    const have = queue.length;
    if (have < this.recordHeader) {
      if (!queue.ended) return CAPTURE_MORE;
      if (have === 0) return CAPTURE_END;
      return this.fail(
        `truncated dump file; tried to read ${this.recordHeader} header bytes, only got ${have}`,
      );
    }
    return this.readRecord(record, have - this.recordHeader);
  }

  private readRecord(record: CaptureRecord, have: number): number {
    const queue = this.queue;
    const { bytes, start } = queue;
    const fraction = fileRead32(bytes, start + 4, this.bigEndian);
    let length = fileRead32(bytes, start + 8, this.bigEndian);
    let wireLength = fileRead32(bytes, start + 12, this.bigEndian);
    if (this.swappedLengths === "yes" || (this.swappedLengths === "maybe" && length > wireLength))
      [length, wireLength] = [wireLength, length];
    if (length > MAXIMUM_SNAPLEN)
      return this.fail(`invalid packet capture length ${length}, bigger than maximum of ${MAXIMUM_SNAPLEN}`);
    const kept = Math.min(length, this.snaplen);
    if (have < kept) {
      if (!queue.ended) return CAPTURE_MORE;
      return this.fail(`truncated dump file; tried to read ${kept} captured bytes, only got ${have}`);
    }
    record.bytes = bytes;
    record.offset = start + this.recordHeader;
    record.length = kept;
    record.wireLength = wireLength;
    record.seconds = fileRead32(bytes, start, this.bigEndian);
    record.nanoseconds = this.nanosecond ? fraction : fraction * 1000;
    queue.consume(this.recordHeader + kept);
    this.skip = length - kept;
    return CAPTURE_RECORD;
  }

  private skipRest(): boolean {
    const count = Math.min(this.skip, this.queue.length);
    this.queue.consume(count);
    this.skip -= count;
    return this.skip === 0;
  }

  private truncated(): number {
    return this.fail(`truncated dump file; tried to read ${this.skip} captured bytes, only got 0`);
  }

  private acceptVersion(major: number, minor: number): boolean {
    if (major < VERSION_MAJOR) {
      this.fail("archaic pcap savefile format");
      return false;
    }
    const known =
      (major === VERSION_MAJOR && minor <= VERSION_MINOR) || (major === VERSION_DGUX && minor === 0);
    if (!known) {
      this.fail(`unsupported pcap savefile version ${major}.${minor}`);
      return false;
    }
    if (major === VERSION_MAJOR && minor < 3) this.swappedLengths = "yes";
    else if (major === VERSION_DGUX || minor === 3) this.swappedLengths = "maybe";
    return true;
  }

  private fail(text: string): number {
    this.error = text;
    return CAPTURE_ERROR;
  }
}
