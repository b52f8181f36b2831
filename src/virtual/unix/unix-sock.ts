/**
 * Sockets of the UNIX family: streams, datagrams and sequences of packets between the processes of a box.
 *
 * Source: `net/unix/af_unix.c`.
 */
import {
  EAGAIN,
  EBADF,
  ECONNREFUSED,
  ECONNRESET,
  EINVAL,
  EISCONN,
  EMSGSIZE,
  ENOTCONN,
  EOPNOTSUPP,
  EPERM,
  EPIPE,
  EPROTOTYPE,
  type Errno,
} from "../../errno.ts";
import {
  AF_UNIX,
  AF_UNSPEC,
  MSG_OOB,
  MSG_PEEK,
  MSG_TRUNC,
  type ReceivedMessage,
  type SendOptions,
  SHUT_RDWR,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  type SockaddrUn,
  type Socket,
  type SocketAddress,
} from "../../kernel.ts";
import type { Net } from "../core/net.ts";
import { Sock, type SocketNode } from "../core/sock/sock.ts";
import { bindName, findName } from "./unix-names.ts";
import { UnixQueue } from "./unix-queue.ts";
import { enterTable, leaveTable } from "./unix-table.ts";
import { datagramCost, STREAM_PIECE, streamCost } from "./unix-truesize.ts";

/** States, with TCP's numbers. */
export const UNIX_ESTABLISHED = 1;
export const UNIX_CLOSE = 7;
export const UNIX_LISTEN = 10;

const RCV_SHUTDOWN = 1;
const SEND_SHUTDOWN = 2;
const SHUTDOWN_MASK = 3;
/** `net.unix.max_dgram_qlen` */
const MAX_DATAGRAMS = 10;
/** `net.core.somaxconn` */
const MAX_BACKLOG = 4096;
const SO_PEERCRED = 17;

/** `struct unix_sock` */
export class UnixSock extends Sock {
  /** A path as the program wrote it, an abstract name with its leading zero, or nothing. */
  name = "";
  state = UNIX_CLOSE;
  peer: UnixSock | null = null;
  shutdownMask = 0;
  /** How many connections, or datagrams, may wait. */
  backlog = MAX_DATAGRAMS;
  /** Connections that nobody accepted yet. */
  readonly waiting: UnixSock[] = [];
  readonly queue = new UnixQueue();
  /** Made by a connection and not accepted yet. */
  embryo = false;
  /** Inode and device of the name in the file system; of others 0. */
  node: SocketNode = { inode: 0, device: 0 };
  /** How many sockets have this one as their peer, as itself may (`sk_refcnt` beyond the two of a table and a descriptor). */
  pointing = 0;
  private peerPid = 0;
  private listenerPid = 0;
  /** Whose calls wait until this one has room. */
  private readonly kept = new Set<UnixSock>();
  /** For whose room this one waits. */
  private waitsFor: UnixSock | null = null;

  constructor(net: Net, type: number, protocol: number) {
    super(net, AF_UNIX, type, protocol);
    enterTable(net, this);
  }

  private get connects(): boolean {
    return this.type !== SOCK_DGRAM;
  }

  private get isFull(): boolean {
    return (this.state === UNIX_LISTEN ? this.waiting.length : this.queue.length) > this.backlog;
  }

  // --- names ---

  bind(address: SocketAddress): number {
    if (this.closed) return -EBADF;
    if (address.family !== AF_UNIX) return -EINVAL;
    return bindName(this, address);
  }

  /** Who has the name (`unix_find_other`). */
  private find(address: SockaddrUn): UnixSock | Errno {
    const found = findName(this, address);
    if (typeof found === "number") return found;
    if (!(found instanceof UnixSock) || found.closed) return -ECONNREFUSED;
    return found.type === this.type ? found : -EPROTOTYPE;
  }

  getsockname(): SocketAddress {
    return { family: AF_UNIX, path: this.name };
  }

  override getpeername(): SocketAddress | Errno {
    return this.peer === null ? -ENOTCONN : { family: AF_UNIX, path: this.peer.name };
  }

  // --- connections ---

  override listen(backlog: number): number {
    if (!this.connects) return -EOPNOTSUPP;
    if (this.name === "" || (this.state !== UNIX_CLOSE && this.state !== UNIX_LISTEN)) return -EINVAL;
    this.backlog = Math.min(backlog >>> 0, MAX_BACKLOG);
    this.state = UNIX_LISTEN;
    this.listenerPid = this.owner?.pid ?? 0;
    this.letGo();
    return 0;
  }

  override connect(address: SocketAddress): number {
    if (this.closed) return -EBADF;
    if (!this.connects) return this.connectDatagram(address);
    if (address.family !== AF_UNIX) return -EINVAL;
    const other = this.find(address);
    if (typeof other === "number") return other;
    if (other.state !== UNIX_LISTEN || (other.shutdownMask & RCV_SHUTDOWN) !== 0) return -ECONNREFUSED;
    if (other.isFull) {
      return this.waitFor(other);
    }
    if (this.state === UNIX_ESTABLISHED) return -EISCONN;
    if (this.state !== UNIX_CLOSE) return -EINVAL;
    const child = new UnixSock(other.net, other.type, other.protocol);
    child.embryo = true;
    child.name = other.name;
    child.node = { inode: other.node.inode, device: other.node.device };
    child.setPeer(this);
    child.peerPid = this.owner?.pid ?? 0;
    this.setPeer(child);
    this.peerPid = other.listenerPid;
    this.state = child.state = UNIX_ESTABLISHED;
    other.waiting.push(child);
    other.wake();
    return 0;
  }

  /** Datagrams go there from now on, and come from there alone. */
  private connectDatagram(address: SocketAddress): number {
    if ((address.family as number) === AF_UNSPEC) {
      this.changePeer(null);
      return 0;
    }
    if (address.family !== AF_UNIX) return -EINVAL;
    const other = this.find(address);
    if (typeof other === "number") return other;
    if (other.peer !== null && other.peer !== this) return -EPERM;
    this.changePeer(other);
    return 0;
  }

  /** Of datagrams: both ends count as connected, and what the old peer sent is not read any more. */
  private changePeer(peer: UnixSock | null): void {
    const old = this.peer;
    this.setPeer(peer);
    this.state = peer === null ? UNIX_CLOSE : UNIX_ESTABLISHED;
    if (peer !== null) peer.state = UNIX_ESTABLISHED;
    if (old === null || old === peer) return;
    this.leave(old);
    if (old.peer === null) old.state = UNIX_CLOSE;
  }

  /** `unix_dgram_disconnected` */
  private leave(old: UnixSock): void {
    if (this.queue.length === 0) return;
    this.queue.clear();
    this.letGo();
    if (old.closed || old.peer !== this) return;
    old.error = ECONNRESET;
    old.wakeAll();
  }

  private setPeer(peer: UnixSock | null): void {
    if (this.peer !== null) this.peer.pointing--;
    if (peer !== null) peer.pointing++;
    this.peer = peer;
  }

  override accept(): Socket | Errno {
    if (!this.connects) return -EOPNOTSUPP;
    if (this.state !== UNIX_LISTEN) return -EINVAL;
    const child = this.waiting.shift();
    if (child === undefined) return (this.shutdownMask & RCV_SHUTDOWN) !== 0 ? -EINVAL : -EAGAIN;
    child.embryo = false;
    this.owner?.adopt(child);
    this.letGo();
    return child;
  }

  private waitFor(other: UnixSock): number {
    this.waitsFor?.kept.delete(this);
    this.waitsFor = other;
    other.kept.add(this);
    return -EAGAIN;
  }

  /** There is room again for those that waited. */
  private letGo(): void {
    const kept = [...this.kept];
    this.kept.clear();
    for (const sk of kept) {
      sk.waitsFor = null;
      sk.wakeOut();
    }
  }

  override shutdown(how: number): number {
    if (how < 0 || how > SHUT_RDWR) return -EINVAL;
    const mask = how + 1;
    this.shutdownMask |= mask;
    const { peer } = this;
    if (peer !== null && this.connects) {
      const its =
        ((mask & RCV_SHUTDOWN) !== 0 ? SEND_SHUTDOWN : 0) | ((mask & SEND_SHUTDOWN) !== 0 ? RCV_SHUTDOWN : 0);
      peer.shutdownMask |= its;
      peer.wakeAll();
    }
    this.wakeAll();
    return 0;
  }

  private wakeAll(): void {
    this.wake();
    this.wakeOut();
  }

  // --- data ---

  protected override get readable(): boolean {
    return (
      this.error !== 0 ||
      this.closed ||
      this.queue.length > 0 ||
      this.waiting.length > 0 ||
      (this.shutdownMask & RCV_SHUTDOWN) !== 0 ||
      (this.connects && this.state === UNIX_CLOSE)
    );
  }

  protected override get writable(): boolean {
    if (this.closed || this.error !== 0 || (this.shutdownMask & SEND_SHUTDOWN) !== 0) return true;
    if (this.waitsFor !== null) return false;
    return this.wmemAlloc << 2 <= this.sndbuf;
  }

  send(data: Uint8Array, options: SendOptions = {}): number {
    const { to, flags = 0, control = [] } = options;
    if (control.length > 0 || (flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
    if (to !== undefined && to.family !== AF_UNIX) return -EINVAL;
    if (this.type === SOCK_STREAM) {
      if (to !== undefined) return this.state === UNIX_ESTABLISHED ? -EISCONN : -EOPNOTSUPP;
      return this.sendStream(data);
    }
    if (this.type === SOCK_SEQPACKET) {
      const error = this.takeError();
      if (error !== 0) return error;
      return this.state === UNIX_ESTABLISHED ? this.sendDatagram(data, this.peer) : -ENOTCONN;
    }
    const target = to === undefined ? this.peer : this.find(to);
    return typeof target === "number" ? target : this.sendDatagram(data, target);
  }

  private sendStream(data: Uint8Array): number {
    const { peer } = this;
    if (peer === null) return -ENOTCONN;
    if ((this.shutdownMask & SEND_SHUTDOWN) !== 0) return -EPIPE;
    let sent = 0;
    // two pieces at least may wait
    const piece = Math.min(Math.max(1, (this.sndbuf >> 1) - 64), STREAM_PIECE);
    while (sent < data.length) {
      const error = this.takeError();
      if (error !== 0) return sent > 0 ? sent : error;
      if (peer.closed || (peer.shutdownMask & RCV_SHUTDOWN) !== 0) return sent > 0 ? sent : -EPIPE;
      if (this.wmemAlloc >= this.sndbuf) return sent > 0 ? sent : -EAGAIN;
      const part = data.slice(sent, sent + piece);
      peer.queue.push({ data: part, sender: this, from: this.name, cost: streamCost(part.length) });
      sent += part.length;
      peer.wake();
    }
    return sent;
  }

  private sendDatagram(data: Uint8Array, target: UnixSock | null): number {
    if (target === null) return -ENOTCONN;
    if (data.length > this.sndbuf - 32) return -EMSGSIZE;
    if ((this.shutdownMask & SEND_SHUTDOWN) !== 0) return -EPIPE;
    if (this.wmemAlloc >= this.sndbuf) return -EAGAIN;
    if (this.type === SOCK_DGRAM && target.peer !== null && target.peer !== this) return -EPERM;
    if (target.closed) {
      if (this.peer === target && this.type === SOCK_DGRAM) {
        this.setPeer(null);
        this.state = UNIX_CLOSE;
        this.leave(target);
      }
      return this.type === SOCK_DGRAM ? -ECONNREFUSED : -EPIPE;
    }
    if ((target.shutdownMask & RCV_SHUTDOWN) !== 0) return -EPIPE;
    // those that are each other's peers, and one that sends to itself, are held back by their own buffers alone
    if (this.type === SOCK_DGRAM && target !== this && target.peer !== this && target.isFull) {
      return this.waitFor(target);
    }
    const cost = datagramCost(data.length);
    target.queue.push({ data: data.slice(), sender: this, from: this.name, cost });
    target.wake();
    return data.length;
  }

  recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    if ((flags & MSG_OOB) !== 0) return -EOPNOTSUPP;
    if (this.connects && this.state !== UNIX_ESTABLISHED)
      return this.type === SOCK_STREAM ? -EINVAL : -ENOTCONN;
    const { first } = this.queue;
    if (first === undefined) return this.recvNothing();
    const peek = (flags & MSG_PEEK) !== 0;
    if (message !== undefined) {
      message.control = [];
      message.flags = 0;
      message.from = first.from === "" ? undefined : { family: AF_UNIX, path: first.from };
    }
    if (this.type === SOCK_STREAM) return this.queue.readStream(into, peek);
    const { data } = first;
    const count = Math.min(data.length, into.length);
    into.set(data.subarray(0, count));
    if (message !== undefined && count < data.length) message.flags = MSG_TRUNC;
    if (!peek) {
      this.queue.shift();
      this.letGo();
    }
    return (flags & MSG_TRUNC) !== 0 ? data.length : count;
  }

  private recvNothing(): number {
    const error = this.takeError();
    if (error !== 0) return error;
    return (this.shutdownMask & RCV_SHUTDOWN) !== 0 ? 0 : -EAGAIN;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_SOCKET || name !== SO_PEERCRED) return super.getsockopt(level, name, into);
    const credentials = new Uint8Array(12);
    new DataView(credentials.buffer).setInt32(0, this.peerPid, true);
    const length = Math.min(credentials.length, into.length);
    into.set(credentials.subarray(0, length));
    return length;
  }

  /** `unix_release_sock` */
  protected destroy(): void {
    leaveTable(this.net, this);
    this.node.release?.();
    this.waitsFor?.kept.delete(this);
    this.state = UNIX_CLOSE;
    const { peer } = this;
    if (peer !== null && this.connects) {
      peer.shutdownMask = SHUTDOWN_MASK;
      if (this.queue.length > 0 || this.embryo) peer.error = ECONNRESET;
      peer.wakeAll();
    }
    this.setPeer(null);
    for (const child of this.waiting.splice(0)) child.close();
    this.queue.clear();
    this.letGo();
  }
}
