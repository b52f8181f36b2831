/**
 * `getopt_long(3)` option by option, with words that are no options passed over, and with options that are added while it runs: a
 * protocol's are known as soon as the protocol is named.
 */
import { wrong } from "./failure.ts";

/** Whether an option takes one. */
export type Argument = "none" | "required" | "optional";

/** A long option; those of one key mean the same. */
export interface LongName {
  readonly name: string;
  readonly argument: Argument;
  readonly key: string;
}

/** One option of the command line. */
export interface Found {
  readonly key: string;
  readonly argument: string | undefined;
}

/** Walks over the words. */
export class Getopt {
  private index = 1;
  private cluster = "";
  private readonly argv: readonly string[];
  private readonly letters: ReadonlyMap<string, Argument>;
  private readonly names: LongName[];

  constructor(argv: readonly string[], letters: ReadonlyMap<string, Argument>, names: readonly LongName[]) {
    this.argv = argv;
    this.letters = letters;
    this.names = [...names];
  }

  add(names: readonly LongName[]): void {
    this.names.push(...names);
  }

  /** @returns the next option, or undefined at the end */
  next(): Found | undefined {
    if (this.cluster !== "") return this.letter();
    for (;;) {
      const word = this.argv[this.index];
      if (word === undefined) return undefined;
      this.index++;
      if (word === "--") return undefined;
      if (word.length < 2 || !word.startsWith("-")) continue;
      if (word.startsWith("--")) return this.long(word.slice(2));
      this.cluster = word.slice(1);
      return this.letter();
    }
  }

  /** The next word, when it is no option: an argument that may be left out. */
  operand(): string | undefined {
    const word = this.argv[this.index];
    if (this.cluster !== "" || word === undefined || /^[-!]/.test(word)) return undefined;
    this.index++;
    return word;
  }

  private previous(): string {
    return this.argv[this.index - 1] ?? "";
  }

  private unknown(): never {
    return wrong(`unknown option \`${this.previous()}'`);
  }

  private required(): string {
    const word = this.argv[this.index];
    if (word === undefined) return wrong(`option \`${this.previous()}' requires an argument`);
    this.index++;
    return word;
  }

  private letter(): Found {
    const key = this.cluster[0];
    const rest = this.cluster.slice(1);
    const argument = this.letters.get(key);
    if (argument === undefined || argument === "none") this.cluster = rest;
    if (argument === undefined) {
      // getopt goes on to the next word with the last letter only
      if (rest !== "") this.index--;
      return this.unknown();
    }
    if (argument === "none") return { key, argument: undefined };
    this.cluster = "";
    if (rest !== "") return { key, argument: rest };
    return { key, argument: argument === "required" ? this.required() : undefined };
  }

  private long(text: string): Found {
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? undefined : text.slice(equals + 1);
    const option = this.lookUp(name) ?? this.unknown();
    if (option.argument === "none" && value !== undefined) this.unknown();
    const argument = option.argument === "required" && value === undefined ? this.required() : value;
    return { key: option.key, argument };
  }

  private lookUp(name: string): LongName | undefined {
    const exact = this.names.find((option) => option.name === name);
    if (exact !== undefined) return exact;
    const begun = this.names.filter((option) => option.name.startsWith(name));
    const [first] = begun;
    const same = begun.every(({ key, argument }) => key === first?.key && argument === first.argument);
    return same ? first : undefined;
  }
}
