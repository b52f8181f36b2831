/**
 * What an acknowledgement says: how far the peer has got, and how much more it takes.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_ack`, `tcp_clean_rtx_queue`, `tcp_ack_update_window`, `tcp_process_tlp_ack`).
 */

import { TCP_SYN } from "../../../packet/tcp.ts";
import {
  SKB_DROP_REASON_TCP_ACK_UNSENT_DATA,
  SKB_DROP_REASON_TCP_TOO_OLD_ACK,
} from "../../core/drop-reason.ts";
import {
  beginReduction,
  endReduction,
  isInRecovery,
  reduceCwnd,
  setCaState,
} from "../congestion/tcp-cwnd.ts";
import { probeSucceeded } from "../output/tcp-mtu-probe.ts";
import { armRto, armTimer, clearWriteTimer, probeWhen, scheduleLossProbe } from "../output/tcp-rearm.ts";
import { pushPending, setPacketCount } from "../output/tcp-write.ts";
import { rackAdvance, updateReoWindow } from "../recovery/tcp-rack.ts";
import {
  alertResult,
  fastretransAlert,
  keepOpen,
  REXMIT_NEW,
  REXMIT_NONE,
} from "../recovery/tcp-recovery.ts";
import { transmitLost, trimHead } from "../recovery/tcp-retransmit.ts";
import { checkReordering, highestSack, sackState, sacktag } from "../recovery/tcp-sack.ts";
import { CHRONO_BUSY, chronoStop } from "../tcp-chrono.ts";
import * as flag from "../tcp-flags.ts";
import { MIB } from "../tcp-mib.ts";
import { syncMss } from "../tcp-mss.ts";
import type { ReceivedOptions } from "../tcp-options.ts";
import { freeSegment, TCP_SKB_OVERHEAD, type TcpSegment } from "../tcp-segment.ts";
import { after, before, between } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_TIME_PROBE0,
  TCP_CA_CWR,
  TCP_CA_OPEN,
  TCP_NAGLE_OFF,
  TCP_SYN_SENT,
  TCPCB_LOST,
  TCPCB_RETRANS,
  TCPCB_SACKED_ACKED,
  TCPCB_SACKED_RETRANS,
} from "../tcp-states.ts";
import { ecnEchoed } from "./tcp-ecn.ts";
import { ackUpdateRtt } from "./tcp-rtt.ts";

/** The received segment that is being worked on, for {@link tcpAck}. */
export interface AckSegment {
  readonly bytes: Uint8Array;
  readonly options: ReceivedOptions;
  seq: number;
  endSeq: number;
  ack: number;
  /** Not scaled. */
  window: number;
  syn: boolean;
  /** Of the header. */
  flags: number;
  payload: number;
}

/** The time stamp of a segment that counts is echoed (`tcp_replace_ts_recent`). */
export function replaceTsRecent(tp: TcpSock, seq: number): void {
  if (!tp.sawTstamp || after(seq, tp.rcvWup)) return;
  // a segment that is old says nothing
  if (((tp.tsRecent - tp.rcvTsval) | 0) > 0 && !pawsTooLongAgo(tp)) return;
  tp.tsRecent = tp.rcvTsval;
  tp.tsRecentStamp = Math.floor(tp.mstamp / 1e6);
}

function pawsTooLongAgo(tp: TcpSock): boolean {
  return Math.floor(tp.mstamp / 1e6) >= tp.tsRecentStamp + 24 * 24 * 3600;
}

/** Whether the segment's window counts (`tcp_may_update_window`). */
function mayUpdateWindow(tp: TcpSock, ack: number, seq: number, window: number): boolean {
  if (after(ack, tp.sndUna) || after(seq, tp.sndWl1)) return true;
  return seq === tp.sndWl1 && (window > tp.sndWnd || window === 0);
}

function updateUna(tp: TcpSock, ack: number): void {
  tp.bytesAcked += (ack - tp.sndUna) >>> 0;
  tp.sndUna = ack;
}

/** `tcp_ack_update_window` */
function updateWindow(tp: TcpSock, segment: AckSegment): number {
  let result = 0;
  const window = segment.syn ? segment.window : segment.window * 2 ** tp.sndWscale;
  if (mayUpdateWindow(tp, segment.ack, segment.seq, window)) {
    result = flag.WIN_UPDATE;
    tp.sndWl1 = segment.seq;
    if (tp.sndWnd !== window) {
      tp.sndWnd = window;
      if (window > tp.maxWindow) {
        tp.maxWindow = window;
        syncMss(tp, tp.pmtuCookie);
      }
    }
  }
  updateUna(tp, segment.ack);
  return result;
}

/** Packets of a super-segment were acknowledged (`tcp_tso_acked`). */
function partlyAcked(tp: TcpSock, segment: TcpSegment): number {
  const before = segment.pcount;
  trimHead(tp, segment, (tp.sndUna - segment.seq) | 0);
  setPacketCount(segment, segment.gsoSize || tp.mssCache);
  return before - segment.pcount;
}

/** Takes from the queue what was acknowledged (`tcp_clean_rtx_queue`). @returns flags */
function cleanQueue(tp: TcpSock, priorFack: number, priorUna: number, initial: number): number {
  let flags = initial;
  let firstAckt = 0;
  let lastAckt = 0;
  let pktsAcked = 0;
  let reord = tp.sndNxt;
  const inFlightBefore = tp.inFlight;
  const { queue } = tp;
  let segment = queue.rtxHead;
  while (segment !== null && segment !== queue.sendHead) {
    const { sacked, seq } = segment;
    let acked = segment.pcount;
    const whole = !after(segment.endSeq, tp.sndUna);
    if (!whole) {
      if (segment.pcount === 1 || !after(tp.sndUna, segment.seq)) break;
      acked = partlyAcked(tp, segment);
      if (acked === 0) break;
    }
    if ((sacked & TCPCB_RETRANS) !== 0) {
      if ((sacked & TCPCB_SACKED_RETRANS) !== 0) tp.retransOut -= acked;
      flags |= flag.RETRANS_DATA_ACKED;
    } else if ((sacked & TCPCB_SACKED_ACKED) === 0) {
      lastAckt = segment.sentAt;
      if (firstAckt === 0) firstAckt = lastAckt;
      if (before(seq, reord)) reord = seq;
      if (!after(segment.endSeq, tp.highSeq)) flags |= flag.ORIG_SACK_ACKED;
    }
    if ((sacked & TCPCB_SACKED_ACKED) !== 0) tp.sackedOut -= acked;
    else if (tp.sackOk) {
      tp.delivered += acked;
      if (!spuriousRetrans(tp, segment)) rackAdvance(tp, sacked, segment.endSeq, segment.sentAt);
    }
    if ((sacked & TCPCB_LOST) !== 0) tp.lostOut -= acked;
    tp.packetsOut -= acked;
    pktsAcked += acked;
    if ((segment.flags & TCP_SYN) === 0) flags |= flag.DATA_ACKED;
    else {
      flags |= flag.SYN_ACKED;
      tp.retransStamp = 0;
    }
    if (!whole) break;
    const { next }: TcpSegment = segment;
    tp.wmemQueued = Math.max(0, tp.wmemQueued - segment.length - TCP_SKB_OVERHEAD);
    queue.remove(segment);
    freeSegment(segment);
    segment = next;
  }
  if (tp.mtup !== null && tp.mtup.probeSize !== 0 && !after(tp.mtup.probeEnd, tp.sndUna))
    probeSucceeded(tp, tp.mtup);
  if (queue.rtxEmpty) chronoStop(tp, CHRONO_BUSY);
  if (queue.rtxEmpty) tp.wmemQueued = queue.head === null ? 0 : tp.wmemQueued;
  if (between(tp.sndUp, priorUna, tp.sndUna)) tp.sndUp = tp.sndUna;
  const rest = queue.rtxHead;
  if (rest !== null && (rest.sacked & TCPCB_SACKED_ACKED) !== 0) flags |= flag.SACK_RENEGING;
  const now = tp.mstamp;
  let seqRtt = -1;
  let caRtt = -1;
  if (firstAckt !== 0 && (flags & flag.RETRANS_DATA_ACKED) === 0) {
    seqRtt = now - firstAckt;
    caRtt = now - lastAckt;
  }
  let sackRtt = -1;
  if (sackState.firstSackt !== 0) {
    sackRtt = now - sackState.firstSackt;
    caRtt = now - sackState.lastSackt;
  }
  const measured = ackUpdateRtt(tp, seqRtt, sackRtt, caRtt);
  if ((flags & flag.ACKED) !== 0) {
    flags |= flag.SET_XMIT_TIMER;
    if (!tp.sackOk) {
      if (pktsAcked > 0) removeRenoSacks(tp, pktsAcked);
      if ((flags & flag.RETRANS_DATA_ACKED) !== 0) flags &= ~flag.ORIG_SACK_ACKED;
    } else if (before(reord, priorFack)) checkReordering(tp, reord, false);
  } else if (rest !== null && measured && sackRtt >= 0 && sackRtt > now - rest.sentAt)
    flags |= flag.SET_XMIT_TIMER;
  tp.ca.pktsAcked?.(tp, caRtt, inFlightBefore);
  return flags;
}

/** What was sent again came sooner than it can have (`tcp_skb_spurious_retrans`). */
function spuriousRetrans(tp: TcpSock, segment: TcpSegment): boolean {
  if ((segment.sacked & TCPCB_RETRANS) === 0 || !tp.sawTstamp || tp.rcvTsecr === 0) return false;
  return before(tp.rcvTsecr, (Math.floor(segment.sentAt / 1000) + tp.tsOffset) | 0);
}

function removeRenoSacks(tp: TcpSock, acked: number): void {
  tp.delivered += Math.max(acked - tp.sackedOut, 1);
  if (acked - 1 >= tp.sackedOut) tp.sackedOut = 0;
  else tp.sackedOut -= acked - 1;
}

/** The probe of a tail loss was answered (`tcp_process_tlp_ack`). */
function processTlpAck(tp: TcpSock, ack: number, flags: number): void {
  if (before(ack, tp.tlpHighSeq)) return;
  if (!tp.tlpRetrans || (flags & flag.DSACK_TLP) !== 0) tp.tlpHighSeq = 0;
  else if (after(ack, tp.tlpHighSeq)) {
    beginReduction(tp);
    setCaState(tp, TCP_CA_CWR);
    endReduction(tp);
    keepOpen(tp);
    tp.count(MIB.TCPLossProbeRecovery);
  } else if ((flags & (flag.SND_UNA_ADVANCED | flag.NOT_DUP | flag.DATA_SACKED)) === 0) tp.tlpHighSeq = 0;
}

/** A window that was shut may be open again (`tcp_ack_probe`). */
function ackProbe(tp: TcpSock): void {
  const { sendHead } = tp.queue;
  if (sendHead === null) return;
  if (!after(sendHead.endSeq, tp.wndEnd)) {
    tp.backoff = 0;
    tp.probesOut = 0;
    if (tp.pendingTimer === ICSK_TIME_PROBE0) clearWriteTimer(tp);
  } else armTimer(tp, ICSK_TIME_PROBE0, probeWhen(tp));
}

function congestionControl(tp: TcpSock, ack: number, acked: number, lost: number, flags: number): void {
  if (isInRecovery(tp)) {
    reduceCwnd(tp, acked, lost, (flags & flag.SND_UNA_ADVANCED) !== 0);
    return;
  }
  const grows = tp.reordering > tp.tcp.sysctls.reordering ? flag.FORWARD_PROGRESS : flag.DATA_ACKED;
  if ((flags & grows) === 0) return;
  tp.ca.congAvoid(tp, ack, acked);
  tp.sndCwndStamp = tp.mstamp;
}

/** `tcp_xmit_recovery` */
function xmitRecovery(tp: TcpSock, rexmit: number): void {
  if (rexmit === REXMIT_NONE || tp.state === TCP_SYN_SENT) return;
  if (rexmit === REXMIT_NEW) {
    pushPending(tp, TCP_NAGLE_OFF);
    if (after(tp.sndNxt, tp.highSeq)) return;
    tp.frto = false;
  }
  transmitLost(tp);
}

/** What it takes to answer with a challenge; set by who limits these. */
export const ackHooks = { challenge: (_tp: TcpSock): void => {} };

/**
 * Works an acknowledgement off (`tcp_ack`).
 * @returns 1: it was good; 0: an old one; a negative drop reason
 */
export function tcpAck(tp: TcpSock, segment: AckSegment, initial: number): number {
  const { ack } = segment;
  const priorUna = tp.sndUna;
  const priorPackets = tp.packetsOut;
  const priorDelivered = tp.delivered;
  const priorLost = tp.lost;
  let flags = initial;
  sackState.firstSackt = 0;
  if (before(ack, priorUna)) {
    const reach = Math.min(tp.maxWindow, tp.bytesAcked);
    if (before(ack, (priorUna - reach) | 0)) {
      if ((flags & flag.NO_CHALLENGE_ACK) === 0) ackHooks.challenge(tp);
      return -SKB_DROP_REASON_TCP_TOO_OLD_ACK;
    }
    if (segment.options.sackBlocks > 0 && tp.sackOk) {
      flags |= sacktag(tp, segment.bytes, segment.options, ack, priorUna);
      fastretransAlert(tp, priorUna, 0, flags);
      xmitRecovery(tp, alertResult.rexmit);
    }
    return 0;
  }
  if (after(ack, tp.sndNxt)) {
    if ((flags & flag.NO_CHALLENGE_ACK) === 0) ackHooks.challenge(tp);
    return -SKB_DROP_REASON_TCP_ACK_UNSENT_DATA;
  }
  if (after(ack, priorUna)) {
    flags |= flag.SND_UNA_ADVANCED;
    tp.retransmits = 0;
  }
  const priorFack = tp.sackOk ? highestSack(tp) : tp.sndUna;
  if ((flags & flag.UPDATE_TS_RECENT) !== 0) replaceTsRecent(tp, segment.seq);
  if ((flags & (flag.SLOWPATH | flag.SND_UNA_ADVANCED)) === flag.SND_UNA_ADVANCED) {
    tp.sndWl1 = segment.seq;
    updateUna(tp, ack);
    flags |= flag.WIN_UPDATE;
    tp.count(MIB.TCPHPAcks);
  } else {
    if (segment.seq !== segment.endSeq) flags |= flag.DATA;
    else tp.count(MIB.TCPPureAcks);
    flags |= updateWindow(tp, segment);
    if (segment.options.sackBlocks > 0 && tp.sackOk)
      flags |= sacktag(tp, segment.bytes, segment.options, ack, priorUna);
    if (ecnEchoed(tp, segment.flags)) flags |= flag.ECE;
  }
  tp.softError = 0;
  tp.probesOut = 0;
  tp.rcvTstamp = tp.mstamp;
  if (priorPackets === 0) {
    ackProbe(tp);
    if (tp.tlpHighSeq !== 0) processTlpAck(tp, ack, flags);
    return 1;
  }
  flags = cleanQueue(tp, priorFack, priorUna, flags);
  updateReoWindow(tp);
  if (tp.tlpHighSeq !== 0) processTlpAck(tp, ack, flags);
  let rexmit = REXMIT_NONE;
  if ((flags & flag.NOT_DUP) === 0 || (flags & flag.CA_ALERT) !== 0 || tp.caState !== TCP_CA_OPEN) {
    const dup = (flags & (flag.SND_UNA_ADVANCED | flag.NOT_DUP | flag.DSACKING_ACK)) === 0;
    fastretransAlert(tp, priorUna, dup ? 1 : 0, flags);
    flags = alertResult.flags;
    rexmit = alertResult.rexmit;
  }
  if ((flags & flag.SET_XMIT_TIMER) !== 0 && !scheduleLossProbe(tp, true)) armRto(tp);
  if ((flags & flag.FORWARD_PROGRESS) !== 0 || (flags & flag.NOT_DUP) === 0) confirmNeighbour(tp);
  const delivered = tp.delivered - priorDelivered;
  tp.count(MIB.TCPDelivered, delivered);
  congestionControl(tp, ack, delivered, tp.lost - priorLost, flags);
  xmitRecovery(tp, rexmit);
  return 1;
}

/** The peer is reachable: progress says so (`sk_dst_confirm`). */
function confirmNeighbour(tp: TcpSock): void {
  const { dst } = tp;
  if (dst === null) return;
  dst.confirmNeighbour();
}
