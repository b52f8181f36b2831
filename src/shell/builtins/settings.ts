/** `set`, `shopt`, `trap`, `alias` and limits. */

import { quoteSingle } from "../../programs/lib/text/quote.ts";
import { SET_OPTIONS, UNSUPPORTED_SET_OPTIONS } from "../options.ts";
import type { Builtin, Shell } from "../shell.ts";
import { setTrap, trapName, trapNumber } from "../traps.ts";
import { plainText } from "./declare.ts";
import { parseOptions, printUsage } from "./usage.ts";

const SET_USAGE = "set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]";

const set: Builtin = (shell, words) => {
  if (words.length === 1) {
    for (const name of shell.variables.names()) {
      const variable = shell.variables.own(name);
      if (variable?.value !== undefined) shell.write(`${plainText(shell, name, variable)}\n`);
    }
    return 0;
  }
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === "--") {
      shell.positional = words.slice(at + 1);
      return 0;
    }
    if (word === "-") {
      shell.options.set.delete("xtrace");
      shell.options.set.delete("verbose");
      if (at + 1 < words.length) shell.positional = words.slice(at + 1);
      return 0;
    }
    if (!/^[-+]./.test(word)) break;
    const on = word[0] === "-";
    for (const letter of word.slice(1)) {
      if (letter !== "o") {
        if (!setByLetter(shell, letter, on)) return 2;
        continue;
      }
      const name = words[++at];
      if (name === undefined) return listSetOptions(shell, on);
      if (!setByName(shell, name, on)) return 2;
    }
  }
  if (at < words.length) shell.positional = words.slice(at);
  return 0;
};

function setByLetter(shell: Shell, letter: string, on: boolean): boolean {
  const name = Object.keys(SET_OPTIONS).find((option) => SET_OPTIONS[option] === letter);
  if (name) return switchOption(shell, name, `-${letter}`, on);
  shell.error(`set: ${on ? "-" : "+"}${letter}: invalid option`);
  printUsage(shell, "set", SET_USAGE);
  return false;
}

function setByName(shell: Shell, name: string, on: boolean): boolean {
  if (Object.hasOwn(SET_OPTIONS, name)) return switchOption(shell, name, name, on);
  shell.error(`set: ${name}: invalid option name`);
  return false;
}

/** Switches a `set -o` option; those that are not implemented are refused. */
export function switchOption(shell: Shell, name: string, shown: string, on: boolean): boolean {
  if (on && UNSUPPORTED_SET_OPTIONS.has(name)) {
    shell.error(`set: ${shown}: not supported here`);
    return false;
  }
  if (on) shell.options.set.add(name);
  else shell.options.set.delete(name);
  return true;
}

function listSetOptions(shell: Shell, table: boolean): number {
  for (const name of Object.keys(SET_OPTIONS)) {
    const on = shell.options.on(name);
    shell.write(table ? `${name.padEnd(15)}\t${on ? "on" : "off"}\n` : `set ${on ? "-" : "+"}o ${name}\n`);
  }
  return 0;
}

const shopt: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "pqsuo", "shopt [-pqsu] [-o] [optname ...]");
  if (!options) return 2;
  const { letters, operands } = options;
  const isSet = letters.has("o");
  const names =
    operands.length > 0 ? operands : isSet ? Object.keys(SET_OPTIONS) : [...shell.options.shopt.keys()];
  let status = 0;
  for (const name of names) {
    const known = isSet ? Object.hasOwn(SET_OPTIONS, name) : shell.options.shopt.has(name);
    if (!known) {
      shell.error(`shopt: ${name}: invalid shell option name`);
      status = 1;
      continue;
    }
    const on = isSet ? shell.options.on(name) : shell.options.shopted(name);
    const changes = (letters.has("s") || letters.has("u")) && operands.length > 0;
    if (changes) {
      if (isSet) switchOption(shell, name, name, letters.has("s"));
      else shell.options.shopt.set(name, letters.has("s"));
      continue;
    }
    if ((letters.has("s") && !on) || (letters.has("u") && on)) continue;
    if (operands.length > 0 && !on) status = 1;
    if (letters.has("q")) continue;
    if (letters.has("p"))
      shell.write(isSet ? `set ${on ? "-" : "+"}o ${name}\n` : `shopt -${on ? "s" : "u"} ${name}\n`);
    else shell.write(`${name.padEnd(15)}\t${on ? "on" : "off"}\n`);
  }
  return status;
};

const TRAP_USAGE = "trap [-lp] [[arg] signal_spec ...]";

const trap: Builtin = async (shell, words) => {
  const options = parseOptions(
    shell,
    words[1] === "-" ? [words[0], "--", ...words.slice(1)] : words,
    "lp",
    TRAP_USAGE,
  );
  if (!options) return 2;
  const { letters, operands } = options;
  if (letters.has("l")) return shell.interpreter.words(shell, ["kill", "-l"], true);
  if (letters.has("p") || operands.length === 0) return listTraps(shell, operands);
  if (operands.length === 1) {
    if (trapName(operands[0]) === undefined) {
      printUsage(shell, "trap", TRAP_USAGE);
      return 2;
    }
    return applyTraps(shell, undefined, operands);
  }
  const numeric = /^\d+$/.test(operands[0]) && trapName(operands[0]) !== undefined;
  if (numeric) return applyTraps(shell, undefined, operands);
  const [action, ...names] = operands;
  return applyTraps(shell, action === "-" ? undefined : action, names);
};

function applyTraps(shell: Shell, action: string | undefined, names: readonly string[]): number {
  let status = 0;
  for (const text of names) {
    const name = trapName(text);
    if (name === undefined) {
      shell.error(`trap: ${text}: invalid signal specification`);
      status = 1;
    } else setTrap(shell, name, action);
  }
  return status;
}

function listTraps(shell: Shell, specs: readonly string[]): number {
  const names = specs.length > 0 ? specs.map((spec) => trapName(spec) ?? "") : [...shell.traps.keys()];
  for (const name of names.sort((a, b) => (a && b ? trapNumber(a) - trapNumber(b) : 0))) {
    const action = shell.traps.get(name);
    if (action === undefined) continue;
    const shown = trapNumber(name) > 0 && trapNumber(name) < 64 ? `SIG${name}` : name;
    shell.write(`trap -- ${quoteSingle(action)} ${shown}\n`);
  }
  return 0;
}

const alias: Builtin = (shell, words) => {
  const rest = words.slice(1).filter((word) => word !== "-p" && word !== "--");
  const show = (name: string, value: string) => shell.write(`alias ${name}=${quoteSingle(value)}\n`);
  if (rest.length === 0) for (const [name, value] of [...shell.aliases].sort()) show(name, value);
  let status = 0;
  for (const word of rest) {
    const at = word.indexOf("=");
    const value = shell.aliases.get(word);
    if (at > 0) shell.aliases.set(word.slice(0, at), word.slice(at + 1));
    else if (value !== undefined) show(word, value);
    else {
      shell.error(`alias: ${word}: not found`);
      status = 1;
    }
  }
  return status;
};

const unalias: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "a", "unalias [-a] name [name ...]");
  if (!options) return 2;
  if (options.letters.has("a")) shell.aliases.clear();
  let status = 0;
  for (const name of options.operands) {
    if (shell.aliases.delete(name)) continue;
    shell.error(`unalias: ${name}: not found`);
    status = 1;
  }
  return status;
};

const umask: Builtin = (shell, words) => {
  const options = parseOptions(shell, words, "pS", "umask [-p] [-S] [mode]");
  if (!options) return 2;
  const { sys } = shell.process;
  const [mode] = options.operands;
  if (mode === undefined) {
    const text = options.letters.has("S") ? symbolic(sys.umask) : sys.umask.toString(8).padStart(4, "0");
    const prefix = options.letters.has("p") ? `umask ${options.letters.has("S") ? "-S " : ""}` : "";
    shell.write(`${prefix}${text}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(mode)) {
    shell.error(
      /^\d+$/.test(mode)
        ? `umask: ${mode}: octal number out of range`
        : `umask: ${mode}: symbolic modes are not supported here`,
    );
    return 1;
  }
  sys.umask = Number.parseInt(mode, 8) & 0o777;
  return 0;
};

function symbolic(mask: number): string {
  const bits = (shift: number) => {
    const allowed = ~(mask >> shift) & 7;
    return `${allowed & 4 ? "r" : ""}${allowed & 2 ? "w" : ""}${allowed & 1 ? "x" : ""}`;
  };
  return `u=${bits(6)},g=${bits(3)},o=${bits(0)}`;
}

const ulimit: Builtin = (shell, words) => {
  if (words.length > 2 || (words[1] !== undefined && !/^-[a-zA-Z]+$/.test(words[1]))) {
    shell.error("ulimit: setting limits is not supported here");
    return 1;
  }
  if (words[1]?.includes("a")) {
    shell.error("ulimit: -a: not supported here");
    return 1;
  }
  shell.write("unlimited\n");
  return 0;
};

/** The builtins by name. */
export const settings: Readonly<Record<string, Builtin>> = {
  alias,
  set,
  shopt,
  trap,
  ulimit,
  umask,
  unalias,
};
