/**
 * Requests and answers about sockets of other families than the internet's.
 *
 * Source: `include/uapi/linux/{netlink,packet,unix}_diag.h`.
 */
import { readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

/** `struct netlink_diag_req`, `struct packet_diag_req` */
export const FAMILY_DIAG_REQ_LENGTH = 20;
/** `struct unix_diag_req`: the states stand before the rest. */
export const UNIX_DIAG_REQ_LENGTH = 24;

/** All protocols of netlink. */
export const NDIAG_PROTO_ALL = 255;
export const NDIAG_SHOW_MEMINFO = 1;
export const NDIAG_SHOW_GROUPS = 2;
export const NETLINK_DIAG_MSG_LENGTH = 28;
export const NETLINK_DIAG_MEMINFO = 0;
export const NETLINK_DIAG_GROUPS = 1;

export const PACKET_SHOW_INFO = 1;
export const PACKET_SHOW_MEMINFO = 16;
export const PACKET_SHOW_FILTER = 32;
export const PACKET_DIAG_MSG_LENGTH = 16;
export const PACKET_DIAG_INFO = 0;
export const PACKET_DIAG_UID = 5;
export const PACKET_DIAG_MEMINFO = 6;
export const PACKET_DIAG_FILTER = 7;
export const PDI_RUNNING = 1;
export const PDI_AUXDATA = 2;
export const PDI_ORIGDEV = 4;
export const PDI_VNETHDR = 8;
export const PDI_LOSS = 16;

export const UDIAG_SHOW_NAME = 1;
export const UDIAG_SHOW_VFS = 2;
export const UDIAG_SHOW_PEER = 4;
export const UDIAG_SHOW_ICONS = 8;
export const UDIAG_SHOW_RQLEN = 16;
export const UDIAG_SHOW_MEMINFO = 32;
export const UNIX_DIAG_MSG_LENGTH = 16;
export const UNIX_DIAG_NAME = 0;
export const UNIX_DIAG_VFS = 1;
export const UNIX_DIAG_PEER = 2;
export const UNIX_DIAG_ICONS = 3;
export const UNIX_DIAG_RQLEN = 4;
export const UNIX_DIAG_MEMINFO = 5;
export const UNIX_DIAG_SHUTDOWN = 6;

/** What all these requests ask: which protocol, which socket if only one is meant, what is to be told. */
export interface FamilyDiagRequest {
  readonly family: number;
  readonly protocol: number;
  /** 0: all sockets. */
  readonly inode: number;
  /** Bits of what is to be told. */
  readonly show: number;
}

/** @param at where the request begins. @param rest where its inode is, from there: 4, of `AF_UNIX` 8 */
export function readFamilyDiagRequest(bytes: Uint8Array, at: number, rest = 4): FamilyDiagRequest {
  return {
    family: bytes[at],
    protocol: bytes[at + 1],
    inode: readU32(bytes, at + rest),
    show: readU32(bytes, at + rest + 4),
  };
}

/** @param states of `AF_UNIX` only: a bit for each state that is wanted */
export function writeFamilyDiagRequest(
  writer: MessageWriter,
  request: FamilyDiagRequest,
  states?: number,
): void {
  const length = states === undefined ? FAMILY_DIAG_REQ_LENGTH : UNIX_DIAG_REQ_LENGTH;
  const at = writer.reserve(length);
  writer.bytes.fill(0, at, at + length);
  writer.bytes[at] = request.family;
  writer.bytes[at + 1] = request.protocol;
  if (states !== undefined) writer.put32(at + 4, states);
  const rest = at + length - 16;
  writer.put32(rest, request.inode);
  writer.put32(rest + 4, request.show);
}
