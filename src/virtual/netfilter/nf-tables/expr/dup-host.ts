/** What copies of packets to other hosts have in common. Source: `net/ipv4/netfilter/nf_dup_ipv4.c`, `net/ipv6/netfilter/nf_dup_ipv6.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import type { Net } from "../../../core/net.ts";
import { allocSkb, nfResetCt, type SkBuff, setNfct } from "../../../core/skbuff.ts";
import { IP_CT_UNTRACKED } from "../../conntrack/conntrack-status.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING, NFPROTO_IPV4, NFPROTO_IPV6 } from "../../hook-numbers.ts";
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

/** How a family's copy goes to the host whose address is at `bytes[at]`. @param oif where it must leave; 0: as the route says */
export type SendCopy = (net: Net, skb: SkBuff, bytes: Uint8Array, at: number, oif: number) => void;

/** Bytes before the network header's end that count the hops, by family. */
const HOPS_AT: Readonly<Record<number, number>> = { [NFPROTO_IPV4]: 8, [NFPROTO_IPV6]: 7 };

/** Sends a copy of the packet to another host (`nf_dup_ipv4`, `nf_dup_ipv6`); parameters as of {@link SendCopy}. */
export function dupToHost(pkt: NftPktinfo, send: SendCopy, bytes: Uint8Array, at: number, oif: number): void {
  if (duplicating) return;
  const skb = copy(pkt.skb, pkt.nhoff);
  nfResetCt(skb);
  setNfct(skb, null, IP_CT_UNTRACKED);
  // what came from outside loses a hop
  if (pkt.hook === NF_INET_PRE_ROUTING || pkt.hook === NF_INET_LOCAL_IN)
    skb.bytes[skb.data + HOPS_AT[pkt.pf]]--;
  const { backlog } = pkt.net.machine;
  // a copy that comes back to this host is received when this is over: it may be copied again
  backlog.bhDisable();
  duplicating = true;
  send(pkt.net, skb, bytes, at, oif);
  duplicating = false;
  backlog.bhEnable();
}

class DupToHost extends NftExpr {
  readonly type: NftExprType;
  private readonly send: SendCopy;
  private readonly address: number;
  /** -1: as the route says. */
  private readonly device: number;

  constructor(type: NftExprType, send: SendCopy, address: number, device: number) {
    super();
    this.type = type;
    this.send = send;
    this.address = address;
    this.device = device;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const oif = this.device >= 0 ? regs.words[this.device] : 0;
    dupToHost(pkt, this.send, regs.bytes, this.address * 4, oif);
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_DUP_SREG_ADDR, this.address);
    if (this.device >= 0) dumpRegister(writer, n.NFTA_DUP_SREG_DEV, this.device);
  }
}

/** The type of a family. @param length of its addresses, in bytes */
export function dupType(family: number, length: number, send: SendCopy): NftExprType {
  const type: NftExprType = {
    name: "dup",
    family,
    maximum: 2,
    init: (ctx: NftCtx, tb: AttributeTable) => {
      if (!tb.has(n.NFTA_DUP_SREG_ADDR)) return -EINVAL;
      const address = parseLoad(ctx, tb, n.NFTA_DUP_SREG_ADDR, length);
      if (address < 0) return address;
      const device = tb.has(n.NFTA_DUP_SREG_DEV) ? parseLoad(ctx, tb, n.NFTA_DUP_SREG_DEV, 4) : -1;
      if (tb.has(n.NFTA_DUP_SREG_DEV) && device < 0) return device;
      return new DupToHost(type, send, address, device);
    },
  };
  return type;
}
