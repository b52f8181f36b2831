/** Options and messages that builtins share. */
import type { Shell } from "../shell.ts";

/** Options that were parsed off the front of a builtin's words. */
export interface BuiltinOptions {
  readonly letters: ReadonlySet<string>;
  readonly arguments: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
  /** Where the operands start in the words. */
  readonly at: number;
}

/**
 * Parses options as bash's `internal_getopt` does; a letter with `:` after it takes an argument.
 * @param usage what follows `NAME: usage: ` after an invalid option
 * @returns undefined after a message
 */
export function parseOptions(
  shell: Shell,
  words: readonly string[],
  spec: string,
  usage: string,
): BuiltinOptions | undefined {
  const letters = new Set<string>();
  const values = new Map<string, string>();
  let at = 1;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word === "--") {
      at++;
      break;
    }
    if (!/^-./.test(word)) break;
    for (let i = 1; i < word.length; i++) {
      const letter = word[i];
      const known = letter === ":" ? -1 : spec.indexOf(letter);
      if (known < 0) return invalidOption(shell, words[0], `-${letter}`, usage);
      // of some that exclude each other the last counts
      letters.delete(letter);
      letters.add(letter);
      if (spec[known + 1] !== ":") continue;
      const value = i + 1 < word.length ? word.slice(i + 1) : words[++at];
      if (value === undefined) {
        shell.error(`${words[0]}: -${letter}: option requires an argument`);
        printUsage(shell, words[0], usage);
        return undefined;
      }
      values.set(letter, value);
      break;
    }
  }
  return { letters, arguments: values, operands: words.slice(at), at };
}

function invalidOption(shell: Shell, name: string, option: string, usage: string): undefined {
  shell.error(`${name}: ${option}: invalid option`);
  printUsage(shell, name, usage);
  return undefined;
}

/** How the builtin is used, on standard error. */
export function printUsage(shell: Shell, name: string, usage: string): void {
  shell.process.stderr.write(`${name}: usage: ${usage}\n`);
}
