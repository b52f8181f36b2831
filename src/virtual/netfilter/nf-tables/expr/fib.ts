/** What routing says of an address. Source: `net/netfilter/nft_fib.c`, `net/ipv4/netfilter/nft_fib_ipv4.c`, `net/ipv6/netfilter/nft_fib_ipv6.c`. */
import { EINVAL, EOPNOTSUPP } from "../../../../errno.ts";
import type { MessageWriter } from "../../../../netlink/message.ts";
import { NFT_BREAK } from "../../../../netlink/nf-tables.ts";
import * as n from "../../../../netlink/nf-tables-expressions.ts";
import {
  RTN_ANYCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
  RTN_UNSPEC,
} from "../../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../../packet/address.ts";
import { read32 } from "../../../../packet/bytes.ts";
import type { NetDevice } from "../../../core/dev/netdevice.ts";
import { addressType, fibLookup } from "../../../ipv4/fib/fib-lookup.ts";
import { FibResult } from "../../../ipv4/fib/fib-trie.ts";
import { Flow4 } from "../../../ipv4/flow.ts";
import { hasAddress } from "../../../ipv6/addrconf/addrconf-lookup.ts";
import { isAnycast } from "../../../ipv6/addrconf/anycast-check.ts";
import { Flow6 } from "../../../ipv6/flow6.ts";
import { RTF_ANYCAST, RTF_LOCAL, RTF_REJECT } from "../../../ipv6/route/fib6-info.ts";
import { polRoute, RT6_LOOKUP_F_IFACE } from "../../../ipv6/route/ip6-route.ts";
import {
  isIp,
  NF_INET_FORWARD,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../../hook-numbers.ts";

import { dumpRegister, parseStore } from "../data.ts";
import { NftExpr, type NftExprType } from "../expr.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { ValidateCtx } from "../validate.ts";

const IFNAMSIZ = 16;
const flow = new Flow4();
const flow6 = new Flow6();
const result = new FibResult();

/** What comes in from `lo` is taken to be right (`nft_fib_can_skip`). */
function fromLoopback({ hook, in: dev }: NftPktinfo): boolean {
  return (hook === NF_INET_PRE_ROUTING || hook === NF_INET_LOCAL_IN) && dev?.isLoopback === true;
}

class Fib extends NftExpr {
  readonly type = FIB;
  private readonly dreg: number;
  private readonly result: number;
  private readonly flags: number;

  constructor(dreg: number, kind: number, flags: number) {
    super();
    this.dreg = dreg;
    this.result = kind;
    this.flags = flags;
  }

  eval(regs: NftRegs, pkt: NftPktinfo): void {
    const v4 = pkt.pf === NFPROTO_IPV4;
    if (!v4 && pkt.pf !== NFPROTO_IPV6) {
      regs.code = NFT_BREAK;
      return;
    }
    if (this.result === n.NFT_FIB_RESULT_ADDRTYPE)
      regs.words[this.dreg] = v4 ? this.typeIpv4(pkt) : this.typeIpv6(pkt);
    else this.store(regs, v4 ? this.deviceIpv4(pkt) : this.deviceIpv6(pkt));
  }

  /** The device that a lookup is bound to. */
  private bound(pkt: NftPktinfo): NetDevice | null {
    if ((this.flags & n.NFTA_FIB_F_IIF) !== 0) return pkt.in;
    return (this.flags & n.NFTA_FIB_F_OIF) !== 0 ? pkt.out : null;
  }

  private typeIpv4(pkt: NftPktinfo): number {
    const at = pkt.nhoff + ((this.flags & n.NFTA_FIB_F_DADDR) !== 0 ? 16 : 12);
    return addressType(pkt.net.ipv4, read32(pkt.skb.bytes, at), undefined, this.bound(pkt));
  }

  private typeIpv6(pkt: NftPktinfo): number {
    const at = pkt.nhoff + ((this.flags & n.NFTA_FIB_F_DADDR) !== 0 ? 24 : 8);
    const address = Ipv6Address.fromBytes(pkt.skb.bytes, at);
    if (pkt.skb.bytes[at] === 0xff) return RTN_MULTICAST;
    const dev = this.bound(pkt);
    if (hasAddress(pkt.net, address, dev)) return RTN_LOCAL;
    if (isAnycast(pkt.net, dev, address)) return RTN_ANYCAST;
    return address.w0 === 0 && address.w1 === 0 && address.w2 === 0 && address.w3 === 0
      ? RTN_UNSPEC
      : RTN_UNICAST;
  }

  /** `nft_fib4_eval` */
  private deviceIpv4(pkt: NftPktinfo): NetDevice | null {
    const dev = this.bound(pkt);
    if (fromLoopback(pkt)) return pkt.in;
    const toDestination = (this.flags & n.NFTA_FIB_F_DADDR) !== 0;
    flow.reset();
    flow.daddr = read32(pkt.skb.bytes, pkt.nhoff + (toDestination ? 16 : 12));
    if ((this.flags & n.NFTA_FIB_F_MARK) !== 0) flow.mark = pkt.skb.mark;
    result.clear();
    if (fibLookup(pkt.net.ipv4, flow, result, true) < 0 || result.type !== RTN_UNICAST) return null;
    const found = result.nexthop?.dev ?? null;
    return dev === null || found === dev ? found : null;
  }

  /** `nft_fib6_eval` */
  private deviceIpv6(pkt: NftPktinfo): NetDevice | null {
    const dev = this.bound(pkt);
    if (fromLoopback(pkt)) return pkt.in;
    const { bytes } = pkt.skb;
    const at = pkt.nhoff + ((this.flags & n.NFTA_FIB_F_DADDR) !== 0 ? 24 : 8);
    const local = bytes[at] === 0xfe && (bytes[at + 1] & 0xc0) === 0x80;
    const flow = flow6.reset();
    flow.d0 = read32(bytes, at) | 0;
    flow.d1 = read32(bytes, at + 4) | 0;
    flow.d2 = read32(bytes, at + 8) | 0;
    flow.d3 = read32(bytes, at + 12) | 0;
    if ((this.flags & n.NFTA_FIB_F_MARK) !== 0) flow.mark = pkt.skb.mark;
    // the scope of such an address is a device's
    if (local) flow.oif = (dev ?? pkt.in)?.ifindex ?? 0;
    const route = polRoute(pkt.net, flow, local ? RT6_LOOKUP_F_IFACE : 0, flow.oif);
    if (route === null || typeof route === "number") return null;
    if ((route.flags & (RTF_REJECT | RTF_ANYCAST | RTF_LOCAL)) !== 0) return null;
    return dev === null || route.dev === dev ? route.dev : null;
  }

  private store(regs: NftRegs, dev: NetDevice | null): void {
    const { dreg } = this;
    if ((this.flags & n.NFTA_FIB_F_PRESENT) !== 0) regs.words[dreg] = Number(dev !== null);
    else if (this.result === n.NFT_FIB_RESULT_OIF) regs.words[dreg] = dev?.ifindex ?? 0;
    else {
      const at = dreg * 4;
      const name = dev?.name ?? "";
      for (let i = 0; i < IFNAMSIZ; i++) regs.bytes[at + i] = i < name.length ? name.charCodeAt(i) : 0;
    }
  }

  override validate(from: ValidateCtx): number {
    return from.onlyFrom(this.hooks());
  }

  /** Where what it asks is known (`nft_fib_validate`). */
  private hooks(): number {
    if (this.result !== n.NFT_FIB_RESULT_ADDRTYPE || (this.flags & n.NFTA_FIB_F_IIF) !== 0) return INCOMING;
    return (this.flags & n.NFTA_FIB_F_OIF) !== 0 ? OUTGOING : INCOMING | OUTGOING;
  }

  dump(writer: MessageWriter): void {
    dumpRegister(writer, n.NFTA_FIB_DREG, this.dreg);
    writer.be32(n.NFTA_FIB_RESULT, this.result);
    writer.be32(n.NFTA_FIB_FLAGS, this.flags);
  }
}

const FORWARDED = 1 << NF_INET_FORWARD;
const INCOMING = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN) | FORWARDED;
const OUTGOING = (1 << NF_INET_LOCAL_OUT) | (1 << NF_INET_POST_ROUTING) | FORWARDED;
const ALL_FLAGS = 0x3f;
const ADDRESSES = n.NFTA_FIB_F_SADDR | n.NFTA_FIB_F_DADDR;
const DEVICES = n.NFTA_FIB_F_IIF | n.NFTA_FIB_F_OIF;

export const FIB: NftExprType = {
  name: "fib",
  maximum: 3,
  init: (ctx, tb) => {
    if (!tb.has(n.NFTA_FIB_DREG) || !tb.has(n.NFTA_FIB_RESULT) || !tb.has(n.NFTA_FIB_FLAGS)) return -EINVAL;
    if (!isIp(ctx.family)) return -EOPNOTSUPP;
    const flags = tb.be32(n.NFTA_FIB_FLAGS);
    if (flags === 0 || (flags & ~ALL_FLAGS) !== 0) return -EINVAL;
    if ((flags & ADDRESSES) === ADDRESSES || (flags & ADDRESSES) === 0) return -EINVAL;
    if ((flags & DEVICES) === DEVICES) return -EINVAL;
    const kind = tb.be32(n.NFTA_FIB_RESULT);
    if (kind < n.NFT_FIB_RESULT_OIF || kind > n.NFT_FIB_RESULT_ADDRTYPE) return -EINVAL;
    if (kind !== n.NFT_FIB_RESULT_ADDRTYPE && (flags & n.NFTA_FIB_F_OIF) !== 0) return -EINVAL;
    if (kind !== n.NFT_FIB_RESULT_OIF && (flags & n.NFTA_FIB_F_PRESENT) !== 0) return -EINVAL;
    ctx.table.needsValidation();
    const length = kind === n.NFT_FIB_RESULT_OIFNAME ? IFNAMSIZ : 4;
    const dreg = parseStore(ctx, tb, n.NFTA_FIB_DREG, length);
    return dreg < 0 ? dreg : new Fib(dreg, kind, flags);
  },
};
