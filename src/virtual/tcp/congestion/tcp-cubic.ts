/**
 * CUBIC, with HyStart.
 *
 * Source: `net/ipv4/tcp_cubic.c`, RFC 9438.
 */

import { MIB } from "../tcp-mib.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CA_LOSS } from "../tcp-states.ts";
import { additiveIncrease, type CongestionOps, inSlowStart, slowStart } from "./tcp-cong.ts";

const BICTCP_BETA_SCALE = 1024;
const BICTCP_HZ = 10;
const HYSTART_ACK_TRAIN = 1;
const HYSTART_DELAY = 2;
const HYSTART_MIN_SAMPLES = 8;
const HYSTART_DELAY_MIN = 4000;
const HYSTART_DELAY_MAX = 16000;
const HYSTART_LOW_WINDOW = 16;
const HYSTART_ACK_DELTA_US = 2000;
const BETA = 717;
const BETA_SCALE = Math.floor((8 * (BICTCP_BETA_SCALE + BETA)) / 3 / (BICTCP_BETA_SCALE - BETA));
const CUBE_RTT_SCALE = 41 * 10;
/** 2^40 / `CUBE_RTT_SCALE` */
const CUBE_FACTOR = 2 ** (10 + 3 * BICTCP_HZ) / CUBE_RTT_SCALE;
const UNKNOWN = 0xffffffff;
/** What time is counted in between losses: ms. */
const MS = 1000;

class Cubic {
  cnt = 0;
  lastMaxCwnd = 0;
  lastCwnd = 0;
  lastTime = 0;
  originPoint = 0;
  /** 2^-10 s */
  k = 0;
  delayMin = 0;
  epochStart = 0;
  ackCnt = 0;
  tcpCwnd = 0;
  sampleCnt = 0;
  found = false;
  roundStart = 0;
  endSeq = 0;
  lastAck = 0;
  currRtt = UNKNOWN;

  reset(): void {
    this.cnt = this.lastMaxCwnd = this.lastCwnd = this.lastTime = this.originPoint = this.k = 0;
    this.delayMin = this.epochStart = this.ackCnt = this.tcpCwnd = 0;
    this.found = false;
  }
}

function stateOf(tp: TcpSock): Cubic {
  if (!(tp.caPriv instanceof Cubic)) tp.caPriv = new Cubic();
  return tp.caPriv as Cubic;
}

function hystartReset(tp: TcpSock, ca: Cubic): void {
  ca.roundStart = ca.lastAck = tp.mstamp;
  ca.endSeq = tp.sndNxt;
  ca.currRtt = UNKNOWN;
  ca.sampleCnt = 0;
}

/** `bictcp_update`: how many acknowledged packets it takes for one more. */
function update(tp: TcpSock, ca: Cubic, acked: number): void {
  const cwnd = tp.sndCwnd;
  const now = Math.floor(tp.mstamp / MS);
  ca.ackCnt += acked;
  if (ca.lastCwnd === cwnd && now - ca.lastTime <= 1000 / 32) return;
  if (!(ca.epochStart !== 0 && now === ca.lastTime)) {
    ca.lastCwnd = cwnd;
    ca.lastTime = now;
    if (ca.epochStart === 0) beginEpoch(ca, cwnd, acked, now);
    const time = Math.floor(((now - ca.epochStart + ca.delayMin / MS) * 2 ** BICTCP_HZ) / 1000);
    const offset = Math.abs(time - ca.k);
    const delta = Math.floor((CUBE_RTT_SCALE * offset * offset * offset) / 2 ** (10 + 3 * BICTCP_HZ));
    const target = time < ca.k ? ca.originPoint - delta : ca.originPoint + delta;
    ca.cnt = target > cwnd ? Math.floor(cwnd / (target - cwnd)) : 100 * cwnd;
    if (ca.lastMaxCwnd === 0 && ca.cnt > 20) ca.cnt = 20;
  }
  friendliness(ca, cwnd);
  ca.cnt = Math.max(ca.cnt, 2);
}

function beginEpoch(ca: Cubic, cwnd: number, acked: number, now: number): void {
  ca.epochStart = now;
  ca.ackCnt = acked;
  ca.tcpCwnd = cwnd;
  if (ca.lastMaxCwnd <= cwnd) {
    ca.k = 0;
    ca.originPoint = cwnd;
    return;
  }
  ca.k = Math.floor(Math.cbrt(CUBE_FACTOR * (ca.lastMaxCwnd - cwnd)));
  ca.originPoint = ca.lastMaxCwnd;
}

/** Not slower than Reno would be. */
function friendliness(ca: Cubic, cwnd: number): void {
  const delta = Math.floor((cwnd * BETA_SCALE) / 8);
  while (delta > 0 && ca.ackCnt > delta) {
    ca.ackCnt -= delta;
    ca.tcpCwnd++;
  }
  if (ca.tcpCwnd <= cwnd) return;
  ca.cnt = Math.min(ca.cnt, Math.floor(cwnd / (ca.tcpCwnd - cwnd)));
}

/** Leaves slow start before there is a loss (`hystart_update`). */
function hystart(tp: TcpSock, ca: Cubic, delay: number): void {
  if (after(tp.sndUna, ca.endSeq)) hystartReset(tp, ca);
  const now = tp.mstamp;
  if (now - ca.lastAck <= HYSTART_ACK_DELTA_US) {
    ca.lastAck = now;
    const threshold = ca.delayMin + Math.min(1000, ca.delayMin);
    if (now - ca.roundStart > threshold / 2) return found(tp, ca, HYSTART_ACK_TRAIN);
  }
  if (ca.currRtt > delay) ca.currRtt = delay;
  if (ca.sampleCnt < HYSTART_MIN_SAMPLES) {
    ca.sampleCnt++;
    return;
  }
  const margin = Math.min(Math.max(ca.delayMin >> 3, HYSTART_DELAY_MIN), HYSTART_DELAY_MAX);
  if (ca.currRtt > ca.delayMin + margin) found(tp, ca, HYSTART_DELAY);
}

function found(tp: TcpSock, ca: Cubic, how: number): void {
  ca.found = true;
  const train = how === HYSTART_ACK_TRAIN;
  tp.count(train ? MIB.TCPHystartTrainDetect : MIB.TCPHystartDelayDetect);
  tp.count(train ? MIB.TCPHystartTrainCwnd : MIB.TCPHystartDelayCwnd, tp.sndCwnd);
  tp.sndSsthresh = tp.sndCwnd;
}

/** CUBIC, the default. */
export const cubic: CongestionOps = {
  name: "cubic",
  init(tp) {
    const ca = stateOf(tp);
    ca.reset();
    hystartReset(tp, ca);
  },
  ssthresh(tp) {
    const ca = stateOf(tp);
    ca.epochStart = 0;
    const cwnd = tp.sndCwnd;
    ca.lastMaxCwnd =
      cwnd < ca.lastMaxCwnd
        ? Math.floor((cwnd * (BICTCP_BETA_SCALE + BETA)) / (2 * BICTCP_BETA_SCALE))
        : cwnd;
    return Math.max(Math.floor((cwnd * BETA) / BICTCP_BETA_SCALE), 2);
  },
  congAvoid(tp, _ack, acked) {
    if (!tp.isCwndLimited) return;
    const ca = stateOf(tp);
    let rest = acked;
    if (inSlowStart(tp)) {
      rest = slowStart(tp, acked);
      if (rest === 0) return;
    }
    update(tp, ca, rest);
    additiveIncrease(tp, ca.cnt, rest);
  },
  undoCwnd: (tp) => Math.max(tp.sndCwnd, tp.priorCwnd),
  setState(tp, state) {
    if (state !== TCP_CA_LOSS) return;
    const ca = stateOf(tp);
    ca.reset();
    hystartReset(tp, ca);
  },
  cwndEvent(tp, event) {
    if (event !== "tx-start") return;
    const ca = stateOf(tp);
    const now = Math.floor(tp.mstamp / MS);
    const idle = now - Math.floor(tp.lsndtime / MS);
    // a pause does not count as time in which the window would have grown
    if (ca.epochStart !== 0 && idle > 0) ca.epochStart = Math.min(ca.epochStart + idle, now);
  },
  pktsAcked(tp, rtt) {
    if (rtt < 0) return;
    const ca = stateOf(tp);
    const now = Math.floor(tp.mstamp / MS);
    if (ca.epochStart !== 0 && now - ca.epochStart < 1000) return;
    const delay = rtt === 0 ? 1 : rtt;
    if (ca.delayMin === 0 || ca.delayMin > delay) ca.delayMin = delay;
    if (!ca.found && inSlowStart(tp) && tp.sndCwnd >= HYSTART_LOW_WINDOW) hystart(tp, ca, delay);
  },
};
