/** Variables, arrays, and what expressions mean as long as nothing has to be waited for. */
import type { Process } from "../../process/process.ts";
import { Kept } from "../lib/text/kept.ts";
import { CountedArray } from "./array.ts";
import type { Expr, Program, Target } from "./ast.ts";
import { numberText } from "./format.ts";
import { Outputs } from "./output.ts";
import { CurrentRecord } from "./record.ts";
import { awkRegExp } from "./regex.ts";
import { AwkError, Input, isNumeric, toBoolean, toNumber, type Value } from "./value.ts";

/** An array: values by their subscripts. */
export type AwkArray = Map<string, Value>;

/** A variable: a value or an array, whichever it is used as first. */
export class Cell {
  value: Value = undefined;
  private items: AwkArray | undefined;
  /** The caller's variable, which becomes an array together with this one. */
  private readonly origin: Cell | undefined;
  private readonly kept: Kept;

  constructor(kept: Kept, origin?: Cell) {
    this.kept = kept;
    this.origin = origin;
  }

  get array(): AwkArray {
    if (this.items === undefined) this.items = this.origin ? this.origin.array : new CountedArray(this.kept);
    return this.items;
  }

  get isArray(): boolean {
    return this.items !== undefined || (this.origin?.isArray ?? false);
  }

  /** Lets go of an array that only a call's own variable had. */
  release(): void {
    if (this.origin === undefined) this.items?.clear();
  }
}

/** Calls a function of awk that does not wait, with the values of its arguments. */
export type CallBuiltin = (
  runtime: Runtime,
  call: Expr & { readonly kind: "builtin" },
  values: readonly Value[],
) => Value;

/** The state of one run. */
export class Runtime {
  readonly process: Process;
  /** What the arrays keep. */
  readonly kept: Kept;
  readonly program: Program;
  readonly outputs: Outputs;
  readonly record: CurrentRecord;
  frame: Map<string, Cell> | undefined;
  seed: number;
  private readonly globals = new Map<string, Cell>();
  private readonly callBuiltin: CallBuiltin;

  constructor(process: Process, program: Program, interactive: boolean, callBuiltin: CallBuiltin) {
    this.callBuiltin = callBuiltin;
    this.process = process;
    this.kept = new Kept(process);
    this.program = program;
    this.outputs = new Outputs(process, interactive);
    this.seed = process.sys.random();
    this.record = new CurrentRecord(() => ({
      fields: this.text(this.cell("FS").value),
      output: this.text(this.cell("OFS").value),
      paragraphs: this.text(this.cell("RS").value) === "",
      text: (value) => this.text(value),
    }));
    const start: Readonly<Record<string, Value>> = {
      FS: " ",
      OFS: " ",
      RS: "\n",
      ORS: "\n",
      SUBSEP: "\x1c",
      CONVFMT: "%.6g",
      OFMT: "%.6g",
      NR: 0,
      FNR: 0,
      RSTART: 0,
      RLENGTH: -1,
      FILENAME: undefined,
    };
    for (const [name, value] of Object.entries(start)) this.cell(name).value = value;
  }

  // --- variables ---

  cell(name: string): Cell {
    const local = this.frame?.get(name);
    if (local !== undefined) return local;
    let cell = this.globals.get(name);
    if (cell === undefined) {
      cell = new Cell(this.kept);
      this.globals.set(name, cell);
    }
    return cell;
  }

  get(name: string): Value {
    if (name === "NF" && !this.frame?.has("NF")) return this.record.count;
    return this.cell(name).value;
  }

  set(name: string, value: Value): void {
    if (name === "NF" && !this.frame?.has("NF")) this.record.setCount(Math.trunc(toNumber(value)));
    else this.cell(name).value = value;
  }

  number(name: string): number {
    return toNumber(this.get(name));
  }

  text(value: Value): string {
    if (typeof value === "string") return value;
    if (value === undefined) return "";
    return typeof value === "number" ? numberText(value, this.convfmt) : value.text;
  }

  private get convfmt(): string {
    const { value } = this.cell("CONVFMT");
    return typeof value === "string" ? value : "%.6g";
  }

  /** A value as `print` shows it. */
  shown(value: Value): string {
    return typeof value === "number"
      ? numberText(value, this.text(this.cell("OFMT").value))
      : this.text(value);
  }

  key(values: readonly Value[]): string {
    if (values.length === 1) return this.text(values[0]);
    return values.map((value) => this.text(value)).join(this.text(this.cell("SUBSEP").value));
  }

  // --- targets ---

  read(target: Target): Value {
    if (target.kind === "variable") return this.get(target.name);
    const values = target.args.map((each) => this.evaluate(each));
    if (target.kind === "field") return this.record.field(Math.trunc(toNumber(values[0])));
    return this.element(target.name, values);
  }

  private element(name: string, values: readonly Value[]): Value {
    const { array } = this.cell(name);
    const key = this.key(values);
    // to look at an element makes it
    if (!array.has(key)) array.set(key, undefined);
    return array.get(key);
  }

  write(target: Target, value: Value): void {
    if (target.kind === "variable") return this.set(target.name, value);
    const values = target.args.map((each) => this.evaluate(each));
    if (target.kind === "element") this.cell(target.name).array.set(this.key(values), value);
    else this.record.setField(Math.trunc(toNumber(values[0])), value, (each) => this.text(each));
  }

  // --- expressions ---

  evaluate(expression: Expr): Value {
    switch (expression.kind) {
      case "value":
        return expression.value;
      case "variable":
        return this.get(expression.name);
      case "logic":
        return this.logic(expression);
      default:
        return this.apply(
          expression,
          expression.args.map((each) => this.evaluate(each)),
        );
    }
  }

  private logic({ op, args }: Expr & { kind: "logic" }): Value {
    const test = toBoolean(this.evaluate(args[0]));
    if (op === "?") return this.evaluate(args[test ? 1 : 2]);
    if (test !== (op === "&&")) return test ? 1 : 0;
    return toBoolean(this.evaluate(args[1])) ? 1 : 0;
  }

  /** What an expression is, given the values of its operands. */
  apply(expression: Expr, values: readonly Value[]): Value {
    switch (expression.kind) {
      case "value":
        return expression.value;
      case "regex":
        return awkRegExp(expression.source).test(this.record.text) ? 1 : 0;
      case "variable":
        return this.get(expression.name);
      case "field":
        return this.record.field(Math.trunc(toNumber(values[0])));
      case "element":
        return this.element(expression.name, values);
      case "in":
        return this.cell(expression.name).array.has(this.key(values)) ? 1 : 0;
      case "assign":
        return this.assign(expression, values[0]);
      case "step":
        return this.step(expression);
      case "op":
        return this.operate(expression, values);
      case "builtin":
        return this.callBuiltin(this, expression, values);
      default:
        throw new AwkError("internal: an expression that waits");
    }
  }

  private assign({ op, target }: Expr & { kind: "assign" }, value: Value): Value {
    const result = op === "" ? value : ARITHMETIC[op](toNumber(this.read(target)), toNumber(value));
    this.write(target, result);
    return result;
  }

  private step({ by, prefix, target }: Expr & { kind: "step" }): Value {
    const before = toNumber(this.read(target));
    this.write(target, before + by);
    return prefix ? before + by : before;
  }

  private operate({ op, args }: Expr & { kind: "op" }, values: readonly Value[]): Value {
    const [left, right] = values;
    if (op === " ") return this.text(left) + this.text(right);
    if (op === "()") return left;
    if (op === "unary!") return toBoolean(left) ? 0 : 1;
    if (op === "unary-") return -toNumber(left);
    if (op === "unary+") return toNumber(left);
    if (op === "~" || op === "!~")
      return this.expression(args[1], right).test(this.text(left)) === (op === "~") ? 1 : 0;
    const arithmetic = ARITHMETIC[op];
    if (arithmetic !== undefined) return arithmetic(toNumber(left), toNumber(right));
    return COMPARE[op](this.compare(left, right)) ? 1 : 0;
  }

  /** The regular expression that an operand is: written as one, or the text of a value. */
  expression(operand: Expr, value: Value): RegExp {
    return awkRegExp(operand.kind === "regex" ? operand.source : this.text(value));
  }

  private compare(left: Value, right: Value): number {
    if (isNumeric(left) && isNumeric(right)) return toNumber(left) - toNumber(right);
    const [a, b] = [this.text(left), this.text(right)];
    return a < b ? -1 : a > b ? 1 : 0;
  }

  input(text: string): Input {
    return new Input(text);
  }
}

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
  "^": (left, right) => left ** right,
};

const COMPARE: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};
