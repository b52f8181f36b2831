/**
 * The window that is told to the peer, and the receive buffer behind it, which grows with what comes.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_select_initial_window`, `__tcp_select_window`), `net/ipv4/tcp_input.c` (`tcp_grow_window`,
 * `tcp_rcv_space_adjust`, `tcp_clamp_window`), `include/net/tcp.h` (`tcp_win_from_space`).
 */
import type { SkBuff } from "../../core/skbuff.ts";
import { MIB } from "../tcp-mib.ts";
import type { TcpNet } from "../tcp-net.ts";
import { TCP_SKB_OVERHEAD } from "../tcp-segment.ts";
import { after } from "../tcp-seq.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_INIT_CWND, TCP_MAX_WSCALE, TCP_MSS_DEFAULT } from "../tcp-states.ts";

const MOST_WINDOW = 65535;
/** Segments from here on tell something about the sender's packets. */
const GROWING_LENGTH = 128;

/** What is chosen when a connection begins. */
export const initialWindow = { window: 0, clamp: 0, scale: 0 };

/** How much of `space` bytes of buffer may be promised. */
export function windowFromSpace(tp: TcpSock, space: number): number {
  return Math.floor((space * tp.scalingRatio) / 256);
}

/** Room in the buffer that a window of so many bytes needs, with packets' overhead (`tcp_space_from_win`). */
export function spaceFromWindow(tp: TcpSock, window: number): number {
  return Math.floor((window * 256) / tp.scalingRatio);
}

/** `tcp_full_space` */
export function fullSpace(tp: TcpSock): number {
  return windowFromSpace(tp, tp.sk.rcvbuf);
}

/** `tcp_space` */
export function freeSpace(tp: TcpSock): number {
  return windowFromSpace(tp, tp.sk.rcvbuf - tp.backlogBytes - tp.sk.rmemAlloc);
}

/** The first window and its scale (`tcp_select_initial_window`); fills {@link initialWindow}. */
export function selectInitialWindow(
  tcp: TcpNet,
  bufferSpace: number,
  mss: number,
  clamp: number,
  scaled: boolean,
  initialSegments: number,
): void {
  let most = clamp === 0 ? MOST_WINDOW * 2 ** TCP_MAX_WSCALE : clamp;
  let space = Math.min(most, Math.max(0, bufferSpace));
  if (space > mss) space = Math.floor(space / mss) * mss;
  let window = tcp.sysctls.workaroundSignedWindows !== 0 ? Math.min(space, 32767) : space;
  if (initialSegments !== 0) window = Math.min(window, initialSegments * mss);
  let scale = 0;
  if (scaled) {
    space = Math.max(space, tcp.sysctls.rmemMax, tcp.net.machine.settings.rmemMax);
    space = Math.min(space, most);
    scale = Math.min(Math.max(31 - Math.clz32(space) - 15, 0), TCP_MAX_WSCALE);
  }
  most = Math.min(MOST_WINDOW * 2 ** scale, most);
  initialWindow.window = window;
  initialWindow.clamp = most;
  initialWindow.scale = scale;
}

function alignUp(value: number, scale: number): number {
  const unit = 2 ** scale;
  return Math.ceil(value / unit) * unit;
}

/** How much may be sent to here, by the space that there is (`__tcp_select_window`). */
export function possibleWindow(tp: TcpSock): number {
  let mss = tp.rcvMss;
  let free = freeSpace(tp);
  const allowed = fullSpace(tp);
  const full = Math.min(tp.windowClamp, allowed);
  if (mss > full) {
    mss = full;
    if (mss <= 0) return 0;
  }
  if (free < full >> 1) {
    tp.quick = 0;
    const unit = 2 ** tp.rcvWscale;
    free = Math.floor(free / unit) * unit;
    if (free < allowed >> 4 || free < mss) return 0;
  }
  if (free > tp.rcvSsthresh) free = tp.rcvSsthresh;
  if (tp.rcvWscale !== 0) return alignUp(free, tp.rcvWscale);
  const present = tp.rcvWnd;
  if (present <= free - mss || present > free) return Math.floor(free / mss) * mss;
  return mss === full && free > present + (full >> 1) ? free : present;
}

/** The window for the header of a segment that is sent now, scaled (`tcp_select_window`). */
export function selectWindow(tp: TcpSock): number {
  const old = tp.rcvWnd;
  const current = tp.receiveWindow;
  let next = possibleWindow(tp);
  if (next < current) {
    if (next === 0) tp.count(MIB.TCPWantZeroWindowAdv);
    next = alignUp(current, tp.rcvWscale);
  }
  tp.rcvWnd = next;
  tp.rcvWup = tp.rcvNxt;
  const most = tp.rcvWscale === 0 && tp.tcp.sysctls.workaroundSignedWindows !== 0 ? 32767 : MOST_WINDOW;
  const told = Math.floor(Math.min(next, most * 2 ** tp.rcvWscale) / 2 ** tp.rcvWscale);
  if (told === 0) {
    if (old !== 0) tp.count(MIB.TCPToZeroWindowAdv);
  } else if (old === 0) tp.count(MIB.TCPFromZeroWindowAdv);
  return told;
}

/** `tcp_set_window_clamp` */
export function setWindowClamp(tp: TcpSock, value: number): void {
  if (value === tp.windowClamp) return;
  const before = tp.windowClamp;
  tp.windowClamp = value;
  if (value < before) tp.rcvSsthresh = Math.min(tp.rcvSsthresh, value);
  else {
    const reach = Math.min(tp.rcvWnd, tp.windowClamp);
    tp.rcvSsthresh = Math.max(reach, tp.rcvSsthresh);
  }
}

/** Guesses what the peer's segments are like (`tcp_initialize_rcv_mss`). */
export function initializeRcvMss(tp: TcpSock): void {
  let hint = Math.min(tp.advmss, tp.mssCache);
  hint = Math.min(hint, tp.rcvWnd >> 1, TCP_MSS_DEFAULT);
  tp.rcvMss = Math.max(hint, 88);
}

/** The connection is there: sizes of the buffer's parts (`tcp_init_buffer_space`). */
export function initBufferSpace(tp: TcpSock): void {
  const { appWin } = tp.tcp.sysctls;
  tp.rcvqSpace = Math.min(tp.rcvWnd, TCP_INIT_CWND * tp.advmss);
  tp.rcvqTime = tp.mstamp;
  tp.rcvqSeq = tp.copiedSeq;
  const most = fullSpace(tp);
  if (tp.windowClamp >= most) {
    tp.windowClamp = most;
    if (appWin !== 0 && most > 4 * tp.advmss)
      tp.windowClamp = Math.max(most - (most >> Math.min(appWin, 31)), 4 * tp.advmss);
  }
  if (appWin !== 0 && tp.windowClamp > 2 * tp.advmss && tp.windowClamp + tp.advmss > most)
    tp.windowClamp = Math.max(2 * tp.advmss, most - tp.advmss);
  tp.rcvSsthresh = Math.min(tp.rcvSsthresh, tp.windowClamp);
}

/** What a packet's own size says of its bytes; `charged` is its `truesize`. */
function growBy(tp: TcpSock, length: number, truesize: number): number {
  let size = windowFromSpace(tp, truesize) >> 1;
  let window = windowFromSpace(tp, tp.tcp.sysctls.rmemMax) >> 1;
  while (tp.rcvSsthresh <= window) {
    if (size <= length) return 2 * tp.rcvMss;
    size >>= 1;
    window >>= 1;
  }
  return 0;
}

/** Packets that use their memory well open the window (`tcp_grow_window`). */
export function growWindow(tp: TcpSock, skb: SkBuff, length: number, adjust: boolean): void {
  if (length < GROWING_LENGTH) return;
  const room = Math.min(tp.windowClamp, freeSpace(tp)) - tp.rcvSsthresh;
  if (room <= 0) return;
  const own = truesize(skb);
  const size = adjust ? Math.max(own - TCP_SKB_OVERHEAD, length) : own;
  let more = windowFromSpace(tp, size) <= length ? 2 * tp.advmss : growBy(tp, length, size);
  if (more === 0) return;
  more = Math.max(more, 2 * length);
  tp.rcvSsthresh += Math.min(room, more);
  tp.quick |= 1;
}

/** What a received packet takes of the buffer. */
export function truesize(skb: SkBuff): number {
  return skb.cbIif;
}

/** There is no room: the window shrinks to what is there, or the buffer grows a bit (`tcp_clamp_window`). */
export function clampWindow(tp: TcpSock): void {
  const { sk } = tp;
  tp.quick = 0;
  const { rmemMax } = tp.tcp.sysctls;
  if (sk.rcvbuf < rmemMax && !tp.rcvbufLocked)
    sk.rcvbuf = Math.min(Math.max(sk.rmemAlloc, sk.rcvbuf), rmemMax);
  if (sk.rmemAlloc > sk.rcvbuf) tp.rcvSsthresh = Math.min(tp.windowClamp, 2 * tp.advmss);
}

/** The program read: once a round trip the buffer follows what it reads (`tcp_rcv_space_adjust`). */
export function spaceAdjust(tp: TcpSock): void {
  const passed = tp.mstamp - tp.rcvqTime;
  if (passed < tp.rcvRttUs / 8 || tp.rcvRttUs === 0) return;
  const copied = (tp.copiedSeq - tp.rcvqSeq) | 0;
  const inQueue = (tp.rcvNxt - tp.copiedSeq) | 0;
  if (copied - inQueue > tp.rcvqSpace) growBuffer(tp, copied - inQueue);
  tp.rcvqSeq = tp.copiedSeq;
  tp.rcvqTime = tp.mstamp;
}

/** `tcp_rcvbuf_grow` */
function growBuffer(tp: TcpSock, space: number): void {
  const before = tp.rcvqSpace;
  tp.rcvqSpace = space;
  const { sysctls } = tp.tcp;
  if (sysctls.moderateRcvbuf === 0 || tp.rcvbufLocked) return;
  let window = space * 2;
  window += Math.floor((window * (space - before)) / before) * 2;
  if (tp.ofoLast !== null && after(tp.ofoLast.cbB, tp.rcvNxt)) window += (tp.ofoLast.cbB - tp.rcvNxt) | 0;
  const buffer = Math.min(spaceFromWindow(tp, window), sysctls.rmemMax);
  if (buffer <= tp.sk.rcvbuf) return;
  tp.sk.rcvbuf = buffer;
  tp.windowClamp = windowFromSpace(tp, buffer);
}
