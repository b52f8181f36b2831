/**
 * UDP over IPv6.
 *
 * Source: `net/ipv6/udp.c` (`__udp6_lib_rcv`, `udpv6_sendmsg`, `__udp6_lib_err`), RFC 768, RFC 8200, section 8.1.
 */
import { EAFNOSUPPORT, EDESTADDRREQ, EINVAL, ENETUNREACH, ENOBUFS } from "../../../errno.ts";
import {
  AF_INET,
  AF_INET6,
  type ControlMessage,
  type SendOptions,
  SOCK_DGRAM,
  type SockaddrIn,
  type SockaddrIn6,
  type SocketAddress,
} from "../../../kernel.ts";
import { IN6ADDR_ANY, ipv4 } from "../../../packet/address.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { foldSum, pseudoSumIpv6At } from "../../../packet/checksum.ts";
import { IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import { UDP_CHECKSUM, UDP_HLEN, writeUdp } from "../../../packet/udp.ts";
import { SKB_DROP_REASON_UDP_CSUM } from "../../core/drop-reason.ts";
import type { Net } from "../../core/net.ts";
import { CHECKSUM_PARTIAL, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { UDP_MIB_CSUMERRORS, UDP_MIB_INDATAGRAMS, UDP_MIB_INERRORS } from "../../ipv4/snmp.ts";
import { broadcastDestroy } from "../../ipv4/sock/inet-diag.ts";
import { SOL_IP } from "../../ipv4/sock/ip-socket-options.ts";
import { udpChecksumOk } from "../../ipv4/udp/udp-checksum.ts";
import { buildIpv6 } from "../ip/ip6-build.ts";
import { checksumOkAt, completeChecksum } from "../ip/partial-checksum.ts";
import {
  UDP6_IN_CSUM_ERRORS,
  UDP6_IN_DATAGRAMS,
  UDP6_IN_ERRORS,
  UDP6_OUT_DATAGRAMS,
  UDP6_RCVBUF_ERRORS,
  UDP6_SNDBUF_ERRORS,
} from "../snmp6.ts";
import { Datagram6Sock } from "../sock/datagram6-sock.ts";
import { orLoopback } from "../sock/inet6-outgoing.ts";
import { isIpv4 } from "../sock/inet6-received.ts";
import { readOutgoingControl } from "../sock/ip6-control.ts";
import { PortTable6 } from "../sock/port-table.ts";
import { diagInet6 } from "./udp-diag.ts";
import { type MappedOwner, MappedUdp, mapped, target4 } from "./udp-mapped.ts";

const INADDR_LOOPBACK = 0x7f000001;

/** A socket of `udpv6_prot`. */
export class Udp6Sock extends Datagram6Sock implements MappedOwner {
  private side: MappedUdp | null = null;
  /** Takes datagrams without a checksum (`no_check6_rx`). */
  acceptsNoChecksum = false;

  constructor(net: Net) {
    super(net, SOCK_DGRAM, IPPROTO_UDP);
  }

  private get ipv4Side(): MappedUdp {
    this.side ??= new MappedUdp(this);
    return this.side;
  }

  /** Whether the program chose them. */
  private addressLocked = false;
  private portLocked = false;

  protected get table(): PortTable6 {
    this.net.ipv6.udp ??= new PortTable6();
    return this.net.ipv6.udp;
  }

  override bind(address: SocketAddress): number {
    if (this.localPort !== 0) return -EINVAL;
    if (address.family === AF_INET6 && address.address.isV4Mapped) {
      const unusable = this.v6only ? -EINVAL : this.ipv4Side.check(address.address.w3);
      return unusable !== 0 ? unusable : this.takeAddress(address);
    }
    const error = this.checkBind(address);
    if (error !== 0 || address.family !== AF_INET6) return error;
    const before = this.v6only;
    // with an address of IPv6 nothing of IPv4 can come
    if (!address.address.isUnspecified) this.v6only = true;
    const taken = this.takeAddress(address);
    if (taken !== 0) this.v6only = before;
    return taken;
  }

  protected override takeAddress(to: SockaddrIn6): number {
    const error = super.takeAddress(to);
    if (error === 0) {
      this.addressLocked = !to.address.isUnspecified;
      this.portLocked = to.port !== 0;
    }
    if (error === 0) this.ipv4Side.enterWith(this.localPort, this.localAddress);
    return error;
  }

  protected override autobind(): number {
    if (this.localPort !== 0) return 0;
    const error = super.autobind();
    if (error === 0) this.ipv4Side.enterWith(this.localPort, this.localAddress);
    return error;
  }

  takeAnyPort(): number {
    return this.autobind();
  }

  override isTakenElsewhere(port: number): boolean {
    return this.ipv4Side.collides(port, this.localAddress);
  }

  /** An address of IPv4 that is meant; null: none. Nobody in particular is this host, by the family that the socket is bound for. */
  private meantIpv4(to: SocketAddress): SockaddrIn | null {
    if (to.family === AF_INET) return to;
    if (to.family !== AF_INET6) return null;
    if (to.address.isV4Mapped) return target4(to.address, to.port);
    const self = to.address.isUnspecified && this.localAddress.isV4Mapped;
    return self ? { family: AF_INET, address: ipv4(INADDR_LOOPBACK), port: to.port } : null;
  }

  override connect(to: SocketAddress): number {
    const target = this.meantIpv4(to);
    if (target !== null)
      return this.connectIpv4(target, to.family === AF_INET ? -EAFNOSUPPORT : -ENETUNREACH);
    const error = super.connect(to);
    if (error === 0 && this.remote !== null) this.ipv4Side.leaveToIpv6();
    return error;
  }

  private connectIpv4(to: SockaddrIn, refusal: number): number {
    const unbound = this.autobind();
    if (unbound !== 0) return unbound;
    if (this.v6only) return refusal;
    const side = this.ipv4Side;
    const error = side.connect(to);
    if (error !== 0) return error;
    this.remote = mapped(side.peer);
    this.remotePort = side.peerPort;
    const { localAddress } = this;
    if (localAddress.isUnspecified || (localAddress.isV4Mapped && localAddress.w3 === 0))
      this.localAddress = mapped(side.receiveSource);
    return 0;
  }

  override send(data: Uint8Array, options: SendOptions = {}): number {
    const target = options.to === undefined ? null : this.meantIpv4(options.to);
    if (target !== null) return this.sendIpv4(data, { ...options, to: target });
    const to = this.destinationOf(options.to);
    if (typeof to === "number") return to;
    if (to.address.isV4Mapped) return this.sendIpv4(data, { ...options, to: target4(to.address, to.port) });
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
    // what will be cut is summed at once
    if (length + IPV6_HLEN > this.sendMtu(out)) completeChecksum(skb);
    const error = this.transmit(skb, out);
    const full = error === -ENOBUFS && !this.recvErrors;
    if (error === 0) this.net.ipv6.mib.countUdp(UDP6_OUT_DATAGRAMS);
    else if (error === -ENOBUFS) this.net.ipv6.mib.countUdp(UDP6_SNDBUF_ERRORS);
    return error === 0 || full ? data.length : error;
  }

  private sendIpv4(data: Uint8Array, options: SendOptions): number {
    return this.v6only ? -ENETUNREACH : this.ipv4Side.send(data, options);
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    const result =
      level === SOL_IP ? this.ipv4Side.setsockopt(level, name, value) : super.setsockopt(level, name, value);
    this.side?.sync();
    return result;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    return level === SOL_IP
      ? this.ipv4Side.getsockopt(level, name, into)
      : super.getsockopt(level, name, into);
  }

  override ipv4Control(skb: SkBuff): ControlMessage[] {
    return this.side?.controls(skb) ?? [];
  }

  /** A port and an address that nobody asked for are given back, too. */
  override abort(error: number): number {
    super.abort(error);
    if (!this.addressLocked) this.localAddress = IN6ADDR_ANY;
    if (this.portLocked || this.localPort === 0) return 0;
    this.table.remove(this);
    this.leaveIpv4();
    this.localPort = 0;
    return 0;
  }

  protected override destroy(): void {
    if (this.localPort !== 0)
      broadcastDestroy(this.net, AF_INET6, IPPROTO_UDP, () => diagInet6(this, this.localPort));
    super.destroy();
    this.leaveIpv4();
  }

  private leaveIpv4(): void {
    this.side?.close();
    this.side = null;
  }

  /** Takes over a datagram whose `data` is behind the UDP header. */
  receive(skb: SkBuff): void {
    const mib = this.net.ipv6.mib;
    if (this.queueReceive(skb, "udpv6_queue_rcv_one_skb")) return;
    mib.countUdp(UDP6_RCVBUF_ERRORS);
    mib.countUdp(UDP6_IN_ERRORS);
  }

  /** A tunnel's datagram, whose data is behind the UDP header, goes to `take` when its checksum is right (`encap_rcv`). */
  protected acceptTunnelled(skb: SkBuff, take: (skb: SkBuff) => void): void {
    const mib = this.net.ipv6.mib;
    const unchecked = read16(skb.bytes, skb.transportHeader + UDP_CHECKSUM) === 0;
    if (!unchecked && !checksumOkAt(skb, skb.transportHeader, IPPROTO_UDP)) {
      mib.countUdp(UDP6_IN_CSUM_ERRORS);
      mib.countUdp(UDP6_IN_ERRORS);
      kfreeSkb(skb, SKB_DROP_REASON_UDP_CSUM, "udpv6_queue_rcv_one_skb");
      return;
    }
    mib.countUdp(UDP6_IN_DATAGRAMS);
    take(skb);
  }

  /** A datagram with a wrong checksum is dropped when its turn has come (`udpv6_recvmsg`). */
  override peekReceive(): SkBuff | null {
    for (;;) {
      const skb = super.peekReceive();
      if (skb === null) return null;
      const old = isIpv4(skb);
      if (old ? udpChecksumOk(skb) : checksumOkAt(skb, skb.transportHeader, IPPROTO_UDP)) return skb;
      this.takeReceive();
      if (old) {
        this.net.ipv4.mib.values[UDP_MIB_CSUMERRORS]++;
        this.net.ipv4.mib.values[UDP_MIB_INERRORS]++;
      } else {
        this.net.ipv6.mib.countUdp(UDP6_IN_CSUM_ERRORS);
        this.net.ipv6.mib.countUdp(UDP6_IN_ERRORS);
      }
      kfreeSkb(skb, SKB_DROP_REASON_UDP_CSUM, "udpv6_recvmsg");
    }
  }

  protected override countReceived(skb: SkBuff): void {
    if (isIpv4(skb)) this.net.ipv4.mib.values[UDP_MIB_INDATAGRAMS]++;
    else this.net.ipv6.mib.countUdp(UDP6_IN_DATAGRAMS);
  }

  protected override portOf(skb: SkBuff): number {
    return read16(skb.bytes, skb.transportHeader);
  }
}
