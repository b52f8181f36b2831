/**
 * What system calls do with a connection.
 *
 * Source: `net/ipv4/tcp.c`, `net/ipv4/af_inet.c` (`inet_stream_connect`, `inet_listen`), `net/ipv4/inet_connection_sock.c`.
 */
import {
  EADDRINUSE,
  EAGAIN,
  EALREADY,
  ECONNABORTED,
  ECONNRESET,
  EINPROGRESS,
  EINVAL,
  EISCONN,
  ENOTCONN,
  EOPNOTSUPP,
  EPIPE,
} from "../../errno.ts";
import { MSG_OOB, MSG_PEEK, MSG_TRUNC } from "../../kernel.ts";
import { TCP_ACK, TCP_FIN, TCP_PSH } from "../../packet/tcp.ts";
import { SKB_DROP_REASON_QUEUE_PURGE } from "../core/drop-reason.ts";
import { consumeSkb, copyBytes, kfreeSkb } from "../core/skbuff.ts";
import { AcceptQueue } from "./inet-connection-sock.ts";
import { restartAfterIdle } from "./tcp-cwnd.ts";
import { isInteractive } from "./tcp-delack.ts";
import { sendSyn } from "./tcp-establish.ts";
import { finTime } from "./tcp-fin-time.ts";
import { lockSock, releaseSock } from "./tcp-lock.ts";
import { MIB } from "./tcp-mib.ts";
import { currentMss, sizeGoal } from "./tcp-mss.ts";
import { establishedOptionLength, sendAck, sendActiveReset } from "./tcp-output.ts";
import { armKeepalive } from "./tcp-rearm.ts";
import { dropRequest } from "./tcp-request.ts";
import { allocSegment, TCP_SKB_OVERHEAD, type TcpSegment } from "./tcp-segment.ts";
import { after } from "./tcp-seq.ts";
import { hasSendRoom, isWriteable } from "./tcp-sndbuf.ts";
import type { TcpSock } from "./tcp-sock.ts";
import {
  ICSK_ACK_PUSHED,
  ICSK_ACK_PUSHED2,
  ICSK_ACK_SCHED,
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
  TCP_NAGLE_CORK,
  TCP_NAGLE_OFF,
  TCP_NAGLE_PUSH,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
  TCP_TIMEWAIT_LEN,
} from "./tcp-states.ts";
import { connectionDone, destroySock, purgeWriteQueue, setState, timeWait, wakeAll } from "./tcp-teardown.ts";
import { TimewaitSock } from "./tcp-timewait-sock.ts";
import { possibleWindow, spaceAdjust } from "./tcp-window.ts";
import { pushOne, pushPending } from "./tcp-write.ts";

const MSG_MORE = 0x8000;

/** `tcp_twsk_unique`: a new connection may take the place of what is left of one, when time stamps tell them apart. */
function mayReplace(tp: TcpSock, other: object): boolean {
  if (!(other instanceof TimewaitSock) || other.substate !== TCP_TIME_WAIT) return false;
  const { twReuse } = tp.tcp.sysctls;
  const loopback = tp.isIpv4 ? tp.r3 >>> 24 === 127 : (tp.r0 | tp.r1 | tp.r2) === 0 && tp.r3 === 1;
  if (twReuse === 0 || (twReuse === 2 && !loopback)) return false;
  if (!other.timestampOk || Math.floor(tp.mstamp / 1e6) <= other.tsRecentStamp) return false;
  tp.writeSeq = (other.sndNxt + 65535 + 2) | 0 || 1;
  tp.tsRecent = other.tsRecent;
  tp.tsRecentStamp = other.tsRecentStamp;
  other.end();
  return true;
}

/**
 * Sets out to the other end, which `tp` has already (`tcp_v4_connect`). @returns 0 or a negative error: the connection is under way
 */
export function tcpConnect(tp: TcpSock): number {
  const error = tp.af.route(tp);
  if (error !== 0) return error;
  tp.refresh();
  setState(tp, TCP_SYN_SENT);
  const hadPort = tp.localPort;
  tp.writeSeq = 0;
  const taken = tp.tcp.hash.connect(tp.net, tp, (other) => mayReplace(tp, other));
  if (taken !== 0) {
    tp.state = TCP_CLOSE;
    tp.localPort = hadPort;
    return taken;
  }
  const again = tp.af.route(tp);
  if (again !== 0) {
    setState(tp, TCP_CLOSE);
    return again;
  }
  if (tp.writeSeq === 0) tp.writeSeq = tp.tcp.initialSequence(tp);
  tp.tsOffset = tp.tcp.timestampOffset(tp);
  tp.ident = tp.net.machine.random() & 0xffff;
  sendSyn(tp);
  return 0;
}

/** What a second `connect` says of the first (`__inet_stream_connect`). */
export function connectAgain(tp: TcpSock): number {
  if (tp.connecting) {
    if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return -EALREADY;
    tp.connecting = false;
    if (tp.state === TCP_CLOSE) return tp.sk.takeError() || -ECONNABORTED;
    return 0;
  }
  return tp.state === TCP_CLOSE ? 0 : -EISCONN;
}

export function beginConnect(tp: TcpSock): number {
  lockSock(tp);
  const error = tcpConnect(tp);
  if (error === 0) tp.connecting = true;
  releaseSock(tp);
  if (error !== 0) return error;
  // over the loopback device the answer has come already, but who asked not to wait is told so all the same
  return -EINPROGRESS;
}

/** `inet_csk_listen_start`. @returns 0 or a negative error */
export function tcpListen(tp: TcpSock, backlog: number): number {
  if (tp.state !== TCP_CLOSE && tp.state !== TCP_LISTEN) return -EINVAL;
  const most = tp.tcp.sysctls.somaxconn;
  const bounded = backlog >>> 0 > most ? most : backlog;
  if (tp.accept !== null) {
    tp.accept.backlog = bounded;
    return 0;
  }
  if (tp.localPort === 0) {
    const error = tp.tcp.hash.bind(tp.net, tp, 0);
    if (error !== 0) return -EADDRINUSE;
  }
  tp.state = TCP_LISTEN;
  if (!tp.tcp.hash.mayListen(tp)) {
    tp.state = TCP_CLOSE;
    return -EADDRINUSE;
  }
  tp.accept = new AcceptQueue(bounded);
  tp.tcp.hash.listen(tp);
  return 0;
}

/** The oldest connection that nobody took. @returns it, or a negative error */
export function tcpAccept(tp: TcpSock): TcpSock | number {
  if (tp.accept === null || tp.state !== TCP_LISTEN) return -EINVAL;
  const child = tp.accept.shift();
  if (child === undefined) return -EAGAIN;
  child.listener = null;
  return child;
}

/** Ends what a listener has (`inet_csk_listen_stop`). */
function stopListening(tp: TcpSock): void {
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

function needsReset(state: number): boolean {
  return (
    state === TCP_ESTABLISHED ||
    state === TCP_CLOSE_WAIT ||
    state === TCP_FIN_WAIT1 ||
    state === TCP_FIN_WAIT2 ||
    state === TCP_SYN_RECV
  );
}

/** Whether a segment may be added to. */
function hasRoom(tp: TcpSock, tail: TcpSegment | null, goal: number): tail is TcpSegment {
  return (
    tail !== null &&
    tp.queue.sendHead !== null &&
    !tail.eor &&
    tail.length < goal &&
    (tail.flags & TCP_FIN) === 0
  );
}

/** `forced_push` */
function forcesPush(tp: TcpSock): boolean {
  return after(tp.writeSeq, (tp.pushedSeq + (tp.maxWindow >> 1)) | 0);
}

function markPush(tp: TcpSock, segment: TcpSegment): void {
  segment.flags |= TCP_PSH;
  tp.pushedSeq = tp.writeSeq;
}

/** `tcp_sendmsg`. @returns bytes taken or a negative error */
export function tcpSend(tp: TcpSock, data: Uint8Array, flags: number): number {
  if ((flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
  lockSock(tp);
  const result = sendLocked(tp, data, flags);
  releaseSock(tp);
  return result;
}

function sendLocked(tp: TcpSock, data: Uint8Array, flags: number): number {
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return -EAGAIN;
  const open = tp.state === TCP_ESTABLISHED || tp.state === TCP_CLOSE_WAIT;
  if (!open || tp.sk.error !== 0 || (tp.shutdown & SEND_SHUTDOWN) !== 0) return tp.sk.takeError() || -EPIPE;
  tp.refresh();
  if (tp.queue.head === null) restartAfterIdle(tp);
  const mss = currentMss(tp, establishedOptionLength(tp));
  const goal = sizeGoal(tp, mss);
  let copied = 0;
  while (copied < data.length) {
    let { tail } = tp.queue;
    if (!hasRoom(tp, tail, goal)) {
      if (!hasSendRoom(tp)) {
        tp.noSpace = true;
        break;
      }
      tail = allocSegment(Math.min(goal, Math.max(data.length - copied, 1)));
      tail.seq = tail.endSeq = tp.writeSeq;
      tail.flags = TCP_ACK;
      tp.wmemQueued += TCP_SKB_OVERHEAD;
      tp.queue.append(tail);
    }
    const count = Math.min(goal - tail.length, data.length - copied);
    const at = tail.skb.put(count);
    copyBytes(data, copied, copied + count, tail.skb.bytes, at);
    if (copied === 0) tail.flags &= ~TCP_PSH;
    copied += count;
    tp.wmemQueued += count;
    tp.writeSeq = (tp.writeSeq + count) | 0;
    tail.endSeq = (tail.endSeq + count) | 0;
    tail.pcount = 0;
    if (copied === data.length || tail.length < goal) continue;
    if (forcesPush(tp)) {
      markPush(tp, tail);
      pushPending(tp, TCP_NAGLE_PUSH);
    } else if (tail === tp.queue.sendHead) pushOne(tp, mss);
  }
  if (copied === 0) return data.length === 0 ? 0 : -EAGAIN;
  push(tp, flags, copied < data.length ? TCP_NAGLE_PUSH : tp.nonagle);
  return copied;
}

/** `tcp_push` */
function push(tp: TcpSock, flags: number, nonagle: number): void {
  const { tail, sendHead } = tp.queue;
  if (tail === null || sendHead === null) return;
  const more = (flags & MSG_MORE) !== 0;
  if (!more || forcesPush(tp)) markPush(tp, tail);
  pushPending(tp, more ? TCP_NAGLE_CORK : nonagle);
}

/** Bytes that can be read. */
export function readable(tp: TcpSock): boolean {
  if (tp.state === TCP_LISTEN) return tp.accept !== null && tp.accept.length > 0;
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return (tp.sk.error || tp.softError) !== 0;
  return (
    tp.receiveQueue.head !== null ||
    (tp.shutdown & RCV_SHUTDOWN) !== 0 ||
    tp.sk.error !== 0 ||
    tp.state === TCP_CLOSE
  );
}

export function writable(tp: TcpSock): boolean {
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return (tp.sk.error || tp.softError) !== 0;
  if (tp.state === TCP_CLOSE || tp.sk.error !== 0 || (tp.shutdown & SEND_SHUTDOWN) !== 0) return true;
  if (isWriteable(tp)) return true;
  tp.noSpace = true;
  return false;
}

/** `tcp_recvmsg`. @returns bytes, 0 at the end, or a negative error */
export function tcpRecv(tp: TcpSock, into: Uint8Array, flags: number): number {
  if ((flags & MSG_OOB) !== 0) return -EINVAL;
  if (tp.state === TCP_LISTEN) return -ENOTCONN;
  lockSock(tp);
  const peek = (flags & MSG_PEEK) !== 0;
  const discard = (flags & MSG_TRUNC) !== 0;
  const copied = copyOut(tp, into, peek, discard);
  let result = copied;
  if (copied === 0 && into.length > 0) result = whyNothing(tp);
  if (copied > 0 && !peek) cleanup(tp, copied);
  releaseSock(tp);
  return result;
}

function copyOut(tp: TcpSock, into: Uint8Array, peek: boolean, discard: boolean): number {
  let copied = 0;
  let seq = tp.copiedSeq;
  let skb = tp.receiveQueue.head;
  tp.refresh();
  while (skb !== null && copied < into.length) {
    const offset = (seq - skb.cbA) | 0;
    const length = skb.tail - skb.data;
    if (offset < length) {
      const from = skb.data + offset;
      const count = Math.min(length - offset, into.length - copied);
      if (!discard) copyBytes(skb.bytes, from, from + count, into, copied);
      copied += count;
      seq = (seq + count) | 0;
      if (!peek) tp.copiedSeq = seq;
      if (offset + count < length) break;
    }
    if ((skb.cbC & TCP_FIN) !== 0) {
      if (!peek) {
        tp.copiedSeq = (seq + 1) | 0;
        dropFirst(tp);
      }
      break;
    }
    if (peek) skb = skb.next;
    else {
      dropFirst(tp);
      skb = tp.receiveQueue.head;
    }
  }
  if (!peek && copied > 0) spaceAdjust(tp);
  return copied;
}

/** The first packet was read in full. */
function dropFirst(tp: TcpSock): void {
  const skb = tp.receiveQueue.shift();
  if (skb === null) return;
  tp.sk.rmemAlloc -= skb.charged;
  skb.charged = 0;
  consumeSkb(skb);
}

function whyNothing(tp: TcpSock): number {
  if (tp.done) return 0;
  const error = tp.sk.takeError();
  if (error !== 0) return error;
  if ((tp.shutdown & RCV_SHUTDOWN) !== 0) return 0;
  return tp.state === TCP_CLOSE ? -ENOTCONN : -EAGAIN;
}

/** After a read: the window may be open again (`tcp_cleanup_rbuf`). */
function cleanup(tp: TcpSock, copied: number): void {
  let now = false;
  if ((tp.ackPending & ICSK_ACK_SCHED) !== 0) {
    const pushed = (tp.ackPending & ICSK_ACK_PUSHED) !== 0 && !isInteractive(tp);
    const small = ((tp.ackPending & ICSK_ACK_PUSHED2) !== 0 || pushed) && tp.sk.rmemAlloc === 0;
    now = ((tp.rcvNxt - tp.rcvWup) | 0) > tp.rcvMss || small;
  }
  if (copied > 0 && !now && (tp.shutdown & RCV_SHUTDOWN) === 0) {
    const window = tp.receiveWindow;
    if (2 * window <= tp.windowClamp) {
      const next = possibleWindow(tp);
      now = next !== 0 && next >= 2 * window;
    }
  }
  if (now) sendAck(tp);
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
