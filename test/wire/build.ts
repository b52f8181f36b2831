/** The launcher, compiled when it is first needed, and why it cannot be used here. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const SOURCE = new URL("launch.c", import.meta.url).pathname;

const FOLDER = mkdtempSync(join(tmpdir(), "vethlab-wire-"));

/** Where the compiled launcher is. */
export const LAUNCHER = join(FOLDER, "launch");

/** Compiles the launcher, for the tests of the file that calls. @returns why this machine's programs cannot run on another kernel; undefined when they can */
export function whyNotWire(...programs: readonly string[]): string | undefined {
  afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));
  if (process.platform !== "linux" || process.arch !== "x64") return "this is not Linux on x86-64";
  const missing = programs.filter((program) => !existsSync(program));
  if (missing.length > 0) return `not installed: ${missing.join(" ")}`;
  const compiler = spawnSync("gcc", ["-O2", "-Wall", "-Wextra", "-Werror", "-o", LAUNCHER, SOURCE], {
    encoding: "utf8",
  });
  if (compiler.error !== undefined) return "not installed: gcc";
  if (compiler.status !== 0) return `launch.c does not compile: ${compiler.stderr}`;
  const probe = spawnSync(LAUNCHER, ["/bin/true"], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    encoding: "utf8",
    timeout: 1000,
  });
  return probe.stderr.includes("seccomp") ? probe.stderr.trim() : undefined;
}
