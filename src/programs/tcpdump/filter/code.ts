/**
 * Conditions as trees of tests, and their assembly into a program with jumps.
 */
import { FilterError } from "./errors.ts";
import { type Instruction, instruction } from "./instruction.ts";

/** A condition that decides about a packet. */
export type Condition =
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

/** What never holds: also a test, of a value that is loaded for it. */
export const FALSE: Condition = test([instruction(0x00, 1)], JEQ, 0);

/** What `load` brought, compared with `k` by a jump (`BPF_JEQ` …). */
export function test(load: readonly Instruction[], jump: number, k: number): Condition {
  return { kind: "test", load, jump, k: k >>> 0 };
}

/** Both, the left one first. */
export function and(left: Condition, right: Condition): Condition {
  return { kind: "and", left, right };
}

/** Either, the left one first. */
export function or(left: Condition, right: Condition): Condition {
  return { kind: "or", left, right };
}

/** The opposite. */
export function not(operand: Condition): Condition {
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

/** Instructions in a row, the last of which is a jump or a return. */
interface Block {
  readonly load: readonly Instruction[];
  readonly code: number;
  readonly k: number;
  /** Where to go when the jump's test holds, and when not; undefined for a return. */
  readonly whenTrue: Block | undefined;
  readonly whenFalse: Block | undefined;
  /** Its first instruction, counted from the end; -1 before it is placed. */
  position: number;
}

const RET = 0x06;
const JA = 0x05;

function returnBlock(k: number): Block {
  return { load: [], code: RET, k, whenTrue: undefined, whenFalse: undefined, position: -1 };
}

/** Makes a program of a condition, or of none: accepted packets are cut to `snaplen`. */
export function assemble(condition: Condition | undefined, snaplen: number): Instruction[] {
  const accept = returnBlock(snaplen);
  const first = condition ? blocksOf(condition, accept, returnBlock(0)) : accept;
  return new Assembler().program(first);
}

/** @returns where the condition's code begins, given where to go when it holds and when not */
function blocksOf(condition: Condition, whenTrue: Block, whenFalse: Block): Block {
  switch (condition.kind) {
    case "not":
      return blocksOf(condition.operand, whenFalse, whenTrue);
    case "and":
      return blocksOf(condition.left, blocksOf(condition.right, whenTrue, whenFalse), whenFalse);
    case "or":
      return blocksOf(condition.left, whenTrue, blocksOf(condition.right, whenTrue, whenFalse));
    default:
      return {
        load: condition.load,
        code: condition.jump,
        k: condition.k,
        whenTrue,
        whenFalse,
        position: -1,
      };
  }
}

/** Builds from the end, in libpcap's order: behind a block what follows when its test holds, and behind that the rest. */
class Assembler {
  private readonly reversed: Instruction[] = [];

  program(first: Block): Instruction[] {
    // blocks whose successors are not all placed yet; filters are long, and calls are not nested so deeply
    const waiting: Block[] = [first];
    for (let block = waiting.at(-1); block !== undefined; block = waiting.at(-1)) {
      const next = [block.whenFalse, block.whenTrue].find((one) => one !== undefined && one.position < 0);
      if (next) waiting.push(next);
      else {
        waiting.pop();
        if (block.position < 0) this.place(block);
      }
    }
    return this.reversed.reverse();
  }

  private push(one: Instruction): void {
    if (this.reversed.length >= MAX_INSTRUCTIONS) throw new FilterError("filter is too long");
    this.reversed.push(one);
  }

  private place(block: Block): void {
    const { whenTrue, whenFalse } = block;
    if (whenTrue && whenFalse) this.placeJump(block, whenTrue, whenFalse);
    else this.push(instruction(block.code, block.k));
    for (let i = block.load.length - 1; i >= 0; i--) this.push(block.load[i]);
    block.position = this.reversed.length - 1;
  }

  /** A jump; where it does not reach far enough, to another one right behind it that does. */
  private placeJump(block: Block, whenTrue: Block, whenFalse: Block): void {
    const far = { whenTrue: false, whenFalse: false };
    const extra = (): number => Number(far.whenTrue) + Number(far.whenFalse);
    const distance = (to: Block): number => this.reversed.length + extra() - to.position - 1;
    // one jump more may make the other one's way too long
    for (let again = true; again; ) {
      again = false;
      for (const [side, to] of [
        ["whenTrue", whenTrue],
        ["whenFalse", whenFalse],
      ] as const) {
        if (far[side] || distance(to) <= MAX_JUMP) continue;
        far[side] = true;
        again = true;
      }
    }
    const jt = far.whenTrue ? 0 : distance(whenTrue);
    const jf = far.whenFalse ? Number(far.whenTrue) : distance(whenFalse);
    if (far.whenFalse) this.push(instruction(JA, this.reversed.length - whenFalse.position - 1));
    if (far.whenTrue) this.push(instruction(JA, this.reversed.length - whenTrue.position - 1));
    this.push(instruction(block.code, block.k, jt, jf));
  }
}
