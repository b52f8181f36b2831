/**
 * Where connection tracking is hooked in, while somebody in the namespace needs it.
 *
 * Source: `net/netfilter/nf_conntrack_proto.c` (`nf_ct_netns_get`, `ipv4_conntrack_ops`, `ipv6_conntrack_ops`).
 */
import { read16 } from "../../../packet/bytes.ts";
import { IP_MF, IP_OFFSET, IPV4_FRAGMENT } from "../../../packet/ipv4.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { nfRegisterNetHooks, nfUnregisterNetHooks } from "../core.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NF_IP_PRI_CONNTRACK,
  NF_IP_PRI_CONNTRACK_CONFIRM,
  NF_IP_PRI_CONNTRACK_DEFRAG,
  NFPROTO_BRIDGE,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
} from "../hook-numbers.ts";
import type { NfHookFn, NfHookOps, NfPassFn } from "../net-nf.ts";
import { nfConntrackConfirm, nfConntrackIn } from "./conntrack-core.ts";
import { adjustSequence } from "./conntrack-seqadj.ts";
import { IP_CT_RELATED_REPLY, IPS_CONFIRMED, IPS_SEQ_ADJUST } from "./conntrack-status.ts";
import { netCt } from "./conntrack-table.ts";
import { findTransport } from "./conntrack-tuples.ts";
import { defrag4, defrag6 } from "./defrag.ts";
import type { NfConn } from "./nf-conn.ts";

/** Whether the packet is a piece of a greater one. */
const isFragment = (skb: SkBuff): boolean =>
  (read16(skb.bytes, skb.networkHeader + IPV4_FRAGMENT) & (IP_MF | IP_OFFSET)) !== 0;

/** A fragment that a program sends in pieces itself belongs to nothing (`ipv4_conntrack_local`). */
const localIn4: NfHookFn = (skb, state) => {
  return isFragment(skb) ? NF_ACCEPT : nfConntrackIn(skb, state);
};

/** Before a packet is confirmed, its connection's helper looks at it (`nf_confirm`). */
const confirmHook: NfHookFn = (skb: SkBuff, state) => {
  const ct = skb.nfct as NfConn | null;
  if (ct !== null && (ct.hasHelp || (ct.status & IPS_SEQ_ADJUST) !== 0)) {
    const verdict = helpPacket(ct, skb, state.pf);
    if (verdict !== NF_ACCEPT) return verdict;
  }
  return nfConntrackConfirm(skb);
};

/** Most packets are of connections that are confirmed, with nothing to be told and no helper; or of none. */
const isSettled: NfPassFn = (skb: SkBuff) => {
  const ct = skb.nfct as NfConn | null;
  if (ct === null) return true;
  return (
    (ct.status & (IPS_CONFIRMED | IPS_SEQ_ADJUST)) === IPS_CONFIRMED && ct.eventCache === 0 && !ct.hasHelp
  );
};

function helpPacket(ct: NfConn, skb: SkBuff, pf: number): number {
  if (ct.isTemplate || skb.ctinfo === IP_CT_RELATED_REPLY) return NF_ACCEPT;
  // what is asked first counts: the packet that makes it needed is not changed
  const adjust =
    (ct.status & IPS_SEQ_ADJUST) !== 0 && (skb.dev === null || skb.skbIif === 0 || !skb.dev.isLoopback);
  let offset = findTransport(skb, skb.networkHeader, pf);
  if (offset < 0) return NF_ACCEPT;
  const helper = ct.help?.helper ?? null;
  if (helper !== null) {
    const verdict = helper.help(skb, offset, ct, skb.ctinfo);
    if (verdict !== NF_ACCEPT) return verdict;
    offset = findTransport(skb, skb.networkHeader, pf);
  }
  if (!adjust || adjustSequence(skb, ct, skb.ctinfo, offset)) return NF_ACCEPT;
  ct.cnet.stat.drop++;
  return NF_DROP;
}

/** Both at once: most packets are whole. */
const wholeIn4: NfHookFn = (skb, state) => {
  const verdict = defrag4(skb, state);
  return verdict === NF_ACCEPT ? nfConntrackIn(skb, state) : verdict;
};

function hooksOf(pf: number): NfHookOps[] {
  const [defrag, track] = [NF_IP_PRI_CONNTRACK_DEFRAG, NF_IP_PRI_CONNTRACK];
  const confirm = NF_IP_PRI_CONNTRACK_CONFIRM;
  const gather = pf === NFPROTO_IPV4 ? defrag4 : defrag6;
  const joined = pf === NFPROTO_IPV4 ? { next: nfConntrackIn, hook: wholeIn4 } : undefined;
  const localIn = pf === NFPROTO_IPV4 ? localIn4 : nfConntrackIn;
  return [
    { pf, hooknum: NF_INET_PRE_ROUTING, priority: defrag, hook: gather, joined },
    { pf, hooknum: NF_INET_LOCAL_OUT, priority: defrag, hook: gather },
    { pf, hooknum: NF_INET_PRE_ROUTING, priority: track, hook: nfConntrackIn },
    { pf, hooknum: NF_INET_LOCAL_OUT, priority: track, hook: localIn },
    { pf, hooknum: NF_INET_POST_ROUTING, priority: confirm, hook: confirmHook, passes: isSettled },
    { pf, hooknum: NF_INET_LOCAL_IN, priority: confirm, hook: confirmHook, passes: isSettled },
  ];
}

/** Families whose hooks a family needs. */
function familiesOf(nfproto: number): readonly number[] {
  return nfproto === NFPROTO_INET || nfproto === NFPROTO_BRIDGE ? [NFPROTO_IPV4, NFPROTO_IPV6] : [nfproto];
}

function get(net: Net, pf: number): number {
  const cnet = netCt(net);
  const users = cnet.users.get(pf) ?? { count: 0, hooks: [] };
  if (users.count === 0) {
    users.hooks = hooksOf(pf);
    const error = nfRegisterNetHooks(net, users.hooks);
    if (error < 0) return error;
    cnet.users.set(pf, users);
  }
  users.count++;
  return 0;
}

function put(net: Net, pf: number): void {
  const users = net.ct?.users.get(pf);
  if (users === undefined || --users.count > 0) return;
  nfUnregisterNetHooks(net, users.hooks);
  net.ct?.users.delete(pf);
}

/**
 * A rule needs connection tracking (`nf_ct_netns_get`).
 * @param nfproto `NFPROTO_IPV4`, `NFPROTO_IPV6`, or `NFPROTO_INET` and `NFPROTO_BRIDGE` for both
 * @returns 0 or a negative error
 */
export function nfCtNetnsGet(net: Net, nfproto: number): number {
  const families = familiesOf(nfproto);
  for (let i = 0; i < families.length; i++) {
    const error = get(net, families[i]);
    if (error === 0) continue;
    for (let done = 0; done < i; done++) put(net, families[done]);
    return error;
  }
  return 0;
}

/** The rule is gone (`nf_ct_netns_put`). */
export function nfCtNetnsPut(net: Net, nfproto: number): void {
  for (const pf of familiesOf(nfproto)) put(net, pf);
}
