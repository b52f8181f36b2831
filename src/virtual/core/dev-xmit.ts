/**
 * The way of a packet out of the stack into a device.
 *
 * Source: `net/core/dev.c` (`__dev_queue_xmit`, `dev_queue_xmit_nit`), `net/sched/sch_generic.c` (`noop_enqueue`).
 */
import { ENOBUFS } from "../../errno.ts";
import { runHooks } from "../netfilter/core.ts";
import { NF_NETDEV_EGRESS, NFPROTO_NETDEV } from "../netfilter/hook-numbers.ts";
import { SKB_DROP_REASON_QDISC_DROP } from "./drop-reason.ts";
import type { NetDevice } from "./netdevice.ts";
import type { PacketType } from "./packet-type.ts";
import { cloneSkb, kfreeSkb, PACKET_OUTGOING, type SkBuff } from "./skbuff.ts";
import { traceNetDevStartXmit } from "./trace.ts";
import { carriesTags, pushTagInside } from "./vlan-tag.ts";

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
    const result = runHooks(dev.nfEgress, dev.net, NFPROTO_NETDEV, NF_NETDEV_EGRESS, skb, null, dev, goOn);
    if (result !== 1) return result < 0 ? -ENOBUFS : 0;
  }
  if (!dev.txActive) {
    dev.coreTxDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_QDISC_DROP, "__dev_queue_xmit");
    return 0;
  }
  if (skb.vlanTag !== 0 && !carriesTags(dev, skb.vlanProtocol)) pushTagInside(skb);
  const net = dev.net;
  const backlog = net.machine.backlog;
  backlog.bhDisable();
  if (net.taps.length !== 0) showToTaps(net.taps, skb, dev);
  if (dev.taps.length !== 0) showToTaps(dev.taps, skb, dev);
  if (traceNetDevStartXmit.enabled) traceNetDevStartXmit.emit(skb, dev);
  const result = dev.ops.startXmit(skb, dev);
  backlog.bhEnable();
  return result !== 0 && dev.noQueue ? -ENOBUFS : 0;
}

const goOn = (): number => 0;

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
