/** Runs a script on the virtual kernel, through the built command, as a user would. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Case, ROOT } from "./cases.ts";
import { ENVIRONMENT, type Run } from "./linux.ts";
import { profileOf } from "./profile.ts";

const CLI = join(ROOT, "dist", "cli.js");

/** A script that has not ended by then has failed; virtual time costs none. */
const TIMEOUT_SECONDS = 20;

/** What the reference machine's kernel lacks, and Debian's has. */
const REFERENCE_KERNEL = ["--without", "bridge-vlan-filtering"];

/** Why no script can be run on the virtual kernel; undefined when it can. */
export function whyNotVirtual(): string | undefined {
  return existsSync(CLI) ? undefined : "dist/cli.js is not built: npm run build";
}

let box: Promise<string> | undefined;

/** The built command; for a script that uses a program of `conformance/tools`, a bundle that has these too. */
function commandFor(item: Case): string | Promise<string> {
  if (!/\b(inject|rtdump) /.test(item.text)) return CLI;
  box ??= buildBox();
  return box;
}

async function buildBox(): Promise<string> {
  const folder = join(ROOT, "node_modules", ".cache", "vethlab");
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `box-${process.pid}.mjs`);
  process.on("exit", () => rmSync(outfile, { force: true }));
  await build({
    entryPoints: [join(ROOT, "conformance", "tools", "box.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["koffi", "just-bash"],
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  return outfile;
}

/** `vethlab run` of a script, standard output and error through one pipe. */
export async function runOnVirtual(item: Case, seed = 1): Promise<Run> {
  const program = await commandFor(item);
  return new Promise((resolve, reject) => {
    const command = [
      'exec "$0" "$@" 2>&1',
      process.execPath,
      program,
      "run",
      "--seed",
      String(seed),
      ...(profileOf(item) === "debian" ? [] : REFERENCE_KERNEL),
      item.script,
      ...item.args,
    ];
    // A folder of its own, as on Linux: what a script writes, it finds, and nothing else.
    const folder = mkdtempSync(join(tmpdir(), "vethlab-"));
    writeFileSync(join(folder, item.script), item.text);
    const child = spawn("sh", ["-c", ...command], {
      cwd: folder,
      env: { ...ENVIRONMENT },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_SECONDS * 1000);
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
      const output = Buffer.concat(chunks).toString("latin1");
      const killed = signal === null ? "" : `[killed after ${TIMEOUT_SECONDS} s: ${signal}]\n`;
      resolve({ output: output + killed, exitCode: code ?? 255 });
    });
  });
}
