/** Numbers that are written to attributes of sysfs. Source: `lib/kstrtox.c`. */
import { EINVAL, ERANGE, type Errno } from "../../../errno.ts";

const ULONG_MAX = 0xffff_ffff_ffff_ffffn;

/** Digits by base, as `_parse_integer_fixup_radix` tells it: a leading zero alone means octal. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^0[xX]([0-9a-fA-F]+)$/, "0x"],
  [/^0([0-7]*)$/, "0o"],
  [/^([1-9][0-9]*)$/, ""],
];

/** Reads an unsigned long in C's notation; a newline may end it, and nothing else stand around it (`kstrtoul`). */
export function kstrtoul(text: string): bigint | Errno {
  const bare = text.replace(/^\+/, "").replace(/\n$/, "");
  for (const [form, prefix] of FORMS) {
    const digits = form.exec(bare)?.[1];
    if (digits === undefined) continue;
    const value = BigInt(prefix + (digits === "" ? "0" : digits));
    return value > ULONG_MAX ? -ERANGE : value;
  }
  return -EINVAL;
}

/** Reads what stands at the beginning of a text, in C's notation (`simple_strtoul`). @returns undefined when no number does */
export function simpleStrtoul(text: string): number | undefined {
  const match = /^(0[xX][0-9a-fA-F]+|[0-9]+)/.exec(text);
  if (!match) return undefined;
  const [digits] = match;
  if (/^0[xX]/.test(digits)) return Number.parseInt(digits, 16);
  return digits.startsWith("0") ? Number.parseInt(/^[0-7]+/.exec(digits)?.[0] ?? "0", 8) : Number(digits);
}
