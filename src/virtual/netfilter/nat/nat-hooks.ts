/**
 * Where translation is hooked in, and who is asked there: `nf_nat_register_fn`.
 *
 * Source: `net/netfilter/nf_nat_core.c`, `nf_nat_proto.c`.
 */
import { EOPNOTSUPP } from "../../../errno.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { Net } from "../../core/net.ts";
import { orphanSkb, type SkBuff } from "../../core/skbuff.ts";
import { ctinfoDirection, IP_CT_RELATED, IP_CT_RELATED_REPLY } from "../conntrack/conntrack-status.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import { nfRegisterNetHooks, nfUnregisterNetHooks } from "../core.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_LOCAL_IN,
  NF_INET_LOCAL_OUT,
  NF_INET_POST_ROUTING,
  NF_INET_PRE_ROUTING,
  NF_IP_PRI_NAT_DST,
  NF_IP_PRI_NAT_SRC,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  nfDropErr,
} from "../hook-numbers.ts";
import type { NfHookFn, NfHookOps, NfHookState } from "../net-nf.ts";
import { ip6RouteMeHarder, ipRouteMeHarder } from "../reroute.ts";
import { nfNatInetFn } from "./nat-core.ts";
import { isIcmpOver, translateIcmpError } from "./nat-icmp.ts";

const NAT_HOOKS: readonly (readonly [number, number])[] = [
  [NF_INET_PRE_ROUTING, NF_IP_PRI_NAT_DST],
  [NF_INET_POST_ROUTING, NF_IP_PRI_NAT_SRC],
  [NF_INET_LOCAL_OUT, NF_IP_PRI_NAT_DST],
  [NF_INET_LOCAL_IN, NF_IP_PRI_NAT_SRC],
];

/** A family's hooks in a namespace, and the rules that each asks. */
class NatHooks {
  /** By hook; replaced, never changed in place. */
  readonly rules: (readonly NfHookOps[] | null)[] = [null, null, null, null, null];
  readonly ops: readonly NfHookOps[];
  users = 0;

  constructor(pf: number) {
    this.ops = NAT_HOOKS.map(([hooknum, priority]) => ({
      pf,
      hooknum,
      priority,
      hook: this.hookOf(hooknum),
    }));
  }

  private hookOf(hooknum: number): NfHookFn {
    if (hooknum === NF_INET_PRE_ROUTING) return (skb, state) => preRouting(skb, state, this.rules[hooknum]);
    if (hooknum === NF_INET_LOCAL_OUT) return (skb, state) => localOut(skb, state, this.rules[hooknum]);
    if (hooknum === NF_INET_LOCAL_IN) return (skb, state) => localIn(skb, state, this.rules[hooknum]);
    return (skb, state) => translate(skb, state, this.rules[hooknum]);
  }
}

/** `nf_nat_ipv4_fn`, `nf_nat_ipv6_fn` */
function translate(skb: SkBuff, state: NfHookState, rules: readonly NfHookOps[] | null): number {
  const ct = nfCtGet(skb);
  if (ct === null) return NF_ACCEPT;
  const related = skb.ctinfo === IP_CT_RELATED || skb.ctinfo === IP_CT_RELATED_REPLY;
  if (related && isIcmpOver(skb, state.pf)) return translateIcmpError(skb, ct, state) ? NF_ACCEPT : NF_DROP;
  return nfNatInetFn(skb, state, rules);
}

/** An address of the packet, `at` bytes behind its header: two that differ give different numbers, but for a chance of one in 2^32. */
function addressAt(skb: SkBuff, at: number, pf: number): number {
  const { bytes, networkHeader } = skb;
  const first = networkHeader + at;
  let mixed = read32(bytes, first);
  if (pf !== NFPROTO_IPV4)
    for (let word = 4; word < 16; word += 4)
      mixed = (Math.imul(mixed, 0x9e3779b1) ^ read32(bytes, first + word)) >>> 0;
  return mixed;
}

/** To another destination there is another way. */
function preRouting(skb: SkBuff, state: NfHookState, rules: readonly NfHookOps[] | null): number {
  const at = state.pf === NFPROTO_IPV4 ? 16 : 24;
  const old = addressAt(skb, at, state.pf);
  const verdict = translate(skb, state, rules);
  if (verdict === NF_ACCEPT && addressAt(skb, at, state.pf) !== old) skb.dst = null;
  return verdict;
}

/** A packet whose sender changed belongs to no socket of this host. */
function localIn(skb: SkBuff, state: NfHookState, rules: readonly NfHookOps[] | null): number {
  const { sk } = skb;
  if (sk === null) return translate(skb, state, rules);
  const at = state.pf === NFPROTO_IPV4 ? 12 : 8;
  const old = addressAt(skb, at, state.pf);
  const verdict = translate(skb, state, rules);
  if (verdict === NF_ACCEPT && addressAt(skb, at, state.pf) !== old) orphanSkb(skb);
  return verdict;
}

/** What this host sends is routed anew when its destination changed. */
function localOut(skb: SkBuff, state: NfHookState, rules: readonly NfHookOps[] | null): number {
  const verdict = translate(skb, state, rules);
  if (verdict !== NF_ACCEPT) return verdict;
  const ct = nfCtGet(skb);
  if (ct === null) return verdict;
  const dir = ctinfoDirection(skb.ctinfo);
  const there = ct.tuple(dir);
  const back = ct.tuple(1 - dir);
  if (there.d3 === back.s3 && there.d2 === back.s2 && there.d1 === back.s1 && there.d0 === back.s0)
    return verdict;
  const error =
    state.pf === NFPROTO_IPV4 ? ipRouteMeHarder(state.net, skb) : ip6RouteMeHarder(state.net, skb);
  return error < 0 ? nfDropErr(-error) : verdict;
}

const KEY = Symbol("nat");

function hooksOf(net: Net): Map<number, NatHooks> {
  let hooks = net.getGeneric(KEY) as Map<number, NatHooks> | undefined;
  if (hooks === undefined) {
    hooks = new Map();
    net.setGeneric(KEY, hooks);
  }
  return hooks;
}

function registerIn(net: Net, pf: number, ops: NfHookOps): number {
  if (!NAT_HOOKS.some(([hooknum]) => hooknum === ops.hooknum)) return -EOPNOTSUPP;
  const all = hooksOf(net);
  let hooks = all.get(pf);
  if (hooks === undefined) {
    hooks = new NatHooks(pf);
    const error = nfRegisterNetHooks(net, hooks.ops);
    if (error < 0) return error;
    all.set(pf, hooks);
  }
  hooks.users++;
  const list = hooks.rules[ops.hooknum] ?? [];
  const lower = list.filter((other) => other.priority < ops.priority);
  hooks.rules[ops.hooknum] = [...lower, ops, ...list.filter((other) => other.priority >= ops.priority)];
  return 0;
}

function unregisterIn(net: Net, pf: number, ops: NfHookOps): void {
  const hooks = hooksOf(net).get(pf);
  const list = hooks?.rules[ops.hooknum];
  if (hooks === undefined || list?.includes(ops) !== true) return;
  const left = list.filter((other) => other !== ops);
  hooks.rules[ops.hooknum] = left.length === 0 ? null : left;
  if (--hooks.users > 0) return;
  nfUnregisterNetHooks(net, hooks.ops);
  hooksOf(net).delete(pf);
}

const familiesOf = (pf: number): readonly number[] =>
  pf === NFPROTO_INET ? [NFPROTO_IPV4, NFPROTO_IPV6] : [pf];

/**
 * A table of translating rules wants to be asked about new connections (`nf_nat_ipv4_register_fn` and its kin). The caller needs
 * connection tracking, too (`nfCtNetnsGet`). The rule calls `nfNatSetupInfo` or what stands on it.
 * @param ops its priority orders rules among themselves; family `NFPROTO_IPV4`, `NFPROTO_IPV6` or `NFPROTO_INET`
 * @returns 0 or a negative error
 */
export function nfNatRegisterFn(net: Net, ops: NfHookOps): number {
  const families = familiesOf(ops.pf);
  for (let i = 0; i < families.length; i++) {
    const error = registerIn(net, families[i], ops);
    if (error === 0) continue;
    for (let done = 0; done < i; done++) unregisterIn(net, families[done], ops);
    return error;
  }
  return 0;
}

/** `nf_nat_unregister_fn` */
export function nfNatUnregisterFn(net: Net, ops: NfHookOps): void {
  for (const pf of familiesOf(ops.pf)) unregisterIn(net, pf, ops);
}
