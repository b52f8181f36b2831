/** IPv6 fragments before connection tracking: `nf_ct_frag6_gather`. Source: `net/ipv6/netfilter/nf_conntrack_reasm.c`. */
import type { SkBuff } from "../core/skbuff.ts";
import { NF_ACCEPT } from "./hook-numbers.ts";
import type { NfHookState } from "./net-nf.ts";

export function gatherFragment6(_skb: SkBuff, _state: NfHookState): number {
  return NF_ACCEPT;
}
