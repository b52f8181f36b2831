/** Memory and time for a great many namespaces: growth must stay linear. Run with --expose-gc. */
import { performance } from "node:perf_hooks";
import { createBox } from "./box.ts";
import { memoryInUse } from "./heap.ts";
import { buildNamespaces } from "./namespaces.ts";

/** What so many namespaces took. */
export interface Growth {
  readonly count: number;
  readonly milliseconds: number;
  readonly bytesEach: number;
}

/** Builds `count` namespaces, each with a veth pair into one hub, up and settled. */
export function growth(count: number): Growth {
  const { init, clock } = createBox();
  const before = memoryInUse();
  const start = performance.now();
  const tasks = buildNamespaces(init, count);
  const milliseconds = performance.now() - start;
  clock.advance(10e9);
  const bytesEach = (memoryInUse() - before) / count;
  if (tasks.length !== count + 1) throw new Error("namespaces are missing");
  return { count, milliseconds, bytesEach };
}
