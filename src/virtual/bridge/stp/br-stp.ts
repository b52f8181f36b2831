/**
 * The spanning tree protocol, IEEE 802.1D-1998: who is the root, which ports forward, and how changes are told.
 *
 * Without the protocol the same functions run and find that the bridge is the root and every port designated.
 *
 * Source: `net/bridge/br_stp.c`; names of procedures are the standard's.
 */
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { carrierOff, carrierOn } from "../../core/dev/link-watch.ts";
import { KERN_INFO, KERN_NOTICE } from "../../core/printk/log-level.ts";
import {
  BR_KERNEL_STP,
  BR_NO_STP,
  BR_ROOT_BLOCK,
  BR_STATE_BLOCKING,
  BR_STATE_DISABLED,
  BR_STATE_FORWARDING,
  BR_STATE_LEARNING,
  BR_STATE_LISTENING,
  BR_USER_STP,
  type NetBridge,
  type NetBridgePort,
} from "../br-private.ts";
import { HZ, jiffies, startTimer, startTimerAtSecond } from "../br-time.ts";
import { enablePortMulticast } from "../mcast/br-multicast.ts";
import { ifinfoNotify } from "../netlink/br-ifinfo.ts";
import { type ConfigBpdu, sendConfigBpdu, sendTcnBpdu } from "./br-stp-bpdu-send.ts";
import { compareBridgeIds } from "./bridge-id.ts";

/** Ticks between two BPDUs of a port, at least. */
const BR_HOLD_TIME = HZ;
/** Information is one unit of 1/256 s older with each bridge. */
const MESSAGE_AGE_INCR = Math.floor(HZ / 256) + 1;

const STATE_NAMES = ["disabled", "listening", "learning", "forwarding", "blocking"] as const;

/** Logs on behalf of the bridge (`br_info`, `br_notice`). */
export function logBridge(bridge: NetBridge, text: string, level: number = KERN_INFO): void {
  bridge.net.machine.log.print(level, `${bridge.name}: ${text}`);
}

/** The port as messages name it. */
export function portLabel(port: NetBridgePort): string {
  return `port ${port.portNo}(${port.dev.name})`;
}

/** `br_set_state` */
export function setState(port: NetBridgePort, state: number): void {
  port.state = state;
  logBridge(port.bridge, `${portLabel(port)} entered ${STATE_NAMES[state]} state`);
  if (port.bridge.stpEnabled !== BR_KERNEL_STP) return;
  if (state === BR_STATE_BLOCKING) port.stpStats.blocked++;
  else if (state === BR_STATE_FORWARDING) port.stpStats.forwarding++;
}

/** `br_is_root_bridge` */
export function isRootBridge(bridge: NetBridge): boolean {
  return compareBridgeIds(bridge.bridgeId, bridge.designatedRoot) === 0;
}

/** `br_is_designated_port` */
export function isDesignatedPort(port: NetBridgePort): boolean {
  return (
    port.designatedPort === port.portId && compareBridgeIds(port.designatedBridge, port.bridge.bridgeId) === 0
  );
}

/** The port of that number. */
export function getPort(bridge: NetBridge, portNo: number): NetBridgePort | undefined {
  return bridge.ports.find((port) => port.portNo === portNo);
}

function betterRootPort(port: NetBridgePort, present: NetBridgePort): boolean {
  const root = compareBridgeIds(port.designatedRoot, present.designatedRoot);
  if (root !== 0) return root < 0;
  const cost = port.designatedCost + port.pathCost - (present.designatedCost + present.pathCost);
  if (cost !== 0) return cost < 0;
  const bridge = compareBridgeIds(port.designatedBridge, present.designatedBridge);
  if (bridge !== 0) return bridge < 0;
  if (port.designatedPort !== present.designatedPort) return port.designatedPort < present.designatedPort;
  return port.portId < present.portId;
}

function shouldBecomeRootPort(port: NetBridgePort, rootPort: number): boolean {
  const { bridge } = port;
  if (port.state === BR_STATE_DISABLED || isDesignatedPort(port)) return false;
  if (compareBridgeIds(bridge.bridgeId, port.designatedRoot) <= 0) return false;
  const present = rootPort === 0 ? undefined : getPort(bridge, rootPort);
  return present === undefined || betterRootPort(port, present);
}

/** A port that must not lead to the root stays silent for a while (`br_root_port_block`). */
function blockRootPort(port: NetBridgePort): void {
  const { bridge } = port;
  logBridge(bridge, `${portLabel(port)} tried to become root port (blocked)`, KERN_NOTICE);
  setState(port, BR_STATE_LISTENING);
  ifinfoNotify(RTM_NEWLINK, port);
  if (bridge.forwardDelay > 0) startTimer(bridge.net.machine, port.timers.forwardDelay, bridge.forwardDelay);
}

function selectRoot(bridge: NetBridge): void {
  let rootPort = 0;
  for (const port of bridge.ports) {
    if (!shouldBecomeRootPort(port, rootPort)) continue;
    if ((port.flags & BR_ROOT_BLOCK) !== 0) blockRootPort(port);
    else rootPort = port.portNo;
  }
  bridge.rootPort = rootPort;
  const port = rootPort === 0 ? undefined : getPort(bridge, rootPort);
  bridge.designatedRoot = port === undefined ? bridge.bridgeId : port.designatedRoot;
  bridge.rootPathCost = port === undefined ? 0 : (port.designatedCost + port.pathCost) >>> 0;
}

/** `br_become_root_bridge` */
export function becomeRootBridge(bridge: NetBridge): void {
  const { machine } = bridge.net;
  bridge.maxAge = bridge.bridgeMaxAge;
  bridge.helloTime = bridge.bridgeHelloTime;
  bridge.forwardDelay = bridge.bridgeForwardDelay;
  topologyChangeDetection(bridge);
  machine.deleteTimer(bridge.timers.tcn);
  if (!bridge.isUp) return;
  configBpduGeneration(bridge);
  startTimer(machine, bridge.timers.hello, bridge.helloTime);
}

/** Sends what the bridge knows through the port, not more often than the hold time lets (`br_transmit_config`). */
export function transmitConfig(port: NetBridgePort): void {
  const { bridge } = port;
  const { machine } = bridge.net;
  if (port.timers.hold.pending) {
    port.configPending = true;
    return;
  }
  const age = messageAge(bridge);
  if (age >= bridge.maxAge) return;
  sendConfigBpdu(port, {
    topologyChange: bridge.topologyChange,
    topologyChangeAck: port.topologyChangeAck,
    root: bridge.designatedRoot,
    rootPathCost: bridge.rootPathCost,
    bridgeId: bridge.bridgeId,
    portId: port.portId,
    messageAge: age,
    maxAge: bridge.maxAge,
    helloTime: bridge.helloTime,
    forwardDelay: bridge.forwardDelay,
  });
  port.topologyChangeAck = false;
  port.configPending = false;
  if (bridge.stpEnabled === BR_KERNEL_STP) startTimerAtSecond(machine, port.timers.hold, BR_HOLD_TIME);
}

function messageAge(bridge: NetBridge): number {
  const root = isRootBridge(bridge) ? undefined : getPort(bridge, bridge.rootPort);
  return root === undefined ? 0 : jiffies(bridge.net.machine) - root.designatedAge + MESSAGE_AGE_INCR;
}

function recordConfigInformation(port: NetBridgePort, bpdu: ConfigBpdu): void {
  const { machine } = port.bridge.net;
  port.designatedRoot = bpdu.root;
  port.designatedCost = bpdu.rootPathCost;
  port.designatedBridge = bpdu.bridgeId;
  port.designatedPort = bpdu.portId;
  port.designatedAge = jiffies(machine) - bpdu.messageAge;
  startTimer(machine, port.timers.messageAge, bpdu.maxAge - bpdu.messageAge);
}

/** Entries age faster while the tree changes (`__br_set_topology_change`). */
export function setTopologyChange(bridge: NetBridge, on: boolean): void {
  if (bridge.topologyChange !== on)
    bridge.ageingTime = on ? 2 * bridge.forwardDelay : bridge.bridgeAgeingTime;
  bridge.topologyChange = on;
}

/** Tells the root that the tree changed (`br_transmit_tcn`). */
export function transmitTcn(bridge: NetBridge): void {
  const port = getPort(bridge, bridge.rootPort);
  if (port !== undefined) sendTcnBpdu(port);
  else logBridge(bridge, `root port ${bridge.rootPort} not found for topology notice`, KERN_NOTICE);
}

function shouldBecomeDesignatedPort(port: NetBridgePort): boolean {
  const { bridge } = port;
  if (isDesignatedPort(port)) return true;
  if (compareBridgeIds(port.designatedRoot, bridge.designatedRoot) !== 0) return true;
  if (bridge.rootPathCost !== port.designatedCost) return bridge.rootPathCost < port.designatedCost;
  const order = compareBridgeIds(bridge.bridgeId, port.designatedBridge);
  if (order !== 0) return order < 0;
  return port.portId < port.designatedPort;
}

/** `br_become_designated_port` */
export function becomeDesignatedPort(port: NetBridgePort): void {
  const { bridge } = port;
  port.designatedRoot = bridge.designatedRoot;
  port.designatedCost = bridge.rootPathCost;
  port.designatedBridge = bridge.bridgeId;
  port.designatedPort = port.portId;
}

function supersedesPortInfo(port: NetBridgePort, bpdu: ConfigBpdu): boolean {
  const root = compareBridgeIds(bpdu.root, port.designatedRoot);
  if (root !== 0) return root < 0;
  if (bpdu.rootPathCost !== port.designatedCost) return bpdu.rootPathCost < port.designatedCost;
  const bridge = compareBridgeIds(bpdu.bridgeId, port.designatedBridge);
  if (bridge !== 0) return bridge < 0;
  if (compareBridgeIds(bpdu.bridgeId, port.bridge.bridgeId) !== 0) return true;
  return bpdu.portId <= port.designatedPort;
}

/** `br_topology_change_detection` */
export function topologyChangeDetection(bridge: NetBridge): void {
  if (bridge.stpEnabled !== BR_KERNEL_STP) return;
  const { machine } = bridge.net;
  const root = isRootBridge(bridge);
  logBridge(bridge, `topology change detected, ${root ? "propagating" : "sending tcn bpdu"}`);
  if (root) {
    setTopologyChange(bridge, true);
    const delay = bridge.bridgeForwardDelay + bridge.bridgeMaxAge;
    startTimer(machine, bridge.timers.topologyChange, delay);
  } else if (!bridge.topologyChangeDetected) {
    transmitTcn(bridge);
    startTimer(machine, bridge.timers.tcn, bridge.bridgeHelloTime);
  }
  bridge.topologyChangeDetected = true;
}

/** `br_config_bpdu_generation` */
export function configBpduGeneration(bridge: NetBridge): void {
  for (const port of bridge.ports)
    if (port.state !== BR_STATE_DISABLED && isDesignatedPort(port)) transmitConfig(port);
}

/** `br_configuration_update` */
export function configurationUpdate(bridge: NetBridge): void {
  selectRoot(bridge);
  for (const port of bridge.ports)
    if (port.state !== BR_STATE_DISABLED && shouldBecomeDesignatedPort(port)) becomeDesignatedPort(port);
}

function makeBlocking(port: NetBridgePort): void {
  if (port.state === BR_STATE_DISABLED || port.state === BR_STATE_BLOCKING) return;
  if (port.state === BR_STATE_FORWARDING || port.state === BR_STATE_LEARNING)
    topologyChangeDetection(port.bridge);
  setState(port, BR_STATE_BLOCKING);
  ifinfoNotify(RTM_NEWLINK, port);
  port.bridge.net.machine.deleteTimer(port.timers.forwardDelay);
}

function makeForwarding(port: NetBridgePort): void {
  const { bridge } = port;
  const { machine } = bridge.net;
  if (port.state !== BR_STATE_BLOCKING) return;
  if (bridge.stpEnabled === BR_NO_STP || bridge.forwardDelay === 0) {
    setState(port, BR_STATE_FORWARDING);
    topologyChangeDetection(bridge);
    machine.deleteTimer(port.timers.forwardDelay);
  } else setState(port, bridge.stpEnabled === BR_KERNEL_STP ? BR_STATE_LISTENING : BR_STATE_LEARNING);
  ifinfoNotify(RTM_NEWLINK, port);
  if (bridge.forwardDelay !== 0) startTimer(machine, port.timers.forwardDelay, bridge.forwardDelay);
}

function selectState(port: NetBridgePort): void {
  const { bridge } = port;
  if (port.portNo === bridge.rootPort) {
    port.configPending = false;
    port.topologyChangeAck = false;
    makeForwarding(port);
  } else if (isDesignatedPort(port)) {
    bridge.net.machine.deleteTimer(port.timers.messageAge);
    makeForwarding(port);
  } else {
    port.configPending = false;
    port.topologyChangeAck = false;
    makeBlocking(port);
  }
}

/** The bridge has a carrier while a port forwards (`br_port_state_selection`). */
export function portStateSelection(bridge: NetBridge): void {
  let live = false;
  for (const port of bridge.ports) {
    if (port.state === BR_STATE_DISABLED) continue;
    // a program that runs the protocol decides by itself
    if (bridge.stpEnabled !== BR_USER_STP) selectState(port);
    if (port.state !== BR_STATE_BLOCKING) enablePortMulticast(port);
    if (port.state === BR_STATE_FORWARDING) live = true;
  }
  if (live) carrierOn(bridge);
  else carrierOff(bridge);
}

/** After a change of the bridge's own information: `wasRoot` is what it was before. */
export function updateAfterChange(bridge: NetBridge, wasRoot: boolean): void {
  configurationUpdate(bridge);
  portStateSelection(bridge);
  if (isRootBridge(bridge) && !wasRoot) becomeRootBridge(bridge);
}

function stopBeingRoot(bridge: NetBridge): void {
  const { machine } = bridge.net;
  machine.deleteTimer(bridge.timers.hello);
  if (!bridge.topologyChangeDetected) return;
  machine.deleteTimer(bridge.timers.topologyChange);
  transmitTcn(bridge);
  startTimer(machine, bridge.timers.tcn, bridge.bridgeHelloTime);
}

function heardFromRoot(bridge: NetBridge, bpdu: ConfigBpdu): void {
  bridge.maxAge = bpdu.maxAge;
  bridge.helloTime = bpdu.helloTime;
  bridge.forwardDelay = bpdu.forwardDelay;
  setTopologyChange(bridge, bpdu.topologyChange);
  configBpduGeneration(bridge);
  if (!bpdu.topologyChangeAck) return;
  bridge.topologyChangeDetected = false;
  bridge.net.machine.deleteTimer(bridge.timers.tcn);
}

/** `br_received_config_bpdu` */
export function receivedConfigBpdu(port: NetBridgePort, bpdu: ConfigBpdu): void {
  const { bridge } = port;
  port.stpStats.rxBpdu++;
  const wasRoot = isRootBridge(bridge);
  if (supersedesPortInfo(port, bpdu)) {
    recordConfigInformation(port, bpdu);
    configurationUpdate(bridge);
    portStateSelection(bridge);
    if (!isRootBridge(bridge) && wasRoot) stopBeingRoot(bridge);
    if (port.portNo === bridge.rootPort) heardFromRoot(bridge, bpdu);
  } else if (isDesignatedPort(port)) transmitConfig(port);
}

/** `br_received_tcn_bpdu` */
export function receivedTcnBpdu(port: NetBridgePort): void {
  port.stpStats.rxTcn++;
  if (!isDesignatedPort(port)) return;
  logBridge(port.bridge, `${portLabel(port)} received tcn bpdu`);
  topologyChangeDetection(port.bridge);
  port.topologyChangeAck = true;
  transmitConfig(port);
}
