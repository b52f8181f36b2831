/** Scripts in `cases/` run by this shell and by the real bash: standard output, standard error and status must be equal. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NullStream } from "../../src/process/file-stream.ts";
import { CountingHostLoop } from "../../src/process/host-loop.ts";
import { BaseOpenFile } from "../../src/process/open-file.ts";
import type { Stream } from "../../src/process/process.ts";
import { defaultEnvironment, System } from "../../src/system.ts";
import { VirtualClock } from "../../src/virtual/virtual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

const CASES = join(import.meta.dirname, "cases");
const real = spawnSync("bash", ["-c", "echo $BASH_VERSION"], { encoding: "utf8" });
const comparable = real.status === 0 && real.stdout.startsWith("5.2");
if (!comparable && process.env.VETHLAB_REQUIRE_LIVE === "1") throw new Error("bash 5.2 is needed here");

class Sink extends BaseOpenFile {
  readonly description = "pipe:[1]";
  text = "";
  protected override writeNow(data: Uint8Array): number {
    this.text += new TextDecoder().decode(data);
    return data.length;
  }
}

async function here(name: string, script: string): Promise<Result> {
  const loop = new CountingHostLoop((callback) => void setImmediate(callback));
  const init = createVirtualKernel({ clock: new VirtualClock(loop) });
  init.mkdir("/tmp/w", 0o755);
  const file = init.open(`/tmp/w/${name}`, 0o1101, 0o644);
  if (typeof file === "number") throw new Error(`no script: ${file}`);
  file.write(new TextEncoder().encode(script));
  file.close();
  const [stdout, stderr] = [new Sink(), new Sink()];
  const started = await new System(init, loop).processes.start(init, ["bash", name], {
    env: defaultEnvironment(),
    cwd: "/tmp/w",
    fds: new Map<number, Stream>([
      [0, new NullStream()],
      [1, stdout.retain()],
      [2, stderr.retain()],
    ]),
  });
  if (typeof started === "number") throw new Error(`no shell: ${started}`);
  const { status } = await started.ended;
  return { stdout: stdout.text, stderr: stderr.text, status: status ?? null };
}

function there(name: string, script: string): Result {
  const directory = mkdtempSync(join(tmpdir(), "shell-"));
  writeFileSync(join(directory, name), script);
  const { stdout, stderr, status } = spawnSync("bash", [name], {
    cwd: directory,
    encoding: "utf8",
    env: Object.fromEntries(defaultEnvironment()),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
  });
  rmSync(directory, { recursive: true });
  return { stdout, stderr, status };
}

/** Process ids and the directory differ. */
function normal(result: Result): Result {
  return { ...result, stderr: result.stderr.replace(/(line \d+:) +\d+ (Killed|Hangup)/g, "$1 PID $2") };
}

describe.skipIf(!comparable)(
  "scripts do what they do in bash 5.2 (which is not installed here when skipped)",
  () => {
    for (const name of readdirSync(CASES)) {
      test(name, async () => {
        const script = readFileSync(join(CASES, name), "utf8");
        expect(normal(await here(name, script))).toEqual(normal(there(name, script)));
      });
    }
  },
);
