/**
 * What a dump of routes is limited to, the same for both families.
 *
 * Source: `net/ipv4/fib_frontend.c` (`rtm_ipv4_policy`, `ip_valid_fib_dump_req`, `inet_dump_fib`), `net/ipv6/ip6_fib.c`
 * (`inet6_dump_fib`).
 */
import { EINVAL, ENODEV } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { NLM_F_DUMP_FILTERED } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { newRouteHeader, RTMSG_LEN, readRouteHeader } from "../../../netlink/route.ts";
import * as rta from "../../../netlink/route-attributes.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import { parseRequest } from "./rtnl-validate.ts";

/** Attributes of IPv4's routes (`rtm_ipv4_policy`). */
export const ROUTE_RULES = policy(
  rta.RTA_MAX,
  [
    [rta.RTA_DST, { type: "u32" }],
    [rta.RTA_SRC, { type: "u32" }],
    [rta.RTA_IIF, { type: "u32" }],
    [rta.RTA_OIF, { type: "u32" }],
    [rta.RTA_GATEWAY, { type: "u32" }],
    [rta.RTA_PRIORITY, { type: "u32" }],
    [rta.RTA_PREFSRC, { type: "u32" }],
    [rta.RTA_METRICS, { type: "nested" }],
    [rta.RTA_MULTIPATH, { type: "unspec", length: 8 }],
    [rta.RTA_FLOW, { type: "u32" }],
    [rta.RTA_MARK, { type: "u32" }],
    [rta.RTA_TABLE, { type: "u32" }],
    [rta.RTA_ENCAP_TYPE, { type: "u16" }],
    [rta.RTA_ENCAP, { type: "nested" }],
    [rta.RTA_UID, { type: "u32" }],
    [rta.RTA_IP_PROTO, { type: "u8" }],
    [rta.RTA_SPORT, { type: "u16" }],
    [rta.RTA_DPORT, { type: "u16" }],
    [rta.RTA_NH_ID, { type: "u32" }],
  ],
  rta.RTA_DPORT + 1,
);

const table = new AttributeTable(rta.RTA_MAX);
const header = newRouteHeader();

/** One dump's limits (`struct fib_dump_filter`). */
export class RouteDumpFilter {
  /** 0 is any, here and below. */
  table = 0;
  protocol = 0;
  type = 0;
  oif = 0;
  /** `RTM_F_CLONED`, `RTM_F_PREFIX` */
  flags = 0;
  /** Routes are wanted. */
  routes = true;
  /** What was learned for single destinations is wanted. */
  exceptions = true;
  /** What every message carries. */
  answerFlags = 0;

  /** Reads the request: all of it when it is strict, else only the flags. @returns 0 or a negative error */
  read(request: RtnlRequest): number {
    const { message } = request;
    if (request.strict) return this.readStrictly(request);
    if (message.length >= RTMSG_LEN) {
      readRouteHeader(message.bytes, message.body, header);
      this.flags = header.flags & (rta.RTM_F_CLONED | rta.RTM_F_PREFIX);
    }
    return 0;
  }

  private readStrictly(request: RtnlRequest): number {
    const { message, extack } = request;
    if (message.length < RTMSG_LEN) return extack.fail(-EINVAL, "Invalid header for FIB dump request");
    readRouteHeader(message.bytes, message.body, header);
    if (header.dstLength !== 0 || header.srcLength !== 0 || header.tos !== 0 || header.scope !== 0)
      return extack.fail(-EINVAL, "Invalid values in header for FIB dump request");
    if ((header.flags & ~(rta.RTM_F_CLONED | rta.RTM_F_PREFIX)) !== 0)
      return extack.fail(-EINVAL, "Invalid flags for FIB dump request");
    this.routes = (header.flags & rta.RTM_F_CLONED) === 0;
    this.exceptions = !this.routes;
    this.flags = header.flags;
    this.table = header.table;
    this.protocol = header.protocol;
    this.type = header.type;
    const error = this.readAttributes(request);
    if (error !== 0) return error;
    // routes or exceptions, but not both: that is a filter for the messages, although the end does not say so
    this.answerFlags = NLM_F_DUMP_FILTERED;
    const limits = [this.flags, this.protocol, this.type, this.table, this.oif];
    if (limits.some((limit) => limit !== 0)) request.answerFlags = NLM_F_DUMP_FILTERED;
    return 0;
  }

  private readAttributes(request: RtnlRequest): number {
    const error = parseRequest(request, RTMSG_LEN, table, ROUTE_RULES, "types");
    if (error !== 0) return error;
    for (let type = 1; type <= rta.RTA_MAX; type++) {
      if (!table.has(type)) continue;
      if (type === rta.RTA_TABLE) this.table = table.u32(type);
      else if (type === rta.RTA_OIF) {
        this.oif = table.u32(type);
        if (request.net.devByIndex(this.oif) === undefined) return -ENODEV;
      } else return request.extack.fail(-EINVAL, "Unsupported attribute in dump request");
    }
    return 0;
  }
}
