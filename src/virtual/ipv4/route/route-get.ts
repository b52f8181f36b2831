/**
 * `ip route get`: RTM_GETROUTE for one destination.
 *
 * Source: `net/ipv4/route.c` (`inet_rtm_getroute`, `rt_fill_info`).
 */
import { EHOSTUNREACH, EINVAL, ENODEV } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { MessageWriter } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { newRouteHeader, RTMSG_LEN, readRouteHeader, writeRouteHeader } from "../../../netlink/route.ts";
import * as rta from "../../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { write16, write32 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { ICMP_ECHO } from "../../../packet/icmp.ts";
import {
  IPPROTO_ICMP,
  IPPROTO_TCP,
  IPPROTO_UDP,
  IPV4_DESTINATION,
  IPV4_HLEN,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
} from "../../../packet/ipv4.ts";
import { UDP_HLEN } from "../../../packet/udp.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { allocSkb, consumeSkb, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { arpTable } from "../arp/arp-table.ts";
import { writeMetrics, writeRoute } from "../fib/fib-dump.ts";
import type { FibResult } from "../fib/fib-trie.ts";
import { Flow4 } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { IPSKB_DOREDIRECT } from "../sock/ip-control.ts";
import { metricsOf, timeLeft, writeCacheInfo, writeDecidedGateway } from "./route-fill.ts";
import { inputResult, routeInput } from "./route-input.ts";
import { outputResult, routeOutput } from "./route-output.ts";
import { RTCF_NOTIFY, type Rtable } from "./rtable.ts";

/** `INVALID_UID`: nobody. */
const NO_UID = 0xffff_ffff;
const RULES = policy(rta.RTA_MAX, [
  [rta.RTA_DST, { type: "u32" }],
  [rta.RTA_SRC, { type: "u32" }],
  [rta.RTA_IIF, { type: "u32" }],
  [rta.RTA_OIF, { type: "u32" }],
  [rta.RTA_MARK, { type: "u32" }],
  [rta.RTA_UID, { type: "u32" }],
  [rta.RTA_IP_PROTO, { type: "u8" }],
  [rta.RTA_SPORT, { type: "u16" }],
  [rta.RTA_DPORT, { type: "u16" }],
  [rta.RTA_FLOWLABEL, { type: "be32" }],
]);

const table = new AttributeTable(rta.RTA_MAX);
const header = newRouteHeader();
const flow = new Flow4();
/** A packet on this way would be answered with a redirect. */
const RTCF_DOREDIRECT = 0x01000000;
const writer = new MessageWriter(1024);

const ALLOWED = new Set([
  rta.RTA_IIF,
  rta.RTA_OIF,
  rta.RTA_SRC,
  rta.RTA_DST,
  rta.RTA_IP_PROTO,
  rta.RTA_SPORT,
  rta.RTA_DPORT,
  rta.RTA_MARK,
  rta.RTA_UID,
]);

/** `inet_rtm_valid_getroute_req` */
function validate(request: RtnlRequest): number {
  const { message, extack, strict } = request;
  if (message.length < RTMSG_LEN) return extack.fail(-EINVAL, "ipv4: Invalid header for route get request");
  if (!strict) {
    const loose = parseRequest(request, RTMSG_LEN, table, RULES);
    readRouteHeader(message.bytes, message.body, header);
    return loose;
  }
  readRouteHeader(message.bytes, message.body, header);
  const lengths =
    (header.srcLength !== 0 && header.srcLength !== 32) ||
    (header.dstLength !== 0 && header.dstLength !== 32);
  if (lengths || header.table !== 0 || header.protocol !== 0 || header.scope !== 0 || header.type !== 0)
    return extack.fail(-EINVAL, "ipv4: Invalid values in header for route get request");
  const allowedFlags = rta.RTM_F_NOTIFY | rta.RTM_F_LOOKUP_TABLE | rta.RTM_F_FIB_MATCH;
  if ((header.flags & ~allowedFlags) !== 0)
    return extack.fail(-EINVAL, "ipv4: Unsupported rtm_flags for route get request");
  const error = parseRequest(request, RTMSG_LEN, table, RULES);
  if (error !== 0) return error;
  if (
    (table.has(rta.RTA_SRC) && header.srcLength === 0) ||
    (table.has(rta.RTA_DST) && header.dstLength === 0)
  )
    return extack.fail(-EINVAL, "ipv4: rtm_src_len and rtm_dst_len must be 32 for IPv4");
  for (let type = 1; type <= rta.RTA_MAX; type++)
    if (table.has(type) && !ALLOWED.has(type))
      return extack.fail(-EINVAL, "ipv4: Unsupported attribute in route get request");
  return 0;
}

/** A packet as the request describes it, for what routes choose by (`inet_rtm_getroute_build_skb`). */
function requestedPacket(): SkBuff {
  const skb = allocSkb(0);
  skb.protocol = ETH_P_IP;
  const at = skb.put(IPV4_HLEN + UDP_HLEN);
  const { bytes } = skb;
  bytes.fill(0, at, skb.tail);
  bytes[at] = 0x45;
  bytes[at + IPV4_PROTOCOL] = flow.ipProto;
  write32(bytes, at + IPV4_SOURCE, flow.saddr);
  write32(bytes, at + IPV4_DESTINATION, flow.daddr);
  skb.networkHeader = at;
  skb.transportHeader = at + IPV4_HLEN;
  if (flow.ipProto === IPPROTO_ICMP) bytes[at + IPV4_HLEN] = ICMP_ECHO;
  else {
    write16(bytes, at + IPV4_HLEN, flow.sport);
    write16(bytes, at + IPV4_HLEN + 2, flow.dport);
  }
  return skb;
}

/** The packet that was made for the question is dropped, as everybody may see. @returns the error */
function refused(skb: SkBuff, error: number): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "inet_rtm_getroute");
  return error;
}

/**
 * Answers the request with the decision for one packet, or with the route it comes from (`RTM_F_FIB_MATCH`). @returns 0 or a
 * negative error
 */
export function getRoute(request: RtnlRequest): number {
  const error = validate(request);
  if (error !== 0) return error;
  const net = request.net.ipv4;
  const { extack } = request;
  const protocol = table.u8(rta.RTA_IP_PROTO, IPPROTO_UDP);
  if (
    table.has(rta.RTA_IP_PROTO) &&
    protocol !== IPPROTO_TCP &&
    protocol !== IPPROTO_UDP &&
    protocol !== IPPROTO_ICMP
  )
    return extack.fail(-95, "Unsupported ip proto");
  const daddr = table.be32(rta.RTA_DST);
  const saddr = table.be32(rta.RTA_SRC);
  const iif = table.u32(rta.RTA_IIF);
  const fibMatch = (header.flags & rta.RTM_F_FIB_MATCH) !== 0;
  const lookupTable = (header.flags & rta.RTM_F_LOOKUP_TABLE) !== 0;
  flow.reset();
  flow.daddr = daddr;
  flow.saddr = saddr;
  flow.tos = header.tos & 0xfc;
  flow.oif = table.u32(rta.RTA_OIF);
  flow.mark = table.u32(rta.RTA_MARK);
  flow.uid = table.u32(rta.RTA_UID);
  flow.ipProto = protocol;
  flow.sport = table.be16(rta.RTA_SPORT);
  flow.dport = table.be16(rta.RTA_DPORT);
  let route: Rtable;
  let result: FibResult;
  let redirect = 0;
  if (iif !== 0) {
    const dev = request.net.devByIndex(iif);
    const skb = requestedPacket();
    if (dev === undefined) return refused(skb, -ENODEV);
    skb.dev = dev;
    skb.mark = flow.mark;
    inputResult.clear();
    const reason = routeInput(skb, daddr, saddr, flow.tos, dev, protocol);
    const decided = skb.dst as Rtable | null;
    skb.dst = null;
    if ((skb.cbFlags & IPSKB_DOREDIRECT) !== 0) redirect = RTCF_DOREDIRECT;
    if (reason !== 0 || decided === null) return refused(skb, -EINVAL);
    if (decided.error !== 0) return refused(skb, decided.error);
    consumeSkb(skb);
    route = decided;
    result = inputResult;
    flow.iif = iif;
  } else {
    flow.iif = 1;
    const skb = requestedPacket();
    const decided = routeOutput(net, flow, skb);
    if (typeof decided === "number") return refused(skb, decided);
    consumeSkb(skb);
    route = decided;
    result = outputResult;
  }
  const shownTable = lookupTable ? lookedUpTable(net, result) : rta.RT_TABLE_MAIN;
  if (fibMatch) {
    const { alias } = result;
    if (result.info === null || alias === null) return refused(requestedPacket(), -EHOSTUNREACH);
    writer.reset();
    const { message, portid } = request;
    // what the decision is for: a group's packets leave by a route that knows of no groups
    writeRoute(writer, alias, RTM_NEWROUTE, 0, message.seq, portid, shownTable, route.type);
    request.reply(writer.message());
    return 0;
  }
  const tos = result.info === null ? 0 : result.tos;
  writeDecision(request, route, daddr, saddr, iif, shownTable, tos, redirect);
  return 0;
}

/** Local and main are one table until there are rules of one's own. What is decided without a route is in none. */
function lookedUpTable(net: NetIpv4, result: FibResult): number {
  if (result.info === null) return rta.RT_TABLE_UNSPEC;
  return result.tableId === rta.RT_TABLE_LOCAL && !net.hasCustomRules ? rta.RT_TABLE_MAIN : result.tableId;
}

/** `rt_fill_info` */
function writeDecision(
  request: RtnlRequest,
  route: Rtable,
  daddr: number,
  saddr: number,
  iif: number,
  tableId: number,
  tos: number,
  moreFlags: number,
): void {
  writer.reset();
  writer.begin(RTM_NEWROUTE, 0, request.message.seq, request.portid);
  // as long as the decision is kept, everybody who asks for it sees that
  if ((header.flags & rta.RTM_F_NOTIFY) !== 0) route.flags |= RTCF_NOTIFY;
  const requestFlags = (route.flags & RTCF_NOTIFY) !== 0 ? rta.RTM_F_NOTIFY : 0;
  const mark = table.u32(rta.RTA_MARK);
  writeRouteHeader(writer, {
    family: AF_INET,
    dstLength: 32,
    srcLength: saddr !== 0 ? 32 : 0,
    tos,
    table: tableId < 256 ? tableId : rta.RT_TABLE_COMPAT,
    protocol: 0,
    scope: rta.RT_SCOPE_UNIVERSE,
    type: route.type,
    flags: (route.flags & ~0xffff) | moreFlags | rta.RTM_F_CLONED | requestFlags,
  });
  writer.u32(rta.RTA_TABLE, tableId);
  writer.be32(rta.RTA_DST, daddr);
  if (saddr !== 0) writer.be32(rta.RTA_SRC, saddr);
  writer.u32(rta.RTA_OIF, route.dev.ifindex);
  if (route.tclassid !== 0) writer.u32(rta.RTA_FLOW, route.tclassid);
  if (iif === 0 && flow.saddr !== saddr) writer.be32(rta.RTA_PREFSRC, flow.saddr);
  writeDecidedGateway(writer, route);
  const expires = timeLeft(route);
  writeMetrics(writer, metricsOf(route, expires), route.nexthop?.info.congestionControl);
  if (mark !== 0) writer.u32(rta.RTA_MARK, mark);
  const uid = table.u32(rta.RTA_UID, iif === 0 ? 0 : NO_UID);
  if (uid !== NO_UID) writer.u32(rta.RTA_UID, uid);
  if (iif !== 0) writer.u32(rta.RTA_IIF, iif);
  const waiting = arpTable(route.net.net.machine).parmsOf(route.dev)?.waitingBy(route) ?? 0;
  writeCacheInfo(writer, route, expires, waiting + (isKept(route) ? 2 : 1));
  writer.end();
  request.reply(writer.message());
}

/** Whether the next hop keeps the decision for the next packet, and so refers to it, too. */
function isKept(route: Rtable): boolean {
  const { nexthop, exception } = route;
  const keepers = [nexthop?.output, nexthop?.input, exception?.output, exception?.input];
  return keepers.includes(route);
}
