/**
 * What macvlans make of the frames of their lower device.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_handle_frame`, `macvlan_broadcast`, `macvlan_forward_source`).
 */
import {
  MACVLAN_FLAG_NODST,
  MACVLAN_MODE_BRIDGE,
  MACVLAN_MODE_PASSTHRU,
  MACVLAN_MODE_PRIVATE,
  MACVLAN_MODE_SOURCE,
  MACVLAN_MODE_VEPA,
} from "../../../netlink/link-kinds/macvlan.ts";
import { ETH_HLEN, ETH_SOURCE } from "../../../packet/ethernet.ts";
import { prepareForward } from "../../core/dev/dev-forward.ts";
import { RX_HANDLER_ANOTHER, RX_HANDLER_CONSUMED, RX_HANDLER_PASS } from "../../core/dev/device-relations.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import {
  cloneSkb,
  kfreeSkb,
  PACKET_BROADCAST,
  PACKET_HOST,
  PACKET_LOOPBACK,
  PACKET_MULTICAST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { sameAddress } from "./hash.ts";
import type { MacvlanDevice, MacvlanPort } from "./port.ts";

const ALL_MODES = MACVLAN_MODE_PRIVATE | MACVLAN_MODE_VEPA | MACVLAN_MODE_PASSTHRU | MACVLAN_MODE_BRIDGE;
/** How long the worker that copies broadcasts takes to begin, ns. */
const WORK_DELAY = 1000;

function countReceived(vlan: MacvlanDevice, length: number, success: boolean, multicast: boolean): void {
  const { stats } = vlan;
  if (!success) {
    stats.rxErrors++;
    return;
  }
  stats.rxPackets++;
  stats.rxBytes += length;
  if (multicast) stats.multicast++;
}

/** One device's copy of a multicast frame, which `local` macvlans sent to one another. */
function deliverOne(copy: SkBuff, vlan: MacvlanDevice, local: boolean, otherNet: boolean): boolean {
  if (local) {
    if (!prepareForward(copy, vlan, otherNet)) return false;
  } else {
    copy.dev = vlan;
    const isBroadcast = sameAddress(copy.bytes, copy.macHeader, vlan.broadcast, 0);
    copy.packetType = isBroadcast ? PACKET_BROADCAST : PACKET_MULTICAST;
  }
  return vlan.net.machine.backlog.netifRx(copy);
}

/**
 * Copies a multicast frame to all of these modes but its source (`macvlan_broadcast`). The frame stays the caller's; it starts at its Ethernet
 * header when it is on its way out (mode bridge alone), else behind it.
 */
export function broadcast(skb: SkBuff, port: MacvlanPort, source: NetDevice | null, modes: number): void {
  const local = modes === MACVLAN_MODE_BRIDGE;
  const length = skb.length + ETH_HLEN;
  const { bytes, macHeader } = skb;
  const { entries } = port.vlans;
  for (let i = 0; i < entries.length; i++) {
    const vlan = entries[i];
    if (vlan === source || (vlan.mode & modes) === 0 || !vlan.filter.has(bytes, macHeader)) continue;
    const otherNet = local && source !== null && source.net !== vlan.net;
    countReceived(vlan, length, deliverOne(cloneSkb(skb), vlan, local, otherNet), true);
  }
}

/** A multicast frame that came in from below (`macvlan_multicast_rx`). It stays the caller's. */
export function multicastReceived(port: MacvlanPort, source: MacvlanDevice | null, skb: SkBuff): void {
  if (source === null) broadcast(skb, port, null, ALL_MODES);
  else if (source.mode === MACVLAN_MODE_VEPA)
    broadcast(skb, port, source, MACVLAN_MODE_VEPA | MACVLAN_MODE_BRIDGE);
  // ports of the bridge saw it on its way out
  else broadcast(skb, port, source, MACVLAN_MODE_VEPA);
}

function enqueueBroadcast(port: MacvlanPort, source: MacvlanDevice | null, skb: SkBuff): void {
  const copy = cloneSkb(skb);
  if (port.enqueue(copy, source, WORK_DELAY)) return;
  const { lower } = port;
  lower.coreRxDropped++;
  kfreeSkb(copy, SKB_DROP_REASON_NOT_SPECIFIED, "macvlan_broadcast_enqueue");
}

/** Copies to those that want frames of this source. @returns whether one of them keeps it from all others */
function forwardSource(skb: SkBuff, port: MacvlanPort): boolean {
  const { bytes, macHeader } = skb;
  const bucket = port.sources.bucket(bytes, macHeader + ETH_SOURCE);
  let consume = false;
  for (let i = 0; i < bucket.length; i++) {
    const { address, vlan } = bucket[i];
    if (!sameAddress(address, 0, bytes, macHeader + ETH_SOURCE)) continue;
    if ((vlan.macvlanFlags & MACVLAN_FLAG_NODST) !== 0) consume = true;
    if (!vlan.isUp) continue;
    const copy = cloneSkb(skb);
    const length = copy.length + ETH_HLEN;
    copy.dev = vlan;
    if (sameAddress(bytes, macHeader, vlan.address, 0)) copy.packetType = PACKET_HOST;
    countReceived(vlan, length, vlan.net.machine.backlog.netifRx(copy), false);
  }
  return consume;
}

function handleMulticast(skb: SkBuff, port: MacvlanPort): number {
  if (forwardSource(skb, port)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "macvlan_handle_frame");
    return RX_HANDLER_CONSUMED;
  }
  const { bytes, macHeader } = skb;
  const source = port.vlans.find(bytes, macHeader + ETH_SOURCE);
  if (source !== null && source.mode !== MACVLAN_MODE_VEPA && source.mode !== MACVLAN_MODE_BRIDGE) {
    // its own, which came back
    countReceived(source, skb.length + ETH_HLEN, deliverOne(skb, source, false, false), false);
    return RX_HANDLER_CONSUMED;
  }
  if (port.queued.has(bytes, macHeader)) enqueueBroadcast(port, source, skb);
  else if (port.filter.has(bytes, macHeader)) multicastReceived(port, source, skb);
  return RX_HANDLER_PASS;
}

/** `macvlan_handle_frame`: the lower device's rx handler. */
export function handleFrame(skb: SkBuff): number {
  if (skb.packetType === PACKET_LOOPBACK) return RX_HANDLER_PASS;
  const port = skb.dev?.rxHandlerData as MacvlanPort;
  const { bytes, macHeader } = skb;
  if ((bytes[macHeader] & 1) !== 0) return handleMulticast(skb, port);
  if (forwardSource(skb, port)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "macvlan_handle_frame");
    return RX_HANDLER_CONSUMED;
  }
  const vlan = port.passthru ? (port.devices[0] ?? null) : port.vlans.find(bytes, macHeader);
  if (vlan === null || vlan.mode === MACVLAN_MODE_SOURCE) return RX_HANDLER_PASS;
  if (!vlan.isUp) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "macvlan_handle_frame");
    return RX_HANDLER_CONSUMED;
  }
  const length = skb.length + ETH_HLEN;
  skb.dev = vlan;
  skb.packetType = PACKET_HOST;
  countReceived(vlan, length, true, false);
  return RX_HANDLER_ANOTHER;
}
