/**
 * A piece of what a connection sends: `TCP_SKB_CB` of a packet in the write queue, with the links of that queue. Pooled.
 *
 * The packet of a segment has the payload alone; each transmission is a clone of it, with the headers before the payload.
 *
 * Source: `include/net/tcp.h` (`struct tcp_skb_cb`, `tcp_rtx_queue_*`, `tcp_skb_tsorted_anchor`).
 */
import { allocSkb, consumeSkb, copyBytes, type SkBuff } from "../core/skbuff.ts";
import { MAX_TCP_HEADER } from "./tcp-states.ts";

const POOL_LIMIT = 4096;
const pool: TcpSegment[] = [];
/** `SKB_TRUESIZE` of an empty packet of TCP. */
export const TCP_SKB_OVERHEAD = 832;

/** One segment in the write or the retransmit queue; numbers are sequence numbers. */
export class TcpSegment {
  skb!: SkBuff;
  seq = 0;
  endSeq = 0;
  /** Bits of the header. */
  flags = 0;
  /** `TCPCB_*` */
  sacked = 0;
  /** Packets on the wire (`tcp_skb_pcount`). */
  pcount = 0;
  gsoSize = 0;
  /** µs; when it was last sent (`tcp_skb_timestamp_us`). */
  sentAt = 0;
  /** What nobody may add to (`eor`). */
  eor = false;
  next: TcpSegment | null = null;
  previous: TcpSegment | null = null;
  /** In the order of sending, newest last. */
  laterSent: TcpSegment | null = null;
  earlierSent: TcpSegment | null = null;
  inSentOrder = false;

  get length(): number {
    return this.skb.tail - this.skb.data;
  }
}

/** An empty segment with room for `size` bytes. */
export function allocSegment(size: number): TcpSegment {
  const segment = pool.pop() ?? new TcpSegment();
  segment.skb = allocSkb(size, MAX_TCP_HEADER);
  segment.skb.releaseHeader();
  return segment;
}

/** Gives a segment, which must be in no queue any more, back with its packet. */
export function freeSegment(segment: TcpSegment): void {
  consumeSkb(segment.skb);
  segment.sacked = segment.flags = segment.pcount = segment.gsoSize = segment.sentAt = 0;
  segment.eor = false;
  segment.next = segment.previous = segment.laterSent = segment.earlierSent = null;
  segment.inSentOrder = false;
  if (pool.length < POOL_LIMIT) pool.push(segment);
}

/** Segments in order of sequence numbers; those from {@link sendHead} on were never sent. */
export class WriteQueue {
  head: TcpSegment | null = null;
  tail: TcpSegment | null = null;
  sendHead: TcpSegment | null = null;
  /** By time of sending (`tsorted_sent_queue`). */
  firstSent: TcpSegment | null = null;
  lastSent: TcpSegment | null = null;

  /** Whether nothing waits for an acknowledgement. */
  get rtxEmpty(): boolean {
    return this.head === null || this.head === this.sendHead;
  }

  get rtxHead(): TcpSegment | null {
    return this.head === this.sendHead ? null : this.head;
  }

  get rtxTail(): TcpSegment | null {
    return this.sendHead === null ? this.tail : this.sendHead.previous;
  }

  append(segment: TcpSegment): void {
    segment.previous = this.tail;
    segment.next = null;
    if (this.tail === null) this.head = segment;
    else this.tail.next = segment;
    this.tail = segment;
    if (this.sendHead === null) this.sendHead = segment;
  }

  insertAfter(segment: TcpSegment, place: TcpSegment): void {
    segment.previous = place;
    segment.next = place.next;
    if (place.next === null) this.tail = segment;
    else place.next.previous = segment;
    place.next = segment;
  }

  insertBefore(segment: TcpSegment, place: TcpSegment): void {
    segment.next = place;
    segment.previous = place.previous;
    if (place.previous === null) this.head = segment;
    else place.previous.next = segment;
    place.previous = segment;
  }

  remove(segment: TcpSegment): void {
    if (this.sendHead === segment) this.sendHead = segment.next;
    if (segment.previous === null) this.head = segment.next;
    else segment.previous.next = segment.next;
    if (segment.next === null) this.tail = segment.previous;
    else segment.next.previous = segment.previous;
    this.unsort(segment);
  }

  /** It was sent just now: the last in the order of sending. */
  sortLast(segment: TcpSegment): void {
    this.unsort(segment);
    segment.inSentOrder = true;
    segment.earlierSent = this.lastSent;
    segment.laterSent = null;
    if (this.lastSent === null) this.firstSent = segment;
    else this.lastSent.laterSent = segment;
    this.lastSent = segment;
  }

  /** It was sent together with another. */
  sortBefore(segment: TcpSegment, place: TcpSegment): void {
    if (!place.inSentOrder) return;
    segment.inSentOrder = true;
    segment.laterSent = place;
    segment.earlierSent = place.earlierSent;
    if (place.earlierSent === null) this.firstSent = segment;
    else place.earlierSent.laterSent = segment;
    place.earlierSent = segment;
  }

  unsort(segment: TcpSegment): void {
    if (!segment.inSentOrder) return;
    segment.inSentOrder = false;
    if (segment.earlierSent === null) this.firstSent = segment.laterSent;
    else segment.earlierSent.laterSent = segment.laterSent;
    if (segment.laterSent === null) this.lastSent = segment.earlierSent;
    else segment.laterSent.earlierSent = segment.earlierSent;
    segment.earlierSent = segment.laterSent = null;
  }

  /** Ends all segments. */
  purge(): void {
    for (let segment = this.head; segment !== null; ) {
      const next = segment.next;
      freeSegment(segment);
      segment = next;
    }
    this.head = this.tail = this.sendHead = this.firstSent = this.lastSent = null;
  }
}

/**
 * Cuts a segment after `length` bytes: what is behind stays in the same storage or gets one of its own, whichever moves fewer bytes.
 * The queue's pointers, sequence numbers and flags are the caller's.
 * @returns the front part and the rest: one of them is `segment`
 */
export function splitPayload(segment: TcpSegment, length: number): TcpSegment {
  const { skb } = segment;
  const rest = segment.length - length;
  const made = allocSegment(Math.max(rest, 1));
  made.skb.put(rest);
  copyBytes(skb.bytes, skb.data + length, skb.tail, made.skb.bytes, made.skb.data);
  skb.tail = skb.data + length;
  return made;
}

/** As {@link splitPayload}, but the new segment is the front part. */
export function splitFront(segment: TcpSegment, length: number): TcpSegment {
  const { skb } = segment;
  const made = allocSegment(length);
  made.skb.put(length);
  copyBytes(skb.bytes, skb.data, skb.data + length, made.skb.bytes, made.skb.data);
  skb.data += length;
  return made;
}
