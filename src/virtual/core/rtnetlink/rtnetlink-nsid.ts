/**
 * RTM_NEWNSID and RTM_GETNSID: ids of namespaces.
 *
 * Source: `net/core/net_namespace.c` (`rtnl_net_newid`, `rtnl_net_getid`, `rtnl_net_dumpid`).
 */
import { EEXIST, EINVAL, ENOENT, ENOSPC } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import {
  NETNSA_CURRENT_NSID,
  NETNSA_FD,
  NETNSA_MAX,
  NETNSA_NSID,
  NETNSA_PID,
  NETNSA_TARGET_NSID,
} from "../../../netlink/netns.ts";
import { policy } from "../../../netlink/policy.ts";
import { type Strictness, validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_GETNSID, RTM_NEWNSID, writeGenericHeader } from "../../../netlink/rtnetlink.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import { assignNsid, netByNsid, peernet2id } from "../netns-ids.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import { attributeOffset } from "./rtnetlink-link-common.ts";

const POLICY = policy(NETNSA_MAX, [
  [NETNSA_NSID, { type: "s32" }],
  [NETNSA_PID, { type: "u32" }],
  [NETNSA_FD, { type: "u32" }],
  [NETNSA_TARGET_NSID, { type: "s32" }],
]);
const HEADER_LENGTH = 4;
const table = new AttributeTable(NETNSA_MAX);
const replyWriter = new MessageWriter(256);

function parse(request: RtnlRequest, strict: Strictness): number {
  const { message, extack } = request;
  const first = Math.min(message.body + HEADER_LENGTH, message.end);
  const error = validateAttributes(message.bytes, first, message.end, POLICY, strict, extack, message.start);
  if (error < 0) return error;
  table.parse(message.bytes, first, message.end);
  return 0;
}

/** The namespace that the request is about. @returns a negative error when there is none */
function findPeer(request: RtnlRequest, byNsid: boolean): Net | number {
  const { net, extack } = request;
  const { machine } = net;
  let peer: Net | number;
  let type: number;
  if (table.has(NETNSA_PID)) {
    type = NETNSA_PID;
    peer = machine.netByPid(table.s32(type));
  } else if (table.has(NETNSA_FD)) {
    type = NETNSA_FD;
    peer = machine.netByFd(table.s32(type));
  } else if (byNsid && table.has(NETNSA_NSID)) {
    type = NETNSA_NSID;
    peer = netByNsid(net, table.s32(type)) ?? -ENOENT;
  } else return extack.fail(-EINVAL, "Peer netns reference is missing");
  if (typeof peer !== "number") return peer;
  return extack.fail(peer, "Peer netns reference is invalid", attributeOffset(request, table, type));
}

function newNsid(request: RtnlRequest): number {
  const { net, extack, message } = request;
  const error = parse(request, false);
  if (error < 0) return error;
  if (!table.has(NETNSA_NSID)) return extack.fail(-EINVAL, "nsid is missing");
  const wanted = table.s32(NETNSA_NSID);
  const peer = findPeer(request, false);
  if (typeof peer === "number") return peer;
  const offset = attributeOffset(request, table, NETNSA_NSID);
  if (peernet2id(net, peer) >= 0)
    return extack.fail(-EEXIST, "Peer netns already has a nsid assigned", offset);
  const id = assignNsid(net, peer, wanted, request.portid, message.seq);
  if (id === -ENOSPC) return extack.fail(-EEXIST, "The specified nsid is already used", offset);
  return 0;
}

function fillNsid(
  writer: MessageWriter,
  request: RtnlRequest,
  flags: number,
  nsid: number,
  current: number | undefined,
): void {
  writer.begin(RTM_NEWNSID, flags, request.message.seq, request.portid);
  writeGenericHeader(writer, 0);
  writer.u32(NETNSA_NSID, nsid);
  if (current !== undefined) writer.u32(NETNSA_CURRENT_NSID, current);
  writer.end();
}

function getNsid(request: RtnlRequest): number {
  const { net, extack } = request;
  const error = parse(request, request.strict ? "types" : false);
  if (error < 0) return error;
  const peer = findPeer(request, true);
  if (typeof peer === "number") return peer;
  let target = net;
  if (table.has(NETNSA_TARGET_NSID)) {
    const named = netByNsid(net, table.s32(NETNSA_TARGET_NSID));
    if (named === undefined)
      return extack.fail(
        -EINVAL,
        "Target netns reference is invalid",
        attributeOffset(request, table, NETNSA_TARGET_NSID),
      );
    target = named;
  }
  replyWriter.reset();
  const current = table.has(NETNSA_TARGET_NSID) ? peernet2id(net, peer) : undefined;
  fillNsid(replyWriter, request, 0, peernet2id(target, peer), current);
  request.reply(replyWriter.message());
  return 0;
}

function dumpNsids(request: RtnlRequest, writer: MessageWriter): number {
  const { net, extack } = request;
  let target = net;
  table.clear();
  if (request.strict) {
    const error = parse(request, "types");
    if (error < 0) return error;
    for (const type of [NETNSA_NSID, NETNSA_PID, NETNSA_FD]) {
      if (table.has(type)) {
        const offset = attributeOffset(request, table, type);
        return extack.fail(-EINVAL, "Unsupported attribute in dump request", offset);
      }
    }
    if (table.has(NETNSA_TARGET_NSID)) {
      const named = netByNsid(net, table.s32(NETNSA_TARGET_NSID));
      if (named === undefined)
        return extack.fail(
          -EINVAL,
          "Invalid target network namespace id",
          attributeOffset(request, table, NETNSA_TARGET_NSID),
        );
      target = named;
    }
  }
  for (const [id, peer] of target.nsids?.entries() ?? []) {
    const current = table.has(NETNSA_TARGET_NSID) ? peernet2id(net, peer) : undefined;
    fillNsid(writer, request, NLM_F_MULTI, id, current);
  }
  return 0;
}

/** Registers the messages with a machine. */
export function initNsidMessages(machine: Machine): void {
  machine.rtnetlink.register(0, RTM_NEWNSID, newNsid);
  machine.rtnetlink.register(0, RTM_GETNSID, getNsid, dumpNsids);
}
