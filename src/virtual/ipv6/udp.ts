/**
 * UDP over IPv6.
 *
 * Source: `net/ipv6/udp.c` (`__udp6_lib_rcv`, `udpv6_sendmsg`, `__udp6_lib_err`), RFC 768, RFC 8200, section 8.1.
 */
import { EDESTADDRREQ, EINVAL, ENETUNREACH, ENOBUFS } from "../../errno.ts";
import { AF_INET6, type SendOptions, SOCK_DGRAM, type SocketAddress } from "../../kernel.ts";
import { read16, write16 } from "../../packet/bytes.ts";
import { foldSum, pseudoSumIpv6At } from "../../packet/checksum.ts";
import { ICMPV6_DEST_UNREACH, ICMPV6_PKT_TOOBIG, ICMPV6_PORT_UNREACH } from "../../packet/icmpv6.ts";
import { IPPROTO_UDP } from "../../packet/ipv4.ts";
import { UDP_CHECKSUM, UDP_HLEN, writeUdp } from "../../packet/udp.ts";
import {
  SKB_DROP_REASON_NO_SOCKET,
  SKB_DROP_REASON_NOT_SPECIFIED,
  SKB_DROP_REASON_PKT_TOO_SMALL,
  SKB_DROP_REASON_UDP_CSUM,
} from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { CHECKSUM_PARTIAL, cloneSkb, kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { CHECKSUM_BREAK } from "../ipv4/udp-checksum.ts";
import { Datagram6Sock } from "./datagram6-sock.ts";
import { icmpv6Send } from "./icmp-send.ts";
import { orLoopback } from "./inet6-outgoing.ts";
import { buildIpv6 } from "./ip6-build.ts";
import { readOutgoingControl } from "./ip6-control.ts";
import { IPV6_PMTUDISC_INTERFACE } from "./ipv6-socket-options.ts";
import { checksumOk, checksumOkAt } from "./partial-checksum.ts";
import { PortTable6 } from "./port-table.ts";
import { inet6Protocols } from "./protocol.ts";
import {
  ICMP6_IN_ERRORS,
  UDP6_IGNORED_MULTI,
  UDP6_IN_CSUM_ERRORS,
  UDP6_IN_DATAGRAMS,
  UDP6_IN_ERRORS,
  UDP6_NO_PORTS,
  UDP6_OUT_DATAGRAMS,
  UDP6_RCVBUF_ERRORS,
  UDP6_SNDBUF_ERRORS,
} from "./snmp6.ts";

export class Udp6Sock extends Datagram6Sock {
  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_UDP);
  }

  protected get table(): PortTable6 {
    this.net.ipv6.udp ??= new PortTable6();
    return this.net.ipv6.udp;
  }

  override bind(address: SocketAddress): number {
    if (this.localPort !== 0) return -EINVAL;
    const error = this.checkBind(address);
    return error !== 0 || address.family !== AF_INET6 ? error : this.takeAddress(address);
  }

  override send(data: Uint8Array, options: SendOptions = {}): number {
    const to = this.destinationOf(options.to);
    if (typeof to === "number") return to;
    // a socket that is not for IPv6 alone would send it by IPv4, which this kernel's do not
    if (this.v6only && to.address.isV4Mapped) return -ENETUNREACH;
    if (to.port === 0) return this.remote === null && options.to === undefined ? -EDESTADDRREQ : -EINVAL;
    const unbound = this.autobind();
    if (unbound !== 0) return unbound;
    const control = readOutgoingControl(options.control);
    if (typeof control === "number") return control;
    const out = this.route(orLoopback(to.address), to.port, to.scopeId ?? 0, control, to.flowinfo);
    if (typeof out === "number") return out;
    const length = UDP_HLEN + data.length;
    const tooLong = this.checkLength(out, length);
    if (tooLong !== 0) return tooLong;
    const pending = this.takePending(out);
    if (pending !== 0) return pending;
    const skb = buildIpv6(length, out.firstWord, IPPROTO_UDP, out.hopLimit, out.source, out.destination);
    const at = skb.transportHeader;
    writeUdp(skb.bytes, at, this.localPort, to.port, length);
    skb.bytes.set(data, at + UDP_HLEN);
    const pseudo = foldSum(pseudoSumIpv6At(skb.bytes, skb.networkHeader + 8, IPPROTO_UDP, length));
    write16(skb.bytes, at + UDP_CHECKSUM, pseudo);
    skb.ipSummed = CHECKSUM_PARTIAL;
    skb.csumStart = at;
    skb.csumOffset = UDP_CHECKSUM;
    const error = this.transmit(skb, out);
    const full = error === -ENOBUFS && !this.recvErrors;
    if (error === 0) this.net.ipv6.mib.countUdp(UDP6_OUT_DATAGRAMS);
    else if (error === -ENOBUFS) this.net.ipv6.mib.countUdp(UDP6_SNDBUF_ERRORS);
    return error === 0 || full ? data.length : error;
  }

  /** Takes over a datagram whose `data` is behind the UDP header. */
  receive(skb: SkBuff): void {
    const mib = this.net.ipv6.mib;
    if (this.queueReceive(skb, "udpv6_queue_rcv_one_skb")) return;
    mib.countUdp(UDP6_RCVBUF_ERRORS);
    mib.countUdp(UDP6_IN_ERRORS);
  }

  /** A datagram with a wrong checksum is dropped when its turn has come (`udpv6_recvmsg`). */
  override peekReceive(): SkBuff | null {
    for (;;) {
      const skb = super.peekReceive();
      if (skb === null || checksumOkAt(skb, skb.transportHeader, IPPROTO_UDP)) return skb;
      this.takeReceive();
      this.net.ipv6.mib.countUdp(UDP6_IN_CSUM_ERRORS);
      this.net.ipv6.mib.countUdp(UDP6_IN_ERRORS);
      kfreeSkb(skb, SKB_DROP_REASON_UDP_CSUM, "udpv6_recvmsg");
    }
  }

  protected override countReceived(): void {
    this.net.ipv6.mib.countUdp(UDP6_IN_DATAGRAMS);
  }

  protected override portOf(skb: SkBuff): number {
    return read16(skb.bytes, skb.transportHeader);
  }
}

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

/** `__udp6_lib_rcv` */
function receive(skb: SkBuff, dev: NetDevice): number {
  const { bytes, data, networkHeader } = skb;
  if (skb.length < UDP_HLEN) return drop(skb, dev, SKB_DROP_REASON_NOT_SPECIFIED, false);
  const length = read16(bytes, data + 4) || skb.length;
  if (length < UDP_HLEN || length > skb.length) return drop(skb, dev, SKB_DROP_REASON_PKT_TOO_SMALL, false);
  skb.trim(length);
  if (length <= CHECKSUM_BREAK && !checksumMissing(skb) && !checksumOk(skb, IPPROTO_UDP))
    return drop(skb, dev, SKB_DROP_REASON_UDP_CSUM, true);
  const unchecked = read16(bytes, data + UDP_CHECKSUM) === 0;
  const table = dev.net.ipv6.udp;
  const source = read16(bytes, data);
  const port = read16(bytes, data + 2);
  const local = networkHeader + 24;
  const remote = networkHeader + 8;
  if (bytes[local] === 0xff) return receiveMulticast(skb, dev, port, source);
  const sk = table?.lookup(bytes, local, port, remote, source, skb.cbIif) ?? null;
  if (unchecked && skb.ipSummed !== CHECKSUM_PARTIAL)
    return drop(skb, dev, sk === null ? SKB_DROP_REASON_NO_SOCKET : SKB_DROP_REASON_UDP_CSUM, true);
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
    read16(skb.bytes, data + UDP_CHECKSUM) === 0 && skb.ipSummed !== CHECKSUM_PARTIAL ? [] : members;
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
    if (type === ICMPV6_PKT_TOOBIG && sk.mtuDiscover >= IPV6_PMTUDISC_INTERFACE) return;
    sk.receiveIcmpError(skb, type, code, info, offset + UDP_HLEN, remote);
  } else dev.net.ipv6.mibOf(dev).countIcmp(ICMP6_IN_ERRORS);
}

export function initUdp6(): void {
  inet6Protocols[IPPROTO_UDP] = { final: true, receive, error };
}
