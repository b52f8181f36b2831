/**
 * The second look that Linux takes before it tells the sender of an error: the way that the packet's answer would have gone, in case
 * that IPsec has a say in it. Without a policy nothing comes of it, but what was learned about that way counts as used, and what is
 * wrong with it is logged.
 *
 * Source: `net/ipv4/icmp.c` (`icmp_route_lookup`), `net/xfrm/xfrm_policy.c` (`__xfrm_decode_session`).
 */
import { RTN_LOCAL } from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import { ETH_P_IP } from "../../../packet/ethernet.ts";
import { IPV4_DESTINATION, IPV4_PROTOCOL, IPV4_SOURCE, IPV4_TOS } from "../../../packet/ipv4.ts";
import { dissectForRules } from "../../core/fib-rules/fib-rules-dissect.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { addressType } from "../fib/fib-lookup.ts";
import { Flow4 } from "../flow.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeInput } from "../route/route-input.ts";
import { routeOutput } from "../route/route-output.ts";

const INET_ECN_MASK = 3;
const flow = new Flow4();

/**
 * Looks up the reverse of the packet's way, whose network header is set. The packet is as before.
 * @param tos of the error (type of service of the lookup that is made as if the answer had come in)
 */
export function relookup(net: NetIpv4, skb: SkBuff, tos: number): void {
  const { bytes, networkHeader: header } = skb;
  const source = read32(bytes, header + IPV4_SOURCE);
  const destination = read32(bytes, header + IPV4_DESTINATION);
  const protocol = bytes[header + IPV4_PROTOCOL];
  flow.reset();
  if (addressType(net, destination) === RTN_LOCAL) {
    flow.daddr = source;
    flow.saddr = destination;
    flow.oif = skb.skbIif;
    flow.mark = skb.mark;
    flow.tos = bytes[header + IPV4_TOS] & ~INET_ECN_MASK;
    flow.ipProto = protocol;
    if (net.hasCustomRules) {
      const keys = dissectForRules(skb, ETH_P_IP);
      flow.sport = keys.destinationPort;
      flow.dport = keys.sourcePort;
    }
    routeOutput(net, flow, skb);
    return;
  }
  flow.daddr = destination;
  const way = routeOutput(net, flow, skb);
  if (typeof way === "number") return;
  const { dst } = skb;
  skb.dst = null;
  routeInput(skb, source, destination, tos & 0x1c, way.dev, protocol);
  skb.dst = dst;
}
