/**
 * Router advertisements.
 *
 * Source: `net/ipv6/ndisc.c` (`ndisc_router_discovery`), RFC 4861, 6.3.4.
 */
import { NTF_ROUTER, NUD_STALE } from "../../../netlink/neigh.ts";
import { RTAX_HOPLIMIT, RTAX_MTU } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import {
  findNdiscOption,
  ND_OPT_MTU,
  ND_OPT_PREFIX_INFO,
  ND_OPT_ROUTE_INFO,
  ND_OPT_SOURCE_LL_ADDR,
  ND_RA_FLAG_MANAGED,
  ND_RA_FLAG_OTHER,
  ND_RA_FLAGS,
  ND_RA_HOP_LIMIT,
  ND_RA_LENGTH,
  ndiscReachableTime,
  ndiscRetransTimer,
  ndiscRouterLifetime,
} from "../../../packet/ndisc.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_CONSUMED,
  SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
} from "../../core/drop-reason.ts";
import {
  NEIGH_UPDATE_F_ISROUTER,
  NEIGH_UPDATE_F_OVERRIDE,
  NEIGH_UPDATE_F_OVERRIDE_ISROUTER,
  NEIGH_UPDATE_F_WEAK_OVERRIDE,
} from "../../core/neigh/neigh-states.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import { KERN_ERR } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { notifyInet6Link } from "../addrconf/addrconf-link.ts";
import { hasAddress } from "../addrconf/addrconf-lookup.ts";
import { acceptsRa } from "../addrconf/addrconf-rs.ts";
import {
  IF_RA_MANAGED,
  IF_RA_OTHERCONF,
  IF_RA_RCVD,
  IF_RS_SENT,
  type Inet6Device,
} from "../addrconf/inet6-device.ts";
import type { Fib6Info } from "../route/fib6-info.ts";
import { routesMtuChange } from "../route/route-mtu.ts";
import { ndiscTable } from "./ndisc.ts";
import { ndiscKey } from "./ndisc-table.ts";
import { notifyUserOption } from "./ra-options.ts";
import { takePrefix } from "./ra-prefix.ts";
import { setRouteMetric, takeDefaultRouter, takeRouteInformation } from "./ra-route.ts";

const NS_PER_MS = 1_000_000;
/** Bounds of advertised times, ms: a jiffy, a tenth of a second. */
const LEAST_RETRANS = 10;
const LEAST_REACHABLE = 100;
const PREFIX_INFO_LENGTH = 32;

/** Takes over what a router says of itself and of the link. @returns why it was not believed, or that it was */
export function receiveRouterAdvertisement(skb: SkBuff, dev: NetDevice, idev: Inet6Device): DropReason {
  const { bytes, data, networkHeader } = skb;
  const router = Ipv6Address.fromBytes(bytes, networkHeader + 8);
  if (!router.isLinkLocal) return SKB_DROP_REASON_NOT_SPECIFIED;
  if (skb.length < ND_RA_LENGTH) return SKB_DROP_REASON_PKT_TOO_SMALL;
  const options = data + ND_RA_LENGTH;
  if (findNdiscOption(bytes, options, skb.tail, 0) === -2) return SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS;
  if (!acceptsRa(idev)) return learnRouter(skb, dev, router, options);
  if ((idev.ifFlags & IF_RS_SENT) !== 0) idev.ifFlags |= IF_RA_RCVD;
  const fromUs = idev.cnf.acceptRaFromLocal === 0 && hasAddress(dev.net, router, dev);
  let changed = takeFlags(idev, bytes[data + ND_RA_FLAGS]);
  const route = takeRouter(idev, router, bytes, data, fromUs);
  if (route === undefined) return SKB_DROP_REASON_NOT_SPECIFIED;
  changed = takeTimers(idev, bytes, data) || changed;
  const reason = learnRouter(skb, dev, router, options);
  if (reason === SKB_CONSUMED) changed = takeOptions(skb, idev, router, options, route, fromUs) || changed;
  if (changed) notifyInet6Link(idev);
  return reason;
}

/** @returns whether something changed that listeners want to know, like all that follow */
function takeFlags(idev: Inet6Device, flags: number): boolean {
  const before = idev.ifFlags;
  idev.ifFlags &= ~(IF_RA_MANAGED | IF_RA_OTHERCONF);
  if ((flags & ND_RA_FLAG_MANAGED) !== 0) idev.ifFlags |= IF_RA_MANAGED;
  if ((flags & ND_RA_FLAG_OTHER) !== 0) idev.ifFlags |= IF_RA_OTHERCONF;
  return before !== idev.ifFlags;
}

function say(dev: NetDevice, text: string): void {
  dev.net.machine.log.printNet(KERN_ERR, `ICMPv6: RA: ndisc_router_discovery ${text}`);
}

/** The default route, with the hop limit that goes with it; null: none; undefined: the advertisement is to be left. */
function takeRouter(
  idev: Inet6Device,
  router: Ipv6Address,
  bytes: Uint8Array,
  data: number,
  fromUs: boolean,
): Fib6Info | null | undefined {
  const { cnf, dev } = idev;
  const lifetime = ndiscRouterLifetime(bytes, data);
  if (cnf.acceptRaDefrtr === 0 || fromUs || (lifetime !== 0 && lifetime < cnf.acceptRaMinLft)) return null;
  const taken = takeDefaultRouter(idev, router, lifetime, (bytes[data + ND_RA_FLAGS] >>> 3) & 3);
  if (taken === undefined) {
    say(dev, "failed to add default route");
    return undefined;
  }
  const route = taken?.route ?? null;
  if (taken !== null) {
    const neigh = ndiscTable(dev.net.machine).lookupOrCreate(ndiscKey(router), router.toBytes(), dev);
    if (neigh === null) {
      say(dev, "got default router without neighbour");
      return undefined;
    }
    if (taken.made) neigh.flags |= NTF_ROUTER;
  }
  const hopLimit = bytes[data + ND_RA_HOP_LIMIT];
  if (hopLimit === 0 || cnf.acceptRaMinHopLimit > hopLimit) return route;
  if (hopLimit !== cnf.hopLimit) idev.writableConf().hopLimit = hopLimit;
  if (route !== null) setRouteMetric(route, RTAX_HOPLIMIT, hopLimit);
  return route;
}

function takeTimers(idev: Inet6Device, bytes: Uint8Array, data: number): boolean {
  const { nd, dev } = idev;
  const retrans = ndiscRetransTimer(bytes, data);
  if (retrans > 0) nd.set("retransTime", Math.max(retrans, LEAST_RETRANS) * NS_PER_MS);
  const told = ndiscReachableTime(bytes, data);
  const reachable = Math.max(told, LEAST_REACHABLE) * NS_PER_MS;
  const changed = told > 0 && reachable !== nd.values.baseReachableTime;
  if (changed) {
    nd.set("baseReachableTime", reachable);
    nd.set("gcStaletime", 3 * reachable);
  }
  if (retrans > 0 || changed) idev.updated = dev.net.machine.now();
  return retrans > 0 || changed;
}

/** The sender is a router, and this is its link-layer address if it tells it. @returns why the rest is left, or `SKB_CONSUMED` */
function learnRouter(skb: SkBuff, dev: NetDevice, router: Ipv6Address, options: number): DropReason {
  const neigh = ndiscTable(dev.net.machine).lookupOrCreate(ndiscKey(router), router.toBytes(), dev);
  if (neigh === null) return SKB_CONSUMED;
  const at = findNdiscOption(skb.bytes, options, skb.tail, ND_OPT_SOURCE_LL_ADDR);
  const fits = at >= 0 && skb.bytes[at + 1] === (dev.addressLength + 2 + 7) >>> 3;
  if (at >= 0 && !fits) return SKB_DROP_REASON_NOT_SPECIFIED;
  updateNeigh(
    neigh,
    at < 0 ? null : skb.bytes.subarray(at + 2, at + 2 + dev.addressLength),
    NUD_STALE,
    NEIGH_UPDATE_F_WEAK_OVERRIDE |
      NEIGH_UPDATE_F_OVERRIDE |
      NEIGH_UPDATE_F_OVERRIDE_ISROUTER |
      NEIGH_UPDATE_F_ISROUTER,
  );
  return SKB_CONSUMED;
}

function takeOptions(
  skb: SkBuff,
  idev: Inet6Device,
  router: Ipv6Address,
  options: number,
  route: Fib6Info | null,
  fromUs: boolean,
): boolean {
  const { bytes, tail } = skb;
  if (!fromUs && idev.cnf.acceptRaRtrPref !== 0)
    forEachOption(skb, options, ND_OPT_ROUTE_INFO, (at) => takeRouteInformation(idev, router, bytes, at));
  const named = findNdiscOption(bytes, options, tail, ND_OPT_SOURCE_LL_ADDR) >= 0;
  if (idev.cnf.acceptRaPinfo !== 0)
    forEachOption(skb, options, ND_OPT_PREFIX_INFO, (at) => {
      if (bytes[at + 1] * 8 >= PREFIX_INFO_LENGTH) takePrefix(idev, bytes, at, named);
    });
  const changed = takeMtu(skb, idev, options, route);
  for (let at = options; at < tail; at += bytes[at + 1] * 8) notifyUserOption(idev, router, bytes, at);
  return changed;
}

function forEachOption(skb: SkBuff, options: number, type: number, take: (at: number) => void): void {
  for (let at = options; at < skb.tail; at += skb.bytes[at + 1] * 8) if (skb.bytes[at] === type) take(at);
}

function takeMtu(skb: SkBuff, idev: Inet6Device, options: number, route: Fib6Info | null): boolean {
  const at = findNdiscOption(skb.bytes, options, skb.tail, ND_OPT_MTU);
  if (at < 0 || idev.cnf.acceptRaMtu === 0) return false;
  const mtu = read32(skb.bytes, at + 4);
  const changed = idev.raMtu !== mtu;
  idev.raMtu = mtu;
  if (mtu < 1280 || mtu > idev.dev.mtu || idev.mtu6 === mtu) return changed;
  idev.mtu6 = mtu;
  if (route !== null) setRouteMetric(route, RTAX_MTU, mtu);
  // the device's own is changed by now: what had the one before does not follow it up
  routesMtuChange(idev, mtu, mtu);
  return changed;
}
