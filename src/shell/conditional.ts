/** The primaries that `test`, `[` and `[[` share. */
import type { FileStatus } from "../kernel.ts";
import { readElement } from "./assign.ts";
import { allElements } from "./expand/resolve.ts";
import type { Shell } from "./shell.ts";

type FileTest = (status: FileStatus) => boolean;

const FILE_TESTS: Readonly<Record<string, FileTest>> = {
  "-a": () => true,
  "-b": () => false,
  "-c": (status) => status.type === "character",
  "-d": (status) => status.type === "directory",
  "-e": () => true,
  "-f": (status) => status.type === "file",
  "-g": (status) => (status.mode & 0o2000) !== 0,
  "-k": (status) => (status.mode & 0o1000) !== 0,
  "-S": (status) => status.type === "socket",
  "-p": (status) => status.type === "fifo",
  "-r": () => true,
  "-s": (status) => status.size > 0,
  "-u": (status) => (status.mode & 0o4000) !== 0,
  "-w": () => true,
  "-x": (status) => status.type === "directory" || (status.mode & 0o111) !== 0,
  "-O": () => true,
  "-G": () => true,
  "-N": () => false,
};

/** Those before one word. */
export const UNARY_OPERATORS = new Set([
  ...Object.keys(FILE_TESTS),
  "-h",
  "-L",
  "-n",
  "-z",
  "-t",
  "-o",
  "-v",
  "-R",
]);

/** Evaluates `-x operand`. */
export function unaryTest(shell: Shell, operator: string, operand: string): boolean {
  switch (operator) {
    case "-n":
      return operand !== "";
    case "-z":
      return operand === "";
    case "-t":
      return /^\d+$/.test(operand) && (shell.open(Number(operand))?.isTerminal ?? false);
    case "-o":
      return shell.options.on(operand);
    case "-v":
      return isSet(shell, operand);
    case "-R":
      return shell.variables.own(operand)?.nameref ?? false;
    case "-h":
    case "-L": {
      const status = shell.process.sys.lstat(shell.process.resolve(operand));
      return typeof status !== "number" && status.type === "symlink";
    }
    default: {
      if (operand === "") return false;
      const status = shell.process.sys.stat(shell.process.resolve(operand));
      if (typeof status !== "number") return FILE_TESTS[operator](status);
      return (
        operator !== "-p" &&
        operator !== "-c" &&
        shell.process.table.lookup.builtIn(shell.process.resolve(operand)) &&
        "-a-e-f-r-s-x".includes(operator)
      );
    }
  }
}

function isSet(shell: Shell, name: string): boolean {
  if (/^\d+$/.test(name)) return name === "0" || shell.positional[Number(name) - 1] !== undefined;
  const match = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(name);
  if (!match) return readElement(shell, name, undefined) !== undefined;
  if (match[2] === "@" || match[2] === "*") return allElements(shell, match[1]).length > 0;
  return readElement(shell, match[1], match[2]) !== undefined;
}

/** `-nt`, `-ot`, `-ef`; undefined for another operator. */
export function fileComparison(
  shell: Shell,
  operator: string,
  left: string,
  right: string,
): boolean | undefined {
  if (operator !== "-nt" && operator !== "-ot" && operator !== "-ef") return undefined;
  const a = shell.process.sys.stat(shell.process.resolve(left));
  const b = shell.process.sys.stat(shell.process.resolve(right));
  if (operator === "-ef") {
    return typeof a !== "number" && typeof b !== "number" && a.inode === b.inode && a.device === b.device;
  }
  const leftTime = typeof a === "number" ? undefined : a.modified;
  const rightTime = typeof b === "number" ? undefined : b.modified;
  const [newer, older] = operator === "-nt" ? [leftTime, rightTime] : [rightTime, leftTime];
  if (newer === undefined) return false;
  return older === undefined || newer > older;
}

/** Those between two numbers. */
export const NUMERIC_OPERATORS: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  "-eq": (left, right) => left === right,
  "-ne": (left, right) => left !== right,
  "-lt": (left, right) => left < right,
  "-le": (left, right) => left <= right,
  "-gt": (left, right) => left > right,
  "-ge": (left, right) => left >= right,
};
