/**
 * What the sockets of both families share: a connection, made and kept.
 */
import type { Net } from "../../core/net.ts";
import type { Sock } from "../../core/sock/sock.ts";
import { type CongestionOps, congestionAlgorithms } from "../congestion/tcp-cong.ts";
import { cubic } from "../congestion/tcp-cubic.ts";
import type { TcpFamily } from "../tcp-family.ts";
import { type TcpNet, tcpOf } from "../tcp-net.ts";
import { TcpSock } from "../tcp-sock.ts";

/** What new connections of the namespace use (`tcp_assign_congestion_control`). */
function defaultCongestionControl(tcp: TcpNet): CongestionOps {
  return congestionAlgorithms.get(tcp.sysctls.congestionControl) ?? cubic;
}

/** A connection for a new socket. */
export function newTcp(net: Net, sk: Sock, af: TcpFamily): TcpSock {
  const tcp = tcpOf(net);
  const tp = new TcpSock(sk, tcp, af, defaultCongestionControl(tcp));
  tcp.sockets++;
  return tp;
}

/** What an accepted connection has of its listener. */
export function inheritSettings(child: TcpSock, parent: TcpSock): void {
  const [to, from] = [child.sk, parent.sk];
  to.mark = from.mark;
  to.priority = from.priority;
  to.debug = from.debug;
  to.dontRoute = from.dontRoute;
  to.reuseAddress = from.reuseAddress;
  to.reusePort = from.reusePort;
  to.sndbuf = from.sndbuf;
  to.rcvbuf = from.rcvbuf;
  to.timestamps = from.timestamps;
  child.reuse = parent.reuse;
  child.reusePort = parent.reusePort;
  child.v6only = parent.v6only;
  child.sndbufLocked = parent.sndbufLocked;
  child.rcvbufLocked = parent.rcvbufLocked;
  child.lingers = parent.lingers;
  child.lingerTime = parent.lingerTime;
  child.keepOpen = parent.keepOpen;
  child.keepaliveTime = parent.keepaliveTime;
  child.keepaliveIntvl = parent.keepaliveIntvl;
  child.keepaliveProbes = parent.keepaliveProbes;
  child.userMss = parent.userMss;
  child.userTimeout = parent.userTimeout;
  child.linger2 = parent.linger2;
  child.nonagle = parent.nonagle;
  child.caChosen = parent.caChosen;
  child.ca = parent.caChosen ? parent.ca : defaultCongestionControl(parent.tcp);
  child.ident = child.net.machine.random() & 0xffff;
}
