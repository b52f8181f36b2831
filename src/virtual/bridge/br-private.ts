/**
 * A bridge, its ports, and what everything about them shares.
 *
 * Source: `net/bridge/br_private.h`.
 */

import type { HeaderOps, NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { NetDevice } from "../core/dev/netdevice.ts";
import type { Net } from "../core/net.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import type { KernelTimer } from "../core/timer.ts";
import { FdbTable } from "./br-fdb-table.ts";
import { HZ } from "./br-time.ts";
import {
  BridgeMulticast,
  type McastContext,
  type MulticastTimers,
  type PortMcastContext,
  PortMulticast,
} from "./mcast/br-mcast-context.ts";
import { makeBridgeId } from "./stp/bridge-id.ts";
import { BridgeVlans, VlanGroup } from "./vlan/br-vlan-group.ts";

/** States of a port (`include/uapi/linux/if_bridge.h`). */
export const BR_STATE_DISABLED = 0;
export const BR_STATE_LISTENING = 1;
export const BR_STATE_LEARNING = 2;
export const BR_STATE_FORWARDING = 3;
export const BR_STATE_BLOCKING = 4;

/** Who runs the spanning tree protocol. */
export const BR_NO_STP = 0;
export const BR_KERNEL_STP = 1;
export const BR_USER_STP = 2;

/** Bits of a port's `flags`. */
export const BR_HAIRPIN_MODE = 1 << 0;
export const BR_BPDU_GUARD = 1 << 1;
export const BR_ROOT_BLOCK = 1 << 2;
export const BR_MULTICAST_FAST_LEAVE = 1 << 3;
export const BR_ADMIN_COST = 1 << 4;
export const BR_LEARNING = 1 << 5;
export const BR_FLOOD = 1 << 6;
export const BR_PROMISC = 1 << 7;
export const BR_PROXYARP = 1 << 8;
export const BR_PROXYARP_WIFI = 1 << 10;
export const BR_MCAST_FLOOD = 1 << 11;
export const BR_MULTICAST_TO_UNICAST = 1 << 12;
export const BR_VLAN_TUNNEL = 1 << 13;
export const BR_BCAST_FLOOD = 1 << 14;
export const BR_NEIGH_SUPPRESS = 1 << 15;
export const BR_ISOLATED = 1 << 16;
export const BR_PORT_LOCKED = 1 << 21;
export const BR_PORT_MAB = 1 << 22;
export const BR_NEIGH_VLAN_SUPPRESS = 1 << 23;
/** A port that has both finds out by itself who is behind it. */
export const BR_AUTO_MASK = BR_FLOOD | BR_LEARNING;

/** Ports of one bridge, number 0 not counted (`BR_MAX_PORTS`), and the bits of a port's number in its identity. */
export const BR_PORT_BITS = 10;
export const BR_MAX_PORTS = 1 << BR_PORT_BITS;

/** Multicast addresses 01:80:c2:00:00:0X, by X, that are never forwarded whatever the mask says (`BR_GROUPFWD_RESTRICTED`). */
export const BR_GROUPFWD_STP = 1 << 0;
export const BR_GROUPFWD_MACPAUSE = 1 << 1;
export const BR_GROUPFWD_LACP = 1 << 2;
export const BR_GROUPFWD_RESTRICTED = BR_GROUPFWD_STP | BR_GROUPFWD_MACPAUSE | BR_GROUPFWD_LACP;
/** Forwarded when the bridge's group address is another one (`BR_GROUPFWD_8021AD`). */
export const BR_GROUPFWD_8021AD = 0xb801;

/** Bits in the control block of a frame inside the bridge (`struct br_input_skb_cb`). */
export const CB_PROXYARP_REPLIED = 1 << 0;
export const CB_SRC_PORT_ISOLATED = 1 << 1;

/** What kind of receivers a flooded frame has. */
export const BR_PKT_UNICAST = 0;
export const BR_PKT_MULTICAST = 1;
export const BR_PKT_BROADCAST = 2;

/** Timers of a bridge and of a port; who owns them is set up by `br-stp-timer.ts`. */
export interface BridgeTimers {
  readonly hello: KernelTimer<NetBridge>;
  readonly tcn: KernelTimer<NetBridge>;
  readonly topologyChange: KernelTimer<NetBridge>;
  readonly gc: KernelTimer<NetBridge>;
}

/** The spanning tree's timers of a port. */
export interface PortTimers {
  readonly messageAge: KernelTimer<NetBridgePort>;
  readonly forwardDelay: KernelTimer<NetBridgePort>;
  readonly hold: KernelTimer<NetBridgePort>;
}

/** A bridge device (`struct net_bridge`). Times are in ticks, see `br-time.ts`. */
export class NetBridge extends NetDevice {
  /** The newest first; replaced, never changed in place. */
  ports: readonly NetBridgePort[] = [];
  readonly fdb = new FdbTable();
  bridgeId: Uint8Array = makeBridgeId(0x8000, new Uint8Array(6));
  designatedRoot: Uint8Array = this.bridgeId;
  rootPort = 0;
  rootPathCost = 0;
  stpEnabled = BR_NO_STP;
  /** In force: the root's, or the bridge's own. */
  maxAge = 20 * HZ;
  helloTime = 2 * HZ;
  forwardDelay = 15 * HZ;
  bridgeMaxAge = 20 * HZ;
  bridgeHelloTime = 2 * HZ;
  bridgeForwardDelay = 15 * HZ;
  ageingTime = 300 * HZ;
  bridgeAgeingTime = 300 * HZ;
  topologyChange = false;
  topologyChangeDetected = false;
  groupAddress: Uint8Array = new Uint8Array([1, 0x80, 0xc2, 0, 0, 0]);
  groupAddressSet = false;
  groupFwdMask = 0;
  groupFwdMaskRequired = 0;
  /** `BR_BOOLOPT_*` bits that are on. */
  boolopts = 0;
  /** Whose rules see this bridge's packets whatever the namespace says: `BROPT_NF_CALL_*`. */
  nfCallIptables = false;
  nfCallIp6tables = false;
  nfCallArptables = false;
  mtuSetByUser = false;
  neighSuppressEnabled = false;
  /** Ports with {@link BR_AUTO_MASK}. */
  autoCount = 0;
  readonly vlans: BridgeVlans;
  readonly multicast: BridgeMulticast;
  readonly timers: BridgeTimers;

  constructor(
    net: Net,
    name: string,
    ops: NetDeviceOps,
    headerOps: HeaderOps | null,
    linkOps: RtnlLinkOps | null,
    timers: (bridge: NetBridge) => BridgeTimers,
    multicast: MulticastTimers<McastContext>,
  ) {
    super(net, name, ops, headerOps, linkOps);
    this.vlans = new BridgeVlans(net.machine.config.bridgeVlanFiltering);
    this.timers = timers(this);
    this.multicast = new BridgeMulticast(this, multicast);
  }
}

/** What a port counts of the spanning tree (`struct bridge_stp_xstats`). */
export interface StpStats {
  blocked: number;
  forwarding: number;
  rxBpdu: number;
  txBpdu: number;
  rxTcn: number;
  txTcn: number;
}

/** A port of a bridge (`struct net_bridge_port`). */
export class NetBridgePort {
  readonly bridge: NetBridge;
  readonly dev: NetDevice;
  readonly portNo: number;
  flags = BR_LEARNING | BR_FLOOD | BR_MCAST_FLOOD | BR_BCAST_FLOOD;
  state = BR_STATE_DISABLED;
  priority = 0x8000 >> BR_PORT_BITS;
  pathCost = 0;
  portId = 0;
  designatedPort = 0;
  designatedRoot: Uint8Array;
  designatedBridge: Uint8Array;
  designatedCost = 0;
  /** Tick since which the information of the root would be this old. */
  designatedAge = 0;
  topologyChangeAck = false;
  configPending = false;
  groupFwdMask = 0;
  backupPort: NetBridgePort | null = null;
  backupNhid = 0;
  readonly stpStats: StpStats = { blocked: 0, forwarding: 0, rxBpdu: 0, txBpdu: 0, rxTcn: 0, txTcn: 0 };
  readonly vlans = new VlanGroup();
  readonly multicast: PortMulticast;
  readonly timers: PortTimers;

  constructor(
    bridge: NetBridge,
    dev: NetDevice,
    portNo: number,
    timers: (port: NetBridgePort) => PortTimers,
    multicast: MulticastTimers<PortMcastContext>,
  ) {
    this.bridge = bridge;
    this.dev = dev;
    this.portNo = portNo;
    this.designatedRoot = bridge.designatedRoot;
    this.designatedBridge = bridge.bridgeId;
    this.timers = timers(this);
    this.multicast = new PortMulticast(this, multicast);
  }
}

/** Whether the device is a bridge (`netif_is_bridge_master`). */
export function isBridge(dev: NetDevice | null | undefined): dev is NetBridge {
  return dev instanceof NetBridge;
}

/** The port that the device is, or null (`br_port_get_rtnl`). */
export function portOf(dev: NetDevice): NetBridgePort | null {
  const data = dev.rxHandlerData;
  return data instanceof NetBridgePort ? data : null;
}

/** Whether what is heard on the port may be learnt (`nbp_state_should_learn`). */
export function stateLearns(port: NetBridgePort): boolean {
  return port.state === BR_STATE_LEARNING || port.state === BR_STATE_FORWARDING;
}
