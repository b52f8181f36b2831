/**
 * What happens to VLAN devices when something happens to the device below.
 *
 * Source: `net/8021q/vlan.c` (`vlan_device_event`).
 */
import { EINVAL } from "../../../errno.ts";
import { VLAN_FLAG_LOOSE_BINDING } from "../../../netlink/link-kinds/vlan.ts";
import { setMtu } from "../../core/dev/dev-change.ts";
import { changeFlags, closeDevices } from "../../core/dev/dev-flags.ts";
import { deleteDevice, unregisterDevices } from "../../core/dev/dev-register.ts";
import { getFlags } from "../../core/dev/dev-state.ts";
import { IFF_UP, type NetDevice } from "../../core/dev/netdevice.ts";
import type { NetdevEvent } from "../../core/notifier.ts";
import { followOperstate, syncAddress } from "./device.ts";
import { vlanFeatures } from "./features.ts";
import { groupOf, type VlanGroup } from "./group.ts";

type Reaction = (group: VlanGroup, dev: NetDevice, event: NetdevEvent) => number;

const passOn: Reaction = (group, _dev, event) => {
  for (const vlan of group.devices) vlan.net.machine.notifiers.call(event, vlan);
  return 0;
};

const REACTIONS: Readonly<Partial<Record<NetdevEvent, Reaction>>> = {
  NETDEV_UP(group, dev) {
    for (const vlan of group.devices) {
      if (vlan.isUp) continue;
      if ((vlan.vlanFlags & VLAN_FLAG_LOOSE_BINDING) === 0) changeFlags(vlan, getFlags(vlan) | IFF_UP);
      followOperstate(dev, vlan);
    }
    return 0;
  },
  NETDEV_DOWN(group, dev) {
    const bound = (vlan: { vlanFlags: number }): boolean => (vlan.vlanFlags & VLAN_FLAG_LOOSE_BINDING) === 0;
    const closing = group.devices.filter((vlan) => vlan.isUp && bound(vlan)).reverse();
    closeDevices(closing);
    for (const vlan of closing) followOperstate(dev, vlan);
    return 0;
  },
  NETDEV_CHANGE(group, dev) {
    for (const vlan of group.devices) followOperstate(dev, vlan);
    return 0;
  },
  NETDEV_CHANGEADDR(group, dev) {
    for (const vlan of group.devices) if (vlan.isUp) syncAddress(vlan, dev);
    return 0;
  },
  NETDEV_CHANGEMTU(group, dev) {
    for (const vlan of group.devices) if (vlan.mtu > dev.mtu) setMtu(vlan, dev.mtu);
    return 0;
  },
  NETDEV_FEAT_CHANGE(group, dev) {
    for (const vlan of group.devices) vlan.features = vlanFeatures(dev);
    return 0;
  },
  NETDEV_UNREGISTER(group, dev) {
    if (dev.registrationState !== "unregistering") return 0;
    const leaving = new Set<NetDevice>();
    for (const vlan of group.devices) deleteDevice(vlan, leaving);
    unregisterDevices(leaving);
    return 0;
  },
  NETDEV_PRE_TYPE_CHANGE: () => -EINVAL,
  NETDEV_NOTIFY_PEERS: passOn,
};

/** The notifier (`vlan_device_event`). @returns 0 or a negative error */
export function handleVlanEvent(event: NetdevEvent, dev: NetDevice): number {
  const group = groupOf(dev);
  return group === undefined ? 0 : (REACTIONS[event]?.(group, dev, event) ?? 0);
}
