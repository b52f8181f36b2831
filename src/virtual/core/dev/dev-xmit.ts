/**
 * The way of a packet out of the stack into a device.
 *
 * Source: `net/core/dev.c` (`__dev_queue_xmit`, `dev_queue_xmit_nit`), `net/sched/sch_generic.c` (`noop_enqueue`).
 */
import { ENETDOWN, ENOBUFS } from "../../../errno.ts";
import { write16 } from "../../../packet/bytes.ts";
import { checksum } from "../../../packet/checksum.ts";
import { runHooks } from "../../netfilter/core.ts";
import { SKB_DROP_REASON_QDISC_DROP, SKB_DROP_REASON_RECURSION_LIMIT } from "../drop-reason.ts";
import { SKB_GSO_TCPV4, segmentSkb } from "../gso.ts";
import { KERN_CRIT } from "../printk/log-level.ts";
import {
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  cloneSkb,
  kfreeSkb,
  PACKET_OUTGOING,
  type SkBuff,
} from "../skbuff.ts";
import { traceNetDevStartXmit } from "../trace.ts";
import { carriesTags, pushTagInside } from "../vlan-tag.ts";
import type { NetDevice } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";

/** How many devices may be sending on behalf of one another (`XMIT_RECURSION_LIMIT`), and how many do. */
const XMIT_RECURSION_LIMIT = 8;
let recursion = 0;

/** How many devices are sending on behalf of one another just now (`dev_recursion_level`). */
export function xmitRecursion(): number {
  return recursion;
}

/** Bits of a device's features (`NETIF_F_IP_CSUM`, `_HW_CSUM`, `_IPV6_CSUM`; `NETIF_F_TSO`, `_TSO6`). */
const ANY_CHECKSUM = 0x1a;
const TCP_SEGMENTATION = 1 << 16;
const TCP6_SEGMENTATION = 1 << 20;

/**
 * Sends a frame that starts at its link-layer header through `skb.dev`, and processes what that sets in motion, unless an outer
 * sender is already at it. Takes over the frame.
 *
 * A device that is down or without carrier has the queueing discipline `noop`: it counts the frame as dropped,
 * and the sender sees no error (`NET_XMIT_CN`). What the driver of a device without a queue drops is `-ENOBUFS` (`net_xmit_errno`).
 * @returns 0 or a negative error
 */
export function devQueueXmit(skb: SkBuff): number {
  const dev = skb.dev as NetDevice;
  skb.macHeader = skb.data;
  if (dev.nfEgress !== null) {
    const result = runHooks(dev.nfEgress, skb, null, dev, goOn);
    if (result !== 1) return result < 0 ? -ENOBUFS : 0;
  }
  return transmit(skb, dev);
}

const goOn = (): number => 0;

const transmitPiece = (skb: SkBuff): number => transmit(skb, skb.dev as NetDevice);

/** Hands a frame to the device as that can take it (`validate_xmit_skb`, `dev_hard_start_xmit`). */
function transmit(skb: SkBuff, dev: NetDevice): number {
  if (!dev.txActive) {
    dev.coreTxDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_QDISC_DROP, "__dev_queue_xmit");
    return 0;
  }
  if (recursion > XMIT_RECURSION_LIMIT && dev.noQueue) return giveUp(skb, dev);
  if (skb.vlanTag !== 0 && !carriesTags(dev, skb.vlanProtocol)) pushTagInside(skb);
  if (skb.gsoSize !== 0 && !cutsItself(dev, skb)) return segmentSkb(skb, transmitPiece);
  if (skb.ipSummed === CHECKSUM_PARTIAL && (dev.features.active[0] & ANY_CHECKSUM) === 0) finishChecksum(skb);
  const net = dev.net;
  const backlog = net.machine.backlog;
  backlog.bhDisable();
  if (net.taps.length !== 0) showToTaps(net.taps, skb, dev);
  if (dev.taps.length !== 0) showToTaps(dev.taps, skb, dev);
  if (traceNetDevStartXmit.enabled) traceNetDevStartXmit.emit(skb, dev);
  recursion++;
  const result = dev.ops.startXmit(skb, dev);
  recursion--;
  backlog.bhEnable();
  return result !== 0 && dev.noQueue ? -ENOBUFS : 0;
}

/** Devices send through one another in a circle, by their routes. */
function giveUp(skb: SkBuff, dev: NetDevice): number {
  const { log } = dev.net.machine;
  if (log.netRatelimit())
    log.printNet(KERN_CRIT, `Dead loop on virtual device ${dev.name}, fix it urgently!`);
  dev.coreTxDropped++;
  kfreeSkb(skb, SKB_DROP_REASON_RECURSION_LIMIT, "__dev_queue_xmit");
  return -ENETDOWN;
}

/** Whether the device takes super-segments of this kind (`netif_needs_gso`). */
function cutsItself(dev: NetDevice, skb: SkBuff): boolean {
  const bit = skb.gsoType === SKB_GSO_TCPV4 ? TCP_SEGMENTATION : TCP6_SEGMENTATION;
  return (dev.features.active[0] & bit) !== 0;
}

/** Finishes a checksum that the device does not (`skb_checksum_help`). */
function finishChecksum(skb: SkBuff): void {
  skb.makeWritable();
  const value = checksum(skb.bytes, skb.csumStart, skb.tail - skb.csumStart);
  write16(skb.bytes, skb.csumStart + skb.csumOffset, value || 0xffff);
  skb.ipSummed = CHECKSUM_NONE;
}

/** Taps see an outgoing frame with `data` at the link header and the network header set. */
function showToTaps(taps: readonly PacketType[], skb: SkBuff, dev: NetDevice): void {
  for (let i = 0; i < taps.length; i++) {
    const tap = taps[i];
    if (tap.ignoresOutgoing?.(skb)) continue;
    const clone = cloneSkb(skb);
    clone.packetType = PACKET_OUTGOING;
    clone.sk = null;
    tap.receive(clone, dev, dev);
  }
}
