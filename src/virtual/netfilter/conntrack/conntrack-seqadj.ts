/**
 * Sequence numbers of connections whose text was made longer or shorter on its way.
 *
 * Source: `net/netfilter/nf_conntrack_seqadj.c`.
 */
import { read16, read32, write16, write32 } from "../../../packet/bytes.ts";
import { replaceLong } from "../../../packet/checksum.ts";
import {
  TCP_ACK,
  TCP_ACKNOWLEDGEMENT,
  TCP_FLAGS,
  TCP_HLEN,
  TCP_SEQUENCE,
  TCPOPT_EOL,
  TCPOPT_NOP,
  TCPOPT_SACK,
  tcpHeaderLength,
} from "../../../packet/tcp.ts";
import { CHECKSUM_PARTIAL, type SkBuff } from "../../core/skbuff.ts";
import { ctinfoDirection, IPCT_SEQADJ, IPS_SEQ_ADJUST } from "./conntrack-status.ts";
import type { NfConn } from "./nf-conn.ts";

const TCP_CHECKSUM = 16;
const SACK_BLOCK = 8;

/** One direction's (`struct nf_ct_seqadj`): numbers are signed. */
export class SeqAdj {
  correctionPos = 0;
  offsetBefore = 0;
  offsetAfter = 0;

  /** What has to be added to a number (`nf_ct_seq_offset`). */
  offset(seq: number): number {
    return ((this.correctionPos - seq) | 0) < 0 ? this.offsetAfter : this.offsetBefore;
  }

  /** What was added to a number that the other end acknowledges. */
  offsetOfAck(ack: number): number {
    return ((this.correctionPos - (ack - this.offsetBefore)) | 0) < 0 ? this.offsetAfter : this.offsetBefore;
  }
}

/** `struct nf_conn_seqadj` */
export class NfConnSeqAdj {
  readonly original = new SeqAdj();
  readonly reply = new SeqAdj();

  of(dir: number): SeqAdj {
    return dir === 0 ? this.original : this.reply;
  }
}

/** From this number on the text is so many bytes longer, or shorter (`nf_ct_seqadj_set`). */
export function setSeqAdj(ct: NfConn, ctinfo: number, seq: number, off: number): void {
  if (off === 0) return;
  ct.seqadj ??= new NfConnSeqAdj();
  ct.status |= IPS_SEQ_ADJUST;
  const way = ct.seqadj.of(ctinfoDirection(ctinfo));
  if (way.offsetBefore !== way.offsetAfter && ((way.correctionPos - seq) | 0) >= 0) return;
  way.correctionPos = seq | 0;
  way.offsetBefore = way.offsetAfter;
  way.offsetAfter = (way.offsetAfter + off) | 0;
  ct.noteEvent(IPCT_SEQADJ);
}

/** All of a direction's numbers are changed by so much (`nf_ct_seqadj_init`). */
export function initSeqAdj(ct: NfConn, dir: number, off: number): void {
  if (off === 0) return;
  ct.seqadj ??= new NfConnSeqAdj();
  ct.status |= IPS_SEQ_ADJUST;
  const way = ct.seqadj.of(dir);
  way.offsetBefore = way.offsetAfter = off;
}

function put32(skb: SkBuff, tcp: number, at: number, value: number): void {
  const { bytes } = skb;
  const field = tcp + TCP_CHECKSUM;
  const partial = skb.ipSummed === CHECKSUM_PARTIAL && field === skb.csumStart + skb.csumOffset;
  if (!partial) write16(bytes, field, replaceLong(read16(bytes, field), read32(bytes, at), value));
  write32(bytes, at, value >>> 0);
}

/** Gives a segment the numbers that its receiver knows (`nf_ct_seq_adjust`). @returns false when it is cut short */
export function adjustSequence(skb: SkBuff, ct: NfConn, ctinfo: number, offset: number): boolean {
  const { seqadj } = ct;
  if (seqadj === null) return true;
  const dir = ctinfoDirection(ctinfo);
  const relative = offset - skb.networkHeader;
  if (offset + TCP_HLEN > skb.tail) return false;
  skb.makeWritable();
  const tcp = skb.networkHeader + relative;
  const { bytes } = skb;
  const seq = read32(bytes, tcp + TCP_SEQUENCE);
  const add = seqadj.of(dir).offset(seq);
  if (add !== 0) put32(skb, tcp, tcp + TCP_SEQUENCE, (seq + add) >>> 0);
  if ((bytes[tcp + TCP_FLAGS] & TCP_ACK) === 0) return true;
  const other = seqadj.of(1 - dir);
  const ack = read32(bytes, tcp + TCP_ACKNOWLEDGEMENT);
  const sub = other.offsetOfAck(ack);
  if (sub !== 0) put32(skb, tcp, tcp + TCP_ACKNOWLEDGEMENT, (ack - sub) >>> 0);
  return adjustSack(skb, tcp, other);
}

/** The blocks of a SACK option are acknowledgements, too (`nf_ct_sack_adjust`). */
function adjustSack(skb: SkBuff, tcp: number, other: SeqAdj): boolean {
  const { bytes } = skb;
  const end = tcp + tcpHeaderLength(bytes, tcp);
  if (end > skb.tail) return false;
  for (let at = tcp + TCP_HLEN; at < end; ) {
    const kind = bytes[at];
    if (kind === TCPOPT_EOL) return true;
    if (kind === TCPOPT_NOP) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1] : 0;
    if (length < 2 || at + length > end) return false;
    if (kind === TCPOPT_SACK && length >= 2 + SACK_BLOCK && (length - 2) % SACK_BLOCK === 0)
      for (let edge = at + 2; edge < at + length; edge += 4) {
        const value = read32(bytes, edge);
        put32(skb, tcp, edge, (value - other.offsetOfAck(value)) >>> 0);
      }
    at += length;
  }
  return true;
}
