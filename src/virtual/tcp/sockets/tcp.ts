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
  EINPROGRESS,
  EINVAL,
  EISCONN,
  EOPNOTSUPP,
  EPIPE,
} from "../../../errno.ts";
import { MSG_OOB } from "../../../kernel.ts";
import { TCP_ACK, TCP_FIN, TCP_PSH } from "../../../packet/tcp.ts";
import { copyBytes } from "../../core/skbuff.ts";
import { restartAfterIdle } from "../congestion/tcp-cwnd.ts";
import { sendSyn } from "../handshake/tcp-establish.ts";
import { AcceptQueue } from "../inet-connection-sock.ts";
import { establishedOptionLength } from "../output/tcp-output.ts";
import { hasSendRoom, isWriteable } from "../output/tcp-sndbuf.ts";
import { pushOne, pushPending } from "../output/tcp-write.ts";
import { CHRONO_BUSY, chronoStart } from "../tcp-chrono.ts";
import { lockSock, releaseSock } from "../tcp-lock.ts";
import { currentMss, sizeGoal } from "../tcp-mss.ts";
import { allocSegment, TCP_SKB_OVERHEAD, type TcpSegment } from "../tcp-segment.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  RCV_SHUTDOWN,
  SEND_SHUTDOWN,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_LISTEN,
  TCP_NAGLE_CORK,
  TCP_NAGLE_PUSH,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
} from "../tcp-states.ts";
import { setState } from "../tcp-teardown.ts";
import { TimewaitSock } from "../tcp-timewait-sock.ts";

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

/** Sends the SYN. @returns `-EINPROGRESS` when it is on its way, or another negative error */
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
      if (tp.queue.sendHead === null) chronoStart(tp, CHRONO_BUSY);
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

/** Whether there is news for who waits for the connection. */
function hasFailed(tp: TcpSock): boolean {
  return tp.sk.error !== 0 || (tp.softError !== 0 && tp.softErrorPolls);
}

/** Bytes that can be read. */
export function readable(tp: TcpSock): boolean {
  if (tp.state === TCP_LISTEN) return tp.accept !== null && tp.accept.length > 0;
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return hasFailed(tp);
  return (
    tp.receiveQueue.head !== null ||
    (tp.shutdown & RCV_SHUTDOWN) !== 0 ||
    tp.sk.error !== 0 ||
    tp.state === TCP_CLOSE
  );
}

/** What `poll` says of writing: there is room, or an error to be told; a connection that is being made has none (`tcp_poll`). */
export function writable(tp: TcpSock): boolean {
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) return hasFailed(tp);
  if (tp.state === TCP_CLOSE || tp.sk.error !== 0 || (tp.shutdown & SEND_SHUTDOWN) !== 0) return true;
  if (isWriteable(tp)) return true;
  tp.noSpace = true;
  return false;
}
