/**
 * The neighbour of a packet does not answer: `ipv4_link_failure`.
 *
 * Source: `net/ipv4/route.c`.
 */
import { ICMP_DEST_UNREACH, ICMP_HOST_UNREACH } from "../../../packet/icmp.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";

/** Tells the packet's sender; lends the packet, whose data is at the IP header. */
export function linkFailure(skb: SkBuff): void {
  skb.networkHeader = skb.data;
  sendIcmpError(skb, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0);
}
