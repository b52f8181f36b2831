/** The command fuzzer: random sequences of commands, run on both kernels and compared command by command. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { whyNotLinux, whyNotProfile } from "../../conformance/linux.ts";
import type { Fuzzer, FuzzOptions, Report } from "../fuzzer.ts";
import { type Outcome, runOnBoth, unstableSections } from "./both.ts";
import type { Difference } from "./compare.ts";
import { crashed, excluded } from "./exclusions.ts";
import { plainScript } from "./script.ts";
import { type Selection, type Sequence, sequences } from "./sequence.ts";

/** Sequences that run at a time: most of them wait. */
const JOBS = Number(process.env["FUZZ_JOBS"] ?? 4);
/** How many shorter sequences are tried for a difference. */
const SHRINKS = Number(process.env["FUZZ_SHRINKS"] ?? 250);
/** How long that may go on after a run's time is over, in milliseconds. */
const OVERTIME = 120_000;
/** How often a difference must show again before it counts: Linux itself does not always take the same time. */
const CONFIRMATIONS = 2;

/** What our tools say of what docs/limits.md lists. */
const REFUSAL = /^\+.*\bnot supported here$/m;

/** Differences up to where our tools first refuse what is not supported here, or Debian's crash: all that comes later may follow from that. */
export function beforeEnd(differences: readonly Difference[]): readonly Difference[] {
  const at = differences.findIndex((difference) => REFUSAL.test(difference.diff) || crashed(difference));
  return at < 0 ? differences : differences.slice(0, at);
}

/** Differences that count: not after a refusal or a crash, not excluded, and not in what differs between two runs on Linux. */
async function realDifferences(sequence: Sequence): Promise<{ outcome: Outcome; real: Difference[] }> {
  const outcome = await runOnBoth(sequence);
  const counting = beforeEnd(outcome.differences).filter(
    (difference) => !excluded(difference, outcome.script),
  );
  if (counting.length === 0) return { outcome, real: [] };
  const unstable = await unstableSections(sequence);
  return { outcome, real: counting.filter(({ section }) => !unstable.has(section)) };
}

/** Sequence number `index` of a seed. */
export function sequenceOf(seed: number, index: number, selection?: Selection): Sequence {
  const [sequence] = fc.sample(sequences(selection), { seed: seed + index * 0x1_0000, numRuns: 1 });
  if (sequence === undefined) throw new Error("fast-check made no sample");
  return sequence;
}

/**
 * The shortest sequence that still shows a difference, as far as {@link SHRINKS} tries find it.
 * @param end when to be content with what was found, in milliseconds of `performance.now`
 */
async function shrink(sequence: Sequence, end: number): Promise<Sequence> {
  let left = SHRINKS;
  let best = sequence;
  for (let again = true; again && left > 0; ) {
    again = false;
    for (const { value } of sequences().shrink(best, undefined)) {
      if (left-- <= 0 || performance.now() > end) return best;
      if ((await realDifferences(value)).real.length === 0) continue;
      best = value;
      again = true;
      break;
    }
  }
  return best;
}

/** What differs whenever the sequence is run again; empty when it does not always. */
async function confirmed(sequence: Sequence): Promise<Difference[]> {
  let real: Difference[] = [];
  for (let left = CONFIRMATIONS; left > 0; left--) {
    ({ real } = await realDifferences(sequence));
    if (real.length === 0) break;
  }
  return real;
}

function describe(sequence: Sequence, found: readonly Difference[]): string {
  const diffs = found.map(({ command, diff }) => `$ ${command}\n${diff}`).join("\n");
  return `${plainScript(sequence)}\n--- differences (- Linux, + virtual)\n${diffs}`;
}

class Run {
  sequences = 0;
  commands = 0;
  unstable = 0;
  refused = 0;
  crashed = 0;
  excluded = 0;
  readonly found: string[] = [];
  private readonly options: FuzzOptions;
  private readonly deadline: number;
  private next = 0;

  constructor(options: FuzzOptions) {
    this.options = options;
    this.deadline = performance.now() + options.minutes * 60_000;
  }

  async work(): Promise<void> {
    const { most = Number.POSITIVE_INFINITY } = this.options;
    while (this.next < most && performance.now() < this.deadline) await this.one(this.next++);
  }

  private async one(index: number): Promise<void> {
    const sequence = sequenceOf(this.options.seed, index, this.options);
    const { outcome, real } = await realDifferences(sequence);
    this.sequences++;
    this.commands += outcome.script.sections.length;
    if (real.length === 0) this.countLeft(outcome);
    if (real.length === 0) return;
    await this.report(index, sequence);
  }

  /** Counts a sequence with differences none of which counts. */
  private countLeft({ differences, script }: Outcome): void {
    if (differences.some(({ diff }) => REFUSAL.test(diff))) this.refused++;
    else if (differences.some(crashed)) this.crashed++;
    else if (differences.some((difference) => !excluded(difference, script))) this.unstable++;
    else if (differences.length > 0) this.excluded++;
  }

  private async report(index: number, sequence: Sequence): Promise<void> {
    let shown = await shrink(sequence, this.deadline + OVERTIME);
    let real = await confirmed(shown);
    if (real.length === 0 && shown !== sequence) {
      shown = sequence;
      real = await confirmed(sequence);
    }
    const [first] = real;
    if (first === undefined) {
      this.unstable++;
      return;
    }
    mkdirSync(this.options.folder, { recursive: true });
    const file = join(this.options.folder, `${this.options.seed}-${index}.txt`);
    writeFileSync(file, describe(shown, real));
    this.found.push(`${first.command}: ${file}`);
    this.options.say(`  differs: ${first.command}: ${file}`);
  }
}

async function run(options: FuzzOptions): Promise<Report> {
  const work = new Run(options);
  await Promise.all(Array.from({ length: JOBS }, () => work.work()));
  const {
    sequences: count,
    commands: compared,
    refused,
    crashed: ended,
    excluded: left,
    unstable,
    found,
  } = work;
  return {
    counts: { sequences: count, commands: compared, refused, crashed: ended, excluded: left, unstable },
    differences: found,
  };
}

export const commands: Fuzzer = {
  name: "commands",
  whyNot: () => whyNotLinux() ?? whyNotProfile(),
  run,
};
