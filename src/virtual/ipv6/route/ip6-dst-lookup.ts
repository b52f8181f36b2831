/**
 * Route and source address of a packet that starts here.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_dst_lookup_tail`), `include/net/ip6_route.h` (`ip6_route_get_saddr`).
 */
import { EADDRNOTAVAIL, ENETUNREACH } from "../../../errno.ts";
import type { Ipv6Address } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { selectSource } from "../addrconf/saddr-select.ts";
import type { Flow6 } from "../flow6.ts";
import { IP6_OUT_NO_ROUTES } from "../snmp6.ts";
import { ip6RouteOutput, RT6_LOOKUP_F_IFACE } from "./ip6-route.ts";
import type { Rt6Info } from "./rt6-info.ts";

/**
 * Finds the way of a packet. One without a source gets one, in `flow`; where there was no way for it before, there may be one then,
 * by a route for sources like this.
 * @param destination as in `flow`
 * @param skb the packet by which a multipath route chooses, if not by the flow
 * @returns the decision, or a negative error, which is counted
 */
export function ip6DstLookup(
  net: Net,
  flow: Flow6,
  destination: Ipv6Address,
  boundDevice: number,
  skb: SkBuff | null = null,
): Rt6Info | number {
  let rt = ip6RouteOutput(net, flow, boundDevice, 0, skb);
  if (!flow.hasSource) {
    const route = rt.error === 0 ? rt.from : null;
    const dev = route?.dev ?? (rt.error === 0 ? rt.dev : null);
    const source = route?.prefsrc ?? selectSource(net, dev, destination);
    if (source === null) return -EADDRNOTAVAIL;
    flow.setSource(source);
    const flags = flow.oif === 0 ? 0 : RT6_LOOKUP_F_IFACE;
    if (rt.error !== 0) rt = ip6RouteOutput(net, flow, boundDevice, flags, skb);
  }
  if (rt.error === -ENETUNREACH) net.ipv6.mib.count(IP6_OUT_NO_ROUTES);
  return rt.error === 0 ? rt : rt.error;
}
