/** Simple commands: assignments, functions, builtins, programs. */
import type { Assignment, Command, Redirection } from "unbash";
import { EACCES, EISDIR, ENOENT, ENOEXEC, ENOTDIR, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { BUILTIN_NS } from "../../process/cost.ts";
import { readWhole } from "../../process/file-stream.ts";
import { quoteIfNeeded } from "../../programs/lib/text/quote.ts";
import { SPECIAL_BUILTINS } from "../builtins/special.ts";
import { expandAssigned, expandEmbedded, expandWords } from "../expand/word.ts";
import type { CompoundArguments, Shell, ShellFunction } from "../shell.ts";
import { Source } from "../source.ts";
import { runTrap } from "../traps.ts";
import { ExitControl, ReturnControl } from "../unwind.ts";
import type { Variable } from "../variables.ts";
import { expandSubscript, runAssignment } from "./assignment.ts";
import { applyRedirections, RedirectionFailure } from "./redirect.ts";
import { closeSubstitutions } from "./substitute.ts";
import { waitForeground } from "./wait.ts";

/** Bounds recursion of functions, as bash would end with a segmentation fault. */
const MAX_CALLS = 1500;

/** Runs a simple command. With `replace` the process becomes the program: it is a forked one that has nothing else to do. */
export async function runSimple(shell: Shell, node: Command, replace: boolean): Promise<number> {
  shell.line = shell.source.lineOf(node.pos);
  if (!shell.inTrap) shell.command = shell.source.text.slice(node.pos, node.end);
  const debug = shell.traps.get("DEBUG");
  if (debug && !shell.inTrap) await runDebugTrap(shell, debug);
  const alias = await runAlias(shell, node);
  if (alias !== undefined) return alias;
  const open = shell.substitutions.length;
  shell.substitutionStatus = undefined;
  try {
    return await expandAndRun(shell, node, replace);
  } catch (error) {
    if (error instanceof RedirectionFailure) return error.status;
    throw error;
  } finally {
    closeSubstitutions(shell, open);
  }
}

async function runDebugTrap(shell: Shell, action: string): Promise<void> {
  shell.inTrap = true;
  try {
    await runTrap(shell, action);
  } finally {
    shell.inTrap = false;
  }
}

const expanding = new Set<string>();

/** An alias is replaced in the text, which is parsed anew. */
async function runAlias(shell: Shell, node: Command): Promise<number | undefined> {
  const name = node.name?.text;
  if (!name || shell.aliases.size === 0 || !shell.options.shopted("expand_aliases")) return undefined;
  const value = shell.aliases.get(name);
  if (value === undefined || expanding.has(name) || !node.name) return undefined;
  const rest = shell.source.text.slice(node.name.end, node.end);
  const before = shell.source.text.slice(node.pos, node.name.pos);
  const source = new Source(`${before}${value}${rest}`, shell.line - 1);
  expanding.add(name);
  try {
    return await shell.interpreter.text(shell, source.text, source, "");
  } finally {
    expanding.delete(name);
  }
}

async function expandAndRun(shell: Shell, node: Command, replace: boolean): Promise<number> {
  const compound: CompoundArguments = new Map();
  const words = await commandWords(shell, node, compound);
  const assignments = node.prefix.filter((item): item is Assignment => item.type === "Assignment");
  if (words.length === 0) return assignOnly(shell, assignments, node.redirects);
  return runWords(shell, words, { assignments, redirects: node.redirects, compound, replace });
}

async function commandWords(shell: Shell, node: Command, compound: CompoundArguments): Promise<string[]> {
  if (!node.name) return [];
  const words = await expandWords(shell, [node.name]);
  for (const item of node.args) {
    if (item.type === "Word") words.push(...(await expandWords(shell, [item])));
    else words.push(await declared(shell, item, words.length, compound));
  }
  return words;
}

/** An assignment as an argument of `declare` and its like. */
async function declared(
  shell: Shell,
  item: Assignment,
  at: number,
  compound: CompoundArguments,
): Promise<string> {
  if (item.value.type === "ArrayValue") {
    compound.set(at, item);
    return item.name;
  }
  const subscript = item.index ? `[${await expandSubscript(shell, item.name, item.index)}]` : "";
  return `${item.name}${subscript}${item.append ? "+" : ""}=${await expandAssigned(shell, item.value)}`;
}

async function assignOnly(
  shell: Shell,
  assignments: readonly Assignment[],
  redirects: readonly Redirection[],
): Promise<number> {
  const redirected = await applyRedirections(shell, redirects);
  try {
    for (const node of assignments) {
      const shown = await runAssignment(shell, node);
      if (shell.options.on("xtrace")) await trace(shell, traceAssignment(shown));
    }
  } finally {
    redirected.undo();
  }
  shell.process.sys.spend(BUILTIN_NS);
  shell.lastArgument = "";
  return shell.substitutionStatus ?? 0;
}

function traceAssignment(shown: string): string {
  const at = shown.indexOf("=");
  return shown.slice(at + 1).startsWith("(")
    ? shown
    : shown.slice(0, at + 1) + (shown.length > at + 1 ? quoteIfNeeded(shown.slice(at + 1)) : "");
}

/** Prints a line of `set -x`. */
export async function trace(shell: Shell, text: string): Promise<void> {
  const ps4 = shell.get("PS4") ?? "+ ";
  shell.options.set.delete("xtrace");
  const prompt = await expandEmbedded(shell, ps4);
  shell.options.set.add("xtrace");
  const repeated = prompt.slice(0, 1).repeat(shell.traceDepth + 1) + prompt.slice(1);
  shell.process.stderr.write(`${repeated}${text}\n`);
}

interface Invocation {
  readonly assignments: readonly Assignment[];
  readonly redirects: readonly Redirection[];
  readonly compound: CompoundArguments;
  readonly replace: boolean;
  /** Functions are passed over: `command`. */
  readonly noFunctions?: boolean;
  /** The variables that the command alone gets were set by the caller. */
  readonly environment?: ReadonlyMap<string, string>;
}

/** Runs words that are expanded already; `command` sets `noFunctions`. */
export function runExpanded(shell: Shell, words: readonly string[], noFunctions: boolean): Promise<number> {
  return runWords(shell, words, {
    assignments: [],
    redirects: [],
    compound: new Map(),
    replace: false,
    noFunctions,
  });
}

async function runWords(shell: Shell, words: readonly string[], how: Invocation): Promise<number> {
  const [name] = words;
  const found = how.noFunctions ? undefined : shell.functions.get(name);
  const builtin =
    found || !Object.hasOwn(shell.interpreter.builtins, name) || shell.disabled.has(name)
      ? undefined
      : shell.interpreter.builtins[name];
  const before = [...words];
  if (found || builtin) {
    const status = await inShell(shell, before, how, async () => {
      if (found) return callFunction(shell, name, found, words.slice(1));
      shell.process.sys.spend(BUILTIN_NS);
      return (await builtin?.(shell, words, how.compound)) ?? 0;
    });
    shell.lastArgument = words[words.length - 1];
    return status;
  }
  const status = await runProgram(shell, before, how);
  shell.lastArgument = words[words.length - 1];
  return status;
}

/** Runs something in this shell with its redirections and with variables that only it sees. */
async function inShell(
  shell: Shell,
  words: readonly string[],
  how: Invocation,
  body: () => Promise<number>,
): Promise<number> {
  const special = SPECIAL_BUILTINS.has(words[0]) && shell.mode.posix;
  const redirected = await applyRedirections(shell, how.redirects).catch((error: unknown) => {
    // dash gives up when a special builtin's files can not be opened
    if (special && error instanceof RedirectionFailure) throw new ExitControl(error.status);
    throw error;
  });
  const restore = await temporaryAssignments(shell, how.assignments, special);
  if (shell.options.on("xtrace")) await trace(shell, words.map(quoteIfNeeded).join(" "));
  try {
    const status = await body();
    // `exec` without a command makes its redirections stay
    if (words[0] === "exec" && words.length === 1) redirected.keep();
    await shell.process.stdout.flush();
    return writeError(shell, words) ?? status;
  } catch (error) {
    if (error instanceof ExitControl || error instanceof ReturnControl) await shell.process.stdout.flush();
    throw error;
  } finally {
    restore();
    redirected.undo();
  }
}

/** Builtins that do not look whether what they wrote was accepted (no `sh_chkwrite`). */
const UNCHECKED = new Set(["command", "kill", "ulimit"]);
/** What `type` is told when it answers for `command -v`. */
const COMMAND_V = "\u0000v";

function writeError(shell: Shell, [name, how]: readonly string[]): number | undefined {
  const { faults } = shell.process.stdout;
  const { error } = faults;
  if (error === 0) return undefined;
  faults.clear();
  if (!Object.hasOwn(shell.interpreter.builtins, name) || UNCHECKED.has(name) || how === COMMAND_V)
    return undefined;
  if (shell.mode.posix) shell.error(`${name}: ${name}: I/O error`);
  else shell.error(`${name}: write error: ${strerror(error)}`);
  return 1;
}

async function temporaryAssignments(
  shell: Shell,
  assignments: readonly Assignment[],
  stay: boolean,
): Promise<() => void> {
  const saved: [string, Variable | undefined][] = [];
  for (const node of assignments) {
    const old = shell.variables.own(node.name);
    saved.push([node.name, old?.clone()]);
    const shown = await runAssignment(shell, node);
    const variable = shell.variables.get(node.name);
    if (variable) variable.exported = true;
    if (shell.options.on("xtrace")) await trace(shell, traceAssignment(shown));
  }
  return () => {
    if (stay) return;
    for (const [name, variable] of saved.reverse()) {
      const now = shell.variables.own(name);
      if (!variable) shell.variables.remove(name);
      else if (now) Object.assign(now, variable);
      else shell.variables.declareGlobal(name, variable);
    }
  };
}

async function callFunction(
  shell: Shell,
  name: string,
  definition: ShellFunction,
  args: readonly string[],
): Promise<number> {
  if (shell.frames.length >= MAX_CALLS)
    shell.fail(`${name}: maximum function nesting level exceeded (${MAX_CALLS})`);
  const { positional, source, line, loops } = shell;
  shell.frames.push({ name, file: definition.file, line });
  const returnTrap = shell.traps.get("RETURN");
  if (!shell.options.on("functrace")) shell.traps.delete("RETURN");
  shell.variables.pushScope();
  shell.positional = [...args];
  shell.source = definition.source;
  shell.loops = 0;
  shell.returnable++;
  try {
    return await shell.interpreter.functionBody(shell, definition);
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    throw error;
  } finally {
    const returned = shell.traps.get("RETURN");
    if (returned) await runTrap(shell, returned);
    else if (returnTrap !== undefined) shell.traps.set("RETURN", returnTrap);
    shell.returnable--;
    shell.loops = loops;
    shell.source = source;
    shell.line = line;
    shell.positional = positional;
    shell.variables.popScope();
    shell.frames.pop();
  }
}

// --- programs ---

async function runProgram(shell: Shell, words: readonly string[], how: Invocation): Promise<number> {
  const { process } = shell;
  const env = shell.variables.environment();
  const restore = await temporaryAssignments(shell, how.assignments, false);
  for (const [name, value] of shell.variables.environment()) env.set(name, value);
  restore();
  const redirected = await applyRedirections(shell, how.redirects);
  // the program's they are then, to its last word
  if (how.replace) redirected.keep();
  try {
    if (shell.options.on("xtrace")) await trace(shell, words.map(quoteIfNeeded).join(" "));
    const found = process.find(words, env);
    if (typeof found === "number") {
      if (found === -ENOEXEC) return await runScriptFile(shell, words, env, how.replace);
      return await notFound(shell, words, found);
    }
    env.set("_", found.path);
    if (how.replace) return await replaceProcess(shell, words, env);
    if (!how.assignments.some(({ name }) => name === "PATH")) remember(shell, words[0], found.path);
    const child = await process.spawnProgram(found, { env, group: shell.childGroup() });
    redirected.undo();
    return await waitForeground(shell, [child], shell.command, shell.options.on("monitor"));
  } finally {
    redirected.undo();
  }
}

/** Notes where a program was found, for `hash` and `type`. */
function remember(shell: Shell, name: string, path: string): void {
  if (name.includes("/") || !path.endsWith(`/${name}`) || !shell.options.on("hashall")) return;
  const known = shell.hashed.get(name);
  if (known !== undefined) known.hits++;
  else shell.hashed.set(name, { path, hits: 1 });
}

/** `execve(2)` in a process that has nothing else to do. */
export async function replaceProcess(
  shell: Shell,
  words: readonly string[],
  env: ReadonlyMap<string, string>,
): Promise<number> {
  const { process } = shell;
  process.env.clear();
  for (const [name, value] of env) process.env.set(name, value);
  const { traps } = shell;
  shell.traps = new Map();
  const status = await process.exec(words);
  if (status >= 0) throw new ExitControl(status);
  shell.traps = traps;
  return notFound(shell, words, status);
}

/** Tells why a program cannot be run. */
export async function notFound(shell: Shell, words: readonly string[], error: number): Promise<number> {
  const [name] = words;
  if (!name.includes("/") && (error === -ENOENT || error === -EISDIR || error === -ENOTDIR)) {
    const handler = shell.functions.get("command_not_found_handle");
    if (handler) return callFunction(shell, "command_not_found_handle", handler, words);
    if (shell.mode.posix) shell.error(`${name}: not found`);
    else shell.error(`${name}: command not found`);
    return 127;
  }
  if (error === -ENOENT && shell.mode.posix) shell.error(`${name}: not found`);
  else shell.error(`${name}: ${strerror(shell.mode.posix && error === -EISDIR ? EACCES : -error)}`);
  return error === -ENOENT ? 127 : 126;
}

/** A text file without `#!` is a script of this shell. */
async function runScriptFile(
  shell: Shell,
  words: readonly string[],
  env: ReadonlyMap<string, string>,
  replace: boolean,
): Promise<number> {
  const { process } = shell;
  const path = process.table.lookup.find(words[0], process.sys, process.cwd, env.get("PATH"));
  if (typeof path === "number") return notFound(shell, words, path);
  const file = process.sys.open(path, O_RDONLY);
  if (typeof file === "number") return notFound(shell, words, file);
  const bytes = readWhole(file);
  file.close();
  const start = typeof bytes === "number" ? new Uint8Array() : bytes.subarray(0, 80);
  const line = start.indexOf(10) < 0 ? start : start.subarray(0, start.indexOf(10));
  if (line.includes(0)) {
    shell.error(`${words[0]}: cannot execute binary file: Exec format error`);
    return 126;
  }
  const argv = ["/bin/bash", words[0].includes("/") ? words[0] : path, ...words.slice(1)];
  if (replace) return replaceProcess(shell, argv, env);
  const found = process.find(argv, env);
  if (typeof found === "number") return notFound(shell, argv, found);
  const child = await process.spawnProgram(found, { env, group: shell.childGroup() });
  return waitForeground(shell, [child], shell.command, shell.options.on("monitor"));
}
