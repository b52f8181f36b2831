/**
 * Ports that come and go, and what a bridge is for as long as it has them.
 *
 * Source: `net/bridge/br_if.c`.
 */

import { EBUSY, EINVAL, ELOOP, EXFULL } from "../../errno.ts";
import type { ExtendedAck } from "../../netlink/error.ts";
import { RTM_DELLINK, RTM_NEWLINK } from "../../netlink/rtnetlink.ts";
import { changeAllmulti, changePromiscuity } from "../core/dev/dev-flags.ts";
import { isOperUp } from "../core/dev/dev-state.ts";
import { linkUpper, registerRxHandler, unlinkUpper, unregisterRxHandler } from "../core/dev/dev-upper.ts";
import { isValidEthernetAddress, NET_ADDR_SET } from "../core/dev/ethernet.ts";
import { ARPHRD_ETHER, IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "../core/dev/netdevice.ts";
import { KERN_INFO } from "../core/printk/log-level.ts";
import { recalculateNeighSuppress } from "./br-arp-nd-proxy.ts";
import { clearBackups } from "./br-backup.ts";
import { fdbAddLocal, fdbDeleteByPort, fdbSyncStatic, fdbUnsyncStatic } from "./br-fdb.ts";
import { adjustMtu, setGsoLimits, updateFeatures } from "./br-features.ts";
import { joinHeadroom, leaveHeadroom } from "./br-headroom.ts";
import { handleFrame } from "./br-input.ts";
import {
  BR_AUTO_MASK,
  BR_MAX_PORTS,
  BR_PROMISC,
  BR_STATE_DISABLED,
  isBridge,
  type NetBridge,
  NetBridgePort,
  portOf,
} from "./br-private.ts";
import { portMulticastTimers } from "./mcast/br-mcast-timers.ts";
import { deletePortMulticast } from "./mcast/br-multicast.ts";
import { ifinfoNotify } from "./netlink/br-ifinfo.ts";
import { setState } from "./stp/br-stp.ts";
import { initPort, recalculateBridgeId, stpDisablePort, stpEnablePort } from "./stp/br-stp-if.ts";
import { portTimers } from "./stp/br-stp-timer.ts";
import { portVlanFlush, portVlanInit } from "./vlan/br-vlan-config.ts";

/** Path costs of IEEE 802.1D by speed in Mb/s. */
const COSTS: ReadonlyMap<number, number> = new Map([
  [10000, 2],
  [5000, 3],
  [2500, 4],
  [1000, 5],
  [100, 19],
  [10, 100],
]);
const USUAL_COST = 100;
const COST_ABOVE_10G = 1;

/** The cost of a path through the device (`port_cost`). */
export function portCost(dev: NetDevice): number {
  const speed = dev.ops.ethtool?.linkSettings?.(dev)?.speed;
  if (speed === undefined || speed === 0xffffffff) return USUAL_COST;
  return COSTS.get(speed) ?? (speed > 10000 ? COST_ABOVE_10G : USUAL_COST);
}

function findPortNo(bridge: NetBridge): number {
  const used = new Set(bridge.ports.map((port) => port.portNo));
  let number = 1;
  while (used.has(number)) number++;
  return number >= BR_MAX_PORTS ? -EXFULL : number;
}

function newPort(bridge: NetBridge, dev: NetDevice): NetBridgePort | number {
  const number = findPortNo(bridge);
  if (number < 0) return number;
  const port = new NetBridgePort(bridge, dev, number, portTimers, portMulticastTimers);
  port.pathCost = portCost(dev);
  initPort(port);
  setState(port, BR_STATE_DISABLED);
  return port;
}

function refusal(dev: NetDevice, extack: ExtendedAck | undefined): number {
  if (dev.isLoopback || dev.type !== ARPHRD_ETHER || dev.addressLength !== 6) return -EINVAL;
  if (!isValidEthernetAddress(dev.address)) return -EINVAL;
  if (isBridge(dev)) return extack?.fail(-ELOOP, "Can not enslave a bridge to a bridge") ?? -ELOOP;
  return dev.master === null ? 0 : -EBUSY;
}

/** Makes the device a port (`br_add_if`). @returns 0 or a negative error */
export function addInterface(bridge: NetBridge, dev: NetDevice, extack: ExtendedAck | undefined): number {
  const refused = refusal(dev, extack);
  if (refused < 0) return refused;
  const port = newPort(bridge, dev);
  if (typeof port === "number") return port;
  const { notifiers } = bridge.net.machine;
  notifiers.call("NETDEV_JOIN", dev);
  changeAllmulti(dev, 1);
  let error = registerRxHandler(dev, handleFrame, port);
  if (error < 0) {
    changeAllmulti(dev, -1);
    return error;
  }
  error = linkUpper(dev, bridge, true, extack);
  if (error < 0) {
    unregisterRxHandler(dev);
    changeAllmulti(dev, -1);
    return error;
  }
  bridge.ports = [port, ...bridge.ports];
  updatePortCount(bridge);
  managePromisc(bridge);
  updateFeatures(bridge);
  joinHeadroom(bridge, dev);
  fdbAddLocal(bridge, port, dev.address, 0);
  error = askForAddress(bridge, dev, extack) || portVlanInit(port);
  if (error < 0) {
    removePort(port);
    return error;
  }
  join(port);
  return 0;
}

/** Whoever stands on the bridge may refuse an address that it might get (`netif_pre_changeaddr_notify`). */
function askForAddress(bridge: NetBridge, dev: NetDevice, extack: ExtendedAck | undefined): number {
  if (bridge.addressAssignType === NET_ADDR_SET) return 0;
  return bridge.net.machine.notifiers.call("NETDEV_PRE_CHANGEADDR", bridge, { address: dev.address, extack });
}

function join(port: NetBridgePort): void {
  const { bridge, dev } = port;
  const changed = recalculateBridgeId(bridge);
  if (dev.running && isOperUp(dev) && bridge.isUp) stpEnablePort(port);
  ifinfoNotify(RTM_NEWLINK, port);
  if (changed) bridge.net.machine.notifiers.call("NETDEV_CHANGEADDR", bridge);
  adjustMtu(bridge);
  setGsoLimits(bridge);
}

/** Counts a user of the mode out; of a device that goes away it is said here, as its name has changed in messages. */
function leaveMode(
  dev: NetDevice,
  mode: string,
  flag: number,
  change: (dev: NetDevice, count: number) => number,
): void {
  const before = dev.flags;
  change(dev, -1);
  if (dev.registrationState !== "unregistering" || (before & ~dev.flags & flag) === 0) return;
  dev.net.machine.log.print(KERN_INFO, `${dev.name} (unregistering): left ${mode} mode`);
}

/** `del_nbp` */
export function removePort(port: NetBridgePort): void {
  const { bridge, dev } = port;
  leaveMode(dev, "allmulticast", IFF_ALLMULTI, changeAllmulti);
  if ((port.flags & BR_PROMISC) !== 0) leaveMode(dev, "promiscuous", IFF_PROMISC, changePromiscuity);
  stpDisablePort(port);
  ifinfoNotify(RTM_DELLINK, port);
  bridge.ports = bridge.ports.filter((other) => other !== port);
  leaveHeadroom(bridge, dev);
  portVlanFlush(port);
  fdbDeleteByPort(bridge, port, 0, true);
  clearBackups(port);
  updatePortCount(bridge);
  unlinkUpper(dev, bridge);
  unregisterRxHandler(dev);
  deletePortMulticast(port);
}

/** Takes the port away (`br_del_if`). @returns 0 or `-EINVAL` */
export function deleteInterface(bridge: NetBridge, dev: NetDevice): number {
  const port = portOf(dev);
  if (port === null || port.bridge !== bridge) return -EINVAL;
  removePort(port);
  adjustMtu(bridge);
  setGsoLimits(bridge);
  if (recalculateBridgeId(bridge)) bridge.net.machine.notifiers.call("NETDEV_CHANGEADDR", bridge);
  updateFeatures(bridge);
  recalculateNeighSuppress(bridge);
  return 0;
}

/** `nbp_update_port_count` */
export function updatePortCount(bridge: NetBridge): void {
  const count = bridge.ports.filter((port) => (port.flags & BR_AUTO_MASK) === BR_AUTO_MASK).length;
  if (count === bridge.autoCount) return;
  bridge.autoCount = count;
  managePromisc(bridge);
}

/**
 * Ports hear everything, as any frame may have to be forwarded; those that filter by address themselves need not, when the bridge knows
 * by its VLANs and its database who is where (`br_manage_promisc`).
 */
export function managePromisc(bridge: NetBridge): void {
  const all = (bridge.flags & IFF_PROMISC) !== 0 || !bridge.vlans.enabled;
  for (const port of bridge.ports) {
    const auto = (port.flags & BR_AUTO_MASK) === BR_AUTO_MASK;
    const known = bridge.autoCount === 0 || (bridge.autoCount === 1 && auto);
    setPromisc(port, all || !port.dev.unicastFilter || !known);
  }
}

/** `br_port_set_promisc`, `br_port_clear_promisc` */
function setPromisc(port: NetBridgePort, on: boolean): void {
  if (((port.flags & BR_PROMISC) !== 0) === on) return;
  if (!on) fdbSyncStatic(port);
  changePromiscuity(port.dev, on ? 1 : -1);
  if (on) fdbUnsyncStatic(port);
  port.flags ^= BR_PROMISC;
}
