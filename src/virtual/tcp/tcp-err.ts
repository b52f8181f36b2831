/**
 * ICMP errors about segments of this host.
 *
 * Source: `net/ipv4/tcp_ipv4.c` (`tcp_v4_err`, `tcp_v4_mtu_reduced`), `net/ipv6/tcp_ipv6.c` (`tcp_v6_err`), RFC 5927.
 */
import { EMSGSIZE } from "../../errno.ts";
import { read16, read32 } from "../../packet/bytes.ts";
import { ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED, ICMP_REDIRECT, ICMP_SOURCE_QUENCH } from "../../packet/icmp.ts";
import { ICMPV6_PKT_TOOBIG } from "../../packet/icmpv6.ts";
import { IPV4_DESTINATION, IPV4_SOURCE, ipv4HeaderLength } from "../../packet/ipv4.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { NetIpv4 } from "../ipv4/net-ipv4.ts";
import { routeFromRedirect, updatePmtu } from "../ipv4/route/route-learn.ts";
import { ICMP_MIB_INERRORS } from "../ipv4/snmp.ts";
import { icmpErrorFor, queueIcmpError } from "../ipv4/sock/inet-error-queue.ts";
import type { InetSock } from "../ipv4/sock/inet-sock.ts";
import { IP_PMTUDISC_DONT, IP_PMTUDISC_INTERFACE } from "../ipv4/sock/ip-socket-options.ts";
import { icmpv6Error } from "../ipv6/icmp/icmp-errno.ts";
import { pathMtuUpdate } from "../ipv6/route/pmtu.ts";
import { ICMP6_IN_ERRORS } from "../ipv6/snmp6.ts";
import { dropRequest } from "./handshake/tcp-request.ts";
import { RequestSock } from "./inet-connection-sock.ts";
import { simpleRetransmit } from "./recovery/tcp-simple-retransmit.ts";
import { Ends, MAPPED } from "./sock-common.ts";
import { lockSock, releaseSock } from "./tcp-lock.ts";
import { MIB } from "./tcp-mib.ts";
import { syncMss } from "./tcp-mss.ts";
import { tcpOf } from "./tcp-net.ts";
import { between } from "./tcp-seq.ts";
import { TcpSock } from "./tcp-sock.ts";
import { TCP_CLOSE, TCP_SYN_RECV, TCP_SYN_SENT } from "./tcp-states.ts";
import { connectionDone, wakeAll } from "./tcp-teardown.ts";
import { TimewaitSock } from "./tcp-timewait-sock.ts";

const ends = new Ends();

/** A router on the way carries less (`tcp_v4_mtu_reduced`): the route knows already. */
function mtuReduced(tp: TcpSock): void {
  if (tp.state === TCP_CLOSE) return;
  tp.dst = null;
  const dst = tp.af.checkRoute(tp);
  if (dst === null) return;
  const mtu = tp.af.pathMtu(dst);
  if (tp.pmtuCookie <= mtu) return;
  syncMss(tp, mtu);
  simpleRetransmit(tp);
}

/** The connection that a quoted header is of; null: there is none, or nobody is to be told. */
function findConnection(net: Net, skb: SkBuff, at: number, outside: () => void): TcpSock | null {
  const tcp = tcpOf(net);
  ends.localPort = read16(skb.bytes, at);
  ends.remotePort = read16(skb.bytes, at + 2);
  const seq = read32(skb.bytes, at + 4) | 0;
  const found = tcp.hash.lookup(ends, skb.dev?.ifindex ?? 0);
  if (found === null) {
    outside();
    return null;
  }
  if (found instanceof TimewaitSock) return null;
  if (found instanceof RequestSock) {
    if (seq !== found.sntIsn) tcp.mib.values[MIB.OutOfWindowIcmps]++;
    else {
      dropRequest(found);
      tcp.mib.values[MIB.ListenDrops]++;
    }
    return null;
  }
  if (!(found instanceof TcpSock)) return null;
  if (!between(seq, found.sndUna, found.sndNxt)) {
    tcp.mib.values[MIB.OutOfWindowIcmps]++;
    return null;
  }
  return found;
}

/** An error that came while a system call works on its connection. */
function countLocked(net: Net, tp: TcpSock): void {
  if (tp.owned) tcpOf(net).mib.values[MIB.LockDroppedIcmps]++;
}

/** Tells an error: a connection that is not there yet fails, others remember it (RFC 1122, 4.2.3.9). */
function tellError(tp: TcpSock, error: number, asked: boolean, wakes: boolean): void {
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) {
    // while the program is still in `connect` it is only remembered: who polls then hears of it, if it is woken
    if (tp.owned) {
      tp.softError = error;
      tp.softErrorPolls = wakes;
      if (wakes) wakeAll(tp);
      return;
    }
    lockSock(tp);
    tp.sk.error = error;
    wakeAll(tp);
    connectionDone(tp);
    releaseSock(tp);
    return;
  }
  if (!tp.owned && asked) tp.sk.reportError(error);
  else tp.softError = error;
}

/** An ICMP error about a segment; data at the quoted IP header (`tcp_v4_err`). */
export function tcp4Error(inet: NetIpv4, skb: SkBuff, info: number): void {
  const { bytes, data, transportHeader: icmp } = skb;
  const quoted = data + ipv4HeaderLength(bytes, data);
  if (quoted + 8 > skb.tail) return;
  ends.l0 = ends.l1 = ends.r0 = ends.r1 = 0;
  ends.l2 = ends.r2 = MAPPED;
  ends.l3 = read32(bytes, data + IPV4_SOURCE) | 0;
  ends.r3 = read32(bytes, data + IPV4_DESTINATION) | 0;
  const tp = findConnection(inet.net, skb, quoted, () => void inet.mib.values[ICMP_MIB_INERRORS]++);
  if (tp === null) return;
  const type = bytes[icmp];
  const code = bytes[icmp + 1];
  if (type === ICMP_SOURCE_QUENCH) return;
  if (type === ICMP_REDIRECT) {
    countLocked(inet.net, tp);
    if (!tp.owned) routeFromRedirect(inet, skb, info);
    return;
  }
  if (type === ICMP_DEST_UNREACH && code === ICMP_FRAG_NEEDED) {
    const discovery = tp.ipv4Settings.pmtuDiscovery;
    if (discovery >= IP_PMTUDISC_INTERFACE || discovery === IP_PMTUDISC_DONT) return;
    updatePmtu(inet, skb, info);
    lockSock(tp);
    mtuReduced(tp);
    releaseSock(tp);
    return;
  }
  countLocked(inet.net, tp);
  const sk = tp.sk as InetSock;
  const { errno } = icmpErrorFor(sk, type, code);
  const asked = tp.family === 2 && sk.receivesErrors;
  if (asked) queueIcmpError(sk, skb, errno, info, tp.remotePort, quoted + 8);
  // IPv4 puts a connection's error into its queue of errors, whether it asked for that or not
  tellError(tp, errno, asked, true);
}

/** The connection that a quoted IPv6 segment is of; when there is none, that is counted. */
function find6(skb: SkBuff, offset: number): TcpSock | null {
  const dev = skb.dev as NetDevice;
  const { bytes, data } = skb;
  ends.l0 = read32(bytes, data + 8) | 0;
  ends.l1 = read32(bytes, data + 12) | 0;
  ends.l2 = read32(bytes, data + 16) | 0;
  ends.l3 = read32(bytes, data + 20) | 0;
  ends.r0 = read32(bytes, data + 24) | 0;
  ends.r1 = read32(bytes, data + 28) | 0;
  ends.r2 = read32(bytes, data + 32) | 0;
  ends.r3 = read32(bytes, data + 36) | 0;
  return findConnection(dev.net, skb, offset, () => dev.net.ipv6.mibOf(dev).countIcmp(ICMP6_IN_ERRORS));
}

/** A redirect about a segment. @returns whether a connection believes it */
export function tcp6Redirect(skb: SkBuff, offset: number): boolean {
  const tp = find6(skb, offset);
  return tp !== null && !tp.owned;
}

/** The same for IPv6 (`tcp_v6_err`). */
export function tcp6Error(skb: SkBuff, type: number, code: number, offset: number, info: number): void {
  const dev = skb.dev as NetDevice;
  const { bytes, data } = skb;
  const tp = find6(skb, offset);
  if (tp === null) return;
  if (type === ICMPV6_PKT_TOOBIG) {
    pathMtuUpdate(dev, bytes, data, info, tp.boundDevIf, tp.sk.mark);
    lockSock(tp);
    mtuReduced(tp);
    releaseSock(tp);
    return;
  }
  const { error } = icmpv6Error(type, code);
  countLocked(dev.net, tp);
  if (error !== EMSGSIZE) tellError(tp, error, false, false);
}
