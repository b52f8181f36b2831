/** The UDP sockets of a namespace by port. */
import type { UdpSocket } from "./udp.ts";

/** `struct udp_table`. */
export class UdpTable {
  readonly byPort = new Map<number, UdpSocket[]>();
  /** Sockets that are in the table. */
  count = 0;
}
