/** The virtual kernel as a batch sees it: a fresh one for each batch, whose time passes only when the batch sleeps. */
import { isErrno } from "../../src/errno.ts";
import { O_WRONLY } from "../../src/kernel.ts";
import type { Clock } from "../../src/virtual/core/clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { type Kernel, programs } from "./kernel.ts";

const BOOT_TIME = 1767225600000000;
const TRACING = "/sys/kernel/tracing";

/** Time that passes only with {@link advance}. */
class ManualClock implements Clock {
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
  advance(ns: number): void {
    const end = this.time + ns;
    while (this.next <= end) {
      this.time = Math.max(this.time, this.next);
      this.expire();
    }
    this.time = end;
  }
}

export function openVirtualSide(seed: number): Kernel {
  const clock = new ManualClock();
  const sys = createVirtualKernel({ clock, seed });
  const enable = sys.open(`${TRACING}/events/skb/kfree_skb/enable`, O_WRONLY);
  if (isErrno(enable)) throw new Error(`tracing: ${enable}`);
  enable.write(new TextEncoder().encode("1\n"));
  enable.close();
  return {
    sys,
    tracer: sys,
    tracing: TRACING,
    sleep: async (ms) => clock.advance(ms * 1e6),
    run: programs(sys),
  };
}
