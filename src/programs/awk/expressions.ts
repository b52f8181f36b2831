/** Expressions of awk. Precedence as in POSIX, "Expressions in awk". */
import type { Expr, Target } from "./ast.ts";
import { TokenCursor } from "./cursor.ts";
import type { Token } from "./lexer.ts";

export const NONE: readonly Expr[] = [];
const COMPARISONS = new Set(["<", "<=", "==", "!=", ">", ">="]);
const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);

/** Reads expressions; the parser of statements is built on it. */
export class ExpressionParser extends TokenCursor {
  /** In the list of a `print`: `>` redirects. */
  protected noGreater = false;
  /** The functions that are called, and where. */
  protected readonly calls: { readonly name: string; readonly line: number }[] = [];

  /** Inside parentheses and brackets all operators are operators again. */
  protected plain<T>(parse: () => T): T {
    const { noGreater } = this;
    this.noGreater = false;
    const result = parse();
    this.noGreater = noGreater;
    return result;
  }

  protected list(close: string): Expr[] {
    return this.plain(() => {
      const values: Expr[] = [];
      this.newlines();
      while (!this.is(close)) {
        values.push(this.expression());
        this.newlines();
        if (!this.accept(",")) break;
        this.newlines();
      }
      this.expect(close);
      return values;
    });
  }

  protected expression(): Expr {
    return this.nested(() => this.assignment());
  }

  protected assignment(): Expr {
    const left = this.ternary();
    const { kind, text } = this.token;
    if (kind !== "mark" || !ASSIGNMENTS.has(text) || !isTarget(left)) return left;
    this.at++;
    this.newlines();
    return { kind: "assign", op: text.slice(0, -1), target: left, args: [this.expression()] };
  }

  protected ternary(): Expr {
    const test = this.or();
    if (!this.accept("?")) return test;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(":");
    this.newlines();
    return { kind: "logic", op: "?", args: [test, yes, this.expression()] };
  }

  protected or(): Expr {
    let left = this.and();
    while (this.accept("||")) {
      this.newlines();
      left = { kind: "logic", op: "||", args: [left, this.and()] };
    }
    return left;
  }

  protected and(): Expr {
    let left = this.membership();
    while (this.accept("&&")) {
      this.newlines();
      left = { kind: "logic", op: "&&", args: [left, this.membership()] };
    }
    return left;
  }

  protected membership(): Expr {
    let left = this.matching();
    while (this.accept("in")) left = { kind: "in", name: this.arrayName(), args: [left] };
    return left;
  }

  protected arrayName(): string {
    const name = this.take();
    if (name.kind !== "name") this.fail();
    return name.text;
  }

  protected matching(): Expr {
    let left = this.comparison();
    while (this.is("~", "!~")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.comparison()] };
    }
    return left;
  }

  protected comparison(): Expr {
    const left = this.concatenation();
    const { kind, text } = this.token;
    if (kind !== "mark" || !COMPARISONS.has(text) || (text === ">" && this.noGreater))
      return this.piped(left);
    this.at++;
    return { kind: "op", op: text, args: [left, this.concatenation()] };
  }

  /** `command | getline` */
  protected piped(command: Expr): Expr {
    let left = command;
    while (this.is("|") && this.tokens[this.at + 1]?.text === "getline") {
      this.at += 2;
      left = { kind: "getline", source: "command", target: this.optionalTarget(), args: [left] };
    }
    return left;
  }

  protected startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === "number" || kind === "string" || kind === "regex" || kind === "name") return true;
    if (kind === "function" || kind === "builtin") return true;
    if (kind === "mark") return ["$", "!", "(", "-", "+", "++", "--"].includes(text);
    return false;
  }

  protected concatenation(): Expr {
    let left = this.additive();
    while (this.startsOperand() && !this.is("+", "-", "!"))
      left = { kind: "op", op: " ", args: [left, this.additive()] };
    return left;
  }

  protected additive(): Expr {
    let left = this.multiplicative();
    while (this.is("+", "-")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.multiplicative()] };
    }
    return left;
  }

  protected multiplicative(): Expr {
    let left = this.unary();
    while (this.is("*", "/", "%")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.unary()] };
    }
    return left;
  }

  protected unary(): Expr {
    if (!this.is("!", "-", "+")) return this.power();
    const op = this.take().text;
    return { kind: "op", op: `unary${op}`, args: [this.nested(() => this.unary())] };
  }

  protected power(): Expr {
    const base = this.postfix();
    if (!this.accept("^")) return base;
    const exponent = this.is("-", "+", "!") ? this.unary() : this.nested(() => this.power());
    return { kind: "op", op: "^", args: [base, exponent] };
  }

  protected postfix(): Expr {
    const operand = this.primary();
    if (!this.is("++", "--") || !isTarget(operand)) return operand;
    const by = this.take().text === "++" ? 1 : -1;
    return { kind: "step", by, prefix: false, target: operand, args: NONE };
  }

  protected primary(): Expr {
    return this.nested(() => this.operand(this.take()));
  }

  protected operand(token: Token): Expr {
    switch (token.kind) {
      case "number":
        return { kind: "value", value: Number(token.text), args: NONE };
      case "string":
        return { kind: "value", value: token.text, args: NONE };
      case "regex":
        return { kind: "regex", source: token.text, args: NONE };
      case "name":
        return this.accept("[")
          ? { kind: "element", name: token.text, args: this.list("]") }
          : { kind: "variable", name: token.text, args: NONE };
      case "function":
        this.calls.push({ name: token.text, line: token.line });
        this.expect("(");
        return { kind: "call", name: token.text, args: this.list(")"), line: token.line };
      case "builtin":
        return this.builtin(token);
      default:
        return this.marked(token);
    }
  }

  protected builtin(token: Token): Expr {
    if (this.accept("(")) return { kind: "builtin", name: token.text, args: this.list(")") };
    if (token.text !== "length" && token.text !== "fflush") this.fail();
    return { kind: "builtin", name: token.text, args: NONE };
  }

  protected marked(token: Token): Expr {
    if (token.text === "$" && token.kind === "mark") {
      const index = this.is("++", "--")
        ? this.primary()
        : this.is("-", "+", "!")
          ? this.unary()
          : this.primary();
      return { kind: "field", args: [index] };
    }
    if (token.text === "++" || token.text === "--") {
      const target = this.primary();
      if (!isTarget(target)) this.fail();
      return { kind: "step", by: token.text === "++" ? 1 : -1, prefix: true, target, args: NONE };
    }
    if (token.text === "(" && token.kind === "mark") return this.grouped();
    if (token.text === "-" || token.text === "+" || token.text === "!") {
      this.at--;
      return this.unary();
    }
    if (token.text === "getline" && token.kind === "keyword") return this.getline();
    if (token.kind === "end") this.endOfLine(token);
    this.at--;
    return this.fail();
  }

  protected grouped(): Expr {
    const values = this.list(")");
    if (values.length > 1) {
      this.expect("in");
      return { kind: "in", name: this.arrayName(), args: values };
    }
    if (values.length === 0) this.fail();
    return { kind: "op", op: "()", args: values };
  }

  protected getline(): Expr {
    const target = this.optionalTarget();
    if (!this.accept("<")) return { kind: "getline", source: "main", target, args: NONE };
    return { kind: "getline", source: "file", target, args: [this.postfix()] };
  }

  protected optionalTarget(): Target | undefined {
    if (this.token.kind !== "name" && !this.is("$")) return undefined;
    const operand = this.primary();
    return isTarget(operand) ? operand : this.fail();
  }
}

function isTarget(expression: Expr): expression is Target {
  return expression.kind === "variable" || expression.kind === "element" || expression.kind === "field";
}
