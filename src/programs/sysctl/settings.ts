/** Files of settings, as `sysctl -p` reads them. */

export interface Setting {
  readonly key: string;
  /** Undefined for a line `-key`, which keeps patterns from setting that key. */
  readonly value: string | undefined;
  /** `-` in front: a failure to set it does not count. */
  readonly mayFail: boolean;
}

/** A file's settings, and the numbers of the lines that are none. */
export function parseSettings(text: string): { settings: Setting[]; badLines: number[] } {
  const settings: Setting[] = [];
  const badLines: number[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#") || line.startsWith(";")) continue;
    const mayFail = line.startsWith("-");
    const equals = line.indexOf("=");
    const key = (equals < 0 ? line : line.slice(0, equals)).slice(mayFail ? 1 : 0).trim();
    if (equals >= 0) settings.push({ key, value: line.slice(equals + 1).trim(), mayFail });
    else if (mayFail) settings.push({ key, value: undefined, mayFail });
    else badLines.push(index + 1);
  }
  return { settings, badLines };
}
