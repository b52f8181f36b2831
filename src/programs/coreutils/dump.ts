/** Bytes as numbers: `od` of GNU coreutils 9.1 and `hexdump` of util-linux 2.38 (its formats by name, not those of `-e`). */
import type { Main, Process } from "../../process/process.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { chunksOf, complain, inputs, quoted, usageFailure } from "../lib/text/input.ts";

/** How one number of a line is shown. */
interface Format {
  /** Bytes of one number. */
  readonly size: number;
  /** Places of one number, without the blank before it. */
  readonly width: number;
  readonly show: (value: bigint, bytes: Uint8Array, at: number) => string;
  /** Whether the line ends with its characters (`z`). */
  readonly text: boolean;
}

const BLOCK = 16;
/** Places of an unsigned or octal number of so many bytes. */
const OCTAL_WIDTH: Readonly<Record<number, number>> = { 1: 3, 2: 6, 4: 11, 8: 22 };
const SIGNED_WIDTH: Readonly<Record<number, number>> = { 1: 4, 2: 6, 4: 11, 8: 20 };
const UNSIGNED_WIDTH: Readonly<Record<number, number>> = { 1: 3, 2: 5, 4: 10, 8: 20 };
const SIZES: Readonly<Record<string, number>> = { C: 1, S: 2, I: 4, L: 8 };
const ESCAPES = new Map([
  [0, "\\0"],
  [7, "\\a"],
  [8, "\\b"],
  [9, "\\t"],
  [10, "\\n"],
  [11, "\\v"],
  [12, "\\f"],
  [13, "\\r"],
]);
const CONTROL_NAMES =
  "nul soh stx etx eot enq ack bel bs ht nl vt ff cr so si dle dc1 dc2 dc3 dc4 nak syn etb can em sub esc fs gs rs us sp".split(
    " ",
  );

function printable(byte: number): boolean {
  return byte >= 32 && byte < 127;
}

function character(byte: number): string {
  return (
    ESCAPES.get(byte) ?? (printable(byte) ? String.fromCharCode(byte) : byte.toString(8).padStart(3, "0"))
  );
}

function named(byte: number): string {
  const seven = byte & 127;
  return seven === 127 ? "del" : (CONTROL_NAMES[seven] ?? String.fromCharCode(seven));
}

function numberFormat(kind: string, size: number, text: boolean): Format {
  const bits = size * 8;
  if (kind === "x") {
    const width = size * 2;
    return { size, width, text, show: (value) => value.toString(16).padStart(width, "0") };
  }
  if (kind === "o") {
    const width = OCTAL_WIDTH[size];
    return { size, width, text, show: (value) => value.toString(8).padStart(width, "0") };
  }
  if (kind === "u") return { size, width: UNSIGNED_WIDTH[size], text, show: (value) => value.toString() };
  return { size, width: SIGNED_WIDTH[size], text, show: (value) => BigInt.asIntN(bits, value).toString() };
}

/** The formats of a `-t` string, or the letter that is none. */
function parseTypes(text: string): Format[] | { readonly bad: string } {
  const formats: Format[] = [];
  const pattern = /([acdoux])(\d+|[CSIL])?(z)?/y;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) return { bad: text[at] };
    const [, kind, length, z] = match;
    const shown = z !== undefined;
    if (kind === "a" || kind === "c") {
      const show = kind === "a" ? named : character;
      formats.push({ size: 1, width: 3, text: shown, show: (value) => show(Number(value)) });
      continue;
    }
    const size = length === undefined ? 4 : (SIZES[length] ?? Number(length));
    if (![1, 2, 4, 8].includes(size)) return { bad: String(size) };
    formats.push(numberFormat(kind, size, shown));
  }
  return formats;
}

/** Letters that stand for a `-t`. */
const TRADITIONAL: Readonly<Record<string, string>> = {
  a: "a",
  b: "o1",
  c: "c",
  d: "u2",
  i: "dI",
  l: "dL",
  o: "o2",
  s: "d2",
  x: "x2",
};

const OD_LONG: readonly LongOption[] = [
  { name: "address-radix", argument: "required", value: "A" },
  { name: "skip-bytes", argument: "required", value: "j" },
  { name: "read-bytes", argument: "required", value: "N" },
  { name: "format", argument: "required", value: "t" },
  { name: "output-duplicates", argument: "none", value: "v" },
  { name: "width", argument: "optional", value: "w" },
];

/** A number of bytes: decimal, octal or hexadecimal, with a multiplier. */
function parseCount(text: string): number | undefined {
  const match = /^(0x[0-9a-f]+|\d+)(b|[kKMG])?$/i.exec(text);
  if (match === null) return undefined;
  const [, digits, unit] = match;
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  const factors: Readonly<Record<string, number>> = { b: 512, k: 1024, K: 1024, M: 1 << 20, G: 1 << 30 };
  return value * (unit === undefined ? 1 : factors[unit]);
}

/** Lines of bytes with their addresses; equal ones after another are told by a `*`. */
class Lines {
  private readonly process: Process;
  private readonly width: number;
  private readonly squeeze: boolean;
  private readonly show: (address: number, bytes: Uint8Array) => string;
  private skip: number;
  private left: number;
  private readonly line: Uint8Array;
  private readonly previous: Uint8Array;
  private length = 0;
  private squeezing = false;
  private first = true;
  address: number;

  constructor(
    process: Process,
    layout: { width: number; squeeze: boolean; skip: number; limit: number },
    show: (address: number, bytes: Uint8Array) => string,
  ) {
    this.process = process;
    this.width = layout.width;
    this.squeeze = layout.squeeze;
    this.skip = layout.skip;
    this.left = layout.limit;
    this.show = show;
    this.line = new Uint8Array(layout.width);
    this.previous = new Uint8Array(layout.width);
    this.address = layout.skip;
  }

  /** @returns whether more bytes are wanted */
  take(chunk: Uint8Array): boolean {
    let at = Math.min(this.skip, chunk.length);
    this.skip -= at;
    for (; at < chunk.length && this.left > 0; at++, this.left--) {
      this.line[this.length++] = chunk[at];
      if (this.length === this.width) this.put();
    }
    return this.left > 0;
  }

  private put(): void {
    const { line, previous } = this;
    const same = !this.first && this.length === this.width && line.every((byte, i) => byte === previous[i]);
    if (same && this.squeeze) {
      if (!this.squeezing) this.process.stdout.write("*\n");
      this.squeezing = true;
    } else {
      this.squeezing = false;
      this.process.stdout.write(this.show(this.address, line.subarray(0, this.length)));
    }
    this.first = false;
    previous.set(line);
    this.address += this.length;
    this.length = 0;
  }

  finish(): void {
    if (this.length > 0) this.put();
  }
}

/** @returns the status, and whether any input could be opened */
async function readAll(
  process: Process,
  names: readonly string[],
  lines: Lines,
): Promise<{ readonly status: number; readonly opened: boolean }> {
  let status = 0;
  let opened = false;
  const failed = () => {
    status = 1;
  };
  for await (const { file } of inputs(process, names, failed)) {
    let more = true;
    opened = true;
    for await (const chunk of chunksOf(process, file)) {
      more = lines.take(chunk);
      if (!more) break;
    }
    if (!more) break;
  }
  lines.finish();
  return { status, opened };
}

/** The number at `at`, little-endian; bytes after the end are 0. */
function valueAt(bytes: Uint8Array, at: number, size: number): bigint {
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[at + i] ?? 0);
  return value;
}

/** One format's part of a line; `room` is what the widest format takes. */
function odLine(format: Format, bytes: Uint8Array, room: number, width: number): string {
  const fields = width / format.size;
  const pad = room - (format.width + 1) * fields;
  let left = pad;
  let text = "";
  for (let field = 0; field * format.size < bytes.length; field++) {
    const next = Math.floor((pad * (fields - field - 1)) / fields);
    text += format
      .show(valueAt(bytes, field * format.size, format.size), bytes, field)
      .padStart(1 + format.width + left - next);
    left = next;
  }
  if (!format.text) return text;
  const missing = (width - bytes.length) / format.size;
  const shown = Array.from(bytes, (byte) => (printable(byte) ? String.fromCharCode(byte) : ".")).join("");
  return `${text}${" ".repeat(Math.floor(missing) * (format.width + 1))}  >${shown}<`;
}

export const od: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "A:aBbcDdeFfHhIij:LlN:OoS:st:vw::Xx", OD_LONG);
  if (errors.length > 0) return usageFailure(process, errors);
  const formats: Format[] = [];
  let radix = "o";
  let skip = 0;
  let limit = Number.POSITIVE_INFINITY;
  let width = BLOCK;
  let squeeze = true;
  for (const { option, argument = "" } of options) {
    if (option === "A") radix = argument[0] ?? "";
    else if (option === "v") squeeze = false;
    else if (option === "j" || option === "N" || option === "w") {
      const count = option === "w" && argument === "" ? 32 : parseCount(argument);
      if (count === undefined) {
        complain(process, `invalid -${option} argument ${quoted(process, argument)}`);
        return 1;
      }
      if (option === "j") skip = count;
      else if (option === "N") limit = count;
      else width = count;
    } else if (option === "t" || Object.hasOwn(TRADITIONAL, option)) {
      const text = option === "t" ? argument : TRADITIONAL[option];
      const parsed = parseTypes(text);
      if ("bad" in parsed) {
        complain(process, `invalid character '${parsed.bad}' in type string ${quoted(process, text)}`);
        return 1;
      }
      formats.push(...parsed);
    } else {
      complain(process, `option -${option} is not supported here`);
      return 1;
    }
  }
  const radixes: Readonly<Record<string, [number, number]>> = {
    d: [10, 7],
    o: [8, 7],
    x: [16, 6],
    n: [0, 0],
  };
  if (!Object.hasOwn(radixes, radix)) {
    complain(process, `invalid output address radix '${radix}'; it must be one character from [doxn]`);
    return 1;
  }
  if (formats.length === 0) formats.push(numberFormat("o", 2, false));
  const largest = Math.max(...formats.map((format) => format.size));
  if (width === 0 || width % largest !== 0) {
    complain(process, `warning: invalid width ${width}; using ${largest} instead`);
    width = largest;
  }
  const [base, places] = radixes[radix];
  const label = (address: number) => (base === 0 ? "" : address.toString(base).padStart(places, "0"));
  const room = Math.max(...formats.map((format) => ((format.width + 1) * width) / format.size));
  const lines = new Lines(process, { width, squeeze, skip, limit }, (address, bytes) =>
    formats
      .map(
        (format, i) =>
          `${i === 0 ? label(address) : " ".repeat(places)}${odLine(format, bytes, room, width)}\n`,
      )
      .join(""),
  );
  const { status, opened } = await readAll(process, operands, lines);
  if (base !== 0 && opened) process.stdout.write(`${label(lines.address)}\n`);
  return status;
};

function canonical(address: number, bytes: Uint8Array): string {
  let text = address.toString(16).padStart(8, "0");
  for (let i = 0; i < BLOCK; i++) {
    const byte = i < bytes.length ? bytes[i].toString(16).padStart(2, "0") : "  ";
    text += `${i % 8 === 0 ? "  " : " "}${byte}`;
  }
  const shown = Array.from(bytes, (byte) => (printable(byte) ? String.fromCharCode(byte) : ".")).join("");
  return `${text}  |${shown}|\n`;
}

/** A line of numbers of two bytes, each in so many places. */
function words(places: number, width: number, base: number) {
  return (address: number, bytes: Uint8Array): string => {
    let text = address.toString(16).padStart(7, "0");
    for (let i = 0; i < BLOCK; i += 2) {
      const shown = i < bytes.length ? valueAt(bytes, i, 2).toString(base).padStart(places, "0") : "";
      text += i < bytes.length ? shown.padStart(width) : " ".repeat(width);
    }
    return `${text}\n`;
  };
}

/** A line of single bytes. */
function single(show: (byte: number) => string) {
  return (address: number, bytes: Uint8Array): string => {
    let text = address.toString(16).padStart(7, "0");
    for (let i = 0; i < BLOCK; i++) text += (i < bytes.length ? show(bytes[i]) : "").padStart(4);
    return `${text}\n`;
  };
}

const HEXDUMP: Readonly<Record<string, (address: number, bytes: Uint8Array) => string>> = {
  "": words(4, 5, 16),
  C: canonical,
  b: single((byte) => byte.toString(8).padStart(3, "0")),
  c: single(character),
  d: words(5, 8, 10),
  o: words(6, 8, 8),
  x: words(4, 8, 16),
};

const HEXDUMP_LONG: readonly LongOption[] = [
  { name: "one-byte-octal", argument: "none", value: "b" },
  { name: "one-byte-char", argument: "none", value: "c" },
  { name: "canonical", argument: "none", value: "C" },
  { name: "two-bytes-decimal", argument: "none", value: "d" },
  { name: "two-bytes-octal", argument: "none", value: "o" },
  { name: "two-bytes-hex", argument: "none", value: "x" },
  { name: "length", argument: "required", value: "n" },
  { name: "skip", argument: "required", value: "s" },
  { name: "no-squeezing", argument: "none", value: "v" },
];

export const hexdump: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "bcCde:f:n:os:vx", HEXDUMP_LONG);
  if (errors.length > 0) return usageFailure(process, errors);
  let format = process.argv[0].endsWith("hd") ? "C" : "";
  let skip = 0;
  let limit = Number.POSITIVE_INFINITY;
  let squeeze = true;
  for (const { option, argument = "" } of options) {
    if (option === "v") squeeze = false;
    else if (Object.hasOwn(HEXDUMP, option)) format = option;
    else if (option === "n" || option === "s") {
      const count = parseCount(argument);
      if (count === undefined) {
        complain(process, `failed to parse ${option === "n" ? "length" : "offset"}: '${argument}'`);
        return 1;
      }
      if (option === "n") limit = count;
      else skip = count;
    } else {
      complain(process, `option -${option} is not supported here`);
      return 1;
    }
  }
  const lines = new Lines(process, { width: BLOCK, squeeze, skip, limit }, HEXDUMP[format]);
  const { status, opened } = await readAll(process, operands, lines);
  if (!opened) complain(process, "all input file arguments failed");
  if (lines.address > 0) {
    const places = format === "C" ? 8 : 7;
    process.stdout.write(`${lines.address.toString(16).padStart(places, "0")}\n`);
  }
  return status;
};
