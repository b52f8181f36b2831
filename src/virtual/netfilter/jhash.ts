/**
 * Bob Jenkins' hash of words, as Linux has it: where its result can be seen, e.g. in which address of a range is chosen.
 *
 * Source: Jenkins, "lookup3.c" (public domain); `include/linux/jhash.h` (`jhash2`).
 */
const JHASH_INITVAL = 0xdeadbeef | 0;

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** @returns an unsigned word */
export function jhash2(words: ArrayLike<number>, initval: number): number {
  let a = (JHASH_INITVAL + (words.length << 2) + initval) | 0;
  let b = a;
  let c = a;
  let at = 0;
  let left = words.length;
  for (; left > 3; left -= 3, at += 3) {
    a = (a + words[at]) | 0;
    b = (b + words[at + 1]) | 0;
    c = (c + words[at + 2]) | 0;
    a = ((a - c) | 0) ^ rotate(c, 4);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 6);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 8);
    b = (b + a) | 0;
    a = ((a - c) | 0) ^ rotate(c, 16);
    c = (c + b) | 0;
    b = ((b - a) | 0) ^ rotate(a, 19);
    a = (a + c) | 0;
    c = ((c - b) | 0) ^ rotate(b, 4);
    b = (b + a) | 0;
  }
  if (left === 0) return c >>> 0;
  if (left === 3) c = (c + words[at + 2]) | 0;
  if (left >= 2) b = (b + words[at + 1]) | 0;
  a = (a + words[at]) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}
