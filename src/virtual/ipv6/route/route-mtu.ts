/**
 * A device's MTU changed: what its routes and learned path MTUs say follows.
 *
 * Source: `net/ipv6/route.c` (`rt6_mtu_change`, `rt6_exceptions_update_pmtu`).
 */
import { RTAX_LOCK, RTAX_MTU } from "../../../netlink/route-attributes.ts";
import type { Inet6Device } from "../addrconf/inet6-device.ts";
import type { Rt6Info } from "./rt6-info.ts";

/** @param before the device's MTU until now: what is as large as that was not limited by something else */
export function routesMtuChange(idev: Inet6Device, mtu: number, before: number): void {
  const follows = (own: number): boolean => own >= mtu || own === before;
  for (const route of idev.routes) {
    const { metrics } = route;
    const locked = ((metrics?.get(RTAX_LOCK) ?? 0) & (1 << RTAX_MTU)) !== 0;
    if (locked) continue;
    const own = metrics?.get(RTAX_MTU) ?? 0;
    if (own !== 0 && follows(own)) {
      route.metrics = new Map(metrics ?? []).set(RTAX_MTU, mtu);
      route.rt = null;
    }
    for (const each of route.exceptions?.values() ?? []) update(each, mtu, follows);
  }
}

function update(exception: Rt6Info, mtu: number, follows: (own: number) => boolean): void {
  const own = exception.mtu || (exception.metrics?.get(RTAX_MTU) ?? 0);
  if (own === 0 || !follows(own)) return;
  exception.keepMetrics();
  exception.mtu = mtu;
}
