/**
 * Multicast snooping: where bridges and ports begin and end it, and what frames go through.
 *
 * Source: `net/bridge/br_multicast.c`.
 */

import { MDB_RTR_TYPE_PERM } from "../../netlink/mdb.ts";
import { Ipv6Address } from "../../packet/address.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { KernelTimer } from "../core/timer.ts";
import { joinGroup, leaveGroup } from "../ipv4/igmp.ts";
import { joinGroup as joinGroup6, leaveGroup as leaveGroup6 } from "../ipv6/mcast.ts";
import {
  FAMILIES,
  type Families,
  type Family,
  type McastContext,
  type MulticastTimers,
  type OtherQuery,
  type OwnQuery,
  type PortMcastContext,
} from "./br-mcast-context.ts";
import { deleteMember } from "./br-mcast-delete.ts";
import { familyOf } from "./br-mcast-flood.ts";
import { receiveIgmp } from "./br-mcast-igmp.ts";
import { receiveMld } from "./br-mcast-mld.ts";
import { ownQueryExpired, portQueryExpired, querierExpired, startOwnQuery } from "./br-mcast-querier.ts";
import { addRouter, clearRouters, routerExpired } from "./br-mcast-router.ts";
import { PG_PERMANENT } from "./br-mdb-table.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";

/** Groups of those who snoop: 224.0.0.106 and ff02::6a (RFC 4286). */
const ALL_SNOOPERS = 0xe000006a;
const ALL_SNOOPERS6 = Ipv6Address.fromBytes(
  new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6a]),
);

function both<T>(make: (family: Family) => T): Families<T> {
  return { ip4: make("ip4"), ip6: make("ip6") };
}

function ownQuery<T>(owner: T, expired: (owner: T) => void): OwnQuery<T> {
  return { timer: new KernelTimer(expired, owner), startupSent: 0 };
}

function otherQuery(context: McastContext, family: Family): OtherQuery {
  return {
    timer: new KernelTimer((owner: McastContext) => querierExpired(owner, family), context),
    delayTime: 0,
    address: new Uint8Array(family === "ip4" ? 4 : 16),
    port: null,
  };
}

export const bridgeMulticastTimers: MulticastTimers<McastContext> = {
  own: (context) => both((family) => ownQuery(context, (owner) => ownQueryExpired(owner, family))),
  // that the host is a router is asked of the timer itself
  router: (context) => both(() => new KernelTimer<McastContext>(() => {}, context)),
  other: (context) => both((family) => otherQuery(context, family)),
};

export const portMulticastTimers: MulticastTimers<PortMcastContext> = {
  own: (port) => both((family) => ownQuery(port, (owner) => portQueryExpired(owner, family))),
  router: (port) => both((family) => new KernelTimer((owner) => routerExpired(owner, family), port)),
};

function joinSnoopers(bridge: NetBridge): void {
  if (bridge.inDev !== null) joinGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) joinGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

function leaveSnoopers(bridge: NetBridge): void {
  if (bridge.inDev !== null) leaveGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) leaveGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

/** The bridge opens (`br_multicast_join_snoopers`, `br_multicast_open`). */
export function multicastOpen(bridge: NetBridge): void {
  if (!bridge.multicast.enabled) return;
  joinSnoopers(bridge);
  for (const family of FAMILIES) startOwnQuery(bridge, bridge.multicast.own[family]);
}

/** `br_multicast_stop`, `br_multicast_leave_snoopers` */
export function multicastStop(bridge: NetBridge): void {
  const { machine } = bridge.net;
  const { own, other, routerTimers, enabled } = bridge.multicast;
  for (const family of FAMILIES) {
    machine.deleteTimer(own[family].timer);
    machine.deleteTimer(other[family].timer);
    machine.deleteTimer(routerTimers[family]);
  }
  if (enabled) leaveSnoopers(bridge);
}

/** Snooping begins or ends (`br_multicast_toggle`). */
export function toggleMulticast(bridge: NetBridge, on: boolean): void {
  const { multicast } = bridge;
  if (multicast.enabled === on) return;
  multicast.enabled = on;
  if (!on) {
    if (bridge.running) leaveSnoopers(bridge);
    return;
  }
  if (!bridge.running) return;
  multicastOpen(bridge);
  for (const port of bridge.ports) enablePortMulticast(port);
}

/** The port works: it is asked who is there (`br_multicast_enable_port`). */
export function enablePortMulticast(port: NetBridgePort): void {
  const { bridge, multicast } = port;
  if (!bridge.multicast.enabled || !bridge.running) return;
  for (const family of FAMILIES) {
    startOwnQuery(bridge, multicast.own[family]);
    if (multicast.router === MDB_RTR_TYPE_PERM) addRouter(multicast, family);
  }
}

/** The port does not work any more: what it had for a time is gone (`br_multicast_disable_port`). */
export function disablePortMulticast(port: NetBridgePort): void {
  const { bridge, multicast } = port;
  for (const member of [...multicast.groups].reverse())
    if ((member.flags & PG_PERMANENT) === 0) deleteMember(member);
  clearRouters(multicast);
  for (const family of FAMILIES) bridge.net.machine.deleteTimer(multicast.own[family].timer);
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
  const context = bridge.multicast;
  const from = port?.multicast ?? null;
  return family === "ip4" ? receiveIgmp(context, from, skb, vlan) : receiveMld(context, from, skb, vlan);
}
