/**
 * The packet buffer: `struct sk_buff`, always linear, with pooled storage and headroom.
 *
 * Offsets are absolute positions in `bytes`: the packet is `bytes[data..tail)`. Storage may be shared by clones (one frame
 * flooded to many ports), so call {@link SkBuff.makeWritable} before changing a packet that others may hold. Functions that
 * take a packet over own it, and end its life with {@link kfreeSkb} (dropped, with a reason) or {@link consumeSkb}.
 *
 * Source: `include/linux/skbuff.h`, `net/core/skbuff.c`.
 */

import type { NetDevice } from "./dev/netdevice.ts";
import type { DropReason } from "./drop-reason.ts";
import { SKB_CONSUMED } from "./drop-reason.ts";
import type { Destination } from "./dst.ts";
import type { SkbOwner } from "./sock/send-charge.ts";
import { traceKfreeSkb } from "./trace.ts";

/** Room in front of a packet for link-layer and encapsulation headers (`MAX_HEADER` and `NET_SKB_PAD`). */
export const SKB_HEADROOM = 128;

/** `skb->ip_summed` */
export const CHECKSUM_NONE = 0;
export const CHECKSUM_UNNECESSARY = 1;
export const CHECKSUM_COMPLETE = 2;
export const CHECKSUM_PARTIAL = 3;

/** `skb->pkt_type` (`include/uapi/linux/if_packet.h`) */
export const PACKET_HOST = 0;
export const PACKET_BROADCAST = 1;
export const PACKET_MULTICAST = 2;
export const PACKET_OTHERHOST = 3;
export const PACKET_OUTGOING = 4;
export const PACKET_LOOPBACK = 5;

/** A tracked connection as a packet holds it (`struct nf_conntrack`). */
export interface SkbConntrack {
  /** Packets and tables that refer to it. */
  use: number;
  /** Its number (`nf_ct_get_id`): no two that are there at once have the same. */
  readonly id: number;
  /** What the IP layer remembers of the ways of its packets, originals and replies; it alone knows what that is. */
  wayThere: object | null;
  wayBack: object | null;
  /** A packet lets it go (`nf_conntrack_put`). */
  release(): void;
}

/** Storage shared by clones. */
class SkbStorage {
  bytes: Uint8Array;
  references = 1;
  /** Of these, packets that have nothing before their payload, so that others may write headers there (`SKB_DATAREF`). */
  payloadOnly = 0;
  readonly sizeClass: number;
  constructor(bytes: Uint8Array, sizeClass: number) {
    this.bytes = bytes;
    this.sizeClass = sizeClass;
  }
}

/** Size classes of the pool, in bytes: small control packets, MTU-sized frames, jumbo and super-segments. */
const SIZE_CLASSES = [384, 2048, 16384, 73728] as const;
/** How much storage of each class the pool keeps. */
const POOL_LIMITS = [4096, 4096, 256, 64] as const;
const storagePools: SkbStorage[][] = SIZE_CLASSES.map(() => []);
const UNPOOLED = -1;

const NO_STORAGE = new SkbStorage(new Uint8Array(0), UNPOOLED);
const skbPool: SkBuff[] = [];
const SKB_POOL_LIMIT = 8192;

const smallPool = storagePools[0];
const SMALL_SIZE = SIZE_CLASSES[0];

function allocStorage(size: number): SkbStorage {
  if (size <= SMALL_SIZE && smallPool.length > 0) {
    const small = smallPool.pop() as SkbStorage;
    small.references = 1;
    return small;
  }
  for (let sizeClass = 0; sizeClass < SIZE_CLASSES.length; sizeClass++) {
    if (size > SIZE_CLASSES[sizeClass]) continue;
    const pooled = storagePools[sizeClass].pop();
    if (pooled === undefined) return new SkbStorage(new Uint8Array(SIZE_CLASSES[sizeClass]), sizeClass);
    pooled.references = 1;
    return pooled;
  }
  return new SkbStorage(new Uint8Array(size), UNPOOLED);
}

function releaseStorage(storage: SkbStorage): void {
  if (--storage.references > 0 || storage.sizeClass === UNPOOLED) return;
  const pool = storagePools[storage.sizeClass];
  if (pool.length < POOL_LIMITS[storage.sizeClass]) pool.push(storage);
}

/** `struct sk_buff`. Offsets are absolute in `bytes`; whoever holds one frees it or hands it on, once. */
export class SkBuff {
  bytes: Uint8Array = NO_STORAGE.bytes;
  storage: SkbStorage = NO_STORAGE;
  /** Start of the packet as the current layer sees it. */
  data = 0;
  /** End of the packet. */
  tail = 0;
  macHeader = 0;
  networkHeader = 0;
  transportHeader = 0;

  /** The device that it came in on or goes out of. */
  dev: NetDevice | null = null;
  /** ifindex of the device that it first came in on. */
  skbIif = 0;
  /** EtherType, host order. */
  protocol = 0;
  packetType = PACKET_HOST;
  ipSummed = CHECKSUM_NONE;
  /** Somebody summed it up and found it right (`csum_valid`): later changes of its headers do not matter then. */
  sumValid = false;
  /** For `CHECKSUM_PARTIAL`: where the sum starts (absolute), and where it goes, relative to that. */
  csumStart = 0;
  csumOffset = 0;
  mark = 0;
  priority = 0;
  /** The tracked connection that it belongs to, with a use count; and how (`enum ip_conntrack_info`). Change by {@link setNfct}. */
  nfct: SkbConntrack | null = null;
  ctinfo = 0;
  /** Number under which `nft monitor trace` tells of the packet (`skb->nf_trace`); 0: not traced. */
  nfTrace = 0;
  /** What the bridge's netfilter keeps of it while it is in the IP layer's hooks (`nf_bridge_info`). */
  nfBridge: object | null = null;
  /** ns since boot when received or sent; 0 when not stamped. */
  timestamp = 0;
  /** GSO: payload bytes a segment; 0 for an ordinary packet. */
  gsoSize = 0;
  gsoType = 0;
  /** VLAN tag carried outside the bytes: 0x10000 | TCI, or 0. */
  vlanTag = 0;
  vlanProtocol = 0;
  /** Route or neighbour decision; not reference counted. */
  dst: Destination | null = null;
  /** The socket that it was sent from, and the bytes that are charged to it; see `send-charge.ts`. */
  sk: SkbOwner | null = null;
  charged = 0;
  /** Of a packet that was put together, the payload of each piece, which leave as they came (`frag_list`); null: of any other. */
  pieces: readonly number[] | null = null;
  /** Nothing of this packet is before its data (`skb->nohdr`). */
  headerReleased = false;
  next: SkBuff | null = null;

  /** Control block (`skb->cb`): fields that the layer owning the packet uses freely. IPv4: flags, options offset; see users. */
  cbFlags = 0;
  cbIif = 0;
  cbA = 0;
  cbB = 0;
  cbC = 0;

  get length(): number {
    return this.tail - this.data;
  }

  /** Drops `count` bytes in front (`skb_pull`). The caller has checked that they are there. */
  pull(count: number): void {
    this.data += count;
  }

  /** Adds `count` bytes in front (`skb_push`), growing the headroom if needed. @returns the new start */
  push(count: number): number {
    if (this.data < count) this.expandHead(count);
    this.data -= count;
    return this.data;
  }

  /** Adds `count` bytes at the end (`skb_put`), growing the storage if needed. @returns where they start */
  put(count: number): number {
    if (this.tail + count > this.bytes.length) this.reallocate(0, count);
    const start = this.tail;
    this.tail += count;
    return start;
  }

  /** Cuts to `length` bytes (`pskb_trim`). */
  trim(length: number): void {
    if (this.data + length < this.tail) this.tail = this.data + length;
  }

  /** Whether at least `count` bytes are there (`pskb_may_pull`: packets are linear, so nothing has to move). */
  mayPull(count: number): boolean {
    return this.tail - this.data >= count;
  }

  /** Ensures that no clone shares the storage and that `headroom` bytes are free in front (`skb_cow_head`). */
  makeWritable(headroom = 0): void {
    const { storage } = this;
    if (storage.references - storage.payloadOnly > 1 || this.data < headroom) this.reallocate(headroom, 0);
  }

  /** What is before the payload belongs to whoever has a clone of the packet (`__skb_header_release`). */
  releaseHeader(): void {
    this.headerReleased = true;
    this.storage.payloadOnly++;
  }

  /** Stores a copy of `source[start..end)` behind the present end. */
  append(source: Uint8Array, start: number, end: number): void {
    const at = this.put(end - start);
    copyBytes(source, start, end, this.bytes, at);
  }

  private expandHead(count: number): void {
    this.reallocate(count, 0);
  }

  /** Moves the packet into storage of its own with at least the room asked for. */
  private reallocate(headroom: number, tailroom: number): void {
    const front = Math.max(headroom + SKB_HEADROOM, Math.min(this.data, SKB_HEADROOM));
    const keepFrom = Math.max(0, this.data - Math.min(this.data, SKB_HEADROOM));
    const kept = this.data - keepFrom;
    const start = Math.max(front, kept);
    const length = this.tail - this.data;
    const storage = allocStorage(start + length + tailroom);
    const shift = start - this.data;
    copyBytes(this.bytes, keepFrom, this.tail, storage.bytes, start - kept);
    if (this.headerReleased) {
      this.storage.payloadOnly--;
      storage.payloadOnly++;
    }
    releaseStorage(this.storage);
    this.storage = storage;
    this.bytes = storage.bytes;
    this.data = start;
    this.tail = start + length;
    this.macHeader += shift;
    this.networkHeader += shift;
    this.transportHeader += shift;
    this.csumStart += shift;
  }
}

/** Up to this many bytes an unrolled loop beats `TypedArray.set` with `subarray`, which makes a view. */
const LOOP_COPY_LIMIT = 64;

/** Copies `source[start..end)` to `target` at `at`; the ranges lie inside the arrays and do not overlap. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  at: number,
): void {
  if (start === 0 && end === source.length) {
    target.set(source, at);
    return;
  }
  if (end - start > LOOP_COPY_LIMIT) {
    target.set(source.subarray(start, end), at);
    return;
  }
  let i = start;
  let o = at;
  for (const last = end - 8; i <= last; i += 8, o += 8) {
    target[o] = source[i];
    target[o + 1] = source[i + 1];
    target[o + 2] = source[i + 2];
    target[o + 3] = source[i + 3];
    target[o + 4] = source[i + 4];
    target[o + 5] = source[i + 5];
    target[o + 6] = source[i + 6];
    target[o + 7] = source[i + 7];
  }
  for (; i < end; i++, o++) target[o] = source[i];
}

/** Longest header of the link layer that reassembled packets keep: Ethernet's with a tag. */
const LINK_HEADER_MOST = 18;

/** What was before the network header of a packet's first piece is before that of the whole, at `start`, too. */
export function keepLinkHeader(first: SkBuff, whole: SkBuff, start: number): void {
  const length = first.networkHeader - first.macHeader;
  if (length <= 0 || length > LINK_HEADER_MOST) return;
  whole.macHeader = start - length;
  copyBytes(first.bytes, first.macHeader, first.networkHeader, whole.bytes, whole.macHeader);
}

/** A packet with room for `size` bytes behind {@link SKB_HEADROOM} (or `headroom`); its bytes are not cleared. */
export function allocSkb(size: number, headroom: number = SKB_HEADROOM): SkBuff {
  const skb = skbPool.pop() ?? new SkBuff();
  const storage = allocStorage(size + headroom);
  skb.storage = storage;
  skb.bytes = storage.bytes;
  skb.data = headroom;
  skb.tail = headroom;
  skb.macHeader = headroom;
  skb.networkHeader = headroom;
  skb.transportHeader = headroom;
  return skb;
}

/** A second packet on the same storage (`skb_clone`). */
export function cloneSkb(skb: SkBuff): SkBuff {
  const clone = skbPool.pop() ?? new SkBuff();
  skb.storage.references++;
  clone.storage = skb.storage;
  clone.bytes = skb.bytes;
  clone.data = skb.data;
  clone.tail = skb.tail;
  clone.macHeader = skb.macHeader;
  clone.networkHeader = skb.networkHeader;
  clone.transportHeader = skb.transportHeader;
  copyMetadata(skb, clone);
  return clone;
}

/** A sum that was made here says nothing to whoever gets the packet next (`skb_forward_csum`). */
export function forwardChecksum(skb: SkBuff): void {
  if (skb.ipSummed === CHECKSUM_COMPLETE) skb.ipSummed = CHECKSUM_NONE;
}

function copyMetadata(from: SkBuff, to: SkBuff): void {
  to.dev = from.dev;
  to.skbIif = from.skbIif;
  to.protocol = from.protocol;
  to.packetType = from.packetType;
  to.ipSummed = from.ipSummed;
  to.sumValid = from.sumValid;
  to.csumStart = from.csumStart;
  to.csumOffset = from.csumOffset;
  to.mark = from.mark;
  to.priority = from.priority;
  copyNetfilter(from, to);
  to.timestamp = from.timestamp;
  to.gsoSize = from.gsoSize;
  to.gsoType = from.gsoType;
  to.vlanTag = from.vlanTag;
  to.vlanProtocol = from.vlanProtocol;
  to.dst = from.dst;
  to.pieces = from.pieces;
  to.cbFlags = from.cbFlags;
  to.cbIif = from.cbIif;
  to.cbA = from.cbA;
  to.cbB = from.cbB;
  to.cbC = from.cbC;
}

/** What netfilter knows of a packet goes over to another one, which had none (`__nf_copy`, `nf_bridge` included). */
export function copyNetfilter(from: SkBuff, to: SkBuff): void {
  if (from.nfct !== null) {
    from.nfct.use++;
    to.nfct = from.nfct;
  }
  to.ctinfo = from.ctinfo;
  to.nfTrace = from.nfTrace;
  to.nfBridge = from.nfBridge;
}

/** Of `ctinfo`, the first that is of a reply, and those of related packets. */
const [IP_CT_IS_REPLY, IP_CT_RELATED, IP_CT_RELATED_REPLY] = [3, 1, 4];

/** A packet that answers another one belongs to its connection, the other way (`nf_ct_attach`). */
export function nfCtAttach(to: SkBuff, from: SkBuff): void {
  const { nfct } = from;
  if (nfct === null) return;
  nfct.use++;
  setNfct(to, nfct, from.ctinfo < IP_CT_IS_REPLY ? IP_CT_RELATED_REPLY : IP_CT_RELATED);
}

/** The packet belongs to no connection any more (`nf_reset_ct`). */
export function nfResetCt(skb: SkBuff): void {
  const { nfct } = skb;
  skb.ctinfo = 0;
  if (nfct === null) return;
  skb.nfct = null;
  nfct.release();
}

/** The packet belongs to that connection (`nf_ct_set`), whose use count the caller has raised for it; to none before. */
export function setNfct(skb: SkBuff, nfct: SkbConntrack | null, ctinfo: number): void {
  skb.nfct = nfct;
  skb.ctinfo = ctinfo;
}

function recycle(skb: SkBuff): void {
  orphanSkb(skb);
  if (skb.headerReleased) {
    skb.headerReleased = false;
    skb.storage.payloadOnly--;
  }
  if (skb.nfct !== null) nfResetCt(skb);
  skb.ctinfo = 0;
  skb.nfBridge = null;
  releaseStorage(skb.storage);
  skb.storage = NO_STORAGE;
  skb.bytes = NO_STORAGE.bytes;
  skb.dev = null;
  skb.skbIif = 0;
  skb.protocol = 0;
  skb.packetType = PACKET_HOST;
  skb.ipSummed = CHECKSUM_NONE;
  skb.sumValid = false;
  skb.mark = 0;
  skb.priority = 0;
  skb.timestamp = 0;
  skb.gsoSize = 0;
  skb.gsoType = 0;
  skb.vlanTag = 0;
  skb.vlanProtocol = 0;
  skb.nfTrace = 0;
  skb.dst = null;
  skb.pieces = null;
  skb.next = null;
  skb.cbFlags = 0;
  skb.cbIif = 0;
  skb.cbA = 0;
  skb.cbB = 0;
  skb.cbC = 0;
  if (skbPool.length < SKB_POOL_LIMIT) skbPool.push(skb);
}

/** The packet becomes the other one, whose end this is; its socket stays (`skb_morph`). */
export function morphSkb(skb: SkBuff, from: SkBuff): void {
  nfResetCt(skb);
  releaseStorage(skb.storage);
  skb.storage = from.storage;
  skb.bytes = from.bytes;
  from.storage.references++;
  skb.data = from.data;
  skb.tail = from.tail;
  skb.macHeader = from.macHeader;
  skb.networkHeader = from.networkHeader;
  skb.transportHeader = from.transportHeader;
  copyMetadata(from, skb);
  recycle(from);
}

/** Detaches the packet from its socket and ends the charge for it (`skb_orphan`, `sock_wfree`). */
export function orphanSkb(skb: SkBuff): void {
  const sk = skb.sk;
  if (sk === null) return;
  skb.sk = null;
  sk.wmemAlloc -= skb.charged;
}

/** Ends a packet that was dropped. `location` is the Linux function that drops it, a constant string. */
export function kfreeSkb(skb: SkBuff, reason: DropReason, location: string): void {
  if (traceKfreeSkb.enabled && reason !== SKB_CONSUMED) traceKfreeSkb.emit(skb, reason, location);
  recycle(skb);
}

/**
 * Ends a packet of which so many pieces were not sent: each is a drop of its own (`kfree_skb_list`).
 * @param protocol of all but the first, which was next and has its own already
 */
export function kfreePieces(
  skb: SkBuff,
  count: number,
  protocol: number,
  reason: DropReason,
  location: string,
): void {
  if (count === 0) return consumeSkb(skb);
  const own = skb.protocol;
  skb.protocol = protocol;
  for (let i = 1; i < count; i++) kfreeSkb(cloneSkb(skb), reason, location);
  skb.protocol = own;
  kfreeSkb(skb, reason, location);
}

/** Ends a packet that reached its goal. */
export function consumeSkb(skb: SkBuff): void {
  recycle(skb);
}
