/**
 * Received packets: `ip_rcv`, the decision, local delivery.
 *
 * Source: `net/ipv4/ip_input.c`.
 */
import { EACCES, EHOSTUNREACH, ENETUNREACH } from "../../../errno.ts";
import { RTN_BROADCAST, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_HOST_UNREACH,
  ICMP_NET_UNREACH,
  ICMP_PKT_FILTERED,
  ICMP_PROT_UNREACH,
} from "../../../packet/icmp.ts";
import {
  IP_MF,
  IP_OFFSET,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  IPV4_TOTAL_LENGTH,
  ipv4ChecksumOk,
} from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IP_CSUM,
  SKB_DROP_REASON_IP_INADDRERRORS,
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_IP_INNOROUTES,
  SKB_DROP_REASON_IP_NOPROTO,
  SKB_DROP_REASON_IP_RPFILTER,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_OTHERHOST,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST,
} from "../../core/drop-reason.ts";
import {
  consumeSkb,
  kfreeSkb,
  PACKET_BROADCAST,
  PACKET_LOOPBACK,
  PACKET_MULTICAST,
  PACKET_OTHERHOST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { nfHook, runHooks } from "../../netfilter/core.ts";
import { NF_INET_LOCAL_IN, NF_INET_PRE_ROUTING, NFPROTO_IPV4 } from "../../netfilter/hook-numbers.ts";
import type { NetNf } from "../../netfilter/net-nf.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";
import { noRouteAllows } from "../icmp/icmp-ratelimit.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { protocolHandlers } from "../protocols.ts";
import { routeInputOf } from "../route/route-hint.ts";
import { routeInput } from "../route/route-input.ts";
import type { Rtable } from "../route/rtable.ts";
import {
  IPSTATS_CSUMERRORS,
  IPSTATS_INADDRERRORS,
  IPSTATS_INBCASTOCTETS,
  IPSTATS_INBCASTPKTS,
  IPSTATS_INDELIVERS,
  IPSTATS_INHDRERRORS,
  IPSTATS_INMCASTOCTETS,
  IPSTATS_INMCASTPKTS,
  IPSTATS_INNOROUTES,
  IPSTATS_INOCTETS,
  IPSTATS_INRECEIVES,
  IPSTATS_INTRUNCATEDPKTS,
  IPSTATS_INUNKNOWNPROTOS,
  IPSTATS_NOECTPKTS,
  LINUX_MIB_IPRPFILTER,
} from "../snmp.ts";
import { rawLocalDeliver } from "../sock/raw.ts";
import { defragment } from "./ip-defrag.ts";
import { receiveOptions } from "./ip-options.ts";

/** `ip_rcv`: takes over a packet whose data is at the IP header. */
export function ipReceive(skb: SkBuff, dev: NetDevice): void {
  if (skb.packetType === PACKET_OTHERHOST) {
    dev.stats.rxOtherhostDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_OTHERHOST, "ip_rcv_core");
    return;
  }
  const net = dev.net.ipv4;
  const reason = checkHeader(net, skb);
  if (reason !== 0) {
    kfreeSkb(skb, reason, "ip_rcv_core");
    return;
  }
  if (dev.net.nf === null) ipReceiveFinish(net, skb, dev);
  else preRouting(skb, dev, dev.net.nf);
}

function preRouting(skb: SkBuff, dev: NetDevice, nf: NetNf): void {
  const hooks = nf.ipv4[NF_INET_PRE_ROUTING];
  if (hooks !== null && runHooks(hooks, skb, dev, null, receiveFinish) !== 1) return;
  receiveFinish(skb);
}

function receiveFinish(skb: SkBuff): number {
  const dev = skb.dev as NetDevice;
  ipReceiveFinish(dev.net.ipv4, skb, dev);
  return 0;
}

/** `ip_rcv_core`. @returns 0 or the drop reason */
function checkHeader(net: NetIpv4, skb: SkBuff): number {
  const values = net.mib.values;
  const { bytes, data } = skb;
  const length = skb.tail - data;
  values[IPSTATS_INRECEIVES]++;
  values[IPSTATS_INOCTETS] += length;
  if (length < IPV4_HLEN) {
    values[IPSTATS_INHDRERRORS]++;
    return SKB_DROP_REASON_IP_INHDR;
  }
  const first = bytes[data];
  const headerLength = (first & 15) << 2;
  if (first >> 4 !== 4 || headerLength < IPV4_HLEN) {
    values[IPSTATS_INHDRERRORS]++;
    return SKB_DROP_REASON_IP_INHDR;
  }
  values[IPSTATS_NOECTPKTS + (bytes[data + IPV4_TOS] & 3)]++;
  if (length < headerLength) {
    values[IPSTATS_INHDRERRORS]++;
    return SKB_DROP_REASON_IP_INHDR;
  }
  if (!ipv4ChecksumOk(bytes, data)) {
    values[IPSTATS_CSUMERRORS]++;
    values[IPSTATS_INHDRERRORS]++;
    return SKB_DROP_REASON_IP_CSUM;
  }
  const total = read16(bytes, data + IPV4_TOTAL_LENGTH);
  if (length < total) {
    values[IPSTATS_INTRUNCATEDPKTS]++;
    return SKB_DROP_REASON_PKT_TOO_SMALL;
  }
  if (total < headerLength) {
    values[IPSTATS_INHDRERRORS]++;
    return SKB_DROP_REASON_IP_INHDR;
  }
  skb.tail = data + total;
  skb.networkHeader = data;
  skb.transportHeader = data + headerLength;
  skb.cbFlags = 0;
  skb.cbIif = skb.skbIif;
  skb.cbA = headerLength - IPV4_HLEN;
  skb.cbB = 0;
  skb.cbC = 0;
  return 0;
}

/** `ip_rcv_finish`: decides where the packet goes, unless it comes from this host with a decision. */
function ipReceiveFinish(net: NetIpv4, skb: SkBuff, dev: NetDevice): void {
  const { bytes, data } = skb;
  if (skb.packetType !== PACKET_LOOPBACK && !dev.isLoopback) skb.dst = null;
  if (skb.dst === null) {
    const daddr = read32(bytes, data + IPV4_DESTINATION);
    const saddr = read32(bytes, data + IPV4_SOURCE);
    const tos = bytes[data + IPV4_TOS];
    const protocol = bytes[data + IPV4_PROTOCOL];
    const { nfct } = skb;
    const reason =
      nfct === null
        ? routeInput(skb, daddr, saddr, tos, dev, protocol)
        : routeInputOf(nfct, skb, daddr, saddr, tos, dev, protocol);
    if (reason !== 0) {
      if (reason === SKB_DROP_REASON_IP_RPFILTER) net.mib.values[LINUX_MIB_IPRPFILTER]++;
      kfreeSkb(skb, reason, "ip_rcv_finish_core");
      return;
    }
  }
  if (skb.cbA > 0 && !receiveOptions(skb, dev)) return;
  const route = skb.dst as unknown as Rtable;
  if (route.type === RTN_MULTICAST) {
    net.mib.values[IPSTATS_INMCASTPKTS]++;
    net.mib.values[IPSTATS_INMCASTOCTETS] += skb.length;
  } else if (route.type === RTN_BROADCAST) {
    net.mib.values[IPSTATS_INBCASTPKTS]++;
    net.mib.values[IPSTATS_INBCASTOCTETS] += skb.length;
  } else if (skb.packetType === PACKET_BROADCAST || skb.packetType === PACKET_MULTICAST) {
    if (dev.inDev?.either("dropUnicastInL2Multicast")) {
      kfreeSkb(skb, SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST, "ip_rcv_finish_core");
      return;
    }
  }
  route.handleInput(skb);
}

/** `ip_local_deliver`: puts fragments together, then hands the packet to its protocol. */
export function ipLocalDeliver(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  if ((read16(skb.bytes, skb.networkHeader + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) !== 0) {
    const whole = defragment(route.net, skb);
    if (whole === null) return;
    localInput(whole);
    return;
  }
  localInput(skb);
}

function localInput(skb: SkBuff): void {
  const dev = skb.dev as NetDevice;
  const { nf } = dev.net;
  if (
    nf === null ||
    nfHook(dev.net, NFPROTO_IPV4, NF_INET_LOCAL_IN, skb, dev, null, localDeliverFinish) === 1
  )
    deliver(skb);
}

/** `ip_local_deliver_finish` */
function localDeliverFinish(skb: SkBuff): number {
  deliver(skb);
  return 0;
}

/** `ip_protocol_deliver_rcu` */
function deliver(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const net = route.net;
  const protocol = skb.bytes[skb.networkHeader + IPV4_PROTOCOL];
  skb.data = skb.networkHeader + ((skb.bytes[skb.networkHeader] & 15) << 2);
  skb.transportHeader = skb.data;
  const raw = net.rawSockets !== null && rawLocalDeliver(net, skb, protocol);
  const handler = protocolHandlers[protocol];
  if (handler !== null) {
    net.mib.values[IPSTATS_INDELIVERS]++;
    handler(skb);
    return;
  }
  if (!raw) {
    net.mib.values[IPSTATS_INUNKNOWNPROTOS]++;
    sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_PROT_UNREACH, 0);
    kfreeSkb(skb, SKB_DROP_REASON_IP_NOPROTO, "ip_protocol_deliver_rcu");
    return;
  }
  net.mib.values[IPSTATS_INDELIVERS]++;
  consumeSkb(skb);
}

/** The packet has no way: counts it and tells its sender (`ip_error`). */
export function ipError(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const net = route.net;
  const dev = skb.dev as NetDevice;
  const inDev = dev.inDev;
  const values = net.mib.values;
  if (inDev === null) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_error");
    return;
  }
  if (!inDev.forwarding) {
    let reason: number = SKB_DROP_REASON_NOT_SPECIFIED;
    if (route.error === -EHOSTUNREACH) {
      reason = SKB_DROP_REASON_IP_INADDRERRORS;
      values[IPSTATS_INADDRERRORS]++;
    } else if (route.error === -ENETUNREACH) {
      reason = SKB_DROP_REASON_IP_INNOROUTES;
      values[IPSTATS_INNOROUTES]++;
    }
    kfreeSkb(skb, reason, "ip_error");
    return;
  }
  let code = -1;
  let reason: number = SKB_DROP_REASON_NOT_SPECIFIED;
  if (route.error === -EHOSTUNREACH) code = ICMP_HOST_UNREACH;
  else if (route.error === -ENETUNREACH) {
    code = ICMP_NET_UNREACH;
    reason = SKB_DROP_REASON_IP_INNOROUTES;
    values[IPSTATS_INNOROUTES]++;
  } else if (route.error === -EACCES) code = ICMP_PKT_FILTERED;
  const source = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  if (code >= 0 && noRouteAllows(net, source)) sendIcmpError(skb, ICMP_DEST_UNREACH, code, 0);

  kfreeSkb(skb, reason, "ip_error");
}
