/** What the packet's route says. Source: `net/netfilter/nft_rt.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import { read32 } from "../../../../packet/bytes.ts";
import type { Destination } from "../../../core/dst.ts";
import { Flow4 } from "../../../ipv4/flow.ts";
import { routeOutput } from "../../../ipv4/route/route-output.ts";
import { Rtable } from "../../../ipv4/route/rtable.ts";
import { Flow6 } from "../../../ipv6/flow6.ts";
import { ip6RouteOutput } from "../../../ipv6/route/ip6-route.ts";
import { Rt6Info } from "../../../ipv6/route/rt6-info.ts";
import {
  isIp,
  NF_INET_FORWARD,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../../hook-numbers.ts";
import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const TCP_HLEN = 20;
const TCP_MSS_DEFAULT = 536;
const IPV4_HLEN = 20;
const IPV6_HLEN = 40;
const flow4 = new Flow4();
const flow6 = new Flow6();

function mtuOf(dst: Destination): number {
  return dst.mtu || dst.dev.mtu;
}

/** The way back to the packet's source (`nf_route`). */
function wayBack(pkt: NftPktinfo): Destination | null {
  const { bytes } = pkt.skb;
  const at = pkt.nhoff;
  if (pkt.pf === NFPROTO_IPV4) {
    const flow = flow4.reset();
    flow.daddr = read32(bytes, at + 12);
    const route = routeOutput(pkt.net.ipv4, flow);
    return typeof route === "number" ? null : route;
  }
  const flow = flow6.reset();
  flow.d0 = read32(bytes, at + 8) | 0;
  flow.d1 = read32(bytes, at + 12) | 0;
  flow.d2 = read32(bytes, at + 16) | 0;
  flow.d3 = read32(bytes, at + 20) | 0;
  const route = ip6RouteOutput(pkt.net, flow, 0);
  return route.error === 0 ? route : null;
}

/** The largest segment that fits there and back (`get_tcpmss`). */
function tcpMss(pkt: NftPktinfo, dst: Destination): number {
  const headers = TCP_HLEN + (pkt.pf === NFPROTO_IPV4 ? IPV4_HLEN : IPV6_HLEN);
  const back = wayBack(pkt);
  const mtu = back === null ? mtuOf(dst) : Math.min(mtuOf(dst), mtuOf(back));
  return mtu <= headers || mtu > 0xffff ? TCP_MSS_DEFAULT : mtu - headers;
}

class Rt extends NftExpr {
  readonly type = RT;
  private readonly dreg: number;
  private readonly key: number;

  constructor(dreg: number, key: number) {
    super();
    this.dreg = dreg;
    this.key = key;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { dst } = pkt.skb;
    if (dst === null || !this.read(regs, pkt, dst)) regs.code = NFT_BREAK;
  }

  private read(regs: NftRegs, pkt: NftPktinfo, dst: Destination): boolean {
    const { dreg } = this;
    switch (this.key) {
      case n.NFT_RT_CLASSID:
        regs.words[dreg] = dst instanceof Rtable ? dst.tclassid : 0;
        return true;
      case n.NFT_RT_NEXTHOP4:
        if (pkt.pf !== NFPROTO_IPV4 || !(dst instanceof Rtable)) return false;
        this.nexthop4(regs, pkt, dst);
        return true;
      case n.NFT_RT_NEXTHOP6:
        if (pkt.pf !== NFPROTO_IPV6 || !(dst instanceof Rt6Info)) return false;
        this.nexthop6(regs, pkt, dst);
        return true;
      case n.NFT_RT_XFRM:
        // no route leads through IPsec
        regs.words[dreg] = 0;
        return true;
      default:
        regs.words[dreg] = tcpMss(pkt, dst);
        return true;
    }
  }

  private nexthop4(regs: NftRegs, pkt: NftPktinfo, dst: Rtable): void {
    const at = this.dreg * 4;
    const direct = !dst.usesGateway || dst.gatewayFamily === NFPROTO_IPV6;
    for (let i = 0; i < 4; i++)
      regs.bytes[at + i] = direct ? pkt.skb.bytes[pkt.nhoff + 16 + i] : dst.gateway >>> (24 - 8 * i);
  }

  private nexthop6(regs: NftRegs, pkt: NftPktinfo, { gateway }: Rt6Info): void {
    const at = this.dreg * 4;
    if (gateway !== null) {
      gateway.toBytes(regs.bytes, at);
      return;
    }
    for (let i = 0; i < 16; i++) regs.bytes[at + i] = pkt.skb.bytes[pkt.nhoff + 24 + i];
  }

  dump(writer: MessageWriter): void {
    writer.be32(n.NFTA_RT_KEY, this.key);
    dumpRegister(writer, n.NFTA_RT_DREG, this.dreg);
  }

  override validate(from: ValidateCtx): number {
    return this.key === n.NFT_RT_TCPMSS ? from.onlyFrom(MSS_HOOKS) : 0;
  }
}

const MSS_HOOKS = (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING);
const LENGTHS: readonly number[] = [4, 4, 16, 2, 1];

export const RT: NftExprType = {
  name: "rt",
  maximum: 2,
  init: (ctx, tb) => {
    if (!isIp(ctx.family)) return -EOPNOTSUPP;
    if (!tb.has(n.NFTA_RT_KEY) || !tb.has(n.NFTA_RT_DREG)) return -EINVAL;
    const key = tb.be32(n.NFTA_RT_KEY);
    if (key >= LENGTHS.length) return -EOPNOTSUPP;
    const dreg = parseStore(ctx, tb, n.NFTA_RT_DREG, LENGTHS[key]);
    if (dreg < 0) return dreg;
    if (key === n.NFT_RT_TCPMSS) ctx.table.needsValidation();
    return new Rt(dreg, key);
  },
};
