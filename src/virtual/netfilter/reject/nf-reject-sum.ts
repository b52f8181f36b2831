/** Which packets have a checksum that says whether they are whole. Source: `include/net/netfilter/nf_reject.h` (`nf_reject_verify_csum`). */
import type { SkBuff } from "../../core/skbuff.ts";
import { nfChecksumOk } from "../conntrack/conntrack-checksum.ts";

const [UDP, GRE, ESP, AH, SCTP, UDPLITE] = [17, 47, 50, 51, 132, 136];

/**
 * Whether a packet may be answered: what is broken is not.
 * @param offset of the transport header
 * @param family `NFPROTO_IPV4` or `NFPROTO_IPV6`
 */
export function nfRejectSumOk(skb: SkBuff, offset: number, protocol: number, family: number): boolean {
  return skb.sumValid || !hasSum(skb, offset, protocol) || nfChecksumOk(skb, offset, protocol, family);
}

function hasSum({ bytes, tail }: SkBuff, offset: number, protocol: number): boolean {
  switch (protocol) {
    case UDP:
      return offset + 8 > tail || bytes[offset + 6] !== 0 || bytes[offset + 7] !== 0;
    case GRE:
    case AH:
    case ESP:
    case SCTP:
    case UDPLITE:
      return false;
    default:
      return true;
  }
}
