/**
 * The host's event loop as the process runtime needs it.
 *
 * Processes progress in microtasks only. The virtual clock may jump to its next timer once the host reaches a new macrotask and
 * nobody holds it; whoever waits for the world outside (a module that is being loaded, the host's standard input, a host file)
 * holds the clock meanwhile.
 */
export interface HostLoop {
  /** The virtual clock must not jump until the returned function is called. */
  hold(): () => void;
  /** A process goes on after a wait. */
  progress(): void;
  /** Resolves in a later macrotask of the host (`setImmediate` in Node, a message channel in a browser). */
  turn(): Promise<void>;
}

/** A {@link HostLoop} that counts its holders; also what the virtual clock asks whether it may jump. */
export class CountingHostLoop implements HostLoop {
  /** Runs a callback in a later macrotask. */
  readonly macrotask: (callback: () => void) => void;
  /** How often a process went on after a wait. */
  steps = 0;
  private holders = 0;
  private waiting: (() => void)[] = [];

  /** @param macrotask runs a callback in a later macrotask, as `setImmediate` does */
  constructor(macrotask: (callback: () => void) => void) {
    this.macrotask = macrotask;
  }

  /** Whether somebody waits for the world outside. */
  get held(): boolean {
    return this.holders > 0;
  }

  progress(): void {
    this.steps++;
  }

  hold(): () => void {
    this.holders++;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.holders--;
      if (this.holders === 0 && this.waiting.length > 0) this.macrotask(this.tell);
    };
  }

  /** Calls back in a macrotask once nobody holds, or earlier: whoever waits has to look at {@link held} again. */
  whenFree(callback: () => void): void {
    this.waiting.push(callback);
    if (this.holders === 0) this.macrotask(this.tell);
  }

  private readonly tell = (): void => {
    if (this.holders === 0) this.tellAll();
  };

  private tellAll(): void {
    const callbacks = this.waiting;
    this.waiting = [];
    for (const callback of callbacks) callback();
  }

  turn(): Promise<void> {
    const release = this.hold();
    return new Promise((resolve) => {
      this.macrotask(() => {
        // somebody is at work all the time: those who wait look again, for a timer may have become due by the time spent
        this.tellAll();
        release();
        resolve();
      });
    });
  }
}
