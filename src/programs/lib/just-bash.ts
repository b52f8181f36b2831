/** Text tools of the just-bash library, which is loaded when one of them is first run. */
import type { CommandName } from "just-bash";
import type { Process } from "../../process/process.ts";
import { libraryFiles } from "./just-bash-files.ts";

/** Limits that no honest script reaches, and that end a hostile one. */
const LIMITS = { maxCommandCount: 1_000_000, maxLoopIterations: 10_000_000, maxCallDepth: 1000 };
/** Where the library finds its own tools. */
const DIRECTORY = "/usr/bin";

/** What a tool of the library wrote. */
export interface LibraryResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly stdoutKind?: "text" | "bytes";
}

/** Runs one of the library's tools. `args`: without its name. */
export function runLibrary(
  process: Process,
  name: string,
  args: readonly string[],
  stdin: string,
): Promise<LibraryResult> {
  return process.external(run(process, name, args, stdin));
}

async function run(
  process: Process,
  name: string,
  args: readonly string[],
  stdin: string,
): Promise<LibraryResult> {
  const { Bash } = await import("just-bash");
  const bash = new Bash({
    fs: libraryFiles(process, `${DIRECTORY}/${name}`),
    cwd: process.cwd,
    env: { ...Object.fromEntries(process.env), PATH: DIRECTORY },
    executionLimits: LIMITS,
    commands: [name as CommandName],
  });
  return bash.exec(name, { stdin, args: [...args] });
}
