/** Settings of the command line and of files (`parse_setting_line` of procps). */

/** One `key = value`. */
export interface Setting {
  readonly key: string;
  /** Undefined for a line `-key`, which keeps patterns from setting that key. */
  readonly value: string | undefined;
}

/** What a line is: a setting, one that is skipped, or one that is complained about. */
export type Line = Setting | "skipped" | "invalid";

/**
 * Reads a word of the command line or a line of a file.
 * @param line with the newline that ends it in a file
 * @param pattern only what has it counts
 */
export function parseSetting(line: string, pattern?: RegExp): Line {
  const start = line.trimStart();
  if (start.length < 2 || start.startsWith("#") || start.startsWith(";")) return "skipped";
  if (pattern && !pattern.test(start)) return "skipped";
  const equals = start.indexOf("=");
  const excludes = start.startsWith("-");
  if (equals < 0) return excludes ? { key: start.slice(1).trimEnd(), value: undefined } : "invalid";
  // a hyphen in front says that it may fail, which the real one forgets
  const key = start.slice(0, equals).replace(/^-+/, "").trimEnd();
  return { key, value: start.slice(equals + 1).trim() };
}

/** The lines of a file that count: settings, and the numbers of those that are none, in order. */
export function parseSettings(text: string, pattern?: RegExp): (Setting | number)[] {
  const lines: (Setting | number)[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = parseSetting(`${raw}\n`, pattern);
    if (line === "invalid") lines.push(index + 1);
    else if (line !== "skipped") lines.push(line);
  }
  return lines;
}
