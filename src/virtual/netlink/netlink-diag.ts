/**
 * Netlink's own sockets over netlink: what `ss -f netlink` shows.
 *
 * Source: `net/netlink/diag.c`.
 */
import { EINVAL, EOPNOTSUPP } from "../../errno.ts";
import { AF_NETLINK, SOCK_DGRAM } from "../../kernel.ts";
import { NETLINK_SOCK_DIAG, SOCK_DIAG_BY_FAMILY } from "../../netlink/inet-diag.ts";
import { type MessageWriter, NLM_F_DUMP, NLM_F_MULTI } from "../../netlink/message.ts";
import {
  FAMILY_DIAG_REQ_LENGTH,
  NDIAG_PROTO_ALL,
  NDIAG_SHOW_GROUPS,
  NDIAG_SHOW_MEMINFO,
  NETLINK_DIAG_GROUPS,
  NETLINK_DIAG_MEMINFO,
  NETLINK_DIAG_MSG_LENGTH,
  readFamilyDiagRequest,
} from "../../netlink/sock-diag.ts";
import type { Net } from "../core/net.ts";
import type { RtnlRequest } from "../core/rtnetlink/rtnetlink.ts";
import { memoryOf } from "../core/sock/sock-diag.ts";
import { KERNEL_PROTOCOLS, kernelInode, type NetlinkPorts } from "./netlink-ports.ts";
import type { NetlinkRequest, NetlinkSocket } from "./netlink-socket.ts";

/** What the answer's first piece is charged for before it is written: a buffer of `NLMSG_GOODSIZE` and what surrounds it. */
const DUMP_PIECE = 4352;
/** The request itself, as long as the kernel's socket holds it. */
const REQUEST = 832;
const MEMORY_WORDS = 9;

/** What a protocol has in a namespace; undefined: no socket but the kernel's. */
export type PortsOf = (net: Net, protocol: number) => NetlinkPorts | undefined;

function begin(request: RtnlRequest, writer: MessageWriter, type: number, protocol: number): number {
  writer.begin(SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, request.message.seq, request.portid);
  const at = writer.reserve(NETLINK_DIAG_MSG_LENGTH);
  writer.bytes.fill(0, at, at + NETLINK_DIAG_MSG_LENGTH);
  writer.bytes[at] = AF_NETLINK;
  writer.bytes[at + 1] = type;
  writer.bytes[at + 2] = protocol;
  return at;
}

/** The kernel's own socket of a protocol. */
function writeKernel(request: RtnlRequest, writer: MessageWriter, protocol: number, show: number): void {
  const { net } = request;
  const at = begin(request, writer, SOCK_DGRAM, protocol);
  const inode = kernelInode(net, protocol);
  writer.put32(at + 16, inode);
  writer.put32(at + 20, inode);
  if ((show & NDIAG_SHOW_MEMINFO) !== 0) {
    const { rmemDefault, wmemDefault } = net.machine.settings;
    const received = protocol === NETLINK_SOCK_DIAG ? REQUEST : 0;
    const memory = new Uint8Array(4 * MEMORY_WORDS);
    const view = new DataView(memory.buffer);
    for (const [i, word] of [received, rmemDefault, 0, wmemDefault].entries())
      view.setUint32(4 * i, word, true);
    writer.data(NETLINK_DIAG_MEMINFO, memory);
  }
  writer.end();
}

function writeSocket(request: RtnlRequest, writer: MessageWriter, sk: NetlinkSocket, show: number): void {
  const at = begin(request, writer, sk.type, sk.protocol);
  writer.bytes[at + 3] = Number(sk.destinationPort !== 0);
  writer.put32(at + 4, sk.portid);
  writer.put32(at + 8, sk.destinationPort);
  writer.put32(at + 16, sk.inode);
  writer.put32(at + 20, sk.inode);
  const asks = sk.protocol === NETLINK_SOCK_DIAG && sk.portid === request.portid;
  if ((show & NDIAG_SHOW_MEMINFO) !== 0)
    writer.data(NETLINK_DIAG_MEMINFO, memoryOf(sk, asks ? DUMP_PIECE : 0));
  const groups = sk.groupWords();
  if ((show & NDIAG_SHOW_GROUPS) !== 0 && groups.length > 0) writer.data(NETLINK_DIAG_GROUPS, groups);
  writer.end();
}

/** `netlink_diag_handler_dump` */
export function netlinkDiag(portsOf: PortsOf) {
  const dump = (request: RtnlRequest, writer: MessageWriter): number => {
    const { message, net } = request;
    const { protocol, show } = readFamilyDiagRequest(message.bytes, message.body);
    const wanted = protocol === NDIAG_PROTO_ALL ? KERNEL_PROTOCOLS : [protocol];
    for (const one of wanted) {
      if (KERNEL_PROTOCOLS.includes(one)) writeKernel(request, writer, one, show);
      for (const sk of portsOf(net, one)?.all() ?? []) writeSocket(request, writer, sk, show);
    }
    return 0;
  };
  return {
    dump: (request: NetlinkRequest): number | undefined => {
      const { message } = request;
      if (message.length < FAMILY_DIAG_REQ_LENGTH) return -EINVAL;
      if ((message.flags & NLM_F_DUMP) === 0) return -EOPNOTSUPP;
      return request.socket.startDump(request, dump);
    },
  };
}
