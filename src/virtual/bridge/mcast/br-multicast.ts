/**
 * Multicast snooping: where bridges and ports begin and end it, and what frames go through.
 *
 * Source: `net/bridge/br_multicast.c`.
 */

import { BR_BOOLOPT_MCAST_VLAN_SNOOPING } from "../../../netlink/link-kinds/bridge.ts";
import { MDB_RTR_TYPE_PERM } from "../../../netlink/mdb.ts";
import { Ipv6Address } from "../../../packet/address.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { joinGroup, leaveGroup } from "../../ipv4/igmp/igmp.ts";
import { joinGroup as joinGroup6, leaveGroup as leaveGroup6 } from "../../ipv6/mcast/mcast.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { PG_PERMANENT } from "../mdb/br-mdb-table.ts";
import type { BridgeVlan } from "../vlan/br-vlan-group.ts";
import { makeContexts, vlanContext } from "../vlan/br-vlan-multicast.ts";
import { FAMILIES, type McastContext, type PortMcastContext } from "./br-mcast-context.ts";
import { deleteMember } from "./br-mcast-delete.ts";
import { familyOf } from "./br-mcast-flood.ts";
import { receiveIgmp } from "./br-mcast-igmp.ts";
import { receiveMld } from "./br-mcast-mld.ts";
import { enableOwnQuery, openOwnQuery } from "./br-mcast-querier.ts";
import { addRouter, clearRouters } from "./br-mcast-router.ts";
import { contextFor, isVlanSnooping, portContextFor } from "./br-mcast-usable.ts";

/** Groups of those who snoop: 224.0.0.106 and ff02::6a (RFC 4286). */
const ALL_SNOOPERS = 0xe000006a;
const ALL_SNOOPERS6 = Ipv6Address.fromBytes(
  new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6a]),
);

function joinSnoopers(bridge: NetBridge): void {
  if (bridge.inDev !== null) joinGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) joinGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

function leaveSnoopers(bridge: NetBridge): void {
  if (bridge.inDev !== null) leaveGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) leaveGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

/** `__br_multicast_open` */
function openContext(context: McastContext): void {
  for (const family of FAMILIES) openOwnQuery(context.bridge, context.own[family]);
}

/** `__br_multicast_stop` */
export function stopContext({ bridge, own, other, routerTimers }: McastContext): void {
  const { machine } = bridge.net;
  for (const family of FAMILIES) {
    machine.deleteTimer(own[family].timer);
    machine.deleteTimer(other[family].timer);
    machine.deleteTimer(routerTimers[family]);
  }
}

/** What snoops: the bridge, or each of its VLANs. */
function activeContexts(bridge: NetBridge): McastContext[] {
  if (!isVlanSnooping(bridge)) return [bridge.multicast];
  return bridge.vlans.list
    .filter((vlan) => vlan.isBridgeEntry && vlan.mcastEnabled)
    .map((vlan) => vlanContext(bridge, vlan));
}

/** The bridge opens (`br_multicast_join_snoopers`, `br_multicast_open`). */
export function multicastOpen(bridge: NetBridge): void {
  if (!bridge.multicast.enabled) return;
  joinSnoopers(bridge);
  for (const context of activeContexts(bridge)) openContext(context);
}

/** `br_multicast_stop`, `br_multicast_leave_snoopers` */
export function multicastStop(bridge: NetBridge): void {
  for (const context of activeContexts(bridge)) stopContext(context);
  if (bridge.multicast.enabled) leaveSnoopers(bridge);
}

/** Snooping begins or ends (`br_multicast_toggle`). */
export function toggleMulticast(bridge: NetBridge, on: boolean): void {
  const { multicast } = bridge;
  if (multicast.enabled === on) return;
  multicast.enabled = on;
  if (!on) {
    if (bridge.running) leaveSnoopers(bridge);
    // what ports have heard of is not kept up to date any more
    for (const port of bridge.ports) disablePortMulticast(port);
    return;
  }
  if (!bridge.running) return;
  multicastOpen(bridge);
  for (const port of bridge.ports) enablePortMulticast(port);
}

/** The port works: it is asked who is there (`br_multicast_enable_port`). */
export function enablePortMulticast({ multicast }: NetBridgePort): void {
  enablePortContext(multicast);
}

/** `__br_multicast_enable_port_ctx` */
function enablePortContext(context: PortMcastContext): void {
  const { bridge } = context.port;
  if (!bridge.multicast.enabled || !bridge.running) return;
  for (const family of FAMILIES) {
    enableOwnQuery(bridge, context.own[family]);
    if (context.router === MDB_RTR_TYPE_PERM) addRouter(context, family);
  }
}

/** The port does not work any more: what it had for a time is gone (`br_multicast_disable_port`). */
export function disablePortMulticast({ multicast }: NetBridgePort): void {
  deleteMembers(multicast.port, null);
  disablePortContext(multicast);
}

/** Memberships of the port that are not there to stay. @param vid of this VLAN only; null: of any */
function deleteMembers(port: NetBridgePort, vid: number | null): void {
  for (const member of [...port.multicast.groups].reverse())
    if ((member.flags & PG_PERMANENT) === 0 && (vid === null || member.entry.group.vid === vid))
      deleteMember(member);
}

function disablePortContext(context: PortMcastContext): void {
  clearRouters(context);
  for (const family of FAMILIES) context.port.bridge.net.machine.deleteTimer(context.own[family].timer);
}

/** Snooping of the bridge's own VLAN begins or ends (`br_multicast_toggle_one_vlan`). */
export function toggleBridgeVlan(vlan: BridgeVlan, on: boolean): void {
  if (vlan.mcastEnabled === on || !vlan.isBridgeEntry || (on && !vlan.mcastGlobal)) return;
  vlan.mcastEnabled = on;
  if (vlan.multicast === null) return;
  if (on) openContext(vlan.multicast);
  else stopContext(vlan.multicast);
}

/** … of a port's. */
export function togglePortVlan(port: NetBridgePort, vlan: BridgeVlan, on: boolean): void {
  if (vlan.mcastEnabled === on || (on && vlan.master?.mcastGlobal === false)) return;
  vlan.mcastEnabled = on;
  if (!on) deleteMembers(port, vlan.vid);
  if (vlan.portMulticast === null) return;
  if (on) enablePortContext(vlan.portMulticast);
  else disablePortContext(vlan.portMulticast);
}

/** `br_multicast_toggle_vlan` */
function toggleVlan(bridge: NetBridge, vlan: BridgeVlan, on: boolean): void {
  for (const port of bridge.ports) {
    const own = port.vlans.find(vlan.vid);
    if (own !== undefined) togglePortVlan(port, own, on);
  }
  toggleBridgeVlan(vlan, on);
}

/** Snooping of a VLAN is set on or off. @returns whether it was not so before (`br_multicast_toggle_global_vlan`) */
export function toggleGlobalVlan(bridge: NetBridge, vlan: BridgeVlan, on: boolean): boolean {
  if (vlan.mcastGlobal === on) return false;
  vlan.mcastGlobal = on;
  toggleVlan(bridge, vlan, on);
  return true;
}

/** Each VLAN snoops for itself from now on, or the bridge does again (`br_multicast_toggle_vlan_snooping`). */
export function toggleVlanSnooping(bridge: NetBridge, on: boolean): void {
  if (isVlanSnooping(bridge) === on) return;
  const bit = 1 << BR_BOOLOPT_MCAST_VLAN_SNOOPING;
  bridge.boolopts = on ? bridge.boolopts | bit : bridge.boolopts & ~bit;
  if (on) {
    makeContexts(bridge);
    stopContext(bridge.multicast);
  } else openContext(bridge.multicast);
  for (const port of bridge.ports) {
    if (on) disablePortMulticast(port);
    else enablePortMulticast(port);
  }
  for (const vlan of bridge.vlans.list) toggleVlan(bridge, vlan, on);
}

/** The port leaves the bridge (`br_multicast_del_port`). */
export function deletePortMulticast(port: NetBridgePort): void {
  disablePortMulticast(port);
  for (const member of [...port.multicast.groups].reverse()) deleteMember(member);
}

/** The bridge goes (`br_multicast_dev_del`). */
export function deleteBridgeMulticast(bridge: NetBridge): void {
  const { machine } = bridge.net;
  for (const entry of bridge.multicast.mdb.entries()) {
    machine.deleteTimer(entry.timer);
    bridge.multicast.mdb.remove(entry);
  }
}

/**
 * Learns from reports and queries (`br_multicast_rcv`).
 * @param port null: the frame is the host's own
 * @returns false when the frame is to be dropped
 */
export function multicastReceive(
  bridge: NetBridge,
  port: NetBridgePort | null,
  skb: SkBuff,
  vlan: number,
): boolean {
  if (!bridge.multicast.enabled) return true;
  const family = familyOf(skb);
  if (family === null) return true;
  const single = vlan === 0 || !isVlanSnooping(bridge) ? undefined : bridge.vlans.find(vlan);
  if (single?.mcastGlobal === false) return true;
  const context = contextFor(bridge, vlan);
  const from = port === null ? null : portContextFor(port, context);
  return family === "ip4" ? receiveIgmp(context, from, skb, vlan) : receiveMld(context, from, skb, vlan);
}
