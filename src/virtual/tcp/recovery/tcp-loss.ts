/**
 * What is lost: marks, and the state after a time-out.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_mark_skb_lost`, `tcp_enter_loss`, `tcp_timeout_mark_lost`, `tcp_init_undo`).
 */
import { beginReduction, currentSsthresh, isInRecovery, setCaState } from "../congestion/tcp-cwnd.ts";
import { ecnQueueCwr } from "../input/tcp-ecn.ts";
import { MIB } from "../tcp-mib.ts";
import type { TcpSegment } from "../tcp-segment.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_CA_DISORDER,
  TCP_CA_LOSS,
  TCP_CA_RECOVERY,
  TCPCB_LOST,
  TCPCB_SACKED_ACKED,
  TCPCB_SACKED_RETRANS,
} from "../tcp-states.ts";
import { skbTimeout } from "./tcp-rack-time.ts";

/** `tcp_mark_skb_lost` */
export function markLost(tp: TcpSock, segment: TcpSegment): void {
  const { sacked } = segment;
  if ((sacked & TCPCB_SACKED_ACKED) !== 0) return;
  if ((sacked & TCPCB_LOST) !== 0) {
    if ((sacked & TCPCB_SACKED_RETRANS) === 0) return;
    segment.sacked &= ~TCPCB_SACKED_RETRANS;
    tp.retransOut -= segment.pcount;
    tp.count(MIB.TCPLostRetransmit, segment.pcount);
    tp.lost += segment.pcount;
    return;
  }
  tp.lostOut += segment.pcount;
  tp.lost += segment.pcount;
  segment.sacked |= TCPCB_LOST;
}

/** Remembers what it was like, in case that nothing was lost after all (`tcp_init_undo`). */
export function initUndo(tp: TcpSock): void {
  tp.undoMarker = tp.sndUna || 1;
  tp.undoRetrans = tp.retransOut;
  if (tp.tlpHighSeq !== 0 && tp.tlpRetrans) tp.undoRetrans++;
  if (tp.undoRetrans === 0) tp.undoRetrans = -1;
}

/** `tcp_timeout_mark_lost` */
function markAllLost(tp: TcpSock): void {
  const first = tp.queue.rtxHead;
  if (first === null) return;
  const reneged = (first.sacked & TCPCB_SACKED_ACKED) !== 0;
  if (reneged) {
    tp.count(MIB.TCPSACKReneging);
    tp.sackedOut = 0;
    tp.recvSackCount = 0;
  } else if (!tp.sackOk) tp.sackedOut = 0;
  for (let segment: TcpSegment | null = first; segment !== null && segment !== tp.queue.sendHead; ) {
    const { next } = segment as TcpSegment;
    if (reneged) segment.sacked &= ~TCPCB_SACKED_ACKED;
    if (reneged || segment === first || skbTimeout(tp, segment, 0) <= 0) markLost(tp, segment);
    segment = next;
  }
}

/** The time-out fired (`tcp_enter_loss`). */
export function enterLoss(tp: TcpSock): void {
  const { sysctls } = tp.tcp;
  const fresh = tp.caState < TCP_CA_RECOVERY;
  markAllLost(tp);
  if (
    tp.caState <= TCP_CA_DISORDER ||
    !after(tp.highSeq, tp.sndUna) ||
    (tp.caState === TCP_CA_LOSS && tp.retransmits === 0)
  ) {
    tp.priorSsthresh = currentSsthresh(tp);
    tp.priorCwnd = tp.sndCwnd;
    tp.sndSsthresh = tp.ca.ssthresh(tp);
    tp.ca.cwndEvent?.(tp, "loss");
    initUndo(tp);
  }
  tp.sndCwnd = tp.inFlight + 1;
  tp.sndCwndCnt = 0;
  tp.sndCwndStamp = tp.mstamp;
  if (tp.caState <= TCP_CA_DISORDER && tp.sackedOut >= sysctls.reordering)
    tp.reordering = Math.min(tp.reordering, sysctls.reordering);
  setCaState(tp, TCP_CA_LOSS);
  tp.highSeq = tp.sndNxt;
  tp.tlpHighSeq = 0;
  ecnQueueCwr(tp);
  tp.frto = sysctls.frto !== 0 && (fresh || tp.retransmits > 0);
}

/** `tcp_enter_recovery` */
export function enterRecovery(tp: TcpSock, ece: boolean): void {
  tp.count(tp.sackOk ? MIB.TCPSackRecovery : MIB.TCPRenoRecovery);
  tp.priorSsthresh = 0;
  initUndo(tp);
  if (!isInRecovery(tp)) {
    if (!ece) tp.priorSsthresh = currentSsthresh(tp);
    beginReduction(tp);
  }
  setCaState(tp, TCP_CA_RECOVERY);
}
