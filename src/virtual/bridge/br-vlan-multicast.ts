/**
 * What each VLAN has for multicast snooping of its own. There is no snooping by VLAN here: these are the defaults, and who wants
 * to set anything of it is told so.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ctx_init`).
 */
import * as vlandb from "../../netlink/bridge-vlan.ts";
import { HZ } from "./br-time.ts";

export const VLAN_MULTICAST_DEFAULTS: readonly (readonly [number, "u8" | "u32", number])[] = [
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, "u8", 1],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, "u8", 2],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, "u32", 2],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, "u32", 2],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, "u8", 0],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, "u8", 1],
];

/** In ticks. */
export const VLAN_MULTICAST_INTERVALS: readonly (readonly [number, number])[] = [
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, HZ],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, 260 * HZ],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, 255 * HZ],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, 125 * HZ],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, 10 * HZ],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, Math.floor((125 * HZ) / 4)],
];
