/**
 * Puts the IP header before an ICMP message of this host and sends it: `icmp_push_reply`.
 *
 * Source: `net/ipv4/icmp.c`, `net/ipv4/ip_output.c` (`__ip_make_skb`).
 */
import { RTAX_HOPLIMIT, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import type { Ipv4Address } from "../../../packet/address.ts";
import { IPPROTO_ICMP, IPV4_HLEN, setIpv4HeaderLength, writeIpv4 } from "../../../packet/ipv4.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { chargeSend, IPV4_RESERVE } from "../../core/sock/send-charge.ts";
import { selectIdent } from "../ip/ip-ident.ts";
import { buildOptions } from "../ip/ip-options-build.ts";
import type { EchoedOptions } from "../ip/ip-options-echo.ts";
import { ipLocalOut } from "../ip/ip-output.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import type { Rtable } from "../route/rtable.ts";
import { ICMP_MIB_OUTERRORS, ICMP_MIB_OUTMSGS, IPSTATS_OUTDISCARDS } from "../snmp.ts";

/**
 * Takes over `skb`, whose data is the message and whose `dst` is the way.
 * @param daddr where it goes first, when the options have a source route
 */
export function pushIcmp(
  net: NetIpv4,
  skb: SkBuff,
  saddr: number,
  daddr: number,
  tos: number,
  options: EchoedOptions | null,
  type: number,
): void {
  const sender = net.net.machine.icmpSocket;
  // a message that a rule answers while it is sent: nobody can send two at a time (`icmp_xmit_lock`)
  if (sender.locked) return consumeSkb(skb);
  if (sender.full) {
    net.mib.values[IPSTATS_OUTDISCARDS]++;
    net.mib.values[ICMP_MIB_OUTERRORS]++;
    return consumeSkb(skb);
  }
  const route = skb.dst as Rtable;
  const ttl = route.type === RTN_MULTICAST ? 1 : route.metric(RTAX_HOPLIMIT) || net.sysctls.ipDefaultTtl;
  const ident = selectIdent(net, saddr, daddr, IPPROTO_ICMP);
  const optionLength = options === null ? 0 : options.bytes.length;
  skb.transportHeader = skb.data;
  const at = skb.push(IPV4_HLEN + optionLength);
  skb.networkHeader = at;
  writeIpv4(
    skb.bytes,
    at,
    tos,
    skb.length,
    ident,
    0,
    ttl,
    IPPROTO_ICMP,
    saddr as Ipv4Address,
    daddr as Ipv4Address,
  );
  if (options !== null && optionLength > 0) {
    skb.bytes.set(options.bytes, at + IPV4_HLEN);
    setIpv4HeaderLength(skb.bytes, at, IPV4_HLEN + optionLength);
    buildOptions(net, skb.bytes, at + IPV4_HLEN, at + IPV4_HLEN + optionLength, saddr, 0);
  }
  chargeSend(sender, skb, IPV4_RESERVE);
  net.mib.values[ICMP_MIB_OUTMSGS]++;
  net.mib.icmpOut(type);
  sender.locked = true;
  const error = ipLocalOut(skb);
  sender.locked = false;
  if (error < 0) net.mib.values[IPSTATS_OUTDISCARDS]++;
}
