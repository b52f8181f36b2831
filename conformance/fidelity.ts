/** The numbers in `docs/fidelity.md`, made from the scripts and the counted runs themselves. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findCases, ROOT } from "./cases.ts";
import { readRuns } from "./fuzz-runs.ts";
import { readTranscript } from "./transcript.ts";

const FILE = join(ROOT, "docs", "fidelity.md");

/** A row for each subject: scripts, and lines of output compared. */
function countsTable(): string {
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

/** What was compared of each fuzzer's input. */
const COMPARED: Readonly<Record<string, string>> = { commands: "commands", packets: "frames" };
/** Runs that are listed one by one, in minutes. */
const LONG_RUN = 20;

const decimal = (value: number): string => value.toLocaleString("en");

/** What the fuzzers compared, and the long runs that were counted, the newest last. */
function fuzzTables(): string {
  const { fuzzers, runs } = readRuns();
  const all = Object.entries(fuzzers).map(([fuzzer, { before, mended }]) => {
    const counted = runs.filter((run) => run.fuzzer === fuzzer);
    const more = counted.reduce((sum, { counts }) => sum + (counts[COMPARED[fuzzer]] ?? 0), 0);
    return `| ${fuzzer} | ${decimal(before + more)} ${COMPARED[fuzzer]} | ${mended} |\n`;
  });
  const long = runs
    .filter(({ minutes }) => minutes >= LONG_RUN)
    .map(({ fuzzer, minutes, seed, counts, differences }) => {
      const compared = Object.entries(counts).map(([name, count]) => `${decimal(count)} ${name}`);
      return `| ${fuzzer} | ${minutes} | ${seed} | ${compared.join(", ")} | ${differences} |\n`;
    });
  return [
    "| fuzzer | compared so far | causes of differences mended |\n|---|---:|---:|\n",
    ...all,
    "\n| fuzzer | minutes | seed | compared | differences |\n|---|---:|---:|---|---:|\n",
    ...long,
  ].join("");
}

/** The generated parts of the document: what comes before each, and how it is made. */
const GENERATED: readonly { readonly begin: string; readonly make: () => string }[] = [
  { begin: "<!-- counts: node conformance/run.mjs fidelity -->\n", make: countsTable },
  { begin: "<!-- fuzz: node conformance/run.mjs fidelity -->\n", make: fuzzTables },
];
const END = "<!-- end of counts -->";

/** The document with its generated parts as they must be. */
export function generatedFidelity(): string {
  let text = writtenFidelity();
  for (const { begin, make } of GENERATED) {
    const from = text.indexOf(begin) + begin.length;
    const end = text.indexOf(END, from);
    if (from < begin.length || end < from) throw new Error(`${FILE}: no place for the counts`);
    text = text.slice(0, from) + make() + text.slice(end);
  }
  return text;
}

/** The document as it is. */
export function writtenFidelity(): string {
  return readFileSync(FILE, "utf8");
}

/** Writes the generated parts anew. */
export function updateFidelity(): void {
  writeFileSync(FILE, generatedFidelity());
}
