/**
 * Refusing IPv6 packets: ICMPv6 errors and resets of connections.
 *
 * Source: `net/ipv6/netfilter/nf_reject_ipv6.c`.
 */
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import { read16 } from "../../../packet/bytes.ts";
import { pseudoSumIpv6At, writeChecksum } from "../../../packet/checksum.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import { TCP_HLEN } from "../../../packet/tcp.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import {
  allocSkb,
  CHECKSUM_PARTIAL,
  CHECKSUM_UNNECESSARY,
  consumeSkb,
  nfCtAttach,
  type SkBuff,
} from "../../core/skbuff.ts";
import { addressTypeAt, IPV6_ADDR_UNICAST } from "../../ipv6/addrconf/addrconf-core.ts";
import { Flow6 } from "../../ipv6/flow6.ts";
import { icmpv6Send } from "../../ipv6/icmp/icmp-send.ts";
import { ip6LocalOut } from "../../ipv6/ip/ip6-output.ts";
import { ip6RouteOutput } from "../../ipv6/route/ip6-route.ts";
import type { Rt6Info } from "../../ipv6/route/rt6-info.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";
import { nfCtSetClosing } from "../conntrack/conntrack-closing.ts";
import { findTransport, transportProtocol } from "../conntrack/conntrack-tuples.ts";
import { NFPROTO_IPV6 } from "../hook-numbers.ts";
import { nfRejectSumOk } from "./nf-reject-sum.ts";
import { resetOf } from "./nf-reject-tcp.ts";

const IPV6_HLEN = 40;
const HOP_LIMIT = 64;
const ICMPV6_DEST_UNREACH = 1;

/** `nf_send_unreach6` @param dev the device that the packet came in on, or goes out of */
export function nfSendUnreach6(skb: SkBuff, dev: NetDevice | null, code: number): void {
  if (dev !== null && hasRightSum(skb)) icmpv6Send(skb, dev, ICMPV6_DEST_UNREACH, code, 0);
}

/** `reject6_csum_ok`: what is broken is not answered. */
function hasRightSum(skb: SkBuff): boolean {
  if (skb.sumValid || skb.ipSummed === CHECKSUM_UNNECESSARY || skb.ipSummed === CHECKSUM_PARTIAL) return true;
  const offset = findTransport(skb, skb.networkHeader, NFPROTO_IPV6);
  if (offset < 0 || offset >= skb.tail) return false;
  return nfRejectSumOk(skb, offset, transportProtocol, NFPROTO_IPV6);
}

function isUnicast(bytes: Uint8Array, at: number): boolean {
  return (addressTypeAt(bytes, at) & IPV6_ADDR_UNICAST) !== 0;
}

const flow = new Flow6();

/** Where the reset goes: by its addresses, ports and mark, from whatever device. */
function routeOfReset(net: Net, { bytes, networkHeader: header, transportHeader, mark }: SkBuff): Rt6Info {
  const to = flow.reset().setFromHeader(bytes, header);
  to.protocol = IPPROTO_TCP;
  to.sourcePort = read16(bytes, transportHeader);
  to.destinationPort = read16(bytes, transportHeader + 2);
  to.mark = mark;
  return ip6RouteOutput(net, to, 0);
}

/** `nf_send_reset6` @param segment where the TCP header is */
export function nfSendReset6(net: Net, old: SkBuff, segment: number): void {
  const header = old.networkHeader;
  const { bytes } = old;
  if (!isUnicast(bytes, header + 8) || !isUnicast(bytes, header + 24)) return;
  if (!nfChecksumOk(old, segment, IPPROTO_TCP, NFPROTO_IPV6)) return;
  const skb = allocSkb(IPV6_HLEN + TCP_HLEN);
  const at = skb.put(IPV6_HLEN + TCP_HLEN);
  const out = skb.bytes;
  out.fill(0, at, skb.tail);
  if (!resetOf(bytes, segment, old.tail, old.tail - segment, out, at + IPV6_HLEN)) return consumeSkb(skb);
  out[at] = 0x60;
  out[at + 5] = TCP_HLEN;
  out[at + 6] = IPPROTO_TCP;
  for (let i = 0; i < 16; i++) {
    out[at + 8 + i] = bytes[header + 24 + i];
    out[at + 24 + i] = bytes[header + 8 + i];
  }
  skb.networkHeader = at;
  skb.transportHeader = at + IPV6_HLEN;
  skb.transportHeader = at + IPV6_HLEN;
  const sum = pseudoSumIpv6At(out, at + 8, IPPROTO_TCP, TCP_HLEN);
  writeChecksum(out, at + IPV6_HLEN, TCP_HLEN, at + IPV6_HLEN + 16, sum);
  skb.protocol = ETH_P_IPV6;
  skb.mark = net.ipv6.sysctls.fwmarkReflect !== 0 ? old.mark : 0;
  const route = routeOfReset(net, skb);
  if (route.error !== 0) return consumeSkb(skb);
  skb.dst = route;
  out[at + 7] = route.metrics?.get(RTAX_HOPLIMIT) ?? route.dev.in6Dev?.cnf.hopLimit ?? HOP_LIMIT;
  nfCtAttach(skb, old);
  nfCtSetClosing(old);
  ip6LocalOut(skb, null);
}
