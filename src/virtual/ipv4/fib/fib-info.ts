/**
 * What a route leads to: next hops, metrics and attributes (`struct fib_info`, `struct fib_nh_common`).
 *
 * Source: `include/net/ip_fib.h`, `net/ipv4/fib_semantics.c`.
 */
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../../../netlink/route-attributes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { RouteException } from "../route/route-exceptions.ts";
import type { Rtable } from "../route/rtable.ts";

/** One next hop. */
export class FibNexthop {
  readonly info: FibInfo;
  dev: NetDevice | null = null;
  oif = 0;
  /** `RTNH_F_*` */
  flags = 0;
  scope = 0;
  /** 0: none, 2: IPv4, 10: IPv6 */
  declare gatewayFamily: number;
  declare gateway: number;
  declare gateway6: Uint8Array | null;
  declare weight: number;
  /** Hashes up to here take this hop; -1: none do. */
  declare upperBound: number;
  declare tclassid: number;
  /** Cached source address of connections through this hop, valid for one generation of routes. */
  saddr = 0;
  saddrGenid = -1;
  /** Cached decisions: packets going out, and packets coming in that are forwarded here. */
  output: Rtable | null = null;
  input: Rtable | null = null;
  /** What redirects and path MTU discovery taught, by destination. */
  declare exceptions: Map<number, RouteException> | null;
  nextOnDevice: FibNexthop | null = null;
  previousOnDevice: FibNexthop | null = null;

  constructor(info: FibInfo) {
    this.info = info;
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(FibNexthop.prototype, {
  gatewayFamily: 0,
  gateway: 0,
  gateway6: null,
  weight: 1,
  upperBound: 0x7fffffff,
  tclassid: 0,
  exceptions: null,
});

/** Routes of one table that are alike but for their destination and TOS have one of it, with all that was learned about the way. */
export class FibInfo {
  readonly net: NetIpv4;
  nexthops: FibNexthop[] = [];
  protocol = 0;
  scope = 0;
  /** `RTN_*` */
  type = 0;
  /** `RTNH_F_DEAD`, `RTNH_F_LINKDOWN`, `RTM_F_*` */
  flags = 0;
  declare priority: number;
  prefsrc = 0;
  tableId = 0;
  /** `RTAX_*` values by number; null: none. */
  declare metrics: Uint32Array | null;
  /** The congestion control's name (`RTAX_CC_ALGO`). */
  declare congestionControl: string;
  declare dead: boolean;
  /** How many routes have it (`fib_treeref`). */
  declare routes: number;
  nextWithPrefsrc: FibInfo | null = null;
  /** The next with the same key in the namespace's table of them (`fib_hash`). */
  declare nextWithHash: FibInfo | null;

  constructor(net: NetIpv4) {
    this.net = net;
  }

  metric(number: number): number {
    return this.metrics === null ? 0 : this.metrics[number];
  }
}

/** What hardly one of them changes takes no memory in the others. */
Object.assign(FibInfo.prototype, {
  priority: 0,
  metrics: null,
  congestionControl: "",
  dead: false,
  routes: 1,
  nextWithHash: null,
});

/** Shares the hash range among the hops that are alive, by weight (`fib_rebalance`). */
export function rebalance(info: FibInfo): void {
  const nexthops = info.nexthops;
  if (nexthops.length < 2) return;
  let total = 0;
  for (const nexthop of nexthops) if (isUsable(nexthop)) total += nexthop.weight;
  let sum = 0;
  for (const nexthop of nexthops) {
    if (isUsable(nexthop)) {
      sum += nexthop.weight;
      nexthop.upperBound = Math.round((sum * 0x80000000) / total) - 1;
    } else nexthop.upperBound = -1;
  }
}

function isUsable(nexthop: FibNexthop): boolean {
  if ((nexthop.flags & RTNH_F_DEAD) !== 0) return false;
  return (nexthop.flags & RTNH_F_LINKDOWN) === 0 || !ignoresLinkdown(nexthop.dev);
}

/** `ip_ignore_linkdown` */
export function ignoresLinkdown(dev: NetDevice | null): boolean {
  return dev?.inDev?.either("ignoreRoutesWithLinkdown") ?? false;
}
