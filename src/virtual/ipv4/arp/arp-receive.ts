/**
 * Received ARP packets: whether they are answered, and what is learned from them.
 *
 * Source: `net/ipv4/arp.c` (`arp_rcv`, `arp_process`).
 */
import { NUD_REACHABLE, NUD_STALE } from "../../../netlink/neigh.ts";
import { RT_SCOPE_HOST, RT_SCOPE_LINK, RTN_LOCAL, RTN_UNICAST } from "../../../netlink/route-attributes.ts";
import { ARPHRD_IEEE802, ARPOP_REPLY, ARPOP_REQUEST } from "../../../packet/arp.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { ARPHRD_ETHER, IFF_NOARP, type NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED, SKB_DROP_REASON_PKT_TOO_SMALL } from "../../core/drop-reason.ts";
import type { Destination } from "../../core/dst.ts";
import { tunnelInfo } from "../../core/dst-metadata.ts";
import { NEIGH_UPDATE_F_OVERRIDE } from "../../core/neigh/neigh-states.ts";
import { updateNeigh } from "../../core/neigh/neigh-update.ts";
import {
  consumeSkb,
  kfreeSkb,
  PACKET_HOST,
  PACKET_LOOPBACK,
  PACKET_OTHERHOST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_ARP_IN, NFPROTO_ARP } from "../../netfilter/hook-numbers.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { confirmAddress } from "../devinet/inet-select.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { Flow4 } from "../flow.ts";
import { isLoopbackAddress, isMulticast } from "../inet-address.ts";
import { routeInput } from "../route/route-input.ts";
import { routeOutput } from "../route/route-output.ts";
import type { Rtable } from "../route/rtable.ts";
import { LINUX_MIB_ARPFILTER } from "../snmp.ts";
import type { ArpTable } from "./arp.ts";
import { arpSend } from "./arp-send.ts";
import { arpLookup, arpNeighbour } from "./arp-table.ts";

/** The control block's mark of a request whose answer was delayed (`LOCALLY_ENQUEUED`). */
export const LOCALLY_ENQUEUED = 1;

/** `arp_rcv`: takes over a packet. */
export function arpReceive(table: ArpTable, skb: SkBuff, dev: NetDevice): void {
  const other = skb.packetType === PACKET_OTHERHOST || skb.packetType === PACKET_LOOPBACK;
  if ((dev.flags & IFF_NOARP) !== 0 || other) {
    consumeSkb(skb);
    return;
  }
  const { bytes, data } = skb;
  if (skb.length < 16 + 2 * dev.addressLength) {
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_SMALL, "arp_rcv");
    return;
  }
  if (bytes[data + 4] !== dev.addressLength || bytes[data + 5] !== 4) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "arp_rcv");
    return;
  }
  skb.cbFlags = 0;
  if (dev.net.nf !== null) {
    nfHookThen(dev.net, NFPROTO_ARP, NF_ARP_IN, skb, dev, null, (packet) => {
      arpProcess(table, packet, dev);
      return 0;
    });
    return;
  }
  arpProcess(table, skb, dev);
}

/** `arp_process` */
export function arpProcess(table: ArpTable, skb: SkBuff, dev: NetDevice): void {
  const inDev = dev.inDev;
  const { bytes, data } = skb;
  const hardware = read16(bytes, data);
  const operation = read16(bytes, data + 6);
  const knownHardware =
    dev.type === ARPHRD_ETHER
      ? hardware === ARPHRD_ETHER || hardware === ARPHRD_IEEE802
      : hardware === dev.type;
  const drop = (): void => kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "arp_process");
  if (inDev === null || !knownHardware || read16(bytes, data + 2) !== ETH_P_IP) return drop();
  if (operation !== ARPOP_REPLY && operation !== ARPOP_REQUEST) return drop();
  const length = dev.addressLength;
  const sender = read32(bytes, data + 8 + length);
  const target = read32(bytes, data + 12 + 2 * length);
  // an answer goes back through the tunnel
  const back = tunnelInfo(skb)?.reply() ?? null;
  if (isMulticast(target) || (!inDev.routesLocalnet && isLoopbackAddress(target))) return drop();
  if (sender === target && inDev.either("dropGratuitousArp")) return drop();
  const senderHardware = bytes.slice(data + 8, data + 8 + length);
  if (sender === 0) {
    const mine = operation === ARPOP_REQUEST && addressType(inDev.net, target) === RTN_LOCAL;
    if (mine && !ignores(inDev, sender, target))
      arpSend(ARPOP_REPLY, sender, dev, target, senderHardware, senderHardware, back);
    consumeSkb(skb);
    return;
  }
  if (operation === ARPOP_REQUEST && routeInput(skb, target, sender, 0, dev, 0) === 0) {
    const handled = answer(table, skb, dev, inDev, sender, target, senderHardware, back);
    if (handled) return;
  }
  learn(skb, dev, inDev, operation, sender, target, senderHardware);
  consumeSkb(skb);
}

/** A request that this host can answer, for itself or for another. @returns whether the packet was taken over */
export function answer(
  table: ArpTable,
  skb: SkBuff,
  dev: NetDevice,
  inDev: InetDevice,
  sender: number,
  target: number,
  senderHardware: Uint8Array,
  back: Destination | null,
): boolean {
  const route = skb.dst as unknown as Rtable;
  if (route.type === RTN_LOCAL) {
    const silent =
      ignores(inDev, sender, target) || (inDev.either("arpFilter") && filtered(inDev, sender, target));
    if (!silent && heardFrom(dev, sender, senderHardware))
      arpSend(ARPOP_REPLY, sender, dev, target, senderHardware, senderHardware, back);
    consumeSkb(skb);
    return true;
  }
  if (!inDev.forwarding || route.type !== RTN_UNICAST) return false;
  const proxies =
    forwardsFor(inDev, dev, route) ||
    (route.dev === dev && sender !== target && inDev.either("proxyArpPvlan")) ||
    (route.dev !== dev &&
      table.proxies.lookup(dev.net, skb.bytes, skb.data + 12 + 2 * dev.addressLength, dev) !== undefined);
  if (!proxies) return false;
  heardFrom(dev, sender, senderHardware);
  const atOnce =
    (skb.cbFlags & LOCALLY_ENQUEUED) !== 0 ||
    skb.packetType === PACKET_HOST ||
    inDev.arpParms.values.proxyDelay === 0;
  if (!atOnce) {
    table.proxies.enqueue(dev, skb);
    return true;
  }
  arpSend(ARPOP_REPLY, sender, dev, target, senderHardware, senderHardware, back);
  consumeSkb(skb);
  return true;
}

/** `neigh_event_ns`: who asks tells its own address. @returns whether there is room for its entry */
function heardFrom(dev: NetDevice, sender: number, hardware: Uint8Array): boolean {
  const neigh = arpNeighbour(dev, sender);
  if (neigh !== null) updateNeigh(neigh, hardware, NUD_STALE, NEIGH_UPDATE_F_OVERRIDE);
  return neigh !== null;
}

/** `arp_ignore` */
function ignores(inDev: InetDevice, sender: number, target: number): boolean {
  switch (inDev.most("arpIgnore")) {
    case 1:
      return confirmAddress(inDev.net, inDev, 0, target, RT_SCOPE_HOST) === 0;
    case 2:
      return confirmAddress(inDev.net, inDev, sender, target, RT_SCOPE_HOST) === 0;
    case 3:
      return confirmAddress(inDev.net, null, 0, target, RT_SCOPE_LINK) === 0;
    case 8:
      return true;
    default:
      return false;
  }
}

const filterFlow = new Flow4();
/** `arp_filter`: the way back does not go over this device. */
function filtered(inDev: InetDevice, sender: number, target: number): boolean {
  const flow = filterFlow.reset();
  flow.daddr = sender;
  flow.saddr = target;
  const route = routeOutput(inDev.net, flow);
  if (typeof route === "number") return true;
  if (route.dev === inDev.dev) return false;
  inDev.net.mib.values[LINUX_MIB_ARPFILTER]++;
  return true;
}

/** `arp_fwd_proxy` */
function forwardsFor(inDev: InetDevice, dev: NetDevice, route: Rtable): boolean {
  if (route.dev === dev || !inDev.either("proxyArp")) return false;
  const medium = inDev.conf.mediumId;
  if (medium === 0) return true;
  if (medium === -1) return false;
  const other = route.dev.inDev?.conf.mediumId ?? -1;
  return other !== medium && other !== -1;
}

/** `arp_accept`: whether neighbours that nobody asked for are taken in. */
function acceptsUnsolicited(inDev: InetDevice, sender: number): boolean {
  switch (inDev.most("arpAccept")) {
    case 1:
      return true;
    case 2:
      return confirmAddress(inDev.net, inDev, sender, 0, RT_SCOPE_LINK) !== 0;
    default:
      return false;
  }
}

/** Updates what is known of the sender. */
function learn(
  skb: SkBuff,
  dev: NetDevice,
  inDev: InetDevice,
  operation: number,
  sender: number,
  target: number,
  senderHardware: Uint8Array,
): void {
  const accepts = acceptsUnsolicited(inDev, sender);
  let neigh = arpLookup(dev, sender);
  if (neigh === null && !accepts) return;
  const unicast = addressType(inDev.net, sender) === RTN_UNICAST;
  const gratuitous = unicast && isGratuitous(skb, dev, operation, sender, target);
  if (neigh === null && (gratuitous || (operation === ARPOP_REPLY && unicast)))
    neigh = arpNeighbour(dev, sender);
  if (neigh === null) return;
  const unlocked = dev.net.machine.now() > neigh.updated + neigh.parms.values.locktime;
  const confirmed = operation === ARPOP_REPLY && skb.packetType === PACKET_HOST;
  updateNeigh(
    neigh,
    senderHardware,
    confirmed ? NUD_REACHABLE : NUD_STALE,
    unlocked || gratuitous ? NEIGH_UPDATE_F_OVERRIDE : 0,
  );
}

/** `arp_is_garp` */
function isGratuitous(
  skb: SkBuff,
  dev: NetDevice,
  operation: number,
  sender: number,
  target: number,
): boolean {
  if (sender !== target) return false;
  if (operation !== ARPOP_REPLY) return true;
  const length = dev.addressLength;
  const from = skb.data + 8;
  const to = skb.data + 12 + length;
  for (let i = 0; i < length; i++) if (skb.bytes[from + i] !== skb.bytes[to + i]) return false;
  return true;
}
