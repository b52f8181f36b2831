/** Reads an awk program. Precedence as in POSIX, "Expressions in awk". */
import type { AwkFunction, Expr, Program, Rule, Statement, Target } from "./ast.ts";
import { AwkSyntaxError, type Token, tokenize } from "./lexer.ts";

/** @throws AwkSyntaxError */
export function parseAwk(text: string): Program {
  return new Parser(tokenize(text)).program();
}

const NONE: readonly Expr[] = [];
/** Deeper programs are refused rather than overflow the stack. */
const MAX_DEPTH = 1000;
const COMPARISONS = new Set(["<", "<=", "==", "!=", ">", ">="]);
const ASSIGNMENTS = new Set(["=", "+=", "-=", "*=", "/=", "%=", "^="]);

class Parser {
  private readonly tokens: readonly Token[];
  private at = 0;
  private depth = 0;
  /** In the list of a `print`: `>` redirects; in the head of a `for`: `in` is no operator. */
  private noGreater = false;
  private noIn = false;
  private readonly functions = new Map<string, AwkFunction>();
  private readonly calls: { readonly name: string; readonly line: number }[] = [];
  private inFunction = false;
  private braces = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  // --- tokens ---

  private get token(): Token {
    return this.tokens[this.at];
  }

  private is(...texts: string[]): boolean {
    const { kind, text } = this.token;
    return (kind === "mark" || kind === "keyword") && texts.includes(text);
  }

  private take(): Token {
    const { token } = this;
    if (token.kind !== "end") this.at++;
    return token;
  }

  private accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) this.fail();
  }

  private fail(): never {
    const { kind, text, line } = this.token;
    if (kind === "end") throw new AwkSyntaxError(`line ${line + 1}: missing } near end of file`);
    const shown = kind === "newline" ? "end of line" : text;
    throw new AwkSyntaxError(`line ${line}: syntax error at or near ${shown}`);
  }

  /** The program ends where an operand is missing: mawk tells that of the last line, and goes on to the end. */
  private endOfLine({ line }: Token): never {
    const more = this.braces > 0 ? [`line ${line + 1}: missing } near end of file`] : [];
    throw new AwkSyntaxError(`line ${line}: syntax error at or near end of line`, more);
  }

  private newlines(): void {
    while (this.token.kind === "newline") this.at++;
  }

  private separators(): void {
    while (this.token.kind === "newline" || this.is(";")) this.at++;
  }

  private nested<T>(parse: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new AwkSyntaxError(`line ${this.token.line}: nested too deeply`);
    const result = parse();
    this.depth--;
    return result;
  }

  // --- program ---

  program(): Program {
    const begin: Statement[] = [];
    const end: Statement[] = [];
    const rules: Rule[] = [];
    for (this.separators(); this.token.kind !== "end"; this.separators()) {
      if (this.accept("BEGIN")) begin.push(this.block());
      else if (this.accept("END")) end.push(this.block());
      else if (this.accept("function")) this.definition();
      else rules.push(this.rule());
    }
    for (const { name, line } of this.calls)
      if (!this.functions.has(name))
        throw new AwkSyntaxError(`line ${line + 1}: function ${name} never defined`);
    return { begin, rules, end, functions: this.functions };
  }

  private rule(): Rule {
    if (this.is("{")) return { action: this.block() };
    const pattern = this.expression();
    let until: Expr | undefined;
    if (this.accept(",")) {
      this.newlines();
      until = this.expression();
    }
    const action: Statement = this.is("{")
      ? this.block()
      : { kind: "print", format: false, values: [], to: undefined };
    return until === undefined ? { pattern, action } : { pattern, until, action };
  }

  private definition(): void {
    const name = this.take();
    if (name.kind !== "function" && name.kind !== "name") this.fail();
    this.expect("(");
    const parameters: string[] = [];
    while (!this.is(")")) {
      this.newlines();
      const parameter = this.take();
      if (parameter.kind !== "name") this.fail();
      if (parameters.includes(parameter.text))
        throw new AwkSyntaxError(`line ${parameter.line}: ${parameter.text} is duplicated in argument list`);
      parameters.push(parameter.text);
      if (!this.accept(",")) break;
    }
    this.expect(")");
    this.newlines();
    this.inFunction = true;
    this.functions.set(name.text, { name: name.text, parameters, body: this.block() });
    this.inFunction = false;
  }

  // --- statements ---

  private block(): Statement {
    this.expect("{");
    this.braces++;
    const body: Statement[] = [];
    for (this.separators(); !this.is("}"); this.separators()) {
      if (this.token.kind === "end") this.fail();
      body.push(this.nested(() => this.statement()));
    }
    this.expect("}");
    this.braces--;
    return { kind: "block", body };
  }

  /** What a loop or a condition does; an empty one is a semicolon. */
  private body(): Statement {
    this.newlines();
    if (this.accept(";")) return { kind: "block", body: [] };
    return this.nested(() => this.statement());
  }

  private statement(): Statement {
    if (this.is("{")) return this.block();
    if (this.accept("if")) return this.condition();
    if (this.accept("while"))
      return { kind: "loop", test: this.parenthesised(), body: this.body(), after: false };
    if (this.accept("for")) return this.forLoop();
    const statement = this.accept("do") ? this.doLoop() : this.simple();
    this.ended();
    return statement;
  }

  private ended(): void {
    if (this.token.kind === "newline" || this.is(";")) this.at++;
    else if (!this.is("}") && this.token.kind !== "end") this.fail();
  }

  private parenthesised(): Expr {
    this.expect("(");
    const test = this.plain(() => this.expression());
    this.expect(")");
    return test;
  }

  private condition(): Statement {
    const test = this.parenthesised();
    const then = this.body();
    const back = this.at;
    this.separators();
    if (this.accept("else")) return { kind: "if", test, then, otherwise: this.body() };
    this.at = back;
    return { kind: "if", test, then };
  }

  private doLoop(): Statement {
    const body = this.body();
    this.separators();
    this.expect("while");
    return { kind: "loop", test: this.parenthesised(), body, after: true };
  }

  private forLoop(): Statement {
    this.expect("(");
    const [name, word, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name.kind === "name" && word?.text === "in" && array?.kind === "name" && close?.text === ")") {
      this.at += 4;
      const variable = { kind: "variable", name: name.text, args: NONE } as const;
      return { kind: "each", variable, array: array.text, body: this.body() };
    }
    const start = this.is(";") ? undefined : this.simple();
    this.expect(";");
    this.newlines();
    const test = this.is(";") ? undefined : this.expression();
    this.expect(";");
    this.newlines();
    const step = this.is(")") ? undefined : this.simple();
    this.expect(")");
    const loop = { kind: "loop", body: this.body(), after: false } as const;
    return { ...loop, ...(start && { start }), ...(test && { test }), ...(step && { step }) };
  }

  private simple(): Statement {
    const { token } = this;
    if (token.kind !== "keyword") return { kind: "expression", value: this.expression() };
    switch (token.text) {
      case "print":
      case "printf":
        return this.print();
      case "next":
      case "nextfile":
      case "break":
      case "continue":
        this.at++;
        return { kind: "leave", how: token.text };
      case "exit":
      case "return":
        return this.leaving(token.text);
      case "delete":
        return this.deletion();
      default:
        return { kind: "expression", value: this.expression() };
    }
  }

  private leaving(kind: "exit" | "return"): Statement {
    if (kind === "return" && !this.inFunction)
      throw new AwkSyntaxError(`line ${this.token.line}: return outside function body`);
    this.at++;
    const { kind: next } = this.token;
    if (next === "newline" || next === "end" || this.is(";", "}")) return { kind };
    return { kind, value: this.expression() };
  }

  private deletion(): Statement {
    this.at++;
    const name = this.take();
    if (name.kind !== "name") this.fail();
    if (!this.accept("[")) return { kind: "delete", name: name.text, keys: undefined };
    const keys = this.list("]");
    return { kind: "delete", name: name.text, keys };
  }

  private print(): Statement {
    const format = this.take().text === "printf";
    const values = this.printValues();
    const mark = (["|", ">>", ">"] as const).find((each) => this.is(each));
    if (format && values.length === 0) this.fail();
    if (mark === undefined) return { kind: "print", format, values, to: undefined };
    this.at++;
    return { kind: "print", format, values, to: { mark, name: this.target() } };
  }

  /** Where a `print` goes: any expression, in which `>` is no comparison. */
  private target(): Expr {
    const before = this.noGreater;
    this.noGreater = true;
    const name = this.expression();
    this.noGreater = before;
    return name;
  }

  /** A list in parentheses may be all that is printed, or only begin the first expression. */
  private printValues(): Expr[] {
    const ended = () =>
      this.token.kind === "newline" || this.token.kind === "end" || this.is(";", "}", "|", ">", ">>");
    if (ended()) return [];
    if (this.is("(")) {
      const start = this.at;
      this.at++;
      const values = this.list(")");
      if (ended()) return values;
      this.at = start;
    }
    const before = this.noGreater;
    this.noGreater = true;
    const values = [this.expression()];
    while (this.accept(",")) {
      this.newlines();
      values.push(this.expression());
    }
    this.noGreater = before;
    return values;
  }

  // --- expressions ---

  /** Inside parentheses and brackets all operators are operators again. */
  private plain<T>(parse: () => T): T {
    const { noGreater, noIn } = this;
    this.noGreater = false;
    this.noIn = false;
    const result = parse();
    this.noGreater = noGreater;
    this.noIn = noIn;
    return result;
  }

  private list(close: string): Expr[] {
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

  private expression(): Expr {
    return this.nested(() => this.assignment());
  }

  private assignment(): Expr {
    const left = this.ternary();
    const { kind, text } = this.token;
    if (kind !== "mark" || !ASSIGNMENTS.has(text) || !isTarget(left)) return left;
    this.at++;
    this.newlines();
    return { kind: "assign", op: text.slice(0, -1), target: left, args: [this.expression()] };
  }

  private ternary(): Expr {
    const test = this.or();
    if (!this.accept("?")) return test;
    this.newlines();
    const yes = this.expression();
    this.newlines();
    this.expect(":");
    this.newlines();
    return { kind: "logic", op: "?", args: [test, yes, this.expression()] };
  }

  private or(): Expr {
    let left = this.and();
    while (this.accept("||")) {
      this.newlines();
      left = { kind: "logic", op: "||", args: [left, this.and()] };
    }
    return left;
  }

  private and(): Expr {
    let left = this.membership();
    while (this.accept("&&")) {
      this.newlines();
      left = { kind: "logic", op: "&&", args: [left, this.membership()] };
    }
    return left;
  }

  private membership(): Expr {
    let left = this.matching();
    while (!this.noIn && this.accept("in")) left = { kind: "in", name: this.arrayName(), args: [left] };
    return left;
  }

  private arrayName(): string {
    const name = this.take();
    if (name.kind !== "name") this.fail();
    return name.text;
  }

  private matching(): Expr {
    let left = this.comparison();
    while (this.is("~", "!~")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.comparison()] };
    }
    return left;
  }

  private comparison(): Expr {
    const left = this.concatenation();
    const { kind, text } = this.token;
    if (kind !== "mark" || !COMPARISONS.has(text) || (text === ">" && this.noGreater))
      return this.piped(left);
    this.at++;
    return { kind: "op", op: text, args: [left, this.concatenation()] };
  }

  /** `command | getline` */
  private piped(command: Expr): Expr {
    let left = command;
    while (this.is("|") && this.tokens[this.at + 1]?.text === "getline") {
      this.at += 2;
      left = { kind: "getline", source: "command", target: this.optionalTarget(), args: [left] };
    }
    return left;
  }

  private startsOperand(): boolean {
    const { kind, text } = this.token;
    if (kind === "number" || kind === "string" || kind === "regex" || kind === "name") return true;
    if (kind === "function" || kind === "builtin") return true;
    if (kind === "mark") return ["$", "!", "(", "-", "+", "++", "--"].includes(text);
    return false;
  }

  private concatenation(): Expr {
    let left = this.additive();
    while (this.startsOperand() && !this.is("+", "-", "!"))
      left = { kind: "op", op: " ", args: [left, this.additive()] };
    return left;
  }

  private additive(): Expr {
    let left = this.multiplicative();
    while (this.is("+", "-")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.multiplicative()] };
    }
    return left;
  }

  private multiplicative(): Expr {
    let left = this.unary();
    while (this.is("*", "/", "%")) {
      const op = this.take().text;
      left = { kind: "op", op, args: [left, this.unary()] };
    }
    return left;
  }

  private unary(): Expr {
    if (!this.is("!", "-", "+")) return this.power();
    const op = this.take().text;
    return { kind: "op", op: `unary${op}`, args: [this.nested(() => this.unary())] };
  }

  private power(): Expr {
    const base = this.postfix();
    if (!this.accept("^")) return base;
    const exponent = this.is("-", "+", "!") ? this.unary() : this.nested(() => this.power());
    return { kind: "op", op: "^", args: [base, exponent] };
  }

  private postfix(): Expr {
    const operand = this.primary();
    if (!this.is("++", "--") || !isTarget(operand)) return operand;
    const by = this.take().text === "++" ? 1 : -1;
    return { kind: "step", by, prefix: false, target: operand, args: NONE };
  }

  private primary(): Expr {
    const token = this.take();
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

  private builtin(token: Token): Expr {
    if (this.accept("(")) return { kind: "builtin", name: token.text, args: this.list(")") };
    if (token.text !== "length" && token.text !== "fflush") this.fail();
    return { kind: "builtin", name: token.text, args: NONE };
  }

  private marked(token: Token): Expr {
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

  private grouped(): Expr {
    const values = this.list(")");
    if (values.length > 1) {
      this.expect("in");
      return { kind: "in", name: this.arrayName(), args: values };
    }
    if (values.length === 0) this.fail();
    return { kind: "op", op: "()", args: values };
  }

  private getline(): Expr {
    const target = this.optionalTarget();
    if (!this.accept("<")) return { kind: "getline", source: "main", target, args: NONE };
    return { kind: "getline", source: "file", target, args: [this.postfix()] };
  }

  private optionalTarget(): Target | undefined {
    if (this.token.kind !== "name" && !this.is("$")) return undefined;
    const operand = this.primary();
    return isTarget(operand) ? operand : this.fail();
  }
}

function isTarget(expression: Expr): expression is Target {
  return expression.kind === "variable" || expression.kind === "element" || expression.kind === "field";
}
