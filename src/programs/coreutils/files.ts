/** Tools that make, copy, move and remove files and directories. */
import { EBUSY, EEXIST, EINVAL, EISDIR, ENOENT, ENOTDIR, strerror } from "../../errno.ts";
import { type FileStatus, O_CREAT, O_EXCL, O_RDONLY, O_TRUNC, O_WRONLY } from "../../kernel.ts";
import { baseName } from "../../process/paths.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt, type ParsedOption } from "../lib/getopt.ts";
import { chunksOf, complain, missingOperand, quoted, usageFailure } from "../lib/text/input.ts";
import { writeWhole } from "../lib/text/output-file.ts";
import { quotedName } from "../lib/text/quoting.ts";

function statusOf(process: Process, path: string): FileStatus | number {
  return process.sys.stat(process.resolve(path));
}

function isLink(process: Process, path: string): boolean {
  const status = process.sys.lstat(process.resolve(path));
  return typeof status !== "number" && status.type === "symlink";
}

function isDirectory(process: Process, path: string): boolean {
  const status = statusOf(process, path);
  return typeof status !== "number" && status.type === "directory";
}

/** Tells about the first option given that is among `letters`, which are known but not there. @returns whether there was one */
function refused(process: Process, options: readonly ParsedOption[], letters: string): boolean {
  const found = options.find(({ option }) => option.length === 1 && letters.includes(option));
  if (found !== undefined) complain(process, `option -${found.option} is not supported here`);
  return found !== undefined;
}

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

export const touch: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "acd:hmr:t:", [
    { name: "no-create", argument: "none", value: "c" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  if (refused(process, options, "adhmrt")) return 1;
  const create = !options.some(({ option }) => option === "c");
  let status = 0;
  for (const name of operands) {
    const exists = typeof statusOf(process, name) !== "number";
    if (exists || !create) continue;
    const file = process.sys.open(process.resolve(name), O_WRONLY | O_CREAT, 0o666);
    if (typeof file !== "number") {
      file.close();
      continue;
    }
    complain(process, `cannot touch ${quotedName(process, name)}: ${strerror(-file)}`);
    status = 1;
  }
  return status;
};

/** The path that a source gets under a target. */
function under(process: Process, source: string, target: string): string {
  return isDirectory(process, target) ? `${target.replace(/\/+$/, "")}/${baseName(source)}` : target;
}

function sourcesAndTarget(
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

export const cp: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "adfiLnpPrRTuv", [
    { name: "archive", argument: "none", value: "a" },
    { name: "force", argument: "none", value: "f" },
    { name: "recursive", argument: "none", value: "r" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (refused(process, options, "diLPTu")) return 1;
  const request = sourcesAndTarget(process, operands);
  if (typeof request === "number") return request;
  const letters = new Set(options.map(({ option }) => option));
  const recursive = ["a", "r", "R"].some((letter) => letters.has(letter));
  const told = (from: string, to: string) => {
    if (letters.has("v"))
      process.stdout.write(`${quotedName(process, from)} -> ${quotedName(process, to)}\n`);
  };
  let status = 0;
  for (const source of request.sources) {
    const target = under(process, source, request.target);
    if (letters.has("n") && typeof statusOf(process, target) !== "number") continue;
    if (!(await copy(process, source, target, recursive, told))) status = 1;
  }
  return status;
};

async function copy(
  process: Process,
  source: string,
  target: string,
  recursive: boolean,
  told: (from: string, to: string) => void,
): Promise<boolean> {
  const status = statusOf(process, source);
  if (typeof status === "number") {
    complain(process, `cannot stat ${quotedName(process, source)}: ${strerror(-status)}`);
    return false;
  }
  if (status.type !== "directory") return copyFile(process, source, target, status.mode, told);
  if (!recursive) {
    complain(process, `-r not specified; omitting directory ${quotedName(process, source)}`);
    return false;
  }
  const present = statusOf(process, target);
  if (typeof present !== "number" && present.type !== "directory") {
    const name = quotedName(process, source);
    complain(process, `cannot overwrite non-directory ${quotedName(process, target)} with directory ${name}`);
    return false;
  }
  if (process.sys.mkdir(process.resolve(target), status.mode) === 0) told(source, target);
  const entries = process.sys.readdir(process.resolve(source));
  if (typeof entries === "number") return false;
  let all = true;
  for (const { name } of entries)
    if (!(await copy(process, `${source}/${name}`, `${target}/${name}`, true, told))) all = false;
  return all;
}

async function copyFile(
  process: Process,
  source: string,
  target: string,
  mode: number,
  told: (from: string, to: string) => void,
): Promise<boolean> {
  if (process.resolve(source) === process.resolve(target)) {
    complain(process, `${quotedName(process, source)} and ${quotedName(process, target)} are the same file`);
    return false;
  }
  told(source, target);
  const from = process.sys.open(process.resolve(source), O_RDONLY);
  if (typeof from === "number") {
    complain(process, `cannot open ${quotedName(process, source)} for reading: ${strerror(-from)}`);
    return false;
  }
  const to = process.sys.open(process.resolve(target), O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (typeof to === "number") {
    from.close();
    complain(process, `cannot create regular file ${quotedName(process, target)}: ${strerror(-to)}`);
    return false;
  }
  let error = 0;
  try {
    for await (const chunk of chunksOf(process, from)) {
      error = await writeWhole(process, to, chunk);
      if (error !== 0) break;
    }
  } finally {
    to.close();
  }
  if (error !== 0) complain(process, `error writing ${quotedName(process, target)}: ${strerror(-error)}`);
  return error === 0;
}

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

export const ln: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "fnsTv", [
    { name: "force", argument: "none", value: "f" },
    { name: "symbolic", argument: "none", value: "s" },
    { name: "verbose", argument: "none", value: "v" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (!options.some(({ option }) => option === "s")) {
    complain(process, "hard links are not supported here; use -s");
    return 1;
  }
  if (operands.length === 0) return usageFailure(process, [`${process.argv[0]}: missing file operand`]);
  const target = operands[1] ?? ".";
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const asFile = has("T") || (has("n") && isLink(process, target));
  const path = asFile ? target : under(process, operands[0], target);
  if (options.some(({ option }) => option === "f")) process.sys.unlink(process.resolve(path));
  const error = process.sys.symlink(operands[0], process.resolve(path));
  if (error >= 0) {
    if (has("v"))
      process.stdout.write(`${quotedName(process, path)} -> ${quotedName(process, operands[0])}\n`);
    return 0;
  }
  complain(process, `failed to create symbolic link ${quotedName(process, path)}: ${strerror(-error)}`);
  return 1;
};

const TEMPLATE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export const mktemp: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "dp:qtu", [
    { name: "directory", argument: "none", value: "d" },
    { name: "dry-run", argument: "none", value: "u" },
    { name: "tmpdir", argument: "optional", value: "p" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const base = options.find(({ option }) => option === "p")?.argument ?? process.env.get("TMPDIR") ?? "/tmp";
  const template = operands[0] ?? "tmp.XXXXXXXXXX";
  const match = /^(.*?)(X{3,})([^X]*)$/s.exec(template);
  if (!match) {
    complain(process, `too few X's in template ${quoted(process, template)}`);
    return 1;
  }
  const directory = operands.length === 0 || has("p") || has("t") ? `${base}/` : "";
  for (let attempt = 0; attempt < 100; attempt++) {
    const middle = Array.from(match[2], () => TEMPLATE[process.sys.random() % TEMPLATE.length]).join("");
    const path = `${directory}${match[1]}${middle}${match[3]}`;
    const error = createTemporary(process, path, has("d"), has("u"));
    if (error === -EEXIST) continue;
    if (error === 0) {
      process.stdout.write(`${path}\n`);
      return 0;
    }
    const what = has("d") ? "directory" : "file";
    complain(
      process,
      `failed to create ${what} via template ${quoted(process, directory + template)}: ${strerror(-error)}`,
    );
    return 1;
  }
  return 1;
};

function createTemporary(process: Process, path: string, directory: boolean, dry: boolean): number {
  if (dry) return 0;
  if (directory) return process.sys.mkdir(process.resolve(path), 0o700);
  const file = process.sys.open(process.resolve(path), O_WRONLY | O_CREAT | O_EXCL, 0o600);
  if (typeof file === "number") return file;
  file.close();
  return 0;
}

export const mkfifo: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "m:", [
    { name: "mode", argument: "required", value: "m" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missingOperand(process);
  const mode = Number.parseInt(options[0]?.argument ?? "666", 8);
  let status = 0;
  for (const name of operands) {
    const error = process.sys.mkfifo(process.resolve(name), mode);
    if (error >= 0) continue;
    complain(process, `cannot create fifo ${quotedName(process, name)}: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};
