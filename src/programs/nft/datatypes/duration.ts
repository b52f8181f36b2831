/** Spans of time as nft writes them: 1d2h3m4s5ms. */
const UNITS: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

const NAMES = ["Day", "Hour", "Minute", "Second", "Millisecond"];
/** So many digits a number may have. */
const MOST_DIGITS = 8;

/** Which unit is at `at`; ms only at the end. -1: none */
function unitAt(text: string, at: number): number {
  if (text.slice(at) === "ms") return 4;
  return UNITS.findIndex(([unit]) => unit === text[at]);
}

/** `time_parse`: units in any order, each once; digits behind the last one are of no account. A plain number is seconds. @returns ms, or what is wrong */
export function parseTimeMs(text: string): number | string {
  const counts = [0, 0, 0, 0, 0];
  let seen = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    if (/\d/.test(text[at])) {
      if (digits++ >= MOST_DIGITS) return "value too large";
      continue;
    }
    const unit = unitAt(text, at);
    if (unit < 0) return "wrong time format";
    if ((seen & (1 << unit)) !== 0) return `${NAMES[unit]} has been specified twice`;
    seen |= 1 << unit;
    counts[unit] = Number(text.slice(at - digits, at));
    digits = 0;
    if (unit === 4) break;
  }
  if (seen === 0) return Number(text) * 1000;
  return UNITS.reduce((sum, [, ms], i) => sum + counts[i] * ms, 0);
}

export function parseTime(text: string): bigint | string {
  const ms = parseTimeMs(text);
  return typeof ms === "string" ? ms : BigInt(ms);
}

/** @param ms @param seconds whole seconds alone, which `-T` wants */
export function printTime(ms: number, seconds = false): string {
  if (seconds) return `${Math.floor(ms / 1000)}s`;
  if (ms === 0) return "0s";
  let rest = ms;
  let text = "";
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text;
}
