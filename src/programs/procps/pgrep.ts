/**
 * `pgrep` and `pkill` of procps 4.0.2: processes by name, and signals for them. Every process of a box is root's and has no terminal.
 */
import { EINVAL, strerror } from "../../errno.ts";
import type { Main, Process, ProcessInfo, Signal } from "../../process/process.ts";
import { parseSignal } from "../../process/signals.ts";
import { getopt, type LongOption, longOption } from "../lib/getopt.ts";
import { posixRegExp } from "../lib/text/regexp.ts";
import { PGREP_USAGE, PKILL_USAGE } from "./pgrep-usage.ts";

/** Linux keeps so many characters of a program's name. */
const COMM_MAX = 15;
const FOUND = 0;
const NOT_FOUND = 1;
const USAGE = 2;

const LONG_OPTIONS: readonly LongOption[] = [
  longOption("signal", "signal", "required"),
  longOption("ignore-ancestors", "A"),
  longOption("count", "c"),
  longOption("cgroup", "cgroup", "required"),
  longOption("delimiter", "d", "required"),
  longOption("list-name", "l"),
  longOption("list-full", "a"),
  longOption("full", "f"),
  longOption("pgroup", "g", "required"),
  longOption("group", "G", "required"),
  longOption("ignore-case", "i"),
  longOption("newest", "n"),
  longOption("oldest", "o"),
  longOption("older", "O", "required"),
  longOption("parent", "P", "required"),
  longOption("session", "s", "required"),
  longOption("terminal", "t", "required"),
  longOption("euid", "u", "required"),
  longOption("uid", "U", "required"),
  longOption("inverse", "v"),
  longOption("lightweight", "w"),
  longOption("exact", "x"),
  longOption("pidfile", "F", "required"),
  longOption("logpidfile", "L"),
  longOption("echo", "e"),
  longOption("ns", "ns", "required"),
  longOption("nslist", "nslist", "required"),
  longOption("queue", "q", "required"),
  longOption("runstates", "r", "required"),
  longOption("help", "h"),
  longOption("version", "V"),
];
const LETTERS = "cefinoxP:O:AF:Lg:s:u:U:G:t:r:hV";
/** What needs more of processes than a box has. */
const REFUSED = new Set(["A", "F", "L", "O", "cgroup", "ns", "nslist", "q", "r", "s", "t", "w"]);

class Refusal {
  readonly text: string;
  readonly status: number;

  constructor(text: string, status = USAGE) {
    this.text = text;
    this.status = status;
  }
}

/** What a process has to be like, and what is made of those that are. */
interface Search {
  readonly has: (option: string) => boolean;
  readonly value: (option: string) => string | undefined;
  /** Undefined: there is no such signal. */
  readonly signal: Signal | 0 | undefined;
  readonly pattern: RegExp | undefined;
}

/** `pkill` takes the signal as an option of its own, anywhere: `-9`, `-HUP`, `-SIGHUP`. */
function takeSignal(argv: readonly string[]): { argv: readonly string[]; signal: Signal | 0 | undefined } {
  for (let at = 1; at < argv.length && argv[at] !== "--"; at++) {
    const word = argv[at];
    if (!/^-[A-Z0-9]/.test(word)) continue;
    const signal = word === "-0" ? 0 : parseSignal(word.slice(1));
    if (signal !== undefined) return { argv: [...argv.slice(0, at), ...argv.slice(at + 1)], signal };
  }
  return { argv, signal: undefined };
}

/** Names of a user or group: all that there is here is root's. */
function checkOwner(process: Process, what: string, text: string | undefined): boolean {
  if (text === undefined) return true;
  let root = false;
  for (const name of text.split(",")) {
    if (name === "root" || name === "0") root = true;
    else if (!/^\d+$/.test(name)) throw new Refusal(`${process.argv[0]}: invalid ${what} name: ${name}\n`);
  }
  return root;
}

function numbers(process: Process, text: string): number[] {
  return text.split(",").map((word) => {
    if (/^\d+$/.test(word)) return Number(word);
    throw new Refusal(`${process.argv[0]}: not a number: ${word}\n`);
  });
}

function parse(process: Process, usage: string, killing: boolean): Search {
  const taken = killing ? takeSignal(process.argv) : { argv: process.argv, signal: undefined };
  const letters = killing ? `${LETTERS}q:` : `${LETTERS}lad:vw`;
  const { options, operands, errors } = getopt(taken.argv, letters, LONG_OPTIONS);
  const name = process.argv[0];
  if (errors.length > 0) throw new Refusal(`${errors[0]}\n${usage}`);
  const has = (option: string): boolean => options.some((given) => given.option === option);
  const value = (option: string): string | undefined =>
    options.findLast((given) => given.option === option)?.argument;
  if (has("h")) throw new Refusal(usage, FOUND);
  for (const { option } of options)
    if (REFUSED.has(option))
      throw new Refusal(`${name}: ${option.length > 1 ? "--" : "-"}${option}: not supported here\n`);
  const wanted = value("signal");
  const signal =
    wanted === undefined ? (taken.signal ?? "SIGTERM") : wanted === "0" ? 0 : parseSignal(wanted);
  if (operands.length > 1) throw new Refusal(`${name}: only one pattern can be provided\n${hint(name)}`);
  const criteria = ["g", "G", "P", "u", "U"].some(has);
  if (operands.length === 0 && !criteria)
    throw new Refusal(`${name}: no matching criteria specified\n${hint(name)}`);
  return {
    has,
    value,
    signal,
    pattern: patternOf(process, operands[0], has("f"), has("x"), has("i")),
  };
}

const hint = (name: string): string => `Try \`${name} --help' for more information.\n`;

function patternOf(
  process: Process,
  text: string | undefined,
  full: boolean,
  exact: boolean,
  ignoreCase: boolean,
): RegExp | undefined {
  if (text === undefined) return undefined;
  const name = process.argv[0];
  if (!full && text.length > COMM_MAX) {
    process.stderr.write(
      `${name}: pattern that searches for process name longer than 15 characters will result in zero matches\n` +
        `Try \`${name} -f' option to match against the complete command line.\n`,
    );
  }
  const open = /\[\^?\]?[^\]]*$/.test(text);
  const pattern = open ? undefined : posixRegExp(exact ? `^(${text})$` : text, ignoreCase);
  if (pattern === undefined) throw new Refusal(`${name}: regex error: ${complaint(text)}\n`);
  return pattern;
}

/** glibc's words for what is wrong with a pattern. */
function complaint(text: string): string {
  if (/\[[^\]]*$/.test(text)) return "Invalid regular expression";
  if (/\\$/.test(text)) return "Trailing backslash";
  return /[()]/.test(text) ? "Unmatched ( or \\(" : "Invalid preceding regular expression";
}

const commandOf = (info: ProcessInfo): string =>
  ((info.argv[0] ?? "").split("/").at(-1) ?? "").replace(/^-/, "").slice(0, COMM_MAX);

function search(process: Process, wanted: Search): ProcessInfo[] {
  const { has, value, pattern } = wanted;
  const owned =
    checkOwner(process, "user", value("u")) &&
    checkOwner(process, "user", value("U")) &&
    checkOwner(process, "group", value("G"));
  const list = (option: string): number[] | undefined => {
    const text = value(option);
    return text === undefined ? undefined : numbers(process, text);
  };
  const parents = list("P");
  const all = process.processes();
  const own = all.find(({ pid }) => pid === process.pid)?.group ?? 0;
  const groups = list("g")?.map((group) => (group === 0 ? own : group));
  const matches = (info: ProcessInfo): boolean =>
    owned &&
    (parents === undefined || parents.includes(info.parentPid)) &&
    (groups === undefined || groups.includes(info.group)) &&
    (pattern === undefined || pattern.test(has("f") ? info.argv.join(" ") : commandOf(info)));
  const found = all.filter((info) => info.pid !== process.pid && matches(info) !== has("v"));
  if (has("n")) return found.slice(-1);
  return has("o") ? found.slice(0, 1) : found;
}

async function run(
  process: Process,
  usage: string,
  killing: boolean,
  act: (found: readonly ProcessInfo[], wanted: Search) => number,
): Promise<number> {
  try {
    const wanted = parse(process, usage, killing);
    if (wanted.has("n") && wanted.has("o")) throw new Refusal(usage);
    const found = search(process, wanted);
    return act(found, wanted) > 0 ? FOUND : NOT_FOUND;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    (error.status === FOUND ? process.stdout : process.stderr).write(error.text);
    return error.status;
  } finally {
    await process.stdout.flush();
  }
}

export const pgrep: Main = (process) =>
  run(process, PGREP_USAGE, false, (found, { has, value }) => {
    const lines = found.map((info) => {
      if (has("a")) return `${info.pid} ${info.argv.join(" ")}`;
      return has("l") ? `${info.pid} ${commandOf(info)}` : String(info.pid);
    });
    if (has("c")) process.stdout.write(`${found.length}\n`);
    else if (lines.length > 0) process.stdout.write(`${lines.join(value("d") ?? "\n")}\n`);
    return found.length;
  });

export const pkill: Main = (process) =>
  run(process, PKILL_USAGE, true, (found, { has, signal }) => {
    let killed = 0;
    for (const info of found) {
      const error = signal === undefined ? -EINVAL : process.kill(info.pid, signal);
      if (error < 0) {
        process.stderr.write(`${process.argv[0]}: killing pid ${info.pid} failed: ${strerror(-error)}\n`);
        continue;
      }
      killed++;
      if (has("e")) process.stdout.write(`${commandOf(info)} killed (pid ${info.pid})\n`);
    }
    if (has("c")) process.stdout.write(`${found.length}\n`);
    return killed;
  });
