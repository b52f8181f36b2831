/**
 * TCP's sockets as `ss` and `netstat` see them: over netlink, and in /proc/net/tcp and tcp6.
 *
 * Source: `net/ipv4/tcp_diag.c`, `net/ipv4/inet_diag.c`, `net/ipv4/tcp_ipv4.c` (`get_tcp4_sock`).
 */

import { ECONNABORTED } from "../../../errno.ts";
import { AF_INET } from "../../../kernel.ts";
import {
  INET_DIAG_CONG,
  INET_DIAG_INFO,
  INET_DIAG_SKV6ONLY,
  type InetDiagMessage,
} from "../../../netlink/inet-diag.ts";
import { ipv4, ipv4ToBytes } from "../../../packet/address.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { hex } from "../../ipv4/proc/proc-format.ts";
import { broadcastDestroy, type DiagSocket, inetDiagOf } from "../../ipv4/sock/inet-diag.ts";
import { RequestSock } from "../inet-connection-sock.ts";
import type { SockCommon } from "../sock-common.ts";
import { TcpSock } from "../tcp-sock.ts";
import { TCP_LISTEN, TCP_SYN_RECV } from "../tcp-states.ts";
import { teardownHooks } from "../tcp-teardown.ts";
import { TimewaitSock } from "../tcp-timewait-sock.ts";
import { tcpAbort } from "./tcp-abort.ts";
import { tcpInfo } from "./tcp-info.ts";

/** Kinds of timers as they are told: 1 retransmission, 2 keepalive, 3 TIME-WAIT, 4 zero window probe. */
const TIMER_RETRANSMIT = 1;
const TIMER_KEEPALIVE = 2;
const TIMER_TIMEWAIT = 3;
const TIMER_PROBE = 4;
const ICSK_TIME_PROBE0 = 3;
const NS_PER_MS = 1_000_000;
const INFO_LENGTH = 248;

/** All sockets of a family: those that listen, then the rest. */
function* socketsOf(net: Net, family: number): Iterable<SockCommon> {
  const hash = net.ipv4.tcp?.hash;
  if (hash === undefined) return;
  for (const sk of hash.listening()) if (sk.family === family) yield sk;
  for (const sk of hash.established()) if (sk.family === family) yield sk;
}

interface Timer {
  readonly kind: number;
  /** ns since boot. */
  readonly expires: number;
  readonly retransmits: number;
}

const NO_TIMER: Timer = { kind: 0, expires: 0, retransmits: 0 };

function timerOf(sk: SockCommon): Timer {
  if (sk instanceof TimewaitSock) return { kind: TIMER_TIMEWAIT, expires: sk.expires, retransmits: 0 };
  if (sk instanceof RequestSock)
    return { kind: TIMER_RETRANSMIT, expires: sk.timer.expires, retransmits: sk.timeouts };
  if (!(sk instanceof TcpSock) || sk.state === TCP_LISTEN) return NO_TIMER;
  if (sk.writeTimer.pending && sk.pendingTimer !== 0) {
    const probes = sk.pendingTimer === ICSK_TIME_PROBE0;
    return {
      kind: probes ? TIMER_PROBE : TIMER_RETRANSMIT,
      expires: sk.writeTimer.expires,
      retransmits: probes ? sk.probesOut : sk.retransmits,
    };
  }
  if (sk.keepaliveTimer?.pending)
    return { kind: TIMER_KEEPALIVE, expires: sk.keepaliveTimer.expires, retransmits: sk.probesOut };
  return NO_TIMER;
}

function stateOf(sk: SockCommon): number {
  if (sk instanceof TimewaitSock) return sk.substate;
  return sk instanceof RequestSock ? TCP_SYN_RECV : sk.state;
}

/** What was received and not read, and sent and not acknowledged; of a listener who waits, and how many may. */
function queuesOf(sk: SockCommon): { receive: number; send: number } {
  if (!(sk instanceof TcpSock)) return { receive: 0, send: 0 };
  if (sk.state === TCP_LISTEN) return { receive: sk.accept?.length ?? 0, send: sk.accept?.backlog ?? 0 };
  return {
    receive: Math.max(0, (sk.rcvNxt - sk.copiedSeq) | 0),
    send: Math.max(0, (sk.writeSeq - sk.sndUna) | 0),
  };
}

function diag(net: Net, sk: SockCommon): DiagSocket {
  const v4 = sk.family === AF_INET;
  const timer = timerOf(sk);
  const queues = queuesOf(sk);
  const tp = sk instanceof TcpSock ? sk : undefined;
  const inode = tp === undefined || tp.orphaned ? 0 : tp.sk.inode;
  const message: InetDiagMessage = {
    family: sk.family,
    state: stateOf(sk),
    timer: timer.kind,
    retransmits: timer.retransmits,
    sourcePort: sk.localPort || (tp?.formerPort ?? 0),
    destinationPort: sk.remotePort,
    source: v4 ? ipv4ToBytes(ipv4(sk.l3)) : sk.localIpv6.toBytes(),
    destination: v4 ? ipv4ToBytes(ipv4(sk.r3)) : sk.remoteIpv6.toBytes(),
    ifindex: sk.boundDevIf,
    cookie: tp?.sk.inode ?? 0,
    expires: timer.kind === 0 ? 0 : Math.max(0, Math.ceil((timer.expires - net.machine.now()) / NS_PER_MS)),
    receiveQueue: queues.receive,
    sendQueue: queues.send,
    uid: 0,
    inode,
  };
  return {
    message,
    sk: tp?.sk,
    attributes: (extensions) => attributesOf(sk, extensions),
    abort: () => tcpAbort(sk, ECONNABORTED),
  };
}

function* attributesOf(
  sk: SockCommon,
  extensions: number,
): Iterable<readonly [type: number, value: Uint8Array | number]> {
  if (sk.family !== AF_INET)
    yield [INET_DIAG_SKV6ONLY, Number(sk.v6only || !(sk.localIsAny || sk.isLocalIpv4))];
  if (!(sk instanceof TcpSock)) return;
  if ((extensions & (1 << (INET_DIAG_INFO - 1))) !== 0) {
    const info = new Uint8Array(INFO_LENGTH);
    yield [INET_DIAG_INFO, info.subarray(0, tcpInfo(sk, info))];
  }
  if ((extensions & (1 << (INET_DIAG_CONG - 1))) !== 0)
    yield [INET_DIAG_CONG, new TextEncoder().encode(`${sk.ca.name}\0`)];
}

/** Words of an address as /proc prints them. */
function words(...all: readonly number[]): string {
  const swap = (word: number) =>
    (((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0;
  return all.map((word) => hex(swap(word), 8)).join("");
}

const HEAD4 =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n";
const HEAD6 =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const WIDTH4 = 149;
/** Timers are shown in units of `clock_t`. */
const NS_PER_TICK = 10_000_000;

function line(net: Net, sk: SockCommon, index: number): string {
  const v4 = sk.family === AF_INET;
  const local = v4 ? words(sk.l3) : words(sk.l0, sk.l1, sk.l2, sk.l3);
  const remote = v4 ? words(sk.r3) : words(sk.r0, sk.r1, sk.r2, sk.r3);
  const timer = timerOf(sk);
  const queues = queuesOf(sk);
  const when =
    timer.kind === 0 ? 0 : Math.max(0, Math.floor((timer.expires - net.machine.now()) / NS_PER_TICK));
  const tp = sk instanceof TcpSock ? sk : undefined;
  const send = sk.state === TCP_LISTEN ? 0 : queues.send;
  const head = `${String(index).padStart(4)}: ${local}:${hex(sk.localPort, 4)} ${remote}:${hex(sk.remotePort, 4)} ${hex(stateOf(sk), 2)}`;
  const numbers = `${hex(send, 8)}:${hex(queues.receive, 8)} ${hex(timer.kind, 2)}:${hex(when, 8)} ${hex(timer.retransmits, 8)}`;
  const inode = tp === undefined || tp.orphaned ? 0 : tp.sk.inode;
  let text = `${head} ${numbers} ${"0".padStart(5)} ${String(tp?.probesOut ?? 0).padStart(8)} ${inode}`;
  if (tp === undefined) text += ` ${sk instanceof TimewaitSock ? 3 : 0} 0000000000000000`;
  else {
    const ticks = (us: number) => Math.floor(us / 10_000);
    const threshold = tp.sndSsthresh >= 0x7fffffff ? -1 : tp.sndSsthresh;
    const slow = tp.state === TCP_LISTEN ? 0 : threshold;
    text += ` ${tp.state === TCP_LISTEN ? 1 : 2} 0000000000000000 ${ticks(tp.rto)} ${ticks(tp.ato)} ${(tp.quick << 1) | Number(tp.pingpong >= tp.tcp.sysctls.pingpongThresh)} ${tp.sndCwnd} ${slow}`;
  }
  return `${v4 ? text.padEnd(WIDTH4) : text}\n`;
}

function table(net: Net, family: number): string {
  let text = family === AF_INET ? HEAD4 : HEAD6;
  let index = 0;
  for (const sk of socketsOf(net, family)) text += line(net, sk, index++);
  return text;
}

/** Registers both views with a machine. */
export function initTcpDiag(machine: Machine): void {
  teardownHooks.destroyed = (tp) => broadcastDestroy(tp.net, tp.family, IPPROTO_TCP, () => diag(tp.net, tp));
  inetDiagOf(machine).register(IPPROTO_TCP, function* (net, family) {
    for (const sk of socketsOf(net, family)) yield diag(net, sk);
  });
  machine.procNet.register("tcp", (net) => table(net, AF_INET));
  machine.procNet.register("tcp6", (net) => table(net, 10));
}
