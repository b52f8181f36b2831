/** Where things are in packets, for matches. */
import type { NftPktinfo } from "../nf-tables/regs.ts";

/** Whether that many bytes of the transport header are there. */
export function hasTransport({ skb, thoff, hasL4 }: NftPktinfo, length: number): boolean {
  return hasL4 && thoff + length <= skb.tail;
}

/** Before a change: the packet may stand elsewhere then, and `pkt` says where. */
export function makeWritable(pkt: NftPktinfo): void {
  const { skb } = pkt;
  const before = skb.networkHeader;
  skb.makeWritable();
  const moved = skb.networkHeader - before;
  pkt.nhoff += moved;
  pkt.thoff += moved;
}

/** 16 bits in network order. */
export function be16(bytes: Uint8Array, at: number): number {
  return (bytes[at] << 8) | bytes[at + 1];
}
