/**
 * Reading from a connection.
 *
 * Source: `net/ipv4/tcp.c` (`tcp_recvmsg`, `tcp_cleanup_rbuf`).
 */
import { EAGAIN, EINVAL, ENOTCONN } from "../../../errno.ts";
import { MSG_OOB, MSG_PEEK, MSG_TRUNC } from "../../../kernel.ts";
import { TCP_FIN } from "../../../packet/tcp.ts";
import { consumeSkb, copyBytes } from "../../core/skbuff.ts";
import { isInteractive } from "../input/tcp-delack.ts";
import { possibleWindow, spaceAdjust } from "../input/tcp-window.ts";
import { sendAck } from "../output/tcp-output.ts";
import { lockSock, releaseSock } from "../tcp-lock.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_ACK_PUSHED,
  ICSK_ACK_PUSHED2,
  ICSK_ACK_SCHED,
  RCV_SHUTDOWN,
  TCP_CLOSE,
  TCP_LISTEN,
} from "../tcp-states.ts";

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
