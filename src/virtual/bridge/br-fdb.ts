/**
 * The forwarding database: who is behind which port, learnt from frames or said by user space, and forgotten when it is too old.
 *
 * Source: `net/bridge/br_fdb.c`.
 */

import { EINVAL } from "../../errno.ts";
import { RTM_DELNEIGH, RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import { formatHexBytes } from "../../packet/address.ts";
import { addUnicast, removeUnicast } from "../core/dev/dev-address-lists.ts";
import { isValidEthernetAddress } from "../core/dev/ethernet.ts";
import { KERN_WARNING } from "../core/printk/log-level.ts";
import { fdbNotify } from "./br-fdb-notify.ts";
import {
  BR_FDB_ADDED_BY_EXT_LEARN,
  BR_FDB_ADDED_BY_USER,
  BR_FDB_DYNAMIC_LEARNED,
  BR_FDB_LOCAL,
  BR_FDB_LOCKED,
  BR_FDB_NOTIFY,
  BR_FDB_NOTIFY_INACTIVE,
  BR_FDB_OFFLOADED,
  BR_FDB_STATIC,
  BR_FDB_STICKY,
  type FdbEntry,
} from "./br-fdb-table.ts";
import { BR_PROMISC, type NetBridge, type NetBridgePort } from "./br-private.ts";
import { HZ, jiffies, startTimer } from "./br-time.ts";
import { sameAddress } from "./stp/bridge-id.ts";

/** Least ticks between two clean-ups. */
const LEAST_GC_DELAY = Math.ceil(HZ / 100);

/** Ticks that a learnt entry lives: less while the tree changes (`hold_time`). */
export function holdTime(bridge: NetBridge): number {
  return bridge.topologyChange ? bridge.forwardDelay : bridge.ageingTime;
}

/** `has_expired` */
export function hasExpired(bridge: NetBridge, entry: FdbEntry): boolean {
  if ((entry.flags & (BR_FDB_STATIC | BR_FDB_ADDED_BY_EXT_LEARN)) !== 0) return false;
  return entry.updated + holdTime(bridge) <= jiffies(bridge.net.machine);
}

/** Ports that do not hear everything must hear what is sent to static entries (`fdb_add_hw_addr`). */
function addHardwareAddress(bridge: NetBridge, address: Uint8Array): void {
  for (const port of bridge.ports) if ((port.flags & BR_PROMISC) === 0) addUnicast(port.dev, address);
}

function deleteHardwareAddress(bridge: NetBridge, address: Uint8Array): void {
  for (const port of bridge.ports) if ((port.flags & BR_PROMISC) === 0) removeUnicast(port.dev, address);
}

/** A port that does not hear everything any more has to hear what is sent to static entries (`br_fdb_sync_static`). */
export function fdbSyncStatic(port: NetBridgePort): void {
  for (const entry of port.bridge.fdb.entries())
    if ((entry.flags & BR_FDB_STATIC) !== 0) addUnicast(port.dev, entry.address);
}

/** `br_fdb_unsync_static` */
export function fdbUnsyncStatic(port: NetBridgePort): void {
  for (const entry of port.bridge.fdb.entries())
    if ((entry.flags & BR_FDB_STATIC) !== 0) removeUnicast(port.dev, entry.address);
}

/** Makes the entry static or not, with what hangs on it. */
export function setStatic(bridge: NetBridge, entry: FdbEntry, on: boolean): void {
  if (((entry.flags & BR_FDB_STATIC) !== 0) === on) return;
  entry.flags ^= BR_FDB_STATIC;
  if (on) addHardwareAddress(bridge, entry.address);
  else deleteHardwareAddress(bridge, entry.address);
}

/** It is not one that was learnt any more. */
export function forgetLearned(bridge: NetBridge, entry: FdbEntry): void {
  if ((entry.flags & BR_FDB_DYNAMIC_LEARNED) === 0) return;
  entry.flags &= ~BR_FDB_DYNAMIC_LEARNED;
  bridge.fdb.learned--;
}

/** `fdb_create`, of the address at `address[at]`. @returns null when there are as many learnt entries as may be */
export function fdbCreate(
  bridge: NetBridge,
  port: NetBridgePort | null,
  address: Uint8Array,
  vlan: number,
  flags: number,
  at = 0,
): FdbEntry | null {
  const { fdb } = bridge;
  const learned = (flags & (BR_FDB_ADDED_BY_USER | BR_FDB_LOCAL)) === 0;
  if (learned && fdb.maxLearned !== 0 && fdb.learned >= fdb.maxLearned) return null;
  const all = learned ? flags | BR_FDB_DYNAMIC_LEARNED : flags;
  if (learned) fdb.learned++;
  return fdb.add(address, at, vlan, port, all, jiffies(bridge.net.machine));
}

/** `fdb_delete` */
export function fdbDelete(bridge: NetBridge, entry: FdbEntry): void {
  if (!entry.listed) return;
  if ((entry.flags & BR_FDB_STATIC) !== 0) deleteHardwareAddress(bridge, entry.address);
  bridge.fdb.remove(entry);
  forgetLearned(bridge, entry);
  fdbNotify(bridge, entry, RTM_DELNEIGH);
}

/** A local entry goes, unless another port or the bridge has the address, too (`fdb_delete_local`). */
export function fdbDeleteLocal(bridge: NetBridge, port: NetBridgePort | null, entry: FdbEntry): void {
  const { vlan } = entry;
  for (const other of bridge.ports) {
    if (other === port || !sameAddress(other.dev.address, entry.address)) continue;
    if (vlan !== 0 && other.vlans.find(vlan) === undefined) continue;
    entry.dst = other;
    entry.flags &= ~BR_FDB_ADDED_BY_USER;
    return;
  }
  const inVlan = vlan === 0 || bridge.vlans.find(vlan)?.usable === true;
  if (port !== null && inVlan && sameAddress(bridge.address, entry.address)) {
    entry.dst = null;
    entry.flags &= ~BR_FDB_ADDED_BY_USER;
    return;
  }
  fdbDelete(bridge, entry);
}

/** A port or the bridge leaves a VLAN: its address is not known there any more (`br_fdb_find_delete_local`). */
export function fdbFindDeleteLocal(
  bridge: NetBridge,
  port: NetBridgePort | null,
  address: Uint8Array,
  vlan: number,
): void {
  const entry = bridge.fdb.find(address, 0, vlan);
  const own = BR_FDB_LOCAL | BR_FDB_ADDED_BY_USER;
  if (entry !== null && (entry.flags & own) === BR_FDB_LOCAL && entry.dst === port)
    fdbDeleteLocal(bridge, port, entry);
}

/** The bridge's or a port's own address (`fdb_add_local`). @returns 0 or a negative error */
export function fdbAddLocal(
  bridge: NetBridge,
  port: NetBridgePort | null,
  address: Uint8Array,
  vlan: number,
): number {
  if (!isValidEthernetAddress(address)) return -EINVAL;
  const present = bridge.fdb.find(address, 0, vlan);
  if (present !== null) {
    if ((present.flags & BR_FDB_LOCAL) !== 0) return 0;
    const name = port === null ? bridge.name : port.dev.name;
    bridge.net.machine.log.print(
      KERN_WARNING,
      `${bridge.name}: adding interface ${name} with same address as a received packet (addr:${formatHexBytes(address)}, vlan:${vlan})`,
    );
    fdbDelete(bridge, present);
  }
  const entry = fdbCreate(bridge, port, address, vlan, BR_FDB_LOCAL | BR_FDB_STATIC);
  if (entry === null) return 0;
  addHardwareAddress(bridge, address);
  fdbNotify(bridge, entry, RTM_NEWNEIGH);
  return 0;
}

/** A port has another address, in each of its VLANs (`br_fdb_changeaddr`). */
export function fdbChangeAddress(port: NetBridgePort, address: Uint8Array): void {
  const { bridge, vlans } = port;
  const own = BR_FDB_LOCAL | BR_FDB_ADDED_BY_USER;
  for (const entry of bridge.fdb.entries()) {
    if (entry.dst !== port || (entry.flags & own) !== BR_FDB_LOCAL) continue;
    fdbDeleteLocal(bridge, port, entry);
    if (vlans.count === 0) break;
  }
  fdbAddLocal(bridge, port, address, 0);
  for (const vlan of vlans.list) fdbAddLocal(bridge, port, address, vlan.vid);
}

/** The bridge gets another address (`br_fdb_change_mac_address`). */
export function fdbChangeBridgeAddress(bridge: NetBridge, address: Uint8Array): void {
  fdbFindDeleteLocal(bridge, null, bridge.address, 0);
  fdbAddLocal(bridge, null, address, 0);
  for (const vlan of bridge.vlans.list) {
    if (!vlan.usable) continue;
    fdbFindDeleteLocal(bridge, null, bridge.address, vlan.vid);
    fdbAddLocal(bridge, null, address, vlan.vid);
  }
}

function warnOwnAddress(bridge: NetBridge, source: NetBridgePort, entry: FdbEntry): void {
  const { log } = bridge.net.machine;
  if (!log.netRatelimit()) return;
  log.print(
    KERN_WARNING,
    `${bridge.name}: received packet on ${source.dev.name} with own address as source address (addr:${formatHexBytes(entry.address)}, vlan:${entry.vlan})`,
  );
}

/**
 * Learns that the address at `bytes[at]` is behind the port (`br_fdb_update`).
 * @param flags `BR_FDB_ADDED_BY_USER` or `BR_FDB_LOCKED`, or 0
 */
export function fdbUpdate(
  bridge: NetBridge,
  source: NetBridgePort,
  bytes: Uint8Array,
  at: number,
  vlan: number,
  flags: number,
): void {
  if (holdTime(bridge) === 0) return;
  const { fdb } = bridge;
  const index = fdb.findIndex(bytes, at, vlan);
  if (index < 0) {
    const created = fdbCreate(bridge, source, bytes, vlan, flags, at);
    if (created !== null) fdbNotify(bridge, created, RTM_NEWNEIGH);
    return;
  }
  const now = jiffies(bridge.net.machine);
  if (flags === 0 && fdb.isFresh(index, source, now)) return;
  const entry = fdb.entryAt(index);
  if ((entry.flags & BR_FDB_LOCAL) !== 0) {
    warnOwnAddress(bridge, source, entry);
    return;
  }
  let modified = false;
  if (now !== entry.updated) {
    entry.updated = now;
    modified = markActive(entry);
  }
  if (entry.dst !== source && (entry.flags & BR_FDB_STICKY) === 0) {
    entry.dst = source;
    entry.flags &= ~(BR_FDB_ADDED_BY_EXT_LEARN | BR_FDB_LOCKED);
    modified = true;
  }
  if ((flags & BR_FDB_ADDED_BY_USER) !== 0) {
    entry.flags |= BR_FDB_ADDED_BY_USER;
    forgetLearned(bridge, entry);
  }
  if (modified) fdbNotify(bridge, entry, RTM_NEWNEIGH);
}

/** Whoever wants to hear that it was silent, hears that it is not any more (`__fdb_mark_active`). */
export function markActive(entry: FdbEntry): boolean {
  const wanted = BR_FDB_NOTIFY | BR_FDB_NOTIFY_INACTIVE;
  const silent = (entry.flags & wanted) === wanted;
  if (silent) entry.flags &= ~BR_FDB_NOTIFY_INACTIVE;
  return silent;
}

/** Deletes what is too old, and comes back when the next one will be (`br_fdb_cleanup`). */
export function fdbCleanup(bridge: NetBridge): void {
  const { machine } = bridge.net;
  const delay = holdTime(bridge);
  const now = jiffies(machine);
  let next = delay;
  for (const entry of bridge.fdb.entries()) {
    const left = entry.updated + delay - now;
    if ((entry.flags & (BR_FDB_STATIC | BR_FDB_ADDED_BY_EXT_LEARN)) !== 0) {
      if ((entry.flags & BR_FDB_NOTIFY) === 0) continue;
      if (left > 0) next = Math.min(next, left);
      else if ((entry.flags & BR_FDB_NOTIFY_INACTIVE) === 0) {
        entry.flags |= BR_FDB_NOTIFY_INACTIVE;
        fdbNotify(bridge, entry, RTM_NEWNEIGH);
      }
    } else if (left > 0) next = Math.min(next, left);
    else fdbDelete(bridge, entry);
  }
  startTimer(machine, bridge.timers.gc, Math.max(next, LEAST_GC_DELAY));
}

/** Forgets all that is not static (`br_fdb_flush` as netlink and sysfs ask for it). */
export function fdbFlush(bridge: NetBridge): void {
  for (const entry of bridge.fdb.entries()) if ((entry.flags & BR_FDB_STATIC) === 0) fdbDelete(bridge, entry);
}

/** Forgets what is behind the port, static entries only if `all` (`br_fdb_delete_by_port`). */
export function fdbDeleteByPort(
  bridge: NetBridge,
  port: NetBridgePort | null,
  vlan: number,
  all: boolean,
): void {
  for (const entry of bridge.fdb.entries()) {
    if (entry.dst !== port) continue;
    if (!all && isKept(entry, vlan)) continue;
    if ((entry.flags & BR_FDB_LOCAL) !== 0) fdbDeleteLocal(bridge, port, entry);
    else fdbDelete(bridge, entry);
  }
}

function isKept(entry: FdbEntry, vlan: number): boolean {
  if ((entry.flags & BR_FDB_STATIC) !== 0) return true;
  const external = BR_FDB_ADDED_BY_EXT_LEARN | BR_FDB_OFFLOADED;
  if ((entry.flags & external) === BR_FDB_ADDED_BY_EXT_LEARN) return true;
  return vlan !== 0 && entry.vlan !== vlan;
}
