/**
 * The way of a received frame into the stack: taps, rx handler, protocol handler.
 *
 * Source: `net/core/dev.c` (`__netif_receive_skb_core`).
 */
import { VLAN_VID_MASK } from "../../../packet/vlan.ts";
import { runHooks } from "../../netfilter/core.ts";
import type { NfHookEntries } from "../../netfilter/net-nf.ts";
import { SKB_DROP_REASON_UNHANDLED_PROTO } from "../drop-reason.ts";
import type { Machine } from "../machine.ts";
import { cloneSkb, kfreeSkb, PACKET_OTHERHOST, type SkBuff } from "../skbuff.ts";
import { traceNetifReceiveSkb } from "../trace.ts";
import { isVlanProtocol, untagVlan } from "../vlan-tag.ts";
import {
  RX_HANDLER_ANOTHER,
  RX_HANDLER_CONSUMED,
  RX_HANDLER_EXACT,
  RX_HANDLER_PASS,
} from "./device-relations.ts";
import type { NetDevice } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";

/** How often one frame may move to another device: more often than devices can stand on one another. */
const MAX_ANOTHER_ROUNDS = 16;

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
    if (isVlanProtocol(skb.protocol) && !untagVlan(skb)) return;
    const netTaps = dev.net.taps;
    if (netTaps.length !== 0) last = deliverAll(netTaps, last, skb, dev, originalDevice);
    if (dev.taps.length !== 0) last = deliverAll(dev.taps, last, skb, dev, originalDevice);
    if (dev.nfIngress !== null) {
      if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
      last = null;
      if (!ingressHooks(skb, dev, dev.nfIngress)) return;
    }
    if (skb.vlanTag !== 0) {
      if (last !== null) last.receive(cloneSkb(skb), dev, originalDevice);
      last = null;
      const result = receiveTagged(skb);
      if (result === TAG_TAKEN) continue;
      if (result === TAG_DROPPED) return;
    }
    const handler = dev.rxHandler;
    if (handler !== null) {
      if (last !== null) {
        last.receive(cloneSkb(skb), dev, originalDevice);
        last = null;
      }
      const result = handler(skb);
      if (result === RX_HANDLER_CONSUMED) return;
      if (result === RX_HANDLER_ANOTHER) continue;
      if (result === RX_HANDLER_EXACT) return deliverExact(skb, originalDevice);
    }
    if (skb.vlanTag === 0) break;
    const result = dropVlanTags(skb);
    if (result === TAG_DROPPED) return;
    if (result === TAG_KEPT) break;
  }
  deliver(machine, skb, last, skb.dev as NetDevice, originalDevice);
}

const goOn = (): number => 0;

/** `nf_hook_ingress` @returns whether the packet goes on */
function ingressHooks(skb: SkBuff, dev: NetDevice, hooks: NfHookEntries): boolean {
  return runHooks(hooks, skb, dev, null, goOn) === 1;
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

/** What became of a frame with a tag. */
const TAG_KEPT = 0;
const TAG_TAKEN = 1;
const TAG_DROPPED = 2;

/** Gives a tagged frame to the VLAN device that it is for (`vlan_do_receive`). */
function receiveTagged(skb: SkBuff): number {
  const group = (skb.dev as NetDevice).vlanGroup;
  if (group === null) return TAG_KEPT;
  const result = group.receive(skb);
  return result === RX_HANDLER_PASS ? TAG_KEPT : result === RX_HANDLER_ANOTHER ? TAG_TAKEN : TAG_DROPPED;
}

/**
 * No device of that VLAN took the frame: the stack sees it without its tag, as not for this host unless the VLAN is 0. Behind a
 * tag of VLAN 0 another tag counts.
 */
function dropVlanTags(skb: SkBuff): number {
  while ((skb.vlanTag & VLAN_VID_MASK) === 0 && isVlanProtocol(skb.protocol)) {
    skb.vlanTag = 0;
    if (!untagVlan(skb)) return TAG_DROPPED;
    const result = receiveTagged(skb);
    if (result !== TAG_KEPT) return result;
  }
  if ((skb.vlanTag & VLAN_VID_MASK) !== 0) skb.packetType = PACKET_OTHERHOST;
  skb.vlanTag = 0;
  return TAG_KEPT;
}
