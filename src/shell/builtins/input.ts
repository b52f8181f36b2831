/** `read`, `mapfile` and `getopts`. */

import { strerror } from "../../errno.ts";
import type { OpenFile } from "../../process/open-file.ts";
import { MOST_KEPT, readFrom } from "../../process/stdio.ts";
import {
  composeBytes,
  decodeText,
  encodeText,
  escapedByte,
  sequenceLength,
  TextStream,
} from "../../process/text.ts";
import { assign } from "../assign.ts";
import type { Builtin, Shell } from "../shell.ts";
import { IndexedArray, NAME } from "../variables.ts";
import { parseOptions, printUsage } from "./usage.ts";

const READ_USAGE =
  "read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]";

interface ReadRequest {
  readonly fd: number;
  readonly file: OpenFile;
  readonly delimiter: number;
  readonly raw: boolean;
  /** The most characters, and whether delimiters count for nothing (`-N`). */
  readonly limit: number | undefined;
  readonly exact: boolean;
  /** In ns after the epoch of the monotonic clock. */
  readonly deadline: number | undefined;
}

/** Status of `read` that ran out of time: 128 + SIGALRM. */
const TIMED_OUT = 142;

const read: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "ersa:d:i:n:N:p:t:u:", READ_USAGE);
  if (!options) return 2;
  const value = (letter: string) => options.arguments.get(letter);
  const fd = Number(value("u") ?? 0);
  const file = shell.open(fd);
  if (!file) {
    shell.error(`read: ${value("u") ?? fd}: invalid file descriptor: Bad file descriptor`);
    return 1;
  }
  const bad = options.operands.find((name) => !/^[A-Za-z_]\w*(\[.*\])?$/s.test(name));
  if (bad !== undefined) {
    shell.error(`read: \`${bad}': not a valid identifier`);
    return 1;
  }
  const timeout = value("t");
  if (timeout !== undefined && !/^\d*\.?\d*$/.test(timeout)) {
    shell.error(`read: ${timeout}: invalid timeout specification`);
    return 1;
  }
  if (timeout !== undefined && Number(timeout) === 0) return ready(file) ? 0 : 1;
  const prompt = value("p");
  if (prompt !== undefined && file.isTerminal) shell.process.stderr.write(prompt);
  const limit = value("N") ?? value("n");
  const result = await readField(shell, {
    fd,
    file,
    delimiter: value("d") === undefined ? 10 : (encodeText(value("d") ?? "")[0] ?? 0),
    raw: options.letters.has("r"),
    limit: limit === undefined ? undefined : Number(limit),
    exact: options.letters.has("N"),
    deadline: timeout === undefined ? undefined : shell.process.sys.monotonic() + Number(timeout) * 1e9,
  });
  store(shell, options.operands, value("a"), result, options.letters.has("N"));
  return result.timedOut ? TIMED_OUT : result.ended ? 1 : 0;
};

function ready(file: OpenFile): boolean {
  let now = false;
  file.pollRead(() => {
    now = true;
  })();
  return now;
}

interface ReadResult {
  /** Characters; those that a backslash quoted are marked. */
  readonly text: string;
  readonly quoted: ReadonlySet<number>;
  readonly ended: boolean;
  readonly timedOut: boolean;
}

class FieldReader {
  text = "";
  readonly quoted = new Set<number>();
  private escaped = false;
  private readonly request: ReadRequest;
  private characters = 0;

  constructor(request: ReadRequest) {
    this.request = request;
  }

  /** Takes one character. @returns whether the field is complete */
  take(character: string): boolean {
    const { delimiter, raw, limit, exact } = this.request;
    if (this.escaped) {
      this.escaped = false;
      if (character === "\n") return false;
      this.quoted.add(this.text.length);
    } else if (!raw && character === "\\") {
      this.escaped = true;
      return false;
    } else if (!exact && codeOf(character) === delimiter) return true;
    this.text += character;
    this.characters++;
    return limit !== undefined && this.characters >= limit;
  }
}

async function readField(shell: Shell, request: ReadRequest): Promise<ReadResult> {
  const reader = new FieldReader(request);
  const { multibyte } = shell;
  const finish = (ended: boolean, timedOut = false): ReadResult => ({
    text: reader.text,
    quoted: reader.quoted,
    ended,
    timedOut,
  });
  if (request.limit === 0) return finish(false);
  let pending = new Uint8Array();
  for (;;) {
    const chunk = await readChunk(shell, request);
    if (chunk === "timeout") return finish(false, true);
    if (typeof chunk === "number") shell.error(`read: read error: ${request.fd}: ${strerror(-chunk)}`);
    if (chunk === undefined || typeof chunk === "number") {
      // the beginning of a character that never ended
      for (const byte of pending) reader.take(escapedByte(byte));
      return finish(true);
    }
    if (reader.text.length > MOST_KEPT) {
      shell.error("read: cannot allocate memory");
      return finish(true);
    }
    const bytes: Uint8Array = pending.length === 0 ? chunk : joined(pending, chunk);
    const used = consume(reader, bytes, multibyte);
    if (used.complete) {
      request.file.unread(bytes.subarray(used.at));
      return finish(false);
    }
    pending = bytes.slice(used.at);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

/** Feeds whole characters to the reader; an incomplete one at the end stays. */
function consume(
  reader: FieldReader,
  bytes: Uint8Array,
  multibyte: boolean,
): { at: number; complete: boolean } {
  let at = 0;
  while (at < bytes.length) {
    const length = multibyte ? sequenceLength(bytes, at) : bytes[at] < 0x80 ? 1 : 0;
    if (length < 0) return { at, complete: false };
    const character = length === 0 ? escapedByte(bytes[at]) : decodeText(bytes.subarray(at, at + length));
    at += length || 1;
    if (character === "\0" && reader.text !== undefined && !reader.take("\0")) {
      reader.text = reader.text.replace("\0", "");
      continue;
    }
    if (character === "\0" || reader.take(character)) return { at, complete: true };
  }
  return { at, complete: false };
}

/** The byte that a character is, or its number. */
function codeOf(character: string): number | undefined {
  const code = character.codePointAt(0);
  return code === undefined || code < 0xdc80 || code > 0xdcff ? code : code & 0xff;
}

async function readChunk(
  shell: Shell,
  request: ReadRequest,
): Promise<Uint8Array | undefined | number | "timeout"> {
  const { file, deadline } = request;
  if (deadline === undefined) return readFrom(shell.process, file, 4096);
  const source = { poll: (wake: () => void) => file.pollRead(wake) };
  for (;;) {
    const left = deadline - shell.process.sys.monotonic();
    if (left <= 0) return "timeout";
    if ((await shell.process.poll([source], left)) === source) return file.tryRead(4096);
  }
}

function store(
  shell: Shell,
  names: readonly string[],
  array: string | undefined,
  result: ReadResult,
  exact: boolean,
): void {
  if (array !== undefined) {
    const variable = shell.variables.get(array) ?? shell.variables.create(array);
    variable.value = IndexedArray.of(
      splitFields(shell.ifs, result, Number.MAX_SAFE_INTEGER).map(composeBytes),
    );
    return;
  }
  if (names.length === 0) return assign(shell, "REPLY", undefined, composeBytes(result.text), false);
  const fields = exact ? [result.text] : splitFields(shell.ifs, result, names.length);
  names.forEach((name, i) => {
    const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(name);
    assign(shell, match?.[1] ?? name, match?.[2], composeBytes(fields[i] ?? ""), false);
  });
}

/** Splits as `read` does: the last name gets all that is left, without the separators around it. */
function splitFields(ifs: string, result: ReadResult, count: number): string[] {
  const { text, quoted } = result;
  const isSpace = (i: number) => !quoted.has(i) && ifs.includes(text[i]) && " \t\n".includes(text[i]);
  const isSeparator = (i: number) => !quoted.has(i) && ifs.includes(text[i]);
  let at = 0;
  let end = text.length;
  while (at < end && isSpace(at)) at++;
  while (end > at && isSpace(end - 1)) end--;
  const fields: string[] = [];
  while (at < end) {
    if (fields.length === count - 1) {
      fields.push(lastField(text, at, end, isSeparator, isSpace));
      return fields;
    }
    let stop = at;
    while (stop < end && !isSeparator(stop)) stop++;
    fields.push(text.slice(at, stop));
    at = stop;
    while (at < end && isSpace(at)) at++;
    if (at < end && isSeparator(at)) at++;
    while (at < end && isSpace(at)) at++;
  }
  return fields;
}

/** A single separator at the end of the rest is not part of it when there is no other. */
function lastField(
  text: string,
  at: number,
  end: number,
  isSeparator: (i: number) => boolean,
  isSpace: (i: number) => boolean,
): string {
  let stop = at;
  while (stop < end && !isSeparator(stop)) stop++;
  let after = stop;
  while (after < end && isSpace(after)) after++;
  if (after < end && isSeparator(after)) after++;
  return after === end ? text.slice(at, stop) : text.slice(at, end);
}

const MAP_USAGE =
  "mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]";

const mapfile: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "d:n:O:s:tu:C:c:", MAP_USAGE);
  if (!options) return 2;
  if (options.letters.has("C") || options.letters.has("c")) {
    shell.error(`${words[0]}: -C: callbacks are not supported here`);
    return 1;
  }
  const number = (letter: string, fallback: number) => Number(options.arguments.get(letter) ?? fallback);
  const [name = "MAPFILE"] = options.operands;
  if (!NAME.test(name)) {
    shell.error(`${words[0]}: \`${name}': not a valid identifier`);
    return 1;
  }
  const file = shell.open(number("u", 0));
  if (!file) {
    shell.error(`${words[0]}: ${number("u", 0)}: invalid file descriptor: Bad file descriptor`);
    return 1;
  }
  const delimiter = options.arguments.has("d") ? (options.arguments.get("d") || "\0").slice(0, 1) : "\n";
  const lines = await readLines(
    shell,
    file,
    delimiter,
    number("s", 0) + (number("n", 0) || Number.MAX_SAFE_INTEGER),
  );
  if (!lines) {
    shell.error(`${words[0]}: cannot allocate memory`);
    return 1;
  }
  const origin = number("O", 0);
  const variable = shell.variables.get(name) ?? shell.variables.create(name);
  const array =
    options.letters.has("O") && variable.value instanceof IndexedArray ? variable.value : new IndexedArray();
  lines.slice(number("s", 0)).forEach((line, i) => {
    const strip = options.letters.has("t") && line.endsWith(delimiter);
    array.set(origin + i, strip ? line.slice(0, -delimiter.length) : line);
  });
  variable.value = array;
  return 0;
};

/** The lines with their delimiters; undefined when there is no end of them. */
async function readLines(
  shell: Shell,
  file: OpenFile,
  delimiter: string,
  most: number,
): Promise<string[] | undefined> {
  const decoder = new TextStream();
  const lines: string[] = [];
  let text = "";
  let kept = 0;
  for (;;) {
    const chunk = await readFrom(shell.process, file, 65_536);
    if (chunk === undefined || typeof chunk === "number") break;
    kept += chunk.length;
    if (kept > MOST_KEPT) return undefined;
    text += decoder.decode(chunk);
    for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter)) {
      lines.push(text.slice(0, at + 1));
      text = text.slice(at + 1);
      if (lines.length >= most) {
        file.unread(encodeText(text + decoder.end()));
        return lines;
      }
    }
  }
  text += decoder.end();
  if (text !== "") lines.push(text);
  return lines;
}

const getopts: Builtin = (shell, words) => {
  const [, spec, name, ...given] = words;
  if (spec === undefined || name === undefined) {
    printUsage(shell, "getopts", "getopts optstring name [arg ...]");
    return 2;
  }
  const args = given.length > 0 ? given : shell.positional;
  const silent = spec.startsWith(":") || shell.get("OPTERR") === "0";
  const quiet = spec.startsWith(":");
  const index = Math.max(1, Number(shell.get("OPTIND") ?? 1));
  const word = args[index - 1];
  const { getoptsAt } = shell;
  const setIndex = (value: number, at: number) => {
    shell.set("OPTIND", String(value));
    shell.getoptsAt = at;
  };
  if (word === undefined || !/^-./.test(word) || word === "--") {
    setIndex(word === "--" ? index + 1 : index, 1);
    assign(shell, name, undefined, "?", false);
    return 1;
  }
  const letter = word[getoptsAt];
  const more = getoptsAt + 1 < word.length;
  setIndex(more ? index : index + 1, more ? getoptsAt + 1 : 1);
  const known = letter === ":" ? -1 : spec.indexOf(letter);
  if (known < 0) {
    shell.variables.unset("OPTARG");
    if (quiet) shell.set("OPTARG", letter);
    else if (!silent) shell.process.stderr.write(`${shell.name}: illegal option -- ${letter}\n`);
    assign(shell, name, undefined, "?", false);
    return 0;
  }
  if (spec[known + 1] !== ":") {
    shell.variables.unset("OPTARG");
    assign(shell, name, undefined, letter, false);
    return 0;
  }
  const value = more ? word.slice(getoptsAt + 1) : args[index];
  setIndex(more ? index + 1 : index + 2, 1);
  if (value !== undefined) {
    shell.set("OPTARG", value);
    assign(shell, name, undefined, letter, false);
    return 0;
  }
  setIndex(index + 1, 1);
  shell.variables.unset("OPTARG");
  if (quiet) shell.set("OPTARG", letter);
  else if (!silent) shell.process.stderr.write(`${shell.name}: option requires an argument -- ${letter}\n`);
  assign(shell, name, undefined, quiet ? ":" : "?", false);
  return 0;
};

/** The builtins by name. */
export const input: Readonly<Record<string, Builtin>> = { getopts, mapfile, read, readarray: mapfile };
