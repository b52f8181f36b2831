/**
 * Forwarding.
 *
 * Source: `net/ipv6/ip6_output.c` (`ip6_forward`), `net/ipv6/route.c` (`ip6_pkt_drop`).
 */

import {
  ICMPV6_DEST_UNREACH,
  ICMPV6_EXC_HOPLIMIT,
  ICMPV6_NOT_NEIGHBOUR,
  ICMPV6_PKT_TOOBIG,
  ICMPV6_TIME_EXCEED,
} from "../../../packet/icmpv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_IP_INADDRERRORS,
  SKB_DROP_REASON_IP_INHDR,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_BIG,
} from "../../core/drop-reason.ts";
import { gsoNetworkLength } from "../../core/gso.ts";
import { forwardChecksum, kfreeSkb, PACKET_HOST, type SkBuff } from "../../core/skbuff.ts";
import { nfHookThen } from "../../netfilter/core.ts";
import { NF_INET_FORWARD, NFPROTO_IPV6 } from "../../netfilter/hook-numbers.ts";
import {
  addressTypeAt,
  IPV6_ADDR_ANY,
  IPV6_ADDR_LINKLOCAL,
  IPV6_ADDR_LOOPBACK,
  IPV6_ADDR_MULTICAST,
} from "../addrconf/addrconf-core.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { sendRedirect } from "../ndisc/ndisc-redirect.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import {
  IP6_FRAG_FAILS,
  IP6_IN_ADDR_ERRORS,
  IP6_IN_HDR_ERRORS,
  IP6_IN_TOO_BIG_ERRORS,
  IP6_OUT_FORW_DATAGRAMS,
} from "../snmp6.ts";
import { countOn, dst6Output, forwardMtu, IP6SKB_FORWARDED } from "./ip6-output.ts";

/** `ip6_forward` */
export function ip6Forward(skb: SkBuff): void {
  const dev = skb.dev as NetDevice;
  const rt = skb.dst as Rt6Info;
  const conf = dev.in6Dev?.cnf;
  const { all } = dev.net.ipv6;
  if (all.forwarding === 0 && (conf?.forceForwarding ?? 0) === 0) {
    countOn(dev, IP6_IN_ADDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_IP_INADDRERRORS, "ip6_forward");
    return;
  }
  if (skb.packetType !== PACKET_HOST) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_forward");
    return;
  }
  const header = skb.networkHeader;
  skb.data = header;
  forwardChecksum(skb);
  if (skb.bytes[header + 7] <= 1) {
    icmpv6Send(skb, dev, ICMPV6_TIME_EXCEED, ICMPV6_EXC_HOPLIMIT, 0);
    countOn(dev, IP6_IN_HDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_IP_INHDR, "ip6_forward");
    return;
  }
  if (rt.dev === dev && (skb.cbFlags & 1) === 0) sendRedirect(skb, dev, rt);
  else if (isBadSource(skb, dev)) {
    countOn(dev, IP6_IN_ADDR_ERRORS);
    kfreeSkb(skb, SKB_DROP_REASON_IP_INADDRERRORS, "ip6_forward");
    return;
  }
  countOn(rt.dev, IP6_OUT_FORW_DATAGRAMS);
  const mtu = Math.max(forwardMtu(rt), 1280);
  // of one that was put together on the way, the greatest piece counts
  const whole = skb.cbB === 0 ? skb.length : skb.cbB;
  if ((skb.gsoSize === 0 ? whole : gsoNetworkLength(skb)) > mtu) {
    icmpv6Send(skb, dev, ICMPV6_PKT_TOOBIG, 0, mtu);
    countOn(dev, IP6_IN_TOO_BIG_ERRORS);
    countOn(rt.dev, IP6_FRAG_FAILS);
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_BIG, "ip6_forward");
    return;
  }
  skb.makeWritable(16);
  skb.bytes[skb.data + 7]--;
  skb.networkHeader = skb.data;
  skb.cbFlags |= IP6SKB_FORWARDED;
  if (dev.net.nf !== null) nfHookThen(dev.net, NFPROTO_IPV6, NF_INET_FORWARD, skb, dev, rt.dev, dst6Output);
  else rt.output(skb);
}

/** Sources that may not cross a router. */
function isBadSource(skb: SkBuff, dev: NetDevice): boolean {
  const type = addressTypeAt(skb.bytes, skb.networkHeader + 8);
  if (type === IPV6_ADDR_ANY || (type & (IPV6_ADDR_MULTICAST | IPV6_ADDR_LOOPBACK)) !== 0) return true;
  if ((type & IPV6_ADDR_LINKLOCAL) === 0) return false;
  icmpv6Send(skb, dev, ICMPV6_DEST_UNREACH, ICMPV6_NOT_NEIGHBOUR, 0);
  return true;
}
