/**
 * One route as `ip route show` prints it (iproute2's `print_route`).
 */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import {
  NexthopCursor,
  type RouteHeader,
  RTMSG_LEN,
  readRouteCacheInfo,
  readRouteHeader,
} from "../../../netlink/route.ts";
import {
  RT_SCOPE_UNIVERSE,
  RT_TABLE_MAIN,
  RTA_CACHEINFO,
  RTA_DST,
  RTA_FLOW,
  RTA_GATEWAY,
  RTA_IIF,
  RTA_MARK,
  RTA_MAX,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_NEWDST,
  RTA_NH_ID,
  RTA_OIF,
  RTA_PREF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_SRC,
  RTA_TTL_PROPAGATE,
  RTA_UID,
  RTA_VIA,
  RTAX_MAX,
  RTM_F_CLONED,
  RTN_UNICAST,
  RTPROT_BOOT,
} from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import type { Ip } from "../context.ts";
import { bitLength, familyName, formatAddress } from "../inet.ts";
import type { Color } from "../print.ts";
import { isExact, type RouteFilter, routeSelected, tableOf } from "./filter.ts";
import { printMetrics } from "./metrics.ts";
import { printRouteFlags, routeTypeName } from "./types.ts";

/** Kernel ticks a second in messages (`USER_HZ`). */
const USER_HZ = 100;

interface Route {
  readonly header: RouteHeader;
  readonly table: AttributeTable;
}

/** A decoded RTM_NEWROUTE or RTM_DELROUTE. */
export function readRoute(message: MessageReader): Route | undefined {
  if (message.type !== RTM_NEWROUTE && message.type !== RTM_DELROUTE) return undefined;
  if (message.length < RTMSG_LEN) return undefined;
  return {
    header: readRouteHeader(message.bytes, message.body),
    table: new AttributeTable(RTA_MAX).parse(message.bytes, message.body + RTMSG_LEN, message.end),
  };
}

function familyColor(family: number): Color | undefined {
  return family === AF_INET ? "inet" : family === AF_INET6 ? "inet6" : undefined;
}

/** Prints a route that the filter lets through. */
export function printRoute(ip: Ip, message: MessageReader, filter: RouteFilter): void {
  const route = readRoute(message);
  if (!route || !routeSelected(route.header, route.table, filter)) return;
  const { out } = ip;
  const { header } = route;
  out.openObject();
  if (message.type === RTM_DELROUTE) out.value("deleted", true, "Deleted ");
  if (header.type !== RTN_UNICAST || ip.options.details > 0) {
    const type = routeTypeName(ip, header.type);
    out.value("type", type, `${type} `);
  }
  printPrefixes(ip, route, filter);
  printHop(ip, route, filter);
  printOrigin(ip, route, filter);
  printExtras(ip, route, filter);
  printTail(ip, route, filter);
  out.text("\n");
  out.closeObject();
}

function prefixText(ip: Ip, family: number, bytes: Uint8Array, length: number): string {
  const text = formatAddress(family, bytes);
  return length === bitLength(family) ? ip.host(text) : `${text}/${length}`;
}

function printPrefixes(ip: Ip, { header, table }: Route, filter: RouteFilter): void {
  const { out } = ip;
  const { family } = header;
  const color = familyColor(family);
  const dst = table.payload(RTA_DST);
  if (dst) {
    const text = prefixText(ip, family, dst, header.dstLength);
    out.value("dst", text, `${text} `, color);
  } else {
    const text = header.dstLength > 0 ? `0/${header.dstLength}` : "default";
    out.value("dst", text, `${text} `);
  }
  const src = table.payload(RTA_SRC);
  if (src) {
    const text = prefixText(ip, family, src, header.srcLength);
    out.value("from", text, `from ${text} `, color);
  } else if (header.srcLength > 0) out.value("from", `0/${header.srcLength}`, `from 0/${header.srcLength} `);
  const newDst = table.payload(RTA_NEWDST);
  if (newDst) {
    const text = formatAddress(family, newDst);
    out.value("to", text, `as to ${text} `);
  }
  if (header.tos !== 0 && filter.tos === undefined) {
    const tos = ip.names.dsfield(header.tos);
    out.value("tos", tos, `tos ${tos} `);
  }
}

function printGateway(ip: Ip, family: number, table: AttributeTable): void {
  const { out } = ip;
  const gateway = table.payload(RTA_GATEWAY);
  if (gateway) {
    const text = ip.host(formatAddress(family, gateway));
    out.text("via ");
    out.value("gateway", text, `${text} `, familyColor(family));
  }
}

function printVia(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const via = table.payload(RTA_VIA);
  if (!via || via.length <= 2) return;
  const family = via[0] | (via[1] << 8);
  const text = ip.host(formatAddress(family, via.subarray(2)));
  out.openObject("via");
  out.value("family", familyName(family), `via ${familyName(family)} `);
  out.value("host", text, `${text} `, familyColor(family));
  out.closeObject();
}

function printDevice(ip: Ip, index: number, label: string): void {
  const name = ip.links.name(index);
  ip.out.text(`${label} `);
  ip.out.value(label, name, `${name} `, "ifname");
}

function printHop(ip: Ip, { header, table }: Route, filter: RouteFilter): void {
  const { out } = ip;
  if (table.has(RTA_NH_ID)) out.value("nhid", table.u32(RTA_NH_ID), `nhid ${table.u32(RTA_NH_ID)} `);
  if (!isExact(filter.via, header.family)) {
    printGateway(ip, header.family, table);
    printVia(ip, table);
  }
  if (table.has(RTA_OIF) && filter.oif === undefined) printDevice(ip, table.u32(RTA_OIF), "dev");
}

function printOrigin(ip: Ip, { header, table }: Route, filter: RouteFilter): void {
  const { out } = ip;
  const details = ip.options.details > 0;
  const number = tableOf(header, table);
  const cloned = (header.flags & RTM_F_CLONED) !== 0;
  if (number !== 0 && filter.table === 0 && (details || number !== RT_TABLE_MAIN)) {
    const name = ip.names.routeTable(number);
    out.value("table", name, `table ${name} `);
  }
  if (!cloned) {
    if ((header.protocol !== RTPROT_BOOT || details) && filter.protocol === undefined) {
      const name = ip.names.protocol(header.protocol);
      out.value("protocol", name, `proto ${name} `);
    }
    if ((header.scope !== RT_SCOPE_UNIVERSE || details) && filter.scope === undefined) {
      const name = ip.names.scope(header.scope);
      out.value("scope", name, `scope ${name} `);
    }
  }
  const prefsrc = table.payload(RTA_PREFSRC);
  if (prefsrc && !isExact(filter.prefsrc, header.family)) {
    // an address of the host's own is never shown by name
    const text = formatAddress(header.family, prefsrc);
    out.text("src ");
    out.value("prefsrc", text, `${text} `, familyColor(header.family));
  }
  if (table.has(RTA_PRIORITY) && filter.metric === undefined) {
    const metric = table.u32(RTA_PRIORITY);
    out.value("metric", metric, `metric ${metric} `);
  }
}

function printRealms(ip: Ip, flow: number): void {
  const { out } = ip;
  const from = flow >>> 16;
  if (out.json) out.openObject("flow");
  out.text(from !== 0 ? "realms " : "realm ");
  if (from !== 0) out.value("from", ip.names.realm(from), `${ip.names.realm(from)}/`);
  const to = ip.names.realm(flow & 0xffff);
  out.value("to", to, `${to} `);
  if (out.json) out.closeObject();
}

function printExtras(ip: Ip, { header, table }: Route, filter: RouteFilter): void {
  const { out } = ip;
  printRouteFlags(ip, header.flags);
  const mark = table.u32(RTA_MARK);
  if (mark > 0) out.value("mark", mark, `mark ${mark < 16 ? mark : `0x${mark.toString(16)}`} `);
  if (table.has(RTA_FLOW) && filter.realmMask !== -1) printRealms(ip, table.u32(RTA_FLOW));
  if (table.has(RTA_UID)) out.value("uid", table.u32(RTA_UID), `uid ${table.u32(RTA_UID)} `);
  if (header.family === AF_INET) {
    if ((header.flags & RTM_F_CLONED) === 0) return;
    printCacheFlags(ip, (header.flags & ~0xffff) >>> 0);
  }
  printCacheInfo(ip, table);
}

/** `RTCF_*` of `include/uapi/linux/in_route.h`, in the order in which they are shown. */
const CACHE_FLAGS: readonly (readonly [number, string])[] = [
  [0x80000000, "local"],
  [0x40000000, "reject"],
  [0x20000000, "mc"],
  [0x10000000, "brd"],
  [0x08000000, "dst-nat"],
  [0x00800000, "src-nat"],
  [0x00400000, "masq"],
  [0x00020000, "dst-direct"],
  [0x04000000, "src-direct"],
  [0x00040000, "redirected"],
  [0x01000000, "redirect"],
  [0x00200000, "fastroute"],
  [0x00010000, "notify"],
  [0x00080000, "proxy"],
];

function printCacheFlags(ip: Ip, value: number): void {
  const { out } = ip;
  let flags = value;
  const names: string[] = [];
  for (const [flag, name] of CACHE_FLAGS) {
    if ((flags & flag) === 0) continue;
    names.push(name);
    flags = (flags & ~flag) >>> 0;
  }
  if (flags !== 0) names.push(flags.toString(16));
  out.newline();
  out.openArray("cache", "    cache ");
  if (out.json) for (const name of names) out.field(null, name);
  else if (names.length > 0) out.text(`<${names.join(",")}> `);
  out.closeArray();
}

function printCacheInfo(ip: Ip, table: AttributeTable): void {
  const { out } = ip;
  const info = readRouteCacheInfo(table.bytes, table.offset(RTA_CACHEINFO), table.length(RTA_CACHEINFO));
  if (!info) return;
  const seconds = (ticks: number): number => Math.trunc(ticks / USER_HZ);
  if (info.expires !== 0) out.value("expires", seconds(info.expires), `expires ${seconds(info.expires)}sec `);
  if (info.error !== 0) out.value("error", info.error, `error ${info.error} `);
  if (ip.options.stats > 0) {
    if (info.clntref !== 0) out.value("users", info.clntref, `users ${info.clntref} `);
    if (info.used !== 0) out.value("used", info.used, `used ${info.used} `);
    if (info.lastuse !== 0) out.value("age", seconds(info.lastuse), `age ${seconds(info.lastuse)}sec `);
  }
  if (info.id !== 0) {
    const text = `0x${info.id.toString(16).padStart(4, "0")}`;
    out.value("ipid", text, `ipid ${text} `);
  }
}

const PREFERENCES: readonly string[] = ["medium", "high", "invalid", "low"];

function printTail(ip: Ip, { header, table }: Route, filter: RouteFilter): void {
  const { out } = ip;
  if (table.has(RTA_METRICS)) printMetrics(ip, new AttributeTable(RTAX_MAX).parseNested(table, RTA_METRICS));
  if (table.has(RTA_IIF) && filter.iif === undefined) printDevice(ip, table.u32(RTA_IIF), "iif");
  if (table.has(RTA_PREF)) {
    const preference = table.u8(RTA_PREF);
    const name = preference === 2 ? undefined : PREFERENCES[preference];
    out.value("pref", name ?? preference, `pref ${name ?? preference}`);
  }
  if (table.has(RTA_TTL_PROPAGATE)) {
    const on = table.u8(RTA_TTL_PROPAGATE) !== 0;
    out.value("ttl-propagate", on, `ttl-propagate ${on ? "enabled" : "disabled"} `);
  }
  if (table.has(RTA_MULTIPATH)) printMultipath(ip, header, table);
}

function printMultipath(ip: Ip, header: RouteHeader, table: AttributeTable): void {
  const { out } = ip;
  const start = table.offset(RTA_MULTIPATH);
  const hops = new NexthopCursor(table.bytes, start, start + table.length(RTA_MULTIPATH));
  if (out.json) out.openArray("nexthops");
  const attributes = new AttributeTable(RTA_MAX);
  while (hops.next()) {
    out.openObject();
    out.newline();
    out.text("\tnexthop ");
    attributes.parse(hops.bytes, hops.attributesStart, hops.attributesEnd);
    printGateway(ip, header.family, attributes);
    printVia(ip, attributes);
    if (attributes.has(RTA_FLOW)) printRealms(ip, attributes.u32(RTA_FLOW));
    const name = ip.links.name(hops.ifindex);
    out.value("dev", name, `dev ${name} `);
    out.value("weight", hops.hops + 1, `weight ${hops.hops + 1} `);
    printRouteFlags(ip, hops.flags);
    out.closeObject();
  }
  if (out.json) out.closeArray();
}
