/**
 * Receiving: the checks on a header, the way to the decision, and local delivery.
 *
 * Source: `net/ipv6/ip6_input.c` (`ip6_rcv_core`, `ip6_protocol_deliver_rcu`, `ip6_mc_input`).
 */
import { ICMPV6_PARAMPROB, ICMPV6_UNK_NEXTHDR } from "../../../packet/icmpv6.ts";
import { IPPROTO_HOPOPTS, IPPROTO_ICMPV6 } from "../../../packet/ipv4.ts";
import { IPV6_HLEN, ipv6IsLoopbackAt } from "../../../packet/ipv6.ts";
import { IFF_LOOPBACK, type NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_DROP_REASON_IP_INADDRERRORS,
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_IP_NOPROTO,
  SKB_DROP_REASON_IPV6DISABLED,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_OTHERHOST,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UNHANDLED_PROTO,
  SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST,
} from "../../core/drop-reason.ts";
import {
  consumeSkb,
  kfreeSkb,
  orphanSkb,
  PACKET_BROADCAST,
  PACKET_LOOPBACK,
  PACKET_MULTICAST,
  PACKET_OTHERHOST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING, NFPROTO_IPV6 } from "../../netfilter/hook-numbers.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { isMulticastMember } from "../mcast/mcast-group.ts";
import { inet6Protocols } from "../protocol.ts";
import { onlyGroupsRouted } from "../route/fib6-pending.ts";
import { ip6RouteInput } from "../route/ip6-route.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import {
  IP6_IN_DELIVERS,
  IP6_IN_DISCARDS,
  IP6_IN_HDR_ERRORS,
  IP6_IN_MCAST_OCTETS,
  IP6_IN_MCAST_PKTS,
  IP6_IN_NO_ECT_PKTS,
  IP6_IN_OCTETS,
  IP6_IN_RECEIVES,
  IP6_IN_TRUNCATED_PKTS,
  IP6_IN_UNKNOWN_PROTOS,
} from "../snmp6.ts";
import { raw6LocalDeliver } from "../sock/raw-demux.ts";
import { parseHopByHop } from "./exthdrs.ts";
import { countOn } from "./ip6-output.ts";

/** Extension headers that one packet may have before its delivery is given up. */
const MAX_HEADERS = 64;

function drop(skb: SkBuff, dev: NetDevice, counter: number, reason: DropReason): void {
  countOn(dev, counter);
  kfreeSkb(skb, reason, "ip6_rcv_core");
}

/** `ipv6_rcv`: takes over a frame whose `data` is at the network header. */
export function ip6Receive(skb: SkBuff, dev: NetDevice): void {
  if (skb.packetType === PACKET_OTHERHOST) {
    dev.stats.rxOtherhostDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_OTHERHOST, "ip6_rcv_core");
    return;
  }
  const idev = dev.in6Dev;
  const received = skb.length;
  countOn(dev, IP6_IN_RECEIVES);
  countOn(dev, IP6_IN_OCTETS, received);
  if (idev === null || idev.cnf.disableIpv6 !== 0) {
    const reason = idev === null ? SKB_DROP_REASON_NOT_SPECIFIED : SKB_DROP_REASON_IPV6DISABLED;
    return drop(skb, dev, IP6_IN_DISCARDS, reason);
  }
  skb.cbFlags = 0;
  // A packet to an own address comes through `lo`, but counts as come in on the address's device: scopes want it so.
  skb.cbIif = skb.dst === null || skb.dst.isMetadata ? dev.ifindex : (skb.dst as Rt6Info).idev.ifindex;
  if (received < IPV6_HLEN) return drop(skb, dev, IP6_IN_HDR_ERRORS, SKB_DROP_REASON_IP_INHDR);
  const bytes = skb.bytes;
  const header = skb.data;
  skb.networkHeader = header;
  if (bytes[header] >>> 4 !== 6) return drop(skb, dev, IP6_IN_HDR_ERRORS, SKB_DROP_REASON_UNHANDLED_PROTO);
  countOn(dev, IP6_IN_NO_ECT_PKTS + ((bytes[header + 1] >>> 4) & 3));
  const refused = addressProblem(skb, dev, bytes, header);
  if (refused !== 0) return drop(skb, dev, IP6_IN_HDR_ERRORS, refused);
  skb.transportHeader = header + IPV6_HLEN;
  skb.cbA = 6;
  const payload = (bytes[header + 4] << 8) | bytes[header + 5];
  const hopByHop = bytes[header + 6] === IPPROTO_HOPOPTS;
  if (payload !== 0 || !hopByHop) {
    if (payload + IPV6_HLEN > received)
      return drop(skb, dev, IP6_IN_TRUNCATED_PKTS, SKB_DROP_REASON_PKT_TOO_SMALL);
    skb.tail = header + IPV6_HLEN + payload;
  }
  if (hopByHop && !parseHopByHop(skb, dev)) {
    countOn(dev, IP6_IN_HDR_ERRORS);
    return;
  }
  orphanSkb(skb);
  if (dev.net.nf !== null)
    nfHookThen(dev.net, NFPROTO_IPV6, NF_INET_PRE_ROUTING, skb, dev, null, receiveFinish);
  else receiveFinish(skb);
}

/** `ip6_rcv_finish` */
function receiveFinish(skb: SkBuff): number {
  const { bytes } = skb;
  const header = skb.networkHeader;
  const dev = skb.dev as NetDevice;
  const idev = dev.in6Dev;
  if (skb.dst === null || skb.dst.isMetadata) {
    const group = bytes[header + 24] === 0xff;
    if (group && idev !== null && onlyGroupsRouted(idev) && !isMulticastMember(dev, bytes, header + 24)) {
      ip6MulticastInput(skb);
      return 0;
    }
    ip6RouteInput(skb, dev);
  }
  (skb.dst as NonNullable<typeof skb.dst>).input(skb);
  return 0;
}

/** Addresses that may not be in a packet that comes from outside. @returns a reason, or 0 */
function addressProblem(skb: SkBuff, dev: NetDevice, bytes: Uint8Array, header: number): DropReason {
  const loopback = (dev.flags & IFF_LOOPBACK) !== 0;
  if (!loopback && (ipv6IsLoopbackAt(bytes, header + 8) || ipv6IsLoopbackAt(bytes, header + 24)))
    return SKB_DROP_REASON_IP_INHDR;
  if (bytes[header + 24] === 0xff) {
    const scope = bytes[header + 25] & 0x0f;
    if (scope === 0 || (scope === 1 && skb.packetType !== PACKET_LOOPBACK && !loopback))
      return SKB_DROP_REASON_IP_INHDR;
  } else if (
    (skb.packetType === PACKET_BROADCAST || skb.packetType === PACKET_MULTICAST) &&
    (dev.in6Dev?.cnf.dropUnicastInL2Multicast ?? 0) !== 0
  )
    return SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST;
  return bytes[header + 8] === 0xff ? SKB_DROP_REASON_IP_INHDR : 0;
}

/** Local delivery of a packet to one of this host's addresses (`ip6_input`). */
export function ip6Input(skb: SkBuff): void {
  const { net } = skb.dev as NetDevice;
  if (net.nf !== null) nfHookThen(net, NFPROTO_IPV6, NF_INET_LOCAL_IN, skb, skb.dev, null, inputFinish);
  else ip6InputFinish(skb);
}

function inputFinish(skb: SkBuff): number {
  ip6InputFinish(skb);
  return 0;
}

/** `ip6_input_finish` */
export function ip6InputFinish(skb: SkBuff): void {
  const dev = skb.dev as NetDevice;
  const counting = skb.dst === null ? dev : (skb.dst as Rt6Info).idev;
  skb.data = skb.transportHeader;
  let next = skb.bytes[skb.networkHeader + skb.cbA];
  let final = false;
  for (let count = 0; count < MAX_HEADERS; count++) {
    const raw = raw6LocalDeliver(skb, next, dev);
    const protocol = inet6Protocols[next];
    if (protocol === null) return unknownProtocol(skb, raw, dev, counting);
    if (!final && protocol.final) {
      final = true;
      if (notForUs(skb, next, dev)) return discard(skb, counting, SKB_DROP_REASON_IP_INADDRERRORS);
    } else if (final) return discard(skb, counting, SKB_DROP_REASON_NOT_SPECIFIED);
    const result = protocol.receive(skb, dev);
    if (result > 0) {
      next = result - 1;
      continue;
    }
    if (result === 0) countOn(counting, IP6_IN_DELIVERS);
    return;
  }
  discard(skb, counting, SKB_DROP_REASON_NOT_SPECIFIED);
}

function notForUs(skb: SkBuff, next: number, dev: NetDevice): boolean {
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  if (bytes[header + 24] !== 0xff || isMulticastMember(dev, bytes, header + 24)) return false;
  return !isMld(skb, next);
}

/** Messages of multicast listener discovery are for everybody who routes (`ipv6_is_mld`). */
function isMld(skb: SkBuff, next: number): boolean {
  if (next !== IPPROTO_ICMPV6 || skb.length < 8) return false;
  const type = skb.bytes[skb.data];
  return (type >= 130 && type <= 132) || type === 143;
}

function unknownProtocol(skb: SkBuff, raw: boolean, dev: NetDevice, counting: NetDevice): void {
  if (raw) {
    countOn(counting, IP6_IN_DELIVERS);
    consumeSkb(skb);
    return;
  }
  countOn(counting, IP6_IN_UNKNOWN_PROTOS);
  icmpv6Send(skb, dev, ICMPV6_PARAMPROB, ICMPV6_UNK_NEXTHDR, skb.cbA);
  kfreeSkb(skb, SKB_DROP_REASON_IP_NOPROTO, "ip6_input_finish");
}

function discard(skb: SkBuff, counting: NetDevice, reason: DropReason): void {
  countOn(counting, IP6_IN_DISCARDS);
  kfreeSkb(skb, reason, "ip6_input_finish");
}

/** A multicast packet: delivered where somebody is a member (`ip6_mc_input`). */
export function ip6MulticastInput(skb: SkBuff): void {
  const dev = skb.dev as NetDevice;
  countOn(dev, IP6_IN_MCAST_PKTS);
  countOn(dev, IP6_IN_MCAST_OCTETS, skb.length);
  if (isMulticastMember(dev, skb.bytes, skb.networkHeader + 24)) return ip6Input(skb);
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_mc_input");
}
