/** `bridge vlan show`, `tunnelshow` and `global show`. */
import { AF_UNSPEC } from "../../../kernel.ts";
import { AttributeCursor, AttributeTable } from "../../../netlink/attribute.ts";
import * as vlandb from "../../../netlink/bridge-vlan.ts";
import { IFINFOMSG_LEN, readLinkHeader, writeLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_AF_SPEC,
  IFLA_EXT_MASK,
  IFLA_MAX,
  RTEXT_FILTER_BRVLAN,
  RTEXT_FILTER_BRVLAN_COMPRESSED,
} from "../../../netlink/link-attributes.ts";
import {
  AF_BRIDGE,
  IFLA_BRIDGE_VLAN_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_FLAGS,
  IFLA_BRIDGE_VLAN_TUNNEL_ID,
  IFLA_BRIDGE_VLAN_TUNNEL_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_VID,
} from "../../../netlink/link-kinds/bridge.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_GETLINK, RTM_GETSTATS, RTM_GETVLAN, RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import {
  IF_STATS_MSG_LEN,
  IFLA_STATS_LINK_XSTATS,
  IFLA_STATS_LINK_XSTATS_SLAVE,
  statsBit,
} from "../../../netlink/stats.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { type DeviceFilter, parseFilter } from "../device-filter.ts";
import { readVlanXstats } from "./counters.ts";
import { printVlanMessage } from "./entries.ts";
import {
  printCounters,
  printRange,
  printVlanFlags,
  STATS_HEADING,
  VLAN_HEADING,
  VlanTable,
} from "./table.ts";

/** Of what a link has; what entries have ends as other dumps do. */
/** Width of the VLANs before their networks. */
const TUNNEL_COLUMN = 11;
const TERMINATED = "Dump ternminated";
const link = new AttributeTable(IFLA_MAX);

/** One link's VLANs (iproute2's `print_vlan`). */
function printLinkVlans(ip: Ip, message: MessageReader, filter: DeviceFilter, table: VlanTable): void {
  if (message.type !== RTM_NEWLINK || message.length < IFINFOMSG_LEN) return;
  const { family, index } = readLinkHeader(message.bytes, message.body);
  if (family !== AF_BRIDGE || (filter.index !== 0 && filter.index !== index)) return;
  link.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  let first = 0;
  for (const cursor = link.cursor(IFLA_AF_SPEC); cursor.next(); ) {
    if (cursor.type !== IFLA_BRIDGE_VLAN_INFO || cursor.length < vlandb.BRIDGE_VLAN_INFO_LEN) continue;
    const { flags, vid } = vlandb.readBridgeVlanInfo(cursor.bytes, cursor.start);
    if ((flags & vlandb.BRIDGE_VLAN_INFO_RANGE_END) === 0) first = vid;
    if (filter.vid !== 0 && first > filter.vid) break;
    if ((flags & vlandb.BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0 || vid < filter.vid) continue;
    table.entry(index);
    ip.out.openObject();
    printRange(ip, "vlan", first, vid);
    printVlanFlags(ip, flags);
    ip.out.closeObject();
    ip.out.text("\n");
  }
  table.close();
}

const tunnel = new AttributeTable(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS);

/** One range of VLANs and of networks, side by side. */
function printTunnel(ip: Ip, first: number, last: number, firstId: number, lastId: number): void {
  const { out } = ip;
  out.openObject();
  printRange(ip, "vlan", first, last);
  const width = last === first ? `${first}`.length : `${first}-${last}`.length;
  out.text(`${" ".repeat(Math.max(0, TUNNEL_COLUMN - width))}`);
  printRange(ip, "tunid", firstId, lastId);
  out.closeObject();
  out.text("\n");
}

/** One link's tunnels (iproute2's `print_vlan_tunnel_info`). */
function printLinkTunnels(ip: Ip, message: MessageReader, filter: DeviceFilter, table: VlanTable): void {
  if (message.type !== RTM_NEWLINK || message.length < IFINFOMSG_LEN) return;
  const { family, index } = readLinkHeader(message.bytes, message.body);
  if (family !== AF_BRIDGE || (filter.index !== 0 && filter.index !== index)) return;
  link.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  let first = 0;
  let firstId = 0;
  for (const cursor = link.cursor(IFLA_AF_SPEC); cursor.next(); ) {
    if (cursor.type !== IFLA_BRIDGE_VLAN_TUNNEL_INFO) continue;
    tunnel.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    const vid = tunnel.u16(IFLA_BRIDGE_VLAN_TUNNEL_VID);
    const id = tunnel.u32(IFLA_BRIDGE_VLAN_TUNNEL_ID);
    const flags = tunnel.u16(IFLA_BRIDGE_VLAN_TUNNEL_FLAGS);
    if ((flags & vlandb.BRIDGE_VLAN_INFO_RANGE_END) === 0) {
      first = vid;
      firstId = id;
    }
    if (filter.vid !== 0 && first > filter.vid) break;
    if ((flags & vlandb.BRIDGE_VLAN_INFO_RANGE_BEGIN) !== 0 || vid < filter.vid) continue;
    table.entry(index);
    printTunnel(ip, first, vid, firstId, id);
  }
  table.close();
}

function showLinks(ip: Ip, filter: DeviceFilter, tunnels: boolean): void {
  const writer = ip.client.begin(RTM_GETLINK, 0);
  writeLinkHeader(writer, AF_BRIDGE, 0, 0, 0, 0);
  writer.u32(IFLA_EXT_MASK, ip.options.compressVlans ? RTEXT_FILTER_BRVLAN_COMPRESSED : RTEXT_FILTER_BRVLAN);
  ip.out.text(tunnels ? `${VLAN_HEADING}  tunnel-id\n` : `${VLAN_HEADING}\n`);
  const table = new VlanTable(ip, tunnels ? "tunnels" : "vlans");
  ip.dumpOrExit(
    (message) => {
      if (tunnels) printLinkTunnels(ip, message, filter, table);
      else printLinkVlans(ip, message, filter, table);
    },
    1,
    TERMINATED,
  );
}

/** Shows entries with their options, or with `global` the bridge's options. */
function showEntries(ip: Ip, filter: DeviceFilter, flags: number): void {
  const writer = ip.client.begin(RTM_GETVLAN, 0);
  vlandb.writeBridgeVlanHeader(writer, AF_BRIDGE, 0);
  if (flags !== 0) writer.u32(vlandb.BRIDGE_VLANDB_DUMP_FLAGS, flags);
  ip.out.text(`${VLAN_HEADING}\n`);
  const table = new VlanTable(ip);
  const global = (flags & vlandb.BRIDGE_VLANDB_DUMPF_GLOBAL) !== 0;
  ip.dumpOrExit((message) => printVlanMessage(ip, message, table, filter, global));
  table.close();
}

/** The counters in one message (iproute2's `print_vlan_stats`). */
function printStats(ip: Ip, message: MessageReader, filter: DeviceFilter, type: number): void {
  if (message.length < IF_STATS_MSG_LEN) return;
  const { bytes, body, end } = message;
  const index = bytes[body + 4] | (bytes[body + 5] << 8) | (bytes[body + 6] << 16) | (bytes[body + 7] << 24);
  if (filter.index !== 0 && filter.index !== index) return;
  const table = new VlanTable(ip);
  for (const outer = new AttributeCursor(bytes, body + IF_STATS_MSG_LEN, end); outer.next(); ) {
    if (outer.type !== type) continue;
    for (const { vid, flags, counters } of readVlanXstats(bytes, outer.start, outer.start + outer.length)) {
      if (filter.vid !== 0 && filter.vid !== vid) continue;
      table.entry(index);
      ip.out.openObject();
      ip.out.value("vid", vid, String(vid));
      printVlanFlags(ip, flags);
      ip.out.text("\n");
      printCounters(ip, table, counters);
      ip.out.closeObject();
    }
  }
  table.close();
}

function showStats(ip: Ip, filter: DeviceFilter): void {
  ip.out.text(`${STATS_HEADING}\n`);
  for (const type of [IFLA_STATS_LINK_XSTATS, IFLA_STATS_LINK_XSTATS_SLAVE]) {
    const writer = ip.client.begin(RTM_GETSTATS, 0);
    const at = writer.reserve(IF_STATS_MSG_LEN);
    writer.put32(at, AF_UNSPEC);
    writer.put32(at + 4, 0);
    writer.put32(at + 8, statsBit(type));
    ip.dumpOrExit((message) => printStats(ip, message, filter, type), 1, TERMINATED);
  }
}

/** `show` and `tunnelshow` (iproute2's `vlan_show`). */
export function showVlans(ip: Ip, args: Arguments, tunnels: boolean): number {
  const filter = parseFilter(ip, args);
  if (typeof filter === "number") return filter;
  ip.out.startJson();
  const withStats = ip.options.stats > 0;
  if (ip.options.details > 0 && !tunnels)
    showEntries(ip, filter, withStats ? vlandb.BRIDGE_VLANDB_DUMPF_STATS : 0);
  else if (withStats) showStats(ip, filter);
  else showLinks(ip, filter, tunnels);
  ip.out.endJson();
  return 0;
}

/** `global show` (iproute2's `vlan_global_show`). */
export function showGlobal(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args);
  if (typeof filter === "number") return filter;
  ip.out.startJson();
  showEntries(ip, filter, vlandb.BRIDGE_VLANDB_DUMPF_GLOBAL);
  ip.out.endJson();
  return 0;
}
