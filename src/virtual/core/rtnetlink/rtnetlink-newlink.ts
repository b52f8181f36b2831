/**
 * RTM_NEWLINK and RTM_SETLINK: making and changing devices.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_newlink`, `__rtnl_newlink`, `rtnl_newlink_create`, `rtnl_changelink`, `rtnl_setlink`).
 */
import { EEXIST, EINVAL, ENODEV, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import { IFINFOMSG_LEN } from "../../../netlink/link.ts";
import * as ifla from "../../../netlink/link-attributes.ts";
import { NLM_F_CREATE, NLM_F_EXCL, NLM_F_REPLACE } from "../../../netlink/message.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { setMaster } from "../dev/dev-change.ts";
import { unregisterDevice } from "../dev/dev-register.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Net } from "../net.ts";
import { netByNsid } from "../netns-ids.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import {
  deviceByNameAttribute,
  ensureUniqueNetns,
  hasNameAttribute,
  linkAttributes,
  linkHeader,
  namedNetns,
  parseLinkRequest,
} from "./rtnetlink-link-common.ts";
import { configureLink, createLink } from "./rtnetlink-link-create.ts";
import { IFLA_INFO_POLICY, IFLA_POLICY } from "./rtnetlink-link-policy.ts";
import type { LinkRequest } from "./rtnetlink-link-request.ts";
import { SETLINK_NOTIFY, setLink } from "./rtnetlink-link-set.ts";
import type { RtnlLinkOps } from "./rtnl-link-ops.ts";

const MAX_KIND_ATTRIBUTES = 64;
const info = new AttributeTable(ifla.IFLA_INFO_MAX);
const data = new AttributeTable(MAX_KIND_ATTRIBUTES);
const slaveData = new AttributeTable(MAX_KIND_ATTRIBUTES);
const peerTable = new AttributeTable(ifla.IFLA_MAX);
const silent = new ExtendedAck();

/** The parsed `IFLA_LINKINFO`. */
interface KindRequest {
  readonly ops: RtnlLinkOps | undefined;
  /** What the peer's part names; undefined when it names none. */
  readonly peerNet: Net | undefined;
}

function parseKind(request: RtnlRequest): KindRequest | number {
  const { net, message, extack } = request;
  const table = linkAttributes;
  info.clear();
  data.clear();
  if (table.has(ifla.IFLA_LINKINFO)) {
    const start = table.offset(ifla.IFLA_LINKINFO);
    const end = start + table.length(ifla.IFLA_LINKINFO);
    silent.clear();
    const error = validateAttributes(table.bytes, start, end, IFLA_INFO_POLICY, false, silent, message.start);
    if (error < 0) return error;
    info.parse(table.bytes, start, end);
  }
  const ops = info.has(ifla.IFLA_INFO_KIND)
    ? net.machine.linkKinds.get(info.string(ifla.IFLA_INFO_KIND))
    : undefined;
  if (ops === undefined) return { ops, peerNet: undefined };
  if (ops.policy !== undefined && info.has(ifla.IFLA_INFO_DATA)) {
    const start = info.offset(ifla.IFLA_INFO_DATA);
    const end = start + info.length(ifla.IFLA_INFO_DATA);
    const error = validateAttributes(info.bytes, start, end, ops.policy, false, extack, message.start);
    if (error < 0) return error;
    data.parse(info.bytes, start, end);
  }
  const error = ops.validate?.(table, info.has(ifla.IFLA_INFO_DATA) ? data : undefined, extack) ?? 0;
  if (error < 0) return error;
  const peerNet = findPeerNet(request, ops);
  return typeof peerNet === "number" ? peerNet : { ops, peerNet };
}

/** The namespace that the peer's part of the request names (`rtnl_get_peer_net`). */
function findPeerNet(request: RtnlRequest, ops: RtnlLinkOps): Net | number | undefined {
  const { net, message, extack } = request;
  if (!ops.peerType) return undefined;
  if (!data.has(ops.peerType)) return givenNetns(net, linkAttributes);
  const start = data.offset(ops.peerType) + IFINFOMSG_LEN;
  const end = data.offset(ops.peerType) + data.length(ops.peerType);
  const invalid = validateAttributes(data.bytes, start, end, IFLA_POLICY, false, extack, message.start);
  if (invalid < 0) return invalid;
  peerTable.parse(data.bytes, start, end);
  const error = ops.validate?.(peerTable, undefined, extack) ?? 0;
  if (error < 0) return error;
  return givenNetns(net, peerTable);
}

/** As {@link namedNetns}; undefined when the attributes name none (`rtnl_link_get_net_ifla`). */
function givenNetns(net: Net, table: AttributeTable): Net | number | undefined {
  const given = [ifla.IFLA_NET_NS_PID, ifla.IFLA_NET_NS_FD].some((type) => table.has(type));
  return given ? namedNetns(net, table, net) : undefined;
}

/** RTM_NEWLINK. */
export function newLink(request: RtnlRequest): number {
  const { net, extack, message } = request;
  const table = linkAttributes;
  const error = parseLinkRequest(request) || ensureUniqueNetns(table, extack, false);
  if (error < 0) return error;
  const kind = parseKind(request);
  if (typeof kind === "number") return kind;
  const target = namedNetns(net, table, net);
  if (typeof target === "number") return target;
  const linkNet = table.has(ifla.IFLA_LINK_NETNSID)
    ? netByNsid(target, table.s32(ifla.IFLA_LINK_NETNSID))
    : net;
  if (linkNet === undefined) return extack.fail(-EINVAL, "Unknown network namespace id");
  const creates = (message.flags & NLM_F_CREATE) !== 0;
  const lookupNet = creates && (message.flags & NLM_F_EXCL) !== 0 ? target : net;
  const named = hasNameAttribute(table);
  if (linkHeader.index < 0) return extack.fail(-EINVAL, "ifindex can't be negative");
  const dev =
    linkHeader.index > 0 ? lookupNet.devByIndex(linkHeader.index) : deviceByNameAttribute(lookupNet, table);
  const malformed = parseSlaveData(request, dev);
  if (malformed < 0) return malformed;
  if (dev !== undefined) return changeLink(request, dev, kind.ops, target);
  if (!creates) {
    if (linkHeader.index > 0 || named || !table.has(ifla.IFLA_GROUP)) return -ENODEV;
    return changeGroup(request, target);
  }
  if (table.has(ifla.IFLA_MAP) || table.has(ifla.IFLA_PROTINFO)) return -EOPNOTSUPP;
  if (kind.ops === undefined) return extack.fail(-EOPNOTSUPP, "Unknown device type");
  return makeLink(request, kind.ops, target, kind.peerNet ?? linkNet);
}

function linkRequest(request: RtnlRequest, peerNet: Net): LinkRequest {
  return {
    request,
    sourceNet: request.net,
    attributes: linkAttributes,
    data,
    peerNet,
    extack: request.extack,
  };
}

function makeLink(request: RtnlRequest, ops: RtnlLinkOps, target: Net, peerNet: Net): number {
  const { extack, message } = request;
  const table = linkAttributes;
  const header = { ...linkHeader };
  const name = table.has(ifla.IFLA_IFNAME) ? table.string(ifla.IFLA_IFNAME) : `${ops.kind}%d`;
  const dev = createLink(target, name, ops, table, extack, message.start);
  if (typeof dev === "number") return dev;
  dev.ifindex = header.index;
  const refused = ops.newlink(dev, linkRequest(request, peerNet));
  if (refused < 0) return refused;
  let error = configureLink(dev, header, { portid: request.portid, seq: message.seq });
  if (error >= 0 && table.has(ifla.IFLA_MASTER)) error = setMaster(dev, table.u32(ifla.IFLA_MASTER), extack);
  if (error < 0) unregisterDevice(dev);
  return error;
}

function changeLink(request: RtnlRequest, dev: NetDevice, ops: RtnlLinkOps | undefined, target: Net): number {
  const { message } = request;
  if ((message.flags & NLM_F_EXCL) !== 0) return -EEXIST;
  if ((message.flags & NLM_F_REPLACE) !== 0) return -EOPNOTSUPP;
  let status = 0;
  if (info.has(ifla.IFLA_INFO_DATA)) {
    if (ops?.changelink === undefined || ops !== dev.linkOps) return -EOPNOTSUPP;
    const error = ops.changelink(dev, linkRequest(request, request.net));
    if (error < 0) return error;
    status = SETLINK_NOTIFY;
  }
  if (info.has(ifla.IFLA_INFO_SLAVE_DATA)) {
    const error = changeSlave(request, dev);
    if (error < 0) return error;
    status = SETLINK_NOTIFY;
  }
  return setLink(dev, { ...linkHeader }, linkAttributes, request, target, status);
}

/** `IFLA_INFO_SLAVE_DATA`, which the kind of the master understands. */
function changeSlave(request: RtnlRequest, dev: NetDevice): number {
  const ops = dev.master?.linkOps;
  return ops?.slaveChangelink?.(dev, slaveData, request.extack) ?? -EOPNOTSUPP;
}

/** Checks and reads `IFLA_INFO_SLAVE_DATA` by the rules of the master's kind. @returns 0 or a negative error */
function parseSlaveData(request: RtnlRequest, dev: NetDevice | undefined): number {
  slaveData.clear();
  const rules = dev?.master?.linkOps?.slavePolicy;
  if (rules === undefined || !info.has(ifla.IFLA_INFO_SLAVE_DATA)) return 0;
  const start = info.offset(ifla.IFLA_INFO_SLAVE_DATA);
  const end = start + info.length(ifla.IFLA_INFO_SLAVE_DATA);
  const { extack, message } = request;
  const error = validateAttributes(info.bytes, start, end, rules, false, extack, message.start);
  if (error >= 0) slaveData.parse(info.bytes, start, end);
  return error;
}

/** The same for all devices of a group (`rtnl_group_changelink`). */
function changeGroup(request: RtnlRequest, target: Net): number {
  const group = linkAttributes.u32(ifla.IFLA_GROUP);
  const header = { ...linkHeader };
  for (const dev of [...request.net.devices.values()]) {
    if (dev.group !== group) continue;
    const error = setLink(dev, header, linkAttributes, request, target);
    if (error < 0) return error;
  }
  return 0;
}

/** RTM_SETLINK. */
export function setLinkRequest(request: RtnlRequest): number {
  const { net, extack } = request;
  const table = linkAttributes;
  const error = parseLinkRequest(request) || ensureUniqueNetns(table, extack, false);
  if (error < 0) return error;
  const target = namedNetns(net, table, net);
  if (typeof target === "number") return target;
  if (linkHeader.index <= 0 && !hasNameAttribute(table)) return -EINVAL;
  const dev = linkHeader.index > 0 ? net.devByIndex(linkHeader.index) : deviceByNameAttribute(net, table);
  if (dev === undefined) return -ENODEV;
  return setLink(dev, { ...linkHeader }, table, request, target);
}
