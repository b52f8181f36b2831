/** Whether registers lie in a range. Source: `net/netfilter/nft_range.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_RANGE_EQ,
  NFT_RANGE_NEQ,
  NFTA_RANGE_FROM_DATA,
  NFTA_RANGE_OP,
  NFTA_RANGE_SREG,
  NFTA_RANGE_TO_DATA,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dataBytes, dumpData, dumpRegister, type NftData, parseData, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftRegs } from "../regs.ts";

class Range extends NftExpr {
  readonly type = RANGE;
  private readonly sreg: number;
  private readonly op: number;
  private readonly from: NftData;
  private readonly to: NftData;
  private readonly low: Uint8Array;
  private readonly high: Uint8Array;

  constructor(sreg: number, op: number, from: NftData, to: NftData) {
    super();
    this.sreg = sreg;
    this.op = op;
    this.from = from;
    this.to = to;
    this.low = dataBytes(from);
    this.high = dataBytes(to);
  }

  eval(regs: NftRegs): void {
    const inside = this.compare(regs, this.low) >= 0 && this.compare(regs, this.high) <= 0;
    if (inside === (this.op === NFT_RANGE_NEQ)) regs.code = NFT_BREAK;
  }

  private compare(regs: NftRegs, bytes: Uint8Array): number {
    const at = this.sreg * 4;
    for (let i = 0; i < bytes.length; i++)
      if (regs.bytes[at + i] !== bytes[i]) return regs.bytes[at + i] - bytes[i];
    return 0;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_RANGE_SREG, this.sreg);
    writer.be32(NFTA_RANGE_OP, this.op);
    dumpData(writer, NFTA_RANGE_FROM_DATA, this.from);
    dumpData(writer, NFTA_RANGE_TO_DATA, this.to);
  }
}

export const RANGE: NftExprType = {
  name: "range",
  maximum: 4,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_RANGE_SREG) || !tb.has(NFTA_RANGE_OP)) return -EINVAL;
    const from = parseData(ctx, tb, NFTA_RANGE_FROM_DATA);
    if (typeof from === "number") return from;
    const to = parseData(ctx, tb, NFTA_RANGE_TO_DATA);
    if (typeof to === "number") return to;
    if (from.verdict || to.verdict || from.length !== to.length) return -EINVAL;
    const sreg = parseLoad(ctx, tb, NFTA_RANGE_SREG, from.length);
    if (sreg < 0) return sreg;
    const op = tb.be32(NFTA_RANGE_OP);
    return op === NFT_RANGE_EQ || op === NFT_RANGE_NEQ ? new Range(sreg, op, from, to) : -EINVAL;
  },
};
