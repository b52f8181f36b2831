/**
 * What UDP and ping sockets share: a port, or the identifier that takes its place, and errors about what they sent.
 *
 * Source: `net/ipv6/af_inet6.c` (`inet6_bind`), `net/ipv4/af_inet.c` (`inet_autobind`).
 */
import type { SockaddrIn6, SocketAddress } from "../../../kernel.ts";
import { IN6ADDR_ANY } from "../../../packet/address.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { icmpv6Error } from "../icmp/icmp-errno.ts";
import { Inet6Sock } from "./inet6-sock.ts";
import type { PortTable6 } from "./port-table.ts";

/** A socket that datagrams are sent through, bound or not. */
export abstract class Datagram6Sock extends Inet6Sock {
  /** Who has which port; made when the first socket needs it. */
  protected abstract get table(): PortTable6;

  /** Takes an address that was checked, and its port (0: a free one). @returns 0 or a negative error */
  protected takeAddress(to: SockaddrIn6): number {
    this.localAddress = to.address;
    const error = this.table.bind(this, to.port, this.net);
    if (error !== 0) this.localAddress = IN6ADDR_ANY;
    return error;
  }

  /** A port for a socket that has none. @returns 0 or a negative error */
  protected autobind(): number {
    return this.localPort !== 0 ? 0 : this.table.bind(this, 0, this.net);
  }

  override connect(to: SocketAddress): number {
    const error = this.autobind();
    return error !== 0 ? error : super.connect(to);
  }

  /** An ICMPv6 error about one of this socket's packets (`__udp6_lib_err`, `ping_err`); see {@link deliverError}. */
  receiveIcmpError(
    skb: SkBuff,
    type: number,
    code: number,
    info: number,
    payload: number,
    port: number,
  ): void {
    const { error, fatal } = icmpv6Error(type, code);
    if (this.recvErrors) this.deliverError(skb, error, type, code, info, payload, port);
    else if (!fatal || this.remote === null) return;
    this.reportError(error);
  }

  protected override destroy(): void {
    if (this.localPort !== 0) this.table.remove(this);
    this.leaveAll();
  }
}
