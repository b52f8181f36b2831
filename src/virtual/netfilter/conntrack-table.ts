/**
 * The table of all connections of a machine: each is in it twice, once a direction.
 *
 * Source: `net/netfilter/nf_conntrack_core.c`.
 */
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { KernelTimer } from "../core/timer.ts";
import { IPCT_DESTROY, IPS_ASSURED, IPS_CONFIRMED, IPS_DYING } from "./conntrack-status.ts";
import type { NfConntrackTuple } from "./conntrack-tuple.ts";
import { ConnectionsBySource } from "./nat-by-source.ts";
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
}

export class ConntrackTable {
  readonly machine: Machine;
  /** `nf_conntrack_max`, for each namespace. */
  max = DEFAULT_MAX;
  /** As `nf_conntrack_buckets` shows; the table itself may have grown beyond. */
  shownBuckets = DEFAULT_BUCKETS;
  notifier: ConntrackNotifier | null = null;
  readonly bySource = new ConnectionsBySource();
  private buckets: (NfConntrackTuple | null)[];
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
    this.buckets = new Array<NfConntrackTuple | null>(DEFAULT_BUCKETS).fill(null);
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

  private bucketOf(cnet: NetCt, tuple: NfConntrackTuple, zone: number): number {
    return (
      tuple.hash(this.seed ^ Math.imul(cnet.net.cookie, 0x9e3779b1) ^ (zone << 16)) &
      (this.buckets.length - 1)
    );
  }

  /**
   * The entry of a tuple (`__nf_conntrack_find`). What has ended meanwhile goes.
   * @param zone of the direction that the caller looks for
   */
  find(cnet: NetCt, tuple: NfConntrackTuple, zone: number): NfConntrackTuple | null {
    const now = cnet.jiffies();
    let entry = this.buckets[this.bucketOf(cnet, tuple, zone)];
    while (entry !== null) {
      const { next } = entry;
      const ct = entry.ct as NfConn;
      if (((ct.timeout - now) | 0) <= 0) this.kill(ct);
      else if (entry.equals(tuple) && ct.cnet === cnet && ct.zoneOf(entry.dir) === zone) return entry;
      entry = next;
    }
    return null;
  }

  /** Puts both tuples in. The caller has looked that neither is there. */
  insert(ct: NfConn): void {
    if (this.size > this.buckets.length) this.resize(this.buckets.length * 4);
    ct.use++;
    this.insertions = (this.insertions + 1) | 0;
    this.link(ct.original);
    this.link(ct.reply);
    this.size += 2;
    if (!this.worker.pending) this.arm(HZ);
  }

  private link(tuple: NfConntrackTuple): void {
    const ct = tuple.ct as NfConn;
    const bucket = this.bucketOf(ct.cnet, tuple, ct.zoneOf(tuple.dir));
    tuple.next = this.buckets[bucket];
    this.buckets[bucket] = tuple;
  }

  private unlink(tuple: NfConntrackTuple): void {
    const ct = tuple.ct as NfConn;
    const bucket = this.bucketOf(ct.cnet, tuple, ct.zoneOf(tuple.dir));
    let entry = this.buckets[bucket];
    if (entry === tuple) this.buckets[bucket] = tuple.next;
    else {
      while (entry !== null && entry.next !== tuple) entry = entry.next;
      if (entry !== null) entry.next = tuple.next;
    }
    tuple.next = null;
  }

  /** As the table grows; and by hand (`nf_conntrack_hash_resize`). @param count a power of two */
  resize(count: number): void {
    const before = this.buckets;
    this.buckets = new Array<NfConntrackTuple | null>(count).fill(null);
    for (const head of before) {
      for (let entry = head; entry !== null; ) {
        const { next }: NfConntrackTuple = entry;
        this.link(entry);
        entry = next;
      }
    }
    this.collectFrom = 0;
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
    this.notifyNow(ct, IPCT_DESTROY, portid, report);
    this.unlink(ct.original);
    this.unlink(ct.reply);
    this.size -= 2;
    this.bySource.remove(ct);
    ct.put();
    return true;
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
    const events = ct.eventCache;
    if (events === 0 || (ct.status & (IPS_CONFIRMED | IPS_DYING)) !== IPS_CONFIRMED) return;
    ct.eventCache = 0;
    this.notifier?.event(ct, events & ct.eventMask, 0, false);
  }

  /** Makes room, next to where the tuple belongs, of what has seen no answer yet (`early_drop`). @returns how many went */
  earlyDrop(cnet: NetCt, tuple: NfConntrackTuple): number {
    const start = this.bucketOf(cnet, tuple, 0);
    const mask = this.buckets.length - 1;
    const now = cnet.jiffies();
    for (let i = 0; i < EVICTION_RANGE; i++) {
      let dropped = 0;
      for (let entry = this.buckets[(start + i) & mask]; entry !== null; ) {
        const { next }: NfConntrackTuple = entry;
        const ct = entry.ct as NfConn;
        if (((ct.timeout - now) | 0) <= 0) this.kill(ct);
        else if (ct.cnet === cnet && (ct.status & (IPS_ASSURED | IPS_DYING)) === 0 && this.kill(ct))
          dropped++;
        entry = next;
      }
      if (dropped > 0) {
        cnet.stat.earlyDrop += dropped;
        return dropped;
      }
    }
    return 0;
  }

  /**
   * Calls for each live connection of a namespace, in the table's order; what has ended goes. The callback may end the connection.
   * @param visit false: enough
   */
  each(cnet: NetCt, visit: (ct: NfConn) => boolean | undefined): void {
    const now = cnet.jiffies();
    const { buckets } = this;
    for (let i = 0; i < buckets.length; i++) {
      for (let entry = buckets[i]; entry !== null; ) {
        const { next }: NfConntrackTuple = entry;
        const ct = entry.ct as NfConn;
        if (ct.cnet === cnet && entry.dir === 0) {
          if (((ct.timeout - now) | 0) <= 0) this.kill(ct);
          else if (visit(ct) === false) return;
        }
        entry = next;
      }
    }
  }

  /** All connections of a namespace end (`nf_conntrack_cleanup_net`). */
  purge(cnet: NetCt): void {
    const gone: NfConn[] = [];
    this.each(cnet, (ct) => void gone.push(ct));
    for (const ct of gone) this.kill(ct);
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
    const { buckets } = this;
    for (let i = this.collectFrom; i < buckets.length; i++) {
      for (let entry = buckets[i]; entry !== null; ) {
        const { next }: NfConntrackTuple = entry;
        const ct = entry.ct as NfConn;
        const left = (ct.timeout - now) | 0;
        if (left <= 0) {
          this.kill(ct);
          expired++;
        } else this.averageIn(left);
        entry = next;
      }
      if (expired > GC_SCAN_EXPIRED_MAX) {
        this.collectFrom = i + 1 < buckets.length ? i + 1 : 0;
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

/** The machine's table, made with its first use. */
export function conntrackTable(machine: Machine): ConntrackTable {
  if (machine.conntrack !== null) return machine.conntrack;
  machine.conntrack = new ConntrackTable(machine);
  machine.onConntrackTable(machine.conntrack);
  return machine.conntrack;
}

/** A namespace's part, made with its first use. */
export function netCt(net: Net): NetCt {
  net.ct ??= new NetCt(net, conntrackTable(net.machine));
  return net.ct;
}
