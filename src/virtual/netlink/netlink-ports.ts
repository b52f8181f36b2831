/**
 * The port ids of a protocol's sockets in one namespace (`nl_table`).
 */
import type { Net } from "../core/net.ts";
import type { NetlinkSocket } from "./netlink-socket.ts";

/** First port id that the kernel makes up, going down; as unsigned numbers (`netlink_autobind`: -4097). */
const FIRST_AUTOBIND = 0xffffefff;

/**
 * The protocols in which the kernel itself has a socket in every namespace: routes, sockets, IPsec, audit, forwarding lookups, netfilter,
 * device events, generic netlink.
 */
export const KERNEL_PROTOCOLS: readonly number[] = [0, 4, 6, 9, 10, 12, 15, 16];

const KERNEL_INODES = Symbol("netlink sockets of the kernel");

/** The inode of the kernel's socket of one of {@link KERNEL_PROTOCOLS}; numbers are given when somebody looks first. */
export function kernelInode(net: Net, protocol: number): number {
  let first = net.getGeneric(KERNEL_INODES) as number | undefined;
  if (first === undefined) {
    first = net.machine.nextInode;
    net.machine.nextInode += KERNEL_PROTOCOLS.length;
    net.setGeneric(KERNEL_INODES, first);
  }
  return first + KERNEL_PROTOCOLS.indexOf(protocol);
}

/** Which socket has which port id. */
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
