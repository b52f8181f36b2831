/** Tools for processes and the system: sleep, timeout, env, id, uname, kill, printf and their like. */
import { ENOENT, ENOTDIR, ENOTTY, strerror } from "../../errno.ts";
import type { Main, Process, Signal } from "../../process/process.ts";
import { parseSignal } from "../../process/signals.ts";
import { multibyteLocale } from "../../process/text.ts";
import { getopt } from "../lib/getopt.ts";
import { decodeEscapes } from "../lib/text/escapes.ts";
import { complain, quoted, usageFailure } from "../lib/text/input.ts";
import { formatPrintf } from "../lib/text/printf.ts";

/** Status of `env` for what it did itself. */
const FAILED = 125;

export const env: Main = async (process) => {
  const { options, operands, errors } = getopt(process.argv, "+0C:iu:v", [
    { name: "chdir", argument: "required", value: "C" },
    { name: "ignore-environment", argument: "none", value: "i" },
    { name: "null", argument: "none", value: "0" },
    { name: "unset", argument: "required", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors, FAILED);
  const words = operands[0] === "-" ? operands.slice(1) : operands;
  if (operands[0] === "-" || options.some(({ option }) => option === "i")) process.env.clear();
  for (const { option, argument = "" } of options) {
    if (option === "u") process.env.delete(argument);
  }
  let at = 0;
  for (; at < words.length && words[at].includes("="); at++) {
    const [name] = words[at].split("=", 1);
    process.env.set(name, words[at].slice(name.length + 1));
  }
  if (at === words.length && options.some(({ option }) => option === "C"))
    return usageFailure(process, [`${process.argv[0]}: must specify command with --chdir (-C)`], FAILED);
  if (at === words.length) {
    const end = options.some(({ option }) => option === "0") ? "\0" : "\n";
    for (const [name, value] of process.env) process.stdout.write(`${name}=${value}${end}`);
    return 0;
  }
  const directory = options.findLast(({ option }) => option === "C")?.argument;
  const error = directory === undefined ? 0 : enter(process, directory);
  if (error < 0) {
    complain(process, `cannot change directory to ${quoted(process, directory ?? "")}: ${strerror(-error)}`);
    return FAILED;
  }
  return become(process, words.slice(at));
};

/** `chdir(2)`. @returns 0 or a negative error number */
function enter(process: Process, directory: string): number {
  const path = process.resolve(directory);
  const status = process.sys.stat(path);
  if (typeof status === "number") return status;
  if (status.type !== "directory") return -ENOTDIR;
  process.cwd = path;
  return 0;
}

/** Becomes another program, or tells why not, with the statuses of coreutils. */
async function become(process: Process, command: readonly string[]): Promise<number> {
  const name = process.argv[0];
  const status = await process.exec(command);
  if (status >= 0) return status;
  process.stderr.write(`${name}: ${quoted(process, command[0])}: ${strerror(-status)}\n`);
  return status === -ENOENT ? 127 : 126;
}

export const nohup: Main = (process) => {
  const { operands: command, errors } = getopt(process.argv, "+", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1), FAILED);
  if (command.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`], FAILED);
  process.onSignal("SIGHUP", "ignore");
  return become(process, command);
};

export const setsid: Main = async (process) => {
  const { options, operands: command, errors } = getopt(process.argv, "+cfwVh", SETSID_OPTIONS);
  const has = (letter: string): boolean => options.some(({ option }) => option === letter);
  const refuse = (message: string, status = 1): number => {
    complain(process, message);
    return status;
  };
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  if (has("V") || has("h")) return refuse("--help and --version are not supported here");
  if (command.length === 0) return usageFailure(process, [`${process.argv[0]}: no command specified`]);
  if (has("c")) {
    const reason = process.stdin.isTerminal ? "not supported here" : strerror(ENOTTY);
    return refuse(`failed to set the controlling terminal: ${reason}`);
  }
  process.newGroup();
  const failed = (error: number): number =>
    refuse(`failed to execute ${command[0]}: ${strerror(-error)}`, error === -ENOENT ? 127 : 126);
  if (!has("f")) {
    const status = await process.exec(command);
    return status >= 0 ? status : failed(status);
  }
  const child = await process.spawn(command);
  const status = typeof child === "number" ? failed(child) : has("w") ? await child.wait() : 0;
  return has("w") ? status : 0;
};

const SETSID_OPTIONS = [
  { name: "ctty", argument: "none", value: "c" },
  { name: "fork", argument: "none", value: "f" },
  { name: "wait", argument: "none", value: "w" },
] as const;

export const printenv: Main = (process) => {
  const { operands: names, errors } = getopt(process.argv, "+", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1), 2);
  if (names.length === 0) {
    for (const [name, value] of process.env) process.stdout.write(`${name}=${value}\n`);
    return 0;
  }
  let status = 0;
  for (const name of names) {
    const value = process.env.get(name);
    if (value === undefined) status = 1;
    else process.stdout.write(`${value}\n`);
  }
  return status;
};

/** For tools that take neither options nor operands. @returns the status when there are some */
function takesNothing(process: Process): number | undefined {
  const { operands, errors } = getopt(process.argv, "", []);
  if (errors.length > 0) return usageFailure(process, errors.slice(0, 1));
  if (operands.length === 0) return undefined;
  return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[0])}`]);
}

export const whoami: Main = (process) => {
  const wrong = takesNothing(process);
  if (wrong !== undefined) return wrong;
  process.stdout.write("root\n");
  return 0;
};

export const id: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "agGnruz", [
    { name: "group", argument: "none", value: "g" },
    { name: "groups", argument: "none", value: "G" },
    { name: "name", argument: "none", value: "n" },
    { name: "user", argument: "none", value: "u" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  const has = (letter: string) => options.some(({ option }) => option === letter);
  const one = has("u") || has("g") || has("G");
  const line = one ? `${has("n") ? "root" : "0"}\n` : "uid=0(root) gid=0(root) groups=0(root)\n";
  let status = 0;
  for (const user of operands.length === 0 ? ["root"] : operands) {
    if (user === "root" || /^\+?0+$/.test(user)) process.stdout.write(line);
    else {
      complain(process, `${quoted(process, user)}: no such user`);
      status = 1;
    }
  }
  return status;
};

export const uname: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "asnrvmpio", [
    { name: "all", argument: "none", value: "a" },
    { name: "kernel-name", argument: "none", value: "s" },
    { name: "kernel-release", argument: "none", value: "r" },
    { name: "machine", argument: "none", value: "m" },
    { name: "nodename", argument: "none", value: "n" },
    { name: "operating-system", argument: "none", value: "o" },
  ]);
  if (errors.length > 0) return usageFailure(process, errors);
  if (operands.length > 0)
    return usageFailure(process, [`${process.argv[0]}: extra operand ${quoted(process, operands[0])}`]);
  const letters = new Set(options.map(({ option }) => option));
  const all = letters.has("a");
  const names = process.sys.uname();
  const fields: [string, string][] = [
    ["s", names.sysname],
    ["n", process.sys.hostname()],
    ["r", names.release],
    ["v", names.version],
    ["m", names.machine],
    ["p", all ? "" : "unknown"],
    ["i", all ? "" : "unknown"],
    ["o", "GNU/Linux"],
  ];
  const chosen = fields
    .filter(([letter, text]) => text !== "" && (all || letters.has(letter)))
    .map(([, text]) => text);
  process.stdout.write(`${(letters.size === 0 ? [names.sysname] : chosen).join(" ")}\n`);
  return 0;
};

export const nproc: Main = (process) => {
  const wrong = takesNothing(process);
  if (wrong !== undefined) return wrong;
  process.stdout.write("1\n");
  return 0;
};

export const echo: Main = (process) => {
  let at = 1;
  let newline = true;
  let escapes = false;
  for (; at < process.argv.length && /^-[neE]+$/.test(process.argv[at]); at++) {
    for (const letter of process.argv[at].slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
  }
  const text = process.argv.slice(at).join(" ");
  const decoded = escapes ? decodeEscapes(text, "echo") : { text, stop: false };
  process.stdout.write(decoded.text + (newline && !decoded.stop ? "\n" : ""));
  return 0;
};

export const printf: Main = (process) => {
  const words = process.argv.slice(process.argv[1] === "--" ? 2 : 1);
  if (words.length === 0) return usageFailure(process, [`${process.argv[0]}: missing operand`]);
  const result = formatPrintf(words[0], words.slice(1), {
    now: Math.floor(process.sys.realtime() / 1e6),
    started: 0,
    multibyte: multibyteLocale((name) => process.env.get(name)),
  });
  process.stdout.write(result.text);
  for (const error of result.errors) complain(process, error);
  return result.errors.length > 0 ? 1 : 0;
};

export const kill: Main = (process) => {
  let signal: Signal | 0 = "SIGTERM";
  const words = process.argv.slice(1);
  const first = words[0] ?? "";
  if (/^-./.test(first) && first !== "--") {
    const name = first === "-s" || first === "-n" ? (words[1] ?? "") : first.slice(1);
    words.splice(0, first === "-s" || first === "-n" ? 2 : 1);
    const parsed = name === "0" ? 0 : parseSignal(name);
    if (parsed === undefined) {
      complain(process, `invalid signal name or number: ${name}`);
      return 1;
    }
    signal = parsed;
  }
  if (words[0] === "--") words.shift();
  if (words.length === 0) {
    process.stderr.write("kill: not enough arguments\n");
    return 1;
  }
  let status = 0;
  for (const word of words) {
    const error = /^-?\d+$/.test(word) ? process.kill(Number(word), signal) : -3;
    if (error === 0) continue;
    complain(process, `sending signal to ${word} failed: ${strerror(-error)}`);
    status = 1;
  }
  return status;
};

export const succeed: Main = () => 0;
export const fail: Main = () => 1;

export const which: Main = (process) => {
  const { options, operands, errors } = getopt(process.argv, "as", []);
  if (errors.length > 0) return usageFailure(process, errors);
  const all = options.some(({ option }) => option === "a");
  let status = 0;
  for (const name of operands) {
    const directories = name.includes("/") ? [""] : (process.env.get("PATH") ?? "").split(":");
    const paths = directories.map((directory) =>
      name.includes("/") ? process.resolve(name) : process.resolve(`${directory || "."}/${name}`),
    );
    const found = paths.filter((path) => isProgram(process, path));
    if (found.length === 0) status = 1;
    for (const path of all ? found : found.slice(0, 1)) process.stdout.write(`${path}\n`);
  }
  return status;
};

function isProgram(process: Process, path: string): boolean {
  if (process.findProgram(path)) return true;
  const status = process.sys.stat(path);
  return typeof status !== "number" && status.type === "file" && (status.mode & 0o111) !== 0;
}
