/** The real clock: the host's time and the host's timers, passed in. */
import type { Clock } from "./core/clock.ts";

/** The host's clocks and timer. */
export interface RealHost {
  /** ns, monotonic. */
  monotonic(): number;
  /** µs since the epoch. */
  realtime(): number;
  /** Calls back after `ms` milliseconds. @returns a function that withdraws it */
  setTimer(ms: number, callback: () => void): () => void;
}

const NS_PER_MS = 1e6;

/** Time passes by itself; {@link expire} is called by the host when the next timer is due. */
export class RealClock implements Clock {
  expire: () => void = () => {};
  private cancel: (() => void) | undefined;
  private readonly host: RealHost;

  constructor(host: RealHost) {
    this.host = host;
  }

  now(): number {
    return this.host.monotonic();
  }

  realtime(): number {
    return this.host.realtime();
  }

  spend(_ns: number): void {
    // Real time passes by itself.
  }

  arm(at: number): void {
    this.cancel?.();
    this.cancel = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(0, Math.ceil((at - this.now()) / NS_PER_MS));
    this.cancel = this.host.setTimer(wait, () => {
      this.cancel = undefined;
      this.expire();
    });
  }
}
