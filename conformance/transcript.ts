/** Transcripts: what Linux printed for a script, kept as text files. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./cases.ts";
import type { Run } from "./linux.ts";

/** What Linux printed. */
export interface Transcript extends Run {
  /** Kernel and tools that it was recorded with. */
  readonly versions: readonly string[];
}

const RULE = "----\n";

/** The file of a case. */
export function transcriptPath(name: string): string {
  return join(ROOT, "conformance", "transcripts", `${name}.txt`);
}

/** The transcript of a case; undefined when none was recorded. */
export function readTranscript(name: string): Transcript | undefined {
  let text: string;
  try {
    text = readFileSync(transcriptPath(name), "latin1");
  } catch {
    return undefined;
  }
  const end = text.indexOf(RULE);
  const head = text.slice(0, end).trim().split("\n");
  const exit = /^# exit (\d+)$/.exec(head.at(-1) ?? "");
  if (end < 0 || exit === null) throw new Error(`not a transcript: ${transcriptPath(name)}`);
  const versions = (head[0] ?? "").replace(/^# /, "").split(", ");
  return { versions, exitCode: Number(exit[1]), output: text.slice(end + RULE.length) };
}

/** Keeps one. */
export function writeTranscript(name: string, transcript: Transcript): void {
  const head = `# ${transcript.versions.join(", ")}
# exit ${transcript.exitCode}
`;
  const path = transcriptPath(name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, head + RULE + transcript.output, "latin1");
}
