/**
 * What is known of connections: a record of sixteen words each in one typed array (a line of the processor's cache), so that a million of
 * them are a million records and no object. While a packet holds a connection there is an {@link NfConn} for it, which leads to the
 * record; the few that had packets last keep theirs for the next one (`conntrack-objects.ts`).
 *
 * Connections of IPv6, whose tuples no record has room for, and those whose events somebody waits for keep their object.
 */

import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { ConntrackObjects } from "./conntrack-objects.ts";
import {
  REC_HASH,
  REC_ID,
  REC_KIND,
  REC_MARK,
  REC_NET,
  REC_STATUS,
  REC_STREAM,
  REC_TIMEOUT,
  REC_TUPLE,
  REC_TUPLE_WORDS,
  REC_ZONE,
  RECORD_SHIFT,
} from "./conntrack-record-layout.ts";
import type { NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NetCt } from "./net-ct.ts";
import { NfConn, type NfConnExtensions } from "./nf-conn.ts";

const FIRST_SIZE = 1024;
/** Zone 0, in both directions (`NF_CT_DEFAULT_ZONE_DIR`). */
const DEFAULT_ZONE = 3 << 16;

/** The records of a machine, by number; a free one's number is given again. */
export class ConntrackRecords {
  words = new Int32Array(FIRST_SIZE << RECORD_SHIFT);
  /** For both tuples: the next in the table's bucket, as {@link ConntrackTable} writes it; of a free record, the next free one. */
  next = new Int32Array(FIRST_SIZE * 2);
  /** Those that have an object now. */
  readonly live: (NfConn | null)[] = [];
  /** What few connections have. */
  readonly extensions: (NfConnExtensions | null)[] = [];
  private readonly nets: (NetCt | null)[] = [null];
  private readonly objects = new ConntrackObjects(this);
  private firstFree = -1;

  /** Records that were used ever. */
  get count(): number {
    return this.live.length;
  }

  /** Gives a namespace its number. */
  numberNet(cnet: NetCt): number {
    const free = this.nets.indexOf(null, 1);
    if (free < 0) return this.nets.push(cnet) - 1;
    this.nets[free] = cnet;
    return free;
  }

  /** The namespace has no connections any more. */
  forgetNet(cnet: NetCt): void {
    if (cnet.number !== 0) this.nets[cnet.number] = null;
    cnet.number = 0;
    this.objects.forgetNet(cnet);
  }

  /** An object for a new connection, which is in no table, with a record of its own. */
  create(cnet: NetCt, id: number): NfConn {
    const index = this.takeRecord();
    const ct = this.bind(this.objects.take(), cnet, index, id);
    ct.tuplesRest = false;
    ct.restable = false;
    ct.lookedUp = 0;
    const { words } = this;
    const at = index << RECORD_SHIFT;
    words[at + REC_TIMEOUT] = 0;
    words[at + REC_STATUS] = 0;
    words[at + REC_MARK] = 0;
    words[at + REC_STREAM] = 0;
    words[at + REC_ZONE] = DEFAULT_ZONE;
    return ct;
  }

  private takeRecord(): number {
    const free = this.firstFree;
    if (free >= 0) {
      this.firstFree = this.next[free * 2];
      return free;
    }
    const index = this.live.push(null) - 1;
    this.extensions.push(null);
    if (index * 2 >= this.next.length) this.grow();
    return index;
  }

  private bind(ct: NfConn, cnet: NetCt, index: number, id: number): NfConn {
    ct.use = 1;
    ct.index = index;
    ct.id = id;
    if (ct.cnet !== cnet) {
      ct.cnet = cnet;
      // what they lead through may be gone with its namespace
      ct.wayThere = null;
      ct.wayBack = null;
    }
    ct.eventCache = 0;
    ct.eventMask = 0;
    ct.hasHelp = false;
    this.live[index] = ct;
    return ct;
  }

  private grow(): void {
    const { words, next } = this;
    this.words = new Int32Array(words.length * 2);
    this.words.set(words);
    this.next = new Int32Array(next.length * 2);
    this.next.set(next);
  }

  /** The connection is over, and nobody holds it. */
  free(ct: NfConn): void {
    const { index } = ct;
    if (index < 0 || this.live[index] !== ct) return;
    ct.index = -1;
    this.live[index] = null;
    if (this.extensions[index] !== null) this.extensions[index] = null;
    this.next[index * 2] = this.firstFree;
    this.firstFree = index;
  }

  /** Writes what identifies a connection, when it comes into the table. */
  write(ct: NfConn, hash: number, replyHash: number): void {
    const { words } = this;
    const at = ct.index << RECORD_SHIFT;
    this.writeOriginal(ct);
    words[at + REC_TUPLE + REC_TUPLE_WORDS] = ct.reply.ports;
    words[at + REC_TUPLE + REC_TUPLE_WORDS + 1] = ct.reply.s3;
    words[at + REC_TUPLE + REC_TUPLE_WORDS + 2] = ct.reply.d3;
    words[at + REC_HASH] = hash;
    words[at + REC_HASH + 1] = replyHash;
    words[at + REC_NET] = ct.cnet.number;
    words[at + REC_ID] = ct.id;
    ct.restable = (words[at + REC_KIND] & 0xff) === NFPROTO_IPV4;
  }

  /** Of a connection that is not in the table yet, what others find its source by. */
  writeOriginal({ index, original }: NfConn): void {
    const { words } = this;
    const at = index << RECORD_SHIFT;
    words[at + REC_TUPLE] = original.ports;
    words[at + REC_TUPLE + 1] = original.s3;
    words[at + REC_TUPLE + 2] = original.d3;
    words[at + REC_KIND] = original.protocols;
  }

  /** Whether the record's number doubled, and the direction, is of that tuple, as its object says. */
  holds(entry: number, tuple: NfConntrackTuple): boolean {
    return this.at(entry >>> 1)
      .tuple(entry & 1)
      .equals(tuple);
  }

  /** Whether whoever looks for an entry in that zone means it (`nf_ct_zone_equal`). */
  countsIn(entry: number, zone: number): boolean {
    const shown = this.words[((entry >>> 1) << RECORD_SHIFT) + REC_ZONE];
    return (((shown >>> (16 + (entry & 1))) & 1) === 0 ? 0 : shown & 0xffff) === zone;
  }

  /** When the connection ends, jiffies. */
  timeout(index: number): number {
    return this.words[(index << RECORD_SHIFT) + REC_TIMEOUT];
  }

  /** `IPS_*` of the connection. */
  status(index: number): number {
    return this.words[(index << RECORD_SHIFT) + REC_STATUS];
  }

  /** The connection as an object, with a use for the caller. */
  hold(index: number): NfConn {
    const ct = this.live[index] ?? this.wake(index, this.objects.take());
    ct.use++;
    return ct;
  }

  /** The connection as an object, for a look at it now. */
  at(index: number): NfConn {
    const ct = this.live[index] ?? this.wake(index, this.objects.take());
    ct.lookedAt = true;
    return ct;
  }

  /** The connection as an object that whoever asks may keep. */
  atKept(index: number): NfConn {
    const ct = this.live[index] ?? this.wake(index, new NfConn(this));
    ct.kept = true;
    return ct;
  }

  private wake(index: number, free: NfConn): NfConn {
    const { words } = this;
    const at = index << RECORD_SHIFT;
    const ct = this.bind(free, this.nets[words[at + REC_NET]] as NetCt, index, words[at + REC_ID]);
    ct.tuplesRest = true;
    ct.restable = true;
    return ct;
  }

  /** Whether the object is that of its record. */
  isLive(ct: NfConn): boolean {
    return ct.index >= 0 && this.live[ct.index] === ct;
  }

  /** Fills in the tuples of an object, when somebody asks for them. */
  readTuples(index: number, original: NfConntrackTuple, reply: NfConntrackTuple): void {
    const { words } = this;
    const at = index << RECORD_SHIFT;
    const kind = words[at + REC_KIND];
    original.restore(kind, words[at], words[at + 1], words[at + 2]);
    reply.restore(kind, words[at + 3], words[at + 4], words[at + 5]);
  }

  /** A connection that only the table holds loses its object, if it may. @returns whether it did */
  unbind(ct: NfConn): boolean {
    if (ct.use !== 1 || !ct.restable || ct.eventMask !== 0 || ct.hasHelp) return false;
    this.live[ct.index] = null;
    return true;
  }
}
