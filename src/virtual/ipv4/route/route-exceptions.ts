/**
 * What redirects and path MTU discovery taught about single destinations: `struct fib_nh_exception`.
 *
 * Source: `net/ipv4/route.c` (`update_or_create_fnhe`, `find_exception`, `rt_bind_exception`), `net/ipv4/fib_semantics.c`
 * (`fnhe_update_mtu`).
 */
import type { FibNexthop } from "../fib/fib-info.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { RTCF_REDIRECTED, type Rtable } from "./rtable.ts";

/** `struct fib_nh_exception`: what was learned about one destination, and until when (ns since boot). */
export class RouteException {
  readonly daddr: number;
  /** {@link NetIpv4.exceptionGenid} when it was learned, or used again after it was forgotten. */
  genid: number;
  /** A better gateway; 0: none. */
  gateway = 0;
  pmtu = 0;
  mtuLocked = false;
  /** ns since boot; 0: never */
  expires = 0;
  output: Rtable | null = null;
  input: Rtable | null = null;

  constructor(daddr: number, genid: number) {
    this.daddr = daddr;
    this.genid = genid;
  }
}

/** A next hop keeps at most this many (`FNHE_RECLAIM_DEPTH` in each of 2048 buckets). */
const MAXIMUM = 2048 * 5;

/** What is known of a destination by this way; null: nothing, or no longer (`find_exception`). */
export function findException(net: NetIpv4, nexthop: FibNexthop, daddr: number): RouteException | null {
  const exceptions = nexthop.exceptions;
  if (exceptions === null) return null;
  const exception = exceptions.get(daddr);
  if (exception === undefined) return null;
  if (hasExpired(net, exception)) {
    exceptions.delete(daddr);
    return null;
  }
  return exception;
}

/** Whether an exception is out of date; most never are. */
export function hasExpired(net: NetIpv4, exception: RouteException): boolean {
  return exception.expires !== 0 && net.net.machine.now() > exception.expires;
}

/** Puts into a decision what was learned; what was to be forgotten is forgotten now (`rt_bind_exception`). */
export function bindException(route: Rtable, exception: RouteException): void {
  const { exceptionGenid } = route.net;
  if (exception.genid !== exceptionGenid) {
    exception.genid = exceptionGenid;
    exception.gateway = 0;
    exception.pmtu = 0;
    exception.expires = 0;
    exception.mtuLocked = false;
    exception.output = null;
    exception.input = null;
  }
  route.exception = exception;
  fill(route, exception);
}

/** `fill_route_from_fnhe` */
function fill(route: Rtable, exception: RouteException): void {
  route.pmtu = exception.pmtu;
  if (exception.pmtu !== 0) {
    route.mtu = exception.pmtu;
    route.mtuLocked = exception.mtuLocked;
  }
  route.expires = exception.expires;
  if (exception.gateway === 0) return;
  route.flags |= RTCF_REDIRECTED;
  route.usesGateway = true;
  route.gatewayFamily = 2;
  route.gateway = exception.gateway;
}

/** Notes a gateway, or an MTU (0: leaves it). Decisions that know the exception change with it, others are made anew. */
export function updateException(
  net: NetIpv4,
  nexthop: FibNexthop,
  daddr: number,
  gateway: number,
  pmtu: number,
  locked: boolean,
  expires: number,
): void {
  if (nexthop.exceptions === null) nexthop.exceptions = new Map();
  const exceptions = nexthop.exceptions;
  let exception = exceptions.get(daddr);
  if (exception === undefined) {
    if (exceptions.size >= MAXIMUM) exceptions.delete(exceptions.keys().next().value as number);
    exception = new RouteException(daddr, net.exceptionGenid);
    exceptions.set(daddr, exception);
    nexthop.output = null;
    nexthop.input = null;
  }
  exception.genid = net.exceptionGenid;
  if (gateway !== 0) exception.gateway = gateway;
  if (pmtu !== 0) {
    exception.pmtu = pmtu;
    exception.mtuLocked = locked;
  }
  exception.expires = Math.max(expires, 1);
  if (exception.input !== null) fill(exception.input, exception);
  if (exception.output !== null) fill(exception.output, exception);
}

/** The device's MTU became another: what was learned follows it down, and up again from where they were the same. */
export function updateLearnedMtus(nexthop: FibNexthop, mtu: number, before: number): void {
  for (const exception of nexthop.exceptions?.values() ?? []) {
    if (exception.mtuLocked) {
      if (mtu > exception.pmtu) continue;
      exception.pmtu = mtu;
      exception.mtuLocked = false;
    } else if (mtu < exception.pmtu || before === exception.pmtu) exception.pmtu = mtu;
  }
}
