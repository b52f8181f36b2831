/**
 * From a request to a connection, and from a connection to what is left of it.
 *
 * Source: `net/ipv4/tcp_minisocks.c` (`tcp_create_openreq_child`, `tcp_timewait_state_process`).
 */
import { read32 } from "../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { congestionControlOfRoute } from "../congestion/tcp-cong.ts";
import type { RequestSock } from "../inet-connection-sock.ts";
import { TCP_ECN_OK } from "../input/tcp-ecn.ts";
import { handshakeRtt } from "../input/tcp-rtt.ts";
import { initializeRcvMss } from "../input/tcp-window.ts";
import { armKeepalive, keepaliveWhen } from "../output/tcp-rearm.ts";
import { MIB } from "../tcp-mib.ts";
import { syncMss } from "../tcp-mss.ts";
import { parseOptions, ReceivedOptions } from "../tcp-options.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_FIN_WAIT2,
  TCP_SYN_RECV,
  TCP_TIME_WAIT,
  TCP_TIMEOUT_INIT,
  TCP_TIMEWAIT_LEN,
  TCPOLEN_TSTAMP_ALIGNED,
  US_PER_MS,
} from "../tcp-states.ts";
import type { TimewaitSock } from "../tcp-timewait-sock.ts";
import { sendPlainAck } from "./tcp-answer.ts";
import { clampMss } from "./tcp-establish.ts";

const options = new ReceivedOptions();

/** The connection of a request whose handshake is over. @param window of the last segment, not scaled. Null: there is no way to it */
export function createChild(request: RequestSock, window: number): TcpSock | null {
  const { listener } = request;
  const tp = listener.makeChild();
  tp.copyEnds(request);
  tp.listener = listener;
  tp.af = listener.familyOf(request);
  if (tp.af.checkRoute(tp) === null || tp.dst === null) {
    tp.orphaned = true;
    tp.release();
    return null;
  }
  tp.refresh();
  tp.state = TCP_SYN_RECV;
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = (request.rcvIsn + 1) | 0;
  tp.sndUna = tp.sndNxt = tp.sndSml = tp.sndUp = tp.writeSeq = tp.pushedSeq = (request.sntIsn + 1) | 0;
  tp.rto = TCP_TIMEOUT_INIT;
  tp.windowClamp = request.windowClamp;
  tp.rcvSsthresh = tp.rcvWnd = request.rcvWnd;
  tp.sackOk = request.sackOk;
  tp.wscaleOk = request.sndWscale >= 0;
  if (tp.wscaleOk) {
    tp.sndWscale = request.sndWscale;
    tp.rcvWscale = request.rcvWscale;
  } else {
    tp.sndWscale = tp.rcvWscale = 0;
    tp.windowClamp = Math.min(tp.windowClamp, 65535);
  }
  tp.sndWnd = window * 2 ** tp.sndWscale;
  tp.maxWindow = tp.sndWnd;
  tp.sndWl1 = request.rcvIsn;
  tp.ecnFlags = request.ecnOk ? TCP_ECN_OK : 0;
  tp.timestampOk = request.timestampOk;
  tp.tsOffset = request.tsOffset;
  if (tp.timestampOk) {
    tp.tsRecent = request.tsRecent;
    tp.tsRecentStamp = Math.floor(tp.mstamp / 1e6);
  }
  tp.headerLength = TCP_HLEN + (tp.timestampOk ? TCPOLEN_TSTAMP_ALIGNED : 0);
  congestionControlOfRoute(tp);
  tp.mssClamp = request.mss;
  syncMss(tp, tp.af.pathMtu(tp.dst));
  tp.advmss = clampMss(listener, tp.af.advertisedMss(tp.net, tp.dst));
  initializeRcvMss(tp);
  tp.lrcvtime = tp.rcvTstamp = tp.mstamp;
  if (request.timeouts > 0) {
    tp.totalRetrans = request.timeouts;
    tp.undoMarker = request.sntIsn;
    tp.retransStamp = request.sentAt;
  } else handshakeRtt(tp, Math.max(tp.mstamp - request.sentAt, 1));
  tp.tcp.hash.insert(tp);
  tp.tcp.hash.inherit(tp);
  tp.count(MIB.PassiveOpens);
  if (tp.keepOpen) armKeepalive(tp, keepaliveWhen(tp));
  return tp;
}

/** What what is left of a connection makes of a segment. */
export const TW_SUCCESS = 0;
export const TW_RST = 1;
export const TW_ACK = 2;
export const TW_SYN = 3;

function oowAck(tw: TimewaitSock, counter: number, data: boolean): number {
  const now = Math.floor(tw.tcp.net.machine.now() / 1000);
  if (data) return TW_ACK;
  if (tw.lastOowAckTime !== 0 && now - tw.lastOowAckTime < tw.tcp.sysctls.invalidRatelimit * US_PER_MS) {
    tw.tcp.mib.values[counter]++;
    return TW_SUCCESS;
  }
  tw.lastOowAckTime = now;
  return TW_ACK;
}

/** The sequence number that a new connection between the same ends begins with, after {@link TW_SYN}. */
export function sequenceAfter(tw: TimewaitSock): number {
  return (tw.sndNxt + 65535 + 2) | 0 || 1;
}

/** A segment for what is left of a connection (`tcp_timewait_state_process`). */
export function timewaitSegment(tw: TimewaitSock, skb: SkBuff): number {
  const { bytes, data } = skb;
  const header = tcpHeaderLength(bytes, data);
  const flags = bytes[data + TCP_FLAGS];
  const seq = read32(bytes, data + TCP_SEQUENCE) | 0;
  const payload = skb.tail - data - header;
  const endSeq = (seq + payload + (flags & TCP_SYN ? 1 : 0) + (flags & TCP_FIN ? 1 : 0)) | 0;
  parseOptions(options, bytes, data, header, (flags & TCP_SYN) !== 0);
  const stamped = tw.timestampOk && options.sawTimestamp;
  const older = stamped && ((tw.tsRecent - options.tsVal) | 0) > 0;
  const old = older && (flags & TCP_RST) === 0;
  const hasData = seq !== endSeq && (flags & TCP_SYN) === 0;
  if (tw.substate === TCP_FIN_WAIT2) {
    const end = (tw.rcvNxt + tw.rcvWnd) | 0;
    const inside = seq === tw.rcvNxt || (!before(endSeq, tw.rcvNxt) && !after(seq, end));
    if (old || !inside) return oowAck(tw, MIB.TCPACKSkippedFinWait2, hasData);
    if ((flags & TCP_RST) !== 0) {
      tw.end();
      return TW_SUCCESS;
    }
    if ((flags & TCP_SYN) !== 0 && !before(seq, tw.rcvNxt)) return TW_RST;
    if ((flags & TCP_ACK) === 0 || !after(endSeq, tw.rcvNxt) || endSeq === seq) return TW_SUCCESS;
    if ((flags & TCP_FIN) === 0 || endSeq !== ((tw.rcvNxt + 1) | 0)) return TW_RST;
    tw.substate = TCP_TIME_WAIT;
    tw.rcvNxt = endSeq;
    if (stamped) tw.tsRecent = options.tsVal;
    tw.schedule(TCP_TIMEWAIT_LEN);
    return TW_ACK;
  }
  const reset = (flags & TCP_RST) !== 0;
  if (!old && seq === tw.rcvNxt && (seq === endSeq || reset)) {
    if (reset) {
      if (tw.tcp.sysctls.rfc1337 === 0) {
        tw.end();
        return TW_SUCCESS;
      }
    } else tw.schedule(TCP_TIMEWAIT_LEN);
    if (stamped) tw.tsRecent = options.tsVal;
    return TW_SUCCESS;
  }
  const newer = after(seq, tw.rcvNxt) || (stamped && ((tw.tsRecent - options.tsVal) | 0) < 0);
  if ((flags & (TCP_SYN | TCP_RST | TCP_ACK)) === TCP_SYN && !old && newer) return TW_SYN;
  if (old) tw.tcp.mib.values[MIB.PAWSEstab]++;
  if (reset) return TW_SUCCESS;
  if (old || (flags & TCP_ACK) !== 0) tw.schedule(TCP_TIMEWAIT_LEN);
  return oowAck(tw, MIB.TCPACKSkippedTimeWait, hasData);
}

/** Says again how far the connection had come. */
export function sendTimewaitAck(tw: TimewaitSock): void {
  const now = (Math.floor(tw.tcp.net.machine.now() / 1e6) + tw.tsOffset) | 0;
  const window = Math.floor(tw.rcvWnd / 2 ** tw.rcvWscale);
  sendPlainAck(
    tw.tcp.net,
    tw.af,
    tw,
    tw.sndNxt,
    tw.rcvNxt,
    window,
    now,
    tw.tsRecent,
    tw.timestampOk,
    tw.mark,
  );
}
