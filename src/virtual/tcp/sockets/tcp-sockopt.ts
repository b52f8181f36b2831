/**
 * Options of TCP sockets, at `SOL_TCP` and those of `SOL_SOCKET` that mean more for a connection.
 *
 * Source: `net/ipv4/tcp.c` (`do_tcp_setsockopt`, `do_tcp_getsockopt`), `include/uapi/linux/tcp.h`.
 */
import { EINVAL, ENOENT, ENOPROTOOPT, EPERM } from "../../../errno.ts";
import {
  readInt,
  SO_ERROR,
  SO_RCVBUF,
  SO_RCVBUFFORCE,
  SO_SNDBUF,
  SO_SNDBUFFORCE,
  writeInt,
} from "../../core/sock/sock.ts";
import { congestionAlgorithms } from "../congestion/tcp-cong.ts";
import { enterPingpong } from "../input/tcp-delack.ts";
import { sendAck } from "../output/tcp-output.ts";
import { armKeepalive, keepaliveWhen } from "../output/tcp-rearm.ts";
import { pushPending } from "../output/tcp-write.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_ACK_SCHED,
  TCP_CLOSE,
  TCP_CLOSE_WAIT,
  TCP_ESTABLISHED,
  TCP_LISTEN,
  TCP_NAGLE_CORK,
  TCP_NAGLE_OFF,
  TCP_NAGLE_PUSH,
  TCP_SYN_SENT,
  US_PER_MS,
  US_PER_S,
} from "../tcp-states.ts";
import { tcpInfo } from "./tcp-info.ts";

export const SOL_TCP = 6;
const SO_KEEPALIVE = 9;
const SO_LINGER = 13;
const SO_ACCEPTCONN = 30;

export const TCP_NODELAY = 1;
export const TCP_MAXSEG = 2;
export const TCP_CORK = 3;
export const TCP_KEEPIDLE = 4;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
const TCP_SYNCNT = 7;
const TCP_LINGER2 = 8;
const TCP_WINDOW_CLAMP = 10;
export const TCP_INFO = 11;
const TCP_QUICKACK = 12;
export const TCP_CONGESTION = 13;
const TCP_USER_TIMEOUT = 18;
const TCP_NOTSENT_LOWAT = 25;

const MIN_USER_MSS = 88;
const MAX_WINDOW = 32767;
const CA_NAME_MAX = 16;

interface TcpOption {
  get(tp: TcpSock): number;
  /** @returns 0 or a negative error */
  set(tp: TcpSock, value: number): number;
}

function bounded(
  low: number,
  high: number,
  get: (tp: TcpSock) => number,
  set: (tp: TcpSock, value: number) => void,
): TcpOption {
  return {
    get,
    set(tp, value) {
      if (value < low || value > high) return -EINVAL;
      set(tp, value);
      return 0;
    },
  };
}

function setNodelay(tp: TcpSock, value: number): number {
  if (value === 0) {
    tp.nonagle &= ~TCP_NAGLE_OFF;
    return 0;
  }
  tp.nonagle |= TCP_NAGLE_OFF | TCP_NAGLE_PUSH;
  pushPending(tp);
  tp.nonagle &= ~TCP_NAGLE_PUSH;
  return 0;
}

function setCork(tp: TcpSock, value: number): number {
  if (value !== 0) tp.nonagle |= TCP_NAGLE_CORK;
  else {
    tp.nonagle &= ~TCP_NAGLE_CORK;
    if ((tp.nonagle & TCP_NAGLE_OFF) !== 0) tp.nonagle |= TCP_NAGLE_PUSH;
    pushPending(tp);
    tp.nonagle &= ~TCP_NAGLE_PUSH;
  }
  return 0;
}

function setQuickAck(tp: TcpSock, value: number): number {
  if (value === 0) {
    enterPingpong(tp);
    return 0;
  }
  tp.pingpong = 0;
  const open = tp.state === TCP_ESTABLISHED || tp.state === TCP_CLOSE_WAIT;
  if (!open || (tp.ackPending & ICSK_ACK_SCHED) === 0) return 0;
  sendAck(tp);
  if ((value & 1) === 0) enterPingpong(tp);
  return 0;
}

function maxSeg(tp: TcpSock): number {
  const begun = tp.state !== TCP_CLOSE && tp.state !== TCP_LISTEN;
  return begun || tp.userMss === 0 ? tp.mssCache : tp.userMss;
}

const OPTIONS: ReadonlyMap<number, TcpOption> = new Map<number, TcpOption>([
  [TCP_NODELAY, { get: (tp) => ((tp.nonagle & TCP_NAGLE_OFF) !== 0 ? 1 : 0), set: setNodelay }],
  [TCP_CORK, { get: (tp) => ((tp.nonagle & TCP_NAGLE_CORK) !== 0 ? 1 : 0), set: setCork }],
  [
    TCP_MAXSEG,
    {
      get: maxSeg,
      set(tp, value) {
        if (value !== 0 && (value < MIN_USER_MSS || value > MAX_WINDOW)) return -EINVAL;
        tp.userMss = value;
        return 0;
      },
    },
  ],
  [
    TCP_KEEPIDLE,
    bounded(
      1,
      32767,
      (tp) => keepaliveWhen(tp) / US_PER_S,
      (tp, value) => {
        tp.keepaliveTime = value;
        if (tp.keepOpen && tp.state !== TCP_CLOSE && tp.state !== TCP_LISTEN) {
          const idle = tp.now() - Math.max(tp.rcvTstamp, tp.lrcvtime);
          armKeepalive(tp, Math.max(0, keepaliveWhen(tp) - idle));
        }
      },
    ),
  ],
  [
    TCP_KEEPINTVL,
    bounded(
      1,
      32767,
      (tp) => tp.keepaliveIntvl || tp.tcp.sysctls.keepaliveIntvl,
      (tp, value) => void (tp.keepaliveIntvl = value),
    ),
  ],
  [
    TCP_KEEPCNT,
    bounded(
      1,
      127,
      (tp) => tp.keepaliveProbes || tp.tcp.sysctls.keepaliveProbes,
      (tp, value) => void (tp.keepaliveProbes = value),
    ),
  ],
  [
    TCP_SYNCNT,
    bounded(
      1,
      127,
      (tp) => tp.synRetries || tp.tcp.sysctls.synRetries,
      (tp, value) => void (tp.synRetries = value),
    ),
  ],
  [
    TCP_LINGER2,
    {
      get: (tp) => (tp.linger2 < 0 ? tp.linger2 : tp.linger2 / US_PER_S || tp.tcp.sysctls.finTimeout),
      set(tp, value) {
        tp.linger2 = value < 0 ? -1 : Math.min(value, 120) * US_PER_S;
        return 0;
      },
    },
  ],
  [
    TCP_WINDOW_CLAMP,
    {
      get: (tp) => tp.windowClamp,
      set(tp, value) {
        if (value === 0) {
          if (tp.state !== TCP_CLOSE) return -EINVAL;
          tp.windowClamp = 0;
          return 0;
        }
        tp.windowClamp = Math.max(value, 1152);
        return 0;
      },
    },
  ],
  [TCP_QUICKACK, { get: (tp) => (tp.pingpong < tp.tcp.sysctls.pingpongThresh ? 1 : 0), set: setQuickAck }],
  [
    TCP_USER_TIMEOUT,
    bounded(
      0,
      2147483647,
      (tp) => tp.userTimeout / US_PER_MS,
      (tp, value) => void (tp.userTimeout = value * US_PER_MS),
    ),
  ],
  [
    TCP_NOTSENT_LOWAT,
    {
      get: (tp) => tp.notsentLowat,
      set(tp, value) {
        tp.notsentLowat = value >>> 0;
        return 0;
      },
    },
  ],
]);

function setCongestion(tp: TcpSock, value: Uint8Array): number {
  const end = value.indexOf(0);
  const name = new TextDecoder().decode(end < 0 ? value : value.subarray(0, end));
  if (tp.caLocked) return -EPERM;
  const algorithm = congestionAlgorithms.get(name);
  if (algorithm === undefined) return -ENOENT;
  tp.caChosen = true;
  if (tp.ca === algorithm) return 0;
  tp.ca = algorithm;
  tp.caPriv = null;
  if (tp.state !== TCP_CLOSE && tp.state !== TCP_LISTEN && tp.state !== TCP_SYN_SENT) algorithm.init?.(tp);
  return 0;
}

/** Sets an option at `SOL_TCP`. @returns 0 or a negative error */
export function setTcpOption(tp: TcpSock, name: number, value: number | Uint8Array): number {
  if (name === TCP_CONGESTION) return typeof value === "number" ? -ENOENT : setCongestion(tp, value);
  const number = readInt(value);
  if (number === undefined) return -EINVAL;
  return OPTIONS.get(name)?.set(tp, number) ?? -ENOPROTOOPT;
}

/** Reads an option at `SOL_TCP`. @returns the length written, or a negative error */
export function getTcpOption(tp: TcpSock, name: number, into: Uint8Array): number {
  if (name === TCP_INFO) return tcpInfo(tp, into);
  if (name === TCP_CONGESTION) {
    const bytes = new Uint8Array(CA_NAME_MAX);
    new TextEncoder().encodeInto(tp.ca.name, bytes);
    const length = Math.min(into.length, CA_NAME_MAX);
    into.set(bytes.subarray(0, length));
    return length;
  }
  const option = OPTIONS.get(name);
  return option === undefined ? -ENOPROTOOPT : writeInt(into, option.get(tp));
}

/** Options of `SOL_SOCKET` that the connection has. Undefined: all sockets have them. @returns 0 or a negative error */
export function setStreamOption(tp: TcpSock, name: number, value: number | Uint8Array): number | undefined {
  if (name === SO_SNDBUF || name === SO_SNDBUFFORCE) tp.sndbufLocked = true;
  if (name === SO_RCVBUF || name === SO_RCVBUFFORCE) tp.rcvbufLocked = true;
  if (name === SO_KEEPALIVE) {
    const on = readInt(value);
    if (on === undefined) return -EINVAL;
    tp.keepOpen = on !== 0;
    if (tp.state !== TCP_CLOSE && tp.state !== TCP_LISTEN) {
      if (tp.keepOpen) armKeepalive(tp, keepaliveWhen(tp));
      else if (tp.keepaliveTimer !== null) tp.net.machine.deleteTimer(tp.keepaliveTimer);
    }
    return 0;
  }
  if (name !== SO_LINGER) return undefined;
  if (typeof value === "number" || value.length < 8) return -EINVAL;
  tp.lingers = readInt(value) !== 0;
  tp.lingerTime = (readInt(value.subarray(4)) ?? 0) >>> 0;
  return 0;
}

/** Reads an option at `SOL_SOCKET` that TCP answers itself; undefined: it is any socket's. */
export function getStreamOption(tp: TcpSock, name: number, into: Uint8Array): number | undefined {
  if (name === SO_ERROR && tp.sk.error === 0 && tp.softError !== 0) {
    const length = writeInt(into, tp.softError);
    tp.softError = 0;
    return length;
  }
  if (name === SO_KEEPALIVE) return writeInt(into, tp.keepOpen ? 1 : 0);
  if (name === SO_ACCEPTCONN) return writeInt(into, tp.state === TCP_LISTEN ? 1 : 0);
  if (name !== SO_LINGER) return undefined;
  if (into.length < 8) return -EINVAL;
  writeInt(into, tp.lingers ? 1 : 0);
  writeInt(into.subarray(4), tp.lingerTime);
  return 8;
}
