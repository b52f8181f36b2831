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

export function formatCase(recorded: RecordedCase): string {
  const { about, scenario, frames, linux } = recorded;
  const written: WrittenCase = { about, scenario, frames: frames.map(writeFrame), linux };
  return `${JSON.stringify(written, undefined, 1)}\n`;
}

export function parseCase(text: string): RecordedCase {
  const { about, scenario, frames, linux } = JSON.parse(text) as WrittenCase;
  return { about, scenario, frames: frames.map(readFrame), linux };
}
