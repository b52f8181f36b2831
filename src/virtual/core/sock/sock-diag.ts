/**
 * Sockets over netlink (`NETLINK_SOCK_DIAG`): protocols tell which they have, this answers who asks.
 *
 * Source: `net/core/sock_diag.c`, `net/ipv4/inet_diag.c`.
 */
import { EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import {
  INET_DIAG_REQ_BYTECODE,
  INET_DIAG_REQ_LENGTH,
  INET_DIAG_SHUTDOWN,
  INET_DIAG_SKMEMINFO,
  type InetDiagMessage,
  readInetDiagRequest,
  SK_MEMINFO_VARS,
  SOCK_DIAG_BY_FAMILY,
  writeInetDiagMessage,
} from "../../../netlink/inet-diag.ts";
import { type MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../../netlink/message.ts";
import type { NetlinkRequest } from "../../netlink/netlink-socket.ts";
import type { Net } from "../net.ts";
import type { RtnlRequest } from "../rtnetlink/rtnetlink.ts";
import type { Sock } from "./sock.ts";

/** One socket as it is told. */
export interface DiagSocket {
  readonly message: InetDiagMessage;
  /** undefined: none, as of a connection in TIME-WAIT. */
  readonly sk: Sock | undefined;
  /** Further attributes: number and value. `extensions` has a bit for each that was asked for. */
  attributes?(extensions: number): Iterable<readonly [type: number, value: Uint8Array | number]>;
}

/** The sockets of one protocol of one family in a namespace (`struct inet_diag_handler`). */
export type DiagDump = (net: Net, family: number) => Iterable<DiagSocket>;

/** Which protocols tell of their sockets. */
export class SockDiag {
  private readonly dumps = new Map<number, DiagDump>();

  /** `inet_diag_register`, for both families. */
  register(protocol: number, dump: DiagDump): void {
    this.dumps.set(protocol, dump);
  }

  dump(protocol: number): DiagDump | undefined {
    return this.dumps.get(protocol);
  }
}

const MEMORY = new Uint8Array(4 * SK_MEMINFO_VARS);
const memoryView = new DataView(MEMORY.buffer);

/** `sk_get_meminfo` */
function memoryOf(sk: Sock): Uint8Array {
  const words = [sk.rmemAlloc, sk.rcvbuf, sk.wmemAlloc, sk.sndbuf, 0, 0, 0, 0, sk.drops];
  for (const [i, word] of words.entries()) memoryView.setUint32(4 * i, word, true);
  return MEMORY;
}

/** `sock_diag_rcv_msg` */
export function receiveSockDiag(request: NetlinkRequest): number | undefined {
  const { message } = request;
  if (message.type !== SOCK_DIAG_BY_FAMILY) return -EINVAL;
  if (message.length < 2) return -EINVAL;
  const family = message.bytes[message.body];
  if (family !== 2 && family !== 10) return -ENOENT;
  if (message.length < INET_DIAG_REQ_LENGTH) return -EINVAL;
  if ((message.flags & NLM_F_DUMP) === 0) return -EOPNOTSUPP;
  const filter = new AttributeTable(INET_DIAG_REQ_BYTECODE);
  filter.parse(message.bytes, message.body + INET_DIAG_REQ_LENGTH, message.end);
  // programs that filter in the kernel are told that this one does not
  if (filter.has(INET_DIAG_REQ_BYTECODE)) return -EOPNOTSUPP;
  const { protocol } = readInetDiagRequest(message.bytes, message.body);
  if (request.net.machine.sockDiag.dump(protocol) === undefined) return -ENOENT;
  return request.socket.startDump(request, dumpSockets);
}

function dumpSockets(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const { family, protocol, extensions, states } = readInetDiagRequest(message.bytes, message.body);
  for (const entry of net.machine.sockDiag.dump(protocol)?.(net, family) ?? []) {
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
