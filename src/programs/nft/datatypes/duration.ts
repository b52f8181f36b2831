/** Spans of time as nft writes them: 1d2h3m4s5ms. */
const UNITS: readonly (readonly [string, number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** ms, or undefined. A plain number is seconds. */
export function parseTimeMs(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const match = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (match === null || text === "") return undefined;
  return UNITS.reduce((sum, [, ms], i) => sum + Number(match[i + 1] ?? 0) * ms, 0);
}

export function parseTime(text: string): bigint | undefined {
  const ms = parseTimeMs(text);
  return ms === undefined ? undefined : BigInt(ms);
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
