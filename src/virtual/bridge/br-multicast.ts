/**
 * The places at which multicast snooping decides, and what is told of it. Frames to groups are flooded.
 *
 * Source: `net/bridge/br_multicast.c`, `net/bridge/br_netlink.c`.
 */
import { EOPNOTSUPP } from "../../errno.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import * as br from "../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { Ipv6Address } from "../../packet/address.ts";
import type { SkBuff } from "../core/skbuff.ts";
import { joinGroup, leaveGroup } from "../ipv4/igmp.ts";
import { joinGroup as joinGroup6, leaveGroup as leaveGroup6 } from "../ipv6/mcast.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { jiffiesToClock } from "./br-time.ts";

/** Groups of those who snoop: 224.0.0.106 and ff02::6a (RFC 4286). */
const ALL_SNOOPERS = 0xe000006a;
const ALL_SNOOPERS6 = Ipv6Address.fromBytes(
  new Uint8Array([0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6a]),
);

/** Settings in the order of messages: attribute, bytes, value. */
const BRIDGE_SETTINGS: readonly (readonly [number, "u8" | "u32" | "u64", number])[] = [
  [br.IFLA_BR_MCAST_ROUTER, "u8", 1],
  [br.IFLA_BR_MCAST_SNOOPING, "u8", 1],
  [br.IFLA_BR_MCAST_QUERY_USE_IFADDR, "u8", 0],
  [br.IFLA_BR_MCAST_QUERIER, "u8", 0],
  [br.IFLA_BR_MCAST_STATS_ENABLED, "u8", 0],
  [br.IFLA_BR_MCAST_HASH_ELASTICITY, "u32", 16],
  [br.IFLA_BR_MCAST_HASH_MAX, "u32", 4096],
  [br.IFLA_BR_MCAST_LAST_MEMBER_CNT, "u32", 2],
  [br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, "u32", 2],
  [br.IFLA_BR_MCAST_IGMP_VERSION, "u8", 2],
  [br.IFLA_BR_MCAST_MLD_VERSION, "u8", 1],
  [br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, "u64", 250],
  [br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, "u64", 65000],
  [br.IFLA_BR_MCAST_QUERIER_INTVL, "u64", 63750],
  [br.IFLA_BR_MCAST_QUERY_INTVL, "u64", 31250],
  [br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, "u64", 2500],
  [br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, "u64", 7812],
];

/** The bridge's settings of snooping (`br_fill_info`). */
export function fillMulticast(writer: MessageWriter, _bridge: NetBridge): void {
  for (const [type, size, value] of BRIDGE_SETTINGS) {
    if (size === "u8") writer.u8(type, value);
    else if (size === "u32") writer.u32(type, value);
    else writer.u64(type, jiffiesToClock(value));
  }
}

/** A port's settings of snooping (`br_port_fill_attrs`). */
export function fillPortMulticast(writer: MessageWriter, _port: NetBridgePort): void {
  writer.u8(br.IFLA_BRPORT_MULTICAST_ROUTER, 1);
  writer.u32(br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, 512);
  writer.u32(br.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, 0);
  writer.u32(br.IFLA_BRPORT_MCAST_N_GROUPS, 0);
  writer.u32(br.IFLA_BRPORT_MCAST_MAX_GROUPS, 0);
}

/** The bridge opens: it belongs to the snoopers (`br_multicast_join_snoopers`). */
export function multicastOpen(bridge: NetBridge): void {
  if (bridge.inDev !== null) joinGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) joinGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

/** `br_multicast_leave_snoopers` */
export function multicastStop(bridge: NetBridge): void {
  if (bridge.inDev !== null) leaveGroup(bridge.inDev, ALL_SNOOPERS);
  if (bridge.in6Dev !== null) leaveGroup6(bridge.in6Dev, ALL_SNOOPERS6);
}

/**
 * Learns from reports and queries (`br_multicast_rcv`).
 * @param port null: the frame is the host's own
 * @returns false when the frame is to be dropped
 */
export function multicastReceive(
  _bridge: NetBridge,
  _port: NetBridgePort | null,
  _skb: SkBuff,
  _vlan: number,
): boolean {
  return true;
}

/** Applies a bridge's attributes about snooping (`br_changelink`). Values other than those in force are refused. */
export function changeMulticast(_bridge: NetBridge, table: AttributeTable, _extack: ExtendedAck): number {
  for (const [type, size, value] of BRIDGE_SETTINGS) {
    if (!table.has(type)) continue;
    const wanted = size === "u8" ? table.u8(type) : size === "u32" ? table.u32(type) : table.u64(type);
    if (wanted !== (size === "u64" ? jiffiesToClock(value) : value)) return -EOPNOTSUPP;
  }
  return 0;
}

const PORT_SETTINGS: readonly (readonly [number, number])[] = [
  [br.IFLA_BRPORT_MULTICAST_ROUTER, 1],
  [br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, 512],
  [br.IFLA_BRPORT_MCAST_MAX_GROUPS, 0],
];

/** Applies a port's attributes about snooping (`br_setport`). */
export function changePortMulticast(
  _port: NetBridgePort,
  table: AttributeTable,
  _extack: ExtendedAck,
): number {
  for (const [type, value] of PORT_SETTINGS) {
    const wanted = table.length(type) === 1 ? table.u8(type) : table.u32(type);
    if (table.has(type) && wanted !== value) return -EOPNOTSUPP;
  }
  return 0;
}
