/** Reads an awk program: rules, functions and statements. */
import type { AwkFunction, Expr, Program, Rule, Statement } from "./ast.ts";
import { ExpressionParser, NONE } from "./expressions.ts";
import { AwkSyntaxError, tokenize } from "./lexer.ts";

/** @throws AwkSyntaxError */
export function parseAwk(text: string): Program {
  return new Parser(tokenize(text)).program();
}

class Parser extends ExpressionParser {
  private readonly functions = new Map<string, AwkFunction>();
  private inFunction = false;

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
}
