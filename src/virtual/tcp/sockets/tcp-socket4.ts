/**
 * TCP sockets of IPv4.
 *
 * Source: `net/ipv4/af_inet.c`, `net/ipv4/tcp_ipv4.c`.
 */
import { EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, ENOTCONN, type Errno } from "../../../errno.ts";
import {
  AF_INET,
  AF_UNSPEC,
  type ReceivedMessage,
  type SendOptions,
  SOCK_STREAM,
  type Socket,
  type SocketAddress,
} from "../../../kernel.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../../netlink/route-attributes.ts";
import { type Ipv4Address, ipv4 } from "../../../packet/address.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { Net } from "../../core/net.ts";
import { addressType } from "../../ipv4/fib/fib-lookup.ts";
import { InetSock } from "../../ipv4/sock/inet-sock.ts";
import { tcpIpv4 } from "../tcp-ipv4.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CLOSE, TCP_SYN_SENT } from "../tcp-states.ts";
import { beginConnect, tcpSend } from "./tcp.ts";
import { tcpShutdown } from "./tcp-close.ts";
import { inheritSettings, newTcp } from "./tcp-socket.ts";
import { TcpStream } from "./tcp-stream.ts";

/** A socket of `tcp_prot`: the form of its addresses; the rest is {@link TcpStream}'s. */
export class Tcp4Socket extends InetSock {
  private readonly stream: TcpStream;

  constructor(net: Net) {
    super(net, SOCK_STREAM, IPPROTO_TCP);
    this.stream = new TcpStream(this, () => this.makeTcp());
  }

  private get tp(): TcpSock {
    return this.stream.tp;
  }

  private makeTcp(): TcpSock {
    const tp = newTcp(this.net, this, tcpIpv4);
    tp.setLocal4(0);
    tp.ipv4Settings = this;
    tp.release = () => super.close();
    tp.makeChild = () => this.child();
    return tp;
  }

  private child(): TcpSock {
    const socket = new Tcp4Socket(this.net);
    socket.tos = this.tos;
    socket.ttl = this.ttl;
    socket.pmtuDiscovery = this.pmtuDiscovery;
    socket.freebind = this.freebind;
    socket.transparent = this.transparent;
    inheritSettings(socket.tp, this.tp);
    return socket.tp;
  }

  private sync(): void {
    this.stream.sync();
  }

  bind(to: SocketAddress): number {
    const { tp } = this;
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    const type = to.address === 0 ? RTN_LOCAL : addressType(this.inet, to.address);
    const usable = type === RTN_LOCAL || type === RTN_MULTICAST || type === RTN_BROADCAST;
    if (!usable && !this.freebind && !this.transparent && this.inet.sysctls.ipNonlocalBind === 0)
      return -EADDRNOTAVAIL;
    if (this.stream.isBound) return -EINVAL;
    this.sync();
    tp.setLocal4(to.address);
    const error = this.stream.bindPort(to.port, to.address !== 0);
    if (error !== 0) tp.setLocal4(0);
    return error;
  }

  override connect(to: SocketAddress): number {
    const { stream } = this;
    if ((to.family as number) === AF_UNSPEC) return stream.reset();
    const pending = stream.beginAgain();
    if (pending !== undefined) return pending;
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    stream.prepare();
    this.tp.setRemote4(to.address);
    this.tp.remotePort = to.port;
    return beginConnect(this.tp);
  }

  override getsockname(): SocketAddress {
    return { family: AF_INET, address: ipv4(this.tp.l3 >>> 0), port: this.tp.localPort };
  }

  override getpeername(): SocketAddress | Errno {
    const { tp } = this;
    if (tp.state === TCP_CLOSE || tp.state === TCP_SYN_SENT || tp.remotePort === 0) return -ENOTCONN;
    return { family: AF_INET, address: (tp.r3 >>> 0) as Ipv4Address, port: tp.remotePort };
  }

  override pathMtu(): number {
    return this.tp.dst === null ? -ENOTCONN : tcpIpv4.pathMtu(this.tp.dst);
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
