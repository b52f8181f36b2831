/** The numbers in `docs/fidelity.md`, made from the scripts themselves. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCases, ROOT } from "./cases.ts";
import { readTranscript } from "./transcript.ts";

const FILE = join(ROOT, "docs", "fidelity.md");
const BEGIN = "<!-- counts: node conformance/run.mjs fidelity -->\n";
const END = "<!-- end of counts -->";

/** A row for each subject: scripts, and lines of output compared. */
export function countsTable(): string {
  const subjects = new Map<string, { scripts: number; lines: number }>();
  for (const { name } of findCases()) {
    const subject = name.slice(0, name.indexOf("/"));
    const counts = subjects.get(subject) ?? { scripts: 0, lines: 0 };
    counts.scripts++;
    counts.lines += (readTranscript(name)?.output.match(/\n/g) ?? []).length;
    subjects.set(subject, counts);
  }
  const rows = [...subjects].map(
    ([subject, { scripts, lines }]) => `| ${subject} | ${scripts} | ${lines} |\n`,
  );
  const total = [...subjects.values()].reduce(
    (sum, { scripts, lines }) => ({ scripts: sum.scripts + scripts, lines: sum.lines + lines }),
    { scripts: 0, lines: 0 },
  );
  return [
    "| subject | scripts | lines compared |\n|---|---:|---:|\n",
    ...rows,
    `| **all** | **${total.scripts}** | **${total.lines}** |\n`,
  ].join("");
}

function parts(): [before: string, table: string, after: string] {
  const text = readFileSync(FILE, "utf8");
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END);
  if (begin < BEGIN.length || end < begin) throw new Error(`${FILE}: no place for the counts`);
  return [text.slice(0, begin), text.slice(begin, end), text.slice(end)];
}

/** The table as the document has it. */
export function writtenTable(): string {
  return parts()[1];
}

export function updateFidelity(): void {
  const [before, , after] = parts();
  writeFileSync(FILE, before + countsTable() + after);
}
