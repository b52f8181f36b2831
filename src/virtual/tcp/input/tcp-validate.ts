/**
 * Which segments a connection believes, and what those are answered that it does not.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_validate_incoming`, `tcp_send_challenge_ack`, `tcp_reset`), RFC 5961, RFC 7323.
 */

import { ECONNREFUSED, ECONNRESET, EPIPE } from "../../../errno.ts";
import { TCP_ACK, TCP_FIN, TCP_RST } from "../../../packet/tcp.ts";
import * as reason from "../../core/drop-reason.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { sendAck } from "../output/tcp-output.ts";
import { MIB } from "../tcp-mib.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_CLOSING,
  TCP_LAST_ACK,
  TCP_SYN_RECV,
  TCP_SYN_SENT,
  US_PER_MS,
} from "../tcp-states.ts";
import { connectionDone, purgeWriteQueue, wakeAll } from "../tcp-teardown.ts";
import { ackHooks } from "./tcp-ack.ts";
import { enterQuickAck, TCP_MAX_QUICKACKS } from "./tcp-delack.ts";
import { dsackSet } from "./tcp-ofo.ts";
import { dropSegment, segment } from "./tcp-received.ts";

/** `__tcp_oow_rate_limited` */
function oowLimited(tp: TcpSock, counter: number): boolean {
  const limit = tp.tcp.sysctls.invalidRatelimit * US_PER_MS;
  if (tp.lastOowAckTime !== 0 && tp.mstamp - tp.lastOowAckTime < limit) {
    tp.count(counter);
    return true;
  }
  tp.lastOowAckTime = tp.mstamp;
  return false;
}

/** Who guesses must not learn or do anything (`tcp_send_challenge_ack`, RFC 5961). */
export function sendChallengeAck(tp: TcpSock): void {
  if (oowLimited(tp, MIB.TCPACKSkippedChallenge)) return;
  const { tcp } = tp;
  const limit = tcp.sysctls.challengeAckLimit;
  if (limit !== 2147483647) {
    const second = Math.floor(tp.mstamp / 1e6);
    if (second !== tcp.challengeStamp) {
      tcp.challengeStamp = second;
      tcp.challengeCount = (limit >> 1) + (tp.net.machine.random() % Math.max(1, limit));
    }
    if (tcp.challengeCount <= 0) return;
    tcp.challengeCount--;
  }
  tp.count(MIB.TCPChallengeACK);
  sendAck(tp);
}
ackHooks.challenge = sendChallengeAck;

/** `tcp_send_dupack` */
function sendDupAck(tp: TcpSock): void {
  if (segment.seq !== segment.endSeq && before(segment.seq, tp.rcvNxt)) {
    tp.count(MIB.DelayedACKLost);
    enterQuickAck(tp, TCP_MAX_QUICKACKS);
    const end = after(segment.endSeq, tp.rcvNxt) ? tp.rcvNxt : segment.endSeq;
    dsackSet(tp, segment.seq, end);
  }
  sendAck(tp);
}

/** The peer does not know the connection any more (`tcp_reset`). */
export function tcpReset(tp: TcpSock): void {
  if (tp.state === TCP_CLOSE) return;
  if (tp.state === TCP_SYN_SENT) tp.sk.error = ECONNREFUSED;
  else tp.sk.error = tp.state === TCP_CLOSE_WAIT ? EPIPE : ECONNRESET;
  purgeWriteQueue(tp);
  connectionDone(tp);
  wakeAll(tp);
}

/** An old segment of an earlier turn of the sequence numbers (`tcp_paws_discard`). */
function pawsRejects(tp: TcpSock): boolean {
  if (!tp.sawTstamp || tp.tsRecent === 0) return false;
  if (((tp.tsRecent - tp.rcvTsval) | 0) <= 0) return false;
  if (Math.floor(tp.mstamp / 1e6) >= tp.tsRecentStamp + 24 * 24 * 3600) return false;
  // an acknowledgement that was overtaken is no harm (`tcp_disordered_ack`)
  const pure = segment.seq === segment.endSeq && segment.seq === tp.rcvNxt && segment.ack === tp.sndUna;
  const late = ((tp.tsRecent - tp.rcvTsval) | 0) > (tp.rto * 1.2) / 1000;
  return !(pure && !late);
}

/** Whether the segment lies in the window (`tcp_sequence`). @returns 0 or why not */
function outside(tp: TcpSock): number {
  const { seq, endSeq } = segment;
  if (before(endSeq, tp.rcvWup)) return reason.SKB_DROP_REASON_TCP_INVALID_SEQUENCE;
  const end = (tp.rcvNxt + tp.receiveWindow) | 0;
  const last = segment.has(TCP_FIN) ? (endSeq - 1) | 0 : endSeq;
  if (!after(last, end)) return 0;
  if (after(seq, end)) return reason.SKB_DROP_REASON_TCP_INVALID_SEQUENCE;
  if (tp.receiveQueue.head === null) return 0;
  tp.count(MIB.BeyondWindow);
  return reason.SKB_DROP_REASON_TCP_INVALID_END_SEQUENCE;
}

/** A reset in the place of a FIN that has come already counts, too (`tcp_reset_check`). */
function resetAfterFin(tp: TcpSock): boolean {
  const closing = tp.state === TCP_CLOSE_WAIT || tp.state === TCP_LAST_ACK || tp.state === TCP_CLOSING;
  return closing && segment.seq === ((tp.rcvNxt - 1) | 0);
}

/** Whether the segment may be believed (`tcp_validate_incoming`); one that may not is gone. */
export function validate(tp: TcpSock, skb: SkBuff): boolean {
  if (pawsRejects(tp) && !segment.has(TCP_RST)) {
    if (segment.syn) return challengeSyn(tp, skb);
    tp.count(MIB.PAWSEstab);
    const data = segment.seq !== segment.endSeq;
    if (data || !oowLimited(tp, MIB.TCPACKSkippedPAWS)) sendDupAck(tp);
    dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_RFC7323_PAWS);
    return false;
  }
  const why = outside(tp);
  if (why !== 0) {
    if (!segment.has(TCP_RST)) {
      if (segment.syn) return challengeSyn(tp, skb);
      const data = segment.seq !== segment.endSeq;
      if (data || !oowLimited(tp, MIB.TCPACKSkippedSeq)) sendDupAck(tp);
    } else if (resetAfterFin(tp)) return acceptReset(tp, skb);
    dropSegment(tp, skb, why);
    return false;
  }
  if (segment.has(TCP_RST)) {
    if (segment.seq === tp.rcvNxt || resetAfterFin(tp) || segment.seq === highestReceived(tp))
      return acceptReset(tp, skb);
    sendChallengeAck(tp);
    dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_RESET);
    return false;
  }
  if (!segment.syn) return true;
  const crossed =
    tp.state === TCP_SYN_RECV &&
    segment.has(TCP_ACK) &&
    segment.endSeq === ((segment.seq + 1) | 0) &&
    segment.endSeq === tp.rcvNxt &&
    segment.ack === tp.sndNxt;
  return crossed || challengeSyn(tp, skb);
}

/** The end of what was told to have come out of order. */
function highestReceived(tp: TcpSock): number {
  let high = tp.rcvNxt;
  for (let i = 0; i < tp.numSacks; i++) if (after(tp.sacks[2 * i + 1], high)) high = tp.sacks[2 * i + 1];
  return high;
}

function challengeSyn(tp: TcpSock, skb: SkBuff): false {
  tp.count(MIB.TCPSYNChallenge);
  sendChallengeAck(tp);
  dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_INVALID_SYN);
  return false;
}

/** The peer's reset is believed: ends the connection. @returns false: the segment is used up */
export function acceptReset(tp: TcpSock, skb: SkBuff): false {
  tcpReset(tp);
  consumeSkb(skb);
  return false;
}
