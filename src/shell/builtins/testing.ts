/** `test` and `[`. */
import { fileComparison, NUMERIC_OPERATORS, UNARY_OPERATORS, unaryTest } from "../conditional.ts";
import type { Builtin, Shell } from "../shell.ts";

class TestError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

const BINARY = new Set(["=", "==", "!=", "<", ">", "-nt", "-ot", "-ef", ...Object.keys(NUMERIC_OPERATORS)]);

/** Evaluates the words of `test` without its name. */
export function evaluateTestWords(shell: Shell, words: readonly string[]): boolean {
  return new TestParser(shell, words).all();
}

class TestParser {
  private readonly shell: Shell;
  private readonly words: readonly string[];
  private at = 0;

  constructor(shell: Shell, words: readonly string[]) {
    this.shell = shell;
    this.words = words;
  }

  all(): boolean {
    const { words } = this;
    if (words.length <= 4) {
      const value = this.posix(words);
      if (value !== undefined) return value;
    }
    const value = this.or();
    if (this.at < words.length) throw new TestError("too many arguments");
    return value;
  }

  /** POSIX decides by the number of arguments up to four. */
  private posix(words: readonly string[]): boolean | undefined {
    if (words.length === 0) return false;
    if (words.length === 1) return words[0] !== "";
    if (words.length === 2) return this.two(words);
    if (words.length === 3) return this.three(words);
    if (words[0] === "!") {
      const rest = this.three(words.slice(1));
      return rest === undefined ? undefined : !rest;
    }
    return words[0] === "(" && words[3] === ")" ? this.two(words.slice(1, 3)) : undefined;
  }

  private two(words: readonly string[]): boolean {
    if (words[0] === "!") return words[1] === "";
    if (!UNARY_OPERATORS.has(words[0])) throw new TestError(`${words[0]}: unary operator expected`);
    return unaryTest(this.shell, words[0], words[1]);
  }

  private three(words: readonly string[]): boolean | undefined {
    if (BINARY.has(words[1])) return this.binary(words[0], words[1], words[2]);
    if (words[1] === "-a") return words[0] !== "" && words[2] !== "";
    if (words[1] === "-o") return words[0] !== "" || words[2] !== "";
    if (words[0] === "!") return !this.two(words.slice(1));
    if (words[0] === "(" && words[2] === ")") return words[1] !== "";
    throw new TestError(`${words[1]}: binary operator expected`);
  }

  private or(): boolean {
    let value = this.and();
    while (this.words[this.at] === "-o") {
      this.at++;
      value = this.and() || value;
    }
    return value;
  }

  private and(): boolean {
    let value = this.term();
    while (this.words[this.at] === "-a") {
      this.at++;
      value = this.term() && value;
    }
    return value;
  }

  private term(): boolean {
    const { words } = this;
    const word = words[this.at];
    if (word === undefined) throw new TestError("argument expected");
    if (word === "!") {
      this.at++;
      return !this.term();
    }
    if (word === "(") {
      this.at++;
      const value = this.or();
      if (words[this.at] !== ")") throw new TestError("`)' expected");
      this.at++;
      return value;
    }
    if (BINARY.has(words[this.at + 1] ?? "") && this.at + 2 < words.length) {
      this.at += 3;
      return this.binary(word, words[this.at - 2], words[this.at - 1]);
    }
    if (UNARY_OPERATORS.has(word) && this.at + 1 < words.length) {
      this.at += 2;
      return unaryTest(this.shell, word, words[this.at - 1]);
    }
    this.at++;
    return word !== "";
  }

  private binary(left: string, operator: string, right: string): boolean {
    if (operator === "=" || operator === "==") return left === right;
    if (operator === "!=") return left !== right;
    if (operator === "<") return left < right;
    if (operator === ">") return left > right;
    const compared = fileComparison(this.shell, operator, left, right);
    return compared ?? NUMERIC_OPERATORS[operator](integer(left), integer(right));
  }
}

function integer(text: string): bigint {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new TestError(`${text}: integer expression expected`);
  return BigInt(text.trim().replace(/^\+/, ""));
}

const test: Builtin = (shell, words) => {
  let rest = words.slice(1);
  if (words[0] === "[") {
    if (rest.at(-1) !== "]") {
      shell.error("[: missing `]'");
      return 2;
    }
    rest = rest.slice(0, -1);
  }
  try {
    return evaluateTestWords(shell, rest) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestError)) throw error;
    shell.error(`${words[0]}: ${error.message}`);
    return 2;
  }
};

/** The builtins by name. */
export const testing: Readonly<Record<string, Builtin>> = { "[": test, test };
