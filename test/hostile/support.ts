/** A whole virtual box for tests with bad input: kernel, programs and shell, on a clock that moves by itself or by hand. */
import * as fc from "fast-check";
import { expect } from "vitest";
import type { SystemCalls } from "../../src/kernel.ts";
import { MemoryStream } from "../../src/process/file-stream.ts";
import { CountingHostLoop } from "../../src/process/host-loop.ts";
import { BaseOpenFile } from "../../src/process/open-file.ts";
import type { Stream } from "../../src/process/process.ts";
import { defaultEnvironment, System } from "../../src/system.ts";
import type { Clock } from "../../src/virtual/core/clock.ts";
import type { VirtualTask } from "../../src/virtual/task.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";

const NS_PER_US = 1000;
/** How long a property is tried. */
const ATTEMPT_MS = 6_000;
const BOOT_US = 1767225600000000;

/**
 * Tries a property for some seconds, or HOSTILE times as long: once at least, however slow the machine is. The seed of a failure is in
 * fast-check's message.
 * @param runs how often at most
 */
export function attempt<T>(property: fc.IAsyncProperty<T>, runs: number): Promise<void>;
export function attempt<T>(property: fc.IProperty<T>, runs: number): void;
export function attempt<T>(property: fc.IRawProperty<T>, runs: number): Promise<void> | void {
  const factor = Number(process.env.HOSTILE ?? 1);
  const end = performance.now() + ATTEMPT_MS * factor;
  let begun = 0;
  const run: typeof property.run = (value) =>
    begun++ > 0 && performance.now() > end ? null : property.run(value);
  const limited = new Proxy(property, { get: (of, key) => (key === "run" ? run : Reflect.get(of, key, of)) });
  return fc.assert(limited, { numRuns: runs * factor });
}

/** While scripts run, it jumps as the virtual clock does; between them only {@link advance} moves it. */
export class TestClock implements Clock {
  expire: () => void = () => {};
  time = 100e9;
  automatic = false;
  private next = Number.POSITIVE_INFINITY;
  private scheduled = false;
  private readonly host: CountingHostLoop;

  constructor(host: CountingHostLoop) {
    this.host = host;
  }

  now(): number {
    return this.time;
  }

  realtime(): number {
    return BOOT_US + Math.floor(this.time / NS_PER_US);
  }

  spend(ns: number): void {
    this.time += ns;
  }

  arm(at: number): void {
    this.next = at;
    this.schedule();
  }

  start(): void {
    this.automatic = true;
    this.schedule();
  }

  /** Lets `ns` pass; fails when timers keep coming without time passing. */
  advance(ns: number): void {
    const end = this.time + ns;
    for (let count = 0; this.next <= end; count++) {
      expect(count).toBeLessThan(100_000);
      this.fire();
    }
    this.time = Math.max(this.time, end);
  }

  private fire(): void {
    this.time = Math.max(this.time, this.next);
    this.next = Number.POSITIVE_INFINITY;
    this.expire();
  }

  private schedule(): void {
    if (!this.automatic || this.scheduled || this.next === Number.POSITIVE_INFINITY) return;
    this.scheduled = true;
    this.host.macrotask(() => {
      if (this.next > this.time && this.host.held) return this.host.whenFree(() => this.again());
      if (this.automatic && this.next !== Number.POSITIVE_INFINITY) this.fire();
      this.again();
    });
  }

  private again(): void {
    this.scheduled = false;
    this.schedule();
  }
}

/** Output that more than this is cut: a program that prints without end must not fill the memory of the test. */
const MAX_OUTPUT = 1 << 20;

class Capture extends BaseOpenFile {
  readonly description = "pipe:[1]";
  text = "";
  private readonly decoder = new TextDecoder();

  protected override writeNow(data: Uint8Array): number {
    if (this.text.length < MAX_OUTPUT) this.text += this.decoder.decode(data, { stream: true });
    return data.length;
  }
}

export interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** What a run may take of real time before it counts as endless: far more than on a busy machine. */
const PATIENCE_MS = 120_000;

export class Laboratory {
  readonly loop = new CountingHostLoop(setImmediate);
  readonly clock = new TestClock(this.loop);
  readonly init: VirtualTask;
  readonly system: System;

  constructor(seed = 1) {
    this.init = createVirtualKernel({ clock: this.clock, seed });
    this.system = new System(this.init, this.loop);
  }

  /** Writes a file of the box. */
  write(path: string, data: Uint8Array): void {
    const file = this.init.open(path, 0o1101, 0o644);
    if (typeof file === "number") throw new Error(`${path}: ${file}`);
    file.write(data);
    file.close();
  }

  /** Runs a program until it ends, then kills whatever it left behind. */
  async run(
    argv: readonly string[],
    stdin: Uint8Array = new Uint8Array(0),
    sys: SystemCalls = this.init,
  ): Promise<Result> {
    const [stdout, stderr] = [new Capture(), new Capture()];
    const fds = new Map<number, Stream>([
      [0, new MemoryStream(stdin)],
      [1, stdout.retain()],
      [2, stderr.retain()],
    ]);
    this.clock.start();
    const { processes } = this.system;
    const started = await processes.start(sys, argv, { env: defaultEnvironment(), cwd: "/root", fds });
    if (typeof started === "number") throw new Error(`${argv[0]}: ${started}`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`does not end: ${argv.join(" ")}`)), PATIENCE_MS);
    });
    const { status } = await Promise.race([started.ended, late]);
    clearTimeout(timer);
    for (const process of processes.all) process.deliver("SIGKILL");
    await this.loop.turn();
    this.clock.automatic = false;
    return { stdout: stdout.text, stderr: stderr.text, status: status ?? -1 };
  }

  /** Runs a script; what is wrong with the product itself fails the test. */
  async script(text: string): Promise<Result> {
    return sound(await this.run(["bash", "-c", text]));
  }
}

/** No exception came to light. */
export function sound(result: Result): Result {
  for (const text of [result.stdout, result.stderr]) {
    if (/internal error|\bat .*\.ts:\d+|TypeError|RangeError/.test(text)) throw new Error(text);
  }
  return result;
}
