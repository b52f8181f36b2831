/** `mkdir` and `rmdir`. */
import { EEXIST, ENOTDIR, strerror } from "../../../errno.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, missingOperand, quoted, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { refused } from "./file-lookup.ts";

export const mkdir: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "m:pv", [
    { name: "mode", argument: "required", value: "m" },
    { name: "parents", argument: "none", value: "p" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const mode = Number.parseInt(options.find(({ option }) => option === "m")?.argument ?? "777", 8);
  let status = 0;
  for (const name of operands) {
    const error = has("p")
      ? makeParents(process, name, mode)
      : process.sys.mkdir(process.resolve(name), mode);
    if (error >= 0) {
      if (has("v")) process.stdout.write(`${process.argv[0]}: created directory ${quoted(process, name)}\n`);
      continue;
    }
    complain(process, `cannot create directory ${quoted(process, name)}: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};

function makeParents(process: Process, name: string, mode: number): number {
  const parts = process.resolve(name).split("/").filter(Boolean);
  let path = "";
  for (const [i, part] of parts.entries()) {
    path += `/${part}`;
    const status = process.sys.stat(path);
    if (typeof status !== "number") {
      if (status.type !== "directory") return i === parts.length - 1 ? -EEXIST : -ENOTDIR;
      continue;
    }
    const error = process.sys.mkdir(path, i === parts.length - 1 ? mode : 0o777);
    if (error < 0) return error;
  }
  return 0;
}

export const rmdir: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "pv", [
    { name: "ignore-fail-on-non-empty", argument: "none" },
    { name: "parents", argument: "none", value: "p" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (refused(process, options, "pv")) return 1;
  if (operands.length === 0) return missingOperand(process);
  const quiet = options.some(({ option }) => option === "ignore-fail-on-non-empty");
  let status = 0;
  for (const name of operands) {
    const error = process.sys.rmdir(process.resolve(name));
    if (error >= 0 || quiet) continue;
    complain(process, `failed to remove ${quotedName(process, name)}: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};
