/**
 * Sending ARP packets.
 *
 * Source: `net/ipv4/arp.c` (`arp_create`, `arp_send_dst`).
 */
import type { Ipv4Address } from "../../../packet/address.ts";
import { ARP_LENGTH, writeArp } from "../../../packet/arp.ts";
import { ETH_P_ARP } from "../../../packet/ethernet.ts";
import { transmitCost } from "../../core/cost.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import { IFF_NOARP, type NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import type { Destination } from "../../core/dst.ts";
import { allocSkb, kfreeSkb } from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_ARP_OUT, NFPROTO_ARP } from "../../netfilter/hook-numbers.ts";

const NO_ADDRESS = new Uint8Array(6);
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
