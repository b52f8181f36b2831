/**
 * Preparing what expressions know of a packet, by family.
 *
 * Source: `include/net/netfilter/nf_tables_ipv4.h`, `nf_tables_ipv6.h`.
 */
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import {
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_NONE,
  IPPROTO_ROUTING,
} from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { NFPROTO_IPV4, NFPROTO_IPV6 } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import type { NftPktinfo } from "./regs.ts";

const IPV4_HLEN = 20;
const IPV6_HLEN = 40;

function setCommon(pkt: NftPktinfo, skb: SkBuff, state: NfHookState): void {
  pkt.skb = skb;
  pkt.net = state.net;
  pkt.hook = state.hook;
  pkt.pf = state.pf;
  pkt.in = state.in;
  pkt.out = state.out;
  pkt.state = state;
  pkt.nhoff = skb.networkHeader;
}

/** Nothing is known of what is behind the network header (`nft_set_pktinfo_unspec`). */
function setNone(pkt: NftPktinfo): void {
  pkt.hasL4 = false;
  pkt.tprot = 0;
  pkt.fragoff = 0;
  pkt.thoff = pkt.nhoff;
}

function setIpv4(pkt: NftPktinfo): void {
  const { bytes } = pkt.skb;
  const at = pkt.nhoff;
  pkt.hasL4 = true;
  pkt.tprot = bytes[at + 9];
  pkt.thoff = at + (bytes[at] & 15) * 4;
  pkt.fragoff = ((bytes[at + 6] << 8) | bytes[at + 7]) & 0x1fff;
}

/** Steps over extension headers, but not over that of authentication (`ipv6_find_hdr` with `IP6_FH_F_AUTH`). */
function setIpv6(pkt: NftPktinfo): void {
  const { skb } = pkt;
  const { bytes } = skb;
  let at = pkt.nhoff + IPV6_HLEN;
  let next = bytes[pkt.nhoff + 6];
  pkt.fragoff = 0;
  while (isExtension(next)) {
    if (at + 2 > skb.tail) return setNone(pkt);
    if (next === IPPROTO_FRAGMENT) {
      if (at + 4 > skb.tail) return setNone(pkt);
      const offset = (bytes[at + 2] << 8) | (bytes[at + 3] & 0xf8);
      if (offset !== 0) {
        pkt.fragoff = offset;
        next = bytes[at];
        if (isExtension(next)) return setNone(pkt);
        // where its transport header would be, nobody says
        at = pkt.nhoff;
        break;
      }
      next = bytes[at];
      at += 8;
      continue;
    }
    if (next === IPPROTO_AH) break;
    next = bytes[at];
    at += (bytes[at + 1] + 1) * 8;
  }
  if (next === IPPROTO_NONE && at > skb.tail) return setNone(pkt);
  pkt.hasL4 = true;
  pkt.tprot = next;
  pkt.thoff = at;
}

function isExtension(next: number): boolean {
  return (
    next === IPPROTO_HOPOPTS ||
    next === IPPROTO_ROUTING ||
    next === IPPROTO_FRAGMENT ||
    next === IPPROTO_AH ||
    next === IPPROTO_DSTOPTS
  );
}

/** At the hooks of the IP layer, which has checked the headers. */
export function setPktinfo(pkt: NftPktinfo, skb: SkBuff, state: NfHookState): void {
  setCommon(pkt, skb, state);
  if (state.pf === NFPROTO_IPV4) setIpv4(pkt);
  else if (state.pf === NFPROTO_IPV6) setIpv6(pkt);
  else setNone(pkt);
}

/** At devices and bridges: headers are looked at first (`nft_set_pktinfo_ipv4_validate`). */
export function setPktinfoLink(pkt: NftPktinfo, skb: SkBuff, state: NfHookState): void {
  setCommon(pkt, skb, state);
  const { bytes, tail } = skb;
  const at = pkt.nhoff;
  if (skb.protocol === ETH_P_IP && tail - at >= IPV4_HLEN && bytes[at] >>> 4 === 4) {
    const header = (bytes[at] & 15) * 4;
    const total = (bytes[at + 2] << 8) | bytes[at + 3];
    if (header >= IPV4_HLEN && total >= header && tail - at >= total) return setIpv4(pkt);
  } else if (skb.protocol === ETH_P_IPV6 && tail - at >= IPV6_HLEN && bytes[at] >>> 4 === 6) {
    const payload = (bytes[at + 4] << 8) | bytes[at + 5];
    if (payload + IPV6_HLEN <= tail - at) return setIpv6(pkt);
  }
  setNone(pkt);
}

/** Before a change: the packet may stand elsewhere then, and `pkt` says where. @returns by how many bytes it moved */
export function makeWritable(pkt: NftPktinfo): number {
  const { skb } = pkt;
  const before = skb.data;
  skb.makeWritable();
  const moved = skb.data - before;
  pkt.nhoff += moved;
  pkt.thoff += moved;
  return moved;
}
