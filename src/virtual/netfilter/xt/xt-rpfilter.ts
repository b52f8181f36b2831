/**
 * `rpfilter`: whether an answer would leave by the device that the packet came from.
 *
 * Source: `net/ipv4/netfilter/ipt_rpfilter.c`, `net/ipv6/netfilter/ip6t_rpfilter.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { RTN_LOCAL, RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { fibLookup } from "../../ipv4/fib/fib-lookup.ts";
import { usesDevice } from "../../ipv4/fib/fib-source.ts";
import { FibResult } from "../../ipv4/fib/fib-trie.ts";
import { Flow4, LEGACY_TOS_MASK, LOOPBACK_IFINDEX } from "../../ipv4/flow.ts";
import { Flow6 } from "../../ipv6/flow6.ts";
import { RTF_ANYCAST, RTF_LOCAL, RTF_REJECT } from "../../ipv6/route/fib6-info.ts";
import { polRoute, RT6_LOOKUP_F_IFACE } from "../../ipv6/route/ip6-route.ts";
import { NF_INET_PRE_ROUTING, NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const LOOSE = 1;
const VALID_MARK = 2;
const ACCEPT_LOCAL = 4;
const INVERT = 8;
const PACKET_LOOPBACK = 5;
const BROADCAST = 0xffffffff;

const flow4 = new Flow4();
const flow6 = new Flow6();
const result = new FibResult();

const isMulticast = (address: number): boolean => address >>> 28 === 0xe;
const isZeronet = (address: number): boolean => address >>> 24 === 0;

abstract class ReversePath extends XtMatch {
  protected readonly flags: number;

  constructor({ info }: XtCheck) {
    super();
    this.flags = info.u8(0);
  }

  match(pkt: NftPktinfo): number {
    const good = isLoopback(pkt) || (pkt.in !== null && this.passes(pkt, pkt.in));
    return good !== ((this.flags & INVERT) !== 0) ? XT_YES : XT_NO;
  }

  protected abstract passes(pkt: NftPktinfo, dev: NetDevice): boolean;
}

function isLoopback(pkt: NftPktinfo): boolean {
  return pkt.skb.packetType === PACKET_LOOPBACK || pkt.in?.isLoopback === true;
}

class ReversePath4 extends ReversePath {
  protected passes({ skb, net }: NftPktinfo, dev: NetDevice): boolean {
    const { flags } = this;
    const at = skb.networkHeader;
    const source = read32(skb.bytes, at + 12) >>> 0;
    const destination = read32(skb.bytes, at + 16) >>> 0;
    const toMany = isMulticast(destination) || destination === BROADCAST;
    // a host that has no address yet
    if (isZeronet(source) && (destination === BROADCAST || destination >>> 8 === 0xe00000)) return true;
    flow4.reset();
    flow4.iif = LOOPBACK_IFINDEX;
    flow4.daddr = source;
    flow4.saddr = toMany || isZeronet(destination) ? 0 : destination;
    flow4.mark = flags & VALID_MARK ? skb.mark : 0;
    flow4.tos = skb.bytes[at + 1] & LEGACY_TOS_MASK;
    result.clear();
    if (fibLookup(net.ipv4, flow4, result, true) !== 0) return false;
    if (result.type !== RTN_UNICAST && (result.type !== RTN_LOCAL || !(flags & ACCEPT_LOCAL))) return false;
    return usesDevice(result.info, dev) || (flags & LOOSE) !== 0;
  }
}

class ReversePath6 extends ReversePath {
  protected passes({ skb, net }: NftPktinfo, dev: NetDevice): boolean {
    const { flags } = this;
    const { bytes } = skb;
    const at = skb.networkHeader;
    flow6.reset();
    flow6.d0 = read32(bytes, at + 8);
    flow6.d1 = read32(bytes, at + 12);
    flow6.d2 = read32(bytes, at + 16);
    flow6.d3 = read32(bytes, at + 20);
    if ((flow6.d0 | flow6.d1 | flow6.d2 | flow6.d3) === 0) return true;
    // routes may be for some sources alone: an answer has this one
    if (bytes[at + 24] !== 0xff) {
      flow6.s0 = read32(bytes, at + 24);
      flow6.s1 = read32(bytes, at + 28);
      flow6.s2 = read32(bytes, at + 32);
      flow6.s3 = read32(bytes, at + 36);
    }
    flow6.iif = LOOPBACK_IFINDEX;
    flow6.protocol = bytes[at + 6];
    flow6.flowLabel = read32(bytes, at) & 0xfffff;
    flow6.mark = flags & VALID_MARK ? skb.mark : 0;
    const linkLocal = flow6.d0 >>> 22 === 0x3fa;
    if (linkLocal || !(flags & LOOSE)) flow6.oif = dev.ifindex;
    const route = polRoute(net, flow6, linkLocal ? RT6_LOOKUP_F_IFACE : 0, flow6.oif);
    if (route === null || typeof route === "number" || (route.flags & (RTF_REJECT | RTF_ANYCAST)) !== 0)
      return false;
    if ((route.flags & RTF_LOCAL) !== 0) return (flags & ACCEPT_LOCAL) !== 0;
    return route.dev === dev || (flags & LOOSE) !== 0;
  }
}

const TABLES = ["mangle", "raw"];

function type(family: number, make: (par: XtCheck) => XtMatch): XtType<XtMatch> {
  return {
    name: "rpfilter",
    revision: 0,
    family,
    size: 1,
    hooks: 1 << NF_INET_PRE_ROUTING,
    check: (par) => ((par.info.u8(0) & ~0xf) !== 0 || !TABLES.includes(par.table) ? -EINVAL : make(par)),
  };
}

export const RPFILTER: readonly XtType<XtMatch>[] = [
  type(NFPROTO_IPV4, (par) => new ReversePath4(par)),
  type(NFPROTO_IPV6, (par) => new ReversePath6(par)),
];
