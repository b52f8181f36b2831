/**
 * What ICMP errors teach about routes: path MTU and better gateways.
 *
 * Source: `net/ipv4/route.c` (`__ip_rt_update_pmtu`, `__ip_do_redirect`).
 */

import { NUD_NONE } from "../../../netlink/neigh.ts";
import { RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TOS } from "../../../packet/ipv4.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { arpNeighbour } from "../arp/arp-table.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { addressOnlink } from "../devinet/inet-select.ts";
import { addressType, fibLookup, flushRouteCache } from "../fib/fib-lookup.ts";
import { FibResult } from "../fib/fib-trie.ts";
import { Flow4 } from "../flow.ts";
import { isBroadcastAll, isMulticast, isZeroNet } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { InetSock } from "../sock/inet-sock.ts";
import { IP_PMTUDISC_INTERFACE } from "../sock/ip-socket-options.ts";
import { updateException } from "./route-exceptions.ts";
import { routeOutput } from "./route-output.ts";
import type { Rtable } from "./rtable.ts";

const NS_PER_SECOND = 1_000_000_000;
/** `ip_rt_gc_timeout`: how long a redirect counts. */
const REDIRECT_LIFETIME = 300 * NS_PER_SECOND;
const flow = new Flow4();
const result = new FibResult();

/** The way that the quoted packet took; data at its header. */
function routeOfQuoted(net: NetIpv4, skb: SkBuff): Rtable | undefined {
  flow.reset();
  flow.daddr = read32(skb.bytes, skb.data + IPV4_DESTINATION);
  flow.saddr = read32(skb.bytes, skb.data + IPV4_SOURCE);
  flow.tos = skb.bytes[skb.data + IPV4_TOS] & 0xfc;
  const route = routeOutput(net, flow);
  return typeof route === "number" ? undefined : route;
}

/** A router on the way carries no packets of the socket as long as that. One that leaves the path alone learns nothing of it (`ip_sk_accept_pmtu`). */
export function updateSocketPmtu(sk: InetSock, skb: SkBuff, mtu: number): void {
  if (sk.pmtuDiscovery < IP_PMTUDISC_INTERFACE) updatePmtu(sk.inet, skb, mtu);
}

/** A router on the way carries no packets as long as that (`ipv4_update_pmtu`). */
export function updatePmtu(net: NetIpv4, skb: SkBuff, mtu: number): void {
  const route = routeOfQuoted(net, skb);
  if (route === undefined || route.mtuLocked) return;
  const old = route.pathMtu();
  if (old < mtu) return;
  const { routeMinPmtu, routeMtuExpires } = net.sysctls;
  const locked = mtu < routeMinPmtu;
  const learned = locked ? Math.min(old, routeMinPmtu) : mtu;
  // for the device that was decided on: the way to an own address led over `lo`, and so its next hop is not found again
  if (fibLookup(net, flow, result, false) !== 0 || result.info === null) return;
  const expires = net.net.machine.now() + routeMtuExpires * NS_PER_SECOND;
  // the path behind any of several hops may be as narrow
  for (const hop of result.info.nexthops) updateException(net, hop, flow.daddr, 0, learned, locked, expires);
}

/** This host itself knows that a packet of its own, whose header is at `at`, does not fit a tunnel (`skb_dst_update_pmtu_no_confirm`). */
export function learnInnerMtu(net: NetIpv4, skb: SkBuff, at: number, mtu: number): void {
  const { data } = skb;
  skb.data = at;
  updatePmtu(net, skb, mtu);
  skb.data = data;
}

/** A router names a better gateway for the quoted packet's destination. */
export function routeFromRedirect(net: NetIpv4, skb: SkBuff, gateway: number): void {
  const code = skb.bytes[skb.transportHeader + 1] & 7;
  const inDev = skb.dev?.inDev;
  const route = routeOfQuoted(net, skb);
  if (code > 3 || !inDev || route === undefined) return;
  const from = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  if (route.gatewayFamily !== 2 || route.gateway !== from) return;
  if (!isBelievable(net, inDev, from, gateway)) return sayIgnored(inDev, from, gateway);
  const neigh = arpNeighbour(route.dev, gateway);
  if (neigh === null) return;
  if (!neigh.isValid || neigh.nudState === NUD_NONE) {
    neigh.use();
    return;
  }
  if (route.nexthop === null) return;
  updateException(
    net,
    route.nexthop,
    flow.daddr,
    gateway,
    0,
    false,
    net.net.machine.now() + REDIRECT_LIFETIME,
  );
  flushRouteCache(net);
}

/** Whether a redirect from a router to that gateway is followed. */
function isBelievable(net: NetIpv4, inDev: InetDevice, from: number, gateway: number): boolean {
  if (gateway === from || isMulticast(gateway) || isBroadcastAll(gateway) || isZeroNet(gateway)) return false;
  if (!inDev.acceptsRedirects) return false;
  if (inDev.either("sharedMedia")) return addressType(net, gateway) === RTN_UNICAST;
  if (!addressOnlink(inDev, gateway, from)) return false;
  return !inDev.both("secureRedirects") || isDefaultGateway(net, gateway);
}

/** The quoted packet is the one that {@link routeOfQuoted} looked at last. */
function sayIgnored(inDev: InetDevice, from: number, gateway: number): void {
  const { log } = inDev.net.net.machine;
  if (!inDev.either("logMartians") || !log.netRatelimit()) return;
  const [router, better, source, to] = [from, gateway, flow.saddr, flow.daddr].map((address) =>
    formatIpv4(ipv4(address)),
  );
  log.print(
    KERN_INFO,
    `IPv4: Redirect from ${router} on ${inDev.dev.name} about ${better} ignored\n` +
      `  Advised path = ${source} -> ${to}`,
  );
}

/** `ip_fib_check_default` */
function isDefaultGateway(net: NetIpv4, gateway: number): boolean {
  for (const table of net.tables.values())
    for (const alias of table.trie.find(0, 0)?.aliases ?? [])
      if (alias.info.nexthops.some((nexthop) => nexthop.gateway === gateway)) return true;
  return false;
}
