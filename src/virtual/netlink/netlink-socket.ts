/**
 * Netlink sockets: requests to the kernel, dumps read piece by piece, multicasts.
 *
 * Source: `net/netlink/af_netlink.c`.
 */
import {
  EADDRINUSE,
  EAGAIN,
  EBUSY,
  ECONNREFUSED,
  EINVAL,
  EMSGSIZE,
  ENOBUFS,
  ENOPROTOOPT,
  type Errno,
} from "../../errno.ts";
import {
  AF_NETLINK,
  type ControlMessage,
  MSG_PEEK,
  MSG_TRUNC,
  type ReceivedMessage,
  type SendOptions,
  type SocketAddress,
} from "../../kernel.ts";
import { nlAlign, readU32 } from "../../netlink/attribute.ts";
import { ExtendedAck, writeAck, writeDone } from "../../netlink/error.ts";
import {
  MessageReader,
  MessageWriter,
  NLM_F_ACK,
  NLM_F_ECHO,
  NLM_F_MULTI,
  NLM_F_REQUEST,
  NLMSG_MIN_TYPE,
} from "../../netlink/message.ts";
import * as option from "../../netlink/rtnetlink.ts";
import { SOL_NETLINK } from "../../netlink/rtnetlink.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import type { NetlinkListener, RtnlDumpit } from "../core/rtnetlink/rtnetlink.ts";
import { allocSkb, consumeSkb, type SkBuff } from "../core/skbuff.ts";
import { readInt, Sock, writeInt } from "../core/sock/sock.ts";
import { copyOut } from "./copy-out.ts";
import { firstGroups, groupWords, NO_GROUPS, withFirstGroups, withGroup } from "./netlink-groups.ts";
import type { NetlinkPorts } from "./netlink-ports.ts";

/** Room of the first piece of a dump, before the reader's buffer is known (`NLMSG_GOODSIZE`). */
const FIRST_PIECE = 3776;
/** Largest piece (`SKB_WITH_OVERHEAD(32768)`). */
const LARGEST_PIECE = 32448;
const NETLINK_PKTINFO_LENGTH = 4;

/** A request as a protocol sees it. One object for all sockets, filled again for each message. */
export class NetlinkRequest {
  readonly message = new MessageReader();
  readonly extack = new ExtendedAck();
  socket!: NetlinkSocket;
  answerFlags = 0;

  get net(): Net {
    return this.socket.net;
  }

  get portid(): number {
    return this.socket.portid;
  }

  get strict(): boolean {
    return this.socket.strict;
  }

  reply(message: Uint8Array): void {
    this.socket.enqueue(message, 0);
  }
}

/** Answers one message. @returns 0 or a negative error; `undefined` when the answer is a dump, which acknowledges itself */
export type NetlinkReceive = (request: NetlinkRequest) => number | undefined;

/** A protocol of the family. */
export interface NetlinkProtocol {
  readonly receive: NetlinkReceive;
  /** How many groups there are. */
  readonly groups: number;
  /** Handlers take the datagram as a whole, where it is no row of single requests. @returns whether it was taken */
  receiveWhole?(request: NetlinkRequest, data: Uint8Array): boolean;
  /** Where its sockets wait for notifications. */
  listeners?(machine: Machine): Set<NetlinkSocket>;
  /** A bound socket is closed (`NETLINK_URELEASE`). */
  released?(net: Net, portid: number): void;
}

/** Reused by all dumps: each is written in one go, and copied if it is not read at once. */
const dumpWriter = new MessageWriter(16384);
const ackWriter = new MessageWriter(4096);
const ackExtended = { extended: false, capped: false };

const NOTHING_SENT = new Uint8Array(0);
const shared = new NetlinkRequest();
let sharedInUse = false;

/** `struct netlink_sock`. */
export class NetlinkSocket extends Sock implements NetlinkListener {
  portid = 0;
  strict = false;
  private readonly ports: NetlinkPorts;
  private readonly kind: NetlinkProtocol;
  private groups: ReadonlySet<number> = NO_GROUPS;
  private extendedAck = false;
  private cappedAck = false;
  private allNsids = false;
  private noEnobufs = false;
  private packetInfo = false;
  private broadcastError = false;
  private congested = false;
  private destination = 0;
  /** What is left of a dump: whole messages, and how far they were handed out. */
  private dump: Uint8Array | null = null;
  private dumpPosition = 0;
  private largestRead = 0;

  constructor(net: Net, type: number, protocol: number, ports: NetlinkPorts, kind: NetlinkProtocol) {
    super(net, AF_NETLINK, type, protocol);
    this.ports = ports;
    ports.hold();
    this.kind = kind;
    kind.listeners?.(net.machine).add(this);
  }

  bind(address: SocketAddress): number {
    if (address.family !== AF_NETLINK) return -EINVAL;
    if (this.portid !== 0 && address.pid !== 0 && address.pid !== this.portid) return -EINVAL;
    if (this.portid === 0) {
      const error = this.take(address.pid);
      if (error < 0) return error;
    }
    if (address.groups === 0 && this.groups.size === 0) return 0;
    this.groups = withFirstGroups(this.groups, address.groups);
    return 0;
  }

  /** Without a wish it is the process's number, or one that the kernel makes up when that is taken (`netlink_autobind`). */
  private take(portid: number): number {
    const process = this.owner?.pid ?? 0;
    if (portid === 0 && process !== 0 && this.ports.find(process) === undefined) return this.take(process);
    const taken = this.ports.take(this, portid);
    if (taken < 0) return -EADDRINUSE;
    this.portid = taken;
    return 0;
  }

  override connect(address: SocketAddress): number {
    if (address.family !== AF_NETLINK) return -EINVAL;
    if (this.portid === 0) this.take(0);
    this.destination = address.pid;
    return 0;
  }

  getsockname(): SocketAddress {
    return { family: AF_NETLINK, pid: this.portid, groups: this.groupMask() };
  }

  override getpeername(): SocketAddress | Errno {
    return { family: AF_NETLINK, pid: this.destination, groups: 0 };
  }

  /** Whether a dump is being read. */
  get dumping(): boolean {
    return this.dump !== null;
  }

  /** The port to which it is connected; 0: the kernel. */
  get destinationPort(): number {
    return this.destination;
  }

  /** All groups of the protocol as bits, in whole words of 64; nothing while it never joined one. */
  groupWords(): Uint8Array {
    return groupWords(this.groups, this.kind.groups);
  }

  /** The first 32 groups as bits. */
  groupMask(): number {
    return firstGroups(this.groups);
  }

  send(data: Uint8Array, options?: SendOptions): number {
    const { to } = options ?? {};
    if (to !== undefined && to.family !== AF_NETLINK) return -EINVAL;
    if (this.portid === 0) this.take(0);
    if (data.length > this.sndbuf - 32) return -EMSGSIZE;
    const pid = to?.pid ?? this.destination;
    if (pid !== 0) return this.sendTo(pid, data);
    if (sharedInUse) {
      // A reader that was woken sends while another request is answered.
      this.answer(new NetlinkRequest(), data);
      return data.length;
    }
    sharedInUse = true;
    this.answer(shared, data);
    sharedInUse = false;
    shared.message.open(NOTHING_SENT);
    return data.length;
  }

  private answer(request: NetlinkRequest, data: Uint8Array): void {
    const { backlog } = this.net.machine;
    request.socket = this;
    request.message.open(data);
    backlog.bhDisable();
    if (this.kind.receiveWhole?.(request, data) !== true) while (request.message.next()) this.handle(request);
    backlog.bhEnable();
  }

  private sendTo(pid: number, data: Uint8Array): number {
    const target = this.ports.find(pid);
    if (target === undefined) return -ECONNREFUSED;
    return target.enqueue(data, 0, -1, this.portid) ? data.length : -EAGAIN;
  }

  private handle(request: NetlinkRequest): void {
    const { message, extack } = request;
    extack.clear();
    let error: number | undefined = 0;
    if ((message.flags & NLM_F_REQUEST) !== 0 && message.type >= NLMSG_MIN_TYPE)
      error = (message.flags & NLM_F_ECHO) === 0 ? this.kind.receive(request) : this.receiveWithEcho(request);
    if (error === undefined) return;
    if (error === 0 && (message.flags & NLM_F_ACK) === 0) return;
    this.acknowledge(request, error);
  }

  /** Answers a request with its error, or none (`netlink_ack`). */
  acknowledge(request: NetlinkRequest, error: number): void {
    const { message, extack } = request;
    ackExtended.extended = this.extendedAck;
    ackExtended.capped = this.cappedAck;
    ackWriter.reset();
    writeAck(ackWriter, message, error, this.portid, ackExtended, extack);
    this.enqueue(ackWriter.message(), 0);
  }

  /** Notifications of what the request does come to this socket, too. */
  private receiveWithEcho(request: NetlinkRequest): number | undefined {
    const { rtnetlink } = this.net.machine;
    const before = rtnetlink.echo;
    rtnetlink.echo = { listener: this, portid: this.portid, seq: request.message.seq };
    const error = this.kind.receive(request);
    rtnetlink.echo = before;
    return error;
  }

  /** Runs a dump and queues its first piece. @returns undefined, or `-EBUSY` while another dump is read */
  startDump(request: NetlinkRequest, dumpit: RtnlDumpit): number | undefined {
    if (this.dump !== null) return -EBUSY;
    const writer = dumpWriter;
    writer.reset();
    const { seq } = request.message;
    request.answerFlags = 0;
    const error = dumpit(request, writer);
    const done = writer.length;
    const flags = NLM_F_MULTI | request.answerFlags;
    writeDone(writer, seq, this.portid, error, flags, this.extendedAck ? request.extack : undefined);
    this.dump = writer.message();
    this.dumpPosition = 0;
    this.continueDump(Math.max(FIRST_PIECE, Math.min(this.largestRead, LARGEST_PIECE)), done);
    if (this.dump !== null) this.dump = this.dump.slice();
    return undefined;
  }

  /** Queues as many whole messages as fit, at least one; the last message, the end of the dump, comes alone. */
  private continueDump(room: number, done = -1): void {
    const { dump } = this;
    if (dump === null) return;
    const start = this.dumpPosition;
    const end = pieceEnd(dump, start, room, done);
    this.enqueue(dump.subarray(start, end), 0);
    this.dumpPosition = end;
    if (end >= dump.length) this.dump = null;
  }

  /**
   * Queues a message of the kernel or of another socket.
   * @returns false when the receive buffer is full
   */
  enqueue(message: Uint8Array, group: number, nsid = -1, from = 0): boolean {
    if (this.closed) return false;
    if (this.rmemAlloc >= this.rcvbuf) {
      this.overrun();
      return false;
    }
    const skb = allocSkb(message.length, 0);
    skb.append(message, 0, message.length);
    skb.cbA = group;
    skb.cbB = nsid;
    skb.cbC = from;
    return this.queueReceive(skb, "netlink_sendskb");
  }

  private overrun(): void {
    this.drops++;
    if (this.noEnobufs || this.congested) return;
    this.congested = true;
    this.reportError(ENOBUFS);
  }

  listens(group: number, net: Net): boolean {
    if (!this.groups.has(group)) return false;
    return net === this.net || (this.allNsids && (this.net.nsids?.id(net) ?? -1) >= 0);
  }

  deliver(message: Uint8Array, group: number, net: Net): void {
    const nsid = net === this.net ? -1 : (this.net.nsids?.id(net) ?? -1);
    this.enqueue(message, group, nsid);
  }

  recv(into: Uint8Array, message?: ReceivedMessage, flags = 0): number {
    const error = this.takeError();
    if (error !== 0) return error;
    const peek = (flags & MSG_PEEK) !== 0;
    const skb = peek ? this.peekReceive() : this.takeReceive();
    if (skb === null) return -EAGAIN;
    this.largestRead = Math.max(this.largestRead, into.length);
    const length = skb.length;
    const copied = copyOut(skb, into);
    if (message !== undefined) this.describe(skb, message, copied < length);
    if (!peek) {
      consumeSkb(skb);
      if (this.dump !== null && this.rmemAlloc <= this.rcvbuf / 2)
        this.continueDump(Math.max(FIRST_PIECE, Math.min(this.largestRead, LARGEST_PIECE)));
      if (this.queueLength === 0) this.congested = false;
    }
    return (flags & MSG_TRUNC) !== 0 ? length : copied;
  }

  private describe(skb: SkBuff, message: ReceivedMessage, truncated: boolean): void {
    const group = skb.cbA;
    const mask = group > 0 && group <= 32 ? (1 << (group - 1)) >>> 0 : 0;
    message.from = { family: AF_NETLINK, pid: skb.cbC, groups: mask };
    message.flags = truncated ? MSG_TRUNC : 0;
    message.control = [];
    if (this.packetInfo) message.control.push(intControl(option.NETLINK_PKTINFO, group));
    if (this.allNsids && skb.cbB >= 0)
      message.control.push(intControl(option.NETLINK_LISTEN_ALL_NSID, skb.cbB));
  }

  override setsockopt(level: number, name: number, value: number | Uint8Array): number {
    if (level !== SOL_NETLINK) return super.setsockopt(level, name, value);
    const number = readInt(value) ?? 0;
    const on = number !== 0;
    switch (name) {
      case option.NETLINK_ADD_MEMBERSHIP:
      case option.NETLINK_DROP_MEMBERSHIP:
        return this.changeMembership(number, name === option.NETLINK_ADD_MEMBERSHIP);
      case option.NETLINK_PKTINFO:
        this.packetInfo = on;
        return 0;
      case option.NETLINK_BROADCAST_ERROR:
        this.broadcastError = on;
        return 0;
      case option.NETLINK_NO_ENOBUFS:
        this.noEnobufs = on;
        if (on) this.congested = false;
        return 0;
      case option.NETLINK_LISTEN_ALL_NSID:
        this.allNsids = on;
        return 0;
      case option.NETLINK_CAP_ACK:
        this.cappedAck = on;
        return 0;
      case option.NETLINK_EXT_ACK:
        this.extendedAck = on;
        return 0;
      case option.NETLINK_GET_STRICT_CHK:
        this.strict = on;
        return 0;
      default:
        return -ENOPROTOOPT;
    }
  }

  private changeMembership(group: number, join: boolean): number {
    if (group < 1 || group > this.kind.groups) return -EINVAL;
    this.groups = withGroup(this.groups, group, join);
    return 0;
  }

  override getsockopt(level: number, name: number, into: Uint8Array): number {
    if (level !== SOL_NETLINK) return super.getsockopt(level, name, into);
    const value = new Map<number, boolean>([
      [option.NETLINK_PKTINFO, this.packetInfo],
      [option.NETLINK_BROADCAST_ERROR, this.broadcastError],
      [option.NETLINK_NO_ENOBUFS, this.noEnobufs],
      [option.NETLINK_LISTEN_ALL_NSID, this.allNsids],
      [option.NETLINK_CAP_ACK, this.cappedAck],
      [option.NETLINK_EXT_ACK, this.extendedAck],
      [option.NETLINK_GET_STRICT_CHK, this.strict],
    ]).get(name);
    return value === undefined ? -ENOPROTOOPT : writeInt(into, Number(value));
  }

  protected destroy(): void {
    this.kind.listeners?.(this.net.machine).delete(this);
    if (this.portid !== 0) this.kind.released?.(this.net, this.portid);
    this.ports.release(this);
    this.dump = null;
  }
}

/** Where the piece of a dump that begins at `start` ends; `done` is where its last message begins, -1 when that is not known. */
function pieceEnd(dump: Uint8Array, start: number, room: number, done: number): number {
  let end = start;
  while (end < dump.length) {
    const next = end + nlAlign(readU32(dump, end));
    if (end > start && (next - start > room || end === done || next >= dump.length)) break;
    end = next;
  }
  return end;
}

function intControl(type: number, value: number): ControlMessage {
  const data = new Uint8Array(NETLINK_PKTINFO_LENGTH);
  writeInt(data, value);
  return { level: SOL_NETLINK, type, data };
}
