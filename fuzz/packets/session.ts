/** One batch on both kernels, and again when it differs. */
import { type Batch, type Observation, runBatch, TOO_LATE } from "./batch.ts";
import { baseBridgedScenario, bridgedScenario } from "./bridged.ts";
import { Chance } from "./chance.ts";
import { compare, type Difference } from "./compare.ts";
import { ownDrops } from "./foreign.ts";
import { generateBridged } from "./generate/bridged.ts";
import { generateFrames } from "./generate/index.ts";
import { redirectedAgain } from "./generate/redirected.ts";
import type { LinuxSide } from "./linux-side.ts";
import {
  baseScenario,
  FRAMES_WITH_REDIRECTS,
  generateScenario,
  hasRules,
  REDIRECT_STEP,
  sendsRedirects,
  withRules,
} from "./scenario.ts";
import { shrink } from "./shrink.ts";
import { openVirtualSide } from "./virtual-side.ts";

/** A batch with a bridge in the middle. */
export function generateBridgedBatch(seed: number, count: number): Batch {
  const chance = new Chance(seed);
  return { scenario: bridgedScenario(chance), frames: generateBridged(chance, count) };
}

/** A difference in what is tracked leads to many more. */
const FRAMES_WITH_RULES = 200;

/** @param rules whether a node has some */
export function generateBatch(seed: number, count: number, rules = false): Batch {
  const chance = new Chance(seed);
  const plain = generateScenario(chance);
  const scenario = rules ? withRules(chance, plain) : plain;
  if (hasRules(scenario)) {
    const most = sendsRedirects(scenario) ? FRAMES_WITH_REDIRECTS : FRAMES_WITH_RULES;
    return { scenario, frames: generateFrames(chance, Math.min(count, most), true) };
  }
  if (!sendsRedirects(scenario)) return { scenario, frames: generateFrames(chance, count) };
  const first = generateFrames(chance, Math.min(count, FRAMES_WITH_REDIRECTS));
  // in some of these batches nothing waits but for the next redirect
  if (!chance.oneIn(4)) return { scenario, frames: first };
  const prompt = first.filter(({ pause }) => pause === undefined);
  return { scenario, frames: [...prompt, ...redirectedAgain(chance, REDIRECT_STEP)] };
}

/** What both kernels did with a batch. */
export interface Comparison {
  readonly linux: Observation;
  readonly virtual: Observation;
  readonly differences: readonly Difference[];
  /** Linux took so long that timers did what a batch does not wait for: nothing is compared. */
  readonly late: boolean;
}

/** Runs a batch on both kernels; the virtual one works while Linux settles. */
export async function compareBatch(linux: LinuxSide, batch: Batch, seed: number): Promise<Comparison> {
  const running = runBatch(linux, batch);
  const virtual = await runBatch(openVirtualSide(seed), batch);
  const all = await running;
  const observed = { ...all, drops: ownDrops(all["drops"] ?? [], virtual["drops"] ?? []) };
  const late = all[TOO_LATE] !== undefined;
  return { linux: observed, virtual, differences: late ? [] : compare(observed, virtual), late };
}

/** A difference that showed every time, as small as it could be made. */
export interface Finding extends Comparison {
  readonly batch: Batch;
}

/** How often a difference must show again: what differs once depends on time. */
const CONFIRMATIONS = 2;

/** One run of the fuzzer, against one Linux. */
export class Session {
  private readonly linux: LinuxSide;
  private seed: number;
  /** Batches that differed once, but not again. */
  unsteady = 0;
  /** Runs that say nothing, because this machine was too slow for them. */
  late = 0;

  constructor(linux: LinuxSide, seed: number) {
    this.linux = linux;
    this.seed = seed;
  }

  async compare(batch: Batch): Promise<Comparison> {
    const comparison = await compareBatch(this.linux, batch, this.seed++);
    if (comparison.late) this.late++;
    return comparison;
  }

  private readonly fails = async (batch: Batch): Promise<boolean> =>
    (await this.compare(batch)).differences.length > 0;

  /** @returns what differs in a batch; undefined when nothing does */
  async examine(batch: Batch): Promise<Finding | undefined> {
    if (!(await this.fails(batch))) return undefined;
    for (let round = 0; round < CONFIRMATIONS; round++)
      if (!(await this.fails(batch))) {
        this.unsteady++;
        return undefined;
      }
    const small = await shrink(
      batch,
      batch.scenario.bridge === undefined ? baseScenario() : baseBridgedScenario(),
      this.fails,
    );
    for (let round = 0; round < CONFIRMATIONS; round++) {
      const comparison = await this.compare(small);
      if (comparison.differences.length > 0) return { ...comparison, batch: small };
    }
    this.unsteady++;
    return undefined;
  }
}
