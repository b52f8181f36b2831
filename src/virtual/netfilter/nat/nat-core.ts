/**
 * Address translation: binding connections, and the hooks through which rules decide.
 *
 * Source: `net/netfilter/nf_nat_core.c`.
 */
import type { SkBuff } from "../../core/skbuff.ts";
import { accountPacket } from "../conntrack/conntrack-refresh.ts";
import {
  ctinfoDirection,
  IP_CT_NEW,
  IP_CT_RELATED,
  IP_CT_RELATED_REPLY,
  IPS_CONFIRMED,
  IPS_DST_NAT,
  IPS_DST_NAT_DONE,
  IPS_NAT_MASK,
  IPS_SRC_NAT,
  IPS_SRC_NAT_DONE,
} from "../conntrack/conntrack-status.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import { invertTuple } from "../conntrack/conntrack-tuples.ts";
import { type NfConn, nfCtGet } from "../conntrack/nf-conn.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_POST_ROUTING,
  NF_VERDICT_MASK,
} from "../hook-numbers.ts";
import type { NfHookOps, NfHookState } from "../net-nf.ts";
import { manipPacket } from "./nat-packet.ts";
import { NF_NAT_MANIP_DST, NF_NAT_MANIP_SRC, NF_NAT_RANGE_MAP_IPS, NfNatRange } from "./nat-range.ts";
import { uniqueTuple } from "./nat-unique.ts";

/** Which end is changed at a hook (`HOOK2MANIP`). */
export function hookManip(hook: number): number {
  return hook === NF_INET_POST_ROUTING || hook === NF_INET_LOCAL_IN ? NF_NAT_MANIP_SRC : NF_NAT_MANIP_DST;
}

/** Whether it is decided how that end is translated (`nf_nat_initialized`). */
export function natInitialized(ct: NfConn, manip: number): boolean {
  return (ct.status & (manip === NF_NAT_MANIP_SRC ? IPS_SRC_NAT_DONE : IPS_DST_NAT_DONE)) !== 0;
}

const current = new NfConntrackTuple(null, 0);
const chosen = new NfConntrackTuple(null, 0);

/**
 * Decides how one end of a new connection is translated (`nf_nat_setup_info`).
 * @param manip `NF_NAT_MANIP_*`
 * @returns a verdict
 */
export function nfNatSetupInfo(ct: NfConn, range: NfNatRange, manip: number): number {
  if ((ct.status & IPS_CONFIRMED) !== 0) return NF_ACCEPT;
  if (natInitialized(ct, manip)) return NF_DROP;
  if (!invertTuple(current, ct.reply)) return NF_DROP;
  uniqueTuple(chosen, current, range, ct, manip);
  if (!chosen.equals(current)) {
    if (!invertTuple(ct.reply, chosen)) return NF_DROP;
    ct.status |= manip === NF_NAT_MANIP_SRC ? IPS_SRC_NAT : IPS_DST_NAT;
  }
  if (manip === NF_NAT_MANIP_SRC) {
    ct.cnet.table.bySource.add(ct);
    ct.status |= IPS_SRC_NAT_DONE;
  } else ct.status |= IPS_DST_NAT_DONE;
  return NF_ACCEPT;
}

const nullRange = new NfNatRange();

/** Nothing is translated but what has to be so that the connection stays unique (`nf_nat_alloc_null_binding`). */
export function nfNatNullBinding(ct: NfConn, manip: number): number {
  const { reply } = ct;
  nullRange.reset().flags = NF_NAT_RANGE_MAP_IPS;
  if (manip === NF_NAT_MANIP_SRC) nullRange.setWords(reply.d0, reply.d1, reply.d2, reply.d3);
  else nullRange.setWords(reply.s0, reply.s1, reply.s2, reply.s3);
  return nfNatSetupInfo(ct, nullRange, manip);
}

const target = new NfConntrackTuple(null, 0);

/** Changes a packet as its connection says (`nf_nat_packet`). @returns a verdict */
function natPacket(ct: NfConn, skb: SkBuff, hook: number): number {
  const manip = hookManip(hook);
  const dir = ctinfoDirection(skb.ctinfo);
  let bit = manip === NF_NAT_MANIP_SRC ? IPS_SRC_NAT : IPS_DST_NAT;
  if (dir === 1) bit ^= IPS_NAT_MASK;
  if ((ct.status & bit) === 0) return NF_ACCEPT;
  // what it is to look like: what the other direction answers
  if (!invertTuple(target, ct.tuple(1 - dir))) return NF_DROP;
  return manipPacket(skb, skb.networkHeader, target, manip) ? NF_ACCEPT : NF_DROP;
}

/** It is masqueraded at another device than it goes out of now. */
function leavesElsewhere(ct: NfConn, skb: SkBuff, state: NfHookState): boolean {
  const { nat } = ct;
  if (nat === null || nat.masqIndex === 0 || state.out === null) return false;
  if (state.hook !== NF_INET_POST_ROUTING || ctinfoDirection(skb.ctinfo) !== 0) return false;
  return nat.masqIndex !== state.out.ifindex;
}

/**
 * At a translating hook: asks the rules about a new connection, and changes the packet (`nf_nat_inet_fn`).
 * @param rules what is asked, in order; null: nobody
 */
export function nfNatInetFn(skb: SkBuff, state: NfHookState, rules: readonly NfHookOps[] | null): number {
  const ct = nfCtGet(skb);
  if (ct === null) return NF_ACCEPT;
  const { ctinfo } = skb;
  const manip = hookManip(state.hook);
  const begins = ctinfo === IP_CT_NEW || ctinfo === IP_CT_RELATED || ctinfo === IP_CT_RELATED_REPLY;
  if (begins && !natInitialized(ct, manip)) {
    if (rules !== null)
      for (let i = 0; i < rules.length && !natInitialized(ct, manip); i++) {
        const verdict = rules[i].hook(skb, state);
        if ((verdict & NF_VERDICT_MASK) !== NF_ACCEPT) return verdict;
      }
    if (!natInitialized(ct, manip)) {
      const verdict = nfNatNullBinding(ct, manip);
      if (verdict !== NF_ACCEPT) return verdict;
    }
  } else if (leavesElsewhere(ct, skb, state)) {
    accountPacket(ct, ctinfo, skb);
    ct.cnet.table.kill(ct);
    return NF_DROP;
  }
  return natPacket(ct, skb, state.hook);
}
