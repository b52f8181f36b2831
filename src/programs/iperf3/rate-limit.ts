/** The most that a server gives: the mean over some seconds. */
import type { Flow } from "./flow.ts";

/** How often the sum is taken. */
const STEP_NS = 1e9;

/** Sums of the last steps, and whether they are too much. */
export class RateLimit {
  private readonly limit: number;
  private readonly steps: number;
  private next = 0;
  /** Bytes at the end of each step, the latest last. */
  private readonly sums: number[] = [];

  /** @param limit - bits per second; 0: none */
  constructor(limit: number, seconds: number) {
    this.limit = limit;
    this.steps = Math.max(1, Math.round(seconds));
  }

  /** Whether the streams went over it. @param now - monotonic, ns */
  passed(flows: readonly Flow[], now: number): boolean {
    if (this.limit === 0 || now < this.next) return false;
    const first = this.next === 0;
    this.next = now + STEP_NS;
    this.sums.push(first ? 0 : flows.reduce((sum, { total }) => sum + total.bytes, 0));
    if (this.sums.length <= this.steps) return false;
    const [oldest] = this.sums;
    if (this.sums.length > this.steps + 1) this.sums.shift();
    return ((this.sums.at(-1) ?? 0) - oldest) * 8 > this.limit * this.steps;
  }
}
