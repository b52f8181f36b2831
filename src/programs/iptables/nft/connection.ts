/** The socket to nf_tables: dumps, and batches of changes that happen together or not at all. */
import { EAGAIN, type Errno, isErrno } from "../../../errno.ts";
import {
  AF_NETLINK,
  MSG_PEEK,
  MSG_TRUNC,
  SOCK_RAW,
  SOL_SOCKET,
  type Socket,
  type SystemCalls,
} from "../../../kernel.ts";
import { AttributeTable, readS32 } from "../../../netlink/attribute.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_DUMP,
  NLM_F_REQUEST,
  NLMSG_DONE,
  NLMSG_ERROR,
} from "../../../netlink/message.ts";
import { NFT_MSG_GETGEN, NFTA_GEN_ID } from "../../../netlink/nf-tables.ts";
import {
  NETLINK_NETFILTER,
  NFGENMSG_LEN,
  NFNL_BATCH_GENID,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_NFT_COMPAT,
  NFNL_SUBSYS_NFTABLES,
  nfnlType,
  writeNfgenmsg,
} from "../../../netlink/nfnetlink.ts";
import {
  COMPAT_TYPE_MATCH,
  COMPAT_TYPE_TARGET,
  NFNL_MSG_COMPAT_GET,
  NFTA_COMPAT_NAME,
  NFTA_COMPAT_REV,
  NFTA_COMPAT_TYPE,
} from "../../../netlink/nft-compat.ts";

const BUFFER = 65_536;
const SO_SNDBUFFORCE = 32;
const SO_RCVBUFFORCE = 33;
/** Room that a batch of any sensible size needs. */
const SOCKET_BUFFER = 64 * 1024 * 1024;
/** Room for an answer to each message of a batch. */
const ANSWER_BYTES = 256;
const TO_KERNEL = { to: { family: 16, pid: 0, groups: 0 } } as const;

/** An error that the kernel answered to a message of a batch. */
export interface BatchError {
  /** Which message, from 0. */
  readonly index: number;
  /** Negative. */
  readonly error: number;
}

/** A message of a batch: its type, flags and attributes. */
export interface BatchMessage {
  readonly type: number;
  readonly flags: number;
  write(writer: MessageWriter): void;
}

export class NftConnection {
  private readonly socket: Socket;
  private readonly family: number;
  private buffer = new Uint8Array(BUFFER);
  private seq = 0;

  private constructor(socket: Socket, family: number) {
    this.socket = socket;
    this.family = family;
  }

  static open(sys: SystemCalls, family: number): NftConnection | Errno {
    const socket = sys.socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
    if (isErrno(socket)) return socket;
    const error = socket.bind({ family: 16, pid: 0, groups: 0 });
    if (error >= 0) return new NftConnection(socket, family);
    socket.close();
    return error;
  }

  close(): void {
    this.socket.close();
  }

  /** Hands over every object of a dump. @returns 0 or a negative error */
  dump(
    message: number,
    attributes: (writer: MessageWriter) => void,
    each: (reader: MessageReader) => void,
  ): number {
    return this.transact(nfnlType(NFNL_SUBSYS_NFTABLES, message), NLM_F_DUMP, attributes, each);
  }

  /** The number of the ruleset's state; undefined when the kernel does not say. */
  generation(): number | undefined {
    let id: number | undefined;
    const table = new AttributeTable(NFTA_GEN_ID);
    const error = this.transact(
      nfnlType(NFNL_SUBSYS_NFTABLES, NFT_MSG_GETGEN),
      NLM_F_ACK,
      nothing,
      (reader) => {
        id = table.parse(reader.bytes, reader.body + NFGENMSG_LEN, reader.end).be32(NFTA_GEN_ID);
      },
    );
    return error < 0 ? undefined : id;
  }

  /** Whether the kernel has a match or target. @returns 0 or a negative error */
  compatible(name: string, revision: number, target: boolean): number {
    const attributes = (writer: MessageWriter): void => {
      writer.string(NFTA_COMPAT_NAME, name);
      writer.be32(NFTA_COMPAT_REV, revision);
      writer.be32(NFTA_COMPAT_TYPE, target ? COMPAT_TYPE_TARGET : COMPAT_TYPE_MATCH);
    };
    return this.transact(
      nfnlType(NFNL_SUBSYS_NFT_COMPAT, NFNL_MSG_COMPAT_GET),
      NLM_F_ACK,
      attributes,
      () => {},
    );
  }

  private transact(
    type: number,
    flags: number,
    attributes: (writer: MessageWriter) => void,
    each: (reader: MessageReader) => void,
  ): number {
    const writer = new MessageWriter(256);
    writer.begin(type, NLM_F_REQUEST | flags, ++this.seq);
    writeNfgenmsg(writer, this.family, 0);
    attributes(writer);
    writer.end();
    const sent = this.socket.send(writer.message(), TO_KERNEL);
    if (sent < 0) return sent;
    for (const reader = new MessageReader(); ; ) {
      const length = this.receive();
      if (length < 0) return length;
      for (reader.open(this.buffer, 0, length); reader.next(); ) {
        if (reader.seq !== this.seq) continue;
        if (reader.type === NLMSG_DONE) return 0;
        if (reader.type === NLMSG_ERROR) return readS32(reader.bytes, reader.body);
        each(reader);
      }
    }
  }

  private receive(): number {
    const size = this.socket.recv(this.buffer, undefined, MSG_PEEK | MSG_TRUNC);
    if (size > this.buffer.length) this.buffer = new Uint8Array(size);
    return size < 0 ? size : this.socket.recv(this.buffer);
  }

  /**
   * Sends changes as one batch.
   * @param generation the state of the ruleset that they were made for
   * @returns what the kernel refused, or an error of the socket
   */
  commit(messages: readonly BatchMessage[], generation: number | undefined): readonly BatchError[] | Errno {
    const first = this.seq + 1;
    const bytes = this.batch(messages, generation);
    this.socket.setsockopt(
      SOL_SOCKET,
      SO_SNDBUFFORCE,
      Math.min(SOCKET_BUFFER, Math.max(2 * bytes.length, BUFFER)),
    );
    this.socket.setsockopt(
      SOL_SOCKET,
      SO_RCVBUFFORCE,
      Math.min(SOCKET_BUFFER, BUFFER + ANSWER_BYTES * messages.length),
    );
    const sent = this.socket.send(bytes, TO_KERNEL);
    if (sent < 0) return sent as Errno;
    const errors: BatchError[] = [];
    for (const reader = new MessageReader(); ; ) {
      const length = this.receive();
      if (length === -EAGAIN) return errors;
      if (length < 0) return errors.length > 0 ? errors : (length as Errno);
      for (reader.open(this.buffer, 0, length); reader.next(); ) {
        if (reader.type !== NLMSG_ERROR || reader.seq < first) continue;
        const error = readS32(reader.bytes, reader.body);
        // the batch's own first message is before the first change
        if (error < 0) errors.push({ index: reader.seq - first - 1, error });
      }
    }
  }

  private batch(messages: readonly BatchMessage[], generation: number | undefined): Uint8Array {
    const writer = new MessageWriter(BUFFER);
    this.frame(writer, NFNL_MSG_BATCH_BEGIN, generation);
    for (const message of messages) {
      writer.align();
      writer.begin(nfnlType(NFNL_SUBSYS_NFTABLES, message.type), NLM_F_REQUEST | message.flags, ++this.seq);
      writeNfgenmsg(writer, this.family, 0);
      message.write(writer);
      writer.end();
    }
    writer.align();
    this.frame(writer, NFNL_MSG_BATCH_END, undefined);
    return writer.message();
  }

  private frame(writer: MessageWriter, type: number, generation: number | undefined): void {
    writer.begin(type, NLM_F_REQUEST, ++this.seq);
    writeNfgenmsg(writer, 0, NFNL_SUBSYS_NFTABLES);
    if (generation !== undefined) writer.be32(NFNL_BATCH_GENID, generation);
    writer.end();
  }
}

function nothing(): void {
  // a request without attributes
}
