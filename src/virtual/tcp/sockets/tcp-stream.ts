/**
 * What TCP sockets of both families do that has nothing to do with the form of addresses: ports, beginning again, reading, writing,
 * options, the end.
 *
 * Source: `net/ipv4/af_inet.c` (`inet_stream_connect`, `inet_accept`, `inet_release`), `net/ipv4/tcp.c` (`tcp_disconnect`).
 */
import type { Errno } from "../../../errno.ts";
import { type ReceivedMessage, SOL_SOCKET, type Socket } from "../../../kernel.ts";
import type { Sock } from "../../core/sock/sock.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CLOSE } from "../tcp-states.ts";
import { connectAgain, readable, tcpAccept, tcpListen, writable } from "./tcp.ts";
import { disconnect, tcpClose } from "./tcp-close.ts";
import { tcpRecv } from "./tcp-recvmsg.ts";
import { inheritSettings } from "./tcp-socket.ts";
import { getStreamOption, getTcpOption, SOL_TCP, setStreamOption, setTcpOption } from "./tcp-sockopt.ts";

/** The connection of a socket, and how far the socket has got with it. */
export class TcpStream {
  tp: TcpSock;
  private readonly socket: Sock;
  private readonly make: () => TcpSock;
  /** The program closed the socket; the connection may live on. */
  private given = false;
  /** A connection was tried before: what it left is not used again. */
  private used = false;

  /** @param make a new connection for this socket */
  constructor(socket: Sock, make: () => TcpSock) {
    this.socket = socket;
    this.make = make;
    this.tp = make();
  }

  get readable(): boolean {
    return this.given || readable(this.tp);
  }

  get writable(): boolean {
    return this.given || writable(this.tp);
  }

  /** The connection learns what was set on the socket. */
  sync(): void {
    const { tp, socket } = this;
    tp.reuse = socket.reuseAddress;
    tp.reusePort = socket.reusePort;
    tp.boundDevIf = socket.boundDevIf;
  }

  /** Whether it has an address, or more, already: it takes no other. */
  get isBound(): boolean {
    return this.tp.state !== TCP_CLOSE || this.tp.localPort !== 0;
  }

  /** Takes a port for the local address that was set. @param chosen the program said which address. @returns 0 or a negative error */
  bindPort(port: number, chosen: boolean): number {
    const { tp } = this;
    const error = tp.tcp.hash.bind(this.socket.net, tp, port);
    if (error !== 0) return error;
    tp.addressLocked = chosen;
    tp.portLocked = port !== 0;
    return 0;
  }

  /** `connect` is called: what it says while another one is under way or there is a connection; undefined: it may begin. */
  beginAgain(): number | undefined {
    if (!this.tp.connecting && this.tp.state === TCP_CLOSE) return undefined;
    return connectAgain(this.tp);
  }

  /** A connection is about to begin: with a state that no other has used. */
  prepare(): void {
    if (this.used) this.renew();
    this.used = true;
    this.sync();
  }

  /** `connect` to no family: as if it were new (`tcp_disconnect`). */
  reset(): number {
    this.renew();
    this.used = false;
    return 0;
  }

  private renew(): void {
    const old = this.tp;
    const tp = this.make();
    inheritSettings(tp, old);
    tp.portLocked = old.portLocked;
    tp.addressLocked = old.addressLocked;
    if (old.addressLocked) tp.copyLocal(old);
    const { localPort } = old;
    old.release = () => {};
    old.orphaned = true;
    disconnect(old);
    old.tcp.hash.putPort(old);
    old.tcp.sockets--;
    this.socket.error = 0;
    this.tp = tp;
    if (tp.portLocked) tp.tcp.hash.bind(this.socket.net, tp, localPort);
  }

  listen(backlog: number): number {
    this.sync();
    return tcpListen(this.tp, backlog);
  }

  accept(): Socket | Errno {
    const child = tcpAccept(this.tp);
    if (typeof child === "number") return child;
    this.socket.owner?.adopt(child.sk);
    return child.sk;
  }

  recv(into: Uint8Array, message: ReceivedMessage | undefined, flags: number): number {
    if (message !== undefined) {
      message.from = undefined;
      message.control = [];
      message.flags = 0;
    }
    return tcpRecv(this.tp, into, flags);
  }

  /** @returns 0 or a negative error; undefined: it is not an option of connections */
  setOption(level: number, name: number, value: number | Uint8Array): number | undefined {
    if (level === SOL_TCP) return setTcpOption(this.tp, name, value);
    return level === SOL_SOCKET ? setStreamOption(this.tp, name, value) : undefined;
  }

  /** @returns the length of the value or a negative error; undefined: it is not an option of connections */
  getOption(level: number, name: number, into: Uint8Array): number | undefined {
    if (level === SOL_TCP) return getTcpOption(this.tp, name, into);
    return level === SOL_SOCKET ? getStreamOption(this.tp, name, into) : undefined;
  }

  /** Closes the socket, once. */
  close(): void {
    if (this.given) return;
    this.given = true;
    this.socket.owner?.forget(this.socket);
    this.socket.owner = null;
    tcpClose(this.tp);
    this.socket.wake();
    this.socket.wakeOut();
  }
}
