/** shuf: lines, words or numbers in a random order. */
import { strerror } from "../../errno.ts";
import { O_CREAT, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import type { Main, Process } from "../../process/process.ts";
import { encodeText } from "../../process/text.ts";
import { getopt, type LongOption } from "../lib/getopt.ts";
import { complain, keptLines, openInput, quoted, usageFailure } from "../lib/text/input.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { quotedIfNeeded } from "../lib/text/quoting.ts";

const LONG: readonly LongOption[] = [
  { name: "echo", argument: "none", value: "e" },
  { name: "input-range", argument: "required", value: "i" },
  { name: "head-count", argument: "required", value: "n" },
  { name: "output", argument: "required", value: "o" },
  { name: "repeat", argument: "none", value: "r" },
  { name: "zero-terminated", argument: "none", value: "z" },
];
/** Numbers that are shuffled by their places; of larger ranges some are drawn. */
const MOST_LISTED = 1 << 20;
/** Bytes that are written at once. */
const BLOCK = 65_536;

/** What is shuffled: so many things, each by its place. */
interface Things {
  readonly count: number;
  at(index: number): string;
}

interface Settings {
  readonly most: number;
  readonly repeat: boolean;
  readonly end: string;
  readonly output: string | undefined;
}

/** Ends with words about wrong usage; `hint` is the line about `--help`. */
class Wrong {
  readonly text: string;
  readonly hint: boolean;
  constructor(text: string, hint: boolean) {
    this.text = text;
    this.hint = hint;
  }
}

export const shuf: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "ei:n:o:rz", LONG);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  const last = (letter: string) => options.findLast(({ option }) => option === letter)?.argument;
  const has = (letter: string) => options.some(({ option }) => option === letter);
  try {
    const range = last("i");
    if (range !== undefined && has("e")) throw new Wrong("cannot combine -e and -i options", true);
    const extra = has("e") ? undefined : operands[range === undefined ? 1 : 0];
    const numbers = range === undefined ? undefined : readRange(process, range);
    const settings = {
      most: headCount(
        process,
        options.filter(({ option }) => option === "n").map(({ argument = "" }) => argument),
      ),
      repeat: has("r"),
      end: has("z") ? "\0" : "\n",
      output: last("o"),
    };
    if (extra !== undefined) throw new Wrong(`extra operand ${quoted(process, extra)}`, true);
    const things =
      numbers ?? (has("e") ? listed(operands) : await readLines(process, operands[0] ?? "-", has("z")));
    if (typeof things === "number") return things;
    return await write(process, things, settings);
  } catch (wrong) {
    if (!(wrong instanceof Wrong)) throw wrong;
    if (wrong.hint) return usageFailure(process, [`${process.argv[0]}: ${wrong.text}`]);
    complain(process, wrong.text);
    return 1;
  }
};

function listed(words: readonly string[]): Things {
  return { count: words.length, at: (index) => words[index] };
}

function readRange(process: Process, text: string): Things {
  const dash = text.indexOf("-");
  const words = dash < 0 ? [text] : [text.slice(0, dash), text.slice(dash + 1)];
  for (const word of words)
    if (!/^\d+$/.test(word) || words.length < 2 || Number(word) > Number.MAX_SAFE_INTEGER)
      throw new Wrong(`invalid input range: ${quoted(process, word)}`, false);
  const [low, high] = words.map(Number);
  if (low > high + 1) throw new Wrong(`invalid input range: ${quoted(process, text)}`, false);
  return { count: high - low + 1, at: (index) => String(low + index) };
}

/** The least of the counts that were given. */
function headCount(process: Process, counts: readonly string[]): number {
  for (const text of counts)
    if (!/^\d+$/.test(text)) throw new Wrong(`invalid line count: ${quoted(process, text)}`, false);
  return Math.min(Number.POSITIVE_INFINITY, ...counts.map(Number));
}

async function readLines(process: Process, name: string, zeros: boolean): Promise<Things | number> {
  const file = openInput(process, name);
  if (typeof file === "number") {
    complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-file)}`);
    return 1;
  }
  const lines = (await keptLines(process, file)).map(({ text }) => text);
  file?.close();
  if (!zeros) return listed(lines);
  const words = lines.join("\n").split("\0");
  if (words.at(-1) === "") words.pop();
  return listed(words);
}

/** Below `count`, of the box's random source. */
function random(process: Process, count: number): number {
  const high = process.sys.random() >>> 0;
  const low = process.sys.random() >>> 0;
  return Math.floor(((high * 2 ** 21 + (low >>> 11)) / 2 ** 53) * count);
}

function* chosen(process: Process, { count }: Things, { most, repeat }: Settings): Generator<number> {
  if (repeat) for (let i = 0; i < most; i++) yield random(process, count);
  else if (count <= MOST_LISTED) yield* shuffled(process, count, most);
  else yield* drawn(process, count, most);
}

function* shuffled(process: Process, count: number, most: number): Generator<number> {
  const places = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < Math.min(count, most); i++) {
    const other = i + random(process, count - i);
    yield places[other];
    places[other] = places[i];
  }
}

/** Of many numbers: places that others were put to are remembered, as many as are drawn. */
function* drawn(process: Process, count: number, most: number): Generator<number> {
  const moved = new Map<number, number>();
  const total = Math.min(count, most);
  for (let i = 0; i < total; i++) {
    if (moved.size > MOST_LISTED) process.exhausted();
    const other = i + random(process, count - i);
    yield moved.get(other) ?? other;
    moved.set(other, moved.get(i) ?? i);
    moved.delete(i);
  }
}

async function write(process: Process, things: Things, settings: Settings): Promise<number> {
  const { most, repeat, end, output } = settings;
  if (repeat && most > 0 && things.count === 0) throw new Wrong("no lines to repeat", false);
  const file =
    output === undefined
      ? undefined
      : process.sys.open(process.resolve(output), O_WRONLY | O_CREAT | O_TRUNC, 0o666 & ~process.umask);
  if (typeof file === "number") {
    complain(process, `${quotedIfNeeded(process, output ?? "")}: ${strerror(-file)}`);
    return 1;
  }
  let text = "";
  const put = async (): Promise<void> => {
    if (file !== undefined) await writeWhole(process, file, encodeText(text));
    else {
      process.stdout.write(text);
      await process.stdout.flush();
    }
    text = "";
  };
  for (const index of chosen(process, things, settings)) {
    text += things.at(index) + end;
    if (text.length >= BLOCK) await put();
  }
  await put();
  file?.close();
  return 0;
}
