/**
 * One link as `ip link show` and `ip address show` print it (iproute2's `print_linkinfo`).
 */
import { isErrno, strerror } from "../../../errno.ts";
import { AF_INET, AF_INET6, AF_PACKET, SOCK_DGRAM } from "../../../kernel.ts";
import { AttributeTable, readS32 } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, type LinkHeader, readLinkHeader } from "../../../netlink/link.ts";
import {
  IFLA_ADDRESS,
  IFLA_AF_SPEC,
  IFLA_ALLMULTI,
  IFLA_ALT_IFNAME,
  IFLA_BROADCAST,
  IFLA_EVENT,
  IFLA_GRO_MAX_SIZE,
  IFLA_GROUP,
  IFLA_GSO_MAX_SEGS,
  IFLA_GSO_MAX_SIZE,
  IFLA_IFALIAS,
  IFLA_IFNAME,
  IFLA_INET6_ADDR_GEN_MODE,
  IFLA_INET6_MAX,
  IFLA_INFO_DATA,
  IFLA_INFO_KIND,
  IFLA_INFO_MAX,
  IFLA_INFO_SLAVE_DATA,
  IFLA_INFO_SLAVE_KIND,
  IFLA_LINK,
  IFLA_LINK_NETNSID,
  IFLA_LINKINFO,
  IFLA_LINKMODE,
  IFLA_MASTER,
  IFLA_MAX,
  IFLA_MAX_MTU,
  IFLA_MIN_MTU,
  IFLA_MTU,
  IFLA_NEW_IFINDEX,
  IFLA_NEW_NETNSID,
  IFLA_NUM_RX_QUEUES,
  IFLA_NUM_TX_QUEUES,
  IFLA_OPERSTATE,
  IFLA_PARENT_DEV_BUS_NAME,
  IFLA_PARENT_DEV_NAME,
  IFLA_PERM_ADDRESS,
  IFLA_PHYS_PORT_ID,
  IFLA_PHYS_PORT_NAME,
  IFLA_PHYS_SWITCH_ID,
  IFLA_PROMISCUITY,
  IFLA_PROP_LIST,
  IFLA_PROTO_DOWN,
  IFLA_PROTO_DOWN_REASON,
  IFLA_PROTO_DOWN_REASON_VALUE,
  IFLA_QDISC,
  IFLA_TSO_MAX_SEGS,
  IFLA_TSO_MAX_SIZE,
  IFLA_TXQLEN,
} from "../../../netlink/link-attributes.ts";
import { IFF_POINTOPOINT, IFF_UP } from "../../../netlink/link-flags.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../context.ts";
import { formatLinkAddress, linkTypeName } from "../link-layer.ts";
import { namespaceOfId } from "../netns/ids.ts";
import type { LinkFilter } from "./filter.ts";
import { printFlags, printLinkMode, printOperstate } from "./flags.ts";
import { findKind } from "./kinds/table.ts";
import { printLinkStats } from "./stats.ts";

/** How a link is shown. */
export interface LinkView {
  readonly filter: LinkFilter;
  /** By `ip link`: more than by `ip address`. */
  readonly isLink: boolean;
  /** Shows `qlen` (not in `ip monitor`). */
  readonly showQueue: boolean;
}

const EVENTS: readonly string[] = [
  "NONE",
  "REBOOT",
  "FEATURE CHANGE",
  "BONDING FAILOVER",
  "NOTIFY PEERS",
  "RESEND IGMP",
  "BONDING OPTION",
];
const ADDRESS_MODES: readonly string[] = ["eui64", "none", "stable_secret", "random"];

function hex(bytes: Uint8Array | undefined): string {
  return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a link's attributes are those that the filter is about. */
function selected(table: AttributeTable, filter: LinkFilter): boolean {
  if (table.has(IFLA_GROUP) && filter.group !== -1 && table.u32(IFLA_GROUP) !== filter.group) return false;
  if (filter.master > 0 && table.u32(IFLA_MASTER) !== filter.master) return false;
  if (filter.noMaster && table.has(IFLA_MASTER)) return false;
  if (filter.kind === undefined && filter.slaveKind === undefined) return true;
  if (!table.has(IFLA_LINKINFO)) return false;
  const info = new AttributeTable(IFLA_INFO_MAX).parseNested(table, IFLA_LINKINFO);
  if (filter.kind !== undefined && info.string(IFLA_INFO_KIND) !== filter.kind) return false;
  return filter.slaveKind === undefined || info.string(IFLA_INFO_SLAVE_KIND) === filter.slaveKind;
}

/** Prints `NAME@LINK`. @returns whether the lower link is down */
export function printName(
  ip: Ip,
  table: AttributeTable,
  name: string,
  format: (name: string) => string,
): boolean {
  let shown = name;
  let masterDown = false;
  if (table.has(IFLA_LINK)) {
    const index = table.u32(IFLA_LINK);
    if (index === 0) {
      if (ip.out.json) ip.out.field("link", null);
      else shown = `${name}@NONE`;
    } else if (table.has(IFLA_LINK_NETNSID)) {
      if (ip.out.json) ip.out.field("link_index", index);
      else shown = `${name}@if${index}`;
    } else {
      const link = ip.links.name(index);
      if (ip.out.json) ip.out.field("link", link);
      else shown = `${name}@${link}`;
      masterDown = (ip.links.flags(index) & IFF_UP) === 0;
    }
  }
  ip.out.value("ifname", shown, format(shown), "ifname");
  return masterDown;
}

/**
 * Prints one link.
 * @returns -1 when the filter refuses it, 0 when nothing may follow (brief), 1 else
 */
export function printLink(ip: Ip, message: MessageReader, view: LinkView): number {
  if (message.type !== RTM_NEWLINK && message.type !== RTM_DELLINK) return 0;
  if (message.length < IFINFOMSG_LEN) return -1;
  const { out } = ip;
  const { filter } = view;
  const header = readLinkHeader(message.bytes, message.body);
  const table = new AttributeTable(IFLA_MAX).parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  const name = table.string(IFLA_IFNAME) || ip.links.name(header.index);
  if (filter.index !== 0 && header.index !== filter.index) return -1;
  if (filter.up && (header.flags & IFF_UP) === 0) return -1;
  // where labels are asked for, what follows says nothing about the link
  if (filter.label !== undefined) return 0;
  if (!selected(table, filter)) return -1;
  if (message.type === RTM_DELLINK) out.value("deleted", true, "Deleted ");
  if (ip.options.brief) {
    printBrief(ip, header, table, name, filter);
    return 0;
  }
  out.value("ifindex", header.index, `${header.index}: `);
  const masterDown = printName(ip, table, name, (text) => `${text}: `);
  printFlags(out, header.flags, masterDown);
  printFirstLine(ip, table, view);
  if (filter.family === 0 || filter.family === AF_PACKET || ip.options.details > 0)
    printAddresses(ip, header, table);
  printNamespaces(ip, table);
  if (table.u8(IFLA_PROTO_DOWN) !== 0) printProtoDown(ip, table);
  if (ip.options.details > 0) printDetails(ip, table, view);
  const full = view.isLink || ip.options.details > 0;
  if (full && table.has(IFLA_IFALIAS)) {
    out.newline();
    out.value("ifalias", table.string(IFLA_IFALIAS), `    alias ${table.string(IFLA_IFALIAS)}`);
  }
  if (view.isLink && ip.options.stats > 0) {
    out.newline();
    printLinkStats(out, table, ip.options);
  }
  if (table.has(IFLA_PROP_LIST)) printAltnames(ip, table);
  out.text("\n");
  return 1;
}

function printBrief(
  ip: Ip,
  header: LinkHeader,
  table: AttributeTable,
  name: string,
  filter: LinkFilter,
): void {
  const { out } = ip;
  const masterDown = printName(ip, table, name, (text) => `${text.padEnd(16)} `);
  if (table.has(IFLA_OPERSTATE)) printOperstate(out, table.u8(IFLA_OPERSTATE), true);
  if (filter.family !== AF_PACKET) return;
  const address = table.payload(IFLA_ADDRESS);
  if (address) {
    const text = formatLinkAddress(address, header.type);
    out.value("address", text, `${text} `, "mac");
  }
  printFlags(out, header.flags, masterDown);
  out.text("\n");
}

const SIOCGIFTXQLEN = 0x8942;

/** From the message, or with an ioctl from the kernel when the message is one of a family that leaves it out. */
function queueLength(ip: Ip, table: AttributeTable): number {
  if (table.has(IFLA_TXQLEN)) return table.s32(IFLA_TXQLEN);
  const socket = ip.sys.socket(AF_INET, SOCK_DGRAM, 0);
  if (isErrno(socket)) return 0;
  const request = new Uint8Array(40);
  request.set(new TextEncoder().encode(table.string(IFLA_IFNAME)).subarray(0, 15));
  const error = socket.ioctl(SIOCGIFTXQLEN, request);
  socket.close();
  if (error >= 0) return readS32(request, 16);
  ip.out.text(`ioctl(SIOCGIFTXQLEN) failed: ${strerror(error)}\n`);
  return 0;
}

function printFirstLine(ip: Ip, table: AttributeTable, view: LinkView): void {
  const { out } = ip;
  if (table.has(IFLA_MTU)) out.value("mtu", table.u32(IFLA_MTU), `mtu ${table.u32(IFLA_MTU)} `);
  if (table.has(IFLA_QDISC))
    out.value("qdisc", table.string(IFLA_QDISC), `qdisc ${table.string(IFLA_QDISC)} `);
  if (table.has(IFLA_MASTER)) {
    const master = ip.links.name(table.u32(IFLA_MASTER));
    out.value("master", master, `master ${master} `);
  }
  if (table.has(IFLA_OPERSTATE)) printOperstate(out, table.u8(IFLA_OPERSTATE), false);
  if (view.isLink && table.has(IFLA_LINKMODE)) printLinkMode(out, table.u8(IFLA_LINKMODE));
  if (table.has(IFLA_GROUP)) {
    const group = ip.names.group(table.u32(IFLA_GROUP));
    out.value("group", group, `group ${group} `);
  }
  const queue = view.showQueue ? queueLength(ip, table) : 0;
  if (queue !== 0) out.value("txqlen", queue, `qlen ${queue}`);
  if (table.has(IFLA_EVENT)) {
    const event = table.u32(IFLA_EVENT);
    if (event < EVENTS.length) out.value("event", EVENTS[event], `event ${EVENTS[event]} `);
    else out.value("event", event, `event ${event} `);
  }
}

function printAddresses(ip: Ip, header: LinkHeader, table: AttributeTable): void {
  const { out } = ip;
  const type = ip.names.numeric ? `[${header.type}]` : linkTypeName(header.type);
  out.newline();
  out.value("link_type", type, `    link/${type} `);
  const address = table.payload(IFLA_ADDRESS);
  if (address) {
    const text = formatLinkAddress(address, header.type);
    out.value("address", text, text, "mac");
  }
  const broadcast = table.payload(IFLA_BROADCAST);
  if (broadcast) {
    const pointToPoint = (header.flags & IFF_POINTOPOINT) !== 0;
    out.text(pointToPoint ? " peer " : " brd ");
    if (pointToPoint) out.field("link_pointtopoint", true);
    const text = formatLinkAddress(broadcast, header.type);
    out.value("broadcast", text, text, "mac");
  }
  const permanent = table.payload(IFLA_PERM_ADDRESS);
  if (permanent && hex(permanent) !== hex(address)) {
    const text = formatLinkAddress(permanent, header.type);
    out.text(" permaddr ");
    out.value("permaddr", text, text, "mac");
  }
}

function printNamespaceId(ip: Ip, id: number, key: string, label: string): void {
  if (ip.out.json) {
    ip.out.field(key, id);
    return;
  }
  const name = id >= 0 && ip.resolveNamespaces ? namespaceOfId(ip, id) : ip.namespaces.get(id);
  if (id < 0) ip.out.text(` ${label}id unknown`);
  else ip.out.text(name === undefined ? ` ${label}id ${id}` : ` ${label} ${name}`);
}

function printNamespaces(ip: Ip, table: AttributeTable): void {
  if (table.has(IFLA_LINK_NETNSID))
    printNamespaceId(ip, table.s32(IFLA_LINK_NETNSID), "link_netnsid", "link-netns");
  if (table.has(IFLA_NEW_NETNSID))
    printNamespaceId(ip, table.s32(IFLA_NEW_NETNSID), "new_netnsid", "new-netns");
  if (table.has(IFLA_NEW_IFINDEX)) {
    const index = table.s32(IFLA_NEW_IFINDEX);
    ip.out.value("new_ifindex", index, ` new-ifindex ${index}`);
  }
}

function printProtoDown(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  out.value("proto_down", true, " protodown on ");
  const reasons = new AttributeTable(IFLA_PROTO_DOWN_REASON_VALUE).parseNested(table, IFLA_PROTO_DOWN_REASON);
  const bits = reasons.u32(IFLA_PROTO_DOWN_REASON_VALUE);
  if (bits === 0) return;
  out.openArray("proto_down_reason", "protodown_reason <");
  const names: string[] = [];
  for (let bit = 0; bit < 32; bit++) if ((bits & (1 << bit)) !== 0) names.push(String(bit));
  if (out.json) for (const name of names) out.field(null, name);
  else out.text(names.join(","));
  out.closeArray(">");
}

function printDetails(ip: Ip, table: AttributeTable, view: LinkView): void {
  const { out } = ip;
  const number = (type: number, key: string, label: string, lead = ""): void => {
    if (table.has(type)) out.value(key, table.u32(type), `${lead}${label} ${table.u32(type)} `);
  };
  const text = (type: number, key: string, label: string): void => {
    if (table.has(type)) out.value(key, table.string(type), `${label} ${table.string(type)} `);
  };
  const bytes = (type: number, key: string, label: string): void => {
    if (table.has(type)) out.value(key, hex(table.payload(type)), `${label} ${hex(table.payload(type))} `);
  };
  number(IFLA_PROMISCUITY, "promiscuity", "promiscuity", " ");
  number(IFLA_ALLMULTI, "allmulti", "allmulti", " ");
  number(IFLA_MIN_MTU, "min_mtu", "minmtu");
  number(IFLA_MAX_MTU, "max_mtu", "maxmtu");
  if (table.has(IFLA_LINKINFO)) printKind(ip, table);
  if (view.isLink && table.has(IFLA_AF_SPEC)) printAddressMode(ip, table);
  number(IFLA_NUM_TX_QUEUES, "num_tx_queues", "numtxqueues");
  number(IFLA_NUM_RX_QUEUES, "num_rx_queues", "numrxqueues");
  number(IFLA_GSO_MAX_SIZE, "gso_max_size", "gso_max_size");
  number(IFLA_GSO_MAX_SEGS, "gso_max_segs", "gso_max_segs");
  number(IFLA_TSO_MAX_SIZE, "tso_max_size", "tso_max_size");
  number(IFLA_TSO_MAX_SEGS, "tso_max_segs", "tso_max_segs");
  number(IFLA_GRO_MAX_SIZE, "gro_max_size", "gro_max_size");
  text(IFLA_PHYS_PORT_NAME, "phys_port_name", "portname");
  bytes(IFLA_PHYS_PORT_ID, "phys_port_id", "portid");
  bytes(IFLA_PHYS_SWITCH_ID, "phys_switch_id", "switchid");
  text(IFLA_PARENT_DEV_BUS_NAME, "parentbus", "parentbus");
  text(IFLA_PARENT_DEV_NAME, "parentdev", "parentdev");
}

function printKind(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const info = new AttributeTable(IFLA_INFO_MAX).parseNested(table, IFLA_LINKINFO);
  out.openObject("linkinfo");
  if (info.has(IFLA_INFO_KIND)) {
    const name = info.string(IFLA_INFO_KIND);
    out.newline();
    out.value("info_kind", name, `    ${name} `);
    const kind = findKind(name);
    if (kind?.print) {
      const data = info.has(IFLA_INFO_DATA)
        ? new AttributeTable(kind.maximum).parseNested(info, IFLA_INFO_DATA)
        : undefined;
      out.openObject("info_data");
      kind.print(ip, data);
      out.closeObject();
    }
  }
  if (info.has(IFLA_INFO_SLAVE_KIND)) {
    const name = info.string(IFLA_INFO_SLAVE_KIND);
    out.newline();
    out.value("info_slave_kind", name, `    ${name}_slave `);
    const kind = findKind(`${name}_slave`);
    if (kind?.print && info.has(IFLA_INFO_SLAVE_DATA)) {
      out.openObject("info_slave_data");
      kind.print(ip, new AttributeTable(kind.maximum).parseNested(info, IFLA_INFO_SLAVE_DATA));
      out.closeObject();
    }
  }
  out.closeObject();
}

function printAddressMode(ip: Ip, table: AttributeTable): void {
  const families = new AttributeTable(AF_INET6).parseNested(table, IFLA_AF_SPEC);
  const inet6 = new AttributeTable(IFLA_INET6_MAX).parseNested(families, AF_INET6);
  if (!inet6.has(IFLA_INET6_ADDR_GEN_MODE)) return;
  const mode = inet6.u8(IFLA_INET6_ADDR_GEN_MODE);
  const name = ADDRESS_MODES[mode] ?? `0x${mode.toString(16).padStart(2, "0")}`;
  ip.out.value("inet6_addr_gen_mode", name, `addrgenmode ${name} `);
}

function printAltnames(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const cursor = table.cursor(IFLA_PROP_LIST);
  if (out.json) out.openArray("altnames");
  while (cursor.next()) {
    if (cursor.type !== IFLA_ALT_IFNAME) continue;
    const name = cursor.string();
    out.newline();
    out.value(null, name, `    altname ${name}`);
  }
  if (out.json) out.closeArray();
}
