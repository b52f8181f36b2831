/**
 * Netfilter's netlink: who answers which subsystem's messages, and who hears of changes.
 *
 * Source: `net/netfilter/nfnetlink.c`.
 */
import { EINVAL } from "../../errno.ts";
import { AttributeTable, readU16 } from "../../netlink/attribute.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import type { MessageReader } from "../../netlink/message.ts";
import { NFGENMSG_LEN, NFNL_MSG_BATCH_BEGIN } from "../../netlink/nfnetlink.ts";
import type { Policy } from "../../netlink/policy.ts";
import { validateAttributes } from "../../netlink/policy-check.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import type { NetlinkListener } from "../core/rtnetlink/rtnetlink.ts";
import type { NetlinkRequest } from "../netlink/netlink-socket.ts";

/** A socket of this protocol, as notifications see it. */
export interface NfnlListener extends NetlinkListener {
  readonly portid: number;
}

/** A request as a subsystem sees it (`struct nfnl_info`). Valid during the call only. */
export interface NfnlInfo {
  readonly net: Net;
  readonly portid: number;
  /** Positioned at the request. */
  readonly message: MessageReader;
  readonly extack: ExtendedAck;
  /** `nfgen_family` */
  readonly family: number;
  /** `res_id`, host byte order */
  readonly resource: number;
  /** For answers that are no dump; {@link NetlinkRequest.socket} starts dumps. */
  readonly request: NetlinkRequest;
}

/** @returns 0 or a negative error; undefined when the answer is a dump */
export type NfnlCall = (info: NfnlInfo, attributes: AttributeTable) => number | undefined;

/** What answers one message (`struct nfnl_callback`). */
export interface NfnlCallback {
  readonly call: NfnlCall;
  /** Only inside a batch (`NFNL_CB_BATCH`), or only outside. */
  readonly batch: boolean;
  readonly policy: Policy;
}

/** `struct nfnetlink_subsystem` */
export interface NfnlSubsystem {
  readonly id: number;
  /** By message number. */
  readonly callbacks: ReadonlyMap<number, NfnlCallback>;
  /** Whether a batch's generation is the present one; 0: none was told. */
  validGenid?(net: Net, genid: number): boolean;
  /** Applies a batch whose messages were all accepted. @returns 0 or a negative error, after which {@link abort} is called */
  commit?(net: Net, request: NetlinkRequest): number;
  /** Takes a batch back. */
  abort?(net: Net): void;
}

/** Attributes of requests: handlers run one after another, but one may come while another waits. */
class Tables {
  private readonly free = new Map<number, AttributeTable[]>();

  take(maximum: number): AttributeTable {
    return this.free.get(maximum)?.pop() ?? new AttributeTable(maximum);
  }

  give(table: AttributeTable): void {
    const list = this.free.get(table.maximum) ?? [];
    if (list.length === 0) this.free.set(table.maximum, list);
    list.push(table);
  }
}

/** The register of a machine, for all its namespaces. */
export class Nfnetlink {
  readonly listeners = new Set<NfnlListener>();
  private readonly subsystems = new Map<number, NfnlSubsystem>();
  private readonly tables = new Tables();

  /** Who hears that a socket was closed. */
  readonly releases: ((net: Net, portid: number) => void)[] = [];

  /** A socket was closed (`NETLINK_URELEASE`). */
  released(net: Net, portid: number): void {
    for (const release of this.releases) release(net, portid);
  }

  /** `nfnetlink_subsys_register` */
  register(subsystem: NfnlSubsystem): void {
    this.subsystems.set(subsystem.id, subsystem);
  }

  subsystem(id: number): NfnlSubsystem | undefined {
    return this.subsystems.get(id);
  }

  /** `nfnetlink_has_listeners`: ask before building a notification. */
  hasListeners(net: Net, group: number): boolean {
    if (this.listeners.size === 0) return false;
    for (const listener of this.listeners) if (listener.listens(group, net)) return true;
    return false;
  }

  /**
   * Multicasts a message (`nfnetlink_send`).
   * @param portid of who asked for the change; 0: nobody
   * @param report whether the request wants to hear of it itself (`NLM_F_ECHO`)
   */
  send(net: Net, message: Uint8Array, portid: number, group: number, report: boolean): void {
    for (const listener of this.listeners) {
      if (report && listener.portid === portid && listener.net === net) continue;
      if (listener.listens(group, net)) listener.deliver(message, group, net);
    }
    if (report) this.unicast(net, message, portid);
  }

  /** `nfnetlink_unicast` */
  unicast(net: Net, message: Uint8Array, portid: number): void {
    for (const listener of this.listeners)
      if (listener.portid === portid && listener.net === net) listener.deliver(message, 0, net);
  }

  /** Checks a request's attributes and calls who answers it. */
  call(callback: NfnlCallback, request: NetlinkRequest): number | undefined {
    const { message, extack } = request;
    const { bytes, body, end, start } = message;
    const first = body + NFGENMSG_LEN;
    const error = validateAttributes(bytes, first, end, callback.policy, false, extack, start);
    if (error < 0) return error;
    // what is left over is only said in the log
    extack.clear();
    const table = this.tables.take(callback.policy.maximum).parse(bytes, first, end);
    const info: NfnlInfo = {
      net: request.net,
      portid: request.portid,
      message,
      extack,
      family: bytes[body],
      resource: (bytes[body + 2] << 8) | bytes[body + 3],
      request,
    };
    const result = callback.call(info, table);
    table.clear();
    this.tables.give(table);
    return result;
  }
}

const registers = new WeakMap<Machine, Nfnetlink>();

/** The register of a machine, made with its first use. */
export function nfnetlinkOf(machine: Machine): Nfnetlink {
  let register = registers.get(machine);
  if (register === undefined) {
    register = new Nfnetlink();
    registers.set(machine, register);
  }
  return register;
}

/** `nfnetlink_rcv_msg` */
export function receiveNetfilter(request: NetlinkRequest): number | undefined {
  const { message, net } = request;
  if (message.length < NFGENMSG_LEN) return 0;
  const nfnetlink = nfnetlinkOf(net.machine);
  const callback = nfnetlink.subsystem(message.type >>> 8)?.callbacks.get(message.type & 0xff);
  if (callback === undefined || callback.batch) return -EINVAL;
  return nfnetlink.call(callback, request);
}

/** Whether what a program sent is a batch. */
export function beginsBatch(data: Uint8Array): boolean {
  return data.length >= 16 && readU16(data, 4) === NFNL_MSG_BATCH_BEGIN;
}
