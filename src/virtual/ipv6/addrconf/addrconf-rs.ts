/**
 * Router solicitations.
 *
 * Source: `net/ipv6/addrconf.c` (`addrconf_rs_timer`, `rfc3315_s14_backoff_init`), RFC 4861, 6.3.7, RFC 7559.
 */
import { IFA_F_OPTIMISTIC, IFA_F_TENTATIVE } from "../../../netlink/addr.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { IFF_LOOPBACK } from "../../core/dev/netdevice.ts";
import type { Machine } from "../../core/machine.ts";
import { KernelTimer } from "../../core/timer.ts";
import { sendRouterSolicitation } from "../ndisc/ndisc-send.ts";
import { IN6ADDR_LINKLOCAL_ALLROUTERS } from "./addrconf-core.ts";
import { linkLocalOf } from "./addrconf-lookup.ts";
import { IF_RA_RCVD, IF_RS_SENT, type Inet6Device } from "./inet6-device.ts";

const JIFFY = 4_000_000;
const JIFFIES_PER_SECOND = 250;

/** Whether advertisements are listened to (`ipv6_accept_ra`). */
export function acceptsRa(idev: Inet6Device): boolean {
  return idev.cnf.forwarding !== 0 ? idev.cnf.acceptRa === 2 : idev.cnf.acceptRa !== 0;
}

/** `value` jiffies times a random factor between `low` and `high`. */
function randomTimes(machine: Machine, value: number, low: number, high: number): number {
  const factor = low + (machine.random() / 4294967296) * (high - low);
  return Math.floor(value * factor);
}

/** The link-local address is in use: asks for routers, if this host listens to them. */
export function startRouterSolicitations(idev: Inet6Device): void {
  const dev = idev.dev;
  if (!acceptsRa(idev) || idev.cnf.routerSolicitations === 0 || (dev.flags & IFF_LOOPBACK) !== 0) return;
  const source = linkLocalOf(idev, IFA_F_TENTATIVE);
  if (source === null) return;
  solicit(idev, source);
}

/** Sends the first solicitation and plans the next. */
function solicit(idev: Inet6Device, source: Ipv6Address): void {
  const { dev } = idev;
  sendRouterSolicitation(dev, source, IN6ADDR_LINKLOCAL_ALLROUTERS);
  const machine = dev.net.machine;
  idev.rsInterval = randomTimes(machine, idev.cnf.routerSolicitationInterval * JIFFIES_PER_SECOND, 0.9, 1.1);
  idev.rsProbes = 1;
  idev.ifFlags |= IF_RS_SENT;
  arm(idev, idev.rsInterval);
}

/** The interface identifier was set by hand: asks for prefixes to use it with, if the device is ready. */
export function solicitForToken(idev: Inet6Device): void {
  const source = idev.dead || !idev.isReady ? null : linkLocalOf(idev, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC);
  if (source !== null) solicit(idev, source);
}

/** `delay` in jiffies; a timer ends with the next one at the earliest. */
function arm(idev: Inet6Device, delay: number): void {
  const machine = idev.dev.net.machine;
  idev.rsTimer ??= new KernelTimer<Inet6Device>(timeout, idev);
  machine.modTimer(idev.rsTimer, machine.now() + Math.max(1, delay) * JIFFY);
}

/** No more are sent. */
export function stopRouterSolicitations(idev: Inet6Device): void {
  if (idev.rsTimer !== null) idev.dev.net.machine.deleteTimer(idev.rsTimer);
  idev.rsTimer = null;
}

function timeout(idev: Inet6Device): void {
  if (idev.dead || !idev.isReady || !acceptsRa(idev) || (idev.ifFlags & IF_RA_RCVD) !== 0) return;
  const limit = idev.cnf.routerSolicitations;
  if (idev.rsProbes++ >= limit && limit >= 0) return;
  const source = linkLocalOf(idev, IFA_F_TENTATIVE);
  if (source === null) return;
  sendRouterSolicitation(idev.dev, source, IN6ADDR_LINKLOCAL_ALLROUTERS);
  const machine = idev.dev.net.machine;
  const longest = idev.cnf.routerSolicitationMaxInterval * JIFFIES_PER_SECOND;
  idev.rsInterval = randomTimes(machine, idev.rsInterval, 1.9, 2.1);
  if (idev.rsInterval > longest) idev.rsInterval = randomTimes(machine, longest, 0.9, 1.1);
  arm(
    idev,
    idev.rsProbes === limit ? idev.cnf.routerSolicitationDelay * JIFFIES_PER_SECOND : idev.rsInterval,
  );
}
