/** `npm run fuzz`: usage in `run.mjs`. */
import { randomInt } from "node:crypto";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../conformance/cases.ts";
import { countRun } from "../conformance/fuzz-runs.ts";
import { commands } from "./commands/index.ts";
import { SUBJECT_NAMES } from "./commands/sequence.ts";
import type { Fuzzer, FuzzOptions, Report } from "./fuzzer.ts";
import { packets } from "./packets/index.ts";

const FUZZERS: readonly Fuzzer[] = [commands, packets];

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string" },
    only: { type: "string" },
    grammar: { type: "string", default: "" },
    alone: { type: "boolean", default: false },
    count: { type: "boolean", default: false },
    tolerate: { type: "string", default: "0" },
    folder: { type: "string", default: join(ROOT, "fuzz", "found") },
  },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @returns the options of a run, or what is wrong with the command line */
function readOptions(): FuzzOptions | string {
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) return `--minutes: not a positive number: ${values.minutes}`;
  const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 31)
    return `--seed: not a number from 0 to ${2 ** 31 - 1}: ${values.seed}`;
  const grammar = values.grammar.split(",").filter((name) => name !== "");
  const unknown = grammar.find((name) => !SUBJECT_NAMES.includes(name));
  if (unknown !== undefined) return `--grammar: not one of ${SUBJECT_NAMES.join(" ")}: ${unknown}`;
  return { minutes, seed, folder: values.folder, grammar, alone: values.alone, say };
}

function sayReport(fuzzer: Fuzzer, report: Report): void {
  const counts = Object.entries(report.counts).map(([name, count]) => `${count} ${name}`);
  say(`${fuzzer.name}: ${[...counts, `${report.differences.length} differences`].join(", ")}`);
  for (const difference of report.differences) say(`  ${difference}`);
}

/** @returns the exit status */
async function main(): Promise<number> {
  const options = readOptions();
  const chosen = FUZZERS.filter(({ name }) => values.only === undefined || name === values.only);
  const tolerated = Number(values.tolerate);
  const problem =
    typeof options === "string"
      ? options
      : !(tolerated >= 0)
        ? `--tolerate: not a number: ${values.tolerate}`
        : chosen.length === 0
          ? `--only: no such fuzzer: ${values.only}`
          : chosen.map((fuzzer) => fuzzer.whyNot()).find((reason) => reason !== undefined);
  if (problem !== undefined || typeof options === "string") {
    process.stderr.write(`${problem}\n`);
    return 2;
  }
  say(`seed ${options.seed}`);
  let found = 0;
  for (const fuzzer of chosen) {
    const report = await fuzzer.run({ ...options, folder: join(options.folder, fuzzer.name) });
    sayReport(fuzzer, report);
    if (values.count) {
      const { name } = fuzzer;
      const { minutes, seed } = options;
      countRun({
        fuzzer: name,
        seed,
        minutes,
        counts: report.counts,
        differences: report.differences.length,
      });
    }
    found += report.differences.length;
  }
  return found <= tolerated ? 0 : 1;
}

process.exitCode = await main();
