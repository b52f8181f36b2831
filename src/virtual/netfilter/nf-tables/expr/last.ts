/** When a packet last came by. Source: `net/netfilter/nft_last.c`. */
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFTA_LAST_MSECS, NFTA_LAST_SET } from "../../../../netlink/nf-tables-expressions.ts";
import type { NftCtx } from "../context.ts";
import { be64, putBe64 } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

const MS = 1e6;

class Last extends NftExpr {
  readonly type = LAST;
  private seen: boolean;
  private time: number;
  private readonly ctx: NftCtx;

  constructor(ctx: NftCtx, seen: boolean, time: number) {
    super();
    this.ctx = ctx;
    this.seen = seen;
    this.time = time;
  }

  eval(_regs: NftRegs, pkt: NftPktinfo): void {
    this.seen = true;
    this.time = pkt.net.machine.now();
  }

  dump(writer: MessageWriter): void {
    const ago = this.seen ? Math.floor((this.ctx.net.machine.now() - this.time) / MS) : 0;
    writer.be32(NFTA_LAST_SET, Number(this.seen));
    putBe64(writer, NFTA_LAST_MSECS, ago);
  }

  override clone(): Last {
    return new Last(this.ctx, false, 0);
  }
}

export const LAST: NftExprType = {
  name: "last",
  maximum: 3,
  stateful: true,
  init: (ctx, tb) => {
    const ago = be64(tb, NFTA_LAST_MSECS);
    return new Last(ctx, tb.be32(NFTA_LAST_SET) !== 0, ctx.net.machine.now() - ago * MS);
  },
};
