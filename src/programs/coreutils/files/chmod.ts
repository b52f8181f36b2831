/** `chmod`: permission bits, as numbers and as words. Source: coreutils 9.1 `src/chmod.c`, gnulib `lib/modechange.c`. */
import { strerror } from "../../../errno.ts";
import type { FileStatus } from "../../../kernel.ts";
import type { Main, Process } from "../../../process/process.ts";
import { getopt } from "../../lib/getopt.ts";
import { complain, missingOperand, quoted, usageFailure } from "../../lib/text/input.ts";
import { quotedName } from "../../lib/text/quoting.ts";

const SHIFTS: Readonly<Record<string, number>> = { g: 3, o: 0, u: 6 };
const SPECIAL: Readonly<Record<string, number>> = { g: 0o2000, o: 0, u: 0o4000 };

/** A changed mode; the file's old one and whether it is a directory are given. */
type Change = (old: number, directory: boolean) => number;

/** The meaning of a mode text, or undefined when it is wrong. A clause that says for whom nothing leaves what `umask` has. */
function compile(text: string, umask: number): Change | undefined {
  if (/^[0-7]+$/.test(text)) {
    const mode = Number.parseInt(text, 8);
    return mode <= 0o7777 ? () => mode : undefined;
  }
  const clauses: Change[] = [];
  for (const clause of text.split(",")) {
    const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/.exec(clause);
    if (!match) return undefined;
    for (const [, operator, what] of match[2].matchAll(/([-+=])([ugorwxXst]*)/g))
      clauses.push((old, directory) => {
        const kept = match[1] === "" ? umask : 0;
        return applyClause(old, directory, match[1], operator, what, kept);
      });
  }
  return (old, directory) => clauses.reduce((mode, clause) => clause(mode, directory), old);
}

function applyClause(
  old: number,
  directory: boolean,
  who: string,
  operator: string,
  what: string,
  kept: number,
): number {
  const whom = who === "" || who.includes("a") ? "ugo" : who;
  const execute = what.includes("x") || (what.includes("X") && (directory || (old & 0o111) !== 0));
  const three = Object.hasOwn(SHIFTS, what)
    ? (old >> SHIFTS[what]) & 7
    : (what.includes("r") ? 4 : 0) | (what.includes("w") ? 2 : 0) | (execute ? 1 : 0);
  let bits = what.includes("t") && (who === "" || who.includes("a") || who.includes("o")) ? 0o1000 : 0;
  let affected = whom.includes("o") ? 0o1000 : 0;
  for (const letter of new Set(whom)) {
    bits |= (three << SHIFTS[letter]) | (what.includes("s") ? SPECIAL[letter] : 0);
    affected |= (7 << SHIFTS[letter]) | (directory ? 0 : SPECIAL[letter]);
  }
  bits &= ~kept;
  if (operator === "+") return old | bits;
  return operator === "-" ? old & ~bits : (old & ~affected) | bits;
}

function letters(mode: number): string {
  const three = (shift: number, special: number, letter: string) => {
    const bits = mode >> shift;
    const execute = mode & special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? "x" : "-";
    return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${execute}`;
  };
  return `${three(6, 0o4000, "s")}${three(3, 0o2000, "s")}${three(0, 0o1000, "t")}`;
}

function modeText(mode: number): string {
  return `${mode.toString(8).padStart(4, "0")} (${letters(mode)})`;
}

interface Request {
  readonly change: Change;
  readonly recursive: boolean;
  readonly quiet: boolean;
  /** `-v`: whatever came of it is told; `-c`: what was changed. */
  readonly verbose: "changes" | "all" | undefined;
}

/** A word that looks like an option and is a mode, as in `chmod -x file`. */
const MODE_WORD = /^-[rwxXstugoa,+=0-7]/;

export const chmod: Main = (process) => {
  const end = process.argv.indexOf("--") < 0 ? process.argv.length : process.argv.indexOf("--");
  const isMode = (word: string, i: number) => i > 0 && i < end && MODE_WORD.test(word);
  const taken = process.argv.filter(isMode).join(",");
  const { options, operands, errors } = getopt(
    process.argv.filter((word, i) => !isMode(word, i)),
    "cfRv",
    [
      { name: "changes", argument: "none", value: "c" },
      { name: "quiet", argument: "none", value: "f" },
      { name: "recursive", argument: "none", value: "R" },
      { name: "reference", argument: "required" },
      { name: "silent", argument: "none", value: "f" },
      { name: "verbose", argument: "none", value: "v" },
    ],
  );
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  const reference = options.findLast(({ option }) => option === "reference")?.argument;
  const names = reference === undefined && taken === "" ? operands.slice(1) : operands;
  const text = taken === "" ? operands[0] : taken;
  if (names.length === 0) {
    if (text === undefined || text !== operands[0]) return missingOperand(process);
    return usageFailure(process, [`${process.argv[0]}: missing operand after ${quoted(process, text)}`]);
  }
  const change = reference === undefined ? compile(text, process.umask) : modeOf(process, reference);
  if (typeof change === "number") return 1;
  if (change === undefined)
    return usageFailure(process, [`${process.argv[0]}: invalid mode: ${quoted(process, text)}`]);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const told = options.findLast(({ option }) => option === "c" || option === "v")?.option;
  const request: Request = {
    change,
    recursive: has("R"),
    quiet: has("f"),
    verbose: told === undefined ? undefined : told === "v" ? "all" : "changes",
  };
  return names.map((name) => changeMode(process, name, request)).every(Boolean) ? 0 : 1;
};

function modeOf(process: Process, name: string): Change | number {
  const status = process.sys.stat(process.resolve(name));
  if (typeof status !== "number") return () => status.mode;
  complain(process, `failed to get attributes of ${quotedName(process, name)}: ${strerror(-status)}`);
  return status;
}

function changeMode(process: Process, name: string, request: Request): boolean {
  const path = process.resolve(name);
  const status = process.sys.stat(path);
  if (typeof status === "number") {
    if (!request.quiet) complain(process, `cannot access ${quotedName(process, name)}: ${strerror(-status)}`);
    if (request.verbose === "all")
      process.stdout.write(`${quotedName(process, name)} could not be accessed\n`);
    return false;
  }
  const mode = request.change(status.mode, status.type === "directory");
  const error = process.sys.chmod(path, mode);
  if (error < 0) {
    if (!request.quiet)
      complain(process, `changing permissions of ${quotedName(process, name)}: ${strerror(-error)}`);
    return false;
  }
  tell(process, name, status, mode, request);
  const entries = request.recursive && status.type === "directory" ? process.sys.readdir(path) : [];
  if (typeof entries === "number") return true;
  return entries
    .filter((entry) => entry.type !== "symlink")
    .map((entry) => changeMode(process, `${name}/${entry.name}`, request))
    .every(Boolean);
}

function tell(
  process: Process,
  name: string,
  { mode: old }: FileStatus,
  mode: number,
  request: Request,
): void {
  if (request.verbose === undefined || (request.verbose === "changes" && old === mode)) return;
  const what = old === mode ? "retained as" : `changed from ${modeText(old)} to`;
  process.stdout.write(`mode of ${quotedName(process, name)} ${what} ${modeText(mode)}\n`);
}
