/** Which packets have a checksum that says whether they are whole. Source: `include/net/netfilter/nf_reject.h` (`nf_reject_verify_csum`). */
const GRE_CSUM = 0x80;
const [UDP, GRE, ESP, AH, SCTP, UDPLITE] = [17, 47, 50, 51, 132, 136];

/** @param offset of the transport header */
export function nfRejectVerifySum(
  bytes: Uint8Array,
  offset: number,
  tail: number,
  protocol: number,
): boolean {
  switch (protocol) {
    case UDP:
      return offset + 8 > tail || bytes[offset + 6] !== 0 || bytes[offset + 7] !== 0;
    case GRE:
      return offset + 4 > tail || (bytes[offset] & GRE_CSUM) !== 0;
    case AH:
    case ESP:
    case SCTP:
    case UDPLITE:
      return false;
    default:
      return true;
  }
}
