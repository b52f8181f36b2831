/** Dates, times of day, days of weeks and months as `time` reads and shows them. */
import type { Context } from "../context.ts";

const MINUTE = 60;
const HOUR = 3600;
const ULONG_MAX = 0xffffffffffffffffn;

/** `strtoul(3)` in decimal, put into an `unsigned int`, with what follows it. */
function decimal(text: string): { readonly value: number; readonly rest: string } {
  const found = /^[ \t\n\v\f\r]*([+-]?)(\d+)/.exec(text);
  if (!found) return { value: 0, rest: text };
  const number = BigInt(found[2]);
  const whole = number > ULONG_MAX ? ULONG_MAX : found[1] === "-" ? -number : number;
  return { value: Number(BigInt.asUintN(32, whole)), rest: text.slice(found[0].length) };
}

/** The parts of a date: what is before each, the greatest that it may be. */
const DATE_PARTS = [
  { end: "-", most: 2038 },
  { end: "-", most: 12 },
  { end: "T", most: 31 },
  { end: ":", most: 23 },
  { end: ":", most: 59 },
  { end: "", most: 59 },
];
const FIRST_YEAR = 1970;

/** Seconds since 1970 of `YYYY[-MM[-DD[Thh[:mm[:ss]]]]]` in UTC; days that a month has not are the next one's. */
export function parseDate(context: Context, text: string): number {
  const values = [FIRST_YEAR, 1, 1, 0, 0, 0];
  let rest = text;
  for (const [index, { end, most }] of DATE_PARTS.entries()) {
    const part = decimal(rest);
    const bad = part.value > most || (index === 0 && part.value < FIRST_YEAR);
    if (bad || (part.rest !== "" && (end === "" || !part.rest.startsWith(end))))
      return context.wrong(`Invalid date "${text}" specified. Should be YYYY[-MM[-DD[Thh[:mm[:ss]]]]]`);
    values[index] = part.value;
    if (part.rest === "") break;
    rest = part.rest.slice(1);
  }
  const seconds = Date.UTC(values[0], values[1] - 1, values[2], values[3], values[4], values[5]) / 1000;
  if (seconds >= 0) return seconds;
  // what the last error was, before
  context.warn("mktime: No such file or directory\n");
  return context.problem("mktime returned an error");
}

/** Seconds since midnight of `hh:mm[:ss]`. */
export function parseDaytime(context: Context, text: string): number {
  const wrong = (part: string): never =>
    context.wrong(`invalid time "${part}" specified, should be hh:mm[:ss] format and within the boundaries`);
  const hour = decimal(text);
  if (!hour.rest.startsWith(":") || hour.value > 23) return wrong(text);
  const afterHour = hour.rest.slice(1);
  const minute = decimal(afterHour);
  if ((minute.rest !== "" && !minute.rest.startsWith(":")) || minute.value > 59) return wrong(afterHour);
  const whole = hour.value * HOUR + minute.value * MINUTE;
  if (minute.rest === "") return whole;
  const afterMinute = minute.rest.slice(1);
  const second = decimal(afterMinute);
  return second.rest !== "" || second.value > 59 ? wrong(afterMinute) : whole + second.value;
}

/** Words between commas, each cut to `room` bytes; none behind the last comma. */
function words(text: string, room: number): string[] {
  const found = text.split(",");
  if (found[found.length - 1] === "") found.pop();
  return found.map((word) => word.slice(0, room));
}

/** `strtoul(3)` of a whole word in C's notations; undefined when more follows. */
function number(word: string): number | undefined {
  const found = /^[ \t\n\v\f\r]*([+-]?)(?:0x([\da-f]+)|0([0-7]*)|([1-9]\d*))$/i.exec(word);
  if (!found) return word === "" ? 0 : undefined;
  const [, sign, hex, octal, plain] = found;
  const value =
    hex !== undefined
      ? Number.parseInt(hex, 16)
      : octal !== undefined
        ? Number.parseInt(octal || "0", 8)
        : Number(plain);
  return sign === "-" ? -value >>> 0 : value;
}

const MONTHDAY_ROOM = 2;
const WEEKDAY_ROOM = 3;
const LAST_DAY = 31;
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Days of months, as bits. */
export function parseMonthdays(context: Context, text: string): number {
  let bits = 0;
  for (const word of words(text, MONTHDAY_ROOM)) {
    const day = number(word);
    if (day === undefined || day > LAST_DAY)
      return context.wrong(`${word} is not a valid day for --monthdays`);
    bits |= 1 << day;
  }
  return bits >>> 0;
}

/** Days of weeks, as bits from the second on: a number, or a name of which two letters count. */
export function parseWeekdays(context: Context, text: string): number {
  let bits = 0;
  for (const word of words(text, WEEKDAY_ROOM)) {
    const day = number(word) ?? WEEKDAYS.findIndex((name) => word.slice(0, 2) === name.slice(0, 2)) + 1;
    if (number(word) === 0) return context.wrong("No, the week does NOT begin with Sunday.");
    if (day === 0) return context.wrong(`${word} is not a valid day specifier`);
    bits |= 1 << day;
  }
  return bits & 0xff;
}

const two = (value: number): string => `${value}`.padStart(2, "0");

/** `09:05:00` */
export function daytimeText(seconds: number): string {
  return `${two(Math.floor(seconds / HOUR))}:${two(Math.floor(seconds / MINUTE) % 60)}:${two(seconds % 60)}`;
}

/** `2020-05-06`, the separator, `07:08:09` */
export function dateText(seconds: number, separator: string): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", separator);
}

/** `Mon,Tue` */
export function weekdaysText(bits: number): string {
  return WEEKDAYS.filter((_, index) => bits & (2 << index)).join(",");
}

/** `1,2`, or `1st,2nd`. */
export function monthdaysText(bits: number, ordinal: boolean): string {
  const days: string[] = [];
  for (let day = 1; day <= LAST_DAY; day++)
    if (bits & (1 << day))
      days.push(ordinal ? `${day}${["th", "st", "nd", "rd"][day % 10] ?? "th"}` : `${day}`);
  return days.join(",");
}
