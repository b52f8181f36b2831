/**
 * Deciding anew where a packet of this host goes, after a hook changed what decides.
 *
 * Source: `net/ipv4/netfilter.c` (`ip_route_me_harder`), `net/ipv6/netfilter.c` (`ip6_route_me_harder`).
 */
import { RTN_LOCAL, RTN_UNICAST } from "../../netlink/route-attributes.ts";
import { read32 } from "../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TOS } from "../../packet/ipv4.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { addressType } from "../ipv4/fib/fib-lookup.ts";
import { FLOWI_FLAG_ANYSRC, Flow4, LEGACY_TOS_MASK } from "../ipv4/flow.ts";
import { routeOutput } from "../ipv4/route/route-output.ts";
import type { Rtable } from "../ipv4/route/rtable.ts";
import { Flow6 } from "../ipv6/flow6.ts";
import { countOn, decisionMtu } from "../ipv6/ip/ip6-output.ts";
import { ip6RouteOutput } from "../ipv6/route/ip6-route.ts";
import type { Rt6Info } from "../ipv6/route/rt6-info.ts";
import { IP6_OUT_NO_ROUTES } from "../ipv6/snmp6.ts";

const flow4 = new Flow4();
const flow6 = new Flow6();

function boundDevice(skb: SkBuff): number {
  const sk = skb.sk as { boundDevIf?: number } | null;
  return sk?.boundDevIf ?? 0;
}

/**
 * `ip_route_me_harder`
 * @param known what kind the source address is (`RTN_*`); 0: look
 * @returns 0 or a negative error; then the packet keeps its old way
 */
export function ipRouteMeHarder(net: Net, skb: SkBuff, known = 0): number {
  const { bytes, networkHeader: header } = skb;
  const flow = flow4.reset();
  const source = read32(bytes, header + IPV4_SOURCE);
  const type = known !== 0 ? known : addressType(net.ipv4, source);
  if (type === RTN_LOCAL || type === RTN_UNICAST) {
    flow.saddr = source;
    flow.flags = FLOWI_FLAG_ANYSRC;
  }
  flow.daddr = read32(bytes, header + IPV4_DESTINATION);
  flow.tos = bytes[header + IPV4_TOS] & LEGACY_TOS_MASK;
  flow.oif = boundDevice(skb);
  flow.mark = skb.mark;
  const route = routeOutput(net.ipv4, flow);
  if (typeof route === "number") return route;
  skb.dst = route as Rtable;
  return route.error;
}

/** The scope of fe80::/10 and of groups is a device's. */
function needsDevice(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xff || (bytes[at] === 0xfe && (bytes[at + 1] & 0xc0) === 0x80);
}

/** `ip6_route_me_harder` @returns 0 or a negative error; then the packet keeps its old way */
export function ip6RouteMeHarder(net: Net, skb: SkBuff): number {
  const { bytes, networkHeader: header } = skb;
  const dev = (skb.dst as Rt6Info).dev;
  const flow = flow6.reset();
  const bound = boundDevice(skb);
  if (bound !== 0) flow.oif = bound;
  else if (needsDevice(bytes, header + 24)) flow.oif = dev.ifindex;
  flow.mark = skb.mark;
  flow.s0 = read32(bytes, header + 8) | 0;
  flow.s1 = read32(bytes, header + 12) | 0;
  flow.s2 = read32(bytes, header + 16) | 0;
  flow.s3 = read32(bytes, header + 20) | 0;
  flow.d0 = read32(bytes, header + 24) | 0;
  flow.d1 = read32(bytes, header + 28) | 0;
  flow.d2 = read32(bytes, header + 32) | 0;
  flow.d3 = read32(bytes, header + 36) | 0;
  flow.trafficClass = ((bytes[header] & 15) << 4) | (bytes[header + 1] >>> 4);
  flow.flowLabel = ((bytes[header + 1] & 15) << 16) | (bytes[header + 2] << 8) | bytes[header + 3];
  const route = ip6RouteOutput(net, flow, bound);
  if (route.error !== 0) {
    countOn(route.idev, IP6_OUT_NO_ROUTES);
    return route.error;
  }
  skb.dst = route;
  return 0;
}

/** What fits into a packet to where this one came from (`tcpmss_reverse_mtu`); no limit where no way leads there. */
export function reverseMtu(net: Net, skb: SkBuff, v4: boolean): number {
  const { bytes, networkHeader: header } = skb;
  if (v4) {
    const flow = flow4.reset();
    flow.daddr = read32(bytes, header + IPV4_SOURCE);
    const route = routeOutput(net.ipv4, flow);
    return typeof route === "number" || route.error !== 0 ? Number.POSITIVE_INFINITY : route.pathMtu();
  }
  const flow = flow6.reset();
  flow.d0 = read32(bytes, header + 8) | 0;
  flow.d1 = read32(bytes, header + 12) | 0;
  flow.d2 = read32(bytes, header + 16) | 0;
  flow.d3 = read32(bytes, header + 20) | 0;
  const route = ip6RouteOutput(net, flow, 0);
  return route.error !== 0 ? Number.POSITIVE_INFINITY : decisionMtu(route);
}
