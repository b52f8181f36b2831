/** Numbers as C reads and prints them. */

/** Why {@link strtol} refused: not a number to its end, or more than a `long`. */
export type NumberError = "invalid" | "range";

/** What `strtol(3)` reads of a text: the number, however large, and what is left. */
interface IntegerPrefix {
  readonly value: bigint;
  readonly rest: string;
}

const DIGITS: Readonly<Record<0 | 10 | 16, RegExp>> = {
  0: /^[ \t\n\v\f\r]*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i,
  10: /^[ \t\n\v\f\r]*([+-]?)(\d+)/,
  16: /^[ \t\n\v\f\r]*([+-]?)(0x[0-9a-f]+|[0-9a-f]+)/i,
};
const LONG_MAX = 0x7fff_ffff_ffff_ffffn;
const LONG_MIN = -LONG_MAX - 1n;
const ULONG_MAX = 0xffff_ffff_ffff_ffffn;

function integerPrefix(text: string, base: 0 | 10 | 16): IntegerPrefix | undefined {
  const match = DIGITS[base].exec(text);
  if (!match) return undefined;
  const magnitude = BigInt(forBigInt(match[2], base));
  return { value: match[1] === "-" ? -magnitude : magnitude, rest: text.slice(match[0].length) };
}

/** Digits with the prefix that `BigInt` understands. */
function forBigInt(digits: string, base: 0 | 10 | 16): string {
  if (/^0x/i.test(digits)) return digits;
  if (base === 16) return `0x${digits}`;
  return base === 0 && /^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits;
}

/** `strtol(3)` of a whole text: leading blanks and a sign are allowed, anything after the digits is not. */
export function strtol(text: string, base: 0 | 10 | 16 = 10): bigint | NumberError {
  const prefix = integerPrefix(text, base);
  if (prefix?.rest !== "") return "invalid";
  return prefix.value > LONG_MAX || prefix.value < LONG_MIN ? "range" : prefix.value;
}

/** The same for programs that do not look at `errno`: what is too large becomes the end of a `long`. */
export function strtolSaturated(text: string, base: 0 | 10 | 16 = 10): bigint | undefined {
  const value = strtol(text, base);
  if (value === "invalid") return undefined;
  if (value !== "range") return value;
  return /^\s*-/.test(text) ? LONG_MIN : LONG_MAX;
}

/** `strtoul(3)` of a whole text, also without a look at `errno`: negative numbers count down from the end. */
export function strtoulSaturated(text: string, base: 0 | 10 | 16 = 10): bigint | undefined {
  const prefix = integerPrefix(text, base);
  if (prefix?.rest !== "") return undefined;
  const { value } = prefix;
  return value > ULONG_MAX || value < -ULONG_MAX ? ULONG_MAX : BigInt.asUintN(64, value);
}

/** What `strtoul(3)` read of a text, and what it left. */
export interface UnsignedPrefix {
  readonly value: bigint;
  readonly rest: string;
  /** `ERANGE`: it is more than an `unsigned long` holds. */
  readonly range: boolean;
}

/** `strtoul(3)` of the start of a text; undefined when it begins with no digit. */
export function strtoulPrefix(text: string, base: 0 | 10 | 16 = 10): UnsignedPrefix | undefined {
  const prefix = integerPrefix(text, base);
  if (prefix === undefined) return undefined;
  const range = prefix.value > ULONG_MAX || prefix.value < -ULONG_MAX;
  return { value: range ? ULONG_MAX : BigInt.asUintN(64, prefix.value), rest: prefix.rest, range };
}

/** `atoi(3)` of glibc: the digits at the start as a `long`, of which the low 32 bits count; 0 without any. */
export function atoi(text: string): number {
  const match = /^[ \t\n\v\f\r]*[+-]?\d+/.exec(text);
  return match ? Number(BigInt.asIntN(32, strtolSaturated(match[0]) ?? 0n)) : 0;
}

/** What `strtod(3)` read, and what it left. */
export interface FloatPrefix {
  readonly value: number;
  readonly rest: string;
  /** `ERANGE`: the digits say more, or less, than a `double` holds. */
  readonly range: boolean;
}

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i;
const HEXADECIMAL =
  /^[ \t\n\v\f\r]*([+-]?)0x(?:([0-9a-f]+)(?:\.([0-9a-f]*))?|\.([0-9a-f]+))(?:p([+-]?\d+))?/i;
const SPECIAL = /^[ \t\n\v\f\r]*([+-]?)(infinity|inf|nan(?:\(\w*\))?)/i;
/** The least number that has all its bits: below it strtod(3) says `ERANGE`. */
export const SMALLEST_NORMAL = 2 ** -1022;

/** `strtod(3)`; without any digits the value is 0 and the rest is the text. */
export function strtod(text: string): FloatPrefix {
  const hex = HEXADECIMAL.exec(text);
  if (hex) return finite(hexadecimal(hex), /[1-9a-f]/i.test(hex[0].replace(/0x|p.*/gi, "")), text, hex[0]);
  const decimal = DECIMAL.exec(text);
  if (decimal)
    return finite(Number(decimal[1]), /[1-9]/.test(decimal[1].replace(/e.*/i, "")), text, decimal[0]);
  const special = SPECIAL.exec(text);
  if (!special) return { value: 0, rest: text, range: false };
  const magnitude = /^nan/i.test(special[2]) ? Number.NaN : Number.POSITIVE_INFINITY;
  const value = special[1] === "-" ? -magnitude : magnitude;
  return { value, rest: text.slice(special[0].length), range: false };
}

function finite(value: number, isNotZero: boolean, text: string, read: string): FloatPrefix {
  const range = isNotZero && (!Number.isFinite(value) || Math.abs(value) < SMALLEST_NORMAL);
  return { value, rest: text.slice(read.length), range };
}

/** `0x1.8p3`: the digits times a power of two. */
function hexadecimal([, sign, whole = "", fraction = "", only = "", power = "0"]: readonly string[]): number {
  const digits = `${whole}${fraction}${only}`;
  const exponent = Number(power) - 4 * (fraction.length + only.length);
  const mantissa = Number(`0x${digits}`);
  const value = mantissa === 0 ? 0 : mantissa * 2 ** exponent;
  return sign === "-" ? -value : value;
}

/** `printf("%g")`: six significant digits, no trailing zeros, an exponent when it is below -4 or above 5. */
export function formatG(value: number): string {
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  const [mantissa, exponent] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(Number(value.toPrecision(6)));
  const digits = String(Number(mantissa));
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
