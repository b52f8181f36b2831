/**
 * What is behind a message of IGMP or MLD: Linux checks a copy that is cut there, and drops the copy afterwards.
 *
 * Source: `net/core/skbuff.c` (`skb_checksum_trimmed`), `net/ipv4/igmp.c` (`ip_mc_check_igmp`), `net/ipv6/mcast_snoop.c`.
 */
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { cloneSkb, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";

/**
 * Drops the copy that was checked, if there had to be one.
 * @param end of the message
 * @param right whether the checksum was right
 * @param checker Linux's function that drops a copy with a right one
 */
export function dropTrimmed(skb: SkBuff, end: number, right: boolean, checker: string): void {
  if (skb.tail === end) return;
  kfreeSkb(cloneSkb(skb), SKB_DROP_REASON_NOT_SPECIFIED, right ? checker : "skb_checksum_trimmed");
}
