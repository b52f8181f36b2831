/** `base64`: bytes as letters, and back. */
import { EISDIR, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { chunksOf, complain, openInput, quoted, usageFailure } from "../lib/text/input.ts";
import { quotedIfNeeded } from "../lib/text/quoting.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES: ReadonlyMap<number, number> = new Map(
  [...LETTERS].map((letter, i) => [letter.charCodeAt(0), i]),
);
const LINE = 76;
const NEWLINE = 10;
const PADDING = 61;

/** Encodes piece by piece; what is no whole group waits for more. */
class Encoder {
  private readonly width: number;
  private column = 0;
  private rest: number[] = [];

  constructor(width: number) {
    this.width = width;
  }

  add(data: Uint8Array): string {
    let text = "";
    for (const byte of data) {
      this.rest.push(byte);
      if (this.rest.length === 3) text += this.group();
    }
    return this.wrapped(text);
  }

  end(): string {
    const text = this.rest.length > 0 ? this.wrapped(this.group()) : "";
    return this.width > 0 && this.column > 0 ? `${text}\n` : text;
  }

  private group(): string {
    const [a = 0, b = 0, c = 0] = this.rest;
    const bits = (a << 16) | (b << 8) | c;
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(bits >> shift) & 63]).join("");
    const given = this.rest.length + 1;
    this.rest = [];
    return letters.slice(0, given).padEnd(4, "=");
  }

  private wrapped(text: string): string {
    if (this.width === 0) return text;
    let out = "";
    for (let at = 0; at < text.length; ) {
      const part = text.slice(at, at + this.width - this.column);
      out += part;
      at += part.length;
      this.column += part.length;
      if (this.column < this.width) continue;
      out += "\n";
      this.column = 0;
    }
    return out;
  }
}

/** Decodes piece by piece. Newlines are left out; with `-i` all that is no letter. */
class Decoder {
  private readonly lenient: boolean;
  private bits = 0;
  private letters = 0;
  private padding = 0;
  valid = true;

  constructor(lenient: boolean) {
    this.lenient = lenient;
  }

  add(data: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const byte of data) if (this.valid) this.take(byte, out);
    return Uint8Array.from(out);
  }

  private take(byte: number, out: number[]): void {
    if (byte === NEWLINE) return;
    const value = VALUES.get(byte);
    if (byte === PADDING && this.letters >= 2) {
      if (this.letters + ++this.padding === 4) this.flush(out);
      return;
    }
    if (value === undefined && this.lenient) return;
    if (value === undefined || this.padding > 0) {
      this.flush(out);
      this.valid = false;
      return;
    }
    this.bits = (this.bits << 6) | value;
    if (++this.letters === 4) this.flush(out);
  }

  /** The bytes of the letters that are there. */
  private flush(out: number[]): void {
    const count = Math.max(0, this.letters - 1);
    const bits = this.bits << (6 * (4 - this.letters));
    for (let i = 0; i < count; i++) out.push((bits >> (16 - 8 * i)) & 255);
    this.bits = 0;
    this.letters = 0;
    this.padding = 0;
  }

  end(): Uint8Array {
    const out: number[] = [];
    if (this.letters > 0) this.valid = false;
    this.flush(out);
    return Uint8Array.from(out);
  }
}

export const base64: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "diw:", [
    { name: "decode", argument: "none", value: "d" },
    { name: "ignore-garbage", argument: "none", value: "i" },
    { name: "wrap", argument: "required", value: "w" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const wrap = options.findLast(({ option }) => option === "w")?.argument ?? String(LINE);
  if (!/^\d+$/.test(wrap)) {
    complain(process, `invalid wrap size: ${quoted(process, wrap)}`);
    return 1;
  }
  if (operands.length > 1)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[1])}`]);
  const name = operands[0] ?? "-";
  const file = openInput(process, name);
  if (typeof file === "number") {
    const what = strerror(-file);
    complain(process, file === -EISDIR ? `read error: ${what}` : `${quotedIfNeeded(process, name)}: ${what}`);
    return 1;
  }
  return has("d") ? decode(process, file, has("i")) : encode(process, file, Number(wrap));
};

type Input = Exclude<ReturnType<typeof openInput>, number>;

async function encode(process: Process, file: Input, width: number): Promise<number> {
  const encoder = new Encoder(width);
  for await (const chunk of chunksOf(process, file)) {
    process.stdout.write(encoder.add(chunk));
    await process.stdout.flush();
  }
  process.stdout.write(encoder.end());
  return 0;
}

async function decode(process: Process, file: Input, lenient: boolean): Promise<number> {
  const decoder = new Decoder(lenient);
  for await (const chunk of chunksOf(process, file)) {
    process.stdout.write(decoder.add(chunk));
    if (!decoder.valid) break;
    await process.stdout.flush();
  }
  process.stdout.write(decoder.end());
  if (decoder.valid) return 0;
  complain(process, "invalid input");
  return 1;
}
