/**
 * One neighbour as `ip neighbour show` prints it (iproute2's `print_neigh`).
 */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  NDA_CACHEINFO,
  NDA_DST,
  NDA_FLAGS_EXT,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_MAX,
  NDA_PROBES,
  NDA_PROTOCOL,
  NDMSG_LEN,
  type NeighHeader,
  NTF_EXT_LEARNED,
  NTF_EXT_MANAGED,
  NTF_OFFLOADED,
  NTF_PROXY,
  NTF_ROUTER,
  NUD_DELAY,
  NUD_FAILED,
  NUD_INCOMPLETE,
  NUD_NOARP,
  NUD_NONE,
  NUD_PERMANENT,
  NUD_PROBE,
  NUD_REACHABLE,
  NUD_STALE,
  readNeighCacheInfo,
  readNeighHeader,
} from "../../../netlink/neigh.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH } from "../../../netlink/rtnetlink.ts";
import { matches, parseUnsigned } from "../arguments.ts";
import type { Ip } from "../context.ts";
import { AF_BRIDGE, attributeInPrefix, formatAddress, type Prefix } from "../inet.ts";
import { formatLinkAddress } from "../link-layer.ts";
import type { Color } from "../print.ts";

/** States in the order in which they are shown. */
const STATES: readonly (readonly [number, string])[] = [
  [NUD_INCOMPLETE, "INCOMPLETE"],
  [NUD_REACHABLE, "REACHABLE"],
  [NUD_STALE, "STALE"],
  [NUD_DELAY, "DELAY"],
  [NUD_PROBE, "PROBE"],
  [NUD_FAILED, "FAILED"],
  [NUD_NOARP, "NOARP"],
  [NUD_PERMANENT, "PERMANENT"],
];

/** Stands for NUD_NONE in a filter. */
export const STATE_NONE = 0x100;

/** States whose names may be abbreviated. */
const SHORT: readonly number[] = [NUD_PERMANENT, NUD_REACHABLE, NUD_FAILED];

/** The number of a state's name; undefined when it is none. */
export function parseState(text: string): number | undefined {
  if (text === "none") return NUD_NONE;
  for (const [state, name] of STATES) {
    const short = SHORT.includes(state) && matches(text, name.toLowerCase());
    if (short || text === name.toLowerCase()) return state;
  }
  const state = parseUnsigned(text, 255);
  // one state at most
  return state !== undefined && (state & (state - 1)) === 0 ? state : undefined;
}

/** Which neighbours are wanted. */
export class NeighFilter {
  family = 0;
  index = 0;
  master = 0;
  noMaster = false;
  state = 0;
  unusedOnly = false;
  flags = 0;
  /** 0: any. */
  protocol = 0;
  prefix: Prefix | undefined = undefined;
}

interface Neighbour {
  readonly header: NeighHeader;
  readonly table: AttributeTable;
}

function read(message: MessageReader): Neighbour | undefined {
  if (![RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH].includes(message.type)) return undefined;
  if (message.length < NDMSG_LEN) return undefined;
  return {
    header: readNeighHeader(message.bytes, message.body),
    table: new AttributeTable(NDA_MAX).parse(message.bytes, message.body + NDMSG_LEN, message.end),
  };
}

/** Whether the filter lets a neighbour through. */
export function neighbourSelected(message: MessageReader, filter: NeighFilter): boolean {
  const neighbour = read(message);
  if (!neighbour) return false;
  const { header, table } = neighbour;
  if (filter.family !== 0 && filter.family !== header.family) return false;
  if (filter.index !== 0 && filter.index !== header.index) return false;
  const always = (header.flags & (NTF_PROXY | NTF_EXT_LEARNED)) !== 0;
  const none = header.state === NUD_NONE && (filter.state & STATE_NONE) !== 0;
  if ((filter.state & header.state) === 0 && !always && !none) return false;
  if (filter.master !== 0 && table.u32(NDA_MASTER) !== filter.master) return false;
  if (filter.protocol !== 0 && table.u8(NDA_PROTOCOL) !== filter.protocol) return false;
  if (filter.noMaster && table.has(NDA_MASTER)) return false;
  if (filter.prefix && filter.prefix.family !== 0)
    if (!attributeInPrefix(filter.prefix, header.family, table, NDA_DST)) return false;
  if (!filter.unusedOnly) return true;
  return (cacheInfo(table)?.refcnt ?? 0) === 0;
}

function cacheInfo(table: AttributeTable) {
  return readNeighCacheInfo(table.bytes, table.offset(NDA_CACHEINFO), table.length(NDA_CACHEINFO));
}

/** Prints a neighbour that the filter lets through. */
export function printNeighbour(ip: Ip, message: MessageReader, filter: NeighFilter): void {
  const neighbour = read(message);
  if (!neighbour || !neighbourSelected(message, filter)) return;
  const { out } = ip;
  out.openObject();
  if (message.type === RTM_DELNEIGH) out.value("deleted", true, "Deleted ");
  else if (message.type === RTM_GETNEIGH) out.value("miss", null, "miss ");
  printAddresses(ip, neighbour, filter);
  if (!ip.options.brief) {
    printFlags(ip, neighbour);
    if (ip.options.stats > 0) printStats(ip, neighbour.table);
    printState(ip, neighbour.header.state);
    if (neighbour.table.has(NDA_PROTOCOL)) {
      const name = ip.names.protocol(neighbour.table.u8(NDA_PROTOCOL));
      out.value("protocol", name, `proto ${name} `);
    }
  }
  out.text("\n");
  out.closeObject();
}

function familyColor(family: number): Color | undefined {
  return family === AF_INET ? "inet" : family === AF_INET6 ? "inet6" : undefined;
}

/** Of an entry of a tunnel's forwarding table the length tells which one it is. */
function destinationFamily(family: number, dst: Uint8Array): number {
  if (family !== AF_BRIDGE) return family;
  return dst.length === 16 ? AF_INET6 : AF_INET;
}

function printAddresses(ip: Ip, { header, table }: Neighbour, filter: NeighFilter): void {
  const { out } = ip;
  const { brief } = ip.options;
  const dst = table.payload(NDA_DST);
  if (dst) {
    const family = destinationFamily(header.family, dst);
    const text = ip.host(formatAddress(family, dst));
    out.value("dst", text, brief ? `${text.padEnd(39)} ` : `${text} `, familyColor(family));
  }
  if (filter.index === 0 && header.index !== 0) {
    const name = ip.links.name(header.index);
    if (!brief) out.text("dev ");
    out.value("dev", name, brief ? `${name.padEnd(16)} ` : `${name} `, "ifname");
  }
  const address = table.payload(NDA_LLADDR);
  if (address) {
    // of an address without length iproute2 prints the byte that follows
    const at = table.offset(NDA_LLADDR);
    const shown = address.length > 0 ? address : table.bytes.subarray(at, at + 1);
    const text = formatLinkAddress(shown, ip.links.type(header.index));
    if (!brief) out.text("lladdr ");
    out.value("lladdr", text, brief ? text : `${text} `, "mac");
  }
}

function printFlags(ip: Ip, { header, table }: Neighbour): void {
  const { out } = ip;
  for (const [flag, name] of [
    [NTF_ROUTER, "router"],
    [NTF_PROXY, "proxy"],
  ] as const)
    if ((header.flags & flag) !== 0) out.value(name, null, `${name} `);
  if ((table.u32(NDA_FLAGS_EXT) & NTF_EXT_MANAGED) !== 0) out.value("managed", null, "managed ");
  for (const [flag, name] of [
    [NTF_EXT_LEARNED, "extern_learn"],
    [NTF_OFFLOADED, "offload"],
  ] as const)
    if ((header.flags & flag) !== 0) out.value(name, null, `${name} `);
}

/** Kernel ticks a second in messages (`USER_HZ`). */
const USER_HZ = 100;

function printStats(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const info = cacheInfo(table);
  if (info) {
    const seconds = (ticks: number): number => Math.floor(ticks / USER_HZ);
    if (info.refcnt !== 0) out.value("refcnt", info.refcnt, ` ref ${info.refcnt}`);
    out.value("used", seconds(info.used), ` used ${seconds(info.used)}`);
    out.value("confirmed", seconds(info.confirmed), `/${seconds(info.confirmed)}`);
    out.value("updated", seconds(info.updated), `/${seconds(info.updated)}`);
  }
  if (table.has(NDA_PROBES)) out.value("probes", table.u32(NDA_PROBES), `probes ${table.u32(NDA_PROBES)} `);
}

function printState(ip: Ip, value: number): void {
  if (value === 0) return;
  const { out } = ip;
  let state = value;
  if (out.json) out.openArray("state");
  for (const [bit, name] of STATES) {
    if ((state & bit) === 0) continue;
    out.value(null, name, `${name} `);
    state &= ~bit;
  }
  if (state !== 0) out.value(null, state.toString(16), `${state.toString(16)} `);
  if (out.json) out.closeArray();
}
