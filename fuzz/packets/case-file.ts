/** Recorded cases: a batch, and what Linux made of it. */
import type { Batch, Observation } from "./batch.ts";
import type { Injection } from "./generate/recipe.ts";
import type { Scenario } from "./scenario.ts";
import { DEVICES } from "./world.ts";

interface WrittenFrame {
  readonly from: string;
  readonly frame: string;
  readonly pause?: number;
}

interface WrittenCase {
  readonly about: string;
  readonly scenario: Scenario;
  readonly frames: readonly WrittenFrame[];
  readonly linux: Observation;
}

export interface RecordedCase extends Batch {
  /** What the case shows, for the reader. */
  readonly about: string;
  readonly linux: Observation;
}

function writeFrame({ from, frame, pause }: Injection): WrittenFrame {
  const bytes = Buffer.from(frame).toString("hex");
  return pause === undefined ? { from, frame: bytes } : { from, frame: bytes, pause };
}

function readFrame({ from, frame, pause }: WrittenFrame): Injection {
  const device = DEVICES.find((name) => name === from);
  if (device === undefined) throw new Error(`no such device: ${from}`);
  const injection = { from: device, frame: Uint8Array.from(Buffer.from(frame, "hex")) };
  return pause === undefined ? injection : { ...injection, pause };
}

/** A list with an item in each line. */
function lines(items: readonly unknown[]): string {
  return items.length === 0
    ? "[]"
    : `[\n${items.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`;
}

/** An object whose lists have an item in each line. */
function members(object: Readonly<Record<string, readonly unknown[]>>): string {
  const entries = Object.entries(object).map(([key, items]) => `  ${JSON.stringify(key)}: ${lines(items)}`);
  return `{\n${entries.join(",\n")}\n }`;
}

/** The text of a case: JSON, with settings and commands in few lines, and one line for each frame and each thing observed. */
export function formatCase(recorded: RecordedCase): string {
  const { about, scenario, frames, linux } = recorded;
  const nodes = Object.entries(scenario.nodes).map(([name, { before, ip, after }]) => {
    const parts = { before, ip, after };
    return `  ${JSON.stringify(name)}: {\n${Object.entries(parts)
      .map(([key, part]) => `   "${key}": ${JSON.stringify(part)}`)
      .join(",\n")}\n  }`;
  });
  return `{
 "about": ${JSON.stringify(about)},
 "scenario": { "nodes": {\n${nodes.join(",\n")}\n } },
 "frames": ${lines(frames.map(writeFrame))},
 "linux": ${members(linux)}
}\n`;
}

export function parseCase(text: string): RecordedCase {
  const { about, scenario, frames, linux } = JSON.parse(text) as WrittenCase;
  return { about, scenario, frames: frames.map(readFrame), linux };
}
