/**
 * Bridging, plugged into a machine.
 *
 * Source: `net/bridge/br.c` (`br_init`).
 */
import { setStpReceiver } from "../core/llc.ts";
import type { Machine } from "../core/machine.ts";
import { deviceEvent } from "./br-event.ts";
import { forwardFinish, pushXmit } from "./br-forward.ts";
import { frameFinish } from "./br-input.ts";
import { bridgeIoctl } from "./br-ioctl.ts";
import { initMdbMessages } from "./mdb/br-mdb-rtnetlink.ts";
import { initBridgeNetfilter } from "./netfilter/br-nf-hooks.ts";
import { initBridgeNfSysctls } from "./netfilter/br-nf-sysctl.ts";
import { bridgeLinkOps } from "./netlink/br-netlink.ts";
import { stpReceive } from "./stp/br-stp-bpdu.ts";
import { initVlanMessages } from "./vlan/br-vlan-rtnetlink.ts";

/** Registers the kind of link, its messages, ioctls and sysctls with a machine. */
export function initBridge(machine: Machine): void {
  machine.registerLinkKind(bridgeLinkOps);
  machine.notifiers.register(deviceEvent);
  initMdbMessages(machine);
  if (machine.config.bridgeVlanFiltering) initVlanMessages(machine);
  machine.bridgeIoctl = bridgeIoctl;
  initBridgeNfSysctls(machine);
  initBridgeNetfilter({ handleFrameFinish: frameFinish, forwardFinish, pushXmit });
  setStpReceiver(machine, stpReceive);
}
