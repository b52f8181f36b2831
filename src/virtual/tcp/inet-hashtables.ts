/**
 * The tables in which segments find their sockets, and sockets their ports.
 *
 * Source: `net/ipv4/inet_hashtables.c`, `net/ipv4/inet_connection_sock.c` (`inet_csk_get_port`, `inet_csk_bind_conflict`).
 */
import { EADDRINUSE, EADDRNOTAVAIL } from "../../errno.ts";
import { AF_INET } from "../../kernel.ts";
import type { Net } from "../core/net.ts";
import { isReservedPort } from "../ipv4/sock/reserved-ports.ts";
import { type Ends, MAPPED, type SockCommon } from "./sock-common.ts";
import { TCP_LISTEN, TCP_TIME_WAIT } from "./tcp-states.ts";

const FIRST_SIZE = 64;

function mix(hash: number, word: number): number {
  const mixed = Math.imul(hash ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

/** Who has a port. */
class BindBucket {
  readonly owners = new Set<SockCommon>();
  /** Only connections that were given it: others may have it too, to other peers (`fastreuse` -1). */
  shared = false;
}

/** `struct inet_hashinfo` of a namespace. */
export class InetHashinfo {
  private buckets: (SockCommon | null)[] = new Array<SockCommon | null>(FIRST_SIZE).fill(null);
  private mask = FIRST_SIZE - 1;
  private count = 0;
  private readonly key: number;
  private readonly bindBuckets = new Map<number, BindBucket>();
  private readonly listeners = new Map<number, SockCommon[]>();

  constructor(key: number) {
    this.key = key;
  }

  /** Everything that has two ends. */
  *established(): IterableIterator<SockCommon> {
    for (const first of this.buckets) for (let sk = first; sk !== null; sk = sk.hashNext) yield sk;
  }

  *listening(): IterableIterator<SockCommon> {
    for (const list of this.listeners.values()) yield* list;
  }

  private hashOf(ends: Ends | SockCommon): number {
    let hash = mix(this.key, ends.l3);
    hash = mix(hash, ends.r3);
    hash = mix(hash, (ends.localPort << 16) | ends.remotePort);
    if (ends.r2 !== MAPPED) hash = mix(mix(mix(hash, ends.r2), ends.r1), ends.l2);
    return hash;
  }

  /** Enters what has two ends (`inet_ehash_insert`). */
  insert(sk: SockCommon): void {
    if (this.count > this.mask) this.grow();
    sk.hash = this.hashOf(sk);
    const at = sk.hash & this.mask;
    sk.hashNext = this.buckets[at];
    this.buckets[at] = sk;
    sk.hashed = true;
    this.count++;
  }

  remove(sk: SockCommon): void {
    if (!sk.hashed) return;
    sk.hashed = false;
    const at = sk.hash & this.mask;
    let before: SockCommon | null = null;
    for (let entry = this.buckets[at]; entry !== null; entry = entry.hashNext) {
      if (entry === sk) {
        if (before === null) this.buckets[at] = sk.hashNext;
        else before.hashNext = sk.hashNext;
        sk.hashNext = null;
        this.count--;
        return;
      }
      before = entry;
    }
  }

  private grow(): void {
    const all = [...this.established()];
    const size = this.buckets.length * 2;
    this.buckets = new Array<SockCommon | null>(size).fill(null);
    this.mask = size - 1;
    for (const sk of all) {
      const at = sk.hash & this.mask;
      sk.hashNext = this.buckets[at];
      this.buckets[at] = sk;
    }
  }

  /** Who has exactly these ends (`__inet_lookup_established`). */
  lookup(ends: Ends | SockCommon, ifindex: number): SockCommon | null {
    const hash = this.hashOf(ends);
    for (let sk = this.buckets[hash & this.mask]; sk !== null; sk = sk.hashNext) {
      if (
        sk.hash === hash &&
        sk.localPort === ends.localPort &&
        sk.remotePort === ends.remotePort &&
        sk.l3 === ends.l3 &&
        sk.r3 === ends.r3 &&
        sk.l2 === ends.l2 &&
        sk.r2 === ends.r2 &&
        sk.l1 === ends.l1 &&
        sk.r1 === ends.r1 &&
        sk.l0 === ends.l0 &&
        sk.r0 === ends.r0 &&
        (sk.boundDevIf === 0 || sk.boundDevIf === ifindex)
      )
        return sk;
    }
    return null;
  }

  /** Who listens there: with the very address, else with any (`__inet_lookup_listener`). */
  lookupListener(ends: Ends): SockCommon | null {
    const list = this.listeners.get(ends.localPort);
    if (list === undefined) return null;
    return this.bestListener(list, ends, false) ?? this.bestListener(list, ends, true);
  }

  private bestListener(list: readonly SockCommon[], ends: Ends, any: boolean): SockCommon | null {
    const ipv4 = ends.l2 === MAPPED && (ends.l0 | ends.l1) === 0;
    let best: SockCommon | null = null;
    let bestScore = 0;
    for (let i = 0; i < list.length; i++) {
      const sk = list[i];
      if (any) {
        if (!sk.localIsAny || !takesFamily(sk, ipv4)) continue;
      } else if (sk.l3 !== ends.l3 || sk.l2 !== ends.l2 || sk.l1 !== ends.l1 || sk.l0 !== ends.l0) continue;
      if (sk.boundDevIf !== 0 && sk.boundDevIf !== ends.ifindex) continue;
      const score = (sk.boundDevIf !== 0 ? 2 : 1) + (ipv4 === (sk.family === AF_INET) ? 1 : 0);
      if (score <= bestScore) continue;
      bestScore = score;
      best = sk;
    }
    return best?.reusePort ? this.oneOfGroup(list, best, ends) : best;
  }

  /** One of those that share the port, by the flow (`inet_lookup_reuseport`). */
  private oneOfGroup(list: readonly SockCommon[], best: SockCommon, ends: Ends): SockCommon {
    let members = 0;
    for (const sk of list) if (sameGroup(sk, best)) members++;
    if (members < 2) return best;
    let left = Math.floor(((this.hashOf(ends) >>> 0) / 4294967296) * members);
    // the oldest is first in Linux's array, and last here
    for (let i = list.length - 1; i >= 0; i--) if (sameGroup(list[i], best) && left-- === 0) return list[i];
    return best;
  }

  listen(sk: SockCommon): void {
    const list = this.listeners.get(sk.localPort);
    if (list === undefined) this.listeners.set(sk.localPort, [sk]);
    else list.unshift(sk);
  }

  unlisten(sk: SockCommon): void {
    const list = this.listeners.get(sk.localPort);
    const at = list?.indexOf(sk) ?? -1;
    if (list === undefined || at < 0) return;
    list.splice(at, 1);
    if (list.length === 0) this.listeners.delete(sk.localPort);
  }

  /** Whether somebody else's claim to the port shuts this one out (`inet_csk_bind_conflict`). */
  private conflicts(bucket: BindBucket, sk: SockCommon, relax: boolean): boolean {
    for (const other of bucket.owners) {
      if (other === sk) continue;
      if (sk.boundDevIf !== 0 && other.boundDevIf !== 0 && sk.boundDevIf !== other.boundDevIf) continue;
      const reuse = relax && sk.reuse && other.reuse && other.state !== TCP_LISTEN;
      const group = sk.reusePort && other.reusePort && other.state !== TCP_TIME_WAIT;
      if (reuse || group) continue;
      if (addressesOverlap(sk, other)) return true;
    }
    return false;
  }

  /** Gives the socket a port, 0 for a free one (`inet_csk_get_port`). @returns 0 or `-EADDRINUSE` */
  bind(net: Net, sk: SockCommon, port: number): number {
    const chosen = port === 0 ? this.freePort(net, sk) : port;
    if (chosen === 0) return -EADDRINUSE;
    const bucket = this.bindBuckets.get(chosen);
    if (port !== 0 && bucket !== undefined && this.conflicts(bucket, sk, true)) return -EADDRINUSE;
    this.claim(sk, chosen, false);
    return 0;
  }

  /** Whether the socket may begin to listen on the port that it has. */
  mayListen(sk: SockCommon): boolean {
    const bucket = this.bindBuckets.get(sk.localPort);
    return bucket === undefined || !this.conflicts(bucket, sk, true);
  }

  /** Sockets that bind get odd ports before even ones (`inet_csk_find_open_port`). */
  private freePort(net: Net, sk: SockCommon): number {
    const { ipLocalPortRangeLow: low, ipLocalPortRangeHigh: high } = net.ipv4.sysctls;
    const span = high - low + 1;
    const start = (net.machine.random() % span) | 1;
    for (let parity = 0; parity < 2; parity++) {
      for (let i = 0; i < span; i += 2) {
        const port = low + ((start + parity + i) % span);
        if (isReservedPort(net, port)) continue;
        const bucket = this.bindBuckets.get(port);
        if (bucket === undefined || !this.conflicts(bucket, sk, false)) return port;
      }
    }
    return 0;
  }

  /** A port for a connection whose other three of four are known (`__inet_hash_connect`). @returns 0 or a negative error */
  connect(net: Net, sk: SockCommon, mayReplace: (other: SockCommon) => boolean): number {
    if (sk.localPort !== 0) {
      if (!this.isFree(sk, mayReplace)) return -EADDRNOTAVAIL;
      this.insert(sk);
      return 0;
    }
    const { ipLocalPortRangeLow: low, ipLocalPortRangeHigh: high } = net.ipv4.sysctls;
    const span = high - low + 1;
    const start = (net.machine.random() % span) & ~1;
    for (let parity = 0; parity < 2; parity++) {
      for (let i = 0; i < span; i += 2) {
        const port = low + ((start + parity + i) % span);
        if (isReservedPort(net, port)) continue;
        const bucket = this.bindBuckets.get(port);
        if (bucket !== undefined && !bucket.shared) continue;
        sk.localPort = port;
        if (bucket !== undefined && !this.isFree(sk, mayReplace)) continue;
        this.claim(sk, port, bucket === undefined || bucket.shared);
        this.insert(sk);
        return 0;
      }
    }
    sk.localPort = 0;
    return -EADDRNOTAVAIL;
  }

  private isFree(sk: SockCommon, mayReplace: (other: SockCommon) => boolean): boolean {
    const other = this.lookup(sk, sk.boundDevIf);
    return other === null || (other !== sk && mayReplace(other));
  }

  private claim(sk: SockCommon, port: number, shared: boolean): void {
    sk.localPort = port;
    let bucket = this.bindBuckets.get(port);
    if (bucket === undefined) {
      bucket = new BindBucket();
      bucket.shared = shared;
      this.bindBuckets.set(port, bucket);
    } else if (!shared) bucket.shared = false;
    bucket.owners.add(sk);
  }

  /** A connection has the port of who listens (`__inet_inherit_port`). */
  inherit(sk: SockCommon): void {
    this.claim(sk, sk.localPort, false);
  }

  /** Gives the port back (`inet_put_port`). */
  putPort(sk: SockCommon): void {
    const bucket = this.bindBuckets.get(sk.localPort);
    if (bucket === undefined || !bucket.owners.delete(sk)) return;
    if (bucket.owners.size === 0) this.bindBuckets.delete(sk.localPort);
  }
}

function takesFamily(sk: SockCommon, ipv4: boolean): boolean {
  return ipv4 ? sk.family === AF_INET || !sk.v6only : sk.family !== AF_INET && sk.l2 !== MAPPED;
}

function sameGroup(sk: SockCommon, best: SockCommon): boolean {
  return (
    sk.reusePort &&
    sk.family === best.family &&
    sk.l3 === best.l3 &&
    sk.l2 === best.l2 &&
    sk.l1 === best.l1 &&
    sk.l0 === best.l0 &&
    sk.boundDevIf === best.boundDevIf
  );
}

/** Whether two sockets would get the same packets (`inet_rcv_saddr_equal`). */
function addressesOverlap(a: SockCommon, b: SockCommon): boolean {
  const aIpv4 = a.family === AF_INET || a.l2 === MAPPED;
  const bIpv4 = b.family === AF_INET || b.l2 === MAPPED;
  if (a.localIsAny) return !(a.v6only && bIpv4) && !(aIpv4 && !bIpv4 && !(b.localIsAny && !b.v6only));
  if (b.localIsAny) return !(b.v6only && aIpv4) && !(bIpv4 && !aIpv4);
  return a.l0 === b.l0 && a.l1 === b.l1 && a.l2 === b.l2 && a.l3 === b.l3;
}
