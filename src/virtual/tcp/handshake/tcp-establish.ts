/**
 * Beginning a connection, and what is to be done once it is there.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_connect`, `tcp_connect_init`, `tcp_send_synack`), `net/ipv4/tcp_input.c`
 * (`tcp_init_transfer`, `tcp_finish_connect`), `net/ipv4/tcp_metrics.c` (`tcp_init_metrics`).
 */

import { TCP_ACK, TCP_HLEN, TCP_SYN } from "../../../packet/tcp.ts";
import { congestionControlOfRoute } from "../congestion/tcp-cong.ts";
import { initCwnd } from "../congestion/tcp-cwnd.ts";
import { ecnSynFlags } from "../input/tcp-ecn.ts";
import {
  fullSpace,
  initBufferSpace,
  initializeRcvMss,
  initialWindow,
  selectInitialWindow,
} from "../input/tcp-window.ts";
import { initMtuProbing } from "../output/tcp-mtu-probe.ts";
import { transmitSegment } from "../output/tcp-output.ts";
import { armKeepalive, armTimer, keepaliveWhen } from "../output/tcp-rearm.ts";
import { expandSendBuffer } from "../output/tcp-sndbuf.ts";
import { MIB } from "../tcp-mib.ts";
import { syncMss } from "../tcp-mss.ts";
import { allocSegment } from "../tcp-segment.ts";
import type { TcpSock } from "../tcp-sock.ts";
import {
  ICSK_TIME_RETRANS,
  TCP_ESTABLISHED,
  TCP_TIMEOUT_FALLBACK,
  TCP_TIMEOUT_INIT,
  TCPOLEN_TSTAMP_ALIGNED,
} from "../tcp-states.ts";
import { setState } from "../tcp-teardown.ts";

const RTAX_WINDOW = 3;
const RTAX_INITRWND = 14;

/** What may be told to the peer of this host's packets (`tcp_mss_clamp`). */
export function clampMss(tp: TcpSock, mss: number): number {
  return tp.userMss !== 0 && tp.userMss < mss ? tp.userMss : mss;
}

/** Sets out (`tcp_connect_init`): way and addresses are known. */
function connectInit(tp: TcpSock): void {
  const { dst } = tp;
  if (dst === null) return;
  const { sysctls } = tp.tcp;
  tp.headerLength = TCP_HLEN + (sysctls.timestamps !== 0 ? TCPOLEN_TSTAMP_ALIGNED : 0);
  tp.mssClamp = tp.userMss !== 0 ? tp.userMss : 65535;
  tp.maxWindow = 0;
  syncMss(tp, tp.af.pathMtu(dst));
  congestionControlOfRoute(tp);
  if (tp.windowClamp === 0) tp.windowClamp = tp.af.metric(dst, RTAX_WINDOW);
  tp.advmss = clampMss(tp, tp.af.advertisedMss(tp.net, dst));
  initializeRcvMss(tp);
  if (tp.rcvbufLocked && (tp.windowClamp > fullSpace(tp) || tp.windowClamp === 0))
    tp.windowClamp = fullSpace(tp);
  const segments = tp.af.metric(dst, RTAX_INITRWND);
  const scaled = sysctls.windowScaling !== 0;
  selectInitialWindow(tp.tcp, fullSpace(tp), tp.advmss, tp.windowClamp, scaled, segments);
  tp.rcvWnd = initialWindow.window;
  tp.windowClamp = initialWindow.clamp;
  tp.rcvWscale = initialWindow.scale;
  tp.rcvSsthresh = tp.rcvWnd;
  tp.done = false;
  tp.sndWnd = 0;
  tp.sndWl1 = 0;
  tp.sndUna = tp.sndSml = tp.sndUp = tp.sndNxt = tp.writeSeq;
  tp.rcvNxt = tp.rcvWup = tp.copiedSeq = 0;
  tp.rcvTstamp = tp.mstamp;
  tp.rto = TCP_TIMEOUT_INIT;
  tp.retransmits = 0;
  tp.sndCwnd = 1;
}

/** Sends the SYN (`tcp_connect`). */
export function sendSyn(tp: TcpSock): void {
  tp.refresh();
  connectInit(tp);
  const syn = allocSegment(0);
  syn.seq = tp.writeSeq;
  syn.endSeq = tp.writeSeq = (tp.writeSeq + 1) | 0;
  syn.flags = TCP_SYN | ecnSynFlags(tp);
  syn.pcount = 1;
  syn.sentAt = tp.mstamp;
  tp.retransStamp = tp.mstamp;
  tp.queue.append(syn);
  tp.queue.sendHead = null;
  tp.packetsOut = 1;
  transmitSegment(tp, syn);
  tp.queue.sortLast(syn);
  tp.sndNxt = tp.pushedSeq = tp.writeSeq;
  tp.count(MIB.ActiveOpens);
  armTimer(tp, ICSK_TIME_RETRANS, tp.rto);
}

/** The SYN goes again, with an acknowledgement of the other's (`tcp_send_synack`). */
export function sendSynAckCrossed(tp: TcpSock): void {
  const syn = tp.queue.rtxHead;
  if (syn === null || (syn.flags & TCP_SYN) === 0) return;
  syn.flags |= TCP_ACK;
  transmitSegment(tp, syn);
}

/** Both sides agreed (`tcp_init_transfer`): windows, buffers, congestion control. */
export function initTransfer(tp: TcpSock): void {
  initMtuProbing(tp);
  if (tp.totalRetrans > 1 && tp.undoMarker !== 0) tp.sndCwnd = 1;
  else tp.sndCwnd = initCwnd(tp);
  tp.sndCwndStamp = tp.mstamp;
  if (tp.srttUs === 0) {
    // nothing was measured: as cautious as long ago
    if (tp.totalRetrans > 0) {
      tp.rttvarUs = tp.mdevUs = tp.mdevMaxUs = TCP_TIMEOUT_FALLBACK;
      tp.rto = TCP_TIMEOUT_FALLBACK;
    }
  }
  tp.ca.init?.(tp);
  initBufferSpace(tp);
  if (!tp.sndbufLocked) expandSendBuffer(tp);
}

/** The other side took the connection (`tcp_finish_connect`). */
export function finishConnect(tp: TcpSock): void {
  setState(tp, TCP_ESTABLISHED);
  tp.lrcvtime = tp.mstamp;
  initTransfer(tp);
  tp.lsndtime = tp.mstamp;
  if (tp.keepOpen) armKeepalive(tp, keepaliveWhen(tp));
}
