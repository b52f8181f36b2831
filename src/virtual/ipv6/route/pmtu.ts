/**
 * Learned path MTUs.
 *
 * Source: `net/ipv6/route.c` (`__ip6_rt_update_pmtu`, `rt6_do_update_pmtu`), RFC 8201.
 */
import { RTAX_MTU } from "../../../netlink/route-attributes.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { Flow6 } from "../flow6.ts";
import { decisionMtu } from "../ip/ip6-output.ts";
import type { Fib6Info } from "./fib6-info.ts";
import { addException, decisionFor, ip6RouteOutput } from "./ip6-route.ts";

const flow = new Flow6();
const IPV6_MIN_MTU = 1280;

/**
 * What the route itself allows: of an own address, its device's, though packets to it take the loopback device (`fib6_mtu`).
 */
function routeMtu(route: Fib6Info): number {
  return route.metrics?.get(RTAX_MTU) || Math.max(route.dev.in6Dev?.mtu6 ?? 0, IPV6_MIN_MTU);
}

/**
 * "Packet too big" about a packet whose header is quoted at `header`.
 * @param oif the device whose routes come first, a socket's as a rule (`ip6_sk_update_pmtu`); 0: any
 * @param mark of the socket
 */
export function pathMtuUpdate(
  dev: NetDevice,
  bytes: Uint8Array,
  header: number,
  mtu: number,
  oif: number,
  mark = 0,
): void {
  if (mtu < IPV6_MIN_MTU) return;
  const net = dev.net;
  const destination = Ipv6Address.fromBytes(bytes, header + 24);
  flow
    .reset()
    .setDestination(destination)
    .setSource(Ipv6Address.fromBytes(bytes, header + 8));
  flow.oif = oif;
  flow.mark = mark;
  const first = read32(bytes, header);
  flow.flowLabel = first & 0xfffff;
  flow.trafficClass = (first >>> 20) & 0xff;
  const rt = ip6RouteOutput(net, flow, 0);
  const route = rt.from;
  if (rt.error !== 0 || route === null) return;
  if (mtu >= decisionMtu(rt)) return;
  const known = decisionFor(net, route, flow);
  if (known.cachedFor === null && mtu >= routeMtu(route)) return;
  const entry =
    known.cachedFor === null ? addException(route, destination, flow.source, rt.gateway, rt.dev) : known;
  entry.keepMetrics();
  entry.mtu = mtu;
  entry.expires = net.machine.now() + net.ipv6.sysctls.mtuExpires * 1e9;
}
