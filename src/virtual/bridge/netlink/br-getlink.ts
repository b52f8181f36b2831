/**
 * `AF_BRIDGE` link messages: ports shown, and changed by `bridge link set`.
 *
 * Source: `net/bridge/br_netlink.c` (`br_getlink`, `br_setlink`, `br_dellink`).
 */
import { EINVAL } from "../../../errno.ts";
import { AttributeTable, NLA_F_NESTED } from "../../../netlink/attribute.ts";
import {
  IFLA_AF_SPEC,
  IFLA_PROTINFO,
  RTEXT_FILTER_BRVLAN,
  RTEXT_FILTER_BRVLAN_COMPRESSED,
  RTEXT_FILTER_CFM_CONFIG,
  RTEXT_FILTER_CFM_STATUS,
  RTEXT_FILTER_MRP,
  RTEXT_FILTER_MST,
} from "../../../netlink/link-attributes.ts";
import { IFLA_BRPORT_MAX } from "../../../netlink/link-kinds/bridge.ts";
import { validateAttributes } from "../../../netlink/policy-check.ts";
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { BridgeLinkOps, BridgeLinkRequest } from "../../core/rtnetlink/fdb-ops.ts";
import { isBridge, type NetBridge, type NetBridgePort, portOf } from "../br-private.ts";
import { processAfSpec } from "./br-afspec.ts";
import { bridgeIfinfoNotify, fillIfinfo, ifinfoNotify } from "./br-ifinfo.ts";
import { PORT_POLICY } from "./br-policy.ts";
import { setPort, setPortState } from "./br-setport.ts";

/** Who asks for these is told of bridges, too. */
const WITH_VLANS =
  RTEXT_FILTER_BRVLAN |
  RTEXT_FILTER_BRVLAN_COMPRESSED |
  RTEXT_FILTER_MRP |
  RTEXT_FILTER_CFM_CONFIG |
  RTEXT_FILTER_CFM_STATUS |
  RTEXT_FILTER_MST;

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
  const bridge = port === null ? dev : port.bridge;
  if (!isBridge(bridge) || (port === null && !attributes.has(IFLA_AF_SPEC))) return -EINVAL;
  let changed = false;
  if (port !== null && attributes.has(IFLA_PROTINFO)) {
    const error = setPortInfo(port, request);
    if (error < 0) return error;
    changed = true;
  }
  const error = processAfSpec(bridge, port, request, true);
  if (error.changed || changed) tell(bridge, port);
  return error.error;
}

function dellink(dev: NetDevice, request: BridgeLinkRequest): number {
  if (!request.attributes.has(IFLA_AF_SPEC)) return 0;
  const port = portOf(dev);
  const bridge = port === null ? dev : port.bridge;
  if (!isBridge(bridge)) return -EINVAL;
  const { error, changed } = processAfSpec(bridge, port, request, false);
  // user space expects to be told so, for VLANs that go, too
  if (changed) tell(bridge, port);
  return error;
}

function tell(bridge: NetBridge, port: NetBridgePort | null): void {
  if (port === null) bridgeIfinfoNotify(RTM_NEWLINK, bridge);
  else ifinfoNotify(RTM_NEWLINK, port);
}

/** A bridge's answers to `bridge link` and `bridge vlan` (`br_getlink` …). */
export const bridgeLinkMessageOps: BridgeLinkOps = {
  getlink(dev, extMask, reply) {
    const port = portOf(dev);
    const bridge = port === null ? dev : port.bridge;
    if (!isBridge(bridge) || (port === null && (extMask & WITH_VLANS) === 0)) return;
    fillIfinfo(reply.writer, bridge, port, { ...reply, type: RTM_NEWLINK, extMask });
  },
  setlink,
  dellink,
};
