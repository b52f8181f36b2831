/**
 * Segments on their way out: headers, clones, acknowledgements.
 *
 * Source: `net/ipv4/tcp_output.c` (`__tcp_transmit_skb`, `tcp_established_options`, `tcp_syn_options`, `tcp_send_ack`,
 * `tcp_send_active_reset`, `tcp_xmit_probe_skb`).
 */
import { write16 } from "../../../packet/bytes.ts";
import {
  TCP_ACK,
  TCP_CHECKSUM,
  TCP_HLEN,
  TCP_RST,
  TCP_SYN,
  TCP_URG,
  TCP_URGENT,
  writeTcp,
} from "../../../packet/tcp.ts";
import { SKB_GSO_TCPV4, SKB_GSO_TCPV6 } from "../../core/gso.ts";
import { allocSkb, CHECKSUM_PARTIAL, cloneSkb, copyBytes, type SkBuff } from "../../core/skbuff.ts";
import { clearDelayedAck } from "../input/tcp-delack.ts";
import { ecnSend } from "../input/tcp-ecn.ts";
import { selectWindow } from "../input/tcp-window.ts";
import { MIB } from "../tcp-mib.ts";
import { OutOptions } from "../tcp-options.ts";
import type { TcpSegment } from "../tcp-segment.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  MAX_TCP_HEADER,
  MAX_TCP_OPTION_SPACE,
  TCP_ATO_MIN,
  TCP_CLOSE,
} from "../tcp-states.ts";

const options = new OutOptions();

/** What a SYN of this host offers (`tcp_syn_options`). */
function synOptions(tp: TcpSock): void {
  const { sysctls } = tp.tcp;
  options.clear();
  options.mss = tp.advmss;
  if (sysctls.timestamps !== 0) {
    options.timestamp = true;
    options.tsVal = (tp.tsClock + tp.tsOffset) | 0;
    options.tsEcr = tp.tsRecent;
  }
  if (sysctls.windowScaling !== 0) options.wscale = tp.rcvWscale;
  options.sackPermitted = sysctls.sack !== 0;
}

/** What later segments say (`tcp_established_options`). */
function establishedOptions(tp: TcpSock): void {
  options.clear();
  if (tp.timestampOk) {
    options.timestamp = true;
    options.tsVal = (tp.tsClock + tp.tsOffset) | 0;
    options.tsEcr = tp.tsRecent;
  }
  const sacks = tp.numSacks + (tp.hasDsack ? 1 : 0);
  if (sacks === 0) return;
  const room = MAX_TCP_OPTION_SPACE - (options.timestamp ? 12 : 0);
  const count = Math.min(sacks, (room - 4) >> 3);
  let at = 0;
  if (tp.hasDsack) {
    options.sack[at++] = tp.dsackStart;
    options.sack[at++] = tp.dsackEnd;
  }
  for (let i = 0; at < count * 2; i++) options.sack[at++] = tp.sacks[i];
  options.sackBlocks = count;
  tp.hasDsack = false;
}

/** Bytes of the options that a segment would have now. */
export function establishedOptionLength(tp: TcpSock): number {
  let length = tp.timestampOk ? 12 : 0;
  const sacks = tp.numSacks + (tp.hasDsack ? 1 : 0);
  if (sacks > 0) length += 4 + 8 * Math.min(sacks, (MAX_TCP_OPTION_SPACE - length - 4) >> 3);
  return length;
}

/**
 * Puts the header before a packet of payload and sends it. Takes the packet over.
 * @returns 0 or a negative error
 */
function sendWithHeader(
  tp: TcpSock,
  skb: SkBuff,
  flags: number,
  seq: number,
  rcvNxt: number,
  gsoSize: number,
  pcount: number,
): number {
  const syn = (flags & TCP_SYN) !== 0;
  if (syn) synOptions(tp);
  else establishedOptions(tp);
  const headerLength = TCP_HLEN + options.length;
  const payload = skb.tail - skb.data;
  const at = skb.push(headerLength);
  const window = syn ? Math.min(tp.rcvWnd, 65535) : selectWindow(tp);
  const ack = (flags & TCP_ACK) !== 0 ? rcvNxt : 0;
  const all = flags | ecnSend(tp, flags, seq, payload);
  writeTcp(skb.bytes, at, tp.localPort, tp.remotePort, seq, ack, headerLength, all, window);
  if (tp.sndUp !== tp.sndUna && before(seq, tp.sndUp)) writeUrgent(tp, skb, at, seq);
  options.write(skb.bytes, at + TCP_HLEN);
  skb.transportHeader = at;
  skb.ipSummed = CHECKSUM_PARTIAL;
  skb.csumStart = at;
  skb.csumOffset = TCP_CHECKSUM;
  tp.af.partialChecksum(tp, skb);
  if (gsoSize !== 0 && payload > gsoSize) {
    skb.gsoSize = gsoSize;
    skb.gsoType = tp.isIpv4 ? SKB_GSO_TCPV4 : SKB_GSO_TCPV6;
  }
  if ((flags & TCP_ACK) !== 0) eventAckSent(tp, rcvNxt);
  if (payload > 0) {
    eventDataSent(tp);
    tp.dataSegsOut += pcount;
    tp.bytesSent += payload;
  }
  tp.segsOut += pcount;
  tp.count(MIB.OutSegs, pcount);
  tp.tcpWstampNs = tp.net.machine.now();
  return tp.af.xmit(tp, skb);
}

function writeUrgent(tp: TcpSock, skb: SkBuff, at: number, seq: number): void {
  const distance = (tp.sndUp - seq) >>> 0;
  skb.bytes[at + 13] |= TCP_URG;
  write16(skb.bytes, at + TCP_URGENT, Math.min(distance, 0xffff));
}

/** An acknowledgement has been sent: the delayed one needs not be (`tcp_event_ack_sent`). */
function eventAckSent(tp: TcpSock, rcvNxt: number): void {
  if (tp.compressedAcks > 0) {
    tp.count(MIB.TCPAckCompressed, tp.compressedAcks);
    tp.compressedAcks = 0;
    if (tp.compressedTimer !== null) tp.net.machine.deleteTimer(tp.compressedTimer);
  }
  if (rcvNxt !== tp.rcvNxt) return;
  if (tp.quick > 0 && (tp.ackPending & ICSK_ACK_SCHED) !== 0 && --tp.quick === 0) tp.ato = TCP_ATO_MIN;
  clearDelayedAck(tp);
}

/** Data goes out: after a pause the window starts anew, and what goes back and forth is a conversation (`tcp_event_data_sent`). */
function eventDataSent(tp: TcpSock): void {
  const now = tp.mstamp;
  if (tp.packetsOut === 0) tp.ca.cwndEvent?.(tp, "tx-start");
  tp.lsndtime = now;
  // a reply to what has come within the delay of acknowledgements
  if (now - tp.lrcvtime < tp.ato) tp.pingpong = Math.min(tp.pingpong + 1, 255);
}

/** A clone of the payload, whose room for headers nobody else uses. */
function cloneForSend(segment: TcpSegment): SkBuff {
  const { skb } = segment;
  if (skb.storage.references === 1) return cloneSkb(skb);
  const length = skb.tail - skb.data;
  const copy = allocSkb(length, MAX_TCP_HEADER);
  copy.put(length);
  copyBytes(skb.bytes, skb.data, skb.tail, copy.bytes, copy.data);
  return copy;
}

/** Sends a segment of the write queue, which stays there (`tcp_transmit_skb`). @returns 0 or a negative error */
export function transmitSegment(tp: TcpSock, segment: TcpSegment): number {
  segment.sentAt = tp.mstamp;
  const skb = cloneForSend(segment);
  const pcount = Math.max(segment.pcount, 1);
  const error = sendWithHeader(tp, skb, segment.flags, segment.seq, tp.rcvNxt, segment.gsoSize, pcount);
  if (segment.inSentOrder || !after(segment.endSeq, tp.sndNxt)) tp.queue.sortLast(segment);
  return error;
}

/** Sends an empty segment that nobody keeps. @returns 0 or a negative error */
export function transmitEmpty(tp: TcpSock, flags: number, seq: number, rcvNxt = tp.rcvNxt): number {
  return sendWithHeader(tp, allocSkb(0, MAX_TCP_HEADER), flags, seq, rcvNxt, 0, 1);
}

/** The sequence number that an empty segment may have (`tcp_acceptable_seq`). */
export function acceptableSeq(tp: TcpSock): number {
  const { wndEnd } = tp;
  const small = tp.wscaleOk && ((tp.sndNxt - wndEnd) | 0) < 1 << tp.rcvWscale;
  return !before(wndEnd, tp.sndNxt) || small ? tp.sndNxt : wndEnd;
}

/** `__tcp_send_ack` */
export function sendAck(tp: TcpSock, rcvNxt = tp.rcvNxt): void {
  if (tp.state === TCP_CLOSE) return;
  transmitEmpty(tp, TCP_ACK, acceptableSeq(tp), rcvNxt);
}

/** Ends the connection for the peer, too (`tcp_send_active_reset`). */
export function sendActiveReset(tp: TcpSock): void {
  tp.count(MIB.OutRsts);
  tp.refresh();
  transmitEmpty(tp, TCP_ACK | TCP_RST, acceptableSeq(tp));
}

/** A segment that must be answered: old data, or what is urgent (`tcp_xmit_probe_skb`). */
export function sendProbe(tp: TcpSock, urgent: boolean, counter: number): number {
  tp.count(counter);
  return transmitEmpty(tp, TCP_ACK, (tp.sndUna - (urgent ? 0 : 1)) | 0);
}
