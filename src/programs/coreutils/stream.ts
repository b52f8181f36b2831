/** Tools that pass bytes or lines on as they come: cat, head, tail, tee, yes. */
import { ENOENT, EPIPE, strerror } from "../../errno.ts";
import { type File, O_APPEND, O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { byteCharacters } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { chunksOf, complain, inputs, linesOf, quoted, usageFailure } from "../lib/text/input.ts";
import { HeldLines, wholeOf } from "../lib/text/kept.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { quotedIfNeeded, quotedName } from "../lib/text/quoting.ts";

const NEWLINE = 10;

export const cat: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "AbeEnstTuv", [
    { name: "number", argument: "none", value: "n" },
    { name: "number-nonblank", argument: "none", value: "b" },
    { name: "show-all", argument: "none", value: "A" },
    { name: "show-ends", argument: "none", value: "E" },
    { name: "show-tabs", argument: "none", value: "T" },
    { name: "show-nonprinting", argument: "none", value: "v" },
    { name: "squeeze-blank", argument: "none", value: "s" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const letters = new Set(options.map(({ option }) => option));
  let status = 0;
  const failed = () => {
    status = 1;
  };
  const state = { number: 0, blank: false };
  for await (const { file } of inputs(process, operands, failed)) {
    if ([...letters].every((letter) => letter === "u")) {
      for await (const chunk of chunksOf(process, file)) {
        process.stdout.write(chunk);
        await process.stdout.flush();
      }
    } else {
      for await (const line of linesOf(process, file)) {
        const text = catLine(letters, line.text, line.ended, state);
        if (text !== undefined) process.stdout.write(text);
        await process.stdout.flush();
      }
    }
  }
  return status;
};

function catLine(
  letters: ReadonlySet<string>,
  line: string,
  ended: boolean,
  state: { number: number; blank: boolean },
): string | undefined {
  const blank = line === "";
  if (letters.has("s") && blank && state.blank) return undefined;
  state.blank = blank;
  let text = line;
  if (["A", "e", "t", "v"].some((letter) => letters.has(letter))) {
    text = byteCharacters(text).replace(/[\x00-\x08\x0b-\x1f\x7f\udc80-\udcff]/gu, visible);
  }
  if (["A", "t", "T"].some((letter) => letters.has(letter))) text = text.replace(/\t/g, "^I");
  if (ended && ["A", "e", "E"].some((letter) => letters.has(letter))) text += "$";
  const numbered = letters.has("b") ? !blank : letters.has("n");
  const prefix = numbered ? `${String(++state.number).padStart(6)}\t` : "";
  return `${prefix}${text}${ended ? "\n" : ""}`;
}

/** Control characters as `^X`, bytes above 127 as `M-` and what the lower seven bits are. */
function visible(character: string): string {
  const code = character.charCodeAt(0) & 0xff;
  if (code >= 0x80) return `M-${visible(String.fromCharCode(code - 0x80))}`;
  if (code === 0x7f) return "^?";
  return code < 32 ? `^${String.fromCharCode(code + 64)}` : character;
}

/** `-5` and `-5q` as the first word mean `-n 5`; `tail` also knows `+5`. */
function modernArguments(argv: readonly string[], plus: boolean): string[] {
  const [name, first = "", ...rest] = argv;
  const match = /^([-+])(\d+)([qv]*)$/.exec(first);
  if (match === null || (match[1] === "+" && (!plus || rest.length > 1))) return [...argv];
  const count = `-n${match[1] === "+" ? "+" : ""}${match[2]}`;
  return [name, count, ...(match[3] === "" ? [] : [`-${match[3]}`]), ...rest];
}

function countOf(text: string): number | undefined {
  const match = /^[-+]?(\d+)([bkKMG]?)$/.exec(text);
  if (!match) return undefined;
  const scale: Record<string, number> = { "": 1, b: 512, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
  return Number(match[1]) * scale[match[2]];
}

/** `uintmax_t` */
const MAX_COUNT = 2 ** 64;

const COUNT_OPTIONS = [
  { name: "lines", argument: "required", value: "n" },
  { name: "bytes", argument: "required", value: "c" },
  { name: "quiet", argument: "none", value: "q" },
  { name: "silent", argument: "none", value: "q" },
  { name: "verbose", argument: "none", value: "v" },
  { name: "follow", argument: "optional", value: "f" },
] as const;

interface CountRequest {
  readonly text: string;
  readonly bytes: boolean;
  readonly headers: (count: number) => boolean;
  readonly follow: boolean;
  readonly operands: readonly string[];
}

function parseCounts(process: Process, spec: string): CountRequest | number {
  const [, old = "", ...names] = process.argv;
  if (spec.includes("f") && names.length > 1 && /^-\d+$/.test(old)) {
    complain(process, `option used in invalid context -- ${old[1]}`);
    return 1;
  }
  const { options, operands, errors } = getopt(
    modernArguments(process.argv, spec.includes("f")),
    spec,
    COUNT_OPTIONS,
  );
  if (errors.length > 0) return usageFailure(process, errors);
  let text = "10";
  let bytes = false;
  let mode: "quiet" | "verbose" | undefined;
  let follow = false;
  for (const { option, argument } of options) {
    if (option === "n" || option === "c") {
      text = argument ?? "10";
      bytes = option === "c";
    } else if (option === "q") mode = "quiet";
    else if (option === "v") mode = "verbose";
    else if (option === "f" || option === "F") follow = true;
  }
  const count = countOf(text);
  if (count === undefined || count > MAX_COUNT) {
    const reason = count === undefined ? "" : ": Value too large for defined data type";
    complain(process, `invalid number of ${bytes ? "bytes" : "lines"}: ${quoted(process, text)}${reason}`);
    return 1;
  }
  const headers = (count: number) => mode === "verbose" || (mode !== "quiet" && count > 1);
  return { text, bytes, headers, follow, operands };
}

function header(process: Process, name: string, first: boolean): void {
  process.stdout.write(`${first ? "" : "\n"}==> ${name === "-" ? "standard input" : name} <==\n`);
}

/** Shows a part of each operand, below its name where there are several. @returns the exit status */
async function eachPart(
  process: Process,
  request: CountRequest,
  show: (file: File | undefined) => Promise<void>,
): Promise<number> {
  let status = 0;
  let first = true;
  for await (const { name, file } of openedForCounts(process, request.operands, () => {
    status = 1;
  })) {
    if (request.headers(request.operands.length)) header(process, name, first);
    first = false;
    await show(file);
    await process.stdout.flush();
  }
  return status;
}

export const head: Main = (process) => {
  const request = parseCounts(process, "c:n:qv");
  if (typeof request === "number") return request;
  const count = countOf(request.text) ?? 10;
  const part = request.text.startsWith("-") ? headAllBut : headFirst;
  return eachPart(process, request, (file) => part(process, file, count, request.bytes));
};

async function* openedForCounts(
  process: Process,
  names: readonly string[],
  failed: () => void,
): AsyncGenerator<{ readonly name: string; readonly file: File | undefined }> {
  for (const name of names.length === 0 ? ["-"] : names) {
    const status = name === "-" ? 0 : name === "" ? -ENOENT : process.sys.stat(process.resolve(name));
    if (typeof status === "number" && status < 0) {
      complain(process, `cannot open ${quotedName(process, name)} for reading: ${strerror(-status)}`);
      failed();
      continue;
    }
    if (typeof status !== "number" && status.type === "directory") {
      complain(process, `error reading ${quotedName(process, name)}: Is a directory`);
      failed();
      continue;
    }
    for await (const opened of inputs(process, [name], failed)) yield opened;
  }
}

async function headFirst(
  process: Process,
  file: File | undefined,
  count: number,
  bytes: boolean,
): Promise<void> {
  let left = count;
  if (left === 0) return;
  for await (const chunk of chunksOf(process, file)) {
    let end = Math.min(chunk.length, left);
    if (bytes) left -= end;
    else {
      end = 0;
      while (left > 0 && end < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, end);
        end = newline < 0 ? chunk.length : newline + 1;
        if (newline >= 0) left--;
      }
    }
    process.stdout.write(chunk.subarray(0, end));
    await process.stdout.flush();
    if (left === 0) return;
  }
}

async function headAllBut(
  process: Process,
  file: File | undefined,
  count: number,
  bytes: boolean,
): Promise<void> {
  if (bytes) {
    const whole = await wholeOf(process, chunksOf(process, file));
    process.stdout.write(whole.subarray(0, Math.max(0, whole.length - count)));
    return;
  }
  const held = new HeldLines(process);
  for await (const line of linesOf(process, file)) {
    held.push(line.text + (line.ended ? "\n" : ""));
    if (held.length > count) process.stdout.write(held.shift());
  }
}

export const tail: Main = async (process) => {
  const request = parseCounts(process, "c:fFn:qv");
  if (typeof request === "number") return request;
  const status = await eachPart(process, request, (file) => tailOf(process, file, request));
  if (request.follow) await follow(process, request.operands);
  return status;
};

async function tailOf(process: Process, file: File | undefined, request: CountRequest): Promise<void> {
  const count = countOf(request.text) ?? 10;
  const fromStart = request.text.startsWith("+");
  if (request.bytes) {
    const whole = await wholeOf(process, chunksOf(process, file));
    const start = fromStart ? Math.max(0, count - 1) : Math.max(0, whole.length - count);
    process.stdout.write(whole.subarray(start));
    return;
  }
  const held = new HeldLines(process);
  let number = 0;
  for await (const line of linesOf(process, file)) {
    number++;
    const text = line.text + (line.ended ? "\n" : "");
    if (!fromStart) {
      held.push(text);
      if (held.length > count) held.shift();
    } else if (number >= count) {
      process.stdout.write(text);
      await process.stdout.flush();
    }
  }
  while (held.length > 0) process.stdout.write(held.shift());
}

/** How often `tail -f` looks, in ns. */
const FOLLOW_NS = 1e9;

async function follow(process: Process, names: readonly string[]): Promise<void> {
  const opened: File[] = [];
  for (const name of names) {
    const file = process.sys.open(process.resolve(name), 0);
    if (typeof file === "number") continue;
    file.seek(0, "end");
    opened.push(file);
  }
  const into = new Uint8Array(4096);
  for (;;) {
    for (const file of opened) {
      for (let count = file.read(into); count > 0; count = file.read(into))
        process.stdout.write(into.subarray(0, count));
    }
    await process.stdout.flush();
    await process.sleep(FOLLOW_NS);
  }
}

export const tee: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "aip", [
    { name: "append", argument: "none", value: "a" },
    { name: "ignore-interrupts", argument: "none", value: "i" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const letters = new Set(options.map(({ option }) => option));
  if (letters.has("i")) process.onSignal("SIGINT", "ignore");
  let status = 0;
  const files = new Map<File, string>();
  for (const name of operands) {
    const flags = O_WRONLY | O_CREAT | (letters.has("a") ? O_APPEND : O_TRUNC);
    const file = process.sys.open(process.resolve(name), flags, 0o666);
    if (typeof file === "number") {
      complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-file)}`);
      status = 1;
    } else files.set(file, quotedIfNeeded(process, name));
  }
  for await (const chunk of chunksOf(process, undefined)) {
    process.stdout.write(chunk);
    await process.stdout.flush();
    for (const [file, name] of files) {
      const error = await writeWhole(process, file, chunk);
      if (error === 0) continue;
      if (error !== -EPIPE) complain(process, `${name}: ${strerror(-error)}`);
      status = 1;
      files.delete(file);
      file.close();
    }
  }
  for (const file of files.keys()) file.close();
  return status;
};

export const yes: Main = async (process) => {
  const { operands, errors } = getopt(process.argv, "+", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  const text = operands.length > 0 ? operands.join(" ") : "y";
  const block = `${text}\n`.repeat(Math.max(1, Math.floor(4096 / (text.length + 1))));
  for (;;) {
    process.stdout.write(block);
    process.sys.spend(1000);
    await process.stdout.flush();
  }
};
