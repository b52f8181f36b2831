/**
 * The received segment that is being worked on: one object, filled for each.
 *
 * Source: `net/ipv4/tcp_ipv4.c` (`tcp_v4_fill_cb`), `include/net/tcp.h` (`struct tcp_skb_cb`).
 */
import { read16, read32 } from "../../../packet/bytes.ts";
import {
  TCP_ACKNOWLEDGEMENT,
  TCP_FIN,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_SEQUENCE,
  TCP_SYN,
  TCP_WINDOW,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { ReceivedOptions } from "../tcp-options.ts";
import type { TcpSock } from "../tcp-sock.ts";
import type { AckSegment } from "./tcp-ack.ts";

export const options = new ReceivedOptions();

/** What the header of a received segment says. */
class Segment implements AckSegment {
  bytes: Uint8Array = new Uint8Array(0);
  readonly options = options;
  seq = 0;
  endSeq = 0;
  ack = 0;
  window = 0;
  flags = 0;
  payload = 0;
  headerLength = TCP_HLEN;

  get syn(): boolean {
    return (this.flags & TCP_SYN) !== 0;
  }

  has(bits: number): boolean {
    return (this.flags & bits) !== 0;
  }

  /** Reads the header at the packet's data, and notes what queues need of it. */
  read(skb: SkBuff): void {
    const { bytes, data } = skb;
    this.bytes = bytes;
    this.headerLength = tcpHeaderLength(bytes, data);
    this.flags = bytes[data + TCP_FLAGS];
    this.seq = read32(bytes, data + TCP_SEQUENCE) | 0;
    this.ack = read32(bytes, data + TCP_ACKNOWLEDGEMENT) | 0;
    this.window = read16(bytes, data + TCP_WINDOW);
    this.payload = skb.tail - data - this.headerLength;
    const control = (this.flags & TCP_SYN ? 1 : 0) + (this.flags & TCP_FIN ? 1 : 0);
    this.endSeq = (this.seq + this.payload + control) | 0;
    skb.cbA = this.seq;
    skb.cbB = this.endSeq;
    skb.cbC = this.flags;
  }
}

/** The segment that is being worked on. */
export const segment = new Segment();

/** Ends a segment that is of no use. */
export function dropSegment(tp: TcpSock, skb: SkBuff, why: number): void {
  tp.sk.drops++;
  kfreeSkb(skb, why, "tcp_drop_reason");
}

/** Time stamps of a segment as the connection keeps them. */
export function takeOptions(tp: TcpSock): void {
  tp.sawTstamp = options.sawTimestamp && tp.timestampOk;
  if (!tp.sawTstamp) return;
  tp.rcvTsval = options.tsVal;
  tp.rcvTsecr = options.tsEcr;
}
