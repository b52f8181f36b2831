/**
 * What a connection spends its time with: sending, or waiting for the peer's window or the own buffer.
 *
 * Source: `net/ipv4/tcp_output.c` (`tcp_chrono_start`, `tcp_chrono_stop`), `net/ipv4/tcp.c` (`tcp_get_info_chrono_stats`).
 */
import type { TcpSock } from "./tcp-sock.ts";

/** Nothing is under way. */
const UNSPEC = 0;
export const CHRONO_BUSY = 1;
export const CHRONO_RWND_LIMITED = 2;
export const CHRONO_SNDBUF_LIMITED = 3;

/** How long each lasted, µs; what it is now, and since when. */
export class Chrono {
  type = UNSPEC;
  start = 0;
  readonly stat = new Float64Array(CHRONO_SNDBUF_LIMITED + 1);

  private set(type: number, now: number): void {
    if (this.type !== UNSPEC) this.stat[this.type] += now - this.start;
    this.start = now;
    this.type = type;
  }

  /** The greater of two is what counts. */
  begin(type: number, now: number): void {
    if (type > this.type) this.set(type, now);
  }

  /** @param empty nothing is left to send or to be acknowledged */
  end(type: number, empty: boolean, now: number): void {
    if (empty) this.set(UNSPEC, now);
    else if (type === this.type) this.set(CHRONO_BUSY, now);
  }

  /** The time of one of them up to now, µs. */
  time(type: number, now: number): number {
    return this.stat[type] + (this.type === type ? now - this.start : 0);
  }
}

/** `tcp_chrono_start` */
export function chronoStart(tp: TcpSock, type: number): void {
  tp.chrono.begin(type, tp.now());
}

/** `tcp_chrono_stop` */
export function chronoStop(tp: TcpSock, type: number): void {
  const empty = tp.queue.head === null;
  if (empty ? tp.chrono.type !== UNSPEC : type === tp.chrono.type) tp.chrono.end(type, empty, tp.now());
}
