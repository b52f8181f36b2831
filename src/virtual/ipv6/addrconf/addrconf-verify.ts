/**
 * Lifetimes: addresses become deprecated and end, temporary ones are replaced in time.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_verify_rtnl`).
 */
import {
  IFA_F_DEPRECATED,
  IFA_F_PERMANENT,
  IFA_F_TEMPORARY,
  IFA_F_TENTATIVE,
  INFINITY_LIFE_TIME,
} from "../../../netlink/addr.ts";
import type { Net } from "../../core/net.ts";
import { KernelTimer } from "../../core/timer.ts";
import { addressEvent, deleteAddress } from "./addrconf.ts";
import { createTemporary, regenAdvance } from "./addrconf-temporary.ts";
import type { Inet6Address } from "./inet6-device.ts";

const NS_PER_SECOND = 1_000_000_000;
/** `ADDRCONF_TIMER_FUZZ_MINUS`: what ends so soon is taken to have ended. */
const FUZZ = 20_000_000;
const NEVER = Number.POSITIVE_INFINITY;
const timers = new WeakMap<Net, KernelTimer<Net>>();

/** Looks at all lifetimes and plans the next look, if there are any to watch. */
export function armVerify(net: Net): void {
  if (net.dying) return;
  const now = net.machine.now();
  let next = NEVER;
  for (const dev of net.devices.values()) {
    // An address that is looked at may add or delete others.
    for (const ifp of [...(dev.in6Dev?.addresses ?? [])])
      if (ifp.state !== "dead") next = Math.min(next, verify(ifp, now));
  }
  if (next === NEVER) stopVerify(net);
  else schedule(net, Math.max(next, now + NS_PER_SECOND));
}

/** As {@link armVerify}, but only after what runs now (`addrconf_verify`). */
export function planVerify(net: Net): void {
  if (!net.dying) schedule(net, net.machine.now());
}

function schedule(net: Net, at: number): void {
  let timer = timers.get(net);
  if (timer === undefined) {
    timer = new KernelTimer<Net>(armVerify, net);
    timers.set(net, timer);
  }
  net.machine.modTimer(timer, at);
}

/** @returns when this address is to be looked at next, ns since boot */
function verify(ifp: Inet6Address, now: number): number {
  if ((ifp.flags & IFA_F_PERMANENT) !== 0 && ifp.preferredLifetime === INFINITY_LIFE_TIME) return NEVER;
  const age = Math.floor((now - ifp.updated + FUZZ) / NS_PER_SECOND);
  const renewed = replaceInTime(ifp, age);
  if (ifp.validLifetime !== INFINITY_LIFE_TIME && age >= ifp.validLifetime) {
    deleteAddress(ifp);
    return renewed;
  }
  if (ifp.preferredLifetime === INFINITY_LIFE_TIME) return renewed;
  if (age < ifp.preferredLifetime)
    return Math.min(renewed, ifp.updated + ifp.preferredLifetime * NS_PER_SECOND);
  if ((ifp.flags & IFA_F_DEPRECATED) === 0) {
    ifp.flags |= IFA_F_DEPRECATED;
    addressEvent(0, ifp);
  }
  if (ifp.validLifetime === INFINITY_LIFE_TIME) return renewed;
  return Math.min(renewed, ifp.updated + ifp.validLifetime * NS_PER_SECOND);
}

/** A temporary address has a successor before it is deprecated. @returns when to look again */
function replaceInTime(ifp: Inet6Address, age: number): number {
  const publicAddress = ifp.publicAddress;
  if ((ifp.flags & (IFA_F_TEMPORARY | IFA_F_TENTATIVE)) !== IFA_F_TEMPORARY) return NEVER;
  if (ifp.preferredLifetime === INFINITY_LIFE_TIME || ifp.regenCount !== 0 || publicAddress === null)
    return NEVER;
  const advance = regenAdvance(ifp.idev);
  const end = ifp.updated + ifp.preferredLifetime * NS_PER_SECOND;
  if (age + advance < ifp.preferredLifetime) return end - advance * NS_PER_SECOND;
  ifp.regenCount++;
  publicAddress.regenCount = 0;
  createTemporary(publicAddress);
  return end;
}

/** Nothing is left to watch. */
export function stopVerify(net: Net): void {
  const timer = timers.get(net);
  if (timer !== undefined) net.machine.deleteTimer(timer);
}
