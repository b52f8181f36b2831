/**
 * TCP sockets of IPv6, which talk IPv4, too, unless they are told not to.
 *
 * Source: `net/ipv6/af_inet6.c`, `net/ipv6/tcp_ipv6.c` (`tcp_v6_connect`), RFC 3493, section 3.7.
 */
import { EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, ENETUNREACH, ENOTCONN, type Errno } from "../../../errno.ts";
import {
  AF_INET6,
  AF_UNSPEC,
  type ReceivedMessage,
  type SendOptions,
  SOCK_STREAM,
  type Socket,
  type SocketAddress,
} from "../../../kernel.ts";
import { RTN_LOCAL } from "../../../netlink/route-attributes.ts";
import { IN6ADDR_ANY, type Ipv6Address } from "../../../packet/address.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { Net } from "../../core/net.ts";
import { addressType as addressType4 } from "../../ipv4/fib/fib-lookup.ts";
import { addressType, IPV6_ADDR_MULTICAST, needsScopeId } from "../../ipv6/addrconf/addrconf-core.ts";
import { orLoopback } from "../../ipv6/sock/inet6-outgoing.ts";
import { Inet6Sock } from "../../ipv6/sock/inet6-sock.ts";
import type { SockCommon } from "../sock-common.ts";
import { tcpIpv4 } from "../tcp-ipv4.ts";
import { tcpIpv6 } from "../tcp-ipv6.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CLOSE, TCP_SYN_SENT } from "../tcp-states.ts";
import { beginConnect, tcpSend } from "./tcp.ts";
import { tcpShutdown } from "./tcp-close.ts";
import { inheritSettings, newTcp } from "./tcp-socket.ts";
import { TcpStream } from "./tcp-stream.ts";

/** A socket of `tcpv6_prot`: the form of its addresses; the rest is {@link TcpStream}'s. */
export class Tcp6Socket extends Inet6Sock {
  private readonly stream: TcpStream;

  constructor(net: Net) {
    super(net, SOCK_STREAM, IPPROTO_TCP);
    this.stream = new TcpStream(this, () => this.makeTcp());
  }

  private get tp(): TcpSock {
    return this.stream.tp;
  }

  private makeTcp(): TcpSock {
    const tp = newTcp(this.net, this, tcpIpv6);
    tp.ipv6Settings = this;
    tp.release = () => super.close();
    tp.makeChild = () => this.child();
    tp.familyOf = (ends: SockCommon) => (ends.isIpv4 ? tcpIpv4 : tcpIpv6);
    return tp;
  }

  private child(): TcpSock {
    const socket = new Tcp6Socket(this.net);
    socket.trafficClass = this.trafficClass;
    socket.unicastHops = this.unicastHops;
    socket.autoFlowLabel = this.autoFlowLabel;
    socket.v6only = this.v6only;
    socket.transparent = this.transparent;
    inheritSettings(socket.tp, this.tp);
    return socket.tp;
  }

  private sync(): void {
    this.stream.sync();
    this.tp.v6only = this.v6only;
  }

  bind(to: SocketAddress): number {
    const { tp } = this;
    if (to.family !== AF_INET6) return -EAFNOSUPPORT;
    const { address } = to;
    if (address.isV4Mapped) {
      const local = address.w3 === 0 || addressType4(this.net.ipv4, address.w3) === RTN_LOCAL;
      if (this.v6only) return -EINVAL;
      if (!local && !this.freebind && !this.transparent && this.net.ipv4.sysctls.ipNonlocalBind === 0)
        return -EADDRNOTAVAIL;
    } else {
      if ((addressType(address) & IPV6_ADDR_MULTICAST) !== 0) return -EINVAL;
      const unusable = this.checkBind(to);
      if (unusable !== 0) return unusable;
    }
    if (this.stream.isBound) return -EINVAL;
    this.sync();
    if (!address.isUnspecified && !address.isV4Mapped) tp.v6only = true;
    tp.setLocal(address);
    const error = this.stream.bindPort(to.port, !address.isUnspecified);
    if (error !== 0) tp.setLocal(IN6ADDR_ANY);
    return error;
  }

  override connect(to: SocketAddress): number {
    const { stream } = this;
    if ((to.family as number) === AF_UNSPEC) return stream.reset();
    const pending = stream.beginAgain();
    if (pending !== undefined) return pending;
    if (to.family !== AF_INET6) return -EAFNOSUPPORT;
    stream.prepare();
    this.tp.v6only = this.v6only;
    return this.connectTo(to.address, to.port, to.scopeId ?? 0);
  }

  private connectTo(wanted: Ipv6Address, port: number, scopeId: number): number {
    const { tp } = this;
    const address = orLoopback(wanted);
    const type = addressType(address);
    if ((type & IPV6_ADDR_MULTICAST) !== 0) return -ENETUNREACH;
    if (needsScopeId(type)) {
      if (scopeId !== 0) {
        if (this.boundDevIf !== 0 && this.boundDevIf !== scopeId) return -EINVAL;
        this.boundDevIf = tp.boundDevIf = scopeId;
      }
      if (this.boundDevIf === 0) return -EINVAL;
    }
    if (address.isV4Mapped) {
      if (this.v6only) return -ENETUNREACH;
      if (!tp.localIsAny && !tp.isLocalIpv4) return -ENETUNREACH;
      tp.af = tcpIpv4;
      if (!tp.isLocalIpv4) tp.setLocal4(0);
    } else tp.af = tcpIpv6;
    tp.setRemote(address);
    tp.remotePort = port;
    return beginConnect(tp);
  }

  private nameOf(address: Ipv6Address, port: number): SocketAddress {
    const scopeId = needsScopeId(addressType(address)) ? this.tp.boundDevIf || this.boundDevIf : 0;
    return { family: AF_INET6, address, port, flowinfo: 0, scopeId };
  }

  override getsockname(): SocketAddress {
    return this.nameOf(this.tp.localIpv6, this.tp.localPort);
  }

  override getpeername(): SocketAddress | Errno {
    const { tp } = this;
    if (tp.state === TCP_CLOSE || tp.state === TCP_SYN_SENT || tp.remotePort === 0) return -ENOTCONN;
    return this.nameOf(tp.remoteIpv6, tp.remotePort);
  }

  protected override destroy(): void {
    this.leaveAll();
  }

  protected override get readable(): boolean {
    return this.stream.readable;
  }

  protected override get writable(): boolean {
    return this.stream.writable;
  }

  override listen(backlog: number): number {
    this.sync();
    return this.stream.listen(backlog);
  }

  override accept(): Socket | Errno {
    return this.stream.accept();
  }

  override shutdown(how: number): number {
    return tcpShutdown(this.tp, how);
  }

  send(data: Uint8Array, options?: SendOptions): number {
    return tcpSend(this.tp, data, options?.flags ?? 0);
  }

  override recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    return this.stream.recv(into, message, flags);
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    const result = this.stream.setOption(level, name, value) ?? super.setsockopt(level, name, value);
    this.sync();
    return result;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    return this.stream.getOption(level, name, into) ?? super.getsockopt(level, name, into);
  }

  override close(): void {
    this.stream.close();
  }
}
