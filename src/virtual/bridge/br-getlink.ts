/**
 * `AF_BRIDGE` link messages: ports shown, and changed by `bridge link set`.
 *
 * Source: `net/bridge/br_netlink.c` (`br_getlink`, `br_setlink`, `br_dellink`).
 */
import { EINVAL } from "../../errno.ts";
import { AttributeTable, NLA_F_NESTED } from "../../netlink/attribute.ts";
import { IFLA_AF_SPEC, IFLA_PROTINFO } from "../../netlink/link-attributes.ts";
import { IFLA_BRPORT_MAX } from "../../netlink/link-kinds/bridge.ts";
import { validateAttributes } from "../../netlink/policy.ts";
import { RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import type { BridgeLinkOps, BridgeLinkRequest } from "../core/fdb-ops.ts";
import type { NetDevice } from "../core/netdevice.ts";
import { fillIfinfo, ifinfoNotify } from "./br-ifinfo.ts";
import { PORT_POLICY } from "./br-policy.ts";
import { isBridge, type NetBridgePort, portOf } from "./br-private.ts";
import { setPort, setPortState } from "./br-setport.ts";

const portTable = new AttributeTable(IFLA_BRPORT_MAX);

function setPortInfo(port: NetBridgePort, request: BridgeLinkRequest): number {
  const { attributes, extack } = request;
  if ((attributes.flags(IFLA_PROTINFO) & NLA_F_NESTED) === 0) {
    // as old programs for the spanning tree say the state
    return attributes.length(IFLA_PROTINFO) < 1 ? -EINVAL : setPortState(port, attributes.u8(IFLA_PROTINFO));
  }
  const start = attributes.offset(IFLA_PROTINFO);
  const end = start + attributes.length(IFLA_PROTINFO);
  const error = validateAttributes(attributes.bytes, start, end, PORT_POLICY, false, extack, request.origin);
  if (error < 0) return error;
  portTable.parse(attributes.bytes, start, end);
  return setPort(port, portTable, extack);
}

function setlink(dev: NetDevice, request: BridgeLinkRequest): number {
  const { attributes } = request;
  if (!attributes.has(IFLA_PROTINFO) && !attributes.has(IFLA_AF_SPEC)) return 0;
  const port = portOf(dev);
  if (port === null) return isBridge(dev) && attributes.has(IFLA_AF_SPEC) ? 0 : -EINVAL;
  if (!attributes.has(IFLA_PROTINFO)) return 0;
  const error = setPortInfo(port, request);
  if (error < 0) return error;
  ifinfoNotify(RTM_NEWLINK, port);
  return 0;
}

export const bridgeLinkMessageOps: BridgeLinkOps = {
  getlink(dev, _extMask, reply) {
    const port = portOf(dev);
    if (port !== null) fillIfinfo(reply.writer, port.bridge, port, { ...reply, type: RTM_NEWLINK });
  },
  setlink,
};
