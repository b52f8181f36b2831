/** The columns of `ps`. What a process of a box does not have (memory of its own, a terminal, time on a processor) is zero or unknown. */
import type { ProcessInfo } from "../../process/process.ts";

/** One process. */
export interface Row extends ProcessInfo {
  /** The process that asks. */
  readonly self: boolean;
}

/** One column: what stands above it, and what it shows of a process. */
export interface Column {
  readonly header: string;
  readonly width: number;
  readonly right: boolean;
  readonly text: (row: Row) => string;
}

const left = (header: string, width: number, text: (row: Row) => string): Column => ({
  header,
  width,
  right: false,
  text,
});
const right = (header: string, width: number, text: (row: Row) => string): Column => ({
  header,
  width,
  right: true,
  text,
});

/** The name of its program, cut as the kernel cuts it. */
function name({ argv }: Row): string {
  return ((argv[0] ?? "").split("/").at(-1) ?? "").slice(0, 15);
}

const line = ({ argv }: Row) => argv.join(" ");
const state = ({ self }: Row) => (self ? "R" : "S");
const root = () => "root";
const zero = () => "0";
const COMMAND_WIDTH = 27;

const COLUMNS: ReadonlyMap<string, Column> = new Map([
  ...["pid", "tgid"].map((key): [string, Column] => [
    key,
    right(key.toUpperCase(), 7, ({ pid }) => String(pid)),
  ]),
  ["ppid", right("PPID", 7, ({ parentPid }) => String(parentPid))],
  ...["pgid", "pgrp"].map((key): [string, Column] => [
    key,
    right(key.toUpperCase(), 7, ({ group }) => String(group)),
  ]),
  ...["user", "uname", "euser", "ruser", "suser", "fuser"].map((key): [string, Column] => [
    key,
    left(key === "uname" ? "USER" : key.toUpperCase(), 8, root),
  ]),
  ...["group", "egroup", "rgroup"].map((key): [string, Column] => [key, left(key.toUpperCase(), 8, root)]),
  ...["uid", "euid", "ruid", "gid", "egid", "rgid"].map((key): [string, Column] => [
    key,
    right(key.toUpperCase(), 5, zero),
  ]),
  ["comm", left("COMMAND", 15, name)],
  ["ucomm", left("COMMAND", 15, name)],
  ["ucmd", left("CMD", 15, name)],
  ["args", left("COMMAND", COMMAND_WIDTH, line)],
  ["command", left("COMMAND", COMMAND_WIDTH, line)],
  ["cmd", left("CMD", COMMAND_WIDTH, line)],
  ["stat", left("STAT", 4, state)],
  ["s", left("S", 1, state)],
  ["state", left("S", 1, state)],
  ...["tty", "tt", "tname"].map((key): [string, Column] => [
    key,
    left(key === "tname" ? "TTY" : "TT", 8, () => "?"),
  ]),
  ["time", right("TIME", 8, () => "00:00:00")],
  ["cputime", right("TIME", 8, () => "00:00:00")],
  ["bsdtime", right("TIME", 6, () => "0:00")],
  ["ni", right("NI", 3, zero)],
  ["nice", right("NI", 3, zero)],
  ["c", right("C", 2, zero)],
  ["%cpu", right("%CPU", 4, () => "0.0")],
  ["pcpu", right("%CPU", 4, () => "0.0")],
  ["%mem", right("%MEM", 4, () => "0.0")],
  ["pmem", right("%MEM", 4, () => "0.0")],
  ["vsz", right("VSZ", 6, zero)],
  ["rss", right("RSS", 5, zero)],
  ["nlwp", right("NLWP", 4, () => "1")],
  ["thcount", right("THCNT", 5, () => "1")],
  ["stime", left("STIME", 5, () => "00:00")],
]);

/** A column by a word of `-o`, in any case; undefined: ps does not know it here. */
export function columnNamed(key: string): Column | undefined {
  return COLUMNS.get(key.toLowerCase());
}

function known(...keys: readonly string[]): Column[] {
  return keys.flatMap((key) => COLUMNS.get(key) ?? []);
}

const TERMINAL = left("TTY", 8, () => "?");

/** What `ps` shows by itself, with `-f`, and with `u`. */
export const PLAIN: readonly Column[] = [...known("pid"), TERMINAL, ...known("time", "ucmd")];
export const FULL: readonly Column[] = [
  left("UID", 8, root),
  ...known("pid", "ppid", "c", "stime"),
  TERMINAL,
  ...known("time", "cmd"),
];
export const USER: readonly Column[] = [
  ...known("user", "pid", "%cpu", "%mem", "vsz", "rss"),
  TERMINAL,
  ...known("stat"),
  left("START", 5, () => "00:00"),
  ...known("bsdtime", "args"),
];
export const BSD: readonly Column[] = [...known("pid"), TERMINAL, ...known("stat", "bsdtime", "args")];

/** One line of all columns, the last without blanks behind it. */
export function formatRow(columns: readonly Column[], texts: readonly string[]): string {
  return columns
    .map(({ width, right: toRight }, i) => {
      if (toRight) return texts[i].padStart(width);
      return i === columns.length - 1 ? texts[i] : texts[i].slice(0, width).padEnd(width);
    })
    .join(" ");
}
