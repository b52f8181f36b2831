/** `ls` and `stat`. */
import { ENOENT, strerror } from "../../../errno.ts";
import type { DirectoryEntry, FileStatus } from "../../../kernel.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { decodeEscapes } from "../../lib/text/escapes.ts";
import { complain, quoted, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";

function missing(process: Process): number {
  return usageFailure(process, [`${process.argv[0]}: missing operand`]);
}

function statusOf(process: Process, path: string): FileStatus | number {
  return process.sys.stat(process.resolve(path));
}

function isDirectory(process: Process, path: string): boolean {
  const status = statusOf(process, path);
  return typeof status !== "number" && status.type === "directory";
}

const TYPE_LETTERS: Readonly<Record<string, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  fifo: "p",
  socket: "s",
  character: "c",
};
const TYPE_NAMES: Readonly<Record<string, string>> = {
  file: "regular file",
  directory: "directory",
  symlink: "symbolic link",
  fifo: "fifo",
  socket: "socket",
  character: "character special file",
};

function modeText(status: FileStatus): string {
  const bits = (shift: number) => {
    const three = status.mode >> shift;
    return `${three & 4 ? "r" : "-"}${three & 2 ? "w" : "-"}${three & 1 ? "x" : "-"}`;
  };
  const last = status.mode & 0o1000 ? (status.mode & 1 ? "t" : "T") : undefined;
  const text = `${TYPE_LETTERS[status.type]}${bits(6)}${bits(3)}${bits(0)}`;
  return last ? text.slice(0, -1) + last : text;
}

export const stat: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "c:fLt", [
    { name: "dereference", argument: "none", value: "L" },
    { name: "format", argument: "required", value: "c" },
    { name: "printf", argument: "required" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length === 0) return missing(process);
  const format = options.find(({ option }) => option === "c")?.argument;
  const printf = options.findLast(({ option }) => option === "printf")?.argument;
  const refused = options.find(({ option }) => option === "f" || option === "t");
  if (refused !== undefined || (format === undefined && printf === undefined)) {
    complain(process, "only -c FORMAT and --printf=FORMAT are supported here");
    return 1;
  }
  const follow = options.some(({ option }) => option === "L");
  let status = 0;
  for (const name of operands) {
    const path = process.resolve(name);
    const found = follow ? process.sys.stat(path) : process.sys.lstat(path);
    if (typeof found === "number") {
      complain(process, `cannot statx ${quotedName(process, name)}: ${strerror(-found)}`);
      status = 1;
      continue;
    }
    if (printf === undefined) process.stdout.write(`${formatStatus(process, name, found, format ?? "")}\n`);
    else process.stdout.write(formatStatus(process, name, found, decodeEscapes(printf, "printf").text));
  }
  return status;
};

function formatStatus(process: Process, name: string, status: FileStatus, format: string): string {
  const link = status.type === "symlink" ? process.sys.readlink(process.resolve(name)) : undefined;
  const fields: Readonly<Record<string, string>> = {
    a: status.mode.toString(8),
    A: modeText(status),
    d: String(status.device),
    F: status.type === "file" && status.size === 0 ? "regular empty file" : TYPE_NAMES[status.type],
    g: "0",
    G: "root",
    h: String(status.links),
    i: String(status.inode),
    n: name,
    N: typeof link === "string" ? `'${name}' -> '${link}'` : `'${name}'`,
    s: String(status.size),
    u: "0",
    U: "root",
    X: String(Math.floor(status.modified / 1000)),
    Y: String(Math.floor(status.modified / 1000)),
    Z: String(Math.floor(status.modified / 1000)),
    "%": "%",
  };
  return format.replace(
    /%(-?)(0?)(\d*)([a-zA-Z%])/g,
    (_, left: string, zero: string, width: string, letter) => {
      const text = fields[letter] ?? "?";
      if (left !== "") return text.padEnd(Number(width));
      return text.padStart(Number(width), zero !== "" && /^\d+$/.test(text) ? "0" : " ");
    },
  );
}

interface ListRequest {
  readonly letters: ReadonlySet<string>;
  readonly format: (ms: number) => string;
}

/** Known to GNU's `ls`. */
const REFUSED = "bBcDfgGHikLmNoqQsuvxXZ";
const COLORS = [
  ["always", "yes", "force"],
  ["never", "no", "none"],
  ["auto", "tty", "if-tty"],
];

/** Whether the word of `--color`, which is `always` when it has none, asks for colours. */
function wantsColors(process: Process, word = "always"): boolean {
  const [always, , auto] = COLORS;
  return always.includes(word) || (auto.includes(word) && process.stdout.isTerminal);
}

function wrongColor(process: Process, word: string): number {
  const list = COLORS.map((words) => `  - ${words.map((each) => quoted(process, each)).join(", ")}`);
  const what = `${quoted(process, word)} for ${quoted(process, "--color")}`;
  return usageFailure(process, [
    `${process.argv[0]}: invalid argument ${what}`,
    "Valid arguments are:",
    ...list,
  ]);
}

const loadStrftime = () => import("../../lib/text/strftime.ts");

export const ls: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, `1aACdFhlnprRStU${REFUSED}I:T:w:`, [
    { name: "all", argument: "none", value: "a" },
    { name: "almost-all", argument: "none", value: "A" },
    { name: "color", argument: "optional" },
    { name: "directory", argument: "none", value: "d" },
    { name: "recursive", argument: "none", value: "R" },
    { name: "reverse", argument: "none", value: "r" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1), 2);
  const refused = options.find(({ option }) => option.length === 1 && `${REFUSED}ITw`.includes(option));
  if (refused !== undefined) {
    complain(process, `option -${refused.option} is not supported here`);
    return 2;
  }
  const colors = options.filter(({ option }) => option === "color");
  const wrong = colors.find(({ argument }) => argument !== undefined && !COLORS.flat().includes(argument));
  if (wrong?.argument !== undefined) return wrongColor(process, wrong.argument);
  const color = colors.at(-1);
  if (color !== undefined && wantsColors(process, color.argument)) {
    complain(process, "colors are not supported here");
    return 2;
  }
  const { formatTime } = await process.load(loadStrftime);
  const now = process.sys.realtime() / 1000;
  const recent = (ms: number) => now - ms < 15_778_476_000 && ms <= now;
  const request: ListRequest = {
    letters: new Set(options.map(({ option }) => option)),
    format: (ms) => formatTime(recent(ms) ? "%b %e %H:%M" : "%b %e  %Y", ms),
  };
  return listAll(process, operands.length === 0 ? ["."] : operands, request);
};

function listAll(process: Process, names: readonly string[], request: ListRequest): number {
  const { letters } = request;
  const files: string[] = [];
  const directories: string[] = [];
  let status = 0;
  for (const name of names) {
    const found =
      name === ""
        ? -ENOENT
        : letters.has("d") || letters.has("l")
          ? process.sys.lstat(process.resolve(name))
          : statusOf(process, name);
    const link =
      typeof found !== "number" && found.type === "symlink" && !letters.has("d") && !letters.has("l");
    if (typeof found === "number") {
      complain(process, `cannot access ${quotedName(process, name)}: ${strerror(-found)}`);
      status = 2;
    } else if (found.type === "directory" && !letters.has("d") && !link) directories.push(name);
    else files.push(name);
  }
  directories.sort();
  printEntries(process, "", files.sort(), request);
  let first = files.length === 0;
  const headers = directories.length + files.length > 1 || letters.has("R") || status !== 0;
  const pending = [...directories];
  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    const entries = process.sys.readdir(process.resolve(name));
    if (typeof entries === "number") {
      complain(process, `cannot open directory ${quotedName(process, name)}: ${strerror(-entries)}`);
      status = 2;
      continue;
    }
    if (headers) process.stdout.write(`${first ? "" : "\n"}${name}:\n`);
    first = false;
    const shown = visible(entries, letters);
    if (letters.has("l")) process.stdout.write("total 0\n");
    printEntries(process, name, shown, request);
    if (letters.has("R")) {
      const below = shown.filter(
        (entry) => entry !== "." && entry !== ".." && isDirectory(process, `${name}/${entry}`),
      );
      pending.unshift(...below.map((entry) => `${name}/${entry}`));
    }
  }
  return status;
}

function visible(entries: readonly DirectoryEntry[], letters: ReadonlySet<string>): string[] {
  const names = entries.map((entry) => entry.name);
  if (letters.has("a")) return [".", "..", ...names.filter((name) => name !== "." && name !== "..")];
  return letters.has("A") ? names : names.filter((name) => !name.startsWith("."));
}

function printEntries(
  process: Process,
  directory: string,
  names: readonly string[],
  request: ListRequest,
): void {
  const { letters } = request;
  const path = (name: string) => process.resolve(directory === "" ? name : `${directory}/${name}`);
  const rows = names.map((name) => ({ name, status: process.sys.lstat(path(name)) }));
  rows.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const number = (row: (typeof rows)[number], key: "size" | "modified") =>
    typeof row.status === "number" ? 0 : row.status[key];
  if (letters.has("S")) rows.sort((a, b) => number(b, "size") - number(a, "size"));
  if (letters.has("t")) rows.sort((a, b) => number(b, "modified") - number(a, "modified"));
  if (letters.has("r")) rows.reverse();
  if (letters.has("l") || letters.has("n")) return longRows(process, rows, path, request);
  const shown = rows.map(({ name, status }) => name + suffix(status, letters));
  const { columns } = process.stdout;
  if (columns === undefined || letters.has("1")) for (const name of shown) process.stdout.write(`${name}\n`);
  else process.stdout.write(inColumns(shown, columns));
}

function suffix(status: FileStatus | number, letters: ReadonlySet<string>): string {
  if (typeof status === "number") return "";
  if (status.type === "directory") return letters.has("F") || letters.has("p") ? "/" : "";
  if (!letters.has("F")) return "";
  if (status.type === "symlink") return "@";
  if (status.type === "fifo") return "|";
  if (status.type === "socket") return "=";
  return status.type === "file" && status.mode & 0o111 ? "*" : "";
}

function inColumns(names: readonly string[], width: number): string {
  if (names.length === 0) return "";
  for (let rows = 1; ; rows++) {
    const columns = Math.ceil(names.length / rows);
    const widths = Array.from({ length: columns }, (_, column) =>
      Math.max(...names.slice(column * rows, (column + 1) * rows).map((name) => name.length)),
    );
    const total = widths.reduce((sum, each) => sum + each + 2, -2);
    if (total >= width && rows < names.length) continue;
    return Array.from({ length: rows }, (_, row) => {
      const cells = widths
        .map((each, column) => ({ name: names[column * rows + row], each }))
        .filter(({ name }) => name !== undefined);
      return `${cells.map(({ name, each }, i) => (i === cells.length - 1 ? name : name.padEnd(each + 2))).join("")}\n`;
    }).join("");
  }
}

function longRows(
  process: Process,
  rows: readonly { readonly name: string; readonly status: FileStatus | number }[],
  path: (name: string) => string,
  request: ListRequest,
): void {
  const known = rows.flatMap(({ name, status }) => (typeof status === "number" ? [] : [{ name, status }]));
  const width = (pick: (status: FileStatus) => number) =>
    Math.max(0, ...known.map(({ status }) => String(pick(status)).length));
  const links = width((status) => status.links);
  const sizes = width((status) => status.size);
  const owner = request.letters.has("n") ? "0 0" : "root root";
  for (const { name, status } of known) {
    const target = status.type === "symlink" ? process.sys.readlink(path(name)) : undefined;
    const arrow = typeof target === "string" ? ` -> ${target}` : "";
    const text = [
      modeText(status),
      String(status.links).padStart(links),
      owner,
      String(status.size).padStart(sizes),
      request.format(status.modified),
    ].join(" ");
    process.stdout.write(`${text} ${name}${suffix(status, request.letters)}${arrow}\n`);
  }
}
