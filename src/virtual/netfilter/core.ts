/**
 * Netfilter's hooks: registering them and running packets through them.
 *
 * A place on a packet's way asks {@link nfHook} only when the namespace has hooks (`net.nf !== null`).
 *
 * Source: `net/netfilter/core.c`, `net/netfilter/nf_queue.c`.
 */
import { E2BIG, EINVAL, ENOENT, EOPNOTSUPP, EPERM } from "../../errno.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NETFILTER_DROP, SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import { kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import {
  NF_ACCEPT,
  NF_DROP,
  NF_INET_INGRESS,
  NF_NETDEV_EGRESS,
  NF_NETDEV_INGRESS,
  NF_QUEUE,
  NF_REPEAT,
  NF_STOLEN,
  NF_VERDICT_FLAG_QUEUE_BYPASS,
  NF_VERDICT_MASK,
  NFPROTO_INET,
  NFPROTO_IPV4,
  NFPROTO_IPV6,
  NFPROTO_NETDEV,
} from "./hook-numbers.ts";
import { NetNf, NfHookEntries, type NfHookFn, type NfHookOps, NfHookState, type NfOkFn } from "./net-nf.ts";

/** `MAX_HOOK_COUNT` */
const MAX_HOOK_COUNT = 1024;

/** A verdict may carry an error in its upper half (`NF_DROP_GETERR`). */
const dropError = (verdict: number): number => -(verdict >>> 16);

/**
 * Of equal priority, the new one runs first (`nf_hook_entries_grow`). A passive one is the bridge's, which Linux hooks in
 * when there is a bridge and this kernel with the first frame: it stands behind those that came in between.
 */
function grown(
  net: Net,
  pf: number,
  hook: number,
  present: NfHookEntries | null,
  ops: NfHookOps,
): NfHookEntries {
  const list = present?.ops ?? [];
  const limit = ops.passive === true ? ops.priority : ops.priority - 1;
  const before = list.filter((other) => other.priority <= limit);
  const after = list.slice(before.length);
  return new NfHookEntries(net, pf, hook, [...before, ops, ...after]);
}

function shrunk(present: NfHookEntries | null, ops: NfHookOps): NfHookEntries | null {
  if (present === null) return null;
  const { net, pf, hook } = present.state;
  const left = present.ops.filter((other) => other !== ops);
  return left.length === 0 ? null : new NfHookEntries(net, pf, hook, left);
}

function hasDeviceHook(ops: NfHookOps): boolean {
  return ops.pf === NFPROTO_NETDEV || (ops.pf === NFPROTO_INET && ops.hooknum === NF_INET_INGRESS);
}

/** At the device (`nf_hook_entry_head`). */
function registerAtDevice(net: Net, ops: NfHookOps): number {
  const { dev } = ops;
  const egress = ops.pf === NFPROTO_NETDEV && ops.hooknum === NF_NETDEV_EGRESS;
  if (!egress && ops.pf === NFPROTO_NETDEV && ops.hooknum !== NF_NETDEV_INGRESS) return -EOPNOTSUPP;
  if (dev === undefined || dev.net !== net) return -EINVAL;
  const present = egress ? dev.nfEgress : dev.nfIngress;
  if (present !== null && present.ops.length >= MAX_HOOK_COUNT) return -E2BIG;
  if (egress) dev.nfEgress = grown(net, NFPROTO_NETDEV, NF_NETDEV_EGRESS, present, ops);
  else dev.nfIngress = grown(net, NFPROTO_NETDEV, NF_NETDEV_INGRESS, present, ops);
  return 0;
}

function registerIn(net: Net, nf: NetNf, pf: number, ops: NfHookOps): number {
  const lists = nf.of(pf);
  if (lists === undefined || ops.hooknum >= lists.length) return -ENOENT;
  const present = lists[ops.hooknum];
  if (present !== null && present.ops.length >= MAX_HOOK_COUNT) return -E2BIG;
  lists[ops.hooknum] = grown(net, pf, ops.hooknum, present, ops);
  if (ops.passive !== true) nf.count++;
  return 0;
}

function unregisterIn(net: Net, pf: number, ops: NfHookOps): void {
  const { nf } = net;
  const lists = nf?.of(pf);
  if (nf === null || lists === undefined) return;
  if (lists[ops.hooknum]?.ops.includes(ops) !== true) return;
  lists[ops.hooknum] = shrunk(lists[ops.hooknum], ops);
  if (--nf.count === 0) net.nf = null;
}

/** Families whose lists a hook is in. */
function familiesOf(ops: NfHookOps): readonly number[] {
  return ops.pf === NFPROTO_INET ? [NFPROTO_IPV4, NFPROTO_IPV6] : [ops.pf];
}

/** `nf_register_net_hook` @returns 0 or a negative error */
export function nfRegisterNetHook(net: Net, ops: NfHookOps): number {
  if (hasDeviceHook(ops)) return registerAtDevice(net, ops);
  net.nf ??= new NetNf();
  const families = familiesOf(ops);
  for (let i = 0; i < families.length; i++) {
    const error = registerIn(net, net.nf, families[i], ops);
    if (error === 0) continue;
    for (let done = 0; done < i; done++) unregisterIn(net, families[done], ops);
    if (net.nf !== null && net.nf.count === 0) net.nf = null;
    return error;
  }
  return 0;
}

/** `nf_unregister_net_hook` */
export function nfUnregisterNetHook(net: Net, ops: NfHookOps): void {
  if (!hasDeviceHook(ops)) {
    for (const pf of familiesOf(ops)) unregisterIn(net, pf, ops);
    return;
  }
  const { dev } = ops;
  if (dev === undefined) return;
  if (ops.pf === NFPROTO_NETDEV && ops.hooknum === NF_NETDEV_EGRESS) dev.nfEgress = shrunk(dev.nfEgress, ops);
  else dev.nfIngress = shrunk(dev.nfIngress, ops);
}

/** `nf_register_net_hooks`: all or none. @returns 0 or a negative error */
export function nfRegisterNetHooks(net: Net, list: readonly NfHookOps[]): number {
  for (let i = 0; i < list.length; i++) {
    const error = nfRegisterNetHook(net, list[i]);
    if (error === 0) continue;
    nfUnregisterNetHooks(net, list.slice(0, i));
    return error;
  }
  return 0;
}

/** `nf_unregister_net_hooks` */
export function nfUnregisterNetHooks(net: Net, list: readonly NfHookOps[]): void {
  for (const ops of list) nfUnregisterNetHook(net, ops);
}

/**
 * Runs a packet through the hooks of a place (`nf_hook`). Ask only where `net.nf` is there.
 * @returns 1: the caller goes on with it; else it is gone: 0, or a negative error for the sender
 */
export function nfHook(
  net: Net,
  pf: number,
  hook: number,
  skb: SkBuff,
  indev: NetDevice | null,
  outdev: NetDevice | null,
  okfn: NfOkFn,
): number {
  const { nf } = net;
  if (nf === null) return 1;
  const entries = pf === NFPROTO_IPV4 ? nf.ipv4[hook] : (nf.of(pf)?.[hook] ?? null);
  return entries === null ? 1 : runHooks(entries, skb, indev, outdev, okfn);
}

/** As {@link nfHook}, and goes on with `okfn` (`NF_HOOK`): on ways that many packets take, ask {@link nfHook} and call what is next. */
export function nfHookThen(
  net: Net,
  pf: number,
  hook: number,
  skb: SkBuff,
  indev: NetDevice | null,
  outdev: NetDevice | null,
  okfn: NfOkFn,
): number {
  const result = nfHook(net, pf, hook, skb, indev, outdev, okfn);
  return result === 1 ? okfn(skb) : result;
}

/** Runs a packet through given hooks, e.g. those of a device. @returns as {@link nfHook} */
export function runHooks(
  entries: NfHookEntries,
  skb: SkBuff,
  indev: NetDevice | null,
  outdev: NetDevice | null,
  okfn: NfOkFn,
): number {
  const { hooks, passes } = entries;
  let i = 0;
  for (; i < passes.length; i++) if (passes[i]?.(skb) !== true) break;
  if (i === hooks.length) return GOES_ON;
  let { state } = entries;
  if (state.busy) state = innerState(state);
  state.busy = true;
  state.in = indev;
  state.out = outdev;
  state.okfn = okfn;
  let result = GOES_ON;
  for (; i < hooks.length; i++) {
    const verdict = hooks[i](skb, state);
    if (verdict === NF_ACCEPT) continue;
    result = settle(verdict, hooks[i], skb, state);
    if (result !== GOES_ON) break;
  }
  state.busy = false;
  return result;
}

/** A hook sent a packet that comes by at the same place. */
function innerState(outer: NfHookState): NfHookState {
  let state = outer;
  for (; state.busy; state = state.inner) {
    if (state.inner !== null) continue;
    state.inner = new NfHookState();
    state.inner.net = state.net;
    state.inner.pf = state.pf;
    state.inner.hook = state.hook;
  }
  return state;
}

const GOES_ON = 1;

/** What becomes of a packet that a hook does not simply accept (`nf_hook_slow`). @returns as {@link nfHook} */
function settle(first: number, hook: NfHookFn, skb: SkBuff, state: NfHookState): number {
  let verdict = first;
  while ((verdict & NF_VERDICT_MASK) === NF_REPEAT) verdict = hook(skb, state);
  switch (verdict & NF_VERDICT_MASK) {
    case NF_ACCEPT:
      return GOES_ON;
    case NF_DROP:
      kfreeSkb(skb, SKB_DROP_REASON_NETFILTER_DROP, "nf_hook_slow");
      return dropError(verdict) || -EPERM;
    case NF_QUEUE:
      return queuePacket(skb, verdict) ? GOES_ON : 0;
    case NF_STOLEN:
      return dropError(verdict);
    default:
      return 0;
  }
}

/** Nobody listens to queues here (`nf_queue` without a handler). @returns whether the packet goes on */
function queuePacket(skb: SkBuff, verdict: number): boolean {
  if ((verdict & NF_VERDICT_FLAG_QUEUE_BYPASS) !== 0) return true;
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "nf_queue");
  return false;
}
