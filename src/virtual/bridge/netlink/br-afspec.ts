/**
 * `IFLA_AF_SPEC` of `AF_BRIDGE` link messages.
 *
 * Source: `net/bridge/br_netlink.c` (`br_afspec`).
 */

import { EINVAL, EOPNOTSUPP } from "../../../errno.ts";
import { BRIDGE_VLAN_INFO_LEN, readBridgeVlanInfo } from "../../../netlink/bridge-vlan.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import { IFLA_AF_SPEC } from "../../../netlink/link-attributes.ts";
import {
  IFLA_BRIDGE_CFM,
  IFLA_BRIDGE_MRP,
  IFLA_BRIDGE_MST,
  IFLA_BRIDGE_VLAN_INFO,
  IFLA_BRIDGE_VLAN_TUNNEL_INFO,
} from "../../../netlink/link-kinds/bridge.ts";
import type { BridgeLinkRequest } from "../../core/rtnetlink/fdb-ops.ts";
import { BR_VLAN_TUNNEL, type NetBridge, type NetBridgePort } from "../br-private.ts";
import { TunnelInfoProcessor } from "../vlan/br-netlink-tunnel.ts";
import { VlanInfoProcessor } from "../vlan/br-vlan-info.ts";

/** What came of it: something may be different even when there was an error. */
export interface AfSpecOutcome {
  /** 0 or negative. */
  readonly error: number;
  readonly changed: boolean;
}

const silent = new ExtendedAck();
const UNSUPPORTED = new Set([IFLA_BRIDGE_MRP, IFLA_BRIDGE_CFM, IFLA_BRIDGE_MST]);

/** Adds or deletes what the attribute lists, one after the other. */
export function processAfSpec(
  bridge: NetBridge,
  port: NetBridgePort | null,
  { attributes, extack }: BridgeLinkRequest,
  adding: boolean,
): AfSpecOutcome {
  // Linux has no words for why something is not taken away
  const told = adding ? extack : silent;
  const processor = new VlanInfoProcessor(bridge, port, adding, told);
  let tunnels: TunnelInfoProcessor | null = null;
  const outcome = (error: number): AfSpecOutcome => ({
    error,
    changed: processor.changed || tunnels?.changed === true,
  });
  for (const cursor = attributes.cursor(IFLA_AF_SPEC); cursor.next(); ) {
    if (cursor.type === IFLA_BRIDGE_VLAN_TUNNEL_INFO) {
      if (port === null || (port.flags & BR_VLAN_TUNNEL) === 0) return outcome(-EINVAL);
      tunnels ??= new TunnelInfoProcessor(bridge, port, adding);
      const error = tunnels.process(cursor);
      if (error !== 0) return outcome(error);
      continue;
    }
    if (UNSUPPORTED.has(cursor.type)) return outcome(-EOPNOTSUPP);
    if (cursor.type !== IFLA_BRIDGE_VLAN_INFO) continue;
    if (cursor.length !== BRIDGE_VLAN_INFO_LEN) return outcome(-EINVAL);
    const error = processor.process(readBridgeVlanInfo(cursor.bytes, cursor.start));
    if (error !== 0) return outcome(error);
  }
  return outcome(0);
}
