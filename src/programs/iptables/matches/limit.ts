/** `limit`: a token bucket. Sent as a native expression. */
import { atoi } from "../../lib/numbers.ts";
import type { Context } from "../context.ts";
import type { Extension } from "../extension/extension.ts";
import type { Struct } from "../extension/struct.ts";

export const LIMIT_AVG = 0;
export const LIMIT_BURST = 4;
/** Averages are in ten-thousandths of a second for one packet. */
export const LIMIT_SCALE = 10_000;
const BURST_DEFAULT = 5;
const UNITS: readonly (readonly [string, number])[] = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const SHORT = ["day", "hour", "min", "sec"];

/** `3/minute` as the cost of one packet; ends when it is none. */
export function parseRate(context: Context, text: string): number {
  const slash = text.indexOf("/");
  const word = slash < 0 ? "second" : text.slice(slash + 1);
  if (word === "") return context.wrong(`bad rate "${text}"'`);
  const unit = UNITS.find(([name]) => name.startsWith(word.toLowerCase()));
  // what is negative is a very high rate
  const rate = atoi(text) >>> 0;
  if (!unit || rate === 0) return context.wrong(`bad rate "${text}"'`);
  const multiplied = unit[1] * LIMIT_SCALE;
  if (rate / unit[1] > LIMIT_SCALE) return context.wrong(`Rate too fast "${text}"`);
  return Math.floor(multiplied / rate);
}

function rateIn(period: number, unit: number): string {
  return ` ${Math.floor((UNITS[unit][1] * LIMIT_SCALE) / period)}/${SHORT[unit]}`;
}

/** The largest unit in which a rate is nearly a whole number: `print_rate`. */
export function rateOf(data: Struct): string {
  const period = data.u32(LIMIT_AVG);
  if (period === 0) return " 0/sec";
  let i = 1;
  for (; i < UNITS.length; i++) {
    const scale = UNITS[i][1] * LIMIT_SCALE;
    if (period > scale || Math.floor(scale / period) < scale % period) break;
  }
  return rateIn(period, i - 1);
}

export const limit: Extension = {
  kind: "match",
  name: "limit",
  revision: 0,
  size: 40,
  userSize: 8,
  help: `
limit match options:
--limit avg			max average match rate: default 3/hour
                                [Packets per second unless followed by 
                                /sec /minute /hour /day postfixes]
--limit-burst number		number to match in a burst, default 5
`,
  options: [
    { name: "limit", id: 0, type: "string" },
    { name: "limit-burst", id: 1, type: "u32", put: LIMIT_BURST, min: 0, max: 10_000 },
  ],
  init: (data, context) => {
    data.set32(LIMIT_AVG, parseRate(context, "3/hour"));
    data.set32(LIMIT_BURST, BURST_DEFAULT);
  },
  parse: ({ option, argument, data, context }) => {
    if (option.id === 0) data.set32(LIMIT_AVG, parseRate(context, argument));
  },
  print: ({ data }) => ` limit: avg${rateOf(data)} burst ${data.u32(LIMIT_BURST)}`,
  save: ({ data }) => {
    const burst = data.u32(LIMIT_BURST);
    return ` --limit${rateOf(data)}${burst === BURST_DEFAULT ? "" : ` --limit-burst ${burst}`}`;
  },
};
