/** Compares what a script printed on one kernel with what it printed on the other. */
import type { Case } from "./cases.ts";
import type { Run } from "./linux.ts";
import { type Normalised, normalise } from "./normalise.ts";

/** Two measured durations are the same when they differ by less than this many ms … */
const TOLERANCE_MS = 250;
/** … or by this share of the longer one. */
const TOLERANCE_SHARE = 0.25;

/** Lines shown around a difference. */
const CONTEXT = 3;

/** What differs, as a diff of the normalised outputs (`-` expected, `+` actual); undefined when they are equal. */
export function compareRuns(item: Case, expected: Run, actual: Run): string | undefined {
  const left = normalise(expected.output, item.text);
  const right = normalise(actual.output, item.text);
  const parts = [
    expected.exitCode === actual.exitCode ? "" : `-exit ${expected.exitCode}\n+exit ${actual.exitCode}\n`,
    left.text === right.text ? compareDurations(left, right) : diffLines(left.text, right.text),
  ];
  const difference = parts.join("");
  return difference === "" ? undefined : difference;
}

function compareDurations(left: Normalised, right: Normalised): string {
  return left.durations
    .map((expected, index) => {
      const actual = right.durations[index] ?? Number.NaN;
      const longer = Math.max(expected, actual);
      const near = Math.abs(expected - actual) <= Math.max(TOLERANCE_MS, longer * TOLERANCE_SHARE);
      return near ? "" : `-duration ${index + 1}: ${expected} ms\n+duration ${index + 1}: ${actual} ms\n`;
    })
    .join("");
}

/** A line diff with three lines of context; never empty for texts that differ. */
export function diffLines(left: string, right: string): string {
  const before = splitLines(left);
  const after = splitLines(right);
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = Math.max(0, same - CONTEXT);
  const marked = markLines(before.slice(start), after.slice(start));
  const shown = marked.map((_, index) =>
    marked.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((line) => !line.startsWith(" ")),
  );
  return marked
    .flatMap((line, index) => (shown[index] ? [line] : shown[index - 1] ? ["..."] : []))
    .map((line) => `${line}\n`)
    .join("");
}

function splitLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push("\\ no newline at the end");
  return lines;
}

/** Longest common subsequence, walked from the start. Starts at the first difference; what is far behind it is cut. */
function markLines(before: string[], after: string[]): string[] {
  const a = before.slice(0, 1500);
  const b = after.slice(0, 1500);
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] =
        a[i] === b[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
    }
  }
  const result: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const down = i < a.length ? (table[(i + 1) * width + j] ?? 0) : -1;
    const right = j < b.length ? (table[i * width + j + 1] ?? 0) : -1;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      result.push(` ${a[i++]}`);
      j++;
    } else if (down >= right) result.push(`-${a[i++]}`);
    else result.push(`+${b[j++]}`);
  }
  return result;
}
