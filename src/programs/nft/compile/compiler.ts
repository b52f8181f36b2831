/** What a rule that is being translated is made of, and what is known meanwhile. */
import type { BlockRule, Expr } from "../ast.ts";
import type { NftContext } from "../context.ts";
import { type DataType, INTEGER } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import type { NlExpr } from "../netlink/nl.ts";
import type { MergeCandidate } from "./merge.ts";
import { ProtoContext } from "./proto-context.ts";
import type { KeyType, NlElem, SetInfo } from "./set-data.ts";

/** A set without a name that a rule needs. */
export interface AnonymousSet {
  readonly info: SetInfo;
  readonly id: number;
  readonly elems: readonly NlElem[];
  /** Where it stands, if it was written. */
  readonly loc: Loc | undefined;
}

/** What is known of sets: those that are there and those that this text makes. */
export interface SetLookup {
  find(family: number, table: string, name: string): SetInfo | undefined;
  /** The mistake that there is no such set, or no such table. */
  missing(family: number, table: string, name: string, loc: Loc): NftError;
  nextId(): number;
}

/** A chain without a name and its rules. */
export interface Block {
  readonly id: number;
  readonly rules: readonly BlockRule[];
}

export class RuleCompiler {
  readonly ctx: NftContext;
  readonly family: number;
  readonly table: string;
  readonly sets: SetLookup;
  readonly proto: ProtoContext;
  readonly exprs: NlExpr[] = [];
  /** Comparisons that may still be merged. */
  readonly candidates: MergeCandidate[] = [];
  readonly anonymous: AnonymousSet[] = [];
  readonly blocks: Block[] = [];

  constructor(ctx: NftContext, family: number, table: string, sets: SetLookup) {
    this.ctx = ctx;
    this.family = family;
    this.table = table;
    this.sets = sets;
    this.proto = new ProtoContext(family);
  }

  /** What is being translated. */
  loc: Loc | undefined = undefined;

  emit(expr: NlExpr): void {
    expr.loc = this.loc;
    this.exprs.push(expr);
  }

  findSet(name: string, expr: Expr): SetInfo {
    const set = this.sets.find(this.family, this.table, name);
    // a set without a key is none that a rule can name
    if (set === undefined || (set.key.types[0].id === 0 && set.key.bits[0] === 0))
      throw this.sets.missing(this.family, this.table, name, expr.loc);
    return set;
  }

  /** A chain without a name. @returns its number in the batch */
  addBlock(rules: readonly BlockRule[] | undefined): number | undefined {
    if (rules === undefined) return undefined;
    const id = this.sets.nextId();
    this.blocks.push({ id, rules });
    return id;
  }

  addSet(info: SetInfo, elems: readonly NlElem[], loc?: Loc): AnonymousSet {
    const set = { info, id: this.sets.nextId(), elems, loc };
    this.anonymous.push(set);
    return set;
  }
}

/** Types of what is looked up: one, or those of a concatenation. */
export function keyTypeOf(expr: Expr): KeyType {
  const parts = expr.k === "concat" ? expr.items : [expr];
  const types: DataType[] = [];
  const bits: number[] = [];
  for (const part of parts) {
    const [type, width] = typeOf(part);
    types.push(type);
    bits.push(width);
  }
  return { types, bits };
}

/** As messages name a type. */
export function describeKey({ types }: KeyType): string {
  const names = types.map(({ description }) => description);
  return names.length === 1 ? names[0] : `concatenation of (${names.join(", ")})`;
}

export function typeOf(expr: Expr): readonly [DataType, number] {
  switch (expr.k) {
    case "load":
      return [expr.load.type, expr.load.bits];
    case "binop":
      return typeOf(expr.left);
    case "hash":
      return [INTEGER, 32];
    case "symbol":
      throw new NftError("No symbol type information", expr.loc);
    default:
      throw new NftError("can not use this expression here", expr.loc);
  }
}
