/**
 * `mount`: lists, mounts file systems without a device, binds, changes propagation.
 *
 * Source: util-linux 2.38 (`sys-utils/mount.c`, `libmount/src/context_mount.c`).
 */
import { EINVAL, ENODEV, ENOENT, ENOTDIR, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt } from "../lib/getopt.ts";
import { complain, usageFailure } from "../lib/text/input.ts";
import { MS_BIND, MS_PRIVATE, MS_REC, MS_SHARED, MS_SLAVE } from "./flags.ts";
import { canonical, mountTable } from "./table.ts";

/** `MNT_EX_FAIL` */
const FAILED = 32;

const PROPAGATION: Readonly<Record<string, number>> = {
  private: MS_PRIVATE,
  rprivate: MS_PRIVATE | MS_REC,
  rshared: MS_SHARED | MS_REC,
  rslave: MS_SLAVE | MS_REC,
  shared: MS_SHARED,
  slave: MS_SLAVE,
};
/** Words of `-o` and what they ask for; `defaults` and `rw` are how everything is mounted. */
const WORDS: Readonly<Record<string, number>> = {
  ...PROPAGATION,
  bind: MS_BIND,
  defaults: 0,
  rbind: MS_BIND | MS_REC,
  rw: 0,
};

const LONG_OPTIONS = [
  { name: "all", argument: "none", value: "a" },
  { name: "bind", argument: "none", value: "B" },
  { name: "fake", argument: "none", value: "f" },
  { name: "help", argument: "none" },
  ...["private", "rprivate", "rshared", "rslave", "runbindable", "shared", "slave", "unbindable"].map(
    (name) => ({ name: `make-${name}`, argument: "none" }) as const,
  ),
  { name: "move", argument: "none", value: "M" },
  { name: "no-mtab", argument: "none", value: "n" },
  { name: "options", argument: "required", value: "o" },
  { name: "rbind", argument: "none", value: "R" },
  { name: "read-only", argument: "none", value: "r" },
  { name: "read-write", argument: "none", value: "w" },
  { name: "rw", argument: "none", value: "w" },
  { name: "types", argument: "required", value: "t" },
  { name: "verbose", argument: "none", value: "v" },
  { name: "version", argument: "none" },
] as const;

interface Request {
  flags: number;
  /** Of `--make-…`, in their order: each is a call of its own. */
  readonly propagation: number[];
  type: string | undefined;
  verbose: boolean;
}

export const main: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "aBcfFhilL:Mno:O:rRsT:t:U:vVw", LONG_OPTIONS);
  if (errors.length > 0) return usageFailure(process, errors);
  const request: Request = { flags: 0, propagation: [], type: undefined, verbose: false };
  for (const { option, argument = "" } of options) {
    const refused = apply(request, option, argument);
    if (refused === undefined) continue;
    complain(process, `${refused} is not supported here`);
    return 1;
  }
  const changes = request.flags !== 0 || request.propagation.length > 0;
  if (operands.length === 0 && !changes) return list(process, request.type);
  if (operands.length === 0 || operands.length > 2)
    return usageFailure(process, [`${process.argv[0]}: bad usage`]);
  const target = operands[operands.length - 1];
  if (operands.length === 1 && request.flags === 0 && request.propagation.length === 0) {
    complain(process, `${target}: can't find in /etc/fstab.`);
    return 1;
  }
  const status = operands.length === 2 || request.flags !== 0 ? mount(process, request, operands) : 0;
  return status === 0 ? propagate(process, request, target) : status;
};

/** @returns the name of what is refused */
function apply(request: Request, option: string, argument: string): string | undefined {
  if (option === "t") request.type = argument;
  else if (option === "v") request.verbose = true;
  else if (option === "B") request.flags |= MS_BIND;
  else if (option === "R") request.flags |= MS_BIND | MS_REC;
  else if (option === "o") return applyWords(request, argument);
  else if (option.startsWith("make-") && Object.hasOwn(PROPAGATION, option.slice(5)))
    request.propagation.push(PROPAGATION[option.slice(5)]);
  // nothing is written to mtab, and everything is mounted for reading and writing
  else if (option !== "n" && option !== "w")
    return option.length === 1 ? `option -${option}` : `option --${option}`;
  return undefined;
}

function applyWords(request: Request, words: string): string | undefined {
  for (const word of words.split(",")) {
    if (!Object.hasOwn(WORDS, word)) return `option "${word}"`;
    if (Object.hasOwn(PROPAGATION, word)) request.propagation.push(PROPAGATION[word]);
    else request.flags |= WORDS[word];
  }
  return undefined;
}

function list(process: Process, type: string | undefined): number {
  for (const { device, path, fstype, options } of mountTable(process)) {
    if (type === undefined || type.split(",").includes(fstype))
      process.stdout.write(`${device} on ${path} type ${fstype} (${options})\n`);
  }
  return 0;
}

function failed(process: Process, target: string, message: string): number {
  process.stderr.write(
    `${process.argv[0]}: ${target}: ${message}\n       dmesg(1) may have more information after failed mount system call.\n`,
  );
  return FAILED;
}

function mount(process: Process, request: Request, operands: readonly string[]): number {
  const target = canonical(process, operands[operands.length - 1]);
  const bind = (request.flags & MS_BIND) !== 0;
  const exists = (path: string) => typeof process.sys.stat(process.resolve(path)) !== "number";
  if (!exists(target)) return failed(process, target, "mount point does not exist.");
  if (operands.length === 1)
    return failed(process, target, `mount(2) system call failed: ${strerror(ENOENT)}.`);
  const source = bind || request.type === undefined ? canonical(process, operands[0]) : operands[0];
  if ((bind || request.type === undefined) && !exists(source))
    return failed(process, target, `special device ${operands[0]} does not exist.`);
  if (!bind && request.type === undefined) return failed(process, target, `${source} is not a block device.`);
  const error = process.sys.mount(source, target, request.type ?? "none", request.flags);
  if (error < 0) return failed(process, target, explain(process, -error, request, source, target));
  if (request.verbose)
    process.stdout.write(`${process.argv[0]}: ${source} ${bind ? "bound" : "mounted"} on ${target}.\n`);
  return 0;
}

function explain(process: Process, error: number, request: Request, source: string, target: string): string {
  const isDirectory = (path: string) => {
    const status = process.sys.stat(path);
    return typeof status !== "number" && status.type === "directory";
  };
  if (error === ENODEV) return `unknown filesystem type '${request.type}'.`;
  const wantsDirectory = (request.flags & MS_BIND) === 0 || isDirectory(source);
  if (error === ENOTDIR && wantsDirectory && !isDirectory(target)) return "mount point is not a directory.";
  return `mount(2) system call failed: ${strerror(error)}.`;
}

function propagate(process: Process, request: Request, name: string): number {
  const target = canonical(process, name);
  for (const flags of request.propagation) {
    const error = process.sys.mount("none", target, "", flags);
    if (error >= 0) continue;
    if (error === -ENOENT) return failed(process, target, "mount point does not exist.");
    const message =
      error === -EINVAL
        ? "not mount point or bad option."
        : `mount(2) system call failed: ${strerror(-error)}.`;
    return failed(process, target, message);
  }
  return 0;
}
