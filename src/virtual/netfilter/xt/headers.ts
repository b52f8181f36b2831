/** Where things are in packets, for matches. */
import { EBADMSG } from "../../../errno.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_HOTDROP, XT_NO } from "./x-tables.ts";

/** Whether that many bytes of the transport header are there. */
export function hasTransport({ skb, thoff, hasL4 }: NftPktinfo, length: number): boolean {
  return hasL4 && thoff + length <= skb.tail;
}

/** 16 bits in network order. */
export function be16(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}

/** What a match says of a packet without the header that it asks for: one that is cut short is nobody's. @param found a negative error */
export function absentHeader(found: number): number {
  return found === -EBADMSG ? XT_HOTDROP : XT_NO;
}
