/**
 * What bridges make of events of their ports.
 *
 * Source: `net/bridge/br.c` (`br_device_event`), `net/bridge/br_if.c` (`br_port_carrier_check`).
 */
import { EINVAL } from "../../errno.ts";
import { RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { isOperUp } from "../core/dev/dev-state.ts";
import { NET_ADDR_SET } from "../core/dev/ethernet.ts";
import type { NetDevice } from "../core/dev/netdevice.ts";
import type { NetdevEvent, NetdevEventInfo } from "../core/notifier.ts";
import { fdbChangeAddress, fdbChangeBridgeAddress } from "./br-fdb.ts";
import { adjustMtu, updateFeatures } from "./br-features.ts";
import { deleteInterface, portCost } from "./br-if.ts";
import { BR_ADMIN_COST, BR_STATE_DISABLED, isBridge, type NetBridgePort, portOf } from "./br-private.ts";
import { ifinfoNotify } from "./netlink/br-ifinfo.ts";
import { recalculateBridgeId, stpDisablePort, stpEnablePort } from "./stp/br-stp-if.ts";
import { bridgeStateChanged, portStateChanged } from "./vlan/br-vlan-binding.ts";
import { bridgeVlanFlush, bridgeVlanInit } from "./vlan/br-vlan-config.ts";

/** @returns a negative error that vetoes, or whether listeners were told of the port by what was done */
type Handler = (port: NetBridgePort, info: NetdevEventInfo | undefined) => number | boolean;

function changeAddress(port: NetBridgePort): boolean {
  const { bridge, dev } = port;
  fdbChangeAddress(port, dev.address);
  if (recalculateBridgeId(bridge)) bridge.net.machine.notifiers.call("NETDEV_CHANGEADDR", bridge);
  return false;
}

function preChangeAddress(port: NetBridgePort, info: NetdevEventInfo | undefined): number | boolean {
  const { bridge } = port;
  if (bridge.addressAssignType === NET_ADDR_SET) return true;
  const veto = bridge.net.machine.notifiers.call("NETDEV_PRE_CHANGEADDR", bridge, info);
  return veto < 0 ? veto : true;
}

/** The port is enabled while it works (`br_port_carrier_check`). */
function checkCarrier(port: NetBridgePort): boolean {
  const { bridge, dev } = port;
  if ((port.flags & BR_ADMIN_COST) === 0 && isOperUp(dev)) port.pathCost = portCost(dev);
  if (!bridge.running) return false;
  const disabled = port.state === BR_STATE_DISABLED;
  const works = dev.running && isOperUp(dev);
  if (works !== disabled) return false;
  if (works) stpEnablePort(port);
  else stpDisablePort(port);
  return true;
}

function goDown(port: NetBridgePort): boolean {
  if (!port.bridge.isUp) return false;
  stpDisablePort(port);
  return true;
}

function comeUp(port: NetBridgePort): boolean {
  if (!port.bridge.running || !isOperUp(port.dev)) return false;
  stpEnablePort(port);
  return true;
}

/** Events of which listeners are told when nothing else tells them. */
const HANDLERS: Partial<Record<NetdevEvent, Handler>> = {
  NETDEV_CHANGEMTU: (port) => {
    adjustMtu(port.bridge);
    return true;
  },
  NETDEV_PRE_CHANGEADDR: preChangeAddress,
  NETDEV_CHANGEADDR: changeAddress,
  NETDEV_CHANGE: checkCarrier,
  NETDEV_FEAT_CHANGE: (port) => {
    updateFeatures(port.bridge);
    return true;
  },
  NETDEV_DOWN: goDown,
  NETDEV_UP: comeUp,
  NETDEV_UNREGISTER: (port) => {
    deleteInterface(port.bridge, port.dev);
    return true;
  },
  NETDEV_PRE_TYPE_CHANGE: () => -EINVAL,
};

/** Of a bridge or a port: VLAN devices on top may follow. */
const BINDING: ReadonlySet<NetdevEvent> = new Set(["NETDEV_CHANGEUPPER", "NETDEV_CHANGE", "NETDEV_UP"]);
const PORT_BINDING: ReadonlySet<NetdevEvent> = new Set(["NETDEV_CHANGE", "NETDEV_DOWN", "NETDEV_UP"]);

/** The notifier (`br_device_event`). @returns 0, or a negative error that forbids what was announced */
export function deviceEvent(event: NetdevEvent, dev: NetDevice, info?: NetdevEventInfo): number {
  if (event === "NETDEV_REGISTER" && isBridge(dev)) {
    bridgeVlanInit(dev);
    fdbChangeBridgeAddress(dev, dev.address);
  }
  if (event === "NETDEV_UNREGISTER" && isBridge(dev)) bridgeVlanFlush(dev);
  if (isBridge(dev) && BINDING.has(event)) bridgeStateChanged(dev);
  const handler = HANDLERS[event];
  if (handler === undefined) return 0;
  const port = portOf(dev);
  if (port === null) return 0;
  const result = handler(port, info);
  if (typeof result === "number") return result;
  if (PORT_BINDING.has(event)) portStateChanged(port);
  if (!result) ifinfoNotify(RTM_NEWLINK, port);
  return 0;
}
