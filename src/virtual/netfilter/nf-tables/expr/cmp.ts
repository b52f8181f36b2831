/** Comparing registers with a constant. Source: `net/netfilter/nft_cmp.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_CMP_EQ,
  NFT_CMP_GT,
  NFT_CMP_GTE,
  NFT_CMP_LT,
  NFT_CMP_LTE,
  NFT_CMP_NEQ,
  NFTA_CMP_DATA,
  NFTA_CMP_OP,
  NFTA_CMP_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dataBytes, dumpData, dumpRegister, type NftData, parseData, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftRegs } from "../regs.ts";
import type { NftTest } from "../rule/rule-index.ts";

abstract class Cmp extends NftExpr {
  readonly type = CMP;
  readonly sreg: number;
  readonly op: number;
  readonly data: NftData;

  constructor(sreg: number, op: number, data: NftData) {
    super();
    this.sreg = sreg;
    this.op = op;
    this.data = data;
  }

  override test(): NftTest {
    const { sreg, op, data } = this;
    return { kind: op === NFT_CMP_EQ ? "equal" : "other", sreg, length: data.length, words: data.words };
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_CMP_SREG, this.sreg);
    writer.be32(NFTA_CMP_OP, this.op);
    dumpData(writer, NFTA_CMP_DATA, this.data);
  }
}

/** Up to four bytes, equal or not (`nft_cmp_fast`). */
class CmpFast extends Cmp {
  private readonly mask: number;
  private readonly value: number;
  private readonly inverted: boolean;

  constructor(sreg: number, op: number, data: NftData) {
    super(sreg, op, data);
    this.mask = data.length === 4 ? -1 : (1 << (8 * data.length)) - 1;
    this.value = data.words[0] & this.mask;
    this.inverted = op === NFT_CMP_NEQ;
  }

  eval(regs: NftRegs): void {
    if (((regs.words[this.sreg] & this.mask) === this.value) === this.inverted) regs.code = NFT_BREAK;
  }
}

/** Any length and order, as `memcmp`. */
class CmpBytes extends Cmp {
  private readonly bytes: Uint8Array;

  constructor(sreg: number, op: number, data: NftData) {
    super(sreg, op, data);
    this.bytes = dataBytes(data);
  }

  eval(regs: NftRegs): void {
    const { bytes } = this;
    const at = this.sreg * 4;
    let i = 0;
    while (i < bytes.length && regs.bytes[at + i] === bytes[i]) i++;
    const difference = i === bytes.length ? 0 : regs.bytes[at + i] - bytes[i];
    if (!this.holds(difference)) regs.code = NFT_BREAK;
  }

  private holds(difference: number): boolean {
    switch (this.op) {
      case NFT_CMP_EQ:
        return difference === 0;
      case NFT_CMP_NEQ:
        return difference !== 0;
      case NFT_CMP_LT:
        return difference < 0;
      case NFT_CMP_LTE:
        return difference <= 0;
      case NFT_CMP_GT:
        return difference > 0;
      default:
        return difference >= 0;
    }
  }
}

export const CMP: NftExprType = {
  name: "cmp",
  maximum: 3,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_CMP_SREG) || !tb.has(NFTA_CMP_OP) || !tb.has(NFTA_CMP_DATA)) return -EINVAL;
    const op = tb.be32(NFTA_CMP_OP);
    if (op > NFT_CMP_GTE) return -EINVAL;
    const data = parseData(ctx, tb, NFTA_CMP_DATA);
    if (typeof data === "number") return data;
    if (data.verdict) return -EINVAL;
    const sreg = parseLoad(ctx, tb, NFTA_CMP_SREG, data.length);
    if (sreg < 0) return sreg;
    const fast = data.length <= 4 && (op === NFT_CMP_EQ || op === NFT_CMP_NEQ);
    return fast ? new CmpFast(sreg, op, data) : new CmpBytes(sreg, op, data);
  },
};
