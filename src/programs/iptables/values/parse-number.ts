/** `xtables_strtoul`: numbers with a range, in C's notations. */

export const UINT8_MAX = 0xffn;
export const UINT16_MAX = 0xffffn;
export const UINT32_MAX = 0xffffffffn;
export const UINT64_MAX = 0xffffffffffffffffn;

/** The number that a text begins with, and what follows it; undefined when there is none, or it is out of range. */
export function numberPrefix(
  text: string,
  min: bigint,
  max: bigint,
): { readonly value: bigint; readonly rest: string } | undefined {
  const found = /^[ \t\n\v\f\r]*\+?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i.exec(text);
  if (!found) return undefined;
  const digits = found[1];
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
  if (value < min || value > max) return undefined;
  return { value, rest: text.slice(found[0].length) };
}

/** The whole text as a number in a range; undefined when it is none. */
export function wholeNumber(text: string, min: bigint, max: bigint): bigint | undefined {
  const found = numberPrefix(text, min, max);
  return found?.rest === "" ? found.value : undefined;
}
