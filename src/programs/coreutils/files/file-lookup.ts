/** What tools on files ask of them first. */
import type { FileStatus } from "../../../kernel.ts";
import type { Process } from "../../../process/process.ts";
import type { ParsedOption } from "../../lib/getopt.ts";
import { complain } from "../../lib/text/input.ts";

/** `stat(2)` of a path as the user wrote it. */
export function statusOf(process: Process, path: string): FileStatus | number {
  return process.sys.stat(process.resolve(path));
}

/** Whether the path itself is a symbolic link. */
export function isLink(process: Process, path: string): boolean {
  const status = process.sys.lstat(process.resolve(path));
  return typeof status !== "number" && status.type === "symlink";
}

/** Whether the path leads to a directory. */
export function isDirectory(process: Process, path: string): boolean {
  const status = statusOf(process, path);
  return typeof status !== "number" && status.type === "directory";
}

/** Tells about the first option given that is among `letters`, which are known but not there. @returns whether there was one */
export function refused(process: Process, options: readonly ParsedOption[], letters: string): boolean {
  const found = options.find(({ option }) => option.length === 1 && letters.includes(option));
  if (found !== undefined) complain(process, `option -${found.option} is not supported here`);
  return found !== undefined;
}
