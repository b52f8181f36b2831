/** The address of this host that a packet was meant for: `fib_compute_spec_dst`. */
import { RT_SCOPE_LINK, RT_SCOPE_UNIVERSE } from "../../../netlink/route-attributes.ts";
import { read32 } from "../../../packet/bytes.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, IPV4_TOS } from "../../../packet/ipv4.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { selectAddress } from "../devinet/inet-select.ts";
import { fibLookup } from "../fib/fib-lookup.ts";
import { FibResult } from "../fib/fib-trie.ts";
import { Flow4, LOOPBACK_IFINDEX } from "../flow.ts";
import { isZeroNet } from "../inet-address.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { resultPrefsrc } from "../route/route-nexthop.ts";
import { RTCF_BROADCAST, RTCF_LOCAL, RTCF_MULTICAST, type Rtable } from "../route/rtable.ts";

const specFlow = new Flow4();
const specResult = new FibResult();

/** The address of this host that the packet was meant for (`fib_compute_spec_dst`). */
export function specificDestination(net: NetIpv4, skb: SkBuff, route: Rtable): number {
  if ((route.flags & (RTCF_BROADCAST | RTCF_MULTICAST | RTCF_LOCAL)) === RTCF_LOCAL)
    return read32(skb.bytes, skb.networkHeader + IPV4_DESTINATION);
  const source = read32(skb.bytes, skb.networkHeader + IPV4_SOURCE);
  if (isZeroNet(source)) return skb.dev === null ? 0 : selectAddress(skb.dev, source, RT_SCOPE_LINK);
  specFlow.reset();
  specFlow.iif = LOOPBACK_IFINDEX;
  specFlow.daddr = source;
  specFlow.tos = skb.bytes[skb.networkHeader + IPV4_TOS];
  specFlow.scope = RT_SCOPE_UNIVERSE;
  specResult.clear();
  if (fibLookup(net, specFlow, specResult, false) === 0) return resultPrefsrc(net, specResult);
  return skb.dev === null ? 0 : selectAddress(skb.dev, source, RT_SCOPE_UNIVERSE);
}
