/** How a process waits: woken, interrupted by a signal's handler, stopped meanwhile, or ended. */
import { nothing, Wakers } from "./open-file.ts";
import type { ProcessExit } from "./process.ts";

/** Asks for a wake-up. @returns a function that withdraws the request */
export type Register = (wake: () => void) => () => void;

interface Wait {
  readonly interruptible: boolean;
  interrupt(): void;
  kill(exit: ProcessExit): void;
}

/** Where a process waits: for time, for files, for children, for signals. */
export class Waiting {
  private readonly waits = new Set<Wait>();
  private readonly continued = new Wakers();
  private readonly turn: () => Promise<void>;
  private exit: ProcessExit | undefined;
  private stopping = false;

  /** @param turn lets the host's other tasks run when it is their turn */
  constructor(turn: () => Promise<void>) {
    this.turn = turn;
  }

  /** Whether the process is to end as soon as it looks. */
  get killed(): boolean {
    return this.exit !== undefined;
  }

  /** Unwinds when the process has been killed meanwhile. */
  check(): void {
    if (this.exit) throw this.exit;
  }

  /** Waits for `register` to wake. @returns false when it was interruptible and a signal's handler ran first */
  async block(register: Register, interruptible: boolean): Promise<boolean> {
    // Killed since its last wait, while it computed.
    this.check();
    const woken = await this.wait(register, interruptible);
    while (this.stopping) await this.whileStopped();
    // Only now: what is waited for must not happen between the caller's look and the registration.
    await this.breathe();
    return woken;
  }

  async breathe(): Promise<void> {
    await this.turn();
    this.check();
  }

  private wait(register: Register, interruptible: boolean): Promise<boolean> {
    return new Promise<boolean>((resolve, reject) => {
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
    this.check();
  }

  /** A signal's handler ran. */
  interrupt(): void {
    for (const wait of [...this.waits]) if (wait.interruptible) wait.interrupt();
  }

  kill(exit: ProcessExit): void {
    this.exit = exit;
    for (const wait of [...this.waits]) wait.kill(exit);
  }

  /** Takes back {@link kill} for what runs after it. */
  revive(): void {
    this.exit = undefined;
  }

  stop(): void {
    this.stopping = true;
  }

  resume(): void {
    this.stopping = false;
    this.continued.wakeAll();
  }
}
