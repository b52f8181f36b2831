/** Forms that several printers share. */

/** Seconds as years, weeks, days, hours, minutes and seconds (`unsigned_relts_print`). */
export function relative(seconds: number): string {
  if (seconds === 0) return "0s";
  let text = "";
  let left = seconds;
  for (const [letter, unit] of [
    ["y", 31536000],
    ["w", 604800],
    ["d", 86400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(left / unit);
    if (count > 0) text += `${count}${letter}`;
    left -= count * unit;
  }
  return text;
}

/** A byte as `cat -v` shows it. */
export function visible(byte: number): string {
  const low = byte & 0x7f;
  const text = low >= 0x20 && low < 0x7f ? String.fromCharCode(low) : `^${String.fromCharCode(low ^ 0x40)}`;
  return byte >= 0x80 ? `M-${text}` : text;
}
