/** Numbers one after the other, or at random. Source: `net/netfilter/nft_numgen.c`. */
import { EINVAL, EOVERFLOW, ERANGE } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_NG_INCREMENTAL,
  NFT_NG_RANDOM,
  NFTA_NG_DREG,
  NFTA_NG_MODULUS,
  NFTA_NG_OFFSET,
  NFTA_NG_TYPE,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

class Numgen extends NftExpr {
  readonly type = NUMGEN;
  private readonly dreg: number;
  private readonly modulus: number;
  private readonly kind: number;
  private readonly offset: number;
  private counter: number;

  constructor(dreg: number, modulus: number, kind: number, offset: number) {
    super();
    this.dreg = dreg;
    this.modulus = modulus;
    this.kind = kind;
    this.offset = offset;
    this.counter = modulus - 1;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (this.kind === NFT_NG_RANDOM) {
      // `reciprocal_scale`
      const value = Math.floor(((pkt.net.machine.random() >>> 0) * this.modulus) / 2 ** 32);
      regs.words[this.dreg] = value + this.offset;
      return;
    }
    this.counter = this.counter + 1 < this.modulus ? this.counter + 1 : 0;
    regs.words[this.dreg] = this.counter + this.offset;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_NG_DREG, this.dreg);
    writer.be32(NFTA_NG_MODULUS, this.modulus);
    writer.be32(NFTA_NG_TYPE, this.kind);
    writer.be32(NFTA_NG_OFFSET, this.offset);
  }
}

export const NUMGEN: NftExprType = {
  name: "numgen",
  maximum: 6,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_NG_DREG) || !tb.has(NFTA_NG_MODULUS) || !tb.has(NFTA_NG_TYPE)) return -EINVAL;
    const kind = tb.be32(NFTA_NG_TYPE);
    if (kind !== NFT_NG_INCREMENTAL && kind !== NFT_NG_RANDOM) return -EINVAL;
    const modulus = tb.be32(NFTA_NG_MODULUS);
    if (modulus === 0) return -ERANGE;
    const offset = tb.be32(NFTA_NG_OFFSET);
    if (offset + modulus - 1 > 0xffffffff) return -EOVERFLOW;
    const dreg = parseStore(ctx, tb, NFTA_NG_DREG, 4);
    return dreg < 0 ? dreg : new Numgen(dreg, modulus, kind, offset);
  },
};
