/**
 * What a listener keeps: requests whose handshake is not over, and connections that nobody took yet.
 *
 * Source: `include/net/request_sock.h`, `net/ipv4/inet_connection_sock.c`.
 */
import { KernelTimer } from "../core/timer.ts";
import { SockCommon } from "./sock-common.ts";
import type { TcpSock } from "./tcp-sock.ts";
import { TCP_NEW_SYN_RECV } from "./tcp-states.ts";

/** What the timers of requests do; set by who knows. */
export const requestHooks = { timer: (_request: RequestSock): void => {} };

/** Somebody who knocked: `struct tcp_request_sock`. */
export class RequestSock extends SockCommon {
  readonly listener: TcpSock;
  rcvIsn = 0;
  sntIsn = 0;
  mss = 0;
  /** -1: none was offered. */
  sndWscale = -1;
  rcvWscale = 0;
  rcvWnd = 0;
  windowClamp = 0;
  advmss = 0;
  sackOk = false;
  timestampOk = false;
  ecnOk = false;
  /** Its number is a cookie: nothing else remembers it. */
  hasCookie = false;
  tsRecent = 0;
  tsOffset = 0;
  mark = 0;
  /** µs, when the SYN-ACK was sent first. */
  sentAt = 0;
  timeouts = 0;
  /** The last of the handshake came, and there was no room for it. */
  acked = false;
  lastOowAckTime = 0;
  readonly timer: KernelTimer<RequestSock>;

  constructor(listener: TcpSock) {
    super(listener.family, TCP_NEW_SYN_RECV);
    this.listener = listener;
    this.timer = new KernelTimer<RequestSock>((request) => requestHooks.timer(request), this);
  }
}

/** The queues of a listener (`struct request_sock_queue`). */
export class AcceptQueue {
  /** What `listen` said, bounded by `somaxconn`. */
  backlog: number;
  readonly requests = new Set<RequestSock>();
  private readonly children: TcpSock[] = [];
  private first = 0;
  /** A flood was told of. */
  floodTold = false;
  /** When a cookie was sent last, µs since boot; negative: never (`ts_recent_stamp` of a listener). */
  overflowAt = -1;

  constructor(backlog: number) {
    this.backlog = backlog;
  }

  get length(): number {
    return this.children.length - this.first;
  }

  /** `sk_acceptq_is_full` */
  get full(): boolean {
    return this.length > this.backlog;
  }

  /** `inet_csk_reqsk_queue_is_full` */
  get requestsFull(): boolean {
    return this.requests.size > this.backlog;
  }

  push(child: TcpSock): void {
    this.children.push(child);
  }

  shift(): TcpSock | undefined {
    if (this.length === 0) return undefined;
    const child = this.children[this.first++];
    if (this.first > 64 && this.first * 2 > this.children.length) {
      this.children.splice(0, this.first);
      this.first = 0;
    }
    return child;
  }

  remove(child: TcpSock): void {
    const at = this.children.indexOf(child, this.first);
    if (at >= 0) this.children.splice(at, 1);
  }
}
