/**
 * What TCP asks of the family below it: `struct inet_connection_sock_af_ops`.
 *
 * Source: `include/net/inet_connection_sock.h`.
 */
import type { Destination } from "../core/dst.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { SockCommon } from "./sock-common.ts";
import type { TcpSock } from "./tcp-sock.ts";

/** Settings of a packet that no connection sends. */
export interface AnswerSettings {
  mark: number;
  tos: number;
  priority: number;
}

/** What differs between TCP over IPv4 and over IPv6. */
export interface TcpFamily {
  /** The functions that drop segments: of those that come in, and of those for a connection (`tcp_v4_rcv`, `tcp_v4_do_rcv`). */
  readonly rcvPlace: string;
  readonly doRcvPlace: string;
  /** Bytes of the network header. */
  readonly netHeaderLength: number;
  /** Finds way and source of a connection whose other end is set. @returns 0 or a negative error */
  route(tp: TcpSock): number;
  /** The way that packets take; looked up anew when it is not valid any more. Null: there is none. */
  checkRoute(tp: TcpSock): Destination | null;
  /** Sends a segment whose data is at the TCP header. Takes it over. @returns 0 or a negative error */
  xmit(tp: TcpSock, skb: SkBuff): number;
  /** Writes what the checksum is to be begun with: the pseudo header's sum (`tcp_v4_send_check`). */
  partialChecksum(sk: SockCommon, skb: SkBuff): void;
  pathMtu(dst: Destination): number;
  /** What the route says that peers may send (`dst_metric_advmss`). */
  advertisedMss(net: Net, dst: Destination): number;
  /** A metric of the route, 0: none. */
  metric(dst: Destination, metric: number): number;
  /** The algorithm that the route asks for (`RTAX_CC_ALGO`); an empty name: none. */
  congestionControl(dst: Destination): string;
  /** Sends a segment of `sk` that is no connection (a request, or remains). Data is at the TCP header. */
  answer(net: Net, sk: SockCommon, skb: SkBuff, settings: AnswerSettings): void;
  /** The way to who asks for a connection; null: there is none. */
  routeRequest(net: Net, sk: SockCommon, mark: number): Destination | null;
}

/** Settings of a socket that packets of IPv4 are made by. */
export interface Ipv4Settings {
  readonly tos: number;
  readonly ttl: number;
  readonly pmtuDiscovery: number;
  readonly freebind: boolean;
}

/** What a socket of IPv4 has that nobody set anything of. */
export const DEFAULT_SETTINGS: Ipv4Settings = { tos: 0, ttl: -1, pmtuDiscovery: 1, freebind: false };

/** The same for IPv6. */
export interface Ipv6Settings {
  readonly trafficClass: number;
  readonly unicastHops: number;
  readonly autoFlowLabel: boolean | undefined;
}

/** What a socket of IPv6 has that nobody set anything of. */
export const DEFAULT_SETTINGS6: Ipv6Settings = {
  trafficClass: 0,
  unicastHops: -1,
  autoFlowLabel: undefined,
};
