/**
 * The virtual clock: time stands still while anybody computes, and jumps to the next timer when every process waits.
 *
 * Processes progress in microtasks only, so once the host starts a new macrotask all of them wait, and the clock may jump, unless
 * somebody holds it because the world outside is still to answer (see {@link VirtualHost}).
 */
import type { Clock } from "./core/clock.ts";

/** What the clock needs of the host's event loop. */
export interface VirtualHost {
  /** Runs a callback in a later macrotask. */
  macrotask(callback: () => void): void;
  /** Whether somebody waits for the world outside: no jump now. */
  readonly held: boolean;
  /** Calls back once nobody holds the clock any more. */
  whenFree(callback: () => void): void;
  /** How often a process went on after a wait. */
  readonly steps: number;
}

/** 2026-01-01T00:00:00Z, in µs: when every virtual box is switched on, unless it is told otherwise. */
export const DEFAULT_BOOT_TIME = 1767225600000000;
/** ns that the box has been up when the first script starts. */
const UPTIME = 100e9;
const NS_PER_US = 1000;
/**
 * While every process waits for something to happen, so long is waited for it, in ns: longer than the kernel remembers a connection. Then
 * the clock stops, for timers that only keep the kernel itself busy (a bridge's hellos) would go on for ever.
 */
const PATIENCE_NS = 6 * 86_400e9;

/** Time that passes only by {@link spend} and by waiting. */
export class VirtualClock implements Clock {
  expire: () => void = () => {};
  awaited: () => boolean = () => false;
  /** Called when the clock stops because nothing happens any more that a process waits for. */
  stalled: () => void = () => {};
  private idleSince = UPTIME;
  private steps = 0;
  private time = UPTIME;
  private next = Number.POSITIVE_INFINITY;
  private scheduled = false;
  private readonly host: VirtualHost;
  private readonly bootTime: number;

  /** @param bootTime µs since the epoch when a script starts */
  constructor(host: VirtualHost, bootTime: number = DEFAULT_BOOT_TIME) {
    this.host = host;
    this.bootTime = bootTime - UPTIME / NS_PER_US;
  }

  now(): number {
    return this.time;
  }

  realtime(): number {
    return this.bootTime + Math.floor(this.time / NS_PER_US);
  }

  spend(ns: number): void {
    this.time += ns;
  }

  arm(at: number): void {
    this.next = at;
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.next === Number.POSITIVE_INFINITY) return;
    this.scheduled = true;
    this.host.macrotask(this.turn);
  }

  private readonly turn = (): void => {
    this.scheduled = false;
    if (this.next > this.time && this.host.held) {
      this.scheduled = true;
      this.host.whenFree(this.turn);
      return;
    }
    if (this.next === Number.POSITIVE_INFINITY) return;
    if (this.next > this.time) this.time = this.next;
    if (this.isStalled()) return this.stalled();
    this.expire();
    this.schedule();
  };

  private isStalled(): boolean {
    if (this.steps !== this.host.steps || this.awaited()) {
      this.steps = this.host.steps;
      this.idleSince = this.time;
    }
    return this.time - this.idleSince > PATIENCE_NS;
  }
}
