/**
 * Sockets of both internet families over netlink: protocols tell which they have, this writes them, and finds one that is to end.
 *
 * Source: `net/ipv4/inet_diag.c`.
 */
import { EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable, readU32 } from "../../../netlink/attribute.ts";
import {
  INET_DIAG_PROTOCOL,
  INET_DIAG_REQ_BYTECODE,
  INET_DIAG_REQ_LENGTH,
  INET_DIAG_REQ_PROTOCOL,
  INET_DIAG_SHUTDOWN,
  INET_DIAG_SKMEMINFO,
  type InetDiagMessage,
  readInetDiagId,
  readInetDiagRequest,
  SOCK_DIAG_BY_FAMILY,
  writeInetDiagMessage,
} from "../../../netlink/inet-diag.ts";
import { type MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../../netlink/message.ts";
import { IPPROTO_TCP } from "../../../packet/ipv4.ts";
import type { Machine } from "../../core/machine.ts";
import type { Net } from "../../core/net.ts";
import type { RtnlRequest } from "../../core/rtnetlink/rtnetlink.ts";
import type { Sock } from "../../core/sock/sock.ts";
import { memoryOf } from "../../core/sock/sock-diag.ts";
import type { NetlinkRequest } from "../../netlink/netlink-socket.ts";

/** One socket as it is told. */
export interface DiagSocket {
  readonly message: InetDiagMessage;
  /** undefined: none, as of a connection in TIME-WAIT. */
  readonly sk: Sock | undefined;
  /** Further attributes: number and value. `extensions` has a bit for each that was asked for. */
  attributes?(extensions: number): Iterable<readonly [type: number, value: Uint8Array | number]>;
  /** Ends it with an error (`diag_destroy`). @returns 0 or a negative error */
  abort(): number;
}

/** The sockets of one protocol of one family in a namespace (`struct inet_diag_handler`). */
export type DiagDump = (net: Net, family: number) => Iterable<DiagSocket>;

/** `INET_DIAG_NOCOOKIE` in both words. */
const NO_COOKIE = 2 ** 64 - 1;
/** `SKNLGRP_INET_TCP_DESTROY`; UDP's is the next, and those of IPv6 follow. */
const GROUP_TCP_DESTROY = 1;
const GROUP_INET6_TCP_DESTROY = 3;

/** Which protocols tell of their sockets (`inet_diag_table`). */
export class InetDiag {
  private readonly dumps = new Map<number, DiagDump>();

  /** `inet_diag_register`, for both families. */
  register(protocol: number, dump: DiagDump): void {
    this.dumps.set(protocol, dump);
  }

  of(protocol: number): DiagDump | undefined {
    return this.dumps.get(protocol);
  }
}

const KEY = new WeakMap<Machine, InetDiag>();

/** The table of a machine. */
export function inetDiagOf(machine: Machine): InetDiag {
  let table = KEY.get(machine);
  if (table === undefined) {
    table = new InetDiag();
    KEY.set(machine, table);
  }
  return table;
}

/** `inet_diag_handler_cmd` */
function dumpRequest(request: NetlinkRequest): number | undefined {
  const { message } = request;
  if (message.length < INET_DIAG_REQ_LENGTH) return -EINVAL;
  if ((message.flags & NLM_F_DUMP) === 0) return -EOPNOTSUPP;
  const filter = new AttributeTable(INET_DIAG_REQ_PROTOCOL);
  filter.parse(message.bytes, message.body + INET_DIAG_REQ_LENGTH, message.end);
  // programs that filter in the kernel are told that this one does not
  if (filter.has(INET_DIAG_REQ_BYTECODE)) return -EOPNOTSUPP;
  return request.socket.startDump(request, dumpSockets);
}

function dumpSockets(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const { family, protocol, extensions, states } = readInetDiagRequest(message.bytes, message.body);
  const more = new AttributeTable(INET_DIAG_REQ_PROTOCOL);
  more.parse(message.bytes, message.body + INET_DIAG_REQ_LENGTH, message.end);
  // a number that has no room in the request comes behind it
  const wide = more.has(INET_DIAG_REQ_PROTOCOL) && more.length(INET_DIAG_REQ_PROTOCOL) >= 4;
  const wanted = wide ? readU32(message.bytes, more.offset(INET_DIAG_REQ_PROTOCOL)) : protocol;
  const dump = inetDiagOf(net.machine).of(wanted);
  if (dump === undefined) return -ENOENT;
  for (const entry of dump(net, family)) {
    if ((states & (1 << entry.message.state)) === 0) continue;
    writer.begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, message.seq, request.portid);
    writeInetDiagMessage(writer, entry.message);
    writer.u8(INET_DIAG_SHUTDOWN, 0);
    if (entry.sk !== undefined && (extensions & (1 << (INET_DIAG_SKMEMINFO - 1))) !== 0)
      writer.data(INET_DIAG_SKMEMINFO, memoryOf(entry.sk));
    for (const [type, value] of entry.attributes?.(extensions) ?? [])
      if (typeof value === "number") writer.u8(type, value);
      else writer.data(type, value);
    writer.end();
  }
  return 0;
}

/** `SOCK_DESTROY` of `inet_diag_handler_cmd`. */
function destroyRequest(request: NetlinkRequest): number {
  const { message, net } = request;
  if (message.length < INET_DIAG_REQ_LENGTH) return -EINVAL;
  const { family, protocol } = readInetDiagRequest(message.bytes, message.body);
  const dump = inetDiagOf(net.machine).of(protocol);
  if (dump === undefined) return -ENOENT;
  const id = readInetDiagId(message.bytes, message.body, family);
  for (const entry of dump(net, family)) if (isNamed(entry.message, id)) return entry.abort();
  return -ENOENT;
}

type Identity = ReturnType<typeof readInetDiagId>;

/** Both ends, the device and the cookie are those of the request. */
function isNamed(message: InetDiagMessage, id: Identity): boolean {
  if (message.sourcePort !== id.sourcePort || message.destinationPort !== id.destinationPort) return false;
  if (message.ifindex !== id.ifindex) return false;
  if (id.cookie !== NO_COOKIE && id.cookie !== message.cookie) return false;
  const same = (own: Uint8Array, asked: Uint8Array) => own.every((byte, i) => byte === asked[i]);
  return same(message.source, id.source) && same(message.destination, id.destination);
}

/**
 * Tells who listens that a socket of TCP or UDP is gone (`sock_diag_broadcast_destroy`).
 * @param describe called only if somebody listens
 */
export function broadcastDestroy(
  net: Net,
  family: number,
  protocol: number,
  describe: () => DiagSocket,
): void {
  const { sockDiag } = net.machine;
  if (sockDiag.listeners.size === 0) return;
  const first = family === 2 ? GROUP_TCP_DESTROY : GROUP_INET6_TCP_DESTROY;
  sockDiag.multicast(net, protocol === IPPROTO_TCP ? first : first + 1, (writer) => {
    const entry = describe();
    writer.begin(SOCK_DIAG_BY_FAMILY, 0);
    writeInetDiagMessage(writer, entry.message);
    writer.u8(INET_DIAG_PROTOCOL, protocol);
    // what TCP knew of the connection is told, too
    for (const [type, value] of entry.attributes?.(2) ?? [])
      if (typeof value === "number") writer.u8(type, value);
      else writer.data(type, value);
    writer.end();
  });
}

/** Registers both families with a machine. */
export function initInetDiag(machine: Machine): void {
  const handler = { dump: dumpRequest, destroy: destroyRequest };
  machine.sockDiag.register(2, handler);
  machine.sockDiag.register(10, handler);
}
