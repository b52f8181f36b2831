/**
 * Which system began a connection, by how it asks. Nobody can load fingerprints here, and so every system is unknown, as on a Linux where
 * nobody has.
 *
 * Source: `net/netfilter/nft_osf.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { TCP_FLAGS, TCP_HLEN, TCP_SYN } from "../../../../packet/tcp.ts";
import {
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_PRE_ROUTING,
  NFPROTO_INET,
  NFPROTO_IPV4,
} from "../../hook-numbers.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD);
const TCP = 6;
/** `NFT_OSF_MAXGENRELEN` */
const NAME_LENGTH = 16;
const MOST_TTL = 2;
/** `unknown` in the processor's order of bytes. */
const UNKNOWN = [0x6e6b6e75, 0x006e776f, 0, 0];

class Osf extends NftExpr {
  readonly type = OSF;
  private readonly dreg: number;
  private readonly ttl: number;
  private readonly flags: number;

  constructor(dreg: number, ttl: number, flags: number) {
    super();
    this.dreg = dreg;
    this.ttl = ttl;
    this.flags = flags;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { bytes, tail } = pkt.skb;
    const { thoff } = pkt;
    const asks =
      pkt.hasL4 &&
      pkt.tprot === TCP &&
      thoff + TCP_HLEN <= tail &&
      (bytes[thoff + TCP_FLAGS] & TCP_SYN) !== 0;
    if (!asks) {
      regs.code = NFT_BREAK;
      return;
    }
    for (let i = 0; i < UNKNOWN.length; i++) regs.words[this.dreg + i] = UNKNOWN[i];
  }

  dump(writer: MessageWriter): void {
    writer.u8(n.NFTA_OSF_TTL, this.ttl);
    writer.be32(n.NFTA_OSF_FLAGS, this.flags);
    dumpRegister(writer, n.NFTA_OSF_DREG, this.dreg);
  }

  override validate(from: ValidateCtx): number {
    if (from.family !== NFPROTO_IPV4 && from.family !== NFPROTO_INET) return -EOPNOTSUPP;
    return from.onlyFrom(HOOKS);
  }
}

export const OSF: NftExprType = {
  name: "osf",
  maximum: 3,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_OSF_DREG)) return -EINVAL;
    const ttl = tb.u8(n.NFTA_OSF_TTL);
    if (ttl > MOST_TTL) return -EINVAL;
    const flags = tb.be32(n.NFTA_OSF_FLAGS);
    if (tb.has(n.NFTA_OSF_FLAGS) && flags !== n.NFT_OSF_F_VERSION) return -EINVAL;
    const dreg = parseStore(ctx, tb, n.NFTA_OSF_DREG, NAME_LENGTH);
    if (dreg < 0) return dreg;
    ctx.table.needsValidation();
    return new Osf(dreg, ttl, flags);
  },
};
