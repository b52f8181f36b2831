/**
 * How long segments may be.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_sync_mss`, `tcp_current_mss`, `tcp_mtu_to_mss`), `net/core/sock.c` (`sk_setup_caps`).
 */
import { TCP_HLEN } from "../../packet/tcp.ts";
import type { TcpSock } from "./tcp-sock.ts";

/** `MAX_TCP_HEADER + 1` */
const GSO_HEADER_ROOM = 257;

/** The greatest payload of a super-segment (`sk_gso_max_size`). */
export function gsoMaxSize(tp: TcpSock): number {
  const dev = tp.dst?.dev;
  if (dev === undefined || dev === null) return 65536 - GSO_HEADER_ROOM;
  const most = tp.isIpv4 ? dev.gsoIpv4MaxSize : Math.min(dev.gsoMaxSize, 65536);
  return Math.min(most, 65536) - GSO_HEADER_ROOM;
}

/** How many segments one super-segment may be for the device of the way (`sk_gso_max_segs`). */
export function gsoMaxSegments(tp: TcpSock): number {
  return Math.max(1, tp.dst?.dev.gsoMaxSegments ?? 65535);
}

/** What is known of how long packets may be on a path that tells nothing (`icsk_mtup`). Sizes are those of packets. */
export interface MtuProbing {
  searchHigh: number;
  searchLow: number;
  /** That of the probe under way; 0: none is. */
  probeSize: number;
  probeStart: number;
  probeEnd: number;
  /** µs; when the search began. */
  stamp: number;
}

/** The packet that a segment makes (`tcp_mss_to_mtu`). */
export function mssToMtu(tp: TcpSock, mss: number): number {
  return mss + tp.headerLength + tp.af.netHeaderLength;
}

/** `tcp_mtu_to_mss` */
export function mtuToMss(tp: TcpSock, mtu: number): number {
  let mss = mtu - tp.af.netHeaderLength - TCP_HLEN;
  if (mss > tp.mssClamp) mss = tp.mssClamp;
  mss = Math.max(mss, tp.tcp.sysctls.minSndMss);
  return mss - (tp.headerLength - TCP_HLEN);
}

/** `tcp_bound_to_half_wnd` */
export function boundToHalfWindow(tp: TcpSock, size: number): number {
  const cut = tp.maxWindow > 536 ? tp.maxWindow >> 1 : tp.maxWindow;
  return cut !== 0 && size > cut ? Math.max(cut, 68 - tp.headerLength) : size;
}

/** The path carries packets of so many bytes (`tcp_sync_mss`). */
export function syncMss(tp: TcpSock, pmtu: number): number {
  let mss = boundToHalfWindow(tp, mtuToMss(tp, pmtu));
  const { mtup } = tp;
  if (mtup !== null) {
    if (mtup.searchHigh > pmtu) mtup.searchHigh = pmtu;
    mss = Math.min(mss, mtuToMss(tp, mtup.searchLow));
  }
  tp.pmtuCookie = pmtu;
  tp.mssCache = mss;
  return mss;
}

/** Bytes of payload that a segment may have now (`tcp_current_mss`). @param optionLength of a segment that is sent now */
export function currentMss(tp: TcpSock, optionLength: number): number {
  let mss = tp.mssCache;
  if (tp.dst !== null) {
    const mtu = tp.af.pathMtu(tp.dst);
    if (mtu !== tp.pmtuCookie) mss = syncMss(tp, mtu);
  }
  const length = TCP_HLEN + optionLength;
  return length === tp.headerLength ? mss : mss - (length - tp.headerLength);
}

/** What one packet of the write queue is filled up to (`tcp_send_mss`, `tcp_xmit_size_goal`). */
export function sizeGoal(tp: TcpSock, mss: number): number {
  const most = boundToHalfWindow(tp, gsoMaxSize(tp));
  return Math.max(Math.min(Math.floor(most / mss), gsoMaxSegments(tp)) * mss, mss);
}
