/** Reading files and standard input piece by piece, as tools in a pipe do. */
import { EAGAIN, EISDIR, ENOENT, strerror } from "../../../errno.ts";
import { type File, O_RDONLY } from "../../../kernel.ts";
import { READ_BYTE_NS, READ_LINE_NS } from "../../../process/cost.ts";
import type { Process } from "../../../process/process.ts";
import { multibyteLocale, TextStream } from "../../../process/text.ts";
import { Kept } from "./kept.ts";
import { quotedIfNeeded } from "./quoting.ts";

/** Largest single read. */
const BLOCK = 65_536;
/** Reads that large are charged for. */
const PAGE = 4096;
const NEWLINE = 10;

/** Text in curly quotes where the locale has them, as the GNU tools write names in messages. */
export function quoted(process: Process, text: string): string {
  return multibyteLocale((name) => process.env.get(name)) ? `‘${text}’` : `'${text}'`;
}

/** Opens a file to read; `-` is standard input. A number is the error. */
export function openInput(process: Process, name: string): File | undefined | number {
  if (name === "-") return undefined;
  if (name === "") return -ENOENT;
  const path = process.resolve(name);
  const status = process.sys.stat(path);
  if (typeof status !== "number" && status.type === "directory") return -EISDIR;
  return process.sys.open(path, O_RDONLY);
}

/** Of the files that {@link inputs} opened: their names, and whom to tell that reading failed. */
const openedInputs = new WeakMap<File, { readonly name: string; readonly failed: () => void }>();

function readFailed(process: Process, file: File, error: number): void {
  const input = openedInputs.get(file);
  if (input === undefined) return;
  complain(process, `${quotedIfNeeded(process, input.name)}: ${strerror(error)}`);
  input.failed();
}

/** The pieces of an opened input; standard input when the file is undefined. */
export async function* chunksOf(process: Process, file: File | undefined): AsyncGenerator<Uint8Array> {
  if (!file) {
    for (let chunk = await process.stdin.read(); chunk; chunk = await process.stdin.read()) yield chunk;
    return;
  }
  try {
    for (;;) {
      const into = new Uint8Array(BLOCK);
      const count = file.read(into);
      if (count === -EAGAIN) {
        await process.poll([file]);
        continue;
      }
      if (count < 0) readFailed(process, file, count);
      if (count <= 0) return;
      yield into.subarray(0, count);
      if (count < BLOCK) continue;
      process.sys.spend(count * READ_BYTE_NS);
      // a device without end is always ready: others get their turn
      await process.poll([file]);
    }
  } finally {
    file.close();
  }
}

/** A line, and whether a newline ended it. */
export interface Line {
  readonly text: string;
  readonly ended: boolean;
}

/** The lines of an opened input. */
export async function* linesOf(
  process: Process,
  file: File | undefined,
  delimiter = NEWLINE,
): AsyncGenerator<Line> {
  const decoder = new TextStream();
  const separator = String.fromCharCode(delimiter);
  const kept = new Kept(process);
  let begun: string[] = [];
  for await (const chunk of chunksOf(process, file)) {
    const text = decoder.decode(chunk);
    let from = 0;
    let lines = 0;
    for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      begun.push(text.slice(from, at));
      yield { text: begun.join(""), ended: true };
      from = at + 1;
      lines++;
      begun = [];
      kept.clear();
    }
    if (chunk.length >= PAGE) process.sys.spend(lines * READ_LINE_NS);
    if (from === text.length) continue;
    begun.push(text.slice(from));
    kept.add(text.length - from);
  }
  begun.push(decoder.end());
  const rest = begun.join("");
  if (rest !== "") yield { text: rest, ended: false };
}

/** All lines of an opened input. @param kept counts them, with others that the tool keeps */
export async function keptLines(
  process: Process,
  file: File | undefined,
  kept = new Kept(process),
): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const line of linesOf(process, file)) {
    kept.add(line.text.length);
    lines.push(line);
  }
  return lines;
}

/** Opens each named input in turn; tells about those that cannot be opened. Standard input when none is named. */
export async function* inputs(
  process: Process,
  names: readonly string[],
  failed: () => void,
): AsyncGenerator<{ readonly name: string; readonly file: File | undefined }> {
  for (const name of names.length === 0 ? ["-"] : names) {
    const file = openInput(process, name);
    if (typeof file === "number") {
      complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-file)}`);
      failed();
    } else {
      if (file !== undefined) openedInputs.set(file, { name, failed });
      yield { name, file };
    }
  }
}

/** Prints `NAME: message`, after what standard output holds has been handed on. */
export function complain(process: Process, message: string): void {
  process.stderr.write(`${toolName(process)}: ${message}\n`);
}

/** The name that messages of GNU tools start with. */
export function toolName(process: Process): string {
  return process.argv[0];
}

/** Prints the errors of `getopt` and the hint that follows them. */
export function usageFailure(process: Process, messages: readonly string[], status = 1): number {
  const wanted = /unrecognized option '(--help|--version)'$/.exec(messages[0] ?? "");
  if (wanted) {
    complain(process, `${wanted[1]} is not supported here`);
    return status;
  }
  for (const message of messages) process.stderr.write(`${message}\n`);
  process.stderr.write(`Try '${toolName(process)} --help' for more information.\n`);
  return status;
}

/** Says that the tool was called without what it works on. */
export function missingOperand(process: Process): number {
  return usageFailure(process, [`${toolName(process)}: missing operand`]);
}
