/**
 * Requests that a tunnel answers itself, from what its own host knows: they never travel.
 *
 * Source: `drivers/net/vxlan/vxlan_core.c` (`arp_reduce`, `neigh_reduce`, `route_shortcircuit`).
 */
import { NTF_ROUTER } from "../../../netlink/neigh.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import {
  ARP_HARDWARE_LENGTH,
  ARP_LENGTH,
  ARP_PROTOCOL_LENGTH,
  ARPHRD_ETHER,
  ARPHRD_IEEE802,
  ARPOP_REQUEST,
  arpHardwareType,
  arpOperation,
  arpProtocolType,
  arpTarget,
} from "../../../packet/arp.ts";
import { read32 } from "../../../packet/bytes.ts";
import {
  ETH_ALEN,
  ETH_DESTINATION,
  ETH_HLEN,
  ETH_P_IP,
  ETH_P_IPV6,
  ETH_SOURCE,
} from "../../../packet/ethernet.ts";
import { ICMPV6_CODE, ICMPV6_TYPE, NDISC_NEIGHBOUR_SOLICITATION } from "../../../packet/icmpv6.ts";
import { IPV4_DESTINATION, IPV4_HLEN } from "../../../packet/ipv4.ts";
import { IPV6_DESTINATION, IPV6_HLEN, IPV6_NEXT_HEADER } from "../../../packet/ipv6.ts";
import { ND_NS_LENGTH, ND_TARGET } from "../../../packet/ndisc.ts";
import { ethTypeTrans } from "../../core/dev/ethernet.ts";
import { IFF_NOARP } from "../../core/dev/netdevice.ts";
import { NUD_CONNECTED } from "../../core/neigh/neigh-states.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { CHECKSUM_UNNECESSARY, consumeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { proxyArpReply } from "../../ipv4/arp/arp-proxy-reply.ts";
import { arpLookup } from "../../ipv4/arp/arp-table.ts";
import { proxyAdvertisement } from "../../ipv6/ndisc/nd-proxy-reply.ts";
import { ndiscLookup } from "../../ipv6/ndisc/ndisc-table.ts";
import { sameAddress } from "../macvlan/hash.ts";
import { AF_INET, AF_INET6, TunnelAddress } from "./address.ts";
import type { VxlanDevice } from "./device.ts";
import type { FdbEntry } from "./fdb.ts";
import { tellL3Miss } from "./fdb-netlink.ts";
import { countOfVni, VNI_RX_DROPS, VNI_TX_DROPS } from "./vni-stats.ts";

const IPPROTO_ICMPV6 = 58;

/** What the tunnel knows of who has the address; null: it does not answer for it. */
interface Known {
  readonly entry: FdbEntry | null;
}

/** A neighbour that is reachable, and not behind this very bridge. */
function known(dev: VxlanDevice, neigh: Neighbour, vni: number): Known | null {
  if ((neigh.nudState & NUD_CONNECTED) === 0) return null;
  const entry = dev.fdb?.find(neigh.ha, 0, vni) ?? null;
  return entry !== null && entry.remotes.length > 0 && entry.remotes[0].address.isAny ? null : { entry };
}

/** The device receives the answer. */
function deliver(dev: VxlanDevice, reply: SkBuff, vni: number): void {
  ethTypeTrans(reply, dev);
  reply.packetType = PACKET_HOST;
  reply.ipSummed = CHECKSUM_UNNECESSARY;
  if (dev.net.machine.backlog.netifRx(reply)) return;
  dev.stats.rxDropped++;
  countOfVni(dev, vni, VNI_RX_DROPS, 0);
}

/** Answers an ARP request; whatever else ARP says ends here, too. Takes over the frame. */
export function reduceArp(dev: VxlanDevice, skb: SkBuff, vni: number): void {
  if ((dev.flags & IFF_NOARP) === 0) answerArp(dev, skb, vni);
  consumeSkb(skb);
}

function answerArp(dev: VxlanDevice, skb: SkBuff, vni: number): void {
  const { bytes } = skb;
  const at = skb.data + ETH_HLEN;
  if (skb.tail - at < ARP_LENGTH) {
    dev.coreTxDropped++;
    countOfVni(dev, vni, VNI_TX_DROPS, 0);
    return;
  }
  const hardware = arpHardwareType(bytes, at);
  if (hardware !== ARPHRD_ETHER && hardware !== ARPHRD_IEEE802) return;
  if (arpProtocolType(bytes, at) !== ETH_P_IP || arpOperation(bytes, at) !== ARPOP_REQUEST) return;
  if (bytes[at + ARP_HARDWARE_LENGTH] !== ETH_ALEN || bytes[at + ARP_PROTOCOL_LENGTH] !== 4) return;
  const target = arpTarget(bytes, at) >>> 0;
  if (target >>> 24 === 127 || target >>> 28 === 0xe) return;
  const neigh = arpLookup(dev, target);
  if (neigh === null) {
    if (dev.config.l3miss) tellL3Miss(dev, TunnelAddress.fromBytes(AF_INET, bytes, at + ARP_LENGTH - 4));
    return;
  }
  if (known(dev, neigh, vni) === null) return;
  skb.networkHeader = at;
  deliver(dev, proxyArpReply(skb, neigh), vni);
}

/** Whether the frame is a neighbour solicitation. */
export function isSolicitation(skb: SkBuff): boolean {
  const { bytes } = skb;
  const at = skb.data + ETH_HLEN;
  if (skb.tail - at < IPV6_HLEN + ND_NS_LENGTH || bytes[at + IPV6_NEXT_HEADER] !== IPPROTO_ICMPV6)
    return false;
  const message = at + IPV6_HLEN;
  return bytes[message + ICMPV6_CODE] === 0 && bytes[message + ICMPV6_TYPE] === NDISC_NEIGHBOUR_SOLICITATION;
}

/** Answers a neighbour solicitation. Takes over the frame. */
export function reduceSolicitation(dev: VxlanDevice, skb: SkBuff, vni: number): void {
  answerSolicitation(dev, skb, vni);
  consumeSkb(skb);
}

function answerSolicitation(dev: VxlanDevice, skb: SkBuff, vni: number): void {
  if (dev.in6Dev === null) return;
  const at = skb.data + ETH_HLEN;
  const target = Ipv6Address.fromBytes(skb.bytes, at + IPV6_HLEN + ND_TARGET);
  if (Ipv6Address.fromBytes(skb.bytes, at + IPV6_DESTINATION).isLoopback || target.isMulticast) return;
  const neigh = ndiscLookup(dev, target);
  if (neigh === null) {
    if (dev.config.l3miss) tellL3Miss(dev, new TunnelAddress(AF_INET6, 0, target));
    return;
  }
  const found = known(dev, neigh, vni);
  if (found === null) return;
  skb.networkHeader = at;
  const router = ((found.entry?.flags ?? 0) & NTF_ROUTER) !== 0;
  const reply = proxyAdvertisement(skb, neigh, router);
  if (reply !== null) deliver(dev, reply, vni);
}

/** Where the packet inside goes, of the family that the frame says; null when it is of none, or too short. */
function destinationOf(skb: SkBuff, type: number): TunnelAddress | null {
  const at = skb.data + ETH_HLEN;
  const left = skb.tail - at;
  if (type === ETH_P_IP)
    return left < IPV4_HLEN ? null : TunnelAddress.fromBytes(AF_INET, skb.bytes, at + IPV4_DESTINATION);
  if (type !== ETH_P_IPV6 || left < IPV6_HLEN) return null;
  return TunnelAddress.fromBytes(AF_INET6, skb.bytes, at + IPV6_DESTINATION);
}

function neighbourAt(dev: VxlanDevice, skb: SkBuff, address: TunnelAddress): Neighbour | null {
  if (address.family === AF_INET)
    return arpLookup(dev, read32(skb.bytes, skb.data + ETH_HLEN + IPV4_DESTINATION));
  return ndiscLookup(dev, address.v6);
}

/**
 * A packet to a router is addressed to the host behind it instead, as the router would send it, if that host is known.
 * @returns whether the frame has a new destination
 */
export function shortCircuit(dev: VxlanDevice, skb: SkBuff, type: number): boolean {
  if ((skb.bytes[skb.data] & 1) !== 0) return false;
  const address = destinationOf(skb, type);
  if (address === null) return false;
  const neigh = neighbourAt(dev, skb, address);
  if (neigh === null) {
    if (dev.config.l3miss) tellL3Miss(dev, address);
    return false;
  }
  if (sameAddress(skb.bytes, skb.data + ETH_DESTINATION, neigh.ha, 0)) return false;
  skb.makeWritable();
  const { bytes, data } = skb;
  bytes.copyWithin(data + ETH_SOURCE, data + ETH_DESTINATION, data + ETH_DESTINATION + ETH_ALEN);
  bytes.set(neigh.ha.subarray(0, ETH_ALEN), data + ETH_DESTINATION);
  return true;
}
