/**
 * `connlimit`: connections at once by network of the source or destination.
 *
 * Source: `net/netfilter/xt_connlimit.c`, `nf_conncount.c`.
 */
import type { Net } from "../../core/net.ts";
import { nfCtGet } from "../conntrack/nf-conn.ts";
import { ConnCountList } from "../conntrack/nf-conncount.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { XT_NO, XT_YES, type XtCheck, type XtMatch, type XtType } from "./x-tables.ts";
import { TrackedMatch, tracked } from "./xt-conntrack.ts";

const LIMIT = 16;
const FLAGS = 20;
const INVERT = 1;
const DADDR = 2;
/** Where the addresses are in both headers. */
const SOURCE4 = 12;
const SOURCE6 = 8;
/** Networks whose connections are all over are looked for once for so many new ones. */
const GC_EACH = 64;

const HASH_FACTOR = 0x01000193;

/** The connections of a network. */
interface Entry {
  readonly network: Uint8Array;
  readonly zone: number;
  readonly list: ConnCountList;
  readonly next: Entry | undefined;
}

class ConnLimit extends TrackedMatch {
  private readonly mask: Uint8Array;
  private readonly limit: number;
  private readonly inverted: boolean;
  private readonly offset: number;
  /** By a hash of network and zone; those of one hash in a chain. */
  private readonly entries = new Map<number, Entry>();
  private added = 0;
  private readonly net: Net;

  constructor(par: XtCheck) {
    super(par);
    this.net = par.net;
    const { info, family } = par;
    const length = family === NFPROTO_IPV4 ? 4 : 16;
    this.mask = info.bytes.slice(0, length);
    this.limit = info.u32(LIMIT);
    this.inverted = (info.u32(FLAGS) & INVERT) !== 0;
    this.offset = (length === 4 ? SOURCE4 : SOURCE6) + (info.u32(FLAGS) & DADDR ? length : 0);
  }

  match({ skb }: NftPktinfo): number {
    const ct = nfCtGet(skb);
    const { list } = this.entryOf(skb.bytes, skb.networkHeader + this.offset, ct === null ? 0 : ct.zoneOf(0));
    if (ct !== null) list.add(ct);
    // what is not tracked counts while it is looked at
    const count = list.count + (ct === null ? 1 : 0);
    return count > this.limit !== this.inverted ? XT_YES : XT_NO;
  }

  private entryOf(bytes: Uint8Array, at: number, zone: number): Entry {
    const { mask } = this;
    let hash = zone;
    for (let i = 0; i < mask.length; i++) hash = Math.imul(hash ^ (bytes[at + i] & mask[i]), HASH_FACTOR);
    const first = this.entries.get(hash);
    for (let entry = first; entry !== undefined; entry = entry.next)
      if (entry.zone === zone && this.same(entry.network, bytes, at)) return entry;
    if (++this.added % GC_EACH === 0) this.gc();
    const network = mask.map((byte, i) => bytes[at + i] & byte);
    const entry: Entry = { network, zone, list: new ConnCountList(), next: this.entries.get(hash) };
    this.entries.set(hash, entry);
    return entry;
  }

  private same(network: Uint8Array, bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < network.length; i++) if (network[i] !== (bytes[at + i] & this.mask[i])) return false;
    return true;
  }

  /** Chains of which nothing is left go. */
  private gc(): void {
    for (const [hash, first] of this.entries) {
      let over = true;
      for (let entry: Entry | undefined = first; entry !== undefined; entry = entry.next)
        over = entry.list.isOver(this.net) && over;
      if (over) this.entries.delete(hash);
    }
  }
}

export const CONNLIMIT: XtType<XtMatch> = {
  name: "connlimit",
  revision: 1,
  family: 0,
  size: 32,
  userSize: 24,
  check: tracked((par) => new ConnLimit(par)),
};
