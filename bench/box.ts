/** A virtual box for benchmarks: a clock that only stands, unless it is told to run. */
import { ManualClock } from "../src/virtual/manual-clock.ts";
import type { VirtualTask } from "../src/virtual/task.ts";
import { createVirtualKernel } from "../src/virtual/virtual-kernel.ts";

/** The box's first process, and its clock. */
export interface Box {
  readonly clock: ManualClock;
  readonly init: VirtualTask;
}

/** A fresh box; the same seed makes the same. */
export function createBox(seed = 1): Box {
  const clock = new ManualClock();
  return { clock, init: createVirtualKernel({ clock, seed }) };
}
