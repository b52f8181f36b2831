/** The options of sockets that a test asks for. */
import { isErrno } from "../../errno.ts";
import { AF_INET6, SOL_SOCKET, type Socket } from "../../kernel.ts";
import { parseIpv4, parseIpv6 } from "../../packet/address.ts";
import type { InternetAddress } from "../lib/resolver.ts";
import type { Options } from "./options.ts";
import type { Settings } from "./settings.ts";

const IPPROTO_IP = 0;
const IPPROTO_TCP = 6;
const IPPROTO_IPV6 = 41;
const IP_TOS = 1;
const IP_MTU_DISCOVER = 10;
const IP_PMTUDISC_DO = 2;
const IPV6_TCLASS = 67;
const TCP_NODELAY = 1;
const TCP_MAXSEG = 2;
const TCP_CONGESTION = 13;
const TCP_USER_TIMEOUT = 18;
const SO_SNDBUF = 7;
const SO_RCVBUF = 8;
const SO_BINDTODEVICE = 25;
const NAME_MAX = 16;

/** What went wrong, and the error's number (0 when the words say it all). */
export interface Refusal {
  readonly text: string;
  readonly error: number;
}

const BUFFER_SIZE = "socket buffer size not set correctly";

/** Numbers by which a server tells its client what went wrong. */
export const SERVER_ERRORS: ReadonlyMap<number, string> = new Map([[141, BUFFER_SIZE]]);

/** @returns the value of an option that is a number, 0 when it can not be asked */
export function socketNumber(socket: Socket, level: number, name: number): number {
  const value = new Uint8Array(4);
  return socket.getsockopt(level, name, value) < 4 ? 0 : new DataView(value.buffer).getInt32(0, true);
}

/** What the kernel gave: `SO_SNDBUF` and `SO_RCVBUF`. */
export function bufferSizes(socket: Socket): { sent: number; received: number } {
  return {
    sent: socketNumber(socket, SOL_SOCKET, SO_SNDBUF),
    received: socketNumber(socket, SOL_SOCKET, SO_RCVBUF),
  };
}

/** `TCP_MAXSEG` */
export function segmentSize(socket: Socket): number {
  return socketNumber(socket, IPPROTO_TCP, TCP_MAXSEG);
}

/** Small messages do not wait for each other. */
export function setNoDelay(socket: Socket): void {
  socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
}

/** The name of the congestion control in use. */
export function congestionName(socket: Socket): string {
  const name = new Uint8Array(NAME_MAX);
  const length = socket.getsockopt(IPPROTO_TCP, TCP_CONGESTION, name);
  return length <= 0 ? "" : new TextDecoder().decode(name.subarray(0, length)).replace(/\0.*$/s, "");
}

/** The buffers of `-w`. */
export function setWindow(socket: Socket, window: number): Refusal | undefined {
  if (window === 0) return undefined;
  for (const [name, what] of [
    [SO_SNDBUF, "SNDBUF"],
    [SO_RCVBUF, "RCVBUF"],
  ] as const) {
    const error = socket.setsockopt(SOL_SOCKET, name, window);
    if (error < 0) return { text: `unable to set socket buffer size ${what}`, error: -error };
  }
  const { sent, received } = bufferSizes(socket);
  return sent < window || received < window ? { text: BUFFER_SIZE, error: 0 } : undefined;
}

/** What a stream's socket gets before it connects. */
export function prepareStream(socket: Socket, settings: Settings): Refusal | undefined {
  const { udp, noDelay, mss } = settings;
  if (!udp && noDelay) {
    const error = socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1);
    if (error < 0) return { text: "unable to set TCP/SCTP NODELAY", error: -error };
  }
  if (!udp && mss > 0) {
    const error = socket.setsockopt(IPPROTO_TCP, TCP_MAXSEG, mss);
    if (error < 0) return { text: "unable to set TCP/SCTP MSS", error: -error };
  }
  return setWindow(socket, settings.window);
}

/** `-C`, once the socket is connected. */
export function setCongestion(socket: Socket, congestion: string | undefined): Refusal | undefined {
  if (congestion === undefined) return undefined;
  const name = new TextEncoder().encode(congestion);
  if (socket.setsockopt(IPPROTO_TCP, TCP_CONGESTION, name) >= 0) return undefined;
  const text = "Supplied congestion control algorithm not supported on this host";
  return { text: `unable to set TCP_CONGESTION: ${text}`, error: 0 };
}

/** What every stream's socket gets once it is connected (`iperf_init_stream`). */
export function finishStream(socket: Socket, settings: Settings): Refusal | undefined {
  const name = socket.getsockname();
  const family = isErrno(name) ? 0 : name.family;
  if (settings.tos !== 0) {
    const error =
      family === AF_INET6
        ? socket.setsockopt(IPPROTO_IPV6, IPV6_TCLASS, settings.tos)
        : socket.setsockopt(IPPROTO_IP, IP_TOS, settings.tos);
    if (error < 0) return { text: "unable to set IP TOS", error: -error };
  }
  if (settings.dontFragment && settings.udp && family !== AF_INET6) {
    const error = socket.setsockopt(IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
    if (error < 0) return { text: "unable to set IP Do-Not-Fragment", error: -error };
  }
  return undefined;
}

/** `TCP_USER_TIMEOUT`; 0 ms: as the kernel has it. */
export function setUserTimeout(socket: Socket, ms: number): Refusal | undefined {
  const error = ms > 0 ? socket.setsockopt(IPPROTO_TCP, TCP_USER_TIMEOUT, ms) : 0;
  return error < 0 ? { text: "unable to set TCP USER_TIMEOUT", error: -error } : undefined;
}

/** `-B`, `--bind-dev`, and the client's own port. @returns 0 or a negative error */
export function bindSocket(socket: Socket, options: Options, family: number, port: number): number {
  const { bind, device } = options;
  if (device !== undefined) {
    const error = socket.setsockopt(SOL_SOCKET, SO_BINDTODEVICE, new TextEncoder().encode(device));
    if (error < 0) return error;
  }
  if (bind === undefined && port === 0) return 0;
  const address = bindAddress(bind, family, port);
  return address === undefined ? -22 : socket.bind(address);
}

/** The address to bind to; every one when `text` is missing, undefined when it is none of the family. */
export function bindAddress(
  text: string | undefined,
  family: number,
  port: number,
): InternetAddress | undefined {
  const v4 = family === AF_INET6 ? undefined : parseIpv4(text ?? "0.0.0.0");
  if (v4 !== undefined) return { family: 2, address: v4, port };
  const v6 = parseIpv6(text ?? "::");
  return v6 === undefined ? undefined : { family: 10, address: v6, port };
}
