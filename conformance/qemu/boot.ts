/**
 * Runs scripts on Debian's own kernel: boots it in an emulated machine, runs the scripts there one after another in the
 * environment that they have on Linux here, and brings back what they printed.
 *
 * The machine's clock counts instructions (`-icount`), and jumps to the next timer when nothing runs. So what is printed does not depend
 * on how busy this machine is, and a script that waits costs nothing.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "../cases.ts";
import { commandOnLinux, ENVIRONMENT, type Run, versions } from "../linux.ts";
import { archive, type Entry, FILE } from "./cpio.ts";
import { systemImage } from "./image.ts";
import { CACHE, capture, debianKernel } from "./kernel.ts";

/** Of this machine's time; emulation is slow, and a batch has many scripts. */
const TIMEOUT_SECONDS = 900;
const MEMORY_MB = 1024;
/** One runs, since counting instructions does not work with more; but as many are possible as on the reference machine. */
const PROCESSORS = "1,maxcpus=2";

const CONSOLE = "console";
const RESULTS = "results.tar";

/** What came of one boot. */
export interface Recording {
  /** What each case printed, in their order. */
  readonly runs: readonly Run[];
  /** Kernel and tools, for the head of the transcripts. */
  readonly versions: readonly string[];
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** What process 1 reads about a case: the command that runs it, and the script, which is the command's standard input. */
function caseEntries(item: Case, number: number): Entry[] {
  const environment = Object.entries({ ...ENVIRONMENT, tools: "/tools" }).map(([name, value]) =>
    quote(`${name}=${value}`),
  );
  const start = `exec env -i ${environment.join(" ")} ${commandOnLinux(item).map(quote).join(" ")}\n`;
  const folder = `cases/${caseName(number)}`;
  return [
    { path: `${folder}/start`, mode: FILE, data: Buffer.from(start) },
    { path: `${folder}/script`, mode: FILE, data: Buffer.from(item.text) },
  ];
}

function caseName(number: number): string {
  return String(number).padStart(4, "0");
}

function machine(folder: string, kernel: string): string[] {
  return [
    ...["-accel", "tcg", "-cpu", "max", "-smp", PROCESSORS, "-m", String(MEMORY_MB)],
    ...["-icount", "shift=1,sleep=off", "-rtc", "base=2024-01-01,clock=vm"],
    ...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
    ...["-serial", `file:${join(folder, CONSOLE)}`, "-serial", `file:${join(folder, RESULTS)}`],
    ...["-kernel", kernel, "-initrd", join(folder, "initrd")],
    ...["-append", "console=ttyS0 quiet panic=-1 rdinit=/init net.ifnames=0"],
  ];
}

function run(folder: string, kernel: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn("qemu-system-x86_64", machine(folder, kernel), {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const timer = setTimeout(() => child.kill("SIGKILL"), TIMEOUT_SECONDS * 1000);
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function readResults(folder: string, cases: readonly Case[]): Run[] {
  try {
    capture("tar", ["-xf", RESULTS], folder);
    return cases.map((_, number) => ({
      output: readFileSync(join(folder, caseName(number)), "latin1"),
      exitCode: Number(readFileSync(join(folder, `${caseName(number)}.exit`), "latin1")),
    }));
  } catch (error) {
    const said = readFileSync(join(folder, CONSOLE), "latin1").slice(-2000);
    throw new Error(`the machine brought nothing back (${(error as Error).message}); its console:\n${said}`);
  }
}

/** Runs the cases in one boot. */
export async function runInQemu(cases: readonly Case[], newest = false): Promise<Recording> {
  const kernel = debianKernel(newest);
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, "boot-"));
  try {
    // The kernel unpacks one archive after the other.
    writeFileSync(
      join(folder, "initrd"),
      Buffer.concat([systemImage(kernel), archive(cases.flatMap(caseEntries))]),
    );
    await run(folder, kernel.image);
    return {
      runs: readResults(folder, cases),
      versions: versions(`Linux ${kernel.release} (${kernel.version})`),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
