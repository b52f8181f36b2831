/** Looking registers up in a set or map. Source: `net/netfilter/nft_lookup.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK, NFT_DATA_VALUE, NFT_DATA_VERDICT } from "../../../../netlink/nf-tables.ts";
import {
  NFT_LOOKUP_F_INV,
  NFTA_LOOKUP_DREG,
  NFTA_LOOKUP_FLAGS,
  NFTA_LOOKUP_SET,
  NFTA_LOOKUP_SET_ID,
  NFTA_LOOKUP_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dumpRegister, parseLoad, parseStore, storeWords } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftSet } from "../set/set.ts";
import { activateSet, bindSet, deactivateSet, lookupSet } from "../set/set-binding.ts";
import type { ValidateCtx } from "../validate.ts";

class Lookup extends NftExpr {
  readonly type = LOOKUP;
  private readonly set: NftSet;
  private readonly sreg: number;
  /** -1: the set is only asked, not read. */
  private readonly dreg: number;
  private readonly inverted: boolean;

  constructor(set: NftSet, sreg: number, dreg: number, inverted: boolean) {
    super();
    this.set = set;
    this.sreg = sreg;
    this.dreg = dreg;
    this.inverted = inverted;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const elem = this.set.lookup(regs.words, this.sreg);
    if ((elem !== null) === this.inverted) {
      regs.code = NFT_BREAK;
      return;
    }
    if (elem === null) return;
    const { data } = elem;
    if (this.dreg >= 0 && data !== null) {
      if (data.verdict) {
        regs.code = data.code;
        regs.chain = data.chain;
      } else storeWords(regs, this.dreg, data.words);
    }
    if (elem.exprs.length > 0) elem.update(regs, pkt);
  }

  dump(writer: MessageWriter): void {
    writer.string(NFTA_LOOKUP_SET, this.set.name);
    dumpRegister(writer, NFTA_LOOKUP_SREG, this.sreg);
    if (this.dreg >= 0) dumpRegister(writer, NFTA_LOOKUP_DREG, this.dreg);
    writer.be32(NFTA_LOOKUP_FLAGS, this.inverted ? NFT_LOOKUP_F_INV : 0);
  }

  override activate(): void {
    activateSet(this.set);
  }

  override get boundSet(): NftSet {
    return this.set;
  }

  override deactivate(): void {
    deactivateSet(this.set);
  }

  override validate(from: ValidateCtx): number {
    if (!this.set.isVerdictMap || this.dreg < 0) return 0;
    for (const { data } of this.set.elements()) {
      const error = data?.chain == null ? 0 : from.jump(data.chain);
      if (error < 0) return error;
    }
    return 0;
  }
}

export const LOOKUP: NftExprType = {
  name: "lookup",
  maximum: 5,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_LOOKUP_SET) || !tb.has(NFTA_LOOKUP_SREG)) return -EINVAL;
    const set = lookupSet(ctx, tb, NFTA_LOOKUP_SET, NFTA_LOOKUP_SET_ID);
    if (typeof set === "number") return set;
    const sreg = parseLoad(ctx, tb, NFTA_LOOKUP_SREG, set.desc.keyLength);
    if (sreg < 0) return sreg;
    const flags = tb.be32(NFTA_LOOKUP_FLAGS);
    if ((flags & ~NFT_LOOKUP_F_INV) !== 0) return -EINVAL;
    const inverted = (flags & NFT_LOOKUP_F_INV) !== 0;
    let dreg = -1;
    if (tb.has(NFTA_LOOKUP_DREG)) {
      if (inverted || !set.isMap) return -EINVAL;
      const type = set.isVerdictMap ? NFT_DATA_VERDICT : NFT_DATA_VALUE;
      dreg = parseStore(ctx, tb, NFTA_LOOKUP_DREG, set.desc.dataLength, type);
      if (dreg < 0) return dreg;
    } else if (set.isMap) return -EINVAL;
    const error = bindSet(set);
    if (error < 0) return error;
    if (set.isVerdictMap) ctx.table.needsValidation();
    return new Lookup(set, sreg, dreg, inverted);
  },
};
