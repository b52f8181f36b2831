/** How many connections there are at once. Source: `net/netfilter/nft_connlimit.c`, `nf_conncount.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack-hooks.ts";
import { IPS_DYING } from "../../conntrack-status.ts";
import { HZ } from "../../net-ct.ts";
import { type NfConn, nfCtGet } from "../../nf-conn.ts";
import type { NftCtx } from "../context.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** States of TCP in which a connection counts no more (`already_closed`). */
const TCP_CONNTRACK_TIME_WAIT = 7;
const TCP_CONNTRACK_CLOSE = 8;
/** Elements of a set look at no more than so many at once (`CONNCOUNT_GC_MAX_NODES`). */
const MOST = 1 << 20;

function isOver(ct: NfConn): boolean {
  if ((ct.status & IPS_DYING) !== 0) return true;
  const left = (ct.timeout - Math.floor((ct.net.machine.now() * HZ) / 1e9)) | 0;
  if (ct.isConfirmed && left <= 0) return true;
  const state = ct.tcp?.state ?? 0;
  return state === TCP_CONNTRACK_TIME_WAIT || state === TCP_CONNTRACK_CLOSE;
}

class Connlimit extends NftExpr {
  readonly type = CONNLIMIT;
  private readonly ctx: NftCtx;
  private readonly limit: number;
  private readonly inverted: boolean;
  private list: NfConn[] = [];

  constructor(ctx: NftCtx, limit: number, inverted: boolean) {
    super();
    this.ctx = ctx;
    this.limit = limit;
    this.inverted = inverted;
    nfCtNetnsGet(ctx.net, ctx.family);
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const ct = nfCtGet(pkt.skb);
    if (ct === null) {
      regs.code = NFT_BREAK;
      return;
    }
    this.note(ct);
    if (this.list.length > this.limit !== this.inverted) regs.code = NFT_BREAK;
  }

  /** `nf_conncount_add`: those that are over are forgotten on the way. */
  private note(ct: NfConn): void {
    const { list } = this;
    let kept = 0;
    let known = false;
    for (const each of list) {
      if (each === ct) known = true;
      else if (isOver(each)) {
        each.put();
        continue;
      }
      list[kept++] = each;
    }
    list.length = kept;
    if (known || kept >= MOST) return;
    ct.use++;
    list.push(ct);
  }

  dump(writer: MessageWriter): void {
    writer.be32(n.NFTA_CONNLIMIT_COUNT, this.limit);
    writer.be32(n.NFTA_CONNLIMIT_FLAGS, this.inverted ? n.NFT_CONNLIMIT_F_INV : 0);
  }

  override destroy(): void {
    for (const ct of this.list) ct.put();
    this.list = [];
    nfCtNetnsPut(this.ctx.net, this.ctx.family);
  }

  override clone(): NftExpr {
    return new Connlimit(this.ctx, this.limit, this.inverted);
  }

  override gc(): boolean {
    return this.list.every(isOver);
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
    return new Connlimit(ctx, tb.be32(n.NFTA_CONNLIMIT_COUNT), (flags & n.NFT_CONNLIMIT_F_INV) !== 0);
  },
};
