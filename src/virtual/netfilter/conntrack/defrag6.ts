/**
 * Putting IPv6 fragments together before connection tracking sees them.
 *
 * Source: `net/ipv6/netfilter/nf_conntrack_reasm.c`.
 */
import { read16 } from "../../../packet/bytes.ts";
import { ICMPV6_EXC_FRAGTIME, ICMPV6_TIME_EXCEED } from "../../../packet/icmpv6.ts";
import {
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
} from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import { SKB_DROP_REASON_FRAG_REASM_TIMEOUT } from "../../core/drop-reason.ts";
import { FRAGMENT_DUPLICATE, FRAGMENT_FITS, FragmentRuns, reassembledEcn } from "../../core/inet-fragment.ts";
import type { Net } from "../../core/net.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_UNNECESSARY,
  cloneSkb,
  consumeSkb,
  copyBytes,
  kfreeSkb,
  morphSkb,
  type SkBuff,
} from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { icmpv6Send } from "../../ipv6/icmp/icmp-send.ts";
import { isTruncated } from "../../ipv6/ip/frag-queue.ts";
import { countOn, IP6SKB_FRAGMENTED } from "../../ipv6/ip/ip6-output.ts";
import { IP6_REASM_FAILS, IP6_REASM_TIMEOUT } from "../../ipv6/snmp6.ts";
import { NF_ACCEPT, NF_DROP, NF_STOLEN } from "../hook-numbers.ts";
import type { NfHookState } from "../net-nf.ts";
import { netCt } from "./conntrack-table.ts";

const FRAGMENT_HLEN = 8;
/** What a fragment is charged for beside its bytes. */
const OVERHEAD = 768;

interface Piece {
  readonly skb: SkBuff;
  /** Where its fragment header is, from the network header on; and where the number that names it is. */
  readonly head: number;
  readonly nameAt: number;
  readonly offset: number;
  readonly end: number;
}

class Queue {
  readonly owner: Fragments6;
  readonly key: string;
  readonly pieces: Piece[] = [];
  readonly runs = new FragmentRuns();
  readonly timer: KernelTimer<Queue>;
  received = 0;
  total = 0;
  lastSeen = false;
  ecn = 0;
  largest = 0;
  memory = 0;

  constructor(owner: Fragments6, key: string) {
    this.owner = owner;
    this.key = key;
    this.timer = new KernelTimer<Queue>((queue) => queue.owner.expire(queue), this);
  }
}

/** A namespace's packets that are being put together, and how much may wait. */
export class Fragments6 {
  /** Bytes. */
  highThreshold = 4194304;
  lowThreshold = 3145728;
  /** s */
  timeout = 60;
  private readonly net: Net;
  private readonly queues = new Map<string, Queue>();
  private memory = 0;

  constructor(net: Net) {
    this.net = net;
  }

  /** @returns the whole packet; null while it waits; false: the fragment is to be dropped; true: it goes on as it is */
  add(skb: SkBuff, head: number, nameAt: number, user: number): SkBuff | null | boolean {
    const queue = this.find(skb, head, user);
    if (queue === null) return false;
    const at = skb.networkHeader + head;
    const field = read16(skb.bytes, at + 2);
    const offset = field & 0xfff8;
    const end = offset + (skb.tail - at - FRAGMENT_HLEN);
    const more = (field & 1) !== 0;
    if (end > 65535) return this.refuse(queue);
    if (more && (end & 7) !== 0) {
      this.remove(queue);
      return true;
    }
    if (!more) {
      if (end < queue.total || (queue.lastSeen && end !== queue.total)) return this.giveUp(queue);
      queue.lastSeen = true;
      queue.total = end;
    } else if (end > queue.total) {
      if (queue.lastSeen) return this.giveUp(queue);
      queue.total = end;
    }
    if (end === offset) return this.refuse(queue);
    const placed = queue.runs.insert(offset, end);
    if (placed === FRAGMENT_DUPLICATE) {
      consumeSkb(skb);
      return null;
    }
    if (placed !== FRAGMENT_FITS) return this.giveUp(queue);
    this.keep(queue, { skb, head, nameAt, offset, end });
    return queue.lastSeen && queue.received === queue.total ? this.reassemble(queue, skb) : null;
  }

  private find(skb: SkBuff, head: number, user: number): Queue | null {
    const { bytes, networkHeader } = skb;
    let key = `${user},${skb.dev?.ifindex ?? 0},`;
    for (let i = 8; i < 40; i += 2) key += String.fromCharCode(read16(bytes, networkHeader + i));
    for (let i = 4; i < 8; i += 2) key += String.fromCharCode(read16(bytes, networkHeader + head + i));
    const present = this.queues.get(key);
    if (present !== undefined) return present;
    if (this.highThreshold === 0 || this.memory > this.highThreshold) return null;
    const queue = new Queue(this, key);
    this.queues.set(key, queue);
    const { machine } = this.net;
    machine.modTimer(queue.timer, machine.now() + this.timeout * 1e9);
    return queue;
  }

  private keep(queue: Queue, piece: Piece): void {
    const { skb } = piece;
    let index = queue.pieces.length;
    while (index > 0 && queue.pieces[index - 1].offset > piece.offset) index--;
    queue.pieces.splice(index, 0, piece);
    queue.received += piece.end - piece.offset;
    queue.ecn |= 1 << ((skb.bytes[skb.networkHeader + 1] >>> 4) & 3);
    queue.largest = Math.max(queue.largest, skb.tail - skb.networkHeader);
    const charge = skb.length + OVERHEAD;
    queue.memory += charge;
    this.memory += charge;
  }

  /** A fragment that is wrong leaves the others where they are. */
  private refuse(queue: Queue): false {
    if (queue.pieces.length === 0) this.remove(queue);
    return false;
  }

  /** What overlaps ends the packet (RFC 5722). */
  private giveUp(queue: Queue): false {
    this.remove(queue);
    return false;
  }

  private remove(queue: Queue, reason?: number): void {
    this.queues.delete(queue.key);
    this.net.machine.deleteTimer(queue.timer);
    this.memory -= queue.memory;
    for (const { skb } of queue.pieces) {
      if (reason === undefined) consumeSkb(skb);
      else kfreeSkb(skb, reason, "inet_frag_rbtree_purge");
    }
    queue.pieces.length = 0;
  }

  /** `nf_ct_frag6_reasm` */
  private reassemble(queue: Queue, last: SkBuff): SkBuff | null {
    const [{ skb: first, head, nameAt, offset }] = queue.pieces;
    const ecn = reassembledEcn(queue.ecn);
    const size = head + queue.total;
    if (offset !== 0 || ecn < 0 || size - IPV6_HLEN > 65535) {
      // the last one waited, too: nobody hears that it came to nothing
      this.remove(queue);
      return null;
    }
    const whole = allocSkb(size);
    const at = whole.put(size);
    copyBytes(first.bytes, first.networkHeader, first.networkHeader + head, whole.bytes, at);
    let trusted = true;
    // headers are written in front of the pieces: one that had a shorter header has no room
    let roomy = queue.pieces.length > 1;
    for (const piece of queue.pieces) {
      if (piece.head < head) roomy = false;
      const from = piece.skb.networkHeader + piece.head + FRAGMENT_HLEN;
      copyBytes(
        piece.skb.bytes,
        from,
        from + piece.end - piece.offset,
        whole.bytes,
        at + head + piece.offset,
      );
      if (piece.skb.ipSummed === CHECKSUM_NONE) trusted = false;
    }
    whole.bytes[at + nameAt] = first.bytes[first.networkHeader + head];
    whole.bytes[at + 1] |= ecn << 4;
    const payload = size - IPV6_HLEN;
    whole.bytes[at + 4] = payload >>> 8;
    whole.bytes[at + 5] = payload;
    whole.dev = last.dev;
    whole.skbIif = last.skbIif;
    whole.protocol = last.protocol;
    whole.packetType = first.packetType;
    whole.timestamp = last.timestamp;
    whole.mark = last.mark;
    whole.ipSummed = trusted ? CHECKSUM_UNNECESSARY : CHECKSUM_NONE;
    whole.networkHeader = at;
    whole.macHeader = at;
    // where the headers go on is not changed: those before the fragment's are looked for behind it
    whole.transportHeader = at + head;
    whole.cbIif = last.cbIif;
    whole.cbFlags = first.cbFlags | IP6SKB_FRAGMENTED;
    whole.cbA = first.cbA;
    if (roomy) whole.pieces = queue.pieces.map((piece) => piece.end - piece.offset);
    // of the packets that came none was greater: nor are those that leave
    whole.cbB = queue.largest;
    this.remove(queue);
    return whole;
  }

  /** The rest did not come in time. */
  expire(queue: Queue): void {
    const [first] = queue.pieces;
    const dev = first?.skb.dev ?? null;
    if (dev !== null) {
      countOn(dev, IP6_REASM_FAILS);
      countOn(dev, IP6_REASM_TIMEOUT);
      if (first.offset === 0) icmpv6Send(first.skb, dev, ICMPV6_TIME_EXCEED, ICMPV6_EXC_FRAGTIME, 0);
    }
    this.remove(queue, SKB_DROP_REASON_FRAG_REASM_TIMEOUT);
  }

  /** The namespace ends. */
  purge(): void {
    for (const queue of [...this.queues.values()]) this.remove(queue);
  }
}

/** Headers that the fragment's is looked for behind. */
const BEFORE_FRAGMENT: ReadonlySet<number> = new Set([
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
  IPPROTO_AH,
  IPPROTO_DSTOPTS,
]);

/** Where the number is that names the fragment header. */
let nameOffset = 0;

/** Where the fragment header is, from the network header on; 0: the packet has none that can be found; -1: it is cut short (`find_prev_fhdr`). */
function findFragment(skb: SkBuff): number {
  const { bytes, networkHeader: start, tail } = skb;
  nameOffset = 6;
  let next = bytes[start + 6];
  let at = IPV6_HLEN;
  while (next !== IPPROTO_FRAGMENT) {
    if (!BEFORE_FRAGMENT.has(next)) return 0;
    if (start + at + 2 > tail) return 0;
    nameOffset = at;
    const size = bytes[start + at + 1];
    at += next === IPPROTO_AH ? (size + 2) << 2 : (size + 1) << 3;
    next = bytes[start + nameOffset];
  }
  if (start + at > tail) return 0;
  return start + at + FRAGMENT_HLEN > tail ? -1 : at;
}

/** `nf_ct_frag6_gather` @returns a verdict */
export function gatherFragment6(skb: SkBuff, state: NfHookState): number {
  const { bytes, networkHeader } = skb;
  // a jumbogram
  if (read16(bytes, networkHeader + 4) === 0) return NF_ACCEPT;
  const head = findFragment(skb);
  if (head === 0) return NF_ACCEPT;
  // its end is told of by whom it is for
  if (isTruncated(skb)) return NF_ACCEPT;
  if (head < 0) return NF_DROP;
  const { dst } = skb;
  const cnet = netCt(state.net);
  cnet.fragments6 ??= new Fragments6(state.net);
  const clone = cloneSkb(skb);
  const whole = cnet.fragments6.add(clone, head, nameOffset, state.hook);
  if (typeof whole === "boolean") {
    consumeSkb(clone);
    return whole ? NF_ACCEPT : NF_DROP;
  }
  if (whole === null) {
    consumeSkb(skb);
    return NF_STOLEN;
  }
  morphSkb(skb, whole);
  skb.dst = dst;
  return NF_ACCEPT;
}
