/**
 * Explicit congestion notification: routers mark packets instead of dropping them, receivers echo the mark, senders slow down.
 *
 * Source: `include/net/tcp_ecn.h`, `net/ipv4/tcp_input.c` (`tcp_data_ecn_check`), RFC 3168, section 6.1.
 */
import { TCP_CWR, TCP_ECE, TCP_SYN } from "../../../packet/tcp.ts";
import type { Destination } from "../../core/dst.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import type { TcpFamily } from "../tcp-family.ts";
import type { TcpNet } from "../tcp-net.ts";
import { before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { ICSK_ACK_NOW } from "../tcp-states.ts";
import { enterQuickAck } from "./tcp-delack.ts";

/** Bits of `tp.ecnFlags`: both sides can; CWR is to be told; the mark is echoed until the peer tells CWR; a mark was seen. */
export const TCP_ECN_OK = 1;
const TCP_ECN_QUEUE_CWR = 2;
const TCP_ECN_DEMAND_CWR = 4;
export const TCP_ECN_SEEN = 8;

/** The two bits of the IP header. */
const INET_ECN_MASK = 3;
const INET_ECN_NOT_ECT = 0;
const INET_ECN_ECT_0 = 2;
const INET_ECN_CE = 3;

const RTAX_FEATURES = 12;
const RTAX_FEATURE_ECN = 1;

function routeAsks(af: TcpFamily, dst: Destination | null): boolean {
  return dst !== null && (af.metric(dst, RTAX_FEATURES) & RTAX_FEATURE_ECN) !== 0;
}

/** What a SYN of this host asks for, beside its own flag (`tcp_ecn_send_syn`). @returns flags of the header */
export function ecnSynFlags(tp: TcpSock): number {
  tp.ecnFlags = 0;
  if (tp.tcp.sysctls.ecn !== 1 && !routeAsks(tp.af, tp.dst)) return 0;
  tp.ecnFlags = TCP_ECN_OK;
  return TCP_ECE | TCP_CWR;
}

/** Whether a connection that was asked for uses it (`tcp_ecn_create_request`). @param ect the two bits of the SYN's IP header */
export function ecnOfRequest(
  tcp: TcpNet,
  af: TcpFamily,
  dst: Destination,
  flags: number,
  ect: number,
): boolean {
  if ((flags & (TCP_ECE | TCP_CWR)) !== (TCP_ECE | TCP_CWR)) return false;
  return ect === INET_ECN_NOT_ECT && (tcp.sysctls.ecn !== 0 || routeAsks(af, dst));
}

/** The answer to this host's SYN: does the peer, too? (`tcp_ecn_rcv_synack`) */
export function ecnSynAck(tp: TcpSock, flags: number): void {
  if ((flags & (TCP_ECE | TCP_CWR)) !== TCP_ECE) tp.ecnFlags &= ~TCP_ECN_OK;
}

/** A SYN that crossed this host's (`tcp_ecn_rcv_syn`). */
export function ecnCrossedSyn(tp: TcpSock, flags: number): void {
  if ((flags & (TCP_ECE | TCP_CWR)) !== (TCP_ECE | TCP_CWR)) tp.ecnFlags &= ~TCP_ECN_OK;
}

/**
 * A segment goes out (`tcp_ecn_send`): new data may be marked by routers, all else may not ({@link TcpSock.ect}).
 * @returns flags of the header beside its own
 */
export function ecnSend(tp: TcpSock, flags: number, seq: number, payload: number): number {
  if ((tp.ecnFlags & TCP_ECN_OK) === 0 || (flags & TCP_SYN) !== 0) return 0;
  let more = 0;
  if (payload > 0 && !before(seq, tp.sndNxt)) {
    tp.ect = INET_ECN_ECT_0;
    if ((tp.ecnFlags & TCP_ECN_QUEUE_CWR) !== 0) {
      tp.ecnFlags &= ~TCP_ECN_QUEUE_CWR;
      more = TCP_CWR;
    }
  } else tp.ect = INET_ECN_NOT_ECT;
  return (tp.ecnFlags & TCP_ECN_DEMAND_CWR) !== 0 ? more | TCP_ECE : more;
}

/** The window was cut: the peer may stop echoing (`tcp_ecn_queue_cwr`). */
export function ecnQueueCwr(tp: TcpSock): void {
  if ((tp.ecnFlags & TCP_ECN_OK) !== 0) tp.ecnFlags |= TCP_ECN_QUEUE_CWR;
}

/** It was not to be cut after all (`tcp_ecn_withdraw_cwr`). */
export function ecnWithdrawCwr(tp: TcpSock): void {
  tp.ecnFlags &= ~TCP_ECN_QUEUE_CWR;
}

/** Whether an acknowledgement echoes a mark (`tcp_ecn_rcv_ecn_echo`). */
export function ecnEchoed(tp: TcpSock, flags: number): boolean {
  return (tp.ecnFlags & TCP_ECN_OK) !== 0 && (flags & (TCP_ECE | TCP_SYN)) === TCP_ECE;
}

/** The peer slowed down: what it was told needs not be told any more (`tcp_ecn_accept_cwr`). */
export function ecnAcceptCwr(tp: TcpSock, skb: SkBuff): void {
  if ((skb.cbC & TCP_CWR) === 0) return;
  tp.ecnFlags &= ~TCP_ECN_DEMAND_CWR;
  if (skb.cbA !== skb.cbB) tp.ackPending |= ICSK_ACK_NOW;
}

/** The two bits of a received packet's IP header. */
export function ectOf(skb: SkBuff): number {
  const { bytes, networkHeader: at } = skb;
  return (bytes[at] >>> 4 === 4 ? bytes[at + 1] : bytes[at + 1] >>> 4) & INET_ECN_MASK;
}

/** Data came, with the two bits of its IP header (`tcp_data_ecn_check`). */
export function ecnDataReceived(tp: TcpSock, ect: number): void {
  if (ect === INET_ECN_NOT_ECT) {
    if ((tp.ecnFlags & TCP_ECN_SEEN) !== 0) enterQuickAck(tp, 2);
    return;
  }
  if (ect === INET_ECN_CE && (tp.ecnFlags & TCP_ECN_DEMAND_CWR) === 0) {
    enterQuickAck(tp, 2);
    tp.ecnFlags |= TCP_ECN_DEMAND_CWR;
  }
  tp.ecnFlags |= TCP_ECN_SEEN;
}
