/**
 * Arming the timers of a connection; what they do when they fire is in `tcp-timer.ts`.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_rearm_rto`), `net/ipv4/tcp_output.c` (`tcp_schedule_loss_probe`), `include/net/tcp.h`.
 */
import { KernelTimer } from "../../core/timer.ts";
import { rtoMax, rtoMin } from "../input/tcp-rtt.ts";
import { type TcpSock, timerHandlers } from "../tcp-sock.ts";
import {
  ICSK_TIME_LOSS_PROBE,
  ICSK_TIME_PROBE0,
  ICSK_TIME_REO_TIMEOUT,
  ICSK_TIME_RETRANS,
  TCP_CA_CWR,
  TCP_CA_OPEN,
  TCP_RTO_MIN,
  TCP_TIMEOUT_INIT,
  TCP_TIMEOUT_MIN_US,
  US_PER_S,
} from "../tcp-states.ts";

const NS_PER_US = 1000;
/** `tp.deferred` */
export const DEFERRED_WRITE = 1;
export const DEFERRED_DELACK = 2;
export const DEFERRED_KEEPALIVE = 4;

/** `inet_csk_reset_xmit_timer`; `after` in µs. */
export function armTimer(tp: TcpSock, what: number, after: number): void {
  tp.pendingTimer = what;
  tp.timeout = tp.now() + Math.max(1, Math.min(after, rtoMax(tp)));
  tp.net.machine.modTimer(tp.writeTimer, tp.timeout * NS_PER_US);
}

/** Stops the timer of retransmissions and probes. */
export function clearWriteTimer(tp: TcpSock): void {
  tp.pendingTimer = 0;
  if (tp.writeTimer.pending) tp.net.machine.deleteTimer(tp.writeTimer);
}

/** µs until the time-out of the oldest segment (`tcp_rto_delta_us`). */
export function rtoDelta(tp: TcpSock): number {
  const first = tp.queue.rtxHead;
  return first === null ? tp.rto : first.sentAt + tp.rto - tp.mstamp;
}

/** `tcp_rearm_rto` */
export function armRto(tp: TcpSock): void {
  if (tp.packetsOut === 0) {
    clearWriteTimer(tp);
    return;
  }
  let { rto } = tp;
  if (tp.pendingTimer === ICSK_TIME_REO_TIMEOUT || tp.pendingTimer === ICSK_TIME_LOSS_PROBE)
    rto = Math.max(rtoDelta(tp), 1);
  armTimer(tp, ICSK_TIME_RETRANS, rto);
}

/** `tcp_schedule_loss_probe`. @returns whether it is armed */
export function scheduleLossProbe(tp: TcpSock, advancing: boolean): boolean {
  const early = tp.tcp.sysctls.earlyRetrans;
  if ((early !== 3 && early !== 4) || tp.packetsOut === 0 || !tp.sackOk) return false;
  if (tp.caState !== TCP_CA_OPEN && tp.caState !== TCP_CA_CWR) return false;
  let timeout = TCP_TIMEOUT_INIT;
  if (tp.srttUs !== 0) {
    timeout = tp.srttUs >> 2;
    timeout += tp.packetsOut === 1 ? rtoMin(tp) : TCP_TIMEOUT_MIN_US;
  }
  const delta = advancing ? tp.rto : rtoDelta(tp);
  if (delta > 0) timeout = Math.min(timeout, delta);
  armTimer(tp, ICSK_TIME_LOSS_PROBE, timeout);
  return true;
}

/** µs until the next probe of a shut window (`tcp_probe0_when`). */
export function probeWhen(tp: TcpSock): number {
  const base = Math.max(tp.rto, TCP_RTO_MIN);
  return Math.min(base * 2 ** Math.min(tp.backoff, 12), rtoMax(tp));
}

/** Something waits and nothing is under way: the window is asked for (`tcp_check_probe_timer`). */
export function checkProbeTimer(tp: TcpSock): void {
  if (tp.packetsOut === 0 && tp.pendingTimer === 0)
    armTimer(tp, ICSK_TIME_PROBE0, Math.max(tp.rto, TCP_RTO_MIN));
}

/** How long a connection is idle before it is probed, in µs (`keepalive_time_when`). */
export function keepaliveWhen(tp: TcpSock): number {
  return (tp.keepaliveTime || tp.tcp.sysctls.keepaliveTime) * US_PER_S;
}

/** Arms the keepalive timer; `after` in µs. */
export function armKeepalive(tp: TcpSock, after: number): void {
  tp.keepaliveTimer ??= new KernelTimer<TcpSock>(timerHandlers.keepalive, tp);
  tp.net.machine.modTimer(tp.keepaliveTimer, (tp.now() + after) * NS_PER_US);
}

/** Ends all timers. */
export function stopTimers(tp: TcpSock): void {
  const { machine } = tp.net;
  clearWriteTimer(tp);
  for (const timer of [tp.delackTimer, tp.keepaliveTimer, tp.compressedTimer])
    if (timer !== null) machine.deleteTimer(timer);
}
