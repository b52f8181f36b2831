/** `mv`. */
import { EBUSY, EINVAL, ENOTDIR, strerror } from "../../../errno.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { refused, statusOf } from "./file-lookup.ts";
import { sourcesAndTarget, under } from "./sources.ts";

export const mv: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "bfinS:t:TuvZ", [
    { name: "force", argument: "none", value: "f" },
    { name: "no-clobber", argument: "none", value: "n" },
    { name: "no-target-directory", argument: "none", value: "T" },
    { name: "target-directory", argument: "required", value: "t" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  if (refused(process, options, "biSuZ")) return 1;
  const letters = new Set(options.map(({ option }) => option));
  const directory = options.findLast(({ option }) => option === "t")?.argument;
  const request =
    directory === undefined
      ? sourcesAndTarget(process, operands)
      : intoDirectory(process, operands, directory);
  if (typeof request === "number") return request;
  if (letters.has("T") && request.sources.length > 1)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quotedName(process, operands[2])}`]);
  const moved = request.sources.map((source) =>
    move(
      process,
      source,
      letters.has("T") ? request.target : under(process, source, request.target),
      letters,
    ),
  );
  return moved.every(Boolean) ? 0 : 1;
};

function intoDirectory(process: Process, operands: readonly string[], target: string) {
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  const status = statusOf(process, target);
  const error = typeof status === "number" ? -status : status.type === "directory" ? 0 : ENOTDIR;
  if (error === 0) return { sources: operands, target };
  complain(process, `target directory ${quotedName(process, target)}: ${strerror(error)}`);
  return 1;
}

function move(process: Process, source: string, target: string, letters: ReadonlySet<string>): boolean {
  const there = process.sys.lstat(process.resolve(source));
  if (typeof there === "number") {
    complain(process, `cannot stat ${quotedName(process, source)}: ${strerror(-there)}`);
    return false;
  }
  const present = process.sys.lstat(process.resolve(target));
  if (typeof present !== "number") {
    if (letters.has("n")) return true;
    if (process.resolve(source) === process.resolve(target)) {
      complain(
        process,
        `${quotedName(process, source)} and ${quotedName(process, target)} are the same file`,
      );
      return false;
    }
    if (present.type === "directory" && there.type !== "directory") {
      complain(process, `cannot overwrite directory ${quotedName(process, target)} with non-directory`);
      return false;
    }
    if (present.type !== "directory" && there.type === "directory") {
      const name = quotedName(process, source);
      complain(
        process,
        `cannot overwrite non-directory ${quotedName(process, target)} with directory ${name}`,
      );
      return false;
    }
  }
  const wantsDirectory = target.endsWith("/") && there.type !== "directory";
  const isDots = /(^|\/)\.\.?\/*$/.test(source);
  const error = wantsDirectory
    ? -ENOTDIR
    : isDots
      ? -EBUSY
      : process.sys.rename(process.resolve(source), process.resolve(target));
  if (error >= 0) {
    if (letters.has("v"))
      process.stdout.write(`renamed ${quotedName(process, source)} -> ${quotedName(process, target)}\n`);
    return true;
  }
  const message =
    error === -EINVAL
      ? `cannot move ${quotedName(process, source)} to a subdirectory of itself, ${quotedName(process, target)}`
      : `cannot move ${quotedName(process, source)} to ${quotedName(process, target)}: ${strerror(-error)}`;
  complain(process, message);
  return false;
}
