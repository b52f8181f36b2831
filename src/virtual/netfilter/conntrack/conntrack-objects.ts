/**
 * The objects of the connections that had packets last. There are so many and no more: whoever had none for longest gives its own to the
 * next that needs one, and rests in its record.
 */
import type { ConntrackRecords } from "./conntrack-records.ts";
import type { NetCt } from "./net-ct.ts";
import { NfConn } from "./nf-conn.ts";

/** A power of two. */
const LIMIT = 1024;
/** So many that packets hold are passed over, then the next place gets an object of its own. */
const TRIES = 8;

/** The ring of them, and whose turn it is to give its own. */
export class ConntrackObjects {
  private readonly records: ConntrackRecords;
  private readonly ring: NfConn[] = [];
  private hand = 0;

  constructor(records: ConntrackRecords) {
    this.records = records;
  }

  /** What was a connection of this namespace holds it no longer. */
  forgetNet(cnet: NetCt): void {
    for (let at = 0; at < this.ring.length; at++)
      if (this.ring[at].cnet === cnet) this.ring[at] = new NfConn(this.records);
  }

  /** An object that is no connection's. */
  take(): NfConn {
    const { ring } = this;
    if (ring.length < LIMIT) {
      const fresh = new NfConn(this.records);
      ring.push(fresh);
      return fresh;
    }
    let at = 0;
    for (let tries = 0; tries < TRIES; tries++) {
      at = this.hand;
      this.hand = (at + 1) & (LIMIT - 1);
      const ct = ring[at];
      if (ct.lookedAt) ct.lookedAt = false;
      else if (ct.index < 0 ? ct.use === 0 : this.records.unbind(ct)) {
        if (!ct.kept) return ct;
        break;
      }
    }
    // that one belongs to its connection alone, or to whoever keeps it
    const fresh = new NfConn(this.records);
    ring[at] = fresh;
    return fresh;
  }
}
