/**
 * The end of a connection, as a program wishes it: half of it, all of it, or at once.
 *
 * Source: `net/ipv4/tcp.c` (`__tcp_close`, `tcp_disconnect`, `tcp_shutdown`), `net/ipv4/inet_connection_sock.c` (`inet_csk_listen_stop`).
 */
import { ECONNRESET, EINVAL, ENOTCONN } from "../../../errno.ts";
import { TCP_ACK, TCP_FIN } from "../../../packet/tcp.ts";
import { SKB_DROP_REASON_QUEUE_PURGE } from "../../core/drop-reason.ts";
import { kfreeSkb } from "../../core/skbuff.ts";
import { dropRequest } from "../handshake/tcp-request.ts";
import { sendActiveReset } from "../output/tcp-output.ts";
import { armKeepalive } from "../output/tcp-rearm.ts";
import { pushPending } from "../output/tcp-write.ts";
import { finTime } from "../tcp-fin-time.ts";
import { lockSock, releaseSock } from "../tcp-lock.ts";
import { MIB } from "../tcp-mib.ts";
import { allocSegment, TCP_SKB_OVERHEAD } from "../tcp-segment.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  RCV_SHUTDOWN,
  SEND_SHUTDOWN,
  SHUTDOWN_MASK,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_FIN_WAIT1,
  TCP_FIN_WAIT2,
  TCP_LAST_ACK,
  TCP_LISTEN,
  TCP_NAGLE_OFF,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIMEWAIT_LEN,
} from "../tcp-states.ts";
import {
  connectionDone,
  destroySock,
  purgeWriteQueue,
  setState,
  timeWait,
  wakeAll,
} from "../tcp-teardown.ts";

/** Ends what a listener has (`inet_csk_listen_stop`). */
export function stopListening(tp: TcpSock): void {
  const { accept } = tp;
  if (accept === null) return;
  tp.tcp.hash.unlisten(tp);
  for (const request of [...accept.requests]) dropRequest(request);
  for (let child = accept.shift(); child !== undefined; child = accept.shift()) {
    child.listener = null;
    child.orphaned = true;
    if (needsReset(child.state)) sendActiveReset(child);
    if (child.state !== TCP_CLOSE) connectionDone(child);
    else destroySock(child);
  }
  tp.accept = null;
}

/** Whether the other side has to be told that this one is gone (`tcp_need_reset`). */
export function needsReset(state: number): boolean {
  return (
    state === TCP_ESTABLISHED ||
    state === TCP_CLOSE_WAIT ||
    state === TCP_FIN_WAIT1 ||
    state === TCP_FIN_WAIT2 ||
    state === TCP_SYN_RECV
  );
}

/** The state in which this side has ended (`tcp_close_state`). @returns whether a FIN is to be sent */
function closeState(tp: TcpSock): boolean {
  switch (tp.state) {
    case TCP_ESTABLISHED:
    case TCP_SYN_RECV:
      setState(tp, TCP_FIN_WAIT1);
      return true;
    case TCP_CLOSE_WAIT:
      setState(tp, TCP_LAST_ACK);
      return true;
    case TCP_SYN_SENT:
    case TCP_LISTEN:
      setState(tp, TCP_CLOSE);
      return false;
    default:
      return false;
  }
}

/** `tcp_send_fin` */
function sendFin(tp: TcpSock): void {
  const { tail, sendHead } = tp.queue;
  if (tail !== null && sendHead !== null) {
    tail.flags |= TCP_FIN;
    tail.endSeq = (tail.endSeq + 1) | 0;
    tp.writeSeq = (tp.writeSeq + 1) | 0;
  } else {
    const fin = allocSegment(1);
    fin.seq = tp.writeSeq;
    fin.endSeq = tp.writeSeq = (tp.writeSeq + 1) | 0;
    fin.flags = TCP_ACK | TCP_FIN;
    tp.wmemQueued += TCP_SKB_OVERHEAD;
    tp.queue.append(fin);
  }
  pushPending(tp, TCP_NAGLE_OFF);
}

/** `inet_shutdown`. @param how 0: read, 1: write, 2: both. @returns 0 or a negative error */
export function tcpShutdown(tp: TcpSock, how: number): number {
  if (how < 0 || how > 2) return -EINVAL;
  const mask = how + 1;
  lockSock(tp);
  let error = 0;
  if (tp.state === TCP_CLOSE) error = -ENOTCONN;
  if (tp.state === TCP_LISTEN) {
    if ((mask & RCV_SHUTDOWN) !== 0) {
      stopListening(tp);
      tp.state = TCP_CLOSE;
    }
  } else if (tp.state === TCP_SYN_SENT) {
    disconnect(tp);
    tp.connecting = false;
  } else {
    tp.shutdown |= mask;
    if ((mask & SEND_SHUTDOWN) !== 0 && mayFin(tp.state)) if (closeState(tp)) sendFin(tp);
  }
  wakeAll(tp);
  releaseSock(tp);
  return error;
}

function mayFin(state: number): boolean {
  return state === TCP_ESTABLISHED || state === TCP_SYN_RECV || state === TCP_CLOSE_WAIT;
}

/** Ends the connection at once (`tcp_disconnect`). */
export function disconnect(tp: TcpSock): void {
  const { state } = tp;
  if (state === TCP_LISTEN) stopListening(tp);
  else if (needsReset(state)) {
    sendActiveReset(tp);
    tp.sk.error = ECONNRESET;
  } else if (state === TCP_SYN_SENT) tp.sk.error = ECONNRESET;
  purgeWriteQueue(tp);
  if (state !== TCP_CLOSE) connectionDone(tp);
}

/** The program lets go (`tcp_close`); what is to be sent still is. */
export function tcpClose(tp: TcpSock): void {
  if (tp.orphaned || tp.destroyed) return;
  lockSock(tp);
  closeLocked(tp);
  releaseSock(tp);
  orphan(tp);
}

function closeLocked(tp: TcpSock): void {
  tp.shutdown = SHUTDOWN_MASK;
  if (tp.state === TCP_LISTEN) {
    stopListening(tp);
    setState(tp, TCP_CLOSE);
    return;
  }
  let unread = false;
  for (let skb = tp.receiveQueue.shift(); skb !== null; skb = tp.receiveQueue.shift()) {
    const end = (skb.cbC & TCP_FIN) !== 0 ? (skb.cbB - 1) | 0 : skb.cbB;
    if (after(end, tp.copiedSeq)) unread = true;
    tp.sk.rmemAlloc -= skb.charged;
    skb.charged = 0;
    kfreeSkb(skb, SKB_DROP_REASON_QUEUE_PURGE, "skb_queue_purge_reason");
  }
  if (tp.state === TCP_CLOSE) return;
  if (unread) {
    tp.count(MIB.TCPAbortOnClose);
    sendActiveReset(tp);
    setState(tp, TCP_CLOSE);
  } else if (tp.lingers && tp.lingerTime === 0) {
    disconnect(tp);
    tp.count(MIB.TCPAbortOnData);
  } else if (closeState(tp)) sendFin(tp);
}

/** Nobody has it any more. */
function orphan(tp: TcpSock): void {
  tp.orphaned = true;
  if (tp.state === TCP_CLOSE) return destroySock(tp);
  tp.countsAsOrphan = true;
  tp.tcp.orphans++;
  if (tp.state !== TCP_FIN_WAIT2) return;
  if (tp.linger2 < 0) {
    sendActiveReset(tp);
    setState(tp, TCP_CLOSE);
    tp.count(MIB.TCPAbortOnLinger);
    return destroySock(tp);
  }
  const timeout = finTime(tp);
  if (timeout > TCP_TIMEWAIT_LEN) armKeepalive(tp, timeout - TCP_TIMEWAIT_LEN);
  else timeWait(tp, TCP_FIN_WAIT2, timeout);
}
