/**
 * SipHash-2-4 over 32-bit words, low half of the result, without allocation.
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF"; `lib/siphash.c`. 64-bit numbers are pairs of 32-bit words in four
 * global variables each: this runs for packets.
 */
let v0l = 0;
let v0h = 0;
let v1l = 0;
let v1h = 0;
let v2l = 0;
let v2h = 0;
let v3l = 0;
let v3h = 0;

/** Whether the sum of two words, as it came out, was more than a word holds. */
function carry(sum: number, addend: number): number {
  return sum >>> 0 < addend >>> 0 ? 1 : 0;
}

function round(): void {
  let low = (v0l + v1l) | 0;
  v0h = (v0h + v1h + carry(low, v1l)) | 0;
  v0l = low;
  low = (v1l << 13) | (v1h >>> 19);
  v1h = ((v1h << 13) | (v1l >>> 19)) ^ v0h;
  v1l = low ^ v0l;
  low = v0l;
  v0l = v0h;
  v0h = low;
  low = (v2l + v3l) | 0;
  v2h = (v2h + v3h + carry(low, v3l)) | 0;
  v2l = low;
  low = (v3l << 16) | (v3h >>> 16);
  v3h = ((v3h << 16) | (v3l >>> 16)) ^ v2h;
  v3l = low ^ v2l;
  low = (v0l + v3l) | 0;
  v0h = (v0h + v3h + carry(low, v3l)) | 0;
  v0l = low;
  low = (v3l << 21) | (v3h >>> 11);
  v3h = ((v3h << 21) | (v3l >>> 11)) ^ v0h;
  v3l = low ^ v0l;
  low = (v2l + v1l) | 0;
  v2h = (v2h + v1h + carry(low, v1l)) | 0;
  v2l = low;
  low = (v1l << 17) | (v1h >>> 15);
  v1h = ((v1h << 17) | (v1l >>> 15)) ^ v2h;
  v1l = low ^ v2l;
  low = v2l;
  v2l = v2h;
  v2h = low;
}

function absorb(low: number, high: number): void {
  v3l ^= low;
  v3h ^= high;
  round();
  round();
  v0l ^= low;
  v0h ^= high;
}

/**
 * @param words the data, as little-endian 32-bit words; an even number of them
 * @param low, high each half of the key is this 64-bit number
 * @returns the low 32 bits, unsigned
 */
export function siphash32(words: Int32Array, count: number, low: number, high: number): number {
  v0l = 0x70736575 ^ low;
  v0h = 0x736f6d65 ^ high;
  v1l = 0x6e646f6d ^ low;
  v1h = 0x646f7261 ^ high;
  v2l = 0x6e657261 ^ low;
  v2h = 0x6c796765 ^ high;
  v3l = 0x79746573 ^ low;
  v3h = 0x74656462 ^ high;
  for (let i = 0; i < count; i += 2) absorb(words[i], words[i + 1]);
  absorb(0, (count * 4) << 24);
  v2l ^= 0xff;
  round();
  round();
  round();
  round();
  return (v0l ^ v1l ^ v2l ^ v3l) >>> 0;
}
