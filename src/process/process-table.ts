/** All processes of one system, their groups, and how the first one starts. */
import { EINVAL, type Errno, ESRCH } from "../errno.ts";
import type { SystemCalls } from "../kernel.ts";
import { WAITS_PER_HOST_TURN } from "./cost.ts";
import type { ProcessState } from "./forked-child.ts";
import type { HostLoop } from "./host-loop.ts";
import { asOpenFile, type OpenFile } from "./open-file.ts";
import type { Signal, Stream } from "./process.ts";
import { ProgramLookup, type ProgramTable } from "./program-lookup.ts";
import { type Processes, RunningProcess } from "./running-process.ts";

/** What the first process starts with. */
export interface StartOptions {
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly fds: ReadonlyMap<number, Stream>;
}

/** The first process, seen from the host. */
export interface StartedProcess {
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ProcessState>;
}

/** All processes of one system. */
export class ProcessTable implements Processes {
  readonly host: HostLoop;
  readonly lookup: ProgramLookup;
  foreground = 0;
  private readonly processes = new Map<number, RunningProcess>();
  private waits = 0;

  constructor(programs: ProgramTable, host: HostLoop) {
    this.host = host;
    this.lookup = new ProgramLookup(programs, host);
  }

  get all(): readonly RunningProcess[] {
    return [...this.processes.values()];
  }

  get(pid: number): RunningProcess | undefined {
    return this.processes.get(pid);
  }

  add(process: RunningProcess): void {
    this.processes.set(process.pid, process);
  }

  remove(process: RunningProcess): void {
    this.processes.delete(process.pid);
  }

  turnDue(): boolean {
    this.waits++;
    this.host.progress();
    return this.waits % WAITS_PER_HOST_TURN === 0;
  }

  /**
   * Starts the first process of a session: a program by path or name, as a child of `init`.
   * @param init the system calls of pid 1
   */
  async start(
    init: SystemCalls,
    argv: readonly string[],
    options: StartOptions,
  ): Promise<StartedProcess | Errno> {
    const path = this.lookup.find(argv[0] ?? "", init, options.cwd, options.env.get("PATH"));
    if (typeof path === "number") return path;
    const found = this.lookup.open(path, argv, init, options.cwd);
    if (typeof found === "number") return found;
    const main = await this.lookup.load(found);
    const fds = new Map<number, OpenFile>();
    for (const [fd, stream] of options.fds) fds.set(fd, asOpenFile(stream));
    const kernel = init.fork(argv[0]?.split("/").at(-1) ?? "");
    const process = new RunningProcess({
      table: this,
      kernel,
      parent: undefined,
      argv: found.argv,
      env: options.env,
      cwd: options.cwd,
      fds,
      group: 0,
    });
    this.foreground = process.group;
    this.add(process);
    return { pid: process.pid, ended: process.run(main, 0).then(() => process.state) };
  }

  kill(pid: number, signal: Signal | 0): number {
    if (!Number.isInteger(pid)) return -EINVAL;
    const targets =
      pid > 0
        ? this.all.filter((process) => process.pid === pid)
        : this.all.filter((process) => pid === -1 || process.group === -pid);
    if (targets.length === 0) return -ESRCH;
    if (signal !== 0) for (const process of targets) process.deliver(signal);
    return 0;
  }
}
