/** Runs a sequence on both kernels. */
import { type Run, runOnLinux } from "../../conformance/linux.ts";
import { type Difference, differences } from "./compare.ts";
import { markedScript, SCRIPT_NAME, type Script } from "./script.ts";
import type { Sequence } from "./sequence.ts";
import { runOnVirtual } from "./virtual.ts";

export interface Outcome {
  readonly script: Script;
  /** What differs, in order. */
  readonly differences: readonly Difference[];
}

function linuxRun({ text }: Script): Promise<Run> {
  return runOnLinux({ name: "fuzz/commands", path: SCRIPT_NAME, script: SCRIPT_NAME, args: [], text });
}

export async function runOnBoth(sequence: Sequence): Promise<Outcome> {
  const script = markedScript(sequence);
  const [linux, virtual] = await Promise.all([linuxRun(script), runOnVirtual(script.text)]);
  return { script, differences: differences(script, linux, virtual) };
}

/** Where two runs on Linux differ from each other: sections that say nothing about the virtual kernel. */
export async function unstableSections(sequence: Sequence): Promise<Set<number>> {
  const script = markedScript(sequence);
  const [one, two] = [await linuxRun(script), await linuxRun(script)];
  return new Set(differences(script, one, two).map(({ section }) => section));
}
