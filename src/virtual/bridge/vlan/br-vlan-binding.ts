/**
 * VLAN devices on top of a bridge that have a carrier while a port of their VLAN works (`bridge_binding`).
 *
 * Source: `net/bridge/br_vlan.c` (`br_vlan_set_vlan_dev_state`, `br_vlan_set_all_vlan_dev_state`, `br_vlan_bridge_event`).
 */
import { VLAN_FLAG_BRIDGE_BINDING } from "../../../netlink/link-kinds/vlan.ts";
import { isOperUp } from "../../core/dev/dev-state.ts";
import { carrierOff, carrierOn } from "../../core/dev/link-watch.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import { VlanDevice } from "../../drivers/vlan/device-type.ts";
import type { NetBridge, NetBridgePort } from "../br-private.ts";

function isBound(dev: NetDevice): dev is VlanDevice {
  return dev instanceof VlanDevice && (dev.vlanFlags & VLAN_FLAG_BRIDGE_BINDING) !== 0;
}

/** `br_vlan_is_dev_up` */
function isUp(dev: NetDevice): boolean {
  return dev.isUp && isOperUp(dev);
}

/** `br_vlan_set_vlan_dev_state` */
function setState(bridge: NetBridge, vlan: VlanDevice): void {
  const works =
    bridge.carrier && bridge.ports.some((port) => port.vlans.find(vlan.id) !== undefined && isUp(port.dev));
  if (works) carrierOn(vlan);
  else carrierOff(vlan);
}

/** A port has the VLAN now, or has it no more (`nbp_vlan_set_vlan_dev_state`). */
export function vlanOfPortChanged(port: NetBridgePort, vid: number): void {
  const { bridge } = port;
  const vlan = bridge.upper.find((dev): dev is VlanDevice => isBound(dev) && dev.id === vid);
  if (vlan !== undefined) setState(bridge, vlan);
}

/** Something happened to a port (`br_vlan_port_event`). */
export function portStateChanged(port: NetBridgePort): void {
  const { bridge } = port;
  for (const dev of bridge.upper) {
    if (!isBound(dev) || port.vlans.find(dev.id) === undefined) continue;
    if (!isUp(port.dev)) setState(bridge, dev);
    else if (bridge.carrier) carrierOn(dev);
  }
}

/** Something happened to the bridge, or a device was put on it (`br_vlan_bridge_event`). */
export function bridgeStateChanged(bridge: NetBridge): void {
  for (const dev of bridge.upper) if (isBound(dev)) setState(bridge, dev);
}
