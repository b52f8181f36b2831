/** So many bytes and no more. Source: `net/netfilter/nft_quota.c`. */
import { EINVAL, EOPNOTSUPP, EOVERFLOW } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_OBJECT_QUOTA,
  NFT_QUOTA_F_DEPLETED,
  NFT_QUOTA_F_INV,
  NFTA_QUOTA_BYTES,
  NFTA_QUOTA_CONSUMED,
  NFTA_QUOTA_FLAGS,
} from "../../../../netlink/nf-tables-expressions.ts";
import type { NftCtx } from "../context.ts";
import { be64, putBe64 } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftObjectState, NftObjectType } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

class Quota extends NftExpr implements NftObjectState {
  readonly type = QUOTA;
  private quota: number;
  private inverted: boolean;
  private consumed: number;
  private depleted: boolean;

  constructor(quota: number, inverted: boolean, consumed: number, depleted: boolean) {
    super();
    this.quota = quota;
    this.inverted = inverted;
    this.consumed = consumed;
    this.depleted = depleted;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    this.consumed += pkt.skb.length;
    const over = this.consumed > this.quota;
    if (over) this.depleted = true;
    if (over !== this.inverted) regs.code = NFT_BREAK;
  }

  update(other: NftObjectState): void {
    if (!(other instanceof Quota)) return;
    this.quota = other.quota;
    this.inverted = other.inverted;
  }

  dump(writer: MessageWriter, reset: boolean): void {
    const flags = (this.inverted ? NFT_QUOTA_F_INV : 0) | (this.depleted ? NFT_QUOTA_F_DEPLETED : 0);
    putBe64(writer, NFTA_QUOTA_BYTES, this.quota);
    putBe64(writer, NFTA_QUOTA_CONSUMED, Math.min(this.consumed, this.quota));
    writer.be32(NFTA_QUOTA_FLAGS, flags);
    if (!reset) return;
    this.consumed = 0;
    this.depleted = false;
  }

  override clone(): Quota {
    return new Quota(this.quota, this.inverted, 0, false);
  }
}

function init(_ctx: NftCtx, tb: AttributeTable): Quota | number {
  if (!tb.has(NFTA_QUOTA_BYTES)) return -EINVAL;
  const quota = be64(tb, NFTA_QUOTA_BYTES);
  if (quota > 2 ** 63) return -EOVERFLOW;
  const consumed = be64(tb, NFTA_QUOTA_CONSUMED);
  if (consumed > quota) return -EINVAL;
  const flags = tb.be32(NFTA_QUOTA_FLAGS);
  if ((flags & ~(NFT_QUOTA_F_INV | NFT_QUOTA_F_DEPLETED)) !== 0) return -EOPNOTSUPP;
  if ((flags & NFT_QUOTA_F_DEPLETED) !== 0) return -EOPNOTSUPP;
  return new Quota(quota, (flags & NFT_QUOTA_F_INV) !== 0, consumed, false);
}

export const QUOTA: NftExprType = { name: "quota", maximum: 4, stateful: true, init };
export const QUOTA_OBJECT: NftObjectType = { type: NFT_OBJECT_QUOTA, maximum: 4, init };
