/**
 * Super-segments of TCP: what their packets are like, and cutting them for who takes packets only.
 *
 * Source: `net/core/gso.c`, `net/ipv4/tcp_offload.c` (`tcp_gso_segment`), `net/core/dev.c` (`validate_xmit_skb`).
 */
import { read16, read32, write16, write32 } from "../../packet/bytes.ts";
import { foldSum, pseudoSumIpv4At, pseudoSumIpv6At } from "../../packet/checksum.ts";
import { ETH_P_IP } from "../../packet/ethernet.ts";
import { IPPROTO_TCP, writeIpv4Checksum } from "../../packet/ipv4.ts";
import {
  TCP_CHECKSUM,
  TCP_CWR,
  TCP_FIN,
  TCP_FLAGS,
  TCP_PSH,
  TCP_SEQUENCE,
  tcpHeaderLength,
} from "../../packet/tcp.ts";
import { allocSkb, CHECKSUM_PARTIAL, consumeSkb, copyBytes, copyNetfilter, type SkBuff } from "./skbuff.ts";

/** `skb->gso_type` */
export const SKB_GSO_TCPV4 = 1;
export const SKB_GSO_TCPV6 = 16;

/** Where the TCP header of a super-segment is. */
export function gsoTransportOffset(skb: SkBuff): number {
  const { bytes, networkHeader: at } = skb;
  return bytes[at] >>> 4 === 4 ? at + ((bytes[at] & 15) << 2) : at + 40;
}

/** Bytes of each packet from the network header on (`skb_gso_network_seglen`). */
export function gsoNetworkLength(skb: SkBuff): number {
  const transport = gsoTransportOffset(skb);
  return transport - skb.networkHeader + tcpHeaderLength(skb.bytes, transport) + skb.gsoSize;
}

/**
 * Cuts a super-segment whose data is at its link-layer or network header; checksums stay partial. Takes it over.
 * @param output takes each packet over. @returns what it returned last that was not 0
 */
export function segmentSkb(skb: SkBuff, output: (piece: SkBuff) => number): number {
  const { bytes, data, networkHeader, gsoSize } = skb;
  const transport = gsoTransportOffset(skb);
  const start = transport + tcpHeaderLength(bytes, transport);
  const headers = start - data;
  const payload = skb.tail - start;
  const ipv4 = skb.protocol === ETH_P_IP || bytes[networkHeader] >>> 4 === 4;
  const flags = bytes[transport + TCP_FLAGS];
  const seq = read32(bytes, transport + TCP_SEQUENCE);
  const ident = ipv4 ? read16(bytes, networkHeader + 4) : 0;
  let result = 0;
  for (let at = 0, index = 0; at < payload; at += gsoSize, index++) {
    const length = Math.min(gsoSize, payload - at);
    const last = at + length >= payload;
    const piece = allocSkb(headers + length);
    const to = piece.put(headers + length);
    copyBytes(bytes, data, start, piece.bytes, to);
    copyBytes(bytes, start + at, start + at + length, piece.bytes, to + headers);
    copyFields(skb, piece, to - data);
    const net = to + networkHeader - data;
    const tcp = to + transport - data;
    write32(piece.bytes, tcp + TCP_SEQUENCE, seq + at);
    piece.bytes[tcp + TCP_FLAGS] =
      (last ? flags : flags & ~(TCP_FIN | TCP_PSH)) & (index > 0 ? ~TCP_CWR : 0xff);
    const size = piece.tail - tcp;
    if (ipv4) {
      write16(piece.bytes, net + 2, piece.tail - net);
      write16(piece.bytes, net + 4, ident + index);
      writeIpv4Checksum(piece.bytes, net);
    } else write16(piece.bytes, net + 4, size);
    const pseudo = ipv4
      ? pseudoSumIpv4At(piece.bytes, net, IPPROTO_TCP, size)
      : pseudoSumIpv6At(piece.bytes, net + 8, IPPROTO_TCP, size);
    write16(piece.bytes, tcp + TCP_CHECKSUM, foldSum(pseudo));
    piece.ipSummed = CHECKSUM_PARTIAL;
    piece.csumStart = tcp;
    piece.csumOffset = TCP_CHECKSUM;
    result = output(piece) || result;
  }
  consumeSkb(skb);
  return result;
}

function copyFields(from: SkBuff, to: SkBuff, shift: number): void {
  to.dev = from.dev;
  to.protocol = from.protocol;
  to.packetType = from.packetType;
  to.priority = from.priority;
  to.mark = from.mark;
  to.dst = from.dst;
  to.skbIif = from.skbIif;
  to.vlanTag = from.vlanTag;
  to.vlanProtocol = from.vlanProtocol;
  to.timestamp = from.timestamp;
  to.cbFlags = from.cbFlags;
  copyNetfilter(from, to);
  to.networkHeader = from.networkHeader + shift;
  to.transportHeader = from.transportHeader + shift;
  to.macHeader = to.data;
}
