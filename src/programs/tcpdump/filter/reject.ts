/**
 * Finds filters that can accept nothing, such as `tcp and udp`: libpcap's optimizer refuses them.
 *
 * Paths are followed with what earlier tests told about the same value. Values are known by the code that makes them.
 */
import { FilterError } from "./errors.ts";
import type { Instruction } from "./instruction.ts";

/** Steps after which a filter counts as possible. */
const BUDGET = 20000;

/** What is known about a value: what it is, or what it is not; and the outcome of other tests. */
type Facts = ReadonlyMap<string, boolean>;

interface State {
  readonly pc: number;
  readonly a: string;
  readonly x: string;
  readonly memory: readonly string[];
  readonly facts: Facts;
}

/** Whether some packet may be accepted. */
export function acceptsSomething(program: readonly Instruction[]): boolean {
  const pending: State[] = [{ pc: 0, a: "", x: "", memory: [], facts: new Map() }];
  const seen = new Set<string>();
  for (let steps = 0; steps < BUDGET; steps++) {
    const state = pending.pop();
    if (!state) return false;
    const one = program[state.pc];
    if ((one.code & 0x07) === 0x06) {
      if (one.code !== 0x06 || one.k !== 0) return true;
      continue;
    }
    const isJump = (one.code & 0x07) === 0x05;
    if (!isJump) {
      pending.push(step(state, one));
      continue;
    }
    const key = `${state.pc} ${state.a} ${[...state.facts].sort().join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    branch(state, one, pending);
  }
  return true;
}

function step(state: State, one: Instruction): State {
  const next = { ...state, pc: state.pc + 1 };
  switch (one.code) {
    case 0x00:
      return { ...next, a: `#${one.k}` };
    case 0x01:
      return { ...next, x: `#${one.k}` };
    case 0x07:
      return { ...next, x: state.a };
    case 0x87:
      return { ...next, a: state.x };
    case 0x60:
      return { ...next, a: state.memory[one.k] ?? "?" };
    case 0x61:
      return { ...next, x: state.memory[one.k] ?? "?" };
    case 0x02:
    case 0x03: {
      const memory = [...state.memory];
      memory[one.k] = one.code === 0x02 ? state.a : state.x;
      return { ...next, memory };
    }
    case 0xb1:
    case 0x81:
      return { ...next, x: `${one.code}[${one.k}]` };
    default:
      return { ...next, a: valueName(state, one) };
  }
}

/** The number that a value is known to be. */
function constantOf(value: string): number | undefined {
  return value.startsWith("#") ? Number(value.slice(1)) : undefined;
}

/** The name of a value made by a load or by arithmetic. */
function valueName(state: State, one: Instruction): string {
  if ((one.code & 0x07) !== 0x00) return resultName(state, one);
  if ((one.code & 0xe0) !== 0x40) return `${one.code}[${one.k}]`;
  // a load at a known place is the same wherever the place comes from
  const at = constantOf(state.x);
  return at === undefined
    ? `${one.code}[${state.x}+${one.k}]`
    : `${(one.code & ~0x60) | 0x20}[${(at + one.k) >>> 0}]`;
}

const SUB = 0x10;
const MUL = 0x20;
const DIV = 0x30;
const AND = 0x50;
const LSH = 0x60;
const RSH = 0x70;
const NEG = 0x80;
const MOD = 0x90;

/** The name of a result: the number where all is known. @throws FilterError as libpcap's optimizer, for what has no result */
function resultName(state: State, one: Instruction): string {
  const operation = one.code & 0xf0;
  const left = constantOf(state.a);
  if (operation === NEG) return left === undefined ? `(- ${state.a})` : `#${-left >>> 0}`;
  const operand = (one.code & 0x08) !== 0 ? state.x : `#${one.k}`;
  const right = constantOf(operand);
  if (right === 0 && operation === DIV) throw new FilterError("division by zero");
  if (right === 0 && operation === MOD) throw new FilterError("modulus by zero");
  if (right !== undefined && right > 31 && (operation === LSH || operation === RSH)) {
    if (left === undefined) throw new FilterError("shift by more than 31 bits");
    return "#0";
  }
  if (left !== undefined && right !== undefined) return `#${calculate(operation, left, right)}`;
  return `(${state.a} ${operation} ${operand})`;
}

const CALCULATE: Readonly<Record<number, (a: number, b: number) => number>> = {
  0: (a, b) => a + b,
  [SUB]: (a, b) => a - b,
  [MUL]: (a, b) => Math.imul(a, b),
  [DIV]: (a, b) => Math.floor(a / b),
  [MOD]: (a, b) => a % b,
  64: (a, b) => a | b,
  [AND]: (a, b) => a & b,
  160: (a, b) => a ^ b,
  [LSH]: (a, b) => a << b,
  [RSH]: (a, b) => a >>> b,
};

function calculate(operation: number, a: number, b: number): number {
  return CALCULATE[operation](a, b) >>> 0;
}

function branch(state: State, one: Instruction, pending: State[]): void {
  if (one.code === 0x05) {
    pending.push({ ...state, pc: state.pc + 1 + one.k });
    return;
  }
  const question = questionOf(state, one);
  const outcome = known(state.facts, question);
  const fact = factName(question);
  if (outcome !== true)
    pending.push({ ...state, pc: state.pc + 1 + one.jf, facts: new Map(state.facts).set(fact, false) });
  if (outcome !== false) {
    const facts = new Map(state.facts).set(fact, true);
    if (question.test === JEQ && question.right !== undefined)
      facts.set(`${question.a} is ${question.right}`, true);
    pending.push({ ...state, pc: state.pc + 1 + one.jt, facts });
  }
}

const JEQ = 0x15;

/** What a jump asks. */
interface Question {
  /** The jump's code as if it compared with a number. */
  readonly test: number;
  readonly a: string;
  readonly operand: string;
  /** The operand where it is a number. */
  readonly right: number | undefined;
}

function questionOf(state: State, one: Instruction): Question {
  const operand = (one.code & 0x08) !== 0 ? state.x : `#${one.k}`;
  const right = constantOf(operand);
  const test = one.code & ~0x08;
  // what is left of a difference is nothing when both are equal
  const difference = test === JEQ && right !== undefined ? /^\((.*) 16 #(\d+)\)$/.exec(state.a) : null;
  if (!difference || right === undefined) return { test, a: state.a, operand, right };
  const whole = (right + Number(difference[2])) >>> 0;
  return { test, a: difference[1], operand: `#${whole}`, right: whole };
}

function factName({ a, test, operand }: Question): string {
  return `${a} ${test} ${operand}`;
}

/** The outcome of a jump when it follows from what is known. */
function known(facts: Facts, question: Question): boolean | undefined {
  const { test, a, right } = question;
  const before = facts.get(factName(question));
  if (before !== undefined) return before;
  if (right === undefined) return undefined;
  const left = constantOf(a);
  if (left !== undefined) return compare(test, left, right);
  if (test !== JEQ) return undefined;
  const prefix = `${a} is `;
  for (const [fact, value] of facts)
    if (value && fact.startsWith(prefix)) return fact === `${prefix}${right}`;
  return undefined;
}

function compare(code: number, a: number, k: number): boolean {
  if (code === 0x15) return a === k;
  if (code === 0x25) return a > k;
  return code === 0x35 ? a >= k : (a & k) !== 0;
}
