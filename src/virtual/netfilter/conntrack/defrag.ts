/**
 * Putting fragments together before connection tracking sees them.
 *
 * Source: `net/ipv4/netfilter/nf_defrag_ipv4.c`, `net/ipv6/netfilter/nf_defrag_ipv6_hooks.c`.
 */
import { read16 } from "../../../packet/bytes.ts";
import { IP_MF, IP_OFFSET, IPV4_FRAGMENT } from "../../../packet/ipv4.ts";
import { cloneSkb, consumeSkb, morphSkb } from "../../core/skbuff.ts";
import { defragment } from "../../ipv4/ip/ip-defrag.ts";
import { NF_ACCEPT, NF_INET_LOCAL_OUT, NF_STOLEN } from "../hook-numbers.ts";
import type { NfHookFn } from "../net-nf.ts";
import { IP_CT_UNTRACKED } from "./conntrack-status.ts";
import { gatherFragment6 } from "./defrag6.ts";
import type { NfConn } from "./nf-conn.ts";

/** Who gathers: pieces that come in and pieces that go out are not put together (`IP_DEFRAG_CONNTRACK_IN`, `_OUT`). */
const USER_IN = 1;
const USER_OUT = 2;

/** `ipv4_conntrack_defrag` */
export const defrag4: NfHookFn = (skb, state) => {
  // most packets are whole, and go on at once
  if ((read16(skb.bytes, skb.networkHeader + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) === 0) return NF_ACCEPT;
  const present = skb.nfct as NfConn | null;
  if ((present !== null && !present.isTemplate) || skb.ctinfo === IP_CT_UNTRACKED) return NF_ACCEPT;
  const { dst } = skb;
  const user = state.hook === NF_INET_LOCAL_OUT ? USER_OUT : USER_IN;
  const whole = defragment(state.net.ipv4, cloneSkb(skb), user);
  if (whole === null) {
    consumeSkb(skb);
    return NF_STOLEN;
  }
  morphSkb(skb, whole);
  skb.dst = dst;
  return NF_ACCEPT;
};

/** `ipv6_defrag` */
export const defrag6: NfHookFn = (skb, state) => {
  const present = skb.nfct as NfConn | null;
  if ((present !== null && !present.isTemplate) || skb.ctinfo === IP_CT_UNTRACKED) return NF_ACCEPT;
  return gatherFragment6(skb, state);
};
