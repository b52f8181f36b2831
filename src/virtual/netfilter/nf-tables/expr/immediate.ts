/** A constant into a register, or a verdict. Source: `net/netfilter/nft_immediate.c`. */
import { EBUSY, EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_CHAIN_BINDING, NFT_DATA_VALUE, NFT_DATA_VERDICT } from "../../../../netlink/nf-tables.ts";
import { NFTA_IMMEDIATE_DATA, NFTA_IMMEDIATE_DREG } from "../../../../netlink/nf-tables-expressions.ts";
import type { NftCtx } from "../context.ts";
import {
  dumpData,
  dumpRegister,
  holdChain,
  type NftData,
  parseData,
  parseStore,
  releaseChain,
  storeWords,
} from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftRegs } from "../regs.ts";
import type { NftRule } from "../rule/rule.ts";
import type { ValidateCtx } from "../validate.ts";

class Immediate extends NftExpr {
  readonly type = IMMEDIATE;
  private readonly dreg: number;
  private readonly data: NftData;

  constructor(dreg: number, data: NftData) {
    super();
    this.dreg = dreg;
    this.data = data;
  }

  eval(regs: NftRegs): void {
    const { data } = this;
    if (data.verdict) {
      regs.code = data.code;
      regs.chain = data.chain;
    } else storeWords(regs, this.dreg, data.words);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_IMMEDIATE_DREG, this.dreg);
    dumpData(writer, NFTA_IMMEDIATE_DATA, this.data);
  }

  override activate(): void {
    holdChain(this.data);
  }

  override deactivate(): void {
    releaseChain(this.data);
  }

  override get boundRules(): readonly NftRule[] {
    const { chain } = this.data;
    return chain !== null && (chain.flags & NFT_CHAIN_BINDING) !== 0 ? chain.rules : super.boundRules;
  }

  /** `nft_immediate_deactivate`: a chain without a name. */
  override dropBound(): void {
    const { chain } = this.data;
    if (chain === null || (chain.flags & NFT_CHAIN_BINDING) === 0) return;
    if (chain.table.chains.get(chain.name) !== chain) return;
    for (const rule of chain.rules)
      for (const expr of rule.exprs) {
        expr.deactivate();
        expr.dropBound();
      }
    chain.table.chains.delete(chain.name);
    chain.table.use--;
  }

  override restoreBound(): void {
    const { chain } = this.data;
    if (chain === null || (chain.flags & NFT_CHAIN_BINDING) === 0) return;
    if (chain.table.chains.get(chain.name) === chain) return;
    chain.table.chains.set(chain.name, chain);
    chain.table.use++;
    for (const rule of chain.rules)
      for (const expr of rule.exprs) {
        expr.activate();
        expr.restoreBound();
      }
  }

  override destroy(): void {
    const { chain } = this.data;
    if (chain === null || (chain.flags & NFT_CHAIN_BINDING) === 0) return;
    if (chain.table.chains.get(chain.name) === chain) return;
    for (const rule of chain.rules) for (const expr of rule.exprs) expr.destroy();
  }

  override validate(from: ValidateCtx): number {
    return this.data.chain === null ? 0 : from.jump(this.data.chain);
  }
}

/** A chain without a name is led to by one rule, which is in no such chain itself (`nf_tables_bind_chain`). */
function bindChain(ctx: NftCtx, { chain }: NftData): number {
  if (chain === null || (chain.flags & NFT_CHAIN_BINDING) === 0) return 0;
  if (ctx.chain !== null && (ctx.chain.flags & NFT_CHAIN_BINDING) !== 0) return -EOPNOTSUPP;
  return chain.rules.length < chain.use ? -EBUSY : 0;
}

export const IMMEDIATE: NftExprType = {
  name: "immediate",
  maximum: 2,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_IMMEDIATE_DREG) || !tb.has(NFTA_IMMEDIATE_DATA)) return -EINVAL;
    const data = parseData(ctx, tb, NFTA_IMMEDIATE_DATA);
    if (typeof data === "number") return data;
    const type = data.verdict ? NFT_DATA_VERDICT : NFT_DATA_VALUE;
    const dreg = parseStore(ctx, tb, NFTA_IMMEDIATE_DREG, data.length, type);
    if (dreg < 0) return dreg;
    if (data.verdict && dreg !== 0) return -EINVAL;
    const error = bindChain(ctx, data);
    if (error < 0) return error;
    holdChain(data);
    if (data.chain !== null) ctx.table.needsValidation();
    return new Immediate(dreg, data);
  },
};
