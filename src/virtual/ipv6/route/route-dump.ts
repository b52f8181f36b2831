/**
 * The dump of RTM_GETROUTE for AF_INET6.
 *
 * Source: `net/ipv6/ip6_fib.c` (`inet6_dump_fib`), `net/ipv6/route.c` (`rt6_dump_route`).
 */
import { ENOENT } from "../../../errno.ts";
import { AF_INET6 } from "../../../kernel.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { RTM_F_PREFIX } from "../../../netlink/route-attributes.ts";
import { RTM_NEWROUTE } from "../../../netlink/rtnetlink.ts";
import { RouteDumpFilter } from "../../core/rtnetlink/route-dump-filter.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import { type Fib6Info, RTF_PREFIX_RT } from "./fib6-info.ts";
import { writeRoute } from "./route-fill.ts";

/** Writes the routes that are asked for. @returns 0 or a negative error */
export function dumpRoutes(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const filter = new RouteDumpFilter();
  const error = filter.read(request);
  if (error !== 0) return error;
  if (filter.table !== 0 && net.ipv6.table(filter.table) === undefined && !isBuiltIn(filter.table)) {
    if (message.bytes[message.body] !== AF_INET6) return 0;
    return request.extack.fail(-ENOENT, "ipv6: FIB table does not exist");
  }
  for (const fib of net.ipv6.tablesInOrder()) {
    if (filter.table !== 0 && fib.id !== filter.table) continue;
    // what stands between the hops of a route is passed over with them (`fib6_dump_node`)
    let until: Fib6Info | null = null;
    fib.walk((route) => {
      if (until !== null && until.node === route.node) {
        if (route === until) until = null;
        return true;
      }
      if (passes(route, filter)) dumpRoute(request, writer, route, filter);
      until = lastHop(route);
      return true;
    });
  }
  return 0;
}

/** The last hop of a route that comes after this one in its node; null: there is none. */
function lastHop(route: Fib6Info): Fib6Info | null {
  const { node, siblings } = route;
  if (siblings === null || node === null) return null;
  const last = siblings[(siblings.indexOf(route) + siblings.length - 1) % siblings.length];
  return node.routes.indexOf(last) > node.routes.indexOf(route) ? last : null;
}

function isBuiltIn(id: number): boolean {
  return id === 254 || id === 255;
}

function passes(route: Fib6Info, filter: RouteDumpFilter): boolean {
  // the first of several next hops speaks for all
  if (route.siblings !== null && route.siblings[0] !== route) return false;
  if ((filter.flags & RTM_F_PREFIX) !== 0 && (route.flags & RTF_PREFIX_RT) === 0) return false;
  if (filter.protocol !== 0 && route.protocol !== filter.protocol) return false;
  if (filter.type !== 0 && route.type !== filter.type) return false;
  return filter.oif === 0 || (route.siblings ?? [route]).some((hop) => hop.dev.ifindex === filter.oif);
}

function dumpRoute(
  request: RtnlRequest,
  writer: MessageWriter,
  route: Fib6Info,
  filter: RouteDumpFilter,
): void {
  const { message, net, portid } = request;
  const flags = NLM_F_MULTI | filter.answerFlags;
  if (filter.routes) writeRoute(writer, net, route, RTM_NEWROUTE, flags, message.seq, portid);
  if (!filter.exceptions) return;
  for (const rt of route.exceptions?.values() ?? []) {
    if (rt.cachedFor === null || (rt.expires !== 0 && rt.expires < net.machine.now())) continue;
    const get = { rt, destination: rt.cachedFor, source: rt.cachedSource, iif: 0, preferredSource: null };
    writeRoute(writer, net, route, RTM_NEWROUTE, flags, message.seq, portid, get);
  }
}
