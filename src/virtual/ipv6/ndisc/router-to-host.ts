/**
 * A neighbour that was a router, and says that it is one no more.
 *
 * Source: `net/ipv6/route.c` (`rt6_clean_tohost`), RFC 4861, section 7.2.5.
 */
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import { type Fib6Info, RTF_ADDRCONF, RTF_DEFAULT } from "../route/fib6-info.ts";
import { fib6Delete, KERNEL_ORIGIN } from "../route/ip6-fib-update.ts";

const LEARNED = RTF_ADDRCONF | RTF_DEFAULT;

/** Forgets the default routes through it that it had advertised, and what redirects said of it. */
export function forgetRouter(net: Net, router: Ipv6Address): void {
  const gone: Fib6Info[] = [];
  for (const dev of net.devices.values())
    for (const route of dev.in6Dev?.routes ?? []) {
      const through = route.gateway?.equals(router) ?? false;
      if (through && (route.flags & LEARNED) === LEARNED) gone.push(route);
      for (const [key, { gateway }] of route.exceptions ?? [])
        if (gateway?.equals(router)) route.exceptions?.delete(key);
    }
  for (const route of gone) fib6Delete(net, route, KERNEL_ORIGIN);
}
