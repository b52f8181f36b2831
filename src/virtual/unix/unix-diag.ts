/**
 * Sockets of the UNIX family over netlink: what `ss -x` shows.
 *
 * Source: `net/unix/diag.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../errno.ts";
import { AF_UNIX, SOCK_STREAM } from "../../kernel.ts";
import { readU32 } from "../../netlink/attribute.ts";
import { SOCK_DIAG_BY_FAMILY } from "../../netlink/inet-diag.ts";
import { type MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../netlink/message.ts";
import {
  readFamilyDiagRequest,
  UDIAG_SHOW_ICONS,
  UDIAG_SHOW_MEMINFO,
  UDIAG_SHOW_NAME,
  UDIAG_SHOW_PEER,
  UDIAG_SHOW_RQLEN,
  UDIAG_SHOW_VFS,
  UNIX_DIAG_ICONS,
  UNIX_DIAG_MEMINFO,
  UNIX_DIAG_MSG_LENGTH,
  UNIX_DIAG_NAME,
  UNIX_DIAG_PEER,
  UNIX_DIAG_REQ_LENGTH,
  UNIX_DIAG_RQLEN,
  UNIX_DIAG_SHUTDOWN,
  UNIX_DIAG_VFS,
} from "../../netlink/sock-diag.ts";
import type { RtnlRequest } from "../core/rtnetlink/rtnetlink.ts";
import { memoryOf, type SockDiagHandler } from "../core/sock/sock-diag.ts";
import { UNIX_LISTEN, type UnixSock } from "./unix-sock.ts";
import { unixTable } from "./unix-table.ts";

function words(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setUint32(4 * i, value, true);
  return bytes;
}

/** Bytes to read: of datagrams those of the first (`unix_inq_len`). */
function waitingBytes(sk: UnixSock): number {
  return sk.type === SOCK_STREAM ? sk.queue.bytes : (sk.queue.first?.data.length ?? 0);
}

/** `sk_diag_fill` */
function write(request: RtnlRequest, writer: MessageWriter, sk: UnixSock, show: number): void {
  writer.begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, request.message.seq, request.portid);
  const at = writer.reserve(UNIX_DIAG_MSG_LENGTH);
  writer.bytes.fill(0, at, at + UNIX_DIAG_MSG_LENGTH);
  writer.bytes[at] = AF_UNIX;
  writer.bytes[at + 1] = sk.type;
  writer.bytes[at + 2] = sk.state;
  writer.put32(at + 4, sk.inode);
  writer.put32(at + 8, sk.inode);
  if ((show & UDIAG_SHOW_NAME) !== 0 && sk.name !== "")
    writer.data(UNIX_DIAG_NAME, new TextEncoder().encode(sk.name));
  if ((show & UDIAG_SHOW_VFS) !== 0 && sk.node.inode !== 0)
    writer.data(UNIX_DIAG_VFS, words(sk.node.inode, sk.node.device));
  if ((show & UDIAG_SHOW_PEER) !== 0 && sk.peer !== null)
    writer.data(UNIX_DIAG_PEER, words(sk.peer.embryo || sk.peer.closed ? 0 : sk.peer.inode));
  const listens = sk.state === UNIX_LISTEN;
  if ((show & UDIAG_SHOW_ICONS) !== 0 && listens)
    writer.data(UNIX_DIAG_ICONS, words(...sk.waiting.map((child) => child.peer?.inode ?? 0)));
  if ((show & UDIAG_SHOW_RQLEN) !== 0)
    writer.data(
      UNIX_DIAG_RQLEN,
      listens ? words(sk.waiting.length, sk.backlog) : words(waitingBytes(sk), sk.wmemAlloc),
    );
  if ((show & UDIAG_SHOW_MEMINFO) !== 0) writer.data(UNIX_DIAG_MEMINFO, memoryOf(sk));
  writer.u8(UNIX_DIAG_SHUTDOWN, sk.shutdownMask);
  writer.end();
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const { show } = readFamilyDiagRequest(message.bytes, message.body, 8);
  const states = readU32(message.bytes, message.body + 4);
  for (const sk of unixTable(net)?.sockets ?? [])
    if (!sk.embryo && (states & (1 << sk.state)) !== 0) write(request, writer, sk, show);
  return 0;
}

/** `unix_diag_handler_dump` */
export const unixDiag: SockDiagHandler = {
  dump: (request) => {
    const { message } = request;
    if (message.length < UNIX_DIAG_REQ_LENGTH) return -EINVAL;
    if ((message.flags & NLM_F_DUMP) === 0) return -EOPNOTSUPP;
    return request.socket.startDump(request, dump);
  },
};
