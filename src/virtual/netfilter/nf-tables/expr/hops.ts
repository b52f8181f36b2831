/** One hop less, with the header's checksum kept right. Source: `include/net/ip.h` (`ip_decrease_ttl`). */
import { replaceWord } from "../../../../packet/checksum.ts";
import { NFPROTO_IPV4 } from "../../hook-numbers.ts";
import { makeWritable } from "../pktinfo.ts";
import type { NftPktinfo } from "../regs.ts";

const IPV4_TTL = 8;
const IPV4_CHECK = 10;
const IPV6_HOPS = 7;

/** @returns whether any are left */
export function lowerHops(pkt: NftPktinfo, nfproto: number): boolean {
  const { skb } = pkt;
  const ttl = nfproto === NFPROTO_IPV4 ? IPV4_TTL : IPV6_HOPS;
  if (skb.bytes[pkt.nhoff + ttl] <= 1) return false;
  makeWritable(pkt);
  const { bytes } = skb;
  const at = pkt.nhoff;
  const hops = bytes[at + ttl]--;
  if (nfproto !== NFPROTO_IPV4) return true;
  const sum = (bytes[at + IPV4_CHECK] << 8) | bytes[at + IPV4_CHECK + 1];
  const fresh = replaceWord(sum, hops << 8, (hops - 1) << 8);
  bytes[at + IPV4_CHECK] = fresh >>> 8;
  bytes[at + IPV4_CHECK + 1] = fresh;
  return true;
}
