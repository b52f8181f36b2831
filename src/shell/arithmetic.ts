/**
 * Shell arithmetic: 64-bit integers with C's operators, over text whose `$` expansions have been made.
 */
import { BINARY, UNARY } from "./arithmetic-operators.ts";
/**
 * Shell arithmetic: 64-bit integers with C's operators, over text whose `$` expansions have been made.
 */

/** Where variables come from and go to. */
export interface ArithmeticScope {
  /** The value of a name, or of an element when a subscript is given; empty when unset. */
  read(name: string, subscript: string | undefined): string;
  write(name: string, subscript: string | undefined, value: string): void;
}

/** An error in an expression; the message is bash's, after the expression. */
export class ArithmeticError extends Error {}

interface Token {
  readonly kind: "number" | "name" | "operator" | "end";
  readonly text: string;
  readonly value: bigint;
  readonly subscript: string | undefined;
  readonly at: number;
}

/** A place that can be assigned to. */
interface Place {
  readonly name: string;
  readonly subscript: string | undefined;
}

const OPERATORS = [
  "<<=",
  ">>=",
  "**",
  "++",
  "--",
  "<<",
  ">>",
  "<=",
  ">=",
  "==",
  "!=",
  "&&",
  "||",
  "+=",
  "-=",
  "*=",
  "/=",
  "%=",
  "&=",
  "^=",
  "|=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "<",
  ">",
  "=",
  "!",
  "~",
  "&",
  "^",
  "|",
  "?",
  ":",
  ",",
  "(",
  ")",
]; // prettier-ignore

const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="]);

/** Binary operators by how tightly they bind. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
  "**": 11,
}; // prettier-ignore

/** Bounds variables that name variables, and parentheses. */
const MAX_DEPTH = 256;

const zero: Token = { kind: "end", text: "", value: 0n, subscript: undefined, at: 0 };

/** Evaluates an expression; an empty one is 0. */
export function evaluateArithmetic(expression: string, scope: ArithmeticScope, depth = 0): bigint {
  const text = expression.replace(/"/g, "");
  const simple = /^\s*(-?)(\d{1,15})\s*$/.exec(text);
  if (simple && !/^0\d/.test(simple[2])) return BigInt(simple[1] + simple[2]);
  if (depth > MAX_DEPTH)
    throw new ArithmeticError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  return new Evaluator(text, scope, depth).all();
}

class Evaluator {
  private readonly text: string;
  private readonly scope: ArithmeticScope;
  private readonly depth: number;
  private at = 0;
  private token: Token = zero;
  /** Where the token before the current one began. */
  private before = 0;
  /** Above 0 while nothing may have an effect: the branch not taken. */
  private skipping = 0;
  private nesting = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.text = text;
    this.scope = scope;
    this.depth = depth;
  }

  all(): bigint {
    this.next();
    if (this.atEnd()) return 0n;
    const value = this.comma();
    if (!this.atEnd()) this.fail("syntax error in expression");
    return value;
  }

  /** A number that is none: bash stops reading right behind it, so that the message shows no more than that. */
  private badNumber(message: string): never {
    const { at } = this.token;
    const read = this.text.slice(0, this.at);
    throw new ArithmeticError(`${read.replace(/^\s+/, "")}: ${message} (error token is "${read.slice(at)}")`);
  }

  private fail(message: string, from = this.token.at): never {
    const rest = this.text.slice(from);
    throw new ArithmeticError(`${this.text.replace(/^\s+/, "")}: ${message} (error token is "${rest}")`);
  }

  private atEnd(): boolean {
    return this.token.kind === "end";
  }

  private isOperator(text: string): boolean {
    return this.token.kind === "operator" && this.token.text === text;
  }

  private next(): void {
    const { text } = this;
    this.before = this.token.at;
    while (/\s/.test(text[this.at] ?? "")) this.at++;
    const at = this.at;
    if (at >= text.length) {
      this.token = { ...zero, at };
      return;
    }
    const character = text[at];
    if (/[0-9]/.test(character)) return this.number(at);
    if (/[A-Za-z_]/.test(character)) return this.name(at);
    const operator = OPERATORS.find((candidate) => text.startsWith(candidate, at));
    if (!operator) this.fail("syntax error: invalid arithmetic operator", at);
    this.at += operator.length;
    this.token = { kind: "operator", text: operator, value: 0n, subscript: undefined, at };
  }

  private number(at: number): void {
    const match = /^[0-9]+#[0-9A-Za-z@_]+|^[0-9][0-9A-Za-z_@]*/.exec(this.text.slice(at));
    const digits = match?.[0] ?? "";
    this.at = at + digits.length;
    this.token = { kind: "number", text: digits, value: 0n, subscript: undefined, at };
    const value = this.parseNumber(digits);
    this.token = { kind: "number", text: digits, value, subscript: undefined, at };
  }

  private parseNumber(digits: string): bigint {
    const hash = digits.indexOf("#");
    if (hash > 0) return this.based(digits.slice(hash + 1), Number(digits.slice(0, hash)));
    if (/^0[xX]/.test(digits)) return this.based(digits.slice(2), 16);
    if (digits.length > 1 && digits.startsWith("0")) return this.based(digits.slice(1), 8);
    return this.based(digits, 10);
  }

  private based(digits: string, base: number): bigint {
    if (base < 2 || base > 64) this.badNumber("invalid arithmetic base");
    let value = 0n;
    for (const character of digits) {
      const digit = digitValue(character, base);
      if (digit < 0) this.badNumber("value too great for base");
      value = value * BigInt(base) + BigInt(digit);
    }
    return BigInt.asIntN(64, value);
  }

  private name(at: number): void {
    const match = /^[A-Za-z_][A-Za-z0-9_]*/.exec(this.text.slice(at));
    const name = match?.[0] ?? "";
    this.at = at + name.length;
    let subscript: string | undefined;
    if (this.text[this.at] === "[") {
      const close = closingBracket(this.text, this.at);
      if (close < 0) this.fail("bad array subscript", at);
      subscript = this.text.slice(this.at + 1, close);
      this.at = close + 1;
    }
    this.token = { kind: "name", text: name, value: 0n, subscript, at };
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.isOperator(",")) {
      this.next();
      value = this.assignment();
    }
    return value;
  }

  private assignment(): bigint {
    if (++this.nesting > MAX_DEPTH) this.fail("expression recursion level exceeded");
    try {
      const { token } = this;
      if (token.kind === "name") {
        const after = this.peekOperator();
        if (after && ASSIGNMENTS.has(after)) return this.assign(token, after);
      }
      return this.conditional();
    } finally {
      this.nesting--;
    }
  }

  private peekOperator(): string | undefined {
    const rest = this.text.slice(this.at);
    const match = /^\s*(<<=|>>=|[-+*/%&^|]=|=(?!=))/.exec(rest);
    return match?.[1];
  }

  private assign(place: Token, operator: string): bigint {
    this.next();
    this.next();
    if (this.atEnd()) this.fail("syntax error: operand expected", this.before);
    const right = this.assignment();
    if (this.skipping > 0) return 0n;
    const value = operator === "=" ? right : this.binary(operator.slice(0, -1), this.read(place), right);
    this.write(place, value);
    return value;
  }

  private conditional(): bigint {
    const test = this.operators(1);
    if (!this.isOperator("?")) return test;
    this.next();
    const taken = test !== 0n;
    if (this.isOperator(":") || this.atEnd()) this.fail("expression expected");
    const yes = this.branch(taken, () => this.comma());
    if (!this.isOperator(":")) this.fail("`:' expected for conditional expression");
    this.next();
    if (this.atEnd()) this.fail("expression expected");
    const no = this.branch(!taken, () => this.assignment());
    return taken ? yes : no;
  }

  private branch(taken: boolean, run: () => bigint): bigint {
    if (!taken) this.skipping++;
    const value = run();
    if (!taken) this.skipping--;
    return value;
  }

  private operators(minimum: number): bigint {
    let left = this.unary();
    for (;;) {
      const operator = this.token.kind === "operator" ? this.token.text : "";
      const precedence = PRECEDENCE[operator] ?? 0;
      if (precedence < minimum) return left;
      this.next();
      if (operator === "&&" || operator === "||") {
        const decided = (left !== 0n) === (operator === "||");
        const right = this.branch(!decided, () => this.operators(precedence + 1));
        left = decided ? (operator === "||" ? 1n : 0n) : right !== 0n ? 1n : 0n;
        continue;
      }
      const at = this.token.at;
      const right = this.operators(operator === "**" ? precedence : precedence + 1);
      left = this.skipping > 0 ? 0n : this.binary(operator, left, right, at);
    }
  }

  private binary(operator: string, left: bigint, right: bigint, at = this.token.at): bigint {
    if ((operator === "/" || operator === "%") && right === 0n) this.fail("division by 0", at);
    if (operator === "**" && right < 0n) this.fail("exponent less than 0", at);
    return BigInt.asIntN(64, BINARY[operator](left, right));
  }

  private unary(): bigint {
    const { token } = this;
    if (token.kind === "operator") {
      if (token.text === "++" || token.text === "--") return this.prefixed(token.text);
      const operation = UNARY[token.text];
      if (operation) {
        if (++this.nesting > MAX_DEPTH) this.fail("expression recursion level exceeded");
        this.next();
        const value = BigInt.asIntN(64, operation(this.unary()));
        this.nesting--;
        return value;
      }
    }
    return this.primary();
  }

  private prefixed(operator: string): bigint {
    this.next();
    const place = this.token;
    if (place.kind !== "name") {
      // `--5` is two signs
      return this.unary();
    }
    this.next();
    const value = BigInt.asIntN(64, this.read(place) + (operator === "++" ? 1n : -1n));
    if (this.skipping === 0) this.write(place, value);
    return value;
  }

  private primary(): bigint {
    const { token } = this;
    if (token.kind === "number") {
      this.next();
      if (this.token.kind === "number" || this.token.kind === "name") this.fail("syntax error in expression");
      return token.value;
    }
    if (token.kind === "name") return this.variable(token);
    if (this.isOperator("(")) {
      this.next();
      const value = this.comma();
      if (!this.isOperator(")")) this.fail("missing `)'");
      this.next();
      return value;
    }
    return this.fail("syntax error: operand expected", this.atEnd() ? this.before : this.token.at);
  }

  private variable(place: Token): bigint {
    this.next();
    const value = this.skipping > 0 ? 0n : this.read(place);
    if (this.isOperator("++") || this.isOperator("--")) {
      const step = this.token.text === "++" ? 1n : -1n;
      this.next();
      if (this.skipping === 0) this.write(place, BigInt.asIntN(64, value + step));
    } else if (this.token.kind === "number" || this.token.kind === "name") {
      this.fail("syntax error in expression");
    }
    return value;
  }

  private read(place: Place | Token): bigint {
    const name = "text" in place ? place.text : place.name;
    const text = this.scope.read(name, place.subscript);
    return text === "" ? 0n : evaluateArithmetic(text, this.scope, this.depth + 1);
  }

  private write(place: Token, value: bigint): void {
    this.scope.write(place.text, place.subscript, value.toString());
  }
}

function digitValue(character: string, base: number): number {
  const code = character.charCodeAt(0);
  let value = 99;
  if (code >= 48 && code <= 57) value = code - 48;
  else if (code >= 97 && code <= 122) value = code - 87;
  else if (code >= 65 && code <= 90) value = base <= 36 ? code - 55 : code - 29;
  else if (character === "@") value = 62;
  else if (character === "_") value = 63;
  return value < base ? value : -1;
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i;
  }
  return -1;
}
