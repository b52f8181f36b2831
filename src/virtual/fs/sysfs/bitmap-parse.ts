/** Sets of processors or queues as sysfs writes and shows them: words of 32 bits in hexadecimal. Source: `lib/bitmap-str.c`. */
import { EINVAL, EOVERFLOW, type Errno } from "../../../errno.ts";

const WORD_BITS = 32;
const WORD_DIGITS = 8;

/** A mask as `%*pb` prints it: words of 32 bits, the first as long as it needs to be. */
export function formatBitmap(mask: bigint, bits: number): string {
  const words: string[] = [];
  for (let left = bits, rest = mask; left > 0; left -= WORD_BITS, rest >>= BigInt(WORD_BITS)) {
    const digits = Math.ceil(Math.min(left, WORD_BITS) / 4);
    words.unshift(BigInt.asUintN(WORD_BITS, rest).toString(16).padStart(digits, "0"));
  }
  return words.join(",");
}

/**
 * Reads one line, last word first; commas and blanks stand between words, and no words are an empty set (`bitmap_parse`).
 *
 * @returns the mask, `EINVAL` for what is no digit, `EOVERFLOW` for more words, digits or bits than there are
 */
export function parseBitmap(text: string, bits: number): bigint | Errno {
  const words = text
    .split("\n", 1)[0]
    .split(/[\s,]+/)
    .filter((word) => word !== "")
    .reverse();
  let mask = 0n;
  for (const [index, word] of words.entries()) {
    if (index * WORD_BITS >= bits) return -EOVERFLOW;
    if (!/^[0-9a-f]+$/i.test(word.slice(-WORD_DIGITS))) return -EINVAL;
    if (word.length > WORD_DIGITS)
      return /[0-9a-f]/i.test(word[word.length - WORD_DIGITS - 1]) ? -EOVERFLOW : -EINVAL;
    mask |= BigInt(`0x${word}`) << BigInt(index * WORD_BITS);
  }
  return mask >> BigInt(bits) === 0n ? mask : -EOVERFLOW;
}
