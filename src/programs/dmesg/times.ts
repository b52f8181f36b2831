/** How dmesg writes times, and the times that `--since` and `--until` take. All in UTC. */
import { formatTime } from "../lib/text/strftime.ts";
import type { DmesgRecord } from "./record.ts";

/** A form of the time in front of a line. */
export type TimeFormat = "time" | "delta" | "reltime" | "ctime" | "notime" | "iso";

/** What `--time-format` takes. */
export const TIME_FORMATS: ReadonlySet<string> = new Set(["delta", "reltime", "ctime", "notime", "iso"]);

const US_PER_S = 1_000_000;
const MS_PER_S = 1000;

/** What stands before a record. */
export interface Stamp {
  readonly text: string;
  /** A new minute of the clock, which `--reltime` shows in another colour. */
  readonly isBreak: boolean;
}

/** Seconds since boot, as the kernel writes them. */
export function rawTime({ seconds, micros }: DmesgRecord): string {
  return `${String(seconds).padStart(5)}.${String(micros).padStart(6, "0")}`;
}

/** The times of one output, which depend on those before. */
export class Clockwork {
  private readonly format: TimeFormat;
  private readonly withDelta: boolean;
  private readonly bootSeconds: number;
  /** µs since boot of the record before; 0: there is none. */
  private before = 0;
  private minute = "";

  /** @param bootSeconds since the epoch */
  constructor(format: TimeFormat, withDelta: boolean, bootSeconds: number) {
    this.format = format;
    this.withDelta = withDelta;
    this.bootSeconds = bootSeconds;
  }

  stamp(record: DmesgRecord): Stamp {
    if (this.format === "reltime" && !this.withDelta) return this.relative(record);
    return { text: this.absolute(record), isBreak: false };
  }

  /** The stamp of a further line of the same record. */
  again(before: Stamp): Stamp {
    return this.format === "reltime" && !this.withDelta ? { text: "[  +0.000000] ", isBreak: false } : before;
  }

  /** s since the epoch. */
  wall({ seconds }: DmesgRecord): number {
    return this.bootSeconds + seconds;
  }

  private absolute(record: DmesgRecord): string {
    const date = (format: string) => formatTime(format, this.wall(record) * MS_PER_S);
    if (this.format === "iso")
      return `${date("%Y-%m-%dT%H:%M:%S")},${String(record.micros).padStart(6, "0")}+00:00 `;
    if (this.format === "ctime") return `[${date("%a %b %e %H:%M:%S %Y")}${this.deltaText(record, " ")}] `;
    if (this.format === "time") return `[${rawTime(record)}${this.deltaText(record, " ")}] `;
    if (this.format === "notime" && !this.withDelta) return "";
    return `[<${this.delta(record).toFixed(6).padStart(12)}>] `;
  }

  private deltaText(record: DmesgRecord, before: string): string {
    return this.withDelta ? `${before}<${this.delta(record).toFixed(6).padStart(12)}>` : "";
  }

  /** s since the record before. */
  private delta({ seconds, micros }: DmesgRecord): number {
    const now = seconds * US_PER_S + micros;
    const delta = this.before === 0 ? 0 : now - this.before;
    this.before = now;
    return delta / US_PER_S;
  }

  private relative(record: DmesgRecord): Stamp {
    const delta = this.delta(record);
    const date = (format: string) => formatTime(format, this.wall(record) * MS_PER_S);
    const minute = date("%Y %j %H:%M");
    const isBreak = minute !== this.minute;
    this.minute = minute;
    if (isBreak) return { text: `[${date("%b%e %H:%M")}] `, isBreak };
    const sign = delta < 0 ? "" : "+";
    const digits = `${sign}${delta.toFixed(6)}`;
    return { text: delta < 10 ? `[  ${digits.padStart(8)}] ` : `[ ${digits.padStart(9)}] `, isBreak };
  }
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  seconds: 1,
  m: MINUTE,
  min: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  h: HOUR,
  hr: HOUR,
  hour: HOUR,
  hours: HOUR,
  d: DAY,
  day: DAY,
  days: DAY,
  w: 7 * DAY,
  week: 7 * DAY,
  weeks: 7 * DAY,
};

/** `5min`, `1h 30m`: in s; undefined when it is none. */
function parseSpan(text: string): number | undefined {
  if (!/^(\s*\d+\s*[a-z]+)+\s*$/.test(text)) return undefined;
  let sum = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)\s*([a-z]+)/g)) {
    if (!Object.hasOwn(UNITS, unit)) return undefined;
    sum += Number(count) * UNITS[unit];
  }
  return sum;
}

const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +/i;

function parseDate(text: string, now: number): number | undefined {
  const day = Math.floor(now / DAY) * DAY;
  const clock = /^(\d\d?):(\d\d)(?::(\d\d))?$/.exec(text);
  if (clock !== null)
    return day + Number(clock[1]) * HOUR + Number(clock[2]) * MINUTE + Number(clock[3] ?? 0);
  const packed = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  const date =
    packed ??
    /^(\d{4}|\d\d)-(\d\d?)-(\d\d?)(?:[ T](\d\d?):(\d\d)(?::(\d\d))?)?$/.exec(text.replace(WEEKDAY, ""));
  if (date === null) return undefined;
  const [year, month, dayOfMonth, hour, minute, second] = date.slice(1).map((part) => Number(part ?? 0));
  const full = year < 69 ? 2000 + year : year < 100 ? 1900 + year : year;
  return Date.UTC(full, month - 1, dayOfMonth, hour, minute, second) / MS_PER_S;
}

/** A time in s since the epoch, as `parse_timestamp` of util-linux reads it; undefined when it is none. */
export function parseTimestamp(text: string, now: number): number | undefined {
  const day = Math.floor(now / DAY) * DAY;
  const words: Readonly<Record<string, number>> = {
    now,
    today: day,
    yesterday: day - DAY,
    tomorrow: day + DAY,
  };
  if (Object.hasOwn(words, text)) return words[text];
  const sign = { "+": 1, "-": -1 }[text[0]];
  const ago = / +ago$/.test(text);
  if (sign === undefined && !ago) return parseDate(text, now);
  const span = parseSpan(ago ? text.replace(/ +ago$/, "") : text.slice(1));
  return span === undefined ? undefined : now + (sign ?? -1) * span;
}
