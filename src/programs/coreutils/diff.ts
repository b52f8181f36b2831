/** GNU diff for files: normal and unified output. */
import { strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, keptLines, openInput, quoted, toolName } from "../lib/text/input.ts";
import { formatTime } from "../lib/text/strftime.ts";
import { diffUsage } from "./diff-usage.ts";

/** Beyond this many pairs of lines files count as wholly different: the table of common lines would be too large. */
const MAX_TABLE = 25_000_000;

/** A stretch of lines `from`…`to` (0-based, end excluded) that is replaced by one of the other file. */
interface Change {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

export const main: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "abBc::C:iNqrsuU:w", [
    { name: "brief", argument: "none", value: "q" },
    { name: "ignore-all-space", argument: "none", value: "w" },
    { name: "ignore-case", argument: "none", value: "i" },
    { name: "ignore-space-change", argument: "none", value: "b" },
    { name: "label", argument: "required" },
    { name: "report-identical-files", argument: "none", value: "s" },
    { name: "unified", argument: "optional", value: "u" },
  ]);
  if (errors.length > 0) return diffUsage(process, errors);
  const has = (name: string) => options.some(({ option }) => option === name);
  const refused = ["c", "C", "r", "B", "N"].find(has);
  if (refused) {
    complain(process, `-${refused}: not supported here`);
    return 2;
  }
  if (operands.length < 2) {
    const after = operands.length === 1 ? operands[0] : toolName(process);
    return diffUsage(process, [`${toolName(process)}: missing operand after ${quoted(process, after)}`]);
  }
  if (operands.length > 2)
    return diffUsage(process, [`${toolName(process)}: extra operand ${quoted(process, operands[2])}`]);
  const left = await readLines(process, operands[0]);
  const right = await readLines(process, operands[1]);
  if (!left || !right) return 2;
  const key = normaliser(has);
  const changes = compare(left.map(key), right.map(key));
  if (changes.length === 0) {
    if (has("s")) process.stdout.write(`Files ${operands[0]} and ${operands[1]} are identical\n`);
    return 0;
  }
  if (has("q")) process.stdout.write(`Files ${operands[0]} and ${operands[1]} differ\n`);
  else if (has("u") || has("U")) {
    const context = Number(options.findLast(({ option }) => option === "U" || option === "u")?.argument ?? 3);
    const labels = options.filter(({ option }) => option === "label").map(({ argument }) => argument ?? "");
    const heading = (i: number) => labels[i] ?? `${operands[i]}\t${stamp(process, operands[i])}`;
    process.stdout.write(`--- ${heading(0)}\n+++ ${heading(1)}\n${unified(left, right, changes, context)}`);
  } else process.stdout.write(normal(left, right, changes));
  return 1;
};

function normaliser(has: (name: string) => boolean): (line: string) => string {
  return (line) => {
    let text = has("i") ? line.toLowerCase() : line;
    if (has("w")) text = text.replace(/\s/g, "");
    else if (has("b")) text = text.replace(/\s+/g, " ").trimEnd();
    return text;
  };
}

const NO_NEWLINE = "\n\\ No newline at end of file";

async function readLines(process: Process, name: string): Promise<string[] | undefined> {
  const file = openInput(process, name);
  if (typeof file === "number") {
    complain(process, `${name}: ${strerror(-file)}`);
    return undefined;
  }
  return (await keptLines(process, file)).map(({ text, ended }) => (ended ? text : text + NO_NEWLINE));
}

function stamp(process: Process, name: string): string {
  const status = process.sys.stat(process.resolve(name));
  const ms = typeof status === "number" ? process.sys.realtime() / 1000 : status.modified;
  return formatTime("%Y-%m-%d %H:%M:%S.%N %z", ms);
}

/** The changes between two lists of lines, by their longest common subsequence. */
function compare(left: readonly string[], right: readonly string[]): Change[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  if (start === leftEnd && start === rightEnd) return [];
  const [rows, columns] = [leftEnd - start, rightEnd - start];
  if (rows * columns > MAX_TABLE) return [{ from: start, to: leftEnd, newFrom: start, newTo: rightEnd }];
  const table = commonLengths(left.slice(start, leftEnd), right.slice(start, rightEnd));
  const changes: Change[] = [];
  const width = columns + 1;
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    const [from, newFrom] = [i, j];
    while ((i < rows || j < columns) && !(i < rows && j < columns && left[start + i] === right[start + j])) {
      const skipLeft = i < rows && (j >= columns || table[(i + 1) * width + j] >= table[i * width + j + 1]);
      if (skipLeft) i++;
      else j++;
    }
    if (i > from || j > newFrom) {
      changes.push({ from: start + from, to: start + i, newFrom: start + newFrom, newTo: start + j });
    }
    while (i < rows && j < columns && left[start + i] === right[start + j]) {
      i++;
      j++;
    }
  }
  return changes;
}

/** For each pair of positions the length of the longest common subsequence of what follows. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const width = right.length + 1;
  const table = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] =
        left[i] === right[j] ? table[at + width + 1] + 1 : Math.max(table[at + width], table[at + 1]);
    }
  }
  return table;
}

function span(from: number, to: number): string {
  return to - from <= 1 ? String(to === from ? from : to) : `${from + 1},${to}`;
}

function normal(left: readonly string[], right: readonly string[], changes: readonly Change[]): string {
  let out = "";
  for (const { from, to, newFrom, newTo } of changes) {
    const letter = from === to ? "a" : newFrom === newTo ? "d" : "c";
    out += `${span(from, to)}${letter}${span(newFrom, newTo)}\n`;
    out += left
      .slice(from, to)
      .map((line) => `< ${line}\n`)
      .join("");
    if (letter === "c") out += "---\n";
    out += right
      .slice(newFrom, newTo)
      .map((line) => `> ${line}\n`)
      .join("");
  }
  return out;
}

function unified(
  left: readonly string[],
  right: readonly string[],
  changes: readonly Change[],
  context: number,
): string {
  let out = "";
  for (let i = 0; i < changes.length; ) {
    let last = i;
    while (last + 1 < changes.length && changes[last + 1].from - changes[last].to <= 2 * context) last++;
    out += hunk(left, right, changes.slice(i, last + 1), context);
    i = last + 1;
  }
  return out;
}

function hunk(
  left: readonly string[],
  right: readonly string[],
  changes: readonly Change[],
  context: number,
): string {
  const first = changes[0];
  const last = changes[changes.length - 1];
  const from = Math.max(0, first.from - context);
  const to = Math.min(left.length, last.to + context);
  const newFrom = Math.max(0, first.newFrom - (first.from - from));
  const newTo = last.newTo + (to - last.to);
  const range = (start: number, end: number) => {
    const count = end - start;
    return count === 1 ? String(start + 1) : `${count === 0 ? start : start + 1},${count}`;
  };
  let out = `@@ -${range(from, to)} +${range(newFrom, newTo)} @@\n`;
  let at = from;
  for (const change of changes) {
    out += left
      .slice(at, change.from)
      .map((line) => ` ${line}\n`)
      .join("");
    out += left
      .slice(change.from, change.to)
      .map((line) => `-${line}\n`)
      .join("");
    out += right
      .slice(change.newFrom, change.newTo)
      .map((line) => `+${line}\n`)
      .join("");
    at = change.to;
  }
  return (
    out +
    left
      .slice(at, to)
      .map((line) => ` ${line}\n`)
      .join("")
  );
}
