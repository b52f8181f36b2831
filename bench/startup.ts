/** The whole process of the first lab against an empty `node`, in turn, so that a drift of the machine hits both. */
import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

const RUNS = 15;

function time(args: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr}`);
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Medians in ms. */
export function startup(root: string): { lab: number; empty: number } {
  const lab = ["dist/cli.js", "run", "labs/veth-pair.sh"].map((part, i) =>
    i === 1 ? part : `${root}/${part}`,
  );
  const labs: number[] = [];
  const empties: number[] = [];
  time(lab);
  for (let run = 0; run < RUNS; run++) {
    empties.push(time(["-e", "0"]));
    labs.push(time(lab));
  }
  return { lab: median(labs), empty: median(empties) };
}
