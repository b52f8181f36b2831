/** The reset that answers a TCP segment. Source: `net/ipv4/netfilter/nf_reject_ipv4.c` (`nf_reject_ip_tcphdr_put`). */
import { write16 } from "../../../packet/bytes.ts";
import { foldSum, pseudoSumIpv4At } from "../../../packet/checksum.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import { TCP_CHECKSUM } from "../../../packet/tcp.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";

const TCP_HLEN = 20;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;

const read32 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;

function write32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
}

/**
 * Writes the reset's header, without checksum, into bytes that are zero.
 * @param length of the segment with its header
 * @returns false when the segment is none that may be answered
 */
export function resetOf(
  bytes: Uint8Array,
  segment: number,
  end: number,
  length: number,
  out: Uint8Array,
  at: number,
): boolean {
  if (segment + TCP_HLEN > end) return false;
  const flags = bytes[segment + 13];
  if ((flags & RST) !== 0) return false;
  out[at] = bytes[segment + 2];
  out[at + 1] = bytes[segment + 3];
  out[at + 2] = bytes[segment];
  out[at + 3] = bytes[segment + 1];
  out[at + 12] = (TCP_HLEN / 4) << 4;
  if ((flags & ACK) !== 0) {
    write32(out, at + 4, read32(bytes, segment + 8));
    out[at + 13] = RST;
    return true;
  }
  const payload = length - (bytes[segment + 12] >>> 4) * 4;
  const counted = Number((flags & SYN) !== 0) + Number((flags & FIN) !== 0);
  write32(out, at + 8, read32(bytes, segment + 4) + counted + payload);
  out[at + 13] = RST | ACK;
  return true;
}

/** The sum of a segment over IPv4 is left to the device. @param length of the segment */
export function leaveSumOpen(skb: SkBuff, length = TCP_HLEN): void {
  const { bytes, networkHeader, transportHeader } = skb;
  const sum = pseudoSumIpv4At(bytes, networkHeader, IPPROTO_TCP, length);
  write16(bytes, transportHeader + TCP_CHECKSUM, foldSum(sum));
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = transportHeader;
  skb.csumOffset = TCP_CHECKSUM;
}
