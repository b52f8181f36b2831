/**
 * Cutting packets that are too long for their way: `ip_fragment`, `ip_do_fragment`.
 *
 * Source: `net/ipv4/ip_output.c`.
 */
import { EMSGSIZE } from "../../../errno.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { checksum } from "../../../packet/checksum.ts";
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED } from "../../../packet/icmp.ts";
import {
  IP_DF,
  IP_MF,
  IP_OFFSET,
  IPOPT_COPY,
  IPOPT_NOOP,
  IPV4_FRAGMENT,
  IPV4_HLEN,
  IPV4_TOTAL_LENGTH,
  ipv4HeaderLength,
  ipv4OptionLength,
  writeIpv4Checksum,
} from "../../../packet/ipv4.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED, SKB_DROP_REASON_PKT_TOO_BIG } from "../../core/drop-reason.ts";
import { leavesAsItCame } from "../../core/inet-fragment.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  consumeSkb,
  copyBytes,
  copyNetfilter,
  kfreePieces,
  kfreeSkb,
  type SkBuff,
} from "../../core/skbuff.ts";
import { chargeSend, IPV4_RESERVE } from "../../core/sock/send-charge.ts";
import { routeHandlers } from "../route/route-handlers.ts";
import type { OutputHandler, Rtable } from "../route/rtable.ts";
import { IPSTATS_FRAGCREATES, IPSTATS_FRAGFAILS, IPSTATS_FRAGOKS } from "../snmp.ts";
import { IPSKB_FRAG_PMTU } from "../sock/ip-control.ts";

/** Finishes a checksum that was left to hardware (`skb_checksum_help`). */
export function finishChecksum(skb: SkBuff): void {
  if (skb.ipSummed !== CHECKSUM_PARTIAL) return;
  skb.makeWritable();
  const value = checksum(skb.bytes, skb.csumStart, skb.tail - skb.csumStart);
  write16(skb.bytes, skb.csumStart + skb.csumOffset, value || 0xffff);
  skb.ipSummed = CHECKSUM_NONE;
}

/** Cuts a packet, or refuses when it must not be cut. Takes it over. @returns 0 or a negative error */
export function fragmentPacket(skb: SkBuff, wholeMtu: number, output: OutputHandler): number {
  const route = skb.dst as Rtable;
  const mib = route.net.mib;
  const dontFragment = (read16(skb.bytes, skb.data + IPV4_FRAGMENT) & IP_DF) !== 0;
  const largest = skb.cbB;
  const mtu = largest !== 0 && largest < wholeMtu ? largest : wholeMtu;
  // what came in pieces may go in such pieces again
  const ignoresDf = largest !== 0 || (skb.sk !== null && ignoresDontFragment(skb));
  if (dontFragment && (!ignoresDf || largest > wholeMtu)) {
    mib.values[IPSTATS_FRAGFAILS]++;
    routeHandlers.icmpError(skb, ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, wholeMtu);
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_BIG, "ip_fragment");
    return -EMSGSIZE;
  }
  return cut(skb, mtu, output);
}

/** `skb->ignore_df`: the socket leaves it to the kernel to cut packets that it marked. */
function ignoresDontFragment(skb: SkBuff): boolean {
  const sk = skb.sk as { pmtuDiscovery?: number } | null;
  const discovery = sk?.pmtuDiscovery ?? 0;
  return discovery < 2 || discovery === 5;
}

function cut(skb: SkBuff, mtu: number, output: OutputHandler): number {
  const route = skb.dst as Rtable;
  const mib = route.net.mib;
  finishChecksum(skb);
  const headerLength = ipv4HeaderLength(skb.bytes, skb.data);
  const room = mtu - headerLength;
  if (room < 8) {
    mib.values[IPSTATS_FRAGFAILS]++;
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_BIG, "ip_do_fragment");
    return -EMSGSIZE;
  }
  const field = read16(skb.bytes, skb.data + IPV4_FRAGMENT);
  const moreAfter = (field & IP_MF) !== 0;
  const firstOffset = field & IP_OFFSET;
  const payload = skb.length - headerLength;
  const pieces = firstOffset === 0 && !moreAfter && leavesAsItCame(skb, payload, room) ? skb.pieces : null;
  let error = 0;
  let sent = 0;
  let count = 0;
  for (let length = 0; sent < payload; sent += length) {
    const at = sent;
    const last = pieces === null ? payload - at <= room : count === pieces.length - 1;
    // only the last may end anywhere
    length = pieces !== null ? pieces[count++] : last ? payload - at : room & ~7;
    const piece = allocSkb(headerLength + length);
    copyPacketFields(skb, piece);
    const start = piece.put(headerLength + length);
    copyBytes(skb.bytes, skb.data, skb.data + headerLength, piece.bytes, start);
    const from = skb.data + headerLength + at;
    copyBytes(skb.bytes, from, from + length, piece.bytes, start + headerLength);
    piece.networkHeader = start;
    piece.transportHeader = start + headerLength;
    // options of a piece that is cut again were seen to when it was made
    if (at > 0 && firstOffset === 0) blankOptions(piece.bytes, start, headerLength);
    const flags = ((skb.cbFlags & IPSKB_FRAG_PMTU) !== 0 ? IP_DF : 0) | (last && !moreAfter ? 0 : IP_MF);
    write16(piece.bytes, start + IPV4_FRAGMENT, flags | (firstOffset + (at >>> 3)));
    write16(piece.bytes, start + IPV4_TOTAL_LENGTH, headerLength + length);
    writeIpv4Checksum(piece.bytes, start);
    if (skb.sk !== null) chargeSend(skb.sk, piece, IPV4_RESERVE);
    error = output(piece);
    if (error < 0) break;
    mib.values[IPSTATS_FRAGCREATES]++;
  }
  if (error < 0) {
    mib.values[IPSTATS_FRAGFAILS]++;
    if (pieces !== null)
      kfreePieces(skb, pieces.length - count, skb.protocol, SKB_DROP_REASON_NOT_SPECIFIED, "ip_do_fragment");
    else kfreeUnsent(skb, Math.ceil((payload - sent) / (room & ~7)) - 1);
    return error;
  }
  mib.values[IPSTATS_FRAGOKS]++;
  consumeSkb(skb);
  return 0;
}

/** What was made here was in pieces before, of which the one that failed is gone already; what came in is whole. */
function kfreeUnsent(skb: SkBuff, pieces: number): void {
  const left = skb.skbIif !== 0 ? 1 : pieces;
  kfreePieces(skb, left, 0, SKB_DROP_REASON_NOT_SPECIFIED, "ip_do_fragment");
}

/** `ip_copy_metadata` */
function copyPacketFields(from: SkBuff, to: SkBuff): void {
  to.dev = from.dev;
  to.protocol = from.protocol;
  to.packetType = from.packetType;
  to.priority = from.priority;
  to.mark = from.mark;
  to.dst = from.dst;
  to.skbIif = from.skbIif;
  copyNetfilter(from, to);
  to.cbFlags = from.cbFlags;
}

/** Options that are not to be copied into every fragment become no-operations (`ip_options_fragment`). */
function blankOptions(bytes: Uint8Array, header: number, headerLength: number): void {
  const end = header + headerLength;
  for (let at = header + IPV4_HLEN; at < end; ) {
    const length = ipv4OptionLength(bytes, at, end);
    if (length === 0 || bytes[at] === 0) return;
    if (length > 1 && (bytes[at] & IPOPT_COPY) === 0) bytes.fill(IPOPT_NOOP, at, at + length);
    at += length;
  }
}
