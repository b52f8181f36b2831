/** What ping counts, and how it sums up. */
import { formatG } from "../lib/numbers.ts";
import { MAX_DUP_CHECK } from "./options.ts";

/** Counters of one run. Sequence numbers wrap at 16 bits, counts do not. */
export class Statistics {
  transmitted = 0;
  received = 0;
  repeats = 0;
  corrupted = 0;
  errors = 0;
  /** Most packets that were in flight at a time, as far as replies told. */
  pipeSize = -1;
  /** Round-trip times in µs. */
  minimum = Number.MAX_SAFE_INTEGER;
  maximum = 0;
  sum = 0;
  sumOfSquares = 0;
  /** Exponentially weighted average of the round-trip time, times 8. */
  rtt = 0;
  /** Start of the run and time of the last transmission, in ns. */
  started = 0;
  lastSent = 0;
  private acked = 0;
  private readonly seen = new Uint8Array(MAX_DUP_CHECK / 8);

  wasReceived(seq: number): boolean {
    const bit = seq % MAX_DUP_CHECK;
    return (this.seen[bit >> 3] & (1 << (bit & 7))) !== 0;
  }

  setReceived(seq: number, received: boolean): void {
    const bit = seq % MAX_DUP_CHECK;
    if (received) this.seen[bit >> 3] |= 1 << (bit & 7);
    else this.seen[bit >> 3] &= ~(1 << (bit & 7));
  }

  /** A packet was sent. */
  advance(): void {
    this.transmitted++;
    if (((this.transmitted - this.acked) & 0xffff) > 0x7fff) this.acked = (this.transmitted + 1) & 0xffff;
  }

  /** A reply or an error tells that a packet is no longer on its way. */
  acknowledge(seq: number): void {
    const behind = (this.transmitted - seq) & 0xffff;
    if (behind > 0x7fff) return;
    if (behind + 1 > this.pipeSize) this.pipeSize = behind + 1;
    const newer = ((seq - this.acked) << 16) >> 16 > 0;
    if (newer || ((this.transmitted - this.acked) & 0xffff) > 0x7fff) this.acked = seq;
  }

  get inFlight(): number {
    const difference = (this.transmitted - this.acked) & 0xffff;
    return difference <= 0x7fff ? difference : this.transmitted - this.received - this.errors;
  }

  addRoundTrip(us: number): void {
    this.sum += us;
    this.sumOfSquares += us * us;
    if (us < this.minimum) this.minimum = us;
    if (us > this.maximum) this.maximum = us;
    if (this.rtt === 0) this.rtt = us * 8;
    else this.rtt += us - Math.trunc(this.rtt / 8);
  }

  /** The lines after the blank one at the end; `rates` adds ipg/ewma. */
  summary(hostname: string, timing: boolean, rates: boolean): string {
    const parts = [`${this.transmitted} packets transmitted`, `${this.received} received`];
    if (this.repeats > 0) parts.push(`+${this.repeats} duplicates`);
    if (this.corrupted > 0) parts.push(`+${this.corrupted} corrupted`);
    if (this.errors > 0) parts.push(`+${this.errors} errors`);
    if (this.transmitted > 0) {
      const loss = Math.fround(((this.transmitted - this.received) * 100) / this.transmitted);
      parts.push(`${formatG(loss)}% packet loss`, `time ${this.elapsedMs()}ms`);
    }
    const times: string[] = [];
    if (this.received > 0 && timing) times.push(this.roundTrips());
    if (this.pipeSize > 1) times.push(`pipe ${this.pipeSize}`);
    if (this.received > 0 && rates && this.transmitted > 1) times.push(this.rates());
    return `--- ${hostname} ping statistics ---\n${parts.join(", ")}\n${times.join(", ")}\n`;
  }

  /** What SIGQUIT shows. */
  snapshot(timing: boolean): string {
    const lost = this.transmitted - this.received;
    const loss = this.transmitted > 0 ? Math.trunc((lost * 100) / this.transmitted) : 0;
    let text = `\r${this.received}/${this.transmitted} packets, ${loss}% loss`;
    if (this.received > 0 && timing) {
      const average = Math.trunc(this.sum / (this.received + this.repeats));
      const ewma = Math.trunc(this.rtt / 8);
      const times = [this.minimum, average, ewma, this.maximum].map(milliseconds).join("/");
      text += `, min/avg/ewma/max = ${times} ms`;
    }
    return `${text}\n`;
  }

  private elapsedMs(): number {
    return Math.trunc((this.lastSent - this.started + 500_000) / 1_000_000);
  }

  private roundTrips(): string {
    const total = this.received + this.repeats;
    const average = Math.trunc(this.sum / total);
    const variance =
      this.sum < 0x7fff_ffff
        ? (this.sumOfSquares - Number((BigInt(this.sum) * BigInt(this.sum)) / BigInt(total))) / total
        : this.sumOfSquares / total - average * average;
    const deviation = integerRoot(Math.trunc(variance));
    const times = [this.minimum, average, this.maximum, deviation].map(milliseconds).join("/");
    return `rtt min/avg/max/mdev = ${times} ms`;
  }

  private rates(): string {
    const gap = Math.trunc((this.lastSent - this.started) / 1000 / (this.transmitted - 1));
    return `ipg/ewma ${milliseconds(gap)}/${milliseconds(Math.trunc(this.rtt / 8))} ms`;
  }
}

/** µs as `1.234`. */
function milliseconds(us: number): string {
  return `${Math.trunc(us / 1000)}.${String(us % 1000).padStart(3, "0")}`;
}

/** Newton's method on integers, which may end one above the floor. */
function integerRoot(value: number): number {
  let previous = Number.MAX_SAFE_INTEGER;
  let root = value;
  while (root > 0 && root < previous) {
    previous = root;
    root = Math.trunc((root + Math.trunc(value / root)) / 2);
  }
  return root;
}

/** The time of one reply: three significant digits, in ms. */
export function formatRoundTrip(us: number): string {
  if (us >= 100_000 - 50) return String(Math.trunc((us + 500) / 1000));
  if (us >= 10_000 - 5) {
    const rounded = us + 50;
    return `${Math.trunc(rounded / 1000)}.${Math.trunc((rounded % 1000) / 100)}`;
  }
  if (us >= 1000) {
    const rounded = us + 5;
    return `${Math.trunc(rounded / 1000)}.${String(Math.trunc((rounded % 1000) / 10)).padStart(2, "0")}`;
  }
  return milliseconds(us);
}
