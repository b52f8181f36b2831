/**
 * What a route leads to: next hops, metrics and attributes (`struct fib_info`, `struct fib_nh_common`).
 *
 * Source: `include/net/ip_fib.h`, `net/ipv4/fib_semantics.c`.
 */
import { RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../../netlink/route-attributes.ts";
import { CompactMap } from "../core/compact-map.ts";
import type { NetDevice } from "../core/netdevice.ts";
import type { FibAlias } from "./fib-trie.ts";
import type { NetIpv4 } from "./net-ipv4.ts";
import type { RouteException } from "./route-exceptions.ts";
import type { Rtable } from "./rtable.ts";

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
  /** The route that has it. */
  alias: FibAlias | null = null;
  nextWithPrefsrc: FibInfo | null = null;

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
});

/** Enters the next hops into their devices' lists, so that events find them. */
export function linkNexthops(info: FibInfo): void {
  for (const nexthop of info.nexthops) {
    const inDev = nexthop.dev?.inDev;
    if (!inDev) continue;
    nexthop.nextOnDevice = inDev.nexthops;
    nexthop.previousOnDevice = null;
    if (inDev.nexthops !== null) inDev.nexthops.previousOnDevice = nexthop;
    inDev.nexthops = nexthop;
  }
  if (info.prefsrc === 0) return;
  const net = info.net;
  if (net.prefsrcs === null) net.prefsrcs = new CompactMap();
  info.nextWithPrefsrc = net.prefsrcs.get(info.prefsrc) ?? null;
  net.prefsrcs.set(info.prefsrc, info);
}

/** Takes a route's information out of all lists; its cached decisions end (`fib_release_info`). */
export function releaseFibInfo(info: FibInfo): void {
  info.dead = true;
  for (const nexthop of info.nexthops) {
    const { nextOnDevice: next, previousOnDevice: previous } = nexthop;
    const inDev = nexthop.dev?.inDev;
    if (previous !== null) previous.nextOnDevice = next;
    else if (inDev && inDev.nexthops === nexthop) inDev.nexthops = next;
    if (next !== null) next.previousOnDevice = previous;
    nexthop.output = null;
    nexthop.input = null;
    if (nexthop.exceptions !== null) nexthop.exceptions = null;
  }
  unlinkPrefsrc(info);
}

function unlinkPrefsrc(info: FibInfo): void {
  const prefsrcs = info.net.prefsrcs;
  if (info.prefsrc === 0 || prefsrcs === null) return;
  const head = prefsrcs.get(info.prefsrc);
  if (head === info) {
    if (info.nextWithPrefsrc === null) prefsrcs.delete(info.prefsrc);
    else prefsrcs.set(info.prefsrc, info.nextWithPrefsrc);
    return;
  }
  for (let other = head; other; other = other.nextWithPrefsrc ?? undefined) {
    if (other.nextWithPrefsrc !== info) continue;
    other.nextWithPrefsrc = info.nextWithPrefsrc;
    return;
  }
}

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
