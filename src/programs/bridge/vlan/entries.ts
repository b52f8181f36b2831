/** Messages of VLANs as they are printed: with options of ports (`-details`), and the bridge's options (`global`). */
import { AttributeCursor, AttributeTable, NLA_TYPE_MASK, nlAlign } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_DELVLAN } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../../ip/context.ts";
import type { DeviceFilter } from "../device-filter.ts";
import { PORT_STATES } from "../link-show.ts";
import { printVlanRouterPorts } from "./router-ports.ts";
import { printCounters, printRange, printVlanFlags, type VlanTable } from "./table.ts";

const entry = new AttributeTable(vlandb.BRIDGE_VLANDB_ENTRY_MAX);
const options = new AttributeTable(vlandb.BRIDGE_VLANDB_GOPTS_MAX);
const stats = new AttributeTable(vlandb.BRIDGE_VLANDB_STATS_PAD);

const COUNTS: readonly (readonly [number, string, "u8" | "u32" | "u64"])[] = [
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_SNOOPING, "mcast_snooping", "u8"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER, "mcast_querier", "u8"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_IGMP_VERSION, "mcast_igmp_version", "u8"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MLD_VERSION, "mcast_mld_version", "u8"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_CNT, "mcast_last_member_count", "u32"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_LAST_MEMBER_INTVL, "mcast_last_member_interval", "u64"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_CNT, "mcast_startup_query_count", "u32"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_STARTUP_QUERY_INTVL, "mcast_startup_query_interval", "u64"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_MEMBERSHIP_INTVL, "mcast_membership_interval", "u64"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERIER_INTVL, "mcast_querier_interval", "u64"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_INTVL, "mcast_query_interval", "u64"],
  [vlandb.BRIDGE_VLANDB_GOPTS_MCAST_QUERY_RESPONSE_INTVL, "mcast_query_response_interval", "u64"],
];

function isWanted(filter: DeviceFilter, first: number, last: number): boolean {
  return filter.vid === 0 || (filter.vid >= first && filter.vid <= last);
}

function printEntry(ip: Ip, table: VlanTable, index: number, filter: DeviceFilter): void {
  if (!entry.has(vlandb.BRIDGE_VLANDB_ENTRY_INFO)) return;
  const info = vlandb.readBridgeVlanInfo(entry.bytes, entry.offset(vlandb.BRIDGE_VLANDB_ENTRY_INFO));
  const last = entry.u16(vlandb.BRIDGE_VLANDB_ENTRY_RANGE, info.vid);
  if (!isWanted(filter, info.vid, last)) return;
  const { out } = ip;
  table.entry(index);
  out.openObject();
  printRange(ip, "vlan", info.vid, last);
  printVlanFlags(ip, info.flags);
  out.text("\n");
  table.continueLine();
  const state = entry.u8(vlandb.BRIDGE_VLANDB_ENTRY_STATE);
  const name = PORT_STATES[state];
  if (name === undefined) out.value("state", state, `state (${state}) `);
  else out.value("state", name, `state ${name} `);
  if (entry.has(vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER)) {
    const router = entry.u8(vlandb.BRIDGE_VLANDB_ENTRY_MCAST_ROUTER);
    out.value("mcast_router", router, `mcast_router ${router} `);
  }
  out.text("\n");
  if (ip.options.stats > 0) {
    stats.parseNested(entry, vlandb.BRIDGE_VLANDB_ENTRY_STATS);
    printCounters(ip, table, {
      rxBytes: stats.u64(vlandb.BRIDGE_VLANDB_STATS_RX_BYTES),
      rxPackets: stats.u64(vlandb.BRIDGE_VLANDB_STATS_RX_PACKETS),
      txBytes: stats.u64(vlandb.BRIDGE_VLANDB_STATS_TX_BYTES),
      txPackets: stats.u64(vlandb.BRIDGE_VLANDB_STATS_TX_PACKETS),
    });
  }
  out.closeObject();
}

function printOptions(ip: Ip, table: VlanTable, index: number, filter: DeviceFilter): void {
  if (!options.has(vlandb.BRIDGE_VLANDB_GOPTS_ID)) return;
  const vid = options.u16(vlandb.BRIDGE_VLANDB_GOPTS_ID);
  const last = options.u16(vlandb.BRIDGE_VLANDB_GOPTS_RANGE, vid);
  if (!isWanted(filter, vid, last)) return;
  const { out } = ip;
  table.entry(index);
  out.openObject();
  printRange(ip, "vlan", vid, last);
  out.text("\n");
  table.continueLine();
  for (const [type, name, size] of COUNTS) {
    if (!options.has(type)) continue;
    const value = options[size](type);
    out.value(name, value, `${name} ${value} `);
  }
  out.text("\n");
  if (options.has(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS))
    printVlanRouterPorts(ip, table, options.cursor(vlandb.BRIDGE_VLANDB_GOPTS_MCAST_ROUTER_PORTS));
  out.closeObject();
}

/** Prints what a message says (iproute2's `print_vlan_rtm`). */
export function printVlanMessage(
  ip: Ip,
  message: MessageReader,
  table: VlanTable,
  filter: DeviceFilter,
  globalOnly: boolean,
): void {
  if (message.length < vlandb.BR_VLAN_MSG_LEN) return;
  const { family, index } = vlandb.readBridgeVlanHeader(message.bytes, message.body);
  if (family !== AF_BRIDGE || (filter.index !== 0 && filter.index !== index)) return;
  if (message.type === RTM_DELVLAN) ip.out.value("deleted", true, "Deleted ");
  const first = message.body + nlAlign(vlandb.BR_VLAN_MSG_LEN);
  for (const cursor = new AttributeCursor(message.bytes, first, message.end); cursor.next(); ) {
    const type = cursor.type & NLA_TYPE_MASK;
    const end = cursor.start + cursor.length;
    if (type === vlandb.BRIDGE_VLANDB_ENTRY && !globalOnly) {
      entry.parse(cursor.bytes, cursor.start, end);
      printEntry(ip, table, index, filter);
    } else if (type === vlandb.BRIDGE_VLANDB_GLOBAL_OPTIONS) {
      options.parse(cursor.bytes, cursor.start, end);
      printOptions(ip, table, index, filter);
    }
  }
}
