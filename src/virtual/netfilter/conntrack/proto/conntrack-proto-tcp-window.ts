/**
 * Whether a TCP segment fits its connection: the windows of both ends.
 *
 * Source: `net/netfilter/nf_conntrack_proto_tcp.c` (`tcp_in_window`), after van Rooij, "Real Stateful TCP Packet Filtering in IP Filter".
 */
import { read16, read32 } from "../../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_FLAGS,
  TCP_RST,
  TCP_SEQUENCE,
  TCP_SYN,
  TCP_WINDOW,
} from "../../../../packet/tcp.ts";
import type { SkBuff } from "../../../core/skbuff.ts";
import type { NfConnSeqAdj } from "../conntrack-seqadj.ts";
import { tcpOptions, tcpSack } from "./conntrack-proto-tcp-options.ts";
import {
  IP_CT_TCP_FLAG_BE_LIBERAL,
  IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED,
  IP_CT_TCP_FLAG_MAXACK_SET,
  IP_CT_TCP_FLAG_SACK_PERM,
  IP_CT_TCP_FLAG_WINDOW_SCALE,
  type NfCtTcp,
  type NfCtTcpSide,
  TCP_CONNTRACK_SYN_RECV,
  TCP_CONNTRACK_SYN_SENT,
} from "./conntrack-proto-tcp-state.ts";

/** What {@link tcpInWindow} finds (`enum nf_ct_tcp_action`). */
export const NFCT_TCP_IGNORE = 0;
export const NFCT_TCP_INVALID = 1;
export const NFCT_TCP_ACCEPT = 2;

/** An acknowledgement may be so old at most, whatever the window is (`MAXACKWINCONST`). */
const MAX_ACK_WINDOW = 66000;

/** Sequence numbers compare modulo 2^32. */
export const tcpBefore = (a: number, b: number): boolean => ((a - b) | 0) < 0;
export const tcpAfter = (a: number, b: number): boolean => ((b - a) | 0) < 0;

/** The number after a segment's last one (`segment_seq_plus_len`). `end`: of the header */
export function segmentEnd(skb: SkBuff, tcp: number, end: number): number {
  const { bytes } = skb;
  const flags = bytes[tcp + TCP_FLAGS];
  const extra = ((flags & TCP_SYN) !== 0 ? 1 : 0) + ((flags & 1) !== 0 ? 1 : 0);
  return (read32(bytes, tcp + TCP_SEQUENCE) + (skb.tail - end) + extra) | 0;
}

/** The first segment of an end that is a SYN (`tcp_init_sender`). */
function initSender(
  sender: NfCtTcpSide,
  receiver: NfCtTcpSide,
  bytes: Uint8Array,
  tcp: number,
  headerEnd: number,
  end: number,
  win: number,
  dir: number,
): void {
  sender.end = sender.maxend = end;
  sender.maxwin = win === 0 ? 1 : win;
  tcpOptions(bytes, tcp, headerEnd, sender);
  // both have to offer it
  if (dir === 1 && (sender.flags & receiver.flags & IP_CT_TCP_FLAG_WINDOW_SCALE) === 0) {
    sender.scale = 0;
    receiver.scale = 0;
  }
}

/** In the middle of a connection whose beginning nobody saw. */
function initMiddle(
  sender: NfCtTcpSide,
  receiver: NfCtTcpSide,
  end: number,
  win: number,
  sack: number,
): void {
  sender.end = end;
  const window = win << sender.scale;
  sender.maxwin = window === 0 ? 1 : window;
  sender.maxend = (end + sender.maxwin) | 0;
  if (receiver.maxwin === 0) receiver.end = receiver.maxend = sack;
  else if (sack === ((receiver.end + 1) | 0)) receiver.end = (receiver.end + 1) | 0;
}

/** What is not right of a segment is let pass where nobody is strict. */
function verdict(sender: NfCtTcpSide, liberal: number, action: number): number {
  return liberal !== 0 || (sender.flags & IP_CT_TCP_FLAG_BE_LIBERAL) !== 0 ? NFCT_TCP_ACCEPT : action;
}

/** @param headerEnd end of the TCP header @param isAck the segment is no SYN, FIN or RST */
export function tcpInWindow(
  state: NfCtTcp,
  dir: number,
  isAck: boolean,
  skb: SkBuff,
  tcp: number,
  headerEnd: number,
  liberal: number,
  seqadj: NfConnSeqAdj | null,
): number {
  const { bytes } = skb;
  const sender = state.seen(dir);
  const receiver = state.seen(1 - dir);
  const flags = bytes[tcp + TCP_FLAGS];
  let seq = read32(bytes, tcp + TCP_SEQUENCE) | 0;
  let ack = read32(bytes, tcp + TCP_ACKNOWLEDGEMENT) | 0;
  let sack = ack;
  const rawWin = read16(bytes, tcp + TCP_WINDOW);
  let win = rawWin;
  let end = segmentEnd(skb, tcp, headerEnd);
  if ((receiver.flags & IP_CT_TCP_FLAG_SACK_PERM) !== 0) sack = tcpSack(bytes, tcp, headerEnd, ack);
  if (seqadj !== null) {
    // the receiver's numbers, before they were changed on their way
    const offset = seqadj.of(1 - dir).offset((ack - 1) | 0);
    ack = (ack - offset) | 0;
    sack = (sack - offset) | 0;
  }
  const syn = (flags & TCP_SYN) !== 0;
  const hasAck = (flags & TCP_ACK) !== 0;
  const rst = (flags & TCP_RST) !== 0;
  if (sender.maxwin === 0) {
    if (syn) {
      initSender(sender, receiver, bytes, tcp, headerEnd, end, win, dir);
      // both opened at once
      if (!hasAck) return NFCT_TCP_ACCEPT;
    } else initMiddle(sender, receiver, end, win, sack);
  } else if (
    syn &&
    tcpAfter(end, sender.end) &&
    (state.state === TCP_CONNTRACK_SYN_SENT || state.state === TCP_CONNTRACK_SYN_RECV)
  ) {
    // it begins anew with greater numbers, and perhaps other options
    initSender(sender, receiver, bytes, tcp, headerEnd, end, win, dir);
    if (dir === 1 && !hasAck) return NFCT_TCP_ACCEPT;
  }
  if (!hasAck || (rst && ack === 0)) ack = sack = receiver.end;
  // a RST that answers a SYN
  if (rst && seq === 0 && state.state === TCP_CONNTRACK_SYN_SENT) seq = end = sender.end;

  const ackWindow = Math.max(sender.maxwin, MAX_ACK_WINDOW);
  const oldestAck = (receiver.end - ackWindow - 1) | 0;
  const oldestEnd = (sender.end - receiver.maxwin - 1) | 0;
  if (!tcpBefore(seq, (sender.maxend + 1) | 0)) {
    const overshot = (end - sender.maxend + 1) >>> 0;
    if (
      receiver.maxwin !== 0 &&
      tcpAfter(end, oldestEnd) &&
      tcpAfter(sack, oldestAck) &&
      overshot <= receiver.maxwin &&
      tcpBefore(sack, (receiver.end + 1) | 0)
    ) {
      // more than the window allows: should it be acknowledged, the rest is not to be wrong
      sender.end = end;
      sender.flags |= IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED;
      return verdict(sender, liberal, NFCT_TCP_IGNORE);
    }
    return verdict(sender, liberal, NFCT_TCP_INVALID);
  }
  if (!tcpBefore(sack, (receiver.end + 1) | 0)) return verdict(sender, liberal, NFCT_TCP_INVALID);
  if (receiver.maxwin !== 0 && !tcpAfter(end, oldestEnd)) return verdict(sender, liberal, NFCT_TCP_IGNORE);
  if (!tcpAfter(sack, oldestAck)) return verdict(sender, liberal, NFCT_TCP_IGNORE);

  if (!syn) win <<= sender.scale;
  const seenWin = (win + (sack - ack)) >>> 0;
  if (sender.maxwin < seenWin) sender.maxwin = seenWin;
  if (tcpAfter(end, sender.end)) {
    sender.end = end;
    sender.flags |= IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED;
  }
  if (hasAck) noteAck(sender, ack);
  if (receiver.maxwin !== 0 && tcpAfter(end, sender.maxend))
    receiver.maxwin = (receiver.maxwin + ((end - sender.maxend) | 0)) >>> 0;
  const allowed = (sack + win) | 0;
  if (tcpAfter(allowed, (receiver.maxend - 1) | 0)) receiver.maxend = (allowed + (win === 0 ? 1 : 0)) | 0;
  if (ack === receiver.end) receiver.flags &= ~IP_CT_TCP_FLAG_DATA_UNACKNOWLEDGED;
  if (isAck) noteRetransmission(state, dir, seq, ack, end, rawWin);
  return NFCT_TCP_ACCEPT;
}

function noteAck(sender: NfCtTcpSide, ack: number): void {
  if ((sender.flags & IP_CT_TCP_FLAG_MAXACK_SET) !== 0 && !tcpAfter(ack, sender.maxack)) return;
  sender.maxack = ack;
  sender.flags |= IP_CT_TCP_FLAG_MAXACK_SET;
}

function noteRetransmission(
  state: NfCtTcp,
  dir: number,
  seq: number,
  ack: number,
  end: number,
  win: number,
): void {
  if (
    state.lastDir === dir &&
    state.lastSeq === seq &&
    state.lastAck === ack &&
    state.lastEnd === end &&
    state.lastWin === win
  ) {
    state.retrans = (state.retrans + 1) & 0xff;
    return;
  }
  state.lastDir = dir;
  state.lastSeq = seq;
  state.lastAck = ack;
  state.lastEnd = end;
  state.lastWin = win;
  state.retrans = 0;
}
