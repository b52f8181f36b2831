/**
 * A frame that one device sends and another receives, as over a cable.
 *
 * Source: `net/core/dev.c` (`____dev_forward_skb`, `dev_forward_skb`), `net/core/skbuff.c` (`skb_scrub_packet`).
 */
import { ETH_HLEN } from "../../../packet/ethernet.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../drop-reason.ts";
import { kfreeSkb, nfResetCt, orphanSkb, type SkBuff } from "../skbuff.ts";
import { ethTypeTrans } from "./ethernet.ts";
import { NET_XMIT_DROP } from "./netdev-ops.ts";
import type { NetDevice } from "./netdevice.ts";

/** `skb->len` over the MTU that passes: a VLAN tag (`is_skb_forwardable`). */
const FORWARD_EXTRA = ETH_HLEN + 4;

/** Forgets what the packet brings from its sender (`skb_scrub_packet`). */
export function scrubPacket(skb: SkBuff, otherNet: boolean): void {
  if (skb.sk !== null) orphanSkb(skb);
  skb.skbIif = 0;
  skb.dst = null;
  skb.priority = 0;
  skb.ctinfo = 0;
  if (skb.nfct !== null) nfResetCt(skb);
  skb.nfTrace = 0;
  if (!otherNet) return;
  skb.mark = 0;
  skb.timestamp = 0;
}

/**
 * Makes the frame, which starts at its Ethernet header, one that `to` has received (`__dev_forward_skb`).
 * @param otherNet whether it leaves its sender's namespace
 * @returns false when `to` is closed or the frame too long: it was dropped and counted there
 */
export function prepareForward(skb: SkBuff, to: NetDevice, otherNet: boolean): boolean {
  if (!to.isUp || (skb.tail - skb.data > to.mtu + FORWARD_EXTRA && skb.gsoSize === 0)) {
    to.coreRxDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "__dev_forward_skb2");
    return false;
  }
  scrubPacket(skb, otherNet);
  ethTypeTrans(skb, to);
  return true;
}

/** `dev_forward_skb`: `to` receives the frame. Takes it over. @returns 0, or {@link NET_XMIT_DROP} */
export function forwardSkb(skb: SkBuff, to: NetDevice, otherNet: boolean): number {
  if (!prepareForward(skb, to, otherNet)) return NET_XMIT_DROP;
  return to.net.machine.backlog.netifRx(skb) ? 0 : NET_XMIT_DROP;
}
