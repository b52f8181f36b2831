/** Talking to nf_tables. Source: `src/mnl.c` of nftables 1.0.6. */
import { EADDRINUSE, EAGAIN, type Errno, isErrno } from "../../../errno.ts";
import { AF_NETLINK, SOCK_RAW, SOL_SOCKET, type Socket, type SystemCalls } from "../../../kernel.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { readAck } from "../../../netlink/error.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_ECHO,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../../netlink/message.ts";
import {
  NETLINK_NETFILTER,
  NFGENMSG_LEN,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFTABLES,
  writeNfgenmsg,
} from "../../../netlink/nfnetlink.ts";
import { NETLINK_ADD_MEMBERSHIP, NETLINK_EXT_ACK, SOL_NETLINK } from "../../../netlink/rtnetlink.ts";
import type { Command } from "../command.ts";
import type { Loc } from "../errors/source.ts";

const SO_SNDBUFFORCE = 32;
const SO_RCVBUFFORCE = 33;
const SO_SNDBUF = 7;
const BUFFER = 1 << 20;

/** A message of the kernel, copied. */
export interface Message {
  readonly type: number;
  readonly family: number;
  readonly flags: number;
  readonly tb: AttributeTable;
}

export interface BatchError {
  readonly errno: number;
  readonly command: Command;
  readonly loc: Loc;
}

/** Writes one message of a batch; what it marks is where an error at that place points to. */
export type Fill = (w: MessageWriter, mark: (loc: Loc | undefined) => void) => void;

interface Entry {
  readonly type: number;
  readonly flags: number;
  readonly family: number;
  readonly command: Command;
  readonly fill: Fill;
}

export class Batch {
  readonly entries: Entry[] = [];

  add(command: Command, type: number, flags: number, family: number, fill: Fill): void {
    this.entries.push({ type, flags, family, command, fill });
  }
}

export class Client {
  readonly socket: Socket;
  /** Sees elements of a set and rules that the kernel tells of, for debugging. */
  seen: ((messages: readonly Message[]) => void) | undefined = undefined;
  /** Sees each message of a batch that is sent. */
  sent: ((message: Message) => void) | undefined = undefined;
  private seq = 0;
  private readonly buffer = new Uint8Array(BUFFER);

  private constructor(socket: Socket) {
    this.socket = socket;
  }

  /** @param pid of the process, which is the first port id that it gets */
  static open(sys: SystemCalls, pid: number): Client | Errno {
    const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
    if (isErrno(socket)) return socket;
    socket.setsockopt(SOL_NETLINK, NETLINK_EXT_ACK, 1);
    let error = socket.bind({ family: AF_NETLINK, pid, groups: 0 });
    if (error === -EADDRINUSE) error = socket.bind({ family: AF_NETLINK, pid: 0, groups: 0 });
    if (error < 0) {
      socket.close();
      return error;
    }
    return new Client(socket);
  }

  close(): void {
    this.socket.close();
  }

  join(group: number): number {
    return this.socket.setsockopt(SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
  }

  /** Asks and collects the answers. @returns them, or a negative error */
  ask(
    type: number,
    family: number,
    dump: boolean,
    fill: (w: MessageWriter) => void = () => {},
  ): Message[] | Errno {
    const w = new MessageWriter(256);
    const flags = NLM_F_REQUEST | (dump ? NLM_F_DUMP : NLM_F_ACK);
    w.begin((NFNL_SUBSYS_NFTABLES << 8) | type, flags, ++this.seq);
    writeNfgenmsg(w, family, 0);
    fill(w);
    w.end();
    const sent = this.socket.send(w.message(), { to: { family: AF_NETLINK, pid: 0, groups: 0 } });
    if (sent < 0) return sent;
    const found: Message[] = [];
    const reader = new MessageReader();
    for (;;) {
      const length = this.socket.recv(this.buffer);
      if (length < 0) return length === -EAGAIN ? found : length;
      for (reader.open(this.buffer, 0, length); reader.next(); ) {
        if (reader.type === NLMSG_DONE || reader.type === NLMSG_ERROR) {
          const error = readAck(reader)?.error ?? 0;
          return error < 0 ? error : found;
        }
        found.push(copyMessage(reader));
      }
    }
  }

  /** Sends a batch. @returns the errors; echoes go to `echo` */
  send(batch: Batch, echo?: (message: Message) => void, check = false): BatchError[] | Errno {
    const w = new MessageWriter(16384);
    const first = this.seq + 1;
    const marks: { offset: number; loc: Loc }[][] = [];
    const control = (type: number): void => {
      w.begin(type, NLM_F_REQUEST, ++this.seq);
      writeNfgenmsg(w, 0, NFNL_SUBSYS_NFTABLES);
      w.end();
      w.align();
    };
    control(NFNL_MSG_BATCH_BEGIN);
    for (const { type, flags, family, fill } of batch.entries) {
      const list: { offset: number; loc: Loc }[] = [];
      marks.push(list);
      const asked = NLM_F_REQUEST | flags | (echo === undefined || flags === 0 ? 0 : NLM_F_ECHO);
      const start = w.begin((NFNL_SUBSYS_NFTABLES << 8) | type, asked, ++this.seq);
      writeNfgenmsg(w, family, 0);
      fill(w, (loc) => {
        if (loc !== undefined) list.push({ offset: w.length - start, loc });
      });
      w.end();
      w.align();
    }
    // Without its end, a batch is only tried.
    if (!check) control(NFNL_MSG_BATCH_END);
    const data = w.message();
    if (this.sent !== undefined) for (const message of messagesOf(data)) this.sent(message);
    if (this.socket.setsockopt(SOL_SOCKET, SO_SNDBUFFORCE, data.length * 2) < 0)
      this.socket.setsockopt(SOL_SOCKET, SO_SNDBUF, data.length * 2);
    this.socket.setsockopt(SOL_SOCKET, SO_RCVBUFFORCE, Math.max(BUFFER, data.length * 4));
    const sent = this.socket.send(data, { to: { family: AF_NETLINK, pid: 0, groups: 0 } });
    if (sent < 0) return sent;
    return this.collect(batch, first, marks, echo);
  }

  private collect(
    batch: Batch,
    first: number,
    marks: readonly (readonly { offset: number; loc: Loc }[])[],
    echo: ((message: Message) => void) | undefined,
  ): BatchError[] | Errno {
    const errors: BatchError[] = [];
    const reader = new MessageReader();
    for (;;) {
      const length = this.socket.recv(this.buffer);
      if (length < 0) return length === -EAGAIN ? errors : length;
      for (reader.open(this.buffer, 0, length); reader.next(); ) {
        if (reader.type !== NLMSG_ERROR) {
          echo?.(copyMessage(reader));
          continue;
        }
        const ack = readAck(reader);
        if (ack === undefined || ack.error === 0) continue;
        const index = reader.seq - first - 1;
        const entry = batch.entries[index];
        if (entry === undefined) return ack.error;
        const mark = ack.offset > 0 ? marks[index].findLast((each) => each.offset <= ack.offset) : undefined;
        const exact = mark !== undefined && mark.offset === ack.offset ? mark.loc : entry.command.loc;
        errors.push({ errno: -ack.error, command: entry.command, loc: exact });
      }
    }
  }
}

const MAX_ATTRIBUTE = 24;

/** Those of a batch, without its beginning and its end. */
function messagesOf(data: Uint8Array): Message[] {
  const found: Message[] = [];
  const reader = new MessageReader();
  for (reader.open(data, 0, data.length); reader.next(); )
    if (reader.type >>> 8 === NFNL_SUBSYS_NFTABLES) found.push(copyMessage(reader));
  return found;
}

export function copyMessage(reader: MessageReader): Message {
  const bytes = reader.bytes.slice(reader.body, reader.end);
  return {
    type: reader.type & 0xff,
    family: bytes[0] ?? 0,
    flags: reader.flags,
    tb: new AttributeTable(MAX_ATTRIBUTE).parse(bytes, NFGENMSG_LEN),
  };
}
