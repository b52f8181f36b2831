/**
 * What the command lines of iproute2's programs have in common: words, tables of options that may be abbreviated, and the frame that
 * a program runs in. `ip` and `bridge` have a table each.
 */
import type { Process } from "../../process/process.ts";
import { EXIT_USAGE, Exit, matches } from "./arguments.ts";
import { Ip, Options } from "./context.ts";
import { Names } from "./names.ts";
import { switchNamespace } from "./netns/switch.ts";

/** The words of a command line, read one after the other. */
export class OptionWords {
  private readonly words: readonly string[];
  private index = 1;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  get current(): string | undefined {
    return this.words[this.index];
  }

  /** Steps to the next word, an option's value; undefined when there is none. */
  next(): string | undefined {
    this.index++;
    return this.current;
  }

  rest(): string[] {
    return this.words.slice(this.index);
  }
}

/** What an option does; one that takes a value steps to it. */
export type OptionAction = (ip: Ip, words: OptionWords) => void;

/** A name that may be abbreviated, and what it does. Tables are tried in their order. */
export type OptionEntry = readonly [name: string, action: OptionAction];

/** The options that are either on or off. */
type Switch = {
  [Key in keyof Options]: Options[Key] extends boolean ? Key : never;
}[keyof Options];

/** An option that turns one setting on. */
export function flag(name: string, key: Switch): OptionEntry {
  return [
    name,
    (ip) => {
      ip.options[key] = true;
    },
  ];
}

/** `-stats`, by both of its names, and `-details`: each time counts. */
export const COUNTED_OPTIONS: readonly OptionEntry[] = [
  ["-stats", (ip) => ip.options.stats++],
  ["-statistics", (ip) => ip.options.stats++],
  ["-details", (ip) => ip.options.details++],
];

/** An option that chooses how times are shown. */
export function timestamps(name: string, form: "long" | "short"): OptionEntry {
  return [
    name,
    (ip) => {
      ip.options.timestamp = form;
    },
  ];
}

/** `-batch FILE`; without a file, the usage. */
export function batchOption(usage: string): OptionEntry {
  return [
    "-batch",
    (ip, words) => {
      ip.options.batch = words.next() ?? ip.usage(usage);
    },
  ];
}

/** `-Version`, which ends the program. */
export function versionOption(text: string): OptionEntry {
  return [
    "-Version",
    (ip) => {
      ip.process.stdout.write(`${text}\n`);
      throw new Exit(0);
    },
  ];
}

/** `-netns NAME`; a name that is not there ends the program. */
export function enterNamespace(ip: Ip, name: string): void {
  if (switchNamespace(ip, name) !== 0) throw new Exit(EXIT_USAGE);
}

/** Does what the first option of `table` does that `option` abbreviates; false when there is none. */
export function applyFrom(
  table: readonly OptionEntry[],
  ip: Ip,
  option: string,
  words: OptionWords,
): boolean {
  const known = table.find(([name]) => matches(option, name));
  known?.[1](ip, words);
  return known !== undefined;
}

/** Hands every option to `apply`, with one hyphen, until the first word that is none. */
export function readOptions(words: OptionWords, apply: (option: string) => void): void {
  for (let word = words.current; word?.startsWith("-"); word = words.next()) {
    if (word === "--") {
      words.next();
      return;
    }
    apply(word.startsWith("--") ? word.slice(1) : word);
  }
}

/** Runs a program: `options` reads the command line up to the object, `run` does the rest with settings that are complete. */
export async function runProgram(
  process: Process,
  options: (ip: Ip, words: OptionWords) => void,
  run: (ip: Ip, rest: string[]) => Promise<number>,
): Promise<number> {
  const ip = new Ip(process, new Options(), new Names(process.sys));
  const words = new OptionWords(process.argv);
  try {
    options(ip, words);
    const ready = new Ip(ip.process, ip.options, ip.names);
    try {
      return await run(ready, words.rest());
    } finally {
      ready.close();
    }
  } catch (error) {
    if (error instanceof Exit) return error.status;
    throw error;
  } finally {
    await process.stdout.flush();
  }
}
