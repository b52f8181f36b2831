/**
 * Finds filters that can accept nothing, such as `tcp and udp`: libpcap's optimizer refuses them.
 *
 * Paths are followed with what earlier tests told about the same value. Values are known by the code that makes them.
 */
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

/** The name of a value made by a load or by arithmetic. */
function valueName(state: State, one: Instruction): string {
  const mode = one.code & 0xe0;
  if ((one.code & 0x07) === 0x00)
    return mode === 0x40 ? `${one.code}[${state.x}+${one.k}]` : `${one.code}[${one.k}]`;
  return `(${state.a} ${one.code} ${(one.code & 0x08) !== 0 ? state.x : one.k})`;
}

function branch(state: State, one: Instruction, pending: State[]): void {
  if (one.code === 0x05) {
    pending.push({ ...state, pc: state.pc + 1 + one.k });
    return;
  }
  const outcome = known(state, one);
  const fact = factName(state, one);
  if (outcome !== true)
    pending.push({ ...state, pc: state.pc + 1 + one.jf, facts: new Map(state.facts).set(fact, false) });
  if (outcome !== false) {
    const facts = new Map(state.facts).set(fact, true);
    if (one.code === 0x15) facts.set(`${state.a} is ${one.k}`, true);
    pending.push({ ...state, pc: state.pc + 1 + one.jt, facts });
  }
}

function factName(state: State, one: Instruction): string {
  return `${state.a} ${one.code} ${(one.code & 0x08) !== 0 ? state.x : one.k}`;
}

/** The outcome of a jump when it follows from what is known. */
function known(state: State, one: Instruction): boolean | undefined {
  const before = state.facts.get(factName(state, one));
  if (before !== undefined) return before;
  if ((one.code & 0x08) !== 0) return undefined;
  if (state.a.startsWith("#")) return compare(one.code, Number(state.a.slice(1)), one.k);
  if (one.code !== 0x15) return undefined;
  const prefix = `${state.a} is `;
  for (const [fact, value] of state.facts)
    if (value && fact.startsWith(prefix)) return fact === prefix + one.k;
  return undefined;
}

function compare(code: number, a: number, k: number): boolean {
  if (code === 0x15) return a === k;
  if (code === 0x25) return a > k;
  return code === 0x35 ? a >= k : (a & k) !== 0;
}
