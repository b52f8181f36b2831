/** One process of the runtime. */
import { EACCES, EISDIR, type Errno } from "../errno.ts";
import type { Pollable, SystemCalls } from "../kernel.ts";
import { FORK_EXEC_NS, FORK_NS, FORK_PARENT_NS } from "./cost.ts";
import { type Disposition, Dispositions } from "./dispositions.ts";
import { ChildHandle, type ForkedChild, type ForkOptions, type ProcessState } from "./forked-child.ts";
import type { HostLoop } from "./host-loop.ts";
import { asOpenFile, type OpenFile, Wakers } from "./open-file.ts";
import { baseName } from "./paths.ts";
import type { Main, Process, Signal, SpawnOptions } from "./process.ts";
import { ProcessExit } from "./process.ts";
import { ProcessCalls } from "./process-calls.ts";
import type { FoundProgram, ProgramLookup } from "./program-lookup.ts";
import { resolvePathIn } from "./real-path.ts";
import { SIGNALS } from "./signals.ts";
import { BufferedInput, BufferedOutput, type StreamOwner } from "./stdio.ts";
import { Waiting } from "./waiting.ts";

/** What a process asks of the table of all (`ProcessTable`). */
export interface Processes {
  readonly host: HostLoop;
  readonly lookup: ProgramLookup;
  /** The process group that the terminal's signals go to. */
  foreground: number;
  /** Living processes in the order in which they started. */
  readonly all: readonly RunningProcess[];
  add(process: RunningProcess): void;
  remove(process: RunningProcess): void;
  /** A process has waited. @returns whether it is time to let the host's other tasks run */
  turnDue(): boolean;
  /** `kill(2)`; a negative pid is a process group. @returns 0 or a negative error */
  kill(pid: number, signal: Signal | 0): number;
}

/** What a new process starts from. */
export interface ProcessSeed {
  readonly table: Processes;
  readonly kernel: SystemCalls;
  readonly parent: RunningProcess | undefined;
  readonly argv: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly fds: ReadonlyMap<number, OpenFile>;
  readonly group: number;
}

/** A process: its streams, its signals, its children, and the program that it runs. */
export class RunningProcess implements Process, StreamOwner {
  readonly pid: number;
  readonly sys: ProcessCalls;
  readonly fds = new Map<number, OpenFile>();
  readonly env: Map<string, string>;
  argv: readonly string[];
  cwd: string;
  group: number;
  niceness: number;
  stdin: BufferedInput;
  stdout: BufferedOutput;
  stderr: BufferedOutput;
  readonly table: Processes;
  private readonly parent: RunningProcess | undefined;
  private readonly dispositions = new Dispositions();
  private readonly waiting: Waiting;
  private readonly changes = new Wakers();
  private stopSignal: Signal | undefined;
  private ended: ProcessExit | undefined;

  constructor(seed: ProcessSeed) {
    this.table = seed.table;
    this.parent = seed.parent;
    this.pid = seed.kernel.pid;
    this.argv = seed.argv;
    this.env = new Map(seed.env);
    this.cwd = seed.cwd;
    this.niceness = seed.parent?.niceness ?? 0;
    this.group = seed.group === 0 ? this.pid : seed.group;
    for (const [fd, file] of seed.fds) this.fds.set(fd, file.retain());
    this.sys = new ProcessCalls(seed.kernel, this.fds);
    this.sys.umask = seed.parent?.sys.umask ?? 0o022;
    this.waiting = new Waiting(async () => {
      if (this.table.turnDue()) await this.table.host.turn();
    });
    if (seed.parent) this.dispositions.inherit(seed.parent.dispositions);
    this.stdin = new BufferedInput(this, 0);
    this.stdout = new BufferedOutput(this, 1, false);
    this.stderr = new BufferedOutput(this, 2, true, this.stdout);
  }

  get umask(): number {
    return this.sys.umask;
  }

  get parentPid(): number {
    return this.parent && !this.parent.ended ? this.parent.pid : 1;
  }

  get state(): ProcessState {
    return { stopped: this.stopSignal, status: this.ended?.status, signal: this.ended?.signal };
  }

  newGroup(): void {
    this.group = this.pid;
  }

  resolve(path: string): string {
    return path === "" ? "" : resolvePathIn(this.sys, this.cwd, path);
  }

  // --- waiting ---

  checkKilled(): void {
    this.waiting.check();
  }

  /** Waits for `register` to wake; only a signal that kills ends it early. */
  async until(register: (wake: () => void) => () => void): Promise<void> {
    await this.waiting.block(register, false);
  }

  /** Waits for `register` to wake. @returns false when a signal handler ran first */
  untilInterrupted(register: (wake: () => void) => () => void): Promise<boolean> {
    return this.waiting.block(register, true);
  }

  breathe(): Promise<void> {
    return this.waiting.breathe();
  }

  spend(ns: number): void {
    this.sys.spend(ns);
  }

  async sleep(ns: number): Promise<void> {
    await this.waiting.block((wake) => {
      const timer = this.sys.setTimer(ns, wake);
      return () => timer.cancel();
    }, true);
  }

  async poll(sources: readonly Pollable[], timeoutNs?: number): Promise<Pollable | undefined> {
    const ready = new Set<Pollable>();
    await this.waiting.block((wake) => {
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
    this.dispositions.set(signal, action);
  }

  /** The disposition that was set or inherited. */
  disposition(signal: Signal): Disposition {
    return this.dispositions.get(signal);
  }

  kill(pid: number, signal: Signal | 0): number {
    return this.table.kill(pid === 0 ? -this.group : pid, signal);
  }

  brokenPipe(): void {
    this.deliver("SIGPIPE");
  }

  /** A signal arrives. */
  deliver(signal: Signal): void {
    if (this.ended || this.waiting.killed) return;
    const { number, action } = SIGNALS[signal];
    if (action === "continue") this.resume();
    const disposition = this.disposition(signal);
    if (disposition === "ignore") return;
    if (disposition !== "default") return this.runHandler(disposition);
    if (action === "stop") this.stop(signal);
    else if (action === "terminate") this.waiting.kill(new ProcessExit(128 + number, signal));
  }

  private runHandler(handler: () => void): void {
    handler();
    this.waiting.interrupt();
  }

  /** Lets a process that a signal ended run once more: a shell has its EXIT trap to run. It has to end by itself then. */
  revive(): void {
    this.waiting.revive();
  }

  private stop(signal: Signal): void {
    this.stopSignal = signal;
    this.waiting.stop();
    this.changes.wakeAll();
  }

  private resume(): void {
    if (!this.stopSignal) return;
    this.stopSignal = undefined;
    this.waiting.resume();
    this.changes.wakeAll();
  }

  // --- children ---

  async spawn(argv: readonly string[], options: SpawnOptions = {}): Promise<ForkedChild | Errno> {
    const found = this.find(argv, options.env ?? this.env, options.cwd ?? this.cwd);
    if (typeof found === "number") return execError(found);
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
    if (typeof found === "number") return execError(found);
    const main = await this.table.lookup.load(found);
    this.checkKilled();
    this.argv = found.argv;
    this.sys.setName(baseName(found.argv[0] ?? ""));
    this.resetForExec();
    this.sys.spend(FORK_EXEC_NS);
    return await main(this);
  }

  private resetForExec(): void {
    this.dispositions.reset();
    this.stdout.discard();
    this.stdin = new BufferedInput(this, 0);
    this.stdout = new BufferedOutput(this, 1, false);
    this.stderr = new BufferedOutput(this, 2, true, this.stdout);
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

  exhausted(status = 1): never {
    this.stderr.write(`${this.argv[0]}: memory exhausted\n`);
    return this.exit(status);
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

/** `execve(2)` does not tell a directory from a file that is not executable; shells do. */
function execError(error: Errno): Errno {
  return error === -EISDIR ? -EACCES : error;
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
