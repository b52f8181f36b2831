/** Words of traceroute's command line: its own way of reading options, which is not that of getopt(3). */
import type { SystemCalls } from "../../kernel.ts";
import { Exit } from "../lib/iputils.ts";

/** One option that the program knows. */
export interface CommandOption<Options> {
  readonly short?: string;
  readonly long?: string;
  /** What its argument is called; none when absent. */
  readonly argument?: string;
  /** @returns false when the argument is wrong, and what to say before the complaint; or how the program ends */
  readonly set: (options: Options, argument: string, sys: SystemCalls) => boolean | Wrong | Exit;
}

/** An argument that is wrong, and what there is to say about it first. */
export interface Wrong {
  readonly problem: string;
}

/** A word that is no option, with its index in argv. */
export interface Operand {
  readonly text: string;
  readonly at: number;
}

/**
 * Applies options one by one, up to `--`.
 * @returns the other words
 * @throws Exit for what ends the program
 */
export function parseCommandLine<Options>(
  argv: readonly string[],
  known: readonly CommandOption<Options>[],
  options: Options,
  sys: SystemCalls,
): Operand[] {
  return new CommandLine(argv, known, options, sys).parse();
}

class CommandLine<Options> {
  private readonly argv: readonly string[];
  private readonly known: readonly CommandOption<Options>[];
  private readonly options: Options;
  private readonly sys: SystemCalls;
  private readonly operands: Operand[] = [];
  /** The word that was used last. */
  private at = 0;

  constructor(
    argv: readonly string[],
    known: readonly CommandOption<Options>[],
    options: Options,
    sys: SystemCalls,
  ) {
    this.argv = argv;
    this.known = known;
    this.options = options;
    this.sys = sys;
  }

  parse(): Operand[] {
    const { argv, operands } = this;
    let onlyOperands = false;
    for (this.at = 1; this.at < argv.length; this.at++) {
      const word = argv[this.at];
      if (onlyOperands || !/^-./s.test(word) || word.startsWith("---"))
        operands.push({ text: word, at: this.at });
      else if (word === "--") onlyOperands = true;
      else if (word.startsWith("--")) this.long(word);
      else this.short(word);
    }
    return operands;
  }

  private bad(shown: string): never {
    throw new Exit(2, `Bad option ${shown} (argc ${this.at})\n`);
  }

  /** An argument stands behind `=`; what takes none has no such form. */
  private long(word: string): void {
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    const argument = equals < 0 ? undefined : word.slice(equals + 1);
    const option = this.known.find(({ long }) => long !== undefined && name === `--${long}`);
    if (!option || (argument !== undefined && option.argument === undefined))
      return this.bad(argument === undefined ? `\`${word}'` : `\`${word}' (with arg \`${argument}')`);
    if (option.argument !== undefined && argument === undefined) this.missing(name, `=${option.argument}`);
    this.apply(option, name, argument);
  }

  /** One option of several letters, or letters of which the first takes the others, or the last the next word, as argument. */
  private short(word: string): void {
    const letters = word.slice(1);
    const find = (name: string): CommandOption<Options> | undefined =>
      this.known.find(({ short }) => short === name);
    const whole = letters.length > 1 ? find(letters) : undefined;
    if (whole) return this.apply(whole, word, undefined);
    for (let i = 0; i < letters.length; i++) {
      const name = `-${letters[i]}`;
      const option = find(letters[i]) ?? this.bad(`\`${name}'`);
      if (option.argument === undefined) this.apply(option, name, undefined);
      else return this.withArgument(option, name, letters, i);
    }
  }

  private withArgument(
    option: CommandOption<Options>,
    name: string,
    letters: string,
    position: number,
  ): void {
    if (position === 0 && letters.length > 1) return this.apply(option, name, letters.slice(1));
    const next = this.argv[this.at + 1];
    if (position < letters.length - 1 || next === undefined) return this.missing(name, ` ${option.argument}`);
    this.at++;
    this.apply(option, name, next);
  }

  private missing(name: string, argument: string): never {
    throw new Exit(2, `Option \`${name}' (argc ${this.at}) requires an argument: \`${name}${argument}'\n`);
  }

  private apply(option: CommandOption<Options>, name: string, argument: string | undefined): void {
    const result = option.set(this.options, argument ?? "", this.sys);
    if (result === true) return;
    if (result instanceof Exit) throw result;
    const problem = result === false ? "" : result.problem;
    throw new Exit(
      2,
      `${problem}Cannot handle \`${name}' option with arg \`${argument}' (argc ${this.at})\n`,
    );
  }
}
