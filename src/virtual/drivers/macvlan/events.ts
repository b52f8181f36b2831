/**
 * What happens to a macvlan when something happens to its lower device.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_device_event`).
 */
import { EINVAL } from "../../../errno.ts";
import { setMtu } from "../../core/dev/dev-change.ts";
import { deleteDevice, unregisterDevices } from "../../core/dev/dev-register.ts";
import { transferOperstate } from "../../core/dev/dev-upper.ts";
import type { NetDevice } from "../../core/dev/netdevice.ts";
import type { NetdevEvent } from "../../core/notifier.ts";
import { syncAddress } from "./device.ts";
import { inheritFeatures } from "./features.ts";
import { MacvlanPort } from "./port.ts";

type Reaction = (port: MacvlanPort, dev: NetDevice, event: NetdevEvent) => number;

const transfer: Reaction = (port, dev) => {
  for (const vlan of port.devices) transferOperstate(dev, vlan);
  return 0;
};

const passOn: Reaction = (port, _dev, event) => {
  for (const vlan of port.devices) vlan.net.machine.notifiers.call(event, vlan);
  return 0;
};

const REACTIONS: Readonly<Partial<Record<NetdevEvent, Reaction>>> = {
  NETDEV_UP: transfer,
  NETDEV_DOWN: transfer,
  NETDEV_CHANGE: transfer,
  NETDEV_FEAT_CHANGE(port, dev) {
    for (const vlan of port.devices) inheritFeatures(vlan, dev);
    return 0;
  },
  NETDEV_CHANGEMTU(port, dev) {
    for (const vlan of port.devices) if (vlan.mtu > dev.mtu) setMtu(vlan, dev.mtu);
    return 0;
  },
  NETDEV_CHANGEADDR(port, dev) {
    const vlan = port.passthru ? port.devices[0] : undefined;
    if (vlan !== undefined && syncAddress(vlan, dev.address) < 0) return -EINVAL;
    return 0;
  },
  NETDEV_UNREGISTER(port, dev) {
    if (dev.registrationState !== "unregistering") return 0;
    const leaving = new Set<NetDevice>();
    for (const vlan of [...port.devices]) deleteDevice(vlan, leaving);
    unregisterDevices(leaving);
    return 0;
  },
  NETDEV_PRE_TYPE_CHANGE: () => -EINVAL,
  NETDEV_NOTIFY_PEERS: passOn,
};

/** The notifier (`macvlan_device_event`). @returns 0 or a negative error */
export function handleMacvlanEvent(event: NetdevEvent, dev: NetDevice): number {
  const port = dev.rxHandlerData;
  if (!(port instanceof MacvlanPort)) return 0;
  return REACTIONS[event]?.(port, dev, event) ?? 0;
}
