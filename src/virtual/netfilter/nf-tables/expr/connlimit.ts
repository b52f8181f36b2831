/** How many connections there are at once. Source: `net/netfilter/nft_connlimit.c`, `nf_conncount.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack/conntrack-hooks.ts";
import { nfCtGet } from "../../conntrack/nf-conn.ts";
import { ConnCountList } from "../../conntrack/nf-conncount.ts";
import type { NftCtx } from "../context.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import { noConnections } from "./ct-set.ts";

class Connlimit extends NftExpr {
  readonly type = CONNLIMIT;
  private readonly ctx: NftCtx;
  private readonly limit: number;
  private readonly inverted: boolean;
  /** An element's copy lives as long as the rule or set that it was made from. */
  private readonly isCopy: boolean;
  private readonly list = new ConnCountList();

  constructor(ctx: NftCtx, limit: number, inverted: boolean, isCopy: boolean) {
    super();
    this.ctx = ctx;
    this.limit = limit;
    this.inverted = inverted;
    this.isCopy = isCopy;
    if (!isCopy) nfCtNetnsGet(ctx.net, ctx.family);
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const ct = nfCtGet(pkt.skb);
    if (ct === null) {
      regs.code = NFT_BREAK;
      return;
    }
    this.list.add(ct);
    if (this.list.count > this.limit !== this.inverted) regs.code = NFT_BREAK;
  }

  dump(writer: MessageWriter): void {
    writer.be32(n.NFTA_CONNLIMIT_COUNT, this.limit);
    writer.be32(n.NFTA_CONNLIMIT_FLAGS, this.inverted ? n.NFT_CONNLIMIT_F_INV : 0);
  }

  override destroy(): void {
    if (!this.isCopy) nfCtNetnsPut(this.ctx.net, this.ctx.family);
  }

  override clone(): NftExpr {
    return new Connlimit(this.ctx, this.limit, this.inverted, true);
  }

  override gc(): boolean {
    return this.list.isOver(this.ctx.net);
  }
}

export const CONNLIMIT: NftExprType = {
  name: "connlimit",
  maximum: 2,
  stateful: true,
  init: (ctx: NftCtx, tb: AttributeTable) => {
    if (!tb.has(n.NFTA_CONNLIMIT_COUNT)) return -EINVAL;
    const flags = tb.be32(n.NFTA_CONNLIMIT_FLAGS);
    if ((flags & ~n.NFT_CONNLIMIT_F_INV) !== 0) return -EINVAL;
    const refused = noConnections(ctx);
    if (refused !== undefined) return refused;
    return new Connlimit(ctx, tb.be32(n.NFTA_CONNLIMIT_COUNT), (flags & n.NFT_CONNLIMIT_F_INV) !== 0, false);
  },
};
