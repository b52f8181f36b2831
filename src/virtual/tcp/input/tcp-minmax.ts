/**
 * The least of what was measured in a window of time, in three samples.
 *
 * Source: `lib/win_minmax.c`.
 */
export class MinMax {
  private readonly times = new Float64Array(3);
  private readonly values = new Float64Array(3).fill(Number.POSITIVE_INFINITY);

  /** The least; Infinity: nothing was measured. */
  get value(): number {
    return this.values[0];
  }

  reset(time: number, value: number): void {
    this.times.fill(time);
    this.values.fill(value);
  }

  /** `minmax_running_min` */
  update(window: number, time: number, value: number): void {
    const { times, values } = this;
    if (value <= values[0] || time - times[2] > window) {
      this.reset(time, value);
      return;
    }
    if (value <= values[1]) {
      this.set(1, time, value);
      this.set(2, time, value);
    } else if (value <= values[2]) this.set(2, time, value);
    this.age(window, time, value);
  }

  private set(at: number, time: number, value: number): void {
    this.times[at] = time;
    this.values[at] = value;
  }

  /** `minmax_subwin_update` */
  private age(window: number, time: number, value: number): void {
    const { times, values } = this;
    const passed = time - times[0];
    if (passed > window) {
      this.set(0, times[1], values[1]);
      this.set(1, times[2], values[2]);
      this.set(2, time, value);
      if (time - times[0] > window) {
        this.set(0, times[1], values[1]);
        this.set(1, times[2], values[2]);
        this.set(2, time, value);
      }
    } else if (times[1] === times[0] && passed > window / 4) {
      this.set(1, time, value);
      this.set(2, time, value);
    } else if (times[2] === times[1] && passed > window / 2) this.set(2, time, value);
  }
}
