/** Changing what is known of a packet. Source: `net/netfilter/nft_meta.c` (`nft_meta_set_eval`). */
import { EOPNOTSUPP } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import {
  NFT_META_MARK,
  NFT_META_NFTRACE,
  NFT_META_PKTTYPE,
  NFT_META_PRIORITY,
  NFT_META_SECMARK,
  NFTA_META_KEY,
  NFTA_META_SREG,
} from "../../../../netlink/nf-tables-expressions.ts";
import { PACKET_OTHERHOST } from "../../../core/skbuff.ts";
import {
  NF_INET_INGRESS,
  NF_INET_PRE_ROUTING,
  NFPROTO_ARP,
  NFPROTO_BRIDGE,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

interface SetKey {
  readonly length: number;
  set(regs: NftRegs, pkt: NftPktinfo, sreg: number): void;
}

const KEYS: ReadonlyMap<number, SetKey> = new Map<number, SetKey>([
  [
    NFT_META_MARK,
    {
      length: 4,
      set: (regs, pkt, sreg) => {
        pkt.skb.mark = regs.words[sreg] >>> 0;
      },
    },
  ],
  [
    NFT_META_PRIORITY,
    {
      length: 4,
      set: (regs, pkt, sreg) => {
        pkt.skb.priority = regs.words[sreg] >>> 0;
      },
    },
  ],
  [
    NFT_META_PKTTYPE,
    {
      length: 1,
      set: (regs, pkt, sreg) => {
        const value = regs.bytes[sreg * 4];
        // Only between what is not for others and what is, as far as user space may say so.
        if (value <= PACKET_OTHERHOST && pkt.skb.packetType <= PACKET_OTHERHOST) pkt.skb.packetType = value;
      },
    },
  ],
  // a connection's, which is 0: no security module marks packets
  [NFT_META_SECMARK, { length: 4, set: () => {} }],
  [
    NFT_META_NFTRACE,
    {
      length: 1,
      set: (regs, pkt, sreg) => {
        const { skb } = pkt;
        const on = regs.bytes[sreg * 4] !== 0;
        if (on === (skb.nfTrace !== 0)) return;
        skb.nfTrace = on ? pkt.net.machine.random() >>> 0 || 1 : 0;
        pkt.trace = on;
      },
    },
  ],
]);

/** Hooks where the packet's kind may be changed (`nft_meta_set_validate`). */
function packetTypeHooks(family: number): number {
  switch (family) {
    case NFPROTO_BRIDGE:
      return 1 << NF_INET_PRE_ROUTING;
    case NFPROTO_NETDEV:
      return 1;
    case NFPROTO_IPV4:
    case NFPROTO_IPV6:
    case NFPROTO_INET:
      return (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_INGRESS);
    case NFPROTO_ARP:
      return 0;
    default:
      return 0;
  }
}

class MetaSet extends NftExpr {
  readonly type: NftExprType;
  private readonly sreg: number;
  private readonly key: number;
  private readonly set: SetKey["set"];

  constructor(type: NftExprType, sreg: number, key: number, set: SetKey["set"]) {
    super();
    this.type = type;
    this.sreg = sreg;
    this.key = key;
    this.set = set;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    this.set(regs, pkt, this.sreg);
  }

  dump(writer: MessageWriter): void {
    writer.be32(NFTA_META_KEY, this.key);
    dumpRegister(writer, NFTA_META_SREG, this.sreg);
  }

  override validate(from: ValidateCtx): number {
    if (this.key !== NFT_META_PKTTYPE || from.typeName === null) return 0;
    return (packetTypeHooks(from.family) & from.hooks) === 0 ? -EOPNOTSUPP : 0;
  }
}

/** Reads the attributes of one that sets `key` (`nft_meta_set_init`). @returns the expression or a negative error */
export function initMetaSet(
  type: NftExprType,
  ctx: NftCtx,
  tb: AttributeTable,
  key: number,
): NftExpr | number {
  const known = KEYS.get(key);
  if (known === undefined) return -EOPNOTSUPP;
  const sreg = parseLoad(ctx, tb, NFTA_META_SREG, known.length);
  if (sreg < 0) return sreg;
  if (key === NFT_META_PKTTYPE) ctx.table.needsValidation();
  return new MetaSet(type, sreg, key, known.set);
}
