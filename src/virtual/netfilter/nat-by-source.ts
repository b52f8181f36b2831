/**
 * Connections by their source, so that those of one source are translated to the same: `nf_nat_bysource`.
 *
 * Source: `net/netfilter/nf_nat_core.c` (`hash_by_src`).
 */
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NetCt } from "./net-ct.ts";
import type { NfConn } from "./nf-conn.ts";

const BUCKETS = 65536;

const key = new NfConntrackTuple(null, 0);

export class ConnectionsBySource {
  private buckets: (NfConn | null)[] | null = null;

  private bucketOf(cnet: NetCt, tuple: NfConntrackTuple): number {
    key.copy(tuple);
    key.d0 = key.d1 = key.d2 = key.d3 = 0;
    key.dport = 0;
    return key.hash(cnet.net.cookie) & (BUCKETS - 1);
  }

  /** The first that may have this source; the others follow by `sourceNext`. */
  first(cnet: NetCt, tuple: NfConntrackTuple): NfConn | null {
    return this.buckets === null ? null : this.buckets[this.bucketOf(cnet, tuple)];
  }

  add(ct: NfConn): void {
    this.buckets ??= new Array<NfConn | null>(BUCKETS).fill(null);
    const bucket = this.bucketOf(ct.cnet, ct.original);
    ct.sourceNext = this.buckets[bucket];
    ct.bySource = true;
    this.buckets[bucket] = ct;
  }

  remove(ct: NfConn): void {
    if (!ct.bySource || this.buckets === null) return;
    ct.bySource = false;
    const bucket = this.bucketOf(ct.cnet, ct.original);
    let other = this.buckets[bucket];
    if (other === ct) this.buckets[bucket] = ct.sourceNext;
    else {
      while (other !== null && other.sourceNext !== ct) other = other.sourceNext;
      if (other !== null) other.sourceNext = ct.sourceNext;
    }
    ct.sourceNext = null;
  }
}
