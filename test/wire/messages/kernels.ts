/** Both kernels in the state that the set-up script makes. */

import { CLONE_NEWNET, CLONE_NEWNS, type SystemCalls } from "../../../src/kernel.ts";
import { MemoryStream } from "../../../src/process/file-stream.ts";
import { CountingHostLoop } from "../../../src/process/host-loop.ts";
import type { Stream } from "../../../src/process/process.ts";
import { defaultEnvironment, System } from "../../../src/system.ts";
import { VirtualClock } from "../../../src/virtual/virtual-clock.ts";
import { createVirtualKernel } from "../../../src/virtual/virtual-kernel.ts";
import { Capture } from "../capture.ts";
import { SETUP } from "./setup.ts";

const MS_REC = 0x4000;
const MS_SLAVE = 1 << 19;

async function setUp(init: SystemCalls, loop: CountingHostLoop, script: string): Promise<void> {
  const output = new Capture();
  const fds = new Map<number, Stream>([
    [0, new MemoryStream(new Uint8Array(0))],
    [1, output.retain()],
    [2, output.retain()],
  ]);
  const system = new System(init, loop);
  const started = await system.processes.start(init, ["bash", "-c", script], {
    env: defaultEnvironment(),
    cwd: "/tmp",
    fds,
  });
  if (typeof started === "number") throw new Error(`bash: ${started}`);
  const { status } = await started.ended;
  if (status !== 0 || (script === SETUP && output.text !== ""))
    throw new Error(`set-up: ${status} ${output.text}`);
}

function newLoop(): CountingHostLoop {
  return new CountingHostLoop((callback) => void setImmediate(callback));
}

/** Runs `use` on the virtual kernel after the script. */
export async function onVirtual<Result>(
  use: (sys: SystemCalls) => Result,
  script = SETUP,
  before: (sys: SystemCalls) => void = () => {},
): Promise<Result> {
  const loop = newLoop();
  const init = createVirtualKernel({ clock: new VirtualClock(loop), seed: 1 });
  before(init);
  await setUp(init, loop, script);
  return use(init);
}

/** Runs `use` in a fresh network and mount namespace of Linux after the script. */
export async function onLinux<Result>(
  use: (sys: SystemCalls) => Result,
  script = SETUP,
  before: (sys: SystemCalls) => void = () => {},
): Promise<Result> {
  const { createLinuxKernel } = await import("../../../src/linux/linux-kernel.ts");
  const task = createLinuxKernel().fork("messages");
  try {
    for (const result of [
      task.unshare(CLONE_NEWNET | CLONE_NEWNS),
      task.mount("", "/", "none", MS_SLAVE | MS_REC),
      task.mount("none", "/run", "tmpfs", 0),
      task.mount("sysfs", "/sys", "sysfs", 0),
    ]) {
      if (result < 0) throw new Error(`namespaces: ${result}`);
    }
    before(task);
    await setUp(task, newLoop(), script);
    return use(task);
  } finally {
    task.exit();
  }
}
