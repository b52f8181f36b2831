/**
 * A route of IPv6: `struct fib6_info`, and the flags of routes.
 *
 * Source: `include/net/ip6_fib.h`, `include/uapi/linux/ipv6_route.h`.
 */
import { RTPROT_UNSPEC } from "../../../netlink/route-attributes.ts";
import { IN6ADDR_ANY, type Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Fib6Node, Fib6Table } from "./ip6-fib.ts";
import type { Rt6Info } from "./rt6-info.ts";

/** `RTF_*` */
export const RTF_UP = 0x0001;
export const RTF_GATEWAY = 0x0002;
/** The flag of a route to a host, and of one whose router is on the link (`RTNH_F_ONLINK`): they have one number. */
export const RTF_HOST = 0x0004;
export const RTF_REJECT = 0x0200;
export const RTF_DEFAULT = 0x00010000;
export const RTF_ADDRCONF = 0x00040000;
export const RTF_PREFIX_RT = 0x00080000;
export const RTF_ANYCAST = 0x00100000;
export const RTF_NONEXTHOP = 0x00200000;
export const RTF_EXPIRES = 0x00400000;
export const RTF_ROUTEINFO = 0x00800000;
/** Two bits of a router's preference, from {@link RTF_PREF_SHIFT} on. */
export const RTF_PREF_MASK = 0x18000000;
export const RTF_PREF_SHIFT = 27;
/** The kernel's own, of a decision that is kept for a processor. */
export const RTF_PCPU = 0x40000000;
/** Made by a redirect. */
export const RTF_DYNAMIC = 0x0010;
export const RTF_CACHE = 0x01000000;
export const RTF_LOCAL = 0x80000000 | 0;
export const ICMPV6_ROUTER_PREF_MEDIUM = 0;
/** A route through one device; next hops of a multipath route are routes of their own, joined by {@link siblings}. */
export class Fib6Info {
  table: Fib6Table;
  node: Fib6Node | null = null;
  readonly destination: Ipv6Address;
  readonly destinationLength: number;
  declare source: Ipv6Address;
  declare sourceLength: number;
  metric: number;
  /** `RTPROT_*` */
  protocol = RTPROT_UNSPEC;
  /** `RTN_*` */
  type: number;
  /** `RTF_*` */
  flags: number;
  dev: NetDevice;
  declare gateway: Ipv6Address | null;
  /** Weight of a next hop among its siblings. */
  declare weight: number;
  declare onlink: boolean;
  declare dead: boolean;
  linkdown = false;
  declare prefsrc: Ipv6Address | null;
  /** `RTAX_*` → value; null: none. */
  declare metrics: Map<number, number> | null;
  /** The congestion control's name (`RTAX_CC_ALGO`). */
  declare congestionControl: string;
  /** 0, 1 (high) or 3 (low) */
  declare pref: number;
  /** ns since boot; 0: never. */
  declare expires: number;
  /** Error of a route that refuses (negative); 0: it does not. */
  declare error: number;
  /** All next hops of a multipath route, this one included, in order; null: it is not one. */
  declare siblings: Fib6Info[] | null;
  declare removed: boolean;
  /** The decision handed out for it, made at the first use. */
  rt: Rt6Info | null = null;
  /** Decisions for single destinations: learned MTU or redirect. */
  declare exceptions: Map<string, Rt6Info> | null;

  constructor(
    table: Fib6Table,
    destination: Ipv6Address,
    destinationLength: number,
    metric: number,
    type: number,
    flags: number,
    dev: NetDevice,
  ) {
    this.table = table;
    this.destination = destination;
    this.destinationLength = destinationLength;
    this.metric = metric;
    this.type = type;
    this.flags = flags;
    this.dev = dev;
  }

  get isReject(): boolean {
    return (this.flags & RTF_REJECT) !== 0;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(Fib6Info.prototype, {
  dead: false,
  removed: false,
  source: IN6ADDR_ANY,
  sourceLength: 0,
  gateway: null,
  weight: 1,
  onlink: false,
  prefsrc: null,
  metrics: null,
  congestionControl: "",
  pref: ICMPV6_ROUTER_PREF_MEDIUM,
  expires: 0,
  error: 0,
  siblings: null,
  exceptions: null,
});
