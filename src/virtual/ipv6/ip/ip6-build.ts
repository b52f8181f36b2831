/**
 * Building a packet around a payload.
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { write32 } from "../../../packet/bytes.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import { allocSkb, type SkBuff } from "../../core/skbuff.ts";

/**
 * An empty packet with an IPv6 header and `length` bytes of payload behind it, which the caller fills in.
 * `data` and `networkHeader` are at the header, `transportHeader` behind it.
 */
export function buildIpv6(
  length: number,
  firstWord: number,
  next: number,
  hopLimit: number,
  source: Ipv6Address,
  destination: Ipv6Address,
): SkBuff {
  const skb = allocSkb(IPV6_HLEN + length);
  const at = skb.put(IPV6_HLEN + length);
  const bytes = skb.bytes;
  write32(bytes, at, firstWord);
  bytes[at + 4] = length >>> 8;
  bytes[at + 5] = length;
  bytes[at + 6] = next;
  bytes[at + 7] = hopLimit;
  source.toBytes(bytes, at + 8);
  destination.toBytes(bytes, at + 24);
  skb.networkHeader = at;
  skb.transportHeader = at + IPV6_HLEN;
  return skb;
}
