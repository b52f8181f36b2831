/** Text tools of the just-bash library behind the process interface: loaded when one of them is first run. */
import { Bash } from "just-bash/browser";
import type { Main, Process } from "../../process/process.ts";
import { libraryFiles } from "./library-files.ts";

/** Limits that no honest script reaches, and that end a hostile one. */
const LIMITS = { maxCommandCount: 1_000_000, maxLoopIterations: 10_000_000, maxCallDepth: 1000 };

/** Names of Debian's programs that the library calls otherwise. */
const NAMES: Readonly<Record<string, string>> = { gawk: "awk", mawk: "awk" };

/** Tools that read standard input only when no file is named, and find that does not at all. */
const NEVER_READS = new Set(["find", "tree", "du", "expr", "file"]);

export const main: Main = async (process) => {
  const called = process.argv[0].split("/").at(-1) ?? "";
  const name = NAMES[called] ?? called;
  const stdin = NEVER_READS.has(name) ? "" : await inputOf(process, name);
  const result = await process.external(run(process, name, stdin));
  write(process, result.stdout, result.stdoutKind);
  if (result.stderr !== "") process.stderr.write(result.stderr.replace(/^bash: (line \d+: )?/gm, ""));
  return result.exitCode;
};

/** Standard input, unless every operand is a file so that it is not looked at. */
async function inputOf(process: Process, name: string): Promise<string> {
  if (process.stdin.isTerminal && name === "jq" && process.argv.length > 2) return "";
  return process.stdin.readAll();
}

interface LibraryResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly stdoutKind?: "text" | "bytes";
}

function run(process: Process, name: string, stdin: string): Promise<LibraryResult> {
  const bash = new Bash({
    fs: libraryFiles(process),
    cwd: process.cwd,
    env: Object.fromEntries(process.env),
    executionLimits: LIMITS,
    commands: [name as "awk"],
  });
  return bash.exec(name, { stdin, args: process.argv.slice(1) });
}

function write(process: Process, text: string, kind: "text" | "bytes" | undefined): void {
  if (kind !== "bytes") process.stdout.write(text);
  else process.stdout.write(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
