/** Makes a batch that shows a difference as small as possible. */
import type { Batch } from "./batch.ts";
import type { NodeSetup, Scenario } from "./scenario.ts";
import { NODES } from "./world.ts";

export type Fails = (batch: Batch) => Promise<boolean>;

/** Runs of a batch that shrinking may take. */
const MAX_RUNS = 150;

class Shrinker {
  private runs = 0;
  private readonly fails: Fails;

  constructor(fails: Fails) {
    this.fails = fails;
  }

  async try(batch: Batch): Promise<boolean> {
    if (this.runs >= MAX_RUNS) return false;
    this.runs++;
    return this.fails(batch);
  }

  /** The shortest beginning that fails, by bisection. */
  async prefix(batch: Batch): Promise<Batch> {
    let low = 1;
    let high = batch.frames.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (await this.try({ ...batch, frames: batch.frames.slice(0, middle) })) high = middle;
      else low = middle + 1;
    }
    const prefix = { ...batch, frames: batch.frames.slice(0, high) };
    return prefix.frames.length === batch.frames.length || (await this.try(prefix)) ? prefix : batch;
  }

  /** Leaves out frames, in ever smaller pieces, but for the last one. */
  async frames(batch: Batch): Promise<Batch> {
    let smallest = batch;
    for (let piece = batch.frames.length - 1; piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 3)) {
      for (let at = smallest.frames.length - 1 - piece; at > -piece; at -= piece) {
        const start = Math.max(0, at);
        const frames = smallest.frames.toSpliced(start, at + piece - start);
        if (frames.length === smallest.frames.length) continue;
        const shorter = { ...smallest, frames };
        if (await this.try(shorter)) smallest = shorter;
      }
    }
    return smallest;
  }

  /** Leaves out commands about the bridge. */
  private async bridge(batch: Batch, needed: Scenario): Promise<Batch> {
    let smallest = batch;
    const base: ReadonlySet<string> = new Set(needed.bridge);
    for (let at = (batch.scenario.bridge?.length ?? 0) - 1; at >= 0; at--) {
      const bridge = smallest.scenario.bridge ?? [];
      if (base.has(bridge[at] ?? "")) continue;
      const shorter = { ...smallest, scenario: { ...smallest.scenario, bridge: bridge.toSpliced(at, 1) } };
      if (await this.try(shorter)) smallest = shorter;
    }
    return smallest;
  }

  /** Leaves out settings and commands of the set-up that are not needed; those that every batch has stay. */
  async scenario(batch: Batch, needed: Scenario): Promise<Batch> {
    let smallest = await this.bridge(batch, needed);
    for (const node of NODES)
      for (const part of ["after", "ip", "before"] as const) {
        const base: ReadonlySet<string> = new Set(needed.nodes[node][part].map(String));
        for (let at = smallest.scenario.nodes[node][part].length - 1; at >= 0; at--) {
          const setup = smallest.scenario.nodes[node];
          if (base.has(String(setup[part][at]))) continue;
          const shorter = {
            ...smallest,
            scenario: without(smallest.scenario, node, { ...setup, [part]: setup[part].toSpliced(at, 1) }),
          };
          if (await this.try(shorter)) smallest = shorter;
        }
      }
    return this.rules(smallest);
  }

  /** Leaves out rules. */
  private async rules(batch: Batch): Promise<Batch> {
    let smallest = batch;
    for (const node of NODES)
      for (let at = (smallest.scenario.nodes[node].rules?.length ?? 0) - 1; at >= 0; at--) {
        const setup = smallest.scenario.nodes[node];
        const rules = (setup.rules ?? []).toSpliced(at, 1);
        const shorter = { ...smallest, scenario: without(smallest.scenario, node, { ...setup, rules }) };
        if (await this.try(shorter)) smallest = shorter;
      }
    return smallest;
  }
}

function without(scenario: Scenario, node: string, setup: NodeSetup): Scenario {
  return { ...scenario, nodes: { ...scenario.nodes, [node]: setup } };
}

/** @returns a small batch that still fails */
export async function shrink(batch: Batch, needed: Scenario, fails: Fails): Promise<Batch> {
  const shrinker = new Shrinker(fails);
  return shrinker.scenario(await shrinker.frames(await shrinker.prefix(batch)), needed);
}
