/** Only so many packets or bytes in a time: a bucket of tokens, which are nanoseconds. Source: `net/netfilter/nft_limit.c`. */
import { EINVAL, EOPNOTSUPP, EOVERFLOW } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import {
  NFT_LIMIT_F_INV,
  NFT_LIMIT_PKT_BYTES,
  NFT_LIMIT_PKTS,
  NFT_OBJECT_LIMIT,
  NFTA_LIMIT_BURST,
  NFTA_LIMIT_FLAGS,
  NFTA_LIMIT_RATE,
  NFTA_LIMIT_TYPE,
  NFTA_LIMIT_UNIT,
} from "../../../../netlink/nf-tables-expressions.ts";
import type { NftCtx } from "../context.ts";
import { be64, putBe64 } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftObjectState, NftObjectType } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

const NS_PER_S = 1e9;
/** Packets at once when nothing is said (`NFT_LIMIT_PKT_BURST_DEFAULT`). */
const DEFAULT_BURST = 5;
const U64 = 2 ** 64;

interface LimitConfig {
  readonly rate: number;
  readonly nsecs: number;
  readonly burst: number;
  readonly byBytes: boolean;
  readonly inverted: boolean;
}

class Limit extends NftExpr implements NftObjectState {
  readonly type = LIMIT;
  private readonly config: LimitConfig;
  private readonly most: number;
  /** What a packet takes. */
  private readonly cost: number;
  private tokens: number;
  private last: number;

  constructor(config: LimitConfig, now: number) {
    super();
    this.config = config;
    const { nsecs, rate, burst, byBytes } = config;
    this.cost = Math.floor(nsecs / rate);
    this.most = byBytes ? Math.floor((nsecs * (rate + burst)) / rate) : this.cost * burst;
    this.tokens = this.most;
    this.last = now;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { nsecs, rate, byBytes, inverted } = this.config;
    const now = pkt.net.machine.now();
    const cost = byBytes ? Math.floor((nsecs * pkt.skb.length) / rate) : this.cost;
    const tokens = Math.min(this.tokens + now - this.last, this.most);
    this.last = now;
    const left = tokens - cost;
    this.tokens = left >= 0 ? left : tokens;
    if (left >= 0 === inverted) regs.code = NFT_BREAK;
  }

  dump(writer: MessageWriter): void {
    const { rate, nsecs, burst, byBytes, inverted } = this.config;
    putBe64(writer, NFTA_LIMIT_RATE, rate);
    putBe64(writer, NFTA_LIMIT_UNIT, nsecs / NS_PER_S);
    writer.be32(NFTA_LIMIT_BURST, burst);
    writer.be32(NFTA_LIMIT_TYPE, byBytes ? NFT_LIMIT_PKT_BYTES : NFT_LIMIT_PKTS);
    writer.be32(NFTA_LIMIT_FLAGS, inverted ? NFT_LIMIT_F_INV : 0);
  }

  override clone(): Limit {
    return new Limit(this.config, this.last);
  }
}

function init(ctx: NftCtx, tb: AttributeTable): Limit | number {
  if (!tb.has(NFTA_LIMIT_RATE) || !tb.has(NFTA_LIMIT_UNIT)) return -EINVAL;
  const rate = be64(tb, NFTA_LIMIT_RATE);
  if (rate === 0) return -EINVAL;
  const unit = be64(tb, NFTA_LIMIT_UNIT);
  if (unit * NS_PER_S >= U64) return -EOVERFLOW;
  const type = tb.be32(NFTA_LIMIT_TYPE);
  if (type !== NFT_LIMIT_PKTS && type !== NFT_LIMIT_PKT_BYTES) return -EINVAL;
  const byBytes = type === NFT_LIMIT_PKT_BYTES;
  let burst = tb.be32(NFTA_LIMIT_BURST);
  if (!byBytes && burst === 0) burst = DEFAULT_BURST;
  if (rate + burst >= U64) return -EOVERFLOW;
  // what the bucket holds, in nanoseconds: a product that must fit as well
  const whole = byBytes ? unit * NS_PER_S * (rate + burst) : Math.floor((unit * NS_PER_S) / rate) * burst;
  if (whole >= U64) return -EOVERFLOW;
  const flags = tb.be32(NFTA_LIMIT_FLAGS);
  if ((flags & ~NFT_LIMIT_F_INV) !== 0) return -EOPNOTSUPP;
  const inverted = (flags & NFT_LIMIT_F_INV) !== 0;
  return new Limit({ rate, nsecs: unit * NS_PER_S, burst, byBytes, inverted }, ctx.net.machine.now());
}

export const LIMIT: NftExprType = { name: "limit", maximum: 6, stateful: true, init };
export const LIMIT_OBJECT: NftObjectType = { type: NFT_OBJECT_LIMIT, maximum: 6, init };
