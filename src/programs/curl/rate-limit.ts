/** `--limit-rate`: what was received may not be more than the time since the beginning allows. */
import type { Pollable } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";

/** What has come already is read at once, so many times as libcurl reads in one turn. */
const READS_IN_A_TURN = 100;
/** The mean is taken anew so often. */
const PERIOD_NS = 3e9;

/** One transfer's. */
export class RateLimit {
  private readonly process: Process;
  private readonly bytesPerSecond: number;
  private readonly source: Pollable;
  private began: number;
  private received = 0;
  private reads = 0;

  constructor(process: Process, bytesPerSecond: number, source: Pollable) {
    this.process = process;
    this.bytesPerSecond = bytesPerSecond;
    this.source = source;
    this.began = process.sys.monotonic();
  }

  /** So many bytes came: waits as long as they are too many. @param rest more of them were read already */
  async wait(bytes: number, rest: boolean): Promise<void> {
    this.received += bytes;
    if (rest || (++this.reads < READS_IN_A_TURN && (await this.ready()))) return;
    this.reads = 0;
    const due = this.began + (this.received * 1e9) / this.bytesPerSecond;
    const now = this.process.sys.monotonic();
    if (due > now) await this.process.sleep(due - now);
    if (this.process.sys.monotonic() - this.began >= PERIOD_NS) {
      this.began = this.process.sys.monotonic();
      this.received = 0;
    }
  }

  private async ready(): Promise<boolean> {
    return (await this.process.poll([this.source], 0)) !== undefined;
  }
}
