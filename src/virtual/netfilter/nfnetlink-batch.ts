/**
 * A batch: messages that are applied all together or not at all.
 *
 * Errors are acknowledged once all messages were tried, so that a program hears of all of them.
 *
 * Source: `net/netfilter/nfnetlink.c` (`nfnetlink_rcv_batch`).
 */
import { EAGAIN, EINVAL, ENOMEM, EOPNOTSUPP, ERESTART } from "../../errno.ts";
import { AttributeTable, nlAlign } from "../../netlink/attribute.ts";
import { ExtendedAck } from "../../netlink/error.ts";
import { NLM_F_ACK, NLM_F_REQUEST, NLMSG_HDRLEN, NLMSG_MIN_TYPE } from "../../netlink/message.ts";
import {
  NFGENMSG_LEN,
  NFNL_BATCH_GENID,
  NFNL_BATCH_MAX,
  NFNL_MSG_BATCH_BEGIN,
  NFNL_MSG_BATCH_END,
  NFNL_SUBSYS_COUNT,
  NFNL_SUBSYS_NFTABLES,
} from "../../netlink/nfnetlink.ts";
import { policy } from "../../netlink/policy.ts";
import { validateAttributes } from "../../netlink/policy-check.ts";
import type { NetlinkRequest } from "../netlink/netlink-socket.ts";
import { type Nfnetlink, type NfnlSubsystem, nfnetlinkOf } from "./nfnetlink.ts";

const BATCH_POLICY = policy(NFNL_BATCH_MAX, [[NFNL_BATCH_GENID, { type: "u32" }]]);

/** An acknowledgement that waits for the batch's end. */
interface BatchError {
  /** Offset of the message that it answers. */
  readonly start: number;
  readonly error: number;
  readonly extack: ExtendedAck;
}

/** How a walk over the messages ended. */
interface BatchResult {
  /** An end was there (`NFNL_BATCH_DONE`). */
  done: boolean;
  /** `NFNL_BATCH_FAILURE` */
  failed: boolean;
  /** Offset of the last message. */
  last: number;
}

function copyOf(extack: ExtendedAck): ExtendedAck {
  const copy = new ExtendedAck();
  Object.assign(copy, extack);
  return copy;
}

function acknowledge(request: NetlinkRequest, data: Uint8Array, start: number, error: number): void {
  request.message.open(data, start);
  if (request.message.next()) request.socket.acknowledge(request, error);
}

/** Takes what a program sent that begins with `NFNL_MSG_BATCH_BEGIN` (`nfnetlink_rcv_skb_batch`). */
export function receiveBatch(request: NetlinkRequest, data: Uint8Array): void {
  const { message, net, extack } = request;
  const nfnetlink = nfnetlinkOf(net.machine);
  extack.clear();
  message.open(data);
  if (!message.next()) return;
  if (data.length < NLMSG_HDRLEN + NFGENMSG_LEN) return;
  const first = message.body + NFGENMSG_LEN;
  const error = validateAttributes(data, first, message.end, BATCH_POLICY, false, extack);
  extack.clear();
  if (error < 0) return acknowledge(request, data, 0, error);
  const table = new AttributeTable(NFNL_BATCH_MAX).parse(data, first, message.end);
  const genid = table.be32(NFNL_BATCH_GENID);
  // old programs wrote it in their own byte order
  const raw = data[message.body + 2] | (data[message.body + 3] << 8);
  const resource = raw === NFNL_SUBSYS_NFTABLES ? raw : ((raw & 0xff) << 8) | (raw >>> 8);
  if (resource >= NFNL_SUBSYS_COUNT) return acknowledge(request, data, 0, -EINVAL);
  const subsystem = nfnetlink.subsystem(resource);
  if (subsystem?.commit === undefined || subsystem.abort === undefined)
    return acknowledge(request, data, 0, -EOPNOTSUPP);
  if (subsystem.validGenid?.(net, genid) === false) return acknowledge(request, data, 0, -ERESTART);
  runBatch(nfnetlink, subsystem, request, data);
}

/** What is told of a batch is told to whoever asked for its first message. @returns 0 or a negative error */
function commit(subsystem: NfnlSubsystem, request: NetlinkRequest, data: Uint8Array, first: number): number {
  request.message.open(data, first);
  request.message.next();
  return subsystem.commit?.(request.net, request) ?? 0;
}

function runBatch(
  nfnetlink: Nfnetlink,
  subsystem: NfnlSubsystem,
  request: NetlinkRequest,
  data: Uint8Array,
): void {
  const { message, net, extack } = request;
  const errors: BatchError[] = [];
  if ((message.flags & NLM_F_ACK) !== 0) errors.push({ start: 0, error: 0, extack: new ExtendedAck() });
  const behindFirst = message.start + nlAlign(message.size);
  let result = walk(nfnetlink, subsystem, request, data, errors);
  extack.clear();
  if (result.done && !result.failed) {
    let error = commit(subsystem, request, data, behindFirst);
    if (error === -EAGAIN) {
      // read it again: the message to blame fails then by itself
      subsystem.abort?.(net);
      errors.length = 0;
      message.open(data, behindFirst);
      result = walk(nfnetlink, subsystem, request, data, errors);
      extack.clear();
      error = result.done && !result.failed ? commit(subsystem, request, data, behindFirst) : 0;
      if (result.failed) subsystem.abort?.(net);
    }
    message.open(data, result.last);
    message.next();
    if (error < 0) {
      subsystem.abort?.(net);
      acknowledge(request, data, 0, error);
    } else if ((message.flags & NLM_F_ACK) !== 0)
      errors.push({ start: result.last, error: 0, extack: new ExtendedAck() });
  } else subsystem.abort?.(net);
  for (const each of errors) {
    Object.assign(extack, each.extack);
    acknowledge(request, data, each.start, each.error);
  }
  extack.clear();
}

function walk(
  nfnetlink: Nfnetlink,
  subsystem: NfnlSubsystem,
  request: NetlinkRequest,
  data: Uint8Array,
  errors: BatchError[],
): BatchResult {
  const { message, extack } = request;
  const result: BatchResult = { done: false, failed: false, last: 0 };
  for (;;) {
    const left = message.truncated;
    if (left < NLMSG_HDRLEN) return result;
    if (!message.next() || message.length < NFGENMSG_LEN || message.type === NFNL_MSG_BATCH_BEGIN) {
      // no batch at all: nothing is said of what was tried
      errors.length = 0;
      result.failed = true;
      return result;
    }
    extack.clear();
    result.last = message.start;
    const asks = (message.flags & NLM_F_REQUEST) !== 0;
    if (asks && message.type === NFNL_MSG_BATCH_END) {
      result.done = true;
      return result;
    }
    const wantsAck = (message.flags & NLM_F_ACK) !== 0;
    const { start } = message;
    const end = message.end;
    const error = asks ? callOne(nfnetlink, subsystem, request) : -EINVAL;
    if (error !== 0) result.failed = true;
    if (wantsAck || error !== 0) errors.push({ start, error, extack: copyOf(extack) });
    // who has no memory need not go on
    if (error === -ENOMEM) return result;
    // a handler may have moved the reader
    message.open(data, start + ((end - start + 3) & ~3));
  }
}

function callOne(nfnetlink: Nfnetlink, subsystem: NfnlSubsystem, request: NetlinkRequest): number {
  const { type } = request.message;
  if (type < NLMSG_MIN_TYPE || type >>> 8 !== subsystem.id) return -EINVAL;
  const callback = subsystem.callbacks.get(type & 0xff);
  if (callback === undefined || !callback.batch) return -EINVAL;
  return nfnetlink.call(callback, request) ?? 0;
}
