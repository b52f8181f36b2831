/**
 * Finding out what a path carries when no router tells (`tcp_mtu_probing`): shorter segments after a black hole was found, longer
 * ones as probes.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_mtu_probe`, `tcp_mtup_init`, `tcp_mtu_check_reprobe`), `net/ipv4/tcp_timer.c`
 * (`tcp_mtu_probing`), `net/ipv4/tcp_input.c` (`tcp_mtup_probe_success`, `tcp_mtup_probe_failed`), RFC 4821.
 */
import { TCP_ACK, TCP_FIN, TCP_HLEN, TCP_PSH } from "../../../packet/tcp.ts";
import { currentSsthresh } from "../congestion/tcp-cwnd.ts";
import { MIB } from "../tcp-mib.ts";
import { currentMss, type MtuProbing, mssToMtu, mtuToMss, syncMss } from "../tcp-mss.ts";
import { allocSegment, freeSegment, TCP_SKB_OVERHEAD, type TcpSegment } from "../tcp-segment.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CA_OPEN, US_PER_S } from "../tcp-states.ts";
import { establishedOptionLength, transmitSegment } from "./tcp-output.ts";

/** Smaller windows are not probed with. */
const LEAST_CWND = 11;

/** What {@link mtuProbe} tells. */
export const PROBE_NONE = -1;
export const PROBE_WAIT = 0;
export const PROBE_SENT = 1;

function greatest(tp: TcpSock): number {
  return tp.mssClamp + TCP_HLEN + tp.af.netHeaderLength;
}

function begin(tp: TcpSock, searchHigh: number): MtuProbing {
  return {
    searchHigh,
    searchLow: mssToMtu(tp, tp.tcp.sysctls.baseMss),
    probeSize: 0,
    probeStart: 0,
    probeEnd: 0,
    stamp: tp.mstamp,
  };
}

/** A connection begins (`tcp_mtup_init`). */
export function initMtuProbing(tp: TcpSock): void {
  if (tp.tcp.sysctls.mtuProbing < 2) return;
  tp.mtup = begin(tp, greatest(tp));
  syncMss(tp, tp.pmtuCookie);
}

/** Nothing gets through any more: perhaps segments are too long (`tcp_mtu_probing`). */
export function blackHole(tp: TcpSock): void {
  const { mtuProbing, baseMss, mtuProbeFloor, minSndMss } = tp.tcp.sysctls;
  if (mtuProbing === 0) return;
  if (tp.mtup === null) tp.mtup = begin(tp, Math.min(greatest(tp), tp.pmtuCookie));
  else {
    const half = mtuToMss(tp, tp.mtup.searchLow) >> 1;
    tp.mtup.searchLow = mssToMtu(tp, Math.max(Math.min(baseMss, half), mtuProbeFloor, minSndMss));
  }
  syncMss(tp, tp.pmtuCookie);
}

/** After a while the path may carry more (`tcp_mtu_check_reprobe`). */
function checkReprobe(tp: TcpSock, mtup: MtuProbing): void {
  if (tp.mstamp - mtup.stamp < tp.tcp.sysctls.probeInterval * US_PER_S) return;
  mtup.probeSize = 0;
  mtup.searchHigh = greatest(tp);
  mtup.searchLow = mssToMtu(tp, currentMss(tp, establishedOptionLength(tp)));
  mtup.stamp = tp.mstamp;
}

/** Bytes of a probe that may be tried now; 0: none. */
function probeLength(tp: TcpSock, mtup: MtuProbing): number {
  if (mtup.probeSize !== 0 || tp.caState !== TCP_CA_OPEN || tp.sndCwnd < LEAST_CWND) return 0;
  if (tp.sackedOut !== 0) return 0;
  currentMss(tp, establishedOptionLength(tp));
  const length = mtuToMss(tp, (mtup.searchHigh + mtup.searchLow) >> 1);
  const interval = mtup.searchHigh - mtup.searchLow;
  const least = Math.max(1, tp.tcp.sysctls.probeThreshold);
  if (length > mtuToMss(tp, mtup.searchHigh) || interval < least) {
    checkReprobe(tp, mtup);
    return 0;
  }
  return length;
}

/**
 * Sends a longer segment, if it is time to and there is enough to send.
 * @param sent what is to be done with a segment that was sent for the first time
 * @returns `PROBE_*`: whether the write queue has to wait for the window
 */
export function mtuProbe(tp: TcpSock, sent: (tp: TcpSock, segment: TcpSegment) => void): number {
  const { mtup } = tp;
  if (mtup === null) return PROBE_NONE;
  const length = probeLength(tp, mtup);
  if (length === 0) return PROBE_NONE;
  const needed = length + (tp.reordering + 1) * tp.mssCache;
  if (((tp.writeSeq - tp.sndNxt) | 0) < needed || tp.sndWnd < needed) return PROBE_NONE;
  if (!canMerge(tp, length)) return PROBE_NONE;
  if (after((tp.sndNxt + needed) | 0, tp.wndEnd)) return PROBE_WAIT;
  if (tp.inFlight + 2 > tp.sndCwnd) return tp.inFlight === 0 ? PROBE_NONE : PROBE_WAIT;
  const probe = takeFront(tp, length);
  if (transmitSegment(tp, probe) < 0) return PROBE_NONE;
  tp.sndCwnd--;
  sent(tp, probe);
  tp.queue.sortLast(probe);
  mtup.probeSize = mssToMtu(tp, length);
  mtup.probeStart = probe.seq;
  mtup.probeEnd = probe.endSeq;
  return PROBE_SENT;
}

/** Whether so many bytes stand in segments that may become one (`tcp_can_coalesce_send_queue_head`). */
function canMerge(tp: TcpSock, length: number): boolean {
  let rest = length;
  for (let segment = tp.queue.sendHead; segment !== null; segment = segment.next) {
    if (rest <= segment.length) return true;
    if (segment.eor) return false;
    rest -= segment.length;
  }
  return false;
}

/** Moves the first bytes that were not sent yet into a segment of their own. */
function takeFront(tp: TcpSock, length: number): TcpSegment {
  const { queue } = tp;
  const probe = allocSegment(length);
  probe.pcount = 1;
  probe.flags = TCP_ACK;
  let filled = 0;
  for (let segment = queue.sendHead; segment !== null && filled < length; segment = queue.sendHead) {
    const count = Math.min(length - filled, segment.length);
    if (filled === 0) probe.seq = segment.seq;
    const { skb } = segment;
    const at = probe.skb.tail;
    probe.skb.put(count);
    probe.skb.bytes.set(skb.bytes.subarray(skb.data, skb.data + count), at);
    filled += count;
    if (count < segment.length) {
      skb.data += count;
      segment.seq = (segment.seq + count) | 0;
      probe.flags |= segment.flags & ~(TCP_FIN | TCP_PSH);
      break;
    }
    probe.flags |= segment.flags;
    probe.eor = segment.eor;
    queue.remove(segment);
    tp.wmemQueued -= TCP_SKB_OVERHEAD;
    freeSegment(segment);
  }
  tp.wmemQueued += TCP_SKB_OVERHEAD;
  probe.endSeq = (probe.seq + length) | 0;
  insertUnsent(tp, probe);
  return probe;
}

function insertUnsent(tp: TcpSock, probe: TcpSegment): void {
  const { queue } = tp;
  const { sendHead } = queue;
  if (sendHead === null) queue.append(probe);
  else queue.insertBefore(probe, sendHead);
  queue.sendHead = probe;
}

/** The probe arrived: segments get longer (`tcp_mtup_probe_success`). */
export function probeSucceeded(tp: TcpSock, mtup: MtuProbing): void {
  tp.priorSsthresh = currentSsthresh(tp);
  const cwnd = Math.floor((tp.sndCwnd * mssToMtu(tp, tp.mssCache)) / mtup.probeSize);
  tp.sndCwnd = Math.max(1, cwnd);
  tp.sndCwndCnt = 0;
  tp.sndCwndStamp = tp.mstamp;
  tp.sndSsthresh = currentSsthresh(tp);
  mtup.searchLow = mtup.probeSize;
  mtup.probeSize = 0;
  syncMss(tp, tp.pmtuCookie);
  tp.count(MIB.TCPMTUPSuccess);
}

/** The probe is what was lost, and congestion was not the cause (`tcp_mtup_probe_failed`). @returns whether that is so */
export function probeFailed(tp: TcpSock): boolean {
  const { mtup } = tp;
  if (mtup === null || mtup.probeSize === 0 || tp.sndUna !== mtup.probeStart) return false;
  mtup.searchHigh = mtup.probeSize - 1;
  mtup.probeSize = 0;
  tp.count(MIB.TCPMTUPFail);
  // what was taken for the probe is given back
  tp.sndCwnd++;
  return true;
}
