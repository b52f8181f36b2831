/** What is known of a packet beside its bytes. Source: `net/netfilter/nft_meta.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_META_PRANDOM,
  NFTA_META_DREG,
  NFTA_META_KEY,
  NFTA_META_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { NFPROTO_INET, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftTest } from "../rule/rule-index.ts";
import type { ValidateCtx } from "../validate.ts";
import { META_KEYS, type MetaKey } from "./meta-keys.ts";
import { initMetaSet } from "./meta-set.ts";

class Meta extends NftExpr {
  readonly type = META;
  private readonly dreg: number;
  private readonly key: number;
  private readonly length: number;
  private readonly get: MetaKey["get"];
  private readonly hooks: number | undefined;

  constructor(dreg: number, key: number, known: MetaKey) {
    super();
    this.dreg = dreg;
    this.key = key;
    this.length = known.length;
    this.get = known.get;
    this.hooks = known.hooks;
  }

  override validate(from: ValidateCtx): number {
    if (this.hooks === undefined || from.typeName === null) return 0;
    return IP_FAMILIES.has(from.family) && (from.hooks & ~this.hooks) === 0 ? 0 : -EOPNOTSUPP;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (!this.get(regs, pkt, this.dreg)) regs.code = NFT_BREAK;
  }

  /** A random number is drawn for each rule. */
  override test(): NftTest | null {
    const { dreg, key, length } = this;
    return key === NFT_META_PRANDOM ? null : { kind: "load", key: `meta ${key} ${dreg}`, dreg, length };
  }

  dump(writer: MessageWriter): void {
    writer.be32(NFTA_META_KEY, this.key);
    dumpRegister(writer, NFTA_META_DREG, this.dreg);
  }
}

const IP_FAMILIES: ReadonlySet<number> = new Set([NFPROTO_IPV4, NFPROTO_IPV6, NFPROTO_INET]);

export const META: NftExprType = {
  name: "meta",
  maximum: 3,
  init: (ctx, tb) => {
    if (!tb.has(NFTA_META_KEY)) return -EINVAL;
    if (tb.has(NFTA_META_DREG) && tb.has(NFTA_META_SREG)) return -EINVAL;
    const key = tb.be32(NFTA_META_KEY);
    if (tb.has(NFTA_META_SREG)) return initMetaSet(META, ctx, tb, key);
    if (!tb.has(NFTA_META_DREG)) return -EINVAL;
    const known = META_KEYS.get(key);
    if (known === undefined) return -EOPNOTSUPP;
    if (known.family !== undefined && known.family !== ctx.family) return -EOPNOTSUPP;
    const dreg = parseStore(ctx, tb, NFTA_META_DREG, known.length);
    if (dreg >= 0 && known.hooks !== undefined) ctx.table.needsValidation();
    return dreg < 0 ? dreg : new Meta(dreg, key, known);
  },
};
