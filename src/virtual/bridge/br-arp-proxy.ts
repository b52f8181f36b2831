/**
 * ARP requests that a bridge answers on behalf of who is known, and those that it keeps from ports that do not want to hear them.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c` (`br_do_proxy_suppress_arp`).
 */
import { RT_SCOPE_HOST } from "../../netlink/route-attributes.ts";
import {
  ARP_HARDWARE_LENGTH,
  ARP_LENGTH,
  ARP_PROTOCOL_LENGTH,
  ARPOP_REQUEST,
  ARPOP_RREPLY,
  ARPOP_RREQUEST,
  arpOperation,
  arpProtocolType,
  arpSender,
  arpTarget,
} from "../../packet/arp.ts";
import { ETH_P_IP } from "../../packet/ethernet.ts";
import { VLAN_VID_MASK } from "../../packet/vlan.ts";
import { devQueueXmit } from "../core/dev/dev-xmit.ts";
import { IFF_NOARP, type NetDevice } from "../core/dev/netdevice.ts";
import type { Neighbour } from "../core/neigh/neighbour.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { VLAN_TAG_PRESENT } from "../core/vlan-tag.ts";
import { proxyArpReply } from "../ipv4/arp/arp-proxy-reply.ts";
import { neighKeyOn } from "../ipv4/arp/arp-table.ts";
import { confirmAddress } from "../ipv4/devinet/inet-select.ts";
import {
  BR_NEIGH_SUPPRESS,
  BR_NEIGH_VLAN_SUPPRESS,
  BR_PROXYARP,
  BR_PROXYARP_WIFI,
  CB_PROXYARP_REPLIED,
  type NetBridge,
  type NetBridgePort,
} from "./br-private.ts";

/** Whether frames of the VLAN that were answered are kept from the port (`br_is_neigh_suppress_enabled`); 0: of none. */
export function suppresses(port: NetBridgePort | null, vlan: number): boolean {
  if (port === null) return false;
  if (vlan === 0 || (port.flags & BR_NEIGH_VLAN_SUPPRESS) === 0)
    return (port.flags & BR_NEIGH_SUPPRESS) !== 0;
  return port.vlans.find(vlan)?.neighSuppress === true;
}

/** Whose neighbours count: the bridge's, or those of the device of the VLAN that stands on it; null: there is none. */
export function neighbourDevice(bridge: NetBridge, skb: SkBuff, vlan: number): NetDevice | null {
  return vlan === 0 ? bridge : vlanDeviceOn(bridge, skb.vlanProtocol, vlan);
}

/** `__vlan_find_dev_deep_rcu` */
function vlanDeviceOn(dev: NetDevice, protocol: number, vlan: number): NetDevice | null {
  if (dev.vlanGroup !== null) return dev.vlanGroup.find(protocol, vlan) ?? null;
  return dev.master === null ? null : vlanDeviceOn(dev.master, protocol, vlan);
}

/** An answer in a VLAN is tagged with it, but for the one that is the port's own. */
export function tagAnswer(
  bridge: NetBridge,
  port: NetBridgePort | null,
  skb: SkBuff,
  request: SkBuff,
  vlan: number,
): void {
  const tag = request.vlanTag & 0xffff;
  const own = port === null ? bridge.vlans.pvid : port.vlans.pvid;
  if (vlan === 0 || own === (tag & VLAN_VID_MASK)) return;
  skb.vlanProtocol = request.vlanProtocol;
  skb.vlanTag = VLAN_TAG_PRESENT | tag;
}

/** The host has the address on the bridge or on a device above it. */
function isLocal(dev: NetDevice, address: number): boolean {
  const { inDev } = dev;
  if (inDev !== null && confirmAddress(inDev.net, inDev, 0, address, RT_SCOPE_HOST) === address) return true;
  return dev.upper.some((upper) => isLocal(upper, address));
}

function isLoopbackOrGroup(address: number): boolean {
  const first = address >>> 24;
  return first === 127 || first >>> 4 === 0xe;
}

/** Sends the answer back through the device that asked (`br_arp_send`); through the bridge, when it is the host, who does not hear it. */
function answer(
  bridge: NetBridge,
  port: NetBridgePort | null,
  request: SkBuff,
  vlan: number,
  neigh: Neighbour,
): void {
  const skb = proxyArpReply(request, neigh);
  tagAnswer(bridge, port, skb, request, vlan);
  skb.dev = request.dev;
  devQueueXmit(skb);
}

/** Frames that nobody who is spared from such may hear. */
function keepFromSuppressing(skb: SkBuff): void {
  skb.cbFlags |= CB_PROXYARP_REPLIED;
}

/** What is decided before the neighbour is looked for. @returns whether nothing more is to be done */
function decidedEarly(port: NetBridgePort | null, skb: SkBuff, vlan: number, operation: number): boolean {
  const { bytes, networkHeader, macHeader } = skb;
  if (suppresses(port, vlan)) return true;
  if ((bytes[macHeader] & 1) === 0 && operation === ARPOP_REQUEST) return true;
  const sender = arpSender(bytes, networkHeader);
  const announces = sender === 0 || sender === arpTarget(bytes, networkHeader);
  if (operation === ARPOP_RREQUEST || operation === ARPOP_RREPLY || !announces) return false;
  keepFromSuppressing(skb);
  return true;
}

/** Looks at a request before it is flooded (`br_do_proxy_suppress_arp`); an answered one is marked, not freed. */
export function suppressArp(bridge: NetBridge, port: NetBridgePort | null, skb: SkBuff, vlan: number): void {
  const { bytes, networkHeader: at } = skb;
  if ((bridge.flags & IFF_NOARP) !== 0 || skb.tail - at < ARP_LENGTH) return;
  if (arpProtocolType(bytes, at) !== ETH_P_IP || bytes[at + ARP_HARDWARE_LENGTH] !== 6) return;
  if (bytes[at + ARP_PROTOCOL_LENGTH] !== 4) return;
  const target = arpTarget(bytes, at) >>> 0;
  if (isLoopbackOrGroup(target)) return;
  const operation = arpOperation(bytes, at);
  if (bridge.neighSuppressEnabled && decidedEarly(port, skb, vlan, operation)) return;
  if (operation !== ARPOP_REQUEST) return;
  const dev = neighbourDevice(bridge, skb, vlan);
  if (dev === null) return;
  if (bridge.neighSuppressEnabled && isLocal(dev, target)) {
    keepFromSuppressing(skb);
    return;
  }
  const neigh = dev.inDev?.arpParms.table.lookup(neighKeyOn(dev, target), dev);
  if (!neigh?.isValid) return;
  const entry = bridge.fdb.find(neigh.ha, 0, vlan);
  if (entry === null) return;
  const behind = entry.dst;
  const replies =
    (port !== null && (port.flags & BR_PROXYARP) !== 0) ||
    (behind !== null && (behind.flags & BR_PROXYARP_WIFI) !== 0) ||
    suppresses(behind, vlan);
  if (replies) answer(bridge, port, skb, vlan, neigh);
  if (replies || bridge.neighSuppressEnabled) keepFromSuppressing(skb);
}
