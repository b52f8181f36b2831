/**
 * Whether a packet's transport checksum is right, as far as netfilter looks.
 *
 * Source: `net/netfilter/utils.c` (`nf_checksum`).
 */
import { checksum, pseudoSumIpv4At, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { CHECKSUM_PARTIAL, CHECKSUM_UNNECESSARY, type SkBuff } from "../../core/skbuff.ts";
import { IPSKB_FORWARDED } from "../../ipv4/sock/ip-control.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";

/** @param offset of the transport header */
export function nfChecksumOk(skb: SkBuff, offset: number, protonum: number, pf: number): boolean {
  if (skb.ipSummed === CHECKSUM_PARTIAL || skb.ipSummed === CHECKSUM_UNNECESSARY) return true;
  // on the way in, whoever found it right before is believed (`CHECKSUM_COMPLETE`)
  if (pf === NFPROTO_IPV4 && skb.sumValid && (skb.cbFlags & IPSKB_FORWARDED) === 0) return true;
  skb.sumValid = sumOf(skb, offset, protonum, pf) === 0;
  return skb.sumValid;
}

function sumOf(skb: SkBuff, offset: number, protonum: number, pf: number): number {
  const length = skb.tail - offset;
  const { bytes, networkHeader } = skb;
  if (pf !== NFPROTO_IPV4)
    return checksum(bytes, offset, length, pseudoSumIpv6At(bytes, networkHeader + 8, protonum, length));
  const pseudo = protonum === IPPROTO_TCP || protonum === IPPROTO_UDP;
  const sum = pseudo ? pseudoSumIpv4At(bytes, networkHeader, protonum, length) : 0;
  // the header counts with its own sum: one that a timestamp was written into makes the whole wrong
  return checksum(bytes, networkHeader, skb.tail - networkHeader, sum);
}
