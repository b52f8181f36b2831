/** Builds the command for tests, and runs it as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const CACHE = join(import.meta.dirname, "..", "..", "node_modules", ".cache", "vethlab");

/** @returns the path of a file to run with node */
export async function buildCommand(): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const outfile = join(CACHE, `edges-${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, "..", "..", "src", "cli.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  process.on("exit", () => rmSync(outfile, { force: true }));
  return outfile;
}

export interface Run {
  readonly output: string;
  readonly status: number | null;
}

/** What a process prints, errors included, until it ends. */
export function finished(child: ChildProcess): Promise<Run> {
  let output = "";
  const take = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return new Promise((done) => child.on("close", (status) => done({ output, status })));
}

/** Runs a script in a box. */
export function runBox(command: string, options: readonly string[], script: string): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "vethlab-"));
  const file = join(folder, "script.sh");
  writeFileSync(file, script);
  const child = spawn(process.execPath, [command, "run", ...options, file], { cwd: folder });
  const timer = setTimeout(() => child.kill("SIGKILL"), 50_000);
  return finished(child).finally(() => {
    clearTimeout(timer);
    rmSync(folder, { recursive: true, force: true });
  });
}
