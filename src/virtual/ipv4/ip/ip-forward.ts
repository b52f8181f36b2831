/**
 * Packets for others: `ip_forward`.
 *
 * Source: `net/ipv4/ip_forward.c`; `net/ipv4/route.c` (`ip_rt_send_redirect`).
 */

import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_EXC_TTL,
  ICMP_FRAG_NEEDED,
  ICMP_REDIR_HOST,
  ICMP_REDIRECT,
  ICMP_SR_FAILED,
  ICMP_TIME_EXCEEDED,
} from "../../../packet/icmp.ts";
import {
  decreaseTtl,
  IP_DF,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_SOURCE,
  IPV4_TOS,
  IPV4_TTL,
} from "../../../packet/ipv4.ts";
import {
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_BIG,
} from "../../core/drop-reason.ts";
import { gsoNetworkLength } from "../../core/gso.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { forwardChecksum, kfreeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { runHooks } from "../../netfilter/core.ts";
import { NF_INET_FORWARD } from "../../netfilter/hook-numbers.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";
import { limitRedirect } from "../icmp/icmp-ratelimit.ts";
import { resultPrefsrcOf } from "../route/route-source.ts";
import type { Rtable } from "../route/rtable.ts";
import { IPSTATS_FORWDATAGRAMS, IPSTATS_FRAGFAILS, IPSTATS_INHDRERRORS } from "../snmp.ts";
import { IPOPT_HAS_SRR, IPOPT_STRICT, IPSKB_DOREDIRECT, IPSKB_FORWARDED } from "../sock/ip-control.ts";
import { tosToPriority } from "../sock/ip-sockglue.ts";
import { forwardOptions } from "./ip-options.ts";
import { forwardMtu } from "./ip-output.ts";

/** Takes over a packet whose decision leads to another host. */
export function ipForward(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const net = route.net;
  if (skb.packetType !== PACKET_HOST || skb.sk !== null) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_forward");
    return;
  }
  forwardChecksum(skb);
  const values = net.mib.values;
  if (skb.bytes[skb.data + IPV4_TTL] <= 1) {
    values[IPSTATS_INHDRERRORS]++;
    sendIcmpError(skb, ICMP_TIME_EXCEEDED, ICMP_EXC_TTL, 0);
    kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, "ip_forward");
    return;
  }
  if ((skb.cbFlags & IPOPT_STRICT) !== 0 && route.usesGateway) {
    sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_SR_FAILED, 0);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_forward");
    return;
  }
  values[IPSTATS_FORWDATAGRAMS]++;
  skb.cbFlags |= IPSKB_FORWARDED;
  const mtu = forwardMtu(route);
  const dontFragment = (read16(skb.bytes, skb.data + IPV4_FRAGMENT) & IP_DF) !== 0;
  const longest = skb.gsoSize === 0 ? skb.tail - skb.data : gsoNetworkLength(skb);
  // of one that came in pieces, the greatest counts
  const size = skb.cbB === 0 ? longest : skb.cbB;
  if (size > mtu && dontFragment) {
    values[IPSTATS_FRAGFAILS]++;
    sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, mtu);
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_BIG, "ip_forward");
    return;
  }
  skb.makeWritable(32);
  decreaseTtl(skb.bytes, skb.data);
  if ((skb.cbFlags & (IPSKB_DOREDIRECT | IPOPT_HAS_SRR)) === IPSKB_DOREDIRECT) sendRedirect(skb, route);
  if (net.sysctls.ipForwardUpdatePriority !== 0) skb.priority = tosToPriority(skb.bytes[skb.data + IPV4_TOS]);
  const { nf } = net.net;
  const hooks = nf === null ? null : nf.ipv4[NF_INET_FORWARD];
  if (hooks === null || runHooks(hooks, skb, skb.dev, route.dev, forwardFinish) === 1) forwardFinish(skb);
}

/** `ip_forward_finish` */
function forwardFinish(skb: SkBuff): number {
  const route = skb.dst as Rtable;
  if (skb.cbA > 0) forwardOptions(skb, resultPrefsrcOf(route));
  return route.handleOutput(skb);
}

/** Tells the sender of a better gateway (`ip_rt_send_redirect`). */
function sendRedirect(skb: SkBuff, route: Rtable): void {
  const inDev = route.dev.inDev;
  if (inDev === null || !inDev.sendsRedirects) return;
  const source = read32(skb.bytes, skb.data + IPV4_SOURCE);
  limitRedirect(route.net, source, (last) => {
    const destination = read32(skb.bytes, skb.data + IPV4_DESTINATION);
    const gateway = route.nexthopFor(destination);
    sendIcmpError(skb, ICMP_REDIRECT, ICMP_REDIR_HOST, gateway);
    if (last && inDev.either("logMartians")) sayIgnored(inDev, source, destination, gateway);
  });
}

/** The sender was told of the better gateway often enough. */
function sayIgnored(inDev: InetDevice, source: number, destination: number, gateway: number): void {
  const [host, to, way] = [source, destination, gateway].map((address) => formatIpv4(ipv4(address)));
  inDev.net.net.machine.log.printNet(
    KERN_WARNING,
    `IPv4: host ${host}/if${inDev.dev.ifindex} ignores redirects for ${to} to ${way}`,
  );
}
