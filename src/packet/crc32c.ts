/** CRC-32C (Castagnoli), which SCTP's packets end to end are summed up with (RFC 9260, appendix A). */

const REVERSED_POLYNOMIAL = 0x82f63b78;
let table: Uint32Array | undefined;

function makeTable(): Uint32Array {
  const made = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++)
      value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ REVERSED_POLYNOMIAL;
    made[byte] = value >>> 0;
  }
  return made;
}

/** @returns the sum of the bytes from `start` to `end`, those from `zeroFrom` to `zeroTo` taken as 0; unsigned */
export function crc32c(bytes: Uint8Array, start: number, end: number, zeroFrom = end, zeroTo = end): number {
  table ??= makeTable();
  let sum = 0xffffffff;
  for (let i = start; i < end; i++) {
    const byte = i >= zeroFrom && i < zeroTo ? 0 : bytes[i];
    sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  }
  return ~sum >>> 0;
}
