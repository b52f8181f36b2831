/**
 * Expressions: what rules are made of, each kind a plug-in that registers its type by name.
 *
 * Source: `include/net/netfilter/nf_tables.h` (`struct nft_expr_ops`, `struct nft_expr_type`).
 */
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { Policy } from "../../../netlink/policy.ts";
import type { NftCtx } from "./context.ts";
import type { NftPktinfo, NftRegs } from "./regs.ts";
import type { NftRule } from "./rule/rule.ts";
import type { NftTest } from "./rule/rule-index.ts";
import type { NftSet } from "./set/set.ts";
import type { ValidateCtx } from "./validate.ts";

const NO_RULES: readonly NftRule[] = [];

/** An expression of a rule, of a set or of one of its elements. */
export abstract class NftExpr {
  abstract readonly type: NftExprType;
  /** Changes the registers or the verdict (`NFT_BREAK`: the rule does not match). Takes no memory. */
  abstract eval(regs: NftRegs, pkt: NftPktinfo): void;
  /** For an index over the rules: how it tests a packet; null: it does more than that, or it is not known. */
  test(): NftTest | null {
    return null;
  }
  /** Writes the attributes inside `NFTA_EXPR_DATA`. `reset`: counts start anew afterwards. */
  abstract dump(writer: MessageWriter, reset: boolean): void;
  /** Takes the references to chains, sets and objects again that {@link deactivate} gave back; the first time `init` does it. */
  activate(): void {}
  /** The rule goes: gives back references. */
  deactivate(): void {}
  /** The rule is gone for good. */
  destroy(): void {}
  /** Whether the expression may be where it is: called for each base chain that leads to it. @returns 0 or a negative error */
  validate(_from: ValidateCtx): number {
    return 0;
  }
  /** The set that it looks things up in: without a name, it goes with the rule. */
  get boundSet(): NftSet | undefined {
    return undefined;
  }
  /** The rule goes, and with it a chain that only it leads to; {@link restoreBound} brings both back. */
  dropBound(): void {}
  restoreBound(): void {}
  /** Rules of a chain that only this leads to. */
  get boundRules(): readonly NftRule[] {
    return NO_RULES;
  }
  /** A copy with counts of its own, for an element of a set; null where that can not be. */
  clone(): NftExpr | null {
    return null;
  }
  /** Whether a limit or the like is through for good, so that its element may go (`gc`). */
  gc(): boolean {
    return false;
  }
}

/** A kind of expression, and how one is made of its attributes. */
export interface NftExprType {
  readonly name: string;
  /** Only for tables of this family; absent: all. */
  readonly family?: number;
  readonly maximum: number;
  readonly policy?: Policy;
  /** May stand in sets and elements (`NFT_EXPR_STATEFUL`). */
  readonly stateful?: boolean;
  /** Reads `NFTA_EXPR_DATA`. @returns the expression or a negative error */
  init(ctx: NftCtx, tb: AttributeTable): NftExpr | number;
}

const types = new Map<string, NftExprType[]>();

/** `nft_register_expr` */
export function registerExpr(type: NftExprType): void {
  const list = types.get(type.name) ?? [];
  if (list.includes(type)) return;
  // The family's own before the one for all.
  if (type.family === undefined) list.push(type);
  else list.unshift(type);
  types.set(type.name, list);
}

/** `nft_expr_type_get` */
export function findExprType(family: number, name: string): NftExprType | undefined {
  return types.get(name)?.find((type) => type.family === undefined || type.family === family);
}
