/**
 * What was learned about single destinations, path MTUs and redirects, and how it is forgotten.
 *
 * Below a route that has a source they are for a destination and a source: the packet's where nothing is between, else the route's own.
 *
 * Source: `net/ipv6/route.c` (`rt6_find_cached_rt`, `rt6_insert_exception`, `rt6_age_examine_exception`).
 */
import { NTF_ROUTER } from "../../../netlink/neigh.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import { ndiscLookup } from "../ndisc/ndisc-table.ts";
import type { Fib6Info } from "./fib6-info.ts";
import type { Rt6Info } from "./rt6-info.ts";

/** Addresses of a packet, in words. */
interface Addresses {
  readonly d0: number;
  readonly d1: number;
  readonly d2: number;
  readonly d3: number;
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
}

function key(d0: number, d1: number, d2: number, d3: number): string {
  return `${d0 | 0},${d1 | 0},${d2 | 0},${d3 | 0}`;
}

function keyOf({ w0, w1, w2, w3 }: Ipv6Address): string {
  return key(w0, w1, w2, w3);
}

/** What was learned for these addresses below the route (`rt6_find_cached_rt`); also when it has expired. */
export function findException(route: Fib6Info, flow: Addresses): Rt6Info | undefined {
  const { exceptions } = route;
  if (exceptions === null) return undefined;
  const destination = key(flow.d0, flow.d1, flow.d2, flow.d3);
  if (route.sourceLength === 0) return exceptions.get(destination);
  const own = exceptions.get(`${destination}/${key(flow.s0, flow.s1, flow.s2, flow.s3)}`);
  return own ?? exceptions.get(`${destination}/${keyOf(route.source)}`);
}

function keyFor(route: Fib6Info, rt: Rt6Info): string {
  const destination = rt.cachedFor === null ? "" : keyOf(rt.cachedFor);
  if (route.sourceLength === 0) return destination;
  return `${destination}/${keyOf(rt.cachedSource ?? route.source)}`;
}

/** `FIB6_MAX_DEPTH` times the buckets. */
const MAX_EXCEPTIONS = 5 * 1024;

/** Keeps it, in the place of what was known for the same addresses; the oldest gives way when there are too many. */
export function keepException(route: Fib6Info, rt: Rt6Info): void {
  route.exceptions ??= new Map();
  if (route.exceptions.size >= MAX_EXCEPTIONS) {
    const oldest = route.exceptions.keys().next().value;
    if (oldest !== undefined) route.exceptions.delete(oldest);
  }
  route.exceptions.set(keyFor(route, rt), rt);
}

/** Takes one out of its route. */
export function forgetException(route: Fib6Info, rt: Rt6Info): void {
  route.exceptions?.delete(keyFor(route, rt));
}

/** A redirect's age counts from when it came: nothing notes its use. */
function isStale(rt: Rt6Info, now: number, interval: number): boolean {
  if (rt.expires === 0 ? now >= rt.created + interval : now > rt.expires) return true;
  if (rt.gateway === null) return false;
  const neigh = ndiscLookup(rt.dev, rt.gateway);
  return neigh === null || (neigh.flags & NTF_ROUTER) === 0;
}

/**
 * Forgets what is too old, or goes through somebody who is no router.
 * @param interval how long a redirect is kept, ns
 * @returns whether something is left
 */
export function ageExceptions(route: Fib6Info, now: number, interval: number): boolean {
  const { exceptions } = route;
  if (exceptions === null) return false;
  for (const [at, rt] of exceptions) if (isStale(rt, now, interval)) exceptions.delete(at);
  return exceptions.size > 0;
}
