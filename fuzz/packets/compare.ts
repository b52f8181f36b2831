/** The differences between what came of a batch on two kernels. */
import type { Observation } from "./batch.ts";
import { normalisePlaces } from "./places.ts";

/** One heading under which the kernels differ, with the lines that only one of them has. */
export interface Difference {
  readonly heading: string;
  readonly linux: readonly string[];
  readonly virtual: readonly string[];
}

/** Counters that only one kernel knows are in one list only when they are not zero; both lists name what they counted. */
function differs(left: readonly string[], right: readonly string[]): boolean {
  return left.length !== right.length || left.some((line, i) => line !== right[i]);
}

/** Lines of `lines` that are not in `others`, as often as they are too many; all when only the order differs. */
function extra(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** What differs, by heading: lines, or their order. */
export function compare(linux: Observation, virtual: Observation): Difference[] {
  const differences: Difference[] = [];
  for (const heading of Object.keys(linux)) {
    const left = heading === "drops" ? normalisePlaces(linux[heading] ?? []) : (linux[heading] ?? []);
    const right = heading === "drops" ? normalisePlaces(virtual[heading] ?? []) : (virtual[heading] ?? []);
    if (!differs(left, right)) continue;
    const [onlyLinux, onlyVirtual] = [extra(left, right), extra(right, left)];
    const same = onlyLinux.length === 0 && onlyVirtual.length === 0;
    differences.push({ heading, linux: same ? left : onlyLinux, virtual: same ? right : onlyVirtual });
  }
  return differences;
}

/** Differences for the person who reads. */
export function describe(differences: readonly Difference[]): string[] {
  return differences.flatMap(({ heading, linux, virtual }) => [
    `${heading}:`,
    ...linux.map((line) => `  linux   ${line}`),
    ...virtual.map((line) => `  virtual ${line}`),
  ]);
}
