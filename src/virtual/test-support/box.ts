/** A machine on a clock that tests move by hand, and what tests do with it. */
import { isErrno } from "../../errno.ts";
import { AF_NETLINK, type ReceivedMessage, SOCK_RAW, type Socket } from "../../kernel.ts";
import { readS32 } from "../../netlink/attribute.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_REQUEST,
  NLMSG_ERROR,
} from "../../netlink/message.ts";
import { type Clock, seededRandom } from "../core/clock.ts";
import { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { PARTS } from "../virtual-kernel-parts.ts";

/** A clock that moves when a test says so. */
export class HandClock implements Clock {
  time = 1_000_000;
  private armed = Number.POSITIVE_INFINITY;
  expire: () => void = () => {};

  now(): number {
    return this.time;
  }

  realtime(): number {
    return 1_700_000_000_000_000 + Math.floor(this.time / 1000);
  }

  spend(ns: number): void {
    this.time += ns;
  }

  arm(at: number): void {
    this.armed = at;
  }

  /** Lets `ns` pass and everything that is due happen. */
  advance(ns: number): void {
    const end = this.time + ns;
    while (this.armed <= end) {
      this.time = Math.max(this.time, this.armed);
      this.armed = Number.POSITIVE_INFINITY;
      this.expire();
    }
    this.time = end;
  }
}

/** A machine with all parts, and its first namespace. */
export class Box {
  readonly clock = new HandClock();
  readonly machine: Machine;
  readonly net: Net;

  constructor(seed = 1, parts: readonly ((machine: Machine) => void)[] = PARTS) {
    this.machine = new Machine(this.clock, seededRandom(seed));
    for (const init of parts) init(this.machine);
    this.net = this.machine.createNet();
  }

  netlink(net: Net = this.net): NetlinkTester {
    const socket = this.machine.createSocket(net, AF_NETLINK, SOCK_RAW, 0);
    if (isErrno(socket)) throw new Error(`socket: ${socket}`);
    return new NetlinkTester(socket);
  }
}

/** One message as received. */
export interface Message {
  readonly type: number;
  readonly flags: number;
  readonly bytes: Uint8Array;
  /** Offset of the payload. */
  readonly body: number;
}

/** A netlink socket, with which tests ask one thing at a time. */
export class NetlinkTester {
  readonly socket: Socket;
  private readonly writer = new MessageWriter();
  private seq = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.bind({ family: AF_NETLINK, pid: 0, groups: 0 });
  }

  /** Sends one message and reads all answers. */
  request(type: number, flags: number, body: (writer: MessageWriter) => void): Message[] {
    this.writer.reset();
    this.writer.begin(type, flags | NLM_F_REQUEST, ++this.seq);
    body(this.writer);
    this.writer.end();
    this.socket.send(this.writer.message());
    return this.drain();
  }

  /** Sends one message and gives the acknowledged error. */
  do(type: number, flags: number, body: (writer: MessageWriter) => void): number {
    for (const message of this.request(type, flags | NLM_F_ACK, body)) {
      if (message.type === NLMSG_ERROR) return readS32(message.bytes, message.body);
    }
    throw new Error("no acknowledgement");
  }

  /** Everything that waits in the socket. */
  drain(): Message[] {
    const messages: Message[] = [];
    const buffer = new Uint8Array(65536);
    const received: ReceivedMessage = { from: undefined, control: [], flags: 0 };
    const reader = new MessageReader();
    for (;;) {
      const length = this.socket.recv(buffer, received);
      if (length < 0) return messages;
      reader.open(buffer.slice(0, length));
      while (reader.next())
        messages.push({ type: reader.type, flags: reader.flags, bytes: reader.bytes, body: reader.body });
    }
  }
}
