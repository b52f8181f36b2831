/** How long orphans wait for the end of the other side (`tcp_fin_time`). */
import type { TcpSock } from "./tcp-sock.ts";
import { US_PER_S } from "./tcp-states.ts";

/** µs */
export function finTime(tp: TcpSock): number {
  const timeout = tp.linger2 !== 0 ? tp.linger2 : tp.tcp.sysctls.finTimeout * US_PER_S;
  return Math.max(timeout, (tp.rto << 2) - (tp.rto >> 1));
}
