/**
 * Duplicate address detection.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_dad_start`, `addrconf_dad_work`, `addrconf_dad_completed`, `addrconf_dad_failure`),
 * RFC 4862, section 5.4, RFC 7527.
 */
import {
  IFA_F_DADFAILED,
  IFA_F_NODAD,
  IFA_F_OPTIMISTIC,
  IFA_F_PERMANENT,
  IFA_F_STABLE_PRIVACY,
  IFA_F_TEMPORARY,
  IFA_F_TENTATIVE,
} from "../../../netlink/addr.ts";
import { RT_SCOPE_LINK } from "../../../netlink/route-attributes.ts";
import { RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { formatHexBytes, IN6ADDR_ANY } from "../../../packet/address.ts";
import { ethernetSource } from "../../core/dev/ethernet.ts";
import { IFF_LOOPBACK, IFF_NOARP } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { mcastDadComplete } from "../mcast/mcast.ts";
import { sendNeighbourAdvertisement, sendNeighbourSolicitation } from "../ndisc/ndisc-send.ts";
import { addressEvent, deleteAddress, insertLocalRoute, joinSolicited } from "./addrconf.ts";
import { IN6ADDR_LINKLOCAL_ALLNODES, IN6ADDR_LINKLOCAL_PREFIX, solicitedNode } from "./addrconf-core.ts";
import { eui64Address, retryStableAddress } from "./addrconf-privacy.ts";
import { startRouterSolicitations } from "./addrconf-rs.ts";
import type { Inet6Address, Inet6Device } from "./inet6-device.ts";

const JIFFY = 4_000_000;
const JIFFIES_PER_SECOND = 250;
const LEAST_DELAY = 10_000_000;
const NS_PER_SECOND = 1_000_000_000;

/** What detection asks of parts that build on it; set when the family starts. */
export const duplicateHooks = {
  /** A temporary address beside this one is taken: another one. */
  replaceTemporary: (_publicAddress: Inet6Address): void => {},
  /** A temporary address is in use: somebody has to watch it. */
  verify: (_net: Net): void => {},
  /** The device is to be used no more. */
  disable: (_idev: Inet6Device): void => {},
};

/** Runs the next step after `delay` ns (`addrconf_mod_dad_work`). */
function schedule(ifp: Inet6Address, delay: number): void {
  const machine = ifp.idev.dev.net.machine;
  ifp.dadTimer ??= new KernelTimer<Inet6Address>(work, ifp);
  machine.modTimer(ifp.dadTimer, machine.now() + delay);
}

/** Begins from the start (`addrconf_dad_start`). */
export function dadStart(ifp: Inet6Address): void {
  if (ifp.state === "dead") return;
  ifp.state = "predad";
  schedule(ifp, 0);
}

function work(ifp: Inet6Address): void {
  if (ifp.state === "predad") {
    ifp.state = "dad";
    begin(ifp);
  } else if (ifp.state === "errdad") {
    ifp.state = "postdad";
    const { idev } = ifp;
    const disable = failureDisables(ifp);
    if (disable) idev.writableConf().disableIpv6 = 1;
    stop(ifp, true);
    if (disable) {
      say(idev, "IPv6 being disabled!");
      duplicateHooks.disable(idev);
    }
  } else probe(ifp);
}

/** With `accept_dad` 2 a device whose address is taken is not used at all: another has the same link-layer address. */
function failureDisables(ifp: Inet6Address): boolean {
  const { cnf, dev } = ifp.idev;
  if (cnf.acceptDad <= 1 && dev.net.ipv6.all.acceptDad <= 1) return false;
  if (cnf.disableIpv6 !== 0 || (ifp.flags & IFA_F_STABLE_PRIVACY) !== 0) return false;
  return eui64Address(dev, IN6ADDR_LINKLOCAL_PREFIX)?.equals(ifp.address) ?? false;
}

/** `addrconf_dad_begin` */
function begin(ifp: Inet6Address): void {
  const idev = ifp.idev;
  const dev = idev.dev;
  joinSolicited(ifp);
  const needless =
    (dev.flags & (IFF_NOARP | IFF_LOOPBACK)) !== 0 ||
    (dev.net.ipv6.all.acceptDad < 1 && idev.cnf.acceptDad < 1) ||
    (ifp.flags & IFA_F_TENTATIVE) === 0 ||
    (ifp.flags & IFA_F_NODAD) !== 0;
  if (needless) return free(ifp);
  if (!idev.isReady) return stop(ifp, false);
  const optimistic = (ifp.flags & IFA_F_OPTIMISTIC) !== 0;
  if (optimistic) insertLocalRoute(ifp);
  kick(ifp);
  if (optimistic && usesOptimistic(idev)) addressEvent(RTM_NEWADDR, ifp);
}

/** `ipv6_use_optimistic_addr` */
function usesOptimistic(idev: Inet6Device): boolean {
  const { all } = idev.dev.net.ipv6;
  const detects = all.optimisticDad !== 0 || idev.cnf.optimisticDad !== 0;
  return detects && (all.useOptimistic !== 0 || idev.cnf.useOptimistic !== 0);
}

/** Draws the delay and the nonce (`addrconf_dad_kick`). */
function kick(ifp: Inet6Address): void {
  const idev = ifp.idev;
  const { machine, ipv6 } = idev.dev.net;
  const jiffies = Math.max(1, idev.cnf.routerSolicitationDelay * JIFFIES_PER_SECOND);
  const optimistic = (ifp.flags & IFA_F_OPTIMISTIC) !== 0;
  const delay = optimistic ? 0 : Math.floor((machine.random() / 4294967296) * jiffies) * JIFFY;
  if (ifp.nonceHigh !== -1) ifp.nonceHigh = -1;
  if (idev.cnf.enhancedDad !== 0 || ipv6.all.enhancedDad !== 0) {
    ifp.nonceHigh = machine.random() & 0xffff;
    ifp.nonceLow = machine.random() >>> 0;
    if (ifp.nonceHigh === 0 && ifp.nonceLow === 0) ifp.nonceLow = 1;
  }
  ifp.dadProbes = idev.cnf.dadTransmits;
  schedule(ifp, delay);
}

function probe(ifp: Inet6Address): void {
  const idev = ifp.idev;
  if (idev.dead || !idev.isReady || ifp.state !== "dad") return;
  if (ifp.dadProbes === 0) return free(ifp);
  ifp.dadProbes--;
  schedule(ifp, Math.max(idev.nd.values.retransTime, LEAST_DELAY));
  sendNeighbourSolicitation(idev.dev, ifp.address, solicitedNode(ifp.address), IN6ADDR_ANY, ifp);
}

/** Keeps a permanent address as tentative, deletes others that failed (`addrconf_dad_stop`). */
function stop(ifp: Inet6Address, failed: boolean): void {
  if (failed) ifp.flags |= IFA_F_DADFAILED;
  if ((ifp.flags & IFA_F_TEMPORARY) !== 0) {
    if (ifp.publicAddress !== null) duplicateHooks.replaceTemporary(ifp.publicAddress);
    deleteAddress(ifp);
    return;
  }
  if (failed && (ifp.flags & IFA_F_PERMANENT) === 0) {
    deleteAddress(ifp);
    return;
  }
  if (ifp.dadTimer !== null) ifp.idev.dev.net.machine.deleteTimer(ifp.dadTimer);
  ifp.flags |= IFA_F_TENTATIVE;
  if (!failed) return;
  ifp.flags &= ~IFA_F_OPTIMISTIC;
  addressEvent(0, ifp);
}

/** Nobody else has the address, or nobody was asked; who knows it already is not told. */
function free(ifp: Inet6Address): void {
  const announce = (ifp.flags & (IFA_F_TENTATIVE | IFA_F_OPTIMISTIC)) === IFA_F_TENTATIVE;
  ifp.flags &= ~(IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED);
  completed(ifp, announce);
}

/** The address is ours (`addrconf_dad_completed`). */
function completed(ifp: Inet6Address, announce: boolean): void {
  const idev = ifp.idev;
  const dev = idev.dev;
  ifp.dadTimer = null;
  addressEvent(RTM_NEWADDR, ifp);
  const firstLinkLocal = ifp.scope === RT_SCOPE_LINK && isLonelyLinkLocal(ifp);
  if (firstLinkLocal) mcastDadComplete(idev);
  if (announce && (idev.cnf.ndiscNotify !== 0 || dev.net.ipv6.all.ndiscNotify !== 0)) {
    const router = idev.cnf.forwarding !== 0;
    sendNeighbourAdvertisement(dev, IN6ADDR_LINKLOCAL_ALLNODES, ifp.address, router, false, true, true);
  }
  if (firstLinkLocal) startRouterSolicitations(idev);
  if ((ifp.flags & IFA_F_TEMPORARY) !== 0) duplicateHooks.verify(dev.net);
}

/** It is the only link-local address in use (`ipv6_lonely_lladdr`). */
function isLonelyLinkLocal(ifp: Inet6Address): boolean {
  const mask = IFA_F_PERMANENT | IFA_F_TENTATIVE | IFA_F_OPTIMISTIC | IFA_F_DADFAILED;
  for (const other of ifp.idev.addresses) {
    if (other === ifp || other.scope !== RT_SCOPE_LINK) continue;
    if ((other.flags & mask) === IFA_F_PERMANENT) return false;
  }
  return true;
}

function say(idev: Inet6Device, text: string): void {
  idev.dev.net.machine.log.printNet(KERN_INFO, `IPv6: ${idev.dev.name}: ${text}`);
}

/** Somebody else has the address: who sent this packet (`addrconf_dad_failure`). */
export function dadFailure(skb: SkBuff, ifp: Inet6Address): void {
  if (ifp.state !== "dad") return;
  ifp.state = "postdad";
  const sender = formatHexBytes(ethernetSource(skb));
  say(ifp.idev, `IPv6 duplicate address ${ifp.address} used by ${sender} detected!`);
  const retry = retryStableAddress(ifp);
  if (retry !== null) schedule(retry, ifp.idev.dev.net.ipv6.sysctls.idgenDelay * NS_PER_SECOND);
  ifp.state = "errdad";
  schedule(ifp, 0);
}

/** The device became ready: addresses that wait are tried (`addrconf_dad_run`). */
export function dadRun(idev: Inet6Device, restart: boolean): void {
  for (const ifp of [...idev.addresses]) {
    if (ifp.state === "dead") continue;
    const waits = (ifp.flags & IFA_F_TENTATIVE) !== 0 && ifp.state === "dad";
    if (!waits && !restart) continue;
    if (restart) ifp.state = "predad";
    kick(ifp);
  }
}
