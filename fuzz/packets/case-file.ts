/** Recorded cases: a batch, and what Linux made of it. */
import type { Batch, Observation } from "./batch.ts";
import type { Injection, SocketSend } from "./generate/recipe.ts";
import type { Scenario } from "./scenario.ts";
import type { ExtraSocket, SocketName } from "./socket-names.ts";
import { ALL_DEVICES } from "./world.ts";

interface WrittenFrame {
  readonly from: string;
  readonly frame: string;
  readonly send?: SocketSend;
  readonly open?: ExtraSocket;
  readonly hear?: SocketName;
  readonly pause?: number;
}

interface WrittenCase {
  readonly about: string;
  readonly scenario: Scenario;
  readonly frames: readonly WrittenFrame[];
  readonly linux: Observation;
}

/** A batch that once differed, with what Linux does. */
export interface RecordedCase extends Batch {
  /** What the case shows, for the reader. */
  readonly about: string;
  readonly linux: Observation;
}

function writeFrame({ frame, ...rest }: Injection): WrittenFrame {
  return { ...rest, frame: Buffer.from(frame).toString("hex") };
}

function readFrame({ from, frame, ...rest }: WrittenFrame): Injection {
  const device = ALL_DEVICES.find((name) => name === from);
  if (device === undefined) throw new Error(`no such device: ${from}`);
  return { ...rest, from: device, frame: Uint8Array.from(Buffer.from(frame, "hex")) };
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
  const bridge = scenario.bridge === undefined ? "" : ` "bridge": ${JSON.stringify(scenario.bridge)},\n `;
  const nodes = Object.entries(scenario.nodes).map(([name, { before, ip, after, rules }]) => {
    const parts = { before, ip, after, ...(rules ? { rules } : {}) };
    return `  ${JSON.stringify(name)}: {\n${Object.entries(parts)
      .map(([key, part]) => `   "${key}": ${JSON.stringify(part)}`)
      .join(",\n")}\n  }`;
  });
  return `{
 "about": ${JSON.stringify(about)},
 "scenario": {${bridge} "nodes": {\n${nodes.join(",\n")}\n } },
 "frames": ${lines(frames.map(writeFrame))},
 "linux": ${members(linux)}
}\n`;
}

/** Reads one. @throws Error where it is none */
export function parseCase(text: string): RecordedCase {
  const { about, scenario, frames, linux } = JSON.parse(text) as WrittenCase;
  return { about, scenario, frames: frames.map(readFrame), linux };
}
