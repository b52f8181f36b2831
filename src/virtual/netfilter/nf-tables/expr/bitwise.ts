/** Masking, inverting and shifting registers. Source: `net/netfilter/nft_bitwise.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_BITWISE_LSHIFT,
  NFT_BITWISE_MASK_XOR,
  NFT_BITWISE_RSHIFT,
  NFTA_BITWISE_DATA,
  NFTA_BITWISE_DREG,
  NFTA_BITWISE_LEN,
  NFTA_BITWISE_MASK,
  NFTA_BITWISE_OP,
  NFTA_BITWISE_SREG,
  NFTA_BITWISE_XOR,
} from "../../../../netlink/nf-tables-expressions.ts";
import {
  dumpData,
  dumpRegister,
  type NftData,
  parseCheck,
  parseData,
  parseLoad,
  parseStore,
} from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftRegs } from "../regs.ts";
import type { NftTest } from "../rule/rule-index.ts";

abstract class Bitwise extends NftExpr {
  readonly type = BITWISE;
  readonly sreg: number;
  readonly dreg: number;
  readonly length: number;
  readonly words: number;

  constructor(sreg: number, dreg: number, length: number) {
    super();
    this.sreg = sreg;
    this.dreg = dreg;
    this.length = length;
    this.words = (length + 3) >>> 2;
  }

  dumpHead(writer: MessageWriter, op: number): void {
    dumpRegister(writer, NFTA_BITWISE_SREG, this.sreg);
    dumpRegister(writer, NFTA_BITWISE_DREG, this.dreg);
    writer.be32(NFTA_BITWISE_LEN, this.length);
    writer.be32(NFTA_BITWISE_OP, op);
  }
}

class MaskXor extends Bitwise {
  private readonly mask: NftData;
  private readonly xor: NftData;

  constructor(sreg: number, dreg: number, length: number, mask: NftData, xor: NftData) {
    super(sreg, dreg, length);
    this.mask = mask;
    this.xor = xor;
  }

  eval(regs: NftRegs): void {
    const { words, sreg, dreg } = this;
    const mask = this.mask.words;
    const xor = this.xor.words;
    for (let i = 0; i < words; i++) regs.words[dreg + i] = (regs.words[sreg + i] & mask[i]) ^ xor[i];
  }

  override test(): NftTest {
    const { sreg, dreg, length, mask, xor } = this;
    const key = `mask ${sreg} ${dreg} ${mask.words.join(" ")} ${xor.words.join(" ")}`;
    return { kind: "change", key, sreg, dreg, length };
  }

  dump(writer: MessageWriter): void {
    this.dumpHead(writer, NFT_BITWISE_MASK_XOR);
    dumpData(writer, NFTA_BITWISE_MASK, this.mask);
    dumpData(writer, NFTA_BITWISE_XOR, this.xor);
  }
}

/** Words are shifted as one number, the first word highest, each in the processor's order. */
class Shift extends Bitwise {
  private readonly op: number;
  private readonly data: NftData;

  constructor(sreg: number, dreg: number, length: number, op: number, data: NftData) {
    super(sreg, dreg, length);
    this.op = op;
    this.data = data;
  }

  eval(regs: NftRegs): void {
    const shift = this.data.words[0];
    const { words, sreg, dreg } = this;
    let carry = 0;
    if (this.op === NFT_BITWISE_LSHIFT) {
      for (let i = words - 1; i >= 0; i--) {
        const value = regs.words[sreg + i];
        regs.words[dreg + i] = (value << shift) | carry;
        carry = shift === 0 ? 0 : value >>> (32 - shift);
      }
      return;
    }
    for (let i = 0; i < words; i++) {
      const value = regs.words[sreg + i];
      regs.words[dreg + i] = carry | (value >>> shift);
      carry = shift === 0 ? 0 : value << (32 - shift);
    }
  }

  dump(writer: MessageWriter): void {
    this.dumpHead(writer, this.op);
    dumpData(writer, NFTA_BITWISE_DATA, this.data);
  }
}

export const BITWISE: NftExprType = {
  name: "bitwise",
  maximum: 7,
  init: (ctx, tb) => {
    const length = parseCheck(tb, NFTA_BITWISE_LEN, 255);
    if (length < 0) return length;
    const sreg = parseLoad(ctx, tb, NFTA_BITWISE_SREG, length);
    if (sreg < 0) return sreg;
    const dreg = parseStore(ctx, tb, NFTA_BITWISE_DREG, length);
    if (dreg < 0) return dreg;
    const op = tb.be32(NFTA_BITWISE_OP);
    if (op === NFT_BITWISE_LSHIFT || op === NFT_BITWISE_RSHIFT) {
      if (tb.has(NFTA_BITWISE_MASK) || tb.has(NFTA_BITWISE_XOR)) return -EINVAL;
      const data = parseData(ctx, tb, NFTA_BITWISE_DATA);
      if (typeof data === "number") return data;
      if (data.verdict || data.length !== 4 || data.words[0] >>> 0 >= 32) return -EINVAL;
      return new Shift(sreg, dreg, length, op, data);
    }
    if (op !== NFT_BITWISE_MASK_XOR) return -EOPNOTSUPP;
    if (tb.has(NFTA_BITWISE_DATA)) return -EINVAL;
    const mask = parseData(ctx, tb, NFTA_BITWISE_MASK);
    if (typeof mask === "number") return mask;
    const xor = parseData(ctx, tb, NFTA_BITWISE_XOR);
    if (typeof xor === "number") return xor;
    if (mask.verdict || xor.verdict || mask.length !== length || xor.length !== length) return -EINVAL;
    return new MaskXor(sreg, dreg, length, mask, xor);
  },
};
