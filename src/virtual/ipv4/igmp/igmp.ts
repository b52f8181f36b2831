/**
 * Joining and leaving multicast groups on devices, and IGMP version 3 reports of it.
 *
 * Source: `net/ipv4/igmp.c`; RFC 3376.
 */
import { EADDRNOTAVAIL, EINVAL } from "../../../errno.ts";
import { addMulticast, removeMulticast } from "../../core/dev/dev-address-lists.ts";
import { ARPHRD_ETHER, type NetDevice } from "../../core/dev/netdevice.ts";
import { inserted } from "../../core/lib/small-list.ts";
import { multicastMac } from "../arp/arp.ts";
import type { InetDevice } from "../devinet/inet-device.ts";
import { isMulticast } from "../inet-address.ts";
import { ALL_HOSTS_ONLY, GroupMembership, IGMP_ALL_HOSTS, ownIgmp } from "./igmp-device.ts";
import { cancelReports, reportJoin, reportLeave } from "./igmp-report.ts";

/** Lets the link-layer filter pass the group (`ip_mc_filter_add`). */
function load(membership: GroupMembership): void {
  if (membership.loaded) return;
  membership.loaded = true;
  changeFilter(membership.device.dev, membership.group, 1);
}

function unload(membership: GroupMembership): void {
  if (!membership.loaded) return;
  membership.loaded = false;
  changeFilter(membership.device.dev, membership.group, -1);
}

function changeFilter(dev: NetDevice, group: number, by: number): void {
  if (dev.type !== ARPHRD_ETHER) return;
  const address = new Uint8Array(6);
  multicastMac(group, address);
  if (by > 0) addMulticast(dev, address);
  else removeMulticast(dev, address);
}

/** `igmp_group_added` */
function groupAdded(membership: GroupMembership): void {
  load(membership);
  if (membership.group !== IGMP_ALL_HOSTS && membership.device.dev.isUp) reportJoin(membership);
}

/** `igmp_group_dropped` */
function groupDropped(membership: GroupMembership): void {
  unload(membership);
  if (membership.group !== IGMP_ALL_HOSTS && !membership.device.dead) reportLeave(membership);
}

/** `ip_mc_inc_group`. @returns 0 or a negative error */
export function joinGroup(inDev: InetDevice, group: number): number {
  if (!isMulticast(group)) return -EINVAL;
  if (group === IGMP_ALL_HOSTS && inDev.igmp === null) {
    changeFilter(inDev.dev, group, 1);
    inDev.igmp = ALL_HOSTS_ONLY;
    return 0;
  }
  const igmp = ownIgmp(inDev);
  const present = igmp.find(group);
  if (present !== undefined) {
    present.users++;
    return 0;
  }
  const membership = new GroupMembership(inDev, group);
  igmp.groups = inserted(igmp.groups, 0, membership);
  groupAdded(membership);
  return 0;
}

/** `ip_mc_dec_group`. @returns 0 or a negative error */
export function leaveGroup(inDev: InetDevice, group: number): number {
  if (inDev.igmp === null) return -EADDRNOTAVAIL;
  const igmp = ownIgmp(inDev);
  const membership = igmp.find(group);
  if (membership === undefined) return -EADDRNOTAVAIL;
  if (--membership.users > 0) return 0;
  igmp.groups.splice(igmp.groups.indexOf(membership), 1);
  groupDropped(membership);
  return 0;
}

/** The device is up: it belongs to 224.0.0.1, and reports what it belonged to (`ip_mc_up`). */
export function groupsUp(inDev: InetDevice): void {
  joinGroup(inDev, IGMP_ALL_HOSTS);
  for (const membership of inDev.igmp?.groups ?? []) groupAdded(membership);
}

/** `ip_mc_down` */
export function groupsDown(inDev: InetDevice): void {
  const igmp = inDev.igmp;
  if (igmp === null) return;
  if (igmp === ALL_HOSTS_ONLY) {
    changeFilter(inDev.dev, IGMP_ALL_HOSTS, -1);
    inDev.igmp = null;
    return;
  }
  for (const membership of igmp.groups) unload(membership);
  cancelReports(inDev);
  leaveGroup(inDev, IGMP_ALL_HOSTS);
}

/** `ip_mc_destroy_dev` */
export function groupsDestroy(inDev: InetDevice): void {
  groupsDown(inDev);
  if (inDev.igmp !== null) inDev.igmp.groups = [];
}
