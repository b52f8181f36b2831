/**
 * The bridge as a device.
 *
 * Source: `net/bridge/br_device.c`.
 */
import { EADDRNOTAVAIL, EBUSY } from "../../errno.ts";
import { ETH_MAX_MTU } from "../../packet/ethernet.ts";
import { isOperUp } from "../core/dev/dev-state.ts";
import { etherSetup, ethHeaderOps, isValidEthernetAddress, setRandomAddress } from "../core/dev/ethernet.ts";
import { BRIDGE_FEATURES } from "../core/dev/ethtool-features.ts";
import type { NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { IFF_PROMISC, type NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import type { Net } from "../core/net.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import { kfreeSkb, type SkBuff } from "../core/skbuff.ts";
import { suppressNeighbours } from "./br-arp-nd-proxy.ts";
import { bridgeFdbOps } from "./br-fdb-rtnetlink.ts";
import { updateFeatures } from "./br-features.ts";
import { brFlood, brForward, multicastFlood } from "./br-forward.ts";
import { addInterface, deleteInterface, managePromisc } from "./br-if.ts";
import { BR_PKT_BROADCAST, BR_PKT_MULTICAST, BR_PKT_UNICAST, NetBridge } from "./br-private.ts";
import { findEntry, isSelective } from "./mcast/br-mcast-flood.ts";
import { bridgeMulticastTimers } from "./mcast/br-mcast-timers.ts";
import { contextFor } from "./mcast/br-mcast-usable.ts";
import { multicastOpen, multicastReceive, multicastStop } from "./mcast/br-multicast.ts";
import { continueTranslated } from "./netfilter/br-nf-hooks.ts";
import { bridgeLinkMessageOps } from "./netlink/br-getlink.ts";
import { changeBridgeId, stpDisableBridge, stpEnableBridge } from "./stp/br-stp-if.ts";
import { bridgeTimers } from "./stp/br-stp-timer.ts";
import { sameAddress } from "./stp/bridge-id.ts";
import { allowedIngress, VLAN_REFUSED } from "./vlan/br-vlan.ts";

const ETH_HLEN = 14;
const SPEED_UNKNOWN = 0xffffffff;

/** Sends the host's own frame (`br_dev_xmit`). */
function xmit(skb: SkBuff, dev: NetDevice): number {
  const bridge = dev as NetBridge;
  if (skb.tail - skb.data < ETH_HLEN) {
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_dev_xmit");
    return 0;
  }
  bridge.stats.txPackets++;
  bridge.stats.txBytes += skb.tail - skb.data;
  skb.cbFlags = 0;
  skb.macHeader = skb.data;
  skb.pull(ETH_HLEN);
  if (skb.nfBridge !== null && continueTranslated(skb)) return 0;
  const vlan = allowedIngress(bridge, null, skb);
  if (vlan === VLAN_REFUSED) return 0;
  suppressNeighbours(bridge, null, skb, vlan);
  const { bytes, macHeader } = skb;
  if ((bytes[macHeader] & 1) !== 0) {
    sendToGroup(bridge, skb, vlan);
    return 0;
  }
  const entry = bridge.fdb.find(bytes, macHeader, vlan);
  if (entry !== null) brForward(entry.dst, skb, false, "br_dev_xmit");
  else brFlood(bridge, skb, vlan, BR_PKT_UNICAST, false, "br_dev_xmit");
  return 0;
}

function sendToGroup(bridge: NetBridge, skb: SkBuff, vlan: number): void {
  const { bytes, macHeader } = skb;
  let all = 0xff;
  for (let i = 0; i < 6; i++) all &= bytes[macHeader + i];
  if (all === 0xff) brFlood(bridge, skb, vlan, BR_PKT_BROADCAST, false, "br_dev_xmit");
  else if (multicastReceive(bridge, null, skb, vlan)) {
    const context = contextFor(bridge, vlan);
    const group = findEntry(context, skb, vlan);
    if (isSelective(context, skb, group)) multicastFlood(context, group, skb, false);
    else brFlood(bridge, skb, vlan, BR_PKT_MULTICAST, false, "br_dev_xmit");
  } else kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "br_dev_xmit");
}

function open(dev: NetDevice): number {
  const bridge = dev as NetBridge;
  updateFeatures(bridge);
  stpEnableBridge(bridge);
  multicastOpen(bridge);
  return 0;
}

function stop(dev: NetDevice): void {
  const bridge = dev as NetBridge;
  stpDisableBridge(bridge);
  multicastStop(bridge);
}

/** An MTU that the user set stays, whatever the ports have. */
function changeMtu(dev: NetDevice, mtu: number): number {
  dev.mtu = mtu;
  (dev as NetBridge).mtuSetByUser = true;
  return 0;
}

function setMacAddress(dev: NetDevice, address: Uint8Array): number {
  const bridge = dev as NetBridge;
  if (!isValidEthernetAddress(address)) return -EADDRNOTAVAIL;
  if (dev.registrationState !== "registered") return -EBUSY;
  if (!sameAddress(bridge.address, address)) changeBridgeId(bridge, address);
  return 0;
}

/** Mb/s of the fastest port that works (`br_get_link_ksettings`). */
function fastestPort(bridge: NetBridge): number {
  let fastest = SPEED_UNKNOWN;
  for (const { dev } of bridge.ports) {
    if (!dev.running || !isOperUp(dev)) continue;
    const speed = dev.ops.ethtool?.linkSettings?.(dev)?.speed ?? SPEED_UNKNOWN;
    if (speed !== SPEED_UNKNOWN && (fastest === SPEED_UNKNOWN || speed > fastest)) fastest = speed;
  }
  return fastest;
}

const bridgeOps: NetDeviceOps = {
  init(dev) {
    (dev as NetBridge).fdb.salt = dev.net.machine.random() | 0;
    return 0;
  },
  open,
  stop,
  startXmit: xmit,
  // what groups the host listens to does not matter: the bridge hears all
  setRxMode() {},
  changeRxFlags(dev, changed) {
    if ((changed & IFF_PROMISC) !== 0) managePromisc(dev as NetBridge);
  },
  changeMtu,
  setMacAddress,
  addSlave: (dev, port, extack) => addInterface(dev as NetBridge, port, extack),
  delSlave: (dev, port) => deleteInterface(dev as NetBridge, port),
  fixFeatures: updateFeatures,
  fdb: bridgeFdbOps,
  bridge: bridgeLinkMessageOps,
  devtype: "bridge",
  ethtool: {
    driver: "bridge",
    version: "2.3",
    firmware: "N/A",
    busInfo: () => "N/A",
    link: true,
    linkSettings: (dev) => ({ speed: fastestPort(dev as NetBridge), duplex: 0xff, port: 0xff, autoneg: 0 }),
  },
};

/** A bridge that is not registered yet (`br_dev_setup`). */
export function setupBridge(net: Net, name: string, linkOps: RtnlLinkOps): NetBridge {
  const dev = new NetBridge(net, name, bridgeOps, ethHeaderOps, linkOps, bridgeTimers, bridgeMulticastTimers);
  setRandomAddress(dev);
  etherSetup(dev);
  dev.noQueue = true;
  dev.netnsLocal = true;
  dev.maxMtu = ETH_MAX_MTU;
  dev.features = BRIDGE_FEATURES;
  return dev;
}
