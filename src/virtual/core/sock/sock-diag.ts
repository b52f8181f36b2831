/**
 * Sockets over netlink (`NETLINK_SOCK_DIAG`): families tell which sockets they have, and end them when asked; this finds who answers.
 *
 * Source: `net/core/sock_diag.c`.
 */
import { EINVAL, ENOENT, EOPNOTSUPP } from "../../../errno.ts";
import { SK_MEMINFO_VARS, SOCK_DESTROY, SOCK_DIAG_BY_FAMILY } from "../../../netlink/inet-diag.ts";
import { MessageWriter } from "../../../netlink/message.ts";
import type { NetlinkRequest } from "../../netlink/netlink-socket.ts";
import type { Net } from "../net.ts";
import type { NetlinkListener } from "../rtnetlink/rtnetlink.ts";
import type { Sock } from "./sock.ts";

/** A family's part (`struct sock_diag_handler`). Requests are long enough to have a family; the rest is the handler's to check. */
export interface SockDiagHandler {
  /** A request about one socket, or a dump. @returns 0, a negative error, or undefined when the answer is a dump */
  dump(request: NetlinkRequest): number | undefined;
  /** Ends the socket that the request names. @returns 0 or a negative error */
  destroy?(request: NetlinkRequest): number;
}

/** Which families tell of their sockets, and who wants to hear of sockets that end. */
export class SockDiag {
  /** Sockets of the protocol, which hear of sockets that are destroyed when they joined the groups. */
  readonly listeners = new Set<NetlinkListener>();
  private readonly handlers = new Map<number, SockDiagHandler>();
  private readonly writer = new MessageWriter(1024);

  /** `sock_diag_register` */
  register(family: number, handler: SockDiagHandler): void {
    this.handlers.set(family, handler);
  }

  /** `sock_diag_rcv_msg` */
  receive(request: NetlinkRequest): number | undefined {
    const { message } = request;
    if (message.type !== SOCK_DIAG_BY_FAMILY && message.type !== SOCK_DESTROY) return -EINVAL;
    if (message.length < 2) return -EINVAL;
    const handler = this.handlers.get(message.bytes[message.body]);
    if (handler === undefined) return -ENOENT;
    if (message.type === SOCK_DIAG_BY_FAMILY) return handler.dump(request);
    return handler.destroy === undefined ? -EOPNOTSUPP : handler.destroy(request);
  }

  /** Tells listeners of a group what `write` writes (`nlmsg_multicast`); nothing is written while there are none. */
  multicast(net: Net, group: number, write: (writer: MessageWriter) => void): void {
    for (const listener of this.listeners) {
      if (!listener.listens(group, net)) continue;
      this.writer.reset();
      write(this.writer);
      listener.deliver(this.writer.message(), group, net);
    }
  }
}

const MEMORY = new Uint8Array(4 * SK_MEMINFO_VARS);
const memoryView = new DataView(MEMORY.buffer);

/** `sk_get_meminfo`; valid until the next call. @param received bytes beyond those that the socket itself counts */
export function memoryOf(sk: Sock, received = 0): Uint8Array {
  const words = [sk.rmemAlloc + received, sk.rcvbuf, sk.wmemAlloc, sk.sndbuf, 0, 0, 0, 0, sk.drops];
  for (const [i, word] of words.entries()) memoryView.setUint32(4 * i, word, true);
  return MEMORY;
}
