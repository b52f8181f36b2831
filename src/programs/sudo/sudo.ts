/**
 * `sudo` 1.9.13: the user is root already, so it runs the command, in the environment that Debian's settings leave of this one.
 */
import { ENOENT, strerror } from "../../errno.ts";
import type { Main, Process } from "../../process/process.ts";
import { getopt, type LongOption, longOption } from "../lib/getopt.ts";
import { SUDO_USAGE } from "./usage.ts";

const SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const SHELL = "/bin/bash";
/** What a command inherits when the environment is made anew (`env_reset`). */
const KEPT =
  /^(?:COLORS|DISPLAY|HOSTNAME|KRB5CCNAME|LS_COLORS|PS1|PS2|XAUTHORITY|XAUTHORIZATION|XDG_CURRENT_DESKTOP|TERM|TZ|LANG|LANGUAGE|LINGUAS|LC_.*)$/;
/** Built into the shell, and into nothing else. */
const BUILTINS = new Set(["cd", "export", "source", ".", "alias", "set", "unset", "ulimit", "umask", "read"]);

const LONG_OPTIONS: readonly LongOption[] = [
  longOption("background", "b"),
  longOption("group", "g", "required"),
  longOption("help", "h"),
  longOption("login", "i"),
  longOption("non-interactive", "n"),
  longOption("preserve-env", "E", "optional"),
  longOption("remove-timestamp", "K"),
  longOption("reset-timestamp", "k"),
  longOption("set-home", "H"),
  longOption("shell", "s"),
  longOption("user", "u", "required"),
  longOption("validate", "v"),
  longOption("version", "V"),
];

/** Options of the real one that mean nothing where there is one user, or were not built. */
const UNSUPPORTED: ReadonlySet<string> = new Set("ABCDNPRTUVehlprt");

type Options = ReturnType<typeof getopt>["options"];

function fail(process: Process, text: string): number {
  process.stderr.write(`sudo: ${text}\n`);
  return 1;
}

/** Root by name or number. */
const isRoot = (name: string): boolean => name === "root" || /^#0+$/.test(name);

/** The variables that the command gets. */
function makeEnvironment(process: Process, options: Options, set: readonly string[]): void {
  const { env } = process;
  const preserve = options.filter(({ option }) => option === "E");
  const all = preserve.some(({ argument }) => argument === undefined);
  const named = new Set(preserve.flatMap(({ argument }) => argument?.split(",") ?? []));
  if (!all) for (const name of [...env.keys()]) if (!KEPT.test(name) && !named.has(name)) env.delete(name);
  const home = all && !options.some(({ option }) => option === "H") ? (env.get("HOME") ?? "/root") : "/root";
  for (const [name, value] of [
    ["HOME", home],
    ["LOGNAME", "root"],
    ["MAIL", "/var/mail/root"],
    ["PATH", SECURE_PATH],
    ["SHELL", SHELL],
    ["USER", "root"],
    ["SUDO_GID", "0"],
    ["SUDO_UID", "0"],
    ["SUDO_USER", "root"],
  ])
    env.set(name, value);
  for (const word of set) env.set(word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1));
}

/** A word as a shell reads it back: of a command for `-i` and `-s` nothing is expanded but variables. */
const escaped = (word: string): string => word.replace(/[^\w$-]/g, (letter) => `\\${letter}`);

function commandOf(words: readonly string[], login: boolean, shell: boolean): string[] {
  if (!login && !shell) return [...words];
  const start = login ? [SHELL, "-l"] : [SHELL];
  return words.length === 0 ? start : [...start, "-c", words.map(escaped).join(" ")];
}

/** Where a command is, as the shell would find it. */
function find(process: Process, name: string): string | undefined {
  const places = name.includes("/") ? [""] : SECURE_PATH.split(":").map((directory) => `${directory}/`);
  for (const place of places) {
    const path = process.resolve(`${place}${name}`);
    const status = process.sys.stat(path);
    const file = typeof status !== "number" && status.type === "file" && (status.mode & 0o111) !== 0;
    if (file || process.findProgram(path)) return path;
  }
  return undefined;
}

async function start(
  process: Process,
  options: Options,
  words: readonly string[],
  set: readonly string[],
): Promise<number> {
  const has = (letter: string): boolean => options.some(({ option }) => option === letter);
  const command = commandOf(words, has("i"), has("s"));
  const path = find(process, command[0]);
  if (path === undefined) {
    fail(process, `${command[0]}: command not found`);
    if (!BUILTINS.has(command[0])) return 1;
    fail(process, `"${command[0]}" is a shell built-in command, it cannot be run directly.`);
    fail(process, "the -s option may be used to run a privileged shell.");
    return fail(process, "the -D option may be used to run a command in a specific directory.");
  }
  makeEnvironment(process, options, set);
  process.env.set("SUDO_COMMAND", [path, ...command.slice(1)].join(" "));
  if (has("i")) process.cwd = "/root";
  if (has("b")) {
    const child = await process.spawn(command);
    return typeof child === "number" ? fail(process, `unable to execute ${path}: ${strerror(-child)}`) : 0;
  }
  const status = await process.exec(command);
  if (status >= 0) return status;
  if (status === -ENOENT) return fail(process, `${command[0]}: command not found`);
  return fail(process, `unable to execute ${path}: ${strerror(-status)}`);
}

export const main: Main = (process) => {
  const { options, operands, errors } = getopt(
    process.argv,
    "+ABC:D:EHKNPR:ST:U:Vbeg:hiklnp:r:st:u:v",
    LONG_OPTIONS,
  );
  const has = (letter: string): boolean => options.some(({ option }) => option === letter);
  if (errors.length > 0) {
    process.stderr.write(`${errors[0]}\n${SUDO_USAGE}`);
    return 1;
  }
  const refused = options.find(({ option }) => UNSUPPORTED.has(option));
  if (refused !== undefined) return fail(process, `-${refused.option} is not supported here`);
  for (const { option, argument = "" } of options) {
    if (option === "u" && !isRoot(argument)) return unknownUser(process, argument);
    if (option === "g" && !isRoot(argument)) return fail(process, `unknown group ${argument}`);
  }
  // nobody was ever asked for a password
  if (operands.length === 0 && (has("k") || has("K") || has("v"))) return 0;
  let at = 0;
  while (at < operands.length && /^[A-Za-z_]\w*=/.test(operands[at])) at++;
  const words = operands.slice(at);
  if (words.length === 0 && !has("i") && !has("s")) {
    process.stderr.write(SUDO_USAGE);
    return 1;
  }
  return start(process, options, words, operands.slice(0, at));
};

function unknownUser(process: Process, name: string): number {
  fail(process, `unknown user ${name}`);
  return fail(process, "error initializing audit plugin sudoers_audit");
}
