/**
 * The C structure of a match or target (`struct xt_*_info`) as the kernel has it: fields at offsets, numbers little-endian as on
 * x86-64 unless the method's name says `be`.
 */
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Sizes in messages are rounded up to eight bytes: `XT_ALIGN`. */
export function xtAlign(size: number): number {
  return (size + 7) & ~7;
}

export class Struct {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** A structure of zeros; its size is rounded up as the kernel wants it. */
  static ofSize(size: number): Struct {
    return new Struct(new Uint8Array(xtAlign(size)));
  }

  u8(at: number): number {
    return this.bytes[at];
  }
  u16(at: number): number {
    return this.view.getUint16(at, true);
  }
  u32(at: number): number {
    return this.view.getUint32(at, true);
  }
  u64(at: number): bigint {
    return this.view.getBigUint64(at, true);
  }
  be16(at: number): number {
    return this.view.getUint16(at);
  }
  be32(at: number): number {
    return this.view.getUint32(at);
  }

  set8(at: number, value: number): void {
    this.bytes[at] = value;
  }
  set16(at: number, value: number): void {
    this.view.setUint16(at, value, true);
  }
  set32(at: number, value: number): void {
    this.view.setUint32(at, value, true);
  }
  set64(at: number, value: bigint): void {
    this.view.setBigUint64(at, value, true);
  }
  setBe16(at: number, value: number): void {
    this.view.setUint16(at, value);
  }
  setBe32(at: number, value: number): void {
    this.view.setUint32(at, value);
  }

  /** The text up to the first NUL within `length` bytes. */
  text(at: number, length: number): string {
    let end = at;
    while (end < at + length && this.bytes[end] !== 0) end++;
    return decoder.decode(this.bytes.subarray(at, end));
  }

  /** `strncpy(3)`: what is longer than `length` bytes is cut. */
  setText(at: number, length: number, text: string): void {
    const bytes = encoder.encode(text).subarray(0, length);
    this.bytes.fill(0, at, at + length);
    this.bytes.set(bytes, at);
  }

  slice(at: number, length: number): Uint8Array {
    return this.bytes.subarray(at, at + length);
  }

  set(at: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, at);
  }
}

/** Bytes that a text takes in UTF-8, as `strlen(3)` counts. */
export function textLength(text: string): number {
  return encoder.encode(text).length;
}
