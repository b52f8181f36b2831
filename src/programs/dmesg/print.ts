/** Records as dmesg prints them: plain, coloured, raw, or JSON. Texts have one character a byte. */
import { FACILITIES, LEVELS } from "./names.ts";
import type { DmesgRecord } from "./record.ts";
import { type Clockwork, rawTime, type Stamp } from "./times.ts";

/** How records look. */
export interface PrintOptions {
  readonly decode: boolean;
  readonly color: boolean;
  /** What can not be shown is written in hexadecimal. */
  readonly escape: boolean;
  /** The locale has characters of several bytes. */
  readonly multibyte: boolean;
}

/** A form of output. */
export interface Printer {
  record(record: DmesgRecord): string;
  /** A further line of the record before. */
  again(record: DmesgRecord): string;
  /** What follows the last record. */
  end(): string;
}

const RESET = "\x1b[0m";
const GREEN = "\x1b[32m";
const BOLD = "\x1b[1m";
const RED = "\x1b[31m";
const SUBSYSTEM = "\x1b[33m";
const SEGFAULT = `\x1b[2m${RED}`;
const LEVEL_COLORS: ReadonlyMap<number, string> = new Map([
  [1, `\x1b[7m${RED}`],
  [2, `${BOLD}${RED}`],
  [3, RED],
  [4, BOLD],
]);

function hex(bytes: string): string {
  return Array.from(bytes, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
}

/** Characters of UTF-8 that can be shown. */
const CHARACTER =
  "(?!\\xc2[\\x80-\\x9f])[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3}";
const MULTIBYTE = new RegExp(`${CHARACTER}|[^\\t-\\r -~]`, "g");
const SINGLE_BYTE = /[^\t-\r -~]/g;

/** `safe_fwrite` of dmesg: unprintable bytes in hexadecimal. */
export function safeText(text: string, options: PrintOptions): string {
  if (!options.escape) return text;
  if (!options.multibyte) return text.replace(SINGLE_BYTE, hex);
  return text.replace(MULTIBYTE, (found) => (found.length > 1 ? found : hex(found)));
}

/** The text from `at` on, with lines below each other; so is a newline at its end when the buffer goes on behind it. */
function indented(
  { text, jsonText }: DmesgRecord,
  at: number,
  indent: string,
  options: PrintOptions,
): string {
  const safe = safeText(text.slice(at), options);
  return safe.replace(jsonText.length > text.length ? /\n/g : /\n(?!$)/g, `\n${indent}`);
}

/** Where the message begins behind the part that made it: `IPv4: `; 0 when it names none. */
function subsystemEnd(text: string): number {
  return (/:[ \t]/.exec(text)?.index ?? -2) + 2;
}

function colored(color: string | undefined, text: string): string {
  return color === undefined || text === "" ? text : `${color}${text}${RESET}`;
}

/** All forms but JSON. */
export class TextPrinter implements Printer {
  private stamp: Stamp = { text: "", isBreak: false };
  private readonly options: PrintOptions;
  private readonly clockwork: Clockwork;

  constructor(options: PrintOptions, clockwork: Clockwork) {
    this.options = options;
    this.clockwork = clockwork;
  }

  record(record: DmesgRecord): string {
    if (record.text === "") return "\n";
    this.stamp = this.clockwork.stamp(record);
    return this.stamped(record);
  }

  again(record: DmesgRecord): string {
    this.stamp = this.clockwork.again(this.stamp);
    return this.stamped(record);
  }

  private stamped(record: DmesgRecord): string {
    const { color, decode } = this.options;
    const { text: stamp, isBreak } = this.stamp;
    const name = decode && record.level >= 0 ? decoded(record) : "";
    const indent = " ".repeat(name.length + stamp.length);
    const shown = color ? colored(isBreak ? `${GREEN}${BOLD}` : GREEN, stamp) : stamp;
    const body = color ? this.colors(record, indent) : indented(record, 0, indent, this.options);
    return `${name}${shown}${body}\n`;
  }

  end(): string {
    return "";
  }

  private colors(record: DmesgRecord, indent: string): string {
    const { text, level } = record;
    const at = subsystemEnd(text);
    const message = text.slice(at);
    const color = LEVEL_COLORS.get(level) ?? (message.includes("segfault at") ? SEGFAULT : undefined);
    const subsystem = colored(SUBSYSTEM, safeText(text.slice(0, at), this.options));
    return subsystem + colored(color, indented(record, at, indent, this.options));
  }
}

function decoded({ facility, level }: DmesgRecord): string {
  return `${FACILITIES[facility].padEnd(6)}:${LEVELS[level].padEnd(6)}: `;
}

/** As `syslog(2)` would give the records of /dev/kmsg; but dmesg does not shift the facility. */
export class RawPrinter implements Printer {
  private readonly options: PrintOptions;

  constructor(options: PrintOptions) {
    this.options = options;
  }

  record(record: DmesgRecord): string {
    if (record.text === "") return "\n";
    const prefix = `<${record.facility | record.level}>[${rawTime(record)}] `;
    const indent = " ".repeat(prefix.length);
    return `${prefix}${indented(record, 0, indent, this.options)}\n`;
  }

  again(record: DmesgRecord): string {
    return this.record(record);
  }

  end(): string {
    return "";
  }
}

const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function jsonString(text: string): string {
  const escaped = text.replace(
    /["\\\x00-\x1f]/g,
    (character) => JSON_ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}

/** `--json` */
export class JsonPrinter implements Printer {
  private readonly options: PrintOptions;
  private begun = false;

  constructor(options: PrintOptions) {
    this.options = options;
  }

  record(record: DmesgRecord): string {
    if (record.text === "") return "";
    const fields = [
      ...this.priority(record),
      ["time", rawTime(record)],
      ["msg", jsonString(record.jsonText)],
    ];
    const lines = fields.map(([name, value]) => `         "${name}": ${value}`).join(",\n");
    const before = this.begun ? ",{\n" : `{\n   "dmesg": [\n      {\n`;
    this.begun = true;
    return `${before}${lines}\n      }`;
  }

  private priority({ facility, level }: DmesgRecord): string[][] {
    if (level < 0 || facility < 0) return [];
    if (!this.options.decode) return [["pri", String(facility | level)]];
    return [
      ["fac", `"${FACILITIES[facility]}"`],
      ["pri", `"${LEVELS[level]}"`],
    ];
  }

  again(record: DmesgRecord): string {
    return this.record(record);
  }

  end(): string {
    return this.begun ? "\n   ]\n}\n" : "";
  }
}
