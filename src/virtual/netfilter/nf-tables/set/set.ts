/**
 * Sets and their elements: `struct nft_set`, `struct nft_set_elem`.
 *
 * Source: `include/net/netfilter/nf_tables.h`.
 */
import {
  NFT_DATA_VERDICT,
  NFT_SET_ANONYMOUS,
  NFT_SET_CONCAT,
  NFT_SET_EVAL,
  NFT_SET_INTERVAL,
  NFT_SET_MAP,
  NFT_SET_OBJECT,
  NFT_SET_TIMEOUT,
} from "../../../../netlink/nf-tables.ts";
import { KernelTimer } from "../../../core/timer.ts";
import { holdChain, type NftData, releaseChain } from "../data.ts";
import type { NftExpr } from "../expr.ts";
import type { NftObject } from "../object/object.ts";
import type { NftPktinfo, NftRegs } from "../regs.ts";
import type { NftTable } from "../table/table.ts";
import { HashBackend } from "./hash.ts";
import { PipapoBackend } from "./pipapo.ts";
import { RbtreeBackend } from "./rbtree.ts";

/** Longest keys, in bytes, of which each has a bit. */
const BITMAP_KEY = 2;
const POINTER = 8;
/** What one allocation may have, in bytes (`kvmalloc`). */
const MOST_MEMORY = 0x7fffffff;

/** How long expired elements may lie about, ns (`nft_set_gc_interval`). */
const GC_INTERVAL = 1_000_000_000;

/** One element: a key, and what it leads to. */
export class NftSetElem {
  /** The key, or the lower end of a range; padded to whole words. */
  readonly key: Int32Array;
  /** The upper end, in sets of concatenated ranges. */
  keyEnd: Int32Array | null = null;
  /** Marks where an interval ends (`NFT_SET_ELEM_INTERVAL_END`). */
  end = false;
  catchall = false;
  data: NftData | null = null;
  object: NftObject | null = null;
  exprs: readonly NftExpr[] = NO_EXPRS;
  /** Own time-out, ns; 0: never. */
  timeout = 0;
  /** ns since boot; 0: never. */
  expires = 0;
  userdata: Uint8Array | undefined = undefined;

  constructor(key: Int32Array) {
    this.key = key;
  }

  expired(now: number): boolean {
    return this.expires !== 0 && this.expires <= now;
  }

  /** Takes the references of its data. */
  hold(): void {
    if (this.data !== null) holdChain(this.data);
    if (this.object !== null) this.object.use++;
  }

  release(): void {
    if (this.data !== null) releaseChain(this.data);
    if (this.object !== null) this.object.use--;
  }

  /** Lets its counters and limits see the packet (`nft_set_elem_update_expr`). */
  update(regs: NftRegs, pkt: NftPktinfo): void {
    const { exprs } = this;
    for (let i = 0; i < exprs.length; i++) exprs[i].eval(regs, pkt);
  }
}

const NO_EXPRS: readonly NftExpr[] = [];

/** How elements are kept and found. */
export interface SetBackend {
  /** The element that matches a key in registers, at packets. Takes no memory. */
  lookup(words: Int32Array, at: number): NftSetElem | null;
  /** @returns the element that is there already, or undefined */
  insert(elem: NftSetElem): NftSetElem | undefined;
  /** The element with just this key (and end). */
  find(elem: NftSetElem): NftSetElem | undefined;
  remove(elem: NftSetElem): void;
  all(): Iterable<NftSetElem>;
  readonly size: number;
}

/** What a set is made with. */
export interface SetDescription {
  readonly flags: number;
  readonly keyType: number;
  readonly keyLength: number;
  readonly dataType: number;
  readonly dataLength: number;
  readonly objectType: number;
  readonly policy: number;
  readonly size: number;
  /** Bytes of the fields of a concatenation. */
  readonly fields: readonly number[];
  /** ns */
  readonly timeout: number;
  /** ms */
  readonly gcInterval: number;
}

/** A set or map; how elements are found is its {@link backend}'s. */
export class NftSet {
  readonly table: NftTable;
  readonly name: string;
  readonly handle: number;
  readonly desc: SetDescription;
  /** Most elements; 0: as many as wanted. */
  size: number;
  timeout: number;
  exprs: readonly NftExpr[] = NO_EXPRS;
  userdata: Uint8Array | undefined = undefined;
  /** Rules that refer to it. */
  use = 0;
  readonly backend: SetBackend;
  /** What matches when nothing else does. */
  catchall: NftSetElem | null = null;
  private readonly gc: KernelTimer<NftSet> = new KernelTimer<NftSet>(collect, this);

  constructor(table: NftTable, name: string, handle: number, desc: SetDescription) {
    this.table = table;
    this.name = name;
    this.handle = handle;
    this.desc = desc;
    this.size = desc.size;
    this.timeout = desc.timeout;
    const words = (desc.keyLength + 3) >>> 2;
    if ((desc.flags & NFT_SET_INTERVAL) === 0) this.backend = new HashBackend(words);
    else if ((desc.flags & NFT_SET_CONCAT) !== 0 && desc.fields.length > 1)
      this.backend = new PipapoBackend(words, desc.fields);
    else this.backend = new RbtreeBackend(words);
  }

  get flags(): number {
    return this.desc.flags;
  }

  /** Whether the keys are intervals of one field (`nft_set_rbtree`). */
  private get isTree(): boolean {
    return (this.flags & NFT_SET_INTERVAL) !== 0 && (this.flags & NFT_SET_CONCAT) === 0;
  }

  /** The size as a program is told: intervals have two ends, whose number has 32 bits (`nft_set_userspace_size`). */
  get shownSize(): number {
    return this.isTree ? ((this.size * 2) >>> 0) >>> 1 : this.size;
  }

  /** Whether there is the memory for its buckets, as far as an allocation may have it (`nft_hash_privsize`). */
  get fits(): boolean {
    const { flags, size, keyLength } = this.desc;
    const fixed = (flags & (NFT_SET_INTERVAL | NFT_SET_TIMEOUT | NFT_SET_EVAL)) === 0 && size !== 0;
    if (!fixed || (keyLength <= BITMAP_KEY && !this.isMap)) return true;
    const wanted = Math.floor(((size * 4) >>> 0) / 3);
    return 2 ** Math.ceil(Math.log2(Math.max(wanted, 1))) * POINTER < MOST_MEMORY;
  }

  get anonymous(): boolean {
    return (this.flags & NFT_SET_ANONYMOUS) !== 0;
  }

  get isMap(): boolean {
    return (this.flags & NFT_SET_MAP) !== 0;
  }

  get isVerdictMap(): boolean {
    return this.isMap && this.desc.dataType === NFT_DATA_VERDICT;
  }

  get isObjectMap(): boolean {
    return (this.flags & NFT_SET_OBJECT) !== 0;
  }

  get hasTimeout(): boolean {
    return (this.flags & NFT_SET_TIMEOUT) !== 0;
  }

  /** How many elements the set takes; ends of intervals count (`nft_set_maxsize`). */
  get limit(): number {
    if (this.size === 0) return Number.POSITIVE_INFINITY;
    return this.backend instanceof RbtreeBackend ? 2 * this.size : this.size;
  }

  now(): number {
    return this.table.net.machine.now();
  }

  /** What matches a key in registers (`nft_set_do_lookup`). */
  lookup(words: Int32Array, at: number): NftSetElem | null {
    const found = this.backend.lookup(words, at);
    if (found !== null && (found.expires === 0 || found.expires > this.now())) return found;
    const { catchall } = this;
    if (catchall === null || (catchall.expires !== 0 && catchall.expires <= this.now())) return null;
    return catchall;
  }

  *elements(): Iterable<NftSetElem> {
    yield* this.backend.all();
    if (this.catchall !== null) yield this.catchall;
  }

  /** @returns the element that is there already, or undefined when this one was added */
  add(elem: NftSetElem): NftSetElem | undefined {
    if (elem.catchall) {
      if (this.catchall !== null && !this.catchall.expired(this.now())) return this.catchall;
      this.catchall = elem;
    } else {
      let present = this.backend.insert(elem);
      if (present?.expired(this.now())) {
        this.drop(present);
        present = this.backend.insert(elem);
      }
      if (present !== undefined) return present;
    }
    if (elem.expires !== 0) this.arm();
    return undefined;
  }

  find(elem: NftSetElem): NftSetElem | undefined {
    const found = elem.catchall ? (this.catchall ?? undefined) : this.backend.find(elem);
    return found === undefined || found.expired(this.now()) ? undefined : found;
  }

  remove(elem: NftSetElem): void {
    if (elem === this.catchall) this.catchall = null;
    else this.backend.remove(elem);
  }

  /** An element goes by itself. */
  private drop(elem: NftSetElem): void {
    this.remove(elem);
    elem.release();
  }

  /** Sees to it that expired elements go. */
  arm(): void {
    if (this.gc.pending) return;
    const { machine } = this.table.net;
    const interval = this.desc.gcInterval > 0 ? this.desc.gcInterval * 1e6 : GC_INTERVAL;
    machine.modTimer(this.gc, machine.now() + interval);
  }

  /** Its elements' references count: not of a set that went. */
  elementsHeld = true;

  collect(): void {
    const now = this.now();
    let waiting = false;
    for (const elem of [...this.elements()]) {
      if (elem.expired(now)) this.drop(elem);
      else waiting ||= elem.expires !== 0;
    }
    if (waiting) this.arm();
  }

  /** The set goes or comes back: its elements' references, too (`nft_map_deactivate`). */
  holdElements(): void {
    this.elementsHeld = true;
    for (const elem of this.elements()) {
      elem.hold();
      if (elem.expires !== 0) this.arm();
    }
  }

  releaseElements(): void {
    this.elementsHeld = false;
    for (const elem of this.elements()) elem.release();
    this.table.net.machine.deleteTimer(this.gc);
  }
}

function collect(set: NftSet): void {
  set.collect();
}
