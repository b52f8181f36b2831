/** A kernel as a batch needs it: system calls, programs, time, and the tracepoint's files. */
import type { SystemCalls } from "../../src/kernel.ts";
import { MemoryStream } from "../../src/process/file-stream.ts";
import { CountingHostLoop } from "../../src/process/host-loop.ts";
import { BaseOpenFile } from "../../src/process/open-file.ts";
import type { Stream } from "../../src/process/process.ts";
import { defaultEnvironment, System } from "../../src/system.ts";

/** Either of both. */
export interface Kernel {
  readonly sys: SystemCalls;
  /** The task that sees the tracing directory. */
  readonly tracer: SystemCalls;
  readonly tracing: string;
  /** Lets time pass, ms. */
  readonly sleep: (ms: number) => Promise<void>;
  /** The batch is over: the kernel is told of nothing any more. */
  readonly end?: () => void;
  /** Milliseconds, where time passes while nobody waits. */
  readonly clock?: () => number;
  /** Runs a program to its end in a task's namespaces. @returns what it printed */
  readonly run: (task: SystemCalls, argv: readonly string[], stdin?: string) => Promise<string>;
}

class Output extends BaseOpenFile {
  readonly description = "pipe:[1]";
  text = "";

  protected override writeNow(data: Uint8Array): number {
    this.text += new TextDecoder().decode(data);
    return data.length;
  }
}

/** Programs of this project on a kernel. */
export function programs(init: SystemCalls): Kernel["run"] {
  const system = new System(init, new CountingHostLoop((callback) => void setImmediate(callback)));
  return async (task, argv, stdin = "") => {
    const output = new Output();
    // what is said beside long output comes between two pieces of it, and those are cut by chance
    const errors = new Output();
    const fds = new Map<number, Stream>([
      [0, new MemoryStream(new TextEncoder().encode(stdin))],
      [1, output.retain()],
      [2, errors.retain()],
    ]);
    const started = await system.processes.start(task, argv, { env: defaultEnvironment(), cwd: "/", fds });
    if (typeof started === "number") throw new Error(`${argv[0]}: ${started}`);
    await started.ended;
    return output.text + errors.text;
  };
}
