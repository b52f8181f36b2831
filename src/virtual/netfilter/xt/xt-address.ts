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
import { addressType } from "../../ipv4/fib/fib-lookup.ts";
import { addressTypeAt, IPV6_ADDR_ANY, IPV6_ADDR_MULTICAST } from "../../ipv6/addrconf/addrconf-core.ts";
import { isOwnAddress } from "../../ipv6/addrconf/addrconf-lookup.ts";
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
const TYPE_UNICAST = 1 << 1;
const TYPE_LOCAL = 1 << 2;
const TYPE_MULTICAST = 1 << 5;
const TYPE_UNREACHABLE = 1 << 7;
const TYPE_PROHIBIT = 1 << 8;
const IPV6_UNSUPPORTED = 0xe5d & ~0x1ff;

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

/** `match_type6`: every bit that is asked for has to be so. */
function matchesIpv6({ skb, net }: NftPktinfo, at: number, dev: NetDevice | null, mask: number): boolean {
  const kind = addressTypeAt(skb.bytes, at);
  if (mask & TYPE_MULTICAST && !(kind & IPV6_ADDR_MULTICAST)) return false;
  if (mask & TYPE_UNICAST && kind & IPV6_ADDR_MULTICAST) return false;
  if (mask & 1 && kind !== IPV6_ADDR_ANY) return false;
  if (!(mask & TYPE_LOCAL)) return !(mask & (TYPE_UNREACHABLE | TYPE_PROHIBIT));
  return isOwnAddress(net, Ipv6Address.fromBytes(skb.bytes, at), dev);
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
  // what needs a route lookup of IPv6 for each packet is not built
  if (family === NFPROTO_IPV6 && asked & (IPV6_UNSUPPORTED | TYPE_UNREACHABLE | TYPE_PROHIBIT))
    return -EINVAL;
  return new AddressType(par);
}

export const ADDRESS: readonly XtType<XtMatch>[] = [
  { name: "iprange", revision: 1, family: NFPROTO_IPV4, size: 65 + 3, check: (par) => new IpRange(par) },
  { name: "iprange", revision: 1, family: NFPROTO_IPV6, size: 65 + 3, check: (par) => new IpRange(par) },
  { name: "addrtype", revision: 1, family: 0, size: 8, check: checkAddressType },
];
