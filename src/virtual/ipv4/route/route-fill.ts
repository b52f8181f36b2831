/**
 * Routing decisions as rtnetlink messages, and the dump of what was learned about single destinations.
 *
 * Source: `net/ipv4/route.c` (`rt_fill_info`, `fib_dump_info_fnhe`, `fnhe_dump_bucket`).
 */
import { AF_INET, AF_INET6 } from "../../../kernel.ts";
import type { MessageWriter } from "../../../netlink/message.ts";
import { writeRouteCacheInfo, writeRouteHeader } from "../../../netlink/route.ts";
import * as rta from "../../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { writeMetrics } from "../fib/fib-dump.ts";
import type { FibInfo } from "../fib/fib-info.ts";
import { hasExpired } from "./route-exceptions.ts";
import { RTCF_NOTIFY, type Rtable } from "./rtable.ts";

/** A tick of `USER_HZ`. */
const NS_PER_TICK = 10_000_000;

/** Until a decision ends by itself, ns; 0: it does not, or has ended. */
export function timeLeft(route: Rtable): number {
  return Math.max(route.expires - route.net.net.machine.now(), 0);
}

/** Metrics as a message shows them, with what path MTU discovery has learned while that is valid; null: none. */
export function metricsOf(route: Rtable, expires: number): Uint32Array | null {
  const own = route.nexthop?.info.metrics ?? null;
  if (route.pmtu === 0 || expires === 0) return own;
  const metrics = own === null ? new Uint32Array(rta.RTAX_MAX + 1) : own.slice();
  metrics[rta.RTAX_MTU] = route.pmtu;
  if (route.mtuLocked) metrics[rta.RTAX_LOCK] |= 1 << rta.RTAX_MTU;
  return metrics;
}

/** `RTA_GATEWAY`, or `RTA_VIA` where the router is one of IPv6. */
export function writeDecidedGateway(writer: MessageWriter, route: Rtable): void {
  if (!route.usesGateway) return;
  if (route.gatewayFamily === AF_INET) writer.be32(rta.RTA_GATEWAY, route.gateway);
  else if (route.nexthop?.gateway6) {
    const at = writer.attribute(rta.RTA_VIA, 18);
    writer.put16(at, AF_INET6);
    writer.bytes.set(route.nexthop.gateway6, at + 2);
  }
}

/** `rtnl_put_cacheinfo` @param clntref who refers to the decision */
export function writeCacheInfo(writer: MessageWriter, route: Rtable, expires: number, clntref: number): void {
  const age = route.net.net.machine.now() - route.since;
  writeRouteCacheInfo(writer, {
    clntref,
    lastuse: Math.floor(age / NS_PER_TICK),
    expires: Math.floor(expires / NS_PER_TICK),
    error: route.error,
    used: 0,
    id: 0,
    ts: 0,
    tsage: 0,
  });
}

/** Where the messages of a dump go. */
export interface DumpTarget {
  readonly writer: MessageWriter;
  readonly flags: number;
  readonly seq: number;
  readonly portid: number;
}

/** Writes what was learned about destinations behind a route, as far as packets have gone by it since. */
export function dumpExceptions(target: DumpTarget, info: FibInfo, tableId: number): void {
  const net = info.net;
  for (const nexthop of info.nexthops) {
    if (nexthop.exceptions === null || (nexthop.flags & rta.RTNH_F_DEAD) !== 0) continue;
    for (const exception of nexthop.exceptions.values()) {
      if (exception.genid !== net.exceptionGenid || hasExpired(net, exception)) continue;
      const route = exception.input ?? exception.output;
      if (route !== null) writeException(target, route, exception.daddr, tableId);
    }
  }
}

function writeException(target: DumpTarget, route: Rtable, daddr: number, tableId: number): void {
  const { writer } = target;
  writer.begin(RTM_NEWROUTE, target.flags, target.seq, target.portid);
  const notify = (route.flags & RTCF_NOTIFY) !== 0 ? rta.RTM_F_NOTIFY : 0;
  writeRouteHeader(writer, {
    family: AF_INET,
    dstLength: 32,
    srcLength: 0,
    tos: 0,
    table: tableId < 256 ? tableId : rta.RT_TABLE_COMPAT,
    protocol: 0,
    scope: rta.RT_SCOPE_UNIVERSE,
    type: route.type,
    flags: (route.flags & ~0xffff) | rta.RTM_F_CLONED | notify,
  });
  writer.u32(rta.RTA_TABLE, tableId);
  writer.be32(rta.RTA_DST, daddr);
  writer.u32(rta.RTA_OIF, route.dev.ifindex);
  if (route.tclassid !== 0) writer.u32(rta.RTA_FLOW, route.tclassid);
  writeDecidedGateway(writer, route);
  const expires = timeLeft(route);
  writeMetrics(writer, metricsOf(route, expires), route.nexthop?.info.congestionControl);
  writeCacheInfo(writer, route, expires, 1);
  writer.end();
}
