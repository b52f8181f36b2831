/** When a segment counts as lost by its time of sending (`tcp_rack_skb_timeout`). */
import type { TcpSegment } from "../tcp-segment.ts";
import type { TcpSock } from "../tcp-sock.ts";

/** µs that are left; 0 or less: it is lost. */
export function skbTimeout(tp: TcpSock, segment: TcpSegment, reoWindow: number): number {
  return tp.rackRttUs + reoWindow - (tp.mstamp - segment.sentAt);
}
