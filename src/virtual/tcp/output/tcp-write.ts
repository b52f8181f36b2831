/**
 * The write queue goes out, as far as windows and Nagle's rule allow.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_write_xmit`, `tso_fragment`, `tcp_mss_split_point`, `tcp_tso_should_defer`,
 * `tcp_cwnd_test`, `tcp_nagle_check`), RFC 896, RFC 9293.
 */

import { TCP_FIN, TCP_PSH, TCP_URG } from "../../../packet/tcp.ts";
import { isInRecovery, validateCwnd } from "../congestion/tcp-cwnd.ts";
import { leastRtt } from "../input/tcp-rtt.ts";
import { CHRONO_RWND_LIMITED, CHRONO_SNDBUF_LIMITED, chronoStart, chronoStop } from "../tcp-chrono.ts";
import { MIB } from "../tcp-mib.ts";
import { currentMss, gsoMaxSegments, gsoMaxSize } from "../tcp-mss.ts";
import { splitFront, splitPayload, type TcpSegment } from "../tcp-segment.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CA_RECOVERY, TCP_CLOSE, TCP_NAGLE_CORK, TCP_NAGLE_PUSH, US_PER_MS } from "../tcp-states.ts";
import { mtuProbe, PROBE_SENT, PROBE_WAIT } from "./tcp-mtu-probe.ts";
import { establishedOptionLength, transmitSegment } from "./tcp-output.ts";
import { armRto, checkProbeTimer, scheduleLossProbe } from "./tcp-rearm.ts";
import { expandSendBuffer, isWriteable } from "./tcp-sndbuf.ts";

/** Whether a probe of a tail loss is what is sent: it may pass the congestion window by one. */
const LOSS_PROBE = 2;

/** How many packets a segment is on the wire (`tcp_set_skb_tso_segs`). */
export function setPacketCount(segment: TcpSegment, mss: number): number {
  const { length } = segment;
  if (length <= mss) {
    segment.gsoSize = 0;
    segment.pcount = 1;
  } else {
    segment.gsoSize = mss;
    segment.pcount = Math.ceil(length / mss);
  }
  return segment.pcount;
}

/** `tcp_minshall_check`: a small segment is under way. */
function smallUnderWay(tp: TcpSock): boolean {
  return after(tp.sndSml, tp.sndUna) && !after(tp.sndSml, tp.sndNxt);
}

/** Whether a segment that is not full has to wait (`tcp_nagle_check`). */
function nagleHolds(tp: TcpSock, partial: boolean, nonagle: number): boolean {
  if (!partial) return false;
  if ((nonagle & TCP_NAGLE_CORK) !== 0) return true;
  return nonagle === 0 && tp.packetsOut !== 0 && smallUnderWay(tp);
}

/** `tcp_nagle_test` */
function nagleAllows(tp: TcpSock, segment: TcpSegment, mss: number, nonagle: number): boolean {
  if ((nonagle & TCP_NAGLE_PUSH) !== 0) return true;
  if ((segment.flags & TCP_FIN) !== 0 || (tp.sndUp !== tp.sndUna && before(tp.sndUna, tp.sndUp))) return true;
  return !nagleHolds(tp, segment.length < mss, nonagle);
}

/** The first packet of the segment lies in the peer's window (`tcp_snd_wnd_test`). */
function windowAllows(tp: TcpSock, segment: TcpSegment, mss: number): boolean {
  const end = segment.length > mss ? (segment.seq + mss) | 0 : segment.endSeq;
  return !after(end, tp.wndEnd);
}

/** Packets that congestion control allows now (`tcp_cwnd_test`). */
function cwndQuota(tp: TcpSock): number {
  const { inFlight, sndCwnd } = tp;
  if (inFlight >= sndCwnd) return 0;
  return Math.min(Math.max(sndCwnd >> 1, 1), sndCwnd - inFlight);
}

/** Packets in one super-segment (`tcp_tso_segs`). */
function segmentsAtOnce(tp: TcpSock, mss: number): number {
  const most = gsoMaxSize(tp);
  let bytes = tp.ca.pacingRate?.(tp) ?? pacingRate(tp);
  bytes = Math.floor(bytes / 1024);
  const shift = Math.floor(leastRtt(tp)) / 2 ** tp.tcp.sysctls.tsoRttLog;
  if (shift < 32) bytes += Math.floor(most / 2 ** Math.floor(shift));
  bytes = Math.min(bytes, most);
  const segments = Math.max(Math.floor(bytes / mss), tp.tcp.sysctls.minTsoSegs);
  return Math.min(segments, gsoMaxSegments(tp));
}

/** Bytes a second that this connection sends by its window (`tcp_update_pacing_rate`). */
export function pacingRate(tp: TcpSock): number {
  if (tp.srttUs === 0) return Number.MAX_SAFE_INTEGER;
  const ratio = tp.sndCwnd < tp.sndSsthresh / 2 ? 200 : 120;
  const window = Math.max(tp.sndCwnd, tp.packetsOut);
  return Math.floor((tp.mssCache * 80_000 * ratio * window) / tp.srttUs);
}

/** Where a segment is to be cut, in bytes (`tcp_mss_split_point`). */
function splitPoint(
  tp: TcpSock,
  segment: TcpSegment,
  mss: number,
  segments: number,
  nonagle: number,
): number {
  const window = (tp.wndEnd - segment.seq) | 0;
  const most = mss * segments;
  if (most <= window && segment !== tp.queue.tail) return most;
  const needed = Math.min(segment.length, window);
  if (most <= needed) return most;
  const partial = needed % mss;
  return nagleHolds(tp, partial !== 0, nonagle) ? needed - partial : needed;
}

/** Whether to wait for more to send at once; tells what it waits for in {@link limited}. */
function shouldDefer(tp: TcpSock, segment: TcpSegment, segments: number): boolean {
  if (tp.caState >= TCP_CA_RECOVERY) return false;
  const now = tp.mstamp;
  if (now - tp.tcpWstampNs / 1000 - US_PER_MS > 0) return false;
  const sendWindow = (tp.wndEnd - segment.seq) | 0;
  const congestion = (tp.sndCwnd - tp.inFlight) * tp.mssCache;
  const limit = Math.min(sendWindow, congestion);
  if (limit >= segments * tp.mssCache) return false;
  if (segment !== tp.queue.tail && limit >= segment.length) return false;
  const divisor = tp.tcp.sysctls.tsoWinDivisor;
  if (divisor !== 0) {
    const chunk = Math.floor(Math.min(tp.sndWnd, tp.sndCwnd * tp.mssCache) / divisor);
    if (limit >= chunk) return false;
  } else if (limit > 3 * tp.mssCache) return false;
  const first = tp.queue.rtxHead;
  if (first === null) return false;
  // an acknowledgement that is not just about to come is not waited for
  const srtt = tp.srttUs / 8;
  if (first.sentAt + srtt - now > Math.min(srtt / 2, US_PER_MS)) return false;
  if (congestion < sendWindow) {
    if (congestion <= segment.length) {
      limited.byCwnd = true;
      return true;
    }
  } else if (sendWindow <= segment.length) {
    limited.byWindow = true;
    return true;
  }
  return (segment.flags & TCP_FIN) === 0 && !segment.eor;
}

const limited = { byCwnd: false, byWindow: false };

/** Cuts a segment that was not sent yet after `length` bytes (`tso_fragment`). @returns the front */
function cutUnsent(tp: TcpSock, segment: TcpSegment, length: number, mss: number): TcpSegment {
  const { queue } = tp;
  const at = (segment.seq + length) | 0;
  const small = length < segment.length - length;
  const other = small ? splitFront(segment, length) : splitPayload(segment, length);
  const [front, rest] = small ? [other, segment] : [segment, other];
  const { flags } = segment;
  if (small) {
    front.seq = segment.seq;
    rest.flags = flags;
    queue.insertBefore(front, rest);
    if (queue.sendHead === rest) queue.sendHead = front;
  } else {
    rest.endSeq = segment.endSeq;
    rest.flags = flags;
    rest.eor = segment.eor;
    front.eor = false;
    queue.insertAfter(rest, front);
  }
  front.endSeq = rest.seq = at;
  front.flags = flags & ~(TCP_FIN | TCP_PSH);
  setPacketCount(front, mss);
  setPacketCount(rest, mss);
  return front;
}

/** A segment went out for the first time (`tcp_event_new_data_sent`). */
function newDataSent(tp: TcpSock, segment: TcpSegment): void {
  const before = tp.packetsOut;
  tp.queue.sendHead = segment.next;
  tp.sndNxt = segment.endSeq;
  if (tp.highestSack === tp.sndNxt) tp.highestSack = tp.sndNxt;
  tp.packetsOut += segment.pcount;
  if (before === 0 || tp.pendingTimer === 5) armRto(tp);
  tp.count(MIB.TCPOrigDataSent, segment.pcount);
}

/**
 * Sends what may be sent (`tcp_write_xmit`).
 * @param pushOne 1: one segment; 2: one as a probe of a tail loss
 * @returns whether nothing is under way although something waits
 */
export function writeXmit(tp: TcpSock, mss: number, nonagle: number, pushOne = 0): boolean {
  const { queue } = tp;
  let sent = 0;
  limited.byCwnd = limited.byWindow = false;
  tp.refresh();
  if (pushOne === 0 && tp.mtup !== null) {
    const probed = mtuProbe(tp, newDataSent);
    if (probed === PROBE_WAIT) return false;
    if (probed === PROBE_SENT) sent = 1;
  }
  const most = segmentsAtOnce(tp, mss);
  for (let segment = queue.sendHead; segment !== null; segment = queue.sendHead) {
    let quota = cwndQuota(tp);
    if (quota === 0) {
      if (pushOne !== LOSS_PROBE) break;
      quota = 1;
    }
    quota = Math.min(quota, most);
    const count = setPacketCount(segment, mss);
    if (!windowAllows(tp, segment, mss)) {
      limited.byWindow = true;
      break;
    }
    if (count === 1) {
      const last = segment === queue.tail;
      if (!nagleAllows(tp, segment, mss, last ? nonagle : TCP_NAGLE_PUSH)) break;
    } else if (pushOne === 0 && shouldDefer(tp, segment, most)) break;
    const urgent = (segment.flags & TCP_URG) !== 0;
    const limit = count > 1 && !urgent ? splitPoint(tp, segment, mss, quota, nonagle) : mss;
    let piece = segment;
    if (segment.length > limit) piece = cutUnsent(tp, segment, limit, mss);
    transmitSegment(tp, piece);
    newDataSent(tp, piece);
    queue.sortLast(piece);
    if (piece.length < mss * piece.pcount) tp.sndSml = piece.endSeq;
    sent += piece.pcount;
    if (pushOne !== 0) break;
  }
  if (limited.byWindow) chronoStart(tp, CHRONO_RWND_LIMITED);
  else chronoStop(tp, CHRONO_RWND_LIMITED);
  const byCwnd = limited.byCwnd || tp.inFlight >= tp.sndCwnd;
  if (sent > 0 || byCwnd) validateCwnd(tp, byCwnd);
  if (sent > 0) {
    if (isInRecovery(tp)) tp.prrOut += sent;
    if (pushOne !== LOSS_PROBE) scheduleLossProbe(tp, false);
    return false;
  }
  return tp.packetsOut === 0 && queue.sendHead !== null;
}

/** Sends all that may go (`__tcp_push_pending_frames`). */
export function pushPending(tp: TcpSock, nonagle = tp.nonagle): void {
  if (tp.state === TCP_CLOSE || tp.queue.sendHead === null) return;
  if (writeXmit(tp, currentMss(tp, establishedOptionLength(tp)), nonagle)) checkProbeTimer(tp);
}

/** Sends one segment (`tcp_push_one`). */
export function pushOne(tp: TcpSock, mss: number): void {
  writeXmit(tp, mss, TCP_NAGLE_PUSH, 1);
}

/** There is room in the send buffer again: who waits for it is told (`tcp_check_space`). */
export function checkSpace(tp: TcpSock): void {
  if (!tp.noSpace) return;
  if (!tp.sndbufLocked && tp.inFlight < tp.sndCwnd) {
    expandSendBuffer(tp);
    tp.sndCwndStamp = tp.mstamp;
  }
  if (!isWriteable(tp)) return;
  tp.noSpace = false;
  chronoStop(tp, CHRONO_SNDBUF_LIMITED);
  tp.wakeOutPending = true;
}

/** After a segment: what may be sent now is (`tcp_data_snd_check`). */
export function dataSendCheck(tp: TcpSock): void {
  pushPending(tp);
  checkSpace(tp);
}
