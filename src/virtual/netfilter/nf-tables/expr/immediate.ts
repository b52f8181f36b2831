/** A constant into a register, or a verdict. Source: `net/netfilter/nft_immediate.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_DATA_VALUE, NFT_DATA_VERDICT } from "../../../../netlink/nf-tables.ts";
import { NFTA_IMMEDIATE_DATA, NFTA_IMMEDIATE_DREG } from "../../../../netlink/nf-tables-expressions.ts";
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

  override validate(from: ValidateCtx): number {
    return this.data.chain === null ? 0 : from.jump(this.data.chain);
  }
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
    holdChain(data);
    if (data.chain !== null) ctx.table.needsValidation();
    return new Immediate(dreg, data);
  },
};
