/**
 * rtnetlink's dispatch: who answers which message of which family, dumps and notifications.
 *
 * Families register handlers by (family, message type), as `rtnl_register` does; a request of a family without a handler of its
 * own goes to `AF_UNSPEC`'s. Handlers write through {@link MessageWriter}; the netlink socket splits what a dump writes into
 * datagrams and ends it with `NLMSG_DONE`.
 *
 * Source: `net/core/rtnetlink.c` (`rtnetlink_rcv_msg`, `rtnl_notify`, `rtnl_dump_all`).
 */
import { readU32 } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import type { MessageReader } from "../../../netlink/message.ts";
import { MessageWriter } from "../../../netlink/message.ts";
import { RTNLGRP_NEIGH } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";

export { ExtendedAck } from "../../../netlink/error.ts";

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
  /** A dump sets what its end carries beside `NLM_F_MULTI` (`netlink_callback.answer_flags`). */
  answerFlags: number;
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
  /** Takes requests that delete all that match (`RTNL_FLAG_BULK_DEL_SUPPORTED`). */
  readonly bulk: boolean;
}

/** Who gets multicasts: the netlink sockets, which register themselves here. */
export interface NetlinkListener {
  readonly net: Net;
  /** Whether it is a member of the group, for messages of that namespace (`NETLINK_LISTEN_ALL_NSID` included). */
  listens(group: number, net: Net): boolean;
  /** Takes a copy of the message. `portid` is the originator's. */
  deliver(message: Uint8Array, group: number, net: Net): void;
}

/** Who made a request with `NLM_F_ECHO`: it hears of what that does, whatever it listens to. */
export interface Echo {
  readonly listener: NetlinkListener;
  readonly portid: number;
  readonly seq: number;
}

/** Offsets in `nlmsghdr`. */
const NLMSG_SEQ = 8;
const NLMSG_PID = 12;

/** A family's part of link messages, inside `IFLA_AF_SPEC` (`struct rtnl_af_ops`). */
export interface RtnlAfOps {
  readonly family: number;
  /** Writes the attributes inside the family's nest. @returns false when the device has no such part (`-ENODATA`) */
  fillLinkAf(dev: NetDevice, writer: MessageWriter, extMask: number): boolean;
  /**
   * Checks the family's attributes of a request: `bytes[start, end)`; `dev` is null while the device is being made. `origin` is the
   * offset of the request's header, to which an extended ack's offset is relative. @returns 0 or a negative error
   */
  validateLinkAf?(
    dev: NetDevice | null,
    bytes: Uint8Array,
    start: number,
    end: number,
    extack: ExtendedAck,
    origin: number,
  ): number;
  /** Applies them. @returns 0 or a negative error */
  setLinkAf?(
    dev: NetDevice,
    bytes: Uint8Array,
    start: number,
    end: number,
    extack: ExtendedAck,
    origin: number,
  ): number;
}

/** The handlers of one box (`rtnl_register`), the writer of their answers, and who listens to which group. */
export class Rtnetlink {
  readonly machine: Machine;
  /** By family, in the order of registration, which is the order in messages. */
  readonly afOps = new Map<number, RtnlAfOps>();
  readonly listeners = new Set<NetlinkListener>();
  /** For notifications: reused by everyone, one message at a time. */
  readonly writer = new MessageWriter(8192);
  /** While such a request is handled. */
  echo: Echo | undefined = undefined;
  private readonly handlers = new Map<number, Handler>();

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** `rtnl_register`. `type` is the NEW, DEL, GET or SET message type itself. */
  register(
    family: number,
    type: number,
    doit: RtnlDoit | undefined,
    dumpit?: RtnlDumpit,
    bulk = false,
  ): void {
    this.handlers.set(handlerKey(family, type), { doit, dumpit, bulk });
  }

  /** `rtnl_af_register` */
  registerAf(ops: RtnlAfOps): void {
    this.afOps.set(ops.family, ops);
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

  /** Whether anybody would hear a notification: ask before building one (`netlink_has_listeners`, `nlmsg_report`). */
  hasListeners(net: Net, group: number): boolean {
    if (this.echo?.listener.net === net) return true;
    for (const listener of this.listeners) if (listener.listens(group, net)) return true;
    return false;
  }

  /** Multicasts what was written with {@link writer}, and sends it to who asked for an echo (`nlmsg_notify`). */
  notify(net: Net, group: number, message: Uint8Array): void {
    const asked = this.asksForEcho(net, group, message);
    for (const listener of this.listeners)
      if (listener !== asked && listener.listens(group, net)) listener.deliver(message, group, net);
    asked?.deliver(message, group, net);
  }

  /** Who asked for what this notification tells: it carries the request's number. Neighbours are not told of in this way. */
  private asksForEcho(net: Net, group: number, message: Uint8Array): NetlinkListener | undefined {
    const { echo } = this;
    if (echo === undefined || echo.listener.net !== net || group === RTNLGRP_NEIGH) return undefined;
    const same = readU32(message, NLMSG_SEQ) === echo.seq && readU32(message, NLMSG_PID) === echo.portid;
    return same ? echo.listener : undefined;
  }
}

function handlerKey(family: number, type: number): number {
  return (family << 16) | type;
}
