/**
 * `ip route`: RTM_NEWROUTE, RTM_DELROUTE and the dump of RTM_GETROUTE for IPv4.
 *
 * Source: `net/ipv4/fib_frontend.c` (`rtm_to_fib_config`, `inet_dump_fib`, `ip_valid_fib_dump_req`).
 */
import { EINVAL, ENOENT, EOPNOTSUPP, ESRCH } from "../../../errno.ts";
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { NexthopCursor, newRouteHeader, RTMSG_LEN, readRouteHeader } from "../../../netlink/route.ts";
import * as rta from "../../../netlink/route-attributes.ts";
import { RTM_DELROUTE, RTM_GETROUTE, RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { read32 } from "../../../packet/bytes.ts";
import type { Machine } from "../../core/machine.ts";
import { ROUTE_RULES, RouteDumpFilter } from "../../core/rtnetlink/route-dump-filter.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { dumpExceptions } from "../route/route-fill.ts";
import { getRoute } from "../route/route-get.ts";
import { FibConfig, NexthopConfig } from "./fib-config.ts";
import { writeRoute } from "./fib-dump.ts";
import { deleteRoute, insertRoute } from "./fib-insert.ts";
import { fibTable, newFibTable } from "./fib-lookup.ts";
import { readMetrics, readWanted } from "./fib-metrics.ts";
import type { FibAlias, FibTable } from "./fib-trie.ts";

const table = new AttributeTable(rta.RTA_MAX);
const hopTable = new AttributeTable(rta.RTA_MAX);
const header = newRouteHeader();

const LWTUNNEL_ENCAP_MAX = 10;

/** `rtm_to_fib_config` */
function toConfig(request: RtnlRequest): FibConfig | number {
  const { extack, message } = request;
  if (message.length < RTMSG_LEN) return -EINVAL;
  const error = parseRequest(request, RTMSG_LEN, table, ROUTE_RULES);
  if (error !== 0) return error;
  readRouteHeader(message.bytes, message.body, header);
  if ((header.tos & 3) !== 0) return extack.fail(-EINVAL, "Invalid dsfield (tos): ECN bits must be 0");
  const config = new FibConfig();
  config.destinationLength = header.dstLength;
  config.tos = header.tos;
  config.table = header.table;
  config.protocol = header.protocol;
  config.scope = header.scope;
  config.type = header.type;
  config.flags = header.flags;
  config.netlinkFlags = message.flags;
  config.portid = request.portid;
  config.seq = message.seq;
  config.extack = extack;
  if (header.type > rta.RTN_MAX) return extack.fail(-EINVAL, "Invalid route type");
  if (table.has(rta.RTA_ENCAP_TYPE)) {
    const type = table.u16(rta.RTA_ENCAP_TYPE);
    if (type === 0 || type > LWTUNNEL_ENCAP_MAX)
      return extack.fail(-EINVAL, "Unknown lwt encapsulation type");
    return extack.fail(-EOPNOTSUPP, "lwt encapsulation type not supported");
  }
  const bad = readAttributes(config, request);
  if (bad !== 0) return bad;
  if (config.destinationLength > 32) return extack.fail(-EINVAL, "Invalid prefix length");
  const mask = config.destinationLength === 0 ? 0 : 0xffffffff << (32 - config.destinationLength);
  if ((config.destination & ~mask) !== 0)
    return extack.fail(-EINVAL, "Invalid prefix for given prefix length");
  if (table.has(rta.RTA_GATEWAY) && table.has(rta.RTA_VIA))
    return extack.fail(-EINVAL, "Nexthop configuration can not contain both GATEWAY and VIA");
  if (
    config.nexthopId !== 0 &&
    (config.oif !== 0 || config.gatewayFamily !== 0 || table.has(rta.RTA_MULTIPATH))
  )
    return extack.fail(-EINVAL, "Nexthop specification and nexthop id are mutually exclusive");
  if (config.table === 0) config.table = rta.RT_TABLE_MAIN;
  return config;
}

function faultOf({ message, offset }: ExtendedAck): { message: string; offset: number } {
  return { message, offset };
}

function readAttributes(config: FibConfig, request: RtnlRequest): number {
  config.destination = table.be32(rta.RTA_DST);
  config.oif = table.u32(rta.RTA_OIF);
  config.priority = table.u32(rta.RTA_PRIORITY);
  config.prefsrc = table.be32(rta.RTA_PREFSRC);
  config.nexthopId = table.u32(rta.RTA_NH_ID);
  config.tclassid = table.u32(rta.RTA_FLOW);
  if (table.has(rta.RTA_TABLE)) config.table = table.u32(rta.RTA_TABLE);
  const gateway = readGateway(config, table, request.extack);
  if (gateway !== 0) return gateway;
  if (table.has(rta.RTA_METRICS)) {
    config.wantedMetrics = readWanted(table);
    const extack = new ExtendedAck();
    const metrics = readMetrics(table, extack, request.message.start);
    if (typeof metrics === "number") config.metricsFault = { error: metrics, ...faultOf(extack) };
    else {
      config.metrics = metrics.values;
      config.congestionControl = metrics.congestionControl;
    }
  }
  return 0;
}

function readGateway(config: NexthopConfig, attributes: AttributeTable, extack: ExtendedAck): number {
  if (attributes.has(rta.RTA_GATEWAY)) {
    if (attributes.length(rta.RTA_GATEWAY) < 4)
      return extack.fail(-EINVAL, "Invalid IPv4 address in RTA_GATEWAY");
    config.gateway = attributes.be32(rta.RTA_GATEWAY);
    if (config.gateway !== 0) config.gatewayFamily = AF_INET;
  }
  const via = attributes.payload(rta.RTA_VIA);
  if (via === undefined) return 0;
  if (via.length < 2) return extack.fail(-EINVAL, "Invalid attribute length for RTA_VIA");
  const family = via[0] | (via[1] << 8);
  if (family === AF_INET && via.length === 6) {
    config.gateway = read32(via, 2);
    config.gatewayFamily = AF_INET;
    return 0;
  }
  if (family === AF_INET6 && via.length === 18) {
    config.gateway6 = via.slice(2);
    config.gatewayFamily = AF_INET6;
    return 0;
  }
  if (family === AF_INET || family === AF_INET6)
    return extack.fail(-EINVAL, `Invalid IPv${family === AF_INET ? 4 : 6} address in RTA_VIA`);
  return extack.fail(-EINVAL, "Unsupported address family in RTA_VIA");
}

/** `fib_get_nhs`; to remove a route (`fib_nh_match`), its hops are only compared, whatever their flags say. */
function readMultipath(config: FibConfig, extack: ExtendedAck, remove = false): number {
  const start = table.offset(rta.RTA_MULTIPATH);
  const cursor = new NexthopCursor(table.bytes, start, start + table.length(rta.RTA_MULTIPATH));
  const hops: NexthopConfig[] = [];
  // those before a wrong one are there: a route to be deleted is compared with as many as it has
  config.multipath = hops;
  while (cursor.next()) {
    if (!remove && (cursor.flags & (rta.RTNH_F_DEAD | rta.RTNH_F_LINKDOWN)) !== 0)
      return extack.fail(-EINVAL, "Invalid flags for nexthop - can not contain DEAD or LINKDOWN");
    const hop = new NexthopConfig();
    hop.flags = (config.flags & ~0xff) | cursor.flags;
    hop.oif = cursor.ifindex;
    hop.weight = cursor.hops + 1;
    hopTable.parseFirst(table.bytes, cursor.attributesStart, cursor.attributesEnd);
    if (hopTable.has(rta.RTA_GATEWAY) && hopTable.has(rta.RTA_VIA))
      return extack.fail(-EINVAL, "Nexthop configuration can not contain both GATEWAY and VIA");
    const error = readGateway(hop, hopTable, extack);
    if (error !== 0) return error;
    hop.tclassid = hopTable.u32(rta.RTA_FLOW);
    hops.push(hop);
  }
  if (!remove && (hops.length === 0 || cursor.leftover > 0))
    return extack.fail(-EINVAL, "Invalid nexthop configuration - extra data after nexthops");
  return 0;
}

/** What is wrong with hops is told when they are looked at. */
function readHops(config: FibConfig, remove: boolean): void {
  if (!table.has(rta.RTA_MULTIPATH)) return;
  const extack = new ExtendedAck();
  const error = readMultipath(config, extack, remove);
  if (error !== 0) config.hopsFault = { error, ...faultOf(extack) };
}

function newRoute(request: RtnlRequest): number {
  const config = toConfig(request);
  if (typeof config === "number") return config;
  const net = request.net.ipv4;
  // the table stays, also when the route is refused
  const wanted = newFibTable(net, config.table);
  readHops(config, false);
  const error = insertRoute(net, wanted, config);
  if (error === 0 && config.type === rta.RTN_LOCAL) net.hasCustomLocalRoutes = true;
  return error;
}

function removeRequested(request: RtnlRequest): number {
  const config = toConfig(request);
  if (typeof config === "number") return config;
  if (config.nexthopId !== 0) return request.extack.fail(-EINVAL, "Nexthop id does not exist");
  readHops(config, true);
  const wanted = fibTable(request.net.ipv4, config.table);
  if (wanted === undefined) return request.extack.fail(-ESRCH, "FIB table does not exist");
  return deleteRoute(request.net.ipv4, wanted, config);
}

function passes(alias: FibAlias, filter: RouteDumpFilter): boolean {
  if (filter.protocol !== 0 && alias.info.protocol !== filter.protocol) return false;
  if (filter.type !== 0 && alias.type !== filter.type) return false;
  return filter.oif === 0 || alias.info.nexthops.some((nexthop) => nexthop.oif === filter.oif);
}

/** Tables in the order of Linux's hash: by the low byte of the number, newest first. */
export function tablesInOrder(tables: Iterable<FibTable>): FibTable[] {
  return [...tables].reverse().sort((a, b) => (a.id & 0xff) - (b.id & 0xff));
}

function dumpRoutes(request: RtnlRequest, writer: MessageWriter): number {
  const net = request.net.ipv4;
  const filter = new RouteDumpFilter();
  const error = filter.read(request);
  if (error !== 0) return error;
  // no IPv4 route is one of a prefix
  if ((filter.flags & rta.RTM_F_PREFIX) !== 0) return 0;
  const flags = NLM_F_MULTI | filter.answerFlags;
  const { seq } = request.message;
  let tables: FibTable[];
  if (filter.table !== 0) {
    const one = net.tables.get(filter.table);
    if (one === undefined) {
      if (request.message.bytes[request.message.body] !== AF_INET) return 0;
      return request.extack.fail(-ENOENT, "ipv4: FIB table does not exist");
    }
    tables = [one];
  } else tables = tablesInOrder(net.tables.values());
  const target = { writer, flags, seq, portid: request.portid };
  for (const one of tables)
    for (const alias of one.aliases()) {
      if (!passes(alias, filter)) continue;
      if (filter.routes) writeRoute(writer, alias, RTM_NEWROUTE, flags, seq, request.portid);
      if (filter.exceptions) dumpExceptions(target, alias.info, one.id);
    }
  return 0;
}

/** Registers the messages with a machine. */
export function registerRouteMessages(machine: Machine): void {
  machine.rtnetlink.register(AF_INET, RTM_NEWROUTE, newRoute);
  machine.rtnetlink.register(AF_INET, RTM_DELROUTE, removeRequested);
  machine.rtnetlink.register(AF_INET, RTM_GETROUTE, getRoute, dumpRoutes);
}
