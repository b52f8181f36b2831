/** Builtins that change what runs next. */
import { ENOENT, strerror } from "../../errno.ts";
import { O_RDONLY } from "../../kernel.ts";
import { FileStream } from "../../process/file-stream.ts";
import { concatenate } from "../../process/open-file.ts";
import { readFrom } from "../../process/stdio.ts";
import { decodeText } from "../../process/text.ts";
import type { Builtin, Shell } from "../shell.ts";
import { Source } from "../source.ts";
import { runTrap } from "../traps.ts";
import { ExitControl, LoopControl, ReturnControl } from "../unwind.ts";
import { parseOptions } from "./usage.ts";

function leaveLoop(kind: "break" | "continue"): Builtin {
  return (shell, words) => {
    if (shell.loops === 0) {
      shell.error(`${kind}: only meaningful in a \`for', \`while', or \`until' loop`);
      return 0;
    }
    const [, text = "1"] = words;
    if (!/^[+-]?\d+$/.test(text)) {
      shell.error(`${kind}: ${text}: numeric argument required`);
      throw new ExitControl(128);
    }
    if (Number(text) < 1) {
      shell.error(`${kind}: ${text}: loop count out of range`);
      throw new LoopControl("break", shell.loops);
    }
    throw new LoopControl(kind, Math.min(Number(text), shell.loops));
  };
}

/** The status that `exit` and `return` were given; undefined after the message about a bad one. */
function givenStatus(shell: Shell, words: readonly string[]): number | undefined {
  const rest = words[1] === "--" ? words.slice(2) : words.slice(1);
  if (rest.length === 0) return shell.status;
  if (!/^[+-]?\d+$/.test(rest[0].trim())) {
    shell.error(`${words[0]}: ${rest[0]}: numeric argument required`);
    return 2;
  }
  if (rest.length > 1) {
    shell.error(`${words[0]}: too many arguments`);
    return undefined;
  }
  return Number(BigInt.asUintN(8, BigInt(rest[0].trim())));
}

const exit: Builtin = (shell, words) => {
  const status = givenStatus(shell, words);
  if (status === undefined) return 1;
  if (shell.mode.interactive && shell.depth === 0) shell.process.stderr.write("exit\n");
  throw new ExitControl(status);
};

const returnBuiltin: Builtin = (shell, words) => {
  if (shell.returnable === 0) {
    shell.error("return: can only `return' from a function or sourced script");
    return 2;
  }
  const status = givenStatus(shell, words);
  throw new ReturnControl(status ?? 1);
};

const evalBuiltin: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "", "eval [arg ...]");
  if (!options) return 2;
  const text = options.operands.join(" ");
  if (text.trim() === "") return 0;
  shell.traceDepth++;
  try {
    return await shell.interpreter.text(shell, text, new Source(text, Math.max(0, shell.line - 1)), "eval");
  } finally {
    shell.traceDepth--;
  }
};

const source: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "", `${words[0]} filename [arguments]`);
  if (!options) return 2;
  const [name, ...args] = options.operands;
  if (name === undefined) {
    shell.error(`${words[0]}: filename argument required`);
    shell.process.stderr.write(`${words[0]}: usage: ${words[0]} filename [arguments]\n`);
    return 2;
  }
  const text = await readScript(shell, name);
  if (typeof text === "number") {
    shell.error(`${name}: ${strerror(-text)}`);
    return 1;
  }
  return runSourced(shell, name, text, args);
};

async function runSourced(
  shell: Shell,
  name: string,
  text: string,
  args: readonly string[],
): Promise<number> {
  const { positional, line } = shell;
  shell.frames.push({ name: "source", file: name, line });
  if (args.length > 0) shell.positional = [...args];
  shell.returnable++;
  shell.traceDepth++;
  try {
    return await shell.interpreter.text(shell, text, new Source(text), "");
  } catch (error) {
    if (error instanceof ReturnControl) return error.status;
    throw error;
  } finally {
    const returned = shell.traps.get("RETURN");
    if (returned) await runTrap(shell, returned);
    shell.returnable--;
    shell.traceDepth--;
    if (args.length > 0) shell.positional = positional;
    shell.frames.pop();
    shell.line = line;
  }
}

/** A file that `source` names: by path, else in PATH, else in the current directory. */
function readScript(shell: Shell, name: string): Promise<string | number> {
  const { process } = shell;
  if (name.includes("/")) return readText(shell, process.resolve(name));
  for (const directory of (shell.get("PATH") ?? "").split(":")) {
    const path = process.resolve(`${directory || "."}/${name}`);
    const status = process.sys.stat(path);
    if (typeof status !== "number" && status.type === "file") return readText(shell, path);
  }
  return readText(shell, process.resolve(name));
}

async function readText(shell: Shell, path: string): Promise<string | number> {
  const status = shell.process.sys.stat(path);
  if (typeof status === "number") return status;
  if (status.type === "directory") return -21;
  const file = shell.process.sys.open(path, O_RDONLY);
  if (typeof file === "number") return file;
  const chunks: Uint8Array[] = [];
  const stream = new FileStream(file, path).retain();
  for (;;) {
    const chunk = await readFrom(shell.process, stream, 65_536);
    if (chunk === undefined || typeof chunk === "number") break;
    chunks.push(chunk);
  }
  stream.release();
  return chunks.length === 0 ? "" : decodeText(concatenate(chunks));
}

const exec: Builtin = async (shell, words) => {
  const options = parseOptions(
    shell,
    words,
    "cla:",
    "exec [-cl] [-a name] [command [argument ...]] [redirection ...]",
  );
  if (!options) return 2;
  const [...command] = options.operands;
  if (command.length === 0) return 0;
  const env = options.letters.has("c") ? new Map<string, string>() : shell.variables.environment();
  const found = shell.process.find(command, env);
  if (typeof found === "number") {
    shell.error(
      `exec: ${command[0]}: ${found === -ENOENT && !command[0].includes("/") ? "not found" : strerror(-found)}`,
    );
    const status = found === -ENOENT ? 127 : 126;
    if (shell.mode.interactive || shell.options.shopted("execfail")) return status;
    throw new ExitControl(status);
  }
  return shell.interpreter.replace(shell, command, env);
};

const command: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "pvV", "command [-pVv] command [arg ...]");
  if (!options) return 2;
  const { operands, letters } = options;
  if (operands.length === 0) return 0;
  if (letters.has("v") || letters.has("V")) {
    const how = letters.has("V") ? "" : "-v";
    return shell.interpreter.words(shell, ["type", ...(how ? ["\u0000v"] : []), ...operands], true);
  }
  return shell.interpreter.words(shell, operands, true);
};

const builtin: Builtin = async (shell, words, compound) => {
  const rest = words[1] === "--" ? words.slice(2) : words.slice(1);
  if (rest.length === 0) return 0;
  const { builtins } = shell.interpreter;
  if (!Object.hasOwn(builtins, rest[0])) {
    shell.error(`builtin: ${rest[0]}: not a shell builtin`);
    return 1;
  }
  const shifted = new Map([...compound].map(([at, node]) => [at - (words.length - rest.length), node]));
  return builtins[rest[0]](shell, rest, shifted);
};

const shift: Builtin = (shell, words) => {
  const [, text = "1"] = words;
  if (!/^[+-]?\d+$/.test(text)) {
    shell.error(`shift: ${text}: numeric argument required`);
    return 1;
  }
  const count = Number(text);
  if (count < 0) {
    shell.error(`shift: ${text}: shift count out of range`);
    return 1;
  }
  if (count > shell.positional.length) {
    if (shell.options.shopted("shift_verbose")) shell.error(`shift: ${text}: shift count out of range`);
    return 1;
  }
  shell.positional.splice(0, count);
  return 0;
};

/** The builtins by name. */
export const control: Readonly<Record<string, Builtin>> = {
  ".": source,
  ":": () => 0,
  break: leaveLoop("break"),
  builtin,
  command,
  continue: leaveLoop("continue"),
  eval: evalBuiltin,
  exec,
  exit,
  false: () => 1,
  return: returnBuiltin,
  shift,
  source,
  true: () => 0,
};
