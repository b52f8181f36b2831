/** `rm`. */
import { EISDIR, ENOENT, strerror } from "../../../errno.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, missingOperand, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";
import { refused } from "./file-lookup.ts";

export const rm: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "dfiIrRv", [
    { name: "force", argument: "none", value: "f" },
    { name: "recursive", argument: "none", value: "r" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (refused(process, options, "iI")) return 1;
  const letters = new Set(options.map(({ option }) => option));
  if (operands.length === 0 && !letters.has("f")) return missingOperand(process);
  const recursive = letters.has("r") || letters.has("R");
  let status = 0;
  for (const name of operands) {
    const refusal = recursive ? protectedName(process, name) : undefined;
    if (refusal !== undefined) {
      for (const line of refusal) complain(process, line);
      status = 1;
      continue;
    }
    const error = removeOne(process, name, recursive, letters);
    if (error === 0) continue;
    if (error === -ENOENT && letters.has("f")) continue;
    complain(process, `cannot remove ${quotedName(process, name)}: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};

/** Why a directory is never removed with all that is in it. */
function protectedName(process: Process, name: string): string[] | undefined {
  const last = name.replace(/\/+$/, "").split("/").at(-1);
  if (last === "." || last === "..")
    return [`refusing to remove '.' or '..' directory: skipping ${quotedName(process, name)}`];
  if (process.resolve(name) !== "/") return undefined;
  return [
    `it is dangerous to operate recursively on ${quotedName(process, name)}`,
    "use --no-preserve-root to override this failsafe",
  ];
}

function removeOne(process: Process, name: string, recursive: boolean, letters: ReadonlySet<string>): number {
  const path = process.resolve(name);
  const status = process.sys.lstat(path);
  if (typeof status === "number") return status;
  if (status.type !== "directory") {
    const error = process.sys.unlink(path);
    if (error === 0 && letters.has("v")) process.stdout.write(`removed ${quotedName(process, name)}\n`);
    return error;
  }
  if (!recursive) return letters.has("d") ? process.sys.rmdir(path) : -EISDIR;
  const entries = process.sys.readdir(path);
  if (typeof entries === "number") return entries;
  for (const entry of entries) {
    const error = removeOne(process, `${name.replace(/\/+$/, "")}/${entry.name}`, true, letters);
    if (error < 0) return error;
  }
  return process.sys.rmdir(path);
}
