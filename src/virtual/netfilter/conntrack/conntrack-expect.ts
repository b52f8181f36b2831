/**
 * Connections that are expected: those that another one announced.
 *
 * Source: `net/netfilter/nf_conntrack_expect.c`.
 */
import { EALREADY, EBUSY, EMFILE, ESHUTDOWN } from "../../../errno.ts";
import { KERN_WARNING } from "../../core/printk/log-level.ts";
import { KernelTimer } from "../../core/timer.ts";
import type { NfConntrackHelper } from "./conntrack-helper.ts";
import { IPS_CONFIRMED, IPS_DYING } from "./conntrack-status.ts";
import { NfConntrackTuple } from "./conntrack-tuple.ts";
import { HZ, type NetCt } from "./net-ct.ts";
import type { NfConn } from "./nf-conn.ts";

/** `nf_ct_expect_max` of a table of 262144 buckets, for each namespace. */
export const EXPECT_MAX = 4096;
const NS_PER_JIFFY = 4_000_000;

/** `NF_CT_EXPECT_*` */
export const NF_CT_EXPECT_PERMANENT = 1;
export const NF_CT_EXPECT_INACTIVE = 2;
export const NF_CT_EXPECT_USERSPACE = 4;

/** `enum ip_conntrack_expect_events`, as bits */
export const IPEXP_NEW = 1;
export const IPEXP_DESTROY = 2;

/** Finishes a connection that has come. */
export interface ExpectFn {
  /** As ctnetlink calls it. */
  readonly name: string;
  apply(ct: NfConn, exp: NfConntrackExpect): void;
}

/** `struct nf_conntrack_expect` */
export class NfConntrackExpect {
  readonly tuple = new NfConntrackTuple(null, 0);
  /** Which bits of the source count. */
  readonly mask = new NfConntrackTuple(null, 0);
  readonly master: NfConn;
  readonly id: number;
  /** `NF_CT_EXPECT_*` */
  flags = 0;
  class = 0;
  expectfn: ExpectFn | null = null;
  /** Of the connection that comes. */
  helper: NfConntrackHelper | null = null;
  /** Where it went before translation: address and port; and the direction of the master that it follows. */
  readonly savedAddr = new NfConntrackTuple(null, 0);
  savedPort = 0;
  dir = 0;
  /** When it is not expected any more, ns. */
  expires = 0;
  readonly timer: KernelTimer<NfConntrackExpect>;

  constructor(master: NfConn) {
    this.master = master;
    this.id = master.cnet.table.newId();
    this.timer = new KernelTimer<NfConntrackExpect>((exp) => exp.cnet.expects?.unlink(exp, 0, false), this);
  }

  get cnet(): NetCt {
    return this.master.cnet;
  }

  /** Seconds that it still has. */
  get left(): number {
    const left =
      Math.round(this.expires / NS_PER_JIFFY) - Math.floor(this.cnet.net.machine.now() / NS_PER_JIFFY);
    return left <= 0 ? 0 : Math.floor(left / HZ);
  }

  /** @param jiffies from now on */
  expireIn(jiffies: number): void {
    this.expires = (Math.floor(this.cnet.net.machine.now() / NS_PER_JIFFY) + jiffies) * NS_PER_JIFFY;
  }

  /**
   * From the first tuple's source to the destination of the second, any port to this one (`nf_ct_expect_init`).
   * @param port -1: any, too
   */
  init(source: NfConntrackTuple, destination: NfConntrackTuple, protonum: number, port: number): this {
    const { tuple, mask } = this;
    tuple.clear();
    mask.clear();
    tuple.l3num = source.l3num;
    tuple.protonum = protonum;
    tuple.copySource(source);
    tuple.copyDestination(destination);
    tuple.dport = port;
    mask.s0 = mask.s1 = mask.s2 = source.l3num === 2 ? 0 : -1;
    mask.s3 = -1;
    return this;
  }
}

/** `nf_ct_tuple_mask_cmp` */
function matches(tuple: NfConntrackTuple, other: NfConntrackTuple, mask: NfConntrackTuple): boolean {
  return (
    tuple.protocols === other.protocols &&
    tuple.dport === other.dport &&
    tuple.sameDestination(other) &&
    ((tuple.s3 ^ other.s3) & mask.s3) === 0 &&
    ((tuple.s2 ^ other.s2) & mask.s2) === 0 &&
    ((tuple.s1 ^ other.s1) & mask.s1) === 0 &&
    ((tuple.s0 ^ other.s0) & mask.s0) === 0 &&
    ((tuple.sport ^ other.sport) & mask.sport) === 0
  );
}

const sameMask = (a: NfConntrackTuple, b: NfConntrackTuple): boolean =>
  a.sameSource(b) && a.sport === b.sport;

const both = new NfConntrackTuple(null, 0);

/** There is a connection that both mean (`expect_clash`). */
function clashes(a: NfConntrackExpect, b: NfConntrackExpect): boolean {
  both.s0 = a.mask.s0 & b.mask.s0;
  both.s1 = a.mask.s1 & b.mask.s1;
  both.s2 = a.mask.s2 & b.mask.s2;
  both.s3 = a.mask.s3 & b.mask.s3;
  both.sport = a.mask.sport & b.mask.sport;
  return matches(a.tuple, b.tuple, both) && a.master.zone === b.master.zone;
}

/** `expect_matches` */
function isSame(a: NfConntrackExpect, b: NfConntrackExpect): boolean {
  return a.tuple.equals(b.tuple) && sameMask(a.mask, b.mask) && a.master.zone === b.master.zone;
}

/** What is looked for by: where it goes (`nf_ct_expect_dst_hash`). */
function bucketOf({ protocols, dport, d0, d1, d2, d3 }: NfConntrackTuple): number {
  return (Math.imul(d0 ^ d1 ^ d2 ^ d3, 0x9e3779b1) ^ Math.imul(dport, 0x85ebca6b) ^ protocols) | 0;
}

/** All that is expected in a namespace. */
export class ExpectTable {
  private readonly cnet: NetCt;
  private readonly buckets = new Map<number, NfConntrackExpect[]>();
  count = 0;

  constructor(cnet: NetCt) {
    this.cnet = cnet;
  }

  /** In the order of the last ones first of each bucket. */
  *all(): Generator<NfConntrackExpect> {
    for (const bucket of this.buckets.values()) yield* bucket;
  }

  /** The one of a tuple (`__nf_ct_expect_find`). */
  find(tuple: NfConntrackTuple, zone: number): NfConntrackExpect | null {
    for (const exp of this.buckets.get(bucketOf(tuple)) ?? [])
      if (matches(tuple, exp.tuple, exp.mask) && exp.master.zone === zone) return exp;
    return null;
  }

  /** A packet of no connection: whether it was expected (`nf_ct_find_expectation`). It is not any more, then. */
  take(tuple: NfConntrackTuple, zone: number): NfConntrackExpect | null {
    const bucket = this.buckets.get(bucketOf(tuple));
    if (bucket === undefined) return null;
    const exp = bucket.find(
      (each) =>
        (each.flags & NF_CT_EXPECT_INACTIVE) === 0 &&
        matches(tuple, each.tuple, each.mask) &&
        each.master.zone === zone,
    );
    if (exp === undefined || (exp.master.status & (IPS_CONFIRMED | IPS_DYING)) !== IPS_CONFIRMED) return null;
    if ((exp.flags & NF_CT_EXPECT_PERMANENT) === 0) this.unlink(exp, 0, false);
    return exp;
  }

  /**
   * `nf_ct_expect_related_report`
   * @param skipMaster one of another connection counts as the same
   * @returns 0 or a negative error
   */
  relate(exp: NfConntrackExpect, skipMaster: boolean, portid = 0, report = false): number {
    const { help } = exp.master;
    if (help === null) return -ESHUTDOWN;
    for (const other of this.buckets.get(bucketOf(exp.tuple)) ?? []) {
      if ((skipMaster || other.master === exp.master) && isSame(other, exp)) {
        if (other.class !== exp.class || other.master !== exp.master) return -EALREADY;
        this.unlink(other, 0, false);
        break;
      }
      if (clashes(other, exp)) return -EBUSY;
    }
    const policy = help.helper?.policies[exp.class];
    if (policy !== undefined && policy.maxExpected > 0 && help.expecting[exp.class] >= policy.maxExpected) {
      const oldest = help.expectations.findLast((each) => each.class === exp.class);
      if (oldest !== undefined) this.unlink(oldest, 0, false);
      if (help.expecting[exp.class] >= policy.maxExpected) return -EMFILE;
    }
    if (this.count >= EXPECT_MAX) return this.tellFull();
    if (policy !== undefined) exp.expireIn(policy.timeout * HZ);
    this.insert(exp);
    this.notify(exp, IPEXP_NEW, portid, report);
    return 0;
  }

  private tellFull(): number {
    const { machine } = this.cnet.net;
    machine.log.printNet(KERN_WARNING, "nf_conntrack: nf_conntrack: expectation table full");
    return -EMFILE;
  }

  private insert(exp: NfConntrackExpect): void {
    const { help } = exp.master;
    const hash = bucketOf(exp.tuple);
    const bucket = this.buckets.get(hash);
    if (bucket === undefined) this.buckets.set(hash, [exp]);
    else bucket.unshift(exp);
    help?.expectations.unshift(exp);
    if (help !== null) help.expecting[exp.class]++;
    this.count++;
    this.cnet.stat.expectCreate++;
    this.cnet.net.machine.modTimer(exp.timer, exp.expires);
  }

  /** It is not expected any more (`nf_ct_unlink_expect_report`). @returns whether it was */
  unlink(exp: NfConntrackExpect, portid: number, report: boolean): boolean {
    const hash = bucketOf(exp.tuple);
    const bucket = this.buckets.get(hash);
    const at = bucket?.indexOf(exp) ?? -1;
    if (bucket === undefined || at < 0) return false;
    this.cnet.net.machine.deleteTimer(exp.timer);
    if (bucket.length === 1) this.buckets.delete(hash);
    else bucket.splice(at, 1);
    const { help } = exp.master;
    if (help !== null) {
      help.expectations.splice(help.expectations.indexOf(exp), 1);
      help.expecting[exp.class]--;
    }
    this.count--;
    this.cnet.stat.expectDelete++;
    this.notify(exp, IPEXP_DESTROY, portid, report);
    return true;
  }

  /** The connection ends, and expects nothing any more (`nf_ct_remove_expectations`). */
  removeOf(master: NfConn): void {
    for (const exp of [...(master.help?.expectations ?? [])]) this.unlink(exp, 0, false);
  }

  /** `nf_ct_expect_event_report`: where the master says that it is told. */
  private notify(exp: NfConntrackExpect, event: number, portid: number, report: boolean): void {
    if (((exp.master.eventMask >>> 16) & event) !== 0)
      this.cnet.table.notifier?.expectEvent(exp, event, portid, report);
  }
}

/** A namespace's expectations, made with their first use. */
export function expectTable(cnet: NetCt): ExpectTable {
  cnet.expects ??= new ExpectTable(cnet);
  return cnet.expects;
}
