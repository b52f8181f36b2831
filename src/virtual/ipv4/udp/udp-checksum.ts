/**
 * When a datagram's checksum is looked at.
 *
 * Source: `include/linux/skbuff.h` (`__skb_checksum_validate_complete`), `net/ipv4/udp.c` (`udp4_csum_init`).
 */
import { read16 } from "../../../packet/bytes.ts";
import { checksum, pseudoSumIpv4At } from "../../../packet/checksum.ts";
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { UDP_CHECKSUM } from "../../../packet/udp.ts";
import { CHECKSUM_COMPLETE, CHECKSUM_PARTIAL, CHECKSUM_UNNECESSARY, type SkBuff } from "../../core/skbuff.ts";

/** Datagrams up to this length are checked as they come in, longer ones when somebody reads them. */
const CHECKSUM_BREAK = 76;

/** Whether a datagram is checked as it comes in: a short one, or one that somebody summed up before and found wrong. */
export function isCheckedEarly(skb: SkBuff, length: number): boolean {
  return length <= CHECKSUM_BREAK || skb.ipSummed === CHECKSUM_COMPLETE;
}

/** Of an IPv6 header that is summed up with the packet, what no translation makes up for. */
export function sumBeforeAddresses({ bytes, networkHeader: at }: SkBuff): number {
  return read16(bytes, at) + read16(bytes, at + 2) + read16(bytes, at + 4) + read16(bytes, at + 6);
}

/**
 * Whether a rule changed the header of a long IPv6 datagram after somebody had summed all of it up: the kernel takes its own sum for right,
 * and so the datagram for wrong (`udp6_csum_init`).
 */
export function isSumOutdated(skb: SkBuff, length: number): boolean {
  if (skb.ipSummed !== CHECKSUM_COMPLETE || length <= CHECKSUM_BREAK) return false;
  return skb.csumOffset !== sumBeforeAddresses(skb);
}

/** Whether the checksum of a datagram, whose header is at its transport header, is right, known to be, or not used. */
export function udpChecksumOk(skb: SkBuff): boolean {
  const { bytes, transportHeader: at } = skb;
  const known = skb.ipSummed === CHECKSUM_PARTIAL || skb.ipSummed === CHECKSUM_UNNECESSARY;
  if (known || read16(bytes, at + UDP_CHECKSUM) === 0) return true;
  const length = skb.tail - at;
  const pseudo = pseudoSumIpv4At(bytes, skb.networkHeader, IPPROTO_UDP, length);
  if (checksum(bytes, at, length, pseudo) !== 0) return false;
  skb.ipSummed = CHECKSUM_UNNECESSARY;
  return true;
}
