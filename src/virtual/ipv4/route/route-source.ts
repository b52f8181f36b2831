/** The address of this host that a forwarded packet leaves with, for options that record it (`ip_rt_get_source`). */
import { selectAddress } from "../devinet/inet-select.ts";
import type { Rtable } from "./rtable.ts";

/** The source that the route prefers, or the device's address that fits the gateway (`fib_result_prefsrc`). */
export function resultPrefsrcOf(route: Rtable): number {
  const nexthop = route.nexthop;
  if (nexthop !== null && nexthop.info.prefsrc !== 0) return nexthop.info.prefsrc;
  const gateway = route.gatewayFamily === 2 ? route.gateway : 0;
  return selectAddress(route.dev, gateway, 0);
}
