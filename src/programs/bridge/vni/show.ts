/** `bridge vni show`, and what `bridge monitor` prints of networks. */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeCursor, AttributeTable, nlAlign, readU64 } from "../../../netlink/attribute.ts";
import { AF_BRIDGE } from "../../../netlink/link-kinds/bridge.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { RTM_DELTUNNEL, RTM_GETTUNNEL } from "../../../netlink/rtnetlink.ts";
import * as tunnel from "../../../netlink/tunnel-msg.ts";
import type { Arguments } from "../../ip/arguments.ts";
import type { Ip } from "../../ip/context.ts";
import { formatAddress } from "../../ip/inet.ts";
import { failed } from "../failed.ts";

/** Widths of the columns (`IFNAMSIZ`, and that of the numbers). */
const NAME_WIDTH = 16;
const VNI_WIDTH = 15;

const HEADING = `${"dev".padEnd(NAME_WIDTH)}  ${"vni".padEnd(VNI_WIDTH)}  ${"group/remote".padEnd(VNI_WIDTH)}\n`;

const entry = new AttributeTable(tunnel.VXLAN_VNIFILTER_ENTRY_MAX);
const stats = new AttributeTable(tunnel.VNIFILTER_ENTRY_STATS_PAD);

interface Counter {
  readonly label: string;
  readonly key: string;
  readonly type: number;
}

function counters(direction: "rx" | "tx", first: number): Counter[] {
  return ["bytes", "pkts", "drops", "errors"].map((word, index) => ({
    label: word,
    key: `${direction}_${word}`,
    type: first + index,
  }));
}

const LINES: readonly (readonly [string, readonly Counter[]])[] = [
  ["RX: ", counters("rx", tunnel.VNIFILTER_ENTRY_STATS_RX_BYTES)],
  ["TX: ", counters("tx", tunnel.VNIFILTER_ENTRY_STATS_TX_BYTES)],
];

function printStats(ip: Ip): void {
  const { out } = ip;
  const at = entry.offset(tunnel.VXLAN_VNIFILTER_ENTRY_STATS);
  stats.parse(entry.bytes, at, at + entry.length(tunnel.VXLAN_VNIFILTER_ENTRY_STATS));
  out.openObject("stats");
  for (const [heading, line] of LINES) {
    out.text(`${"".padEnd(NAME_WIDTH + 3)}${heading}`);
    for (const { label, key, type } of line) {
      const value = stats.length(type) < 8 ? 0 : readU64(stats.bytes, stats.offset(type));
      out.value(key, value, `${label} ${value} `);
    }
    out.text(ip.options.oneline ? "\\" : "\n");
  }
  out.closeObject();
}

function printGroup(ip: Ip): void {
  const v4 = entry.payload(tunnel.VXLAN_VNIFILTER_ENTRY_GROUP);
  const bytes = v4 ?? entry.payload(tunnel.VXLAN_VNIFILTER_ENTRY_GROUP6);
  if (bytes === undefined || bytes.length < (v4 === undefined ? 16 : 4)) return;
  if (bytes.every((byte) => byte === 0)) return;
  const multicast = v4 === undefined ? bytes[0] === 0xff : bytes[0] >> 4 === 0xe;
  const text = formatAddress(v4 === undefined ? AF_INET6 : AF_INET, bytes);
  ip.out.value(multicast ? "group" : "remote", text, ` ${text}`);
}

function printEntry(ip: Ip): void {
  const { out } = ip;
  const first = entry.u32(tunnel.VXLAN_VNIFILTER_ENTRY_START);
  const last = entry.u32(tunnel.VXLAN_VNIFILTER_ENTRY_END);
  out.openObject();
  const ranges = last !== 0;
  out.value("vni", first, ` ${ranges ? first : String(first).padEnd(VNI_WIDTH - 1)}`);
  if (ranges) out.value("vniEnd", last, `-${String(last).padEnd(VNI_WIDTH)}`);
  printGroup(ip);
  out.text(ip.options.oneline ? "\\" : "\n");
  if (entry.has(tunnel.VXLAN_VNIFILTER_ENTRY_STATS)) printStats(ip);
  out.closeObject();
}

/** One message: a device and its networks (iproute2's `print_vnifilter_rtm`). */
function printMessage(ip: Ip, message: MessageReader, only: number): void {
  if (message.length < tunnel.TUNNEL_MSG_LEN) return;
  const { family, index } = tunnel.readTunnelHeader(message.bytes, message.body);
  if (family !== AF_BRIDGE || (only !== 0 && only !== index)) return;
  const { out, links } = ip;
  if (message.type === RTM_DELTUNNEL) out.value("deleted", true, "Deleted ");
  let opened = false;
  const start = message.body + nlAlign(tunnel.TUNNEL_MSG_LEN);
  for (const cursor = new AttributeCursor(message.bytes, start, message.end); cursor.next(); ) {
    if (cursor.type !== tunnel.VXLAN_VNIFILTER_ENTRY) continue;
    entry.parse(cursor.bytes, cursor.start, cursor.start + cursor.length);
    if (opened) out.text("".padEnd(NAME_WIDTH + 2));
    else {
      const name = links.name(index);
      out.openObject();
      out.value("ifname", name, name.padEnd(NAME_WIDTH + 2), "ifname");
      out.openArray("vnis");
      opened = true;
    }
    printEntry(ip);
  }
  if (!opened) return;
  out.closeArray();
  out.text(ip.options.oneline ? "\\" : "\n");
  out.closeObject();
}

/** What a monitor heard. */
export function printVniNotice(ip: Ip, message: MessageReader): void {
  printMessage(ip, message, 0);
}

/** iproute2's `vni_show` */
export function showVnis(ip: Ip, args: Arguments): number {
  let index = 0;
  for (; args.more; args.advance()) {
    if (!args.is("dev")) continue;
    const name = args.next();
    index = ip.links.index(name);
    if (index === 0) return failed(ip, `Cannot find device "${name}"`);
  }
  const writer = ip.client.begin(RTM_GETTUNNEL, 0);
  const flags = ip.options.stats > 0 ? tunnel.TUNNEL_MSG_FLAG_STATS : 0;
  tunnel.writeTunnelHeader(writer, AF_BRIDGE, flags, index);
  ip.out.startJson();
  ip.out.text(HEADING);
  ip.dumpOrExit((message) => printMessage(ip, message, index), 1, "Dump ternminated");
  ip.out.endJson();
  return 0;
}
