/**
 * What redirects and path MTU discovery taught about single destinations: `struct fib_nh_exception`.
 *
 * Source: `net/ipv4/route.c` (`update_or_create_fnhe`, `find_exception`).
 */
import type { FibNexthop } from "./fib-info.ts";
import type { NetIpv4 } from "./net-ipv4.ts";
import type { Rtable } from "./rtable.ts";

export class RouteException {
  readonly daddr: number;
  /** {@link NetIpv4.exceptionGenid} when it was learned */
  readonly genid: number;
  /** A better gateway; 0: none. */
  gateway = 0;
  pmtu = 0;
  mtuLocked = false;
  /** ns since boot */
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

export function findException(net: NetIpv4, nexthop: FibNexthop, daddr: number): RouteException | null {
  const exceptions = nexthop.exceptions;
  if (exceptions === null) return null;
  const exception = exceptions.get(daddr);
  if (exception === undefined) return null;
  const expired = exception.expires !== 0 && net.net.machine.now() > exception.expires;
  if (expired || exception.genid !== net.exceptionGenid) {
    exceptions.delete(daddr);
    return null;
  }
  return exception;
}

/** Notes a gateway, or an MTU (0: leaves it). Cached decisions through this hop are made anew. */
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
  if (exception === undefined || exception.genid !== net.exceptionGenid) {
    if (exceptions.size >= MAXIMUM) exceptions.delete(exceptions.keys().next().value as number);
    exception = new RouteException(daddr, net.exceptionGenid);
    exceptions.set(daddr, exception);
  }
  if (gateway !== 0) exception.gateway = gateway;
  if (pmtu !== 0) {
    exception.pmtu = pmtu;
    exception.mtuLocked = locked;
  }
  exception.expires = Math.max(expires, 1);
  exception.output = null;
  exception.input = null;
  nexthop.output = null;
  nexthop.input = null;
}
