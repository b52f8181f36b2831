/**
 * A rtnetlink client over a {@link Socket}: acknowledged requests, dumps and notifications, on either kernel.
 *
 * Requests and dumps are synchronous: on both kernels the answer is there when `send` returns (`netlink_rcv_skb` runs in the caller's
 * context, and a dump goes on in `recv`). Only {@link NetlinkClient.listen} waits.
 */
import { EAGAIN, EINTR, EPROTO, type Errno, isErrno } from "../errno.ts";
import {
  AF_NETLINK,
  MSG_PEEK,
  MSG_TRUNC,
  type Pollable,
  type ReceivedMessage,
  type SendOptions,
  SOCK_RAW,
  SOL_SOCKET,
  type Socket,
  type SystemCalls,
} from "../kernel.ts";
import { nlAlign } from "./attribute.ts";
import { type Ack, readAck } from "./error.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_DUMP_INTR,
  NLM_F_ECHO,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
  NLMSG_HDRLEN,
} from "./message.ts";
import {
  NETLINK_ADD_MEMBERSHIP,
  NETLINK_EXT_ACK,
  NETLINK_GET_STRICT_CHK,
  NETLINK_LISTEN_ALL_NSID,
  NETLINK_ROUTE,
  SOL_NETLINK,
} from "./rtnetlink.ts";

/** Waits until a source is ready, or a signal handler ran (a process's `poll`). */
export type Wait = (source: Pollable) => Promise<unknown>;

/** What a request came to. */
export interface Outcome extends Ack {
  /** The request did not get its reply from the kernel: `error` is that of `send` or `recv`. */
  readonly failed: boolean;
  /** A dump changed while it was read (`NLM_F_DUMP_INTR`). */
  readonly interrupted: boolean;
  /** The error came in the NLMSG_DONE that ends a dump. */
  readonly done: boolean;
}

/** Handles one message of a reply; its bytes are good until it returns. */
export type OnMessage = (message: MessageReader) => void;

const SO_SNDBUF = 7;
const SO_RCVBUF = 8;

/** The request failed before its acknowledgement, or (with error 0) came to its end without one. */
function outcome(error: number, failed: boolean, interrupted: boolean): Outcome {
  return {
    error,
    message: "",
    offset: 0,
    missingType: -1,
    missingNest: 0,
    failed,
    interrupted,
    done: false,
  };
}

function acknowledged(ack: Ack, interrupted: boolean, done: boolean): Outcome {
  const { error, message, offset, missingType, missingNest } = ack;
  return { error, message, offset, missingType, missingNest, failed: false, interrupted, done };
}

const WRITER_SIZE = 1024;
const BUFFER_SIZE = 32768;
const NO_BUFFER = new Uint8Array(0);
const TO_KERNEL: SendOptions = { to: { family: AF_NETLINK, pid: 0, groups: 0 } };

/** What a closed client leaves for the next one: programs open one client after the other. */
let spareWriter: MessageWriter | undefined;
let spareBuffer: Uint8Array | undefined;

/**
 * ```ts
 * const client = NetlinkClient.open(process.sys);
 * const writer = client.begin(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
 * …
 * const { error, message } = client.request();
 * ```
 */
export class NetlinkClient {
  readonly socket: Socket;
  readonly writer: MessageWriter;
  /** Port id of the socket. */
  readonly pid: number;
  private readonly reader = new MessageReader();
  private buffer: Uint8Array;
  private seq: number;
  private closed = false;
  /** Take an answer to the request before for this one's, as libnetlink does: an echo leaves its acknowledgement behind. */
  takesLeftovers = false;

  private constructor(socket: Socket, pid: number, seq: number) {
    this.socket = socket;
    this.writer = spareWriter ?? new MessageWriter(WRITER_SIZE);
    this.buffer = spareBuffer ?? new Uint8Array(BUFFER_SIZE);
    spareWriter = undefined;
    spareBuffer = undefined;
    this.pid = pid;
    this.seq = seq;
  }

  /**
   * Opens a socket with extended acks.
   * @param groups bit mask of multicast groups to join with `bind`
   * @returns the client, or the error of `socket` or `bind`
   */
  static open(
    sys: SystemCalls,
    groups = 0,
    receiveBuffer = 1024 * 1024,
    protocol = NETLINK_ROUTE,
  ): NetlinkClient | Errno {
    const socket = sys.socket(AF_NETLINK, SOCK_RAW, protocol);
    if (isErrno(socket)) return socket;
    socket.setsockopt(SOL_SOCKET, SO_SNDBUF, 32768);
    socket.setsockopt(SOL_SOCKET, SO_RCVBUF, receiveBuffer);
    socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1);
    const error = socket.bind({ family: 16, pid: 0, groups });
    if (error < 0) {
      socket.close();
      return error;
    }
    const address = socket.getsockname();
    const pid = !isErrno(address) && address.family === 16 ? address.pid : 0;
    return new NetlinkClient(socket, pid, Math.floor(sys.realtime() / 1e6) >>> 0);
  }

  close(): void {
    this.socket.close();
    if (this.closed) return;
    this.closed = true;
    spareWriter = this.writer;
    if (this.buffer.length === BUFFER_SIZE) spareBuffer = this.buffer;
    this.buffer = NO_BUFFER;
  }

  /** Asks the kernel to check and apply the filters of dump requests (`NETLINK_GET_STRICT_CHK`). */
  setStrictCheck(): number {
    return this.socket.setsockopt(SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
  }

  /** Joins a multicast group (`RTNLGRP_*`). */
  join(group: number): number {
    return this.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  }

  /** Also receives from namespaces that have an id here. */
  listenAllNsid(): number {
    return this.socket.setsockopt(SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1);
  }

  /** Starts a request in {@link writer}: the header is written, `NLM_F_REQUEST` added. */
  begin(type: number, flags: number): MessageWriter {
    this.seq = (this.seq + 1) >>> 0;
    this.writer.reset();
    this.writer.begin(type, flags | NLM_F_REQUEST, this.seq);
    return this.writer;
  }

  /** Adds flags to the request begun last. */
  addFlags(flags: number): void {
    const { bytes } = this.writer;
    this.writer.put16(6, bytes[6] | (bytes[7] << 8) | flags);
  }

  /** Sends the request with `NLM_F_ACK`; reply messages before the acknowledgement go to `onMessage`. */
  request(onMessage?: OnMessage): Outcome {
    this.addFlags(NLM_F_ACK);
    return this.transact(onMessage, false);
  }

  /** Sends the request with `NLM_F_ECHO`: the first message that tells what it did goes to `onMessage`, if there is one. */
  requestEcho(onMessage: OnMessage): Outcome {
    this.addFlags(NLM_F_ACK | NLM_F_ECHO);
    return this.transact(onMessage, true);
  }

  /** Sends a GET request without `NLM_F_ACK`: exactly one reply, an object or an error. */
  get(onMessage: OnMessage): Outcome {
    return this.transact(onMessage, true);
  }

  /**
   * Sends messages that were received back as requests of that type, all at once, without asking for acknowledgements. The kernel
   * goes through all of them, whatever becomes of one.
   * @returns the first error, or 0. Source: libnetlink's `rtnl_send_check`.
   */
  sendBack(messages: readonly Uint8Array[], type: number): number {
    const requests = messages.map((message) => {
      this.begin(type, NLM_F_REQUEST).rawBytes(message.subarray(NLMSG_HDRLEN));
      this.writer.end();
      return this.writer.message().slice();
    });
    const all = new Uint8Array(requests.reduce((length, request) => length + nlAlign(request.length), 0));
    let at = 0;
    for (const request of requests) {
      all.set(request, at);
      at += nlAlign(request.length);
    }
    const sent = this.socket.send(all, TO_KERNEL);
    if (sent < 0) return sent;
    return this.firstError();
  }

  /** Takes what is there. @returns the error that it tells first, or 0 */
  private firstError(): number {
    let error = 0;
    for (;;) {
      const length = this.receive();
      if (length < 0) return error || (length === -EAGAIN ? 0 : length);
      for (this.reader.open(this.buffer, 0, length); this.reader.next(); ) {
        if (this.reader.type === NLMSG_ERROR) error ||= readAck(this.reader)?.error ?? -EPROTO;
      }
    }
  }

  /** Sends the request with `NLM_F_DUMP` and hands over every object. */
  dump(onMessage: OnMessage): Outcome {
    this.addFlags(NLM_F_DUMP);
    return this.transact(onMessage, false, this.seq);
  }

  /**
   * Sends the request with `NLM_F_ACK` and takes one datagram, whatever request it answers: a program that asks for an acknowledgement and
   * reads once leaves the rest for its next request.
   * @returns the error that it tells, or 0
   */
  exchange(onMessage?: OnMessage): number {
    this.addFlags(NLM_F_ACK);
    this.writer.end();
    const sent = this.socket.send(this.writer.message(), TO_KERNEL);
    if (sent < 0) return sent;
    const length = this.receive();
    if (length < 0) return length;
    for (this.reader.open(this.buffer, 0, length); this.reader.next(); ) {
      if (this.reader.type === NLMSG_ERROR) return readAck(this.reader)?.error ?? -EPROTO;
      onMessage?.(this.reader);
    }
    return 0;
  }

  /** Takes one message that nobody waits for. */
  skipLeftover(): void {
    this.receive();
  }

  private transact(
    onMessage: OnMessage | undefined,
    single: boolean,
    oldest = this.takesLeftovers ? this.seq - 1 : this.seq,
  ): Outcome {
    this.writer.end();
    const sent = this.socket.send(this.writer.message(), TO_KERNEL);
    if (sent < 0) return outcome(sent, true, false);
    const { seq, reader } = this;
    let interrupted = false;
    for (;;) {
      const length = this.receive();
      if (length < 0) return outcome(length, true, interrupted);
      for (reader.open(this.buffer, 0, length); reader.next(); ) {
        if (reader.seq > seq || reader.seq < oldest || reader.pid !== this.pid) continue;
        if ((reader.flags & NLM_F_DUMP_INTR) !== 0) interrupted = true;
        if (reader.type === NLMSG_DONE || reader.type === NLMSG_ERROR) {
          const ack = readAck(reader);
          if (ack === undefined) return outcome(-EPROTO, true, interrupted);
          return acknowledged(ack, interrupted, reader.type === NLMSG_DONE);
        }
        onMessage?.(reader);
        if (single) return outcome(0, false, interrupted);
      }
    }
  }

  /** Takes the next datagram. @returns its length in {@link buffer}, or a negative error */
  private receive(message?: ReceivedMessage): number {
    for (;;) {
      const size = this.socket.recv(this.buffer, undefined, MSG_PEEK | MSG_TRUNC);
      if (size > this.buffer.length) this.buffer = new Uint8Array(size);
      const length = size < 0 ? size : this.socket.recv(this.buffer, message);
      if (length !== -EINTR) return length;
    }
  }

  /** Forgets notifications that have come so far. */
  discard(): void {
    while (this.receive() >= 0);
  }

  /**
   * Receives notifications until `stop` says so.
   * @param onMessage gets each message, and the datagram's control messages
   * @param afterDatagram called after each datagram, e.g. to flush output
   * @returns the error that ended it, or 0; an overrun (`-ENOBUFS`) ends it too, so that the caller can say so and go on
   */
  async listen(
    wait: Wait,
    onMessage: (message: MessageReader, datagram: ReceivedMessage) => void | Promise<void>,
    afterDatagram: () => void | Promise<void>,
    stop: () => boolean = () => false,
  ): Promise<number> {
    const datagram: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    while (!stop()) {
      datagram.control = [];
      const length = this.receive(datagram);
      if (length === -EAGAIN) {
        await wait(this.socket);
        continue;
      }
      if (length < 0) return length;
      const bytes = this.buffer.slice(0, length);
      for (const reader = new MessageReader().open(bytes); reader.next(); ) await onMessage(reader, datagram);
      await afterDatagram();
    }
    return 0;
  }
}
