/**
 * Addresses that end: `check_lifetime`, with one timer per namespace that has such addresses.
 *
 * Source: `net/ipv4/devinet.c`.
 */
import { IFA_F_DEPRECATED, IFA_F_PERMANENT, INFINITY_LIFE_TIME } from "../../../netlink/addr.ts";
import { RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { KernelTimer } from "../../core/timer.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { notifyAddress } from "./devinet-notify.ts";
import type { InetIfaddr } from "./inet-device.ts";

const NS_PER_SECOND = 1_000_000_000;
const KEY = Symbol("inet lifetimes");

/** Removes an address whose life is over: set by the address part, which this part must not import. */
export const lifetimeEnd: { remove: (ifa: InetIfaddr) => void } = { remove: () => {} };

/** Sets lifetimes in seconds (`set_ifa_lifetime`). */
export function setLifetimes(ifa: InetIfaddr, valid: number, preferred: number): void {
  ifa.flags &= ~(IFA_F_PERMANENT | IFA_F_DEPRECATED);
  if (valid === INFINITY_LIFE_TIME) ifa.flags |= IFA_F_PERMANENT;
  if (ifa.validLifetime !== valid) ifa.validLifetime = valid;
  if (preferred === 0) ifa.flags |= IFA_F_DEPRECATED;
  if (ifa.preferredLifetime !== preferred) ifa.preferredLifetime = preferred;
  const now = ifa.inDev.net.net.machine.now();
  if (ifa.created === 0) ifa.created = now;
  ifa.updated = now;
}

/** Makes sure that the namespace's timer runs when the address next changes. */
export function scheduleLifetimes(ifa: InetIfaddr): void {
  if ((ifa.flags & IFA_F_PERMANENT) !== 0) return;
  check(ifa.inDev.net);
}

function timerOf(net: NetIpv4): KernelTimer<NetIpv4> {
  let timer = net.net.getGeneric(KEY) as KernelTimer<NetIpv4> | undefined;
  if (timer === undefined) {
    timer = new KernelTimer<NetIpv4>(check, net);
    net.net.setGeneric(KEY, timer);
  }
  return timer;
}

function check(net: NetIpv4): void {
  const machine = net.net.machine;
  const now = machine.now();
  let next = Number.POSITIVE_INFINITY;
  for (const ifa of [...net.localAddresses.values()]) {
    for (let one: InetIfaddr | null = ifa; one !== null; ) {
      const following: InetIfaddr | null = one.nextSame;
      next = Math.min(next, checkOne(one, now));
      one = following;
    }
  }
  const timer = timerOf(net);
  if (next === Number.POSITIVE_INFINITY) machine.deleteTimer(timer);
  else machine.modTimer(timer, next);
}

/** @returns when the address changes next, ns since boot */
function checkOne(ifa: InetIfaddr, now: number): number {
  if ((ifa.flags & IFA_F_PERMANENT) !== 0) return Number.POSITIVE_INFINITY;
  const validUntil = ifa.updated + ifa.validLifetime * NS_PER_SECOND;
  if (now >= validUntil) {
    lifetimeEnd.remove(ifa);
    return Number.POSITIVE_INFINITY;
  }
  if (ifa.preferredLifetime === INFINITY_LIFE_TIME) return validUntil;
  const preferredUntil = ifa.updated + ifa.preferredLifetime * NS_PER_SECOND;
  if (now < preferredUntil) return Math.min(validUntil, preferredUntil);
  if ((ifa.flags & IFA_F_DEPRECATED) === 0) {
    ifa.flags |= IFA_F_DEPRECATED;
    notifyAddress(RTM_NEWADDR, ifa, 0, 0);
  }
  return validUntil;
}

/** The namespace ends. */
export function stopLifetimes(net: NetIpv4): void {
  const timer = net.net.getGeneric(KEY) as KernelTimer<NetIpv4> | undefined;
  if (timer !== undefined) net.net.machine.deleteTimer(timer);
}
