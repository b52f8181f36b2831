/** A copy of the packet goes to another host. Source: `net/ipv6/netfilter/nft_dup_ipv6.c`, `nf_dup_ipv6.c`. */
import { Ipv6Address } from "../../../../packet/address.ts";
import { consumeSkb } from "../../../core/skbuff.ts";
import { Flow6 } from "../../../ipv6/flow6.ts";
import { ip6LocalOut } from "../../../ipv6/ip/ip6-output.ts";
import { ip6RouteOutput, rt6Operations } from "../../../ipv6/route/ip6-route.ts";
import { Rt6Info } from "../../../ipv6/route/rt6-info.ts";
import { NFPROTO_IPV6 } from "../../hook-numbers.ts";
import type { NftExprType } from "../expr.ts";
import { dupType, type SendCopy } from "./dup-host.ts";

const flow = new Flow6();

/** A way whose next hop is that host, whatever the packet's destination is (`FLOWI_FLAG_KNOWN_NH`). */
function throughHost(route: Rt6Info, gateway: Ipv6Address): Rt6Info {
  if (route.gateway !== null) return route;
  const { dev, from, flags } = route;
  return new Rt6Info(dev, from, gateway, flags, rt6Operations.forward, rt6Operations.output);
}

/** `nf_dup_ipv6` */
export const sendCopy6: SendCopy = (net, skb, from, at, oif) => {
  const gateway = Ipv6Address.fromBytes(from, at);
  const { bytes, data } = skb;
  const way = flow.reset().setDestination(gateway);
  way.flowLabel = ((bytes[data + 1] & 15) << 16) | (bytes[data + 2] << 8) | bytes[data + 3];
  if (oif !== 0) way.oif = oif;
  const route = ip6RouteOutput(net, way, 0);
  if (route.error !== 0) return consumeSkb(skb);
  skb.dst = throughHost(route, gateway);
  skb.dev = route.dev;
  ip6LocalOut(skb, null);
};

export const DUP_IPV6: NftExprType = dupType(NFPROTO_IPV6, 16, sendCopy6);
