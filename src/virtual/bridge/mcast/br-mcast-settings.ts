/**
 * Settings of multicast snooping as attributes, of bridges and of ports.
 *
 * Source: `net/bridge/br_netlink.c` (`br_fill_info`, `br_changelink`, `br_port_fill_attrs`, `br_setport`), `br_multicast.c`.
 */
import { EINVAL } from "../../../errno.ts";
import type { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { jiffiesToClock } from "../br-time.ts";
import type { BridgeMulticast } from "./br-mcast-context.ts";
import {
  type ContextSetter,
  setIgmpVersion,
  setLastMemberCount,
  setLastMemberInterval,
  setMembershipInterval,
  setMldVersion,
  setQuerierInterval,
  setQuerierOn,
  setQueryInterval,
  setQueryResponseInterval,
  setStartupQueryCount,
  setStartupQueryInterval,
} from "./br-mcast-context-settings.ts";
import { fillQuerierState } from "./br-mcast-querier-state.ts";
import { setPortRouter, setRouter } from "./br-mcast-router.ts";
import { toggleMulticast } from "./br-multicast.ts";

export const HASH_ELASTICITY = 16;

/** The bridge's settings of snooping. */
export function fillMulticast(writer: MessageWriter, { multicast }: NetBridge): void {
  writer.u8(br.IFLA_BR_MCAST_ROUTER, multicast.router);
  writer.u8(br.IFLA_BR_MCAST_SNOOPING, multicast.enabled ? 1 : 0);
  writer.u8(br.IFLA_BR_MCAST_QUERY_USE_IFADDR, multicast.queryUseIfaddr ? 1 : 0);
  writer.u8(br.IFLA_BR_MCAST_QUERIER, multicast.querier ? 1 : 0);
  writer.u8(br.IFLA_BR_MCAST_STATS_ENABLED, multicast.statsEnabled ? 1 : 0);
  writer.u32(br.IFLA_BR_MCAST_HASH_ELASTICITY, HASH_ELASTICITY);
  writer.u32(br.IFLA_BR_MCAST_HASH_MAX, multicast.hashMax);
  writer.u32(br.IFLA_BR_MCAST_LAST_MEMBER_CNT, multicast.lastMemberCount);
  writer.u32(br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, multicast.startupQueryCount);
  writer.u8(br.IFLA_BR_MCAST_IGMP_VERSION, multicast.igmpVersion);
  fillQuerierState(writer, multicast, br.IFLA_BR_MCAST_QUERIER_STATE);
  writer.u8(br.IFLA_BR_MCAST_MLD_VERSION, multicast.mldVersion);
  writer.u64(br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, jiffiesToClock(multicast.lastMemberInterval));
  writer.u64(br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, jiffiesToClock(multicast.membershipInterval));
  writer.u64(br.IFLA_BR_MCAST_QUERIER_INTVL, jiffiesToClock(multicast.querierInterval));
  writer.u64(br.IFLA_BR_MCAST_QUERY_INTVL, jiffiesToClock(multicast.queryInterval));
  writer.u64(br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, jiffiesToClock(multicast.queryResponseInterval));
  writer.u64(br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, jiffiesToClock(multicast.startupQueryInterval));
}

/** A port's settings of snooping. */
export function fillPortMulticast(writer: MessageWriter, { multicast }: NetBridgePort): void {
  writer.u8(br.IFLA_BRPORT_MULTICAST_ROUTER, multicast.router);
  writer.u32(br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT, multicast.trackedHostsLimit);
  writer.u32(br.IFLA_BRPORT_MCAST_EHT_HOSTS_CNT, multicast.trackedHosts);
  writer.u32(br.IFLA_BRPORT_MCAST_N_GROUPS, multicast.groups.size);
  writer.u32(br.IFLA_BRPORT_MCAST_MAX_GROUPS, multicast.maxGroups);
}

/** @returns 0 or a negative error */
export type MulticastSetter = (bridge: NetBridge, value: number) => number;

function setting(change: (multicast: BridgeMulticast, value: number) => void): MulticastSetter {
  return ({ multicast }, value) => {
    change(multicast, value);
    return 0;
  };
}

/** A setting that VLANs have, too. */
function shared(set: ContextSetter): MulticastSetter {
  return ({ multicast }, value) => set(multicast, value);
}

/** Each attribute's size and what it sets, in Linux's order. */
export const MULTICAST_SETTERS: readonly (readonly [number, "u8" | "u32" | "u64", MulticastSetter])[] = [
  [br.IFLA_BR_MCAST_ROUTER, "u8", shared(setRouter)],
  [
    br.IFLA_BR_MCAST_SNOOPING,
    "u8",
    (bridge, value) => {
      toggleMulticast(bridge, value !== 0);
      return 0;
    },
  ],
  [
    br.IFLA_BR_MCAST_QUERY_USE_IFADDR,
    "u8",
    setting((multicast, value) => {
      multicast.queryUseIfaddr = value !== 0;
    }),
  ],
  [br.IFLA_BR_MCAST_QUERIER, "u8", shared(setQuerierOn)],
  // what the elasticity was good for is no more
  [br.IFLA_BR_MCAST_HASH_ELASTICITY, "u32", () => 0],
  [
    br.IFLA_BR_MCAST_HASH_MAX,
    "u32",
    setting((multicast, value) => {
      multicast.hashMax = value;
    }),
  ],
  [br.IFLA_BR_MCAST_LAST_MEMBER_CNT, "u32", shared(setLastMemberCount)],
  [br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, "u64", shared(setLastMemberInterval)],
  [br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, "u64", shared(setMembershipInterval)],
  [br.IFLA_BR_MCAST_QUERIER_INTVL, "u64", shared(setQuerierInterval)],
  [br.IFLA_BR_MCAST_QUERY_INTVL, "u64", shared(setQueryInterval)],
  [br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, "u64", shared(setQueryResponseInterval)],
  [br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, "u32", shared(setStartupQueryCount)],
  [br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL, "u64", shared(setStartupQueryInterval)],
  [
    br.IFLA_BR_MCAST_STATS_ENABLED,
    "u8",
    setting((multicast, value) => {
      multicast.statsEnabled = value !== 0;
    }),
  ],
  [br.IFLA_BR_MCAST_IGMP_VERSION, "u8", shared(setIgmpVersion)],
  [br.IFLA_BR_MCAST_MLD_VERSION, "u8", shared(setMldVersion)],
];

/** Applies a bridge's attributes about snooping. @returns 0 or a negative error; what came before it stays */
export function changeMulticast(bridge: NetBridge, table: AttributeTable, _extack: ExtendedAck): number {
  for (const [type, size, set] of MULTICAST_SETTERS) {
    if (!table.has(type)) continue;
    const error = set(bridge, table[size](type));
    if (error < 0) return error;
  }
  return 0;
}

/** How many hosts may be told apart behind the port (`br_multicast_eht_set_hosts_limit`). @returns 0 or `-EINVAL` */
function setTrackedHostsLimit({ multicast }: NetBridgePort, limit: number): number {
  if (limit === 0) return -EINVAL;
  multicast.trackedHostsLimit = limit;
  return 0;
}

/** Applies a port's attributes about snooping. */
export function changePortMulticast(
  port: NetBridgePort,
  table: AttributeTable,
  _extack: ExtendedAck,
): number {
  if (table.has(br.IFLA_BRPORT_MULTICAST_ROUTER)) {
    const error = setPortRouter(port.multicast, table.u8(br.IFLA_BRPORT_MULTICAST_ROUTER));
    if (error < 0) return error;
  }
  if (table.has(br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT)) {
    const error = setTrackedHostsLimit(port, table.u32(br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT));
    if (error < 0) return error;
  }
  if (table.has(br.IFLA_BRPORT_MCAST_MAX_GROUPS))
    port.multicast.maxGroups = table.u32(br.IFLA_BRPORT_MCAST_MAX_GROUPS);
  return 0;
}
