/**
 * A tracked connection: `struct nf_conn`. There may be a million: most of them rest in `conntrack-records.ts`, and are objects only while
 * a packet holds them.
 *
 * Source: `include/net/netfilter/nf_conntrack.h`.
 */
import type { Net } from "../core/net.ts";
import type { SkBuff, SkbConntrack } from "../core/skbuff.ts";
import type { NfCtTcp } from "./conntrack-proto-tcp-state.ts";
import { ctinfoDirection, IPS_CONFIRMED, IPS_TEMPLATE } from "./conntrack-status.ts";
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NetCt } from "./net-ct.ts";

/** Zones of which direction a connection is in (`NF_CT_ZONE_DIR_*`). */
export const NF_CT_ZONE_DIR_ORIG = 1;
export const NF_CT_ZONE_DIR_REPL = 2;
export const NF_CT_DEFAULT_ZONE_DIR = 3;

/** `struct nf_conn_acct`, by direction */
export class NfConnAcct {
  packets0 = 0;
  packets1 = 0;
  bytes0 = 0;
  bytes1 = 0;
}

/** `struct nf_conn_tstamp`: ns since 1970. */
export class NfConnTstamp {
  start = 0n;
  stop = 0n;
}

/** What address translation keeps (`struct nf_conn_nat`). */
export class NfConnNat {
  /** ifindex of the device that it is masqueraded at; 0: it is not. */
  masqIndex = 0;
}

/** Timeouts that take the place of the protocol's, seconds by state (`nf_ct_timeout`). */
export interface NfCtTimeoutPolicy {
  /** Jiffies by the protocol's states. */
  readonly timeouts: readonly number[];
}

/** What few connections have (`struct nf_ct_ext`). */
export class NfConnExtensions {
  /** The connection that expected this one. */
  master: NfConn | null = null;
  tcp: NfCtTcp | null = null;
  acct: NfConnAcct | null = null;
  tstamp: NfConnTstamp | null = null;
  nat: NfConnNat | null = null;
  /** 128 bits, four words; null: none set. */
  labels: Int32Array | null = null;
  timeoutPolicy: NfCtTimeoutPolicy | null = null;
}

/**
 * The object of a connection that a packet let go may be another connection's then: who keeps one beyond a packet's way raises its use
 * count.
 */
export class NfConn implements SkbConntrack {
  use = 1;
  /** Its record; -1: none. */
  index = -1;
  readonly original = new NfConntrackTuple(this, 0);
  readonly reply = new NfConntrackTuple(this, 1);
  cnet!: NetCt;
  /** `IPS_*` */
  status = 0;
  mark = 0;
  /** When it ends: jiffies, signed 32 bits; before it is confirmed, how long it lasts. */
  timeout = 0;
  zone = 0;
  zoneDir = NF_CT_DEFAULT_ZONE_DIR;
  /** Of UDP: from when on it counts as a stream, jiffies (`stream_ts`). */
  streamTs = 0;
  extensions: NfConnExtensions | null = null;
  /** Events (`IPCT_*`) that wait for being told, and which are told at all; 0: none. */
  eventCache = 0;
  eventMask = 0;
  /** How often something had come into the table when this one was not there. */
  lookedUp = 0;
  /** `CTA_ID`, signed. */
  id = 0;

  /** The object becomes a connection of which only the holder knows. Its tuples and its record are the caller's. */
  begin(cnet: NetCt, id: number): void {
    this.use = 1;
    this.index = -1;
    this.cnet = cnet;
    this.id = id;
    this.status = 0;
    this.mark = 0;
    this.timeout = 0;
    this.zone = 0;
    this.zoneDir = NF_CT_DEFAULT_ZONE_DIR;
    this.streamTs = 0;
    this.extensions = null;
    this.eventCache = 0;
    this.eventMask = 0;
    this.lookedUp = 0;
  }

  private extend(): NfConnExtensions {
    this.extensions ??= new NfConnExtensions();
    return this.extensions;
  }

  /** The connection that expected this one. */
  get master(): NfConn | null {
    return this.extensions === null ? null : this.extensions.master;
  }
  set master(master: NfConn | null) {
    this.extend().master = master;
  }

  get tcp(): NfCtTcp | null {
    return this.extensions === null ? null : this.extensions.tcp;
  }
  set tcp(tcp: NfCtTcp | null) {
    this.extend().tcp = tcp;
  }

  get acct(): NfConnAcct | null {
    return this.extensions === null ? null : this.extensions.acct;
  }
  set acct(acct: NfConnAcct | null) {
    this.extend().acct = acct;
  }

  get tstamp(): NfConnTstamp | null {
    return this.extensions === null ? null : this.extensions.tstamp;
  }
  set tstamp(tstamp: NfConnTstamp | null) {
    this.extend().tstamp = tstamp;
  }

  get nat(): NfConnNat | null {
    return this.extensions === null ? null : this.extensions.nat;
  }
  set nat(nat: NfConnNat | null) {
    this.extend().nat = nat;
  }

  /** 128 bits, four words; null: none set. */
  get labels(): Int32Array | null {
    return this.extensions === null ? null : this.extensions.labels;
  }
  set labels(labels: Int32Array | null) {
    this.extend().labels = labels;
  }

  get timeoutPolicy(): NfCtTimeoutPolicy | null {
    return this.extensions === null ? null : this.extensions.timeoutPolicy;
  }
  set timeoutPolicy(policy: NfCtTimeoutPolicy | null) {
    this.extend().timeoutPolicy = policy;
  }

  get net(): Net {
    return this.cnet.net;
  }

  /** The tuple of a direction. */
  tuple(dir: number): NfConntrackTuple {
    return dir === 0 ? this.original : this.reply;
  }

  get isConfirmed(): boolean {
    return (this.status & IPS_CONFIRMED) !== 0;
  }

  get isTemplate(): boolean {
    return (this.status & IPS_TEMPLATE) !== 0;
  }

  /** The zone that counts for a direction (`nf_ct_zone_id`). */
  zoneOf(dir: number): number {
    return (this.zoneDir & (1 << dir)) !== 0 ? this.zone : 0;
  }

  /** `nf_ct_put` */
  put(): void {
    if (--this.use === 0) this.cnet.conntrackFreed(this);
  }

  /** A packet's way with it is over: as {@link put}, and the object may serve for another connection. */
  release(): void {
    const { records } = this.cnet.table;
    if (--this.use === 0) {
      const kept = this.isTemplate;
      this.cnet.conntrackFreed(this);
      if (!kept) records.recycle(this);
    } else if (this.use === 1 && records.rest(this)) records.recycle(this);
  }

  /** Notes an event, to be told once the packet is through (`nf_conntrack_event_cache`). */
  noteEvent(event: number): void {
    if (this.eventMask !== 0) this.eventCache |= event;
  }
}

/** The connection of a packet, no template; null: none (`nf_ct_get`). */
export function nfCtGet(skb: SkBuff): NfConn | null {
  const ct = skb.nfct as NfConn | null;
  return ct === null || ct.isTemplate ? null : ct;
}

/** The direction of a packet in its connection. */
export function skbDirection(skb: SkBuff): number {
  return ctinfoDirection(skb.ctinfo);
}
