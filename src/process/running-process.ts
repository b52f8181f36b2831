/** One process of the runtime. */
import type { Errno } from "../errno.ts";
import type { Pollable, SystemCalls } from "../kernel.ts";
import { FORK_EXEC_NS, FORK_NS, FORK_PARENT_NS } from "./cost.ts";
import { asOpenFile, nothing, type OpenFile, Wakers } from "./open-file.ts";
import { baseName, resolvePath } from "./paths.ts";
import type { Child, Main, Process, Signal, SpawnOptions } from "./process.ts";
import { ProcessExit } from "./process.ts";
import { ProcessCalls } from "./process-calls.ts";
import type { ProcessTable } from "./process-table.ts";
import type { FoundProgram } from "./program-lookup.ts";
import { SIGNALS } from "./signals.ts";
import { BufferedInput, BufferedOutput, type StreamOwner } from "./stdio.ts";

/** How a process ended, or that it is stopped. */
export interface ProcessState {
  readonly stopped: Signal | undefined;
  /** As `wait(2)` gives it to a shell; undefined while it lives. */
  readonly status: number | undefined;
  readonly signal: Signal | undefined;
}

/** What {@link RunningProcess.fork} can be told. */
export interface ForkOptions extends SpawnOptions {
  /** Joins this process group, 0 for a new one; the parent's when absent. */
  readonly group?: number;
  /** Signals that the child ignores from the start. */
  readonly ignore?: readonly Signal[];
}

/** A started child; waiting for it is waiting of the parent. */
export interface ForkedChild extends Child {
  /** Calls `wake` when the child ends, stops or continues. */
  onChange(wake: () => void): () => void;
  readonly state: ProcessState;
  /** Waits until it ends, stops or continues, or a signal handler of the parent ran. */
  waitChange(): Promise<ProcessState>;
  readonly group: number;
}

interface Wait {
  readonly interruptible: boolean;
  interrupt(): void;
  kill(exit: ProcessExit): void;
}

/** What a new process starts from. */
export interface ProcessSeed {
  readonly table: ProcessTable;
  readonly kernel: SystemCalls;
  readonly parent: RunningProcess | undefined;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly fds: ReadonlyMap<number, OpenFile>;
  readonly group: number;
}

type Disposition = "default" | "ignore" | (() => void);

export class RunningProcess implements Process, StreamOwner {
  readonly pid: number;
  readonly sys: ProcessCalls;
  readonly fds = new Map<number, OpenFile>();
  readonly env: Map<string, string>;
  argv: readonly string[];
  cwd: string;
  group: number;
  stdin: BufferedInput;
  stdout: BufferedOutput;
  stderr: BufferedOutput;
  readonly table: ProcessTable;
  private readonly parent: RunningProcess | undefined;
  private readonly dispositions = new Map<Signal, Disposition>();
  private readonly waits = new Set<Wait>();
  private readonly changes = new Wakers();
  private killed: ProcessExit | undefined;
  private stopSignal: Signal | undefined;
  private readonly continued = new Wakers();
  private ended: ProcessExit | undefined;

  constructor(seed: ProcessSeed) {
    this.table = seed.table;
    this.parent = seed.parent;
    this.pid = seed.kernel.pid;
    this.argv = seed.argv;
    this.env = new Map(seed.env);
    this.cwd = seed.cwd;
    this.group = seed.group === 0 ? this.pid : seed.group;
    for (const [fd, file] of seed.fds) this.fds.set(fd, file.retain());
    this.sys = new ProcessCalls(seed.kernel, this.fds);
    this.sys.umask = seed.parent?.sys.umask ?? 0o022;
    for (const [signal, action] of seed.parent?.dispositions ?? []) {
      if (action === "ignore") this.dispositions.set(signal, action);
    }
    this.stdin = new BufferedInput(this, 0);
    this.stdout = new BufferedOutput(this, 1, false);
    this.stderr = new BufferedOutput(this, 2, true);
  }

  get parentPid(): number {
    return this.parent && !this.parent.ended ? this.parent.pid : 1;
  }

  get state(): ProcessState {
    return { stopped: this.stopSignal, status: this.ended?.status, signal: this.ended?.signal };
  }

  resolve(path: string): string {
    return resolvePath(this.cwd, path);
  }

  // --- waiting ---

  checkKilled(): void {
    if (this.killed) throw this.killed;
  }

  /** Waits for `register` to wake; only a signal that kills ends it early. */
  async until(register: (wake: () => void) => () => void): Promise<void> {
    await this.block(register, false);
  }

  /** Waits for `register` to wake. @returns false when a signal handler ran first */
  untilInterrupted(register: (wake: () => void) => () => void): Promise<boolean> {
    return this.block(register, true);
  }

  async breathe(): Promise<void> {
    if (this.table.turnDue()) await this.table.host.turn();
    this.checkKilled();
  }

  spend(ns: number): void {
    this.sys.spend(ns);
  }

  private async block(register: (wake: () => void) => () => void, interruptible: boolean): Promise<boolean> {
    // Killed since its last wait, while it computed.
    this.checkKilled();
    const woken = await new Promise<boolean>((resolve, reject) => {
      let cancel: (() => void) | undefined;
      let done = false;
      const finish = () => {
        done = true;
        cancel?.();
        this.waits.delete(wait);
      };
      const wait: Wait = {
        interruptible,
        interrupt: () => {
          finish();
          resolve(false);
        },
        kill: (exit) => {
          finish();
          reject(exit);
        },
      };
      this.waits.add(wait);
      cancel = register(() => {
        if (done) return;
        finish();
        resolve(true);
      });
      if (done) cancel();
    });
    while (this.stopSignal) await this.whileStopped();
    // Only now: what is waited for must not happen between the caller's look and the registration.
    await this.breathe();
    return woken;
  }

  private async whileStopped(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const wait: Wait = { interruptible: false, interrupt: nothing, kill: reject };
      this.waits.add(wait);
      this.continued.add(() => {
        this.waits.delete(wait);
        resolve();
      });
    });
    this.checkKilled();
  }

  async sleep(ns: number): Promise<void> {
    await this.block((wake) => {
      const timer = this.sys.setTimer(ns, wake);
      return () => timer.cancel();
    }, true);
  }

  async poll(sources: readonly Pollable[], timeoutNs?: number): Promise<Pollable | undefined> {
    const ready = new Set<Pollable>();
    await this.block((wake) => {
      const cancels = sources.map((source) =>
        source.poll(() => {
          ready.add(source);
          wake();
        }),
      );
      const timer =
        timeoutNs === undefined || ready.size > 0 ? undefined : this.sys.setTimer(timeoutNs, wake);
      return () => {
        for (const cancel of cancels) cancel();
        timer?.cancel();
      };
    }, true);
    return sources.find((source) => ready.has(source));
  }

  // --- signals ---

  onSignal(signal: Signal, action: Disposition): void {
    if (signal === "SIGKILL" || signal === "SIGSTOP") return;
    this.dispositions.set(signal, action);
  }

  /** The disposition that was set or inherited. */
  disposition(signal: Signal): Disposition {
    return this.dispositions.get(signal) ?? "default";
  }

  kill(pid: number, signal: Signal | 0): number {
    const result = this.table.kill(pid === 0 ? -this.group : pid, signal);
    return result;
  }

  brokenPipe(): void {
    this.deliver("SIGPIPE");
  }

  /** A signal arrives. */
  deliver(signal: Signal): void {
    if (this.ended || this.killed) return;
    const { number, action } = SIGNALS[signal];
    if (action === "continue") this.resume();
    const disposition = this.disposition(signal);
    if (disposition === "ignore") return;
    if (disposition !== "default") return this.runHandler(disposition);
    if (action === "stop") this.stop(signal);
    else if (action === "terminate") this.terminate(new ProcessExit(128 + number, signal));
  }

  private runHandler(handler: () => void): void {
    handler();
    for (const wait of [...this.waits]) if (wait.interruptible) wait.interrupt();
  }

  private terminate(exit: ProcessExit): void {
    this.killed = exit;
    for (const wait of [...this.waits]) wait.kill(exit);
  }

  /** Lets a process that a signal ended run once more: a shell has its EXIT trap to run. It has to end by itself then. */
  revive(): void {
    this.killed = undefined;
  }

  private stop(signal: Signal): void {
    this.stopSignal = signal;
    this.changes.wakeAll();
  }

  private resume(): void {
    if (!this.stopSignal) return;
    this.stopSignal = undefined;
    this.continued.wakeAll();
    this.changes.wakeAll();
  }

  // --- children ---

  async spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<ForkedChild | Errno> {
    const found = this.find(argv, options.env ?? this.env, options.cwd ?? this.cwd);
    if (typeof found === "number") return found;
    return this.spawnProgram(found, options);
  }

  /** Starts a program that {@link find} found. */
  async spawnProgram(found: FoundProgram, options: ForkOptions = {}): Promise<ForkedChild> {
    const main = await this.table.lookup.load(found);
    this.checkKilled();
    return this.start(found.argv, main, FORK_EXEC_NS, options);
  }

  /** The program that these arguments name. */
  find(argv: readonly string[], env: ReadonlyMap<string, string>, cwd = this.cwd): FoundProgram | Errno {
    const { lookup } = this.table;
    const path = lookup.find(argv[0] ?? "", this.sys, cwd, env.get("PATH"));
    return typeof path === "number" ? path : lookup.open(path, argv, this.sys, cwd);
  }

  /** `fork(2)`: `body` goes on in a child with copies of what belongs to this process. */
  fork(body: (child: RunningProcess) => Promise<number> | number, options: ForkOptions = {}): ForkedChild {
    return this.start(this.argv, (child) => body(child as RunningProcess), FORK_NS, options);
  }

  private start(argv: readonly string[], main: Main, startNs: number, options: ForkOptions): ForkedChild {
    const fds = options.fds ? mapFiles(options.fds) : this.fds;
    const child = new RunningProcess({
      table: this.table,
      kernel: this.sys.fork(baseName(argv[0] ?? "")),
      parent: this,
      argv,
      env: options.env ?? this.env,
      cwd: options.cwd ?? this.cwd,
      fds,
      group: options.group ?? this.group,
    });
    for (const signal of options.ignore ?? []) child.dispositions.set(signal, "ignore");
    this.table.add(child);
    void child.run(main, startNs);
    this.sys.spend(FORK_PARENT_NS);
    return new ChildHandle(this, child);
  }

  /** Runs the program until it ends; the process starts `startNs` after its fork, as on a machine with idle processors. */
  async run(main: Main, startNs: number): Promise<void> {
    let exit: ProcessExit;
    try {
      if (startNs > 0) await this.until((wake) => cancelTimer(this.sys, startNs, wake));
      const status = await main(this);
      await this.stdout.flush();
      exit = new ProcessExit(status & 0xff);
    } catch (error) {
      exit = await this.unwound(error);
    }
    this.finish(exit);
  }

  private async unwound(error: unknown): Promise<ProcessExit> {
    if (!(error instanceof ProcessExit)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.stderr.write(`${this.argv[0]}: internal error: ${text}\n`);
      return new ProcessExit(134);
    }
    if (error.signal) return error;
    try {
      await this.stdout.flush();
      return new ProcessExit(error.status & 0xff);
    } catch (killed) {
      return killed instanceof ProcessExit ? killed : error;
    }
  }

  private finish(exit: ProcessExit): void {
    this.stdout.discard();
    this.stderr.discard();
    this.ended = exit;
    for (const file of this.fds.values()) file.release();
    this.fds.clear();
    this.table.remove(this);
    this.sys.exit();
    this.changes.wakeAll();
    if (this.parent) this.parent.deliver("SIGCHLD");
  }

  async exec(argv: readonly string[]): Promise<number | Errno> {
    const found = this.find(argv, this.env);
    if (typeof found === "number") return found;
    const main = await this.table.lookup.load(found);
    this.checkKilled();
    this.argv = found.argv;
    this.resetForExec();
    this.sys.spend(FORK_EXEC_NS);
    return await main(this);
  }

  private resetForExec(): void {
    for (const [signal, action] of this.dispositions) {
      if (action !== "ignore") this.dispositions.delete(signal);
    }
    this.stdout.discard();
    this.stdin = new BufferedInput(this, 0);
    this.stdout = new BufferedOutput(this, 1, false);
    this.stderr = new BufferedOutput(this, 2, true);
  }

  async external<T>(work: Promise<T>): Promise<T> {
    const release = this.table.host.hold();
    try {
      return await work;
    } finally {
      release();
      this.checkKilled();
    }
  }

  async load<T>(loader: () => Promise<T>): Promise<T> {
    const module = await this.table.lookup.module(loader);
    this.checkKilled();
    return module;
  }

  findProgram(path: string): boolean {
    return this.table.lookup.builtIn(path);
  }

  processes(): readonly RunningProcess[] {
    return this.table.all;
  }

  exit(status: number): never {
    throw new ProcessExit(status & 0xff);
  }

  /** Puts an open file under a descriptor number, closing what was there (`dup2(2)`). */
  setDescriptor(fd: number, file: OpenFile | undefined): void {
    const before = this.fds.get(fd);
    if (file) this.fds.set(fd, file.retain());
    else this.fds.delete(fd);
    before?.release();
  }

  /** Calls `wake` when the process ends, stops or continues. */
  onChange(wake: () => void): () => void {
    return this.changes.add(wake);
  }
}

class ChildHandle implements ForkedChild {
  readonly pid: number;
  readonly group: number;
  private readonly parent: RunningProcess;
  private readonly child: RunningProcess;

  constructor(parent: RunningProcess, child: RunningProcess) {
    this.parent = parent;
    this.child = child;
    this.pid = child.pid;
    this.group = child.group;
  }

  get state(): ProcessState {
    return this.child.state;
  }

  get signal(): Signal | undefined {
    return this.child.state.signal;
  }

  async wait(): Promise<number> {
    for (;;) {
      const { status } = this.child.state;
      if (status !== undefined) return status;
      await this.parent.until((wake) => this.child.onChange(wake));
    }
  }

  onChange(wake: () => void): () => void {
    return this.child.onChange(wake);
  }

  async waitChange(): Promise<ProcessState> {
    if (this.child.state.status === undefined) {
      await this.parent.untilInterrupted((wake) => this.child.onChange(wake));
    }
    return this.child.state;
  }
}

function cancelTimer(sys: SystemCalls, ns: number, wake: () => void): () => void {
  const timer = sys.setTimer(ns, wake);
  return () => timer.cancel();
}

function mapFiles(fds: NonNullable<SpawnOptions["fds"]>): ReadonlyMap<number, OpenFile> {
  const files = new Map<number, OpenFile>();
  for (const [fd, stream] of fds) files.set(fd, asOpenFile(stream));
  return files;
}

/** Whether a process can be forked by the shell: it is one of this runtime's. */
export function runningProcess(process: Process): RunningProcess {
  if (process instanceof RunningProcess) return process;
  throw new TypeError("this process does not belong to the process runtime");
}
