/**
 * Which of a bridge's, a port's or a VLAN's sides of snooping is the one that counts, and whether it is in use.
 *
 * Source: `net/bridge/br_multicast.c` (`br_multicast_ctx_should_use`, `br_multicast_pg_to_port_ctx`, `br_multicast_rcv`),
 * `net/bridge/br_private.h`.
 */
import { BR_BOOLOPT_MCAST_VLAN_SNOOPING } from "../../../netlink/link-kinds/bridge.ts";
import { BR_STATE_BLOCKING, BR_STATE_DISABLED, type NetBridge, type NetBridgePort } from "../br-private.ts";
import type { PortGroup } from "../mdb/br-mdb-table.ts";
import type { McastContext, PortMcastContext } from "./br-mcast-context.ts";

/** Whether each VLAN snoops for itself. */
export function isVlanSnooping({ boolopts }: NetBridge): boolean {
  return (boolopts & (1 << BR_BOOLOPT_MCAST_VLAN_SNOOPING)) !== 0;
}

/** Whether the side is of the sort that snoops now (`br_multicast_ctx_matches_vlan_snooping`). */
export function matchesSnooping({ bridge, vlan }: McastContext): boolean {
  return isVlanSnooping(bridge) === (vlan !== null);
}

/** Whether nothing is snooped in the VLAN (`br_multicast_ctx_vlan_global_disabled`). */
export function isGloballyDisabled({ bridge, vlan }: McastContext): boolean {
  return vlan !== null && !vlan.mcastGlobal && isVlanSnooping(bridge);
}

/** Whether anything is learnt now, with `port` from it. */
export function isUsable({ bridge, vlan }: McastContext, port: PortMcastContext | null): boolean {
  if (!bridge.running) return false;
  if (port === null) return vlan === null || vlan.mcastEnabled;
  if (port.port.state === BR_STATE_DISABLED) return false;
  return port.vlan === null || (port.vlan.mcastEnabled && port.vlan.state !== BR_STATE_DISABLED);
}

function isStopping(state: number): boolean {
  return state === BR_STATE_DISABLED || state === BR_STATE_BLOCKING;
}

/** Whether nothing is asked through the port (`br_multicast_port_ctx_state_stopped`). */
export function isStopped({ port, vlan }: PortMcastContext): boolean {
  if (isStopping(port.state)) return true;
  return vlan !== null && (!vlan.mcastEnabled || isStopping(vlan.state));
}

/** The side that frames of the VLAN are snooped by. @param vid 0: the bridge does not filter */
export function contextFor(bridge: NetBridge, vid: number): McastContext {
  if (vid === 0 || !isVlanSnooping(bridge)) return bridge.multicast;
  return bridge.vlans.find(vid)?.multicast ?? bridge.multicast;
}

/** The port's part of it. */
export function portContextFor(port: NetBridgePort, { vlan }: McastContext): PortMcastContext {
  if (vlan === null) return port.multicast;
  return port.vlans.find(vlan.vid)?.portMulticast ?? port.multicast;
}

/** The side of a membership's port that has it; null when it is out of use. */
export function contextOf({ port, entry }: PortGroup): PortMcastContext | null {
  const { vid } = entry.group;
  if (vid === 0 || !isVlanSnooping(port.bridge)) return port.multicast;
  const vlan = port.vlans.find(vid);
  return vlan?.mcastEnabled === true ? vlan.portMulticast : null;
}
