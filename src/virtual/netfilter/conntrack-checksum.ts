/**
 * Whether a packet's transport checksum is right, as far as netfilter looks.
 *
 * Source: `net/netfilter/utils.c` (`nf_checksum`).
 */
import { checksum, pseudoSumIpv4At, pseudoSumIpv6At } from "../../packet/checksum.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../packet/ipv4.ts";
import { CHECKSUM_PARTIAL, CHECKSUM_UNNECESSARY, type SkBuff } from "../core/skbuff.ts";
import { NFPROTO_IPV4 } from "./hook-numbers.ts";

/** @param offset of the transport header */
export function nfChecksumOk(skb: SkBuff, offset: number, protonum: number, pf: number): boolean {
  if (skb.ipSummed === CHECKSUM_PARTIAL || skb.ipSummed === CHECKSUM_UNNECESSARY) return true;
  const length = skb.tail - offset;
  const { bytes, networkHeader } = skb;
  let sum = 0;
  if (pf !== NFPROTO_IPV4) sum = pseudoSumIpv6At(bytes, networkHeader + 8, protonum, length);
  else if (protonum === IPPROTO_TCP || protonum === IPPROTO_UDP)
    sum = pseudoSumIpv4At(bytes, networkHeader, protonum, length);
  return checksum(bytes, offset, length, sum) === 0;
}
