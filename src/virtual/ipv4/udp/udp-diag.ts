/**
 * UDP and raw sockets of IPv4 as `ss` sees them.
 *
 * Source: `net/ipv4/udp_diag.c`, `net/ipv4/raw_diag.c`, `inet_sk_diag_fill` of `net/ipv4/inet_diag.c`.
 */

import { ECONNABORTED } from "../../../errno.ts";
import type { InetDiagMessage } from "../../../netlink/inet-diag.ts";
import { type Ipv4Address, ipv4ToBytes } from "../../../packet/address.ts";
import type { Net } from "../../core/net.ts";
import type { DiagSocket } from "../sock/inet-diag.ts";
import type { InetSock } from "../sock/inet-sock.ts";

const ESTABLISHED = 1;
const CLOSE = 7;

/** What is told of a socket of IPv4 that has no connection of its own. */
export function diagInet(sk: InetSock, port: number): DiagSocket {
  const message: InetDiagMessage = {
    family: 2,
    state: sk.connected ? ESTABLISHED : CLOSE,
    timer: 0,
    retransmits: 0,
    sourcePort: port,
    destinationPort: sk.peerPort,
    source: ipv4ToBytes(sk.receiveSource as Ipv4Address),
    destination: ipv4ToBytes(sk.peer as Ipv4Address),
    ifindex: sk.boundDevIf,
    cookie: sk.inode,
    expires: 0,
    receiveQueue: sk.rmemAlloc,
    sendQueue: sk.wmemAlloc,
    uid: 0,
    inode: sk.inode,
  };
  return { message, sk, abort: () => sk.abort(ECONNABORTED) };
}

/** All bound UDP sockets of a namespace. */
export function* udpSockets(net: Net): Iterable<DiagSocket> {
  for (const [port, sockets] of net.ipv4.udp?.byPort ?? [])
    for (const sk of sockets) if (sk.isListed) yield diagInet(sk, port);
}

/** All raw sockets of a namespace. */
export function* rawSockets(net: Net): Iterable<DiagSocket> {
  for (const sk of net.ipv4.rawSockets ?? []) yield diagInet(sk, sk.protocol);
}
