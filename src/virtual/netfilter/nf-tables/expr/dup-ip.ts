/** A copy of the packet goes to another host. Source: `net/ipv4/netfilter/nft_dup_ipv4.c`, `nf_dup_ipv4.c`. */
import { read32 } from "../../../../packet/bytes.ts";
import { consumeSkb } from "../../../core/skbuff.ts";
import { Flow4 } from "../../../ipv4/flow.ts";
import { ipLocalOut } from "../../../ipv4/ip/ip-output.ts";
import { routeOutput } from "../../../ipv4/route/route-output.ts";
import { Rtable } from "../../../ipv4/route/rtable.ts";
import { NFPROTO_IPV4 } from "../../hook-numbers.ts";
import type { NftExprType } from "../expr.ts";
import { dupType, type SendCopy } from "./dup-host.ts";

const flow = new Flow4();
const DONT_FRAGMENT = 0x40;

/** A way whose next hop is that host, whatever the packet's destination is (`FLOWI_FLAG_KNOWN_NH`). */
function throughHost(route: Rtable, gateway: number): Rtable {
  if (route.gatewayFamily !== 0) return route;
  const { net, dev, flags, type, handleInput, handleOutput } = route;
  const way = new Rtable(net, dev, flags, type, handleInput, handleOutput);
  way.nexthop = route.nexthop;
  way.gatewayFamily = NFPROTO_IPV4;
  way.gateway = gateway;
  return way;
}

/** `nf_dup_ipv4` */
export const sendCopy4: SendCopy = (net, skb, from, at, oif) => {
  const gateway = read32(from, at);
  const { bytes, data } = skb;
  bytes[data + 6] |= DONT_FRAGMENT;
  const way = flow.reset();
  way.daddr = gateway;
  way.tos = bytes[data + 1];
  if (oif !== 0) way.oif = oif;
  const route = routeOutput(net.ipv4, way);
  if (typeof route === "number") return consumeSkb(skb);
  skb.dst = throughHost(route, gateway);
  skb.dev = route.dev;
  ipLocalOut(skb);
};

export const DUP_IPV4: NftExprType = dupType(NFPROTO_IPV4, 4, sendCopy4);
