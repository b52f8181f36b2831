/**
 * Packet sockets over netlink: what `ss -0` shows.
 *
 * Source: `net/packet/diag.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../errno.ts";
import { AF_PACKET } from "../../kernel.ts";
import { SOCK_DIAG_BY_FAMILY } from "../../netlink/inet-diag.ts";
import { type MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../netlink/message.ts";
import {
  FAMILY_DIAG_REQ_LENGTH,
  PACKET_DIAG_FILTER,
  PACKET_DIAG_INFO,
  PACKET_DIAG_MEMINFO,
  PACKET_DIAG_MSG_LENGTH,
  PACKET_DIAG_UID,
  PACKET_SHOW_FILTER,
  PACKET_SHOW_INFO,
  PACKET_SHOW_MEMINFO,
  PDI_AUXDATA,
  PDI_ORIGDEV,
  PDI_RUNNING,
  readFamilyDiagRequest,
} from "../../netlink/sock-diag.ts";
import type { RtnlRequest } from "../core/rtnetlink/rtnetlink.ts";
import { memoryOf, type SockDiagHandler } from "../core/sock/sock-diag.ts";
import { type PacketSock, packetSockets } from "./packet-sock.ts";

/** `struct packet_diag_info` */
const INFO_LENGTH = 24;
const INFO_FLAGS = 20;

/** `pdiag_put_info` */
function infoOf(sk: PacketSock): Uint8Array {
  const info = new Uint8Array(INFO_LENGTH);
  const view = new DataView(info.buffer);
  const flags =
    (sk.running ? PDI_RUNNING : 0) |
    (sk.givesAuxdata ? PDI_AUXDATA : 0) |
    (sk.givesOriginalDevice ? PDI_ORIGDEV : 0);
  view.setInt32(0, sk.ifindex, true);
  view.setUint32(INFO_FLAGS, flags, true);
  return info;
}

/** `sk_diag_fill` */
function write(request: RtnlRequest, writer: MessageWriter, sk: PacketSock, show: number): void {
  writer.begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, request.message.seq, request.portid);
  const at = writer.reserve(PACKET_DIAG_MSG_LENGTH);
  writer.bytes.fill(0, at, at + PACKET_DIAG_MSG_LENGTH);
  writer.bytes[at] = AF_PACKET;
  writer.bytes[at + 1] = sk.type;
  writer.put16(at + 2, sk.boundProtocol);
  writer.put32(at + 4, sk.inode);
  writer.put32(at + 8, sk.inode);
  if ((show & PACKET_SHOW_INFO) !== 0) {
    writer.data(PACKET_DIAG_INFO, infoOf(sk));
    writer.u32(PACKET_DIAG_UID, 0);
  }
  if ((show & PACKET_SHOW_MEMINFO) !== 0) writer.data(PACKET_DIAG_MEMINFO, memoryOf(sk));
  if ((show & PACKET_SHOW_FILTER) !== 0) writer.data(PACKET_DIAG_FILTER, sk.filter.text);
  writer.end();
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const { inode, show } = readFamilyDiagRequest(message.bytes, message.body);

  for (const sk of packetSockets(net))
    if (inode === 0 || inode === sk.inode) write(request, writer, sk, show);
  return 0;
}

/** `packet_diag_handler_dump` */
export const packetDiag: SockDiagHandler = {
  dump: (request) => {
    const { message } = request;
    if (message.length < FAMILY_DIAG_REQ_LENGTH) return -EINVAL;
    if (readFamilyDiagRequest(message.bytes, message.body).protocol !== 0) return -EINVAL;
    if ((message.flags & NLM_F_DUMP) === 0) return -EOPNOTSUPP;
    return request.socket.startDump(request, dump);
  },
};
