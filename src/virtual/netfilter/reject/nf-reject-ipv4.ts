/**
 * Refusing IPv4 packets: ICMP errors and resets of connections.
 *
 * Source: `net/ipv4/netfilter/nf_reject_ipv4.c`.
 */
import { RTAX_HOPLIMIT } from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import { writeChecksum } from "../../../packet/checksum.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { IPPROTO_TCP, IPV4_HLEN, IPV4_SOURCE } from "../../../packet/ipv4.ts";
import { TCP_HLEN } from "../../../packet/tcp.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { allocSkb, consumeSkb, kfreeSkb, nfCtAttach, type SkBuff } from "../../core/skbuff.ts";
import { Flow4 } from "../../ipv4/flow.ts";
import { sendIcmpError } from "../../ipv4/icmp/icmp-error.ts";
import { ipLocalOut } from "../../ipv4/ip/ip-output.ts";
import { routeOutput } from "../../ipv4/route/route-output.ts";
import { RTCF_BROADCAST, RTCF_MULTICAST, type Rtable } from "../../ipv4/route/rtable.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";
import { nfCtSetClosing } from "../conntrack/conntrack-closing.ts";
import { NF_INET_PRE_ROUTING, NFPROTO_IPV4 } from "../hook-numbers.ts";
import { ipRouteMeHarder } from "../reroute.ts";
import { nfRejectSumOk } from "./nf-reject-sum.ts";
import { leaveSumOpen, resetOf } from "./nf-reject-tcp.ts";

const ICMP_DEST_UNREACH = 3;
const IP_DF = 0x40;
const back = new Flow4();

/** `nf_send_unreach` */
export function nfSendUnreach(skb: SkBuff, code: number, hook: number): void {
  const at = skb.networkHeader;
  const fragment = ((skb.bytes[at + 6] & 0x1f) << 8) | skb.bytes[at + 7];
  if (fragment !== 0) return;
  const { dev } = skb;
  if (hook === NF_INET_PRE_ROUTING && (dev === null || !fillRoute(dev.net, skb))) return;
  const offset = at + (skb.bytes[at] & 15) * 4;
  const protocol = skb.bytes[at + 9];
  if (!nfRejectSumOk(skb, offset, protocol, NFPROTO_IPV4)) return;
  sendIcmpError(skb, ICMP_DEST_UNREACH, code, 0);
}

/** Before a packet is routed it has no way back yet (`nf_reject_fill_skb_dst`). */
function fillRoute(net: Net, skb: SkBuff): boolean {
  if (skb.dst !== null) return true;
  const flow = back.reset();
  flow.daddr = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  const route = routeOutput(net.ipv4, flow);
  if (typeof route === "number") return false;
  skb.dst = route;
  return true;
}

/** `nf_send_reset`: answers a TCP segment with a reset. */
export function nfSendReset(net: Net, old: SkBuff): void {
  const header = old.networkHeader;
  const { bytes } = old;
  if (!fillRoute(net, old)) return;
  const way = old.dst as Rtable;
  if ((way.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0) return;
  if ((((bytes[header + 6] & 0x1f) << 8) | bytes[header + 7]) !== 0) return;
  if (bytes[header + 9] !== IPPROTO_TCP) return;
  const segment = header + (bytes[header] & 15) * 4;
  if (!nfChecksumOk(old, segment, IPPROTO_TCP, NFPROTO_IPV4)) return;
  const length = ((bytes[header + 2] << 8) | bytes[header + 3]) - (segment - header);
  const skb = allocSkb(IPV4_HLEN + TCP_HLEN);
  const at = skb.put(IPV4_HLEN + TCP_HLEN);
  const out = skb.bytes;
  out.fill(0, at, skb.tail);
  if (!resetOf(bytes, segment, old.tail, length, out, at + IPV4_HLEN)) return consumeSkb(skb);
  out[at] = 0x45;
  out[at + 2] = 0;
  out[at + 3] = IPV4_HLEN + TCP_HLEN;
  out[at + 6] = IP_DF;
  out[at + 8] = way.metric(RTAX_HOPLIMIT) || net.ipv4.sysctls.ipDefaultTtl;
  out[at + 9] = IPPROTO_TCP;
  for (let i = 0; i < 4; i++) {
    out[at + 12 + i] = bytes[header + 16 + i];
    out[at + 16 + i] = bytes[header + 12 + i];
  }
  skb.networkHeader = at;
  skb.transportHeader = at + IPV4_HLEN;
  leaveSumOpen(skb);
  writeChecksum(out, at, IPV4_HLEN, at + 10);
  skb.protocol = ETH_P_IP;
  skb.mark = net.ipv4.sysctls.fwmarkReflect !== 0 ? old.mark : 0;
  if (ipRouteMeHarder(net, skb) < 0 || skb.dst === null)
    return kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "nf_send_reset");
  nfCtAttach(skb, old);
  nfCtSetClosing(old);
  ipLocalOut(skb);
}
