/**
 * A segment for a connection: which checks it passes, and what it does to the state.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_rcv_established`, `tcp_rcv_state_process`, `tcp_validate_incoming`,
 * `tcp_rcv_synsent_state_process`), RFC 9293, section 3.10.7, RFC 5961.
 */
import { ECONNREFUSED, ECONNRESET, EPIPE } from "../../errno.ts";
import { read16, read32 } from "../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_PSH,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  TCP_WINDOW,
  tcpHeaderLength,
} from "../../packet/tcp.ts";
import * as reason from "../core/drop-reason.ts";
import { consumeSkb, kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { type AckSegment, ackHooks, replaceTsRecent, tcpAck } from "./tcp-ack.ts";
import { ackSendCheck, dataQueue, dataReceived, queueReceived, receiveRttByStamp } from "./tcp-data.ts";
import { enterQuickAck, isInteractive, resetDelayedAckTimer, TCP_MAX_QUICKACKS } from "./tcp-delack.ts";
import { finishConnect, initTransfer, sendSynAckCrossed } from "./tcp-establish.ts";
import { finTime } from "./tcp-fin-time.ts";
import * as flag from "./tcp-flags.ts";
import { MIB } from "./tcp-mib.ts";
import { syncMss } from "./tcp-mss.ts";
import { dsackSet } from "./tcp-ofo.ts";
import { parseOptions, ReceivedOptions } from "./tcp-options.ts";
import { sendAck } from "./tcp-output.ts";
import { armKeepalive, armTimer } from "./tcp-rearm.ts";
import { after, before, between } from "./tcp-seq.ts";
import type { TcpSock } from "./tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  RCV_SHUTDOWN,
  SEND_SHUTDOWN,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_DELACK_MAX,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
  TCP_TIMEOUT_MIN_US,
  TCP_TIMEWAIT_LEN,
  TCPOLEN_TSTAMP_ALIGNED,
  US_PER_MS,
} from "./tcp-states.ts";
import { connectionDone, purgeWriteQueue, setState, timeWait, wakeAll } from "./tcp-teardown.ts";
import { initializeRcvMss } from "./tcp-window.ts";
import { checkSpace, pushPending } from "./tcp-write.ts";

const options = new ReceivedOptions();

/** The segment that is being worked on. */
class Segment implements AckSegment {
  bytes: Uint8Array = new Uint8Array(0);
  readonly options = options;
  seq = 0;
  endSeq = 0;
  ack = 0;
  window = 0;
  flags = 0;
  payload = 0;
  headerLength = TCP_HLEN;

  get syn(): boolean {
    return (this.flags & TCP_SYN) !== 0;
  }

  has(bits: number): boolean {
    return (this.flags & bits) !== 0;
  }

  /** Reads the header at the packet's data, and notes what queues need of it. */
  read(skb: SkBuff): void {
    const { bytes, data } = skb;
    this.bytes = bytes;
    this.headerLength = tcpHeaderLength(bytes, data);
    this.flags = bytes[data + TCP_FLAGS];
    this.seq = read32(bytes, data + TCP_SEQUENCE) | 0;
    this.ack = read32(bytes, data + TCP_ACKNOWLEDGEMENT) | 0;
    this.window = read16(bytes, data + TCP_WINDOW);
    this.payload = skb.tail - data - this.headerLength;
    const control = (this.flags & TCP_SYN ? 1 : 0) + (this.flags & TCP_FIN ? 1 : 0);
    this.endSeq = (this.seq + this.payload + control) | 0;
    skb.cbA = this.seq;
    skb.cbB = this.endSeq;
    skb.cbC = this.flags;
  }
}

const segment = new Segment();

function drop(tp: TcpSock, skb: SkBuff, why: number): void {
  tp.sk.drops++;
  kfreeSkb(skb, why, "tcp_drop_reason");
}

/** Time stamps of a segment as the connection keeps them. */
function takeOptions(tp: TcpSock): void {
  tp.sawTstamp = options.sawTimestamp && tp.timestampOk;
  if (!tp.sawTstamp) return;
  tp.rcvTsval = options.tsVal;
  tp.rcvTsecr = options.tsEcr;
}

/** `__tcp_oow_rate_limited` */
function oowLimited(tp: TcpSock, counter: number): boolean {
  const limit = tp.tcp.sysctls.invalidRatelimit * US_PER_MS;
  if (tp.lastOowAckTime !== 0 && tp.mstamp - tp.lastOowAckTime < limit) {
    tp.count(counter);
    return true;
  }
  tp.lastOowAckTime = tp.mstamp;
  return false;
}

/** Who guesses must not learn or do anything (`tcp_send_challenge_ack`, RFC 5961). */
function sendChallengeAck(tp: TcpSock): void {
  if (oowLimited(tp, MIB.TCPACKSkippedChallenge)) return;
  const { tcp } = tp;
  const limit = tcp.sysctls.challengeAckLimit;
  if (limit !== 2147483647) {
    const second = Math.floor(tp.mstamp / 1e6);
    if (second !== tcp.challengeStamp) {
      tcp.challengeStamp = second;
      tcp.challengeCount = (limit >> 1) + (tp.net.machine.random() % Math.max(1, limit));
    }
    if (tcp.challengeCount <= 0) return;
    tcp.challengeCount--;
  }
  tp.count(MIB.TCPChallengeACK);
  sendAck(tp);
}
ackHooks.challenge = sendChallengeAck;

/** `tcp_send_dupack` */
function sendDupAck(tp: TcpSock): void {
  if (segment.seq !== segment.endSeq && before(segment.seq, tp.rcvNxt)) {
    tp.count(MIB.DelayedACKLost);
    enterQuickAck(tp, TCP_MAX_QUICKACKS);
    const end = after(segment.endSeq, tp.rcvNxt) ? tp.rcvNxt : segment.endSeq;
    dsackSet(tp, segment.seq, end);
  }
  sendAck(tp);
}

/** The peer does not know the connection any more (`tcp_reset`). */
export function tcpReset(tp: TcpSock): void {
  if (tp.state === TCP_CLOSE) return;
  if (tp.state === TCP_SYN_SENT) tp.sk.error = ECONNREFUSED;
  else tp.sk.error = tp.state === TCP_CLOSE_WAIT ? EPIPE : ECONNRESET;
  purgeWriteQueue(tp);
  connectionDone(tp);
  wakeAll(tp);
}

/** An old segment of an earlier turn of the sequence numbers (`tcp_paws_discard`). */
function pawsRejects(tp: TcpSock): boolean {
  if (!tp.sawTstamp || tp.tsRecent === 0) return false;
  if (((tp.tsRecent - tp.rcvTsval) | 0) <= 0) return false;
  if (Math.floor(tp.mstamp / 1e6) >= tp.tsRecentStamp + 24 * 24 * 3600) return false;
  // an acknowledgement that was overtaken is no harm (`tcp_disordered_ack`)
  const pure = segment.seq === segment.endSeq && segment.seq === tp.rcvNxt && segment.ack === tp.sndUna;
  const late = ((tp.tsRecent - tp.rcvTsval) | 0) > (tp.rto * 1.2) / 1000;
  return !(pure && !late);
}

/** Whether the segment lies in the window (`tcp_sequence`). @returns 0 or why not */
function outside(tp: TcpSock): number {
  const { seq, endSeq } = segment;
  if (before(endSeq, tp.rcvWup)) return reason.SKB_DROP_REASON_TCP_INVALID_SEQUENCE;
  const end = (tp.rcvNxt + tp.receiveWindow) | 0;
  const last = segment.has(TCP_FIN) ? (endSeq - 1) | 0 : endSeq;
  if (!after(last, end)) return 0;
  if (after(seq, end)) return reason.SKB_DROP_REASON_TCP_INVALID_SEQUENCE;
  if (tp.receiveQueue.head === null) return 0;
  tp.count(MIB.BeyondWindow);
  return reason.SKB_DROP_REASON_TCP_INVALID_END_SEQUENCE;
}

/** A reset in the place of a FIN that has come already counts, too (`tcp_reset_check`). */
function resetAfterFin(tp: TcpSock): boolean {
  const closing = tp.state === TCP_CLOSE_WAIT || tp.state === TCP_LAST_ACK || tp.state === TCP_CLOSING;
  return closing && segment.seq === ((tp.rcvNxt - 1) | 0);
}

/** Whether the segment may be believed (`tcp_validate_incoming`); one that may not is gone. */
function validate(tp: TcpSock, skb: SkBuff): boolean {
  if (pawsRejects(tp) && !segment.has(TCP_RST)) {
    if (segment.syn) return challengeSyn(tp, skb);
    tp.count(MIB.PAWSEstab);
    const data = segment.seq !== segment.endSeq;
    if (data || !oowLimited(tp, MIB.TCPACKSkippedPAWS)) sendDupAck(tp);
    drop(tp, skb, reason.SKB_DROP_REASON_TCP_RFC7323_PAWS);
    return false;
  }
  const why = outside(tp);
  if (why !== 0) {
    if (!segment.has(TCP_RST)) {
      if (segment.syn) return challengeSyn(tp, skb);
      const data = segment.seq !== segment.endSeq;
      if (data || !oowLimited(tp, MIB.TCPACKSkippedSeq)) sendDupAck(tp);
    } else if (resetAfterFin(tp)) return acceptReset(tp, skb);
    drop(tp, skb, why);
    return false;
  }
  if (segment.has(TCP_RST)) {
    if (segment.seq === tp.rcvNxt || resetAfterFin(tp) || segment.seq === highestReceived(tp))
      return acceptReset(tp, skb);
    sendChallengeAck(tp);
    drop(tp, skb, reason.SKB_DROP_REASON_TCP_RESET);
    return false;
  }
  if (!segment.syn) return true;
  const crossed =
    tp.state === TCP_SYN_RECV &&
    segment.has(TCP_ACK) &&
    segment.endSeq === ((segment.seq + 1) | 0) &&
    segment.endSeq === tp.rcvNxt &&
    segment.ack === tp.sndNxt;
  return crossed || challengeSyn(tp, skb);
}

/** The end of what was told to have come out of order. */
function highestReceived(tp: TcpSock): number {
  let high = tp.rcvNxt;
  for (let i = 0; i < tp.numSacks; i++) if (after(tp.sacks[2 * i + 1], high)) high = tp.sacks[2 * i + 1];
  return high;
}

function challengeSyn(tp: TcpSock, skb: SkBuff): false {
  tp.count(MIB.TCPSYNChallenge);
  sendChallengeAck(tp);
  drop(tp, skb, reason.SKB_DROP_REASON_TCP_INVALID_SYN);
  return false;
}

function acceptReset(tp: TcpSock, skb: SkBuff): false {
  tcpReset(tp);
  consumeSkb(skb);
  return false;
}

/** After a segment: what may be sent now is (`tcp_data_snd_check`). */
function dataSendCheck(tp: TcpSock): void {
  pushPending(tp);
  checkSpace(tp);
}

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
      return fastData(tp, skb);
  }
  if (!segment.has(TCP_ACK | TCP_RST | TCP_SYN)) return drop(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
  if (!validate(tp, skb)) return;
  const result = tcpAck(tp, segment, flag.SLOWPATH | flag.UPDATE_TS_RECENT);
  if (result < 0) return drop(tp, skb, -result);
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

/** The answer to a SYN (`tcp_rcv_synsent_state_process`). @returns why a reset is to be sent; 0: none is */
function receiveSynSent(tp: TcpSock, skb: SkBuff): number {
  const now = tp.mstamp;
  if (segment.has(TCP_ACK)) {
    if (!after(segment.ack, tp.sndUna) || after(segment.ack, tp.sndNxt)) {
      if (tp.retransmits === 0) armTimer(tp, 1, TCP_TIMEOUT_MIN_US);
      return reason.SKB_DROP_REASON_TCP_INVALID_ACK_SEQUENCE;
    }
    if (options.sawTimestamp && options.tsEcr !== 0) {
      const sent = (options.tsEcr - tp.tsOffset) | 0;
      const first = Math.floor((tp.retransStamp || now) / 1000) | 0;
      if (tp.retransStamp !== 0 && !between(sent, first, Math.floor(now / 1000) | 0)) {
        tp.count(MIB.PAWSActive);
        return reason.SKB_DROP_REASON_TCP_RFC7323_PAWS;
      }
    }
    if (segment.has(TCP_RST)) {
      acceptReset(tp, skb);
      return 0;
    }
    if (!segment.syn) {
      drop(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
      return 0;
    }
    receiveSynAck(tp);
    consumeSkb(skb);
    if (isInteractive(tp)) {
      tp.ackPending |= ICSK_ACK_SCHED;
      enterQuickAck(tp, TCP_MAX_QUICKACKS);
      resetDelayedAckTimer(tp, TCP_DELACK_MAX);
      return 0;
    }
    sendAck(tp);
    dataSendCheck(tp);
    return 0;
  }
  if (segment.has(TCP_RST) || !segment.syn) {
    const rst = segment.has(TCP_RST);
    drop(tp, skb, rst ? reason.SKB_DROP_REASON_TCP_RESET : reason.SKB_DROP_REASON_TCP_FLAGS);
    return 0;
  }
  receiveCrossedSyn(tp);
  consumeSkb(skb);
  return 0;
}

/** What the other side offers in its SYN. */
function takeSynOptions(tp: TcpSock): void {
  const { sysctls } = tp.tcp;
  tp.mssClamp = Math.min(options.mss || 536, tp.userMss || 65535);
  tp.wscaleOk = options.wscale >= 0 && sysctls.windowScaling !== 0;
  tp.sndWscale = tp.wscaleOk ? options.wscale : 0;
  tp.sackOk = options.sackPermitted && sysctls.sack !== 0;
  tp.timestampOk = options.sawTimestamp && sysctls.timestamps !== 0;
  if (tp.timestampOk) {
    tp.sawTstamp = true;
    tp.rcvTsval = options.tsVal;
    tp.rcvTsecr = options.tsEcr;
    tp.headerLength = TCP_HLEN + TCPOLEN_TSTAMP_ALIGNED;
    tp.tsRecent = options.tsVal;
    tp.tsRecentStamp = Math.floor(tp.mstamp / 1e6);
  } else {
    tp.sawTstamp = false;
    tp.headerLength = TCP_HLEN;
  }
}

function receiveSynAck(tp: TcpSock): void {
  takeSynOptions(tp);
  tp.sndWl1 = segment.seq;
  tcpAck(tp, segment, flag.SLOWPATH);
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = (segment.seq + 1) | 0;
  tp.sndWnd = segment.window;
  if (!tp.wscaleOk) {
    tp.sndWscale = tp.rcvWscale = 0;
    tp.windowClamp = Math.min(tp.windowClamp, 65535);
  }
  if (tp.timestampOk) tp.advmss -= TCPOLEN_TSTAMP_ALIGNED;
  syncMss(tp, tp.pmtuCookie);
  initializeRcvMss(tp);
  finishConnect(tp);
  wakeAll(tp);
}

/** Both sides began at once (crossed SYNs). */
function receiveCrossedSyn(tp: TcpSock): void {
  setState(tp, TCP_SYN_RECV);
  takeSynOptions(tp);
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = (segment.seq + 1) | 0;
  tp.sndWnd = segment.window;
  tp.sndWl1 = segment.seq;
  tp.maxWindow = tp.sndWnd;
  if (!tp.wscaleOk) {
    tp.sndWscale = tp.rcvWscale = 0;
    tp.windowClamp = Math.min(tp.windowClamp, 65535);
  }
  syncMss(tp, tp.pmtuCookie);
  initializeRcvMss(tp);
  sendSynAckCrossed(tp);
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
    drop(tp, skb, reason.SKB_DROP_REASON_TCP_ABORT_ON_DATA);
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
    drop(tp, skb, reason.SKB_DROP_REASON_TCP_CLOSE);
    return 0;
  }
  if (tp.state === TCP_SYN_SENT) return receiveSynSent(tp, skb);
  if (!segment.has(TCP_ACK | TCP_RST | TCP_SYN)) {
    drop(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
    return 0;
  }
  if (!validate(tp, skb)) return 0;
  const result = tcpAck(tp, segment, flag.SLOWPATH | flag.UPDATE_TS_RECENT | flag.NO_CHALLENGE_ACK);
  if (result <= 0) {
    if (tp.state === TCP_SYN_RECV) return result === 0 ? reason.SKB_DROP_REASON_TCP_OLD_ACK : -result;
    if (result < 0) {
      sendChallengeAck(tp);
      drop(tp, skb, -result);
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
    else drop(tp, skb, reason.SKB_DROP_REASON_NOT_SPECIFIED);
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
  if ((tp.state as number) !== TCP_CLOSE) {
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
