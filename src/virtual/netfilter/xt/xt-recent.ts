/** `recent`: addresses that were seen of late. Source: `net/netfilter/xt_recent.c`. */
import { EINVAL, ENAMETOOLONG } from "../../../errno.ts";
import type { Net } from "../../core/net.ts";
import { HZ } from "../conntrack/net-ct.ts";
import { NFPROTO_IPV4 } from "../hook-numbers.ts";
import type { NftPktinfo } from "../nf-tables/regs.ts";
import { registerRecentProc } from "./recent-proc.ts";
import { RecentTable } from "./recent-table.ts";
import { XT_NO, XT_YES, type XtCheck, XtMatch, type XtType } from "./x-tables.ts";

const CHECK = 1;
const SET = 2;
const UPDATE = 4;
const REMOVE = 8;
const TTL = 16;
const REAP = 32;
const NAME = 10;
const NAME_SIZE = 200;
const SIDE = 210;
const MASK = 212;
const DEST = 1;
/** Times that are asked for at most. */
const MOST_STAMPS = 65_536;
/** Times that a list holds when none are asked for, less one. */
const USUAL_STAMPS = 31;
/** ns in a jiffy */
const JIFFY = 1e9 / HZ;

const NONE: ReadonlyMap<string, RecentTable> = new Map();
const LISTS = new WeakMap<Net, Map<string, RecentTable>>();
const masked = new Uint8Array(16);

function jiffies(net: Net): number {
  return Math.floor(net.machine.now() / JIFFY);
}

class Recent extends XtMatch {
  private readonly net: Net;
  private readonly table: RecentTable;
  private readonly seconds: number;
  private readonly hits: number;
  private readonly set: number;
  private readonly inverted: boolean;
  private readonly dest: boolean;

  constructor({ info, net }: XtCheck, table: RecentTable) {
    super();
    this.net = net;
    this.table = table;
    this.seconds = info.u32(0);
    this.hits = info.u32(4);
    this.set = info.u8(8);
    this.inverted = info.u8(9) !== 0;
    this.dest = info.u8(SIDE) === DEST;
  }

  override destroy(): void {
    if (--this.table.users === 0) LISTS.get(this.net)?.delete(this.table.name);
  }

  match(pkt: NftPktinfo): number {
    const { set, table } = this;
    const { skb, net } = pkt;
    const v4 = pkt.pf === NFPROTO_IPV4;
    const at = skb.networkHeader;
    // as it was before it was forwarded
    const forwarded = pkt.out !== null && skb.sk === null ? 1 : 0;
    const ttl = (skb.bytes[at + (v4 ? 8 : 7)] + forwarded) & 0xff;
    this.takeAddress(skb.bytes, at, v4);
    const now = jiffies(net);
    const entry = table.find(pkt.pf, masked, set & TTL ? ttl : 0);
    if (entry === null) {
      if (!(set & SET)) return this.answer(false);
      table.add(pkt.pf, v4 ? masked.subarray(0, 4) : masked, ttl, now);
      return this.answer(true);
    }
    let found = (set & SET) !== 0;
    if (set & REMOVE) {
      table.remove(entry);
      found = true;
    } else if (set & (CHECK | UPDATE)) {
      const since = now - this.seconds * HZ;
      found = this.seen(entry.stamps, entry.count, since);
      if (set & REAP) table.reap(since);
    }
    const answer = this.answer(found);
    if (set & SET || (set & UPDATE && answer === XT_YES)) {
      table.update(entry, now);
      entry.ttl = ttl;
    }
    return answer;
  }

  private takeAddress(bytes: Uint8Array, at: number, v4: boolean): void {
    const start = at + (v4 ? (this.dest ? 16 : 12) : this.dest ? 24 : 8);
    const { mask } = this.table;
    const length = v4 ? 4 : 16;
    for (let i = 0; i < length; i++) masked[i] = bytes[start + i] & mask[i];
    for (let i = length; i < 16; i++) masked[i] = 0;
  }

  private seen(stamps: Float64Array, count: number, since: number): boolean {
    let hits = 0;
    for (let i = 0; i < count; i++) {
      if (this.seconds !== 0 && since > stamps[i]) continue;
      if (this.hits === 0 || ++hits >= this.hits) return true;
    }
    return false;
  }

  private answer(found: boolean): number {
    return found !== this.inverted ? XT_YES : XT_NO;
  }
}

function nameOf({ info }: XtCheck): string | number {
  const name = info.text(NAME, NAME_SIZE);
  if (name === undefined) return -ENAMETOOLONG;
  return name === "" || name === "." || name === ".." || name.includes("/") ? -EINVAL : name;
}

function bitCount(value: number): number {
  let count = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** `recent_mt_check` */
function check(par: XtCheck): XtMatch | number {
  const { info, net } = par;
  const set = info.u8(8);
  const seconds = info.u32(0);
  const hits = info.u32(4);
  if ((set & ~0x3f) !== 0 || bitCount(set & (CHECK | SET | UPDATE | REMOVE)) !== 1) return -EINVAL;
  if (set & (SET | REMOVE) && (seconds !== 0 || hits !== 0 || set & (TTL | REAP))) return -EINVAL;
  if (set & REAP && seconds === 0) return -EINVAL;
  if (hits >= MOST_STAMPS) return -EINVAL;
  const name = nameOf(par);
  if (typeof name === "number") return name;
  const stampMask = hits === 0 ? USUAL_STAMPS : 2 ** Math.ceil(Math.log2(hits)) - 1;
  return new Recent(par, tableOf(net, name, info.bytes.slice(MASK, MASK + 16), stampMask));
}

function tableOf(net: Net, name: string, mask: Uint8Array, stampMask: number): RecentTable {
  let lists = LISTS.get(net);
  if (!lists) {
    lists = new Map();
    LISTS.set(net, lists);
    registerRecentProc(net.machine, { tables: (of) => LISTS.get(of) ?? NONE, now: jiffies });
  }
  const known = lists.get(name);
  if (known) {
    known.users++;
    if (stampMask > known.stampMask) {
      known.flush();
      known.stampMask = stampMask;
    }
    return known;
  }
  const table = new RecentTable(name, mask, stampMask);
  lists.set(name, table);
  return table;
}

export const RECENT: XtType<XtMatch> = { name: "recent", revision: 1, family: 0, size: 228, check };
