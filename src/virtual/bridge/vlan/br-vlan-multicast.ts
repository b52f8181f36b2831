/**
 * What each VLAN has for multicast snooping of its own. It is made when it is first needed: most VLANs never need it.
 *
 * Source: `net/bridge/br_vlan.c` (`__vlan_add`), `net/bridge/br_multicast.c` (`br_multicast_ctx_init`, `br_multicast_port_ctx_init`).
 */

import type { NetBridge, NetBridgePort } from "../br-private.ts";
import { McastContext, PortMcastContext } from "../mcast/br-mcast-context.ts";
import { bridgeMulticastTimers, portMulticastTimers } from "../mcast/br-mcast-timers.ts";
import { isVlanSnooping } from "../mcast/br-mcast-usable.ts";
import type { BridgeVlan } from "./br-vlan-group.ts";

/** What a VLAN of the bridge has. */
export function vlanContext(bridge: NetBridge, vlan: BridgeVlan): McastContext {
  vlan.multicast ??= new McastContext(bridge, bridgeMulticastTimers, vlan);
  return vlan.multicast;
}

/** What a port's VLAN has. */
export function portVlanContext(port: NetBridgePort, vlan: BridgeVlan): PortMcastContext {
  if (vlan.master !== null) vlanContext(port.bridge, vlan.master);
  vlan.portMulticast ??= new PortMcastContext(port, portMulticastTimers, vlan);
  return vlan.portMulticast;
}

/** Each VLAN has its own from now on. */
export function makeContexts(bridge: NetBridge): void {
  for (const vlan of bridge.vlans.list) vlanContext(bridge, vlan);
  for (const port of bridge.ports) for (const vlan of port.vlans.list) portVlanContext(port, vlan);
}

/** A VLAN is new; with null it is the bridge's. */
export function newVlanContext(bridge: NetBridge, port: NetBridgePort | null, vlan: BridgeVlan): void {
  if (!isVlanSnooping(bridge)) return;
  if (port === null) vlanContext(bridge, vlan);
  else portVlanContext(port, vlan);
}
