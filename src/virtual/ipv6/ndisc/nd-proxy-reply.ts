/**
 * The advertisement with which a bridge or a tunnel answers a neighbour solicitation on behalf of who is known.
 *
 * Source: `net/bridge/br_arp_nd_proxy.c` (`br_nd_send`), `drivers/net/vxlan/vxlan_core.c` (`vxlan_na_create`).
 */
import { ETH_HLEN, ETH_P_IPV6, ETH_SOURCE, writeEthernet } from "../../../packet/ethernet.ts";
import { NDISC_NEIGHBOUR_ADVERTISEMENT, writeIcmpv6Checksum } from "../../../packet/icmpv6.ts";
import { IPV6_HLEN, IPV6_SOURCE } from "../../../packet/ipv6.ts";
import {
  ND_NA_FLAG_OVERRIDE,
  ND_NA_FLAG_ROUTER,
  ND_NA_FLAG_SOLICITED,
  ND_NA_FLAGS,
  ND_NA_LENGTH,
  ND_NS_LENGTH,
  ND_OPT_ETHER_LENGTH,
  ND_OPT_SOURCE_LL_ADDR,
  ND_OPT_TARGET_LL_ADDR,
  ND_TARGET,
} from "../../../packet/ndisc.ts";
import type { Neighbour } from "../../core/neigh/neighbour.ts";
import { allocSkb, type SkBuff } from "../../core/skbuff.ts";

const IPPROTO_ICMPV6 = 58;
const DESTINATION = 24;

/** The link address in the request's options, else the frame's source; undefined when an option has no length. */
function askerOf(request: SkBuff): Uint8Array | undefined {
  const { bytes, networkHeader, macHeader, tail } = request;
  let at = networkHeader + IPV6_HLEN + ND_NS_LENGTH;
  for (; at < tail - 1; at += bytes[at + 1] << 3) {
    if (bytes[at + 1] === 0) return undefined;
    if (bytes[at] === ND_OPT_SOURCE_LL_ADDR && at + 8 <= tail) return bytes.slice(at + 2, at + 8);
  }
  return bytes.slice(macHeader + ETH_SOURCE, macHeader + ETH_SOURCE + 6);
}

function writeHeader(bytes: Uint8Array, ip: number, length: number, priority: number): void {
  bytes[ip] = 0x60 | priority;
  bytes[ip + 5] = length;
  bytes[ip + 6] = IPPROTO_ICMPV6;
  bytes[ip + 7] = 255;
}

/**
 * A whole frame with `skb.data` at its Ethernet header, not yet of any device; null when the request is broken.
 * @param request its IP header is at the network header, and the solicitation behind it
 */
export function proxyAdvertisement(request: SkBuff, neigh: Neighbour, router: boolean): SkBuff | null {
  const asker = askerOf(request);
  if (asker === undefined) return null;
  const body = ND_NA_LENGTH + ND_OPT_ETHER_LENGTH;
  const skb = allocSkb(ETH_HLEN + IPV6_HLEN + body);
  const start = skb.put(ETH_HLEN + IPV6_HLEN + body);
  const { bytes } = skb;
  const from = request.networkHeader;
  const ip = start + ETH_HLEN;
  const na = ip + IPV6_HLEN;
  bytes.fill(0, start, skb.tail);
  writeEthernet(bytes, start, asker, 0, neigh.ha, 0, ETH_P_IPV6);
  writeHeader(bytes, ip, body, request.bytes[from] & 0x0f);
  bytes.set(neigh.primaryKey.subarray(0, 16), ip + IPV6_SOURCE);
  bytes.set(request.bytes.subarray(from + IPV6_SOURCE, from + IPV6_SOURCE + 16), ip + DESTINATION);
  bytes[na] = NDISC_NEIGHBOUR_ADVERTISEMENT;
  bytes[na + ND_NA_FLAGS] = (router ? ND_NA_FLAG_ROUTER : 0) | ND_NA_FLAG_SOLICITED | ND_NA_FLAG_OVERRIDE;
  const target = from + IPV6_HLEN + ND_TARGET;
  bytes.set(request.bytes.subarray(target, target + 16), na + ND_TARGET);
  bytes[na + ND_NA_LENGTH] = ND_OPT_TARGET_LL_ADDR;
  bytes[na + ND_NA_LENGTH + 1] = ND_OPT_ETHER_LENGTH >> 3;
  bytes.set(neigh.ha.subarray(0, 6), na + ND_NA_LENGTH + 2);
  writeIcmpv6Checksum(bytes, na, body, ip + IPV6_SOURCE);
  skb.protocol = ETH_P_IPV6;
  skb.macHeader = start;
  skb.networkHeader = ip;
  return skb;
}
