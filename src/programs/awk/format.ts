/** `sprintf` of awk. */
import { formatPrintf } from "../lib/text/printf.ts";
import { AwkError, isNumeric, toNumber, type Value } from "./value.ts";

const DIRECTIVE = /%(?:%|([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]*([a-zA-Z]))/g;
const CLOCK = { now: 0, started: 0, multibyte: false };
/** A width from a hostile script must not exhaust memory. */
const MAX_WIDTH = 100_000;
const MAX_INT = 2_147_483_647;

/** A number as text: an integer as such, others by CONVFMT or OFMT. */
export function numberText(value: number, format: string): string {
  if (Number.isInteger(value) && Math.abs(value) <= MAX_INT) return String(value === 0 ? 0 : value);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  const size = Math.abs(value);
  if (format === "%.6g" && size >= 1e-4 && size < 999_999) return String(Number(value.toPrecision(6)));
  return formatAwk(format, [value], (each) => String(each));
}

/**
 * @param text gives a value as text
 * @throws AwkError when there are fewer values than the format wants
 */
export function formatAwk(format: string, values: readonly Value[], text: (value: Value) => string): string {
  let at = 0;
  const next = (): Value => {
    if (at >= values.length) throw new AwkError(`not enough arguments passed to sprintf("${format}")`);
    return values[at++];
  };
  return format.replace(
    DIRECTIVE,
    (whole, flags: string, width: string, precision: string, letter: string) => {
      if (whole === "%%") return "%";
      const columns = width === "*" ? toNumber(next()) : Number(width ?? 0);
      const places =
        precision === "*" ? toNumber(next()) : precision === undefined ? undefined : Number(precision);
      return convert(
        columns < 0 ? `${flags}-` : flags,
        Math.min(Math.abs(columns), MAX_WIDTH),
        places,
        letter,
        next(),
        text,
      );
    },
  );
}

function convert(
  flags: string,
  width: number,
  precision: number | undefined,
  letter: string,
  value: Value,
  text: (value: Value) => string,
): string {
  const shown = `${width || ""}${precision === undefined ? "" : `.${Math.min(precision, MAX_WIDTH)}`}`;
  if (letter === "s")
    return pad(flags, width, precision === undefined ? text(value) : text(value).slice(0, precision));
  if (letter === "c") return pad(flags, width, character(value, text));
  const number = toNumber(value);
  if (/[eEfFgG]/.test(letter))
    return Number.isFinite(number)
      ? formatPrintf(`%${flags}${shown}${letter}`, [String(number)], CLOCK).text
      : pad(flags, width, numberText(number, ""));
  if (/[diouxX]/.test(letter))
    return formatPrintf(`%${flags}${shown}${letter}`, [integer(number, letter)], CLOCK).text;
  throw new AwkError(`bad conversion: %${flags}${shown}${letter}`);
}

/** A `long`, or for unsigned conversions an `unsigned long`, of which there are no negative ones. */
function integer(value: number, letter: string): string {
  if (Number.isNaN(value)) return "0";
  const whole = Math.trunc(value);
  if (letter !== "d" && letter !== "i") return String(BigInt(Math.min(Math.max(whole, 0), 2 ** 64 - 2048)));
  if (whole >= 2 ** 63) return "9223372036854775807";
  if (whole <= -(2 ** 63)) return "-9223372036854775808";
  return String(BigInt(whole));
}

function character(value: Value, text: (value: Value) => string): string {
  if (!isNumeric(value)) return text(value).slice(0, 1);
  const code = Math.trunc(toNumber(value)) & 0xff;
  return String.fromCharCode(code < 0x80 ? code : 0xdc00 + code);
}

function pad(flags: string, width: number, text: string): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}
