/**
 * The places at which VLANs of a bridge decide. There is no VLAN filtering: every frame is of VLAN 0 and passes as it is.
 *
 * Source: `net/bridge/br_vlan.c`, `net/bridge/br_private.h` (without `CONFIG_BRIDGE_VLAN_FILTERING`).
 */
import { EOPNOTSUPP } from "../../errno.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import { IFLA_BR_VLAN_FILTERING } from "../../netlink/link-kinds/bridge.ts";
import type { SkBuff } from "../core/skbuff.ts";
import type { NetBridge, NetBridgePort } from "./br-private.ts";

/** What {@link allowedIngress} gives for a frame that does not come in. */
export const VLAN_REFUSED = -1;

/**
 * The VLAN in which the frame comes into the bridge (`br_allowed_ingress`).
 * @param port null: the frame is the host's own
 * @returns its number, 0 when the bridge does not filter, or {@link VLAN_REFUSED} when the frame was dropped
 */
export function allowedIngress(_bridge: NetBridge, _port: NetBridgePort | null, _skb: SkBuff): number {
  return 0;
}

/** Whether the frame may leave through the port, or with null to the host (`br_allowed_egress`). */
export function allowedEgress(_bridge: NetBridge, _port: NetBridgePort | null, _skb: SkBuff): boolean {
  return true;
}

/** The VLAN of a frame that is only learnt from (`br_should_learn`). @returns {@link VLAN_REFUSED} when it must not be */
export function shouldLearn(_port: NetBridgePort, _skb: SkBuff): number {
  return 0;
}

/** Puts the tag on or takes it away before the frame leaves (`br_handle_vlan`). @returns false when the frame was dropped */
export function handleVlan(_bridge: NetBridge, _port: NetBridgePort | null, _skb: SkBuff): boolean {
  return true;
}

/** Applies a bridge's attributes about VLANs (`br_vlan_filter_toggle`): that there is no filter is all that can be asked. */
export function changeVlans(_bridge: NetBridge, table: AttributeTable, _extack: ExtendedAck): number {
  return table.has(IFLA_BR_VLAN_FILTERING) ? -EOPNOTSUPP : 0;
}
