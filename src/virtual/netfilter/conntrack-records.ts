/**
 * Where connections rest: a record of sixteen words each in one typed array (a line of the processor's cache), so that a million of them
 * are a million records and no object. While a packet holds a connection, it is an {@link NfConn}, taken from a pool; when the last
 * packet lets it go, what has changed goes back into the record.
 *
 * Connections of IPv6, and those whose events somebody waits for, stay objects.
 */
import { IPS_CONFIRMED, IPS_DYING } from "./conntrack-status.ts";
import type { NfConntrackTuple } from "./conntrack-tuple.ts";
import { NFPROTO_IPV4 } from "./hook-numbers.ts";
import type { NetCt } from "./net-ct.ts";
import { NfConn, type NfConnExtensions } from "./nf-conn.ts";

/** Words of a record, as a power of two. */
export const RECORD_SHIFT = 4;
/** The tuples: ports, source and destination of the original, then of the reply. */
export const REC_TUPLE = 0;
/** Words of a tuple. */
export const REC_TUPLE_WORDS = 3;
/** Protocol over IP, and family. */
export const REC_KIND = 6;
/** The number of its namespace ({@link ConntrackRecords.numberNet}); 0: it is not in the table. */
export const REC_NET = 7;
/** Hashes of both tuples. */
export const REC_HASH = 8;
export const REC_TIMEOUT = 10;
export const REC_STATUS = 11;
const REC_MARK = 12;
const REC_STREAM = 13;
/** The zone, and above it in which directions it counts. */
export const REC_ZONE = 14;
export const REC_ID = 15;

const FIRST_SIZE = 1024;
/** Objects that wait for the next packet. */
const POOL_LIMIT = 1024;

export class ConntrackRecords {
  words = new Int32Array(FIRST_SIZE << RECORD_SHIFT);
  /** For both tuples: the next in the table's bucket, as {@link ConntrackTable} writes it; of a free record, the next free one. */
  next = new Int32Array(FIRST_SIZE * 2);
  /** Those that are objects now: what they say counts, but for the tuples. */
  readonly live: (NfConn | null)[] = [];
  /** What few connections have, of those that rest. */
  private readonly resting: (NfConnExtensions | null)[] = [];
  private readonly nets: (NetCt | null)[] = [null];
  private readonly pool: NfConn[] = [];
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
  }

  /** An object for a new connection, which is in no table, with a record of its own. */
  create(cnet: NetCt, id: number): NfConn {
    const ct = this.pool.pop() ?? new NfConn();
    ct.begin(cnet, id);
    const free = this.firstFree;
    if (free >= 0) {
      this.firstFree = this.next[free * 2];
      ct.index = free;
      this.live[free] = ct;
      return ct;
    }
    ct.index = this.live.push(ct) - 1;
    this.resting.push(null);
    if (ct.index * 2 >= this.next.length) this.grow();
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
    this.next[index * 2] = this.firstFree;
    this.firstFree = index;
  }

  /** Nobody knows the object any more: it serves for another connection. */
  recycle(ct: NfConn): void {
    ct.extensions = null;
    if (this.pool.length < POOL_LIMIT) this.pool.push(ct);
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
  }

  /** Of a connection that is not in the table yet, what others find its source by. */
  writeOriginal({ index, original, zone, zoneDir }: NfConn): void {
    const { words } = this;
    const at = index << RECORD_SHIFT;
    words[at + REC_TUPLE] = original.ports;
    words[at + REC_TUPLE + 1] = original.s3;
    words[at + REC_TUPLE + 2] = original.d3;
    words[at + REC_KIND] = original.protocols;
    words[at + REC_ZONE] = zone | (zoneDir << 16);
  }

  /** Whether the packet's tuple is that of a direction of the record; of IPv6, the object says. */
  holds(index: number, dir: number, tuple: NfConntrackTuple): boolean {
    const { words } = this;
    const record = index << RECORD_SHIFT;
    const at = record + REC_TUPLE + REC_TUPLE_WORDS * dir;
    if (words[at] !== tuple.ports || words[at + 1] !== tuple.s3 || words[at + 2] !== tuple.d3) return false;
    if (words[record + REC_KIND] !== tuple.protocols) return false;
    return tuple.l3num === NFPROTO_IPV4 || this.at(index).tuple(dir).equals(tuple);
  }

  /** When the connection ends, jiffies. */
  timeout(index: number): number {
    return this.live[index]?.timeout ?? this.words[(index << RECORD_SHIFT) + REC_TIMEOUT];
  }

  /** `IPS_*` of the connection. */
  status(index: number): number {
    return this.live[index]?.status ?? this.words[(index << RECORD_SHIFT) + REC_STATUS];
  }

  /** The connection as an object. */
  at(index: number): NfConn {
    return this.live[index] ?? this.wake(index);
  }

  private wake(index: number): NfConn {
    const { words } = this;
    const at = index << RECORD_SHIFT;
    const ct = this.pool.pop() ?? new NfConn();
    ct.begin(this.nets[words[at + REC_NET]] as NetCt, words[at + REC_ID]);
    ct.index = index;
    const kind = words[at + REC_KIND];
    ct.original.restore(kind, words[at], words[at + 1], words[at + 2]);
    ct.reply.restore(kind, words[at + 3], words[at + 4], words[at + 5]);
    ct.timeout = words[at + REC_TIMEOUT];
    ct.status = words[at + REC_STATUS];
    ct.mark = words[at + REC_MARK] >>> 0;
    ct.streamTs = words[at + REC_STREAM];
    const zone = words[at + REC_ZONE];
    ct.zone = zone & 0xffff;
    ct.zoneDir = zone >>> 16;
    const extensions = this.resting[index];
    if (extensions !== null) {
      ct.extensions = extensions;
      this.resting[index] = null;
    }
    this.live[index] = ct;
    return ct;
  }

  /** Puts a connection that only the table holds to rest, if it may. @returns whether the object is free now */
  rest(ct: NfConn): boolean {
    const { index } = ct;
    if (ct.use !== 1 || index < 0 || (ct.status & (IPS_CONFIRMED | IPS_DYING)) !== IPS_CONFIRMED)
      return false;
    if (ct.eventMask !== 0 || ct.original.l3num !== NFPROTO_IPV4 || this.live[index] !== ct) return false;
    const { words } = this;
    const at = index << RECORD_SHIFT;
    words[at + REC_TIMEOUT] = ct.timeout;
    words[at + REC_STATUS] = ct.status;
    words[at + REC_MARK] = ct.mark;
    words[at + REC_STREAM] = ct.streamTs;
    if (ct.extensions !== null) this.resting[index] = ct.extensions;
    this.live[index] = null;
    return true;
  }
}
