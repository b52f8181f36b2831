/**
 * The congestion window: how it is used up, cut, restored, and what follows a pause.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_init_cwnd_reduction`, `tcp_cwnd_reduction`, `tcp_end_cwnd_reduction`),
 * `net/ipv4/tcp_output.c` (`tcp_cwnd_validate`, `tcp_cwnd_restart`), RFC 6937, RFC 2861.
 */

import { ecnQueueCwr } from "../input/tcp-ecn.ts";
import { CHRONO_SNDBUF_LIMITED, chronoStart } from "../tcp-chrono.ts";
import { before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_CA_CWR,
  TCP_CA_OPEN,
  TCP_CA_RECOVERY,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_INFINITE_SSTHRESH,
  TCP_INIT_CWND,
} from "../tcp-states.ts";

/** `tcp_in_cwnd_reduction` */
export function isInRecovery(tp: TcpSock): boolean {
  return tp.caState === TCP_CA_CWR || tp.caState === TCP_CA_RECOVERY;
}

/** Moves to a state of congestion control (`TCP_CA_*`), which the algorithm is told first (`tcp_set_ca_state`). */
export function setCaState(tp: TcpSock, state: number): void {
  tp.ca.setState?.(tp, state);
  tp.caState = state;
}

/** The first window of a connection (`tcp_init_cwnd`). */
export function initCwnd(tp: TcpSock): number {
  const RTAX_INITCWND = 11;
  const cwnd = tp.dst === null ? 0 : tp.af.metric(tp.dst, RTAX_INITCWND);
  return Math.min(cwnd || TCP_INIT_CWND, tp.sndCwndClamp);
}

/** `tcp_current_ssthresh` */
export function currentSsthresh(tp: TcpSock): number {
  if (isInRecovery(tp)) return tp.sndSsthresh;
  return Math.max(tp.sndSsthresh, (tp.sndCwnd >> 1) + (tp.sndCwnd >> 2));
}

/** Was the window what held the sender back? (`tcp_cwnd_validate`) */
export function validateCwnd(tp: TcpSock, limited: boolean): void {
  const newer = !before(tp.sndUna, tp.cwndUsageSeq);
  if (newer || limited || (!tp.isCwndLimited && tp.packetsOut > tp.maxPacketsOut)) {
    tp.isCwndLimited = limited;
    tp.maxPacketsOut = tp.packetsOut;
    tp.cwndUsageSeq = tp.sndNxt;
  }
  const now = tp.mstamp;
  if (isCwndLimited(tp)) {
    tp.sndCwndUsed = 0;
    tp.sndCwndStamp = now;
    return;
  }
  if (tp.packetsOut > tp.sndCwndUsed) tp.sndCwndUsed = tp.packetsOut;
  if (tp.tcp.sysctls.slowStartAfterIdle !== 0 && now - tp.sndCwndStamp >= tp.rto) applicationLimited(tp);
  if (
    tp.queue.sendHead === null &&
    tp.noSpace &&
    (tp.state === TCP_ESTABLISHED || tp.state === TCP_CLOSE_WAIT)
  )
    chronoStart(tp, CHRONO_SNDBUF_LIMITED);
}

/** `tcp_is_cwnd_limited` */
export function isCwndLimited(tp: TcpSock): boolean {
  if (tp.isCwndLimited) return true;
  return tp.sndCwnd < tp.sndSsthresh && tp.sndCwnd < 2 * tp.maxPacketsOut;
}

/** What was not used for a while is not kept (`tcp_cwnd_application_limited`). */
function applicationLimited(tp: TcpSock): void {
  if (tp.caState === TCP_CA_OPEN) {
    const used = Math.max(tp.sndCwndUsed, initCwnd(tp));
    if (used < tp.sndCwnd) {
      tp.sndSsthresh = currentSsthresh(tp);
      tp.sndCwnd = (tp.sndCwnd + used) >> 1;
    }
    tp.sndCwndUsed = 0;
  }
  tp.sndCwndStamp = tp.mstamp;
}

/** The first data after a pause (`tcp_slow_start_after_idle_check`, `tcp_cwnd_restart`). */
export function restartAfterIdle(tp: TcpSock): void {
  if (tp.tcp.sysctls.slowStartAfterIdle === 0 || tp.packetsOut !== 0) return;
  let idle = tp.mstamp - tp.lsndtime;
  if (idle <= tp.rto) return;
  const restart = Math.min(initCwnd(tp), tp.sndCwnd);
  tp.ca.cwndEvent?.(tp, "cwnd-restart");
  tp.sndSsthresh = currentSsthresh(tp);
  let { sndCwnd } = tp;
  for (idle -= tp.rto; idle > 0 && sndCwnd > restart; idle -= tp.rto) sndCwnd >>= 1;
  tp.sndCwnd = Math.max(sndCwnd, restart);
  tp.sndCwndStamp = tp.mstamp;
  tp.sndCwndUsed = 0;
}

/** `tcp_init_cwnd_reduction` */
export function beginReduction(tp: TcpSock): void {
  tp.highSeq = tp.sndNxt;
  tp.tlpHighSeq = 0;
  tp.sndCwndCnt = 0;
  tp.priorCwnd = tp.sndCwnd;
  tp.prrDelivered = 0;
  tp.prrOut = 0;
  tp.sndSsthresh = tp.ca.ssthresh(tp);
  ecnQueueCwr(tp);
}

/** A router told of congestion: the window is cut as after a loss (`tcp_enter_cwr`). */
export function enterCwr(tp: TcpSock): void {
  tp.priorSsthresh = 0;
  if (tp.caState >= TCP_CA_CWR) return;
  tp.undoMarker = 0;
  beginReduction(tp);
  setCaState(tp, TCP_CA_CWR);
}

/** Proportional rate reduction (`tcp_cwnd_reduction`). */
export function reduceCwnd(tp: TcpSock, newlyAcked: number, newlyLost: number, undoneAck: boolean): void {
  if (newlyAcked <= 0 || tp.priorCwnd === 0) return;
  tp.prrDelivered += newlyAcked;
  const delta = tp.sndSsthresh - tp.inFlight;
  let more: number;
  if (delta < 0) {
    const dividend = tp.sndSsthresh * tp.prrDelivered + tp.priorCwnd - 1;
    more = Math.floor(dividend / tp.priorCwnd) - tp.prrOut;
  } else {
    more = Math.max(tp.prrDelivered - tp.prrOut, newlyAcked);
    if (undoneAck && newlyLost === 0) more++;
    more = Math.min(delta, more);
  }
  more = Math.max(more, tp.prrOut !== 0 ? 0 : 1);
  tp.sndCwnd = tp.inFlight + more;
}

/** `tcp_end_cwnd_reduction` */
export function endReduction(tp: TcpSock): void {
  if (
    tp.sndSsthresh < TCP_INFINITE_SSTHRESH &&
    (tp.caState === TCP_CA_CWR || (tp.undoMarker !== 0 && tp.priorCwnd !== 0))
  ) {
    tp.sndCwnd = tp.sndSsthresh;
    tp.sndCwndStamp = tp.mstamp;
  }
  tp.ca.cwndEvent?.(tp, "complete-cwr");
}
