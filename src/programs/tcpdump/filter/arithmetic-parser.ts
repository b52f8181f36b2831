/**
 * Arithmetic in filters: byte accessors, numbers, operators; and the reading of tokens that the whole parser uses.
 */
import type { Arithmetic, Primitive } from "./ast.ts";
import { FilterError, syntaxError } from "./errors.ts";
import { PROTOCOL_KEYWORDS } from "./keywords.ts";
import { type Token, tokenize } from "./lexer.ts";

/** Operators by how tightly they bind; all are left-associative. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ["|", 1],
  ["&", 2],
  ["<<", 3],
  [">>", 3],
  ["+", 4],
  ["-", 4],
  ["*", 5],
  ["/", 5],
]);
/** They have no place in libpcap's order: they take what is at their left alone, and everything at their right. */
const WITHOUT_PRECEDENCE: ReadonlySet<string> = new Set(["%", "^"]);
const RELATIONS = new Set([">", "<", ">=", "<=", "=", "==", "!="]);
const MAX_DEPTH = 100;

function isCalculating(operator: string): boolean {
  return RELATIONS.has(operator) || PRECEDENCE.has(operator) || WITHOUT_PRECEDENCE.has(operator);
}

type RightToken = Exclude<Token, { readonly kind: "wrong" }>;

/** Reads arithmetic from tokens; the parser of conditions is built on it. */
export class ArithmeticParser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private nesting = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  /** @throws FilterError where the text is no token */
  get token(): RightToken {
    const token = this.tokens[this.at];
    if (token.kind === "wrong") throw token.error;
    return token;
  }

  get atEnd(): boolean {
    return this.token.kind === "end";
  }

  advance(): void {
    if (this.at < this.tokens.length - 1) this.at++;
  }

  /** The next token that neither opens a parenthesis nor negates, and whether a value of arithmetic begins with it. */
  behindOpening(): { readonly token: Token; readonly isValue: boolean } {
    let ahead = this.at;
    for (; ahead < this.tokens.length - 1; ahead++) {
      const token = this.tokens[ahead];
      const opens = token.kind === "operator" && (token.text === "(" || token.text === "!");
      const negates = token.kind === "word" && !token.escaped && token.text === "not";
      if (!opens && !negates) break;
    }
    const token = this.tokens[ahead];
    const next = this.tokens[Math.min(ahead + 1, this.tokens.length - 1)];
    return {
      token,
      isValue: token.kind === "number" && next.kind === "operator" && isCalculating(next.text),
    };
  }

  peekWord(word: string, ahead = 0): boolean {
    const token = this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
    return token.kind === "word" && !token.escaped && token.text === word;
  }

  acceptWord(word: string): boolean {
    if (!this.peekWord(word)) return false;
    this.advance();
    return true;
  }

  acceptOperator(text: string): boolean {
    if (this.token.kind !== "operator" || this.token.text !== text) return false;
    this.advance();
    return true;
  }

  expectOperator(text: string): void {
    if (!this.acceptOperator(text)) throw syntaxError();
  }

  /** Whether a conjunction and then a word come: `or dst`. */
  nextIs(conjunction: "and" | "or", word: string): boolean {
    const { token } = this;
    const sign = conjunction === "and" ? "&&" : "||";
    const matches = this.peekWord(conjunction) || (token.kind === "operator" && token.text === sign);
    return matches && this.peekWord(word, 1);
  }

  optionalNumber(): number | undefined {
    const { token } = this;
    if (token.kind !== "number") return undefined;
    this.advance();
    return token.value;
  }

  expectNumber(): number {
    const value = this.optionalNumber();
    if (value === undefined) throw syntaxError();
    return value;
  }

  /**
   * Whether a relation such as `ip[0] > 5` comes, and no other primitive. Parentheses may open either: they are part of a relation
   * when none is inside of them.
   */
  startsRelation(): boolean {
    if (this.token.kind === "operator" && this.token.text === "(" && this.relationInside()) return false;
    let ahead = this.at;
    for (; ahead < this.tokens.length; ahead++) {
      const token = this.tokens[ahead];
      if (token.kind !== "operator" || (token.text !== "(" && token.text !== "-")) break;
    }
    const token = this.tokens[ahead];
    const next = this.tokens[ahead + 1];
    if (token.kind === "number") return next.kind === "operator" && isCalculating(next.text);
    if (token.kind !== "word" || token.escaped) return false;
    if (token.text === "len" || token.text === "length") return true;
    return PROTOCOL_KEYWORDS.has(token.text) && next.kind === "operator" && next.text === "[";
  }

  /** Whether the parenthesis that opens here has a relation between itself and its end. */
  private relationInside(): boolean {
    let depth = 0;
    for (let ahead = this.at; ahead < this.tokens.length; ahead++) {
      const token = this.tokens[ahead];
      if (token.kind !== "operator") continue;
      if (token.text === "(") depth++;
      else if (token.text === ")" && --depth === 0) return false;
      else if (RELATIONS.has(token.text)) return true;
    }
    return false;
  }

  relation(): Primitive {
    const left = this.arithmetic(0);
    const { token } = this;
    if (token.kind !== "operator" || !RELATIONS.has(token.text)) throw syntaxError();
    this.advance();
    const right = this.arithmetic(0);
    return { kind: "relation", operator: token.text, left, right };
  }

  private arithmetic(least: number): Arithmetic {
    if (++this.nesting > MAX_DEPTH) throw new FilterError("expression is nested too deeply");
    let left = this.operand();
    for (;;) {
      const { token } = this;
      if (token.kind !== "operator") break;
      const odd = WITHOUT_PRECEDENCE.has(token.text);
      const precedence = odd ? 0 : PRECEDENCE.get(token.text);
      if (precedence === undefined || (precedence <= least && !odd)) break;
      this.advance();
      left = { kind: "binary", operator: token.text, left, right: this.arithmetic(precedence) };
    }
    this.nesting--;
    return left;
  }

  private operand(): Arithmetic {
    if (this.acceptOperator("-")) return { kind: "negate", operand: this.arithmetic(5) };
    if (this.acceptOperator("(")) {
      const inner = this.arithmetic(0);
      this.expectOperator(")");
      return inner;
    }
    const value = this.optionalNumber();
    if (value !== undefined) return { kind: "constant", value };
    if (this.acceptWord("len") || this.acceptWord("length")) return { kind: "length" };
    const { token } = this;
    const protocol = token.kind === "word" && !token.escaped ? PROTOCOL_KEYWORDS.get(token.text) : undefined;
    if (protocol === undefined) throw syntaxError();
    this.advance();
    return this.load(protocol);
  }

  private load(protocol: string): Arithmetic {
    this.expectOperator("[");
    const index = this.arithmetic(0);
    const size = this.acceptOperator(":") ? this.expectNumber() : 1;
    this.expectOperator("]");
    return { kind: "load", protocol, index, size };
  }
}
