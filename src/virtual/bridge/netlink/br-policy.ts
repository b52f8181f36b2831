/**
 * What attributes of bridges and of ports must look like.
 *
 * Source: `net/bridge/br_netlink.c` (`br_policy`, `br_port_policy`).
 */
import * as br from "../../../netlink/link-kinds/bridge.ts";
import { type Policy, type PolicyEntry, policy } from "../../../netlink/policy.ts";

const U8: PolicyEntry = { type: "u8" };
const U16: PolicyEntry = { type: "u16" };
const U32: PolicyEntry = { type: "u32" };
const U64: PolicyEntry = { type: "u64" };

function rules(types: readonly number[], rule: PolicyEntry): (readonly [number, PolicyEntry])[] {
  return types.map((type) => [type, rule] as const);
}

/** Attributes of bridges in `IFLA_INFO_DATA` (`br_policy`). */
export const BRIDGE_POLICY: Policy = policy(br.IFLA_BR_MAX, [
  ...rules(
    [
      br.IFLA_BR_FORWARD_DELAY,
      br.IFLA_BR_HELLO_TIME,
      br.IFLA_BR_MAX_AGE,
      br.IFLA_BR_AGEING_TIME,
      br.IFLA_BR_STP_STATE,
      br.IFLA_BR_MCAST_HASH_ELASTICITY,
      br.IFLA_BR_MCAST_HASH_MAX,
      br.IFLA_BR_MCAST_LAST_MEMBER_CNT,
      br.IFLA_BR_MCAST_STARTUP_QUERY_CNT,
      br.IFLA_BR_FDB_MAX_LEARNED,
    ],
    U32,
  ),
  ...rules(
    [br.IFLA_BR_PRIORITY, br.IFLA_BR_VLAN_PROTOCOL, br.IFLA_BR_GROUP_FWD_MASK, br.IFLA_BR_VLAN_DEFAULT_PVID],
    U16,
  ),
  ...rules(
    [
      br.IFLA_BR_VLAN_FILTERING,
      br.IFLA_BR_MCAST_ROUTER,
      br.IFLA_BR_MCAST_SNOOPING,
      br.IFLA_BR_MCAST_QUERY_USE_IFADDR,
      br.IFLA_BR_MCAST_QUERIER,
      br.IFLA_BR_NF_CALL_IPTABLES,
      br.IFLA_BR_NF_CALL_IP6TABLES,
      br.IFLA_BR_NF_CALL_ARPTABLES,
      br.IFLA_BR_VLAN_STATS_ENABLED,
      br.IFLA_BR_MCAST_STATS_ENABLED,
      br.IFLA_BR_MCAST_IGMP_VERSION,
      br.IFLA_BR_MCAST_MLD_VERSION,
      br.IFLA_BR_VLAN_STATS_PER_PORT,
    ],
    U8,
  ),
  ...rules(
    [
      br.IFLA_BR_MCAST_LAST_MEMBER_INTVL,
      br.IFLA_BR_MCAST_MEMBERSHIP_INTVL,
      br.IFLA_BR_MCAST_QUERIER_INTVL,
      br.IFLA_BR_MCAST_QUERY_INTVL,
      br.IFLA_BR_MCAST_QUERY_RESPONSE_INTVL,
      br.IFLA_BR_MCAST_STARTUP_QUERY_INTVL,
    ],
    U64,
  ),
  [br.IFLA_BR_GROUP_ADDR, { type: "binary", length: 6 }],
  [br.IFLA_BR_MULTI_BOOLOPT, { type: "binary", length: 8, exact: true }],
  [br.IFLA_BR_FDB_N_LEARNED, { type: "reject" }],
]);

/** Attributes of ports (`br_port_policy`). */
export const PORT_POLICY: Policy = policy(
  br.IFLA_BRPORT_MAX,
  [
    ...rules(
      [
        br.IFLA_BRPORT_STATE,
        br.IFLA_BRPORT_MODE,
        br.IFLA_BRPORT_GUARD,
        br.IFLA_BRPORT_PROTECT,
        br.IFLA_BRPORT_FAST_LEAVE,
        br.IFLA_BRPORT_LEARNING,
        br.IFLA_BRPORT_UNICAST_FLOOD,
        br.IFLA_BRPORT_PROXYARP,
        br.IFLA_BRPORT_PROXYARP_WIFI,
        br.IFLA_BRPORT_MULTICAST_ROUTER,
        br.IFLA_BRPORT_MCAST_TO_UCAST,
        br.IFLA_BRPORT_MCAST_FLOOD,
        br.IFLA_BRPORT_BCAST_FLOOD,
        br.IFLA_BRPORT_VLAN_TUNNEL,
        br.IFLA_BRPORT_NEIGH_SUPPRESS,
        br.IFLA_BRPORT_ISOLATED,
        br.IFLA_BRPORT_LOCKED,
        br.IFLA_BRPORT_MAB,
      ],
      U8,
    ),
    ...rules([br.IFLA_BRPORT_PRIORITY, br.IFLA_BRPORT_GROUP_FWD_MASK], U16),
    ...rules(
      [
        br.IFLA_BRPORT_COST,
        br.IFLA_BRPORT_BACKUP_PORT,
        br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT,
        br.IFLA_BRPORT_MCAST_MAX_GROUPS,
        br.IFLA_BRPORT_BACKUP_NHID,
      ],
      U32,
    ),
    [br.IFLA_BRPORT_MCAST_N_GROUPS, { type: "reject" }],
    [br.IFLA_BRPORT_NEIGH_VLAN_SUPPRESS, { type: "u8", maximum: 1 }],
  ],
  br.IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT + 1,
);
