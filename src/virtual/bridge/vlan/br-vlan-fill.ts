/**
 * What is told of VLANs in messages of their own, `RTM_NEWVLAN` and `RTM_DELVLAN`: entries of ports and bridges with their options.
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_fill_vids`), `net/bridge/br_vlan_options.c`.
 */
import { NLA_F_NESTED } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { MDB_RTR_TYPE_TEMP_QUERY } from "../../../netlink/mdb.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import type { NetBridgePort } from "../br-private.ts";
import { type BridgeVlan, newVlanStats, type VlanGroup } from "./br-vlan-group.ts";
import { continuesTunnels, fillTunnelOption } from "./br-vlan-tunnel.ts";

/** `MDB_RTR_TYPE_*` of the VLAN (`br_vlan_multicast_router`). */
function routerOf({ multicast, portMulticast, master }: BridgeVlan): number {
  return (master === null ? multicast : portMulticast)?.router ?? MDB_RTR_TYPE_TEMP_QUERY;
}

/** `BRIDGE_VLAN_INFO_*` as user space sees them (`br_vlan_flags`). */
export function shownFlags(group: VlanGroup, vlan: BridgeVlan): number {
  return vlan.flags | (group.pvid === vlan.vid ? vlandb.BRIDGE_VLAN_INFO_PVID : 0);
}

/** Whether the VLAN continues a range that ends with the other one (`br_vlan_can_enter_range`). */
export function continuesRange(vlan: BridgeVlan, last: BridgeVlan): boolean {
  return (
    vlan.vid - last.vid === 1 &&
    vlan.flags === last.flags &&
    vlan.state === last.state &&
    routerOf(vlan) === routerOf(last) &&
    vlan.neighSuppress === last.neighSuppress &&
    continuesTunnels(vlan, last)
  );
}

/** One VLAN or range; `options` absent: its identifiers alone (`br_vlan_fill_vids`). */
export function fillVlanEntry(
  writer: MessageWriter,
  vid: number,
  last: number,
  flags: number,
  options: { readonly vlan: BridgeVlan; readonly port: NetBridgePort | null } | undefined,
  stats: boolean,
): void {
  const nest = writer.nest(vlandb.BRIDGE_VLANDB_ENTRY | NLA_F_NESTED);
  const shown = flags & (vlandb.BRIDGE_VLAN_INFO_UNTAGGED | vlandb.BRIDGE_VLAN_INFO_PVID);
  vlandb.writeBridgeVlanInfo(writer, vlandb.BRIDGE_VLANDB_ENTRY_INFO, shown, vid);
  if (vid < last && (flags & vlandb.BRIDGE_VLAN_INFO_PVID) === 0)
    writer.u16(vlandb.BRIDGE_VLANDB_ENTRY_RANGE, last);
  if (options !== undefined) {
    writer.u8(vlandb.BRIDGE_VLANDB_ENTRY_STATE, options.vlan.state);
    fillTunnelOption(writer, options.vlan);
    writer.u8(vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER, routerOf(options.vlan));
    if (options.port !== null)
      writer.u8(vlandb.BRIDGE_VLANDB_ENTRY_NEIGH_SUPPRESS, options.vlan.neighSuppress ? 1 : 0);
    if (stats) fillStats(writer, options.vlan);
  }
  writer.endNest(nest);
}

/** Counters of the VLAN, or none that counted (`br_vlan_stats_fill`). */
function fillStats(writer: MessageWriter, vlan: BridgeVlan): void {
  const stats = vlan.stats ?? newVlanStats();
  const nest = writer.nest(vlandb.BRIDGE_VLANDB_ENTRY_STATS | NLA_F_NESTED);
  writer.u64(vlandb.BRIDGE_VLANDB_STATS_RX_BYTES, stats.rxBytes);
  writer.u64(vlandb.BRIDGE_VLANDB_STATS_RX_PACKETS, stats.rxPackets);
  writer.u64(vlandb.BRIDGE_VLANDB_STATS_TX_BYTES, stats.txBytes);
  writer.u64(vlandb.BRIDGE_VLANDB_STATS_TX_PACKETS, stats.txPackets);
  writer.endNest(nest);
}
