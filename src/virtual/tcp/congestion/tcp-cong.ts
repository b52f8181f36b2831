/**
 * Algorithms of congestion control, and the oldest of them, Reno.
 *
 * Source: `net/ipv4/tcp_cong.c`, `include/net/tcp.h` (`struct tcp_congestion_ops`), RFC 5681.
 */
import type { TcpSock } from "../tcp-sock.ts";

/** What an algorithm is told of besides acknowledgements (`enum tcp_ca_event`). */
export type CwndEvent = "tx-start" | "cwnd-restart" | "complete-cwr" | "loss";

/** An algorithm: a plug-in. */
export interface CongestionOps {
  readonly name: string;
  init?(tp: TcpSock): void;
  /** The threshold after a loss, packets. */
  ssthresh(tp: TcpSock): number;
  /** Packets were acknowledged: the window grows. */
  congAvoid(tp: TcpSock, ack: number, acked: number): void;
  undoCwnd(tp: TcpSock): number;
  setState?(tp: TcpSock, state: number): void;
  cwndEvent?(tp: TcpSock, event: CwndEvent): void;
  pktsAcked?(tp: TcpSock, rttUs: number, inFlight: number): void;
  /** Bytes a second; where it is not by the window. */
  pacingRate?(tp: TcpSock): number;
}

/** Names in the order in which they are listed. */
export const congestionAlgorithms = new Map<string, CongestionOps>();

const RTAX_LOCK = 1;
const RTAX_CC_ALGO = 16;

/** The algorithm that the connection's route asks for, if it does and there is one (`tcp_ca_dst_init`). */
export function congestionControlOfRoute(tp: TcpSock): void {
  const { dst } = tp;
  if (dst === null) return;
  const algorithm = congestionAlgorithms.get(tp.af.congestionControl(dst));
  if (algorithm === undefined) return;
  tp.ca = algorithm;
  tp.caLocked = (tp.af.metric(dst, RTAX_LOCK) & (1 << RTAX_CC_ALGO)) !== 0;
}

/** `tcp_in_slow_start` */
export function inSlowStart(tp: TcpSock): boolean {
  return tp.sndCwnd < tp.sndSsthresh;
}

/** @returns what is left of the acknowledged packets behind the threshold (`tcp_slow_start`) */
export function slowStart(tp: TcpSock, acked: number): number {
  const cwnd = Math.min(tp.sndCwnd + acked, tp.sndSsthresh);
  const rest = acked - (cwnd - tp.sndCwnd);
  tp.sndCwnd = Math.min(cwnd, tp.sndCwndClamp);
  return rest;
}

/** One packet more for each `window` that were acknowledged (`tcp_cong_avoid_ai`). */
export function additiveIncrease(tp: TcpSock, window: number, acked: number): void {
  if (tp.sndCwndCnt >= window) {
    tp.sndCwndCnt = 0;
    tp.sndCwnd++;
  }
  tp.sndCwndCnt += acked;
  if (tp.sndCwndCnt >= window) {
    const more = Math.floor(tp.sndCwndCnt / window);
    tp.sndCwndCnt -= more * window;
    tp.sndCwnd += more;
  }
  tp.sndCwnd = Math.min(tp.sndCwnd, tp.sndCwndClamp);
}

/** Reno, which others fall back to. */
export const reno: CongestionOps = {
  name: "reno",
  ssthresh: (tp) => Math.max(tp.sndCwnd >> 1, 2),
  congAvoid(tp, _ack, acked) {
    if (!tp.isCwndLimited) return;
    let rest = acked;
    if (inSlowStart(tp)) {
      rest = slowStart(tp, acked);
      if (rest === 0) return;
    }
    additiveIncrease(tp, tp.sndCwnd, rest);
  },
  undoCwnd: (tp) => Math.max(tp.sndCwnd, tp.priorCwnd),
};
