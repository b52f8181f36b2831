/**
 * Sysctls that are sets of numbers, written as ranges: `0-1,3-127`.
 *
 * Source: `kernel/sysctl.c` (`proc_do_large_bitmap`).
 */

import { MOST_CHARACTERS } from "./sysctl.ts";

/** Whether a number is in the set. */
export function isBitSet(mask: Uint32Array, bit: number): boolean {
  return ((mask[bit >>> 5] >>> (bit & 31)) & 1) !== 0;
}

/** Bits as ranges; nothing when none is set. */
export function formatRanges(mask: Uint32Array): string {
  const ranges: string[] = [];
  const bits = mask.length * 32;
  for (let bit = 0; bit < bits; bit++) {
    if (!isBitSet(mask, bit)) continue;
    const first = bit;
    while (bit + 1 < bits && isBitSet(mask, bit + 1)) bit++;
    ranges.push(first === bit ? `${first}` : `${first}-${bit}`);
  }
  return ranges.join(",");
}

/** A number as `strtoul(3)` of any base reads it, and how long it is; undefined: none. */
function readNumber(text: string): { value: number; length: number } | undefined {
  const match = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
  if (match === null || match[0].length >= MOST_CHARACTERS) return undefined;
  const digits = match[0];
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return { value, length: digits.length };
}

/** A set of `bits` numbers; undefined where Linux refuses. */
export function parseRanges(text: string, bits: number): Uint32Array | undefined {
  const mask = new Uint32Array(bits / 32);
  for (const part of text.split(",").filter((each) => each !== "")) {
    const first = readNumber(part);
    if (first === undefined) return undefined;
    let last = first;
    const rest = part.slice(first.length);
    if (rest !== "") {
      const second = rest.startsWith("-") ? readNumber(rest.slice(1)) : undefined;
      if (second === undefined || second.length + 1 !== rest.length) return undefined;
      last = second;
    }
    if (last.value < first.value || last.value >= bits) return undefined;
    for (let bit = first.value; bit <= last.value; bit++) mask[bit >>> 5] |= 1 << (bit & 31);
  }
  return mask;
}
