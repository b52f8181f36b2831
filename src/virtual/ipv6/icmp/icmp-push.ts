/**
 * Sends an ICMPv6 message of this host, unless too many of them are under way.
 *
 * Source: `net/ipv6/icmp.c` (`icmp6_send`, `icmpv6_push_pending_frames`), `net/ipv6/ip6_output.c` (`__ip6_append_data`).
 */
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { chargeSend, IPV6_RESERVE } from "../../core/sock/send-charge.ts";
import { countOn, ip6LocalOut } from "../ip/ip6-output.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import { ICMP6_OUT_ERRORS, ICMP6_OUT_MSGS, IP6_OUT_DISCARDS } from "../snmp6.ts";

/** Counts a sent message in the namespace and on the device. */
export function countIcmpOut(dev: NetDevice, type: number): void {
  const mib = dev.net.ipv6.mibOf(dev);
  mib.countIcmp(ICMP6_OUT_MSGS);
  mib.countIcmpOut(type);
}

/**
 * Takes over `skb`, whose data is at its IPv6 header.
 * @param rt the way that it takes
 * @param dev the device that the packet to answer came in on
 * @returns false when too many are under way: it is not sent
 */
export function pushIcmp6(skb: SkBuff, rt: Rt6Info, dev: NetDevice, type: number): boolean {
  const sender = dev.net.machine.icmp6Socket;
  // a message that a rule answers while it is sent: nobody can send two at a time (`icmpv6_xmit_lock`)
  if (sender.locked) {
    consumeSkb(skb);
    return false;
  }
  if (sender.full) {
    countOn(rt.idev, IP6_OUT_DISCARDS);
    dev.net.ipv6.mibOf(dev).countIcmp(ICMP6_OUT_ERRORS);
    consumeSkb(skb);
    return false;
  }
  skb.dst = rt;
  chargeSend(sender, skb, IPV6_RESERVE);
  countIcmpOut(rt.idev, type);
  sender.locked = true;
  const error = ip6LocalOut(skb);
  sender.locked = false;
  if (error < 0) countOn(rt.idev, IP6_OUT_DISCARDS);
  return true;
}
