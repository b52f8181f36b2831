/**
 * TCP sockets of IPv4.
 *
 * Source: `net/ipv4/af_inet.c`, `net/ipv4/tcp_ipv4.c`.
 */
import { EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL, ENOTCONN, type Errno } from "../../errno.ts";
import {
  AF_INET,
  AF_UNSPEC,
  type ReceivedMessage,
  type SendOptions,
  SOCK_STREAM,
  SOL_SOCKET,
  type Socket,
  type SocketAddress,
} from "../../kernel.ts";
import { RTN_BROADCAST, RTN_LOCAL, RTN_MULTICAST } from "../../netlink/route-attributes.ts";
import { type Ipv4Address, ipv4 } from "../../packet/address.ts";
import { IPPROTO_TCP } from "../../packet/ipv4.ts";
import type { Net } from "../core/net.ts";
import { addressType } from "../ipv4/fib-lookup.ts";
import { InetSock } from "../ipv4/inet-sock.ts";
import { beginConnect, connectAgain, readable, tcpAccept, tcpListen, tcpSend, writable } from "./tcp.ts";
import { disconnect, tcpClose, tcpShutdown } from "./tcp-close.ts";
import { tcpIpv4 } from "./tcp-ipv4.ts";
import { tcpRecv } from "./tcp-recvmsg.ts";
import type { TcpSock } from "./tcp-sock.ts";
import { inheritSettings, newTcp } from "./tcp-socket.ts";
import { getStreamOption, getTcpOption, SOL_TCP, setStreamOption, setTcpOption } from "./tcp-sockopt.ts";
import { TCP_CLOSE, TCP_SYN_SENT } from "./tcp-states.ts";

export class Tcp4Socket extends InetSock {
  tp: TcpSock;
  private given = false;

  constructor(net: Net) {
    super(net, SOCK_STREAM, IPPROTO_TCP);
    this.tp = this.makeTcp();
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
    inheritSettings(socket.tp, this.tp);
    return socket.tp;
  }

  protected override get readable(): boolean {
    return this.given || readable(this.tp);
  }

  protected override get writable(): boolean {
    return this.given || writable(this.tp);
  }

  private sync(): void {
    const { tp } = this;
    tp.reuse = this.reuseAddress;
    tp.reusePort = this.reusePort;
    tp.boundDevIf = this.boundDevIf;
  }

  bind(to: SocketAddress): number {
    const { tp } = this;
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    const type = to.address === 0 ? RTN_LOCAL : addressType(this.inet, to.address);
    const usable = type === RTN_LOCAL || type === RTN_MULTICAST || type === RTN_BROADCAST;
    if (!usable && !this.freebind && this.inet.sysctls.ipNonlocalBind === 0) return -EADDRNOTAVAIL;
    if (tp.state !== TCP_CLOSE || tp.localPort !== 0) return -EINVAL;
    this.sync();
    tp.setLocal4(to.address);
    const error = tp.tcp.hash.bind(this.net, tp, to.port);
    if (error !== 0) {
      tp.setLocal4(0);
      return error;
    }
    tp.addressLocked = to.address !== 0;
    tp.portLocked = to.port !== 0;
    return 0;
  }

  override connect(to: SocketAddress): number {
    if ((to.family as number) === AF_UNSPEC) return this.reset();
    if (this.tp.connecting || this.tp.state !== TCP_CLOSE) return connectAgain(this.tp);
    if (to.family !== AF_INET) return -EAFNOSUPPORT;
    if (this.used) this.renew();
    this.used = true;
    this.sync();
    this.tp.setRemote4(to.address);
    this.tp.remotePort = to.port;
    return beginConnect(this.tp);
  }

  /** A connection was tried before: what it left is not used again. */
  private used = false;

  private renew(): void {
    const old = this.tp;
    const tp = this.makeTcp();
    inheritSettings(tp, old);
    tp.portLocked = old.portLocked;
    tp.addressLocked = old.addressLocked;
    if (old.addressLocked) tp.setLocal4(old.l3 >>> 0);
    const { localPort } = old;
    old.release = () => {};
    old.orphaned = true;
    disconnect(old);
    old.tcp.hash.putPort(old);
    old.tcp.sockets--;
    this.error = 0;
    this.tp = tp;
    if (tp.portLocked) tp.tcp.hash.bind(this.net, tp, localPort);
  }

  private reset(): number {
    this.renew();
    this.used = false;
    return 0;
  }

  override listen(backlog: number): number {
    this.sync();
    return tcpListen(this.tp, backlog);
  }

  override accept(): Socket | Errno {
    const child = tcpAccept(this.tp);
    if (typeof child === "number") return child;
    this.owner?.adopt(child.sk);
    return child.sk;
  }

  override shutdown(how: number): number {
    return tcpShutdown(this.tp, how);
  }

  send(data: Uint8Array, options?: SendOptions): number {
    return tcpSend(this.tp, data, options?.flags ?? 0);
  }

  override recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    if (message !== undefined) {
      message.from = undefined;
      message.control = [];
      message.flags = 0;
    }
    return tcpRecv(this.tp, into, flags);
  }

  override getsockname(): SocketAddress {
    return { family: AF_INET, address: ipv4(this.tp.l3 >>> 0), port: this.tp.localPort };
  }

  override getpeername(): SocketAddress | Errno {
    const { tp } = this;
    if (tp.state === TCP_CLOSE || tp.state === TCP_SYN_SENT || tp.remotePort === 0) return -ENOTCONN;
    return { family: AF_INET, address: (tp.r3 >>> 0) as Ipv4Address, port: tp.remotePort };
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level === SOL_TCP) return setTcpOption(this.tp, name, value);
    if (level === SOL_SOCKET) {
      const result = setStreamOption(this.tp, name, value);
      if (result !== undefined) return result;
    }
    const result = super.setsockopt(level, name, value);
    this.sync();
    return result;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level === SOL_TCP) return getTcpOption(this.tp, name, into);
    if (level === SOL_SOCKET) {
      const result = getStreamOption(this.tp, name, into);
      if (result !== undefined) return result;
    }
    return super.getsockopt(level, name, into);
  }

  override pathMtu(): number {
    return this.tp.dst === null ? -ENOTCONN : tcpIpv4.pathMtu(this.tp.dst);
  }

  override close(): void {
    if (this.given) return;
    this.given = true;
    this.owner?.forget(this);
    this.owner = null;
    tcpClose(this.tp);
    this.wake();
    this.wakeOut();
  }
}
