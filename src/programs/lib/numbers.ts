/** Numbers as C reads and prints them. */

/** Why {@link strtol} refused: not a number to its end, or more than a `long`. */
export type NumberError = "invalid" | "range";

/** `strtol(3)` of a whole text: leading blanks and a sign are allowed, anything after the digits is not. */
export function strtol(text: string, base: 0 | 10 | 16 = 10): bigint | NumberError {
  const match = /^[ \t\n\v\f\r]*([+-]?)(.*)$/s.exec(text);
  if (!match) return "invalid";
  const digits = base === 10 ? match[2] : prefixed(match[2], base);
  const valid = base === 16 ? /^0x[0-9a-f]+$/i : base === 0 ? /^(0x[0-9a-f]+|0o[0-7]+|\d+)$/i : /^\d+$/;
  if (digits === undefined || !valid.test(digits)) return "invalid";
  const value = BigInt(digits) * (match[1] === "-" ? -1n : 1n);
  return value > 0x7fff_ffff_ffff_ffffn || value < -0x8000_0000_0000_0000n ? "range" : value;
}

/** `atoi(3)` of glibc: the digits at the start as a `long`, of which the low 32 bits count; 0 without any. */
export function atoi(text: string): number {
  const match = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text);
  if (!match) return 0;
  const value = strtol(match[1]);
  if (typeof value === "bigint") return Number(BigInt.asIntN(32, value));
  // the ends of a long
  return match[1].startsWith("-") ? 0 : -1;
}

/** Digits with the prefix that `BigInt` understands. */
function prefixed(digits: string, base: 0 | 16): string | undefined {
  if (/^0x/i.test(digits)) return digits;
  if (base === 16) return `0x${digits}`;
  return /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

/** What `strtod(3)` read, and what it left. */
export interface FloatPrefix {
  readonly value: number;
  readonly rest: string;
}

/** `strtod(3)`; without any digits the value is 0 and the rest is the text. */
export function strtod(text: string): FloatPrefix {
  const decimal = /^[ \t\n\v\f\r]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i.exec(text);
  const hex = /^[ \t\n\v\f\r]*([+-]?)(0x[0-9a-f]+)/i.exec(text);
  if (hex) return { value: Number(hex[2]) * (hex[1] === "-" ? -1 : 1), rest: text.slice(hex[0].length) };
  if (decimal) return { value: Number(decimal[1]), rest: text.slice(decimal[0].length) };
  const special = /^[ \t\n\v\f\r]*([+-]?)(infinity|inf|nan)/i.exec(text);
  if (!special) return { value: 0, rest: text };
  const magnitude = /^nan/i.test(special[2]) ? Number.NaN : Number.POSITIVE_INFINITY;
  return { value: special[1] === "-" ? -magnitude : magnitude, rest: text.slice(special[0].length) };
}

/** `printf("%g")`: six significant digits, no trailing zeros, an exponent when it is below -4 or above 5. */
export function formatG(value: number): string {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
  const digits = String(Number(mantissa));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
