/**
 * `bridge fdb`: RTM_NEWNEIGH, RTM_DELNEIGH and RTM_GETNEIGH of `AF_BRIDGE`, handed to the device that is named or to its master.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_fdb_add`, `rtnl_fdb_del`, `rtnl_fdb_get`, `rtnl_fdb_dump`).
 */
import { EINVAL, ENODEV, EOPNOTSUPP } from "../../../errno.ts";
import { AttributeTable } from "../../../netlink/attribute.ts";
import type { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_MASTER, IFLA_MAX } from "../../../netlink/link-attributes.ts";
import { MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import {
  NDA_IFINDEX,
  NDA_LLADDR,
  NDA_MASTER,
  NDA_MAX,
  NDA_VLAN,
  NDMSG_LEN,
  type NeighHeader,
  NTF_MASTER,
  NTF_SELF,
  readNeighHeader,
} from "../../../netlink/neigh.ts";
import { policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH, RTNLGRP_NEIGH } from "../../../netlink/rtnetlink.ts";
import { ARPHRD_ETHER, type NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import { defaultFdbOps, writeDefaultEntry } from "./fdb-default.ts";
import type { FdbOps, FdbReply, FdbRequest } from "./fdb-ops.ts";
import type { RtnlRequest } from "./rtnetlink.ts";
import { parseRequest } from "./rtnl-validate.ts";

const AF_BRIDGE = 7;
/** Of delete requests: all that match (`NLM_F_BULK`). */
const NLM_F_BULK = 0x200;
const VLAN_VID_MASK = 0x0fff;
const IFINFOMSG_LEN = 16;

const RULES = policy(NDA_MAX, []);
const LINK_RULES = policy(IFLA_MAX, [[IFLA_MASTER, { type: "u32" }]]);

const attributes = new AttributeTable(NDA_MAX);
const linkTable = new AttributeTable(IFLA_MAX);
const replyWriter = new MessageWriter(512);

function vlanOf(table: AttributeTable, extack: ExtendedAck): number {
  if (!table.has(NDA_VLAN)) return 0;
  if (table.length(NDA_VLAN) !== 2) return extack.fail(-EINVAL, "invalid vlan attribute size");
  const vlan = table.u16(NDA_VLAN);
  return vlan === 0 || vlan >= VLAN_VID_MASK ? extack.fail(-EINVAL, "invalid vlan id") : vlan;
}

/** What a request names: the device, and what to do with it. */
interface Target {
  readonly dev: NetDevice;
  readonly header: NeighHeader;
  readonly vlan: number;
}

function readTarget(request: RtnlRequest, verb: string, bulk: boolean): Target | number {
  const { extack, message, net } = request;
  const error = parseRequest(request, NDMSG_LEN, attributes, RULES);
  if (error !== 0) return error;
  const header = readNeighHeader(message.bytes, message.body);
  if (header.index === 0) return extack.fail(-EINVAL, "invalid ifindex");
  const dev = net.devByIndex(header.index);
  if (dev === undefined) return extack.fail(-ENODEV, "unknown ifindex");
  if (!bulk && attributes.length(NDA_LLADDR) !== 6) return extack.fail(-EINVAL, "invalid address");
  if (dev.type !== ARPHRD_ETHER)
    return extack.fail(-EINVAL, `FDB ${verb} only supported for Ethernet devices`);
  const vlan = bulk ? 0 : vlanOf(attributes, extack);
  return vlan < 0 ? vlan : { dev, header, vlan };
}

type Action = (ops: FdbOps, dev: NetDevice, request: FdbRequest) => number;

/** The master answers for a port unless only the device itself is meant, and then the device when it is meant, too. */
function dispatch(request: RtnlRequest, target: Target, type: number, action: Action, bulk: boolean): number {
  const { dev, header } = target;
  const { message, extack } = request;
  const asked: FdbRequest = {
    header,
    attributes,
    address: attributes.payload(NDA_LLADDR)?.slice() ?? new Uint8Array(6),
    vlan: target.vlan,
    flags: message.flags,
    extack,
    notified: false,
  };
  let error = -EOPNOTSUPP;
  const masterOps = dev.master?.ops.fdb;
  const isPort = masterOps !== undefined && dev.rxHandler !== null;
  if ((header.flags === 0 || (header.flags & NTF_MASTER) !== 0) && isPort) {
    error = action(masterOps, dev, asked);
    if (error !== 0) return error;
    header.flags &= ~NTF_MASTER;
  }
  if ((header.flags & NTF_SELF) === 0) return error;
  asked.notified = false;
  error = action(dev.ops.fdb ?? defaultFdbOps, dev, asked);
  if (error === 0 && !asked.notified && !bulk) notify(dev, asked, type);
  return error;
}

/** `rtnl_fdb_notify` */
function notify(dev: NetDevice, asked: FdbRequest, type: number): void {
  const { rtnetlink } = dev.net.machine;
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_NEIGH)) return;
  const { writer } = rtnetlink;
  writer.reset();
  const reply = { writer, flags: 0, seq: 0, portid: 0 };
  writeDefaultEntry(dev, asked.address, asked.vlan, type, asked.header.state, reply);
  rtnetlink.notify(dev.net, RTNLGRP_NEIGH, writer.message());
}

function add(request: RtnlRequest): number {
  const target = readTarget(request, "add", false);
  if (typeof target === "number") return target;
  return dispatch(request, target, RTM_NEWNEIGH, (ops, dev, asked) => ops.add(dev, asked), false);
}

/** What such a request may hold is the device's to say. */
function removeBulk(request: RtnlRequest, { bulk }: FdbOps, dev: NetDevice, asked: FdbRequest): number {
  if (bulk === undefined) return -EOPNOTSUPP;
  const error = parseRequest(request, NDMSG_LEN, attributes, bulk.rules, true);
  return error !== 0 ? error : bulk.delete(dev, asked);
}

function remove(request: RtnlRequest): number {
  const bulk = (request.message.flags & NLM_F_BULK) !== 0;
  const target = readTarget(request, "delete", bulk);
  if (typeof target === "number") return target;
  const action: Action = bulk
    ? (ops, dev, asked) => removeBulk(request, ops, dev, asked)
    : (ops, dev, asked) => ops.delete(dev, asked);
  return dispatch(request, target, RTM_DELNEIGH, action, bulk);
}

/** What a get request names: a port or a bridge, or both. */
function getTarget(request: RtnlRequest, header: NeighHeader): { dev: NetDevice; ops: FdbOps } | number {
  const { net, extack } = request;
  const brIndex = attributes.u32(NDA_MASTER);
  let dev: NetDevice | undefined;
  if (header.index !== 0) {
    dev = net.devByIndex(header.index);
    if (dev === undefined) return extack.fail(-ENODEV, "unknown ifindex");
  }
  let answering: NetDevice | null | undefined = dev;
  if (brIndex !== 0) {
    if (dev !== undefined) return extack.fail(-EINVAL, "Master and device are mutually exclusive");
    dev = net.devByIndex(brIndex);
    if (dev === undefined) return extack.fail(-EINVAL, "Invalid master ifindex");
    answering = dev;
  }
  if (dev === undefined) return extack.fail(-ENODEV, "No device specified");
  const noFlags = header.flags === 0 || (header.flags & NTF_MASTER) !== 0;
  if (noFlags && dev.master?.ops.fdb !== undefined && dev.rxHandler !== null) answering = dev.master;
  else if ((header.flags & NTF_SELF) === 0 && brIndex === 0)
    return extack.fail(-EINVAL, "Device is not a bridge port");
  const ops = answering?.ops.fdb;
  if (ops?.get === undefined || !answering)
    return extack.fail(-EOPNOTSUPP, "Fdb get operation not supported by device");
  return { dev: answering, ops };
}

function get(request: RtnlRequest): number {
  const { message, extack } = request;
  if (message.length < NDMSG_LEN) return extack.fail(-EINVAL, "Invalid header for fdb get request");
  const header = readNeighHeader(message.bytes, message.body);
  const error = parseRequest(request, NDMSG_LEN, attributes, RULES);
  if (error !== 0) return error;
  if (!attributes.has(NDA_LLADDR)) return extack.fail(-EINVAL, "Missing lookup address for fdb get request");
  if (attributes.length(NDA_LLADDR) !== 6) return extack.fail(-EINVAL, "Invalid address in fdb get request");
  const vlan = vlanOf(attributes, extack);
  if (vlan < 0) return vlan;
  const target = getTarget(request, header);
  if (typeof target === "number") return target;
  replyWriter.reset();
  const reply = { writer: replyWriter, flags: 0, seq: message.seq, portid: request.portid };
  const address = attributes.payload(NDA_LLADDR) ?? new Uint8Array(6);
  const refused = target.ops.get?.(target.dev, address, vlan, reply, extack, attributes) ?? -EOPNOTSUPP;
  if (refused < 0) return refused;
  request.reply(replyWriter.message());
  return 0;
}

interface DumpFilter {
  bridge: number;
  port: number;
}

/** `valid_fdb_dump_strict` */
function readStrictFilter(request: RtnlRequest, filter: DumpFilter): number {
  const { message, extack } = request;
  if (message.length < NDMSG_LEN) return extack.fail(-EINVAL, "Invalid header for fdb dump request");
  const header = readNeighHeader(message.bytes, message.body);
  if (header.state !== 0 || header.flags !== 0 || header.type !== 0)
    return extack.fail(-EINVAL, "Invalid values in header for fdb dump request");
  const first = message.body + NDMSG_LEN;
  const error = validateAttributes(message.bytes, first, message.end, RULES, "types", extack, message.start);
  if (error !== 0) return error;
  attributes.parse(message.bytes, first, message.end);
  filter.port = header.index;
  for (let type = 1; type <= NDA_MAX; type++) {
    if (!attributes.has(type)) continue;
    if (type === NDA_IFINDEX) filter.port = attributes.u32(type);
    else if (type === NDA_MASTER) filter.bridge = attributes.u32(type);
    else return extack.fail(-EINVAL, "Unsupported attribute in fdb dump request");
  }
  return 0;
}

/** Old programs send the header of links, or of neighbours with nothing behind it (`valid_fdb_dump_legacy`). */
function readLegacyFilter(request: RtnlRequest, filter: DumpFilter): number {
  const { message, extack } = request;
  const length = message.length;
  if (length === NDMSG_LEN || length === NDMSG_LEN + 8) return 0;
  const first = message.body + IFINFOMSG_LEN;
  if (length < IFINFOMSG_LEN) return -EINVAL;
  const error = validateAttributes(
    message.bytes,
    first,
    message.end,
    LINK_RULES,
    false,
    extack,
    message.start,
  );
  if (error < 0) return -EINVAL;
  linkTable.parse(message.bytes, first, message.end);
  filter.bridge = linkTable.u32(IFLA_MASTER);
  filter.port = readNeighHeader(message.bytes, message.body).index;
  return 0;
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const { message, net } = request;
  const filter: DumpFilter = { bridge: 0, port: 0 };
  const error = request.strict ? readStrictFilter(request, filter) : readLegacyFilter(request, filter);
  if (error !== 0) return error;
  let bridge: NetDevice | undefined;
  if (filter.bridge !== 0) {
    bridge = net.devByIndex(filter.bridge);
    if (bridge === undefined) return -ENODEV;
  }
  const reply: FdbReply = { writer, flags: NLM_F_MULTI, seq: message.seq, portid: request.portid };
  for (const dev of net.devicesByIndex()) {
    if (filter.port !== 0 && dev.ifindex !== filter.port) continue;
    const master = dev.rxHandler !== null && dev.master?.ops.bridge !== undefined ? dev.master : null;
    if (bridge !== undefined) {
      if (dev !== bridge && master === null) continue;
      if (master !== bridge && dev.ops.bridge === undefined) continue;
    }
    const ops = bridge === undefined ? master?.ops.fdb : bridge.ops.fdb;
    if (master !== null) ops?.dump(bridge ?? master, dev, reply);
    (dev.ops.fdb ?? defaultFdbOps).dump(dev, null, reply);
  }
  return 0;
}

/** Registers the messages with a machine. */
export function initFdbMessages(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(AF_BRIDGE, RTM_NEWNEIGH, add);
  rtnetlink.register(AF_BRIDGE, RTM_DELNEIGH, remove, undefined, true);
  rtnetlink.register(AF_BRIDGE, RTM_GETNEIGH, get, dump);
}
