/** What IPsec did with a packet, which is nothing: there is none here. Source: `net/netfilter/nft_xfrm.c`. */
import { EINVAL, EOPNOTSUPP, ERANGE } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import {
  isIp,
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
} from "../../hook-numbers.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const IN = 0;
const OUT = 1;
const DEEPEST = 6;
/** By key, bytes; 0: there is no such one. */
const LENGTHS: readonly number[] = [0, 4, 16, 4, 16, 4, 4];
const ARRIVED = (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_PRE_ROUTING);
const LEAVING = (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING);

class Xfrm extends NftExpr {
  readonly type = XFRM;
  private readonly dreg: number;
  private readonly key: number;
  private readonly direction: number;
  private readonly place: number;

  constructor(dreg: number, key: number, direction: number, place: number) {
    super();
    this.dreg = dreg;
    this.key = key;
    this.direction = direction;
    this.place = place;
  }

  eval(regs: NftRegs, _pkt: NftPktinfo): void {
    regs.code = NFT_BREAK;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_XFRM_DREG, this.dreg);
    writer.be32(n.NFTA_XFRM_KEY, this.key);
    writer.u8(n.NFTA_XFRM_DIR, this.direction);
    writer.be32(n.NFTA_XFRM_SPNUM, this.place);
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(this.direction === IN ? ARRIVED : LEAVING);
  }
}

export const XFRM: NftExprType = {
  name: "xfrm",
  maximum: 4,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_XFRM_KEY) || !tb.has(n.NFTA_XFRM_DIR) || !tb.has(n.NFTA_XFRM_DREG)) return -EINVAL;
    if (!isIp(ctx.family)) return -EOPNOTSUPP;
    const key = tb.be32(n.NFTA_XFRM_KEY);
    const length = LENGTHS[key] ?? 0;
    if (length === 0) return -EINVAL;
    const direction = tb.u8(n.NFTA_XFRM_DIR);
    if (direction !== IN && direction !== OUT) return -EINVAL;
    const place = tb.be32(n.NFTA_XFRM_SPNUM);
    if (place >= DEEPEST) return -ERANGE;
    const dreg = parseStore(ctx, tb, n.NFTA_XFRM_DREG, length);
    if (dreg < 0) return dreg;
    ctx.table.needsValidation();
    return new Xfrm(dreg, key, direction, place);
  },
};
