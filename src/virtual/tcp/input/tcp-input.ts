/**
 * A segment for a connection: which checks it passes, and what it does to the state.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_rcv_established`, `tcp_rcv_state_process`, `tcp_validate_incoming`,
 * `tcp_rcv_synsent_state_process`), RFC 9293, section 3.10.7, RFC 5961.
 */

import { TCP_ACK, TCP_FIN, TCP_PSH, TCP_RST, TCP_SYN } from "../../../packet/tcp.ts";
import * as reason from "../../core/drop-reason.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { initTransfer } from "../handshake/tcp-establish.ts";
import { receiveSynSent } from "../handshake/tcp-synsent.ts";
import { armKeepalive } from "../output/tcp-rearm.ts";
import { dataSendCheck } from "../output/tcp-write.ts";
import { finTime } from "../tcp-fin-time.ts";
import * as flag from "../tcp-flags.ts";
import { MIB } from "../tcp-mib.ts";
import { parseOptions } from "../tcp-options.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  RCV_SHUTDOWN,
  SEND_SHUTDOWN,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
  TCP_TIMEWAIT_LEN,
  TCPOLEN_TSTAMP_ALIGNED,
} from "../tcp-states.ts";
import { connectionDone, setState, timeWait, wakeAll } from "../tcp-teardown.ts";
import { replaceTsRecent, tcpAck } from "./tcp-ack.ts";
import { ackSendCheck, dataQueue, dataReceived, queueReceived, receiveRttByStamp } from "./tcp-data.ts";
import { dropSegment, options, segment, takeOptions } from "./tcp-received.ts";
import { sendChallengeAck, tcpReset, validate } from "./tcp-validate.ts";
import { initializeRcvMss, truesize } from "./tcp-window.ts";

/** The next segment in order with nothing unusual: of those most segments are (`tcp_rcv_established`). */
function isPredicted(tp: TcpSock, skb: SkBuff): boolean {
  if ((segment.flags & ~TCP_PSH) !== TCP_ACK || segment.seq !== tp.rcvNxt) return false;
  if (after(segment.ack, tp.sndNxt) || tp.ofoHead !== null || tp.receiveWindow === 0) return false;
  if (segment.window * 2 ** tp.sndWscale !== tp.sndWnd || tp.sndWnd === 0) return false;
  if (segment.headerLength !== tp.headerLength) return false;
  if (tp.sawTstamp && ((tp.rcvTsval - tp.tsRecent) | 0) < 0) return false;
  return tp.sk.rmemAlloc < tp.sk.rcvbuf && skb.tail - skb.data >= segment.headerLength;
}

function receiveEstablished(tp: TcpSock, skb: SkBuff): void {
  if (isPredicted(tp, skb)) {
    if (segment.payload === 0) {
      if (tp.sawTstamp && tp.rcvNxt === tp.rcvWup) replaceTsRecent(tp, segment.seq);
      tcpAck(tp, segment, 0);
      consumeSkb(skb);
      dataSendCheck(tp);
      tp.rcvRttLastTsecr = tp.rcvTsecr;
      return;
    }
    if (!after((tp.rcvNxt + segment.payload) | 0, (tp.rcvNxt + tp.receiveWindow) | 0))
      return hasForwardMemory(tp, skb) ? fastData(tp, skb) : slowData(tp, skb);
  }
  if (!segment.has(TCP_ACK | TCP_RST | TCP_SYN))
    return dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
  if (validate(tp, skb)) slowData(tp, skb);
}

/** What memory is charged in, bytes (`PAGE_SIZE`). */
const PAGE_SIZE = 4096;

/** Whether what is left of the page that was charged last holds the packet (`sk_forward_alloc`). */
function hasForwardMemory(tp: TcpSock, skb: SkBuff): boolean {
  return (-(tp.sk.rmemAlloc + tp.wmemQueued) & (PAGE_SIZE - 1)) >= truesize(skb);
}

/** What comes after the checks (`step5` in `tcp_rcv_established`). */
function slowData(tp: TcpSock, skb: SkBuff): void {
  const result = tcpAck(tp, segment, flag.SLOWPATH | flag.UPDATE_TS_RECENT);
  if (result < 0) return dropSegment(tp, skb, -result);
  if (tp.sawTstamp) receiveRttByStamp(tp, segment.payload);
  const { headerLength } = segment;
  skb.pull(headerLength);
  dataQueue(tp, skb, headerLength);
  dataSendCheck(tp);
  ackSendCheck(tp, true);
}

function fastData(tp: TcpSock, skb: SkBuff): void {
  const { headerLength, ack, seq } = segment;
  if (tp.sawTstamp && tp.rcvNxt === tp.rcvWup) replaceTsRecent(tp, seq);
  if (tp.sawTstamp) receiveRttByStamp(tp, segment.payload);
  tp.count(MIB.TCPHPHits);
  skb.dst = null;
  skb.pull(headerLength);
  queueReceived(tp, skb);
  dataReceived(tp, skb, headerLength);
  tp.wakePending = true;
  if (ack !== tp.sndUna) {
    tcpAck(tp, segment, flag.DATA);
    dataSendCheck(tp);
    if ((tp.ackPending & ICSK_ACK_SCHED) === 0) return;
  } else tp.sndWl1 = seq;
  ackSendCheck(tp, false);
}

/** The handshake is over for who was asked (`TCP_SYN_RECV`). */
function becomeEstablished(tp: TcpSock): void {
  tp.delivered++;
  tp.retransStamp = 0;
  initTransfer(tp);
  tp.copiedSeq = tp.rcvNxt;
  setState(tp, TCP_ESTABLISHED);
  tp.sndUna = segment.ack;
  tp.sndWnd = segment.window * 2 ** tp.sndWscale;
  tp.sndWl1 = segment.seq;
  if (tp.timestampOk) tp.advmss -= TCPOLEN_TSTAMP_ALIGNED;
  tp.lsndtime = tp.mstamp;
  initializeRcvMss(tp);
  wakeAll(tp);
}

/** The FIN of this side was acknowledged. @returns false: the packet is done with */
function finAcked(tp: TcpSock, skb: SkBuff): boolean {
  if (tp.sndUna !== tp.writeSeq) return true;
  setState(tp, TCP_FIN_WAIT2);
  tp.shutdown |= SEND_SHUTDOWN;
  if (!tp.orphaned) {
    wakeAll(tp);
    return true;
  }
  const fin = segment.has(TCP_FIN) ? 1 : 0;
  const late = segment.seq !== segment.endSeq && after((segment.endSeq - fin) | 0, tp.rcvNxt);
  if (tp.linger2 < 0 || late) {
    connectionDone(tp);
    tp.count(MIB.TCPAbortOnData);
    dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_ABORT_ON_DATA);
    return false;
  }
  const timeout = finTime(tp);
  if (timeout > TCP_TIMEWAIT_LEN) armKeepalive(tp, timeout - TCP_TIMEWAIT_LEN);
  else if (fin !== 0 || tp.inRelease) armKeepalive(tp, timeout);
  else {
    timeWait(tp, TCP_FIN_WAIT2, timeout);
    consumeSkb(skb);
    return false;
  }
  return true;
}

/** @returns false: the packet is done with */
function afterAck(tp: TcpSock, skb: SkBuff): boolean {
  if (tp.state === TCP_SYN_RECV) {
    becomeEstablished(tp);
    return true;
  }
  if (tp.state === TCP_FIN_WAIT1) return finAcked(tp, skb);
  if (tp.sndUna !== tp.writeSeq) return true;
  if (tp.state === TCP_CLOSING) timeWait(tp, TCP_TIME_WAIT, 0);
  else if (tp.state === TCP_LAST_ACK) connectionDone(tp);
  else return true;
  consumeSkb(skb);
  return false;
}

/** In every state but "established" (`tcp_rcv_state_process`). @returns why a reset is to be sent; 0: none is */
function receiveInState(tp: TcpSock, skb: SkBuff): number {
  if (tp.state === TCP_CLOSE) {
    dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_CLOSE);
    return 0;
  }
  if (tp.state === TCP_SYN_SENT) return receiveSynSent(tp, skb);
  if (!segment.has(TCP_ACK | TCP_RST | TCP_SYN)) {
    dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
    return 0;
  }
  if (!validate(tp, skb)) return 0;
  const result = tcpAck(tp, segment, flag.SLOWPATH | flag.UPDATE_TS_RECENT | flag.NO_CHALLENGE_ACK);
  if (result <= 0) {
    if (tp.state === TCP_SYN_RECV) return result === 0 ? reason.SKB_DROP_REASON_TCP_OLD_ACK : -result;
    if (result < 0) {
      sendChallengeAck(tp);
      dropSegment(tp, skb, -result);
      return 0;
    }
  }
  if (!afterAck(tp, skb)) return 0;
  return segmentText(tp, skb);
}

function segmentText(tp: TcpSock, skb: SkBuff): number {
  const { state } = tp;
  const ending = state === TCP_CLOSE_WAIT || state === TCP_CLOSING || state === TCP_LAST_ACK;
  if (ending && !before(segment.seq, tp.rcvNxt)) {
    dataSendCheck(tp);
    ackSendCheck(tp, true);
    const empty = segment.seq === segment.endSeq;
    if (empty) consumeSkb(skb);
    else dropSegment(tp, skb, reason.SKB_DROP_REASON_NOT_SPECIFIED);
    return 0;
  }
  if (state !== TCP_ESTABLISHED && (tp.shutdown & RCV_SHUTDOWN) !== 0) {
    const fin = segment.has(TCP_FIN) ? 1 : 0;
    if (segment.seq !== segment.endSeq && after((segment.endSeq - fin) | 0, tp.rcvNxt)) {
      tp.count(MIB.TCPAbortOnData);
      tcpReset(tp);
      return reason.SKB_DROP_REASON_TCP_ABORT_ON_DATA;
    }
  }
  const { headerLength } = segment;
  skb.pull(headerLength);
  dataQueue(tp, skb, headerLength);
  if (tp.state !== TCP_CLOSE) {
    dataSendCheck(tp);
    ackSendCheck(tp, true);
  }
  return 0;
}

/**
 * A segment for a connection, which nobody else works on (`tcp_v4_do_rcv`). Takes it over unless a reset is to be sent; its data is
 * at the TCP header, and `cbIif` is its size in memory.
 * @returns why a reset is to be sent for it; 0: none is
 */
export function receiveSegment(tp: TcpSock, skb: SkBuff): number {
  tp.refresh();
  segment.read(skb);
  parseOptions(options, skb.bytes, skb.data, segment.headerLength, segment.syn);
  takeOptions(tp);
  tp.segsIn += skb.gsoSize !== 0 ? Math.ceil(segment.payload / skb.gsoSize) : 1;
  if (segment.payload > 0) tp.dataSegsIn++;
  if (tp.state === TCP_ESTABLISHED) {
    receiveEstablished(tp, skb);
    return 0;
  }
  return receiveInState(tp, skb);
}
