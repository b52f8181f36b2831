/** Runs a script on a fresh virtual box and gives what it printed. */

import { MemoryStream } from "./process/file-stream.ts";
import { CountingHostLoop } from "./process/host-loop.ts";
import { BaseOpenFile } from "./process/open-file.ts";
import type { Stream } from "./process/process.ts";
import { defaultEnvironment, System } from "./system.ts";
import { VirtualClock } from "./virtual/virtual-clock.ts";
import { createVirtualKernel } from "./virtual/virtual-kernel.ts";

/** How a script is run; all of it may be left out. */
export interface ScriptOptions {
  /** What random numbers (MAC addresses, identifiers) derive from; 0 when absent. */
  readonly seed?: number;
  /** `$1` and following. */
  readonly args?: readonly string[];
  /** Standard input; empty when absent. */
  readonly stdin?: string;
  /** Called with each piece of output as it is written. */
  readonly onOutput?: (text: string, stream: "stdout" | "stderr") => void;
  /** Runs a callback in a later macrotask; a message channel or `setImmediate` when absent. */
  readonly macrotask?: (callback: () => void) => void;
}

/** What a script printed, whole, and how it ended. */
export interface ScriptResult {
  readonly stdout: string;
  readonly stderr: string;
  /** As `bash FILE` would give it. */
  readonly exitCode: number;
}

class Capture extends BaseOpenFile {
  readonly description = "pipe:[1]";
  text = "";
  private readonly decoder = new TextDecoder();
  private readonly listener: (text: string) => void;

  constructor(listener: (text: string) => void) {
    super();
    this.listener = listener;
  }

  protected override writeNow(data: Uint8Array): number {
    const text = this.decoder.decode(data, { stream: true });
    this.text += text;
    this.listener(text);
    return data.length;
  }
}

/** A script that can never end ends as if a time limit had ended it (`timeout(1)`). */
const STALLED = "vethlab: every process waits, and nothing happens that could wake one\n";
const STALLED_STATUS = 124;

/** A macrotask on any host. */
function defaultMacrotask(): (callback: () => void) => void {
  const { setImmediate: immediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (immediate) return (callback) => immediate(callback);
  const channel = new MessageChannel();
  const queue: (() => void)[] = [];
  channel.port1.addEventListener("message", () => queue.shift()?.());
  channel.port1.start();
  return (callback) => {
    queue.push(callback);
    channel.port2.postMessage(undefined);
  };
}

/**
 * Runs bash commands on a fresh virtual Linux box with the virtual clock: it takes no time to wait.
 * Never rejects for what a script does; its errors are in the result.
 */
export async function runScript(script: string, options: ScriptOptions = {}): Promise<ScriptResult> {
  const loop = new CountingHostLoop(options.macrotask ?? defaultMacrotask());
  const clock = new VirtualClock(loop);
  const init = createVirtualKernel({ clock, seed: options.seed ?? 0 });
  const system = new System(init, loop);
  const stdout = new Capture((text) => options.onOutput?.(text, "stdout"));
  const stderr = new Capture((text) => options.onOutput?.(text, "stderr"));
  const fds = new Map<number, Stream>([
    [0, new MemoryStream(new TextEncoder().encode(options.stdin ?? ""))],
    [1, stdout.retain()],
    [2, stderr.retain()],
  ]);
  const started = await system.processes.start(
    init,
    ["bash", "-c", script, "bash", ...(options.args ?? [])],
    {
      env: defaultEnvironment(),
      cwd: "/root",
      fds,
    },
  );
  if (typeof started === "number") return { stdout: "", stderr: "bash: not found\n", exitCode: 127 };
  const stalled = new Promise<{ status: number }>((resolve) => {
    clock.stalled = () => {
      void stderr.write(new TextEncoder().encode(STALLED));
      resolve({ status: STALLED_STATUS });
    };
  });
  const { status } = await Promise.race([started.ended, stalled]);
  for (const process of system.processes.all) process.deliver("SIGKILL");
  return { stdout: stdout.text, stderr: stderr.text, exitCode: status ?? 0 };
}
