/**
 * VLANs come and go: a port's stands on an entry of the bridge, which is kept as long as somebody has it.
 *
 * Source: `net/bridge/br_vlan.c` (`__vlan_add`, `__vlan_del`, `br_vlan_add`, `nbp_vlan_add` …).
 */
import { EINVAL, ENOENT } from "../../../errno.ts";
import {
  BRIDGE_VLAN_INFO_BRENTRY,
  BRIDGE_VLAN_INFO_MASTER,
  BRIDGE_VLAN_INFO_PVID,
  BRIDGE_VLAN_INFO_UNTAGGED,
} from "../../../netlink/bridge-vlan.ts";
import { RTM_DELVLAN, RTM_NEWVLAN } from "../../../netlink/rtnetlink.ts";
import { fdbAddLocal, fdbDeleteByPort, fdbFindDeleteLocal } from "../br-fdb.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { stopContext, togglePortVlan } from "../mcast/br-multicast.ts";
import { vlanOfPortChanged } from "./br-vlan-binding.ts";
import { BridgeVlan, newVlanStats, type VlanGroup } from "./br-vlan-group.ts";
import { newVlanContext } from "./br-vlan-multicast.ts";
import { vlanNotify } from "./br-vlan-notify.ts";

/** What adding did: a negative error, or whether something is different now. */
export type Outcome = number | boolean;

/** The default PVID's flags. */
export const PVID_UNTAGGED = BRIDGE_VLAN_INFO_PVID | BRIDGE_VLAN_INFO_UNTAGGED;

/** The VLANs of a port, or with null of the bridge. */
export function vlansOf(bridge: NetBridge, port: NetBridgePort | null): VlanGroup {
  return port === null ? bridge.vlans : port.vlans;
}

/** The bridge's entry that a port's VLAN stands on, made if need be (`br_vlan_get_master`). */
function getMaster(bridge: NetBridge, vid: number): BridgeVlan {
  const present = bridge.vlans.find(vid);
  const master = present ?? new BridgeVlan(vid, BRIDGE_VLAN_INFO_MASTER, null, newVlanStats());
  if (present === undefined) {
    bridge.vlans.insert(master);
    newVlanContext(bridge, null, master);
  }
  master.references++;
  return master;
}

/** `br_vlan_put_master` */
function putMaster(bridge: NetBridge, master: BridgeVlan): void {
  if (--master.references > 0) return;
  bridge.vlans.remove(master);
  if (master.multicast !== null) stopContext(master.multicast);
}

/** The bridge itself is in the VLAN from now on, or in another way (`br_vlan_add`). */
export function bridgeVlanAdd(bridge: NetBridge, vid: number, flags: number): Outcome {
  const { vlans } = bridge;
  const present = vlans.find(vid);
  if (present !== undefined) return addExisting(bridge, present, flags);
  const error = fdbAddLocal(bridge, null, bridge.address, vid);
  if (error !== 0) return error;
  const vlan = new BridgeVlan(vid, flags | BRIDGE_VLAN_INFO_MASTER, null, newVlanStats());
  vlan.references = 1;
  vlans.insert(vlan);
  vlans.count++;
  vlans.setFlags(vlan, flags);
  newVlanContext(bridge, null, vlan);
  return true;
}

/** `br_vlan_add_existing` */
function addExisting(bridge: NetBridge, vlan: BridgeVlan, flags: number): Outcome {
  const { vlans } = bridge;
  let changed = vlans.wouldChange(vlan, flags);
  if (!vlan.isBridgeEntry) {
    if ((flags & BRIDGE_VLAN_INFO_BRENTRY) === 0) return -EINVAL;
    const error = fdbAddLocal(bridge, null, bridge.address, vlan.vid);
    if (error !== 0) return error;
    vlan.references++;
    vlan.flags |= BRIDGE_VLAN_INFO_BRENTRY;
    vlans.count++;
    changed = true;
  }
  vlans.setFlags(vlan, flags);
  return changed;
}

/** `br_vlan_delete`. @returns 0, or `-ENOENT` when the bridge itself is not in it */
export function bridgeVlanDelete(bridge: NetBridge, vid: number): number {
  const { vlans } = bridge;
  const vlan = vlans.find(vid);
  if (vlan?.isBridgeEntry !== true) return -ENOENT;
  fdbFindDeleteLocal(bridge, null, bridge.address, vid);
  fdbDeleteByPort(bridge, null, vid, false);
  vlans.deletePvid(vid);
  vlan.flags &= ~BRIDGE_VLAN_INFO_BRENTRY;
  vlans.count--;
  putMaster(bridge, vlan);
  return 0;
}

/** `nbp_vlan_add` */
export function portVlanAdd(port: NetBridgePort, vid: number, flags: number): Outcome {
  const { bridge, vlans } = port;
  const present = vlans.find(vid);
  if (present !== undefined) {
    const changed = vlans.wouldChange(present, flags);
    vlans.setFlags(present, flags);
    return changed;
  }
  if ((flags & BRIDGE_VLAN_INFO_MASTER) !== 0) {
    const outcome = bridgeVlanAdd(bridge, vid, flags | BRIDGE_VLAN_INFO_BRENTRY);
    if (typeof outcome === "number") return outcome;
    if (outcome) vlanNotify(bridge, null, vid, vid, RTM_NEWVLAN);
  }
  const error = fdbAddLocal(bridge, port, port.dev.address, vid);
  if (error !== 0) return error;
  const master = getMaster(bridge, vid);
  const stats = bridge.vlans.statsPerPort ? newVlanStats() : master.stats;
  const vlan = new BridgeVlan(vid, 0, master, stats);
  vlans.insert(vlan);
  vlans.count++;
  vlans.setFlags(vlan, flags);
  newVlanContext(bridge, port, vlan);
  vlanOfPortChanged(port, vid);
  return true;
}

/** `nbp_vlan_delete`. @returns 0, or `-ENOENT` when the port is not in it */
export function portVlanDelete(port: NetBridgePort, vid: number): number {
  const vlan = port.vlans.find(vid);
  if (vlan === undefined) return -ENOENT;
  fdbFindDeleteLocal(port.bridge, port, port.dev.address, vid);
  fdbDeleteByPort(port.bridge, port, vid, false);
  removeFromPort(port, vlan);
  return 0;
}

function removeFromPort(port: NetBridgePort, vlan: BridgeVlan): void {
  togglePortVlan(port, vlan, false);
  port.vlans.deletePvid(vlan.vid);
  port.vlans.count--;
  port.vlans.remove(vlan);
  vlanOfPortChanged(port, vlan.vid);
  if (vlan.master !== null) putMaster(port.bridge, vlan.master);
}

/** A port leaves the bridge (`nbp_vlan_flush`). Its entries in the forwarding database are the caller's matter. */
export function portVlanFlush(port: NetBridgePort): void {
  const vids = port.vlans.list.map((vlan) => vlan.vid);
  for (const vlan of port.vlans.list) removeFromPort(port, vlan);
  notifyRanges(port.bridge, port, vids, RTM_DELVLAN);
}

/** The bridge goes (`br_vlan_flush`). */
export function bridgeVlanFlush(bridge: NetBridge): void {
  const { vlans } = bridge;
  const vids = vlans.list.map((vlan) => vlan.vid);
  for (const vlan of vlans.list) {
    vlans.deletePvid(vlan.vid);
    if (vlan.isBridgeEntry) vlans.count--;
    vlans.remove(vlan);
  }
  notifyRanges(bridge, null, vids, RTM_DELVLAN);
}

/** Tells of identifiers that follow one another in one message. */
function notifyRanges(
  bridge: NetBridge,
  port: NetBridgePort | null,
  vids: readonly number[],
  type: number,
): void {
  for (let start = 0; start < vids.length; ) {
    let end = start;
    while (vids[end + 1] === vids[end] + 1) end++;
    vlanNotify(bridge, port, vids[start], vids[end], type);
    start = end + 1;
  }
}

/** A new port is in the default VLAN (`nbp_vlan_init`). @returns 0 or a negative error */
export function portVlanInit(port: NetBridgePort): number {
  const { bridge } = port;
  const { built, defaultPvid } = bridge.vlans;
  if (!built || defaultPvid === 0) return 0;
  const outcome = portVlanAdd(port, defaultPvid, PVID_UNTAGGED);
  if (typeof outcome === "number") return outcome;
  vlanNotify(bridge, port, defaultPvid, defaultPvid, RTM_NEWVLAN);
  return 0;
}

/** A new bridge is in the default VLAN itself (`br_vlan_bridge_event`). */
export function bridgeVlanInit(bridge: NetBridge): void {
  const { built, defaultPvid } = bridge.vlans;
  if (!built || defaultPvid === 0) return;
  const outcome = bridgeVlanAdd(bridge, defaultPvid, PVID_UNTAGGED | BRIDGE_VLAN_INFO_BRENTRY);
  if (outcome === true) vlanNotify(bridge, null, defaultPvid, defaultPvid, RTM_NEWVLAN);
}
