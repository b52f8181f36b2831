/** `npm run conformance` and `npm run conformance:record`: usage in `run.mjs`. */
import { parseArgs } from "node:util";
import { type Case, findCases } from "./cases.ts";
import { compareRuns } from "./compare.ts";
import { updateFidelity } from "./fidelity.ts";
import { type Run, runOnLinux, versions, whyNotLinux } from "./linux.ts";
import { readTranscript, writeTranscript } from "./transcript.ts";
import { runOnVirtual, whyNotVirtual } from "./virtual.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    live: { type: "boolean", default: false },
    print: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    quiet: { type: "boolean", short: "q", default: false },
    jobs: { type: "string", short: "j", default: "4" },
    repeat: { type: "string", short: "n", default: "1" },
  },
});
const [command = "compare", ...patterns] = positionals;
const COMMANDS: Record<string, (cases: Case[]) => Promise<boolean>> = { record, check, compare, show };

/** Runs `work` for each case, some at a time; results are in the order of the cases. */
async function forEach<T>(cases: Case[], work: (item: Case) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < cases.length) {
      const index = next++;
      results[index] = await work(cases[index] as Case);
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  return results;
}

function say(text: string): void {
  process.stdout.write(text);
}

/** Records transcripts; one that says the same as before stays as it is. */
async function record(cases: Case[]): Promise<boolean> {
  const recordedWith = versions();
  const outcomes = await forEach(cases, async (item) => {
    const run = await runOnLinux(item);
    if (run.output.includes("[killed")) {
      say(`NOT recorded, it did not end: ${item.name}\n`);
      return "failed";
    }
    const old = readTranscript(item.name);
    const same = old !== undefined && old.versions.join() === recordedWith.join();
    if (same && compareRuns(item, old, run) === undefined) return "unchanged";
    writeTranscript(item.name, { versions: recordedWith, ...run });
    say(`recorded ${item.name}\n`);
    return "recorded";
  });
  say(`${outcomes.filter((outcome) => outcome === "recorded").length} recorded, of ${cases.length}\n`);
  return !outcomes.includes("failed");
}

/** Compares fresh runs on Linux with the transcripts. */
function check(cases: Case[]): Promise<boolean> {
  return compareAll(cases, (item) => runOnLinux(item));
}

/** Compares the virtual kernel with the transcripts, or with Linux itself. */
function compare(cases: Case[]): Promise<boolean> {
  return compareAll(cases, (item) => runOnVirtual(item));
}

async function compareAll(cases: Case[], run: (item: Case) => Promise<Run>): Promise<boolean> {
  let equal = 0;
  const repeated = Array.from({ length: Number(values.repeat) }, () => cases).flat();
  const failed: string[] = [];
  await forEach(repeated, async (item) => {
    const expected = values.live ? await runOnLinux(item) : readTranscript(item.name);
    const actual = await run(item);
    const difference = expected === undefined ? "no transcript\n" : compareRuns(item, expected, actual);
    if (difference === undefined) equal++;
    else failed.push(item.name);
    if (difference !== undefined && !values.quiet) say(`=== ${item.name}\n${difference}`);
  });
  if (values.quiet)
    say(
      failed
        .sort()
        .map((name) => `DIFFERS ${name}\n`)
        .join(""),
    );
  say(`${equal} equal, ${repeated.length - equal} differ, of ${repeated.length}\n`);
  return equal === repeated.length;
}

/** Prints what scripts print on Linux, and records nothing. */
async function show(cases: Case[]): Promise<boolean> {
  const runs = await forEach(cases, runOnLinux);
  runs.forEach((run, index) => {
    say(`=== ${cases[index]?.name}\n${run.output}=== exit ${run.exitCode}\n`);
  });
  return true;
}

async function main(): Promise<string | undefined> {
  const chosen = findCases(patterns);
  if (values.list) {
    say(chosen.map((item) => `${item.name}\n`).join(""));
    return undefined;
  }
  if (command === "fidelity") {
    updateFidelity();
    return undefined;
  }
  const action = COMMANDS[command];
  if (action === undefined) return `no such command: ${command}`;
  const needsLinux = command !== "compare" || values.live;
  const obstacle =
    (needsLinux ? whyNotLinux() : undefined) ?? (command === "compare" ? whyNotVirtual() : undefined);
  if (obstacle !== undefined) return obstacle;
  return (await action(chosen)) ? undefined : "";
}

const problem = await main();
if (problem !== undefined) {
  if (problem !== "") process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
