/** Types of times. Source: `src/datatype.c` and its neighbours of nftables 1.0.6. */
import { parseTime, parseTimeMs, printTime } from "./duration.ts";
import { named, table } from "./type.ts";

export const TIME = named({
  wrong: "wrong time format",
  name: "time",
  id: 18,
  description: "relative time",
  bits: 64,
  order: "host",
  parse: (text) => parseTime(text),
  print: (value, ctx) => printTime(Number(value), ctx.numericTime),
});
export const DATE = named({
  wrong: "Cannot parse date",
  name: "time_date",
  id: 43,
  description: "Relative time of packet reception",
  bits: 64,
  order: "host",
  parse: (text) => {
    if (/^\d+$/.test(text)) return BigInt(text) * 1_000_000_000n;
    const ms = Date.parse(`${text.replace(" ", "T")}Z`);
    return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n;
  },
  print: (value) => {
    const text = new Date(Number(value / 1_000_000n)).toISOString();
    return `"${text.slice(0, 10)} ${text.slice(11, 19)}"`;
  },
});
const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

export const DAY = named({
  name: "day",
  id: 45,
  description: "Day of week of packet reception",
  bits: 8,
  order: "host",
  symbols: table("Sunday=0 Monday=1 Tuesday=2 Wednesday=3 Thursday=4 Friday=5 Saturday=6"),
  print: (value) => `"${DAYS[Number(value)] ?? value}"`,
});
/** Hours and minutes as `strptime` reads them, and what is behind them. */
const CLOCK = /^ *([01]?\d|2[0-3]): *([0-5]?\d)(?:: *([0-5]?\d|6[01])(?=$))?(.*)$/s;

/** `hour_type_parse`: a time of the day, or how long the day has lasted. @returns seconds, or what is wrong */
function parseHour(text: string): bigint | string {
  if (text === "") return 0n;
  const clock = CLOCK.exec(text);
  if (clock === null) {
    const ms = parseTimeMs(text);
    return typeof ms === "string" ? ms : BigInt(Math.floor(ms / 1000));
  }
  const [, hours, minutes, seconds, rest] = clock;
  if (rest !== "") return `Can't parse trailing input: "${rest}"\n`;
  return BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0));
}

export const HOUR = named({
  wrong: "wrong time format",
  name: "hour",
  id: 44,
  description: "Hour of day of packet reception",
  bits: 32,
  order: "host",
  parse: parseHour,
  print: (value) => {
    const seconds = Number(value % 86_400n);
    const two = (n: number): string => String(n).padStart(2, "0");
    const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;
    return `"${seconds % 60 === 0 ? text : `${text}:${two(seconds % 60)}`}"`;
  },
});
