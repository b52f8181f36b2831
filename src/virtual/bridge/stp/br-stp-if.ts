/**
 * The spanning tree and devices: bridges and ports that come up and go down, and the settings of the protocol.
 *
 * Source: `net/bridge/br_stp_if.c`, `net/bridge/br_stp.c` (`br_set_hello_time` and its like).
 */
import { ERANGE } from "../../../errno.ts";
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { isOperUp } from "../../core/dev/dev-state.ts";
import { NET_ADDR_SET } from "../../core/dev/ethernet.ts";
import { fdbChangeBridgeAddress, fdbDeleteByPort } from "../br-fdb.ts";
import {
  BR_ADMIN_COST,
  BR_KERNEL_STP,
  BR_NO_STP,
  BR_PORT_BITS,
  BR_STATE_BLOCKING,
  BR_STATE_DISABLED,
  type NetBridge,
  type NetBridgePort,
} from "../br-private.ts";
import { clockToJiffies, HZ, startTimer } from "../br-time.ts";
import { disablePortMulticast } from "../mcast/br-multicast.ts";
import { ifinfoNotify } from "../netlink/br-ifinfo.ts";
import {
  becomeDesignatedPort,
  configBpduGeneration,
  configurationUpdate,
  isDesignatedPort,
  isRootBridge,
  portStateSelection,
  setState,
  setTopologyChange,
  updateAfterChange,
} from "./br-stp.ts";
import { compareBridgeIds, idHasAddress, sameAddress, withAddress, withPriority } from "./bridge-id.ts";

/** Limits of the standard, in ticks. */
const BR_MIN_HELLO_TIME = 1 * HZ;
const BR_MAX_HELLO_TIME = 10 * HZ;
const BR_MIN_FORWARD_DELAY = 2 * HZ;
const BR_MAX_FORWARD_DELAY = 30 * HZ;
const BR_MIN_MAX_AGE = 6 * HZ;
const BR_MAX_MAX_AGE = 40 * HZ;
const BR_MIN_PATH_COST = 1;
const BR_MAX_PATH_COST = 65535;
const BR_MAX_PORT_PRIORITY = 0xffff >> BR_PORT_BITS;
const NO_ADDRESS = new Uint8Array(6);

/** Priority and number of a port in one number. */
function makePortId(priority: number, portNo: number): number {
  return ((priority << BR_PORT_BITS) | (portNo & ((1 << BR_PORT_BITS) - 1))) & 0xffff;
}

/** `br_init_port` */
export function initPort(port: NetBridgePort): void {
  port.portId = makePortId(port.priority, port.portNo);
  becomeDesignatedPort(port);
  setState(port, BR_STATE_BLOCKING);
  port.topologyChangeAck = false;
  port.configPending = false;
}

/** The bridge opens (`br_stp_enable_bridge`). */
export function stpEnableBridge(bridge: NetBridge): void {
  const { machine } = bridge.net;
  if (bridge.stpEnabled === BR_KERNEL_STP) startTimer(machine, bridge.timers.hello, bridge.helloTime);
  startTimer(machine, bridge.timers.gc, HZ / 10);
  configBpduGeneration(bridge);
  for (const port of bridge.ports) if (port.dev.running && isOperUp(port.dev)) stpEnablePort(port);
}

/** The bridge closes (`br_stp_disable_bridge`). */
export function stpDisableBridge(bridge: NetBridge): void {
  for (const port of bridge.ports) if (port.state !== BR_STATE_DISABLED) stpDisablePort(port);
  setTopologyChange(bridge, false);
  bridge.topologyChangeDetected = false;
  const { machine } = bridge.net;
  machine.deleteTimer(bridge.timers.hello);
  machine.deleteTimer(bridge.timers.topologyChange);
  machine.deleteTimer(bridge.timers.tcn);
  machine.deleteTimer(bridge.timers.gc);
}

/** `br_stp_enable_port` */
export function stpEnablePort(port: NetBridgePort): void {
  initPort(port);
  portStateSelection(port.bridge);
  ifinfoNotify(RTM_NEWLINK, port);
}

/** `br_stp_disable_port` */
export function stpDisablePort(port: NetBridgePort): void {
  const { bridge } = port;
  const { machine } = bridge.net;
  const wasRoot = isRootBridge(bridge);
  becomeDesignatedPort(port);
  setState(port, BR_STATE_DISABLED);
  port.topologyChangeAck = false;
  port.configPending = false;
  ifinfoNotify(RTM_NEWLINK, port);
  machine.deleteTimer(port.timers.messageAge);
  machine.deleteTimer(port.timers.forwardDelay);
  machine.deleteTimer(port.timers.hold);
  if (port.backupPort === null) fdbDeleteByPort(bridge, port, 0, false);
  disablePortMulticast(port);
  updateAfterChange(bridge, wasRoot);
}

/** Turns the protocol on or off (`br_stp_set_enabled`): no program runs it here, the kernel does. @returns 0 */
export function stpSetEnabled(bridge: NetBridge, on: boolean): number {
  if (!on) {
    bridge.stpEnabled = BR_NO_STP;
    return 0;
  }
  if (bridge.stpEnabled !== BR_NO_STP) return 0;
  if (bridge.bridgeForwardDelay < BR_MIN_FORWARD_DELAY) applyForwardDelay(bridge, BR_MIN_FORWARD_DELAY);
  else if (bridge.bridgeForwardDelay > BR_MAX_FORWARD_DELAY) applyForwardDelay(bridge, BR_MAX_FORWARD_DELAY);
  bridge.stpEnabled = BR_KERNEL_STP;
  if (bridge.isUp) startTimer(bridge.net.machine, bridge.timers.hello, bridge.helloTime);
  portStateSelection(bridge);
  return 0;
}

/** The bridge's identity has another address, and the device with it (`br_stp_change_bridge_id`). */
export function changeBridgeId(bridge: NetBridge, address: Uint8Array): void {
  const wasRoot = isRootBridge(bridge);
  fdbChangeBridgeAddress(bridge, address);
  const before = bridge.bridgeId.subarray(2);
  const own = address.slice(0, 6);
  bridge.bridgeId = withAddress(bridge.bridgeId, own);
  bridge.address = own;
  for (const port of bridge.ports) {
    if (idHasAddress(port.designatedBridge, before))
      port.designatedBridge = withAddress(port.designatedBridge, own);
    if (idHasAddress(port.designatedRoot, before))
      port.designatedRoot = withAddress(port.designatedRoot, own);
  }
  updateAfterChange(bridge, wasRoot);
}

/** The bridge has the lowest address of its ports, unless the user chose one. @returns whether it has another one now */
export function recalculateBridgeId(bridge: NetBridge): boolean {
  if (bridge.addressAssignType === NET_ADDR_SET) return false;
  let lowest: Uint8Array = NO_ADDRESS;
  for (const { dev } of bridge.ports)
    if (lowest === NO_ADDRESS || compareAddresses(dev.address, lowest) < 0) lowest = dev.address;
  if (sameAddress(bridge.bridgeId.subarray(2), lowest)) return false;
  changeBridgeId(bridge, lowest);
  return true;
}

function compareAddresses(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 6; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/** `br_stp_set_bridge_priority` */
export function setBridgePriority(bridge: NetBridge, priority: number): void {
  const wasRoot = isRootBridge(bridge);
  for (const port of bridge.ports) {
    if (port.state !== BR_STATE_DISABLED && isDesignatedPort(port))
      port.designatedBridge = withPriority(port.designatedBridge, priority);
  }
  bridge.bridgeId = withPriority(bridge.bridgeId, priority);
  updateAfterChange(bridge, wasRoot);
}

/** `br_stp_set_port_priority`. @returns 0 or `-ERANGE` */
export function setPortPriority(port: NetBridgePort, priority: number): number {
  const { bridge } = port;
  if (priority > BR_MAX_PORT_PRIORITY) return -ERANGE;
  const id = makePortId(priority, port.portNo);
  if (isDesignatedPort(port)) port.designatedPort = id;
  port.portId = id;
  port.priority = priority;
  const own = compareBridgeIds(bridge.bridgeId, port.designatedBridge) === 0;
  if (own && port.portId < port.designatedPort) {
    becomeDesignatedPort(port);
    portStateSelection(bridge);
  }
  return 0;
}

/** `br_stp_set_path_cost`. @returns 0 or `-ERANGE` */
export function setPathCost(port: NetBridgePort, cost: number): number {
  if (cost < BR_MIN_PATH_COST || cost > BR_MAX_PATH_COST) return -ERANGE;
  port.flags |= BR_ADMIN_COST;
  port.pathCost = cost;
  configurationUpdate(port.bridge);
  portStateSelection(port.bridge);
  return 0;
}

/** Times are given in hundredths of a second. @returns 0 or `-ERANGE` */
export function setHelloTime(bridge: NetBridge, value: number): number {
  const time = clockToJiffies(value);
  if (time < BR_MIN_HELLO_TIME || time > BR_MAX_HELLO_TIME) return -ERANGE;
  bridge.bridgeHelloTime = time;
  if (isRootBridge(bridge)) bridge.helloTime = time;
  return 0;
}

/** `br_set_max_age`; hundredths of a second. @returns 0 or `-ERANGE` */
export function setMaxAge(bridge: NetBridge, value: number): number {
  const time = clockToJiffies(value);
  if (time < BR_MIN_MAX_AGE || time > BR_MAX_MAX_AGE) return -ERANGE;
  bridge.bridgeMaxAge = time;
  if (isRootBridge(bridge)) bridge.maxAge = time;
  return 0;
}

/** `br_set_ageing_time`; hundredths of a second, any number. Entries are looked through at once. */
export function setAgeingTime(bridge: NetBridge, value: number): number {
  const time = clockToJiffies(value);
  bridge.bridgeAgeingTime = time;
  bridge.ageingTime = time;
  startTimer(bridge.net.machine, bridge.timers.gc, 0);
  return 0;
}

function applyForwardDelay(bridge: NetBridge, time: number): void {
  bridge.bridgeForwardDelay = time;
  if (isRootBridge(bridge)) bridge.forwardDelay = time;
}

/** `br_set_forward_delay`; hundredths of a second. @returns 0 or `-ERANGE` */
export function setForwardDelay(bridge: NetBridge, value: number): number {
  const time = clockToJiffies(value);
  const inRange = time >= BR_MIN_FORWARD_DELAY && time <= BR_MAX_FORWARD_DELAY;
  if (bridge.stpEnabled !== BR_NO_STP && !inRange) return -ERANGE;
  applyForwardDelay(bridge, time);
  return 0;
}
