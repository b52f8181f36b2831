/**
 * `glob(3)` as programs use it on names of files: `*`, `?`, sets and braces, sorted; what matches nothing stays as it is.
 *
 * Source: POSIX.1-2017 `glob()`, glibc's `GLOB_NOCHECK` and `GLOB_BRACE`.
 */
import { isErrno } from "../../errno.ts";
import type { Process } from "../../process/process.ts";

/** Alternatives of nested braces, at most: `{a,b}` ten times over is a thousand. */
const MOST_ALTERNATIVES = 4096;

/** A shell pattern (`fnmatch(3)`, where `*` stops at a slash) as a regular expression. */
export function globToRegExp(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, "[^/]*")
    .replace(/\?/g, "[^/]");
  try {
    return new RegExp(`^${text.replace(/\[!/g, "[^")}$`);
  } catch {
    return /^(?!)/;
  }
}

/** The names that a pattern stands for. */
export function glob(process: Process, pattern: string): string[] {
  // slashes at the end say that a directory is meant
  const bare = pattern.length > 2 ? pattern.replace(/(?<=..)(?<!\\)\/+$/, "") : pattern;
  const found = braces(bare).flatMap((part) => matches(process, part, bare !== pattern));
  return found.length > 0 ? found : [bare];
}

/** `a{b,c}d` as `abd` and `acd`. */
function braces(pattern: string): string[] {
  let patterns = [pattern];
  for (;;) {
    const next = patterns.flatMap((each) => {
      const match = /^(.*)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(each);
      return match ? match[2].split(",").map((word) => `${match[1]}${word}${match[3]}`) : [each];
    });
    if (next.length === patterns.length || next.length > MOST_ALTERNATIVES) return patterns;
    patterns = next;
  }
}

function matches(process: Process, pattern: string, onlyDirectories: boolean): string[] {
  const { sys } = process;
  if (!/[*?[]/.test(pattern)) return isErrno(sys.lstat(process.resolve(pattern))) ? [] : [pattern];
  const parts = pattern.split("/");
  let found = [""];
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    found = found.flatMap((before) => {
      const start = index === 0 ? "" : `${before}/`;
      if (!/[*?[]/.test(part)) return [start + part];
      return namesIn(process, start, globToRegExp(part), part.startsWith("."), !last || onlyDirectories);
    });
  }
  return found.filter((name) => !isErrno(sys.lstat(process.resolve(name))));
}

/** Names in a directory, sorted; those that begin with a dot only when they are meant. */
function namesIn(
  process: Process,
  directory: string,
  test: RegExp,
  hidden: boolean,
  onlyDirectories: boolean,
): string[] {
  const entries = process.sys.readdir(process.resolve(directory === "" ? "." : directory));
  if (isErrno(entries)) return [];
  return entries
    .filter(
      ({ name, type }) =>
        test.test(name) && (hidden || !name.startsWith(".")) && (!onlyDirectories || type !== "file"),
    )
    .map(({ name }) => directory + name)
    .sort();
}
