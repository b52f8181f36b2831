/** Runs a script on the virtual kernel in this process. */
import { ENVIRONMENT, type Run } from "../../conformance/linux.ts";
import { CLONE_NEWNET } from "../../src/kernel.ts";
import { CountingHostLoop } from "../../src/process/host-loop.ts";
import { BaseOpenFile } from "../../src/process/open-file.ts";
import type { Stream } from "../../src/process/process.ts";
import { ALL_PROGRAMS, System } from "../../src/system.ts";
import { VirtualClock } from "../../src/virtual/virtual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { SCRIPT_NAME } from "./script.ts";

Object.assign(ALL_PROGRAMS, { "/usr/local/sbin/rtdump": () => import("../../conformance/tools/rtdump.ts") });

/** Real time after which a script counts as one that never ends: no behaviour, so it is far more than a busy machine needs. */
const TIMEOUT_MS = 120_000;

class Capture extends BaseOpenFile {
  readonly description = "pipe:[1]";
  readonly chunks: Buffer[] = [];

  protected override writeNow(data: Uint8Array): number {
    this.chunks.push(Buffer.from(data));
    return data.length;
  }
}

/** What the script prints, standard output and error together. */
export async function runOnVirtual(script: string, seed = 1): Promise<Run> {
  let over = false;
  const loop = new CountingHostLoop((callback) => {
    // the kernel's own timers would go on for ever, and virtual time with them
    if (!over) setImmediate(callback);
  });
  const init = createVirtualKernel({
    clock: new VirtualClock(loop),
    seed,
    // the reference machine's kernel has none
    config: { bridgeVlanFiltering: false },
  });
  // as on Linux, where the script is not in the first namespace either, from which new ones take settings
  init.unshare(CLONE_NEWNET);
  init.mount("sysfs", "/sys", "sysfs", 0);
  const system = new System(init, loop);
  const output = new Capture();
  const input = new Capture();
  const fds = new Map<number, Stream>([
    [0, input.retain()],
    [1, output.retain()],
    [2, output.retain()],
  ]);
  const started = await system.processes.start(init, ["bash", "-c", script, SCRIPT_NAME], {
    env: new Map(Object.entries(ENVIRONMENT)),
    cwd: "/tmp",
    fds,
  });
  if (typeof started === "number") throw new Error("the shell does not start");
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
  });
  const ended = await Promise.race([started.ended, late]);
  clearTimeout(timer);
  for (const process of system.processes.all) process.deliver("SIGKILL");
  over = true;
  const text = Buffer.concat(output.chunks).toString("latin1");
  return ended === undefined
    ? { output: `${text}[killed after ${TIMEOUT_MS / 1000} s]\n`, exitCode: 255 }
    : { output: text, exitCode: ended.status ?? 0 };
}
