/**
 * The route that a redirect is about.
 *
 * Source: `net/ipv6/route.c` (`__ip6_route_redirect`, `ip6_redirect_nh_match`), RFC 4861, 8.1.
 */
import { ESRCH } from "../../../errno.ts";
import { RT_TABLE_LOCAL, RT_TABLE_MAIN } from "../../../netlink/route-attributes.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { Net } from "../../core/net.ts";
import { prefixEqual } from "../addrconf/addrconf-core.ts";
import type { Flow6 } from "../flow6.ts";
import type { Fib6Info } from "./fib6-info.ts";
import type { Fib6Result } from "./fib6-rules.ts";
import type { Fib6Node, Fib6Table } from "./ip6-fib.ts";
import { findException } from "./route-exceptions.ts";

/** The route goes through the sender, by itself or since an earlier redirect for this destination. */
function goesThrough(route: Fib6Info, flow: Flow6, sender: Ipv6Address, dev: NetDevice): boolean {
  if (route.gateway === null || route.dead || route.dev !== dev) return false;
  if (route.gateway.equals(sender)) return true;
  return findException(route, flow)?.gateway?.equals(sender) ?? false;
}

/** From the longest prefix on, the first route through the sender; null: none, or one that refuses comes before it. */
function findIn(
  table: Fib6Table,
  flow: Flow6,
  sender: Ipv6Address,
  dev: NetDevice,
  now: number,
): Fib6Info | null {
  let node: Fib6Node | null = table.lookup(flow.d0, flow.d1, flow.d2, flow.d3);
  for (; node !== null; node = table.backtrack(node)) {
    for (const route of node.routes) {
      if (route.expires !== 0 && route.expires < now) continue;
      if (!prefixEqual(route.source, flow.source, route.sourceLength)) continue;
      if (route.isReject) return null;
      if (goesThrough(route, flow, sender, dev)) return route;
    }
  }
  return null;
}

/** The route to the flow's destination of which `sender` on `dev` is the first hop; null: there is none. */
export function redirectedRoute(net: Net, flow: Flow6, sender: Ipv6Address, dev: NetDevice): Fib6Info | null {
  const { ipv6 } = net;
  const now = net.machine.now();
  const find = (table: Fib6Table): Fib6Info | null => findIn(table, flow, sender, dev, now);
  if (ipv6.hasCustomRules && ipv6.rules !== null) {
    const result: Fib6Result = { find, route: null };
    const error = ipv6.rules.lookup(flow, result, true);
    return error === 0 || error === -ESRCH ? result.route : null;
  }
  for (const id of [RT_TABLE_LOCAL, RT_TABLE_MAIN]) {
    const table = ipv6.table(id);
    const found = table === undefined ? null : find(table);
    if (found !== null) return found;
  }
  return null;
}
