/** Rates and bursts of `hashlimit`: packets in a time, or bytes in a second. */
import type { Context } from "../context.ts";
import { wholeNumber } from "../values/parse-number.ts";

/** Averages are in millionths of a second for one packet (`XT_HASHLIMIT_SCALE_v2`). */
export const SCALE = 1_000_000n;
const BURST_MAX = 1_000_000n;
const UINT32_MAX = 0xffffffffn;
const UINT64_MAX = 0xffffffffffffffffn;
/** Bytes are counted in sixteens. */
const BYTE_SHIFT = 4n;
const UNITS: readonly (readonly [long: string, short: string, seconds: bigint])[] = [
  ["day", "day", 86_400n],
  ["hour", "hour", 3600n],
  ["minute", "min", 60n],
  ["second", "sec", 1n],
];
const BYTE_UNITS: readonly (readonly [string, bigint])[] = [
  ["mb", 1024n * 1024n],
  ["kb", 1024n],
  ["b", 1n],
];

export interface Rate {
  readonly average: bigint;
  readonly bytes: boolean;
  /** Seconds of its unit. */
  readonly seconds: bigint;
}

/** `atoll(3)` */
function leading(text: string): bigint {
  const found = /^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text);
  const number = found ? BigInt(found[1]) : 0n;
  return number > UINT64_MAX ? UINT64_MAX : BigInt.asUintN(64, number);
}

/** `bytes_to_cost` */
function costOf(bytes: bigint): bigint {
  return UINT32_MAX / ((bytes >> BYTE_SHIFT) + 1n);
}

/** `cost_to_bytes` */
export function bytesOf(cost: bigint): bigint {
  const rate = cost > 0n ? UINT32_MAX / cost : UINT32_MAX;
  return (rate - 1n) << BYTE_SHIFT;
}

/** What `text` says of bytes: its number times the unit before `suffix`. */
function byteNumber(text: string, suffix: string): bigint {
  const unit = BYTE_UNITS.find(([name]) => text.includes(`${name}${suffix}`));
  return BigInt.asUintN(64, leading(text) * (unit?.[1] ?? 1n));
}

/** `5/min` or `512kb/s`; undefined when it is neither. */
export function parseHashRate(context: Context, text: string): Rate | undefined {
  if (text.includes("b/s")) {
    const bytes = byteNumber(text, "/s");
    const average = costOf(bytes);
    return bytes === 0n || average === 0n ? undefined : { average, bytes: true, seconds: 1n };
  }
  const slash = text.indexOf("/");
  const word = slash < 0 ? "second" : text.slice(slash + 1).toLowerCase();
  const unit = word === "" ? undefined : UNITS.find(([name]) => name.startsWith(word));
  const rate = leading(text);
  if (!unit || rate === 0n) return undefined;
  if (rate / unit[2] > SCALE) return context.wrong(`Rate too fast "${text}"`);
  return { average: (SCALE * unit[2]) / rate, bytes: false, seconds: unit[2] };
}

/** `--hashlimit-burst`: packets or bytes. */
export function parseBurst(context: Context, text: string): bigint {
  const number = text.includes("b") ? byteNumber(text, "") : wholeNumber(text, 1n, BURST_MAX);
  if (number === undefined || number === 0n || (text.includes("b") && leading(text) === UINT64_MAX))
    return burstError(context);
  return number;
}

export function burstError(context: Context): never {
  return context.wrong(`bad value for option "--hashlimit-burst", or out of range (1-${BURST_MAX}).`);
}

export function tooMuchBurst(burst: bigint): boolean {
  return burst > BURST_MAX;
}

/** The largest unit in which a rate is nearly a whole number, and that unit's seconds: `print_rate`. */
export function rateWords(period: bigint): { readonly text: string; readonly seconds: bigint } {
  const scaled = (i: number): bigint => UNITS[i][2] * SCALE;
  let i = 1;
  for (; i < UNITS.length; i++) if (period > scaled(i) || scaled(i) / period < scaled(i) % period) break;
  const [, name, seconds] = UNITS[i - 1];
  return { text: `${scaled(i - 1) / period}/${name}`, seconds };
}

/** `512kb` of a rate: in the largest unit that comes to the same cost. */
export function byteRateText(cost: bigint): string {
  const bytes = bytesOf(cost);
  const unit = BYTE_UNITS.find(([, size]) => bytes >= size && costOf(bytes & ~(size - 1n)) === cost);
  const [name, size] = unit ?? ["b", 1n];
  return `${bytes / size}${name}`;
}

/** `2mb` of a burst. */
export function burstText(bytes: bigint): string {
  const [name, size] = BYTE_UNITS.find(([, unit]) => bytes >= unit) ?? ["b", 1n];
  return `${bytes / size}${name}`;
}
