/** `bash` and `sh`: arguments, start-up, and reading commands from a string, a file or standard input. */
import { EISDIR, strerror } from "../errno.ts";
import { O_RDONLY } from "../kernel.ts";
import { readWhole } from "../process/file-stream.ts";
import { baseName } from "../process/paths.ts";
import type { Main } from "../process/process.ts";
import { runningProcess } from "../process/running-process.ts";
import { decodeText } from "../process/text.ts";
import { switchOption } from "./builtins/settings.ts";
import { runToEnd } from "./execute/subshell.ts";
import { interpreter } from "./interpreter.ts";
import { SET_OPTIONS } from "./options.ts";
import { runScriptText } from "./reader.ts";
import { Shell } from "./shell.ts";
import { runStandardInput } from "./standard-input.ts";
import { handleInterrupt } from "./traps.ts";
import { NAME, Variable } from "./variables.ts";

interface StartUp {
  command: string | undefined;
  interactive: boolean;
  fromInput: boolean;
  readonly set: [string, boolean][];
  readonly shopt: [string, boolean][];
  operands: readonly string[];
}

const VERSION = "5.2.15(1)-release";

export const main: Main = async (process) => {
  const running = runningProcess(process);
  const posix = /^-?(sh|dash)$/.test(baseName(process.argv[0]));
  const start = parseArguments(process.argv, (message) =>
    process.stderr.write(`${process.argv[0]}: ${message}\n`),
  );
  if (typeof start === "number") return start;
  if (start === undefined) {
    process.stdout.write(`GNU bash, version ${VERSION} (x86_64-pc-linux-gnu)\n`);
    return 0;
  }
  const { operands, command } = start;
  const script = command === undefined && !start.fromInput ? operands[0] : undefined;
  const interactive =
    start.interactive || (command === undefined && script === undefined && process.stdin.isTerminal);
  const name = command === undefined ? (script ?? process.argv[0]) : (operands[0] ?? process.argv[0]);
  const shell = new Shell(
    running,
    name,
    { interactive, posix, commandString: command !== undefined },
    interpreter,
  );
  shell.positional =
    command === undefined ? [...operands.slice(script === undefined ? 0 : 1)] : [...operands.slice(1)];
  importEnvironment(shell);
  for (const [option, on] of start.set) if (!switchOption(shell, option, option, on)) return 2;
  for (const [option, on] of start.shopt) shell.options.shopt.set(option, on);
  handleInterrupt(shell);
  return runToEnd(shell, () => runCommands(shell, start, script));
};

async function runCommands(shell: Shell, start: StartUp, script: string | undefined): Promise<number> {
  if (start.command !== undefined) return runScriptText(shell, start.command, "-c");
  if (script !== undefined) return runFile(shell, script);
  if (!shell.mode.interactive) return runStandardInput(shell);
  const { runInteractive } = await loadInteractive(shell);
  return runInteractive(shell);
}

async function loadInteractive(shell: Shell): Promise<typeof import("./interactive/main.ts")> {
  const release = shell.process.table.host.hold();
  try {
    return await import("./interactive/main.ts");
  } finally {
    release();
  }
}

async function runFile(shell: Shell, script: string): Promise<number> {
  const path = shell.process.resolve(script);
  const text = readText(shell, path);
  if (typeof text === "number") {
    const told = text === EISDIR ? `${script}: ${script}: Is a directory` : `${script}: ${strerror(text)}`;
    shell.process.stderr.write(`${text === EISDIR ? told : `${shell.process.argv[0]}: ${told}`}\n`);
    return text === 2 ? 127 : 126;
  }
  if (text.slice(0, 80).split("\n", 1)[0].includes("\0")) {
    shell.process.stderr.write(`${script}: ${script}: cannot execute binary file\n`);
    return 126;
  }
  shell.frames.push({ name: "main", file: script, line: 0 });
  return runScriptText(shell, text, "");
}

function readText(shell: Shell, path: string): string | number {
  const { sys } = shell.process;
  const status = sys.stat(path);
  if (typeof status !== "number" && status.type === "directory") return EISDIR;
  const file = sys.open(path, O_RDONLY);
  if (typeof file === "number") return -file;
  const bytes = readWhole(file);
  file.close();
  return typeof bytes === "number" ? -bytes : decodeText(bytes);
}

/** Undefined: only the version is wanted. A number: the status after a message. */
function parseArguments(
  argv: readonly string[],
  complain: (message: string) => void,
): StartUp | number | undefined {
  const start: StartUp = {
    command: undefined,
    interactive: false,
    fromInput: false,
    set: [],
    shopt: [],
    operands: [],
  };
  let at = 1;
  let wantsCommand = false;
  for (; at < argv.length; at++) {
    const word = argv[at];
    if (word === "--version") return undefined;
    if (word === "--" || word === "-") {
      at++;
      break;
    }
    if (/^--(norc|noprofile|login|posix|noediting|verbose)$/.test(word)) continue;
    if (word.startsWith("--")) {
      complain(`${word}: invalid option`);
      return 2;
    }
    if (!/^[-+]./.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === "c") wantsCommand = true;
      else if (letter === "i") start.interactive = true;
      else if (letter === "s") start.fromInput = true;
      else if (letter === "l") continue;
      else if (letter === "o") start.set.push([argv[++at] ?? "", word[0] === "-"]);
      else if (letter === "O") start.shopt.push([argv[++at] ?? "", word[0] === "-"]);
      else {
        const name = Object.keys(SET_OPTIONS).find((option) => SET_OPTIONS[option] === letter);
        if (!name) {
          complain(`${word[0]}${letter}: invalid option`);
          return 2;
        }
        start.set.push([name, word[0] === "-"]);
      }
    }
  }
  const bad = start.set.find(([name]) => !Object.hasOwn(SET_OPTIONS, name));
  if (bad) {
    complain(`${bad[0]}: invalid option name`);
    return 2;
  }
  if (wantsCommand) {
    if (at >= argv.length) {
      complain("-c: option requires an argument");
      return 2;
    }
    start.command = argv[at++];
  }
  start.operands = argv.slice(at);
  return start;
}

function importEnvironment(shell: Shell): void {
  const { process, variables } = shell;
  for (const [name, value] of process.env) {
    if (!NAME.test(name)) continue;
    const variable = new Variable(value);
    variable.exported = true;
    variables.declareGlobal(name, variable);
  }
  const set = (name: string, value: string, attributes: Partial<Variable> = {}) => {
    variables.declareGlobal(name, Object.assign(new Variable(value), attributes));
  };
  const fallback = (name: string, value: string) => {
    if (!variables.global(name)) set(name, value);
  };
  set("IFS", " \t\n");
  set("OPTIND", "1");
  set("OPTERR", "1");
  set("PS4", shell.get("PS4") ?? "+ ");
  set("PPID", String(process.parentPid), { readonly: true, integer: true });
  set("UID", "0", { readonly: true, integer: true });
  set("EUID", "0", { readonly: true, integer: true });
  fallback("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  shell.exportVariable("PWD", process.cwd);
  shell.exportVariable("SHLVL", String((Number(shell.get("SHLVL")) || 0) + 1));
  if (shell.mode.posix) return;
  set("BASH", "/bin/bash");
  set("BASH_VERSION", VERSION);
  set("HOSTNAME", process.sys.hostname());
  set("HOSTTYPE", "x86_64");
  set("MACHTYPE", "x86_64-pc-linux-gnu");
  set("OSTYPE", "linux-gnu");
  shell.setArray("BASH_VERSINFO", ["5", "2", "15", "1", "release", "x86_64-pc-linux-gnu"]);
  shell.setArray("PIPESTATUS", ["0"]);
  shell.lastArgument = shell.get("_") ?? process.argv[0];
}
