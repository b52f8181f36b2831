/**
 * When data is acknowledged: at once, with what is sent back, or a bit later.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_incr_quickack`, `tcp_enter_quickack_mode`, `tcp_event_data_recv`, `tcp_measure_rcv_mss`,
 * `__tcp_ack_snd_check`), `net/ipv4/tcp_output.c` (`tcp_send_delayed_ack`), RFC 5681, section 4.2.
 */
import { KernelTimer } from "../../core/timer.ts";
import { type TcpSock, timerHandlers } from "../tcp-sock.ts";
import {
  ICSK_ACK_PUSHED,
  ICSK_ACK_PUSHED2,
  ICSK_ACK_SCHED,
  ICSK_ACK_TIMER,
  TCP_ATO_MIN,
  TCP_DELACK_MAX,
  TCP_DELACK_MIN,
  US_PER_S,
} from "../tcp-states.ts";

/** So many segments are acknowledged at once at most when a connection begins (`TCP_MAX_QUICKACKS`). */
export const TCP_MAX_QUICKACKS = 16;
const NS_PER_US = 1000;
const RTAX_QUICKACK = 15;

/** `inet_csk_in_pingpong_mode` */
export function isInteractive(tp: TcpSock): boolean {
  return tp.pingpong >= tp.tcp.sysctls.pingpongThresh;
}

/** From now on acknowledgements ride on data that is sent back (`inet_csk_enter_pingpong_mode`). */
export function enterPingpong(tp: TcpSock): void {
  tp.pingpong = tp.tcp.sysctls.pingpongThresh;
}

/** `tcp_in_quickack_mode` */
export function acknowledgesAtOnce(tp: TcpSock): boolean {
  if (tp.dst !== null && tp.af.metric(tp.dst, RTAX_QUICKACK) !== 0) return true;
  return tp.quick > 0 && !isInteractive(tp);
}

/** `tcp_incr_quickack` */
export function incrementQuickAck(tp: TcpSock, most: number): void {
  let acks = Math.floor(tp.rcvWnd / (2 * tp.rcvMss));
  if (acks === 0) acks = 2;
  acks = Math.min(acks, most);
  if (acks > tp.quick) tp.quick = acks;
}

/** `tcp_enter_quickack_mode` */
export function enterQuickAck(tp: TcpSock, most: number): void {
  incrementQuickAck(tp, most);
  tp.pingpong = 0;
  tp.ato = TCP_ATO_MIN;
}

/** `inet_csk_clear_xmit_timer(ICSK_TIME_DACK)` */
export function clearDelayedAck(tp: TcpSock): void {
  tp.ackPending = 0;
  if (tp.delackTimer?.pending) tp.net.machine.deleteTimer(tp.delackTimer);
}

/** Arms the timer `after` µs from now. */
export function resetDelayedAckTimer(tp: TcpSock, after: number): void {
  tp.ackPending |= ICSK_ACK_SCHED | ICSK_ACK_TIMER;
  tp.ackTimeout = tp.now() + after;
  tp.delackTimer ??= new KernelTimer<TcpSock>(timerHandlers.delack, tp);
  tp.net.machine.modTimer(tp.delackTimer, tp.ackTimeout * NS_PER_US);
}

/** `tcp_send_delayed_ack`. @returns true when it is due now */
export function scheduleDelayedAck(tp: TcpSock): boolean {
  let { ato } = tp;
  if (ato > TCP_DELACK_MIN) {
    let most = US_PER_S / 2;
    if (isInteractive(tp) || (tp.ackPending & ICSK_ACK_PUSHED) !== 0) most = TCP_DELACK_MAX;
    if (tp.srttUs !== 0) most = Math.min(most, Math.max(tp.srttUs / 8, TCP_DELACK_MIN));
    ato = Math.min(ato, most);
  }
  ato = Math.min(ato, tp.delackMax);
  let timeout = tp.now() + ato;
  if ((tp.ackPending & ICSK_ACK_TIMER) !== 0) {
    if (tp.ackTimeout <= tp.now() + (ato >> 2)) return true;
    if (timeout > tp.ackTimeout) timeout = tp.ackTimeout;
  }
  tp.ackPending |= ICSK_ACK_SCHED | ICSK_ACK_TIMER;
  tp.ackTimeout = timeout;
  tp.delackTimer ??= new KernelTimer<TcpSock>(timerHandlers.delack, tp);
  tp.net.machine.modTimer(tp.delackTimer, timeout * NS_PER_US);
  return false;
}

/** Data came: how long an acknowledgement may wait by the time between segments (`tcp_event_data_recv`). */
export function eventDataReceived(tp: TcpSock): void {
  tp.ackPending |= ICSK_ACK_SCHED;
  const now = tp.mstamp;
  if (tp.ato === 0) {
    incrementQuickAck(tp, TCP_MAX_QUICKACKS);
    tp.ato = TCP_ATO_MIN;
  } else {
    const passed = now - tp.lrcvtime;
    if (passed <= TCP_ATO_MIN / 2) tp.ato = (tp.ato >> 1) + TCP_ATO_MIN / 2;
    else if (passed < tp.ato) tp.ato = Math.min((tp.ato >> 1) + passed, tp.rto);
    else if (passed > tp.rto) incrementQuickAck(tp, TCP_MAX_QUICKACKS);
  }
  tp.lrcvtime = now;
}

/** Learns how long the peer's segments are (`tcp_measure_rcv_mss`). */
export function measureRcvMss(
  tp: TcpSock,
  length: number,
  gsoSize: number,
  skbTruesize: number,
  headerLength: number,
  pushed: boolean,
  ratioChanged: (tp: TcpSock) => void,
): void {
  const last = tp.lastSegSize;
  tp.lastSegSize = 0;
  let size = gsoSize || length;
  if (size >= tp.rcvMss) {
    if (size !== tp.rcvMss) {
      const ratio = Math.min(255, Math.max(1, Math.floor((length * 256) / skbTruesize)));
      if (ratio !== tp.scalingRatio) {
        tp.scalingRatio = ratio;
        ratioChanged(tp);
      }
    }
    tp.rcvMss = Math.min(size, tp.advmss);
    if (pushed) tp.ackPending |= ICSK_ACK_PUSHED;
    return;
  }
  size += headerLength;
  if (size >= 536 + 20 || (size >= 88 + 20 && !pushed)) {
    size -= tp.headerLength;
    tp.lastSegSize = size;
    if (size === last) {
      tp.rcvMss = size;
      return;
    }
  }
  if ((tp.ackPending & ICSK_ACK_PUSHED) !== 0) tp.ackPending |= ICSK_ACK_PUSHED2;
  tp.ackPending |= ICSK_ACK_PUSHED;
}
