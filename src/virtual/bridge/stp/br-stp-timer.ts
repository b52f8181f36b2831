/**
 * The timers of the spanning tree.
 *
 * Source: `net/bridge/br_stp_timer.c`.
 */
import { RTM_NEWLINK } from "../../../netlink/rtnetlink.ts";
import { formatHexBytes } from "../../../packet/address.ts";
import { carrierOn } from "../../core/dev/link-watch.ts";
import { KernelTimer } from "../../core/timer.ts";
import { fdbCleanup } from "../br-fdb.ts";
import {
  BR_KERNEL_STP,
  BR_STATE_DISABLED,
  BR_STATE_FORWARDING,
  BR_STATE_LEARNING,
  BR_STATE_LISTENING,
  type BridgeTimers,
  type NetBridge,
  type NetBridgePort,
  type PortTimers,
} from "../br-private.ts";
import { startTimer } from "../br-time.ts";
import { ifinfoNotify } from "../netlink/br-ifinfo.ts";
import {
  becomeDesignatedPort,
  configBpduGeneration,
  isRootBridge,
  logBridge,
  portLabel,
  setState,
  setTopologyChange,
  topologyChangeDetection,
  transmitConfig,
  transmitTcn,
  updateAfterChange,
} from "./br-stp.ts";
import { compareBridgeIds } from "./bridge-id.ts";

function helloExpired(bridge: NetBridge): void {
  if (!bridge.isUp) return;
  configBpduGeneration(bridge);
  if (bridge.stpEnabled === BR_KERNEL_STP)
    startTimer(bridge.net.machine, bridge.timers.hello, bridge.helloTime);
}

function tcnExpired(bridge: NetBridge): void {
  if (isRootBridge(bridge) || !bridge.isUp) return;
  transmitTcn(bridge);
  startTimer(bridge.net.machine, bridge.timers.tcn, bridge.bridgeHelloTime);
}

function topologyChangeExpired(bridge: NetBridge): void {
  bridge.topologyChangeDetected = false;
  setTopologyChange(bridge, false);
}

function isDesignatedForSomePort(bridge: NetBridge): boolean {
  return bridge.ports.some(
    (port) =>
      port.state !== BR_STATE_DISABLED && compareBridgeIds(port.designatedBridge, bridge.bridgeId) === 0,
  );
}

function messageAgeExpired(port: NetBridgePort): void {
  const { bridge, designatedBridge } = port;
  if (port.state === BR_STATE_DISABLED) return;
  const priority = ((designatedBridge[0] << 8) | designatedBridge[1]).toString(16).padStart(4, "0");
  const address = formatHexBytes(designatedBridge.subarray(2));
  logBridge(bridge, `${portLabel(port)} neighbor ${priority}.${address} lost`);
  const wasRoot = isRootBridge(bridge);
  becomeDesignatedPort(port);
  updateAfterChange(bridge, wasRoot);
}

function forwardDelayExpired(port: NetBridgePort): void {
  const { bridge } = port;
  if (port.state === BR_STATE_LISTENING) {
    setState(port, BR_STATE_LEARNING);
    startTimer(bridge.net.machine, port.timers.forwardDelay, bridge.forwardDelay);
  } else if (port.state === BR_STATE_LEARNING) {
    setState(port, BR_STATE_FORWARDING);
    if (isDesignatedForSomePort(bridge)) topologyChangeDetection(bridge);
    carrierOn(bridge);
  }
  ifinfoNotify(RTM_NEWLINK, port);
}

function holdExpired(port: NetBridgePort): void {
  if (port.configPending) transmitConfig(port);
}

/** The timers of a new bridge, none of them armed. */
export function bridgeTimers(bridge: NetBridge): BridgeTimers {
  return {
    hello: new KernelTimer(helloExpired, bridge),
    tcn: new KernelTimer(tcnExpired, bridge),
    topologyChange: new KernelTimer(topologyChangeExpired, bridge),
    gc: new KernelTimer(fdbCleanup, bridge),
  };
}

/** The timers of a new port, none of them armed. */
export function portTimers(port: NetBridgePort): PortTimers {
  return {
    messageAge: new KernelTimer(messageAgeExpired, port),
    forwardDelay: new KernelTimer(forwardDelayExpired, port),
    hold: new KernelTimer(holdExpired, port),
  };
}
