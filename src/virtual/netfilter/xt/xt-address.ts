/**
 * Matches on addresses: `iprange`, and `addrtype`, which asks the routing table.
 *
 * Source: `net/netfilter/xt_iprange.c`, `xt_addrtype.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { RT_TABLE_LOCAL } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { addressType } from "../../ipv4/fib/fib-lookup.ts";
import { addressTypeAt, IPV6_ADDR_ANY, IPV6_ADDR_MULTICAST } from "../../ipv6/addrconf/addrconf-core.ts";
import { isOwnAddress } from "../../ipv6/addrconf/addrconf-lookup.ts";
import { Flow6 } from "../../ipv6/flow6.ts";
import { RTF_ANYCAST, RTF_LOCAL, RTF_REJECT } from "../../ipv6/route/fib6-info.ts";
import { polRoute, RT6_LOOKUP_F_IFACE } from "../../ipv6/route/ip6-route.ts";
import {
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtInfo, XtMatch, type XtType } from "./x-tables.ts";

/** One side of `iprange`: where the address is in the header, where its range is in the structure. */
interface Side {
  readonly at4: number;
  readonly at6: number;
  readonly range: number;
  readonly flag: number;
  readonly inverse: number;
}
const SIDES: readonly Side[] = [
  { at4: 12, at6: 8, range: 0, flag: 1, inverse: 16 },
  { at4: 16, at6: 24, range: 32, flag: 2, inverse: 32 },
];

function between(bytes: Uint8Array, at: number, info: XtInfo, range: number, length: number): boolean {
  return (
    compare(bytes, at, info.bytes, range, length) >= 0 &&
    compare(bytes, at, info.bytes, range + 16, length) <= 0
  );
}

function compare(a: Uint8Array, at: number, b: Uint8Array, from: number, length: number): number {
  for (let i = 0; i < length; i++) if (a[at + i] !== b[from + i]) return a[at + i] - b[from + i];
  return 0;
}

class IpRange extends XtMatch {
  private readonly info: XtInfo;
  private readonly flags: number;

  constructor({ info }: XtCheck) {
    super();
    this.info = info;
    this.flags = info.u8(64);
  }

  match({ skb, pf }: NftPktinfo): number {
    const ipv4 = pf === NFPROTO_IPV4;
    for (let i = 0; i < SIDES.length; i++) {
      const { at4, at6, range, flag, inverse } = SIDES[i];
      if ((this.flags & flag) === 0) continue;
      const at = skb.networkHeader + (ipv4 ? at4 : at6);
      const inside = between(skb.bytes, at, this.info, range, ipv4 ? 4 : 16);
      if (inside === ((this.flags & inverse) !== 0)) return XT_NO;
    }
    return XT_YES;
  }
}

const INVERT_SOURCE = 1;
const INVERT_DEST = 2;
const LIMIT_IFACE_IN = 4;
const LIMIT_IFACE_OUT = 8;
/** Bits by `RTN_*`. */
const TYPE_UNSPEC = 1 << 0;
const TYPE_UNICAST = 1 << 1;
const TYPE_LOCAL = 1 << 2;
const TYPE_BROADCAST = 1 << 3;
const TYPE_ANYCAST = 1 << 4;
const TYPE_MULTICAST = 1 << 5;
const TYPE_BLACKHOLE = 1 << 6;
const TYPE_UNREACHABLE = 1 << 7;
const TYPE_PROHIBIT = 1 << 8;
/** Types of IPv6 that take a look at the routes. */
const ROUTED = TYPE_LOCAL | TYPE_ANYCAST | TYPE_UNREACHABLE;

const flow6 = new Flow6();

class AddressType extends XtMatch {
  private readonly source: number;
  private readonly destination: number;
  private readonly flags: number;

  constructor({ info }: XtCheck) {
    super();
    this.source = info.u16(0);
    this.destination = info.u16(2);
    this.flags = info.u32(4);
  }

  match(pkt: NftPktinfo): number {
    const { flags } = this;
    const dev = flags & LIMIT_IFACE_IN ? pkt.in : flags & LIMIT_IFACE_OUT ? pkt.out : null;
    const [source, destination] = pkt.pf === NFPROTO_IPV4 ? [12, 16] : [8, 24];
    if (this.source !== 0 && typeMatches(pkt, source, dev, this.source) === ((flags & INVERT_SOURCE) !== 0))
      return XT_NO;
    if (
      this.destination !== 0 &&
      typeMatches(pkt, destination, dev, this.destination) === ((flags & INVERT_DEST) !== 0)
    )
      return XT_NO;
    return XT_YES;
  }
}

function typeMatches(pkt: NftPktinfo, offset: number, dev: NetDevice | null, mask: number): boolean {
  const { skb, net } = pkt;
  const at = skb.networkHeader + offset;
  if (pkt.pf === NFPROTO_IPV4) {
    const type = addressType(net.ipv4, read32(skb.bytes, at), RT_TABLE_LOCAL, dev);
    return (mask & (1 << type)) !== 0;
  }
  return matchesIpv6(pkt, at, dev, mask);
}

/** `match_type6` */
function matchesIpv6({ skb, net }: NftPktinfo, at: number, dev: NetDevice | null, mask: number): boolean {
  const kind = addressTypeAt(skb.bytes, at);
  if (mask & TYPE_MULTICAST && !(kind & IPV6_ADDR_MULTICAST)) return false;
  if (mask & TYPE_UNICAST && kind & IPV6_ADDR_MULTICAST) return false;
  if (mask & TYPE_UNSPEC && kind !== IPV6_ADDR_ANY) return false;
  return (mask & ROUTED) === 0 || (mask & routedTypes(net, skb.bytes, at, dev, mask)) !== 0;
}

/** What the routes say of an address (`match_lookup_rt6`). */
function routedTypes(net: Net, bytes: Uint8Array, at: number, dev: NetDevice | null, mask: number): number {
  let types = 0;
  const address = Ipv6Address.fromBytes(bytes, at);
  if (dev !== null && mask & TYPE_LOCAL && isOwnAddress(net, address, dev)) types = TYPE_LOCAL;
  const flow = flow6.reset();
  flow.d0 = address.w0;
  flow.d1 = address.w1;
  flow.d2 = address.w2;
  flow.d3 = address.w3;
  if (dev !== null) flow.oif = dev.ifindex;
  const route = polRoute(net, flow, dev === null ? 0 : RT6_LOOKUP_F_IFACE, flow.oif);
  if (route === null || typeof route === "number" || route.flags & RTF_REJECT) return TYPE_UNREACHABLE;
  if (dev === null && route.flags & RTF_LOCAL) types |= TYPE_LOCAL;
  return route.flags & RTF_ANYCAST ? types | TYPE_ANYCAST : types;
}

const FIRST_HOOKS = (1 << NF_INET_PRE_ROUTING) | (1 << NF_INET_LOCAL_IN);
const LAST_HOOKS = (1 << NF_INET_POST_ROUTING) | (1 << NF_INET_LOCAL_OUT);

function checkAddressType(par: XtCheck): XtMatch | number {
  const { info, hookMask, family } = par;
  const flags = info.u32(4);
  const both = LIMIT_IFACE_IN | LIMIT_IFACE_OUT;
  if (hookMask & FIRST_HOOKS && flags & LIMIT_IFACE_OUT) return -EINVAL;
  if (hookMask & LAST_HOOKS && flags & LIMIT_IFACE_IN) return -EINVAL;
  if ((flags & both) === both) return -EINVAL;
  const asked = info.u16(0) | info.u16(2);
  if (family === NFPROTO_IPV6 && (asked >= TYPE_PROHIBIT || asked & (TYPE_BLACKHOLE | TYPE_BROADCAST)))
    return -EINVAL;
  return new AddressType(par);
}

export const ADDRESS: readonly XtType<XtMatch>[] = [
  { name: "iprange", revision: 1, family: NFPROTO_IPV4, size: 65 + 3, check: (par) => new IpRange(par) },
  { name: "iprange", revision: 1, family: NFPROTO_IPV6, size: 65 + 3, check: (par) => new IpRange(par) },
  { name: "addrtype", revision: 1, family: 0, size: 8, check: checkAddressType },
];
