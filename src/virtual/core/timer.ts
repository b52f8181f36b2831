/**
 * Kernel timers: a binary heap ordered by expiry and then by the order of arming, so that runs are reproducible.
 *
 * Behaves as `kernel/time/timer.c`: a timer is armed, moved (`mod_timer`) or deleted any number of times, and is not
 * pending any more when its function runs.
 */

/** A timer that its owner keeps and re-arms; the function gets the argument given at creation. */
export class KernelTimer<T = unknown> {
  /** ns since boot; meaningful while pending. */
  expires = 0;
  /** Position in the heap; -1 when not pending. */
  index = -1;
  sequence = 0;
  readonly run: (argument: T) => void;
  readonly argument: T;

  constructor(run: (argument: T) => void, argument: T) {
    this.run = run;
    this.argument = argument;
  }

  get pending(): boolean {
    return this.index >= 0;
  }
}

/** Timers by expiry in ns since boot; arming and cancelling take logarithmic time. */
export class TimerHeap {
  private readonly heap: KernelTimer<never>[] = [];
  private sequence = 0;

  /** The earliest expiry; `Infinity` when nothing is pending. */
  get next(): number {
    return this.heap.length > 0 ? this.heap[0].expires : Number.POSITIVE_INFINITY;
  }

  get size(): number {
    return this.heap.length;
  }

  /** Arms the timer, or moves it when it is pending (`mod_timer`). */
  modify<T>(timer: KernelTimer<T>, expires: number): void {
    const entry = timer as unknown as KernelTimer<never>;
    entry.expires = expires;
    entry.sequence = this.sequence++;
    if (entry.index < 0) {
      entry.index = this.heap.length;
      this.heap.push(entry);
      this.up(entry);
      return;
    }
    this.up(entry);
    this.down(entry);
  }

  /**
   * The same as Linux's wheel does it: of timers with one expiry the one that was set last runs first, and one that is set to the
   * expiry that it has keeps its place. `expires` is a tick of the wheel.
   */
  modifyWheel<T>(timer: KernelTimer<T>, expires: number): void {
    if (timer.index >= 0 && timer.expires === expires) return;
    this.delete(timer);
    this.modify(timer, expires);
    timer.sequence = -timer.sequence;
    this.up(timer as unknown as KernelTimer<never>);
  }

  /** Disarms. @returns whether the timer was pending (`timer_delete`) */
  delete<T>(timer: KernelTimer<T>): boolean {
    const entry = timer as unknown as KernelTimer<never>;
    const index = entry.index;
    if (index < 0) return false;
    entry.index = -1;
    const last = this.heap.pop() as KernelTimer<never>;
    if (last === entry) return true;
    this.heap[index] = last;
    last.index = index;
    this.up(last);
    this.down(last);
    return true;
  }

  /** Takes the earliest timer that is due at `now`; undefined when none is. */
  takeExpired(now: number): KernelTimer<never> | undefined {
    const first = this.heap[0];
    if (first === undefined || first.expires > now) return undefined;
    this.delete(first);
    return first;
  }

  private before(a: KernelTimer<never>, b: KernelTimer<never>): boolean {
    return a.expires < b.expires || (a.expires === b.expires && a.sequence < b.sequence);
  }

  private up(timer: KernelTimer<never>): void {
    const heap = this.heap;
    let index = timer.index;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.before(timer, heap[parent])) break;
      heap[index] = heap[parent];
      heap[index].index = index;
      index = parent;
    }
    heap[index] = timer;
    timer.index = index;
  }

  private down(timer: KernelTimer<never>): void {
    const heap = this.heap;
    const length = heap.length;
    let index = timer.index;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && this.before(heap[child + 1], heap[child])) child++;
      if (!this.before(heap[child], timer)) break;
      heap[index] = heap[child];
      heap[index].index = index;
      index = child;
    }
    heap[index] = timer;
    timer.index = index;
  }
}
