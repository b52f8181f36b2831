/**
 * A tracked connection: `struct nf_conn`. There may be a million: most of them rest in `conntrack-records.ts`, and are objects only while
 * a packet holds them.
 *
 * Source: `include/net/netfilter/nf_conntrack.h`.
 */
import type { Net } from "../../core/net.ts";
import type { SkBuff, SkbConntrack } from "../../core/skbuff.ts";
import type { NfConnHelp } from "./conntrack-helper.ts";
import {
  REC_KIND,
  REC_MARK,
  REC_STATUS,
  REC_STREAM,
  REC_TIMEOUT,
  REC_ZONE,
  RECORD_SHIFT,
} from "./conntrack-record-layout.ts";
import type { ConntrackRecords } from "./conntrack-records.ts";
import type { NfConnSeqAdj } from "./conntrack-seqadj.ts";
import { ctinfoDirection, IPS_CONFIRMED, IPS_TEMPLATE } from "./conntrack-status.ts";
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import type { NetCt } from "./net-ct.ts";
import type { NfConnSynproxy } from "./nf-conn-synproxy.ts";
import type { NfCtSctp } from "./proto/conntrack-proto-sctp-state.ts";
import type { NfCtTcp } from "./proto/conntrack-proto-tcp-state.ts";

/** Zones of which direction a connection is in (`NF_CT_ZONE_DIR_*`). */
export const NF_CT_ZONE_DIR_ORIG = 1;
export const NF_CT_ZONE_DIR_REPL = 2;
export const NF_CT_DEFAULT_ZONE_DIR = 3;

/** The sign of {@link REC_ZONE}. */
const EXTENDED = 1 << 31;

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
  sctp: NfCtSctp | null = null;
  acct: NfConnAcct | null = null;
  tstamp: NfConnTstamp | null = null;
  nat: NfConnNat | null = null;
  /** 128 bits, four words; null: none set. */
  labels: Int32Array | null = null;
  timeoutPolicy: NfCtTimeoutPolicy | null = null;
  help: NfConnHelp | null = null;
  seqadj: NfConnSeqAdj | null = null;
  synproxy: NfConnSynproxy | null = null;
}

/**
 * The object of a connection that a packet let go may be another connection's then: who keeps one beyond a packet's way raises its use
 * count. What it says is in its record, and it is but a way to it: a packet on its way makes none and fills none in.
 */
export class NfConn implements SkbConntrack {
  readonly records: ConntrackRecords;
  // what every packet asks for is next to each other
  use = 1;
  /** Its record; -1: it is over. */
  index = -1;
  cnet!: NetCt;
  /** `CTA_ID`, signed. */
  id = 0;
  /** Events (`IPCT_*`) that wait for being told, and which are told at all, in the upper half those of expectations (`IPEXP_*`); 0: none. */
  eventCache = 0;
  wayThere: object | null = null;
  wayBack: object | null = null;
  eventMask = 0;
  /** How often something had come into the table when this one was not there. */
  lookedUp = 0;
  private readonly originalTuple = new NfConntrackTuple(this, 0);
  private readonly replyTuple = new NfConntrackTuple(this, 1);
  /** It may have to be found by what it expects: it keeps its object. */
  hasHelp = false;
  /** The tuples are in the record alone still: few packets ask for them. */
  tuplesRest = false;
  /** The record says all that there is: the connection needs no object while no packet comes. */
  restable = false;
  /** Somebody may look at the object later: it serves for no other connection. */
  kept = false;
  /** Somebody looks at the object, and has not raised its use count. */
  lookedAt = false;

  constructor(records: ConntrackRecords) {
    this.records = records;
  }

  get original(): NfConntrackTuple {
    if (this.tuplesRest) this.readTuples();
    return this.originalTuple;
  }

  get reply(): NfConntrackTuple {
    if (this.tuplesRest) this.readTuples();
    return this.replyTuple;
  }

  private readTuples(): void {
    this.tuplesRest = false;
    this.records.readTuples(this.index, this.originalTuple, this.replyTuple);
  }

  /** The protocol over IP (`nf_ct_protonum`). */
  get protonum(): number {
    if (!this.tuplesRest) return this.originalTuple.protonum;
    return this.records.words[(this.index << RECORD_SHIFT) + REC_KIND] >>> 8;
  }

  /** `IPS_*` */
  get status(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + REC_STATUS];
  }
  set status(status: number) {
    this.records.words[(this.index << RECORD_SHIFT) + REC_STATUS] = status;
  }

  /** When it ends: jiffies, signed 32 bits; before it is confirmed, how long it lasts. */
  get timeout(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + REC_TIMEOUT];
  }
  set timeout(jiffies: number) {
    this.records.words[(this.index << RECORD_SHIFT) + REC_TIMEOUT] = jiffies;
  }

  /** Unsigned. */
  get mark(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + REC_MARK] >>> 0;
  }
  set mark(mark: number) {
    this.records.words[(this.index << RECORD_SHIFT) + REC_MARK] = mark;
  }

  /** Of UDP: from when on it counts as a stream, jiffies (`stream_ts`). */
  get streamTs(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + REC_STREAM];
  }
  set streamTs(jiffies: number) {
    this.records.words[(this.index << RECORD_SHIFT) + REC_STREAM] = jiffies;
  }

  get zone(): number {
    return this.records.words[(this.index << RECORD_SHIFT) + REC_ZONE] & 0xffff;
  }

  /** `NF_CT_ZONE_DIR_*` */
  get zoneDir(): number {
    return (this.records.words[(this.index << RECORD_SHIFT) + REC_ZONE] >>> 16) & NF_CT_DEFAULT_ZONE_DIR;
  }

  set zoneDir(directions: number) {
    this.setZone(this.zone, directions);
  }

  /** @param directions `NF_CT_ZONE_DIR_*` */
  setZone(zone: number, directions: number): void {
    const { words } = this.records;
    const at = (this.index << RECORD_SHIFT) + REC_ZONE;
    words[at] = (words[at] & EXTENDED) | (directions << 16) | zone;
  }

  get extensions(): NfConnExtensions | null {
    const { records, index } = this;
    return records.words[(index << RECORD_SHIFT) + REC_ZONE] < 0 ? records.extensions[index] : null;
  }

  private extend(): NfConnExtensions {
    const { extensions } = this.records;
    const present = extensions[this.index] ?? new NfConnExtensions();
    extensions[this.index] = present;
    this.records.words[(this.index << RECORD_SHIFT) + REC_ZONE] |= EXTENDED;
    return present;
  }

  /** The connection that expected this one. */
  get master(): NfConn | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.master;
  }
  set master(master: NfConn | null) {
    this.extend().master = master;
  }

  get tcp(): NfCtTcp | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.tcp;
  }
  set tcp(tcp: NfCtTcp | null) {
    this.extend().tcp = tcp;
  }

  get sctp(): NfCtSctp | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.sctp;
  }
  set sctp(sctp: NfCtSctp | null) {
    this.extend().sctp = sctp;
  }

  get acct(): NfConnAcct | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.acct;
  }
  set acct(acct: NfConnAcct | null) {
    this.extend().acct = acct;
  }

  get tstamp(): NfConnTstamp | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.tstamp;
  }
  set tstamp(tstamp: NfConnTstamp | null) {
    this.extend().tstamp = tstamp;
  }

  get nat(): NfConnNat | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.nat;
  }
  set nat(nat: NfConnNat | null) {
    this.extend().nat = nat;
  }

  /** 128 bits, four words; null: none set. */
  get labels(): Int32Array | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.labels;
  }
  set labels(labels: Int32Array | null) {
    this.extend().labels = labels;
  }

  get timeoutPolicy(): NfCtTimeoutPolicy | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.timeoutPolicy;
  }
  set timeoutPolicy(policy: NfCtTimeoutPolicy | null) {
    this.extend().timeoutPolicy = policy;
  }

  /** What its helper keeps; null: it has none (`nfct_help`). */
  get help(): NfConnHelp | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.help;
  }
  set help(help: NfConnHelp | null) {
    this.extend().help = help;
    this.hasHelp = help !== null;
  }

  get seqadj(): NfConnSeqAdj | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.seqadj;
  }
  set seqadj(seqadj: NfConnSeqAdj | null) {
    this.extend().seqadj = seqadj;
  }

  /** Of a connection whose handshake was answered for the server (`nfct_synproxy`). */
  get synproxy(): NfConnSynproxy | null {
    const { extensions } = this;
    return extensions === null ? null : extensions.synproxy;
  }
  set synproxy(synproxy: NfConnSynproxy | null) {
    this.extend().synproxy = synproxy;
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

  /** `nf_ct_put`: whoever asks for it may look at the object still. */
  put(): void {
    if (--this.use > 0) return;
    this.kept = true;
    this.cnet.conntrackFreed(this);
  }

  /** A packet's way with it is over: as {@link put}, and the object may serve for another connection. */
  release(): void {
    if (--this.use === 0) this.end();
  }

  private end(): void {
    if (this.isTemplate) this.kept = true;
    this.cnet.conntrackFreed(this);
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
