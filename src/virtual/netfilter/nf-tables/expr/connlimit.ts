/** How many connections there are at once. Source: `net/netfilter/nft_connlimit.c`, `nf_conncount.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { nfCtNetnsGet, nfCtNetnsPut } from "../../conntrack-hooks.ts";
import { REC_ID, REC_NET, RECORD_SHIFT } from "../../conntrack-records.ts";
import { IPS_CONFIRMED, IPS_DYING } from "../../conntrack-status.ts";
import { type ConntrackTable, netCt } from "../../conntrack-table.ts";
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

/** Whether a record of the table is another connection's by now, or one that counts no more. */
function isOver({ records }: ConntrackTable, index: number, id: number, now: number): boolean {
  const at = index << RECORD_SHIFT;
  if (records.words[at + REC_ID] !== id || records.words[at + REC_NET] === 0) return true;
  if ((records.status(index) & (IPS_DYING | IPS_CONFIRMED)) !== IPS_CONFIRMED) return true;
  if (((records.timeout(index) - now) | 0) <= 0) return true;
  const ct = records.at(index);
  const state = ct.tcp?.state ?? 0;
  if (records.rest(ct)) records.recycle(ct);
  return state === TCP_CONNTRACK_TIME_WAIT || state === TCP_CONNTRACK_CLOSE;
}

const jiffies = (ct: NfConn): number => Math.floor((ct.net.machine.now() * HZ) / 1e9);

class Connlimit extends NftExpr {
  readonly type = CONNLIMIT;
  private readonly ctx: NftCtx;
  private readonly limit: number;
  private readonly inverted: boolean;
  /** An element's copy lives as long as the rule or set that it was made from. */
  private readonly isCopy: boolean;
  /** Connections by their records in the table, and their numbers: a record may serve another one later. */
  private readonly indexes: number[] = [];
  private readonly ids: number[] = [];

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
    this.note(ct);
    if (this.ids.length > this.limit !== this.inverted) regs.code = NFT_BREAK;
  }

  /** `nf_conncount_add`: those that are over are forgotten on the way. */
  private note(ct: NfConn): void {
    const { indexes, ids } = this;
    const { table } = ct.cnet;
    const now = jiffies(ct);
    let kept = 0;
    let known = false;
    for (let i = 0; i < ids.length; i++) {
      if (indexes[i] === ct.index && ids[i] === ct.id) known = true;
      else if (isOver(table, indexes[i], ids[i], now)) continue;
      indexes[kept] = indexes[i];
      ids[kept++] = ids[i];
    }
    indexes.length = kept;
    ids.length = kept;
    if (known || kept >= MOST) return;
    indexes.push(ct.index);
    ids.push(ct.id);
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
    const { net } = this.ctx;
    const now = Math.floor((net.machine.now() * HZ) / 1e9);
    const { table } = netCt(net);
    return this.ids.every((id, i) => isOver(table, this.indexes[i], id, now));
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
    return new Connlimit(ctx, tb.be32(n.NFTA_CONNLIMIT_COUNT), (flags & n.NFT_CONNLIMIT_F_INV) !== 0, false);
  },
};
