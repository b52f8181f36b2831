/** Clocks, and timers of nanosecond resolution on one timerfd. */
import type { TimerHandle } from "../kernel.ts";
import type { EventLoop } from "./event-loop.ts";
import * as libc from "./libc.ts";

const CLOCK_REALTIME = 0;
const CLOCK_MONOTONIC = 1;
const TFD_NONBLOCK_CLOEXEC = 0o2004000;
const TFD_TIMER_ABSTIME = 1;
const NS_PER_SECOND = 1_000_000_000;

const timespec = new Uint8Array(16);
const timespecView = new DataView(timespec.buffer);

/** `CLOCK_MONOTONIC` in ns. */
export function monotonic(): number {
  libc.clockGettime(CLOCK_MONOTONIC, timespec);
  return Number(timespecView.getBigInt64(0, true)) * NS_PER_SECOND + timespecView.getUint32(8, true);
}

/** `CLOCK_REALTIME` in µs since the epoch. */
export function realtime(): number {
  libc.clockGettime(CLOCK_REALTIME, timespec);
  return (
    Number(timespecView.getBigInt64(0, true)) * 1_000_000 + Math.floor(timespecView.getUint32(8, true) / 1000)
  );
}

const NEVER: TimerHandle = { cancel: () => {} };

interface Pending {
  readonly at: number;
  readonly expire: () => void;
}

/** Timers in the order in which they expire. */
export class Timers {
  private readonly loop: EventLoop;
  private readonly fd = libc.timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK_CLOEXEC);
  private readonly spec = new Uint8Array(32);
  private readonly expirations = new Uint8Array(8);
  private readonly pending: Pending[] = [];
  private stopWaiting: (() => void) | undefined;

  constructor(loop: EventLoop) {
    this.loop = loop;
  }

  /** Calls `expire` once, `ns` from now; never, if that is infinitely far. */
  set(ns: number, expire: () => void): TimerHandle {
    if (ns === Number.POSITIVE_INFINITY) return NEVER;
    const timer = { at: monotonic() + Math.max(0, ns), expire };
    const index = this.pending.findIndex((other) => other.at > timer.at);
    this.pending.splice(index < 0 ? this.pending.length : index, 0, timer);
    if (this.pending[0] === timer) this.arm();
    return { cancel: () => this.cancel(timer) };
  }

  private cancel(timer: Pending): void {
    const index = this.pending.indexOf(timer);
    if (index < 0) return;
    this.pending.splice(index, 1);
    if (index === 0) this.arm();
  }

  private arm(): void {
    this.stopWaiting?.();
    this.stopWaiting = undefined;
    const next = this.pending[0];
    if (!next) return;
    const view = new DataView(this.spec.buffer);
    const seconds = Math.floor(next.at / NS_PER_SECOND);
    view.setBigInt64(16, BigInt(seconds), true);
    view.setBigInt64(24, BigInt(Math.max(1, Math.floor(next.at - seconds * NS_PER_SECOND))), true);
    libc.timerfdSettime(this.fd, TFD_TIMER_ABSTIME, this.spec, null);
    // a timer that is due already must still expire from the event loop, not from within the caller
    this.stopWaiting = this.loop.pollLater(this.fd, () => this.expireDue());
  }

  private expireDue(): void {
    this.stopWaiting = undefined;
    libc.read(this.fd, this.expirations, 8);
    const now = monotonic();
    while (this.pending.length > 0 && this.pending[0].at <= now) this.pending.shift()?.expire();
    if (!this.stopWaiting) this.arm();
  }
}
