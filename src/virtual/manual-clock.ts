/** A clock that stands still unless it is told to run: for benchmarks, fuzzers and programs that drive the kernel step by step. */
import type { Clock } from "./core/clock.ts";

/** 2026-01-01 00:00:00 UTC, in microseconds. */
const BOOT_TIME = 1767225600000000;

/** Time that passes only with {@link advance}. */
export class ManualClock implements Clock {
  expire: () => void = () => {};
  private time = 1e9;
  private next = Number.POSITIVE_INFINITY;

  now(): number {
    return this.time;
  }

  realtime(): number {
    return BOOT_TIME + Math.floor(this.time / 1000);
  }

  spend(_ns: number): void {}

  arm(at: number): void {
    this.next = at;
  }

  /** Lets `ns` pass, timer by timer. */
  advance(ns: number): void {
    const end = this.time + ns;
    while (this.next <= end) {
      this.time = Math.max(this.time, this.next);
      this.expire();
    }
    this.time = end;
  }
}
