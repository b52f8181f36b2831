/**
 * What all sockets share: the receive queue with its memory limits, errors, and who waits.
 *
 * Source: `include/net/sock.h`, `net/core/sock.c`.
 */
import { EINVAL, ENOPROTOOPT, EOPNOTSUPP, type Errno } from "../../../errno.ts";
import type { ReceivedMessage, SendOptions, Socket, SocketAddress } from "../../../kernel.ts";
import { SOL_SOCKET } from "../../../kernel.ts";
import { devIoctl } from "../dev/dev-ioctl.ts";
import { SKB_DROP_REASON_QUEUE_PURGE, SKB_DROP_REASON_SOCKET_RCVBUFF } from "../drop-reason.ts";
import type { Net } from "../net.ts";
import { consumeSkb, kfreeSkb, nfResetCt, type SkBuff } from "../skbuff.ts";
import type { SkbOwner } from "./send-charge.ts";

/** What Linux charges for a packet beside its bytes: `SKB_TRUESIZE(0)` on x86-64. */
export const SKB_OVERHEAD = 576;

/** `SO_*` at `SOL_SOCKET` (x86-64). */
const SO_DEBUG = 1;
export const SO_REUSEADDR = 2;
export const SO_TYPE = 3;
export const SO_ERROR = 4;
const SO_DONTROUTE = 5;
export const SO_BROADCAST = 6;
export const SO_SNDBUF = 7;
export const SO_RCVBUF = 8;
export const SO_PRIORITY = 12;
export const SO_REUSEPORT = 15;
export const SO_RCVTIMEO = 20;
export const SO_SNDTIMEO = 21;
export const SO_BINDTODEVICE = 25;
export const SO_ATTACH_FILTER = 26;
export const SO_DETACH_FILTER = 27;
export const SO_TIMESTAMP = 29;
export const SO_SNDBUFFORCE = 32;
export const SO_RCVBUFFORCE = 33;
export const SO_TIMESTAMPNS = 35;
export const SO_MARK = 36;
export const SO_PROTOCOL = 38;
export const SO_DOMAIN = 39;

const NOTHING = (): void => {};

/** A socket's name in the file system. */
export interface SocketNode {
  readonly inode: number;
  readonly device: number;
  /** The socket is closed: the file stays, and nothing is behind it. */
  release?(): void;
}

/** Keeps sockets until they are closed. */
export interface SockOwner {
  /** The process's number. */
  readonly pid?: number;
  /** Its name (`comm`). */
  readonly comm?: string;
  forget(socket: Socket): void;
  /** Gives a socket a name in the file system. @returns its inode, or a negative error */
  nameSocket?(path: string, socket: Sock, mode: number): SocketNode | Errno;
  /** The socket that has the name; a negative error when there is none. */
  findSocket?(path: string): Sock | Errno;
  /** Takes over a socket that another one made. */
  adopt(socket: Socket): void;
}

/** A socket of any family. Subclasses implement the calls of their family and call up for the common options. */
export abstract class Sock implements Socket, SkbOwner {
  readonly net: Net;
  readonly family: number;
  readonly type: number;
  readonly protocol: number;
  /** Bound device; 0: any. */
  boundDevIf = 0;
  mark = 0;
  priority = 0;
  broadcast = false;
  debug = false;
  /** Only to hosts on the link. */
  dontRoute = false;
  reuseAddress = false;
  reusePort = false;
  /** Takes and sends packets of addresses that are not this host's (`IP_TRANSPARENT`). */
  transparent = false;
  timestamps: "none" | "us" | "ns" = "none";
  /** Pending asynchronous error, positive; read and cleared by the next call (`sk->sk_err`). */
  error = 0;
  rcvbuf: number;
  sndbuf: number;
  /** Bytes charged for queued packets (`sk_rmem_alloc`). */
  rmemAlloc = 0;
  /** Bytes charged for packets sent and still under way (`sk_wmem_alloc`). */
  wmemAlloc = 0;
  drops = 0;
  closed = false;
  /** Whoever would close it at the end; told when it is closed before. */
  owner: SockOwner | null = null;
  /** Inode number, as /proc/net files show it. */
  readonly inode: number;
  private head: SkBuff | null = null;
  private last: SkBuff | null = null;
  queueLength = 0;
  private wakers: (() => void)[] = [];
  private outWakers: (() => void)[] | null = null;

  constructor(net: Net, family: number, type: number, protocol: number) {
    this.net = net;
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    this.rcvbuf = net.machine.settings.rmemDefault;
    this.sndbuf = net.machine.settings.wmemDefault;
    this.inode = net.machine.nextInode++;
    net.hold();
  }

  abstract bind(address: SocketAddress): number;
  abstract send(data: Uint8Array, options?: SendOptions): number;
  abstract recv(into: Uint8Array, message?: ReceivedMessage, flags?: number): number;
  abstract getsockname(): SocketAddress | Errno;

  connect(_address: SocketAddress): number {
    return -EOPNOTSUPP;
  }

  getpeername(): SocketAddress | Errno {
    return -EOPNOTSUPP;
  }

  /** Whether a read would not block. */
  protected get readable(): boolean {
    return this.head !== null || this.error !== 0 || this.closed;
  }

  poll(wake: () => void): () => void {
    if (this.readable) {
      wake();
      return NOTHING;
    }
    this.wakers.push(wake);
    return () => {
      const at = this.wakers.indexOf(wake);
      if (at >= 0) this.wakers.splice(at, 1);
    };
  }

  listen(_backlog: number): number {
    return -EOPNOTSUPP;
  }

  accept(): Socket | Errno {
    return -EOPNOTSUPP;
  }

  shutdown(_how: number): number {
    return -EOPNOTSUPP;
  }

  /** Whether a write would not block. */
  protected get writable(): boolean {
    return true;
  }

  pollWrite(wake: () => void): () => void {
    if (this.writable) {
      wake();
      return NOTHING;
    }
    this.outWakers ??= [];
    const wakers = this.outWakers;
    wakers.push(wake);
    return () => {
      const at = wakers.indexOf(wake);
      if (at >= 0) wakers.splice(at, 1);
    };
  }

  /** Tells all who wait that there is room again (`sk_write_space`). */
  wakeOut(): void {
    if (this.outWakers === null || this.outWakers.length === 0) return;
    const wakers = this.outWakers;
    this.outWakers = null;
    for (const wake of wakers) wake();
  }

  /** Tells all who wait that there is something to read (`sk_data_ready`, `sk_error_report`). */
  wake(): void {
    if (this.wakers.length === 0) return;
    const wakers = this.wakers;
    this.wakers = [];
    for (const wake of wakers) wake();
  }

  /** Records an asynchronous error and wakes readers. `error` is positive. */
  reportError(error: number): void {
    this.error = error;
    this.wake();
  }

  /** Takes the pending error, negated; 0 when there is none (`sock_error`). */
  takeError(): number {
    const error = this.error;
    this.error = 0;
    return error === 0 ? 0 : -error;
  }

  /**
   * Queues a received packet, or drops it when the receive buffer is full (`sock_queue_rcv_skb`).
   * @returns whether it was queued
   */
  queueReceive(skb: SkBuff, location: string): boolean {
    if (this.rmemAlloc >= this.rcvbuf) {
      this.drops++;
      kfreeSkb(skb, SKB_DROP_REASON_SOCKET_RCVBUFF, location);
      return false;
    }
    // what waits to be read belongs to no connection any more (nf_reset_ct)
    if (skb.nfct !== null) nfResetCt(skb);
    this.rmemAlloc += skb.length + SKB_OVERHEAD;
    skb.next = null;
    if (this.last === null) this.head = skb;
    else this.last.next = skb;
    this.last = skb;
    this.queueLength++;
    this.wake();
    return true;
  }

  /** The oldest queued packet without taking it; null when there is none. */
  peekReceive(): SkBuff | null {
    return this.head;
  }

  /** Takes the oldest queued packet; null when there is none. The caller consumes it. */
  takeReceive(): SkBuff | null {
    const skb = this.head;
    if (skb === null) return null;
    this.head = skb.next;
    if (this.head === null) this.last = null;
    skb.next = null;
    this.queueLength--;
    this.rmemAlloc -= skb.length + SKB_OVERHEAD;
    return skb;
  }

  setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level !== SOL_SOCKET) return -ENOPROTOOPT;
    return this.setSocketOption(name, value);
  }

  getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_SOCKET) return -ENOPROTOOPT;
    const value = this.getSocketOption(name);
    if (value === undefined) return -ENOPROTOOPT;
    return writeInt(into, value);
  }

  /** What is about devices is answered here for every family. */
  ioctl(request: number, argument: Uint8Array): number {
    return devIoctl(this.net, request, argument);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.destroy();
    for (let skb = this.takeReceive(); skb !== null; skb = this.takeReceive()) this.discard(skb);
    this.wake();
    this.owner?.forget(this);
    this.owner = null;
    this.net.release();
  }

  /** Takes the socket out of its protocol's tables. */
  protected abstract destroy(): void;

  /** Ends a packet that was queued when the socket closed. */
  protected discard(skb: SkBuff): void {
    if (skb.dev === null) consumeSkb(skb);
    else kfreeSkb(skb, SKB_DROP_REASON_QUEUE_PURGE, "skb_queue_purge_reason");
  }

  private setSocketOption(name: number, value: number | Uint8Array): number {
    if (name === SO_BINDTODEVICE) return this.bindToDevice(value);
    const number = typeof value === "number" ? value : readInt(value);
    if (number === undefined) return -EINVAL;
    const set = SOCKET_OPTIONS.get(name)?.set;
    if (set === undefined) return -ENOPROTOOPT;
    return set(this, number) ?? 0;
  }

  private getSocketOption(name: number): number | undefined {
    return SOCKET_OPTIONS.get(name)?.get(this);
  }

  private bindToDevice(value: number | Uint8Array): number {
    if (typeof value === "number") return -EINVAL;
    const end = value.indexOf(0);
    const name = new TextDecoder().decode(end < 0 ? value : value.subarray(0, end));
    if (name === "") {
      this.boundDevIf = 0;
      return 0;
    }
    const dev = this.net.devByName(name);
    if (dev === undefined) return -19;
    this.boundDevIf = dev.ifindex;
    return 0;
  }
}

interface SocketOption {
  get(sk: Sock): number;
  set?(sk: Sock, value: number): number | undefined;
}

/** Smallest buffers that Linux allows: `SOCK_MIN_RCVBUF`, `SOCK_MIN_SNDBUF`. */
const SOCK_MIN_RCVBUF = 2304;
const SOCK_MIN_SNDBUF = 4608;

const SOCKET_OPTIONS: ReadonlyMap<number, SocketOption> = new Map<number, SocketOption>([
  [SO_TYPE, { get: (sk) => sk.type }],
  [SO_DOMAIN, { get: (sk) => sk.family }],
  [SO_PROTOCOL, { get: (sk) => sk.protocol }],
  [SO_ERROR, { get: (sk) => -sk.takeError() }],
  [SO_DEBUG, { get: (sk) => Number(sk.debug), set: (sk, v) => void (sk.debug = v !== 0) }],
  [SO_DONTROUTE, { get: (sk) => Number(sk.dontRoute), set: (sk, v) => void (sk.dontRoute = v !== 0) }],
  [SO_REUSEADDR, { get: (sk) => Number(sk.reuseAddress), set: (sk, v) => void (sk.reuseAddress = v !== 0) }],
  [SO_REUSEPORT, { get: (sk) => Number(sk.reusePort), set: (sk, v) => void (sk.reusePort = v !== 0) }],
  [SO_BROADCAST, { get: (sk) => Number(sk.broadcast), set: (sk, v) => void (sk.broadcast = v !== 0) }],
  [SO_MARK, { get: (sk) => sk.mark, set: (sk, v) => void (sk.mark = v >>> 0) }],
  [SO_PRIORITY, { get: (sk) => sk.priority, set: (sk, v) => void (sk.priority = v) }],
  [
    SO_TIMESTAMP,
    { get: (sk) => Number(sk.timestamps === "us"), set: (sk, v) => void (sk.timestamps = v ? "us" : "none") },
  ],
  [
    SO_TIMESTAMPNS,
    { get: (sk) => Number(sk.timestamps === "ns"), set: (sk, v) => void (sk.timestamps = v ? "ns" : "none") },
  ],
  [
    SO_RCVBUF,
    {
      get: (sk) => sk.rcvbuf,
      set: (sk, v) => setReceiveBuffer(sk, Math.min(v >>> 0, sk.net.machine.settings.rmemMax)),
    },
  ],
  [SO_RCVBUFFORCE, { get: (sk) => sk.rcvbuf, set: setReceiveBuffer }],
  [
    SO_SNDBUF,
    {
      get: (sk) => sk.sndbuf,
      set: (sk, v) => setSendBuffer(sk, Math.min(v >>> 0, sk.net.machine.settings.wmemMax)),
    },
  ],
  [SO_SNDBUFFORCE, { get: (sk) => sk.sndbuf, set: setSendBuffer }],
  [SO_RCVTIMEO, { get: () => 0, set: () => undefined }],
  [SO_SNDTIMEO, { get: () => 0, set: () => undefined }],
]);

function setReceiveBuffer(sk: Sock, value: number): undefined {
  sk.rcvbuf = Math.max(Math.min(value, 0x3fffffff) * 2, SOCK_MIN_RCVBUF);
}

function setSendBuffer(sk: Sock, value: number): undefined {
  sk.sndbuf = Math.max(Math.min(value, 0x3fffffff) * 2, SOCK_MIN_SNDBUF);
}

/** Reads a 32-bit `int` option value; undefined when it is too short. */
export function readInt(value: number | Uint8Array): number | undefined {
  if (typeof value === "number") return value;
  if (value.length < 4) return undefined;
  return value[0] | (value[1] << 8) | (value[2] << 16) | (value[3] << 24);
}

/** Writes a 32-bit `int` option value, cut to the room there is. @returns the number of bytes */
export function writeInt(into: Uint8Array, value: number): number {
  const length = Math.min(4, into.length);
  for (let i = 0; i < length; i++) into[i] = value >>> (8 * i);
  return length;
}
