/** Where the headers of a packet begin. Source: `net/netfilter/nft_payload.c` (`nft_payload_eval`, `nft_payload_inner_offset`). */
import {
  NFT_PAYLOAD_INNER_HEADER,
  NFT_PAYLOAD_LL_HEADER,
  NFT_PAYLOAD_NETWORK_HEADER,
  NFT_PAYLOAD_TRANSPORT_HEADER,
} from "../../../../netlink/nf-tables-expressions.ts";
import { IPPROTO_TCP, IPPROTO_UDP } from "../../../../packet/ipv4.ts";
import type { NftPktinfo } from "../regs.ts";

const UDP_HLEN = 8;
const TCP_HLEN = 20;

/** @returns a position in the packet's bytes; -1 when there is no such header */
export function payloadStart(pkt: NftPktinfo, base: number): number {
  const { skb } = pkt;
  switch (base) {
    case NFT_PAYLOAD_LL_HEADER:
      return skb.macHeader < pkt.nhoff ? skb.macHeader : -1;
    case NFT_PAYLOAD_NETWORK_HEADER:
      return pkt.nhoff;
    case NFT_PAYLOAD_TRANSPORT_HEADER:
      return pkt.hasL4 && pkt.fragoff === 0 ? pkt.thoff : -1;
    case NFT_PAYLOAD_INNER_HEADER:
      return innerStart(pkt);
    default:
      return -1;
  }
}

function innerStart(pkt: NftPktinfo): number {
  if (!pkt.hasL4 || pkt.fragoff !== 0) return -1;
  if (pkt.tprot === IPPROTO_UDP) return pkt.thoff + UDP_HLEN;
  if (pkt.tprot !== IPPROTO_TCP || pkt.thoff + TCP_HLEN > pkt.skb.tail) return -1;
  return pkt.thoff + (pkt.skb.bytes[pkt.thoff + 12] >>> 4) * 4;
}
