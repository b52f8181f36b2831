/**
 * Packets inside UDP: what tunnels over IPv4 share.
 *
 * Source: `net/ipv4/udp_tunnel_core.c` (`udp_tunnel_xmit_skb`), `net/ipv4/ip_tunnel_core.c` (`iptunnel_xmit`),
 * `net/ipv4/udp.c` (`udp_set_csum`, `lco_csum`).
 */
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import { ipv4 } from "../../../packet/address.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { foldSum, pseudoSumIpv4, sumBytes } from "../../../packet/checksum.ts";
import { IPPROTO_UDP, IPV4_HLEN, writeIpv4 } from "../../../packet/ipv4.ts";
import { UDP_CHECKSUM, UDP_HLEN, writeUdp } from "../../../packet/udp.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import type { SkbOwner } from "../../core/sock/send-charge.ts";
import { selectIdent } from "../ip/ip-ident.ts";
import { ipLocalOut } from "../ip/ip-output.ts";
import type { Rtable } from "../route/rtable.ts";

/** How a tunnel's packet travels; reused, one at a time. */
export interface TunnelWay {
  tos: number;
  /** 0: the route's, or the host's. */
  ttl: number;
  /** `IP_DF` or 0 */
  df: number;
  sourcePort: number;
  port: number;
  checksum: boolean;
}

/**
 * Puts a UDP header before the payload. When a checksum inside is still open, the one outside follows from it ("local checksum
 * offload"): both are right, whoever completes the inner one.
 * @param pseudo sum of the pseudo header but for the length
 */
export function pushUdp(skb: SkBuff, way: TunnelWay, pseudo: number): void {
  const length = UDP_HLEN + skb.length;
  const at = skb.push(UDP_HLEN);
  const { bytes } = skb;
  writeUdp(bytes, at, way.sourcePort, way.port, length);
  skb.transportHeader = at;
  if (!way.checksum) return;
  if (skb.ipSummed === CHECKSUM_PARTIAL) {
    const open = read16(bytes, skb.csumStart + skb.csumOffset);
    const sum = sumBytes(bytes, at, skb.csumStart - at, pseudo + length + (~open & 0xffff));
    write16(bytes, at + UDP_CHECKSUM, ~foldSum(sum) & 0xffff || 0xffff);
    return;
  }
  write16(bytes, at + UDP_CHECKSUM, foldSum(pseudo + length));
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = at;
  skb.csumOffset = UDP_CHECKSUM;
}

/**
 * Sends the payload at `skb.data` as a datagram on the way that was decided. Takes over the packet, which has forgotten its
 * sender. @param owner of the tunnel's socket, to which the packet belongs now; nothing is charged to it
 * @returns 0 or a negative error
 */
export function udpTunnelXmit(
  route: Rtable,
  skb: SkBuff,
  source: number,
  destination: number,
  way: TunnelWay,
  owner: SkbOwner | null,
): number {
  const { net } = route;
  skb.makeWritable(IPV4_HLEN + UDP_HLEN);
  pushUdp(skb, way, pseudoSumIpv4(source, destination, IPPROTO_UDP, 0));
  const at = skb.push(IPV4_HLEN);
  const ident = selectIdent(net, source, destination, IPPROTO_UDP);
  const ttl = way.ttl || route.metric(RTAX_HOPLIMIT) || net.sysctls.ipDefaultTtl;
  const df = route.mtuLocked ? 0 : way.df;
  writeIpv4(skb.bytes, at, way.tos, skb.length, ident, df, ttl, IPPROTO_UDP, ipv4(source), ipv4(destination));
  skb.networkHeader = at;
  skb.dst = route;
  skb.dev = route.dev;
  skb.sk = owner;
  skb.charged = 0;
  skb.skbIif = 0;
  skb.cbFlags = 0;
  skb.cbA = skb.cbB = skb.cbC = 0;
  return ipLocalOut(skb);
}
