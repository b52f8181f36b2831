/**
 * How often something may be done: so many times in an interval, and how many were missed.
 *
 * Source: `lib/ratelimit.c` (`___ratelimit`), `include/linux/ratelimit.h`.
 */

import type { Machine } from "../machine.ts";
import { KERN_WARNING } from "./log-level.ts";

const NS_PER_S = 1e9;
/** `DEFAULT_RATELIMIT_INTERVAL`, ns, and `DEFAULT_RATELIMIT_BURST`. */
export const DEFAULT_RATELIMIT_INTERVAL = 5 * NS_PER_S;
export const DEFAULT_RATELIMIT_BURST = 10;

/** `struct ratelimit_state` */
export class RatelimitState {
  /** ns; 0 is no limit. */
  interval: number;
  burst: number;
  /** How many were refused since the last interval began. */
  missed = 0;
  /** Tells at the end how many were refused, not when the next interval begins (`RATELIMIT_MSG_ON_RELEASE`). */
  readonly onRelease: boolean;
  private begin = -1;
  private left = 0;

  constructor(interval = DEFAULT_RATELIMIT_INTERVAL, burst = DEFAULT_RATELIMIT_BURST, onRelease = false) {
    this.interval = interval;
    this.burst = burst;
    this.onRelease = onRelease;
  }

  /**
   * Whether one more may be done now.
   * @param name of the function that asks, for the message about those that were refused
   */
  allows(machine: Machine, name: string): boolean {
    if (this.interval <= 0 || this.burst <= 0) {
      if (this.interval === 0 || this.burst > 0) return true;
      this.missed++;
      return false;
    }
    const now = machine.now();
    if (this.begin < 0 || now > this.begin + this.interval) this.restart(machine, name, now);
    if (this.left > 0) {
      this.left--;
      return true;
    }
    this.missed++;
    return false;
  }

  private restart(machine: Machine, name: string, now: number): void {
    this.begin = now;
    this.left = this.burst;
    if (this.onRelease || this.missed === 0) return;
    machine.log.print(KERN_WARNING, `${name}: ${this.missed} callbacks suppressed`);
    this.missed = 0;
  }
}
