/**
 * Joining and leaving groups, and telling routers (MLD): when reports are sent and what starts them.
 *
 * Only the host side without source filters: every group is listened to in EXCLUDE mode with no sources, as the kernel's own
 * groups and sockets without filters are.
 *
 * Source: `net/ipv6/mcast.c` (`__ipv6_dev_mc_inc`, `mld_ifc_event`, `mld_dad_work`, `igmp6_group_queried`), RFC 3810.
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { addMulticast, removeMulticast } from "../../core/dev/dev-address-lists.ts";
import { IFF_LOOPBACK, type NetDevice } from "../../core/dev/netdevice.ts";
import { KernelTimer } from "../../core/timer.ts";
import {
  addressScope,
  ethernetMulticast,
  IN6ADDR_LINKLOCAL_ALLNODES,
  IPV6_ADDR_SCOPE_LINKLOCAL,
} from "../addrconf/addrconf-core.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";
import {
  ALL_NODES_LISTED,
  ALL_NODES_LOADED,
  ALL_NODES_UNLOADED,
  isAllNodes,
  listAllNodes,
  MAF_LAST_REPORTER,
  MAF_LOADED,
  MAF_NOREPORT,
  MAF_TIMER_RUNNING,
  MulticastGroup,
  MulticastState,
} from "./mcast-group.ts";
import {
  sendChanges,
  sendCurrentState,
  sendInitialChanges,
  sendVersion1Done,
  sendVersion1Report,
} from "./mcast-report.ts";

const JIFFY = 4_000_000;
const NS_PER_MS = 1_000_000;

/** A device's groups and timers, made when they are first needed. */
export function multicastState(idev: Inet6Device): MulticastState {
  idev.multicast ??= new MulticastState();
  return idev.multicast;
}

/** Called when a timer has done its work: the state goes if it was all that it was kept for. */
function releaseState(idev: Inet6Device, state: MulticastState): void {
  if (state.isIdle) idev.multicast = null;
}

/** A random delay below `limit` ns plus two jiffies, in whole jiffies (`mld_ifc_start_work` and its likes). */
function delay(idev: Inet6Device, limit: number): number {
  const machine = idev.dev.net.machine;
  const jiffies = Math.max(1, Math.round(limit / JIFFY));
  return machine.now() + (Math.floor((machine.random() / 4294967296) * jiffies) + 2) * JIFFY;
}

/** A version 1 querier is there, or version 1 is forced (`mld_in_v1_mode`). */
export function inVersion1Mode(idev: Inet6Device): boolean {
  const forced = idev.dev.net.ipv6.all.forceMldVersion || idev.cnf.forceMldVersion;
  if (forced === 2) return false;
  if (forced === 1) return true;
  const state = idev.multicast;
  return state !== null && state.v1Seen !== 0 && idev.dev.net.machine.now() < state.v1Seen;
}

/** ns between two unsolicited reports (`unsolicited_report_interval`). */
function reportInterval(idev: Inet6Device): number {
  const conf = idev.cnf;
  const ms = inVersion1Mode(idev) ? conf.mldv1UnsolicitedReportInterval : conf.mldv2UnsolicitedReportInterval;
  return Math.max(ms, 1) * NS_PER_MS;
}

/** The device's group of this address; null: it is in none. */
function groupAt(idev: Inet6Device, address: Ipv6Address): MulticastGroup | null {
  if (isAllNodes(address)) listAllNodes(idev);
  let group = idev.firstGroup;
  while (group !== null && !group.address.equals(address)) group = group.next;
  return group;
}

function unlinkGroup(idev: Inet6Device, group: MulticastGroup): void {
  let before = idev.firstGroup;
  if (before === group) idev.firstGroup = group.next;
  while (before !== null && before.next !== group) before = before.next;
  if (before !== null) before.next = group.next;
}

/** Once more a user of the group (`ipv6_dev_mc_inc`). */
export function joinGroup(idev: Inet6Device, address: Ipv6Address): void {
  const present = groupAt(idev, address);
  if (present !== null) {
    present.users++;
    return;
  }
  const group = new MulticastGroup(idev, address, idev.dev.net.machine.now());
  if (isAllNodes(address) || addressScope(address) < IPV6_ADDR_SCOPE_LINKLOCAL) group.flags |= MAF_NOREPORT;
  group.next = idev.firstGroup;
  idev.firstGroup = group;
  if (idev.multicast !== null)
    idev.multicast.left = idev.multicast.left.filter((l) => !l.address.equals(address));
  groupAdded(group);
}

/** `__ipv6_dev_mc_dec`. @returns whether there was such a group */
export function leaveGroup(idev: Inet6Device, address: Ipv6Address): boolean {
  const group = groupAt(idev, address);
  if (group === null) return false;
  if (--group.users > 0) return true;
  unlinkGroup(idev, group);
  groupDropped(group);
  return true;
}

function hasFilter(dev: NetDevice): boolean {
  return dev.addressLength === 6 && (dev.flags & IFF_LOOPBACK) === 0;
}

/** The device's filter lets the group through. */
function load(idev: Inet6Device, address: Ipv6Address): void {
  if (hasFilter(idev.dev)) addMulticast(idev.dev, ethernetMulticast(address));
}

function unload(idev: Inet6Device, address: Ipv6Address): void {
  if (hasFilter(idev.dev)) removeMulticast(idev.dev, ethernetMulticast(address));
}

/** `igmp6_group_added` */
function groupAdded(group: MulticastGroup): void {
  const idev = group.idev;
  const dev = idev.dev;
  if (addressScope(group.address) < IPV6_ADDR_SCOPE_LINKLOCAL) return;
  if ((group.flags & MAF_LOADED) === 0) {
    group.flags |= MAF_LOADED;
    load(idev, group.address);
  }
  if ((dev.flags & 1) === 0 || (group.flags & MAF_NOREPORT) !== 0) return;
  if (inVersion1Mode(idev)) return version1Join(group);
  group.changeReports = multicastState(idev).robustness;
  changeEvent(idev);
}

/** `igmp6_group_dropped` */
function groupDropped(group: MulticastGroup): void {
  const idev = group.idev;
  if (addressScope(group.address) < IPV6_ADDR_SCOPE_LINKLOCAL) return;
  if ((group.flags & MAF_LOADED) !== 0) {
    group.flags &= ~MAF_LOADED;
    unload(idev, group.address);
  }
  if ((group.flags & MAF_NOREPORT) !== 0) return;
  if (!idev.dead) leave(group);
  stopGroupTimer(group);
}

/** `igmp6_leave_group` */
function leave(group: MulticastGroup): void {
  const idev = group.idev;
  if (inVersion1Mode(idev)) {
    if ((group.flags & MAF_LAST_REPORTER) !== 0) sendVersion1Done(idev, group.address);
    return;
  }
  const state = multicastState(idev);
  // also where the device is down: the report is then dropped there
  state.left = [{ address: group.address, reports: state.robustness }, ...state.left];
  changeEvent(idev);
}

/** Something changed that routers have to be told (`mld_ifc_event`). */
export function changeEvent(idev: Inet6Device): void {
  if (inVersion1Mode(idev)) return;
  const state = multicastState(idev);
  state.changeCount = state.robustness;
  armChange(idev, state, JIFFY);
}

function armChange(idev: Inet6Device, state: MulticastState, limit: number): void {
  state.changeTimer ??= new KernelTimer<Inet6Device>(changeWork, idev);
  if (!state.changeTimer.pending) idev.dev.net.machine.modTimer(state.changeTimer, delay(idev, limit));
}

/** `mld_ifc_work` */
function changeWork(idev: Inet6Device): void {
  const state = multicastState(idev);
  sendChanges(idev, state);
  if (state.changeCount > 0 && --state.changeCount > 0) armChange(idev, state, reportInterval(idev));
  else state.changeTimer = null;
  releaseState(idev, state);
}

/** Duplicate detection of the link-local address is over: now there is an address to report from (`ipv6_mc_dad_complete`). */
export function mcastDadComplete(idev: Inet6Device): void {
  const state = multicastState(idev);
  state.dadCount = state.robustness;
  if (state.dadCount === 0) return;
  sendInitialChanges(idev);
  if (--state.dadCount > 0) armDad(idev, state);
}

function armDad(idev: Inet6Device, state: MulticastState): void {
  state.dadTimer ??= new KernelTimer<Inet6Device>(dadWork, idev);
  if (!state.dadTimer.pending)
    idev.dev.net.machine.modTimer(state.dadTimer, delay(idev, reportInterval(idev)));
}

/** `mld_dad_work` */
function dadWork(idev: Inet6Device): void {
  const state = multicastState(idev);
  sendInitialChanges(idev);
  if (state.dadCount > 0 && --state.dadCount > 0) armDad(idev, state);
  else state.dadTimer = null;
  releaseState(idev, state);
}

function version1Join(group: MulticastGroup): void {
  const idev = group.idev;
  sendVersion1Report(idev, group.address);
  armGroup(group, reportInterval(idev));
  group.flags |= MAF_LAST_REPORTER;
}

function armGroup(group: MulticastGroup, limit: number): void {
  const machine = group.idev.dev.net.machine;
  const jiffies = Math.max(1, Math.round(limit / JIFFY));
  let expires = machine.now() + Math.floor((machine.random() / 4294967296) * jiffies) * JIFFY;
  if (group.timer?.pending) expires = Math.min(group.timer.expires, expires);
  group.timer ??= new KernelTimer<MulticastGroup>(groupTimeout, group);
  group.flags |= MAF_TIMER_RUNNING;
  machine.modTimer(group.timer, expires);
}

/** `mld_mca_work` */
function groupTimeout(group: MulticastGroup): void {
  if (inVersion1Mode(group.idev)) sendVersion1Report(group.idev, group.address);
  else sendCurrentState(group.idev, group);
  group.flags |= MAF_LAST_REPORTER;
  group.flags &= ~MAF_TIMER_RUNNING;
}

function stopGroupTimer(group: MulticastGroup): void {
  if (group.timer !== null) group.idev.dev.net.machine.deleteTimer(group.timer);
  if (group.timer !== null) group.timer = null;
  group.flags &= ~MAF_TIMER_RUNNING;
}

/** A query for one group has to be answered within `limit` ns (`igmp6_group_queried`). */
export function groupQueried(group: MulticastGroup, limit: number): void {
  if ((group.flags & MAF_NOREPORT) === 0) armGroup(group, limit);
}

/** A general query has to be answered within `limit` ns (`mld_gq_start_work`). */
export function generalQuery(idev: Inet6Device, limit: number): void {
  const state = multicastState(idev);
  state.queryTimer ??= new KernelTimer<Inet6Device>(queryWork, idev);
  if (!state.queryTimer.pending) idev.dev.net.machine.modTimer(state.queryTimer, delay(idev, limit));
}

/** `mld_gq_work` */
function queryWork(idev: Inet6Device): void {
  sendCurrentState(idev, null);
  const state = multicastState(idev);
  state.queryTimer = null;
  releaseState(idev, state);
}

/** Somebody else reported the group: no need to (`igmp6_event_report`). */
export function reportHeard(idev: Inet6Device, bytes: Uint8Array, at: number): void {
  for (let group = idev.firstGroup; group !== null; group = group.next) {
    if (!group.address.equalsBytes(bytes, at)) continue;
    stopGroupTimer(group);
    group.flags &= ~(MAF_LAST_REPORTER | MAF_TIMER_RUNNING);
    return;
  }
}

/** The device begins to run IPv6 (`ipv6_mc_init_dev`, called with the groups every device is in). */
export function mcastInitDevice(idev: Inet6Device): void {
  load(idev, IN6ADDR_LINKLOCAL_ALLNODES);
}

/** The device came up: all groups are loaded and told anew (`ipv6_mc_up`). */
export function mcastUp(idev: Inet6Device): void {
  if (idev.multicast !== null) idev.multicast.v1Seen = 0;
  for (let group = idev.firstGroup; group !== null; group = group.next) groupAdded(group);
  if (idev.allNodes !== ALL_NODES_UNLOADED) return;
  idev.allNodes = ALL_NODES_LOADED;
  load(idev, IN6ADDR_LINKLOCAL_ALLNODES);
}

function stopTimers(idev: Inet6Device): void {
  const machine = idev.dev.net.machine;
  const state = idev.multicast;
  if (state === null) return;
  for (const timer of [state.changeTimer, state.dadTimer, state.queryTimer])
    if (timer !== null) machine.deleteTimer(timer);
  state.changeTimer = state.dadTimer = state.queryTimer = null;
  state.changeCount = state.dadCount = 0;
}

/** The device went down (`ipv6_mc_down`). */
export function mcastDown(idev: Inet6Device): void {
  for (let group = idev.firstGroup; group !== null; group = group.next) groupDropped(group);
  if (idev.allNodes === ALL_NODES_LOADED) {
    idev.allNodes = ALL_NODES_UNLOADED;
    unload(idev, IN6ADDR_LINKLOCAL_ALLNODES);
  }
  stopTimers(idev);
  const state = idev.multicast;
  if (state === null) return;
  state.left = [];
  releaseState(idev, state);
}

/** The device leaves (`ipv6_mc_destroy_dev`). */
export function mcastDestroy(idev: Inet6Device): void {
  mcastDown(idev);
  idev.allNodes = ALL_NODES_LISTED;
  idev.firstGroup = null;
  idev.multicast = null;
}
