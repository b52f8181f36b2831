/**
 * `getopt_long(3)` word by word, in order and silent (`-:` in front), with options that are added while it runs: a match's own options
 * are known as soon as the match is named.
 */
import type { ExtensionUse, OptionSpec } from "../extension/extension.ts";

export interface BaseOption {
  readonly name: string;
  readonly argument: "none" | "required" | "optional";
  readonly letter: string;
}

/** An option of an extension that the rule uses. */
export interface ExtensionOption {
  readonly use: ExtensionUse;
  readonly option: OptionSpec;
}

export type Step =
  | { readonly kind: "letter"; readonly letter: string; argument: string | undefined }
  | ({ readonly kind: "extension"; readonly argument: string } & ExtensionOption)
  | { readonly kind: "word"; readonly word: string }
  /** `?` and `:` of getopt: the text is what the error shows. */
  | { readonly kind: "unknown" | "missing"; readonly text: string };

interface Candidate {
  readonly name: string;
  readonly argument: "none" | "required" | "optional";
  readonly step: (argument: string | undefined) => Step;
}

export class Getopt {
  /** The word that is read next. */
  index = 1;
  readonly argv: readonly string[];
  private readonly letters: string;
  private readonly base: readonly Candidate[];
  private added: Candidate[] = [];
  /** What is left of a cluster of letters. */
  private cluster = "";

  constructor(argv: readonly string[], letters: string, base: readonly BaseOption[]) {
    this.argv = argv;
    this.letters = letters;
    this.base = base.map(({ name, argument, letter }) => ({
      name,
      argument,
      step: (given) => ({ kind: "letter", letter, argument: given }),
    }));
  }

  /** Options of an extension: they come before those that were added earlier, and behind the program's own. */
  add(use: ExtensionUse): void {
    const options = use.extension.options.map(
      (option): Candidate => ({
        name: option.name,
        argument: option.type === "none" ? "none" : "required",
        step: (given) => ({ kind: "extension", use, option, argument: given ?? "" }),
      }),
    );
    this.added = [...options, ...this.added];
  }

  /** Whether the next word is there and looks like an operand: `xs_has_arg`. */
  get hasArgument(): boolean {
    const word = this.argv[this.index];
    return word !== undefined && !word.startsWith("-") && !word.startsWith("!");
  }

  /**
   * The word before the next (`argv[optind - 1]`). Where the program takes this for an option's argument, one that is written in the
   * same word as its option comes with it: `--jump=DROP`.
   */
  get last(): string {
    return this.argv[this.index - 1];
  }

  /** The next word, taken. */
  take(): string | undefined {
    return this.argv[this.index++];
  }

  /** Undefined at the end. */
  next(): Step | undefined {
    if (this.cluster !== "") return this.letter();
    const word = this.argv[this.index];
    if (word === undefined) return undefined;
    this.index++;
    if (word === "--") return undefined;
    if (word.length < 2 || !word.startsWith("-")) return { kind: "word", word };
    if (word.startsWith("--")) return this.long(word);
    this.cluster = word.slice(1);
    return this.letter();
  }

  private letter(): Step {
    const letter = this.cluster[0];
    this.cluster = this.cluster.slice(1);
    const at = letter === ":" ? -1 : this.letters.indexOf(letter);
    if (at < 0) return { kind: "unknown", text: `-${letter}` };
    if (this.letters[at + 1] !== ":") return { kind: "letter", letter, argument: undefined };
    const attached = this.cluster;
    this.cluster = "";
    if (attached !== "") return { kind: "letter", letter, argument: attached };
    if (this.letters[at + 2] === ":") return { kind: "letter", letter, argument: undefined };
    const argument = this.argv[this.index];
    if (argument === undefined) return { kind: "missing", text: this.argv[this.index - 1] };
    this.index++;
    return { kind: "letter", letter, argument };
  }

  private long(word: string): Step {
    const equals = word.indexOf("=");
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 ? undefined : word.slice(equals + 1);
    const found = this.find(name);
    if (!found || (found.argument === "none" && value !== undefined)) return { kind: "unknown", text: word };
    if (found.argument === "none" || found.argument === "optional" || value !== undefined)
      return found.step(value);
    const argument = this.argv[this.index];
    if (argument === undefined) return { kind: "missing", text: word };
    this.index++;
    return found.step(argument);
  }

  /** The option of this name, or the only one that begins so. */
  private find(name: string): Candidate | undefined {
    const all = [...this.base, ...this.added];
    const exact = all.find((candidate) => candidate.name === name);
    if (exact) return exact;
    const begun = all.filter((candidate) => candidate.name.startsWith(name));
    const first = begun[0];
    return begun.length === 1 || begun.every((candidate) => sameOption(candidate, first)) ? first : undefined;
  }
}

/** Names of one option are not ambiguous. */
function sameOption(one: Candidate, other: Candidate): boolean {
  if (one === other) return true;
  const a = one.step(undefined);
  const b = other.step(undefined);
  if (a.kind === "letter" && b.kind === "letter")
    return a.letter === b.letter && one.argument === other.argument;
  return a.kind === "extension" && b.kind === "extension" && a.use === b.use && a.option.id === b.option.id;
}
