/**
 * What was learned about single destinations, path MTUs and redirects, and how it is forgotten.
 *
 * Source: `net/ipv6/route.c` (`rt6_age_examine_exception`).
 */
import { NTF_ROUTER } from "../../netlink/neigh.ts";
import type { Fib6Info } from "./ip6-fib.ts";
import { ndiscLookup } from "./ndisc-table.ts";
import type { Rt6Info } from "./rt6-info.ts";

/** `ip6_rt_gc_interval`, ns: also how long a redirect is kept. */
export const GC_INTERVAL = 30_000_000_000;

function isStale(rt: Rt6Info, now: number): boolean {
  if (rt.expires === 0 ? now >= rt.created + GC_INTERVAL : now > rt.expires) return true;
  if (rt.gateway === null) return false;
  const neigh = ndiscLookup(rt.dev, rt.gateway);
  return neigh === null || (neigh.flags & NTF_ROUTER) === 0;
}

/** Forgets what is too old, or goes through somebody who is no router. @returns whether something is left */
export function ageExceptions(route: Fib6Info, now: number): boolean {
  const { exceptions } = route;
  if (exceptions === null) return false;
  for (const [key, rt] of exceptions) if (isStale(rt, now)) exceptions.delete(key);
  return exceptions.size > 0;
}
