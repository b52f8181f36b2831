/** Entries of forwarding databases in text and JSON (iproute2's `print_fdb`). */

import { AF_INET, AF_INET6 } from "../../kernel.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import type { MessageReader } from "../../netlink/message.ts";
import * as nd from "../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_NEWNEIGH } from "../../netlink/rtnetlink.ts";
import { formatHexBytes } from "../../packet/address.ts";
import type { Ip } from "../ip/context.ts";
import { formatAddress } from "../ip/inet.ts";

const AF_BRIDGE = 7;
const USER_HZ = 100;

/** Which entries are shown; 0: any. */
export class FdbFilter {
  index = 0;
  vlan = 0;
  state = 0;
  dynamic = false;
}

const FLAGS: readonly (readonly [number, string])[] = [
  [nd.NTF_SELF, "self"],
  [nd.NTF_ROUTER, "router"],
  [nd.NTF_EXT_LEARNED, "extern_learn"],
  [nd.NTF_OFFLOADED, "offload"],
  [nd.NTF_MASTER, "master"],
  [nd.NTF_STICKY, "sticky"],
];

function stateName(state: number): string {
  if ((state & nd.NUD_PERMANENT) !== 0) return "permanent";
  if ((state & nd.NUD_NOARP) !== 0) return "static";
  if ((state & nd.NUD_STALE) !== 0) return "stale";
  if ((state & nd.NUD_REACHABLE) !== 0) return "";
  return `state=${state === 0 ? "0" : `0x${state.toString(16)}`}`;
}

function isSelected(header: nd.NeighHeader, vlan: number, filter: FdbFilter): boolean {
  if (filter.index !== 0 && filter.index !== header.index) return false;
  if (filter.state !== 0 && (header.state & filter.state) === 0) return false;
  if (filter.vlan !== 0 && filter.vlan !== vlan) return false;
  return !filter.dynamic || (header.state & nd.NUD_PERMANENT) === 0;
}

function formatDestination(bytes: Uint8Array): string {
  return formatAddress(bytes.length === 16 ? AF_INET6 : AF_INET, bytes);
}

/** Where frames to the address are sent, of entries of tunnels. */
function printRemote(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const number = (type: number, key: string, read: (type: number) => number): void => {
    if (table.has(type)) out.value(key, read(type), `${key} ${read(type)} `);
  };
  if (table.has(nd.NDA_DST)) {
    const destination = formatDestination(table.payload(nd.NDA_DST) ?? new Uint8Array(4));
    out.value("dst", destination, `dst ${destination} `);
  }
  number(nd.NDA_VLAN, "vlan", (type) => table.u16(type));
  number(nd.NDA_PORT, "port", (type) => table.be16(type));
  number(nd.NDA_VNI, "vni", (type) => table.u32(type));
  number(nd.NDA_SRC_VNI, "src_vni", (type) => table.u32(type));
  printVia(ip, table);
  if (table.has(nd.NDA_NH_ID)) out.value("nhid", table.u32(nd.NDA_NH_ID), `nhid ${table.u32(nd.NDA_NH_ID)} `);
  if (table.has(nd.NDA_LINK_NETNSID)) {
    const id = table.s32(nd.NDA_LINK_NETNSID);
    out.value("linkNetNsId", id, `link-netnsid ${id} `);
  }
}

function printVia(ip: Ip, table: AttributeTable): void {
  const index = table.u32(nd.NDA_IFINDEX);
  if (index === 0) return;
  if (table.has(nd.NDA_LINK_NETNSID)) {
    ip.out.value("viaIfIndex", index, `via ifindex ${index} `);
    return;
  }
  const name = ip.links.name(index);
  ip.out.value("viaIf", name, `via ${name} `);
}

function printAges(ip: Ip, table: AttributeTable): void {
  const ages = nd.readNeighCacheInfo(
    table.bytes,
    table.offset(nd.NDA_CACHEINFO),
    table.length(nd.NDA_CACHEINFO),
  );
  if (ages === undefined) return;
  const used = Math.floor(ages.used / USER_HZ);
  const updated = Math.floor(ages.updated / USER_HZ);
  ip.out.value("used", used, `used ${used}/${updated} `);
  ip.out.field("updated", updated);
}

function printFlags(ip: Ip, header: nd.NeighHeader, table: AttributeTable): void {
  const { out } = ip;
  out.openArray("flags");
  for (const [bit, name] of FLAGS) {
    if ((header.flags & bit) === 0) continue;
    if (out.json) out.field(null, name);
    else out.text(`${name} `);
  }
  out.closeArray();
  if (!table.has(nd.NDA_MASTER)) return;
  const master = ip.links.name(table.u32(nd.NDA_MASTER));
  out.value("master", master, `master ${master} `);
}

/** Prints one entry, if it is selected. */
export function printFdb(ip: Ip, message: MessageReader, filter: FdbFilter): void {
  const { out } = ip;
  if (message.type !== RTM_NEWNEIGH && message.type !== RTM_DELNEIGH) return;
  if (message.length < nd.NDMSG_LEN) {
    ip.complain(`BUG: wrong nlmsg len ${message.length - nd.NDMSG_LEN}\n`);
    return;
  }
  const header = nd.readNeighHeader(message.bytes, message.body);
  if (header.family !== AF_BRIDGE) return;
  const table = new AttributeTable(nd.NDA_MAX).parse(message.bytes, message.body + nd.NDMSG_LEN, message.end);
  if (!isSelected(header, table.u16(nd.NDA_VLAN), filter)) return;
  out.openObject();
  if (message.type === RTM_DELNEIGH) out.value("deleted", true, "Deleted ");
  if (table.has(nd.NDA_LLADDR)) {
    const address = formatHexBytes(table.payload(nd.NDA_LLADDR) ?? new Uint8Array(0));
    out.value("mac", address, `${address} `, "mac");
  }
  if (filter.index === 0 && header.index !== 0) {
    const name = ip.links.name(header.index);
    out.text("dev ");
    out.value("ifname", name, `${name} `, "ifname");
  }
  printRemote(ip, table);
  if (ip.options.stats > 0 && table.has(nd.NDA_CACHEINFO)) printAges(ip, table);
  printFlags(ip, header, table);
  const state = stateName(header.state);
  out.value("state", state, `${state}\n`);
  out.closeObject();
}
