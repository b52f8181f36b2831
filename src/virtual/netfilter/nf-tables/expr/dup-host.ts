/** What copies of packets to other hosts have in common. Source: `net/ipv4/netfilter/nf_dup_ipv4.c`, `net/ipv6/netfilter/nf_dup_ipv6.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { allocSkb, nfResetCt, type SkBuff, setNfct } from "../../../core/skbuff.ts";
import { IP_CT_UNTRACKED } from "../../conntrack/conntrack-status.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING } from "../../hook-numbers.ts";
import type { NftCtx } from "../context.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

/** A copy is not copied again (`nf_skb_duplicated`). */
let duplicating = false;

/** The packet from its network header on, in memory of its own. */
function copy(skb: SkBuff, from: number): SkBuff {
  const length = skb.tail - from;
  const fresh = allocSkb(length);
  fresh.tail = fresh.data + length;
  fresh.bytes.set(skb.bytes.subarray(from, skb.tail), fresh.data);
  fresh.networkHeader = fresh.data;
  fresh.transportHeader = fresh.data + (skb.transportHeader - from);
  fresh.protocol = skb.protocol;
  fresh.mark = skb.mark;
  fresh.priority = skb.priority;
  fresh.ipSummed = skb.ipSummed;
  fresh.csumStart = skb.csumStart - from + fresh.data;
  fresh.csumOffset = skb.csumOffset;
  fresh.gsoSize = skb.gsoSize;
  fresh.gsoType = skb.gsoType;
  return fresh;
}

/** Sends a copy to the host whose address a register holds. */
export abstract class DupToHost extends NftExpr {
  protected readonly address: number;
  /** -1: as the route says. */
  protected readonly device: number;

  constructor(address: number, device: number) {
    super();
    this.address = address;
    this.device = device;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (duplicating) return;
    const skb = copy(pkt.skb, pkt.nhoff);
    nfResetCt(skb);
    setNfct(skb, null, IP_CT_UNTRACKED);
    const came = pkt.hook === NF_INET_PRE_ROUTING || pkt.hook === NF_INET_LOCAL_IN;
    duplicating = true;
    this.send(regs, pkt, skb, came);
    duplicating = false;
  }

  /** @param came whether the packet came from outside: then it loses a hop */
  protected abstract send(regs: NftRegs, pkt: NftPktinfo, skb: SkBuff, came: boolean): void;

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_DUP_SREG_ADDR, this.address);
    if (this.device >= 0) dumpRegister(writer, n.NFTA_DUP_SREG_DEV, this.device);
  }
}

/** The type of a family. @param length of its addresses, in bytes */
export function dupType(
  family: number,
  length: number,
  make: (address: number, device: number) => DupToHost,
): NftExprType {
  return {
    name: "dup",
    family,
    maximum: 2,
    init: (ctx: NftCtx, tb: AttributeTable) => {
      if (!tb.has(n.NFTA_DUP_SREG_ADDR)) return -EINVAL;
      const address = parseLoad(ctx, tb, n.NFTA_DUP_SREG_ADDR, length);
      if (address < 0) return address;
      const device = tb.has(n.NFTA_DUP_SREG_DEV) ? parseLoad(ctx, tb, n.NFTA_DUP_SREG_DEV, 4) : -1;
      return tb.has(n.NFTA_DUP_SREG_DEV) && device < 0 ? device : make(address, device);
    },
  };
}
