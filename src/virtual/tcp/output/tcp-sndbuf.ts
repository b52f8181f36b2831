/**
 * The send buffer, which grows with the congestion window.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_sndbuf_expand`), `include/net/sock.h` (`sk_stream_is_writeable`).
 */
import type { TcpSock } from "../tcp-sock.ts";
import { MAX_TCP_HEADER, TCP_INIT_CWND } from "../tcp-states.ts";

const SHARED_INFO = 320;
const SK_BUFF = 256;

function roundUpToPower(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}

/** Lets the buffer hold twice what the window may have under way, up to `tcp_wmem` (`tcp_sndbuf_expand`). */
export function expandSendBuffer(tp: TcpSock): void {
  const perMss =
    roundUpToPower(
      Math.max(tp.mssClamp === 65535 ? tp.mssCache : tp.mssClamp, tp.mssCache) + MAX_TCP_HEADER + SHARED_INFO,
    ) + SK_BUFF;
  const segments = Math.max(TCP_INIT_CWND, tp.sndCwnd, tp.reordering + 1);
  const size = 2 * segments * perMss;
  if (tp.sk.sndbuf < size) tp.sk.sndbuf = Math.min(size, tp.tcp.sysctls.wmemMax);
}

/** Whether there is room for another packet (`sk_stream_memory_free`). */
export function hasSendRoom(tp: TcpSock): boolean {
  return tp.wmemQueued < tp.sk.sndbuf;
}

/** Whether it pays to wake who wants to write. */
export function isWriteable(tp: TcpSock): boolean {
  return tp.sk.sndbuf - tp.wmemQueued >= tp.wmemQueued >> 1 && hasSendRoom(tp);
}
