/** Runs a test's streams: what is omitted, the intervals, and the end. */
import { takeSample } from "./interval.ts";
import type { Test } from "./test.ts";

/** How often it is looked whether the test is over. */
const LOOK_NS = 2_000_000;

/** One test under way. */
export class Run {
  /** Blocks sent and received since what is omitted was over. */
  sent = 0;
  received = 0;
  omitting: boolean;
  private readonly test: Test;
  /** Monotonic, ns: when the test, or what counts of it, began. */
  private began: number;
  private readonly started: number;
  private done = false;
  /** Seconds since {@link began} of the last interval's end. */
  private reported = 0;

  constructor(test: Test) {
    this.test = test;
    this.started = test.process.sys.monotonic();
    this.began = this.started;
    this.omitting = test.settings.omit > 0;
  }

  /** Seconds since the beginning, what is omitted included. */
  get elapsed(): number {
    return (this.test.process.sys.monotonic() - this.started) / 1e9;
  }

  private get counted(): number {
    return (this.test.process.sys.monotonic() - this.began) / 1e9;
  }

  /** Whether as much was sent, or received, as was asked for. */
  get enough(): boolean {
    const { bytes, blocks } = this.test.settings;
    if (this.omitting) return false;
    const sum = (sender: boolean) =>
      this.test.flows.reduce((all, flow) => all + (flow.sender === sender ? flow.total.bytes : 0), 0);
    if (bytes > 0) return sum(true) >= bytes || sum(false) >= bytes;
    return blocks > 0 && (this.sent >= blocks || this.received >= blocks);
  }

  /**
   * Until `over` says so, or the streams end. `look` is asked now and then, and may throw; `lasting` streams that have ended do not
   * end the test.
   */
  async run(over: () => boolean, look: () => boolean, lasting: boolean): Promise<void> {
    const { test } = this;
    const stop = () => this.done || over();
    const work = test.flows.map((flow) =>
      flow.sender
        ? flow.send(
            () => !stop() && !this.enough,
            () => void this.sent++,
          )
        : flow.receive(stop, () => void this.received++),
    );
    let broken: unknown;
    const all = Promise.all(work).then(
      () => {
        if (!lasting) this.done = true;
      },
      (error: unknown) => {
        broken = error;
        this.done = true;
      },
    );
    const { interval } = test.options;
    let next = interval > 0 ? interval : Number.POSITIVE_INFINITY;
    while (!stop()) {
      const omitEnd = this.omitting ? test.settings.omit : Number.POSITIVE_INFINITY;
      const wait = Math.min(next, omitEnd) - this.elapsed;
      await test.process.sleep(Math.max(0, Math.min(wait * 1e9, LOOK_NS)));
      if (look()) this.done = true;
      if (this.elapsed >= next && !this.done) {
        await this.report(this.counted);
        next += interval;
      }
      if (this.omitting && this.elapsed >= omitEnd) this.reset();
    }
    test.endTime = this.counted;
    this.done = true;
    await all;
    if (broken !== undefined) throw broken;
  }

  /** A signal came: no stream goes on. */
  stop(): void {
    this.done = true;
  }

  /** The interval that is under way, at the end. */
  async last(): Promise<void> {
    await this.report(this.test.endTime);
  }

  private async report(end: number): Promise<void> {
    const { flows } = this.test;
    const start = this.reported;
    this.reported = end;
    await this.test.interval(flows.map((flow) => takeSample(flow, start, end, this.omitting)));
  }

  /** What is omitted is over. */
  private reset(): void {
    const { test } = this;
    this.omitting = false;
    for (const flow of test.flows) flow.reset();
    this.began = test.process.sys.monotonic();
    this.reported = 0;
    this.sent = 0;
    this.received = 0;
    if (test.options.interval === 0) test.printVerbose("Finished omit period, starting real test\n");
  }
}
