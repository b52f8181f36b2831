/**
 * Readiness of file descriptors and timers in nanoseconds, on the event loop of the host.
 *
 * One epoll instance carries all of them, and the host watches that one: a file descriptor may then have several waiters, and
 * an error condition (a message in the error queue of a socket) is readiness like any other.
 */
import { EPERM } from "../errno.ts";
import * as libc from "./libc.ts";

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
/** Of epoll, and of poll: the same numbers. */
const EPOLLIN = 1;
export const EPOLLOUT = 4;
/** `struct epoll_event` is packed on x86-64 only. */
const EVENT_SIZE = process.arch === "x64" ? 12 : 16;
const EVENT_DATA = EVENT_SIZE - 8;
const BATCH = 64;

/** Waits for file descriptors to become readable, or writable. */
export class EventLoop {
  private readonly epoll = libc.epollCreate(EPOLL_CLOEXEC);
  private readonly events = new Uint8Array(EVENT_SIZE * BATCH);
  private readonly event = new Uint8Array(EVENT_SIZE);
  private readonly pollfd = new Uint8Array(8);
  private readonly waiters = new Map<number, Set<() => void>>();
  private handle: libc.Watch | undefined;
  private readonly mask: number;

  constructor(mask = EPOLLIN) {
    this.mask = mask;
  }

  /** Whether a read (or write) would not block now; also true when an error is to be told. */
  readable(fd: number): boolean {
    const view = new DataView(this.pollfd.buffer);
    view.setInt32(0, fd, true);
    view.setInt16(4, this.mask, true);
    view.setInt16(6, 0, true);
    return libc.poll(this.pollfd, 1, 0) !== 0;
  }

  /** As `Pollable.poll`. */
  poll(fd: number, wake: () => void): () => void {
    if (!this.readable(fd)) return this.pollLater(fd, wake);
    wake();
    return () => {};
  }

  /** As {@link poll}, but never wakes before it returns. Only for what epoll supports. */
  pollLater(fd: number, wake: () => void): () => void {
    const waiters = this.waiters.get(fd) ?? this.add(fd);
    if (!waiters) {
      wake();
      return () => {};
    }
    waiters.add(wake);
    return () => {
      if (waiters.delete(wake) && waiters.size === 0) this.remove(fd, waiters);
    };
  }

  /** Forgets a file descriptor that is about to be closed, and wakes who waits for it. */
  closing(fd: number): void {
    const waiters = this.waiters.get(fd);
    if (waiters) this.wake(fd, waiters);
  }

  private add(fd: number): Set<() => void> | undefined {
    const view = new DataView(this.event.buffer);
    view.setUint32(0, this.mask, true);
    view.setInt32(EVENT_DATA, fd, true);
    // regular files are not supported by epoll, and are always ready
    if (libc.epollControl(this.epoll, EPOLL_CTL_ADD, fd, this.event) === -EPERM) return undefined;
    const waiters = new Set<() => void>();
    this.waiters.set(fd, waiters);
    this.handle ??= libc.watch(this.epoll, () => this.dispatch());
    return waiters;
  }

  private remove(fd: number, waiters: Set<() => void>): void {
    if (this.waiters.get(fd) !== waiters) return;
    this.waiters.delete(fd);
    libc.epollControl(this.epoll, EPOLL_CTL_DEL, fd, this.event);
    if (this.waiters.size > 0) return;
    this.handle?.close();
    this.handle = undefined;
  }

  private wake(fd: number, waiters: Set<() => void>): void {
    this.remove(fd, waiters);
    for (const wake of [...waiters]) {
      waiters.delete(wake);
      wake();
    }
  }

  private dispatch(): void {
    const count = libc.epollWait(this.epoll, this.events, BATCH, 0);
    const view = new DataView(this.events.buffer);
    for (let i = 0; i < count; i++) {
      const fd = view.getInt32(i * EVENT_SIZE + EVENT_DATA, true);
      const waiters = this.waiters.get(fd);
      if (waiters) this.wake(fd, waiters);
    }
  }
}
