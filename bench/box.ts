/** A virtual box for benchmarks: a clock that only stands, unless it is told to run. */
import type { Clock } from "../src/virtual/core/clock.ts";
import type { VirtualTask } from "../src/virtual/task.ts";
import { createVirtualKernel } from "../src/virtual/virtual-kernel.ts";

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

export interface Box {
  readonly clock: ManualClock;
  readonly init: VirtualTask;
}

export function createBox(seed = 1): Box {
  const clock = new ManualClock();
  return { clock, init: createVirtualKernel({ clock, seed }) };
}
