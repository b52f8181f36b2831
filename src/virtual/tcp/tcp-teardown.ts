/**
 * The end of connections: states, TIME-WAIT, what is given back.
 *
 * Source: `net/ipv4/tcp.c` (`tcp_set_state`, `tcp_done`), `net/ipv4/inet_connection_sock.c` (`inet_csk_destroy_sock`),
 * `net/ipv4/tcp_minisocks.c` (`tcp_time_wait`).
 */

import { SKB_DROP_REASON_QUEUE_PURGE } from "../core/drop-reason.ts";
import { kfreeSkb } from "../core/skbuff.ts";
import { purgeOutOfOrder } from "./input/tcp-ofo.ts";
import { stopTimers } from "./output/tcp-rearm.ts";
import { CHRONO_BUSY, chronoStop } from "./tcp-chrono.ts";
import { MIB } from "./tcp-mib.ts";
import type { TcpSock } from "./tcp-sock.ts";
import {
  SHUTDOWN_MASK,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIME_WAIT,
  TCP_TIMEWAIT_LEN,
} from "./tcp-states.ts";
import { TimewaitSock } from "./tcp-timewait-sock.ts";

/** Who waits for anything is told, when the segment is done with (`sk_state_change`). */
export function wakeAll(tp: TcpSock): void {
  tp.wakePending = true;
  tp.wakeOutPending = true;
}

/** `tcp_set_state` */
export function setState(tp: TcpSock, state: number): void {
  const old = tp.state;
  const counted = old === TCP_ESTABLISHED || old === TCP_CLOSE_WAIT;
  if (state === TCP_ESTABLISHED) {
    if (old !== TCP_ESTABLISHED) tp.count(MIB.CurrEstab);
  } else if (state === TCP_CLOSE_WAIT) {
    if (old === TCP_SYN_RECV) tp.count(MIB.CurrEstab);
  } else {
    if (state === TCP_CLOSE) {
      if (counted) tp.count(MIB.EstabResets);
      tp.tcp.hash.remove(tp);
      if (!tp.portLocked) releasePort(tp);
    }
    if (counted) tp.count(MIB.CurrEstab, -1);
  }
  tp.state = state;
}

function releasePort(tp: TcpSock): void {
  if (tp.localPort !== 0) {
    tp.formerPort = tp.localPort;
    tp.tcp.hash.putPort(tp);
  }
  tp.localPort = 0;
}

/** `tcp_write_queue_purge` */
export function purgeWriteQueue(tp: TcpSock): void {
  tp.queue.purge();
  chronoStop(tp, CHRONO_BUSY);
  tp.wmemQueued = 0;
  tp.packetsOut = tp.lostOut = tp.sackedOut = tp.retransOut = 0;
  tp.backoff = 0;
}

/** `tcp_done` */
export function connectionDone(tp: TcpSock): void {
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) tp.count(MIB.AttemptFails);
  setState(tp, TCP_CLOSE);
  stopTimers(tp);
  tp.shutdown = SHUTDOWN_MASK;
  if (tp.orphaned) destroySock(tp);
  else wakeAll(tp);
}

/** Who wants to hear that a socket is gone, while its ports are still known. */
export const teardownHooks = { destroyed: (_tp: TcpSock): void => {} };

/** Gives everything back (`inet_csk_destroy_sock`). */
export function destroySock(tp: TcpSock): void {
  if (tp.destroyed) return;
  tp.destroyed = true;
  tp.state = TCP_CLOSE;
  teardownHooks.destroyed(tp);
  stopTimers(tp);
  tp.tcp.hash.remove(tp);
  releasePort(tp);
  purgeWriteQueue(tp);
  for (let skb = tp.receiveQueue.shift(); skb !== null; skb = tp.receiveQueue.shift()) {
    tp.sk.rmemAlloc -= skb.charged;
    skb.charged = 0;
    kfreeSkb(skb, SKB_DROP_REASON_QUEUE_PURGE, "skb_queue_purge_reason");
  }
  purgeOutOfOrder(tp, SKB_DROP_REASON_QUEUE_PURGE);
  tp.tcp.sockets--;
  if (tp.countsAsOrphan) tp.tcp.orphans--;
  tp.dst = null;
  tp.release();
}

/**
 * What is left of the connection stays for a while, and answers (`tcp_time_wait`).
 * @param timeout µs; of TIME-WAIT itself it is a minute
 */
export function timeWait(tp: TcpSock, state: number, timeout: number): void {
  const { tcp } = tp;
  if (tcp.timeWaits < tcp.sysctls.maxTwBuckets) {
    const tw = new TimewaitSock(tp, state);
    tcp.hash.remove(tp);
    tcp.hash.insert(tw);
    tcp.hash.inherit(tw);
    const least = Math.max(timeout, (tp.rto << 2) - (tp.rto >> 1));
    tw.schedule(state === TCP_TIME_WAIT ? TCP_TIMEWAIT_LEN : least);
  }
  connectionDone(tp);
}
