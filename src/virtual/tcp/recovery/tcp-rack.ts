/**
 * RACK: loss is found by time.
 *
 * Source: `net/ipv4/tcp_recovery.c`, RFC 8985.
 */
import { reduceCwnd } from "../congestion/tcp-cwnd.ts";
import { leastRtt } from "../input/tcp-rtt.ts";
import { armRto, armTimer } from "../output/tcp-rearm.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_TIME_REO_TIMEOUT,
  ICSK_TIME_RETRANS,
  TCP_CA_RECOVERY,
  TCP_TIMEOUT_MIN_US,
  TCPCB_LOST,
  TCPCB_RETRANS,
  TCPCB_SACKED_RETRANS,
} from "../tcp-states.ts";
import { enterRecovery, markLost } from "./tcp-loss.ts";
import { skbTimeout } from "./tcp-rack-time.ts";
import { transmitLost } from "./tcp-retransmit.ts";

const RACK_NO_DUPTHRESH = 4;
/** Recoveries for which a wider window is kept (`TCP_RACK_RECOVERY_THRESH`). */
export const RACK_RECOVERY_THRESH = 16;

function sentAfter(t1: number, t2: number, seq1: number, seq2: number): boolean {
  return t1 > t2 || (t1 === t2 && after(seq1, seq2));
}

/** How much later than others a segment may arrive (`tcp_rack_reo_wnd`), µs. */
function reoWindow(tp: TcpSock): number {
  if (tp.reordSeen === 0) {
    if (tp.caState >= TCP_CA_RECOVERY) return 0;
    if (tp.sackedOut >= tp.reordering && (tp.tcp.sysctls.recovery & RACK_NO_DUPTHRESH) === 0) return 0;
  }
  return Math.min(Math.floor(leastRtt(tp) / 4) * tp.rackReoWndSteps, tp.srttUs >> 3);
}

/** Marks what is lost (`tcp_rack_detect_loss`). @returns µs until more may be; 0: nothing is in doubt */
function detectLoss(tp: TcpSock): number {
  let timeout = 0;
  const window = reoWindow(tp);
  for (let segment = tp.queue.firstSent; segment !== null; ) {
    const next = segment.laterSent;
    const { sacked } = segment;
    if ((sacked & TCPCB_LOST) === 0 || (sacked & TCPCB_SACKED_RETRANS) !== 0) {
      if (!sentAfter(tp.rackMstamp, segment.sentAt, tp.rackEndSeq, segment.endSeq)) break;
      const left = skbTimeout(tp, segment, window);
      if (left <= 0) {
        markLost(tp, segment);
        tp.queue.unsort(segment);
      } else timeout = Math.max(timeout, left);
    }
    segment = next;
  }
  return timeout;
}

/** After an acknowledgement (`tcp_rack_mark_lost`). @returns whether a timer waits for what is in doubt */
export function rackMarkLost(tp: TcpSock): boolean {
  if (!tp.rackAdvanced) return false;
  tp.rackAdvanced = false;
  const timeout = detectLoss(tp);
  if (timeout === 0) return false;
  armTimer(tp, ICSK_TIME_REO_TIMEOUT, Math.min(timeout + TCP_TIMEOUT_MIN_US, tp.rto));
  return true;
}

/** A segment arrived: those sent before it should have (`tcp_rack_advance`). */
export function rackAdvance(tp: TcpSock, sacked: number, endSeq: number, sentAt: number): void {
  const rtt = tp.mstamp - sentAt;
  if (rtt < leastRtt(tp) && (sacked & TCPCB_RETRANS) !== 0) return;
  tp.rackAdvanced = true;
  tp.rackRttUs = rtt;
  if (!sentAfter(sentAt, tp.rackMstamp, endSeq, tp.rackEndSeq)) return;
  tp.rackMstamp = sentAt;
  tp.rackEndSeq = endSeq;
}

/** What was in doubt is lost now (`tcp_rack_reo_timeout`). */
export function reoTimeout(tp: TcpSock): void {
  const before = tp.inFlight;
  detectLoss(tp);
  if (before !== tp.inFlight) {
    if (tp.caState !== TCP_CA_RECOVERY) {
      enterRecovery(tp, false);
      reduceCwnd(tp, 1, 0, false);
    }
    transmitLost(tp);
  }
  if (tp.pendingTimer !== ICSK_TIME_RETRANS) armRto(tp);
}

/** Duplicates say that the window was too narrow (`tcp_rack_update_reo_wnd`). */
export function updateReoWindow(tp: TcpSock): void {
  if ((tp.tcp.sysctls.recovery & 2) !== 0) return;
  if (tp.rackDsackSeen && tp.delivered > tp.rackLastDelivered) {
    tp.rackReoWndSteps = Math.min(255, tp.rackReoWndSteps + 1);
    tp.rackDsackSeen = false;
    tp.rackLastDelivered = tp.delivered + tp.packetsOut;
    tp.rackReoWndPersist = RACK_RECOVERY_THRESH;
  } else if (tp.rackReoWndPersist === 0) tp.rackReoWndSteps = 1;
}
