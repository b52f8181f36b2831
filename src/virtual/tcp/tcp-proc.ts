/**
 * Connections as text: /proc/net/tcp and /proc/net/tcp6.
 *
 * Source: `net/ipv4/tcp_ipv4.c` (`get_tcp4_sock`, `get_openreq4`, `get_timewait4_sock`), `net/ipv6/tcp_ipv6.c`.
 */
import { AF_INET } from "../../kernel.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { hex, hexLittle } from "../ipv4/proc-format.ts";
import { RequestSock } from "./inet-connection-sock.ts";
import type { SockCommon } from "./sock-common.ts";
import { TcpSock } from "./tcp-sock.ts";
import {
  ICSK_TIME_LOSS_PROBE,
  ICSK_TIME_PROBE0,
  ICSK_TIME_REO_TIMEOUT,
  ICSK_TIME_RETRANS,
  TCP_INFINITE_SSTHRESH,
  TCP_LISTEN,
  TCP_SYN_RECV,
} from "./tcp-states.ts";
import { TimewaitSock } from "./tcp-timewait-sock.ts";

const WIDTH = 149;
/** Ticks of user space are 10 ms. */
const TICK_US = 10_000;
const TICK_NS = 10_000_000;
const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const HEADER6 =
  "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
const POINTER = "0000000000000000";

function addresses(sk: SockCommon, six: boolean): string {
  const local = six
    ? hexLittle(sk.l0) + hexLittle(sk.l1) + hexLittle(sk.l2) + hexLittle(sk.l3)
    : hexLittle(sk.l3);
  const remote = six
    ? hexLittle(sk.r0) + hexLittle(sk.r1) + hexLittle(sk.r2) + hexLittle(sk.r3)
    : hexLittle(sk.r3);
  return `${local}:${hex(sk.localPort, 4)} ${remote}:${hex(sk.remotePort, 4)}`;
}

/** What the timer that runs is, and when it fires, in ticks. */
function timerOf(tp: TcpSock): [number, number] {
  const now = tp.now();
  const what = tp.pendingTimer;
  if (what === ICSK_TIME_RETRANS || what === ICSK_TIME_REO_TIMEOUT || what === ICSK_TIME_LOSS_PROBE)
    return [1, Math.floor((tp.timeout - now) / TICK_US)];
  if (what === ICSK_TIME_PROBE0) return [4, Math.floor((tp.timeout - now) / TICK_US)];
  const keepalive = tp.keepaliveTimer;
  if (keepalive?.pending) return [2, Math.floor((keepalive.expires / 1000 - now) / TICK_US)];
  return [0, 0];
}

function connection(tp: TcpSock): string {
  const [timer, when] = timerOf(tp);
  const listens = tp.state === TCP_LISTEN;
  const received = listens ? (tp.accept?.length ?? 0) : Math.max(0, (tp.rcvNxt - tp.copiedSeq) | 0);
  const queues = `${hex(listens ? 0 : (tp.writeSeq - tp.sndUna) >>> 0, 8)}:${hex(received, 8)}`;
  const timers = `${hex(timer, 2)}:${hex(Math.max(0, when), 8)} ${hex(tp.retransmits, 8)}`;
  const inode = tp.orphaned || tp.listener !== null ? 0 : tp.sk.inode;
  const users = `${"0".padStart(5)} ${String(tp.probesOut).padStart(8)} ${inode} ${timer === 0 ? 1 : 2}`;
  const slow = tp.sndSsthresh >= TCP_INFINITE_SSTHRESH;
  const mode = (tp.quick << 1) | (tp.pingpong >= tp.tcp.sysctls.pingpongThresh ? 1 : 0);
  const ticks = `${Math.floor(tp.rto / TICK_US)} ${Math.floor(tp.ato / TICK_US)} ${mode} ${tp.sndCwnd}`;
  return `${hex(tp.state, 2)} ${queues} ${timers} ${users} ${POINTER} ${ticks} ${listens ? 0 : slow ? -1 : tp.sndSsthresh}`;
}

function request(sk: RequestSock): string {
  const left = Math.max(0, Math.floor((sk.timer.expires - sk.listener.net.machine.now()) / TICK_NS));
  const timers = `01:${hex(left, 8)} ${hex(sk.timeouts, 8)}`;
  return `${hex(TCP_SYN_RECV, 2)} 00000000:00000000 ${timers} ${"0".padStart(5)} ${"0".padStart(8)} 0 0 ${POINTER}`;
}

function remains(tw: TimewaitSock): string {
  const left = Math.max(0, Math.floor((tw.expires - tw.tcp.net.machine.now()) / TICK_NS));
  return `${hex(tw.substate, 2)} 00000000:00000000 03:${hex(left, 8)} 00000000 ${"0".padStart(5)} ${"0".padStart(8)} 0 3 ${POINTER}`;
}

function rest(sk: SockCommon): string {
  if (sk instanceof TcpSock) return connection(sk);
  if (sk instanceof RequestSock) return request(sk);
  return sk instanceof TimewaitSock ? remains(sk) : "";
}

function show(net: Net, six: boolean): string {
  let text = six ? `${HEADER6}\n` : `${HEADER.padEnd(WIDTH)}\n`;
  const { tcp } = net.ipv4;
  if (tcp === null) return text;
  let slot = 0;
  for (const list of [tcp.hash.listening(), tcp.hash.established()])
    for (const sk of list) {
      if ((sk.family !== AF_INET) !== six) continue;
      const line = `${String(slot++).padStart(4)}: ${addresses(sk, six)} ${rest(sk)}`;
      text += `${six ? line : line.padEnd(WIDTH)}\n`;
    }
  return text;
}

export function initTcpProc(machine: Machine): void {
  machine.procNet.register("tcp", (net) => show(net, false));
  machine.procNet.register("tcp6", (net) => show(net, true));
}
