/** A virtual box in which some programs are those of this machine. */
import { MemoryStream } from "../../src/process/file-stream.ts";
import { CountingHostLoop } from "../../src/process/host-loop.ts";
import type { Main, Stream } from "../../src/process/process.ts";
import { ProcessTable } from "../../src/process/process-table.ts";
import { ALL_PROGRAMS, defaultEnvironment } from "../../src/system.ts";
import type { VirtualTask } from "../../src/virtual/task.ts";
import { VirtualClock } from "../../src/virtual/virtual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { Capture } from "./capture.ts";

export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

export class WireBox {
  readonly loop = new CountingHostLoop((callback) => void setImmediate(callback));
  readonly clock = new VirtualClock(this.loop);
  readonly init: VirtualTask;
  readonly processes: ProcessTable;
  /** Time stands still between two runs. */
  private release: () => void;

  /** @param replaced programs in place of the box's own, by path */
  constructor(replaced: Readonly<Record<string, Main>> = {}, seed = 1) {
    this.release = this.loop.hold();
    this.init = createVirtualKernel({ clock: this.clock, seed });
    const modules = Object.entries(replaced).map(
      ([path, main]) => [path, () => Promise.resolve({ main })] as const,
    );
    this.processes = new ProcessTable({ ...ALL_PROGRAMS, ...Object.fromEntries(modules) }, this.loop);
  }

  /** Runs a program until it ends. */
  async run(argv: readonly string[], stdin = ""): Promise<Result> {
    const [stdout, stderr] = [new Capture(), new Capture()];
    const status = await this.start(argv, stdin, stdout, stderr);
    return { stdout: stdout.text, stderr: stderr.text, status };
  }

  /** Runs a bash script; its output and errors as one text. */
  async script(
    text: string,
    name: string,
    args: readonly string[],
  ): Promise<{ output: string; status: number }> {
    const output = new Capture();
    this.write(`/tmp/${name}`, text);
    const status = await this.start(["bash", name, ...args], "", output, output);
    return { output: output.text, status };
  }

  /** ns that the box has been up. */
  get uptime(): number {
    return this.init.monotonic();
  }

  /** Lets time pass until the box has been up for so many ns. */
  async waitUntil(uptime: number): Promise<void> {
    const passed = new Promise<void>((done) => {
      this.init.setTimer(uptime - this.uptime, () => done(this.stop()));
    });
    this.release();
    await passed;
  }

  private stop(): void {
    this.release = this.loop.hold();
  }

  write(path: string, text: string): void {
    const file = this.init.open(path, 0o1101, 0o644);
    if (typeof file === "number") throw new Error(`${path}: ${file}`);
    file.write(Buffer.from(text));
    file.close();
  }

  private async start(argv: readonly string[], stdin: string, out: Capture, error: Capture): Promise<number> {
    const fds = new Map<number, Stream>([
      [0, new MemoryStream(Buffer.from(stdin))],
      [1, out.retain()],
      [2, error.retain()],
    ]);
    const env = defaultEnvironment();
    env.set("LC_ALL", "C");
    this.release();
    const started = await this.processes.start(this.init, argv, { env, cwd: "/tmp", fds });
    if (typeof started === "number") throw new Error(`${argv[0]}: ${started}`);
    const { status } = await started.ended;
    this.stop();
    for (const process of this.processes.all) process.deliver("SIGKILL");
    return status ?? -1;
  }
}
