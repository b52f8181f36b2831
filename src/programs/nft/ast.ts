/** Rules as the language writes them. */
import type { DataType } from "./datatypes/index.ts";
import type { Loc } from "./errors/source.ts";
import type { Load } from "./fields/load.ts";
import type { StatementBody } from "./statement-kinds/kind.ts";

export type Expr =
  | ValueExpr
  | { readonly k: "symbol"; readonly text: string; readonly quoted: boolean; readonly loc: Loc }
  | { readonly k: "load"; readonly load: Load; readonly loc: Loc }
  | {
      readonly k: "binop";
      readonly op: BinaryOp;
      readonly left: Expr;
      readonly right: Expr;
      readonly loc: Loc;
    }
  | { readonly k: "range"; readonly low: Expr; readonly high: Expr; readonly loc: Loc }
  | { readonly k: "prefix"; readonly base: Expr; readonly length: number; readonly loc: Loc }
  | { readonly k: "list"; readonly items: readonly Expr[]; readonly loc: Loc }
  | SetExpr
  | { readonly k: "setref"; readonly name: string; readonly loc: Loc }
  | { readonly k: "concat"; readonly items: readonly Expr[]; readonly loc: Loc }
  | { readonly k: "map"; readonly key: Expr; readonly data: Expr; readonly loc: Loc }
  | {
      readonly k: "hash";
      readonly key: Expr;
      readonly modulus: number;
      readonly seed: number | undefined;
      readonly offset: number;
      readonly loc: Loc;
    }
  | VerdictExpr
  | { readonly k: "any"; readonly loc: Loc };

export type BinaryOp = "&" | "|" | "^" | "<<" | ">>";
/** `!` asks for bits of which none is set. */
export type RelationalOp = "!" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "";

export interface ValueExpr {
  readonly k: "value";
  readonly value: bigint;
  readonly type: DataType;
  readonly bits: number;
  readonly loc: Loc;
}

export interface BlockRule {
  readonly stmts: readonly Stmt[];
  readonly comment?: string;
  readonly loc: Loc;
}

export interface VerdictExpr {
  readonly k: "verdict";
  readonly code: number;
  readonly chain?: string;
  /** The rules of a chain without a name. */
  readonly block?: readonly BlockRule[];
  readonly loc: Loc;
}

export interface SetExpr {
  readonly k: "set";
  readonly elems: readonly Elem[];
  readonly loc: Loc;
}

export interface Elem {
  readonly key: Expr;
  readonly data?: Expr;
  /** ms */
  readonly timeout?: number;
  readonly expires?: number;
  readonly comment?: string;
  readonly stmts?: readonly Stmt[];
  /** Of the key with its options. */
  readonly keyLoc?: Loc;
  readonly loc: Loc;
}

export interface LimitSpec {
  readonly rate: number;
  readonly unit: number;
  readonly bytes: boolean;
  readonly burst: number;
  readonly over: boolean;
}

export type Stmt =
  | {
      readonly s: "match";
      readonly op: RelationalOp;
      readonly opLoc?: Loc;
      readonly left: Expr;
      readonly right: Expr;
      readonly loc: Loc;
    }
  | { readonly s: "verdict"; readonly verdict: VerdictExpr; readonly loc: Loc }
  | { readonly s: "vmap"; readonly key: Expr; readonly data: Expr; readonly loc: Loc }
  | {
      readonly s: "counter";
      readonly packets: number;
      readonly bytes: number;
      /** Only one of both was written. */
      readonly partial?: boolean;
      readonly loc: Loc;
    }
  | { readonly s: "limit"; readonly limit: LimitSpec; readonly loc: Loc }
  | {
      readonly s: "quota";
      readonly bytes: number;
      readonly used: number;
      readonly over: boolean;
      readonly loc: Loc;
    }
  | { readonly s: "last"; readonly never: boolean; readonly ms: number; readonly loc: Loc }
  | { readonly s: "objref"; readonly kind: string; readonly name: Expr; readonly loc: Loc }
  | {
      readonly s: "log";
      readonly prefix?: string;
      readonly level?: string;
      readonly flags: number;
      readonly group?: number;
      readonly snaplen?: number;
      readonly threshold?: number;
      readonly loc: Loc;
    }
  | {
      readonly s: "reject";
      readonly kind: "default" | "icmp" | "icmpv6" | "icmpx" | "tcp";
      readonly code?: Expr;
      readonly loc: Loc;
    }
  | {
      readonly s: "nat";
      readonly kind: "snat" | "dnat" | "masquerade" | "redirect";
      /** Of the first word. */
      readonly keyLoc: Loc;
      readonly family?: "ip" | "ip6";
      readonly addr?: Expr;
      readonly port?: Expr;
      readonly flags: number;
      readonly prefix?: boolean;
      /** It said that an address with a port follows (`addr . port`). */
      readonly pair?: boolean;
      readonly loc: Loc;
    }
  | { readonly s: "set"; readonly load: Load; readonly value: Expr; readonly loc: Loc }
  | {
      readonly s: "dynset";
      readonly op: "add" | "update" | "delete";
      readonly set: string;
      readonly setLoc: Loc;
      readonly key: Expr;
      readonly data?: Expr;
      readonly timeout?: number;
      readonly stmts: readonly Stmt[];
      readonly loc: Loc;
    }
  | { readonly s: "notrack"; readonly loc: Loc }
  | { readonly s: "connlimit"; readonly count: number; readonly over: boolean; readonly loc: Loc }
  | { readonly s: "reset"; readonly load: Load; readonly loc: Loc }
  | { readonly s: "dup"; readonly to: Expr; readonly dev?: Expr; readonly loc: Loc }
  | {
      readonly s: "fwd";
      readonly family?: "ip" | "ip6";
      readonly addr?: Expr;
      readonly dev: Expr;
      readonly loc: Loc;
    }
  | {
      readonly s: "queue";
      /** undefined: the first. */
      readonly queue?: Expr;
      readonly flags: number;
      readonly loc: Loc;
    }
  | { readonly s: "kind"; readonly body: StatementBody; readonly loc: Loc }
  | { readonly s: "flow"; readonly table: string; readonly loc: Loc }
  | {
      readonly s: "unsupported";
      readonly text: string;
      /** A match or target of xtables. */
      readonly xt?: { readonly type: "match" | "target"; readonly name: string };
      readonly loc: Loc;
    };
