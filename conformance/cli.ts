/** `npm run conformance` and `npm run conformance:record`: usage in `run.mjs`. */
import { parseArgs } from "node:util";
import { type Case, findCases } from "./cases.ts";
import { compareRuns } from "./compare.ts";
import { updateFidelity } from "./fidelity.ts";
import { type Run, runOnLinux, versions, whyNotLinux } from "./linux.ts";
import { profileOf } from "./profile.ts";
import { runInQemu } from "./qemu/boot.ts";
import { whyNotQemu } from "./qemu/tools.ts";
import { readTranscript, writeTranscript } from "./transcript.ts";
import { runOnVirtual, whyNotVirtual } from "./virtual.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    live: { type: "boolean", default: false },
    print: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    qemu: { type: "boolean", default: false },
    newest: { type: "boolean", default: false },
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

/** What the cases print on Linux and with which versions: here, one by one, or on Debian's kernel, all in one boot. */
async function runAll(
  cases: Case[],
  done: (item: Case, run: Run, versions: readonly string[]) => void,
): Promise<void> {
  if (!values.qemu) {
    const here = versions();
    await forEach(cases, async (item) => done(item, await runOnLinux(item), here));
    return;
  }
  const recording = await runInQemu(cases, values.newest);
  cases.forEach((item, index) => {
    done(item, recording.runs[index] as Run, recording.versions);
  });
}

/** Records transcripts; one that says the same as before stays as it is. */
async function record(cases: Case[]): Promise<boolean> {
  let recorded = 0;
  let failed = 0;
  await runAll(cases, (item, run, recordedWith) => {
    if (run.output.includes("[killed")) {
      say(`NOT recorded, it did not end: ${item.name}\n`);
      failed++;
      return;
    }
    const old = readTranscript(item.name);
    const same = old !== undefined && old.versions.join() === recordedWith.join();
    if (same && compareRuns(item, old, run) === undefined) return;
    writeTranscript(item.name, { versions: recordedWith, ...run });
    say(`recorded ${item.name}\n`);
    recorded++;
  });
  say(`${recorded} recorded, of ${cases.length}\n`);
  return failed === 0;
}

/** Compares fresh runs on Linux with the transcripts. */
async function check(cases: Case[]): Promise<boolean> {
  const outcome = new Outcome();
  await runAll(repeated(cases), (item, run) => outcome.add(item, readTranscript(item.name), run));
  return outcome.report();
}

/** Compares the virtual kernel with the transcripts, or with Linux itself. */
async function compare(cases: Case[]): Promise<boolean> {
  const outcome = new Outcome();
  await forEach(repeated(cases), async (item) => {
    const expected = values.live ? await runOnLinux(item) : readTranscript(item.name);
    outcome.add(item, expected, await runOnVirtual(item));
  });
  return outcome.report();
}

function repeated(cases: Case[]): Case[] {
  return Array.from({ length: Number(values.repeat) }, () => cases).flat();
}

/** Counts what is equal and shows what is not. */
class Outcome {
  #equal = 0;
  readonly #failed: string[] = [];

  add(item: Case, expected: Run | undefined, actual: Run): void {
    const difference = expected === undefined ? "no transcript\n" : compareRuns(item, expected, actual);
    if (difference === undefined) this.#equal++;
    else this.#failed.push(item.name);
    if (difference !== undefined && !values.quiet) say(`=== ${item.name}\n${difference}`);
  }

  /** Prints the counts; whether all were equal. */
  report(): boolean {
    const failed = this.#failed.length;
    const names = this.#failed.sort().map((name) => `DIFFERS ${name}\n`);
    if (values.quiet) say(names.join(""));
    say(`${this.#equal} equal, ${failed} differ, of ${this.#equal + failed}\n`);
    return failed === 0;
  }
}

/** Prints what scripts print on Linux, and records nothing. */
async function show(cases: Case[]): Promise<boolean> {
  await runAll(cases, (item, run) => say(`=== ${item.name}\n${run.output}=== exit ${run.exitCode}\n`));
  return true;
}

/** Those that can be asked on the Linux that is asked: scripts for Debian's kernel never run on this machine's own. */
function askable(cases: Case[]): Case[] {
  if (command === "compare" && !values.live) return cases;
  if (command === "show" && values.qemu) return cases;
  return cases.filter((item) => profileOf(item) === (values.qemu ? "debian" : "reference"));
}

/** Why the command can not run here; undefined when it can. */
function obstacleTo(): string | undefined {
  if (command === "compare") return (values.live ? whyNotLinux() : undefined) ?? whyNotVirtual();
  return values.qemu ? whyNotQemu() : whyNotLinux();
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
  const obstacle = obstacleTo();
  if (obstacle !== undefined) return obstacle;
  return (await action(askable(chosen))) ? undefined : "";
}

const problem = await main();
if (problem !== undefined) {
  if (problem !== "") process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
