/**
 * UDP and raw sockets of both families as `ss` sees them: registers them with the kernel's list.
 *
 * Source: `net/ipv4/udp_diag.c`, `net/ipv4/raw_diag.c`.
 */

import { ECONNABORTED } from "../../../errno.ts";
import { INET_DIAG_SKV6ONLY, type InetDiagMessage } from "../../../netlink/inet-diag.ts";
import { IN6ADDR_ANY } from "../../../packet/address.ts";
import { IPPROTO_RAW, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { type DiagSocket, inetDiagOf } from "../../ipv4/sock/inet-diag.ts";
import { rawSockets, udpSockets } from "../../ipv4/udp/udp-diag.ts";
import type { Inet6Sock } from "../sock/inet6-sock.ts";

const ESTABLISHED = 1;
const CLOSE = 7;

/** A socket of an address of IPv6 alone has nothing to do with IPv4 (`inet6_bind`). */
function isV6only({ v6only, localAddress }: Inet6Sock): boolean {
  return v6only || !(localAddress.isUnspecified || localAddress.isV4Mapped);
}

/** What is told of a socket of IPv6 that has no connection of its own. */
export function diagInet6(sk: Inet6Sock, port: number): DiagSocket {
  const message: InetDiagMessage = {
    family: 10,
    state: sk.remote === null ? CLOSE : ESTABLISHED,
    timer: 0,
    retransmits: 0,
    sourcePort: port,
    destinationPort: sk.remotePort,
    source: sk.localAddress.toBytes(),
    destination: (sk.remote ?? IN6ADDR_ANY).toBytes(),
    ifindex: sk.boundDevIf,
    cookie: sk.inode,
    expires: 0,
    receiveQueue: sk.rmemAlloc,
    sendQueue: sk.wmemAlloc,
    uid: 0,
    inode: sk.inode,
  };
  return {
    message,
    sk,
    attributes: () => [[INET_DIAG_SKV6ONLY, Number(isV6only(sk))]],
    abort: () => sk.abort(ECONNABORTED),
  };
}

function* udp6Sockets(net: Net): Iterable<DiagSocket> {
  for (const sk of net.ipv6.udp ?? []) yield diagInet6(sk, sk.localPort);
}

function* raw6Sockets(net: Net): Iterable<DiagSocket> {
  for (const sk of net.ipv6.rawSockets ?? []) yield diagInet6(sk, sk.protocol);
}

/** Registers both protocols with a machine. */
export function initUdpDiag(machine: Machine): void {
  inetDiagOf(machine).register(IPPROTO_UDP, (net, family) =>
    family === 2 ? udpSockets(net) : udp6Sockets(net),
  );
  inetDiagOf(machine).register(IPPROTO_RAW, (net, family) =>
    family === 2 ? rawSockets(net) : raw6Sockets(net),
  );
}
