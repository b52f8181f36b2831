/** One run of `socat`, or of a child that it forked: its process, its log, and the numbers of its descriptors. */
import type { Process } from "../../process/process.ts";
import { runningProcess } from "../../process/running-process.ts";
import { type Log, SocatExit } from "./log.ts";
import type { Settings } from "./options.ts";

/** The standard streams and the pair by which signal handlers log. */
const TAKEN_AT_START = 5;

/** What all that one process of socat opens belongs to. */
export class Session {
  readonly process: Process;
  readonly log: Log;
  readonly settings: Settings;
  private readonly taken: Set<number>;
  private readonly held = new Set<Shared>();
  /** A program that was started for an address ended badly: what to say of it. */
  failure: string | undefined;
  /** Looks after programs when a child has ended. */
  readonly watches = new Set<() => void>();
  private ending: number | undefined;
  /** Children that were forked for connections and live. */
  children = 0;

  constructor(process: Process, log: Log, settings: Settings, taken?: ReadonlySet<number>) {
    this.process = process;
    this.log = log;
    this.settings = settings;
    this.taken = new Set(taken);
    if (taken) return;
    for (let fd = 0; fd < TAKEN_AT_START + (log.toFile ? 1 : 0); fd++) this.taken.add(fd);
  }

  /** The lowest number that is free, taken. */
  takeFd(): number {
    let fd = 0;
    while (this.taken.has(fd)) fd++;
    this.taken.add(fd);
    return fd;
  }

  freeFd(fd: number): void {
    this.taken.delete(fd);
  }

  /** Keeps it open until the program ends, here and in children that are forked meanwhile. */
  hold(what: Shared): void {
    this.held.add(what);
  }

  /** Says what its process hears of: signals that end it, and children that ended. */
  private hearSignals(): void {
    const { process, log } = this;
    process.onSignal("SIGPIPE", "ignore");
    process.onSignal("SIGCHLD", () => {
      log.notice("childdied(): handling signal 17");
      for (const watch of this.watches) watch();
    });
    for (const [signal, number] of [
      ["SIGHUP", 1],
      ["SIGINT", 2],
      ["SIGQUIT", 3],
      ["SIGTERM", 15],
    ] as const)
      process.onSignal(signal, () => {
        this.ending ??= number;
      });
  }

  /** Ends the program if a signal or a child's end asks for it: to be called after each wait. */
  check(): void {
    if (this.failure !== undefined) this.log.error(this.failure);
    const { ending: number, log } = this;
    if (number === undefined) return;
    log.notice(`socat_signal(): handling signal ${number}`);
    if (number === 15) log.warning(`exiting on signal ${number}`);
    else if (number === 3) log.complain(`exiting on signal ${number}`);
    else log.notice(`exiting on signal ${number}`);
    if (number === 3) log.notice(`exit(${128 + number})`);
    log.notice(`socat_signal(): finishing signal ${number}`);
    log.notice(`exit(${128 + number})`);
    throw new SocatExit(128 + number);
  }

  /** Runs until it ends by itself, or something ends it. @returns the status */
  async run(body: (session: Session) => Promise<number>): Promise<number> {
    this.hearSignals();
    try {
      return await body(this);
    } catch (end) {
      if (end instanceof SocatExit) return end.status;
      throw end;
    } finally {
      for (const what of this.held) what.close(this);
      this.held.clear();
    }
  }

  /** The same run in a process that was forked, which holds nothing of this one. */
  inChild(process: Process): Session {
    return new Session(process, this.log.of(process), this.settings, this.taken);
  }

  /** Goes on in a child, which holds what this one holds. @returns the child's number */
  fork(body: (child: Session) => Promise<number>): number {
    for (const what of this.held) what.retain();
    const held = [...this.held];
    const child = runningProcess(this.process).fork((process) => {
      const session = this.inChild(process);
      for (const what of held) session.hold(what);
      return session.run(body);
    });
    this.children++;
    const watch = () => {
      if (child.state.status === undefined) return;
      this.watches.delete(watch);
      this.children--;
    };
    this.watches.add(watch);
    return child.pid;
  }
}

/** What several processes have open: a socket, or the ends of pipes. */
export interface Shared {
  retain(): void;
  /** It is this process's alone from now on. */
  adopt?(process: Process): void;
  /** Closes it in this process. */
  close(session: Session): void;
}
