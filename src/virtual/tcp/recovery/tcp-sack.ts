/**
 * Selective acknowledgements as the sender of data sees them.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_sacktag_write_queue`, `tcp_sacktag_one`, `tcp_check_dsack`, `tcp_is_sackblock_valid`),
 * RFC 2018, RFC 2883.
 */
import { read32 } from "../../../packet/bytes.ts";
import * as flag from "../tcp-flags.ts";
import { MIB } from "../tcp-mib.ts";
import type { ReceivedOptions } from "../tcp-options.ts";
import type { TcpSegment } from "../tcp-segment.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  TCP_CA_LOSS,
  TCPCB_LOST,
  TCPCB_RETRANS,
  TCPCB_SACKED_ACKED,
  TCPCB_SACKED_RETRANS,
} from "../tcp-states.ts";
import { rackAdvance } from "./tcp-rack.ts";
import { cutSegment } from "./tcp-retransmit.ts";

/** What the tags of one acknowledgement say (`struct tcp_sacktag_state`). */
export const sackState = { firstSackt: 0, lastSackt: 0, reord: 0, flags: 0 };

/** Where what was told to have arrived ends (`tcp_highest_sack_seq`). */
export function highestSack(tp: TcpSock): number {
  return tp.sackedOut === 0 ? tp.sndUna : tp.highestSack;
}

/** Segments arrived in another order (`tcp_check_sack_reordering`). */
export function checkReordering(tp: TcpSock, low: number, byTime: boolean): void {
  const high = highestSack(tp);
  if (!before(low, high)) return;
  const metric = (high - low) | 0;
  const mss = tp.mssCache;
  if (mss !== 0 && metric > tp.reordering * mss)
    tp.reordering = Math.min(Math.ceil(metric / mss), tp.tcp.sysctls.maxReordering);
  tp.reordSeen++;
  tp.count(byTime ? MIB.TCPTSReorder : MIB.TCPSACKReorder);
}

/** `tcp_sacktag_one` */
function tag(tp: TcpSock, segment: TcpSegment, dup: boolean): void {
  let { sacked } = segment;
  const { pcount, seq, endSeq } = segment;
  if (dup && (sacked & TCPCB_RETRANS) !== 0) {
    if (tp.undoMarker !== 0 && tp.undoRetrans > 0 && after(endSeq, tp.undoMarker))
      tp.undoRetrans = Math.max(0, tp.undoRetrans - pcount);
    if ((sacked & TCPCB_SACKED_ACKED) !== 0 && before(seq, sackState.reord)) sackState.reord = seq;
  }
  if (!after(endSeq, tp.sndUna)) return;
  if ((sacked & TCPCB_SACKED_ACKED) === 0) {
    rackAdvance(tp, sacked, endSeq, segment.sentAt);
    if ((sacked & TCPCB_SACKED_RETRANS) !== 0) {
      if ((sacked & TCPCB_LOST) !== 0) {
        sacked &= ~(TCPCB_LOST | TCPCB_SACKED_RETRANS);
        tp.lostOut -= pcount;
        tp.retransOut -= pcount;
      }
    } else {
      if ((sacked & TCPCB_RETRANS) === 0) firstArrival(tp, segment);
      if ((sacked & TCPCB_LOST) !== 0) {
        sacked &= ~TCPCB_LOST;
        tp.lostOut -= pcount;
      }
    }
    sacked |= TCPCB_SACKED_ACKED;
    sackState.flags |= flag.DATA_SACKED;
    tp.sackedOut += pcount;
    tp.delivered += pcount;
    tp.queue.unsort(segment);
    if (!before(seq, highestSack(tp)) || tp.sackedOut === pcount) tp.highestSack = endSeq;
  }
  if (dup && (sacked & TCPCB_SACKED_RETRANS) !== 0) {
    sacked &= ~TCPCB_SACKED_RETRANS;
    tp.retransOut -= pcount;
  }
  segment.sacked = sacked;
}

/** A segment that was sent once. */
function firstArrival(tp: TcpSock, segment: TcpSegment): void {
  if (before(segment.seq, highestSack(tp)) && before(segment.seq, sackState.reord))
    sackState.reord = segment.seq;
  if (!after(segment.endSeq, tp.highSeq)) sackState.flags |= flag.ORIG_SACK_ACKED;
  if (sackState.firstSackt === 0) sackState.firstSackt = segment.sentAt;
  sackState.lastSackt = segment.sentAt;
}

/**
 * Whether the segment lies in the block; one that does in part is cut at the border of a packet (`tcp_match_skb_to_sack`).
 */
function matches(tp: TcpSock, segment: TcpSegment, start: number, end: number): boolean {
  const begins = !after(start, segment.seq);
  if (begins && !before(end, segment.endSeq)) return true;
  if (segment.pcount <= 1 || !after(segment.endSeq, start)) return false;
  const mss = segment.gsoSize;
  let length = begins ? (end - segment.seq) | 0 : (start - segment.seq) | 0;
  if (length < mss) {
    if (begins) return false;
    length = mss;
  }
  if (length > mss) {
    const whole = Math.floor(length / mss) * mss;
    length = !begins && whole < length ? whole + mss : whole;
  }
  if (length >= segment.length && !begins) return false;
  cutSegment(tp, segment, length, mss);
  return begins;
}

/** Tags all segments in a block, from `from` on. @returns where the walk ended */
function tagBlock(
  tp: TcpSock,
  from: TcpSegment | null,
  start: number,
  end: number,
  dup: boolean,
): TcpSegment | null {
  let segment = from;
  while (segment !== null && segment !== tp.queue.sendHead) {
    if (!before(segment.seq, end)) return segment;
    if (after(segment.endSeq, start) && matches(tp, segment, start, end)) tag(tp, segment, dup);
    segment = segment.next;
  }
  return segment;
}

/** Whether a block can be about what was sent (`tcp_is_sackblock_valid`). */
function isValid(tp: TcpSock, dsack: boolean, start: number, end: number): boolean {
  if (after(end, tp.sndNxt) || !before(start, end) || !before(start, tp.sndNxt)) return false;
  if (after(start, tp.sndUna)) return true;
  if (!dsack || tp.undoMarker === 0 || after(end, tp.sndUna)) return false;
  if (!before(start, tp.undoMarker)) return true;
  return after(end, tp.undoMarker) && !before(start, (end - tp.maxWindow) | 0);
}

/** So many segments came twice (`tcp_dsack_seen`); 0: the peer can not mean that. */
function dsackSeen(tp: TcpSock, start: number, end: number): number {
  if (!before(start, end)) return 0;
  const length = (end - start) >>> 0;
  if (length > tp.maxWindow) return 0;
  const copies = length > tp.mssCache ? Math.ceil(length / tp.mssCache) : 1;
  if (copies === 1 && tp.tlpHighSeq !== 0 && tp.tlpHighSeq === end) sackState.flags |= flag.DSACK_TLP;
  tp.dsackDups += copies;
  if (tp.dsackDups > tp.totalRetrans) return 0;
  if (tp.reordSeen > 0 && (sackState.flags & flag.DSACK_TLP) === 0) tp.rackDsackSeen = true;
  sackState.flags |= flag.DSACKING_ACK;
  // what was sent again for nothing arrived, too
  tp.delivered += copies;
  return copies;
}

/** The first block says that something came twice (`tcp_check_dsack`). */
function checkDsack(
  tp: TcpSock,
  bytes: Uint8Array,
  options: ReceivedOptions,
  ack: number,
  priorUna: number,
): boolean {
  const start = read32(bytes, options.sackAt) | 0;
  const end = read32(bytes, options.sackAt + 4) | 0;
  if (before(start, ack)) tp.count(MIB.TCPDSACKRecv);
  else {
    if (options.sackBlocks < 2) return false;
    const nextStart = read32(bytes, options.sackAt + 8) | 0;
    const nextEnd = read32(bytes, options.sackAt + 12) | 0;
    if (after(end, nextEnd) || before(start, nextStart)) return false;
    tp.count(MIB.TCPDSACKOfoRecv);
  }
  const copies = dsackSeen(tp, start, end);
  if (copies === 0) {
    tp.count(MIB.TCPDSACKIgnoredDubious);
    return false;
  }
  tp.count(MIB.TCPDSACKRecvSegs, copies);
  if (tp.undoMarker !== 0 && tp.undoRetrans > 0 && !after(end, priorUna) && after(end, tp.undoMarker))
    tp.undoRetrans = Math.max(0, tp.undoRetrans - copies);
  return true;
}

const starts = new Int32Array(4);
const ends = new Int32Array(4);

/**
 * Reads the SACK option of an acknowledgement and marks what it tells of (`tcp_sacktag_write_queue`).
 * @returns flags
 */
export function sacktag(
  tp: TcpSock,
  bytes: Uint8Array,
  options: ReceivedOptions,
  ack: number,
  priorUna: number,
): number {
  sackState.flags = 0;
  sackState.reord = tp.sndNxt;
  const blocks = Math.min(options.sackBlocks, 4);
  const dsack = checkDsack(tp, bytes, options, ack, priorUna);
  if (before(ack, (priorUna - tp.maxWindow) | 0)) return 0;
  if (tp.packetsOut === 0) return sackState.flags;
  let used = 0;
  for (let i = 0; i < blocks; i++) {
    const start = read32(bytes, options.sackAt + 8 * i) | 0;
    const end = read32(bytes, options.sackAt + 8 * i + 4) | 0;
    const dup = dsack && i === 0;
    if (!isValid(tp, dup, start, end)) {
      if (dup) tp.count(tp.undoMarker === 0 ? MIB.TCPDSACKIgnoredNoUndo : MIB.TCPDSACKIgnoredOld);
      else if (after(end, tp.sndUna)) tp.count(MIB.TCPSACKDiscard);
      continue;
    }
    if (!after(end, priorUna)) continue;
    if (dup) {
      tagBlock(tp, tp.queue.rtxHead, start, end, true);
      continue;
    }
    insertSorted(used++, start, end);
  }
  let at = tp.queue.rtxHead;
  for (let i = 0; i < used; i++)
    if (!known(tp, starts[i], ends[i])) at = tagBlock(tp, at, starts[i], ends[i], false);
  remember(tp, used);
  if (tp.caState !== TCP_CA_LOSS || tp.undoMarker !== 0) checkReordering(tp, sackState.reord, false);
  return sackState.flags;
}

function insertSorted(count: number, start: number, end: number): void {
  let at = count;
  for (; at > 0 && after(starts[at - 1], start); at--) {
    starts[at] = starts[at - 1];
    ends[at] = ends[at - 1];
  }
  starts[at] = start;
  ends[at] = end;
}

/** The same block was told of before (`recv_sack_cache`). */
function known(tp: TcpSock, start: number, end: number): boolean {
  for (let i = 0; i < tp.recvSackCount; i++)
    if (tp.recvSack[2 * i] === start && tp.recvSack[2 * i + 1] === end) return true;
  return false;
}

function remember(tp: TcpSock, count: number): void {
  tp.recvSackCount = count;
  for (let i = 0; i < count; i++) {
    tp.recvSack[2 * i] = starts[i];
    tp.recvSack[2 * i + 1] = ends[i];
  }
}
