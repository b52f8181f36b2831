/**
 * The port ids of a protocol's sockets in one namespace (`nl_table`).
 */
import type { NetlinkSocket } from "./netlink-socket.ts";

/** First port id that the kernel makes up, going down; as unsigned numbers (`netlink_autobind`: -4097). */
const FIRST_AUTOBIND = 0xffffefff;

export class NetlinkPorts {
  private readonly sockets = new Map<number, NetlinkSocket>();
  private nextPort = FIRST_AUTOBIND;
  /** Sockets of the protocol, bound or not. */
  private users = 0;
  private readonly unused: () => void;

  /** @param unused called when the last socket is gone */
  constructor(unused: () => void) {
    this.unused = unused;
  }

  hold(): void {
    this.users++;
  }

  /** Binds the socket to the port, or with 0 to a free one. @returns the port, or -1 when it is taken */
  take(socket: NetlinkSocket, wanted: number): number {
    let port = wanted >>> 0;
    if (port === 0) {
      while (this.sockets.has(this.nextPort)) this.nextPort--;
      port = this.nextPort--;
    } else if (this.sockets.has(port)) return -1;
    this.sockets.set(port, socket);
    return port;
  }

  find(port: number): NetlinkSocket | undefined {
    return this.sockets.get(port >>> 0);
  }

  all(): IterableIterator<NetlinkSocket> {
    return this.sockets.values();
  }

  release(socket: NetlinkSocket): void {
    if (this.sockets.get(socket.portid) === socket) this.sockets.delete(socket.portid);
    if (--this.users === 0) this.unused();
  }
}
