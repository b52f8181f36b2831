/** wc: counts lines, words, characters and bytes. */
import type { File } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { multibyteLocale, TextStream } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { chunksOf, inputs, usageFailure } from "../lib/text/input.ts";

const NEWLINE = 10;
/** Columns between tab stops. */
const TAB = 8;

interface Counts {
  lines: number;
  words: number;
  characters: number;
  bytes: number;
  longest: number;
}

export const wc: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "clLmw", [
    { name: "bytes", argument: "none", value: "c" },
    { name: "chars", argument: "none", value: "m" },
    { name: "lines", argument: "none", value: "l" },
    { name: "max-line-length", argument: "none", value: "L" },
    { name: "words", argument: "none", value: "w" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const chosen = options.map(({ option }) => option);
  const letters = new Set(chosen.length > 0 ? chosen : ["l", "w", "c"]);
  const width = countWidth(process, operands, letters.size);
  const show = (counts: Counts, name: string): void => {
    const numbers = COLUMNS.filter(([letter]) => letters.has(letter)).map(([, value]) => value(counts));
    const text = numbers.map((number) => String(number).padStart(width)).join(" ");
    process.stdout.write(`${text}${name === "" ? "" : ` ${name}`}\n`);
  };
  const total: Counts = { lines: 0, words: 0, characters: 0, bytes: 0, longest: 0 };
  let status = 0;
  for await (const { name, file } of inputs(process, operands, () => {
    status = 1;
  })) {
    const counts = await countAll(process, file, letters);
    add(total, counts);
    show(counts, operands.length === 0 ? "" : name);
    // before a message about the next file
    if (operands.length > 1) await process.stdout.flush();
  }
  if (operands.length > 1) show(total, "total");
  return status;
};

/** Letter and number, in the order in which they are shown. */
const COLUMNS: readonly (readonly [string, (counts: Counts) => number])[] = [
  ["l", (counts) => counts.lines],
  ["w", (counts) => counts.words],
  ["m", (counts) => counts.characters],
  ["c", (counts) => counts.bytes],
  ["L", (counts) => counts.longest],
];

function add(total: Counts, counts: Counts): void {
  total.lines += counts.lines;
  total.words += counts.words;
  total.characters += counts.characters;
  total.bytes += counts.bytes;
  total.longest = Math.max(total.longest, counts.longest);
}

/** Wide enough for the sizes of the files; 7 where a size is not known, 1 for a single number. */
function countWidth(process: Process, names: readonly string[], columns: number): number {
  if (names.length <= 1 && columns === 1) return 1;
  let size = 0;
  let least = 1;
  for (const name of names.length > 0 ? names : ["-"]) {
    const status = process.sys.stat(name === "-" ? "/dev/stdin" : process.resolve(name));
    // what is not there does not count
    if (typeof status === "number") continue;
    if (status.type === "file") size += status.size;
    else least = 7;
  }
  return Math.max(String(size).length, least);
}

/** Looks at no more than what was asked for: bytes alone need no look at them, lines only one for newlines. */
async function countAll(
  process: Process,
  file: File | undefined,
  wanted: ReadonlySet<string>,
): Promise<Counts> {
  const multibyte = multibyteLocale((name) => process.env.get(name));
  const whole = ["w", "L"].some((letter) => wanted.has(letter)) || (wanted.has("m") && multibyte);
  const text = whole ? new TextCounter(multibyte) : undefined;
  let bytes = 0;
  let lines = 0;
  for await (const chunk of chunksOf(process, file)) {
    bytes += chunk.length;
    if (wanted.has("l")) lines += newlines(chunk);
    text?.add(chunk);
  }
  text?.end();
  return {
    bytes,
    lines,
    words: text?.words ?? 0,
    characters: multibyte ? (text?.characters ?? 0) : bytes,
    longest: text?.longest ?? 0,
  };
}

function newlines(chunk: Uint8Array): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** Words are runs of characters that can be printed; what is neither that nor a blank counts for nothing. */
class TextCounter {
  words = 0;
  characters = 0;
  longest = 0;
  private readonly multibyte: boolean;
  private readonly decoder = new TextStream();
  private inWord = false;
  private column = 0;

  constructor(multibyte: boolean) {
    this.multibyte = multibyte;
  }

  add(chunk: Uint8Array): void {
    if (this.multibyte) this.text(this.decoder.decode(chunk));
    else for (const byte of chunk) this.take(byte);
  }

  end(): void {
    this.text(this.decoder.end());
    if (this.column > this.longest) this.longest = this.column;
  }

  private text(text: string): void {
    for (const character of text) {
      const code = character.codePointAt(0) ?? 0;
      // a byte that is no character
      if (code >= 0xdc80 && code <= 0xdcff) continue;
      this.characters++;
      this.take(code);
    }
  }

  private take(code: number): void {
    if (code === NEWLINE || code === 13 || code === 12) {
      if (this.column > this.longest) this.longest = this.column;
      this.column = 0;
    } else if (code === 9) this.column += TAB - (this.column % TAB);
    else if (this.printable(code)) this.column++;
    if (code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0x3000) this.inWord = false;
    else if (this.printable(code)) {
      if (!this.inWord) this.words++;
      this.inWord = true;
    }
  }

  private printable(code: number): boolean {
    return (code >= 32 && code < 127) || (this.multibyte && code >= 0xa0);
  }
}
