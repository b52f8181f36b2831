/** The virtual kernel as a batch sees it: a fresh one for each batch, whose time passes only when the batch sleeps. */
import { isErrno } from "../../src/errno.ts";
import { O_WRONLY } from "../../src/kernel.ts";
import { ManualClock } from "../../src/virtual/manual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { type Kernel, programs } from "./kernel.ts";

const TRACING = "/sys/kernel/tracing";

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
