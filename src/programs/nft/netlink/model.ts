/** What is in the kernel, as far as a call of nft asks for it. */
import type { Elem, Stmt } from "../ast.ts";
import type { ObjectSpec } from "../command.ts";
import type { SetInfo } from "../compile/set-data.ts";

export interface TableModel {
  readonly family: number;
  readonly name: string;
  readonly handle: number;
  readonly flags: number;
  /** Port id of the program whose it is; 0 or absent: nobody's. */
  readonly owner?: number;
  readonly comment?: string;
}

export interface ChainModel {
  readonly family: number;
  readonly table: string;
  readonly name: string;
  readonly handle: number;
  readonly base?: {
    readonly type: string;
    readonly hook: number;
    readonly priority: number;
    readonly policy: number;
    readonly devices: readonly string[];
  };
  readonly comment?: string;
  /** Only one rule leads to it, and it is shown there. */
  readonly bound?: boolean;
}

export interface RuleModel {
  readonly family: number;
  readonly table: string;
  readonly chain: string;
  readonly handle: number;
  /** Handle of the rule in front. */
  readonly position: number;
  readonly stmts: readonly Stmt[];
  readonly comment?: string;
}

export interface SetModel extends SetInfo {
  readonly handle: number;
  readonly flags: number;
  /** ms */
  readonly timeout: number;
  readonly gcInterval: number;
  readonly size: number;
  readonly policy: number;
  readonly stmts: readonly Stmt[];
  readonly typeOf?: { readonly key?: string; readonly data?: string };
  readonly comment?: string;
  elems: readonly Elem[];
}

export interface ObjectModel {
  readonly family: number;
  readonly table: string;
  readonly name: string;
  readonly handle: number;
  readonly spec: ObjectSpec & { readonly bytesUsed?: number };
}

export interface Cache {
  tables: TableModel[];
  chains: ChainModel[];
  rules: RuleModel[];
  sets: SetModel[];
  objects: ObjectModel[];
}
