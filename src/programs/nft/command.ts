/** What a text asks for. */
import type { Elem, Expr, LimitSpec, Stmt } from "./ast.ts";
import type { DataType } from "./datatypes/index.ts";
import type { Loc } from "./errors/source.ts";
import type { StoredField } from "./fields/load.ts";
import type { ObjectBody } from "./object-kinds/kind.ts";

export type CommandOp =
  | "add"
  | "create"
  | "insert"
  | "replace"
  | "delete"
  | "list"
  | "reset"
  | "flush"
  | "rename"
  | "get"
  | "monitor"
  | "describe";

/** A number, or a name with a distance. */
export interface ChainPriority {
  readonly name?: string;
  readonly offset: number;
  readonly loc: Loc;
}

export interface ChainSpec {
  readonly base?: {
    readonly type: string;
    readonly hook: string;
    readonly hookLoc: Loc;
    readonly typeLoc: Loc;
    readonly priority: ChainPriority;
    readonly devices: readonly string[];
    readonly deviceLoc: Loc;
    readonly loc: Loc;
  };
  readonly policy?: "accept" | "drop";
  readonly policyLoc?: Loc;
  readonly comment?: string;
}

export interface SetSpec {
  readonly map: boolean;
  /** What mistakes in it point to. */
  readonly loc: Loc;
  /** Types of the key, one for each part of a concatenation; or what it is the type of. */
  readonly key?: TypeSpec;
  readonly data?: TypeSpec | "verdict";
  /** Of maps to objects: `NFT_OBJECT_*` name. */
  readonly object?: string;
  readonly flags: ReadonlySet<string>;
  /** ms */
  readonly timeout?: number;
  readonly gcInterval?: number;
  readonly size?: number;
  readonly policy?: string;
  readonly autoMerge: boolean;
  readonly stmts: readonly Stmt[];
  readonly comment?: string;
  readonly elements?: readonly Elem[];
}

export interface TypeSpec {
  readonly types: readonly DataType[];
  readonly bits: readonly number[];
  /** Where each stands. */
  readonly locs?: readonly Loc[];
  /** Of what a map says: a first and a last value. */
  readonly interval?: boolean;
  /** How each is kept, where fields say it. */
  readonly fields?: readonly StoredField[];
  /** As it was written behind `typeof`. */
  readonly typeOf?: string;
}

export type ObjectSpec =
  | { readonly kind: "counter"; readonly packets: number; readonly bytes: number; readonly comment?: string }
  | {
      readonly kind: "quota";
      readonly bytes: number;
      readonly used: number;
      readonly over: boolean;
      readonly comment?: string;
    }
  | { readonly kind: "limit"; readonly limit: LimitSpec; readonly comment?: string }
  | { readonly kind: MoreObjects; readonly body: ObjectBody; readonly comment?: string };

/** Objects of {@link objectKind}. */
export type MoreObjects = "ct helper" | "ct timeout" | "ct expectation" | "secmark" | "synproxy";

export interface FlowtableSpec {
  /** undefined: no hook was said. */
  readonly priority?: ChainPriority;
  readonly devices: readonly string[];
  readonly counter: boolean;
  /** `NFT_FLOWTABLE_*` */
  readonly flags: number;
}

export interface RuleSpec {
  readonly stmts: readonly Stmt[];
  readonly comment?: string;
}

export interface Command {
  readonly op: CommandOp;
  readonly obj: string;
  readonly family: number;
  /** Whether a family was said. */
  readonly anyFamily?: boolean;
  readonly table?: string;
  readonly name?: string;
  readonly handle?: number;
  readonly position?: number;
  readonly index?: number;
  readonly newName?: string;
  readonly tableFlags?: number;
  readonly comment?: string;
  readonly chain?: ChainSpec;
  readonly set?: SetSpec;
  readonly object?: ObjectSpec;
  readonly flowtable?: FlowtableSpec;
  readonly rule?: RuleSpec;
  readonly elements?: readonly Elem[];
  readonly expr?: Expr;
  /** What monitor tells. */
  readonly event?: string;
  /** Of monitor: as JSON. */
  readonly json?: boolean;
  /** Whether it stands in the braces of another one. */
  readonly inside?: boolean;
  /** What stands in the braces of `create` is looked at and not sent (`nft_cmd_expand`). */
  readonly unsent?: boolean;
  readonly loc: Loc;
  readonly tableLoc?: Loc;
  readonly nameLoc?: Loc;
  readonly handleLoc?: Loc;
}
