/** Comparing keys as `memcmp` does: by bytes, which are words in network order. */

/** A word of registers as a number whose order is that of its bytes. */
export function swapWord(word: number): number {
  return ((word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | ((word >>> 24) & 0xff)) >>> 0;
}

/** Less than 0, 0, or greater, as `memcmp` of the first `count` words. */
export function compareWords(
  a: ArrayLike<number>,
  aAt: number,
  b: ArrayLike<number>,
  bAt: number,
  count: number,
): number {
  for (let i = 0; i < count; i++) {
    const x = a[aAt + i];
    const y = b[bAt + i];
    if (x !== y) return swapWord(x) < swapWord(y) ? -1 : 1;
  }
  return 0;
}
