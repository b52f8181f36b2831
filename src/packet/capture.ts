/**
 * What pcap and pcapng files have in common: the record, link types, and a queue of bytes that a reader consumes as they arrive.
 */

/** Link types (`LINKTYPE_*` equal to `DLT_*` on Linux for these). */
export const DLT_NULL = 0;
export const DLT_EN10MB = 1;
/** Raw IP, as libpcap calls it in memory on Linux. */
export const DLT_RAW = 12;
export const LINKTYPE_RAW = 101;
export const DLT_LOOP = 108;
export const DLT_LINUX_SLL = 113;
export const DLT_IPV4 = 228;
export const DLT_IPV6 = 229;
export const DLT_LINUX_SLL2 = 276;

/** Largest snapshot length that libpcap accepts for these link types (`MAXIMUM_SNAPLEN`). */
export const MAXIMUM_SNAPLEN = 262144;

/** A packet of a capture file. One object serves all packets of a reader: copy what is to outlive the next call. */
export class CaptureRecord {
  /** Holds the packet's bytes at `offset`. */
  bytes: Uint8Array = new Uint8Array(0);
  offset = 0;
  /** Bytes captured. */
  length = 0;
  /** Bytes that the packet had on the wire. */
  wireLength = 0;
  /** Seconds since the epoch. */
  seconds = 0;
  /** Nanoseconds into the second. */
  nanoseconds = 0;
}

/** Results of {@link CaptureReader.next}. */
export const CAPTURE_RECORD = 1;
/** More bytes must be pushed first. */
export const CAPTURE_MORE = 0;
export const CAPTURE_END = -1;
/** The file is broken here; {@link CaptureReader.error} says how. */
export const CAPTURE_ERROR = -2;

/** A reader of either format; feed it with {@link CaptureReader.push}. */
export interface CaptureReader {
  /** Set once the file's head was read: `next` has returned something other than {@link CAPTURE_MORE}, or `open` true. */
  readonly linkType: number;
  readonly snaplen: number;
  /** libpcap's words for what is wrong. */
  readonly error: string;
  /** Appends bytes of the file; they are copied. */
  push(data: Uint8Array): void;
  /** No more bytes will come. */
  end(): void;
  /** Reads the head. @returns {@link CAPTURE_RECORD} when done, {@link CAPTURE_MORE} or {@link CAPTURE_ERROR} */
  open(): number;
  /** Reads the next packet into `record`. */
  next(record: CaptureRecord): number;
}

/** Bytes in the order of arrival; consumed from the front, moved only when room is needed. */
export class ByteQueue {
  bytes = new Uint8Array(65536);
  start = 0;
  stop = 0;
  ended = false;

  get length(): number {
    return this.stop - this.start;
  }

  push(data: Uint8Array): void {
    if (this.stop + data.length > this.bytes.length) this.makeRoom(data.length);
    this.bytes.set(data, this.stop);
    this.stop += data.length;
  }

  /** Drops bytes from the front. */
  consume(count: number): void {
    this.start += count;
  }

  private makeRoom(count: number): void {
    const length = this.length;
    let size = this.bytes.length;
    while (size < length + count) size *= 2;
    const target = size === this.bytes.length ? this.bytes : new Uint8Array(size);
    if (target === this.bytes) target.copyWithin(0, this.start, this.stop);
    else target.set(this.bytes.subarray(this.start, this.stop));
    this.bytes = target;
    this.start = 0;
    this.stop = length;
  }
}

/** Reads 16 bits in the byte order of a file. */
export function fileRead16(bytes: Uint8Array, offset: number, bigEndian: boolean): number {
  return bigEndian ? (bytes[offset] << 8) | bytes[offset + 1] : bytes[offset] | (bytes[offset + 1] << 8);
}

/** Reads 32 bits in the byte order of a file. */
export function fileRead32(bytes: Uint8Array, offset: number, bigEndian: boolean): number {
  const high = fileRead16(bytes, bigEndian ? offset : offset + 2, bigEndian);
  const low = fileRead16(bytes, bigEndian ? offset + 2 : offset, bigEndian);
  return high * 65536 + low;
}

/** Writes 16 bits, little-endian. */
export function fileWrite16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value;
  bytes[offset + 1] = value >>> 8;
}

/** Writes 32 bits, little-endian. */
export function fileWrite32(bytes: Uint8Array, offset: number, value: number): void {
  fileWrite16(bytes, offset, value);
  fileWrite16(bytes, offset + 2, value >>> 16);
}
