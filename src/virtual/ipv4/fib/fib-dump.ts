/**
 * Routes as rtnetlink messages, attributes in Linux's order (`fib_dump_info`, `rtmsg_fib`).
 *
 * Source: `net/ipv4/fib_semantics.c`.
 */

import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { beginNexthop, endNexthop, newRouteHeader, writeRouteHeader } from "../../../netlink/route.ts";
import {
  RT_TABLE_COMPAT,
  RTA_DST,
  RTA_FLOW,
  RTA_GATEWAY,
  RTA_METRICS,
  RTA_MULTIPATH,
  RTA_OIF,
  RTA_PREFSRC,
  RTA_PRIORITY,
  RTA_TABLE,
  RTA_VIA,
  RTAX_CC_ALGO,
  RTAX_MAX,
  RTNH_F_DEAD,
  RTNH_F_LINKDOWN,
  RTNH_F_OFFLOAD,
  RTNH_F_ONLINK,
  RTNH_F_TRAP,
} from "../../../netlink/route-attributes.ts";
import { RTNLGRP_IPV4_ROUTE } from "../../../netlink/rtnetlink.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { type FibInfo, type FibNexthop, ignoresLinkdown } from "./fib-info.ts";
import { routesAreSilent } from "./fib-pending.ts";
import type { FibAlias } from "./fib-trie.ts";

const header = newRouteHeader();

/**
 * Writes one route.
 * @param tableId the table that it is said to be in
 * @param routeType the type that it is said to have
 */
export function writeRoute(
  writer: MessageWriter,
  alias: FibAlias,
  type: number,
  flags: number,
  seq: number,
  portid: number,
  tableId = alias.tableId,
  routeType = alias.type,
): void {
  const { info, node } = alias;
  writer.begin(type, flags, seq, portid);
  const nexthop = info.nexthops.length === 1 ? info.nexthops[0] : null;
  header.family = AF_INET;
  header.dstLength = node.length;
  header.srcLength = 0;
  header.tos = alias.tos;
  header.table = tableId < 256 ? tableId : RT_TABLE_COMPAT;
  header.protocol = info.protocol;
  header.scope = info.scope;
  header.type = routeType;
  // what was said of the whole route shows only where there are several hops
  header.flags = nexthop === null ? info.flags : nexthopFlags(nexthop);
  writeRouteHeader(writer, header);
  writer.u32(RTA_TABLE, tableId);
  if (node.length > 0) writer.be32(RTA_DST, node.key);
  if (info.priority !== 0) writer.u32(RTA_PRIORITY, info.priority);
  writeMetrics(writer, info.metrics, info.congestionControl);
  if (info.prefsrc !== 0) writer.be32(RTA_PREFSRC, info.prefsrc);
  if (nexthop !== null) writeSingle(writer, nexthop);
  else writeMultipath(writer, info);
  writer.end();
}

/** `RTNH_F_*` as shown: a hop on a device without carrier is dead where such hops are not used. */
function nexthopFlags(nexthop: FibNexthop): number {
  let flags = nexthop.flags & (RTNH_F_DEAD | RTNH_F_ONLINK | RTNH_F_OFFLOAD | RTNH_F_TRAP);
  if ((nexthop.flags & RTNH_F_LINKDOWN) !== 0) {
    flags |= RTNH_F_LINKDOWN;
    if (ignoresLinkdown(nexthop.dev)) flags |= RTNH_F_DEAD;
  }
  return flags;
}

function writeGateway(writer: MessageWriter, nexthop: FibNexthop): void {
  if (nexthop.gatewayFamily === AF_INET) writer.be32(RTA_GATEWAY, nexthop.gateway);
  else if (nexthop.gatewayFamily === AF_INET6 && nexthop.gateway6 !== null) {
    const at = writer.attribute(RTA_VIA, 18);
    writer.put16(at, AF_INET6);
    writer.bytes.set(nexthop.gateway6, at + 2);
  }
}

function writeSingle(writer: MessageWriter, nexthop: FibNexthop): void {
  writeGateway(writer, nexthop);
  if (nexthop.dev !== null) writer.u32(RTA_OIF, nexthop.dev.ifindex);
  if (nexthop.tclassid !== 0) writer.u32(RTA_FLOW, nexthop.tclassid);
}

function writeMultipath(writer: MessageWriter, info: FibInfo): void {
  const nest = writer.nest(RTA_MULTIPATH);
  for (const nexthop of info.nexthops) {
    const at = beginNexthop(writer, nexthopFlags(nexthop), nexthop.weight - 1, nexthop.dev?.ifindex ?? 0);
    writeGateway(writer, nexthop);
    if (nexthop.tclassid !== 0) writer.u32(RTA_FLOW, nexthop.tclassid);
    endNexthop(writer, at);
  }
  writer.endNest(nest);
}

/** `rtnetlink_put_metrics` */
export function writeMetrics(
  writer: MessageWriter,
  metrics: Uint32Array | null,
  congestionControl = "",
): void {
  if (metrics === null) return;
  const nest = writer.nest(RTA_METRICS);
  const empty = writer.length;
  for (let i = 1; i <= RTAX_MAX; i++) {
    if (i === RTAX_CC_ALGO) {
      if (congestionControl !== "") writer.string(i, congestionControl);
    } else if (metrics[i] !== 0) writer.u32(i, metrics[i]);
  }
  if (writer.length === empty) writer.truncate(nest);
  else writer.endNest(nest);
}

/** `rtmsg_fib` */
export function notifyRoute(
  net: NetIpv4,
  type: number,
  alias: FibAlias,
  portid: number,
  seq: number,
  flags: number,
): void {
  if (routesAreSilent()) return;
  const rtnetlink = net.net.machine.rtnetlink;
  if (!rtnetlink.hasListeners(net.net, RTNLGRP_IPV4_ROUTE)) return;
  const writer = rtnetlink.writer;
  writer.reset();
  writeRoute(writer, alias, type, flags, seq, portid);
  rtnetlink.notify(net.net, RTNLGRP_IPV4_ROUTE, writer.message());
}
