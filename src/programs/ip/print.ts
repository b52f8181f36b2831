/**
 * Output as text or JSON from the same calls, as iproute2's `json_print` has it: what is printed in both forms, what only in one.
 */
import type { Output } from "../../process/process.ts";

/** What one call prints in JSON; numbers of 64 bits are `bigint`. */
export type JsonValue = bigint | string | number | boolean | null;

/** What a colour stands for; the escape sequence follows the terminal's background. */
export type Color = "ifname" | "mac" | "inet" | "inet6" | "up" | "down";

const LIGHT: Readonly<Record<Color, string>> = {
  ifname: "\x1b[36m",
  mac: "\x1b[33m",
  inet: "\x1b[35m",
  inet6: "\x1b[34m",
  up: "\x1b[32m",
  down: "\x1b[31m",
};
const DARK: Readonly<Record<Color, string>> = {
  ifname: "\x1b[1;36m",
  mac: "\x1b[1;33m",
  inet: "\x1b[1;35m",
  inet6: "\x1b[1;34m",
  up: "\x1b[1;32m",
  down: "\x1b[1;31m",
};

/** Writes JSON with the white space of iproute2's writer: none, or with `pretty` four columns a level. */
class JsonWriter {
  private depth = 0;
  private separated = false;
  private readonly put: (text: string) => void;
  private readonly pretty: boolean;

  constructor(put: (text: string) => void, pretty: boolean) {
    this.put = put;
    this.pretty = pretty;
  }

  private separate(): void {
    if (this.separated) this.put(",");
    this.separated = true;
  }

  private newline(): void {
    if (this.pretty) this.put(`\n${"    ".repeat(this.depth)}`);
  }

  private begin(bracket: string): void {
    this.separate();
    this.put(bracket);
    this.depth++;
    this.separated = false;
  }

  private end(bracket: string): void {
    this.depth--;
    if (this.separated) this.newline();
    this.put(bracket);
    this.separated = true;
  }

  name(name: string): void {
    this.separate();
    this.newline();
    this.separated = false;
    this.put(`${quote(name)}:${this.pretty ? " " : ""}`);
  }

  /** A number as it is written. */
  raw(text: string): void {
    this.separate();
    this.put(text);
  }

  value(value: JsonValue): void {
    this.separate();
    this.put(typeof value === "string" ? quote(value) : String(value));
  }

  startObject(): void {
    this.begin("{");
  }

  endObject(): void {
    this.end("}");
  }

  startArray(): void {
    this.begin("[");
    if (this.pretty) this.put(" ");
  }

  endArray(): void {
    if (this.pretty && this.separated) this.put(" ");
    this.separated = false;
    this.end("]");
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\f": "\\f",
  "\b": "\\b",
  "\\": "\\\\",
  '"': '\\"',
  "'": "\\'",
};

function quote(text: string): string {
  return `"${text.replace(/[\t\n\r\f\b\\"']/g, (character) => ESCAPES[character])}"`;
}

/** What global options say of output. */
export interface PrinterOptions {
  readonly json: boolean;
  readonly pretty: boolean;
  readonly color: "none" | "light" | "dark";
  /** End of a line within one object: a newline, or a backslash with `-oneline`. */
  readonly newline: string;
}

/** Prints one command's output. Text-only, JSON-only and common parts have one method each. */
export class Printer {
  private readonly output: Output;
  private readonly options: PrinterOptions;
  /** How many texts were written. */
  texts = 0;
  private writer: JsonWriter | undefined;

  constructor(output: Output, options: PrinterOptions) {
    this.output = output;
    this.options = options;
  }

  /** True between {@link startJson} and {@link endJson}. */
  get json(): boolean {
    return this.writer !== undefined;
  }

  /** Starts the outer array when JSON was asked for. */
  startJson(): void {
    if (!this.options.json || this.writer) return;
    this.writer = new JsonWriter((text) => this.output.write(text), this.options.pretty);
    this.writer.startArray();
  }

  endJson(): void {
    if (!this.writer) return;
    this.writer.endArray();
    this.output.write("\n");
    this.writer = undefined;
  }

  /** Text without a counterpart in JSON. */
  text(text: string, color?: Color): void {
    if (!this.writer) this.write(this.colored(text, color));
  }

  /** The end of a line within an object. */
  newline(): void {
    this.text(this.options.newline);
  }

  /** A member (or with `name` null an array element) without a counterpart in text. */
  field(name: string | null, value: JsonValue): void {
    if (!this.writer) return;
    if (name !== null) this.writer.name(name);
    this.writer.value(value);
  }

  /** A member in JSON, or else `text`. */
  value(name: string | null, value: JsonValue, text: string, color?: Color): void {
    if (this.writer) this.field(name, value);
    else this.write(this.colored(text, color));
  }

  /** As {@link value}, of a number that is written in a form of its own. */
  rawValue(name: string, number: string, text: string): void {
    if (this.writer) {
      this.writer.name(name);
      this.writer.raw(number);
    } else this.write(text);
  }

  openObject(name?: string): void {
    if (name !== undefined) this.writer?.name(name);
    this.writer?.startObject();
  }

  closeObject(): void {
    this.writer?.endObject();
  }

  openArray(name: string, text = ""): void {
    if (this.writer) {
      this.writer.name(name);
      this.writer.startArray();
    } else this.write(text);
  }

  closeArray(text = ""): void {
    if (this.writer) this.writer.endArray();
    else this.write(text);
  }

  private write(text: string): void {
    if (text !== "") this.texts++;
    this.output.write(text);
  }

  private colored(text: string, color: Color | undefined): string {
    if (color === undefined || this.options.color === "none") return text;
    return `${(this.options.color === "dark" ? DARK : LIGHT)[color]}${text}\x1b[0m`;
  }
}
