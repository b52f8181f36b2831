/**
 * Putting fragments together: `ip_defrag`.
 *
 * A queue holds the bytes of one packet; fragments that overlap end it, as RFC 5722 has it and Linux does since 4.18. Memory is
 * limited by `ipfrag_high_thresh`, time by `ipfrag_time`.
 *
 * Source: `net/ipv4/ip_fragment.c`, `net/ipv4/inet_fragment.c`.
 */
import { formatIpv4, ipv4 } from "../../../packet/address.ts";
import { read16, read32, write16 } from "../../../packet/bytes.ts";
import { ICMP_EXC_FRAGTIME, ICMP_TIME_EXCEEDED } from "../../../packet/icmp.ts";
import {
  IP_DF,
  IP_MF,
  IP_OFFSET,
  IPV4_DESTINATION,
  IPV4_FRAGMENT,
  IPV4_ID,
  IPV4_PROTOCOL,
  IPV4_SOURCE,
  IPV4_TOS,
  IPV4_TOTAL_LENGTH,
  ipv4HeaderLength,
  writeIpv4Checksum,
} from "../../../packet/ipv4.ts";
import {
  SKB_CONSUMED,
  SKB_DROP_REASON_DUP_FRAG,
  SKB_DROP_REASON_FRAG_REASM_TIMEOUT,
  SKB_DROP_REASON_FRAG_TOO_FAR,
  SKB_DROP_REASON_NOT_SPECIFIED,
} from "../../core/drop-reason.ts";
import { FRAGMENT_DUPLICATE, FRAGMENT_FITS, FragmentRuns, reassembledEcn } from "../../core/inet-fragment.ts";
import { KERN_INFO } from "../../core/printk/log-level.ts";
import {
  allocSkb,
  CHECKSUM_NONE,
  CHECKSUM_PARTIAL,
  CHECKSUM_UNNECESSARY,
  consumeSkb,
  copyBytes,
  copyNetfilter,
  keepLinkHeader,
  kfreeSkb,
  nfResetCt,
  PACKET_HOST,
  type SkBuff,
} from "../../core/skbuff.ts";
import { KernelTimer } from "../../core/timer.ts";
import { sendIcmpError } from "../icmp/icmp-error.ts";
import type { NetIpv4 } from "../net-ipv4.ts";
import { routeInput } from "../route/route-input.ts";
import {
  IPSTATS_REASM_OVERLAPS,
  IPSTATS_REASMFAILS,
  IPSTATS_REASMOKS,
  IPSTATS_REASMREQDS,
  IPSTATS_REASMTIMEOUT,
} from "../snmp.ts";
import { IPSKB_FRAG_COMPLETE, IPSKB_FRAG_PMTU } from "../sock/ip-control.ts";
import { FragmentSenders } from "./fragment-distance.ts";
import { finishChecksum } from "./ip-fragment.ts";

const NS_PER_SECOND = 1_000_000_000;
/** What a fragment is charged for beside its bytes. */
const OVERHEAD = 768;

class Queue {
  readonly queues: FragmentQueues;
  readonly key: string;
  readonly timer: KernelTimer<Queue>;
  /** By offset, linked by `next`; `cbC` holds the offset. */
  first: SkBuff | null = null;
  runs = new FragmentRuns();
  /** The sender, and which of his fragments was this packet's last; null: nobody counts. */
  sender: number | null = null;
  last = 0;
  /** Bytes received, and bytes in all once the last fragment is there. */
  received = 0;
  total = 0;
  lastSeen = false;
  firstSeen = false;
  memory = 0;
  complete = false;
  largest = 0;
  largestDf = 0;
  /** ECN bits seen, one bit each. */
  ecn = 0;

  constructor(queues: FragmentQueues, key: string) {
    this.queues = queues;
    this.key = key;
    this.timer = new KernelTimer<Queue>((queue) => queue.queues.expire(queue), this);
  }
}

/** The unfinished packets of a namespace (`struct fqdir`), with their memory and their timers. */
export class FragmentQueues {
  private readonly net: NetIpv4;
  private readonly queues = new Map<string, Queue>();
  private readonly senders = new FragmentSenders();
  memory = 0;

  constructor(net: NetIpv4) {
    this.net = net;
  }

  get size(): number {
    return this.queues.size;
  }

  /** Takes over a fragment. @returns the whole packet, once it is */
  add(skb: SkBuff, user: number): SkBuff | null {
    const { bytes, networkHeader: header } = skb;
    // whatever devices they come by
    const key = `${read32(bytes, header + IPV4_SOURCE)},${read32(bytes, header + IPV4_DESTINATION)},${read16(bytes, header + IPV4_ID)},${bytes[header + IPV4_PROTOCOL]},${user}`;
    let queue = this.queues.get(key);
    if (queue === undefined) {
      const limit = this.net.sysctls.ipfragHighThresh;
      if (limit === 0 || this.memory > limit) {
        this.net.mib.values[IPSTATS_REASMFAILS]++;
        kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "ip_defrag");
        return null;
      }
      queue = new Queue(this, key);
      if (this.net.sysctls.ipfragMaxDist !== 0) {
        queue.sender = read32(bytes, header + IPV4_SOURCE);
        this.senders.begin(queue.sender);
      }
      this.queues.set(key, queue);
      const machine = this.net.net.machine;
      machine.modTimer(queue.timer, machine.now() + this.net.sysctls.ipfragTime * NS_PER_SECOND);
    }
    return this.insert(queue, skb);
  }

  private insert(queue: Queue, skb: SkBuff): SkBuff | null {
    const { bytes, networkHeader: header } = skb;
    if (this.isTooFar(queue)) this.restart(queue);
    const headerLength = ipv4HeaderLength(bytes, header);
    const field = read16(bytes, header + IPV4_FRAGMENT);
    const offset = (field & IP_OFFSET) << 3;
    let end = offset + (skb.tail - header) - headerLength;
    const more = (field & IP_MF) !== 0;
    if (!more) {
      if (end < queue.total || (queue.lastSeen && end !== queue.total))
        return this.fail(queue, skb, SKB_DROP_REASON_NOT_SPECIFIED);
      queue.lastSeen = true;
      queue.total = end;
    } else {
      if ((end & 7) !== 0) {
        end &= ~7;
        skb.tail = header + headerLength + end - offset;
        if (skb.ipSummed !== CHECKSUM_UNNECESSARY) skb.ipSummed = CHECKSUM_NONE;
      }
      if (end > queue.total) {
        if (queue.lastSeen) return this.fail(queue, skb, SKB_DROP_REASON_NOT_SPECIFIED);
        queue.total = end;
      }
    }
    if (end === offset) return this.fail(queue, skb, SKB_DROP_REASON_NOT_SPECIFIED);
    const placed = place(queue, skb, offset, end);
    if (placed !== FRAGMENT_FITS) {
      if (placed === FRAGMENT_DUPLICATE) {
        kfreeSkb(skb, SKB_DROP_REASON_DUP_FRAG, "ip_defrag");
        return null;
      }
      this.net.mib.values[IPSTATS_REASM_OVERLAPS]++;
      return this.fail(queue, skb, SKB_DROP_REASON_NOT_SPECIFIED);
    }
    skb.cbC = offset;
    // the first one keeps what it is tracked as (`inet_frag_queue_insert`)
    if (offset !== 0 && skb.nfct !== null) nfResetCt(skb);
    const charge = skb.length + OVERHEAD;
    queue.memory += charge;
    this.memory += charge;
    queue.received += end - offset;
    queue.ecn |= 1 << (bytes[header + IPV4_TOS] & 3);
    if (offset === 0) queue.firstSeen = true;
    const size = skb.tail - header;
    if (size > queue.largest) queue.largest = size;
    if ((field & IP_DF) !== 0 && size > queue.largestDf) queue.largestDf = size;
    if (!queue.firstSeen || !queue.lastSeen || queue.received !== queue.total) {
      if (skb.dst !== null) skb.dst = null;
      return null;
    }
    return this.reassemble(queue);
  }

  /** Too many other fragments of the sender came since the last one of this packet. */
  private isTooFar(queue: Queue): boolean {
    const most = this.net.sysctls.ipfragMaxDist;
    if (queue.sender === null || most === 0) return false;
    const before = queue.last;
    queue.last = this.senders.next(queue.sender);
    if (queue.first === null || queue.last - before <= most) return false;
    this.net.mib.values[IPSTATS_REASMFAILS]++;
    return true;
  }

  /** Begins anew with the next fragment (`ip_frag_reinit`). */
  private restart(queue: Queue): void {
    const { machine } = this.net.net;
    machine.modTimer(queue.timer, machine.now() + this.net.sysctls.ipfragTime * NS_PER_SECOND);
    this.drop(queue, SKB_DROP_REASON_FRAG_TOO_FAR);
    queue.runs = new FragmentRuns();
    queue.received = queue.total = queue.ecn = 0;
    queue.firstSeen = queue.lastSeen = false;
  }

  private fail(queue: Queue, skb: SkBuff, reason: number): null {
    this.net.mib.values[IPSTATS_REASMFAILS]++;
    kfreeSkb(skb, reason, "ip_defrag");
    this.remove(queue, SKB_CONSUMED);
    return null;
  }

  private remove(queue: Queue, reason: number): void {
    this.unlink(queue);
    this.drop(queue, reason);
  }

  /** Takes the queue out of the table. */
  private unlink(queue: Queue): void {
    this.net.net.machine.deleteTimer(queue.timer);
    this.queues.delete(queue.key);
    if (queue.sender !== null) this.senders.end(queue.sender);
    queue.sender = null;
  }

  private drop(queue: Queue, reason: number): void {
    this.memory -= queue.memory;
    queue.memory = 0;
    for (let skb = queue.first; skb !== null; ) {
      const next: SkBuff | null = skb.next;
      kfreeSkb(skb, reason, "inet_frag_rbtree_purge");
      skb = next;
    }
    queue.first = null;
  }

  private sayOversize(first: SkBuff): void {
    const { log } = this.net.net.machine;
    if (!log.netRatelimit()) return;
    const from = formatIpv4(ipv4(read32(first.bytes, first.networkHeader + IPV4_SOURCE)));
    log.print(KERN_INFO, `IPv4: Oversized IP packet from ${from}`);
  }

  private reassemble(queue: Queue): SkBuff | null {
    const first = queue.first as SkBuff;
    const header = first.networkHeader;
    const headerLength = ipv4HeaderLength(first.bytes, header);
    const ecn = reassembledEcn(queue.ecn);
    const oversize = headerLength + queue.total > 65535;
    if (oversize || ecn < 0) {
      if (ecn >= 0) this.sayOversize(first);
      this.net.mib.values[IPSTATS_REASMFAILS]++;
      this.remove(queue, SKB_CONSUMED);
      return null;
    }
    const whole = allocSkb(headerLength + queue.total);
    const start = whole.put(headerLength + queue.total);
    copyBytes(first.bytes, header, header + headerLength, whole.bytes, start);
    keepLinkHeader(first, whole, start);
    let trusted = true;
    const pieces: number[] = [];
    // headers are written in front of the pieces: one that had a shorter header has no room
    let roomy = true;
    for (let skb: SkBuff | null = queue.first; skb !== null; skb = skb.next) {
      if (skb.ipSummed === CHECKSUM_PARTIAL) finishChecksum(skb);
      if (skb.ipSummed === CHECKSUM_NONE) trusted = false;
      const own = ipv4HeaderLength(skb.bytes, skb.networkHeader);
      const from = skb.networkHeader + own;
      pieces.push(skb.tail - from);
      if (own < headerLength) roomy = false;
      copyBytes(skb.bytes, from, skb.tail, whole.bytes, start + headerLength + skb.cbC);
    }
    whole.dev = first.dev;
    whole.skbIif = first.skbIif;
    whole.protocol = first.protocol;
    whole.packetType = first.packetType;
    whole.mark = first.mark;
    copyNetfilter(first, whole);
    whole.timestamp = first.timestamp;
    whole.cbFlags = first.cbFlags | IPSKB_FRAG_COMPLETE;
    whole.cbIif = first.cbIif;
    whole.cbA = first.cbA;
    whole.cbB = queue.largest;
    whole.pieces = roomy && pieces.length > 1 ? pieces : null;
    whole.ipSummed = trusted ? CHECKSUM_UNNECESSARY : CHECKSUM_NONE;
    whole.networkHeader = start;
    const pmtu = queue.largestDf !== 0 && queue.largestDf === queue.largest;
    if (pmtu) whole.cbFlags |= IPSKB_FRAG_PMTU;
    write16(whole.bytes, start + IPV4_FRAGMENT, pmtu ? IP_DF : 0);
    write16(whole.bytes, start + IPV4_TOTAL_LENGTH, headerLength + queue.total);
    whole.bytes[start + IPV4_TOS] |= ecn;
    writeIpv4Checksum(whole.bytes, start);
    this.discard(queue);
    this.net.mib.values[IPSTATS_REASMOKS]++;
    return whole;
  }

  private discard(queue: Queue): void {
    this.unlink(queue);
    this.memory -= queue.memory;
    for (let skb = queue.first; skb !== null; ) {
      const next: SkBuff | null = skb.next;
      consumeSkb(skb);
      skb = next;
    }
    queue.first = null;
  }

  /** The rest did not come in time (`ip_expire`). */
  expire(queue: Queue): void {
    const mib = this.net.mib;
    mib.values[IPSTATS_REASMFAILS]++;
    mib.values[IPSTATS_REASMTIMEOUT]++;
    const head = queue.first;
    if (queue.firstSeen && head !== null && head.dev !== null) this.tellSender(head);
    this.remove(queue, SKB_DROP_REASON_FRAG_REASM_TIMEOUT);
  }

  private tellSender(head: SkBuff): void {
    const { bytes, networkHeader: header, dev } = head;
    if (dev === null || head.packetType !== PACKET_HOST) return;
    head.data = header;
    head.dst = null;
    const reason = routeInput(
      head,
      read32(bytes, header + IPV4_DESTINATION),
      read32(bytes, header + IPV4_SOURCE),
      bytes[header + IPV4_TOS],
      dev,
      bytes[header + IPV4_PROTOCOL],
    );
    if (reason !== 0 || head.dst === null) return;
    sendIcmpError(head, ICMP_TIME_EXCEEDED, ICMP_EXC_FRAGTIME, 0);
  }

  /** The namespace ends. */
  purge(): void {
    for (const queue of [...this.queues.values()]) this.remove(queue, SKB_DROP_REASON_FRAG_TOO_FAR);
  }
}

/** Puts the fragment where it belongs. @returns what `FragmentRuns.insert` does */
function place(queue: Queue, skb: SkBuff, offset: number, end: number): number {
  const result = queue.runs.insert(offset, end);
  if (result !== FRAGMENT_FITS) return result;
  let before: SkBuff | null = null;
  let after = queue.first;
  while (after !== null && after.cbC < offset) {
    before = after;
    after = after.next;
  }
  skb.next = after;
  if (before === null) queue.first = skb;
  else before.next = skb;
  return FRAGMENT_FITS;
}

/**
 * Takes over a fragment.
 * @param user for whom: pieces of different users are not put together (`enum ip_defrag_users`)
 * @returns the whole packet with its decision, once it is; else null
 */
export function defragment(net: NetIpv4, skb: SkBuff, user = 0): SkBuff | null {
  net.mib.values[IPSTATS_REASMREQDS]++;
  if (net.fragments === null) net.fragments = new FragmentQueues(net);
  const dst = skb.dst;
  const whole = net.fragments.add(skb, user);
  if (whole !== null) whole.dst = dst;
  return whole;
}
