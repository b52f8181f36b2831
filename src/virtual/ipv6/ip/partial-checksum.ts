/**
 * Transport checksums of received and of sent packets.
 *
 * Source: `net/core/dev.c` (`skb_checksum_help`), `include/linux/skbuff.h` (`skb_checksum_validate`).
 */
import { checksum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { CHECKSUM_NONE, CHECKSUM_PARTIAL, CHECKSUM_UNNECESSARY, type SkBuff } from "../../core/skbuff.ts";

/** Computes what `CHECKSUM_PARTIAL` left open. */
export function completeChecksum(skb: SkBuff): void {
  skb.makeWritable();
  const at = skb.csumStart + skb.csumOffset;
  const sum = checksum(skb.bytes, skb.csumStart, skb.tail - skb.csumStart) || 0xffff;
  skb.bytes[at] = sum >>> 8;
  skb.bytes[at + 1] = sum;
  skb.ipSummed = CHECKSUM_NONE;
}

/** Whether the checksum of the `protocol` packet at `data` is right, or known to be. */
export function checksumOk(skb: SkBuff, protocol: number): boolean {
  return checksumOkAt(skb, skb.data, protocol);
}

/** The same for a packet whose transport header is at `at`. */
export function checksumOkAt(skb: SkBuff, at: number, protocol: number): boolean {
  const known = skb.ipSummed;
  if (known === CHECKSUM_PARTIAL || known === CHECKSUM_UNNECESSARY) return true;
  const length = skb.tail - at;
  const pseudo = pseudoSumIpv6At(skb.bytes, skb.networkHeader + 8, protocol, length);
  if (checksum(skb.bytes, at, length, pseudo) !== 0) return false;
  skb.ipSummed = CHECKSUM_UNNECESSARY;
  return true;
}
