/** The formats of `printf(1)`. */

import { byteCharacters, composeBytes, escapedCode } from "../../../process/text.ts";
import { decodeEscapes } from "./escapes.ts";
import { quoteBackslash } from "./quote.ts";
import { formatTime } from "./strftime.ts";

/** What `%(…)T` and widths depend on. */
export interface PrintfClock {
  /** Seconds since the epoch. */
  readonly now: number;
  readonly started: number;
  /** Whether characters have several bytes in the locale. */
  readonly multibyte: boolean;
}

/** What is printed, and what is complained about. */
export interface PrintfResult {
  readonly text: string;
  readonly errors: readonly string[];
}

const DIRECTIVE = /%(?:%|([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:\(([^)]*)\)(T)|[hlLjzt]*([a-zA-Z])))/g;
const ESCAPE = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])/;
/** A width from a hostile script must not exhaust memory. */
const MAX_WIDTH = 1_000_000;

/** Formats arguments; the format is used again while arguments are left. */
export function formatPrintf(format: string, args: readonly string[], clock: PrintfClock): PrintfResult {
  const printer = new Printer(format, args, clock);
  printer.run();
  return { text: composeBytes(printer.out.join("")), errors: printer.errors };
}

interface Spec {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly time: string | undefined;
}

class Printer {
  readonly out: string[] = [];
  readonly errors: string[] = [];
  private readonly format: string;
  private readonly args: readonly string[];
  private readonly clock: PrintfClock;
  private at = 0;
  private stopped = false;

  constructor(format: string, args: readonly string[], clock: PrintfClock) {
    this.format = format;
    this.args = args;
    this.clock = clock;
  }

  run(): void {
    do {
      const before = this.at;
      this.once();
      if (this.at === before) return;
    } while (this.at < this.args.length && !this.stopped);
  }

  private once(): void {
    let from = 0;
    for (const match of this.format.matchAll(DIRECTIVE)) {
      this.literal(this.format.slice(from, match.index));
      if (this.stopped) return;
      from = match.index + match[0].length;
      if (match[0] === "%%") this.out.push("%");
      else if (!this.directive(match)) {
        this.stopped = true;
        return;
      }
      if (this.stopped) return;
    }
    const rest = this.format.slice(from);
    const bad = /%(?!%)/.exec(rest.replace(new RegExp(ESCAPE, "g"), (found) => "x".repeat(found.length)));
    if (!bad) return this.literal(rest);
    this.literal(rest.slice(0, bad.index));
    const character = rest[bad.index + 1];
    this.errors.push(
      character === undefined ? "`%': missing format character" : `\`${character}': invalid format character`,
    );
    this.stopped = true;
  }

  private literal(text: string): void {
    const decoded = decodeEscapes(text, "printf", this.clock.multibyte);
    this.out.push(decoded.text);
    if (decoded.stop) this.stopped = true;
  }

  private next(): string | undefined {
    return this.args[this.at++];
  }

  private directive(match: RegExpExecArray): boolean {
    const [, flags = "", width, precision, time, timed, letter] = match;
    const spec = this.spec(flags, width, precision, time);
    const kind = timed ?? letter;
    const make = FORMATS[kind];
    if (!make) {
      this.errors.push(`\`${kind}': invalid format character`);
      return false;
    }
    this.out.push(make(this, spec, this.next(), kind));
    return true;
  }

  private spec(
    flags: string,
    width: string | undefined,
    precision: string | undefined,
    time: string | undefined,
  ): Spec {
    let shown = flags;
    let columns = width === "*" ? Number(this.next() ?? 0) : Number(width ?? 0);
    if (columns < 0) {
      shown += "-";
      columns = -columns;
    }
    const places =
      precision === "*" ? Number(this.next() ?? 0) : precision === undefined ? undefined : Number(precision);
    return {
      flags: shown,
      width: Math.min(columns || 0, MAX_WIDTH),
      precision: places === undefined || places < 0 ? undefined : Math.min(places, MAX_WIDTH),
      time,
    };
  }

  /** The integer an argument means, with bash's complaints. */
  integer(text: string | undefined): bigint {
    if (text === undefined) return 0n;
    if (/^['"]/.test(text)) return BigInt(this.codeOf(text));
    const match = /^\s*([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)/.exec(text);
    if (!match || match[0].length !== text.length) {
      if (text.trim() !== "" || text !== "") this.errors.push(`${text}: invalid number`);
      if (!match) return 0n;
    }
    const digits = /^0[0-7]/.test(match[2]) ? `0o${match[2].slice(1)}` : match[2];
    const value = BigInt(digits);
    return match[1] === "-" ? -value : value;
  }

  float(text: string | undefined): number {
    if (text === undefined || text === "") return 0;
    if (/^['"]/.test(text)) return this.codeOf(text);
    const value = Number(text);
    if (!Number.isNaN(value)) return value;
    const match = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(text);
    if (/^[+-]?inf/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    if (/^[+-]?nan$/i.test(text)) return Number.NaN;
    this.errors.push(`${text}: invalid number`);
    return match ? Number(match[0]) : 0;
  }

  get multibyte(): boolean {
    return this.clock.multibyte;
  }

  /** The characters that the locale makes of the bytes of a text. */
  units(text: string): string {
    return this.clock.multibyte ? text : byteCharacters(text);
  }

  /** What the character after a quote is as a number. */
  private codeOf(text: string): number {
    return escapedCode(this.units(text).slice(1)) ?? 0;
  }

  stop(): void {
    this.stopped = true;
  }

  time(spec: Spec, argument: string | undefined): string {
    const value =
      argument === undefined || argument === "-1"
        ? this.clock.now
        : argument === "-2"
          ? this.clock.started
          : Number(this.integer(argument));
    return formatTime(spec.time === "" ? "%X" : (spec.time ?? ""), value * 1000);
  }
}

type Format = (printer: Printer, spec: Spec, argument: string | undefined, letter: string) => string;

const decimal: Format = (printer, spec, argument) => {
  const value = BigInt.asIntN(64, printer.integer(argument));
  return number(spec, sign(spec, value < 0n), (value < 0n ? -value : value).toString());
};

function unsigned(base: number, prefix: string): Format {
  return (printer, spec, argument, letter) => {
    const value = BigInt.asUintN(64, printer.integer(argument));
    const digits = value.toString(base);
    const shown = spec.flags.includes("#") && value !== 0n ? prefix : "";
    const text = number(spec, shown, digits);
    return letter === "X" ? text.toUpperCase() : text;
  };
}

/** Widths and precisions are bytes in every locale. */
const text: Format = (_printer, spec, argument = "") => pad(spec, cut(spec, argument));

function cut(spec: Spec, argument: string): string {
  return spec.precision === undefined ? argument : byteCharacters(argument).slice(0, spec.precision);
}

const floating: Format = (printer, spec, argument, letter) => {
  const value = printer.float(argument);
  const magnitude = formatFloat(Math.abs(value), letter.toLowerCase(), spec);
  const result = number(
    { ...spec, precision: undefined },
    sign(spec, value < 0 || Object.is(value, -0)),
    magnitude,
  );
  return letter === letter.toUpperCase() ? result.toUpperCase() : result;
};

function formatFloat(value: number, letter: string, spec: Spec): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : "inf";
  const precision = Math.min(spec.precision ?? 6, 100);
  if (letter === "f") return value.toFixed(precision);
  if (letter === "e") return exponent(value.toExponential(precision));
  const digits = Math.max(precision, 1);
  const power = value === 0 ? 0 : Number(value.toExponential(digits - 1).split("e")[1]);
  const scientific = power < -4 || power >= digits;
  const raw = scientific ? value.toExponential(digits - 1) : value.toFixed(Math.min(100, digits - 1 - power));
  if (spec.flags.includes("#")) return exponent(raw);
  const [mantissa, e] = raw.split("e");
  const trimmed = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent(e === undefined ? trimmed : `${trimmed}e${e}`);
}

function exponent(value: string): string {
  return value.replace(/e([+-])(\d)$/, "e$10$2");
}

function sign(spec: Spec, negative: boolean): string {
  if (negative) return "-";
  if (spec.flags.includes("+")) return "+";
  return spec.flags.includes(" ") ? " " : "";
}

function number(spec: Spec, prefix: string, digits: string): string {
  let body = spec.precision === undefined ? digits : digits.padStart(spec.precision, "0");
  const zero = spec.flags.includes("0") && !spec.flags.includes("-") && spec.precision === undefined;
  if (zero) body = body.padStart(spec.width - prefix.length, "0");
  return pad(spec, prefix + body);
}

function pad(spec: Spec, value: string): string {
  const padding = " ".repeat(Math.max(0, spec.width - byteCharacters(value).length));
  return spec.flags.includes("-") ? value + padding : padding + value;
}

const FORMATS: Readonly<Record<string, Format>> = {
  d: decimal,
  i: decimal,
  u: unsigned(10, ""),
  o: unsigned(8, "0"),
  x: unsigned(16, "0x"),
  X: unsigned(16, "0x"),
  s: text,
  c: (_printer, spec, argument = "") => pad(spec, byteCharacters(argument).slice(0, 1)),
  b: (printer, spec, argument = "") => {
    const decoded = decodeEscapes(argument, "%b", printer.multibyte);
    if (decoded.stop) printer.stop();
    return pad(spec, cut(spec, decoded.text));
  },
  q: (printer, spec, argument = "") => pad(spec, quoteBackslash(printer.units(argument))),
  Q: (printer, spec, argument = "") => pad(spec, quoteBackslash(printer.units(cut(spec, argument)))),
  e: floating,
  E: floating,
  f: floating,
  F: floating,
  g: floating,
  G: floating,
  T: (printer, spec, argument) => pad(spec, printer.time(spec, argument)),
};
