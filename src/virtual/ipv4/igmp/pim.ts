/**
 * PIM is what multicast routers speak. Linux knows the protocol, but drops every message as long as no daemon routes multicast.
 *
 * Source: `net/ipv4/ipmr.c` (`pim_rcv`), `net/ipv6/ip6mr.c` (`pim6_rcv`).
 */
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";

/** Takes over a packet whose data is at the PIM header. */
export function pimReceive(skb: SkBuff): void {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "pim_rcv");
}

/** The same behind IPv6. @returns that the packet was taken */
export function pim6Receive(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "pim6_rcv");
  return 0;
}
