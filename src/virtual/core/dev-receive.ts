/**
 * The way of a received frame into the stack: taps, rx handler, protocol handler.
 *
 * Source: `net/core/dev.c` (`__netif_receive_skb_core`).
 */
import { SKB_DROP_REASON_UNHANDLED_PROTO } from "./drop-reason.ts";
import type { Machine } from "./machine.ts";
import type { NetDevice } from "./netdevice.ts";
import { RX_HANDLER_ANOTHER, RX_HANDLER_CONSUMED, RX_HANDLER_EXACT } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";
import { cloneSkb, kfreeSkb, type SkBuff } from "./skbuff.ts";
import { traceNetifReceiveSkb } from "./trace.ts";

/** How often an rx handler may move one frame to another device before it is given up. */
const MAX_ANOTHER_ROUNDS = 8;

/** Hands a frame to everybody who wants it. `data` is at the network header, `macHeader` at the link header. */
export function netifReceiveSkb(machine: Machine, skb: SkBuff): void {
  const originalDevice = skb.dev as NetDevice;
  skb.networkHeader = skb.data;
  skb.transportHeader = skb.data;
  skb.skbIif = originalDevice.ifindex;
  if (traceNetifReceiveSkb.enabled) traceNetifReceiveSkb.emit(skb);
  for (let round = 0; round < MAX_ANOTHER_ROUNDS; round++) {
    const dev = skb.dev as NetDevice;
    if (dev.taps.length !== 0) deliverToTaps(dev.taps, skb, dev, originalDevice);
    if (dev.net.taps.length !== 0) deliverToTaps(dev.net.taps, skb, dev, originalDevice);
    const handler = dev.rxHandler;
    if (handler === null) break;
    const result = handler(skb);
    if (result === RX_HANDLER_CONSUMED) return;
    if (result === RX_HANDLER_ANOTHER) continue;
    if (result === RX_HANDLER_EXACT) return deliverExact(skb, originalDevice);
    break;
  }
  deliver(machine, skb, skb.dev as NetDevice, originalDevice);
}

function deliverToTaps(
  taps: readonly PacketType[],
  skb: SkBuff,
  dev: NetDevice,
  originalDevice: NetDevice,
): void {
  for (let i = 0; i < taps.length; i++) taps[i].receive(cloneSkb(skb), dev, originalDevice);
}

/** Delivers to every handler of the protocol: all but the last get a clone. */
function deliver(machine: Machine, skb: SkBuff, dev: NetDevice, originalDevice: NetDevice): void {
  const protocol = skb.protocol;
  let last: PacketType | null = null;
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
  finish(last, skb, dev, originalDevice);
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

function finish(last: PacketType | null, skb: SkBuff, dev: NetDevice, originalDevice: NetDevice): void {
  if (last !== null) {
    last.receive(skb, dev, originalDevice);
    return;
  }
  dev.coreRxDropped++;
  kfreeSkb(skb, SKB_DROP_REASON_UNHANDLED_PROTO, "__netif_receive_skb_core");
}
