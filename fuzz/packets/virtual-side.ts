/** The virtual kernel as a batch sees it: a fresh one for each batch, whose time passes only when the batch sleeps. */
import { isErrno } from "../../src/errno.ts";
import { O_WRONLY, type SystemCalls } from "../../src/kernel.ts";
import { ManualClock } from "../../src/virtual/manual-clock.ts";
import { createVirtualKernel } from "../../src/virtual/virtual-kernel.ts";
import { type Kernel, programs } from "./kernel.ts";

const TRACING = "/sys/kernel/tracing";

function put(sys: SystemCalls, path: string, text: string): void {
  const file = sys.open(`${TRACING}/${path}`, O_WRONLY);
  if (isErrno(file)) throw new Error(`${path}: ${file}`);
  file.write(new TextEncoder().encode(text));
  file.close();
}

export function openVirtualSide(seed: number): Kernel {
  const clock = new ManualClock();
  const sys = createVirtualKernel({
    clock,
    seed,
    // the reference machine's kernel has none
    config: { bridgeVlanFiltering: false },
  });
  const tracing = "events/skb/kfree_skb/enable";
  put(sys, tracing, "1\n");
  return {
    sys,
    tracer: sys,
    tracing: TRACING,
    sleep: async (ms) => {
      // on Linux timers and work queues run elsewhere than in the thread that injects, whose drops alone are compared
      put(sys, "tracing_on", "0\n");
      clock.advance(ms * 1e6);
      put(sys, "tracing_on", "1\n");
    },
    run: programs(sys),
    // the tracepoint is the program's: it would tell this kernel of the drops of the batches to come
    end: () => put(sys, tracing, "0\n"),
  };
}
