/** `bridge mdb show`: groups, and ports behind which routers are. */
import { AttributeCursor, AttributeTable, nlAlign, readS32, readU32 } from "../../../netlink/attribute.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import * as mdba from "../../../netlink/mdb.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_DELMDB, RTM_GETMDB } from "../../../netlink/rtnetlink.ts";
import { formatHexBytes, formatIpv4, Ipv6Address, ipv4FromBytes } from "../../../packet/address.ts";
import { ETH_P_IP, ETH_P_IPV6 } from "../../../packet/ethernet.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import type { Color } from "../../ip/print.ts";
import { type DeviceFilter, parseFilter } from "../device-filter.ts";
import { formatTimer, printRouterStats } from "./router-stats.ts";

const message = new AttributeTable(mdba.MDBA_MAX);
const extra = new AttributeTable(mdba.MDBA_MDB_EATTR_MAX);
const listed = new AttributeTable(mdba.MDBA_MDB_SRCATTR_MAX);
const router = new AttributeTable(mdba.MDBA_ROUTER_PATTR_MAX);

const FLAGS: readonly (readonly [number, string])[] = [
  [mdba.MDB_FLAGS_OFFLOAD, "offload"],
  [mdba.MDB_FLAGS_FAST_LEAVE, "fast_leave"],
  [mdba.MDB_FLAGS_STAR_EXCL, "added_by_star_ex"],
  [mdba.MDB_FLAGS_BLOCKED, "blocked"],
];

function addressOf({ protocol, address }: mdba.MdbEntryInfo): readonly [string, Color | undefined] {
  if (protocol === ETH_P_IP) return [formatIpv4(ipv4FromBytes(address, 0)), "inet"];
  if (protocol === ETH_P_IPV6) return [Ipv6Address.fromBytes(address).toString(), "inet6"];
  return [formatHexBytes(address.subarray(0, 6)), undefined];
}

/** A source's address; undefined when there is none of the right length. */
function sourceOf(bytes: Uint8Array | undefined, protocol: number): readonly [string, Color] | undefined {
  if (bytes === undefined) return undefined;
  if (protocol === ETH_P_IP)
    return bytes.length >= 4 ? [formatIpv4(ipv4FromBytes(bytes, 0)), "inet"] : undefined;
  return bytes.length >= 16 ? [Ipv6Address.fromBytes(bytes).toString(), "inet6"] : undefined;
}

/** The sources of a membership with their timers (iproute2's `print_src_entry`). */
function printSources({ out }: Ip, protocol: number): void {
  out.openArray("source_list", " source_list");
  let separator = " ";
  for (const list = extra.cursor(mdba.MDBA_MDB_EATTR_SRC_LIST); list.next(); ) {
    if (list.type !== mdba.MDBA_MDB_SRCLIST_ENTRY) continue;
    listed.parse(list.bytes, list.start, list.start + list.length);
    const address = sourceOf(listed.payload(mdba.MDBA_MDB_SRCATTR_ADDRESS), protocol);
    if (address === undefined || !listed.has(mdba.MDBA_MDB_SRCATTR_TIMER)) continue;
    const timer = formatTimer(listed.u32(mdba.MDBA_MDB_SRCATTR_TIMER)).trimStart();
    out.openObject();
    out.value("address", address[0], `${separator}${address[0]}`, address[1]);
    out.value("timer", timer, `/${timer}`);
    out.closeObject();
    separator = ",";
  }
  out.closeArray();
}

const MODES = ["exclude", "include"] as const;

function printDetails(ip: Ip, protocol: number): void {
  if (ip.options.details === 0) return;
  if (extra.has(mdba.MDBA_MDB_EATTR_GROUP_MODE)) {
    const mode = MODES[extra.u8(mdba.MDBA_MDB_EATTR_GROUP_MODE)] ?? "include";
    ip.out.value("filter_mode", mode, ` filter_mode ${mode}`);
  }
  if (extra.has(mdba.MDBA_MDB_EATTR_SRC_LIST)) printSources(ip, protocol);
  if (!extra.has(mdba.MDBA_MDB_EATTR_RTPROT)) return;
  const name = ip.names.protocol(extra.u8(mdba.MDBA_MDB_EATTR_RTPROT));
  ip.out.value("protocol", name, ` proto ${name} `);
}

/** One membership (iproute2's `print_mdb_entry`). */
function printEntry(ip: Ip, entry: mdba.MdbEntryInfo, bridge: number, filter: DeviceFilter): void {
  if (filter.vid !== 0 && filter.vid !== entry.vid) return;
  const { out, links } = ip;
  const [address, color] = addressOf(entry);
  out.openObject();
  out.field("index", bridge);
  out.value("dev", links.name(bridge), `dev ${links.name(bridge)}`, "ifname");
  out.value("port", links.name(entry.index), ` port ${links.name(entry.index)}`);
  out.value("grp", address, ` grp ${address}`, color);
  const source = sourceOf(extra.payload(mdba.MDBA_MDB_EATTR_SOURCE), entry.protocol);
  if (source !== undefined) out.value("src", source[0], ` src ${source[0]}`, source[1]);
  const state = (entry.state & mdba.MDB_PERMANENT) !== 0 ? "permanent" : "temp";
  out.value("state", state, ` ${state}`);
  printDetails(ip, entry.protocol);
  out.openArray("flags");
  for (const [bit, name] of FLAGS) if ((entry.flags & bit) !== 0) out.value(null, name, ` ${name}`);
  out.closeArray();
  if (entry.vid !== 0) out.value("vid", entry.vid, ` vid ${entry.vid}`);
  if (ip.options.stats > 0 && extra.has(mdba.MDBA_MDB_EATTR_TIMER)) {
    const timer = formatTimer(extra.u32(mdba.MDBA_MDB_EATTR_TIMER));
    out.value("timer", timer, ` ${timer}`);
  }
  out.newline();
  out.closeObject();
}

/** Steps over the entries inside `MDBA_MDB`. */
function printEntries(ip: Ip, bridge: number, filter: DeviceFilter): void {
  for (const list = message.cursor(mdba.MDBA_MDB); list.next(); ) {
    for (const info = new AttributeCursor(list.bytes, list.start, list.start + list.length); info.next(); ) {
      if (info.length < mdba.BR_MDB_ENTRY_LEN) continue;
      extra.parse(info.bytes, info.start + mdba.BR_MDB_ENTRY_LEN, info.start + info.length);
      printEntry(ip, mdba.readMdbEntry(info.bytes, info.start), bridge, filter);
    }
  }
}

/** All of a bridge in one line, with their times a line for each (iproute2's `br_print_router_ports`). */
function printRouterPorts(ip: Ip, bridge: number): void {
  const { out, links } = ip;
  const name = links.name(bridge);
  const heading = `router ports on ${name}: `;
  const timed = ip.options.stats > 0;
  out.openArray(name, timed ? "" : heading);
  for (const port of eachRouter()) {
    const label = links.name(port);
    out.openObject();
    out.value("port", label, timed ? `${heading}${label} ` : `${label} `);
    if (timed) {
      printRouterStats(ip, router, "");
      // a new line even where all is to be in one
      out.text("\n");
    }
    out.closeObject();
  }
  out.closeArray();
  if (!timed) out.newline();
}

function* eachRouter(): Generator<number> {
  for (const port = message.cursor(mdba.MDBA_ROUTER); port.next(); ) {
    if (port.length < 4) continue;
    router.parse(port.bytes, port.start + 4, port.start + port.length);
    yield readU32(port.bytes, port.start);
  }
}

/** A router that came or went (iproute2's `print_router_entries`). */
function printRouterNotices(ip: Ip, bridge: number): void {
  for (const port of eachRouter())
    ip.out.text(`router port dev ${ip.links.name(port)} master ${ip.links.name(bridge)}\n`);
}

/** What of a message is printed: its groups, its routers or both. */
export function printMdb(
  ip: Ip,
  reader: MessageReader,
  filter: DeviceFilter,
  parts: { readonly groups: boolean; readonly routers: boolean },
): void {
  if (reader.length < mdba.BR_PORT_MSG_LEN) return;
  const bridge = readS32(reader.bytes, reader.body + 4);
  if (filter.index !== 0 && filter.index !== bridge) return;
  message.parse(reader.bytes, reader.body + nlAlign(mdba.BR_PORT_MSG_LEN), reader.end);
  if (reader.type === RTM_DELMDB) ip.out.value("deleted", true, "Deleted ");
  if (parts.groups) printEntries(ip, bridge, filter);
  if (!parts.routers || !message.has(mdba.MDBA_ROUTER)) return;
  if (reader.type === RTM_GETMDB) printRouterPorts(ip, bridge);
  else printRouterNotices(ip, bridge);
}

function dumpParts(ip: Ip, filter: DeviceFilter, parts: { groups: boolean; routers: boolean }): void {
  const writer = ip.client.begin(RTM_GETMDB, 0);
  mdba.writePortMessage(writer, AF_BRIDGE, 0);
  ip.dumpOrExit((reader) => printMdb(ip, reader, filter, parts));
}

/** iproute2's `mdb_show` */
export function showMdb(ip: Ip, args: Arguments): number {
  const filter = parseFilter(ip, args);
  if (typeof filter === "number") return filter;
  ip.out.startJson();
  ip.out.openObject();
  ip.out.openArray("mdb");
  dumpParts(ip, filter, { groups: true, routers: false });
  ip.out.closeArray();
  ip.out.openObject("router");
  dumpParts(ip, filter, { groups: false, routers: ip.options.details > 0 });
  ip.out.closeObject();
  ip.out.closeObject();
  ip.out.endJson();
  return 0;
}
