/**
 * Looking over the statements of a rule before anything is made of them: types that do not fit, values that are too large, protocols
 * that exclude each other, in the order in which Debian's nft finds them.
 *
 * Source: `src/evaluate.c` of nftables 1.0.6.
 */
import type { Expr } from "../ast.ts";
import type { RuleCompiler } from "../compile/compiler.ts";
import type { KeyType, SetInfo } from "../compile/set-data.ts";
import type { NftContext } from "../context.ts";
import type { DataType } from "../datatypes/index.ts";
import { type Loc, NftError } from "../errors/source.ts";
import { Protocols } from "./protocols.ts";

/** What the place where a value stands asks for. Source: `struct expr_ctx`. */
export interface Expected {
  /** Types of the parts of a concatenation, or one; undefined: nothing is known. */
  readonly types: readonly DataType[] | undefined;
  readonly bits: number;
  /** The most that it can be, where that is not said by its width. */
  readonly most?: bigint;
  /** Of elements of sets whose key is a concatenation. */
  readonly key?: KeyType;
  readonly keyLoc?: Loc;
}

/** What an expression came to. */
export interface Result {
  /** As messages call it. */
  readonly kind: string;
  readonly types: readonly DataType[];
  readonly bits: number;
  readonly constant: boolean;
  /** One value, no range. */
  readonly singleton: boolean;
  readonly value?: bigint;
  /** Values of a set's elements that are single. */
  readonly values?: readonly bigint[];
}

/** The set whose elements are looked at. */
export interface SetInView {
  readonly key: KeyType;
  readonly keyLoc: Loc | undefined;
  readonly data: SetInfo["data"];
  readonly map: boolean;
  readonly named: boolean;
  readonly interval: boolean;
  /** What each element counts with; undefined where that is not known. */
  readonly stmts?: readonly string[];
  readonly dynamic?: boolean;
  readonly loc: Loc;
}

export const NOTHING: Expected = { types: undefined, bits: 0 };

/** The type of what has none, such as ports of connections whose protocol is not known. */
export const INVALID: DataType = {
  name: "invalid",
  id: 0,
  description: "invalid",
  bits: 0,
  order: "host",
  base: "integer",
};

/** The type of verdicts. */
export const VERDICT: DataType = { ...INVALID, name: "verdict", id: 1, description: "netfilter verdict" };

/** Whether it is an address of a connection of which the family was not said. */
export function isOpenAddress(expr: Expr): boolean {
  return expr.k === "load" && /^ct (?:original|reply) [sd]addr$/.test(expr.load.text);
}

export class Evaluator {
  readonly ctx: NftContext;
  readonly family: number;
  readonly protocols: Protocols;
  expected: Expected = NOTHING;
  set: SetInView | undefined = undefined;
  /** Mistakes after which looking went on. */
  readonly noted: NftError[] = [];
  /** Looks at an expression where something is {@link expected}. */
  readonly evaluate: (expr: Expr) => Result;
  private readonly compiler: RuleCompiler;

  constructor(compiler: RuleCompiler, evaluate: (e: Evaluator, expr: Expr) => Result) {
    this.evaluate = (expr) => evaluate(this, expr);
    this.compiler = compiler;
    this.ctx = compiler.ctx;
    this.family = compiler.family;
    this.protocols = new Protocols(compiler.family);
  }

  /** @throws NftError when there is no such set */
  findSet(name: string, loc: Loc): SetInfo {
    return this.compiler.findSet(name, { k: "any", loc });
  }
}

/** As messages name types. */
export function describeTypes(types: readonly DataType[]): string {
  const names = types.map(({ description }) => description);
  return names.length === 1 ? names[0] : `concatenation of (${names.join(", ")})`;
}

export function sameTypes(a: readonly DataType[], b: readonly DataType[]): boolean {
  return a.length === b.length && a.every(({ id }, i) => id === b[i].id);
}

export function fail(message: string, loc: Loc, other?: Loc): never {
  throw new NftError(message, loc, other);
}
