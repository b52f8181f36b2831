/** The scripts that are run on both kernels: everything in `conformance/scripts` and every lab. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One script, with its arguments. */
export interface Case {
  /** `subject/name`; also the transcript's path. */
  readonly name: string;
  /** The script's file. */
  readonly path: string;
  /** What `$0` is on both kernels. */
  readonly script: string;
  readonly args: readonly string[];
  readonly text: string;
}

/** The repository's root, wherever this module runs from (the source, or a bundle under dist/). */
export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Labs that are run more than once, with these arguments. */
const LAB_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  bridge: ["3", "4", "5"],
  "full-mesh": ["3", "4", "5"],
};

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    try {
      readFileSync(join(folder, "package-lock.json"));
      return folder;
    } catch {
      if (folder === dirname(folder)) throw new Error(`no package-lock.json above ${start}`);
    }
  }
}

function scriptsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sh"))
    .sort();
}

function makeCase(name: string, path: string, args: readonly string[]): Case {
  return { name, path, script: basename(path), args, text: readFileSync(path, "utf8") };
}

function labCases(): Case[] {
  const folder = join(ROOT, "labs");
  return scriptsIn(folder).flatMap((file) => {
    const stem = basename(file, ".sh");
    const path = join(folder, file);
    const runs = LAB_ARGUMENTS[stem];
    if (runs === undefined) return [makeCase(`labs/${stem}`, path, [])];
    return runs.map((argument) => makeCase(`labs/${stem}-${argument}`, path, [argument]));
  });
}

/** The cases of each folder of `parent`: a subject. */
function subjectCases(parent: string): Case[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .flatMap((subject) =>
      scriptsIn(join(parent, subject)).map((file) =>
        makeCase(`${subject}/${basename(file, ".sh")}`, join(parent, subject, file), []),
      ),
    );
}

/** All cases whose name contains one of the patterns (all of them without a pattern). */
export function findCases(patterns: readonly string[] = []): Case[] {
  const all = [
    ...labCases(),
    ...subjectCases(join(ROOT, "labs")),
    ...subjectCases(join(ROOT, "conformance", "scripts")),
  ];
  return patterns.length === 0
    ? all
    : all.filter((item) => patterns.some((pattern) => item.name.includes(pattern)));
}
