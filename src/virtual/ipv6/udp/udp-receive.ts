/**
 * Datagrams of UDP that come in, and errors about those that were sent.
 *
 * Source: `net/ipv6/udp.c` (`__udp6_lib_rcv`, `__udp6_lib_mcast_deliver`, `__udp6_lib_err`), RFC 8200, section 8.1.
 */
import { read16 } from "../../../packet/bytes.ts";
import { ICMPV6_DEST_UNREACH, ICMPV6_PKT_TOOBIG, ICMPV6_PORT_UNREACH } from "../../../packet/icmpv6.ts";
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { UDP_CHECKSUM, UDP_HLEN } from "../../../packet/udp.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_DROP_REASON_NO_SOCKET,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UDP_CSUM,
} from "../../core/drop-reason.ts";
import { CHECKSUM_PARTIAL, cloneSkb, kfreeSkb, nfResetCt, type SkBuff } from "../../core/skbuff.ts";
import { isCheckedEarly, isSumOutdated } from "../../ipv4/udp/udp-checksum.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { checksumOk } from "../ip/partial-checksum.ts";
import { inet6Protocols } from "../protocol.ts";
import { pathMtuUpdate } from "../route/pmtu.ts";
import {
  ICMP6_IN_ERRORS,
  UDP6_IGNORED_MULTI,
  UDP6_IN_CSUM_ERRORS,
  UDP6_IN_ERRORS,
  UDP6_NO_PORTS,
} from "../snmp6.ts";
import { IPV6_PMTUDISC_INTERFACE } from "../sock/ipv6-socket-options.ts";
import { Udp6Sock } from "./udp.ts";

function drop(skb: SkBuff, dev: NetDevice, reason: number, checksum: boolean): number {
  const mib = dev.net.ipv6.mib;
  if (checksum) mib.countUdp(UDP6_IN_CSUM_ERRORS);
  mib.countUdp(UDP6_IN_ERRORS);
  kfreeSkb(skb, reason, "__udp6_lib_rcv");
  return 0;
}

/** The checksum field is zero: IPv6 does not know that, but it is told later, and by another name. */
function checksumMissing(skb: SkBuff): boolean {
  return read16(skb.bytes, skb.data + UDP_CHECKSUM) === 0;
}

function isFoundWrong(skb: SkBuff, length: number): boolean {
  return isSumOutdated(skb, length) || (isCheckedEarly(skb, length) && !checksumOk(skb, IPPROTO_UDP));
}

/** The socket that a rule gave the datagram to (`skb_steal_sock`). */
function takeGiven(skb: SkBuff): Udp6Sock | null {
  const sk = skb.sk as Udp6Sock;
  skb.sk = null;
  return sk.protocol === IPPROTO_UDP && !sk.closed ? sk : null;
}

/** `__udp6_lib_rcv` */
function receive(skb: SkBuff, dev: NetDevice): number {
  const { bytes, data, networkHeader } = skb;
  if (skb.length < UDP_HLEN) return drop(skb, dev, SKB_DROP_REASON_NOT_SPECIFIED, false);
  const length = read16(bytes, data + 4) || skb.length;
  if (length < UDP_HLEN || length > skb.length) return drop(skb, dev, SKB_DROP_REASON_PKT_TOO_SMALL, false);
  skb.trim(length);
  if (!checksumMissing(skb) && isFoundWrong(skb, length))
    return drop(skb, dev, SKB_DROP_REASON_UDP_CSUM, true);
  const unchecked = read16(bytes, data + UDP_CHECKSUM) === 0;
  const table = dev.net.ipv6.udp;
  const source = read16(bytes, data);
  const port = read16(bytes, data + 2);
  const local = networkHeader + 24;
  const remote = networkHeader + 8;
  if (bytes[local] === 0xff) return receiveMulticast(skb, dev, port, source);
  const given = skb.sk === null ? null : takeGiven(skb);
  const sk = given ?? table?.lookup(bytes, local, port, remote, source, skb.cbIif) ?? null;
  const takesUnchecked = sk !== null && (sk as Udp6Sock).acceptsNoChecksum;
  if (unchecked && !takesUnchecked && skb.ipSummed !== CHECKSUM_PARTIAL)
    return drop(skb, dev, sk === null ? SKB_DROP_REASON_NO_SOCKET : SKB_DROP_REASON_UDP_CSUM, true);
  // what refuses it belongs to no connection
  if (sk === null) nfResetCt(skb);
  if (sk === null && !checksumOk(skb, IPPROTO_UDP)) return drop(skb, dev, SKB_DROP_REASON_NO_SOCKET, true);
  if (sk !== null) {
    skb.transportHeader = data;
    skb.data = data + UDP_HLEN;
    (sk as Udp6Sock).receive(skb);
    return 0;
  }
  dev.net.ipv6.mib.countUdp(UDP6_NO_PORTS);
  icmpv6Send(skb, dev, ICMPV6_DEST_UNREACH, ICMPV6_PORT_UNREACH, 0);
  kfreeSkb(skb, SKB_DROP_REASON_NO_SOCKET, "__udp6_lib_rcv");
  return 0;
}

/** `__udp6_lib_mcast_deliver` */
function receiveMulticast(skb: SkBuff, dev: NetDevice, port: number, source: number): number {
  const { data, networkHeader } = skb;
  const members =
    dev.net.ipv6.udp?.members(skb.bytes, networkHeader + 24, port, networkHeader + 8, source, skb.cbIif) ??
    [];
  // whoever wants datagrams without a checksum has to say so, and here nobody can
  const wanted =
    read16(skb.bytes, data + UDP_CHECKSUM) === 0 && skb.ipSummed !== CHECKSUM_PARTIAL
      ? members.filter((sk) => (sk as Udp6Sock).acceptsNoChecksum)
      : members;
  for (const sk of wanted) {
    const clone = cloneSkb(skb);
    clone.transportHeader = data;
    clone.data = data + UDP_HLEN;
    (sk as Udp6Sock).receive(clone);
  }
  if (wanted.length === 0) dev.net.ipv6.mib.countUdp(UDP6_IGNORED_MULTI);
  kfreeSkb(skb, wanted.length > 0 ? 1 : SKB_DROP_REASON_NOT_SPECIFIED, "__udp6_lib_mcast_deliver");
  return 0;
}

/** `__udp6_lib_err` */
function error(skb: SkBuff, type: number, code: number, offset: number, info: number): void {
  const dev = skb.dev as NetDevice;
  const { bytes, data } = skb;
  const local = read16(bytes, offset);
  const remote = read16(bytes, offset + 2);
  const sk = dev.net.ipv6.udp?.lookup(bytes, data + 8, local, data + 24, remote, skb.cbIif);
  if (sk instanceof Udp6Sock) {
    // who leaves the path alone is not told of it (`ip6_sk_accept_pmtu`)
    if (type === ICMPV6_PKT_TOOBIG) {
      if (sk.mtuDiscover >= IPV6_PMTUDISC_INTERFACE) return;
      pathMtuUpdate(dev, bytes, data, info, sk.boundDevIf, sk.mark);
    }
    sk.receiveIcmpError(skb, type, code, info, offset + UDP_HLEN, remote);
  } else dev.net.ipv6.mibOf(dev).countIcmp(ICMP6_IN_ERRORS);
}

/** Makes UDP known to the family. */
export function initUdp6(): void {
  inet6Protocols[IPPROTO_UDP] = { final: true, receive, error };
}
