/**
 * ARP: asking for neighbours and answering for this host.
 *
 * Source: `net/ipv4/arp.c` of Linux 6.18; RFC 826, RFC 5227.
 */
import { AF_INET } from "../../../kernel.ts";
import { NUD_NOARP, NUD_REACHABLE, NUD_STALE } from "../../../netlink/neigh.ts";
import {
  RT_SCOPE_HOST,
  RT_SCOPE_LINK,
  RTN_BROADCAST,
  RTN_LOCAL,
  RTN_MULTICAST,
  RTN_UNICAST,
} from "../../../netlink/route-attributes.ts";
import type { Ipv4Address } from "../../../packet/address.ts";
import { ARP_LENGTH, ARPHRD_IEEE802, ARPOP_REPLY, ARPOP_REQUEST, writeArp } from "../../../packet/arp.ts";
import { read16, read32 } from "../../../packet/bytes.ts";
import { ETH_P_ARP, ETH_P_IP } from "../../../packet/ethernet.ts";
import { IPV4_SOURCE } from "../../../packet/ipv4.ts";
import { transmitCost } from "../../core/cost.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import {
  ARPHRD_ETHER,
  IFF_LOOPBACK,
  IFF_NOARP,
  IFF_POINTOPOINT,
  type NetDevice,
} from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_NEIGH_FAILED,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
} from "../../core/drop-reason.ts";
import type { Destination } from "../../core/dst.ts";
import { tunnelInfo } from "../../core/dst-metadata.ts";
import { sharedBytes } from "../../core/lib/shared-bytes.ts";
import type { Machine } from "../../core/machine.ts";
import type { NeighParms } from "../../core/neigh/neigh-parms.ts";
import { NS_PER_SECOND } from "../../core/neigh/neigh-parms.ts";
import { NeighTable } from "../../core/neigh/neigh-table.ts";
import { NEIGH_UPDATE_F_OVERRIDE, type Neighbour, NUD_VALID } from "../../core/neigh/neighbour.ts";
import {
  allocSkb,
  consumeSkb,
  kfreeSkb,
  PACKET_HOST,
  PACKET_LOOPBACK,
  PACKET_OTHERHOST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_ARP_IN, NF_ARP_OUT, NFPROTO_ARP } from "../../netfilter/hook-numbers.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { addressOnlink, confirmAddress, selectAddress } from "../devinet/inet-select.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { Flow4 } from "../flow.ts";
import { isLoopbackAddress, isMulticast } from "../inet-address.ts";
import { linkFailure } from "../route/link-failure.ts";
import { routeInput } from "../route/route-input.ts";
import { routeOutput } from "../route/route-output.ts";
import type { Rtable } from "../route/rtable.ts";
import { LINUX_MIB_ARPFILTER } from "../snmp.ts";
import { arpLookup, arpNeighbour } from "./arp-table.ts";

/** The control block's mark of a request whose answer was delayed (`LOCALLY_ENQUEUED`). */
const LOCALLY_ENQUEUED = 1;
const NO_ADDRESS = new Uint8Array(6);
/** 0.0.0.0: whom a device without neighbours has one entry for. */
const ANY_KEY = new Uint8Array(4);

/** The link-layer address of a multicast group (RFC 1112, section 6.4). */
export function multicastMac(group: number, into: Uint8Array): void {
  into[0] = 0x01;
  into[1] = 0x00;
  into[2] = 0x5e;
  into[3] = (group >>> 16) & 0x7f;
  into[4] = group >>> 8;
  into[5] = group;
}

/**
 * Sends an ARP packet (`arp_send`).
 * @param destination link-layer address to send to; null: broadcast
 * @param targetHardware what the packet names as the target's; null: zeros
 * @param dst the tunnel through which it goes, if it is told (`arp_send_dst`)
 */
export function arpSend(
  operation: number,
  target: number,
  dev: NetDevice,
  sender: number,
  destination: Uint8Array | null,
  targetHardware: Uint8Array | null,
  dst: Destination | null = null,
): void {
  if ((dev.flags & IFF_NOARP) !== 0 || dev.addressLength !== 6) return;
  const skb = allocSkb(ARP_LENGTH);
  const start = skb.put(ARP_LENGTH);
  writeArp(
    skb.bytes,
    start,
    operation,
    dev.address,
    0,
    sender as Ipv4Address,
    targetHardware ?? NO_ADDRESS,
    0,
    target as Ipv4Address,
  );
  skb.dev = dev;
  skb.dst = dst;
  skb.protocol = ETH_P_ARP;
  skb.networkHeader = start;
  if (
    dev.headerOps !== null &&
    dev.headerOps.create(skb, dev, ETH_P_ARP, destination ?? dev.broadcast, dev.address) < 0
  ) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "arp_create");
    return;
  }
  dev.net.machine.clock.spend(transmitCost);
  if (dev.net.nf !== null) nfHookThen(dev.net, NFPROTO_ARP, NF_ARP_OUT, skb, null, dev, devQueueXmit);
  else devQueueXmit(skb);
}

export class ArpTable extends NeighTable {
  readonly family = AF_INET;
  readonly keyLength = 4;
  readonly id = "arp_cache";

  constructor(machine: Machine) {
    super(machine, NS_PER_SECOND);
  }

  parmsOf(dev: NetDevice): NeighParms | null {
    return dev.inDev?.arpParms ?? null;
  }

  protected override setParms(dev: NetDevice, parms: NeighParms): void {
    if (dev.inDev !== null) dev.inDev.arpParms = parms;
  }

  keyOf(bytes: Uint8Array, offset: number): number {
    return read32(bytes, offset);
  }

  override isMulticast(key: Uint8Array): boolean {
    return isMulticast(read32(key, 0));
  }

  /** `arp_constructor` */
  construct(neigh: Neighbour): number {
    const dev = neigh.dev;
    const inDev = dev.inDev;
    if (inDev === null) return -22;
    if ((dev.flags & (IFF_LOOPBACK | IFF_POINTOPOINT)) !== 0) neigh.primaryKey = ANY_KEY;
    const address = read32(neigh.primaryKey, 0);
    neigh.type = addressType(inDev.net, address);
    if (dev.headerOps === null) neigh.nudState = NUD_NOARP;
    else if (neigh.type === RTN_MULTICAST) {
      neigh.nudState = NUD_NOARP;
      const mac = new Uint8Array(6);
      multicastMac(address, mac);
      if (dev.addressLength === 6) neigh.ha = sharedBytes(mac);
    } else if ((dev.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.address;
    } else if (neigh.type === RTN_BROADCAST || (dev.flags & IFF_POINTOPOINT) !== 0) {
      neigh.nudState = NUD_NOARP;
      neigh.ha = dev.broadcast;
    }
    return 0;
  }

  /** `arp_solicit` */
  solicit(neigh: Neighbour, skb: SkBuff | null): void {
    const dev = neigh.dev;
    const inDev = dev.inDev;
    if (inDev === null) return;
    const target = read32(neigh.primaryKey, 0);
    const sender = announced(inDev, target, skb) || selectAddress(dev, target, RT_SCOPE_LINK);
    const values = neigh.parms.values;
    let probes = neigh.probes - values.ucastProbes;
    if (probes < 0) {
      arpSend(ARPOP_REQUEST, target, dev, sender, neigh.ha.slice(), null);
      return;
    }
    probes -= values.appProbes;
    if (probes < 0) {
      this.askApplication?.(neigh);
      return;
    }
    arpSend(ARPOP_REQUEST, target, dev, sender, null, null);
  }

  /** `neigh_app_ns`: set by the rtnetlink part. */
  askApplication?: (neigh: Neighbour) => void;

  /** `arp_error_report` */
  errorReport(_neigh: Neighbour, skb: SkBuff): void {
    linkFailure(skb);
    kfreeSkb(skb, SKB_DROP_REASON_NEIGH_FAILED, "neigh_invalidate");
  }

  proxyRedo(skb: SkBuff): void {
    skb.cbFlags |= LOCALLY_ENQUEUED;
    arpProcess(this, skb, skb.dev as NetDevice);
  }
}

/** The waiting packet's source, where `arp_announce` allows to name it; else 0. */
function announced(inDev: InetDevice, target: number, skb: SkBuff | null): number {
  const level = inDev.most("arpAnnounce");
  if (skb === null || level >= 2) return 0;
  const source = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  if (addressType(inDev.net, source) !== RTN_LOCAL) return 0;
  return level === 0 || addressOnlink(inDev, target, source) ? source : 0;
}

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
function arpProcess(table: ArpTable, skb: SkBuff, dev: NetDevice): void {
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
function answer(
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
  neigh?.update(hardware, NUD_STALE, NEIGH_UPDATE_F_OVERRIDE);
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
  neigh.update(
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

/** Forgets what is known of an address that is a broadcast address now (`arp_invalidate`). */
export function arpInvalidate(inDev: InetDevice, address: number): void {
  // by the address itself, also where all neighbours share one; a valid one stays
  const neigh = inDev.arpParms.entries?.get(address) ?? null;
  if (neigh === null || (neigh.nudState & NUD_VALID) !== 0) return;
  if ((neigh.nudState & ~NUD_NOARP) !== 0)
    neigh.update(null, 0x20, NEIGH_UPDATE_F_OVERRIDE | (0x80000000 | 0));
  neigh.table.remove(neigh);
}
