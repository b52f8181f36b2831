/** How `type vxlan` is shown, by iproute2 6.1. */
import { type AttributeTable, readU32 } from "../../../../netlink/attribute.ts";
import * as vxlan from "../../../../netlink/link-kinds/vxlan.ts";
import type { Ip } from "../../context.ts";
import { formatAddress } from "../../inet.ts";

const AF_INET = 2;
const AF_INET6 = 10;

interface View {
  readonly ip: Ip;
  readonly table: AttributeTable;
}

function printAddress({ ip, table }: View, type: number, family: number, key: string): void {
  const bytes = table.payload(type);
  if (bytes === undefined || (family === AF_INET && readU32(bytes, 0) === 0)) return;
  const text = formatAddress(family, bytes);
  const multicast = family === AF_INET ? bytes[0] >> 4 === 0xe : bytes[0] === 0xff;
  const name = key === "local" ? "local" : multicast ? "group" : "remote";
  ip.out.value(`${name}${family === AF_INET6 ? "6" : ""}`, text, `${name} ${text} `);
}

function printRemoteAndLocal(view: View): void {
  const { table } = view;
  if (table.has(vxlan.IFLA_VXLAN_GROUP)) printAddress(view, vxlan.IFLA_VXLAN_GROUP, AF_INET, "remote");
  else printAddress(view, vxlan.IFLA_VXLAN_GROUP6, AF_INET6, "remote");
  if (table.has(vxlan.IFLA_VXLAN_LOCAL)) printAddress(view, vxlan.IFLA_VXLAN_LOCAL, AF_INET, "local");
  else printAddress(view, vxlan.IFLA_VXLAN_LOCAL6, AF_INET6, "local");
}

function printPorts({ ip, table }: View): void {
  const { out } = ip;
  const range = table.payload(vxlan.IFLA_VXLAN_PORT_RANGE);
  if (range !== undefined && range.length >= 4) {
    const low = (range[0] << 8) | range[1];
    const high = (range[2] << 8) | range[3];
    if (out.json) out.openObject("port_range");
    out.value("low", low, `srcport ${low} `);
    out.value("high", high, `${high} `);
    if (out.json) out.closeObject();
  }
  if (!table.has(vxlan.IFLA_VXLAN_PORT)) return;
  const port = table.be16(vxlan.IFLA_VXLAN_PORT);
  out.value("port", port, `dstport ${port} `);
}

function printHeader({ ip, table }: View): void {
  const { out } = ip;
  const tos = table.u8(vxlan.IFLA_VXLAN_TOS);
  if (tos !== 0)
    out.value("tos", `0x${tos.toString(16)}`, tos === 1 ? "tos inherit " : `tos 0x${tos.toString(16)} `);
  const ttl = table.u8(vxlan.IFLA_VXLAN_TTL);
  if (table.u8(vxlan.IFLA_VXLAN_TTL_INHERIT) !== 0) out.text("ttl inherit ");
  else if (table.has(vxlan.IFLA_VXLAN_TTL)) out.value("ttl", ttl, ttl === 0 ? "ttl auto " : `ttl ${ttl} `);
  if (table.has(vxlan.IFLA_VXLAN_DF)) {
    const df = table.u8(vxlan.IFLA_VXLAN_DF);
    const name = ["unset", "set", "inherit"][df];
    if (df === vxlan.VXLAN_DF_UNSET) out.field("df", "unset");
    else if (name !== undefined) out.value("df", name, `df ${name} `);
  }
  const label = table.be32(vxlan.IFLA_VXLAN_LABEL);
  if (label !== 0) out.value("label", `0x${label.toString(16)}`, `flowlabel 0x${label.toString(16)} `);
}

/** "NAME" or "noNAME" in text. */
function printSwitch({ ip, table }: View, type: number, key: string, name: string): void {
  if (!table.has(type)) return;
  const on = table.u8(type) !== 0;
  ip.out.value(key, on, `${on ? "" : "no"}${name} `);
}

/** Only when it is on. */
function printIfSet({ ip, table }: View, type: number, key: string, name = key): void {
  if (table.u8(type) !== 0) ip.out.value(key, true, `${name} `);
}

/** Prints what is inside `IFLA_INFO_DATA`. */
export function printVxlan(ip: Ip, table: AttributeTable | undefined): void {
  if (table === undefined) return;
  const view = { ip, table };
  const { out } = ip;
  printIfSet(view, vxlan.IFLA_VXLAN_COLLECT_METADATA, "external");
  // iproute2 leaves out the blank
  if (table.u8(vxlan.IFLA_VXLAN_VNIFILTER) !== 0) out.value("vnifilter", true, "vnifilter");
  if (table.length(vxlan.IFLA_VXLAN_ID) < 4) return;
  const id = table.u32(vxlan.IFLA_VXLAN_ID);
  out.value("id", id, `id ${id} `);
  printRemoteAndLocal(view);
  const link = table.u32(vxlan.IFLA_VXLAN_LINK);
  if (link !== 0) out.value("link", ip.links.name(link), `dev ${ip.links.name(link)} `);
  printPorts(view);
  if (table.has(vxlan.IFLA_VXLAN_LEARNING)) {
    const learning = table.u8(vxlan.IFLA_VXLAN_LEARNING) !== 0;
    out.value("learning", learning, learning ? "" : "nolearning ");
  }
  printIfSet(view, vxlan.IFLA_VXLAN_PROXY, "proxy");
  printIfSet(view, vxlan.IFLA_VXLAN_RSC, "rsc");
  printIfSet(view, vxlan.IFLA_VXLAN_L2MISS, "l2miss");
  printIfSet(view, vxlan.IFLA_VXLAN_L3MISS, "l3miss");
  printHeader(view);
  if (table.has(vxlan.IFLA_VXLAN_AGEING)) {
    const age = table.u32(vxlan.IFLA_VXLAN_AGEING);
    out.value("ageing", age, age === 0 ? "ageing none " : `ageing ${age} `);
  }
  const limit = table.u32(vxlan.IFLA_VXLAN_LIMIT);
  if (limit !== 0) out.value("limit", limit, `maxaddr ${limit} `);
  printSwitch(view, vxlan.IFLA_VXLAN_UDP_CSUM, "udp_csum", "udpcsum");
  printSwitch(view, vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_TX, "udp_zero_csum6_tx", "udp6zerocsumtx");
  printSwitch(view, vxlan.IFLA_VXLAN_UDP_ZERO_CSUM6_RX, "udp_zero_csum6_rx", "udp6zerocsumrx");
  printIfSet(view, vxlan.IFLA_VXLAN_REMCSUM_TX, "remcsum_tx", "remcsumtx");
  printIfSet(view, vxlan.IFLA_VXLAN_REMCSUM_RX, "remcsum_rx", "remcsumrx");
  if (table.has(vxlan.IFLA_VXLAN_GBP)) out.value("gbp", true, "gbp ");
  if (table.has(vxlan.IFLA_VXLAN_GPE)) out.value("gpe", true, "gpe ");
}
