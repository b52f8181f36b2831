/**
 * Connections by their source, so that those of one source are translated to the same: `nf_nat_bysource`.
 *
 * Source: `net/netfilter/nf_nat_core.c` (`hash_by_src`).
 */
import { REC_KIND, REC_TUPLE, REC_ZONE, RECORD_SHIFT } from "../conntrack/conntrack-record-layout.ts";
import type { ConntrackRecords } from "../conntrack/conntrack-records.ts";
import { NfConntrackTuple } from "../conntrack/conntrack-tuple.ts";
import type { NetCt } from "../conntrack/net-ct.ts";
import type { NfConn } from "../conntrack/nf-conn.ts";

const BUCKETS = 65536;
/** Behind the last one of a bucket. A link is a record's number and one; 0: the record is in no bucket. */
const END = -1;

const key = new NfConntrackTuple(null, 0);

/** A hash table over the records of a machine; it takes no memory before the first connection is translated. */
export class ConnectionsBySource {
  private readonly records: ConntrackRecords;
  private buckets: Int32Array | null = null;
  private next = new Int32Array(0);

  constructor(records: ConntrackRecords) {
    this.records = records;
  }

  private bucketOf(cnet: NetCt, tuple: NfConntrackTuple): number {
    key.copy(tuple);
    key.d0 = key.d1 = key.d2 = key.d3 = 0;
    key.dport = 0;
    return key.hash(cnet.net.cookie) & (BUCKETS - 1);
  }

  /** The first connection whose original has the tuple's protocol and source, in this zone; null: none. */
  first(cnet: NetCt, tuple: NfConntrackTuple, zone: number): NfConn | null {
    if (this.buckets === null) return null;
    return this.from(this.buckets[this.bucketOf(cnet, tuple)], cnet, tuple, zone);
  }

  /** The one after that. */
  after(ct: NfConn, tuple: NfConntrackTuple, zone: number): NfConn | null {
    return this.from(this.next[ct.index], ct.cnet, tuple, zone);
  }

  private from(first: number, cnet: NetCt, tuple: NfConntrackTuple, zone: number): NfConn | null {
    const { words } = this.records;
    for (let link = first; link > 0; link = this.next[link - 1]) {
      const at = (link - 1) << RECORD_SHIFT;
      if (words[at + REC_TUPLE] >>> 16 !== tuple.sport || words[at + REC_TUPLE + 1] !== tuple.s3) continue;
      if (words[at + REC_KIND] !== ((tuple.protonum << 8) | tuple.l3num)) continue;
      if ((words[at + REC_ZONE] & 0xffff) !== zone) continue;
      const ct = this.records.at(link - 1);
      if (ct.cnet === cnet && ct.original.sameSource(tuple)) return ct;
    }
    return null;
  }

  add(ct: NfConn): void {
    const { index } = ct;
    this.buckets ??= new Int32Array(BUCKETS).fill(END);
    if (index >= this.next.length) {
      const before = this.next;
      this.next = new Int32Array(Math.max(1024, this.records.count * 2));
      this.next.set(before);
    }
    if (this.next[index] !== 0) return;
    this.records.writeOriginal(ct);
    const bucket = this.bucketOf(ct.cnet, ct.original);
    this.next[index] = this.buckets[bucket];
    this.buckets[bucket] = index + 1;
  }

  remove(ct: NfConn): void {
    const { buckets, next } = this;
    const { index } = ct;
    if (buckets === null || index < 0 || index >= next.length || next[index] === 0) return;
    const bucket = this.bucketOf(ct.cnet, ct.original);
    const own = index + 1;
    if (buckets[bucket] === own) buckets[bucket] = next[index];
    else {
      let link = buckets[bucket];
      while (link > 0 && next[link - 1] !== own) link = next[link - 1];
      if (link > 0) next[link - 1] = next[index];
    }
    next[index] = 0;
  }
}
