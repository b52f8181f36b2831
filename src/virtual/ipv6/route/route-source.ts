/**
 * Routes for packets from a prefix (`ip -6 route add … from …`).
 *
 * Linux keeps them in a tree of their own below the node of the destination (`CONFIG_IPV6_SUBTREES`). That has a consequence: a source that
 * none of them is for does not see the destination's other routes either, but goes on with the next shorter destination.
 *
 * Source: `net/ipv6/ip6_fib.c` (`fib6_node_lookup_1`, `fib6_backtrack`).
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import { prefixEqual } from "../addrconf/addrconf-core.ts";
import type { Fib6Info } from "./fib6-info.ts";
import type { Fib6Node } from "./ip6-fib.ts";

/**
 * The first of the node's routes for the source that `select` takes: from the longest prefix to none.
 * @param select chooses among routes of one source prefix; null: none will do
 */
export function selectBySource(
  node: Fib6Node,
  source: Ipv6Address,
  select: (routes: readonly Fib6Info[]) => Fib6Info | null,
): Fib6Info | null {
  const fitting = node.routes.filter((route) => prefixEqual(route.source, source, route.sourceLength));
  const lengths = [...new Set(fitting.map((route) => route.sourceLength))].sort((a, b) => b - a);
  const none = lengths[0] === undefined || lengths[0] === 0;
  // nothing is shorter than the root: there the other routes are seen all the same
  if (none && node.parent !== null) return null;
  for (const length of lengths) {
    const found = select(fitting.filter((route) => route.sourceLength === length));
    if (found !== null) return found;
  }
  return null;
}
