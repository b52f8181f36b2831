/** Sources and a target, as `cp`, `mv` and `ln` are told them. */
import { ENOTDIR, strerror } from "../../../errno.ts";
import { baseName } from "../../../process/paths.ts";
import type { Process } from "../../../process/process.ts";
import { complain, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { isDirectory, statusOf } from "./file-lookup.ts";

/** The path that a source gets under a target. */
export function under(process: Process, source: string, target: string): string {
  return isDirectory(process, target) ? `${target.replace(/\/+$/, "")}/${baseName(source)}` : target;
}

/** Takes the operands apart. @returns the exit status after a complaint when there are too few */
export function sourcesAndTarget(
  process: Process,
  operands: readonly string[],
): { sources: readonly string[]; target: string } | number {
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  if (operands.length === 1) {
    return usageFailure(process, [
      `${process.argv[0]}: missing destination file operand after ${quotedName(process, operands[0])}`,
    ]);
  }
  const target = operands[operands.length - 1];
  const status = statusOf(process, target);
  const error = typeof status === "number" ? -status : status.type === "directory" ? 0 : ENOTDIR;
  if (operands.length > 2 && error !== 0) {
    complain(process, `target ${quotedName(process, target)}: ${strerror(error)}`);
    return 1;
  }
  return { sources: operands.slice(0, -1), target };
}
