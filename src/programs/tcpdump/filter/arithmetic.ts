/**
 * Code for arithmetic and relations.
 */
import { BPF_MEMWORDS } from "../../../packet/bpf.ts";
import { IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import type { Arithmetic } from "./ast.ts";
import { all, and, type Condition, JEQ, JGE, JGT, not, TRUE, test } from "./code.ts";
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";
import type { Layers, Size } from "./layers.ts";
import { PROTOCOLS, protocolCondition } from "./protocols.ts";

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

/** Code that leaves a value in A, and what must hold before it may run. */
interface Value {
  readonly code: readonly Instruction[];
  readonly requires: Condition;
  readonly constant: number | undefined;
}

/** A relation between two values. */
export function relation(layers: Layers, operator: string, left: Arithmetic, right: Arithmetic): Condition {
  const [jump, negated] = RELATIONS.get(operator) ?? [JEQ, false];
  const generator = new ValueGenerator(layers);
  const a = generator.value(left);
  const b = generator.value(right);
  let condition: Condition;
  if (b.constant !== undefined) condition = test(a.code, jump, b.constant);
  else {
    const slot = generator.slot();
    const code = [...a.code, instruction(0x02, slot), ...b.code, TAX, instruction(0x60, slot)];
    condition = { kind: "test", load: code, jump: jump | WITH_X, k: 0 };
  }
  return all(a.requires, b.requires, negated ? not(condition) : condition);
}

class ValueGenerator {
  private readonly layers: Layers;
  private slots = 0;

  constructor(layers: Layers) {
    this.layers = layers;
  }

  /** A word of scratch memory. */
  slot(): number {
    if (this.slots >= BPF_MEMWORDS) throw new FilterError("out of registers needed to evaluate expression");
    return this.slots++;
  }

  value(expression: Arithmetic): Value {
    switch (expression.kind) {
      case "constant":
        return constant(expression.value);
      case "length":
        return { code: [instruction(0x80)], requires: TRUE, constant: undefined };
      case "negate": {
        const { code, requires, constant: value } = this.value(expression.operand);
        if (value !== undefined) return constant(-value >>> 0);
        return { code: [...code, instruction(0x84)], requires, constant: undefined };
      }
      case "load":
        return this.load(expression.protocol, this.value(expression.index), expression.size as Size);
      default:
        return this.binary(expression.operator, this.value(expression.left), this.value(expression.right));
    }
  }

  private binary(operator: string, left: Value, right: Value): Value {
    const code = OPERATIONS.get(operator) ?? 0;
    const k = right.constant;
    if (k === 0 && operator === "/") throw new FilterError("division by zero");
    if (k === 0 && operator === "%") throw new FilterError("modulus by zero");
    if (k !== undefined && k > 31 && (operator === "<<" || operator === ">>"))
      throw new FilterError("shift by more than 31 bits");
    if (left.constant !== undefined && k !== undefined)
      return constant(calculate(operator, left.constant, k));
    const requires = and(left.requires, right.requires);
    if (k !== undefined) return { code: [...left.code, instruction(code, k)], requires, constant: undefined };
    const slot = this.slot();
    const both = [...left.code, instruction(0x02, slot), ...right.code, TAX, instruction(0x60, slot)];
    return { code: [...both, instruction(code | WITH_X)], requires, constant: undefined };
  }

  /** `protocol[index:size]` */
  private load(name: string, index: Value, size: Size): Value {
    const { layers } = this;
    const protocol = PROTOCOLS.get(name);
    const into = (code: readonly Instruction[], requires: Condition): Value => ({
      code,
      requires: and(index.requires, requires),
      constant: undefined,
    });
    if (name === "link") return into([...index.code, TAX, layers.indexed("link", 0, size)], TRUE);
    if (name === "icmp6") {
      const requires = and(layers.ipv6(), layers.compare(layers.network(6, 1), IPPROTO_ICMPV6));
      return into([...index.code, TAX, layers.indexed("network", 40, size)], requires);
    }
    if (protocol?.kind === "ether-type")
      return into([...index.code, TAX, layers.indexed("network", 0, size)], protocolCondition(layers, name));
    if (protocol?.kind !== "ip-protocol" || name === "ah" || name === "esp")
      throw new FilterError(`unsupported index operation`);
    const code = [...index.code, layers.ipv4HeaderLength(), instruction(0x0c), TAX];
    const requires = all(layers.ipv4(), protocolCondition(layers, name), layers.ipv4FirstFragment());
    return into([...code, layers.indexed("network", 0, size)], requires);
  }
}

function constant(value: number): Value {
  return { code: [instruction(0x00, value)], requires: TRUE, constant: value };
}

const CALCULATE: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => Math.imul(a, b),
  "/": (a, b) => Math.floor(a / b),
  "%": (a, b) => a % b,
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >>> b,
};

function calculate(operator: string, a: number, b: number): number {
  return CALCULATE[operator](a, b) >>> 0;
}
