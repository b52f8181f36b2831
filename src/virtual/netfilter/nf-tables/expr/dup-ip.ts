/** A copy of the packet goes to another host. Source: `net/ipv4/netfilter/nft_dup_ipv4.c`, `nf_dup_ipv4.c`. */
import { EINVAL } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { read32 } from "../../../../packet/bytes.ts";
import { allocSkb, nfResetCt, type SkBuff, setNfct } from "../../../core/skbuff.ts";
import { Flow4 } from "../../../ipv4/flow.ts";
import { ipLocalOut } from "../../../ipv4/ip-output.ts";
import { routeOutput } from "../../../ipv4/route-output.ts";
import { Rtable } from "../../../ipv4/rtable.ts";
import { IP_CT_UNTRACKED } from "../../conntrack-status.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING, NFPROTO_IPV4 } from "../../hook-numbers.ts";
import { dumpRegister, parseLoad } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";

const flow = new Flow4();
const DONT_FRAGMENT = 0x40;
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

/** A way whose next hop is that host, whatever the packet's destination is (`FLOWI_FLAG_KNOWN_NH`). */
function throughHost(route: Rtable, gateway: number): Rtable {
  if (route.gatewayFamily !== 0) return route;
  const { net, dev, flags, type, handleInput, handleOutput } = route;
  const way = new Rtable(net, dev, flags, type, handleInput, handleOutput);
  way.nexthop = route.nexthop;
  way.gatewayFamily = NFPROTO_IPV4;
  way.gateway = gateway;
  return way;
}

class DupIpv4 extends NftExpr {
  readonly type = DUP_IPV4;
  private readonly address: number;
  /** -1: as the route says. */
  private readonly device: number;

  constructor(address: number, device: number) {
    super();
    this.address = address;
    this.device = device;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (duplicating) return;
    const gateway = read32(regs.bytes, this.address * 4);
    const skb = copy(pkt.skb, pkt.nhoff);
    nfResetCt(skb);
    setNfct(skb, null, IP_CT_UNTRACKED);
    const { bytes, data } = skb;
    bytes[data + 6] |= DONT_FRAGMENT;
    if (pkt.hook === NF_INET_PRE_ROUTING || pkt.hook === NF_INET_LOCAL_IN) bytes[data + 8]--;
    const way = flow.reset();
    way.daddr = gateway;
    way.tos = bytes[data + 1];
    if (this.device >= 0) way.oif = regs.words[this.device];
    const route = routeOutput(pkt.net.ipv4, way);
    if (typeof route === "number") return;
    skb.dst = throughHost(route, gateway);
    skb.dev = route.dev;
    duplicating = true;
    ipLocalOut(skb);
    duplicating = false;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_DUP_SREG_ADDR, this.address);
    if (this.device >= 0) dumpRegister(writer, n.NFTA_DUP_SREG_DEV, this.device);
  }
}

export const DUP_IPV4: NftExprType = {
  name: "dup",
  family: NFPROTO_IPV4,
  maximum: 2,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_DUP_SREG_ADDR)) return -EINVAL;
    const address = parseLoad(ctx, tb, n.NFTA_DUP_SREG_ADDR, 4);
    if (address < 0) return address;
    const device = tb.has(n.NFTA_DUP_SREG_DEV) ? parseLoad(ctx, tb, n.NFTA_DUP_SREG_DEV, 4) : -1;
    return tb.has(n.NFTA_DUP_SREG_DEV) && device < 0 ? device : new DupIpv4(address, device);
  },
};
