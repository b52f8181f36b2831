/**
 * Sockets of one protocol by their local port.
 *
 * Source: `net/ipv4/udp.c` (`udp_lib_get_port`), `net/ipv6/udp.c` (`compute_score`).
 */
import { EADDRINUSE, EAGAIN } from "../../../errno.ts";
import type { Net } from "../../core/net.ts";
import { isReservedPort } from "../../ipv4/sock/reserved-ports.ts";
import { isMulticastMember } from "../mcast/mcast-group.ts";
import type { Inet6Sock } from "./inet6-sock.ts";

/** The sockets of one protocol in one namespace. */
export class PortTable6 {
  private readonly byPort = new Map<number, Inet6Sock[]>();

  *[Symbol.iterator](): IterableIterator<Inet6Sock> {
    for (const sockets of this.byPort.values()) yield* sockets;
  }

  get count(): number {
    let count = 0;
    for (const sockets of this.byPort.values()) count += sockets.length;
    return count;
  }

  /** Gives the socket a port; 0: a free one. @returns 0 or a negative error */
  bind(sk: Inet6Sock, port: number, net: Net): number {
    let chosen = port;
    if (chosen === 0) {
      chosen = this.freePort(sk, net);
      if (chosen === 0) return -EAGAIN;
    } else if (this.conflicts(sk, chosen)) return -EADDRINUSE;
    const sockets = this.byPort.get(chosen);
    if (sockets === undefined) this.byPort.set(chosen, [sk]);
    else sockets.unshift(sk);
    sk.localPort = chosen;
    return 0;
  }

  private freePort(sk: Inet6Sock, net: Net): number {
    const { ipLocalPortRangeLow: low, ipLocalPortRangeHigh: high } = net.ipv4.sysctls;
    const span = high - low + 1;
    const start = net.machine.random() % span;
    for (let i = 0; i < span; i++) {
      const port = low + ((start + i) % span);
      if (isReservedPort(net, port)) continue;
      if (!this.conflicts(sk, port)) return port;
    }
    return 0;
  }

  private conflicts(sk: Inet6Sock, port: number): boolean {
    if (sk.isTakenElsewhere(port)) return true;
    return (this.byPort.get(port) ?? []).some((other) => {
      if (other.boundDevIf !== 0 && sk.boundDevIf !== 0 && other.boundDevIf !== sk.boundDevIf) return false;
      if ((other.reuseAddress && sk.reuseAddress) || (other.reusePort && sk.reusePort)) return false;
      return overlap(sk, other);
    });
  }

  remove(sk: Inet6Sock): void {
    const sockets = this.byPort.get(sk.localPort);
    const at = sockets?.indexOf(sk) ?? -1;
    if (sockets === undefined || at < 0) return;
    sockets.splice(at, 1);
    if (sockets.length === 0) this.byPort.delete(sk.localPort);
  }

  /**
   * The socket that fits best; addresses are at offsets in `bytes`. `remotePort` -1: of no matter.
   */
  lookup(
    bytes: Uint8Array,
    local: number,
    localPort: number,
    remote: number,
    remotePort: number,
    ifindex: number,
  ): Inet6Sock | null {
    const sockets = this.byPort.get(localPort);
    if (sockets === undefined) return null;
    let best: Inet6Sock | null = null;
    let bestScore = -1;
    for (const sk of sockets) {
      const value = score(sk, bytes, local, remote, remotePort, ifindex);
      if (value <= bestScore) continue;
      best = sk;
      bestScore = value;
    }
    return best;
  }

  /** All sockets that a multicast packet is for. */
  members(
    bytes: Uint8Array,
    local: number,
    localPort: number,
    remote: number,
    remotePort: number,
    ifindex: number,
  ): Inet6Sock[] {
    const found: Inet6Sock[] = [];
    for (const sk of this.byPort.get(localPort) ?? []) {
      if (score(sk, bytes, local, remote, remotePort, ifindex) < 0) continue;
      const dev = sk.net.devByIndex(ifindex);
      if (dev !== undefined && isMulticastMember(dev, bytes, local)) found.push(sk);
    }
    return found;
  }
}

/** Whether two sockets would get the same packets (`ipv6_rcv_saddr_equal`). */
function overlap(sk: Inet6Sock, other: Inet6Sock): boolean {
  const [one, two] = [sk.localAddress, other.localAddress];
  if (one.isV4Mapped && two.isV4Mapped) return one.w3 === 0 || two.w3 === 0 || one.w3 === two.w3;
  if (one.isUnspecified) return !(sk.v6only && two.isV4Mapped);
  if (two.isUnspecified) return !(other.v6only && one.isV4Mapped);
  return one.equals(two);
}

function score(
  sk: Inet6Sock,
  bytes: Uint8Array,
  local: number,
  remote: number,
  remotePort: number,
  ifindex: number,
): number {
  let value = 0;
  if (!sk.localAddress.isUnspecified) {
    if (!sk.localAddress.equalsBytes(bytes, local)) return -1;
    value++;
  }
  if (sk.remote !== null) {
    if (!sk.remote.equalsBytes(bytes, remote)) return -1;
    if (remotePort >= 0 && sk.remotePort !== remotePort) return -1;
    value += 2;
  }
  if (sk.boundDevIf !== 0) {
    if (sk.boundDevIf !== ifindex) return -1;
    value++;
  }
  return value;
}
