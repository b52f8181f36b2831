/**
 * Numbers in network byte order, read from and written to a byte array without allocating.
 *
 * Nothing here checks bounds: callers check lengths first. A read beyond the array's end gives a number made of zero bytes, never
 * an exception.
 */

/** Two bytes, unsigned. */
export function read16(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 8) | bytes[offset + 1];
}

/** Three bytes, unsigned. */
export function read24(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] << 16) | (bytes[offset + 1] << 8) | bytes[offset + 2];
}

/** Four bytes, unsigned. */
export function read32(bytes: Uint8Array, offset: number): number {
  return (
    ((bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3]) >>> 0
  );
}

/** Writes the low 16 bits of `value`. */
export function write16(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 8;
  bytes[offset + 1] = value;
}

/** Writes the low 24 bits of `value`. */
export function write24(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 16;
  bytes[offset + 1] = value >>> 8;
  bytes[offset + 2] = value;
}

/** Writes the low 32 bits of `value`. */
export function write32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** Copies a few bytes (addresses): for such lengths a loop is faster than `set` with a subarray, and allocates nothing. */
export function copyBytes(
  into: Uint8Array,
  intoOffset: number,
  from: Uint8Array,
  fromOffset: number,
  length: number,
): void {
  for (let i = 0; i < length; i++) into[intoOffset + i] = from[fromOffset + i];
}

/** Whether `length` bytes are the same at both places. */
export function equalBytes(
  left: Uint8Array,
  leftOffset: number,
  right: Uint8Array,
  rightOffset: number,
  length: number,
): boolean {
  for (let i = 0; i < length; i++) if (left[leftOffset + i] !== right[rightOffset + i]) return false;
  return true;
}
