/**
 * Settings of multicast snooping as attributes, of bridges and of ports.
 *
 * Source: `net/bridge/br_netlink.c` (`br_fill_info`, `br_changelink`, `br_port_fill_attrs`, `br_setport`), `br_multicast.c`.
 */
import { EINVAL } from "../../errno.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import * as br from "../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { KERN_INFO } from "../core/log-level.ts";
import { type BridgeMulticast, FAMILIES, type McastContext } from "./br-mcast-context.ts";
import { startQuerier } from "./br-mcast-querier.ts";
import { fillQuerierState } from "./br-mcast-querier-state.ts";
import { setPortRouter, setRouter } from "./br-mcast-router.ts";
import { toggleMulticast } from "./br-multicast.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";
import { clockToJiffies, HZ, jiffies, jiffiesToClock } from "./br-time.ts";

/** `BR_MULTICAST_QUERY_INTVL_MIN`, `BR_MULTICAST_STARTUP_QUERY_INTVL_MIN`: a second; and the greatest, a day. */
const LEAST_INTERVAL = HZ;
const GREATEST_INTERVAL = 86400 * HZ;
export const HASH_ELASTICITY = 16;

type Times = "lastMemberInterval" | "membershipInterval" | "querierInterval" | "queryResponseInterval";

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

/** The bridge begins to query (`br_multicast_set_querier`). */
function setQuerier(context: McastContext, on: boolean): number {
  if (context.querier === on) return 0;
  context.querier = on;
  if (!on) return 0;
  const now = jiffies(context.bridge.net.machine);
  for (const family of FAMILIES) {
    const other = context.other[family];
    if (!other.timer.pending) other.delayTime = now + context.queryResponseInterval;
    startQuerier(context, family);
  }
  return 0;
}

/** Intervals of queries have bounds, within which they are moved with a word in the kernel's log. */
function boundedInterval(bridge: NetBridge, value: number, what: string): number {
  const ticks = clockToJiffies(value);
  const bounded = Math.min(GREATEST_INTERVAL, Math.max(LEAST_INTERVAL, ticks));
  if (bounded !== ticks)
    bridge.net.machine.log.print(
      KERN_INFO,
      `${bridge.name}: trying to set multicast ${what} interval ${ticks < bounded ? "below minimum" : "above maximum"}, setting to ${jiffiesToClock(bounded)} (${(bounded * 1000) / HZ}ms)`,
    );
  return bounded;
}

/** The versions that a bridge speaks: with sources and the one before. */
function setVersion(multicast: BridgeMulticast, which: "igmpVersion" | "mldVersion", value: number): number {
  const lowest = which === "igmpVersion" ? 2 : 1;
  if (value !== lowest && value !== lowest + 1) return -EINVAL;
  multicast[which] = value;
  return 0;
}

/** @returns 0 or a negative error */
export type MulticastSetter = (bridge: NetBridge, value: number, extack: ExtendedAck) => number;

function setting(change: (multicast: BridgeMulticast, value: number) => void): MulticastSetter {
  return ({ multicast }, value) => {
    change(multicast, value);
    return 0;
  };
}

function time(name: Times): MulticastSetter {
  return setting((multicast, value) => {
    multicast[name] = clockToJiffies(value);
  });
}

/** Each attribute's size and what it sets, in Linux's order. */
export const MULTICAST_SETTERS: readonly (readonly [number, "u8" | "u32" | "u64", MulticastSetter])[] = [
  [br.IFLA_BR_MCAST_ROUTER, "u8", ({ multicast }, value) => setRouter(multicast, value)],
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
  [br.IFLA_BR_MCAST_QUERIER, "u8", ({ multicast }, value) => setQuerier(multicast, value !== 0)],
  // what the elasticity was good for is no more
  [br.IFLA_BR_MCAST_HASH_ELASTICITY, "u32", () => 0],
  [
    br.IFLA_BR_MCAST_HASH_MAX,
    "u32",
    setting((multicast, value) => {
      multicast.hashMax = value;
    }),
  ],
  [
    br.IFLA_BR_MCAST_LAST_MEMBER_CNT,
    "u32",
    setting((multicast, value) => {
      multicast.lastMemberCount = value;
    }),
  ],
  [br.IFLA_BR_MCAST_LAST_MEMBER_INTVL, "u64", time("lastMemberInterval")],
  [br.IFLA_BR_MCAST_MEMBERSHIP_INTVL, "u64", time("membershipInterval")],
  [br.IFLA_BR_MCAST_QUERIER_INTVL, "u64", time("querierInterval")],
  [
    br.IFLA_BR_MCAST_QUERY_INTVL,
    "u64",
    (bridge, value) => {
      bridge.multicast.queryInterval = boundedInterval(bridge, value, "query");
      return 0;
    },
  ],
  [br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL, "u64", time("queryResponseInterval")],
  [
    br.IFLA_BR_MCAST_STARTUP_QUERY_CNT,
    "u32",
    setting((multicast, value) => {
      multicast.startupQueryCount = value;
    }),
  ],
  [
    br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
    "u64",
    (bridge, value) => {
      bridge.multicast.startupQueryInterval = boundedInterval(bridge, value, "startup query");
      return 0;
    },
  ],
  [
    br.IFLA_BR_MCAST_STATS_ENABLED,
    "u8",
    setting((multicast, value) => {
      multicast.statsEnabled = value !== 0;
    }),
  ],
  [
    br.IFLA_BR_MCAST_IGMP_VERSION,
    "u8",
    ({ multicast }, value) => setVersion(multicast, "igmpVersion", value),
  ],
  [br.IFLA_BR_MCAST_MLD_VERSION, "u8", ({ multicast }, value) => setVersion(multicast, "mldVersion", value)],
];

/** Applies a bridge's attributes about snooping. @returns 0 or a negative error; what came before it stays */
export function changeMulticast(bridge: NetBridge, table: AttributeTable, extack: ExtendedAck): number {
  for (const [type, size, set] of MULTICAST_SETTERS) {
    if (!table.has(type)) continue;
    const error = set(bridge, table[size](type), extack);
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
