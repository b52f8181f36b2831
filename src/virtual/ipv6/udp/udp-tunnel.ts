/**
 * Packets inside UDP over IPv6.
 *
 * Source: `net/ipv6/ip6_udp_tunnel.c` (`udp_tunnel6_xmit_skb`), `include/net/ip6_tunnel.h` (`ip6tunnel_xmit`).
 */
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { write32 } from "../../../packet/bytes.ts";
import { foldSum, sumBytes } from "../../../packet/checksum.ts";
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import { UDP_HLEN } from "../../../packet/udp.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { pushUdp, type TunnelWay } from "../../ipv4/udp/udp-tunnel.ts";
import { IP6SKB_NO_FRAGMENT, IP6SKB_NO_LOOP, ip6LocalOut } from "../ip/ip6-output.ts";
import type { Rt6Info } from "../route/rt6-info.ts";

const addresses = new Uint8Array(32);

function pseudo(source: Ipv6Address, destination: Ipv6Address): number {
  source.toBytes(addresses, 0);
  destination.toBytes(addresses, 16);
  return foldSum(sumBytes(addresses, 0, 32, IPPROTO_UDP));
}

/** Sends the payload at `skb.data` as a datagram. Takes over the packet. @returns 0 or a negative error */
export function udp6TunnelXmit(
  rt: Rt6Info,
  skb: SkBuff,
  source: Ipv6Address,
  destination: Ipv6Address,
  label: number,
  way: TunnelWay,
): number {
  skb.makeWritable(IPV6_HLEN + UDP_HLEN);
  pushUdp(skb, way, pseudo(source, destination));
  const length = skb.length;
  const at = skb.push(IPV6_HLEN);
  const { bytes } = skb;
  write32(bytes, at, (0x60000000 | (way.tos << 20) | label) >>> 0);
  bytes[at + 4] = length >>> 8;
  bytes[at + 5] = length;
  bytes[at + 6] = IPPROTO_UDP;
  bytes[at + 7] = way.ttl || (rt.metrics?.get(RTAX_HOPLIMIT) ?? rt.dev.in6Dev?.cnf.hopLimit ?? 64);
  source.toBytes(bytes, at + 8);
  destination.toBytes(bytes, at + 24);
  skb.networkHeader = at;
  skb.dst = rt;
  skb.dev = rt.dev;
  skb.skbIif = 0;
  // the tunnel's socket does not want its own multicasts back
  skb.cbFlags = IP6SKB_NO_LOOP | IP6SKB_NO_FRAGMENT;
  skb.cbA = skb.cbB = skb.cbC = 0;
  return ip6LocalOut(skb);
}
