/**
 * rtnetlink's dispatch: who answers which message of which family, dumps and notifications.
 *
 * Families register handlers by (family, message type), as `rtnl_register` does; a request of a family without a handler of its
 * own goes to `AF_UNSPEC`'s. Handlers write through {@link MessageWriter}; the netlink socket splits what a dump writes into
 * datagrams and ends it with `NLMSG_DONE`.
 *
 * Source: `net/core/rtnetlink.c` (`rtnetlink_rcv_msg`, `rtnl_notify`, `rtnl_dump_all`).
 */
import type { MessageReader } from "../../netlink/message.ts";
import { MessageWriter } from "../../netlink/message.ts";
import type { Machine } from "./machine.ts";
import type { Net } from "./net.ts";

/** The reason of a refusal in words and where in the request it lies (`struct netlink_ext_ack`). */
export class ExtendedAck {
  message = "";
  /** Offset of the offending attribute's header in the request; 0: none. */
  badAttribute = 0;
  /** Type of a missing attribute (`NLMSGERR_ATTR_MISS_TYPE`); 0: none. */
  missingType = 0;
  /** Offset of the nest in which it is missing; 0: the message itself. */
  missingNest = 0;

  /** Sets the text and gives the error back: `return extack.fail(-EINVAL, "…")` (`NL_SET_ERR_MSG`). */
  fail(error: number, message: string, badAttribute = 0): number {
    this.message = message;
    this.badAttribute = badAttribute;
    return error;
  }
}

/** A request as a handler sees it. Valid during the call only: the buffers are reused. */
export interface RtnlRequest {
  readonly net: Net;
  /** Port id of the sender, for replies and the `pid` of notifications. */
  readonly portid: number;
  /** Positioned at the request: `bytes`, `body`, `end`, `type`, `flags`, `seq`. */
  readonly message: MessageReader;
  readonly extack: ExtendedAck;
  /** `NETLINK_GET_STRICT_CHK` was set: dump requests are validated and filter. */
  readonly strict: boolean;
  /** For a request with one answer (GET): frames it and hands it to the requester. */
  reply(message: Uint8Array): void;
}

/** @returns 0 or a negative error, acknowledged to the requester */
export type RtnlDoit = (request: RtnlRequest) => number;

/**
 * Writes all messages of a dump, each with `NLM_F_MULTI` (plus `NLM_F_DUMP_FILTERED` where Linux sets it), `request.message.seq`
 * and `request.portid`. @returns 0 or a negative error
 */
export type RtnlDumpit = (request: RtnlRequest, writer: MessageWriter) => number;

interface Handler {
  readonly doit: RtnlDoit | undefined;
  readonly dumpit: RtnlDumpit | undefined;
}

/** Who gets multicasts: the netlink sockets, which register themselves here. */
export interface NetlinkListener {
  readonly net: Net;
  /** Whether it is a member of the group, for messages of that namespace (`NETLINK_LISTEN_ALL_NSID` included). */
  listens(group: number, net: Net): boolean;
  /** Takes a copy of the message. `portid` is the originator's. */
  deliver(message: Uint8Array, group: number, net: Net): void;
}

export class Rtnetlink {
  readonly machine: Machine;
  readonly listeners = new Set<NetlinkListener>();
  /** For notifications: reused by everyone, one message at a time. */
  readonly writer = new MessageWriter(8192);
  private readonly handlers = new Map<number, Handler>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** `rtnl_register`. `type` is the NEW, DEL, GET or SET message type itself. */
  register(family: number, type: number, doit: RtnlDoit | undefined, dumpit?: RtnlDumpit): void {
    this.handlers.set(handlerKey(family, type), { doit, dumpit });
  }

  /** The handler of the family itself, not falling back to `AF_UNSPEC`. */
  handler(family: number, type: number): Handler | undefined {
    return this.handlers.get(handlerKey(family, type));
  }

  /** Families that have a dump of this type, ascending (`rtnl_dump_all` asks each). */
  familiesWithDump(type: number): number[] {
    const families: number[] = [];
    for (const [key, handler] of this.handlers) {
      if ((key & 0xffff) === type && handler.dumpit !== undefined) families.push(key >>> 16);
    }
    return families.sort((a, b) => a - b);
  }

  /** Whether anybody would hear a notification: ask before building one (`netlink_has_listeners`). */
  hasListeners(net: Net, group: number): boolean {
    for (const listener of this.listeners) if (listener.listens(group, net)) return true;
    return false;
  }

  /** Multicasts what was written with {@link writer} (`rtnl_notify`). */
  notify(net: Net, group: number, message: Uint8Array): void {
    for (const listener of this.listeners)
      if (listener.listens(group, net)) listener.deliver(message, group, net);
  }
}

function handlerKey(family: number, type: number): number {
  return (family << 16) | type;
}
