/** Reading the packet's bytes. Source: `net/netfilter/nft_payload.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_PAYLOAD_INNER_HEADER,
  NFT_PAYLOAD_LL_HEADER,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
  NFTA_PAYLOAD_BASE,
  NFTA_PAYLOAD_DREG,
  NFTA_PAYLOAD_LEN,
  NFTA_PAYLOAD_OFFSET,
  NFTA_PAYLOAD_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { dumpRegister, parseCheck, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftTest } from "../rule/rule-index.ts";
import { initPayloadSet } from "./payload-set.ts";
import { payloadStart } from "./payload-start.ts";

class Payload extends NftExpr {
  readonly type = PAYLOAD;
  private readonly dreg: number;
  private readonly base: number;
  private readonly offset: number;
  private readonly length: number;
  /**
   * What is short and aligned is read without a look at whether the header is there: of pieces of a packet, too
   * (`nft_payload_fast_eval`).
   */
  private readonly fast: boolean;

  constructor(dreg: number, base: number, offset: number, length: number) {
    super();
    const short = length === 1 || length === 2 || length === 4;
    this.fast = base === NFT_PAYLOAD_TRANSPORT_HEADER && short && offset % length === 0;
    this.dreg = dreg;
    this.base = base;
    this.offset = offset;
    this.length = length;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { skb } = pkt;
    const { base, length } = this;
    const start = this.fast && pkt.hasL4 ? pkt.thoff : payloadStart(pkt, base);
    const at = start + this.offset;
    if (start < 0 || at + length > skb.tail) {
      regs.code = NFT_BREAK;
      return;
    }
    const { bytes } = skb;
    if (length === 4) {
      regs.words[this.dreg] =
        bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
      return;
    }
    if (length === 2) {
      regs.words[this.dreg] = bytes[at] | (bytes[at + 1] << 8);
      return;
    }
    regs.words[this.dreg + ((length - 1) >>> 2)] = 0;
    const to = this.dreg * 4;
    for (let i = 0; i < length; i++) regs.bytes[to + i] = bytes[at + i];
  }

  override test(): NftTest {
    const { dreg, base, offset, length } = this;
    const key = `payload ${base} ${offset} ${length} ${dreg}`;
    const networkOffset = base === NFT_PAYLOAD_NETWORK_HEADER ? offset : -1;
    return { kind: "load", key, dreg, length, networkOffset };
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, NFTA_PAYLOAD_DREG, this.dreg);
    writer.be32(NFTA_PAYLOAD_BASE, this.base);
    writer.be32(NFTA_PAYLOAD_OFFSET, this.offset);
    writer.be32(NFTA_PAYLOAD_LEN, this.length);
  }
}

export const PAYLOAD: NftExprType = {
  name: "payload",
  maximum: 8,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_PAYLOAD_BASE) || !tb.has(NFTA_PAYLOAD_OFFSET) || !tb.has(NFTA_PAYLOAD_LEN))
      return -EINVAL;
    const base = tb.be32(NFTA_PAYLOAD_BASE);
    const known =
      base === NFT_PAYLOAD_LL_HEADER ||
      base === NFT_PAYLOAD_NETWORK_HEADER ||
      base === NFT_PAYLOAD_TRANSPORT_HEADER ||
      base === NFT_PAYLOAD_INNER_HEADER;
    if (!known) return -EOPNOTSUPP;
    if (tb.has(NFTA_PAYLOAD_SREG)) {
      if (tb.has(NFTA_PAYLOAD_DREG)) return -EINVAL;
      return initPayloadSet(PAYLOAD, ctx, tb, base);
    }
    if (!tb.has(NFTA_PAYLOAD_DREG)) return -EINVAL;
    const offset = parseCheck(tb, NFTA_PAYLOAD_OFFSET, 0xffff);
    if (offset < 0) return offset;
    const length = parseCheck(tb, NFTA_PAYLOAD_LEN, 255);
    if (length < 0) return length;
    const dreg = parseStore(ctx, tb, NFTA_PAYLOAD_DREG, length);
    if (dreg < 0) return dreg;
    return new Payload(dreg, base, offset, length);
  },
};
