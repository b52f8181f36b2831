/**
 * Frames that are sent: who gets them, and the datagrams in which they travel.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`vxlan_xmit`, `vxlan_xmit_one`, `vxlan_encap_bypass`), `net/ipv4/ip_tunnel_core.c`
 * (`skb_tunnel_check_pmtu`).
 */
import { ELOOP, ENETUNREACH } from "../../../errno.ts";
import { VXLAN_DF_INHERIT, VXLAN_DF_SET } from "../../../netlink/link-kinds/vxlan.ts";
import { NTF_ROUTER } from "../../../netlink/neigh.ts";
import { IN6ADDR_ANY } from "../../../packet/address.ts";
import { read16 } from "../../../packet/bytes.ts";
import { ETH_HLEN, ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETH_TYPE } from "../../../packet/ethernet.ts";
import { IP_DF, IPPROTO_UDP, IPV4_FRAGMENT, IPV4_TOS, IPV4_TTL } from "../../../packet/ipv4.ts";
import { IPV6_HOP_LIMIT } from "../../../packet/ipv6.ts";
import { scrubPacket } from "../../core/dev/dev-forward.ts";
import { xmitRecursion } from "../../core/dev/dev-xmit.ts";
import { ethTypeTrans } from "../../core/dev/ethernet.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  type DropReason,
  SKB_DROP_REASON_DEV_READY,
  SKB_DROP_REASON_IP_OUTNOROUTES,
  SKB_DROP_REASON_NO_TX_TARGET,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_RECURSION_LIMIT,
  SKB_DROP_REASON_TUNNEL_TXINFO,
  SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND,
} from "../../core/drop-reason.ts";
import { tunnelInfo } from "../../core/dst-metadata.ts";
import { segmentSkb } from "../../core/gso.ts";
import { KERN_CRIT } from "../../core/printk/log-level.ts";
import { cloneSkb, kfreeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import type { SkbOwner } from "../../core/sock/send-charge.ts";
import { Flow4 } from "../../ipv4/flow.ts";
import { learnInnerMtu } from "../../ipv4/route/route-learn.ts";
import { routeOutput } from "../../ipv4/route/route-output.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, type Rtable } from "../../ipv4/route/rtable.ts";
import { type TunnelWay, udpTunnelXmit } from "../../ipv4/udp/udp-tunnel.ts";
import { Flow6 } from "../../ipv6/flow6.ts";
import { decisionMtu } from "../../ipv6/ip/ip6-output.ts";
import { ip6DstLookup } from "../../ipv6/route/ip6-dst-lookup.ts";
import { pathMtuUpdate } from "../../ipv6/route/pmtu.ts";
import { udp6TunnelXmit } from "../../ipv6/udp/udp-tunnel.ts";
import { AF_INET, AF_INET6, LOOPBACK6 } from "./address.ts";
import { encapsulate, type Told } from "./build.ts";
import type { VxlanDevice } from "./device.ts";
import type { FdbEntry, Remote } from "./fdb.ts";
import { tellL2Miss } from "./fdb-netlink.ts";
import { flowSourcePort } from "./flow-port.ts";
import { isSolicitation, reduceArp, reduceSolicitation, shortCircuit } from "./proxy.ts";
import { snoop } from "./receive.ts";
import { findDevice } from "./sockets.ts";
import { answerTooBig } from "./too-big.ts";
import { VxlanTunnelInfo } from "./tunnel-info.ts";
import { countOfVni, VNI_RX, VNI_RX_DROPS, VNI_TX, VNI_TX_DROPS, VNI_TX_ERRORS } from "./vni-stats.ts";

const ALL_ZEROS = new Uint8Array(6);
/** Tunnels in tunnels (`IP_TUNNEL_RECURSION_LIMIT`). */
const TUNNEL_RECURSION_LIMIT = 3;
const ECN_MASK = 3;
const ECN_CE = 3;
const ECN_ECT0 = 2;
const flow4 = new Flow4();
const flow6 = new Flow6();
const way: TunnelWay = { tos: 0, ttl: 0, df: 0, sourcePort: 0, port: 0, checksum: true };
const loopbackBytes4 = Uint8Array.of(127, 0, 0, 1);
const loopbackBytes6 = LOOPBACK6.v6.toBytes();

function drop(skb: SkBuff, dev: NetDevice, reason: DropReason): void {
  dev.coreTxDropped++;
  kfreeSkb(skb, reason, "vxlan_xmit");
}

/** What the packet inside says of itself; 0 where it is of neither family. */
function innerTos(skb: SkBuff, type: number): number {
  const at = skb.data + ETH_HLEN;
  if (type === ETH_P_IP) return skb.bytes[at + IPV4_TOS];
  return type === ETH_P_IPV6 ? ((skb.bytes[at] & 0x0f) << 4) | (skb.bytes[at + 1] >>> 4) : 0;
}

function innerTtl(skb: SkBuff, type: number): number {
  const at = skb.data + ETH_HLEN;
  if (type === ETH_P_IP) return skb.bytes[at + IPV4_TTL];
  return type === ETH_P_IPV6 ? skb.bytes[at + IPV6_HOP_LIMIT] : 0;
}

/** The network protocol, where its header is there. */
function innerType(skb: SkBuff): number {
  if (skb.length < ETH_HLEN + 20) return 0;
  const type = read16(skb.bytes, skb.data + ETH_TYPE);
  return type === ETH_P_IPV6 && skb.length < ETH_HLEN + 40 ? 0 : type;
}

/** `ip_tunnel_ecn_encap`: congestion itself is not shown outside. */
function outerTos(tos: number, inner: number): number {
  const ecn = inner & ECN_MASK;
  return (tos & ~ECN_MASK) | (ecn === ECN_CE ? ECN_ECT0 : ecn);
}

function dontFragment(skb: SkBuff, dev: VxlanDevice, type: number): number {
  if (dev.config.df === VXLAN_DF_SET) return IP_DF;
  if (dev.config.df !== VXLAN_DF_INHERIT) return 0;
  if (type === ETH_P_IPV6) return IP_DF;
  if (type !== ETH_P_IP) return 0;
  return read16(skb.bytes, skb.data + ETH_HLEN + IPV4_FRAGMENT) & IP_DF;
}

const xmitPiece = (piece: SkBuff): number => vxlanXmit(piece, piece.dev as NetDevice);

/** `vxlan_xmit` */
export function vxlanXmit(skb: SkBuff, device: NetDevice): number {
  const dev = device as VxlanDevice;
  skb.macHeader = skb.data;
  // a super-segment travels as its packets
  if (skb.gsoSize !== 0) return segmentSkb(skb, xmitPiece);
  if (skb.length < ETH_HLEN) {
    drop(skb, dev, SKB_DROP_REASON_NO_TX_TARGET);
    return 0;
  }
  const { config } = dev;
  let { vni } = config;
  if (config.metadata) {
    const info = tunnelInfo(skb);
    if (info === null || !info.transmit) {
      kfreeSkb(skb, SKB_DROP_REASON_TUNNEL_TXINFO, "vxlan_xmit");
      return 0;
    }
    if (info instanceof VxlanTunnelInfo) {
      xmitTold(skb, dev, info);
      return 0;
    }
    vni = info.id;
  }
  const type = read16(skb.bytes, skb.data + ETH_TYPE);
  if (config.proxy && type === ETH_P_ARP) reduceArp(dev, skb, vni);
  else if (config.proxy && type === ETH_P_IPV6 && isSolicitation(skb)) reduceSolicitation(dev, skb, vni);
  else xmitByEntry(skb, dev, type, vni);
  return 0;
}

/** By the forwarding database. */
function xmitByEntry(skb: SkBuff, dev: VxlanDevice, type: number, vni: number): void {
  const { fdb, config } = dev;
  let entry = fdb?.find(skb.bytes, skb.data, vni) ?? null;
  let shortened = false;
  if (config.shortCircuit && entry !== null && (entry.flags & NTF_ROUTER) !== 0) {
    shortened = shortCircuit(dev, skb, type);
    if (shortened) entry = fdb?.find(skb.bytes, skb.data, vni) ?? null;
  }
  entry ??= fdb?.find(ALL_ZEROS, 0, vni) ?? null;
  if (entry !== null) return sendToAll(skb, dev, entry, vni, shortened);
  if (config.l2miss && (skb.bytes[skb.data] & 1) === 0) tellL2Miss(dev, skb.bytes, skb.data);
  countOfVni(dev, vni, VNI_TX_DROPS, 0);
  drop(skb, dev, SKB_DROP_REASON_NO_TX_TARGET);
}

function sendToAll(skb: SkBuff, dev: VxlanDevice, entry: FdbEntry, vni: number, shortened: boolean): void {
  entry.used = dev.net.machine.now();
  const { remotes } = entry;
  for (let i = 1; i < remotes.length; i++) xmitOne(cloneSkb(skb), dev, remotes[i], vni, shortened);
  xmitOne(skb, dev, remotes[0], vni, shortened);
}

/** The frame itself says where it goes. */
function xmitTold(skb: SkBuff, dev: VxlanDevice, info: VxlanTunnelInfo): void {
  if (dev.socketOf(info.remote.family) === null) return drop(skb, dev, SKB_DROP_REASON_DEV_READY);
  if (xmitRecursion() > TUNNEL_RECURSION_LIMIT) return giveUp(skb, dev);
  const type = innerType(skb);
  way.ttl = 0;
  way.tos = 0;
  way.port = dev.config.port;
  way.sourcePort = flowSourcePort(skb, dev);
  way.checksum = info.checksum;
  const remote = { address: info.remote, port: dev.config.port, vni: info.id, ifindex: 0 };
  const told: Told = { vni: info.id, policy: info.policy, bypass: false };
  if (info.remote.family === AF_INET) xmit4(skb, dev, remote, type, innerTos(skb, type), told);
  else xmit6(skb, dev, remote, type, innerTos(skb, type), told);
}

const ofEntry: Told = { vni: 0, policy: 0, bypass: true };

/** `vxlan_xmit_one` */
function xmitOne(skb: SkBuff, dev: VxlanDevice, remote: Remote, vni: number, shortened: boolean): void {
  const { config } = dev;
  if (remote.address.isAny) {
    // behind this very bridge
    if (shortened) return deliverBack(skb, dev, dev, remote, vni);
    countOfVni(dev, vni, VNI_TX_DROPS, 0);
    return drop(skb, dev, SKB_DROP_REASON_NOT_SPECIFIED);
  }
  if (dev.socketOf(remote.address.family) === null) return drop(skb, dev, SKB_DROP_REASON_DEV_READY);
  if (xmitRecursion() > TUNNEL_RECURSION_LIMIT) return giveUp(skb, dev);
  const type = innerType(skb);
  const inner = innerTos(skb, type);
  way.ttl = config.ttlInherit ? innerTtl(skb, type) : config.ttl;
  if (!config.ttlInherit && way.ttl === 0 && remote.address.isMulticast) way.ttl = 1;
  way.tos = config.tos === 1 ? inner : config.tos;
  way.port = remote.port || config.port;
  way.sourcePort = flowSourcePort(skb, dev);
  way.checksum = remote.address.family === AF_INET ? config.udpChecksum : !config.zeroChecksumTx;
  ofEntry.vni = remote.vni || vni;
  ofEntry.policy = skb.mark;
  ofEntry.bypass = config.localBypass && !config.metadata;
  if (remote.address.family === AF_INET) xmit4(skb, dev, remote, type, inner, ofEntry);
  else xmit6(skb, dev, remote, type, inner, ofEntry);
}

/** Tunnels travel in one another, in a circle (`iptunnel_xmit`). */
function giveUp(skb: SkBuff, dev: VxlanDevice): void {
  const { log } = dev.net.machine;
  if (log.netRatelimit())
    log.printNet(KERN_CRIT, `Dead loop on virtual device ${dev.name}, fix it urgently!`);
  dev.stats.txErrors++;
  kfreeSkb(skb, SKB_DROP_REASON_RECURSION_LIMIT, "iptunnel_xmit");
}

function fail(skb: SkBuff, dev: NetDevice, error: number): void {
  const { stats } = dev;
  if (error === -ELOOP) stats.collisions++;
  else if (error === -ENETUNREACH) stats.txCarrierErrors++;
  stats.txErrors++;
  kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, "vxlan_xmit_one");
}

/** Counts what became of a frame that was handed to IP (`iptunnel_xmit_stats`). */
function countSent(dev: VxlanDevice, family: number, vni: number, length: number, error: number): void {
  const { stats } = dev;
  // what became of it is not asked
  countOfVni(dev, vni, VNI_TX, length + ETH_HLEN);
  if (error < 0 && family === AF_INET) {
    stats.txDropped++;
    return;
  }
  if (error < 0) {
    stats.txErrors++;
    stats.txAbortedErrors++;
    return;
  }
  stats.txPackets++;
  stats.txBytes += length;
}

function xmit4(skb: SkBuff, dev: VxlanDevice, remote: Remote, type: number, inner: number, told: Told): void {
  const flow = flow4.reset();
  flow.oif = remote.ifindex;
  flow.daddr = remote.address.v4;
  flow.saddr = dev.family === AF_INET ? dev.local.v4 : 0;
  flow.tos = way.tos & ~ECN_MASK;
  flow.mark = skb.mark;
  flow.ipProto = IPPROTO_UDP;
  flow.sport = way.sourcePort;
  flow.dport = way.port;
  const route = routeOutput(dev.tunnelNet.ipv4, flow);
  if (typeof route === "number") return fail(skb, dev, -ENETUNREACH);
  if (route.dev === dev) return fail(skb, dev, -ELOOP);
  const here = (route.flags & RTCF_LOCAL) !== 0 && (route.flags & (RTCF_BROADCAST | RTCF_MULTICAST)) === 0;
  if (here && told.bypass) return bypass(skb, dev, remote, told.vni);
  if (checkPathMtu(skb, dev, type, route.pathMtu())) return;
  way.df = told.bypass || !dev.config.metadata ? dontFragment(skb, dev, type) : 0;
  way.tos = outerTos(way.tos, inner);
  const length = skb.length - ETH_HLEN;
  const { vni } = told;
  encapsulate(skb, dev, told);
  // deciding on the way of what this sets in motion changes the flow
  const { saddr, daddr } = flow;
  const owner = dev.socketOf(AF_INET) as unknown as SkbOwner;
  countSent(dev, AF_INET, vni, length, udpTunnelXmit(route as Rtable, skb, saddr, daddr, way, owner));
}

function xmit6(skb: SkBuff, dev: VxlanDevice, remote: Remote, type: number, inner: number, told: Told): void {
  const { config, tunnelNet } = dev;
  const local = dev.family === AF_INET ? IN6ADDR_ANY : dev.local.v6;
  const flow = flow6.reset().setDestination(remote.address.v6).setSource(local);
  flow.oif = remote.ifindex;
  flow.mark = skb.mark;
  flow.protocol = IPPROTO_UDP;
  flow.sourcePort = way.sourcePort;
  flow.destinationPort = way.port;
  flow.trafficClass = way.tos;
  flow.flowLabel = config.label;
  const rt = ip6DstLookup(tunnelNet, flow, remote.address.v6, 0);
  if (typeof rt === "number") return fail(skb, dev, -ENETUNREACH);
  if (rt.dev === dev) return fail(skb, dev, -ELOOP);
  if (rt.dev.isLoopback && told.bypass) return bypass(skb, dev, remote, told.vni);
  if (checkPathMtu(skb, dev, type, decisionMtu(rt))) return;
  way.tos = outerTos(way.tos, inner);
  way.df = 0;
  const length = skb.length - ETH_HLEN;
  const source = local.isUnspecified ? flow.source : local;
  const { vni } = told;
  encapsulate(skb, dev, told);
  const sent = udp6TunnelXmit(rt, skb, source, remote.address.v6, config.label, way);
  countSent(dev, AF_INET6, vni, length, sent);
}

/**
 * A packet that does not fit the tunnel's way is sent in pieces, but this host learns what would fit. Behind a bridge the sender is told
 * instead, by a message that comes back through the tunnel's device.
 * @returns true when the frame has become that message, and was received
 */
function checkPathMtu(skb: SkBuff, dev: VxlanDevice, type: number, pathMtu: number): boolean {
  const mtu = pathMtu - dev.headroom;
  if (skb.length - ETH_HLEN <= mtu) return false;
  const at = skb.data + ETH_HLEN;
  if (skb.dst !== null && type === ETH_P_IP) learnInnerMtu(dev.net.ipv4, skb, at, mtu);
  else if (skb.dst !== null && type === ETH_P_IPV6) pathMtuUpdate(dev, skb.bytes, at, mtu, 0, skb.mark);
  const bridged = dev.rxHandler !== null && dev.master?.ops.bridge !== undefined;
  if (!bridged || skb.packetType === PACKET_HOST || !answerTooBig(skb, type, mtu)) return false;
  scrubPacket(skb, false);
  deliverBack(skb, dev, dev);
  return true;
}

/** The other end is this host: straight to the device there (`encap_bypass_if_local`, `vxlan_encap_bypass`). */
function bypass(skb: SkBuff, dev: VxlanDevice, remote: Remote, vni: number): void {
  const to = findDevice(dev, vni, remote.port || dev.config.port);
  if (to === undefined) {
    dev.stats.txErrors++;
    countOfVni(dev, vni, VNI_TX_ERRORS, 0);
    kfreeSkb(skb, SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND, "encap_bypass_if_local");
    return;
  }
  deliverBack(skb, dev, to, remote, vni);
}

/** The frame was sent by one device and is received by the other, without a tunnel between (`vxlan_encap_bypass`). */
function deliverBack(
  skb: SkBuff,
  dev: VxlanDevice,
  to: VxlanDevice,
  learned?: Remote,
  vni = to.config.vni,
): void {
  const { length } = skb;
  ethTypeTrans(skb, to);
  skb.packetType = PACKET_HOST;
  if (!to.isUp) {
    to.stats.rxDropped++;
    countOfVni(to, vni, VNI_RX_DROPS, 0);
    kfreeSkb(skb, SKB_DROP_REASON_DEV_READY, "vxlan_encap_bypass");
    return;
  }
  if (learned !== undefined && to.config.learning) {
    const { family } = learned.address;
    snoop(skb, to, family, family === AF_INET ? loopbackBytes4 : loopbackBytes6, 0, 0, vni);
  }
  dev.stats.txPackets++;
  dev.stats.txBytes += length;
  countOfVni(dev, vni, VNI_TX, length);
  if (to.net.machine.backlog.netifRx(skb)) {
    to.stats.rxPackets++;
    to.stats.rxBytes += length;
    countOfVni(to, vni, VNI_RX, length);
    return;
  }
  to.stats.rxDropped++;
  countOfVni(to, vni, VNI_RX_DROPS, 0);
}
