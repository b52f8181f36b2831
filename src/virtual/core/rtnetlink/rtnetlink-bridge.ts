/**
 * `bridge link`: RTM_GETLINK, RTM_SETLINK and RTM_DELLINK of `AF_BRIDGE`, handed to the device that is named or to its master.
 *
 * Source: `net/core/rtnetlink.c` (`rtnl_bridge_getlink`, `rtnl_bridge_setlink`, `rtnl_bridge_dellink`, `rtnl_bridge_notify`).
 */
import { EINVAL, ENODEV, EOPNOTSUPP, EPFNOSUPPORT } from "../../../errno.ts";
import { AttributeTable, readU16 } from "../../../netlink/attribute.ts";
import { IFINFOMSG_LEN, readLinkHeader } from "../../../netlink/link.ts";
import { IFLA_AF_SPEC, IFLA_EXT_MASK, IFLA_MAX } from "../../../netlink/link-attributes.ts";
import {
  AF_BRIDGE,
  BRIDGE_FLAGS_MASTER,
  BRIDGE_FLAGS_SELF,
  IFLA_BRIDGE_FLAGS,
} from "../../../netlink/link-kinds/bridge.ts";
import { type MessageWriter, NLM_F_MULTI } from "../../../netlink/message.ts";
import { policy } from "../../../netlink/policy.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_DELLINK, RTM_GETLINK, RTM_SETLINK, RTNLGRP_LINK } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../dev/netdevice.ts";
import type { Machine } from "../machine.ts";
import type { BridgeLinkOps, BridgeLinkRequest } from "./fdb-ops.ts";
import type { RtnlRequest } from "./rtnetlink.ts";

const attributes = new AttributeTable(IFLA_MAX);
const RULES = policy(IFLA_MAX, [[IFLA_EXT_MASK, { type: "u32" }]]);

/** `valid_bridge_getlink_req`. @returns the mask of what else is told, or a negative error */
function readDumpRequest(request: RtnlRequest): number {
  const { message, extack, strict } = request;
  const first = message.body + IFINFOMSG_LEN;
  if (!strict) {
    attributes.clear();
    if (message.length >= IFINFOMSG_LEN) attributes.parse(message.bytes, first, message.end);
    return attributes.u32(IFLA_EXT_MASK) | 0;
  }
  if (message.length < IFINFOMSG_LEN) return extack.fail(-EINVAL, "Invalid header for bridge link dump");
  const header = readLinkHeader(message.bytes, message.body);
  const pad = message.bytes[message.body + 1];
  if (pad !== 0 || header.type !== 0 || header.flags !== 0 || header.change !== 0 || header.index !== 0)
    return extack.fail(-EINVAL, "Invalid values in header for bridge link dump request");
  const error = validateAttributes(message.bytes, first, message.end, RULES, "types", extack, message.start);
  if (error !== 0) return error;
  attributes.parse(message.bytes, first, message.end);
  for (let type = 1; type <= IFLA_MAX; type++) {
    if (attributes.has(type) && type !== IFLA_EXT_MASK)
      return extack.fail(-EINVAL, "Unsupported attribute in bridge link dump request");
  }
  return attributes.u32(IFLA_EXT_MASK) & 0x7fffffff;
}

function dump(request: RtnlRequest, writer: MessageWriter): number {
  const extMask = readDumpRequest(request);
  if (extMask < 0) return extMask;
  const { message, net } = request;
  const reply = { writer, flags: NLM_F_MULTI, seq: message.seq, portid: request.portid };
  for (const dev of net.devices.values()) {
    dev.master?.ops.bridge?.getlink(dev, extMask, reply);
    dev.ops.bridge?.getlink(dev, extMask, reply);
  }
  return 0;
}

/** `IFLA_BRIDGE_FLAGS` of the request; 0 when there are none. @returns `-EINVAL` when they are too short */
function readFlags(table: AttributeTable): number {
  if (!table.has(IFLA_AF_SPEC)) return 0;
  const cursor = table.cursor(IFLA_AF_SPEC);
  while (cursor.next()) {
    if (cursor.type !== IFLA_BRIDGE_FLAGS) continue;
    return cursor.length < 2 ? -EINVAL : readU16(cursor.bytes, cursor.start);
  }
  return 0;
}

type Action = (ops: BridgeLinkOps, dev: NetDevice, request: BridgeLinkRequest) => number;

function change(request: RtnlRequest, action: Action): number {
  const { message, net, extack } = request;
  if (message.length < IFINFOMSG_LEN) return -EINVAL;
  const header = readLinkHeader(message.bytes, message.body);
  if (header.family !== AF_BRIDGE) return -EPFNOSUPPORT;
  const dev = net.devByIndex(header.index);
  if (dev === undefined) return extack.fail(-ENODEV, "unknown ifindex");
  attributes.parse(message.bytes, message.body + IFINFOMSG_LEN, message.end);
  const flags = readFlags(attributes);
  if (flags < 0) return flags;
  const asked: BridgeLinkRequest = { attributes, origin: message.start, flags, extack };
  let error = -EOPNOTSUPP;
  if (flags === 0 || (flags & BRIDGE_FLAGS_MASTER) !== 0) {
    const ops = dev.master?.ops.bridge;
    if (ops === undefined) return -EOPNOTSUPP;
    error = action(ops, dev, asked);
    if (error < 0) return error;
  }
  if ((flags & BRIDGE_FLAGS_SELF) === 0) return error;
  const own = dev.ops.bridge;
  if (own === undefined) return -EOPNOTSUPP;
  error = action(own, dev, asked);
  if (error >= 0) notify(dev);
  return error;
}

/** The device itself changed (`rtnl_bridge_notify`). */
function notify(dev: NetDevice): void {
  const { rtnetlink } = dev.net.machine;
  if (!rtnetlink.hasListeners(dev.net, RTNLGRP_LINK)) return;
  const { writer } = rtnetlink;
  writer.reset();
  dev.ops.bridge?.getlink(dev, 0, { writer, flags: 0, seq: 0, portid: 0 });
  if (writer.length > 0) rtnetlink.notify(dev.net, RTNLGRP_LINK, writer.message());
}

/** Registers the messages with a machine. */
export function initBridgeLinkMessages(machine: Machine): void {
  const { rtnetlink } = machine;
  rtnetlink.register(AF_BRIDGE, RTM_GETLINK, undefined, dump);
  rtnetlink.register(AF_BRIDGE, RTM_SETLINK, (request) =>
    change(request, (ops, dev, asked) => ops.setlink(dev, asked)),
  );
  rtnetlink.register(AF_BRIDGE, RTM_DELLINK, (request) =>
    change(request, (ops, dev, asked) => ops.dellink?.(dev, asked) ?? -EOPNOTSUPP),
  );
}
