/**
 * Conditions as trees of tests, and their assembly into a program with jumps.
 */
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";

/** A condition that decides about a packet. */
export type Condition =
  | { readonly kind: "constant"; readonly value: boolean }
  /** Instructions that bring a value into A, then a conditional jump. */
  | {
      readonly kind: "test";
      readonly load: readonly Instruction[];
      readonly jump: number;
      readonly k: number;
    }
  | { readonly kind: "and" | "or"; readonly left: Condition; readonly right: Condition }
  | { readonly kind: "not"; readonly operand: Condition };

export const JEQ = 0x15;
export const JGT = 0x25;
export const JGE = 0x35;
export const JSET = 0x45;

export const TRUE: Condition = { kind: "constant", value: true };
export const FALSE: Condition = { kind: "constant", value: false };

export function test(load: readonly Instruction[], jump: number, k: number): Condition {
  return { kind: "test", load, jump, k: k >>> 0 };
}

/** Both, the left one first. */
export function and(left: Condition, right: Condition): Condition {
  if (left.kind === "constant") return left.value ? right : left;
  if (right.kind === "constant" && right.value) return left;
  return { kind: "and", left, right };
}

/** Either, the left one first. */
export function or(left: Condition, right: Condition): Condition {
  if (left.kind === "constant") return left.value ? left : right;
  if (right.kind === "constant" && !right.value) return left;
  return { kind: "or", left, right };
}

export function not(operand: Condition): Condition {
  if (operand.kind === "constant") return operand.value ? FALSE : TRUE;
  return { kind: "not", operand };
}

/** All of them, in order. */
export function all(...conditions: readonly Condition[]): Condition {
  return conditions.reduce(and);
}

/** Any of them, in order. */
export function any(...conditions: readonly Condition[]): Condition {
  return conditions.reduce(or);
}

/** Most instructions; what the kernel does not take (4096) is run by tcpdump itself. */
const MAX_INSTRUCTIONS = 1 << 18;

/** The farthest that a conditional jump reaches. */
const MAX_JUMP = 255;

/** Makes a program of a condition: accepted packets are cut to `snaplen`. */
export function assemble(condition: Condition, snaplen: number): Instruction[] {
  const assembler = new Assembler(snaplen);
  return assembler.program(condition);
}

/** Builds from the end, so that every jump's target is known when the jump is made. Positions count from the end. */
class Assembler {
  private readonly reversed: Instruction[];

  constructor(snaplen: number) {
    this.reversed = [instruction(0x06, 0), instruction(0x06, snaplen)];
  }

  program(condition: Condition): Instruction[] {
    const entry = this.emit(condition, 1, 0);
    const always = entry <= 1;
    if (always || entry !== this.reversed.length - 1) return [this.reversed[entry]];
    return this.reversed.reverse();
  }

  private push(one: Instruction): number {
    if (this.reversed.length >= MAX_INSTRUCTIONS) throw new FilterError("filter is too long");
    this.reversed.push(one);
    return this.reversed.length - 1;
  }

  /** @returns where the condition's code begins, given where to go when it holds and when not */
  private emit(condition: Condition, whenTrue: number, whenFalse: number): number {
    switch (condition.kind) {
      case "constant":
        return condition.value ? whenTrue : whenFalse;
      case "not":
        return this.emit(condition.operand, whenFalse, whenTrue);
      case "and":
        return this.emit(condition.left, this.emit(condition.right, whenTrue, whenFalse), whenFalse);
      case "or":
        return this.emit(condition.left, whenTrue, this.emit(condition.right, whenTrue, whenFalse));
      default:
        return this.emitTest(condition.load, condition.jump, condition.k, whenTrue, whenFalse);
    }
  }

  private emitTest(
    load: readonly Instruction[],
    jump: number,
    k: number,
    whenTrue: number,
    whenFalse: number,
  ): number {
    let onTrue = whenTrue;
    let onFalse = whenFalse;
    // One more instruction may come between because of the other branch.
    if (this.distance(onTrue) >= MAX_JUMP) onTrue = this.push(instruction(0x05, this.distance(onTrue)));
    if (this.distance(onFalse) >= MAX_JUMP) onFalse = this.push(instruction(0x05, this.distance(onFalse)));
    let at = this.push(instruction(jump, k, this.distance(onTrue), this.distance(onFalse)));
    for (let i = load.length - 1; i >= 0; i--) at = this.push(load[i]);
    return at;
  }

  /** Instructions between the next one made and a position. */
  private distance(position: number): number {
    return this.reversed.length - position - 1;
  }
}
