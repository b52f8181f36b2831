/** `strftime(3)` in the C locale and in UTC. */

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const two = (value: number): string => String(value).padStart(2, "0");
const blank = (value: number): string => String(value).padStart(2, " ");

type Field = (date: Date, ms: number) => string;

const FIELDS: Readonly<Record<string, Field>> = {
  a: (date) => DAYS[date.getUTCDay()].slice(0, 3),
  A: (date) => DAYS[date.getUTCDay()],
  b: (date) => MONTHS[date.getUTCMonth()].slice(0, 3),
  B: (date) => MONTHS[date.getUTCMonth()],
  c: (_date, ms) => formatTime("%a %b %e %H:%M:%S %Y", ms),
  C: (date) => two(Math.floor(date.getUTCFullYear() / 100)),
  d: (date) => two(date.getUTCDate()),
  D: (_date, ms) => formatTime("%m/%d/%y", ms),
  e: (date) => blank(date.getUTCDate()),
  F: (_date, ms) => formatTime("%Y-%m-%d", ms),
  g: (date) => two(isoWeek(date).year % 100),
  G: (date) => String(isoWeek(date).year),
  h: (date) => MONTHS[date.getUTCMonth()].slice(0, 3),
  H: (date) => two(date.getUTCHours()),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  j: (date) => String(dayOfYear(date) + 1).padStart(3, "0"),
  k: (date) => blank(date.getUTCHours()),
  l: (date) => blank(date.getUTCHours() % 12 || 12),
  m: (date) => two(date.getUTCMonth() + 1),
  M: (date) => two(date.getUTCMinutes()),
  n: () => "\n",
  N: (_date, ms) => String(Math.round((((ms % 1000) + 1000) % 1000) * 1e6)).padStart(9, "0"),
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  P: (date) => (date.getUTCHours() < 12 ? "am" : "pm"),
  r: (_date, ms) => formatTime("%I:%M:%S %p", ms),
  R: (_date, ms) => formatTime("%H:%M", ms),
  s: (_date, ms) => String(Math.floor(ms / 1000)),
  S: (date) => two(date.getUTCSeconds()),
  t: () => "\t",
  T: (_date, ms) => formatTime("%H:%M:%S", ms),
  u: (date) => String(date.getUTCDay() || 7),
  U: (date) => two(Math.floor((dayOfYear(date) + 7 - date.getUTCDay()) / 7)),
  V: (date) => two(isoWeek(date).week),
  w: (date) => String(date.getUTCDay()),
  W: (date) => two(Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7)),
  x: (_date, ms) => formatTime("%m/%d/%y", ms),
  X: (_date, ms) => formatTime("%H:%M:%S", ms),
  y: (date) => two(date.getUTCFullYear() % 100),
  Y: (date) => String(date.getUTCFullYear()),
  z: () => "+0000",
  Z: () => "UTC",
  "%": () => "%",
};

const DAY_MS = 86_400_000;

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS);
}

function isoWeek(date: Date): { year: number; week: number } {
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY_MS);
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

/** Formats a time given in milliseconds (with a fraction) since the epoch. */
export function formatTime(format: string, ms: number): string {
  const date = new Date(Math.floor(ms));
  return format.replace(
    /%([-_0^#]*)(\d*)([EO]?)([a-zA-Z%]|:z)/g,
    (whole, flags: string, width: string, _e, letter: string) => {
      if (letter === ":z") return "+00:00";
      if (!Object.hasOwn(FIELDS, letter)) return whole;
      let text = FIELDS[letter](date, ms);
      if (letter === "N" && width !== "") return text.slice(0, Number(width));
      if (flags.includes("-")) text = text.replace(/^[0 ]+(?=.)/, "");
      if (flags.includes("_")) text = text.replace(/^0+(?=.)/, (zeros) => " ".repeat(zeros.length));
      if (flags.includes("^")) text = text.toUpperCase();
      return width === ""
        ? text
        : text.padStart(Math.min(Number(width), 1000), flags.includes("_") ? " " : "0");
    },
  );
}
