/**
 * Refusing IPv4 packets: ICMP errors and resets of connections.
 *
 * Source: `net/ipv4/netfilter/nf_reject_ipv4.c`.
 */
import { pseudoSumIpv4At, writeChecksum } from "../../packet/checksum.ts";
import { ETH_P_IP } from "../../packet/ethernet.ts";
import { IPPROTO_TCP, IPV4_HLEN } from "../../packet/ipv4.ts";
import { TCP_HLEN } from "../../packet/tcp.ts";
import type { Net } from "../core/net.ts";
import { allocSkb, consumeSkb, nfCtAttach, type SkBuff } from "../core/skbuff.ts";
import { sendIcmpError } from "../ipv4/icmp/icmp-error.ts";
import { ipLocalOut } from "../ipv4/ip/ip-output.ts";
import { NF_INET_PRE_ROUTING, NFPROTO_IPV4 } from "./hook-numbers.ts";
import { nfRejectSumOk } from "./nf-reject-sum.ts";
import { resetOf } from "./nf-reject-tcp.ts";
import { ipRouteMeHarder } from "./reroute.ts";

const ICMP_DEST_UNREACH = 3;
const TTL = 64;
const IP_DF = 0x40;

/** `nf_send_unreach` */
export function nfSendUnreach(skb: SkBuff, code: number, hook: number): void {
  const at = skb.networkHeader;
  const fragment = ((skb.bytes[at + 6] & 0x1f) << 8) | skb.bytes[at + 7];
  if (fragment !== 0) return;
  if (hook === NF_INET_PRE_ROUTING && !fillRoute(skb)) return;
  const offset = at + (skb.bytes[at] & 15) * 4;
  const protocol = skb.bytes[at + 9];
  if (!nfRejectSumOk(skb, offset, protocol, NFPROTO_IPV4)) return;
  sendIcmpError(skb, ICMP_DEST_UNREACH, code, 0);
}

/** Before a packet is routed it has no way back yet (`nf_reject_fill_skb_dst`). */
function fillRoute(skb: SkBuff): boolean {
  if (skb.dst !== null) return true;
  const { dev } = skb;
  return dev !== null && routeBack(dev.net, skb);
}

function routeBack(net: Net, skb: SkBuff): boolean {
  return ipRouteMeHarder(net, skb) >= 0 && skb.dst !== null;
}

/** `nf_send_reset`: answers a TCP segment with a reset. */
export function nfSendReset(net: Net, old: SkBuff): void {
  const header = old.networkHeader;
  const { bytes } = old;
  if ((((bytes[header + 6] & 0x1f) << 8) | bytes[header + 7]) !== 0) return;
  if (bytes[header + 9] !== IPPROTO_TCP) return;
  const segment = header + (bytes[header] & 15) * 4;
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
  out[at + 8] = TTL;
  out[at + 9] = IPPROTO_TCP;
  for (let i = 0; i < 4; i++) {
    out[at + 12 + i] = bytes[header + 16 + i];
    out[at + 16 + i] = bytes[header + 12 + i];
  }
  skb.networkHeader = at;
  skb.transportHeader = at + IPV4_HLEN;
  const sum = pseudoSumIpv4At(out, at, IPPROTO_TCP, TCP_HLEN);
  writeChecksum(out, at + IPV4_HLEN, TCP_HLEN, at + IPV4_HLEN + 16, sum);
  writeChecksum(out, at, IPV4_HLEN, at + 10);
  skb.protocol = ETH_P_IP;
  skb.mark = net.ipv4.sysctls.fwmarkReflect !== 0 ? old.mark : 0;
  if (!routeBack(net, skb)) return consumeSkb(skb);
  nfCtAttach(skb, old);
  ipLocalOut(skb);
}
