/** cmp: compares two files byte by byte. */
import { strerror } from "../../errno.ts";
import type { File } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { multibyteLocale } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { chunksOf, complain, openInput, quoted, toolName } from "../lib/text/input.ts";
import { diffUsage } from "./diff-usage.ts";

const NEWLINE = 10;
const SAME = 0;
const DIFFERENT = 1;
const TROUBLE = 2;

interface Wanted {
  /** `-s`, `-l`, `-b` */
  readonly letters: ReadonlySet<string>;
  /** Bytes that are compared at most. */
  readonly limit: number;
  readonly skips: readonly [number, number];
}

export const cmp: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "bi:ln:s", [
    { name: "print-bytes", argument: "none", value: "b" },
    { name: "ignore-initial", argument: "required", value: "i" },
    { name: "verbose", argument: "none", value: "l" },
    { name: "bytes", argument: "required", value: "n" },
    { name: "quiet", argument: "none", value: "s" },
    { name: "silent", argument: "none", value: "s" },
  ]);
  if (errors.length > 0) return failed(process, errors);
  const given = (letter: string) => options.findLast(({ option }) => option === letter)?.argument;
  const numbers = [...(given("i")?.split(":") ?? []), ...operands.slice(2, 4)];
  const wrong = numbers.find((text) => !/^\d{1,15}$/.test(text));
  if (wrong !== undefined) return failed(process, `invalid --ignore-initial value ${quoted(process, wrong)}`);
  const limit = given("n");
  if (limit !== undefined && !/^\d{1,15}$/.test(limit))
    return failed(process, `invalid --bytes value ${quoted(process, limit)}`);
  if (operands.length === 0)
    return failed(process, `missing operand after ${quoted(process, toolName(process))}`);
  if (operands.length > 4) return failed(process, `extra operand ${quoted(process, operands[4])}`);
  const skips: [number, number] = [
    Number(numbers[0] ?? 0),
    Number(numbers[1] ?? (given("i") ? numbers[0] : 0)),
  ];
  return compareFiles(process, [operands[0], operands[1] ?? "-"], {
    letters: new Set(options.map(({ option }) => option)),
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Number(limit),
    skips,
  });
};

function failed(process: Process, why: string | readonly string[]): number {
  return diffUsage(process, typeof why === "string" ? [`${toolName(process)}: ${why}`] : why);
}

async function compareFiles(
  process: Process,
  names: readonly [string, string],
  wanted: Wanted,
): Promise<number> {
  const files: (File | undefined)[] = [];
  for (const name of names) {
    const file = openInput(process, name);
    if (typeof file === "number") {
      if (!wanted.letters.has("s")) complain(process, `${name}: ${strerror(-file)}`);
      return TROUBLE;
    }
    files.push(file);
  }
  const [left, right] = files.map((file, i) => new Bytes(process, file, wanted.skips[i]));
  return new Comparison(process, names, wanted).run(left, right);
}

/** The bytes of an input, one after the other. */
class Bytes {
  private readonly chunks: AsyncGenerator<Uint8Array>;
  private chunk: Uint8Array = new Uint8Array();
  private at: number;

  constructor(process: Process, file: File | undefined, skip: number) {
    this.chunks = chunksOf(process, file);
    this.at = skip;
  }

  /** What is there, at least one byte but at the end. */
  async ready(): Promise<Uint8Array> {
    while (this.at >= this.chunk.length) {
      this.at -= this.chunk.length;
      const { value, done } = await this.chunks.next();
      if (done) return new Uint8Array();
      this.chunk = value;
    }
    return this.chunk.subarray(this.at);
  }

  take(count: number): void {
    this.at += count;
  }
}

class Comparison {
  private readonly process: Process;
  private readonly names: readonly [string, string];
  private readonly wanted: Wanted;
  private bytes = 0;
  private lines = 0;
  private last = NEWLINE;
  private status = SAME;
  private readonly width: number;

  constructor(process: Process, names: readonly [string, string], wanted: Wanted) {
    this.process = process;
    this.names = names;
    this.wanted = wanted;
    this.width = Math.min(...names.map((name) => sizeDigits(process, name)));
  }

  async run(left: Bytes, right: Bytes): Promise<number> {
    while (this.bytes < this.wanted.limit) {
      const [a, b] = [await left.ready(), await right.ready()];
      if (a.length === 0 || b.length === 0) {
        if (a.length === b.length) return this.status;
        this.ended(this.names[a.length === 0 ? 0 : 1]);
        return DIFFERENT;
      }
      const count = Math.min(a.length, b.length, this.wanted.limit - this.bytes);
      for (let i = 0; i < count; i++) if (this.different(a[i], b[i])) return DIFFERENT;
      left.take(count);
      right.take(count);
    }
    return this.status;
  }

  /** Looks at one byte of each. @returns whether the comparison is over */
  private different(a: number, b: number): boolean {
    this.bytes++;
    this.last = a;
    if (a !== b) {
      const { letters } = this.wanted;
      if (letters.has("s")) return true;
      this.status = DIFFERENT;
      if (!letters.has("l")) {
        this.first(a, b);
        return true;
      }
      const text = letters.has("b")
        ? `${octal(a)} ${shown(a).padEnd(4)} ${octal(b)} ${shown(b)}`
        : `${octal(a)} ${octal(b)}`;
      this.process.stdout.write(`${String(this.bytes).padStart(this.width)} ${text}\n`);
    }
    if (a === NEWLINE) this.lines++;
    return false;
  }

  private first(a: number, b: number): void {
    const locale = multibyteLocale((name) => this.process.env.get(name));
    const unit = locale || this.wanted.letters.has("b") ? "byte" : "char";
    const place = `${this.names[0]} ${this.names[1]} differ: ${unit} ${this.bytes}, line ${this.lines + 1}`;
    const what = this.wanted.letters.has("b") ? ` is ${octal(a)} ${shown(a)} ${octal(b)} ${shown(b)}` : "";
    this.process.stdout.write(`${place}${what}\n`);
  }

  /** One file is shorter. */
  private ended(name: string): void {
    if (this.wanted.letters.has("s")) return;
    if (this.bytes === 0) return complain(this.process, `EOF on ${name} which is empty`);
    const whole = this.last === NEWLINE;
    const line = whole ? `, line ${this.lines}` : `, in line ${this.lines + 1}`;
    complain(
      this.process,
      `EOF on ${name} after byte ${this.bytes}${this.wanted.letters.has("l") ? "" : line}`,
    );
  }
}

/** Digits of the greatest place in a file. */
function sizeDigits(process: Process, name: string): number {
  const status = process.sys.stat(process.resolve(name));
  const file = name !== "-" && typeof status !== "number" && status.type === "file";
  return file ? String(status.size).length : String(Number.MAX_SAFE_INTEGER).length;
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3);
}

/** A byte as `cat -v` shows it. */
function shown(byte: number): string {
  const meta = byte >= 128 ? "M-" : "";
  const low = byte & 127;
  if (low === 127) return `${meta}^?`;
  return low < 32 ? `${meta}^${String.fromCharCode(low + 64)}` : `${meta}${String.fromCharCode(low)}`;
}
