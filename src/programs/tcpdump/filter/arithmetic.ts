/**
 * Code for arithmetic and relations.
 */
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import type { Arithmetic } from "./ast.ts";
import { and, type Condition, JEQ, JGE, JGT, not, test } from "./code.ts";
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";
import type { Layers, Size } from "./layers.ts";
import { PROTOCOLS, protocolCondition } from "./protocols.ts";
import type { Registers } from "./registers.ts";

/** Protocols right behind the link layer whose bytes can be asked for. */
const INDEXED: ReadonlySet<string> = new Set("ip ip6 arp rarp atalk decnet lat sca moprc mopdl".split(" "));
const OPERATIONS: ReadonlyMap<string, number> = new Map([
  ["+", 0x04],
  ["-", 0x14],
  ["*", 0x24],
  ["/", 0x34],
  ["|", 0x44],
  ["&", 0x54],
  ["<<", 0x64],
  [">>", 0x74],
  ["%", 0x94],
  ["^", 0xa4],
]);
const WITH_X = 0x08;
const TAX = instruction(0x07);
const ADD_X = instruction(0x0c);
const SUB_X = instruction(0x1c);
const LOAD_IMMEDIATE = 0x00;
const SHIFT_MAX = 31;

/** Jump and whether it is to be negated, by relation: there are no jumps for less. */
const RELATIONS: ReadonlyMap<string, readonly [number, boolean]> = new Map([
  [">", [JGT, false]],
  [">=", [JGE, false]],
  ["=", [JEQ, false]],
  ["==", [JEQ, false]],
  ["<=", [JGT, true]],
  ["<", [JGE, true]],
  ["!=", [JEQ, true]],
]);

/** Code that leaves a value in a word of scratch memory, and what must hold before it may run. */
interface Value {
  readonly code: readonly Instruction[];
  readonly requires: Condition | undefined;
  readonly register: number;
}

function toX(value: Value): Instruction {
  return instruction(0x61, value.register);
}

function toA(value: Value): Instruction {
  return instruction(0x60, value.register);
}

function store(register: number): Instruction {
  return instruction(0x02, register);
}

/** Both where there are two. */
function both(left: Condition | undefined, right: Condition | undefined): Condition | undefined {
  return left && right ? and(left, right) : (left ?? right);
}

/** A relation between two values. */
export function relation(
  layers: Layers,
  registers: Registers,
  operator: string,
  left: Arithmetic,
  right: Arithmetic,
): Condition {
  const [jump, negated] = RELATIONS.get(operator) ?? [JEQ, false];
  const generator = new ValueGenerator(layers, registers);
  const a = generator.value(left);
  const b = generator.value(right);
  const code = [...a.code, ...b.code, toX(b), toA(a)];
  // equal is what leaves nothing
  const condition = jump === JEQ ? test([...code, SUB_X], JEQ, 0) : test(code, jump | WITH_X, 0);
  registers.free(a.register);
  registers.free(b.register);
  const requires = both(a.requires, b.requires);
  const decided = negated ? not(condition) : condition;
  return requires ? and(requires, decided) : decided;
}

class ValueGenerator {
  private readonly layers: Layers;
  private readonly registers: Registers;

  constructor(layers: Layers, registers: Registers) {
    this.layers = layers;
    this.registers = registers;
  }

  value(expression: Arithmetic): Value {
    switch (expression.kind) {
      case "constant":
        return this.loaded(instruction(LOAD_IMMEDIATE, expression.value));
      case "length":
        return this.loaded(instruction(0x80));
      case "negate": {
        const { code, requires, register } = this.value(expression.operand);
        const negated = [toA({ code, requires, register }), instruction(0x84), store(register)];
        return { code: [...code, ...negated], requires, register };
      }
      case "load":
        return this.load(expression.protocol, this.value(expression.index), expression.size);
      default:
        return this.binary(expression.operator, this.value(expression.left), this.value(expression.right));
    }
  }

  private loaded(load: Instruction): Value {
    const register = this.registers.take();
    return { code: [load, store(register)], requires: undefined, register };
  }

  private binary(operator: string, left: Value, right: Value): Value {
    checkConstant(operator, right.code[0]);
    const operation = instruction((OPERATIONS.get(operator) ?? 0) | WITH_X);
    const code = [...left.code, ...right.code, toX(right), toA(left), operation];
    this.registers.free(left.register);
    this.registers.free(right.register);
    const register = this.registers.take();
    // what the right one requires is forgotten, as libpcap forgets it
    return { code: [...code, store(register)], requires: left.requires, register };
  }

  /** `protocol[index:size]` */
  private load(name: string, index: Value, size: number): Value {
    if (size !== 1 && size !== 2 && size !== 4) throw new FilterError("data size must be 1, 2, or 4");
    const register = this.registers.take();
    this.registers.free(index.register);
    const { read, requires } = this.access(name, index, size);
    return { code: [...index.code, ...read, store(register)], requires, register };
  }

  /** The code that reads at an index, and what must hold before: of the protocol, and of the index. */
  private access(
    name: string,
    index: Value,
    size: Size,
  ): { readonly read: readonly Instruction[]; readonly requires: Condition | undefined } {
    const { layers } = this;
    const protocol = PROTOCOLS.get(name);
    const at = (load: Instruction): Instruction[] => [toX(index), load];
    if (name === "link") return { read: at(layers.indexed("link", 0, size)), requires: index.requires };
    if (name === "icmp6") {
      const isIcmp = layers.compare(layers.network(6, 1), IPPROTO_ICMPV6);
      const requires = and(both(index.requires, layers.ipv6()) ?? layers.ipv6(), isIcmp);
      return { read: at(layers.indexed("network", 40, size)), requires };
    }
    if (name === "radio") throw new FilterError("radio information not present in capture");
    if (protocol?.kind === "ether-type" && INDEXED.has(name)) {
      const requires = both(index.requires, protocolCondition(layers, name));
      return { read: at(layers.indexed("network", 0, size)), requires };
    }
    if (protocol?.kind !== "ip-protocol" || name === "ah" || name === "esp")
      throw new FilterError(`unsupported index operation`);
    const read = [layers.ipv4HeaderLength(), toA(index), ADD_X, TAX, layers.indexed("network", 0, size)];
    const carried = and(protocolCondition(layers, name), layers.ipv4FirstFragment());
    return { read, requires: and(layers.ipv4(), both(index.requires, carried) ?? carried) };
  }
}

/** What can be seen to be wrong; libpcap looks at the first instruction, also where it is not all. */
function checkConstant(operator: string, first: Instruction): void {
  if (first.code !== LOAD_IMMEDIATE) return;
  if (first.k === 0 && operator === "/") throw new FilterError("division by zero");
  if (first.k === 0 && operator === "%") throw new FilterError("modulus by zero");
  if (first.k > SHIFT_MAX && (operator === "<<" || operator === ">>"))
    throw new FilterError("shift by more than 31 bits");
}
