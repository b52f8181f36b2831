/**
 * The bridge's options of single VLANs: how each snoops.
 *
 * Source: `net/bridge/br_vlan_options.c` (`br_vlan_global_opts_fill`, `br_vlan_process_global_one_opts`, `br_vlan_global_opts_notify`).
 */
import { type AttributeTable, NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { RTM_NEWVLAN, RTNLGRP_BRVLAN } from "../../../netlink/rtnetlink.ts";
import type { NetBridge } from "../br-private.ts";
import { jiffiesToClock } from "../br-time.ts";
import type { McastContext } from "../mcast/br-mcast-context.ts";
import * as set from "../mcast/br-mcast-context-settings.ts";
import { fillQuerierState } from "../mcast/br-mcast-querier-state.ts";
import { toggleGlobalVlan } from "../mcast/br-multicast.ts";
import { fillRouters, hasRouters } from "../mdb/br-mdb-fill.ts";
import type { BridgeVlan } from "./br-vlan-group.ts";
import { vlanContext } from "./br-vlan-multicast.ts";

/** In ticks. */
const INTERVALS: readonly (readonly [number, (context: McastContext) => number])[] = [
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, (context) => context.lastMemberInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, (context) => context.membershipInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, (context) => context.querierInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, (context) => context.queryInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, (context) => context.queryResponseInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, (context) => context.startupQueryInterval],
];

/** The bridge's options of a VLAN or range. */
export function fillGlobalOptions(
  writer: MessageWriter,
  bridge: NetBridge,
  vlan: BridgeVlan,
  last: number,
): void {
  // who has none of its own has what all begin with
  const context = vlan.multicast ?? vlanContext(bridge, vlan);
  const nest = writer.nest(vlandb.BRIDGE_VLANDB_GLOBAL_OPTIONS | NLA_F_NESTED);
  writer.u16(vlandb.BRIDGE_VLANDB_GOPTS_ID, vlan.vid);
  if (vlan.vid < last) writer.u16(vlandb.BRIDGE_VLANDB_GOPTS_RANGE, last);
  writer.u8(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, vlan.mcastGlobal ? 1 : 0);
  writer.u8(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, context.igmpVersion);
  writer.u32(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, context.lastMemberCount);
  writer.u32(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, context.startupQueryCount);
  writer.u8(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, context.querier ? 1 : 0);
  fillQuerierState(writer, context, vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_STATE);
  for (const [type, ticks] of INTERVALS) writer.u64(type, jiffiesToClock(ticks(context)));
  if (hasRouters(context)) {
    const routers = writer.nest(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS | NLA_F_NESTED);
    fillRouters(writer, context);
    writer.endNest(routers);
  }
  writer.u8(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, context.mldVersion);
  writer.u16(vlandb.BRIDGE_VLANDB_GOPTS_MSTI, 0);
  writer.endNest(nest);
}

/** Whether both are set in the same way, with no routers behind ports (`br_multicast_ctx_options_equal`). */
function sameOptions(left: McastContext, right: McastContext): boolean {
  return (
    left.igmpVersion === right.igmpVersion &&
    left.mldVersion === right.mldVersion &&
    left.lastMemberCount === right.lastMemberCount &&
    left.startupQueryCount === right.startupQueryCount &&
    left.querier === right.querier &&
    INTERVALS.every(([, ticks]) => ticks(left) === ticks(right)) &&
    !hasRouters(left) &&
    !hasRouters(right)
  );
}

/** Whether the VLAN continues a range that ends with the other one (`br_vlan_global_opts_can_enter_range`). */
export function continuesGlobalRange(bridge: NetBridge, vlan: BridgeVlan, last: BridgeVlan): boolean {
  if (vlan.vid - last.vid !== 1 || vlan.mcastGlobal !== last.mcastGlobal) return false;
  if (vlan.multicast === null && last.multicast === null) return true;
  return sameOptions(vlanContext(bridge, vlan), vlanContext(bridge, last));
}

/** In Linux's order. */
const SETTERS: readonly (readonly [number, "u8" | "u32" | "u64", set.ContextSetter])[] = [
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, "u8", set.setIgmpVersion],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, "u32", set.setLastMemberCount],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, "u32", set.setStartupQueryCount],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, "u64", set.setLastMemberInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, "u64", set.setMembershipInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, "u64", set.setQuerierInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, "u64", set.setQueryInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, "u64", set.setQueryResponseInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, "u64", set.setStartupQueryInterval],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, "u8", set.setQuerierOn],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, "u8", set.setMldVersion],
];

/** @returns a negative error, or whether anything changed */
export function changeGlobalOptions(
  bridge: NetBridge,
  vlan: BridgeVlan,
  table: AttributeTable,
): number | boolean {
  let changed = false;
  const snooping = vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING;
  if (table.has(snooping)) changed = toggleGlobalVlan(bridge, vlan, table.u8(snooping) !== 0);
  for (const [type, size, change] of SETTERS) {
    if (!table.has(type)) continue;
    const error = change(vlanContext(bridge, vlan), table[size](type));
    if (error < 0) return error;
    changed = true;
  }
  return changed;
}

/** Tells listeners of the options of a VLAN or range. */
export function globalOptionsNotify(bridge: NetBridge, vlan: BridgeVlan, last: number): void {
  const { rtnetlink } = bridge.net.machine;
  if (!rtnetlink.hasListeners(bridge.net, RTNLGRP_BRVLAN)) return;
  const { writer } = rtnetlink;
  writer.reset();
  writer.begin(RTM_NEWVLAN, 0);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, bridge.ifindex);
  fillGlobalOptions(writer, bridge, vlan, last);
  writer.end();
  rtnetlink.notify(bridge.net, RTNLGRP_BRVLAN, writer.message());
}
