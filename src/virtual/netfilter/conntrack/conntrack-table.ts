/**
 * The table of all connections of a machine: each is in it twice, once a direction.
 *
 * Source: `net/netfilter/nf_conntrack_core.c`.
 */
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import { KernelTimer } from "../../core/timer.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import { ConnectionsBySource } from "../nat/nat-by-source.ts";
import type { NfConntrackExpect } from "./conntrack-expect.ts";
import {
  REC_HASH,
  REC_ID,
  REC_KIND,
  REC_NET,
  REC_TIMEOUT,
  REC_TUPLE,
  REC_TUPLE_WORDS,
  RECORD_SHIFT,
} from "./conntrack-record-layout.ts";
import { ConntrackRecords } from "./conntrack-records.ts";
import { IPCT_DESTROY, IPS_ASSURED, IPS_CONFIRMED, IPS_DYING } from "./conntrack-status.ts";
import { hashTuple, type NfConntrackTuple } from "./conntrack-tuple.ts";
import { HZ, NetCt } from "./net-ct.ts";
import type { NfConn } from "./nf-conn.ts";

const NS_PER_JIFFY = 4_000_000;
/** What a Linux of this size has. */
export const DEFAULT_BUCKETS = 262144;
const DEFAULT_MAX = 262144;
/** Buckets that are looked through for a connection that may go (`NF_CT_EVICTION_RANGE`). */
const EVICTION_RANGE = 8;
/** Jiffies between two walks that look for ended connections, at least and at most. */
const GC_SCAN_INTERVAL_MIN = HZ;
const GC_SCAN_INTERVAL_MAX = 60 * HZ;
/** Longer lives count as this one. */
const GC_SCAN_INTERVAL_CLAMP = 300 * HZ;
/** The walk's mean begins as if so many connections lived long. */
const GC_SCAN_INITIAL_COUNT = 100;
/** So many ended connections end a walk's step. */
const GC_SCAN_EXPIRED_MAX = 64000 / HZ;

/** Hears of connections; set by ctnetlink. */
export interface ConntrackNotifier {
  /** Whether anybody listens in the namespace. */
  listens(net: Net): boolean;
  /** @param portid of who asked for the change */
  event(ct: NfConn, events: number, portid: number, report: boolean): void;
  /** @param event `IPEXP_*` */
  expectEvent(exp: NfConntrackExpect, event: number, portid: number, report: boolean): void;
}

/** One for a machine; its namespaces' connections are told apart in it. */
export class ConntrackTable {
  readonly machine: Machine;
  /** `nf_conntrack_max`, for each namespace. */
  max = DEFAULT_MAX;
  /** As `nf_conntrack_buckets` shows; the table itself may have grown beyond. */
  shownBuckets = DEFAULT_BUCKETS;
  notifier: ConntrackNotifier | null = null;
  readonly records = new ConntrackRecords();
  readonly bySource = new ConnectionsBySource(this.records);
  /** The first entry of each bucket: the number of its tuple (a record's doubled, and the direction) and one; 0: none. */
  private heads = new Int32Array(DEFAULT_BUCKETS);
  private mask = DEFAULT_BUCKETS - 1;
  /** How often something came in: while it stays the same, what was not there still is not. */
  insertions = 0;
  /** Tuples in the table. */
  private size = 0;
  private readonly seed: number;
  private nextId: number;
  private readonly worker = new KernelTimer<null>(() => this.collect(), null);
  private collectFrom = 0;
  private collectStart = 0;
  private meanLife = GC_SCAN_INTERVAL_MAX;
  private meanCount = GC_SCAN_INITIAL_COUNT;

  constructor(machine: Machine) {
    this.machine = machine;
    this.seed = machine.random() | 0;
    this.nextId = machine.random() | 0;
  }

  /** A number for a new connection that says nothing (`nf_ct_get_id`). Signed. */
  newId(): number {
    this.nextId = (this.nextId + 1) | 0;
    let h = Math.imul(this.nextId ^ this.seed, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
    return h ^ (h >>> 13);
  }

  private hashOf(cnet: NetCt, tuple: NfConntrackTuple, zone: number): number {
    return tuple.hash(this.seed ^ cnet.hashMix ^ (zone << 16));
  }

  /**
   * The entry of a tuple (`__nf_conntrack_find`). What has ended meanwhile goes.
   * @param zone of the direction that the caller looks for
   */
  find(cnet: NetCt, tuple: NfConntrackTuple, zone: number): NfConntrackTuple | null {
    const entry = this.lookup(cnet, tuple, zone);
    return entry < 0 ? null : this.records.at(entry >>> 1).tuple(entry & 1);
  }

  /**
   * As {@link find}, and makes no object: the way of every packet.
   * @returns the record's number doubled, and the direction; -1: there is none
   */
  lookup(cnet: NetCt, tuple: NfConntrackTuple, zone: number): number {
    if (tuple.l3num === NFPROTO_IPV4)
      return this.lookup4(cnet, tuple.protocols, tuple.ports, tuple.s3, tuple.d3, zone);
    const { words, next } = this.records;
    const hash = this.hashOf(cnet, tuple, zone);
    for (let link = this.heads[hash & this.mask]; link !== 0; link = next[link - 1]) {
      const entry = link - 1;
      const at = (entry >>> 1) << RECORD_SHIFT;
      if (words[at + REC_HASH + (entry & 1)] !== hash || words[at + REC_NET] !== cnet.number) continue;
      if (words[at + REC_KIND] !== tuple.protocols || !this.records.holds(entry, tuple)) continue;
      if (!this.records.countsIn(entry, zone)) continue;
      return this.isOver(cnet, entry) ? -1 : entry;
    }
    return -1;
  }

  /**
   * As {@link lookup}, of IPv4.
   * @param kind protocol over IP and family, a byte each
   */
  lookup4(
    cnet: NetCt,
    kind: number,
    ports: number,
    source: number,
    destination: number,
    zone: number,
  ): number {
    const { words, next } = this.records;
    const hash = hashTuple(this.seed ^ cnet.hashMix ^ (zone << 16), kind, ports, source, destination);
    for (let link = this.heads[hash & this.mask]; link !== 0; link = next[link - 1]) {
      const entry = link - 1;
      const at = (entry >>> 1) << RECORD_SHIFT;
      const side = (at + REC_TUPLE + REC_TUPLE_WORDS * (entry & 1)) | 0;
      if (words[side] !== ports || words[(side + 1) | 0] !== source || words[(side + 2) | 0] !== destination)
        continue;
      if (words[at + REC_KIND] !== kind || words[at + REC_NET] !== cnet.number) continue;
      if (!this.records.countsIn(entry, zone)) continue;
      return ((words[at + REC_TIMEOUT] - cnet.jiffies()) | 0) <= 0 && this.isOver(cnet, entry) ? -1 : entry;
    }
    return -1;
  }

  /** Whether the connection of an entry has ended; it goes then. */
  private isOver(cnet: NetCt, entry: number): boolean {
    const index = entry >>> 1;
    if (((this.records.timeout(index) - cnet.jiffies()) | 0) > 0) return false;
    this.kill(this.records.at(index));
    return true;
  }

  /** Puts both tuples in. The caller has looked that neither is there. */
  insert(ct: NfConn): void {
    if (this.size > this.heads.length) this.resize(this.heads.length * 4);
    ct.use++;
    this.insertions = (this.insertions + 1) | 0;
    const { cnet, index } = ct;
    if (cnet.number === 0) cnet.number = this.records.numberNet(cnet);
    const hash = this.hashOf(cnet, ct.original, ct.zoneOf(0));
    const replyHash = this.hashOf(cnet, ct.reply, ct.zoneOf(1));
    this.records.write(ct, hash, replyHash);
    this.link(index * 2, hash);
    this.link(index * 2 + 1, replyHash);
    this.size += 2;
    if (!this.worker.pending) this.arm(HZ);
  }

  private link(entry: number, hash: number): void {
    const bucket = hash & this.mask;
    this.records.next[entry] = this.heads[bucket];
    this.heads[bucket] = entry + 1;
  }

  private unlink(index: number, dir: number): void {
    const { words, next } = this.records;
    const bucket = words[(index << RECORD_SHIFT) + REC_HASH + dir] & this.mask;
    const own = index * 2 + dir + 1;
    if (this.heads[bucket] === own) this.heads[bucket] = next[own - 1];
    else {
      let link = this.heads[bucket];
      while (link !== 0 && next[link - 1] !== own) link = next[link - 1];
      if (link !== 0) next[link - 1] = next[own - 1];
    }
    next[own - 1] = 0;
  }

  /** Whether the record is of a connection in the table. */
  private isLinked(index: number): boolean {
    return this.records.words[(index << RECORD_SHIFT) + REC_NET] !== 0;
  }

  /** As the table grows; and by hand (`nf_conntrack_hash_resize`). @param count a power of two */
  private resize(count: number): void {
    this.heads = new Int32Array(count);
    this.mask = count - 1;
    const { words } = this.records;
    for (let index = 0; index < this.records.count; index++) {
      if (!this.isLinked(index)) continue;
      for (let dir = 0; dir < 2; dir++)
        this.link(index * 2 + dir, words[(index << RECORD_SHIFT) + REC_HASH + dir]);
    }
  }

  /** Jiffies that a connection still has (`nf_ct_expires`). */
  expires(ct: NfConn): number {
    return Math.max(0, (ct.timeout - ct.cnet.jiffies()) | 0);
  }

  /**
   * Ends a connection (`nf_ct_delete`).
   * @param portid of the program that asks for it, which hears of it only when it wants to (`report`)
   * @returns whether it was there still
   */
  kill(ct: NfConn, portid = 0, report = false): boolean {
    if (!this.records.isLive(ct)) {
      const same = this.current(ct);
      return same !== null && this.kill(same, portid, report);
    }
    if ((ct.status & IPS_DYING) !== 0) return false;
    if ((ct.status & IPS_CONFIRMED) === 0) {
      ct.status |= IPS_DYING;
      return true;
    }
    const { tstamp } = ct;
    if (tstamp !== null && tstamp.stop === 0n) {
      const over = Math.min(0, (ct.timeout - ct.cnet.jiffies()) | 0);
      tstamp.stop = BigInt(this.machine.clock.realtime()) * 1000n + BigInt(over * NS_PER_JIFFY);
    }
    ct.status |= IPS_DYING;
    ct.restable = false;
    this.notifyNow(ct, IPCT_DESTROY, portid, report);
    this.unlink(ct.index, 0);
    this.unlink(ct.index, 1);
    this.records.words[(ct.index << RECORD_SHIFT) + REC_NET] = 0;
    this.size -= 2;
    if (ct.hasHelp) ct.cnet.expects?.removeOf(ct);
    this.bySource.remove(ct);
    ct.put();
    return true;
  }

  /** The object that now stands for a connection which {@link each} showed; null: it is not in the table any more. */
  private current(ct: NfConn): NfConn | null {
    const { index } = ct;
    if (index < 0 || !this.isLinked(index)) return null;
    return this.records.words[(index << RECORD_SHIFT) + REC_ID] === ct.id ? this.records.at(index) : null;
  }

  /** Tells of an event at once (`nf_conntrack_eventmask_report`). */
  notifyNow(ct: NfConn, events: number, portid: number, report: boolean): void {
    const { notifier } = this;
    if (notifier === null || (ct.status & IPS_CONFIRMED) === 0) return;
    const wanted = (events | (events === IPCT_DESTROY ? 0 : ct.eventCache)) & ct.eventMask;
    if (wanted === 0) return;
    if (events !== IPCT_DESTROY) ct.eventCache = 0;
    notifier.event(ct, wanted, portid, report);
  }

  /** Tells of what was noted while the packet was on its way (`nf_ct_deliver_cached_events`). */
  deliverEvents(ct: NfConn): void {
    const events = ct.eventCache & ct.eventMask;
    if (events === 0 || (ct.status & (IPS_CONFIRMED | IPS_DYING)) !== IPS_CONFIRMED) return;
    ct.eventCache = 0;
    this.notifier?.event(ct, events, 0, false);
  }

  /** Makes room, next to where the tuple belongs, of what has seen no answer yet (`early_drop`). @returns how many went */
  earlyDrop(cnet: NetCt, tuple: NfConntrackTuple): number {
    const { records } = this;
    const start = this.hashOf(cnet, tuple, 0);
    const now = cnet.jiffies();
    for (let i = 0; i < EVICTION_RANGE; i++) {
      let dropped = 0;
      for (let link = this.heads[(start + i) & this.mask]; link !== 0; ) {
        const index = (link - 1) >>> 1;
        link = records.next[link - 1];
        const mine = records.words[(index << RECORD_SHIFT) + REC_NET] === cnet.number;
        if (((records.timeout(index) - now) | 0) <= 0) this.kill(records.at(index));
        else if (
          mine &&
          (records.status(index) & (IPS_ASSURED | IPS_DYING)) === 0 &&
          this.kill(records.at(index))
        )
          dropped++;
      }
      if (dropped > 0) {
        cnet.stat.earlyDrop += dropped;
        return dropped;
      }
    }
    return 0;
  }

  /**
   * Calls for each live connection of a namespace, in the table's order; what has ended goes. The callback may end the connection, now
   * or later.
   * @param visit false: enough
   */
  each(cnet: NetCt, visit: (ct: NfConn) => boolean | undefined): void {
    const now = cnet.jiffies();
    const { records } = this;
    for (let index = 0; cnet.number !== 0 && index < records.count; index++) {
      if (records.words[(index << RECORD_SHIFT) + REC_NET] !== cnet.number) continue;
      const rested = records.live[index] === null;
      const ct = records.atKept(index);
      if (((ct.timeout - now) | 0) <= 0) this.kill(ct);
      else if (visit(ct) === false) return;
      if (rested) records.unbind(ct);
    }
  }

  /** All connections of a namespace end (`nf_conntrack_cleanup_net`). */
  purge(cnet: NetCt): void {
    this.each(cnet, (ct) => void this.kill(ct));
  }

  private arm(jiffies: number): void {
    this.machine.modTimer(this.worker, this.machine.now() + jiffies * NS_PER_JIFFY);
  }

  /** Looks for ended connections (`gc_worker`), the rarer the longer they live. */
  private collect(): void {
    const now = Math.floor(this.machine.now() / NS_PER_JIFFY) | 0;
    if (this.collectFrom === 0) {
      this.meanLife = GC_SCAN_INTERVAL_MAX;
      this.meanCount = GC_SCAN_INITIAL_COUNT;
      this.collectStart = now;
    }
    let expired = 0;
    const { records } = this;
    for (let index = this.collectFrom; index < records.count; index++) {
      if (!this.isLinked(index)) continue;
      const left = (records.timeout(index) - now) | 0;
      if (left > 0) {
        // once a direction
        this.averageIn(left);
        this.averageIn(left);
      } else {
        this.kill(records.at(index));
        expired++;
      }
      if (expired > GC_SCAN_EXPIRED_MAX) {
        this.collectFrom = index + 1 < records.count ? index + 1 : 0;
        return this.arm(1);
      }
    }
    this.collectFrom = 0;
    if (this.size === 0) return;
    const clamped = Math.min(Math.max(this.meanLife, GC_SCAN_INTERVAL_MIN), GC_SCAN_INTERVAL_MAX);
    const taken = Math.max((now - this.collectStart) | 0, 1);
    this.arm(clamped > taken ? clamped - taken : 1);
  }

  private averageIn(left: number): void {
    const life = Math.min(Math.max(left, GC_SCAN_INTERVAL_MIN), GC_SCAN_INTERVAL_CLAMP);
    this.meanLife += Math.trunc((life - this.meanLife) / ++this.meanCount);
  }
}

const tables = new WeakMap<Machine, ConntrackTable>();
const waiting = new WeakMap<Machine, (table: ConntrackTable) => void>();

/** The machine's table, made with its first use. */
export function conntrackTable(machine: Machine): ConntrackTable {
  const present = tables.get(machine);
  if (present !== undefined) return present;
  const table = new ConntrackTable(machine);
  tables.set(machine, table);
  waiting.get(machine)?.(table);
  return table;
}

/** The machine's table; undefined: nobody has used it yet. */
export function presentConntrackTable(machine: Machine): ConntrackTable | undefined {
  return tables.get(machine);
}

/** Calls `then` with the machine's table, as soon as there is one. */
export function whenConntrackTable(machine: Machine, then: (table: ConntrackTable) => void): void {
  waiting.set(machine, then);
  const present = tables.get(machine);
  if (present !== undefined) then(present);
}

/** A namespace's part, made with its first use. */
export function netCt(net: Net): NetCt {
  net.ct ??= new NetCt(net, conntrackTable(net.machine));
  return net.ct;
}
