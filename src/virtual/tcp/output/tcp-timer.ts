/**
 * Timers of a connection: retransmission, probes of a tail loss and of a shut window, delayed acknowledgement, keepalive.
 *
 * Source: `net/ipv4/tcp_timer.c`, `net/ipv4/tcp_output.c` (`tcp_schedule_loss_probe`, `tcp_send_loss_probe`, `tcp_write_wakeup`).
 */

import { ETIMEDOUT } from "../../../errno.ts";
import { TCP_PSH } from "../../../packet/tcp.ts";
import { rtoMax } from "../input/tcp-rtt.ts";
import { enterLoss } from "../recovery/tcp-loss.ts";
import { reoTimeout } from "../recovery/tcp-rack.ts";
import { cutSegment, retransmitSegment } from "../recovery/tcp-retransmit.ts";
import { finTime } from "../tcp-fin-time.ts";
import { releaseHooks, releaseSock } from "../tcp-lock.ts";
import { MIB } from "../tcp-mib.ts";
import { currentMss } from "../tcp-mss.ts";
import { after, before, between } from "../tcp-seq.ts";
import { type TcpSock, timerHandlers } from "../tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  ICSK_ACK_TIMER,
  ICSK_TIME_LOSS_PROBE,
  ICSK_TIME_PROBE0,
  ICSK_TIME_REO_TIMEOUT,
  ICSK_TIME_RETRANS,
  TCP_ATO_MIN,
  TCP_CA_DISORDER,
  TCP_CA_LOSS,
  TCP_CA_RECOVERY,
  TCP_CLOSE,
  TCP_FIN_WAIT2,
  TCP_LISTEN,
  TCP_NAGLE_OFF,
  TCP_RTO_MIN,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  TCP_TIMEOUT_INIT,
  TCP_TIMEWAIT_LEN,
  US_PER_S,
} from "../tcp-states.ts";
import { connectionDone, timeWait, wakeAll } from "../tcp-teardown.ts";
import { blackHole } from "./tcp-mtu-probe.ts";
import {
  establishedOptionLength,
  sendAck,
  sendActiveReset,
  sendProbe,
  transmitSegment,
} from "./tcp-output.ts";
import {
  armKeepalive,
  armRto,
  armTimer,
  DEFERRED_DELACK,
  DEFERRED_KEEPALIVE,
  DEFERRED_WRITE,
  keepaliveWhen,
  probeWhen,
} from "./tcp-rearm.ts";
import { setPacketCount, writeXmit } from "./tcp-write.ts";

const NS_PER_US = 1000;
/** `tcp_send_loss_probe` */
function sendLossProbe(tp: TcpSock): void {
  const mss = currentMss(tp, establishedOptionLength(tp));
  if (tp.tlpHighSeq === 0) {
    tp.tlpRetrans = false;
    if (probeTail(tp, mss)) {
      tp.tlpHighSeq = tp.sndNxt;
      tp.count(MIB.TCPLossProbes);
      tp.pendingTimer = 0;
    }
  }
  armRto(tp);
}

function probeTail(tp: TcpSock, mss: number): boolean {
  const { sendHead } = tp.queue;
  if (sendHead !== null && !after((sendHead.seq + Math.min(sendHead.length, mss)) | 0, tp.wndEnd)) {
    const out = tp.packetsOut;
    writeXmit(tp, mss, TCP_NAGLE_OFF, 2);
    return tp.packetsOut > out;
  }
  let last = tp.queue.rtxTail;
  if (last === null) return false;
  const { pcount } = last;
  if (pcount > 1 && last.length > (pcount - 1) * mss) last = cutSegment(tp, last, (pcount - 1) * mss, mss);
  if (retransmitSegment(tp, last, 1, true) !== 0) return false;
  tp.tlpRetrans = true;
  return true;
}

/** µs after which so many retransmissions are given up (`tcp_model_timeout`). */
function modelTimeout(tp: TcpSock, boundary: number, base: number): number {
  const most = rtoMax(tp);
  const doublings = Math.floor(Math.log2(most / base));
  if (boundary <= doublings) return (2 * 2 ** boundary - 1) * base;
  return (2 * 2 ** doublings - 1) * base + (boundary - doublings) * most;
}

/** `retransmits_timed_out` */
function timedOut(tp: TcpSock, boundary: number, limit: number): boolean {
  if (tp.retransmits === 0) return false;
  const opening = tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV;
  const timeout = limit !== 0 ? limit : modelTimeout(tp, boundary, opening ? TCP_TIMEOUT_INIT : TCP_RTO_MIN);
  return tp.mstamp - tp.retransStamp - timeout >= 0;
}

/** `tcp_write_err` */
function writeError(tp: TcpSock): void {
  tp.sk.error = tp.softError || ETIMEDOUT;
  wakeAll(tp);
  tp.queue.purge();
  tp.wmemQueued = 0;
  tp.count(MIB.TCPAbortOnTimeout);
  connectionDone(tp);
}

/** `tcp_orphan_retries` */
function orphanRetries(tp: TcpSock, alive: boolean): number {
  const { orphanRetries: retries } = tp.tcp.sysctls;
  if (tp.softError !== 0 && !alive) return 0;
  return retries === 0 && alive ? 8 : retries;
}

/** Whether it is given up (`tcp_write_timeout`). */
function givesUp(tp: TcpSock): boolean {
  const { sysctls } = tp.tcp;
  let expired = false;
  let limit: number;
  if (tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV) {
    limit = tp.synRetries || sysctls.synRetries;
    const most = limit + (tp.state === TCP_SYN_SENT ? sysctls.synLinearTimeouts : 0);
    expired = tp.retransmits >= most;
  } else {
    if (timedOut(tp, sysctls.retries1, 0)) blackHole(tp);
    limit = sysctls.retries2;
    if (tp.orphaned) limit = orphanRetries(tp, tp.rto < rtoMax(tp));
  }
  expired ||= timedOut(tp, limit, tp.userTimeout);
  if (!expired) {
    tp.count(MIB.TcpTimeoutRehash);
    return false;
  }
  writeError(tp);
  return true;
}

/** `tcp_retransmit_timer` */
function retransmitTimer(tp: TcpSock): void {
  if (tp.packetsOut === 0 || tp.queue.rtxHead === null) return;
  const opening = tp.state === TCP_SYN_SENT || tp.state === TCP_SYN_RECV;
  const shut = tp.sndWnd === 0 && !tp.orphaned && !opening;
  if (!shut) {
    tp.count(MIB.TCPTimeouts);
    if (givesUp(tp)) return;
    if (tp.retransmits === 0) countFailure(tp);
  } else if (tp.retransmits > 0 && tp.mstamp - tp.rcvTstamp > 2 * rtoMax(tp)) {
    writeError(tp);
    return;
  }
  enterLoss(tp);
  tp.retransmits++;
  const first = tp.queue.rtxHead;
  if (first !== null) retransmitSegment(tp, first, 1, false);
  if (tp.state !== TCP_SYN_SENT || tp.retransmits > tp.tcp.sysctls.synLinearTimeouts) {
    tp.backoff++;
    tp.rto = Math.min(tp.rto * 2, rtoMax(tp));
  }
  armTimer(tp, ICSK_TIME_RETRANS, clampToUserTimeout(tp));
  if (timedOut(tp, tp.tcp.sysctls.retries1 + 1, 0)) tp.dst = null;
}

function clampToUserTimeout(tp: TcpSock): number {
  if (tp.userTimeout === 0) return tp.rto;
  const left = tp.userTimeout - (tp.mstamp - tp.retransStamp);
  return left <= 0 ? 1 : Math.min(tp.rto, left);
}

function countFailure(tp: TcpSock): void {
  if (tp.caState === TCP_CA_RECOVERY) tp.count(tp.sackOk ? MIB.TCPSackRecoveryFail : MIB.TCPRenoRecoveryFail);
  else if (tp.caState === TCP_CA_LOSS) tp.count(MIB.TCPLossFailures);
  else if (tp.caState === TCP_CA_DISORDER || tp.sackedOut > 0)
    tp.count(tp.sackOk ? MIB.TCPSackFailures : MIB.TCPRenoFailures);
}

/** Asks for the window, with data if some of it fits (`tcp_write_wakeup`). */
function writeWakeup(tp: TcpSock, counter: number): void {
  if (tp.state === TCP_CLOSE) return;
  const { sendHead } = tp.queue;
  if (sendHead === null || !before(sendHead.seq, tp.wndEnd)) {
    if (between(tp.sndUp, (tp.sndUna + 1) | 0, (tp.sndUna + 0xffff) | 0)) sendProbe(tp, true, counter);
    sendProbe(tp, false, counter);
    return;
  }
  const mss = currentMss(tp, establishedOptionLength(tp));
  const room = Math.min((tp.wndEnd - sendHead.seq) | 0, mss);
  sendHead.flags |= TCP_PSH;
  if (sendHead.length > room) cutSegment(tp, sendHead, room, mss);
  setPacketCount(sendHead, mss);
  transmitSegment(tp, sendHead);
  tp.queue.sendHead = sendHead.next;
  tp.sndNxt = sendHead.endSeq;
  tp.queue.sortLast(sendHead);
  const out = tp.packetsOut;
  tp.packetsOut += sendHead.pcount;
  if (out === 0) armRto(tp);
}

/** `tcp_probe_timer` */
function probeTimer(tp: TcpSock): void {
  if (tp.packetsOut !== 0 || tp.queue.sendHead === null) {
    tp.probesOut = 0;
    return;
  }
  let most = tp.tcp.sysctls.retries2;
  if (tp.orphaned) {
    const alive = probeWhen(tp) < rtoMax(tp);
    most = orphanRetries(tp, alive);
    if (!alive && tp.backoff >= most) return writeError(tp);
  }
  if (tp.probesOut >= most) return writeError(tp);
  writeWakeup(tp, MIB.TCPWinProbe);
  if (tp.packetsOut !== 0 || tp.queue.sendHead === null) {
    tp.probesOut = 0;
    tp.backoff = 0;
    return;
  }
  tp.probesOut++;
  if (tp.backoff < tp.tcp.sysctls.retries2) tp.backoff++;
  armTimer(tp, ICSK_TIME_PROBE0, probeWhen(tp));
}

/** `tcp_write_timer_handler` */
export function writeTimerFired(tp: TcpSock): void {
  if (tp.state === TCP_CLOSE || tp.state === TCP_LISTEN || tp.pendingTimer === 0) return;
  const machine = tp.net.machine;
  if (tp.timeout * NS_PER_US > machine.now()) {
    machine.modTimer(tp.writeTimer, tp.timeout * NS_PER_US);
    return;
  }
  tp.refresh();
  const what = tp.pendingTimer;
  if (what === ICSK_TIME_REO_TIMEOUT) reoTimeout(tp);
  else if (what === ICSK_TIME_LOSS_PROBE) sendLossProbe(tp);
  else if (what === ICSK_TIME_RETRANS) {
    tp.pendingTimer = 0;
    retransmitTimer(tp);
  } else if (what === ICSK_TIME_PROBE0) {
    tp.pendingTimer = 0;
    probeTimer(tp);
  }
}

/** `tcp_delack_timer_handler` */
export function delackTimerFired(tp: TcpSock): void {
  if (tp.state === TCP_CLOSE || tp.state === TCP_LISTEN) return;
  if ((tp.ackPending & ICSK_ACK_TIMER) === 0) return;
  if (tp.ackTimeout > tp.now() && tp.delackTimer !== null) {
    tp.net.machine.modTimer(tp.delackTimer, tp.ackTimeout * NS_PER_US);
    return;
  }
  tp.ackPending &= ~ICSK_ACK_TIMER;
  if ((tp.ackPending & ICSK_ACK_SCHED) === 0) return;
  if (tp.pingpong < tp.tcp.sysctls.pingpongThresh) {
    // several segments came without an answer: acknowledgements are worth less delay
    tp.ato = Math.min(tp.ato << 1, tp.rto);
  } else {
    tp.pingpong = 0;
    tp.ato = TCP_ATO_MIN;
  }
  tp.refresh();
  sendAck(tp);
  tp.count(MIB.DelayedACKs);
}

/** `tcp_keepalive_timer` */
export function keepaliveTimerFired(tp: TcpSock): void {
  if (tp.state === TCP_LISTEN) return;
  tp.refresh();
  if (tp.state === TCP_FIN_WAIT2 && tp.orphaned) {
    if (tp.linger2 >= 0) {
      const left = finTime(tp) - TCP_TIMEWAIT_LEN;
      if (left > 0) return timeWait(tp, TCP_FIN_WAIT2, left);
    }
    sendActiveReset(tp);
    return connectionDone(tp);
  }
  if (!tp.keepOpen || tp.state === TCP_CLOSE || tp.state === TCP_SYN_SENT) return;
  const interval = keepaliveWhen(tp);
  if (tp.packetsOut !== 0 || tp.queue.sendHead !== null) return armKeepalive(tp, interval);
  const idle = tp.mstamp - Math.max(tp.rcvTstamp, tp.lrcvtime);
  if (idle < interval) return armKeepalive(tp, interval - idle);
  const most = tp.keepaliveProbes || tp.tcp.sysctls.keepaliveProbes;
  const overdue = tp.userTimeout !== 0 ? idle >= tp.userTimeout && tp.probesOut > 0 : tp.probesOut >= most;
  if (overdue) {
    sendActiveReset(tp);
    return writeError(tp);
  }
  sendProbe(tp, false, MIB.TCPKeepAlive);
  tp.probesOut++;
  armKeepalive(tp, (tp.keepaliveIntvl || tp.tcp.sysctls.keepaliveIntvl) * US_PER_S);
}

/** Runs a timer's work, or leaves it to the system call that works on the connection. */
function unlessOwned(tp: TcpSock, bit: number, work: (tp: TcpSock) => void): void {
  if (tp.destroyed) return;
  if (tp.owned) {
    tp.deferred |= bit;
    return;
  }
  tp.owned = true;
  work(tp);
  releaseSock(tp);
}

/** What fired while a system call worked on it (`tcp_release_cb`). */
function runDeferred(tp: TcpSock): void {
  const bits = tp.deferred;
  tp.deferred = 0;
  if ((bits & DEFERRED_WRITE) !== 0) writeTimerFired(tp);
  if ((bits & DEFERRED_DELACK) !== 0) delackTimerFired(tp);
  if ((bits & DEFERRED_KEEPALIVE) !== 0) keepaliveTimerFired(tp);
}

/** Fills in what the timers of connections call. */
export function initTimers(): void {
  releaseHooks.deferred = runDeferred;
  timerHandlers.write = (tp) => unlessOwned(tp, DEFERRED_WRITE, writeTimerFired);
  timerHandlers.delack = (tp) => unlessOwned(tp, DEFERRED_DELACK, delackTimerFired);
  timerHandlers.keepalive = (tp) => unlessOwned(tp, DEFERRED_KEEPALIVE, keepaliveTimerFired);
  timerHandlers.compressedAck = (tp) => unlessOwned(tp, DEFERRED_DELACK, compressedAckFired);
}

/** `tcp_compressed_ack_kick` */
function compressedAckFired(tp: TcpSock): void {
  if (tp.compressedAcks === 0) return;
  tp.compressedAcks--;
  tp.refresh();
  sendAck(tp);
}
