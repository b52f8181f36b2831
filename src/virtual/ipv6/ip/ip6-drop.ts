/**
 * Packets that a route refuses: those that came in, and those of this host.
 *
 * Source: `net/ipv6/route.c` (`ip6_pkt_drop`, `ip6_pkt_discard`, `ip6_pkt_prohibit`), `net/core/dst.c` (`dst_discard_out`).
 */
import { EINVAL } from "../../../errno.ts";
import { ICMPV6_ADM_PROHIBITED, ICMPV6_DEST_UNREACH, ICMPV6_NOROUTE } from "../../../packet/icmpv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IP_INADDRERRORS,
  SKB_DROP_REASON_IP_INNOROUTES,
  SKB_DROP_REASON_IP_OUTNOROUTES,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { addressTypeAt, IPV6_ADDR_ANY } from "../addrconf/addrconf-core.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { IP6_IN_ADDR_ERRORS, IP6_IN_NO_ROUTES, IP6_OUT_NO_ROUTES } from "../snmp6.ts";
import { countOn } from "./ip6-output.ts";

function dropInput(skb: SkBuff, code: number, location: string): void {
  const dev = skb.dev as NetDevice;
  skb.data = skb.networkHeader;
  const type = addressTypeAt(skb.bytes, skb.networkHeader + 24);
  const nowhere = type === IPV6_ADDR_ANY;
  countOn(dev, nowhere ? IP6_IN_ADDR_ERRORS : IP6_IN_NO_ROUTES);
  icmpv6Send(skb, dev, ICMPV6_DEST_UNREACH, code, 0);
  kfreeSkb(skb, nowhere ? SKB_DROP_REASON_IP_INADDRERRORS : SKB_DROP_REASON_IP_INNOROUTES, location);
}

/** No route leads there. */
export function ip6PacketDiscard(skb: SkBuff): void {
  dropInput(skb, ICMPV6_NOROUTE, "ip6_pkt_discard");
}

/** A route of type `prohibit` does. */
export function ip6PacketProhibit(skb: SkBuff): void {
  dropInput(skb, ICMPV6_ADM_PROHIBITED, "ip6_pkt_prohibit");
}

/** A route of type `blackhole` does: nobody is told. */
export function ip6PacketBlackhole(skb: SkBuff): void {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_discard_out");
}

/** The sender, on this host, is told by an ICMPv6 error: nobody else knew when it sent. */
function dropOutput(skb: SkBuff, code: number, location: string): number {
  const { dev } = skb.dst as Rt6Info;
  skb.dev = dev;
  // loopback stands for the device that it came in on, and this came in on none
  if (dev.isLoopback) dev.net.ipv6.mib.count(IP6_OUT_NO_ROUTES);
  else countOn(dev, IP6_OUT_NO_ROUTES);
  icmpv6Send(skb, dev, ICMPV6_DEST_UNREACH, code, 0);
  kfreeSkb(skb, SKB_DROP_REASON_IP_OUTNOROUTES, location);
  return 0;
}

/** As {@link ip6PacketDiscard}, for this host's packets. @returns a negative error */
export function ip6DiscardOut(skb: SkBuff): number {
  return dropOutput(skb, ICMPV6_NOROUTE, "ip6_pkt_discard_out");
}

/** As {@link ip6PacketProhibit}, for this host's packets. @returns a negative error */
export function ip6ProhibitOut(skb: SkBuff): number {
  return dropOutput(skb, ICMPV6_ADM_PROHIBITED, "ip6_pkt_prohibit_out");
}

/** As {@link ip6PacketBlackhole}, for this host's packets. @returns `-EINVAL` */
export function ip6BlackholeOut(skb: SkBuff): number {
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "dst_discard_out");
  return -EINVAL;
}
