/**
 * `TCP_INFO`: what a connection is like, for who asks.
 *
 * Source: `net/ipv4/tcp.c` (`tcp_get_info`), `include/uapi/linux/tcp.h` (`struct tcp_info`).
 */

import { TCP_ECN_OK, TCP_ECN_SEEN } from "../input/tcp-ecn.ts";
import { pacingRate } from "../output/tcp-write.ts";
import { CHRONO_BUSY, CHRONO_RWND_LIMITED, CHRONO_SNDBUF_LIMITED } from "../tcp-chrono.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_LISTEN, US_PER_MS } from "../tcp-states.ts";

/** Bytes of the structure on 6.18, as far as it is filled here. */
const LENGTH = 248;
const TCPI_OPT_TIMESTAMPS = 1;
const TCPI_OPT_SACK = 2;
const TCPI_OPT_WSCALE = 4;
const TCPI_OPT_ECN = 8;
const TCPI_OPT_ECN_SEEN = 16;

/** A tick of a kernel of 250 Hz, as Debian's, µs. */
const TICK_US = 4000;

/** Fills `into` as far as it reaches. @returns the number of bytes */
export function tcpInfo(tp: TcpSock, into: Uint8Array): number {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  const u32 = (at: number, value: number): void => view.setUint32(at, Math.max(0, Math.floor(value)), true);
  const u64 = (at: number, value: number): void =>
    view.setBigUint64(at, BigInt(Math.max(0, Math.floor(value))), true);
  const now = tp.now();
  const listens = tp.state === TCP_LISTEN;
  bytes[0] = tp.state;
  bytes[1] = tp.caState;
  bytes[2] = tp.retransmits;
  bytes[3] = tp.probesOut;
  bytes[4] = tp.backoff;
  bytes[5] =
    (tp.timestampOk ? TCPI_OPT_TIMESTAMPS : 0) |
    (tp.sackOk ? TCPI_OPT_SACK : 0) |
    (tp.wscaleOk ? TCPI_OPT_WSCALE : 0) |
    ((tp.ecnFlags & TCP_ECN_OK) !== 0 ? TCPI_OPT_ECN : 0) |
    ((tp.ecnFlags & TCP_ECN_SEEN) !== 0 ? TCPI_OPT_ECN_SEEN : 0);
  bytes[6] = tp.wscaleOk ? tp.sndWscale | (tp.rcvWscale << 4) : 0;
  // times that Linux keeps in ticks
  u32(8, Math.ceil(tp.rto / TICK_US) * TICK_US);
  u32(12, Math.floor(tp.ato / TICK_US) * TICK_US);
  u32(16, tp.mssCache);
  u32(20, tp.rcvMss);
  u32(24, listens ? (tp.accept?.length ?? 0) : tp.packetsOut);
  u32(28, listens ? (tp.accept?.backlog ?? 0) : tp.sackedOut);
  u32(32, tp.lostOut);
  u32(36, tp.retransOut);
  u32(44, (now - tp.lsndtime) / US_PER_MS);
  u32(52, (now - tp.lrcvtime) / US_PER_MS);
  u32(56, (now - tp.rcvTstamp) / US_PER_MS);
  u32(60, tp.pmtuCookie);
  u32(64, tp.rcvSsthresh);
  u32(68, tp.srttUs >> 3);
  u32(72, tp.mdevUs >> 2);
  u32(76, Math.min(tp.sndSsthresh, 0x7fffffff));
  u32(80, tp.sndCwnd);
  u32(84, tp.advmss);
  u32(88, tp.reordering);
  u32(92, tp.rcvRttUs / 8);
  u32(96, tp.rcvqSpace);
  u32(100, tp.totalRetrans);
  const rate = pacingRate(tp);
  view.setBigUint64(104, rate === Number.MAX_SAFE_INTEGER ? 0xffffffffffffffffn : BigInt(rate), true);
  view.setBigUint64(112, 0xffffffffffffffffn, true);
  u64(120, tp.bytesAcked);
  u64(128, tp.bytesReceived);
  u32(136, tp.segsOut);
  u32(140, tp.segsIn);
  u32(144, Math.max(0, (tp.writeSeq - tp.sndNxt) | 0));
  u32(148, Number.isFinite(tp.rttMin.value) ? tp.rttMin.value : 0xffffffff);
  u32(152, tp.dataSegsIn);
  u32(156, tp.dataSegsOut);
  const times = [CHRONO_BUSY, CHRONO_RWND_LIMITED, CHRONO_SNDBUF_LIMITED].map(
    (type) => Math.floor(tp.chrono.time(type, now) / TICK_US) * TICK_US,
  );
  u64(
    168,
    times.reduce((sum, time) => sum + time, 0),
  );
  u64(176, times[1]);
  u64(184, times[2]);
  u32(192, tp.delivered);
  u64(200, tp.bytesSent);
  u64(208, tp.bytesRetrans);
  u32(216, tp.dsackDups);
  u32(220, tp.reordSeen);
  u32(224, tp.rcvOoopack);
  u32(228, tp.sndWnd);
  u32(232, tp.rcvWnd);
  const length = Math.min(into.length, LENGTH);
  into.set(bytes.subarray(0, length));
  return length;
}
