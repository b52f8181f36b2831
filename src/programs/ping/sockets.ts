/** What both families do to their sockets. */

import { EACCES, EAFNOSUPPORT, EPROTONOSUPPORT, isErrno, strerror } from "../../errno.ts";
import { AF_INET, SOCK_DGRAM, SOCK_RAW, type Socket } from "../../kernel.ts";
import type { Process } from "../../process/process.ts";
import { Exit } from "../lib/iputils.ts";
import type { PingOptions } from "./options.ts";
import type { Session } from "./session.ts";

const SOL_SOCKET = 1;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
export const SO_BINDTODEVICE = 25;
const SO_ATTACH_FILTER = 26;

/** A socket for echo requests: one of the kernel's ping sockets where the group may have it, else a raw one. */
export interface PingSocket {
  readonly socket: Socket;
  readonly raw: boolean;
}

/**
 * Opens the socket of one family.
 * @param required without it ping ends
 */
export function openSocket(
  process: Process,
  options: PingOptions,
  family: number,
  protocol: number,
  required: boolean,
): PingSocket | undefined {
  const wantRaw = options.ident === 0;
  let result = wantRaw ? -EACCES : process.sys.socket(family, SOCK_DGRAM, protocol);
  if (!isErrno(result)) return { socket: result, raw: false };
  if (result === -EACCES || result === -EPROTONOSUPPORT || (result === -EAFNOSUPPORT && family === AF_INET)) {
    result = process.sys.socket(family, SOCK_RAW, protocol);
    if (!isErrno(result)) return { socket: result, raw: true };
  }
  const message = `${process.argv[0]}: socket: ${strerror(-result)}\n`;
  if (required) throw new Exit(2, message);
  if (options.verbose) process.stderr.write(message);
  return undefined;
}

/** Sets the buffers by an estimate of what one packet takes. */
export async function setBuffers(session: Session, socket: Socket, perFragment: number): Promise<void> {
  const { options } = session;
  // reckoned in ints, which may overflow: what is wanted is then less than nothing, and enough
  const length = (options.size + 8) | 0;
  const estimate = (length + Math.imul(Math.trunc(((length + 511) | 0) / 512), perFragment)) | 0;
  socket.setsockopt(SOL_SOCKET, SO_SNDBUF, options.sendBuffer || estimate);
  const wanted = Math.imul(estimate, options.preload);
  socket.setsockopt(SOL_SOCKET, SO_RCVBUF, Math.max(wanted, 65_536));
  const value = new Uint8Array(4);
  if (socket.getsockopt(SOL_SOCKET, SO_RCVBUF, value) < 0) return;
  if (new DataView(value.buffer).getInt32(0, true) < wanted)
    await session.warn("WARNING: probably, rcvbuf is not enough to hold preload");
}

/** A device's name as `SO_BINDTODEVICE` takes it. */
export function deviceName(name: string): Uint8Array {
  return new TextEncoder().encode(`${name}\0`);
}

/** `setsockopt(2)`; a failure ends ping. */
export async function requireOption(
  session: Session,
  socket: Socket,
  level: number,
  name: number,
  value: number | Uint8Array,
  what: string,
): Promise<void> {
  const result = socket.setsockopt(level, name, value);
  if (result < 0) await session.fail(2, `${what}: ${strerror(-result)}`);
}

/** One instruction of a classic BPF program: code, jumps, operand. */
export type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, operand: number];

/** Attaches a filter program. */
export function attachFilter(socket: Socket, program: readonly Instruction[]): void {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, [code, jumpTrue, jumpFalse, operand]] of program.entries()) {
    view.setUint16(index * 8, code, true);
    bytes[index * 8 + 2] = jumpTrue;
    bytes[index * 8 + 3] = jumpFalse;
    view.setUint32(index * 8 + 4, operand, true);
  }
  socket.setsockopt(SOL_SOCKET, SO_ATTACH_FILTER, bytes);
}

/** `struct sock_extended_err` and the address after it. */
export interface ExtendedError {
  readonly error: number;
  /** `SO_EE_ORIGIN_*` */
  readonly origin: number;
  readonly type: number;
  readonly code: number;
  readonly info: number;
  /** The offender: a `struct sockaddr_in` or `sockaddr_in6`. */
  readonly offender: Uint8Array;
}

export const SO_EE_ORIGIN_LOCAL = 1;
export const SO_EE_ORIGIN_ICMP = 2;
export const SO_EE_ORIGIN_ICMP6 = 3;

/** Reads `struct sock_extended_err` and the address behind it. */
export function parseExtendedError(data: Uint8Array): ExtendedError {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return {
    error: view.getUint32(0, true),
    origin: data[4],
    type: data[5],
    code: data[6],
    info: view.getUint32(8, true),
    offender: data.subarray(16),
  };
}
