/** Runs an awk program: statements, and the expressions that wait for input, commands or functions. */
import type { Process } from "../../process/process.ts";
import { byteCharacters } from "../../process/text.ts";
import type { Expr, Program, Statement, Target } from "./ast.ts";
import { callBuiltin } from "./builtins.ts";
import { formatAwk } from "./format.ts";
import { MainInput } from "./main-input.ts";
import { NamedInputs } from "./named-inputs.ts";
import { Cell, Runtime } from "./runtime.ts";
import { AwkError, Input, toBoolean, toNumber, type Value } from "./value.ts";

type Leave = "next" | "nextfile" | "break" | "continue" | "return" | undefined;

/** `exit`, from however deep. */
class AwkExit {}

/** `next` inside a function. */
class LeaveRecord {
  readonly how: "next" | "nextfile";
  constructor(how: "next" | "nextfile") {
    this.how = how;
  }
}

/** Functions that wait. */
const WAITING = new Set(["system", "close", "fflush"]);
/** After so many turns of loops time passes, so that an endless one comes to the end of its time. */
const TURNS = 1024;
const TURN_NS = 200;
const MAX_CALLS = 5000;
const CALLS_A_STACK = 16;

/** One run of a program. */
export class Interpreter {
  private readonly runtime: Runtime;
  private readonly process: Process;
  private readonly input: MainInput;
  private readonly inputs: NamedInputs;
  private readonly waits = new WeakMap<Expr, boolean>();
  /** Which ranges `first,last` are in progress. */
  private readonly ranges = new Set<number>();
  private turns = 0;
  private calls = 0;
  private status = 0;
  private returned: Value;

  constructor(process: Process, program: Program, interactive: boolean) {
    this.process = process;
    const atOnce = interactive || process.stdin.isTerminal;
    this.inputs = new NamedInputs(process, atOnce);
    this.runtime = new Runtime(process, program, interactive, callBuiltin);
    this.input = new MainInput(process, this.runtime, atOnce);
  }

  /** `-v name=value`, and such operands. */
  assign(name: string, text: string): void {
    this.runtime.set(name, new Input(text));
  }

  /** The words after the program. */
  operands(name: string, words: readonly string[]): void {
    const { runtime } = this;
    const { array } = runtime.cell("ARGV");
    [name, ...words].forEach((word, i) => {
      array.set(String(i), new Input(byteCharacters(word)));
    });
    runtime.set("ARGC", words.length + 1);
    const environment = runtime.cell("ENVIRON").array;
    for (const [key, value] of this.process.env)
      environment.set(byteCharacters(key), new Input(byteCharacters(value)));
  }

  /** @returns the exit status */
  async run(): Promise<number> {
    const { program } = this.runtime;
    let ended = false;
    try {
      await this.actions(program.begin);
      if (program.rules.length > 0 || program.end.length > 0) await this.mainLoop();
    } catch (leave) {
      if (!(leave instanceof AwkExit)) throw leave;
      // `exit` in BEGIN or a rule still runs END
      ended = program.begin.length > 0 && this.input.untouched && program.end.length === 0;
    }
    try {
      if (!ended) await this.actions(program.end);
    } catch (leave) {
      if (!(leave instanceof AwkExit)) throw leave;
    }
    await this.runtime.outputs.closeAll();
    return this.status & 0xff;
  }

  async closeAll(): Promise<void> {
    await this.runtime.outputs.closeAll();
  }

  /** Where a run time error happened. */
  get place(): string {
    const { runtime } = this;
    const filename = runtime.text(runtime.get("FILENAME"));
    return `\tFILENAME="${filename}" FNR=${runtime.number("FNR")} NR=${runtime.number("NR")}\n`;
  }

  private async actions(list: readonly Statement[]): Promise<void> {
    for (const action of list) await this.execute(action);
  }

  private async mainLoop(): Promise<void> {
    const { runtime } = this;
    for (;;) {
      const record = await this.input.next();
      if (record === undefined) return;
      runtime.record.set(record);
      const leave = await this.rules();
      if (leave === "nextfile") this.input.skipFile();
      if (this.turnDue()) await this.pause();
    }
  }

  private async rules(): Promise<Leave> {
    try {
      for (const [index, { pattern, until, action }] of this.runtime.program.rules.entries()) {
        if (!(await this.selected(index, pattern, until))) continue;
        const leave = await this.execute(action);
        if (leave === "next" || leave === "nextfile") return leave;
      }
    } catch (leave) {
      if (leave instanceof LeaveRecord) return leave.how;
      throw leave;
    }
    return undefined;
  }

  private async selected(
    index: number,
    pattern: Expr | undefined,
    until: Expr | undefined,
  ): Promise<boolean> {
    if (pattern === undefined) return true;
    if (until === undefined) return toBoolean(await this.value(pattern));
    if (!this.ranges.has(index)) {
      if (!toBoolean(await this.value(pattern))) return false;
      this.ranges.add(index);
    }
    if (toBoolean(await this.value(until))) this.ranges.delete(index);
    return true;
  }

  // --- statements ---

  private turnDue(): boolean {
    this.turns++;
    return this.turns % TURNS === 0;
  }

  private async pause(): Promise<void> {
    this.process.sys.spend(TURNS * TURN_NS);
    await this.process.sleep(0);
  }

  private async execute(statement: Statement): Promise<Leave> {
    switch (statement.kind) {
      case "block":
        for (const each of statement.body) {
          const leave = await this.execute(each);
          if (leave !== undefined) return leave;
        }
        return undefined;
      case "expression":
        await this.value(statement.value);
        return undefined;
      case "print":
        await this.print(statement);
        return undefined;
      case "if":
        if (toBoolean(await this.value(statement.test))) return this.execute(statement.then);
        return statement.otherwise && this.execute(statement.otherwise);
      case "loop":
        return this.loop(statement);
      case "each":
        return this.each(statement);
      case "leave":
        return statement.how;
      default:
        return this.rest(statement);
    }
  }

  private async rest(statement: Statement): Promise<Leave> {
    if (statement.kind === "delete") {
      const { array } = this.runtime.cell(statement.name);
      if (statement.keys === undefined) array.clear();
      else array.delete(this.runtime.key(await this.valuesOf(statement.keys)));
      return undefined;
    }
    const value = "value" in statement && statement.value ? await this.value(statement.value) : undefined;
    if (statement.kind === "return") {
      this.returned = value;
      return "return";
    }
    if (value !== undefined) this.status = Math.trunc(toNumber(value));
    throw new AwkExit();
  }

  private async loop(loop: Statement & { kind: "loop" }): Promise<Leave> {
    if (loop.start) await this.execute(loop.start);
    for (let first = loop.after; ; first = false) {
      if (!first && loop.test && !toBoolean(await this.value(loop.test))) return undefined;
      const leave = await this.execute(loop.body);
      if (leave === "break") return undefined;
      if (leave !== undefined && leave !== "continue") return leave;
      if (loop.step) await this.execute(loop.step);
      if (this.turnDue()) await this.pause();
    }
  }

  private async each({ variable, array, body }: Statement & { kind: "each" }): Promise<Leave> {
    for (const key of [...this.runtime.cell(array).array.keys()]) {
      this.runtime.write(variable, new Input(key));
      const leave = await this.execute(body);
      if (leave === "break") return undefined;
      if (leave !== undefined && leave !== "continue") return leave;
    }
    return undefined;
  }

  private async print({ format, values, to }: Statement & { kind: "print" }): Promise<void> {
    const { runtime } = this;
    const given = await this.valuesOf(values);
    const text = format ? this.formatted(given) : this.line(given);
    if (to === undefined) return runtime.outputs.standard(text);
    await runtime.outputs.write(to.mark, runtime.text(await this.value(to.name)), text);
  }

  private formatted([format, ...values]: readonly Value[]): string {
    const text = this.runtime.text(format);
    try {
      return formatAwk(text, values, (value) => this.runtime.text(value));
    } catch (error) {
      if (!(error instanceof AwkError)) throw error;
      throw new AwkError(error.message.replace("sprintf(", "printf("));
    }
  }

  private line(values: readonly Value[]): string {
    const { runtime } = this;
    const ors = runtime.text(runtime.get("ORS"));
    if (values.length === 0) return runtime.record.text + ors;
    return values.map((value) => runtime.shown(value)).join(runtime.text(runtime.get("OFS"))) + ors;
  }

  // --- expressions ---

  /** Whether something in an expression waits. */
  private waiting(expression: Expr): boolean {
    const known = this.waits.get(expression);
    if (known !== undefined) return known;
    const parts =
      "target" in expression && expression.target ? [...expression.args, expression.target] : expression.args;
    const result =
      expression.kind === "getline" ||
      expression.kind === "call" ||
      (expression.kind === "builtin" && WAITING.has(expression.name)) ||
      parts.some((part) => this.waiting(part));
    this.waits.set(expression, result);
    return result;
  }

  private value(expression: Expr): Value | Promise<Value> {
    return this.waiting(expression) ? this.later(expression) : this.runtime.evaluate(expression);
  }

  private async valuesOf(list: readonly Expr[]): Promise<Value[]> {
    const values: Value[] = [];
    for (const each of list) values.push(await this.value(each));
    return values;
  }

  private async later(expression: Expr): Promise<Value> {
    switch (expression.kind) {
      case "getline":
        return this.getline(expression);
      case "call":
        return this.call(expression);
      case "logic":
        return this.logic(expression);
      case "builtin":
        if (WAITING.has(expression.name)) return this.builtin(expression);
        break;
      case "assign":
        return this.runtime.apply(
          { ...expression, target: await this.fixed(expression.target) },
          await this.valuesOf(expression.args),
        );
      case "step":
        return this.runtime.apply({ ...expression, target: await this.fixed(expression.target) }, []);
    }
    return this.runtime.apply(expression, await this.valuesOf(expression.args));
  }

  /** The same target with its subscripts computed. */
  private async fixed(target: Target): Promise<Target> {
    if (!this.waiting(target)) return target;
    const values = await this.valuesOf(target.args);
    const args = values.map((value): Expr => ({ kind: "value", value: this.runtime.text(value), args: [] }));
    return { ...target, args };
  }

  private async logic({ op, args }: Expr & { kind: "logic" }): Promise<Value> {
    const test = toBoolean(await this.value(args[0]));
    if (op === "?") return this.value(args[test ? 1 : 2]);
    if (test !== (op === "&&")) return test ? 1 : 0;
    return toBoolean(await this.value(args[1])) ? 1 : 0;
  }

  private async call({ name, args }: Expr & { kind: "call" }): Promise<Value> {
    const { runtime } = this;
    const definition = runtime.program.functions.get(name);
    if (definition === undefined) throw new AwkError(`function ${name} never defined`);
    if (args.length > definition.parameters.length)
      throw new AwkError(`too many arguments in call to ${name}`);
    const frame = new Map<string, Cell>();
    for (const [i, parameter] of definition.parameters.entries())
      frame.set(parameter, await this.argument(args[i]));
    const { frame: before } = runtime;
    if (++this.calls > MAX_CALLS) throw new AwkError("function call nesting too deep");
    // the stack starts anew: calls of the program nest deeper than it can
    if (this.calls % CALLS_A_STACK === 0) await Promise.resolve();
    runtime.frame = frame;
    this.returned = undefined;
    const leave = await this.execute(definition.body);
    runtime.frame = before;
    for (const cell of frame.values()) cell.release();
    this.calls--;
    if (leave === "next" || leave === "nextfile") throw new LeaveRecord(leave);
    const result = this.returned;
    this.returned = undefined;
    return result;
  }

  /** A bare name may be an array, or become one. */
  private async argument(expression: Expr | undefined): Promise<Cell> {
    if (expression?.kind === "variable") {
      const cell = this.runtime.cell(expression.name);
      const value = this.runtime.get(expression.name);
      const local = new Cell(this.runtime.kept, value === undefined ? cell : undefined);
      local.value = value;
      return local;
    }
    const local = new Cell(this.runtime.kept);
    if (expression !== undefined) local.value = await this.value(expression);
    return local;
  }

  // --- input and commands ---

  private async builtin({ name, args }: Expr & { kind: "builtin" }): Promise<Value> {
    const { runtime } = this;
    const [value] = await this.valuesOf(args);
    const text = runtime.text(value);
    if (name === "system") return this.system(text);
    if (name === "close") return this.close(text);
    const { outputs } = runtime;
    const flushed =
      args.length === 0
        ? outputs.flush("/dev/stdout")
        : text === ""
          ? outputs.flushAll()
          : outputs.flush(text);
    return (await flushed) ? 0 : -1;
  }

  private async system(command: string): Promise<number> {
    await this.runtime.outputs.flushAll();
    const child = await this.process.spawn(["sh", "-c", command]);
    return typeof child === "number" ? 127 : child.wait();
  }

  private async close(name: string): Promise<number> {
    const output = await this.runtime.outputs.close(name);
    const input = this.inputs.take(name);
    if (input === undefined) return output ?? -1;
    input.close();
    return input.child ? input.child.wait() : 0;
  }

  private async getline({ source, target, args }: Expr & { kind: "getline" }): Promise<Value> {
    const { runtime } = this;
    let record: string | undefined;
    if (source === "main") record = await this.input.next();
    else {
      const input = await this.inputs.open(source, runtime.text(await this.value(args[0])));
      if (input === undefined) return -1;
      record = await input.records.next(runtime.text(runtime.get("RS")));
    }
    if (record === undefined) return 0;
    if (target === undefined) runtime.record.set(record);
    else runtime.write(await this.fixed(target), new Input(record));
    return 1;
  }
}
