/**
 * Settings of multicast snooping in sysfs.
 *
 * Source: `net/bridge/br_sysfs_br.c`, `br_sysfs_if.c`.
 */
import * as br from "../../../netlink/link-kinds/bridge.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { jiffiesToClock } from "../br-time.ts";
import type { BridgeMulticast } from "./br-mcast-context.ts";
import { setPortRouter } from "./br-mcast-router.ts";
import { HASH_ELASTICITY, MULTICAST_SETTERS } from "./br-mcast-settings.ts";

type Sysfs<T> = Readonly<Record<string, readonly [(of: T) => number, (of: T, value: number) => number]>>;

/** Files by name: the attribute that says the same, and the value. */
const FILES: Readonly<Record<string, readonly [number, (multicast: BridgeMulticast) => number]>> = {
  hash_elasticity: [br.IFLA_BR_MCAST_HASH_ELASTICITY, () => HASH_ELASTICITY],
  hash_max: [br.IFLA_BR_MCAST_HASH_MAX, (of) => of.hashMax],
  multicast_igmp_version: [br.IFLA_BR_MCAST_IGMP_VERSION, (of) => of.igmpVersion],
  multicast_last_member_count: [br.IFLA_BR_MCAST_LAST_MEMBER_CNT, (of) => of.lastMemberCount],
  multicast_last_member_interval: [
    br.IFLA_BR_MCAST_LAST_MEMBER_INTVL,
    (of) => jiffiesToClock(of.lastMemberInterval),
  ],
  multicast_membership_interval: [
    br.IFLA_BR_MCAST_MEMBERSHIP_INTVL,
    (of) => jiffiesToClock(of.membershipInterval),
  ],
  multicast_mld_version: [br.IFLA_BR_MCAST_MLD_VERSION, (of) => of.mldVersion],
  multicast_querier: [br.IFLA_BR_MCAST_QUERIER, (of) => Number(of.querier)],
  multicast_querier_interval: [br.IFLA_BR_MCAST_QUERIER_INTVL, (of) => jiffiesToClock(of.querierInterval)],
  multicast_query_interval: [br.IFLA_BR_MCAST_QUERY_INTVL, (of) => jiffiesToClock(of.queryInterval)],
  multicast_query_response_interval: [
    br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
    (of) => jiffiesToClock(of.queryResponseInterval),
  ],
  multicast_query_use_ifaddr: [br.IFLA_BR_MCAST_QUERY_USE_IFADDR, (of) => Number(of.queryUseIfaddr)],
  multicast_router: [br.IFLA_BR_MCAST_ROUTER, (of) => of.router],
  multicast_snooping: [br.IFLA_BR_MCAST_SNOOPING, (of) => Number(of.enabled)],
  multicast_startup_query_count: [br.IFLA_BR_MCAST_STARTUP_QUERY_CNT, (of) => of.startupQueryCount],
  multicast_startup_query_interval: [
    br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
    (of) => jiffiesToClock(of.startupQueryInterval),
  ],
  multicast_stats_enabled: [br.IFLA_BR_MCAST_STATS_ENABLED, (of) => Number(of.statsEnabled)],
};

/** Numbers of 32 bits; a file takes a long. */
const COUNTS: ReadonlySet<number> = new Set([
  br.IFLA_BR_MCAST_HASH_MAX,
  br.IFLA_BR_MCAST_LAST_MEMBER_CNT,
  br.IFLA_BR_MCAST_STARTUP_QUERY_CNT,
]);

function store(type: number): (bridge: NetBridge, value: number) => number {
  const set = MULTICAST_SETTERS.find(([attribute]) => attribute === type)?.[2];
  const wrap = COUNTS.has(type) ? 2 ** 32 : Number.POSITIVE_INFINITY;
  return (bridge, value) => set?.(bridge, value % wrap) ?? 0;
}

/** Files below `/sys/class/net/BRIDGE/bridge`. */
export const multicastSysfs: Sysfs<NetBridge> = Object.fromEntries(
  Object.entries(FILES).map(([name, [type, show]]) => [
    name,
    [(bridge: NetBridge) => show(bridge.multicast), store(type)] as const,
  ]),
);

/** Files below `/sys/class/net/PORT/brport`. */
export const portMulticastSysfs: Sysfs<NetBridgePort> = {
  multicast_router: [
    ({ multicast }) => multicast.router,
    ({ multicast }, value) => setPortRouter(multicast, value),
  ],
};
