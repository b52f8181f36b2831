/** What the fuzzers compared so far: `npm run fuzz -- --count` adds to it, docs/fidelity.md is made from it. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./cases.ts";

const FILE = join(ROOT, "fuzz", "runs.json");

/** A run of one fuzzer. */
export interface FuzzRun {
  readonly fuzzer: string;
  readonly seed: number;
  readonly minutes: number;
  /** What was compared, by name: commands, frames … */
  readonly counts: Readonly<Record<string, number>>;
  readonly differences: number;
}

/** The ledger. */
export interface FuzzRuns {
  /** Of each fuzzer: commands or frames that were compared before runs were counted, and causes of differences mended so far. */
  readonly fuzzers: Readonly<Record<string, { readonly before: number; readonly mended: number }>>;
  readonly runs: readonly FuzzRun[];
}

/** Reads it anew. */
export function readRuns(): FuzzRuns {
  return JSON.parse(readFileSync(FILE, "utf8"));
}

/** Adds a run; the last of several with the same seed counts. */
export function countRun(run: FuzzRun): void {
  const { fuzzers, runs } = readRuns();
  const others = runs.filter(({ fuzzer, seed }) => fuzzer !== run.fuzzer || seed !== run.seed);
  const lines = [...others, run].map((each) => `    ${JSON.stringify(each)}`).join(",\n");
  writeFileSync(FILE, `{\n  "fuzzers": ${JSON.stringify(fuzzers)},\n  "runs": [\n${lines}\n  ]\n}\n`);
}
