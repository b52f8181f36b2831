/** `cd` and the directory stack. */
import { ENOENT, ENOTDIR, strerror } from "../../errno.ts";
import { resolvePath } from "../../process/paths.ts";
import { realPath, resolvePathIn } from "../../process/real-path.ts";
import type { Builtin, Shell } from "../shell.ts";
import { parseOptions } from "./usage.ts";

/** Whether `-P` of the options, or of the shell, counts: links are followed before `..` goes back. */
function isPhysical(shell: Shell, letters: ReadonlySet<string>): boolean {
  const last = [...letters].findLast((letter) => letter === "L" || letter === "P");
  return last === undefined ? shell.options.on("physical") : last === "P";
}

/** Changes the directory. @returns the error number, 0 for none */
function change(shell: Shell, path: string, physical = false): number {
  const { sys, cwd } = shell.process;
  // each directory that `..` goes back from has to be there
  const status = sys.stat(path.startsWith("/") ? path : `${cwd}/${path}`);
  if (typeof status === "number") return -status;
  const target = physical ? realPath(sys, resolvePathIn(sys, cwd, path)) : resolvePath(cwd, path);
  if (typeof target === "number") return -target;
  if (status.type !== "directory") return ENOTDIR;
  shell.exportVariable("OLDPWD", shell.get("PWD") ?? shell.process.cwd);
  shell.process.cwd = target;
  shell.exportVariable("PWD", target);
  return 0;
}

const cd: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "LPe@", "cd [-L|[-P [-e]] [-@]] [dir]");
  if (!options) return 2;
  const { letters, operands } = options;
  if (operands.length > 1) {
    shell.error("cd: too many arguments");
    return 1;
  }
  const target = destination(shell, operands[0]);
  if (target === undefined) return 1;
  const found = searchPath(shell, target);
  const error = change(shell, found ?? target, isPhysical(shell, letters));
  if (error !== 0) {
    if (shell.mode.posix) shell.error(`cd: can't cd to ${target}`);
    else shell.error(`cd: ${target}: ${strerror(error)}`);
    return shell.mode.posix ? 2 : 1;
  }
  if (operands[0] === "-" || found !== undefined) shell.write(`${shell.process.cwd}\n`);
  return 0;
};

function destination(shell: Shell, operand: string | undefined): string | undefined {
  if (operand === undefined) {
    const home = shell.get("HOME");
    if (home === undefined) shell.error("cd: HOME not set");
    return home;
  }
  if (operand !== "-") return operand;
  const old = shell.get("OLDPWD");
  if (old === undefined) shell.error("cd: OLDPWD not set");
  return old;
}

function searchPath(shell: Shell, target: string): string | undefined {
  const path = shell.get("CDPATH");
  if (!path || /^\.{0,2}\//.test(target) || target === "." || target === "..") return undefined;
  for (const directory of path.split(":")) {
    const candidate = resolvePath(shell.process.cwd, `${directory || "."}/${target}`);
    const status = shell.process.sys.stat(candidate);
    if (typeof status !== "number" && status.type === "directory")
      return directory === "" ? undefined : candidate;
  }
  return undefined;
}

const pwd: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "LP", "pwd [-LP]");
  if (!options) return 2;
  const { sys, cwd } = shell.process;
  const path = isPhysical(shell, options.letters) ? realPath(sys, cwd) : cwd;
  if (typeof path === "number") {
    shell.error(
      `pwd: error retrieving current directory: getcwd: cannot access parent directories: ${strerror(-path)}`,
    );
    return 1;
  }
  shell.write(`${path}\n`);
  return 0;
};

function shown(shell: Shell, path: string): string {
  const home = shell.get("HOME");
  if (!home || home === "/") return path;
  return path === home ? "~" : path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function printStack(shell: Shell): void {
  const all = [shell.process.cwd, ...shell.directories].map((path) => shown(shell, path));
  shell.write(`${all.join(" ")}\n`);
}

/** The place that `+N` or `-N` means in a stack of that size. */
function place(word: string, size: number): number | undefined {
  const match = /^([+-])(\d+)$/.exec(word);
  if (!match) return undefined;
  return match[1] === "+" ? Number(match[2]) : size - 1 - Number(match[2]);
}

const pushd: Builtin = (shell, words) => {
  const quiet = words[1] === "-n";
  const operand = words[quiet ? 2 : 1];
  const stack = [shell.process.cwd, ...shell.directories];
  if (operand === undefined) {
    if (stack.length < 2) {
      shell.error("pushd: no other directory");
      return 1;
    }
    return moveTo(shell, "pushd", [stack[1], stack[0], ...stack.slice(2)]);
  }
  const at = place(operand, stack.length);
  if (at === undefined)
    return moveTo(shell, "pushd", [resolvePath(shell.process.cwd, operand), ...stack], operand);
  if (at < 0 || at >= stack.length) {
    shell.error(`pushd: ${operand}: directory stack index out of range`);
    return 1;
  }
  return moveTo(shell, "pushd", [...stack.slice(at), ...stack.slice(0, at)]);
};

function moveTo(shell: Shell, name: string, stack: readonly string[], operand = stack[0]): number {
  const error = change(shell, stack[0]);
  if (error !== 0) {
    shell.error(`${name}: ${operand}: ${strerror(error || ENOENT)}`);
    return 1;
  }
  shell.directories = stack.slice(1);
  printStack(shell);
  return 0;
}

const popd: Builtin = (shell, words) => {
  const stack = [shell.process.cwd, ...shell.directories];
  if (stack.length < 2) {
    shell.error("popd: directory stack empty");
    return 1;
  }
  const at = words[1] === undefined ? 0 : place(words[1], stack.length);
  if (at === undefined || at < 0 || at >= stack.length) {
    shell.error(
      at === undefined
        ? `popd: ${words[1]}: invalid argument`
        : `popd: ${words[1]}: directory stack index out of range`,
    );
    return at === undefined ? 2 : 1;
  }
  if (at === 0) return moveTo(shell, "popd", stack.slice(1));
  shell.directories.splice(at - 1, 1);
  printStack(shell);
  return 0;
};

const dirs: Builtin = (shell, words) => {
  const options = parseOptions(
    shell,
    words.filter((word) => !/^[+-]\d+$/.test(word)),
    "clpv",
    "dirs [-clpv] [+N] [-N]",
  );
  if (!options) return 2;
  if (options.letters.has("c")) {
    shell.directories = [];
    return 0;
  }
  const all = [shell.process.cwd, ...shell.directories];
  const text = options.letters.has("l") ? all : all.map((path) => shown(shell, path));
  const chosen = words.map((word) => place(word, all.length)).find((at) => at !== undefined);
  if (chosen !== undefined) shell.write(`${text[chosen] ?? ""}\n`);
  else if (options.letters.has("v"))
    shell.write(text.map((path, i) => `${String(i).padStart(2)}  ${path}\n`).join(""));
  else shell.write(`${text.join(options.letters.has("p") ? "\n" : " ")}\n`);
  return 0;
};

/** The builtins by name. */
export const directories: Readonly<Record<string, Builtin>> = { cd, dirs, popd, pushd, pwd };
