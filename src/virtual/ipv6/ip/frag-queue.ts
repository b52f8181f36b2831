/**
 * Reassembly.
 *
 * Source: `net/ipv6/reassembly.c` (`ipv6_frag_rcv`, `ip6_frag_queue`), `net/ipv4/inet_fragment.c`, RFC 8200, RFC 5722.
 */
import {
  ICMPV6_EXC_FRAGTIME,
  ICMPV6_HDR_FIELD,
  ICMPV6_HDR_INCOMP,
  ICMPV6_PARAMPROB,
  ICMPV6_TIME_EXCEED,
} from "../../../packet/icmpv6.ts";
import { IPPROTO_FRAGMENT, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP } from "../../../packet/ipv4.ts";
import { IPV6_HLEN } from "../../../packet/ipv6.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import {
  SKB_CONSUMED,
  SKB_DROP_REASON_DUP_FRAG,
  SKB_DROP_REASON_FRAG_REASM_TIMEOUT,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import { FRAGMENT_DUPLICATE, FRAGMENT_FITS, FragmentRuns, reassembledEcn } from "../../core/inet-fragment.ts";
import type { Net } from "../../core/net.ts";
import {
  allocSkb,
  consumeSkb,
  copyBytes,
  keepLinkHeader,
  kfreeSkb,
  nfResetCt,
  type SkBuff,
} from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { icmpv6Send } from "../icmp/icmp-send.ts";
import { inet6Protocols } from "../protocol.ts";
import { rt6Operations } from "../route/ip6-route.ts";
import type { Rt6Info } from "../route/rt6-info.ts";
import {
  IP6_IN_HDR_ERRORS,
  IP6_REASM_FAILS,
  IP6_REASM_OKS,
  IP6_REASM_REQDS,
  IP6_REASM_TIMEOUT,
} from "../snmp6.ts";
import { countOn, IP6SKB_FRAGMENTED } from "./ip6-output.ts";
import { HeaderSkipper } from "./skip-exthdr.ts";

interface Piece {
  readonly skb: SkBuff;
  readonly offset: number;
  readonly end: number;
}

const skipper = new HeaderSkipper();
/** Shortest headers of the upper layer; of others one byte. */
const TRANSPORT_HLEN: ReadonlyMap<number, number> = new Map([
  [IPPROTO_TCP, 20],
  [IPPROTO_UDP, 8],
  [IPPROTO_ICMPV6, 8],
]);

/** What a fragment is charged beside its bytes. */
const PIECE_OVERHEAD = 576;
/** A datagram in many tiny pieces is given up: no honest sender makes them. */
const MAX_PIECES = 8192;

class FragmentQueue {
  readonly key: string;
  readonly net: Net;
  readonly ifindex: number;
  readonly owner: FragmentQueues6;
  pieces: Piece[] = [];
  readonly runs = new FragmentRuns();
  received = 0;
  /** Bytes in all, as far as is known; for certain once the last piece is there. */
  total = 0;
  lastSeen = false;
  /** ECN bits seen, one bit for each value. */
  ecn = 0;
  memory = 0;
  readonly timer: KernelTimer<FragmentQueue>;

  constructor(owner: FragmentQueues6, key: string, net: Net, ifindex: number) {
    this.owner = owner;
    this.key = key;
    this.net = net;
    this.ifindex = ifindex;
    this.timer = new KernelTimer<FragmentQueue>((queue) => queue.expire(), this);
  }

  private expire(): void {
    const dev = this.net.devByIndex(this.ifindex);
    const first = this.pieces[0];
    if (dev !== undefined) {
      countOn(dev, IP6_REASM_FAILS);
      countOn(dev, IP6_REASM_TIMEOUT);
      if (first !== undefined && first.offset === 0)
        icmpv6Send(first.skb, dev, ICMPV6_TIME_EXCEED, ICMPV6_EXC_FRAGTIME, 0);
    }
    this.owner.destroy(this, SKB_DROP_REASON_FRAG_REASM_TIMEOUT);
  }
}

/** A namespace's datagrams that are being put together. */
export class FragmentQueues6 {
  private readonly queues = new Map<string, FragmentQueue>();
  private readonly net: Net;
  memory = 0;

  constructor(net: Net) {
    this.net = net;
  }

  get count(): number {
    return this.queues.size;
  }

  destroy(queue: FragmentQueue, reason: number): void {
    this.queues.delete(queue.key);
    this.net.machine.deleteTimer(queue.timer);
    this.memory -= queue.memory;
    for (const piece of queue.pieces) kfreeSkb(piece.skb, reason, "inet_frag_rbtree_purge");
    queue.pieces = [];
  }

  destroyAll(): void {
    for (const queue of [...this.queues.values()]) this.destroy(queue, SKB_CONSUMED);
  }

  find(skb: SkBuff, id: string, dev: NetDevice): FragmentQueue | null {
    const bytes = skb.bytes;
    const header = skb.networkHeader;
    let key = id;
    for (let at = header + 8; at < header + 40; at += 2)
      key += String.fromCharCode((bytes[at] << 8) | bytes[at + 1]);
    const local =
      bytes[header + 24] === 0xff || (bytes[header + 24] === 0xfe && (bytes[header + 25] & 0xc0) === 0x80);
    if (local) key += dev.ifindex;
    const present = this.queues.get(key);
    if (present !== undefined) return present;
    const { fragHighThreshold, fragTime } = this.net.ipv6.sysctls;
    if (fragHighThreshold === 0 || this.memory > fragHighThreshold) return null;
    const queue = new FragmentQueue(this, key, this.net, dev.ifindex);
    this.queues.set(key, queue);
    const machine = this.net.machine;
    machine.modTimer(queue.timer, machine.now() + fragTime * 1e9);
    return queue;
  }

  finished(queue: FragmentQueue): void {
    this.queues.delete(queue.key);
    this.net.machine.deleteTimer(queue.timer);
    this.memory -= queue.memory;
  }
}

/** `ipv6_frag_rcv` */
function receive(skb: SkBuff, dev: NetDevice): number {
  const bytes = skb.bytes;
  const header = skb.networkHeader;
  const at = skb.data;
  if ((skb.cbFlags & IP6SKB_FRAGMENTED) !== 0) return failHeader(skb, dev);
  const counting = (skb.dst as Rt6Info | null)?.idev ?? dev;
  countOn(counting, IP6_REASM_REQDS);
  if (((bytes[header + 4] << 8) | bytes[header + 5]) === 0 || skb.length < 8) return failHeader(skb, dev);
  const field = (bytes[at + 2] << 8) | bytes[at + 3];
  if ((field & 0xfff9) === 0) {
    countOn(counting, IP6_REASM_OKS);
    skb.transportHeader = at + 8;
    skb.data = at + 8;
    skb.cbA = at - skb.networkHeader;
    skb.cbFlags |= IP6SKB_FRAGMENTED;
    return bytes[at] + 1;
  }
  if (isTruncated(skb)) return parameterProblem(skb, dev, ICMPV6_HDR_INCOMP, 0);
  const net = dev.net;
  net.ipv6.fragments ??= new FragmentQueues6(net);
  const queues = net.ipv6.fragments;
  const id = String.fromCharCode((bytes[at + 4] << 8) | bytes[at + 5], (bytes[at + 6] << 8) | bytes[at + 7]);
  const queue = queues.find(skb, id, dev);
  if (queue === null) {
    countOn(counting, IP6_REASM_FAILS);
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_frag_rcv");
    return -1;
  }
  return enqueue(queues, queue, skb, dev, field);
}

function failHeader(skb: SkBuff, dev: NetDevice): number {
  return parameterProblem(skb, dev, ICMPV6_HDR_FIELD, skb.data - skb.networkHeader);
}

/** The first fragment must hold the first header of the upper layer (RFC 8200, section 4.5; `ipv6frag_thdr_truncated`). */
export function isTruncated(skb: SkBuff): boolean {
  if (!skipper.skip(skb.bytes, skb.networkHeader, skb.tail)) return false;
  if (skipper.protocol === IPPROTO_FRAGMENT) return false;
  return skipper.offset + (TRANSPORT_HLEN.get(skipper.protocol) ?? 1) > skb.tail;
}

/** `ip6_frag_queue` */
function enqueue(
  queues: FragmentQueues6,
  queue: FragmentQueue,
  skb: SkBuff,
  dev: NetDevice,
  field: number,
): number {
  const at = skb.data;
  const offset = field & 0xfff8;
  const end = offset + (skb.tail - at - 8);
  const header = skb.networkHeader;
  const ecn = (skb.bytes[header + 1] >>> 4) & 3;
  if (end > 65535) return parameterProblem(skb, dev, ICMPV6_HDR_FIELD, at + 2 - header);
  const more = (field & 1) !== 0;
  if (more && (end & 7) !== 0) return parameterProblem(skb, dev, ICMPV6_HDR_FIELD, 4);
  if (!more) {
    if (end < queue.total || (queue.lastSeen && end !== queue.total)) return giveUp(queues, queue, skb, dev);
    queue.lastSeen = true;
    queue.total = end;
  } else if (end > queue.total) {
    if (queue.lastSeen) return giveUp(queues, queue, skb, dev);
    queue.total = end;
  }
  if (end === offset) return giveUp(queues, queue, skb, dev);
  const placed = queue.runs.insert(offset, end);
  if (placed === FRAGMENT_DUPLICATE) {
    kfreeSkb(skb, SKB_DROP_REASON_DUP_FRAG, "ip6_frag_queue");
    return -1;
  }
  if (placed !== FRAGMENT_FITS) return giveUp(queues, queue, skb, dev);
  let index = queue.pieces.length;
  while (index > 0 && queue.pieces[index - 1].offset > offset) index--;
  queue.ecn |= 1 << ecn;
  queue.pieces.splice(index, 0, { skb, offset, end });
  if (offset !== 0 && skb.nfct !== null) nfResetCt(skb);
  queue.received += end - offset;
  const size = skb.length + PIECE_OVERHEAD;
  queue.memory += size;
  queues.memory += size;
  if (queue.pieces.length > MAX_PIECES) {
    countOn(dev, IP6_REASM_FAILS);
    queues.destroy(queue, SKB_CONSUMED);
    return 0;
  }
  if (queue.lastSeen && queue.received === queue.total) reassemble(queues, queue, skb, dev);
  return -1;
}

function parameterProblem(skb: SkBuff, dev: NetDevice, code: number, pointer: number): number {
  countOn(dev, IP6_IN_HDR_ERRORS);
  icmpv6Send(skb, dev, ICMPV6_PARAMPROB, code, pointer);
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ipv6_frag_rcv");
  return -1;
}

/** Overlapping pieces end the datagram (RFC 5722). */
function giveUp(queues: FragmentQueues6, queue: FragmentQueue, skb: SkBuff, dev: NetDevice): number {
  countOn((skb.dst as Rt6Info | null)?.idev ?? dev, IP6_REASM_FAILS);
  queues.destroy(queue, SKB_CONSUMED);
  kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip6_frag_queue");
  return -1;
}

/** `ip6_frag_reasm`: one packet of all pieces, received anew behind its fragment header. */
function reassemble(queues: FragmentQueues6, queue: FragmentQueue, last: SkBuff, dev: NetDevice): void {
  queues.finished(queue);
  const first = queue.pieces[0].skb;
  const head = first.data - first.networkHeader;
  const ecn = reassembledEcn(queue.ecn);
  if (head - IPV6_HLEN + queue.total > 65535 || ecn < 0) {
    countOn(dev, IP6_REASM_FAILS);
    for (const piece of queue.pieces) consumeSkb(piece.skb);
    return;
  }
  const whole = allocSkb(head + queue.total);
  const at = whole.put(head + queue.total);
  copyBytes(first.bytes, first.networkHeader, first.data, whole.bytes, at);
  keepLinkHeader(first, whole, at);
  for (const piece of queue.pieces) {
    const from = piece.skb.data + 8;
    copyBytes(piece.skb.bytes, from, from + piece.end - piece.offset, whole.bytes, at + head + piece.offset);
  }
  const next = first.bytes[first.data];
  whole.bytes[at + first.cbA] = next;
  whole.bytes[at + 1] |= ecn << 4;
  const payload = whole.length - IPV6_HLEN;
  whole.bytes[at + 4] = payload >>> 8;
  whole.bytes[at + 5] = payload;
  whole.dev = dev;
  whole.skbIif = last.skbIif;
  whole.protocol = last.protocol;
  whole.packetType = first.packetType;
  whole.timestamp = last.timestamp;
  whole.mark = last.mark;
  whole.dst = last.dst;
  whole.networkHeader = at;
  whole.macHeader = at;
  whole.transportHeader = at + head;
  whole.cbIif = last.cbIif;
  whole.cbFlags = first.cbFlags | IP6SKB_FRAGMENTED;
  whole.cbA = first.cbA;
  for (const piece of queue.pieces) consumeSkb(piece.skb);
  countOn(dev, IP6_REASM_OKS);
  // the hooks have seen the pieces
  rt6Operations.localInputFinish(whole);
}

/** Makes fragments' header known to the family. */
export function initFragments(): void {
  inet6Protocols[IPPROTO_FRAGMENT] = { final: false, receive };
}
