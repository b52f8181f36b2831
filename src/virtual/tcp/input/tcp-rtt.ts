/**
 * Round-trip times and the time-out for retransmissions.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_rtt_estimator`, `tcp_set_rto`), RFC 6298.
 */
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { US_PER_MS, US_PER_S } from "../tcp-states.ts";

const RTAX_RTO_MIN = 13;

/** The least time-out of this connection, µs. */
export function rtoMin(tp: TcpSock): number {
  const ms = tp.dst === null ? 0 : tp.af.metric(tp.dst, RTAX_RTO_MIN);
  return ms !== 0 ? ms * US_PER_MS : tp.tcp.sysctls.rtoMinUs;
}

/** The longest time-out in µs (`tcp_rto_max`). */
export function rtoMax(tp: TcpSock): number {
  return tp.tcp.sysctls.rtoMaxMs * US_PER_MS;
}

/** A round trip was measured (`tcp_rtt_estimator`, Van Jacobson's with Linux's slow variance). */
function estimate(tp: TcpSock, sample: number): void {
  let m = sample;
  let { srttUs: srtt } = tp;
  if (srtt !== 0) {
    m -= srtt >> 3;
    srtt += m;
    if (m < 0) {
      m = -m;
      m -= tp.mdevUs >> 2;
      // a round trip that got shorter says less of the variance
      if (m > 0) m >>= 3;
    } else m -= tp.mdevUs >> 2;
    tp.mdevUs += m;
    if (tp.mdevUs > tp.mdevMaxUs) {
      tp.mdevMaxUs = tp.mdevUs;
      if (tp.mdevMaxUs > tp.rttvarUs) tp.rttvarUs = tp.mdevMaxUs;
    }
    if (after(tp.sndUna, tp.rttSeq)) {
      if (tp.mdevMaxUs < tp.rttvarUs) tp.rttvarUs -= (tp.rttvarUs - tp.mdevMaxUs) >> 2;
      tp.rttSeq = tp.sndNxt;
      tp.mdevMaxUs = rtoMin(tp);
    }
  } else {
    srtt = m << 3;
    tp.mdevUs = m << 1;
    tp.rttvarUs = Math.max(tp.mdevUs, rtoMin(tp));
    tp.mdevMaxUs = tp.rttvarUs;
    tp.rttSeq = tp.sndNxt;
  }
  tp.srttUs = Math.max(1, srtt);
}

/** `tcp_set_rto` */
export function setRto(tp: TcpSock): void {
  tp.rto = Math.min((tp.srttUs >> 3) + tp.rttvarUs, rtoMax(tp));
}

/** `tcp_update_rtt_min` */
function updateLeast(tp: TcpSock, sample: number): void {
  tp.rttMin.update(tp.tcp.sysctls.minRttWlen * US_PER_S, tp.mstamp, Math.max(sample, 1));
}

/** What time stamps say of a round trip, µs; -1: nothing. */
export function timestampRtt(tp: TcpSock): number {
  if (!tp.sawTstamp || tp.rcvTsecr === 0) return -1;
  const ms = (tp.tsClock + tp.tsOffset - tp.rcvTsecr) | 0;
  if (ms < 0 || ms > 2_000_000) return -1;
  return Math.max(ms, 1) * US_PER_MS;
}

/**
 * Takes samples of a round trip over (`tcp_ack_update_rtt`): of what was acknowledged in order, by SACK, or by the oldest segment; -1: none.
 * @returns whether there was one
 */
export function ackUpdateRtt(tp: TcpSock, sequenced: number, selective: number, oldest: number): boolean {
  let rtt = sequenced >= 0 ? sequenced : selective;
  let least = oldest;
  if (rtt < 0 && tp.sawTstamp) rtt = least = timestampRtt(tp);
  if (rtt < 0) return false;
  updateLeast(tp, least >= 0 ? least : rtt);
  estimate(tp, Math.min(rtt, 0x0fffffff));
  setRto(tp);
  tp.backoff = 0;
  return true;
}

/** A sample from a handshake (`tcp_synack_rtt_meas`). */
export function handshakeRtt(tp: TcpSock, rtt: number): void {
  ackUpdateRtt(tp, rtt, -1, rtt);
}

/** `tcp_min_rtt` in µs. */
export function leastRtt(tp: TcpSock): number {
  return tp.rttMin.value;
}
