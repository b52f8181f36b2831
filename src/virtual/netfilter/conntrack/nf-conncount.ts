/**
 * Counts connections: a list that holds each once, and forgets those that are over.
 *
 * Source: `net/netfilter/nf_conncount.c`.
 */
import type { Net } from "../../core/net.ts";
import { REC_ID, REC_NET, RECORD_SHIFT } from "./conntrack-record-layout.ts";
import { IPS_CONFIRMED, IPS_DYING } from "./conntrack-status.ts";
import { type ConntrackTable, netCt } from "./conntrack-table.ts";
import { HZ } from "./net-ct.ts";
import type { NfConn } from "./nf-conn.ts";

/** States of TCP in which a connection counts no more (`already_closed`). */
const TCP_CONNTRACK_TIME_WAIT = 7;
const TCP_CONNTRACK_CLOSE = 8;
/** Elements of a set look at no more than so many at once (`CONNCOUNT_GC_MAX_NODES`). */
const MOST = 1 << 20;

/** Whether a record of the table is another connection's by now, or one that counts no more. */
function isOver({ records }: ConntrackTable, index: number, id: number, now: number): boolean {
  const at = index << RECORD_SHIFT;
  if (records.words[at + REC_ID] !== id || records.words[at + REC_NET] === 0) return true;
  if ((records.status(index) & (IPS_DYING | IPS_CONFIRMED)) !== IPS_CONFIRMED) return true;
  if (((records.timeout(index) - now) | 0) <= 0) return true;
  const state = records.at(index).tcp?.state ?? 0;
  return state === TCP_CONNTRACK_TIME_WAIT || state === TCP_CONNTRACK_CLOSE;
}

const jiffies = (ct: NfConn): number => Math.floor((ct.net.machine.now() * HZ) / 1e9);

/** `struct nf_conncount_list` */
export class ConnCountList {
  /** Connections by their records in the table, and their numbers: a record may serve another one later. */
  private readonly indexes: number[] = [];
  private readonly ids: number[] = [];

  get count(): number {
    return this.ids.length;
  }

  /** `nf_conncount_add`: those that are over are forgotten on the way. */
  add(ct: NfConn): void {
    const { indexes, ids } = this;
    const { table } = ct.cnet;
    const now = jiffies(ct);
    let kept = 0;
    let known = false;
    for (let i = 0; i < ids.length; i++) {
      if (indexes[i] === ct.index && ids[i] === ct.id) known = true;
      else if (isOver(table, indexes[i], ids[i], now)) continue;
      indexes[kept] = indexes[i];
      ids[kept++] = ids[i];
    }
    indexes.length = kept;
    ids.length = kept;
    if (known || kept >= MOST) return;
    indexes.push(ct.index);
    ids.push(ct.id);
  }

  /** Whether all that it holds are over. */
  isOver(net: Net): boolean {
    const now = Math.floor((net.machine.now() * HZ) / 1e9);
    const { table } = netCt(net);
    return this.ids.every((id, i) => isOver(table, this.indexes[i], id, now));
  }
}
