/**
 * One block of SHA-1 without padding, as Linux uses it to make interface identifiers (FIPS 180-4, `sha1_transform`).
 */
import { read32, write32 } from "../../../packet/bytes.ts";

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** The state after one block of 64 bytes, 20 bytes. */
export function sha1Block(block: Uint8Array): Uint8Array {
  const w = new Int32Array(80);
  for (let i = 0; i < 16; i++) w[i] = read32(block, i * 4) | 0;
  for (let i = 16; i < 80; i++) w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
  const start = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476, 0xc3d2e1f0 | 0];
  let [a, b, c, d, e] = start;
  for (let i = 0; i < 80; i++) {
    const round = Math.floor(i / 20);
    const mixed = round === 0 ? (b & c) | (~b & d) : round === 2 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
    const constant = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0][round];
    const next = (rotate(a, 5) + mixed + e + constant + w[i]) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  const digest = new Uint8Array(20);
  [a, b, c, d, e].forEach((value, i) => {
    write32(digest, i * 4, (start[i] + value) >>> 0);
  });
  return digest;
}
