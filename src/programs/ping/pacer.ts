/** When the next probe may go out. Source: `ping/ping_common.c` of iputils 20221126 (`pinger`). */
import type { PingOptions } from "./options.ts";
import type { Statistics } from "./statistics.ts";
import { elapsedMs } from "./time.ts";

/** The shortest wait for a packet in flight, in ms; and the rate of floods that nobody answers. */
export const MIN_INTERVAL = 10;

/** A bucket of tokens, which are milliseconds: a probe takes an interval's. */
export class Pacer {
  /** ms */
  interval: number;
  private readonly options: PingOptions;
  private readonly statistics: Statistics;
  private tokens = 0;
  /** How often in a row the device's queue was full. */
  private outOfMemory = 0;
  /** Added to the interval in adaptive mode after an overflow, in µs. */
  private rttAddend = 0;

  constructor(options: PingOptions, statistics: Statistics) {
    this.options = options;
    this.statistics = statistics;
    this.interval = options.interval;
  }

  /** ms until there are tokens for the next probe. */
  get untilNext(): number {
    return this.interval - this.tokens;
  }

  /** A probe went out. */
  sent(): void {
    this.outOfMemory = 0;
  }

  /** The probe did not go out: its tokens serve for the next. */
  giveBack(): void {
    this.tokens += this.interval;
  }

  /** The next probe waits a whole interval. */
  empty(): void {
    this.tokens = 0;
  }

  /** A token bucket of one packet per interval with `preload` packets at most. `now` in ns since boot. @returns ms to wait; 0 to send now */
  take(now: number): number {
    const { statistics, interval } = this;
    if (statistics.lastSent === 0) {
      statistics.lastSent = now;
      this.tokens = interval * (this.options.preload - 1);
      return 0;
    }
    const elapsed = elapsedMs(statistics.lastSent, now);
    if (interval === 0 && elapsed < MIN_INTERVAL && statistics.inFlight >= this.options.preload)
      return MIN_INTERVAL - elapsed;
    const available = Math.min(elapsed + this.tokens, interval * this.options.preload);
    if (available < interval) return interval - available;
    statistics.lastSent = now;
    this.tokens = available - interval;
    return 0;
  }

  /** The device's queue is full. @returns ms to wait, 0 when that has lasted too long */
  slowDown(): number {
    const { rtt } = this.statistics;
    this.tokens = 0;
    this.rttAddend += rtt < 8 * 50_000 ? Math.trunc(rtt / 8) : 50_000;
    if (this.options.adaptive) this.adapt();
    const wait = Math.min(500, Math.max(MIN_INTERVAL, Math.trunc(this.interval / 2)));
    this.outOfMemory++;
    return this.outOfMemory * wait < this.options.linger ? wait : 0;
  }

  /** The interval follows the round-trip time (`-A`; `update_interval`). */
  adapt(): void {
    const { rtt } = this.statistics;
    const estimate = rtt > 0 ? Math.trunc(rtt / 8) : this.interval * 1000;
    this.interval = Math.trunc((estimate + this.rttAddend + 500) / 1000);
  }
}
