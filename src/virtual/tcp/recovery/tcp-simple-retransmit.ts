/**
 * Sending again in shorter packets.
 *
 * Source: `net/ipv4/tcp_input.c` (`tcp_simple_retransmit`).
 */
import { currentSsthresh, setCaState } from "../congestion/tcp-cwnd.ts";
import type { TcpSock } from "../tcp-sock.ts";
import { TCP_CA_LOSS } from "../tcp-states.ts";
import { markLost } from "./tcp-loss.ts";
import { transmitLost } from "./tcp-retransmit.ts";

/** What was sent is too long for the way: it goes again in shorter packets (`tcp_simple_retransmit`). */
export function simpleRetransmit(tp: TcpSock): void {
  const mss = tp.mssCache;
  const lost = tp.lostOut;
  for (
    let segment = tp.queue.rtxHead;
    segment !== null && segment !== tp.queue.sendHead;
    segment = segment.next
  )
    if (Math.min(segment.length, segment.gsoSize || segment.length) > mss) markLost(tp, segment);
  if (lost === tp.lostOut) return;
  if (tp.caState !== TCP_CA_LOSS) {
    tp.highSeq = tp.sndNxt;
    tp.sndSsthresh = currentSsthresh(tp);
    tp.priorSsthresh = 0;
    tp.undoMarker = 0;
    setCaState(tp, TCP_CA_LOSS);
  }
  transmitLost(tp);
}
