/**
 * `getopt(3)` and `getopt_long(3)` as glibc has them, messages included.
 */

/** A long option that a program knows. */
export interface LongOption {
  readonly name: string;
  readonly argument: "none" | "required" | "optional";
  /** What {@link ParsedOption.option} is for this one; the name itself when absent. */
  readonly value?: string;
  /** Shortened to what several of one group begin with, it is the first of these, not ambiguous. */
  readonly group?: string;
}

/** A long option that means the same as a letter. */
export function longOption(
  name: string,
  value: string,
  argument: LongOption["argument"] = "none",
): LongOption {
  return { name, argument, value };
}

/** One option of the command line. */
export interface ParsedOption {
  /** The letter, or the value or name of a long option; `"?"` for an unknown one, `":"` for a missing argument. */
  readonly option: string;
  readonly argument: string | undefined;
  /** What is wrong with it, as it is printed: with the end of the line. */
  readonly error?: string;
}

/** A whole command line, options and operands apart. */
export interface GetoptResult {
  readonly options: ParsedOption[];
  readonly operands: string[];
  /** Messages for standard error, without the newline, in the order in which glibc would print them. */
  readonly errors: string[];
}

/**
 * Parses `argv` (with `argv[0]`) by a short-option string such as `"c:I:qv::"`. A leading `+` stops at the first operand;
 * otherwise operands are collected from between the options, as glibc permutes them. `longOptions` that are there but empty are
 * those of a program that has long options, none of which is known here.
 */
export function getopt(
  argv: readonly string[],
  shortOptions: string,
  longOptions?: readonly LongOption[],
): GetoptResult {
  const scan = new Scan(argv, shortOptions, longOptions);
  while (scan.step()) {
    // each step consumes one word
  }
  return { options: scan.options, operands: scan.operands, errors: scan.errors };
}

class Scan {
  readonly options: ParsedOption[] = [];
  readonly operands: string[] = [];
  readonly errors: string[] = [];
  private index = 1;
  private readonly argv: readonly string[];
  private readonly letters: string;
  private readonly longOptions: readonly LongOption[] | undefined;
  private readonly stopAtOperand: boolean;

  constructor(argv: readonly string[], shortOptions: string, longOptions: readonly LongOption[] | undefined) {
    this.argv = argv;
    this.stopAtOperand = shortOptions.startsWith("+");
    this.letters = shortOptions.replace(/^[+-]/, "");
    this.longOptions = longOptions;
  }

  step(): boolean {
    const word = this.argv[this.index];
    if (word === undefined) return false;
    if (word === "--" || (this.stopAtOperand && !isOption(word))) {
      this.operands.push(...this.argv.slice(this.index + (word === "--" ? 1 : 0)));
      return false;
    }
    this.index++;
    if (!isOption(word)) this.operands.push(word);
    else if (word.startsWith("--") && this.longOptions) this.long(word.slice(2), this.longOptions);
    else this.cluster(word.slice(1));
    return true;
  }

  private fail(option: string, message: string): void {
    const error = `${this.argv[0]}: ${message}`;
    this.errors.push(error);
    this.options.push({ option, argument: undefined, error: `${error}\n` });
  }

  private cluster(letters: string): void {
    for (let i = 0; i < letters.length; i++) {
      const letter = letters[i];
      const at = letter === ":" ? -1 : this.letters.indexOf(letter);
      if (at < 0) {
        this.fail("?", `invalid option -- '${letter}'`);
        continue;
      }
      if (this.letters[at + 1] !== ":") {
        this.options.push({ option: letter, argument: undefined });
        continue;
      }
      const attached = letters.slice(i + 1);
      if (attached !== "") this.options.push({ option: letter, argument: attached });
      else if (this.letters[at + 2] === ":") this.options.push({ option: letter, argument: undefined });
      else if (this.index >= this.argv.length) this.fail("?", `option requires an argument -- '${letter}'`);
      else this.options.push({ option: letter, argument: this.argv[this.index++] });
      return;
    }
  }

  private long(text: string, known: readonly LongOption[]): void {
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    const value = equals < 0 ? undefined : text.slice(equals + 1);
    const exact = known.find((option) => option.name === name);
    const candidates = exact ? [exact] : known.filter((option) => option.name.startsWith(name));
    if (candidates.length === 0) return this.fail("?", `unrecognized option '--${text}'`);
    const kinds = new Set(
      candidates.map((option) => `${option.argument} ${option.group ?? option.value ?? option.name}`),
    );
    if (kinds.size > 1) {
      const list = candidates.map((option) => `'--${option.name}'`).join(" ");
      return this.fail("?", `option '--${text}' is ambiguous; possibilities: ${list}`);
    }
    const option = candidates[0];
    const key = option.value ?? option.name;
    if (option.argument === "none" && value !== undefined)
      return this.fail("?", `option '--${option.name}' doesn't allow an argument`);
    if (option.argument !== "required" || value !== undefined) {
      this.options.push({ option: key, argument: value });
      return;
    }
    if (this.index >= this.argv.length)
      return this.fail("?", `option '--${option.name}' requires an argument`);
    this.options.push({ option: key, argument: this.argv[this.index++] });
  }
}

function isOption(word: string): boolean {
  return word.length > 1 && word.startsWith("-");
}
