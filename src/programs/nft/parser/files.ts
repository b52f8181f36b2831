/** Files by pattern, for include. */
import { isErrno } from "../../../errno.ts";
import type { Process } from "../../../process/process.ts";

/** Paths that a pattern with stars in its last part stands for, in the order of their names. */
export function globPaths(process: Process, pattern: string): string[] {
  const slash = pattern.lastIndexOf("/");
  const name = pattern.slice(slash + 1);
  if (!/[*?]/.test(name)) {
    const status = process.sys.stat(pattern);
    return isErrno(status) ? [] : [pattern];
  }
  const folder = pattern.slice(0, slash) || "/";
  const entries = process.sys.readdir(folder);
  if (isErrno(entries)) return [];
  const regexp = new RegExp(
    `^${name
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replace(/\*/g, "[^/]*")
      .replace(/\?/g, "[^/]")}$`,
  );
  return entries
    .map((entry) => entry.name)
    .filter((entry) => regexp.test(entry) && !entry.startsWith("."))
    .sort()
    .map((entry) => `${folder}/${entry}`);
}
