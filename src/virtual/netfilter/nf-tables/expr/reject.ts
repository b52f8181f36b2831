/**
 * Refusing packets with an answer.
 *
 * Source: `net/netfilter/nft_reject.c`, `nft_reject_inet.c`, `net/ipv4/netfilter/nft_reject_ipv4.c`, `net/ipv6/netfilter/nft_reject_ipv6.c`,
 * `net/netfilter/nft_reject_netdev.c`.
 */
import { EINVAL } from "../../../../errno.ts";
import type { AttributeTable } from "../../../../netlink/attribute.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NF_DROP } from "../../../../netlink/nf-tables.ts";
import {
  NFT_REJECT_ICMP_UNREACH,
  NFT_REJECT_ICMPX_ADMIN_PROHIBITED,
  NFT_REJECT_ICMPX_UNREACH,
  NFT_REJECT_TCP_RST,
  NFTA_REJECT_ICMP_CODE,
  NFTA_REJECT_TYPE,
} from "../../../../netlink/nf-tables-expressions.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../../packet/ethernet.ts";
import { IPPROTO_TCP } from "../../../../packet/ipv4.ts";
import {
  NF_INET_FORWARD,
  NF_INET_INGRESS,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_PRE_ROUTING,
  NF_NETDEV_INGRESS,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from "../../hook-numbers.ts";
import { nfSendReset, nfSendUnreach } from "../../reject/nf-reject-ipv4.ts";
import { nfSendReset6, nfSendUnreach6 } from "../../reject/nf-reject-ipv6.ts";
import {
  rejectAtDeviceIpv4,
  rejectAtDeviceIpv6,
  resetAtDeviceIpv4,
  resetAtDeviceIpv6,
} from "../../reject/nf-reject-netdev.ts";
import type { NftCtx } from "../context.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const HOOKS =
  (1 << NF_INET_LOCAL_IN) | (1 << NF_INET_FORWARD) | (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_PRE_ROUTING);
/** What "icmpx" codes are in either family: no route, port, host, administratively prohibited. */
const ICMPX_IPV4 = [0, 3, 1, 13];
const ICMPX_IPV6 = [0, 4, 3, 1];

class Reject extends NftExpr {
  readonly type: NftExprType;
  protected readonly kind: number;
  private readonly code: number;

  constructor(type: NftExprType, kind: number, code: number) {
    super();
    this.type = type;
    this.kind = kind;
    this.code = code;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    if (pkt.pf === NFPROTO_IPV4) this.answerIpv4(pkt);
    else if (pkt.pf === NFPROTO_IPV6) this.answerIpv6(pkt);
    regs.code = NF_DROP;
  }

  private answerIpv4(pkt: NftPktinfo): void {
    if (this.kind === NFT_REJECT_TCP_RST) nfSendReset(pkt.net, pkt.skb);
    else nfSendUnreach(pkt.skb, this.codeOf(ICMPX_IPV4), pkt.hook);
  }

  private answerIpv6(pkt: NftPktinfo): void {
    if (this.kind !== NFT_REJECT_TCP_RST) nfSendUnreach6(pkt.skb, pkt.in ?? pkt.out, this.codeOf(ICMPX_IPV6));
    else if (pkt.hasL4 && pkt.tprot === IPPROTO_TCP && pkt.fragoff === 0)
      nfSendReset6(pkt.net, pkt.skb, pkt.thoff);
  }

  protected codeOf(icmpx: readonly number[]): number {
    return this.kind === NFT_REJECT_ICMPX_UNREACH ? icmpx[this.code] : this.code;
  }

  dump(writer: MessageWriter): void {
    writer.be32(NFTA_REJECT_TYPE, this.kind);
    if (this.kind !== NFT_REJECT_TCP_RST) writer.u8(NFTA_REJECT_ICMP_CODE, this.code);
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(from.family === NFPROTO_INET ? HOOKS | (1 << NF_INET_INGRESS) : HOOKS);
  }
}

/** At a device nothing is routed yet: the answer goes back to where the frame came from. */
class RejectNetdev extends Reject {
  override eval(regs: NftRegs, pkt: NftPktinfo): void {
    const { skb, in: dev } = pkt;
    regs.code = NF_DROP;
    // what was sent to many is not answered
    if (dev === null || (skb.bytes[skb.macHeader] & 1) !== 0) return;
    if (skb.protocol === ETH_P_IP) {
      if (this.kind === NFT_REJECT_TCP_RST) resetAtDeviceIpv4(skb, dev);
      else rejectAtDeviceIpv4(skb, dev, this.codeOf(ICMPX_IPV4));
    } else if (skb.protocol === ETH_P_IPV6 && pkt.hasL4) {
      if (this.kind !== NFT_REJECT_TCP_RST) rejectAtDeviceIpv6(skb, dev, this.codeOf(ICMPX_IPV6), pkt.thoff);
      else if (pkt.tprot === IPPROTO_TCP && pkt.fragoff === 0) resetAtDeviceIpv6(skb, dev, pkt.thoff);
    }
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(1 << NF_NETDEV_INGRESS);
  }
}

function rejectType(family: number): NftExprType {
  const type: NftExprType = {
    name: "reject",
    family,
    maximum: 2,
    init: (ctx, tb) => init(type, ctx, tb),
  };
  return type;
}

function init(type: NftExprType, ctx: NftCtx, tb: AttributeTable): Reject | number {
  if (!tb.has(NFTA_REJECT_TYPE)) return -EINVAL;
  const kind = tb.be32(NFTA_REJECT_TYPE);
  const code = tb.u8(NFTA_REJECT_ICMP_CODE);
  switch (kind) {
    case NFT_REJECT_TCP_RST:
      break;
    case NFT_REJECT_ICMP_UNREACH:
      if (!tb.has(NFTA_REJECT_ICMP_CODE)) return -EINVAL;
      break;
    case NFT_REJECT_ICMPX_UNREACH:
      if (type.family !== NFPROTO_INET && type.family !== NFPROTO_NETDEV) return -EINVAL;
      if (!tb.has(NFTA_REJECT_ICMP_CODE) || code > NFT_REJECT_ICMPX_ADMIN_PROHIBITED) return -EINVAL;
      break;
    default:
      return -EINVAL;
  }
  ctx.table.needsValidation();
  return type.family === NFPROTO_NETDEV ? new RejectNetdev(type, kind, code) : new Reject(type, kind, code);
}

/** Not in bridges: the kernel that is followed is built without `CONFIG_NFT_BRIDGE_REJECT`. */
export const REJECT_TYPES: readonly NftExprType[] = [
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
].map(rejectType);
