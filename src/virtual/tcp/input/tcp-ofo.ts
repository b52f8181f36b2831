/**
 * What came out of order: the queue, and what is told about it.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_data_queue_ofo`, `tcp_ofo_queue`, `tcp_sack_new_ofo_skb`, `tcp_prune_ofo_queue`), RFC 2018.
 */
import {
  SKB_DROP_REASON_TCP_OFO_DROP,
  SKB_DROP_REASON_TCP_OFO_QUEUE_PRUNE,
  SKB_DROP_REASON_TCP_OFOMERGE,
} from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { MIB } from "../tcp-mib.ts";
import { after, before } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { growWindow, truesize } from "./tcp-window.ts";

/** Blocks that an option has room for (`TCP_NUM_SACKS`). */
const NUM_SACKS = 4;

/** `tcp_dsack_set` */
export function dsackSet(tp: TcpSock, seq: number, endSeq: number): void {
  if (!tp.sackOk || tp.tcp.sysctls.dsack === 0) return;
  tp.count(before(seq, tp.rcvNxt) ? MIB.TCPDSACKOldSent : MIB.TCPDSACKOfoSent);
  tp.hasDsack = true;
  tp.dsackStart = seq;
  tp.dsackEnd = endSeq;
}

/** `tcp_dsack_extend` */
function dsackExtend(tp: TcpSock, seq: number, endSeq: number): void {
  if (!tp.hasDsack) return dsackSet(tp, seq, endSeq);
  if (after(seq, tp.dsackEnd) || after(tp.dsackStart, endSeq)) return;
  if (before(seq, tp.dsackStart)) tp.dsackStart = seq;
  if (after(endSeq, tp.dsackEnd)) tp.dsackEnd = endSeq;
}

/** The block of what came last is told first (`tcp_sack_new_ofo_skb`). */
function newBlock(tp: TcpSock, seq: number, endSeq: number): void {
  const { sacks } = tp;
  for (let i = 0; i < tp.numSacks; i++) {
    if (after(seq, sacks[2 * i + 1]) || after(sacks[2 * i], endSeq)) continue;
    if (before(seq, sacks[2 * i])) sacks[2 * i] = seq;
    if (after(endSeq, sacks[2 * i + 1])) sacks[2 * i + 1] = endSeq;
    moveToFront(sacks, i);
    if (tp.numSacks > 1) coalesce(tp);
    return;
  }
  if (tp.numSacks >= NUM_SACKS) tp.numSacks--;
  for (let i = tp.numSacks * 2 - 1; i >= 0; i--) sacks[i + 2] = sacks[i];
  sacks[0] = seq;
  sacks[1] = endSeq;
  tp.numSacks++;
}

function moveToFront(sacks: Int32Array, index: number): void {
  const start = sacks[2 * index];
  const end = sacks[2 * index + 1];
  for (let i = 2 * index + 1; i >= 2; i--) sacks[i] = sacks[i - 2];
  sacks[0] = start;
  sacks[1] = end;
}

/** Blocks that touch the first become one with it (`tcp_sack_maybe_coalesce`). */
function coalesce(tp: TcpSock): void {
  const { sacks } = tp;
  for (let i = 1; i < tp.numSacks; ) {
    if (after(sacks[0], sacks[2 * i + 1]) || after(sacks[2 * i], sacks[1])) {
      i++;
      continue;
    }
    if (before(sacks[2 * i], sacks[0])) sacks[0] = sacks[2 * i];
    if (after(sacks[2 * i + 1], sacks[1])) sacks[1] = sacks[2 * i + 1];
    removeBlock(tp, i);
  }
}

function removeBlock(tp: TcpSock, index: number): void {
  tp.numSacks--;
  for (let i = index * 2; i < tp.numSacks * 2; i++) tp.sacks[i] = tp.sacks[i + 2];
}

/** What is in order now needs not be told (`tcp_sack_remove`). */
export function sackRemove(tp: TcpSock): void {
  if (tp.ofoHead === null) {
    tp.numSacks = 0;
    return;
  }
  for (let i = 0; i < tp.numSacks; ) {
    if (before(tp.rcvNxt, tp.sacks[2 * i])) i++;
    else removeBlock(tp, i);
  }
}

function drop(tp: TcpSock, skb: SkBuff, reason: number): void {
  tp.sk.drops++;
  kfreeSkb(skb, reason, "tcp_drop_reason");
}

/** Queues a segment behind a gap (`tcp_data_queue_ofo`). Takes it over; data is at the payload. */
export function queueOutOfOrder(tp: TcpSock, skb: SkBuff, hasRoom: boolean): void {
  const seq = skb.cbA;
  const endSeq = skb.cbB;
  if (!hasRoom) {
    tp.count(MIB.TCPOFODrop);
    return drop(tp, skb, SKB_DROP_REASON_TCP_OFO_DROP);
  }
  tp.count(MIB.TCPOFOQueue);
  tp.rcvOoopack += skb.gsoSize > 0 ? Math.ceil((skb.tail - skb.data) / skb.gsoSize) : 1;
  let before1: SkBuff | null = null;
  const { ofoLast } = tp;
  if (ofoLast !== null && !before(seq, ofoLast.cbB)) before1 = ofoLast;
  else
    for (let entry = tp.ofoHead; entry !== null && !after(entry.cbA, seq); entry = entry.next)
      before1 = entry;
  if (before1 !== null && before(seq, before1.cbB)) {
    if (!after(endSeq, before1.cbB)) {
      tp.count(MIB.TCPOFOMerge);
      drop(tp, skb, SKB_DROP_REASON_TCP_OFOMERGE);
      dsackSet(tp, seq, endSeq);
      addSack(tp, seq, endSeq);
      return;
    }
    if (after(seq, before1.cbA)) dsackSet(tp, seq, before1.cbB);
    else {
      // it begins where the other does and is longer
      dsackExtend(tp, before1.cbA, before1.cbB);
      before1 = unlink(tp, before1);
      tp.count(MIB.TCPOFOMerge);
    }
  }
  link(tp, skb, before1);
  for (let { next } = skb; next !== null && after(endSeq, next.cbA); next = skb.next) {
    if (before(endSeq, next.cbB)) {
      dsackExtend(tp, next.cbA, endSeq);
      break;
    }
    dsackExtend(tp, next.cbA, next.cbB);
    tp.count(MIB.TCPOFOMerge);
    unlinkAfter(tp, skb, next);
  }
  const adjacent = before1 !== null && before1.cbB === seq;
  charge(tp, skb);
  addSack(tp, seq, endSeq);
  growWindow(tp, skb, skb.tail - skb.data, adjacent);
}

function charge(tp: TcpSock, skb: SkBuff): void {
  skb.charged = truesize(skb);
  tp.sk.rmemAlloc += skb.charged;
}

function uncharge(tp: TcpSock, skb: SkBuff): void {
  tp.sk.rmemAlloc -= skb.charged;
  skb.charged = 0;
}

function addSack(tp: TcpSock, seq: number, endSeq: number): void {
  if (tp.sackOk) newBlock(tp, seq, endSeq);
}

function link(tp: TcpSock, skb: SkBuff, place: SkBuff | null): void {
  if (place === null) {
    skb.next = tp.ofoHead;
    tp.ofoHead = skb;
  } else {
    skb.next = place.next;
    place.next = skb;
  }
  if (skb.next === null) tp.ofoLast = skb;
}

/** Drops one that another covers. @returns the one before it */
function unlink(tp: TcpSock, skb: SkBuff): SkBuff | null {
  let previous: SkBuff | null = null;
  for (let entry = tp.ofoHead; entry !== null && entry !== skb; entry = entry.next) previous = entry;
  if (previous === null) tp.ofoHead = skb.next;
  else previous.next = skb.next;
  if (tp.ofoLast === skb) tp.ofoLast = previous;
  uncharge(tp, skb);
  skb.next = null;
  drop(tp, skb, SKB_DROP_REASON_TCP_OFOMERGE);
  return previous;
}

function unlinkAfter(tp: TcpSock, place: SkBuff, skb: SkBuff): void {
  place.next = skb.next;
  if (tp.ofoLast === skb) tp.ofoLast = place;
  uncharge(tp, skb);
  skb.next = null;
  drop(tp, skb, SKB_DROP_REASON_TCP_OFOMERGE);
}

/**
 * Takes the first segment that is in order now; null: none is. What it has that came before is told as come twice
 * (`tcp_ofo_queue`).
 */
export function takeInOrder(tp: TcpSock): SkBuff | null {
  for (let skb = tp.ofoHead; skb !== null && !after(skb.cbA, tp.rcvNxt); skb = tp.ofoHead) {
    tp.ofoHead = skb.next;
    if (tp.ofoHead === null) tp.ofoLast = null;
    skb.next = null;
    if (before(skb.cbA, tp.rcvNxt))
      dsackExtend(tp, skb.cbA, before(skb.cbB, tp.rcvNxt) ? skb.cbB : tp.rcvNxt);
    uncharge(tp, skb);
    if (after(skb.cbB, tp.rcvNxt)) return skb;
    drop(tp, skb, SKB_DROP_REASON_TCP_OFO_DROP);
  }
  return null;
}

/** Ends the queue; it is of no use any more. */
export function purgeOutOfOrder(tp: TcpSock, reason: number): void {
  for (let skb = tp.ofoHead; skb !== null; ) {
    const { next }: SkBuff = skb;
    uncharge(tp, skb);
    skb.next = null;
    kfreeSkb(skb, reason, "skb_rbtree_purge");
    skb = next;
  }
  tp.ofoHead = tp.ofoLast = null;
}

/** There is no room: what is farthest away goes (`tcp_prune_ofo_queue`). @returns whether something went */
export function pruneOutOfOrder(tp: TcpSock): boolean {
  if (tp.ofoHead === null) return false;
  tp.count(MIB.OfoPruned);
  purgeOutOfOrder(tp, SKB_DROP_REASON_TCP_OFO_QUEUE_PRUNE);
  tp.numSacks = 0;
  return true;
}
