/**
 * Time stamps, in UTC.
 */

const DAY = 86400;

/** Makes the stamps of one run; `mode` is the number of times that `-t` was given. */
export class Stamps {
  private readonly mode: number;
  private readonly nanosecond: boolean;
  private seconds = 0;
  private nanoseconds = 0;
  private started = false;

  constructor(mode: number, nanosecond: boolean) {
    this.mode = mode;
    this.nanosecond = nanosecond;
  }

  text(seconds: number, nanoseconds: number): string {
    switch (this.mode) {
      case 0:
        return `${clock(seconds)}${this.fraction(nanoseconds)} `;
      case 1:
        return "";
      case 2:
        return `${seconds}${this.fraction(nanoseconds)} `;
      case 4:
        return `${date(seconds)} ${clock(seconds)}${this.fraction(nanoseconds)} `;
      default:
        return this.difference(seconds, nanoseconds);
    }
  }

  /** The time since the last packet (`-ttt`) or since the first (`-ttttt`). */
  private difference(seconds: number, nanoseconds: number): string {
    if (!this.started) {
      this.started = true;
      this.seconds = seconds;
      this.nanoseconds = nanoseconds;
    }
    let total = (seconds - this.seconds) * 1e9 + (nanoseconds - this.nanoseconds);
    const negative = total < 0;
    if (negative) total = -total;
    if (this.mode === 3) {
      this.seconds = seconds;
      this.nanoseconds = nanoseconds;
    }
    const whole = Math.floor(total / 1e9);
    return `${negative ? "-" : " "}${clock(whole)}${this.fraction(total - whole * 1e9)} `;
  }

  private fraction(nanoseconds: number): string {
    return this.nanosecond
      ? `.${String(nanoseconds).padStart(9, "0")}`
      : `.${String(Math.floor(nanoseconds / 1000)).padStart(6, "0")}`;
  }
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function clock(seconds: number): string {
  const day = ((seconds % DAY) + DAY) % DAY;
  return `${two(Math.floor(day / 3600))}:${two(Math.floor(day / 60) % 60)}:${two(day % 60)}`;
}

function date(seconds: number): string {
  const time = new Date(seconds * 1000);
  return `${time.getUTCFullYear()}-${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`;
}
