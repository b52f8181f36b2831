/** `echo` and `printf`. */

import { decodeEscapes } from "../../programs/lib/text/escapes.ts";
import { formatPrintf } from "../../programs/lib/text/printf.ts";
import { assign } from "../assign.ts";
import type { Builtin } from "../shell.ts";
import { printUsage } from "./usage.ts";

const echo: Builtin = (shell, words) => {
  let at = 1;
  let newline = true;
  let escapes = shell.options.shopted("xpg_echo") || shell.mode.posix;
  while (at < words.length && (shell.mode.posix ? words[at] === "-n" : /^-[neE]+$/.test(words[at]))) {
    for (const letter of words[at].slice(1)) {
      if (letter === "n") newline = false;
      else escapes = letter === "e";
    }
    at++;
  }
  const text = words.slice(at).join(" ");
  const decoded = escapes ? decodeEscapes(text, "echo", shell.multibyte) : { text, stop: false };
  shell.write(decoded.text + (newline && !decoded.stop ? "\n" : ""));
  return 0;
};

const USAGE = "printf [-v var] format [arguments]";

const printf: Builtin = (shell, words) => {
  let at = 1;
  let variable: string | undefined;
  if (words[at]?.startsWith("-v") && words[at] !== "--") {
    variable = words[at] === "-v" ? words[++at] : words[at].slice(2);
    at++;
  } else if (/^-[^-]/.test(words[at] ?? "")) {
    shell.error(`printf: ${words[at].slice(0, 2)}: invalid option`);
    printUsage(shell, "printf", USAGE);
    return 2;
  }
  if (words[at] === "--") at++;
  if (at >= words.length) {
    printUsage(shell, "printf", USAGE);
    return 2;
  }
  const now = Math.floor(shell.process.sys.realtime() / 1e6);
  const result = formatPrintf(words[at], words.slice(at + 1), {
    now,
    started: now,
    multibyte: shell.multibyte,
  });
  for (const error of result.errors) shell.error(`printf: ${error}`);
  if (variable !== undefined) {
    const match = /^([A-Za-z_]\w*)(?:\[(.*)\])?$/s.exec(variable);
    if (!match) {
      shell.error(`printf: \`${variable}': not a valid identifier`);
      return 2;
    }
    assign(shell, match[1], match[2], result.text, false);
  } else shell.write(result.text);
  return result.errors.length > 0 ? 1 : 0;
};

/** The builtins by name. */
export const output: Readonly<Record<string, Builtin>> = { echo, printf };
