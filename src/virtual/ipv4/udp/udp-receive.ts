/**
 * Received datagrams of IPv4: the socket that each is for, and errors about what was sent.
 *
 * Source: `net/ipv4/udp.c` (`__udp4_lib_rcv`, `__udp4_lib_lookup`, `__udp4_lib_err`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  ICMP_DEST_UNREACH,
  ICMP_FRAG_NEEDED,
  ICMP_PORT_UNREACH,
  ICMP_REDIRECT,
  ICMP_SOURCE_QUENCH,
} from "../../../packet/icmp.ts";
import { IPPROTO_UDP, IPV4_DESTINATION, IPV4_SOURCE, ipv4HeaderLength } from "../../../packet/ipv4.ts";
import { UDP_DESTINATION, UDP_HLEN, UDP_LENGTH } from "../../../packet/udp.ts";
import {
  SKB_DROP_REASON_NO_SOCKET,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UDP_CSUM,
} from "../../core/drop-reason.ts";
import { cloneSkb, kfreeSkb, nfResetCt, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";
import { isMulticast } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeFromRedirect, updateSocketPmtu } from "../route/route-learn.ts";
import { inputDevice, RTCF_BROADCAST, RTCF_MULTICAST, type Rtable } from "../route/rtable.ts";
import {
  ICMP_MIB_INERRORS,
  UDP_MIB_CSUMERRORS,
  UDP_MIB_IGNOREDMULTI,
  UDP_MIB_INDATAGRAMS,
  UDP_MIB_INERRORS,
  UDP_MIB_NOPORTS,
  UDP_MIB_RCVBUFERRORS,
} from "../snmp.ts";
import { icmpErrorFor, queueIcmpError } from "../sock/inet-error-queue.ts";
import { IPSKB_FRAG_COMPLETE } from "../sock/ip-control.ts";
import { IP_PMTUDISC_DONT } from "../sock/ip-socket-options.ts";
import type { UdpSocket } from "./udp.ts";
import { isCheckedEarly, udpChecksumOk } from "./udp-checksum.ts";

/** How well a socket fits; -1: not at all (`compute_score`). */
function score(sk: UdpSocket, remote: number, remotePort: number, local: number, ifindex: number): number {
  if (sk.deaf) return -1;
  if (sk.receiveSource !== 0 && sk.receiveSource !== local) return -1;
  let points = (sk.receiveSource !== 0 ? 4 : 0) + (sk.isListed ? 1 : 0);
  if (sk.connected) {
    if (sk.peer !== remote || sk.peerPort !== remotePort) return -1;
    points += 8;
  }
  if (sk.boundDevIf !== 0) {
    if (sk.boundDevIf !== ifindex) return -1;
    points += 4;
  }
  return points;
}

/** The socket that fits a datagram best (`__udp4_lib_lookup`). */
export function findUdpSocket(
  net: NetIpv4,
  remote: number,
  remotePort: number,
  local: number,
  localPort: number,
  ifindex: number,
): UdpSocket | undefined {
  const candidates = net.udp?.byPort.get(localPort);
  if (candidates === undefined) return undefined;
  let best: UdpSocket | undefined;
  let bestScore = -1;
  for (let i = 0; i < candidates.length; i++) {
    const points = score(candidates[i], remote, remotePort, local, ifindex);
    if (points <= bestScore) continue;
    best = candidates[i];
    bestScore = points;
  }
  return best;
}

/** Takes over a packet whose data is at the UDP header. */
export function udpReceive(skb: SkBuff): void {
  const route = skb.dst as Rtable;
  const net = route.net;
  const values = net.mib.values;
  const { bytes, data, networkHeader: header } = skb;
  const available = skb.tail - data;
  if (available < UDP_HLEN) return drop(net, skb, SKB_DROP_REASON_NOT_SPECIFIED);
  const length = read16(bytes, data + UDP_LENGTH);
  if (length < UDP_HLEN || length > available) return drop(net, skb, SKB_DROP_REASON_PKT_TOO_SMALL);
  skb.tail = data + length;
  if (isCheckedEarly(skb, length) && !udpChecksumOk(skb)) return dropForChecksum(net, skb);
  const remote = read32(bytes, header + IPV4_SOURCE);
  const local = read32(bytes, header + IPV4_DESTINATION);
  const remotePort = read16(bytes, data);
  const localPort = read16(bytes, data + UDP_DESTINATION);
  const ifindex = inputDevice(skb);
  const given = skb.sk === null ? null : takeGiven(skb);
  if (given !== null) return queue(net, given, skb);
  const early = earlySocket(net, skb, remote, remotePort, local, localPort, ifindex);
  if (early !== undefined) return queue(net, early, skb);
  if ((route.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) !== 0) {
    deliverToAll(net, skb, remote, remotePort, local, localPort, ifindex);
    return;
  }
  const sk = findUdpSocket(net, remote, remotePort, local, localPort, ifindex);
  if (sk === undefined) {
    // what refuses it belongs to no connection
    nfResetCt(skb);
    if (!udpChecksumOk(skb)) return dropForChecksum(net, skb);
    values[UDP_MIB_NOPORTS]++;
    sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_PORT_UNREACH, 0);
    kfreeSkb(skb, SKB_DROP_REASON_NO_SOCKET, "__udp4_lib_rcv");
    return;
  }
  queue(net, sk, skb);
}

/** The socket that a rule gave the datagram to (`skb_steal_sock`). */
function takeGiven(skb: SkBuff): UdpSocket | null {
  const sk = skb.sk as UdpSocket;
  skb.sk = null;
  return sk.protocol === IPPROTO_UDP && !sk.closed ? sk : null;
}

/**
 * The socket that is found before the route is: the first of those with any address, when it is "connected" to the sender. One that
 * is not is connected to nobody, port 0, and so is found by what nobody sends, even if it is for IPv6 alone (`udp_v4_early_demux`).
 */
function earlySocket(
  net: NetIpv4,
  skb: SkBuff,
  remote: number,
  remotePort: number,
  local: number,
  localPort: number,
  ifindex: number,
): UdpSocket | undefined {
  if ((remote | remotePort | local) !== 0 || skb.packetType !== PACKET_HOST) return undefined;
  if ((skb.cbFlags & IPSKB_FRAG_COMPLETE) !== 0) return undefined;
  const first = net.udp?.byPort.get(localPort)?.find((sk) => sk.receiveSource === 0);
  if (first === undefined || first.connected) return undefined;
  return first.boundDevIf === 0 || first.boundDevIf === ifindex ? first : undefined;
}

function drop(net: NetIpv4, skb: SkBuff, reason: number): void {
  net.mib.values[UDP_MIB_INERRORS]++;
  kfreeSkb(skb, reason, "__udp4_lib_rcv");
}

function dropForChecksum(net: NetIpv4, skb: SkBuff): void {
  net.mib.values[UDP_MIB_CSUMERRORS]++;
  drop(net, skb, SKB_DROP_REASON_UDP_CSUM);
}

function queue(net: NetIpv4, sk: UdpSocket, skb: SkBuff): void {
  skb.transportHeader = skb.data;
  if (sk.encapReceive !== null && !udpChecksumOk(skb)) return dropForChecksum(net, skb);
  skb.pull(UDP_HLEN);
  if (sk.encapReceive !== null) {
    net.mib.values[UDP_MIB_INDATAGRAMS]++;
    return sk.encapReceive(skb);
  }
  sk.stampReceived(skb);
  skb.dst = null;
  if (sk.queueReceive(skb, "udp_queue_rcv_one_skb")) return;
  net.mib.values[UDP_MIB_RCVBUFERRORS]++;
  net.mib.values[UDP_MIB_INERRORS]++;
}

/** `ip_mc_sf_allow` */
function hears(sk: UdpSocket, local: number, ifindex: number): boolean {
  if (sk.allGroups || !isMulticast(local)) return true;
  return sk.memberships.some((joined) => joined.group === local && joined.ifindex === ifindex);
}

/** Broadcasts and multicasts come to every socket that fits (`__udp4_lib_mcast_deliver`). */
function deliverToAll(
  net: NetIpv4,
  skb: SkBuff,
  remote: number,
  remotePort: number,
  local: number,
  localPort: number,
  ifindex: number,
): void {
  let first: UdpSocket | undefined;
  for (const sk of net.udp?.byPort.get(localPort) ?? []) {
    if (score(sk, remote, remotePort, local, ifindex) < 0 || !hears(sk, local, ifindex)) continue;
    if (first === undefined) first = sk;
    else queue(net, sk, cloneSkb(skb));
  }
  if (first !== undefined) {
    queue(net, first, skb);
    return;
  }
  net.mib.values[UDP_MIB_IGNOREDMULTI]++;
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "__udp4_lib_mcast_deliver");
}

/** An ICMP error about a datagram; data at the quoted IP header. */
export function udpError(net: NetIpv4, skb: SkBuff, info: number): void {
  const { bytes, data, transportHeader: icmp } = skb;
  const quoted = data + ipv4HeaderLength(bytes, data);
  if (quoted + UDP_HLEN > skb.tail) return;
  const remote = read32(bytes, data + IPV4_DESTINATION);
  const local = read32(bytes, data + IPV4_SOURCE);
  const remotePort = read16(bytes, quoted + UDP_DESTINATION);
  const localPort = read16(bytes, quoted);
  const sk = findUdpSocket(net, remote, remotePort, local, localPort, skb.dev?.ifindex ?? 0);
  if (sk === undefined) {
    if (!tunnelError(net, skb, info, remotePort)) net.mib.values[ICMP_MIB_INERRORS]++;
    return;
  }
  const type = bytes[icmp];
  const code = bytes[icmp + 1];
  if (type === ICMP_SOURCE_QUENCH) return;
  if (type === ICMP_REDIRECT) {
    routeFromRedirect(net, skb, info);
    return;
  }
  if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) {
    updateSocketPmtu(sk, skb, info);
    if (sk.pmtuDiscovery === IP_PMTUDISC_DONT) return;
  }
  const { errno, fatal } = icmpErrorFor(sk, type, code);
  if (sk.receivesErrors) queueIcmpError(sk, skb, errno, info, remotePort, quoted + UDP_HLEN);
  else if (!fatal || !sk.connected) return;
  sk.reportError(errno);
}

/** A tunnel sends from many ports, and is known by the one that it sends to (`__udp4_lib_err_encap`). @returns whether it is one's */
function tunnelError(net: NetIpv4, skb: SkBuff, info: number, port: number): boolean {
  const sk = net.udp?.byPort.get(port)?.find((other) => other.encapReceive !== null);
  if (sk === undefined) return false;
  const { bytes, transportHeader: icmp } = skb;
  if (bytes[icmp] === ICMP_DEST_UNREACH && bytes[icmp + 1] === ICMP_FRAG_NEEDED)
    updateSocketPmtu(sk, skb, info);
  return true;
}
