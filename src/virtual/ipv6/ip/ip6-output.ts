/**
 * Sending: from a built packet with a decision to the neighbour.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_output`, `ip6_finish_output2`), `net/ipv6/output_core.c` (`__ip6_local_out`).
 */
import { EINVAL } from "../../../errno.ts";
import { RTAX_LOCK, RTAX_MTU } from "../../../netlink/route-attributes.ts";
import { ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import { IFF_LOOPBACK, type NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IPV6DISABLED,
  SKB_DROP_REASON_NEIGH_CREATEFAIL,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import { CHECKSUM_UNNECESSARY, cloneSkb, kfreeSkb, PACKET_LOOPBACK, type SkBuff } from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_INET_LOCAL_OUT, NF_INET_POST_ROUTING, NFPROTO_IPV6 } from "../../netfilter/hook-numbers.ts";
import { IPV6_ADDR_SCOPE_NODELOCAL } from "../addrconf/addrconf-core.ts";
import { isMulticastMember } from "../mcast/mcast-group.ts";
import { ndiscNeighbour, ndiscNeighbourAt } from "../ndisc/ndisc-table.ts";
import { rt6Operations } from "../route/ip6-route.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import {
  IP6_OUT_DISCARDS,
  IP6_OUT_MCAST_OCTETS,
  IP6_OUT_MCAST_PKTS,
  IP6_OUT_NO_ROUTES,
  IP6_OUT_OCTETS,
  IP6_OUT_REQUESTS,
  IP6_OUT_TRANSMITS,
} from "../snmp6.ts";
import { IPV6_PMTUDISC_PROBE } from "../sock/ipv6-socket-options.ts";

/** `skb.cbFlags` (`IP6SKB_*`) */
export const IP6SKB_FORWARDED = 2;
/** It was sent another way behind the hooks, and is not shown to them again. */
export const IP6SKB_REROUTED = 4;
/** The sender does not want its own multicasts back, or nobody here may get them (`sk_mc_loop` is false). */
export const IP6SKB_NO_LOOP = 0x100;
/** A datagram of a tunnel: it is not cut, also not here (`skb->ignore_df` is not set). */
export const IP6SKB_NO_FRAGMENT = 0x200;
/** A packet that may not be fragmented here (`dst_allfrag`, `skb->ignore_df`). */
export const IP6SKB_FRAGMENTED = 16;

/** Counts in the namespace and, where the device runs IPv6, there too. */
export function countOn(dev: NetDevice, counter: number, value = 1): void {
  dev.net.ipv6.mibOf(dev).add(counter, value);
}

/** The greatest packet that a decision takes (`ip6_skb_dst_mtu`, `ip6_mtu`). */
export function decisionMtu(rt: Rt6Info): number {
  if (rt.mtu !== 0) return rt.mtu;
  return rt.dev.in6Dev?.mtu6 ?? 1280;
}

/** The greatest packet that a decision takes of others: what was learned does not count (`ip6_dst_mtu_maybe_forward`). */
export function forwardMtu(rt: Rt6Info): number {
  const metrics = rt.from?.metrics;
  const locked = ((metrics?.get(RTAX_LOCK) ?? 0) & (1 << RTAX_MTU)) !== 0;
  const metric = locked ? (metrics?.get(RTAX_MTU) ?? 0) : 0;
  return metric !== 0 ? metric : (rt.dev.in6Dev?.mtu6 ?? 1280);
}

/**
 * Sends a packet that this host made: `data` at the IPv6 header, `dst` set (`ip6_local_out`). Takes over the packet.
 * @param counting the device that counts the request; null: nobody does, as of packets that no socket made
 * @returns 0 or a negative error
 */
export function ip6LocalOut(skb: SkBuff, counting: NetDevice | null = (skb.dst as Rt6Info).idev): number {
  const bytes = skb.bytes;
  const payload = skb.length - IPV6_HLEN;
  bytes[skb.data + 4] = payload > 0xffff ? 0 : payload >>> 8;
  bytes[skb.data + 5] = payload > 0xffff ? 0 : payload;
  skb.protocol = ETH_P_IPV6;
  skb.networkHeader = skb.data;
  const rt = skb.dst as Rt6Info;
  if (counting !== null) countOn(counting, IP6_OUT_REQUESTS);
  const { net } = rt.dev;
  if (net.nf !== null) return nfHookThen(net, NFPROTO_IPV6, NF_INET_LOCAL_OUT, skb, null, rt.dev, dst6Output);
  return rt.output(skb);
}

/** `dst_output`: by the decision that the packet has now. */
export function dst6Output(skb: SkBuff): number {
  return (skb.dst as Rt6Info).output(skb);
}

/** `ip6_output` */
export function ip6Output(skb: SkBuff): number {
  const rt = skb.dst as Rt6Info;
  const dev = rt.dev;
  // what this host made has come in nowhere
  const indev = skb.skbIif === 0 ? null : skb.dev;
  skb.protocol = ETH_P_IPV6;
  skb.dev = dev;
  const idev = rt.idev.in6Dev;
  if (idev === null || idev.cnf.disableIpv6 !== 0) {
    countOn(rt.idev, IP6_OUT_DISCARDS);
    kfreeSkb(skb, SKB_DROP_REASON_IPV6DISABLED, "ip6_output");
    return 0;
  }
  if (dev.net.nf !== null && (skb.cbFlags & IP6SKB_REROUTED) === 0)
    return nfHookThen(dev.net, NFPROTO_IPV6, NF_INET_POST_ROUTING, skb, indev, dev, finishOutput);
  return finishOutput(skb);
}

/** `ip6_finish_output` */
function finishOutput(skb: SkBuff): number {
  const rt = skb.dst as Rt6Info;
  const mtu = outputMtu(skb, rt);
  // what came in pieces leaves in pieces, and in none that are greater
  const pieces = skb.cbB !== 0 && skb.length > skb.cbB;
  if (pieces || (skb.length > mtu && skb.gsoSize === 0)) return rt6Operations.fragment(skb, rt, mtu);
  return ip6FinishOutput2(skb, rt);
}

/** What the packet must fit: of one whose socket probes the path, the device's (`ip6_skb_dst_mtu`). */
function outputMtu(skb: SkBuff, rt: Rt6Info): number {
  const sk = skb.sk as { mtuDiscover?: number } | null;
  return sk !== null && (sk.mtuDiscover ?? 0) >= IPV6_PMTUDISC_PROBE ? rt.dev.mtu : decisionMtu(rt);
}

/** `ip6_finish_output2` */
export function ip6FinishOutput2(skb: SkBuff, rt: Rt6Info): number {
  const dev = rt.dev;
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  const length = skb.length;
  if (bytes[header + 24] === 0xff) {
    if (
      (dev.flags & IFF_LOOPBACK) === 0 &&
      (skb.cbFlags & IP6SKB_NO_LOOP) === 0 &&
      skb.packetType !== PACKET_LOOPBACK
    ) {
      if (isMulticastMember(dev, bytes, header + 24)) loopBack(skb, dev);
      if (bytes[header + 7] === 0) {
        countOn(dev, IP6_OUT_DISCARDS);
        kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_finish_output2");
        return 0;
      }
    }
    countOn(rt.idev, IP6_OUT_MCAST_PKTS);
    countOn(rt.idev, IP6_OUT_MCAST_OCTETS, length);
    if ((bytes[header + 25] & 0x0f) <= IPV6_ADDR_SCOPE_NODELOCAL && (dev.flags & IFF_LOOPBACK) === 0) {
      kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_finish_output2");
      return 0;
    }
  }
  countOn(rt.idev, IP6_OUT_TRANSMITS);
  countOn(rt.idev, IP6_OUT_OCTETS, length);
  const table = dev.in6Dev?.nd.table;
  if (table === undefined) {
    kfreeSkb(skb, SKB_DROP_REASON_NEIGH_CREATEFAIL, "ip6_finish_output2");
    return -EINVAL;
  }
  const neigh =
    rt.gateway === null
      ? ndiscNeighbourAt(table, dev, bytes, header + 24)
      : ndiscNeighbour(table, dev, rt.gateway);
  if (neigh === null) {
    countOn(dev, IP6_OUT_NO_ROUTES);
    kfreeSkb(skb, SKB_DROP_REASON_NEIGH_CREATEFAIL, "ip6_finish_output2");
    return -EINVAL;
  }
  return neigh.output(skb);
}

/** A member of the group on this host gets a copy (`ip6_dev_loopback_xmit`). */
function loopBack(skb: SkBuff, dev: NetDevice): void {
  const copy = cloneSkb(skb);
  copy.dev = dev;
  if (dev.net.nf === null) loopBackFinish(copy);
  else nfHookThen(dev.net, NFPROTO_IPV6, NF_INET_POST_ROUTING, copy, null, dev, loopBackFinish);
}

function loopBackFinish(copy: SkBuff): number {
  copy.packetType = PACKET_LOOPBACK;
  copy.ipSummed = CHECKSUM_UNNECESSARY;
  copy.dst = null;
  copy.macHeader = copy.data;
  (copy.dev as NetDevice).net.machine.backlog.netifRx(copy);
  return 0;
}
