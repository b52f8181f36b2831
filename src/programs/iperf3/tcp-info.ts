/** What iperf3 reads of `struct tcp_info`. */
import type { Socket } from "../../kernel.ts";

const IPPROTO_TCP = 6;
const TCP_INFO = 11;
const NEEDED = 104;
const SND_WND_AT = 228;

/** What is read, in iperf3's units. */
export interface TcpInfo {
  readonly totalRetransmits: number;
  /** Congestion window in bytes. */
  readonly window: number;
  /** The peer's window in bytes. */
  readonly peerWindow: number;
  /** µs. */
  readonly rtt: number;
  readonly rttvar: number;
  readonly pmtu: number;
}

/** @returns undefined for a socket that has none */
export function readTcpInfo(socket: Socket): TcpInfo | undefined {
  const bytes = new Uint8Array(256);
  const length = socket.getsockopt(IPPROTO_TCP, TCP_INFO, bytes);
  if (length < NEEDED) return undefined;
  const view = new DataView(bytes.buffer);
  const at = (offset: number) => view.getUint32(offset, true);
  return {
    totalRetransmits: at(100),
    window: at(80) * at(16),
    peerWindow: length >= SND_WND_AT + 4 ? at(SND_WND_AT) : 0,
    rtt: at(68),
    rttvar: at(72),
    pmtu: at(60),
  };
}
