/**
 * `ip -6 route get`: RTM_GETROUTE for one destination.
 *
 * Source: `net/ipv6/route.c` (`inet6_rtm_getroute`, `inet6_rtm_valid_getroute_req`).
 */
import { EINVAL, EMSGSIZE, ENETUNREACH, ENODEV, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { newRouteHeader, RTMSG_LEN, readRouteHeader } from "../../../netlink/route.ts";
import * as rta from "../../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { IN6ADDR_ANY } from "../../../packet/address.ts";
import { IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { parseRequest } from "../../core/rtnetlink/rtnl-validate.ts";
import { selectSource } from "../addrconf/saddr-select.ts";
import { Flow6 } from "../flow6.ts";
import type { Fib6Info } from "./fib6-info.ts";
import { decide, ip6RouteOutput, RT6_LOOKUP_F_IFACE } from "./ip6-route.ts";
import { writeRoute } from "./route-fill.ts";
import { ROUTE6_RULES } from "./route-policy.ts";
import type { Rt6Info } from "./rt6-info.ts";

const table = new AttributeTable(rta.RTA_MAX);
const header = newRouteHeader();
const flow = new Flow6();

/** What a way may be asked for (`rtm_getroute_parse_ip_proto`). */
const PROTOCOLS: ReadonlySet<number> = new Set([IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMPV6]);
const ALLOWED: ReadonlySet<number> = new Set([
  rta.RTA_SRC,
  rta.RTA_DST,
  rta.RTA_IIF,
  rta.RTA_OIF,
  rta.RTA_MARK,
  rta.RTA_UID,
  rta.RTA_SPORT,
  rta.RTA_DPORT,
  rta.RTA_IP_PROTO,
  rta.RTA_FLOWLABEL,
]);
const FLOW_LABEL_MASK = 0xfffff;
/** `INVALID_UID` */
const NO_UID = 0xffff_ffff;

/** `inet6_rtm_valid_getroute_req`. @returns 0 or a negative error */
function readRequest(request: RtnlRequest): number {
  const { message, extack } = request;
  if (message.length < RTMSG_LEN) return extack.fail(-EINVAL, "ipv6: Invalid header for get route request");
  readRouteHeader(message.bytes, message.body, header);
  if (!request.strict) return parseRequest(request, RTMSG_LEN, table, ROUTE6_RULES);
  const { srcLength, dstLength } = header;
  const whole = (length: number): boolean => length === 0 || length === 128;
  const extra = [header.table, header.protocol, header.scope, header.type];
  if (!whole(srcLength) || !whole(dstLength) || extra.some((value) => value !== 0))
    return extack.fail(-EINVAL, "ipv6: Invalid values in header for get route request");
  if ((header.flags & ~rta.RTM_F_FIB_MATCH) !== 0)
    return extack.fail(-EINVAL, "ipv6: Invalid flags for get route request");
  const error = parseRequest(request, RTMSG_LEN, table, ROUTE6_RULES, "types");
  return error !== 0 ? error : checkAttributes(request);
}

function checkAttributes({ extack, message }: RtnlRequest): number {
  if (
    (table.has(rta.RTA_SRC) && header.srcLength === 0) ||
    (table.has(rta.RTA_DST) && header.dstLength === 0)
  )
    return extack.fail(-EINVAL, "ipv6: rtm_src_len and rtm_dst_len must be 128 for IPv6");
  if (table.has(rta.RTA_FLOWLABEL) && (table.be32(rta.RTA_FLOWLABEL) & ~FLOW_LABEL_MASK) !== 0)
    return extack.fail(-EINVAL, "Invalid flow label", table.offset(rta.RTA_FLOWLABEL) - 4 - message.start);
  for (let type = 1; type <= rta.RTA_MAX; type++)
    if (table.has(type) && !ALLOWED.has(type))
      return extack.fail(-EINVAL, "ipv6: Unsupported attribute in get route request");
  return 0;
}

/** The flow that is asked for. @returns 0 or a negative error */
function readFlow({ extack }: RtnlRequest): number {
  const short = (type: number): boolean => table.has(type) && table.length(type) < 16;
  if (short(rta.RTA_SRC) || short(rta.RTA_DST)) return -EINVAL;
  const inbound = table.u32(rta.RTA_IIF) !== 0;
  flow.reset();
  flow.setDestination(table.ipv6(rta.RTA_DST) ?? IN6ADDR_ANY);
  flow.setSource(table.ipv6(rta.RTA_SRC) ?? IN6ADDR_ANY);
  flow.oif = inbound ? 0 : table.u32(rta.RTA_OIF);
  flow.iif = table.u32(rta.RTA_IIF);
  flow.mark = table.u32(rta.RTA_MARK);
  flow.trafficClass = header.tos;
  flow.uid = table.u32(rta.RTA_UID, inbound ? NO_UID : 0);
  flow.sourcePort = table.be16(rta.RTA_SPORT);
  flow.destinationPort = table.be16(rta.RTA_DPORT);
  flow.flowLabel = table.be32(rta.RTA_FLOWLABEL) & FLOW_LABEL_MASK;
  flow.protocol = table.u8(rta.RTA_IP_PROTO);
  if (table.has(rta.RTA_IP_PROTO) && !PROTOCOLS.has(flow.protocol))
    return extack.fail(-EOPNOTSUPP, "Unsupported ip proto");
  return 0;
}

/** `inet6_rtm_getroute` */
export function getRoute(request: RtnlRequest): number {
  const error = readRequest(request) || readFlow(request);
  if (error !== 0) return error;
  const { net } = request;
  const iif = flow.iif;
  const inbound = iif === 0 ? undefined : net.devByIndex(iif);
  if (iif !== 0 && inbound === undefined) return -ENODEV;
  const rt = inbound === undefined ? ip6RouteOutput(net, flow, 0) : inputDecision(net, inbound);
  if (rt.error !== 0) return rt.error;
  if (rt.from === null) return -ENETUNREACH;
  return answer(request, rt, rt.from, iif);
}

function answer(request: RtnlRequest, rt: Rt6Info, route: Fib6Info, iif: number): number {
  const { net, message } = request;
  const match = (header.flags & rta.RTM_F_FIB_MATCH) !== 0;
  const destination = table.ipv6(rta.RTA_DST) ?? IN6ADDR_ANY;
  const source = table.ipv6(rta.RTA_SRC) ?? IN6ADDR_ANY;
  // Where a received multicast goes is a multicast routing daemon's to say; without one the answer has no place for it.
  if (iif !== 0 && (match ? route.destination : destination).isMulticast) return -EMSGSIZE;
  const preferredSource = route.prefsrc ?? selectSource(net, route.dev, destination);
  const writer = net.machine.rtnetlink.writer;
  writer.reset();
  const get = match ? null : { rt, destination, source, iif, preferredSource };
  writeRoute(writer, net, route, RTM_NEWROUTE, 0, message.seq, request.portid, get, iif);
  request.reply(writer.message(true));
  return 0;
}

function inputDecision(net: Net, dev: NetDevice): Rt6Info {
  const strict = flow.destinationIsMulticast || flow.destinationIsLinkLocal || flow.destinationIsLoopback;
  const flags = strict ? RT6_LOOKUP_F_IFACE : 0;
  return decide(net, flow, flags, dev.ifindex, null);
}
