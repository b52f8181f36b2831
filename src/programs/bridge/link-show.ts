/** One link as `bridge link` and `bridge monitor` print it (iproute2's `print_linkinfo` of `bridge`). */
import { AF_UNSPEC } from "../../kernel.ts";
import { AttributeTable, NLA_F_NESTED } from "../../netlink/attribute.ts";
import { IFINFOMSG_LEN, readLinkHeader } from "../../netlink/link.ts";
import {
  IFLA_IFNAME,
  IFLA_MASTER,
  IFLA_MAX,
  IFLA_MTU,
  IFLA_PROTINFO,
} from "../../netlink/link-attributes.ts";
import * as br from "../../netlink/link-kinds/bridge.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { RTM_DELLINK } from "../../netlink/rtnetlink.ts";
import type { Ip } from "../ip/context.ts";
import { printFlags } from "../ip/link/flags.ts";
import { printName } from "../ip/link/show.ts";

export const PORT_STATES: readonly string[] = ["disabled", "listening", "learning", "forwarding", "blocking"];

/** Settings in the order in which they are shown with `-details`: attribute and label. */
const ON_OFF: readonly (readonly [number, string])[] = [
  [br.IFLA_BRPORT_MODE, "hairpin"],
  [br.IFLA_BRPORT_GUARD, "guard"],
  [br.IFLA_BRPORT_PROTECT, "root_block"],
  [br.IFLA_BRPORT_FAST_LEAVE, "fastleave"],
  [br.IFLA_BRPORT_LEARNING, "learning"],
  [br.IFLA_BRPORT_LEARNING_SYNC, "learning_sync"],
  [br.IFLA_BRPORT_UNICAST_FLOOD, "flood"],
  [br.IFLA_BRPORT_MCAST_FLOOD, "mcast_flood"],
  [br.IFLA_BRPORT_BCAST_FLOOD, "bcast_flood"],
  [br.IFLA_BRPORT_MULTICAST_ROUTER, "mcast_router"],
  [br.IFLA_BRPORT_MCAST_TO_UCAST, "mcast_to_unicast"],
  [br.IFLA_BRPORT_NEIGH_SUPPRESS, "neigh_suppress"],
  [br.IFLA_BRPORT_VLAN_TUNNEL, "vlan_tunnel"],
  [br.IFLA_BRPORT_BACKUP_PORT, "backup_port"],
  [br.IFLA_BRPORT_ISOLATED, "isolated"],
  [br.IFLA_BRPORT_LOCKED, "locked"],
];

function printState(ip: Ip, state: number): void {
  const name = PORT_STATES[state];
  if (name !== undefined) ip.out.value("state", name, `state ${name} `);
  else ip.out.value("state", state, `state (${state}) `);
}

function printSetting(ip: Ip, table: AttributeTable, type: number, label: string): void {
  const { out } = ip;
  if (type === br.IFLA_BRPORT_BACKUP_PORT) {
    const name = ip.links.name(table.u32(type));
    out.value(label, name, `${label} ${name} `);
  } else if (type === br.IFLA_BRPORT_MULTICAST_ROUTER) {
    out.value(label, table.u8(type), `${label} ${table.u8(type)} `);
  } else {
    const on = table.u8(type) !== 0;
    out.value(label, on, `${label} ${on ? "on" : "off"} `);
  }
}

function printPort(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  if (table.has(br.IFLA_BRPORT_STATE)) printState(ip, table.u8(br.IFLA_BRPORT_STATE));
  const priority = table.u16(br.IFLA_BRPORT_PRIORITY);
  if (table.has(br.IFLA_BRPORT_PRIORITY)) out.value("priority", priority, `priority ${priority} `);
  const cost = table.u32(br.IFLA_BRPORT_COST);
  if (table.has(br.IFLA_BRPORT_COST)) out.value("cost", cost, `cost ${cost} `);
  if (ip.options.details === 0) return;
  out.newline();
  out.text("    ");
  for (const [type, label] of ON_OFF) if (table.has(type)) printSetting(ip, table, type, label);
}

/** Prints one link, if it is that of the index (0: any). */
export function printBridgeLink(ip: Ip, message: MessageReader, index: number): void {
  const { out } = ip;
  if (message.length < IFINFOMSG_LEN) {
    ip.complain("Message too short!\n");
    return;
  }
  const header = readLinkHeader(message.bytes, message.body);
  if (header.family !== br.AF_BRIDGE && header.family !== AF_UNSPEC) return;
  if (index !== 0 && header.index !== index) return;
  const table = new AttributeTable(IFLA_MAX).parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  const name = table.string(IFLA_IFNAME) || ip.links.name(header.index);
  out.openObject();
  if (message.type === RTM_DELLINK) out.value("deleted", true, "Deleted ");
  out.value("ifindex", header.index, `${header.index}: `);
  const masterDown = printName(ip, table, name, (text) => `${text}: `);
  printFlags(out, header.flags, masterDown);
  if (table.has(IFLA_MTU)) out.value("mtu", table.u32(IFLA_MTU), `mtu ${table.u32(IFLA_MTU)} `);
  if (table.has(IFLA_MASTER)) {
    const master = ip.links.name(table.u32(IFLA_MASTER));
    out.value("master", master, `master ${master} `);
  }
  if (table.has(IFLA_PROTINFO)) {
    const nested = (table.flags(IFLA_PROTINFO) & NLA_F_NESTED) !== 0;
    if (nested) printPort(ip, new AttributeTable(br.IFLA_BRPORT_MAX).parseNested(table, IFLA_PROTINFO));
    else printState(ip, table.u8(IFLA_PROTINFO));
  }
  out.text("\n");
  out.closeObject();
}
