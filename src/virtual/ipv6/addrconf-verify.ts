/**
 * Lifetimes: addresses become deprecated and end.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_verify_rtnl`).
 */
import {
  IFA_F_DEPRECATED,
  IFA_F_PERMANENT,
  IFA_F_TENTATIVE,
  INFINITY_LIFE_TIME,
} from "../../netlink/addr.ts";
import type { Net } from "../core/net.ts";
import { KernelTimer } from "../core/timer.ts";
import { addressEvent, deleteAddress } from "./addrconf.ts";
import type { Inet6Address } from "./inet6-device.ts";

const NS_PER_SECOND = 1_000_000_000;
const timers = new WeakMap<Net, KernelTimer<Net>>();

/** Looks at all lifetimes and plans the next look, if there are any to watch. */
export function armVerify(net: Net): void {
  if (net.dying) return;
  const now = net.machine.now();
  let next = Number.POSITIVE_INFINITY;
  for (const dev of net.devices.values()) {
    for (const ifp of [...(dev.in6Dev?.addresses ?? [])]) next = Math.min(next, verify(ifp, now));
  }
  const timer = timers.get(net);
  if (next === Number.POSITIVE_INFINITY) {
    if (timer !== undefined) net.machine.deleteTimer(timer);
    return;
  }
  const pending = timer ?? new KernelTimer<Net>(armVerify, net);
  timers.set(net, pending);
  net.machine.modTimer(pending, Math.max(next, now + NS_PER_SECOND / 100));
}

/** @returns when this address is to be looked at next */
function verify(ifp: Inet6Address, now: number): number {
  const watched = (ifp.flags & IFA_F_PERMANENT) === 0 || ifp.preferredLifetime !== INFINITY_LIFE_TIME;
  if (!watched) return Number.POSITIVE_INFINITY;
  const valid = ifp.updated + ifp.validLifetime * NS_PER_SECOND;
  if (ifp.validLifetime !== INFINITY_LIFE_TIME && now >= valid) {
    deleteAddress(ifp);
    return Number.POSITIVE_INFINITY;
  }
  const end = ifp.validLifetime === INFINITY_LIFE_TIME ? Number.POSITIVE_INFINITY : valid;
  if (ifp.preferredLifetime === INFINITY_LIFE_TIME) return end;
  const preferred = ifp.updated + ifp.preferredLifetime * NS_PER_SECOND;
  if (now < preferred) return Math.min(end, preferred);
  if ((ifp.flags & IFA_F_DEPRECATED) === 0) {
    ifp.flags |= IFA_F_DEPRECATED;
    if ((ifp.flags & IFA_F_TENTATIVE) === 0) addressEvent(0, ifp);
  }
  return end;
}

/** The namespace ends. */
export function stopVerify(net: Net): void {
  const timer = timers.get(net);
  if (timer !== undefined) net.machine.deleteTimer(timer);
}
