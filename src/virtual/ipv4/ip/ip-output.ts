/**
 * Packets on their way out: `ip_local_out`, `ip_output`, `ip_mc_output`, `ip_finish_output`.
 *
 * Source: `net/ipv4/ip_output.c`.
 */
import { EINVAL } from "../../../errno.ts";
import { RTN_BROADCAST, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { read32, write16 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { IPV4_DESTINATION, IPV4_TOTAL_LENGTH, IPV4_TTL, writeIpv4Checksum } from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NEIGH_CREATEFAIL, SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { gsoNetworkLength, segmentSkb } from "../../core/gso.ts";
import {
  CHECKSUM_NONE,
  CHECKSUM_UNNECESSARY,
  cloneSkb,
  kfreeSkb,
  PACKET_LOOPBACK,
  type SkBuff,
} from "../../core/skbuff.ts";
import { nfHook, nfHookThen, runHooks } from "../../netfilter/core.ts";
import { NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING, NFPROTO_IPV4 } from "../../netfilter/hook-numbers.ts";
import type { NetNf } from "../../netfilter/net-nf.ts";
import { arpNeighbour } from "../arp/arp-table.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, type Rtable } from "../route/rtable.ts";
import {
  IPSTATS_OUTBCASTOCTETS,
  IPSTATS_OUTBCASTPKTS,
  IPSTATS_OUTMCASTOCTETS,
  IPSTATS_OUTMCASTPKTS,
  IPSTATS_OUTOCTETS,
  IPSTATS_OUTREQUESTS,
  IPSTATS_OUTTRANSMITS,
} from "../snmp.ts";
import { IPSKB_FORWARDED, IPSKB_REROUTED } from "../sock/ip-control.ts";
import { IP_PMTUDISC_PROBE } from "../sock/ip-socket-options.ts";
import { fragmentPacket } from "./ip-fragment.ts";

/** Sends a packet of this host whose decision is on `skb.dst`: completes the header. @returns 0 or a negative error */
export function ipLocalOut(skb: SkBuff): number {
  const route = skb.dst as Rtable;
  write16(skb.bytes, skb.data + IPV4_TOTAL_LENGTH, skb.length);
  skb.networkHeader = skb.data;
  skb.protocol = ETH_P_IP;
  writeIpv4Checksum(skb.bytes, skb.data);
  route.net.mib.values[IPSTATS_OUTREQUESTS]++;
  const { net } = route.net;
  if (net.nf !== null) {
    const result = nfHook(net, NFPROTO_IPV4, NF_INET_LOCAL_OUT, skb, null, route.dev, dstOutput);
    return result === 1 ? dstOutput(skb) : result;
  }
  return route.handleOutput(skb);
}

/** `dst_output`: by the decision that the packet has now. */
export function dstOutput(skb: SkBuff): number {
  return (skb.dst as Rtable).handleOutput(skb);
}

/** `ip_output` */
export function ipOutput(skb: SkBuff): number {
  const route = skb.dst as Rtable;
  // what this host made has come in nowhere
  const indev = skb.skbIif === 0 ? null : skb.dev;
  skb.dev = route.dev;
  skb.protocol = ETH_P_IP;
  const { nf } = route.dev.net;
  const result = nf === null ? 1 : postRouting(nf, skb, indev, route.dev);
  return result === 1 ? ipFinishOutput(skb) : result;
}

/**
 * What was sent to another way behind the hook comes by once more, and is not shown again.
 * @returns 1: the caller goes on with it; else as {@link nfHook}
 */
function postRouting(nf: NetNf, skb: SkBuff, indev: NetDevice | null, dev: NetDevice): number {
  const hooks = nf.ipv4[NF_INET_POST_ROUTING];
  if (hooks === null || (skb.cbFlags & IPSKB_REROUTED) !== 0) return 1;
  return runHooks(hooks, skb, indev, dev, ipFinishOutput);
}

/** To a group or a broadcast address whose packets this host wants too (`ip_mc_output`). */
export function ipMulticastOutput(skb: SkBuff): number {
  const route = skb.dst as Rtable;
  skb.dev = route.dev;
  skb.protocol = ETH_P_IP;
  if ((route.flags & RTCF_MULTICAST) !== 0) {
    const wanted = (route.flags & RTCF_LOCAL) !== 0 || (skb.cbFlags & IPSKB_FORWARDED) === 0;
    if (multicastLoops(skb) && wanted) loopBack(skb);
    if (skb.bytes[skb.data + IPV4_TTL] === 0) {
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_mc_output");
      return 0;
    }
  }
  if ((route.flags & RTCF_BROADCAST) !== 0) loopBack(skb);
  const { nf } = route.dev.net;
  const result = nf === null ? 1 : postRouting(nf, skb, null, route.dev);
  return result === 1 ? ipFinishOutput(skb) : result;
}

/** `sk_mc_loop` */
function multicastLoops(skb: SkBuff): boolean {
  const sk = skb.sk as { multicastLoop?: boolean } | null;
  return sk === null || sk.multicastLoop !== false;
}

/** A copy for this host (`dev_loopback_xmit`). */
function loopBack(skb: SkBuff): void {
  const dev = skb.dev as NetDevice;
  const clone = cloneSkb(skb);
  if (dev.net.nf === null) loopBackFinish(clone);
  else nfHookThen(dev.net, NFPROTO_IPV4, NF_INET_POST_ROUTING, clone, null, dev, loopBackFinish);
}

function loopBackFinish(clone: SkBuff): number {
  clone.macHeader = clone.data;
  clone.packetType = PACKET_LOOPBACK;
  if (clone.ipSummed === CHECKSUM_NONE) clone.ipSummed = CHECKSUM_UNNECESSARY;
  (clone.dev as NetDevice).net.machine.backlog.netifRx(clone);
  return 0;
}

/** The MTU that this packet must fit (`ip_skb_dst_mtu`). */
function outputMtu(skb: SkBuff, route: Rtable): number {
  if ((skb.cbFlags & IPSKB_FORWARDED) !== 0) return forwardMtu(route);
  const sk = skb.sk as { pmtuDiscovery?: number } | null;
  const probes = sk !== null && (sk.pmtuDiscovery ?? 0) >= IP_PMTUDISC_PROBE;
  return probes ? Math.min(route.dev.mtu, 65535) : route.pathMtu();
}

/** `ip_dst_mtu_maybe_forward` for a forwarded packet. */
export function forwardMtu(route: Rtable): number {
  if (route.net.sysctls.ipForwardUsePmtu !== 0 || route.mtuLocked) return route.pathMtu();
  const metric = route.metric(2);
  return Math.min(metric !== 0 && metric < route.dev.mtu ? metric : route.dev.mtu, 65535);
}

function ipFinishOutput(skb: SkBuff): number {
  const mtu = outputMtu(skb, skb.dst as Rtable);
  if (skb.gsoSize !== 0) {
    if (gsoNetworkLength(skb) <= mtu) return ipFinishOutput2(skb);
    return segmentSkb(skb, (piece) => fragmentPacket(piece, mtu, ipFinishOutput2));
  }
  if (skb.tail - skb.data > mtu || skb.cbB !== 0) return fragmentPacket(skb, mtu, ipFinishOutput2);
  return ipFinishOutput2(skb);
}

/** Hands the packet to the neighbour that the decision names. */
function ipFinishOutput2(skb: SkBuff): number {
  const route = skb.dst as Rtable;
  const values = route.net.mib.values;
  const length = skb.tail - skb.data;
  if (route.type === RTN_MULTICAST) {
    values[IPSTATS_OUTMCASTPKTS]++;
    values[IPSTATS_OUTMCASTOCTETS] += length;
  } else if (route.type === RTN_BROADCAST) {
    values[IPSTATS_OUTBCASTPKTS]++;
    values[IPSTATS_OUTBCASTOCTETS] += length;
  }
  values[IPSTATS_OUTTRANSMITS]++;
  values[IPSTATS_OUTOCTETS] += length;
  const address = route.gatewayFamily === 2 ? route.gateway : read32(skb.bytes, skb.data + IPV4_DESTINATION);
  let neigh = route.neigh;
  if (neigh === null || neigh.dead || route.neighKey !== address) {
    neigh = route.gatewayFamily === 10 ? ip6Neighbour(route) : arpNeighbour(route.dev, address);
    route.neigh = neigh;
    route.neighKey = address;
    if (neigh === null) {
      kfreeSkb(skb, SKB_DROP_REASON_NEIGH_CREATEFAIL, "ip_finish_output2");
      return -EINVAL;
    }
  }
  return neigh.output(skb);
}

/** Set by IPv6: finds the neighbour of an IPv6 gateway of an IPv4 route. */
export const ip6Gateway: { neighbour: (dev: NetDevice, gateway: Uint8Array) => Rtable["neigh"] } = {
  neighbour: () => null,
};

function ip6Neighbour(route: Rtable): Rtable["neigh"] {
  const gateway = route.nexthop?.gateway6;
  return gateway ? ip6Gateway.neighbour(route.dev, gateway) : null;
}
