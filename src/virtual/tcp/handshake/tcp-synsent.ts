/**
 * The answer to this host's SYN.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_rcv_synsent_state_process`), RFC 9293, section 3.10.7.3.
 */

import { TCP_ACK, TCP_HLEN, TCP_RST } from "../../../packet/tcp.ts";
import * as reason from "../../core/drop-reason.ts";
import { consumeSkb, type SkBuff } from "../../core/skbuff.ts";
import { tcpAck } from "../input/tcp-ack.ts";
import {
  enterQuickAck,
  isInteractive,
  resetDelayedAckTimer,
  TCP_MAX_QUICKACKS,
} from "../input/tcp-delack.ts";
import { ecnCrossedSyn, ecnSynAck } from "../input/tcp-ecn.ts";
import { dropSegment, options, segment } from "../input/tcp-received.ts";
import { acceptReset } from "../input/tcp-validate.ts";
import { initializeRcvMss } from "../input/tcp-window.ts";
import { sendAck } from "../output/tcp-output.ts";
import { armTimer } from "../output/tcp-rearm.ts";
import { dataSendCheck } from "../output/tcp-write.ts";
import * as flag from "../tcp-flags.ts";
import { MIB } from "../tcp-mib.ts";
import { syncMss } from "../tcp-mss.ts";
import { after, between } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  TCP_DELACK_MAX,
  TCP_SYN_RECV,
  TCP_TIMEOUT_MIN_US,
  TCPOLEN_TSTAMP_ALIGNED,
} from "../tcp-states.ts";
import { setState, wakeAll } from "../tcp-teardown.ts";
import { finishConnect, sendSynAckCrossed } from "./tcp-establish.ts";

/** The answer to a SYN (`tcp_rcv_synsent_state_process`). @returns why a reset is to be sent; 0: none is */
export function receiveSynSent(tp: TcpSock, skb: SkBuff): number {
  const now = tp.mstamp;
  if (segment.has(TCP_ACK)) {
    if (!after(segment.ack, tp.sndUna) || after(segment.ack, tp.sndNxt)) {
      if (tp.retransmits === 0) armTimer(tp, 1, TCP_TIMEOUT_MIN_US);
      return reason.SKB_DROP_REASON_TCP_INVALID_ACK_SEQUENCE;
    }
    if (options.sawTimestamp && options.tsEcr !== 0) {
      const sent = (options.tsEcr - tp.tsOffset) | 0;
      const first = Math.floor((tp.retransStamp || now) / 1000) | 0;
      if (tp.retransStamp !== 0 && !between(sent, first, Math.floor(now / 1000) | 0)) {
        tp.count(MIB.PAWSActive);
        return reason.SKB_DROP_REASON_TCP_RFC7323_PAWS;
      }
    }
    if (segment.has(TCP_RST)) {
      acceptReset(tp, skb);
      return 0;
    }
    if (!segment.syn) {
      dropSegment(tp, skb, reason.SKB_DROP_REASON_TCP_FLAGS);
      return 0;
    }
    receiveSynAck(tp);
    consumeSkb(skb);
    if (isInteractive(tp)) {
      tp.ackPending |= ICSK_ACK_SCHED;
      enterQuickAck(tp, TCP_MAX_QUICKACKS);
      resetDelayedAckTimer(tp, TCP_DELACK_MAX);
      return 0;
    }
    sendAck(tp);
    dataSendCheck(tp);
    return 0;
  }
  if (segment.has(TCP_RST) || !segment.syn) {
    const rst = segment.has(TCP_RST);
    dropSegment(tp, skb, rst ? reason.SKB_DROP_REASON_TCP_RESET : reason.SKB_DROP_REASON_TCP_FLAGS);
    return 0;
  }
  receiveCrossedSyn(tp);
  consumeSkb(skb);
  return 0;
}

/** What the other side offers in its SYN. */
function takeSynOptions(tp: TcpSock): void {
  const { sysctls } = tp.tcp;
  tp.mssClamp = Math.min(options.mss || 536, tp.userMss || 65535);
  tp.wscaleOk = options.wscale >= 0 && sysctls.windowScaling !== 0;
  tp.sndWscale = tp.wscaleOk ? options.wscale : 0;
  tp.sackOk = options.sackPermitted && sysctls.sack !== 0;
  tp.timestampOk = options.sawTimestamp && sysctls.timestamps !== 0;
  if (tp.timestampOk) {
    tp.sawTstamp = true;
    tp.rcvTsval = options.tsVal;
    tp.rcvTsecr = options.tsEcr;
    tp.headerLength = TCP_HLEN + TCPOLEN_TSTAMP_ALIGNED;
    tp.tsRecent = options.tsVal;
    tp.tsRecentStamp = Math.floor(tp.mstamp / 1e6);
  } else {
    tp.sawTstamp = false;
    tp.headerLength = TCP_HLEN;
  }
}

function receiveSynAck(tp: TcpSock): void {
  takeSynOptions(tp);
  ecnSynAck(tp, segment.flags);
  tp.sndWl1 = segment.seq;
  tcpAck(tp, segment, flag.SLOWPATH);
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = (segment.seq + 1) | 0;
  tp.sndWnd = segment.window;
  if (!tp.wscaleOk) {
    tp.sndWscale = tp.rcvWscale = 0;
    tp.windowClamp = Math.min(tp.windowClamp, 65535);
  }
  if (tp.timestampOk) tp.advmss -= TCPOLEN_TSTAMP_ALIGNED;
  syncMss(tp, tp.pmtuCookie);
  initializeRcvMss(tp);
  finishConnect(tp);
  wakeAll(tp);
}

/** Both sides began at once (crossed SYNs). */
function receiveCrossedSyn(tp: TcpSock): void {
  setState(tp, TCP_SYN_RECV);
  takeSynOptions(tp);
  ecnCrossedSyn(tp, segment.flags);
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = (segment.seq + 1) | 0;
  tp.sndWnd = segment.window;
  tp.sndWl1 = segment.seq;
  tp.maxWindow = tp.sndWnd;
  if (!tp.wscaleOk) {
    tp.sndWscale = tp.rcvWscale = 0;
    tp.windowClamp = Math.min(tp.windowClamp, 65535);
  }
  syncMss(tp, tp.pmtuCookie);
  initializeRcvMss(tp);
  sendSynAckCrossed(tp);
}
