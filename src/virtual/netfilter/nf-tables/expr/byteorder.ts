/** Turning numbers of two, four or eight bytes round. Source: `net/netfilter/nft_byteorder.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_BYTEORDER_HTON,
  NFTA_BYTEORDER_DREG,
  NFTA_BYTEORDER_LEN,
  NFTA_BYTEORDER_OP,
  NFTA_BYTEORDER_SIZE,
  NFTA_BYTEORDER_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dumpRegister, parseCheck, parseLoad, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftRegs } from "../regs.ts";

class Byteorder extends NftExpr {
  readonly type = BYTEORDER;
  private readonly sreg: number;
  private readonly dreg: number;
  private readonly op: number;
  private readonly length: number;
  private readonly size: number;

  constructor(sreg: number, dreg: number, op: number, length: number, size: number) {
    super();
    this.sreg = sreg;
    this.dreg = dreg;
    this.op = op;
    this.length = length;
    this.size = size;
  }

  eval(regs: NftRegs): void {
    const { size } = this;
    const { bytes } = regs;
    const from = this.sreg * 4;
    const to = this.dreg * 4;
    for (let at = 0; at < this.length; at += size) {
      for (let i = 0; i < size >>> 1; i++) {
        const low = bytes[from + at + i];
        const high = bytes[from + at + size - 1 - i];
        bytes[to + at + i] = high;
        bytes[to + at + size - 1 - i] = low;
      }
    }
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_BYTEORDER_SREG, this.sreg);
    dumpRegister(writer, NFTA_BYTEORDER_DREG, this.dreg);
    writer.be32(NFTA_BYTEORDER_OP, this.op);
    writer.be32(NFTA_BYTEORDER_LEN, this.length);
    writer.be32(NFTA_BYTEORDER_SIZE, this.size);
  }
}

export const BYTEORDER: NftExprType = {
  name: "byteorder",
  maximum: 5,
  init: (ctx, tb) => {
    for (let type = 1; type <= 5; type++) if (!tb.has(type)) return -EINVAL;
    const op = tb.be32(NFTA_BYTEORDER_OP);
    if (op > NFT_BYTEORDER_HTON) return -EINVAL;
    const size = parseCheck(tb, NFTA_BYTEORDER_SIZE, 255);
    if (size < 0) return size;
    if (size !== 2 && size !== 4 && size !== 8) return -EINVAL;
    const length = parseCheck(tb, NFTA_BYTEORDER_LEN, 255);
    if (length < 0) return length;
    const sreg = parseLoad(ctx, tb, NFTA_BYTEORDER_SREG, length);
    if (sreg < 0) return sreg;
    const dreg = parseStore(ctx, tb, NFTA_BYTEORDER_DREG, length);
    if (dreg < 0) return dreg;
    return new Byteorder(sreg, dreg, op, length, size);
  },
};
