/** Runs that may go on beside each other, and runs that must have the machine for themselves. */
export class Turns {
  private running = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private idle: (() => void) | undefined;

  /** Runs beside others, but not beside one that is alone. */
  async beside<T>(run: () => Promise<T>): Promise<T> {
    for (let last: unknown; last !== this.queue; ) {
      last = this.queue;
      await last;
    }
    this.running++;
    try {
      return await run();
    } finally {
      this.running--;
      if (this.running === 0) this.idle?.();
    }
  }

  /** Runs when nothing else does; who comes meanwhile waits. */
  alone<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.queue.then(async () => {
      if (this.running > 0)
        await new Promise<void>((resolve) => {
          this.idle = resolve;
        });
      return run();
    });
    this.queue = turn.catch(() => undefined);
    return turn;
  }
}
