/**
 * Addresses on devices: the rules by which they come and go.
 *
 * Source: `net/ipv4/devinet.c` (`__inet_insert_ifa`, `__inet_del_ifa`, `inetdev_init`, `inetdev_event`).
 */
import { EEXIST, EINVAL } from "../../../errno.ts";
import { IFA_F_PERMANENT, IFA_F_SECONDARY } from "../../../netlink/addr.ts";
import { RT_SCOPE_HOST, RTNH_F_DEAD, RTNH_F_LINKDOWN } from "../../../netlink/route-attributes.ts";
import { RTM_DELADDR, RTM_NEWADDR } from "../../../netlink/rtnetlink.ts";
import { ARPOP_REQUEST } from "../../../packet/arp.ts";
import { hasSettingsName } from "../../core/dev/dev-name.ts";
import { IFF_NOARP, type NetDevice } from "../../core/dev/netdevice.ts";
import type { NetdevEvent, NetdevEventInfo } from "../../core/notifier.ts";
import type { ExtendedAck } from "../../core/rtnetlink/rtnetlink.ts";
import { masqueradeAddressGone } from "../../netfilter/nat/nat-masquerade.ts";
import { arpInvalidate } from "../arp/arp.ts";
import { arpSend } from "../arp/arp-send.ts";
import { arpTable } from "../arp/arp-table.ts";
import { addAddressRoutes, deleteAddressRoutes } from "../fib/fib-frontend.ts";
import { flushRouteCache } from "../fib/fib-lookup.ts";
import { syncDownDevice, syncMtu, syncUp } from "../fib/fib-sync.ts";
import { registerRules, unregisterRules } from "../fib/rules-events.ts";
import { groupsDestroy, groupsDown, groupsUp } from "../igmp/igmp.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { loopbackConf } from "./devconf.ts";
import { notifyAddress } from "./devinet-notify.ts";
import { InetDevice, InetIfaddr } from "./inet-device.ts";
import { scheduleLifetimes } from "./inet-lifetime.ts";
import { netconf4 } from "./netconf.ts";

/** `inetdev_init` */
function newInetDevice(dev: NetDevice): InetDevice {
  const net = dev.net.ipv4;
  const inDev = new InetDevice(dev, net, arpTable(dev.net.machine).parms);
  dev.inDev = inDev;
  netconf4.notify(dev.net, dev.ifindex);
  if (dev.isUp) groupsUp(inDev);
  return inDev;
}

function link(net: NetIpv4, ifa: InetIfaddr): void {
  if (ifa.nextSame !== null) ifa.nextSame = null;
  const present = net.localAddresses.get(ifa.local);
  if (present === undefined) {
    net.localAddresses.set(ifa.local, ifa);
    return;
  }
  ifa.nextSame = present;
  net.localAddresses.set(ifa.local, ifa);
}

function unlink(net: NetIpv4, ifa: InetIfaddr): void {
  const head = net.localAddresses.get(ifa.local);
  if (head === ifa) {
    if (ifa.nextSame === null) net.localAddresses.delete(ifa.local);
    else net.localAddresses.set(ifa.local, ifa.nextSame);
    return;
  }
  for (let other = head; other; other = other.nextSame ?? undefined)
    if (other.nextSame === ifa) {
      other.nextSame = ifa.nextSame;
      return;
    }
}

/** `inet_insert_ifa`. @returns 0 or a negative error */
export function insertAddress(
  ifa: InetIfaddr,
  portid: number,
  seq: number,
  extack: ExtendedAck | null,
): number {
  const inDev = ifa.inDev;
  if (ifa.local === 0) return 0;
  inDev.confDetached = true;
  ifa.flags &= ~IFA_F_SECONDARY;
  let lastPrimary: InetIfaddr | null = null;
  let last: InetIfaddr | null = null;
  for (let other = inDev.addresses; other !== null; other = other.next) {
    if ((other.flags & IFA_F_SECONDARY) === 0 && ifa.scope <= other.scope) lastPrimary = other;
    if (other.mask === ifa.mask && other.contains(ifa.address)) {
      if (other.local === ifa.local) {
        if (extack !== null) extack.message = "ipv4: Address already assigned";
        return -EEXIST;
      }
      if (other.scope !== ifa.scope) {
        if (extack !== null) extack.message = "ipv4: Invalid scope value";
        return -EINVAL;
      }
      ifa.flags |= IFA_F_SECONDARY;
    }
    last = other;
  }
  const after = (ifa.flags & IFA_F_SECONDARY) === 0 ? lastPrimary : last;
  if (after === null) {
    ifa.next = inDev.addresses;
    inDev.addresses = ifa;
  } else {
    ifa.next = after.next;
    after.next = ifa;
  }
  link(inDev.net, ifa);
  scheduleLifetimes(ifa);
  notifyAddress(RTM_NEWADDR, ifa, portid, seq);
  addressAdded(ifa);
  return 0;
}

/** What `inetaddr_chain` does on `NETDEV_UP`: routes. */
function addressAdded(ifa: InetIfaddr): void {
  addAddressRoutes(ifa, arpInvalidate);
  syncUp(ifa.inDev.dev, RTNH_F_DEAD);
  flushRouteCache(ifa.inDev.net);
}

function addressRemoved(ifa: InetIfaddr): void {
  const inDev = ifa.inDev;
  deleteAddressRoutes(ifa, null);
  if (inDev.dev.net.ct !== null) masqueradeAddressGone(inDev.dev, 0, 0, 0, ifa.local);
  if (inDev.addresses === null) disableIp(inDev, "down", true);
  else flushRouteCache(inDev.net);
}

function disableIp(inDev: InetDevice, event: "down" | "unregister", force: boolean): void {
  syncDownDevice(inDev.dev, event, force);
  flushRouteCache(inDev.net);
  inDev.arpParms.table.deviceDown(inDev.dev);
}

/** Takes the address out of its device's list. */
function takeOut(inDev: InetDevice, ifa: InetIfaddr): void {
  if (inDev.addresses === ifa) inDev.addresses = ifa.next;
  else
    for (let other = inDev.addresses; other !== null; other = other.next)
      if (other.next === ifa) other.next = ifa.next;
}

/** `inet_del_ifa`: with a primary address its secondaries go, or one of them takes its place. */
export function deleteAddress(ifa: InetIfaddr, portid = 0, seq = 0): void {
  const inDev = ifa.inDev;
  const doPromote = inDev.promotesSecondaries && !inDev.dead;
  let promote: InetIfaddr | null = null;
  let previousPromote: InetIfaddr | null = null;
  let lastPrimary: InetIfaddr | null = null;
  if ((ifa.flags & IFA_F_SECONDARY) === 0 && !inDev.dead) {
    let previous: InetIfaddr | null = ifa;
    for (let other = ifa.next; other !== null; other = other.next) {
      if ((other.flags & IFA_F_SECONDARY) === 0 && ifa.scope <= other.scope) lastPrimary = other;
      const follows =
        (other.flags & IFA_F_SECONDARY) !== 0 && other.mask === ifa.mask && ifa.contains(other.address);
      if (!follows) {
        previous = other;
        continue;
      }
      if (doPromote) {
        promote = other;
        previousPromote = previous;
        break;
      }
      unlink(inDev.net, other);
      takeOut(inDev, other);
      notifyAddress(RTM_DELADDR, other, portid, seq);
      addressRemoved(other);
    }
  }
  const wasNextOf = ifa;
  const following: InetIfaddr[] = [];
  if (promote !== null)
    for (let other: InetIfaddr | null = promote; other !== null; other = other.next)
      if (other.mask === ifa.mask && ifa.contains(other.address)) {
        if (other !== promote) following.push(other);
        deleteAddressRoutes(other, ifa);
      }
  takeOut(inDev, ifa);
  unlink(inDev.net, ifa);
  notifyAddress(RTM_DELADDR, ifa, portid, seq);
  addressRemoved(ifa);
  if (promote !== null)
    doPromotion(inDev, wasNextOf, promote, previousPromote, lastPrimary, following, portid, seq);
}

function doPromotion(
  inDev: InetDevice,
  old: InetIfaddr,
  promote: InetIfaddr,
  previousPromote: InetIfaddr | null,
  lastPrimary: InetIfaddr | null,
  following: readonly InetIfaddr[],
  portid: number,
  seq: number,
): void {
  if (previousPromote !== null && previousPromote !== old && lastPrimary !== null) {
    takeOut(inDev, promote);
    promote.next = lastPrimary.next;
    lastPrimary.next = promote;
  } else if (lastPrimary === null && previousPromote !== null && previousPromote !== old) {
    takeOut(inDev, promote);
    promote.next = inDev.addresses;
    inDev.addresses = promote;
  }
  promote.flags &= ~IFA_F_SECONDARY;
  notifyAddress(RTM_NEWADDR, promote, portid, seq);
  addressAdded(promote);
  for (const other of following) addAddressRoutes(other, arpInvalidate);
}

/** `inetdev_destroy` */
function destroyInetDevice(inDev: InetDevice, unregistering: boolean): void {
  inDev.dead = true;
  groupsDestroy(inDev);
  // the routes of its addresses are told of before the others die in silence
  while (inDev.addresses !== null) deleteAddress(inDev.addresses);
  if (unregistering) syncDownDevice(inDev.dev, "unregister", true);
  netconf4.notifyGone(inDev.dev);
  inDev.arpParms.table.releaseParms(inDev.dev);
  inDev.dev.inDev = null;
}

/** 127.0.0.1/8 appears whenever lo comes up. */
function addLoopbackAddress(inDev: InetDevice): void {
  const ifa = new InetIfaddr(
    inDev,
    0x7f000001,
    0x7f000001,
    8,
    0,
    RT_SCOPE_HOST,
    IFA_F_PERMANENT,
    inDev.dev.name,
  );
  ifa.created = inDev.net.net.machine.now();
  insertAddress(ifa, 0, 0, null);
}

/** Tells the link of our addresses (`inetdev_send_gratuitous_arp`). */
function sendGratuitousArp(inDev: InetDevice): void {
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next)
    arpSend(ARPOP_REQUEST, ifa.local, inDev.dev, ifa.local, null, null);
}

/** Labels follow a device's name (`inetdev_changename`). */
function renameLabels(inDev: InetDevice): void {
  const name = inDev.dev.name;
  let named = 0;
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) {
    const old = ifa.label;
    named++;
    if (named === 1) ifa.label = name;
    else {
      const colon = old.indexOf(":");
      const suffix = colon < 0 ? `:${named}` : old.slice(colon);
      ifa.label = name.slice(0, 15 - suffix.length) + suffix;
    }
    notifyAddress(RTM_NEWADDR, ifa, 0, 0);
  }
}

/** What IPv4 does when something happens to a device. */
export function inetNetdevEvent(event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo): number {
  let inDev = dev.inDev;
  if (inDev === null) {
    if (event === "NETDEV_REGISTER" && !hasSettingsName(dev.name)) return -EINVAL;
    if (event === "NETDEV_REGISTER" || (event === "NETDEV_CHANGEMTU" && dev.mtu >= 68)) {
      inDev = newInetDevice(dev);
    }
    if (event === "NETDEV_REGISTER") {
      if (inDev !== null && dev.isLoopback) inDev.conf = loopbackConf(inDev.conf);
      registerRules(dev);
    }
    return 0;
  }
  switch (event) {
    case "NETDEV_UP":
      if (dev.mtu < 68) break;
      if (dev.isLoopback) addLoopbackAddress(inDev);
      groupsUp(inDev);
      deviceUp(inDev);
      if (inDev.either("arpNotify")) sendGratuitousArp(inDev);
      break;
    case "NETDEV_NOTIFY_PEERS":
      sendGratuitousArp(inDev);
      break;
    case "NETDEV_CHANGEADDR":
      arpTable(dev.net.machine).flushDevice(dev);
      flushRouteCache(inDev.net);
      if (inDev.either("arpNotify")) sendGratuitousArp(inDev);
      break;
    case "NETDEV_DOWN":
      groupsDown(inDev);
      disableIp(inDev, "down", false);
      break;
    case "NETDEV_CHANGE":
      if (((info?.flagsChanged ?? 0) & IFF_NOARP) !== 0) arpTable(dev.net.machine).flushDevice(dev);
      carrierChanged(inDev);
      break;
    case "NETDEV_CHANGEMTU":
      if (dev.mtu < 68) destroyInetDevice(inDev, false);
      else {
        syncMtu(dev, info?.mtu ?? dev.mtu);
        flushRouteCache(inDev.net);
      }
      break;
    case "NETDEV_UNREGISTER":
      destroyInetDevice(inDev, true);
      unregisterRules(dev);
      break;
    case "NETDEV_CHANGENAME":
      renameLabels(inDev);
      netconf4.notifyRenamed(dev);
      unregisterRules(dev);
      registerRules(dev);
      break;
  }
  return 0;
}

function deviceUp(inDev: InetDevice): void {
  for (let ifa = inDev.addresses; ifa !== null; ifa = ifa.next) addAddressRoutes(ifa, arpInvalidate);
  syncUp(inDev.dev, RTNH_F_DEAD);
  flushRouteCache(inDev.net);
}

function carrierChanged(inDev: InetDevice): void {
  const dev = inDev.dev;
  if (dev.carrier) syncUp(dev, RTNH_F_LINKDOWN);
  else {
    syncDownDevice(dev, "change", false);
    if (inDev.both("arpEvictNocarrier")) arpTable(dev.net.machine).carrierDown(dev);
  }
  flushRouteCache(inDev.net);
}
