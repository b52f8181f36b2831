/**
 * Sending again, and cutting what was sent.
 *
 * Source: `net/ipv4/tcp_output.c` (`__tcp_retransmit_skb`, `tcp_xmit_retransmit_queue`, `tcp_fragment`, `tcp_trim_head`).
 */
import { EAGAIN, EHOSTUNREACH } from "../../../errno.ts";
import { TCP_CWR, TCP_ECE, TCP_FIN, TCP_PSH, TCP_SYN } from "../../../packet/tcp.ts";
import { isInRecovery } from "../congestion/tcp-cwnd.ts";
import { establishedOptionLength, transmitSegment } from "../output/tcp-output.ts";
import { armTimer } from "../output/tcp-rearm.ts";
import { setPacketCount } from "../output/tcp-write.ts";
import { MIB } from "../tcp-mib.ts";
import { currentMss } from "../tcp-mss.ts";
import { freeSegment, splitPayload, type TcpSegment } from "../tcp-segment.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_TIME_REO_TIMEOUT,
  ICSK_TIME_RETRANS,
  TCP_CA_LOSS,
  TCPCB_EVER_RETRANS,
  TCPCB_LOST,
  TCPCB_RETRANS,
  TCPCB_SACKED_ACKED,
  TCPCB_SACKED_RETRANS,
} from "../tcp-states.ts";

/** The count of packets of a segment that is under way changes (`tcp_adjust_pcount`). */
function adjustCount(tp: TcpSock, segment: TcpSegment, decrease: number): void {
  tp.packetsOut -= decrease;
  if ((segment.sacked & TCPCB_SACKED_ACKED) !== 0) tp.sackedOut -= decrease;
  if ((segment.sacked & TCPCB_SACKED_RETRANS) !== 0) tp.retransOut -= decrease;
  if ((segment.sacked & TCPCB_LOST) !== 0) tp.lostOut -= decrease;
}

/**
 * Cuts a segment after `length` bytes (`tcp_fragment`); marks and times stay with both parts.
 * @returns the part behind
 */
export function cutSegment(tp: TcpSock, segment: TcpSegment, length: number, mss: number): TcpSegment {
  const { queue } = tp;
  const sent = before(segment.seq, tp.sndNxt) && segment !== queue.sendHead;
  const rest = splitPayload(segment, length);
  rest.seq = (segment.seq + length) | 0;
  rest.endSeq = segment.endSeq;
  segment.endSeq = rest.seq;
  rest.flags = segment.flags;
  segment.flags &= ~(TCP_FIN | TCP_PSH);
  rest.sacked = segment.sacked;
  rest.sentAt = segment.sentAt;
  rest.eor = segment.eor;
  segment.eor = false;
  const old = segment.pcount;
  setPacketCount(segment, mss);
  setPacketCount(rest, mss);
  queue.insertAfter(rest, segment);
  if (sent && old !== 0) {
    const difference = old - segment.pcount - rest.pcount;
    if (difference !== 0) adjustCount(tp, segment, difference);
    if (segment.inSentOrder) sortAfter(tp, rest, segment);
  }
  return rest;
}

function sortAfter(tp: TcpSock, rest: TcpSegment, segment: TcpSegment): void {
  const { laterSent } = segment;
  if (laterSent === null) tp.queue.sortLast(rest);
  else tp.queue.sortBefore(rest, laterSent);
}

/** Drops bytes in front that were acknowledged (`tcp_trim_head`). */
export function trimHead(tp: TcpSock, segment: TcpSegment, bytes: number): void {
  segment.skb.pull(bytes);
  segment.seq = (segment.seq + bytes) | 0;
  tp.wmemQueued = Math.max(0, tp.wmemQueued - bytes);
}

/** Small neighbours become one packet (`tcp_retrans_try_collapse`). */
function collapse(tp: TcpSock, segment: TcpSegment, room: number): void {
  if (tp.tcp.sysctls.retransCollapse === 0 || (segment.flags & TCP_SYN) !== 0) return;
  if (segment.skb.storage.references > 1) return;
  const unfit = TCPCB_SACKED_ACKED | TCPCB_RETRANS;
  for (;;) {
    const { next } = segment;
    if (next === null || next === tp.queue.sendHead || next.pcount > 1) return;
    if ((next.sacked & unfit) !== 0 || segment.eor) return;
    const together = segment.length + next.length;
    if (together > room || after(next.endSeq, tp.wndEnd)) return;
    segment.skb.append(next.skb.bytes, next.skb.data, next.skb.tail);
    segment.endSeq = next.endSeq;
    segment.flags |= next.flags;
    segment.eor = next.eor;
    if ((next.sacked & TCPCB_LOST) !== 0) tp.lostOut -= next.pcount;
    tp.packetsOut -= next.pcount;
    tp.queue.remove(next);
    freeSegment(next);
  }
}

/** `__tcp_retransmit_skb`. @returns 0 or a negative error */
function retransmit(tp: TcpSock, segment: TcpSegment, segments: number): number {
  if (before(segment.seq, tp.sndUna)) {
    if ((segment.flags & TCP_SYN) !== 0) {
      segment.flags &= ~TCP_SYN;
      segment.seq = (segment.seq + 1) | 0;
    }
    if (before(segment.seq, tp.sndUna)) trimHead(tp, segment, (tp.sndUna - segment.seq) | 0);
  }
  if (tp.af.checkRoute(tp) === null) return -EHOSTUNREACH;
  const mss = currentMss(
    tp,
    (segment.flags & TCP_SYN) !== 0 ? tp.headerLength - 20 : establishedOptionLength(tp),
  );
  let room = (tp.wndEnd - segment.seq) | 0;
  if (room <= 0 && (segment.flags & TCP_SYN) === 0) {
    if (segment.seq !== tp.sndUna) return -EAGAIN;
    room = mss;
  }
  if ((segment.flags & TCP_SYN) !== 0) room = mss;
  let most = mss * segments;
  if (most > room) most = Math.floor(room / mss) * mss || room;
  if (segment.length > most) cutSegment(tp, segment, most, mss);
  else {
    const old = segment.pcount;
    const difference = old - setPacketCount(segment, mss);
    if (difference !== 0 && old !== 0) adjustCount(tp, segment, difference);
    const room1 = Math.min(room, mss);
    if (segment.length < room1) collapse(tp, segment, room1);
  }
  // perhaps it is what somebody on the way does not like
  if ((segment.flags & TCP_SYN) !== 0 && tp.tcp.sysctls.ecnFallback !== 0)
    segment.flags &= ~(TCP_ECE | TCP_CWR);
  const count = segment.pcount;
  tp.count(MIB.RetransSegs, count);
  if ((segment.flags & TCP_SYN) !== 0) tp.count(MIB.TCPSynRetrans);
  tp.totalRetrans += count;
  tp.bytesRetrans += segment.length;
  const error = transmitSegment(tp, segment);
  if (error === 0) segment.sacked |= TCPCB_EVER_RETRANS;
  else tp.count(MIB.TCPRetransFail, count);
  return error;
}

/**
 * Sends a segment again (`tcp_retransmit_skb`).
 * @param probe it is not known to be lost: it is not marked as sent again (`__tcp_retransmit_skb` alone)
 * @returns 0 or a negative error
 */
export function retransmitSegment(
  tp: TcpSock,
  segment: TcpSegment,
  segments: number,
  probe: boolean,
): number {
  const error = retransmit(tp, segment, segments);
  if (probe) return error;
  if (error === 0) {
    segment.sacked |= TCPCB_SACKED_RETRANS | TCPCB_EVER_RETRANS;
    tp.retransOut += segment.pcount;
  }
  if (tp.retransStamp === 0) tp.retransStamp = segment.sentAt || tp.mstamp;
  if (tp.undoRetrans < 0) tp.undoRetrans = 0;
  tp.undoRetrans += segment.pcount;
  return error;
}

/** Sends what is lost, as far as the window allows (`tcp_xmit_retransmit_queue`). */
export function transmitLost(tp: TcpSock): void {
  if (tp.packetsOut === 0) return;
  const { queue } = tp;
  const first = queue.rtxHead;
  let rearm = false;
  for (let segment = first; segment !== null && segment !== queue.sendHead; segment = segment.next) {
    const room = tp.sndCwnd - tp.inFlight;
    if (room <= 0 || tp.retransOut >= tp.lostOut) break;
    const { sacked } = segment;
    if ((sacked & TCPCB_LOST) === 0 || (sacked & (TCPCB_SACKED_ACKED | TCPCB_SACKED_RETRANS)) !== 0) continue;
    if (retransmitSegment(tp, segment, room, false) !== 0) break;
    tp.count(tp.caState === TCP_CA_LOSS ? MIB.TCPSlowStartRetrans : MIB.TCPFastRetrans, segment.pcount);
    if (isInRecovery(tp)) tp.prrOut += segment.pcount;
    if (segment === first && tp.pendingTimer !== ICSK_TIME_REO_TIMEOUT) rearm = true;
  }
  if (rearm) armTimer(tp, ICSK_TIME_RETRANS, tp.rto);
}
