/** Builtins that tell something. */
import { quoteSingle } from "../../programs/lib/text/quote.ts";
import type { Builtin, Shell } from "../shell.ts";
import { functionText } from "./declare-functions.ts";
import { parseOptions } from "./usage.ts";

const KEYWORDS = new Set([
  "if",
  "then",
  "elif",
  "else",
  "fi",
  "time",
  "for",
  "in",
  "until",
  "while",
  "do",
  "done",
  "case",
  "esac",
  "coproc",
  "select",
  "function",
  "{",
  "}",
  "[[",
  "]]",
  "!",
]); // prettier-ignore

/** What a name is to the shell. */
type Kind =
  | { readonly kind: "alias" | "keyword" | "function" | "builtin"; readonly text: string }
  | { readonly kind: "file"; readonly text: string; readonly hashed: boolean };

async function kindsOf(shell: Shell, name: string, all: boolean, filesOnly: boolean): Promise<Kind[]> {
  const { builtins } = shell.interpreter;
  const kinds: Kind[] = [];
  if (!filesOnly) {
    const alias = shell.aliases.get(name);
    if (alias !== undefined && shell.options.shopted("expand_aliases"))
      kinds.push({ kind: "alias", text: alias });
    if (KEYWORDS.has(name)) kinds.push({ kind: "keyword", text: name });
    if (shell.functions.has(name)) kinds.push({ kind: "function", text: name });
    if (Object.hasOwn(builtins, name) && !shell.disabled.has(name))
      kinds.push({ kind: "builtin", text: name });
  }
  if (kinds.length === 0 || all) {
    for (const path of filesOf(shell, name, all)) kinds.push({ kind: "file", text: path, hashed: false });
  }
  return all ? kinds : kinds.slice(0, 1);
}

/** The programs of that name in PATH. */
function filesOf(shell: Shell, name: string, all: boolean): string[] {
  const { process } = shell;
  const { lookup } = process.table;
  if (name.includes("/")) {
    return typeof lookup.find(name, process.sys, process.cwd, undefined) === "string" ? [name] : [];
  }
  const found: string[] = [];
  for (const directory of (shell.get("PATH") ?? "").split(":")) {
    const path = lookup.find(`${directory || "."}/${name}`, process.sys, process.cwd, undefined);
    if (typeof path === "string") found.push(path);
    if (found.length > 0 && !all) break;
  }
  return found;
}

const type: Builtin = async (shell, words) => {
  const short = words[1] === "\u0000v";
  const rest = short ? [words[0], ...words.slice(2)] : words;
  const options = parseOptions(shell, rest, "afptP", "type [-afptP] name [name ...]");
  if (!options) return 2;
  const { letters } = options;
  let status = 0;
  for (const name of options.operands) {
    const kinds = await kindsOf(shell, name, letters.has("a"), letters.has("P"));
    if (kinds.length === 0) {
      status = 1;
      if (!short && !letters.has("t") && !letters.has("p") && !letters.has("P"))
        shell.error(`type: ${name}: not found`);
    }
    for (const kind of kinds) describe(shell, name, kind, letters, short);
  }
  return status;
};

function describe(
  shell: Shell,
  name: string,
  found: Kind,
  letters: ReadonlySet<string>,
  short: boolean,
): void {
  if (short) {
    const text =
      found.kind === "alias"
        ? `alias ${name}=${quoteSingle(found.text)}`
        : found.kind === "file"
          ? found.text
          : name;
    return shell.write(`${text}\n`);
  }
  if (letters.has("t")) return shell.write(`${found.kind}\n`);
  if (letters.has("p") || letters.has("P")) {
    if (found.kind === "file") shell.write(`${found.text}\n`);
    return;
  }
  shell.write(`${sentence(shell, name, found)}\n`);
}

function sentence(shell: Shell, name: string, found: Kind): string {
  switch (found.kind) {
    case "alias":
      return `${name} is aliased to \`${found.text}'`;
    case "keyword":
      return `${name} is a shell keyword`;
    case "function":
      return `${name} is a function\n${functionText(shell, name)}`;
    case "builtin":
      return `${name} is a shell builtin`;
    case "file": {
      const hashed = shell.hashed.get(name);
      if (hashed === undefined) return `${name} is ${found.text}`;
      hashed.hits++;
      return `${name} is hashed (${hashed.path})`;
    }
  }
}

const hash: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "rlp:dt", "hash [-lr] [-p pathname] [-dt] [name ...]");
  if (!options) return 2;
  if (options.letters.has("r")) shell.hashed.clear();
  let status = 0;
  for (const name of options.operands) {
    const [path] = filesOf(shell, name, false);
    if (path === undefined) {
      shell.error(`hash: ${name}: not found`);
      status = 1;
    } else if (options.letters.has("t")) shell.write(`${path}\n`);
    else shell.hashed.set(name, { path, hits: 0 });
  }
  if (options.operands.length === 0 && !options.letters.has("r")) {
    if (shell.hashed.size === 0) shell.write("hash: hash table empty\n");
    else
      shell.write(
        `hits\tcommand\n${[...shell.hashed.values()].map(({ path, hits }) => `${String(hits).padStart(4)}\t${path}\n`).join("")}`,
      );
  }
  return status;
};

const caller: Builtin = (shell, words) => {
  const depth = Number(words[1] ?? 0);
  const frames = [...shell.frames].reverse();
  const frame = frames[depth];
  if (!frame || frame.name === "main") {
    if (words[1] === undefined) shell.write("0 NULL\n");
    return words[1] === undefined ? 0 : 1;
  }
  const outer = frames[depth + 1];
  const file = outer?.file ?? shell.name;
  shell.write(
    words[1] === undefined ? `${frame.line} ${file}\n` : `${frame.line} ${outer?.name ?? "main"} ${file}\n`,
  );
  return 0;
};

const times: Builtin = (shell) => {
  shell.write("0m0.000s 0m0.000s\n0m0.000s 0m0.000s\n");
  return 0;
};

const history: Builtin = (shell, words) => {
  if (words[1] === "-c") {
    shell.history.length = 0;
    return 0;
  }
  const count = words[1] === undefined ? shell.history.length : Number(words[1]);
  if (!Number.isInteger(count) || count < 0) {
    shell.error(`history: ${words[1]}: numeric argument required`);
    return 1;
  }
  const from = Math.max(0, shell.history.length - count);
  shell.history.slice(from).forEach((line, i) => {
    shell.write(`${String(from + i + 1).padStart(5)}  ${line}\n`);
  });
  return 0;
};

const enable: Builtin = async (shell, words) => {
  const options = parseOptions(shell, words, "adf:nps", "enable [-a] [-dnps] [-f filename] [name ...]");
  if (!options) return 2;
  for (const letter of ["d", "f"])
    if (options.letters.has(letter)) {
      shell.error(`enable: -${letter}: loadable builtins are not supported here`);
      return 2;
    }
  const { builtins } = shell.interpreter;
  if (options.operands.length === 0) {
    for (const name of Object.keys(builtins).sort()) {
      const off = shell.disabled.has(name);
      if (options.letters.has("a") || off === options.letters.has("n"))
        shell.write(`enable ${off ? "-n " : ""}${name}\n`);
    }
    return 0;
  }
  let status = 0;
  for (const name of options.operands) {
    if (!Object.hasOwn(builtins, name)) {
      shell.error(`enable: ${name}: not a shell builtin`);
      status = 1;
    } else if (options.letters.has("n")) shell.disabled.add(name);
    else shell.disabled.delete(name);
  }
  return status;
};

const help: Builtin = async (shell) => {
  const { builtins } = shell.interpreter;
  shell.write("This shell speaks bash. Its builtins:\n\n");
  const names = Object.keys(builtins).sort();
  for (let i = 0; i < names.length; i += 8) {
    shell.write(
      `  ${names
        .slice(i, i + 8)
        .map((name) => name.padEnd(9))
        .join(" ")
        .trimEnd()}\n`,
    );
  }
  shell.write("\nPrograms are found in PATH; `ls /usr/bin /usr/sbin' and completion with <Tab> show them.\n");
  return 0;
};

/** The builtins by name. */
export const information: Readonly<Record<string, Builtin>> = {
  caller,
  enable,
  hash,
  help,
  history,
  times,
  type,
};
