/**
 * RTM_DELLINK and RTM_GETLINK, and the registration of all link messages.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_dellink`, `rtnl_group_dellink`, `rtnl_getlink`, `rtnl_dump_ifinfo`).
 */

import { EINVAL, ENODEV, EOPNOTSUPP, EPERM } from "../../../errno.ts";
import { AttributeTable, readU16 } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { MessageWriter, NLM_F_DUMP_FILTERED, NLM_F_MULTI } from "../../../netlink/message.ts";
import {
  RTM_DELLINK,
  RTM_GETADDR,
  RTM_GETLINK,
  RTM_GETNETCONF,
  RTM_GETNEXTHOP,
  RTM_GETROUTE,
  RTM_NEWLINK,
  RTM_SETLINK,
} from "../../../netlink/rtnetlink.ts";
import { deleteDevice, unregisterDevices } from "../dev/dev-register.ts";
import { masterWanted } from "../dev/dev-upper.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { Net } from "../net.ts";
import { netByNsid } from "../netns-ids.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import {
  deviceByNameAttribute,
  ensureUniqueNetns,
  hasNameAttribute,
  linkAttributes,
  linkHeader,
  parseLinkRequest,
} from "./rtnetlink-link-common.ts";
import { fillLink } from "./rtnetlink-link-fill.ts";
import { newLink, setLinkRequest } from "./rtnetlink-newlink.ts";

const AF_PACKET = 17;
const replyWriter = new MessageWriter(4096);
const info = new AttributeTable(ifla.IFLA_INFO_MAX);

/** The namespace of `IFLA_TARGET_NETNSID`; the requester's when absent; a negative error when there is none. */
function targetNet(request: RtnlRequest): Net | number {
  if (!linkAttributes.has(ifla.IFLA_TARGET_NETNSID)) return request.net;
  return netByNsid(request.net, linkAttributes.s32(ifla.IFLA_TARGET_NETNSID)) ?? -EINVAL;
}

function findDevice(net: Net): NetDevice | number {
  const byIndex = linkHeader.index > 0;
  if (!byIndex && !hasNameAttribute(linkAttributes)) return -EINVAL;
  const dev = byIndex ? net.devByIndex(linkHeader.index) : deviceByNameAttribute(net, linkAttributes);
  return dev ?? -ENODEV;
}

function deleteLink(request: RtnlRequest): number {
  const table = linkAttributes;
  const error = parseLinkRequest(request) || ensureUniqueNetns(table, request.extack, true);
  if (error < 0) return error;
  const net = targetNet(request);
  if (typeof net === "number") return net;
  const dev = findDevice(net);
  if (dev === -EINVAL && table.has(ifla.IFLA_GROUP))
    return deleteGroup(request, net, table.u32(ifla.IFLA_GROUP));
  if (typeof dev === "number") return dev;
  if (dev.linkOps === null) return -EOPNOTSUPP;
  const queue = new Set<NetDevice>();
  deleteDevice(dev, queue);
  unregisterDevices(queue, request.portid, request.message.seq);
  return 0;
}

function deleteGroup(request: RtnlRequest, net: Net, group: number): number {
  if (group === 0) return -EPERM;
  const members = [...net.devices.values()].filter((dev) => dev.group === group);
  if (members.length === 0) return -ENODEV;
  if (members.some((dev) => dev.linkOps === null)) return -EOPNOTSUPP;
  const queue = new Set<NetDevice>();
  for (const dev of members) deleteDevice(dev, queue);
  unregisterDevices(queue, request.portid, request.message.seq);
  return 0;
}

const GET_ATTRIBUTES = [ifla.IFLA_IFNAME, ifla.IFLA_ALT_IFNAME, ifla.IFLA_EXT_MASK, ifla.IFLA_TARGET_NETNSID];
const DUMP_ATTRIBUTES = [ifla.IFLA_EXT_MASK, ifla.IFLA_MASTER, ifla.IFLA_LINKINFO, ifla.IFLA_TARGET_NETNSID];

/** The checks of `NETLINK_GET_STRICT_CHK`; `what` is how Linux calls the request. @returns 0 or a negative error */
function checkStrictly(
  request: RtnlRequest,
  what: string,
  requestName: string,
  allowed: readonly number[],
): number {
  const { message, extack } = request;
  if (message.length < IFINFOMSG_LEN) return extack.fail(-EINVAL, `Invalid header for ${what}`);
  const { bytes, body } = message;
  const pad = bytes[body + 1];
  const error = parseLinkRequest(request, "types");
  if (pad !== 0 || readU16(bytes, body + 2) !== 0 || linkHeader.flags !== 0 || linkHeader.change !== 0) {
    extack.clear();
    return extack.fail(-EINVAL, `Invalid values in header for ${requestName}`);
  }
  if (error < 0) return error;
  for (let type = 1; type <= ifla.IFLA_MAX; type++) {
    if (linkAttributes.has(type) && !allowed.includes(type))
      return extack.fail(-EINVAL, `Unsupported attribute in ${requestName}`);
  }
  return 0;
}

function getLink(request: RtnlRequest): number {
  if (request.message.length < IFINFOMSG_LEN)
    return request.extack.fail(-EINVAL, "Invalid header for get link");
  const error = request.strict
    ? checkStrictly(request, "get link", "get link request", GET_ATTRIBUTES)
    : parseLinkRequest(request);
  if (error < 0) return error;
  const unique = ensureUniqueNetns(linkAttributes, request.extack, true);
  if (unique < 0) return unique;
  const net = targetNet(request);
  if (typeof net === "number") return net;
  const dev = findDevice(net);
  if (typeof dev === "number") return dev;
  net.machine.linkWatch.sync(dev);
  replyWriter.reset();
  fillLink(replyWriter, dev, {
    type: RTM_NEWLINK,
    portid: request.portid,
    seq: request.message.seq,
    flags: 0,
    change: 0,
    extMask: linkAttributes.u32(ifla.IFLA_EXT_MASK),
    sourceNet: request.net,
    targetNsid: targetNsid(),
  });
  request.reply(replyWriter.message());
  return 0;
}

function targetNsid(): number | undefined {
  const named = linkAttributes.has(ifla.IFLA_TARGET_NETNSID);
  return named ? linkAttributes.s32(ifla.IFLA_TARGET_NETNSID) : undefined;
}

function dumpLinks(request: RtnlRequest, writer: MessageWriter): number {
  const { extack, message } = request;
  if (request.strict) {
    const error = checkStrictly(request, "link dump", "link dump request", DUMP_ATTRIBUTES);
    if (error < 0) return error;
    if (linkHeader.index !== 0)
      return extack.fail(-EINVAL, "Filter by device index not supported for link dumps");
  } else if (message.length < IFINFOMSG_LEN || parseLinkRequest(request) < 0) {
    // An old-style request of any length and content asks for everything.
    linkAttributes.clear();
    extack.clear();
  }
  const net = targetNet(request);
  if (typeof net === "number") return extack.fail(net, "Invalid target network namespace id");
  const master = linkAttributes.u32(ifla.IFLA_MASTER);
  const kind = info.parseNested(linkAttributes, ifla.IFLA_LINKINFO).string(ifla.IFLA_INFO_KIND);
  const ops = kind === "" ? undefined : net.machine.linkKinds.get(kind);
  const filtered = master !== 0 || ops !== undefined ? NLM_F_DUMP_FILTERED : 0;
  const fill = {
    type: RTM_NEWLINK,
    portid: request.portid,
    seq: message.seq,
    flags: NLM_F_MULTI | filtered,
    change: 0,
    extMask: linkAttributes.u32(ifla.IFLA_EXT_MASK),
    sourceNet: request.net,
    targetNsid: targetNsid(),
  };
  for (const dev of net.devicesByIndex()) {
    if (!masterWanted(dev, master)) continue;
    if (ops !== undefined && dev.linkOps !== ops) continue;
    fillLink(writer, dev, fill);
  }
  return 0;
}

const RTNL_FAMILY_IPMR = 128;
const RTNL_FAMILY_IP6MR = 129;

function dumpNothing(): number {
  return 0;
}

/** A dump of `AF_UNSPEC` asks all families in turn (`rtnl_dump_all`). */
function dumpAllFamilies(machine: Machine, type: number): void {
  const { rtnetlink } = machine;
  rtnetlink.register(0, type, undefined, (request, writer) => {
    for (const family of rtnetlink.familiesWithDump(type)) {
      if (family === 0 || family === AF_PACKET) continue;
      const error = rtnetlink.handler(family, type)?.dumpit?.(request, writer) ?? 0;
      if (error < 0) return error;
    }
    return 0;
  });
}

/** Registers the messages with a machine. */
export function initLinkMessages(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(0, RTM_NEWLINK, newLink);
  rtnetlink.register(0, RTM_SETLINK, setLinkRequest);
  rtnetlink.register(0, RTM_DELLINK, deleteLink);
  rtnetlink.register(0, RTM_GETLINK, getLink, dumpLinks);
  // What families that are not here would tell: multicast routes, next hops apart from routes. There are none.
  rtnetlink.register(RTNL_FAMILY_IPMR, RTM_GETROUTE, undefined, dumpNothing);
  rtnetlink.register(RTNL_FAMILY_IP6MR, RTM_GETROUTE, undefined, dumpNothing);
  rtnetlink.register(0, RTM_GETNEXTHOP, undefined, dumpNothing);
  dumpAllFamilies(machine, RTM_GETADDR);
  dumpAllFamilies(machine, RTM_GETROUTE);
  dumpAllFamilies(machine, RTM_GETNETCONF);
}
