/** Tools for names of files: readlink, realpath, basename, dirname. */
import { ENOTDIR, strerror } from "../../../errno.ts";
import { baseName, resolvePath } from "../../../process/paths.ts";
import type { Main, Process } from "../../../process/process.ts";
import { type Missing, realPath } from "../../../process/real-path.ts";
import { getopt, longOption } from "../../lib/getopt.ts";
import { complain, missingOperand, quoted, usageFailure } from "../../lib/text/input.ts";
import { quotedIfNeeded } from "../../lib/text/quoting.ts";

const MISSING: Readonly<Record<string, Missing>> = { f: "last", e: "none", m: "any" };
const READLINK_OPTIONS = [
  longOption("canonicalize", "f"),
  longOption("canonicalize-existing", "e"),
  longOption("canonicalize-missing", "m"),
  longOption("no-newline", "n"),
  longOption("quiet", "q"),
  longOption("silent", "s"),
  longOption("verbose", "v"),
  longOption("zero", "z"),
];

export const readlink: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "efmnqsvz", READLINK_OPTIONS);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const letters = options.map(({ option }) => option);
  const missing = letters.map((letter) => MISSING[letter]).findLast((each) => each !== undefined);
  const verbose = letters.findLast((letter) => "qsv".includes(letter)) === "v";
  let end = letters.includes("z") ? "\0" : "\n";
  if (letters.includes("n") && operands.length > 1)
    complain(process, "ignoring --no-newline with multiple arguments");
  else if (letters.includes("n")) end = "";
  let status = 0;
  for (const name of operands) {
    const path = process.resolve(name);
    const text = missing === undefined ? process.sys.readlink(path) : realPath(process.sys, path, missing);
    if (typeof text !== "number") {
      process.stdout.write(`${text}${end}`);
      continue;
    }
    status = 1;
    if (verbose) complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-text)}`);
  }
  return status;
};

const REALPATH_OPTIONS = [
  longOption("canonicalize-existing", "e"),
  longOption("canonicalize-missing", "m"),
  longOption("logical", "L"),
  longOption("physical", "P"),
  longOption("quiet", "q"),
  longOption("no-symlinks", "s"),
  longOption("strip", "s"),
  longOption("zero", "z"),
];

export const realpath: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "eLmPqsz", REALPATH_OPTIONS);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const letters = options.map(({ option }) => option);
  const missing = letters.map((letter) => MISSING[letter]).findLast((each) => each !== undefined) ?? "last";
  const way = letters.findLast((letter) => "LPs".includes(letter)) ?? "P";
  let status = 0;
  for (const name of operands) {
    const path = canonical(process, name, way, missing);
    if (typeof path === "string") {
      process.stdout.write(`${path}${letters.includes("z") ? "\0" : "\n"}`);
      continue;
    }
    status = 1;
    if (!letters.includes("q")) complain(process, `${quotedIfNeeded(process, name)}: ${strerror(-path)}`);
  }
  return status;
};

/** @param way `L`: `..` goes back before links are followed; `s`: no links are followed; `P`: as the kernel walks */
function canonical(process: Process, name: string, way: string, missing: Missing): string | number {
  const { sys, cwd } = process;
  if (name === "" || way === "P") return realPath(sys, process.resolve(name), missing);
  const path = resolvePath(cwd, name);
  const error = missing === "any" ? 0 : wayBack(process, name);
  if (error < 0) return error;
  if (way === "L") return realPath(sys, path, missing);
  const found = missing === "none" ? sys.stat(path) : 0;
  return typeof found === "number" && found < 0 ? found : path;
}

/** What `..` goes back from has to be a directory, and what has something behind it no file. @returns 0 or a negative error */
function wayBack({ sys, cwd }: Process, name: string): number {
  let here = name.startsWith("/") ? "/" : cwd;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  for (const [index, part] of parts.entries()) {
    const status = index === 0 ? undefined : sys.stat(here);
    if (typeof status === "number" && part === "..") return status;
    if (status !== undefined && typeof status !== "number" && status.type !== "directory") return -ENOTDIR;
    here = resolvePath(here, part);
  }
  return 0;
}

export const basename: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "+as:z", []);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const suffix = options.find(({ option }) => option === "s")?.argument;
  const many = suffix !== undefined || options.some(({ option }) => option === "a");
  if (!many && operands.length > 2)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[2])}`]);
  for (const name of many ? operands : operands.slice(0, 1)) {
    const base = name === "" ? "" : baseName(name);
    const end = suffix ?? (many ? "" : (operands[1] ?? ""));
    process.stdout.write(
      `${end !== "" && base !== end && base.endsWith(end) ? base.slice(0, -end.length) : base}\n`,
    );
  }
  return 0;
};

export const dirname: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "z", [longOption("zero", "z")]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  for (const name of operands) {
    const trimmed = name.replace(/(?<=.)\/+$/, "");
    const at = trimmed.lastIndexOf("/");
    process.stdout.write(
      `${at < 0 ? "." : trimmed.slice(0, at).replace(/\/+$/, "") || "/"}${options.length > 0 ? "\0" : "\n"}`,
    );
  }
  return 0;
};
