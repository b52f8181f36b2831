/**
 * Received data: in order, out of order, twice; and the end of it.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_data_queue`, `tcp_queue_rcv`, `tcp_fin`, `__tcp_ack_snd_check`).
 */
import { TCP_FIN } from "../../../packet/tcp.ts";
import {
  SKB_DROP_REASON_PROTO_MEM,
  SKB_DROP_REASON_TCP_OLD_DATA,
  SKB_DROP_REASON_TCP_OVERWINDOW,
  SKB_DROP_REASON_TCP_ZEROWINDOW,
} from "../../core/drop-reason.ts";
import { consumeSkb, kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { sendAck } from "../output/tcp-output.ts";
import { MIB } from "../tcp-mib.ts";
import { TCP_SKB_OVERHEAD } from "../tcp-segment.ts";
import { after, before } from "../tcp-seq.ts";
import { type TcpSock, timerHandlers } from "../tcp-sock.ts";
import {
  ICSK_ACK_NOW,
  ICSK_ACK_SCHED,
  RCV_SHUTDOWN,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_SYN_RECV,
  TCP_TIME_WAIT,
} from "../tcp-states.ts";
import { setState, timeWait, wakeAll } from "../tcp-teardown.ts";
import {
  acknowledgesAtOnce,
  enterPingpong,
  enterQuickAck,
  eventDataReceived,
  measureRcvMss,
  scheduleDelayedAck,
  TCP_MAX_QUICKACKS,
} from "./tcp-delack.ts";
import { ecnAcceptCwr, ecnDataReceived, ectOf, TCP_ECN_OK } from "./tcp-ecn.ts";
import {
  dsackSet,
  pruneOutOfOrder,
  purgeOutOfOrder,
  queueOutOfOrder,
  sackRemove,
  takeInOrder,
} from "./tcp-ofo.ts";
import {
  clampWindow,
  fullSpace,
  growWindow,
  possibleWindow,
  setWindowClamp,
  truesize,
} from "./tcp-window.ts";

const COMPRESSED_ACKS = 44;
const COMPRESSED_DELAY_NS = 1_000_000;

function drop(tp: TcpSock, skb: SkBuff, reason: number): void {
  tp.sk.drops++;
  kfreeSkb(skb, reason, "tcp_drop_reason");
}

/** The ratio of bytes to memory changed: so did what may be promised. */
function ratioChanged(tp: TcpSock): void {
  setWindowClamp(tp, fullSpace(tp));
  if (tp.windowClamp < tp.rcvqSpace) tp.rcvqSpace = tp.windowClamp;
}

/** Room for a packet, made where there is none (`tcp_try_rmem_schedule`). @returns whether there is */
function makeRoom(tp: TcpSock): boolean {
  const { sk } = tp;
  if (sk.rmemAlloc <= sk.rcvbuf) return true;
  tp.count(MIB.PruneCalled);
  clampWindow(tp);
  if (sk.rmemAlloc <= sk.rcvbuf) return true;
  pruneOutOfOrder(tp);
  if (sk.rmemAlloc <= sk.rcvbuf) return true;
  tp.count(MIB.RcvPruned);
  return false;
}

/** Puts a packet that is in order behind the others; next to one of its kind it takes no memory but for its bytes. */
export function queueReceived(tp: TcpSock, skb: SkBuff): void {
  const { tail } = tp.receiveQueue;
  const joins =
    tail !== null && tail.cbB === skb.cbA && tail.storage.references === 1 && (tail.cbC & TCP_FIN) === 0;
  skb.charged = truesize(skb);
  if (joins) {
    skb.charged = Math.max(0, skb.charged - TCP_SKB_OVERHEAD);
    tp.count(MIB.TCPRcvCoalesce);
  }
  tp.sk.rmemAlloc += skb.charged;
  tp.bytesReceived += (skb.cbB - tp.rcvNxt) >>> 0;
  tp.rcvNxt = skb.cbB;
  tp.receiveQueue.push(skb);
}

/** Learns from a segment with data (`tcp_event_data_recv`). */
export function dataReceived(tp: TcpSock, skb: SkBuff, headerLength: number): void {
  const length = skb.tail - skb.data;
  tp.ackPending |= ICSK_ACK_SCHED;
  measureRcvMss(tp, length, skb.gsoSize, truesize(skb), headerLength, (skb.cbC & 8) !== 0, ratioChanged);
  receiveRttByWindow(tp);
  eventDataReceived(tp);
  if ((tp.ecnFlags & TCP_ECN_OK) !== 0) ecnDataReceived(tp, ectOf(skb));
  growWindow(tp, skb, length, true);
}

/** A window's worth of data takes a round trip (`tcp_rcv_rtt_measure`). */
function receiveRttByWindow(tp: TcpSock): void {
  if (tp.rcvRttTime !== 0) {
    if (before(tp.rcvNxt, tp.rcvRttSeq)) return;
    updateReceiveRtt(tp, Math.max(tp.mstamp - tp.rcvRttTime, 1), true);
  }
  tp.rcvRttSeq = (tp.rcvNxt + tp.rcvWnd) | 0;
  tp.rcvRttTime = tp.mstamp;
}

/** Time stamps that are echoed tell it, too (`tcp_rcv_rtt_measure_ts`). */
export function receiveRttByStamp(tp: TcpSock, length: number): void {
  if (tp.rcvTsecr === tp.rcvRttLastTsecr) return;
  tp.rcvRttLastTsecr = tp.rcvTsecr;
  if (length < tp.rcvMss || tp.rcvTsecr === 0) return;
  const ms = (tp.tsClock + tp.tsOffset - tp.rcvTsecr) | 0;
  if (ms < 0 || ms > 1_000_000) return;
  updateReceiveRtt(tp, Math.max(ms, 1) * 1000, false);
}

/** `tcp_rcv_rtt_update` */
function updateReceiveRtt(tp: TcpSock, sample: number, byWindow: boolean): void {
  const scaled = sample * 8;
  if (tp.rcvRttUs === 0) tp.rcvRttUs = scaled;
  else if (byWindow) tp.rcvRttUs = Math.min(tp.rcvRttUs, scaled);
  else if (scaled < tp.rcvRttUs) tp.rcvRttUs = scaled;
  else if (tp.receiveQueue.head === null) tp.rcvRttUs += (scaled - tp.rcvRttUs) >> 3;
}

/** The peer sends no more (`tcp_fin`). */
export function receiveFin(tp: TcpSock): void {
  tp.ackPending |= ICSK_ACK_SCHED;
  tp.shutdown |= RCV_SHUTDOWN;
  tp.done = true;
  switch (tp.state) {
    case TCP_SYN_RECV:
    case TCP_ESTABLISHED:
      setState(tp, TCP_CLOSE_WAIT);
      enterPingpong(tp);
      break;
    case TCP_FIN_WAIT1:
      sendAck(tp);
      setState(tp, TCP_CLOSING);
      break;
    case TCP_FIN_WAIT2:
      sendAck(tp);
      timeWait(tp, TCP_TIME_WAIT, 0);
      break;
  }
  purgeOutOfOrder(tp, 2);
  tp.numSacks = 0;
  tp.hasDsack = false;
  wakeAll(tp);
}

/** Old data, or none that has room: it is acknowledged at once, and dropped. */
function outOfWindow(tp: TcpSock, skb: SkBuff, reason: number): void {
  enterQuickAck(tp, TCP_MAX_QUICKACKS);
  tp.ackPending |= ICSK_ACK_SCHED;
  drop(tp, skb, reason);
}

/** The payload of a segment that passed the checks (`tcp_data_queue`). Takes it over; data is at the payload. */
export function dataQueue(tp: TcpSock, skb: SkBuff, headerLength: number): void {
  const seq = skb.cbA;
  const endSeq = skb.cbB;
  if (seq === endSeq) {
    consumeSkb(skb);
    return;
  }
  skb.dst = null;
  ecnAcceptCwr(tp, skb);
  tp.hasDsack = false;
  if (seq === tp.rcvNxt) {
    const bareFin = skb.tail === skb.data && (skb.cbC & TCP_FIN) !== 0;
    if (tp.receiveWindow === 0 && !bareFin) {
      tp.count(MIB.TCPZeroWindowDrop);
      return outOfWindow(tp, skb, SKB_DROP_REASON_TCP_ZEROWINDOW);
    }
    return inOrder(tp, skb, headerLength);
  }
  if (!after(endSeq, tp.rcvNxt)) {
    tp.count(MIB.DelayedACKLost);
    dsackSet(tp, seq, endSeq);
    return outOfWindow(tp, skb, SKB_DROP_REASON_TCP_OLD_DATA);
  }
  if (!before(seq, (tp.rcvNxt + tp.receiveWindow) | 0))
    return outOfWindow(tp, skb, SKB_DROP_REASON_TCP_OVERWINDOW);
  if (before(seq, tp.rcvNxt)) {
    dsackSet(tp, seq, tp.rcvNxt);
    if (tp.receiveWindow === 0) {
      tp.count(MIB.TCPZeroWindowDrop);
      return outOfWindow(tp, skb, SKB_DROP_REASON_TCP_ZEROWINDOW);
    }
    return inOrder(tp, skb, headerLength);
  }
  tp.ackPending |= ICSK_ACK_SCHED;
  if ((tp.ecnFlags & TCP_ECN_OK) !== 0) ecnDataReceived(tp, ectOf(skb));
  queueOutOfOrder(tp, skb, makeRoom(tp));
}

function inOrder(tp: TcpSock, skb: SkBuff, headerLength: number): void {
  if (!makeRoom(tp) && tp.receiveQueue.head !== null && skb.tail > skb.data) {
    tp.ackPending |= ICSK_ACK_NOW | ICSK_ACK_SCHED;
    tp.count(MIB.TCPRcvQDrop);
    wakeAll(tp);
    drop(tp, skb, SKB_DROP_REASON_PROTO_MEM);
    return;
  }
  const fin = (skb.cbC & TCP_FIN) !== 0;
  const hasData = skb.tail > skb.data;
  queueReceived(tp, skb);
  if (hasData) dataReceived(tp, skb, headerLength);
  if (fin) receiveFin(tp);
  if (tp.ofoHead !== null) {
    for (let next = takeInOrder(tp); next !== null; next = takeInOrder(tp)) {
      const end = (next.cbC & TCP_FIN) !== 0;
      queueReceived(tp, next);
      if (end) receiveFin(tp);
    }
    if (tp.ofoHead === null) tp.ackPending |= ICSK_ACK_NOW;
  }
  if (tp.numSacks > 0) sackRemove(tp);
  tp.wakePending = true;
}

/** Acknowledges now, or later (`__tcp_ack_snd_check`). */
export function ackSendCheck(tp: TcpSock, outOfOrder: boolean): void {
  if ((tp.ackPending & ICSK_ACK_SCHED) === 0) return;
  const received = (tp.rcvNxt - tp.rcvWup) | 0;
  if (
    (received > tp.rcvMss && (((tp.rcvNxt - tp.copiedSeq) | 0) < 1 || possibleWindow(tp) >= tp.rcvWnd)) ||
    acknowledgesAtOnce(tp) ||
    (tp.ackPending & ICSK_ACK_NOW) !== 0
  ) {
    if (tp.inRelease) tp.ackDeferred = true;
    else sendAck(tp);
    return;
  }
  if (!outOfOrder || tp.ofoHead === null) {
    if (scheduleDelayedAck(tp)) sendAck(tp);
    return;
  }
  if (!tp.sackOk || tp.compressedAcks >= COMPRESSED_ACKS) return sendAck(tp);
  if (tp.compressedFor !== tp.rcvNxt) {
    tp.compressedFor = tp.rcvNxt;
    tp.dupAckCounter = 0;
  }
  if (tp.dupAckCounter < 3) {
    tp.dupAckCounter++;
    return sendAck(tp);
  }
  compressAck(tp);
}

/** Of many segments out of order not each is told of (`tcp_compressed_ack`). */
function compressAck(tp: TcpSock): void {
  tp.compressedAcks++;
  if (tp.compressedTimer?.pending) return;
  let rtt = tp.rcvRttUs;
  if (tp.srttUs !== 0 && tp.srttUs < rtt) rtt = tp.srttUs;
  tp.compressedTimer ??= new KernelTimer<TcpSock>(timerHandlers.compressedAck, tp);
  const delay = Math.min(COMPRESSED_DELAY_NS, (rtt * 125) / 20);
  tp.net.machine.modTimer(tp.compressedTimer, tp.net.machine.now() + delay);
}
