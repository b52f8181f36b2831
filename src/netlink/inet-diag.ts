/**
 * Sockets over netlink: requests and answers of `NETLINK_SOCK_DIAG`.
 *
 * Source: `include/uapi/linux/sock_diag.h`, `include/uapi/linux/inet_diag.h`.
 */
import { readU16, readU32 } from "./attribute.ts";
import type { MessageWriter } from "./message.ts";

/** `socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG)` */
export const NETLINK_SOCK_DIAG = 4;
export const SOCK_DIAG_BY_FAMILY = 20;
export const SOCK_DESTROY = 21;
/** The groups of the protocol: an internet family's TCP or UDP sockets that are destroyed. */
export const SKNLGRP_MAX = 4;

/** `struct inet_diag_sockid` */
const SOCKID_LENGTH = 48;
export const INET_DIAG_REQ_LENGTH = 8 + SOCKID_LENGTH;
export const INET_DIAG_MSG_LENGTH = 4 + SOCKID_LENGTH + 20;

export const INET_DIAG_REQ_BYTECODE = 1;
export const INET_DIAG_REQ_PROTOCOL = 3;

export const INET_DIAG_MEMINFO = 1;
export const INET_DIAG_INFO = 2;
export const INET_DIAG_CONG = 4;
export const INET_DIAG_TOS = 5;
export const INET_DIAG_TCLASS = 6;
export const INET_DIAG_SKMEMINFO = 7;
export const INET_DIAG_SHUTDOWN = 8;
export const INET_DIAG_PROTOCOL = 10;
export const INET_DIAG_SKV6ONLY = 11;
export const INET_DIAG_MARK = 15;
export const INET_DIAG_MAX = 22;

/** Number of words of `INET_DIAG_SKMEMINFO` (`SK_MEMINFO_VARS`). */
export const SK_MEMINFO_VARS = 9;

/** `struct inet_diag_req_v2` without the identity, which only requests about one socket have. */
export interface InetDiagRequest {
  readonly family: number;
  readonly protocol: number;
  /** Bit `type - 1` for each attribute that is wanted. */
  readonly extensions: number;
  /** Bit of each `TCP_*` state that is wanted. */
  readonly states: number;
}

/** Reads the fixed part of `struct inet_diag_req_v2`. */
export function readInetDiagRequest(bytes: Uint8Array, at: number): InetDiagRequest {
  return {
    family: bytes[at],
    protocol: bytes[at + 1],
    extensions: bytes[at + 2],
    states: readU32(bytes, at + 4),
  };
}

/** @param id which socket is meant; of a dump none */
export function writeInetDiagRequest(writer: MessageWriter, request: InetDiagRequest, id?: InetDiagId): void {
  const at = writer.reserve(INET_DIAG_REQ_LENGTH);
  writer.bytes.fill(0, at, at + INET_DIAG_REQ_LENGTH);
  writer.bytes[at] = request.family;
  writer.bytes[at + 1] = request.protocol;
  writer.bytes[at + 2] = request.extensions;
  writer.put32(at + 4, request.states);
  if (id !== undefined) writeInetDiagId(writer, at, id);
}

/** `struct inet_diag_sockid`: which socket a request is about. */
export interface InetDiagId {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly ifindex: number;
  readonly cookie: number;
}

/** The identity in a request at `at`; it stands 4 bytes further than in a message. */
export function readInetDiagId(bytes: Uint8Array, at: number, family: number): InetDiagId {
  return readSocketId(bytes, at + 4, family);
}

function readSocketId(bytes: Uint8Array, base: number, family: number): InetDiagId {
  const length = family === 2 ? 4 : 16;
  return {
    sourcePort: (bytes[base + 4] << 8) | bytes[base + 5],
    destinationPort: (bytes[base + 6] << 8) | bytes[base + 7],
    source: bytes.slice(base + SOURCE, base + SOURCE + length),
    destination: bytes.slice(base + DESTINATION, base + DESTINATION + length),
    ifindex: readU32(bytes, base + IFINDEX),
    cookie: readU32(bytes, base + COOKIE) + readU32(bytes, base + COOKIE + 4) * 2 ** 32,
  };
}

/** Writes the identity into a request at `at`. */
export function writeInetDiagId(writer: MessageWriter, at: number, id: InetDiagId): void {
  writeSocketId(writer, at + 4, id);
}

function writeSocketId(writer: MessageWriter, base: number, id: InetDiagId): void {
  const { bytes } = writer;
  bytes[base + 4] = id.sourcePort >>> 8;
  bytes[base + 5] = id.sourcePort;
  bytes[base + 6] = id.destinationPort >>> 8;
  bytes[base + 7] = id.destinationPort;
  bytes.set(id.source, base + SOURCE);
  bytes.set(id.destination, base + DESTINATION);
  writer.put32(base + IFINDEX, id.ifindex);
  writer.put32(base + COOKIE, id.cookie >>> 0);
  writer.put32(base + COOKIE + 4, Math.floor(id.cookie / 2 ** 32));
}

/** `struct inet_diag_msg`. Addresses are 4 or 16 bytes. */
export interface InetDiagMessage extends InetDiagId {
  readonly family: number;
  readonly state: number;
  /** 1: retransmission, 2: keepalive, 3: TIME-WAIT, 4: zero window probe. */
  readonly timer: number;
  readonly retransmits: number;
  /** Milliseconds. */
  readonly expires: number;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly uid: number;
  readonly inode: number;
}

const SOURCE = 8;
const DESTINATION = 24;
const IFINDEX = 40;
const COOKIE = 44;
const EXPIRES = 4 + SOCKID_LENGTH;

/** Reads `struct inet_diag_msg`. */
export function readInetDiagMessage(bytes: Uint8Array, at: number): InetDiagMessage {
  const family = bytes[at];
  return {
    ...readSocketId(bytes, at, family),
    family,
    state: bytes[at + 1],
    timer: bytes[at + 2],
    retransmits: bytes[at + 3],
    expires: readU32(bytes, at + EXPIRES),
    receiveQueue: readU32(bytes, at + EXPIRES + 4),
    sendQueue: readU32(bytes, at + EXPIRES + 8),
    uid: readU32(bytes, at + EXPIRES + 12),
    inode: readU32(bytes, at + EXPIRES + 16),
  };
}

/** Writes `struct inet_diag_msg`. */
export function writeInetDiagMessage(writer: MessageWriter, message: InetDiagMessage): void {
  const at = writer.reserve(INET_DIAG_MSG_LENGTH);
  const { bytes } = writer;
  bytes.fill(0, at, at + INET_DIAG_MSG_LENGTH);
  bytes[at] = message.family;
  bytes[at + 1] = message.state;
  bytes[at + 2] = message.timer;
  bytes[at + 3] = message.retransmits;
  writeSocketId(writer, at, message);
  writer.put32(at + EXPIRES, message.expires);
  writer.put32(at + EXPIRES + 4, message.receiveQueue);
  writer.put32(at + EXPIRES + 8, message.sendQueue);
  writer.put32(at + EXPIRES + 12, message.uid);
  writer.put32(at + EXPIRES + 16, message.inode);
}

/** The words of `INET_DIAG_SKMEMINFO`; missing ones are 0. */
export function readMemory(bytes: Uint8Array, at: number, length: number): number[] {
  return Array.from({ length: SK_MEMINFO_VARS }, (_, i) =>
    4 * i + 4 <= length ? readU32(bytes, at + 4 * i) : 0,
  );
}

/** Reads a host-order 16-bit number. */
export const readHost16 = readU16;
