/**
 * The way of a received frame into the stack: taps, rx handler, protocol handler.
 *
 * Source: `net/core/dev.c` (`__netif_receive_skb_core`), `net/core/skbuff.c` (`skb_vlan_untag`).
 */
import { read16 } from "../../packet/bytes.ts";
import { runHooks } from "../netfilter/core.ts";
import { NF_NETDEV_INGRESS, NFPROTO_NETDEV } from "../netfilter/hook-numbers.ts";
import type { NfHookEntries } from "../netfilter/net-nf.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED, SKB_DROP_REASON_UNHANDLED_PROTO } from "./drop-reason.ts";
import type { Machine } from "./machine.ts";
import type { NetDevice } from "./netdevice.ts";
import { RX_HANDLER_ANOTHER, RX_HANDLER_CONSUMED, RX_HANDLER_EXACT } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";
import { cloneSkb, kfreeSkb, PACKET_OTHERHOST, type SkBuff } from "./skbuff.ts";
import { traceNetifReceiveSkb } from "./trace.ts";

/** How often an rx handler may move one frame to another device before it is given up. */
const MAX_ANOTHER_ROUNDS = 8;
/** Smaller numbers are lengths of 802.2 frames. */
const ETH_P_802_3_MIN = 0x600;
const ETH_P_802_3 = 1;
const ETH_P_802_2 = 4;
const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;
const VLAN_HEADER_LENGTH = 4;
/** Both addresses of an Ethernet header: what moves when a tag is taken out. */
const ADDRESSES_LENGTH = 12;
const VLAN_ID_MASK = 0xfff;

/** Hands a frame to everybody who wants it. `data` is at the network header, `macHeader` at the link header. */
export function netifReceiveSkb(machine: Machine, skb: SkBuff): void {
  const originalDevice = skb.dev as NetDevice;
  skb.networkHeader = skb.data;
  skb.transportHeader = skb.data;
  skb.skbIif = originalDevice.ifindex;
  if (traceNetifReceiveSkb.enabled) traceNetifReceiveSkb.emit(skb);
  // Whoever comes last gets the packet itself, those before him a clone.
  let last: PacketType | null = null;
  for (let round = 0; round < MAX_ANOTHER_ROUNDS; round++) {
    const dev = skb.dev as NetDevice;
    const protocol = skb.protocol;
    if (isVlan(protocol) && !skbVlanUntag(skb)) return;
    const netTaps = dev.net.taps;
    if (netTaps.length !== 0) last = deliverAll(netTaps, last, skb, dev, originalDevice);
    if (dev.taps.length !== 0) last = deliverAll(dev.taps, last, skb, dev, originalDevice);
    if (dev.nfIngress !== null) {
      if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
      last = null;
      if (!ingressHooks(skb, dev, dev.nfIngress)) return;
    }
    const handler = dev.rxHandler;
    if (handler === null) break;
    if (last !== null) {
      last.receive(cloneSkb(skb), dev, originalDevice);
      last = null;
    }
    const result = handler(skb);
    if (result === RX_HANDLER_CONSUMED) return;
    if (result === RX_HANDLER_ANOTHER) continue;
    if (result === RX_HANDLER_EXACT) return deliverExact(skb, originalDevice);
    break;
  }
  if (skb.vlanTag !== 0) {
    if (last !== null) last.receive(cloneSkb(skb), skb.dev as NetDevice, originalDevice);
    last = null;
    if (!dropVlanTags(skb)) return;
  }
  deliver(machine, skb, last, skb.dev as NetDevice, originalDevice);
}

const goOn = (): number => 0;

/** `nf_hook_ingress` @returns whether the packet goes on */
function ingressHooks(skb: SkBuff, dev: NetDevice, hooks: NfHookEntries): boolean {
  return runHooks(hooks, dev.net, NFPROTO_NETDEV, NF_NETDEV_INGRESS, skb, dev, null, goOn) === 1;
}

function deliverAll(
  taps: readonly PacketType[],
  previous: PacketType | null,
  skb: SkBuff,
  dev: NetDevice,
  originalDevice: NetDevice,
): PacketType | null {
  let last = previous;
  for (let i = 0; i < taps.length; i++) {
    if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
    last = taps[i];
  }
  return last;
}

/** Delivers to every handler of the protocol. */
function deliver(
  machine: Machine,
  skb: SkBuff,
  tap: PacketType | null,
  dev: NetDevice,
  originalDevice: NetDevice,
): void {
  const protocol = skb.protocol;
  let last = tap;
  const general = machine.packetTypes.bucket(protocol);
  for (let i = 0; i < general.length; i++) {
    const type = general[i];
    if (type.protocol !== protocol) continue;
    if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
    last = type;
  }
  const ofNet = dev.net.packetTypes;
  if (ofNet !== null) last = deliverList(ofNet.bucket(protocol), last, skb, dev, originalDevice);
  if (dev.specificTypes.length !== 0) last = deliverList(dev.specificTypes, last, skb, dev, originalDevice);
  if (originalDevice !== dev && originalDevice.specificTypes.length !== 0)
    last = deliverList(originalDevice.specificTypes, last, skb, dev, originalDevice);
  if (last !== null) {
    last.receive(skb, dev, originalDevice);
    return;
  }
  dev.coreRxDropped++;
  kfreeSkb(skb, SKB_DROP_REASON_UNHANDLED_PROTO, "__netif_receive_skb_core");
}

/** The frame is only for handlers bound to the device itself (`deliver_exact`). */
function deliverExact(skb: SkBuff, originalDevice: NetDevice): void {
  const dev = skb.dev as NetDevice;
  const last = deliverList(dev.specificTypes, null, skb, dev, originalDevice);
  if (last !== null) return last.receive(skb, dev, originalDevice);
  dev.coreRxNohandler++;
  kfreeSkb(skb, SKB_DROP_REASON_UNHANDLED_PROTO, "__netif_receive_skb_core");
}

function deliverList(
  types: readonly PacketType[],
  previous: PacketType | null,
  skb: SkBuff,
  dev: NetDevice,
  originalDevice: NetDevice,
): PacketType | null {
  let last = previous;
  for (let i = 0; i < types.length; i++) {
    const type = types[i];
    if (type.protocol !== skb.protocol) continue;
    if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
    last = type;
  }
  return last;
}

/** What is behind a tag (`vlan_set_encap_proto`). */
function encapsulatedProtocol(bytes: Uint8Array, at: number): number {
  const type = read16(bytes, at);
  if (type >= ETH_P_802_3_MIN) return type;
  return read16(bytes, at + 2) === 0xffff ? ETH_P_802_3 : ETH_P_802_2;
}

/** Takes the 802.1Q tag out of the frame and keeps it beside the bytes (`skb_vlan_untag`). @returns false when the frame was dropped */
export function skbVlanUntag(skb: SkBuff): boolean {
  if (skb.vlanTag !== 0) return true;
  if (!skb.mayPull(VLAN_HEADER_LENGTH + 2)) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "skb_vlan_untag");
    return false;
  }
  skb.makeWritable();
  const { bytes, data, macHeader } = skb;
  skb.vlanTag = 0x10000 | read16(bytes, data);
  skb.vlanProtocol = skb.protocol;
  skb.protocol = encapsulatedProtocol(bytes, data + 2);
  bytes.copyWithin(macHeader + VLAN_HEADER_LENGTH, macHeader, macHeader + ADDRESSES_LENGTH);
  skb.macHeader = macHeader + VLAN_HEADER_LENGTH;
  skb.pull(VLAN_HEADER_LENGTH);
  skb.networkHeader = skb.data;
  skb.transportHeader = skb.data;
  return true;
}

/**
 * No device of that VLAN took the frame: the stack sees it without its tag, as not for this host unless the VLAN is 0. Behind a
 * tag of VLAN 0 another tag counts.
 * @returns false when the frame was dropped
 */
function dropVlanTags(skb: SkBuff): boolean {
  while ((skb.vlanTag & VLAN_ID_MASK) === 0 && isVlan(skb.protocol)) {
    skb.vlanTag = 0;
    if (!skbVlanUntag(skb)) return false;
  }
  if ((skb.vlanTag & VLAN_ID_MASK) !== 0) skb.packetType = PACKET_OTHERHOST;
  skb.vlanTag = 0;
  return true;
}

function isVlan(protocol: number): boolean {
  return protocol === ETH_P_8021Q || protocol === ETH_P_8021AD;
}
