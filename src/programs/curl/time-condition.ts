/** `-z`: only what was changed since, or not since. */

/** @returns the header's name, and the time as it is said; undefined for what is no time */
export function timeCondition(text: string): [name: string, time: string | undefined] {
  const not = text.startsWith("-");
  const ms = Date.parse(not || text.startsWith("+") || text.startsWith("=") ? text.slice(1) : text);
  return [
    not ? "If-Unmodified-Since" : "If-Modified-Since",
    Number.isNaN(ms) ? undefined : new Date(ms).toUTCString(),
  ];
}
