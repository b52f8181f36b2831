/**
 * Virtual Ethernet: two devices, each the other's cable.
 *
 * Source: `drivers/net/veth.c`.
 */
import { EADDRNOTAVAIL, EINVAL, ENOTCONN } from "../../errno.ts";
import { AttributeTable } from "../../netlink/attribute.ts";
import { IFINFOMSG_LEN } from "../../netlink/link.ts";
import { IFLA_ADDRESS, IFLA_IFNAME, IFLA_MAX, IFLA_MTU } from "../../netlink/link-attributes.ts";
import { readVethPeer, VETH_INFO_MAX, VETH_INFO_PEER } from "../../netlink/link-kinds/veth.ts";
import { type Policy, policy } from "../../netlink/policy.ts";
import { ETH_ALEN, ETH_HLEN, ETH_MAX_MTU, ETH_MIN_MTU } from "../../packet/ethernet.ts";
import { forwardSkb } from "../core/dev/dev-forward.ts";
import { registerDevice, unregisterDevices } from "../core/dev/dev-register.ts";
import { SOFTWARE_TSO_MAX_SIZE } from "../core/dev/device-traits.ts";
import {
  etherSetup,
  ethHeaderOps,
  ethSetMacAddress,
  ethValidateAddress,
  isValidEthernetAddress,
  setRandomAddress,
} from "../core/dev/ethernet.ts";
import { VETH_FEATURES } from "../core/dev/ethtool-features.ts";
import { carrierOff, carrierOn } from "../core/dev/link-watch.ts";
import { NET_XMIT_DROP, type NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { type DeviceStats, NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../core/drop-reason.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { configureLink, createLink } from "../core/rtnetlink/rtnetlink-link-create.ts";
import type { LinkRequest } from "../core/rtnetlink/rtnetlink-link-request.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import { kfreeSkb, type SkBuff } from "../core/skbuff.ts";

/** One end. */
export class VethDevice extends NetDevice {
  /** The other end; null once one of them is being deleted. */
  peer: VethDevice | null = null;
  /** Bytes that the master of this end wants in front of frames. */
  requestedHeadroom = 0;
}

function vethXmit(skb: SkBuff, dev: NetDevice): number {
  const veth = dev as VethDevice;
  const peer = veth.peer;
  if (peer === null || skb.tail - skb.data < ETH_HLEN) {
    veth.stats.txDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "veth_xmit");
    return NET_XMIT_DROP;
  }
  const length = skb.tail - skb.data;
  if (forwardSkb(skb, peer, peer.net !== dev.net) !== 0) {
    veth.stats.txDropped++;
    return NET_XMIT_DROP;
  }
  const stats = dev.stats;
  stats.txPackets++;
  stats.txBytes += length;
  return 0;
}

/** What one end receives is what the other end sent. */
function getStats64(dev: NetDevice, into: DeviceStats): void {
  const veth = dev as VethDevice;
  into.txPackets = veth.stats.txPackets;
  into.txBytes = veth.stats.txBytes;
  into.txDropped = veth.stats.txDropped;
  const peer = veth.peer;
  if (peer === null) return;
  into.rxPackets = peer.stats.txPackets;
  into.rxBytes = peer.stats.txBytes;
}

function vethOpen(dev: NetDevice): number {
  const peer = (dev as VethDevice).peer;
  if (peer === null) return -ENOTCONN;
  if (peer.isUp) {
    carrierOn(dev);
    carrierOn(peer);
  }
  return 0;
}

function vethStop(dev: NetDevice): void {
  const peer = (dev as VethDevice).peer;
  carrierOff(dev);
  if (peer !== null) carrierOff(peer);
}

const RX_STATISTICS = [
  "xdp_packets",
  "xdp_bytes",
  "drops",
  "xdp_redirect",
  "xdp_drops",
  "xdp_tx",
  "xdp_tx_errors",
];
const TX_STATISTICS = ["xdp_xmit", "xdp_xmit_errors"];

/** The peer, and what XDP programs did: nothing, as there are none. */
function statistics(dev: NetDevice): { names: readonly string[]; values: readonly number[] } {
  const names = ["peer_ifindex"];
  for (let queue = 0; queue < dev.numRxQueues; queue++)
    for (const name of RX_STATISTICS) names.push(`rx_queue_${queue}_${name}`);
  for (let queue = 0; queue < dev.numTxQueues; queue++)
    for (const name of TX_STATISTICS) names.push(`tx_queue_${queue}_${name}`);
  const values = names.map(() => 0);
  values[0] = (dev as VethDevice).peer?.ifindex ?? 0;
  return { names, values };
}

/** `veth_set_rx_headroom`: both ends have the greater room of what their masters want. */
function setRxHeadroom(dev: NetDevice, room: number): void {
  const veth = dev as VethDevice;
  const { peer } = veth;
  if (peer === null) return;
  veth.requestedHeadroom = Math.max(room, 0);
  veth.neededHeadroom = Math.max(veth.requestedHeadroom, peer.requestedHeadroom);
  peer.neededHeadroom = veth.neededHeadroom;
}

const vethOps: NetDeviceOps = {
  ethtool: {
    driver: "veth",
    version: "1.0",
    link: true,
    linkSettings: () => ({ speed: 10000, duplex: 1, port: 0, autoneg: 0 }),
    statistics,
  },
  startXmit: vethXmit,
  getStats64,
  open: vethOpen,
  stop: vethStop,
  // every frame comes through anyway
  setRxMode() {},
  validateAddress: ethValidateAddress,
  setMacAddress: ethSetMacAddress,
  setRxHeadroom,
  getIflink: (dev) => (dev as VethDevice).peer?.ifindex ?? 0,
};

const peerAttributes = new AttributeTable(IFLA_MAX);

function validate(attributes: AttributeTable): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address !== undefined) {
    if (address.length !== ETH_ALEN) return -EINVAL;
    if (!isValidEthernetAddress(address)) return -EADDRNOTAVAIL;
  }
  if (attributes.has(IFLA_MTU)) {
    const mtu = attributes.u32(IFLA_MTU);
    if (mtu < ETH_MIN_MTU || mtu > ETH_MAX_MTU) return -EINVAL;
  }
  return 0;
}

/** Makes the peer first, then the device: so the peer has the lower index. */
function newlink(dev: NetDevice, request: LinkRequest): number {
  const veth = dev as VethDevice;
  const header = readVethPeer(request.data, peerAttributes);
  const table = header === undefined ? request.attributes : peerAttributes;
  const name = header !== undefined && table.has(IFLA_IFNAME) ? table.string(IFLA_IFNAME) : "veth%d";
  const made = createLink(request.peerNet, name, vethLinkOps, table, request.extack);
  if (typeof made === "number") return made;
  const peer = made as VethDevice;
  if (header === undefined || !table.has(IFLA_ADDRESS)) setRandomAddress(peer);
  if (header !== undefined && dev.ifindex !== 0) peer.ifindex = header.index;
  let error = registerDevice(peer);
  if (error < 0) return error;
  carrierOff(peer);
  error = configureLink(peer, header, undefined);
  if (error >= 0) error = registerEnd(veth, request);
  if (error < 0) {
    unregisterDevices([peer]);
    return error;
  }
  veth.peer = peer;
  peer.peer = veth;
  return 0;
}

function registerEnd(veth: VethDevice, request: LinkRequest): number {
  if (!request.attributes.has(IFLA_ADDRESS)) setRandomAddress(veth);
  if (!request.attributes.has(IFLA_IFNAME)) veth.name = "veth%d";
  const error = registerDevice(veth);
  if (error >= 0) carrierOff(veth);
  return error;
}

function dellink(dev: NetDevice, queue: Set<NetDevice>): void {
  const veth = dev as VethDevice;
  const peer = veth.peer;
  queue.add(veth);
  veth.peer = null;
  if (peer === null) return;
  peer.peer = null;
  queue.add(peer);
}

const VETH_POLICY: Policy = policy(VETH_INFO_MAX, [
  [VETH_INFO_PEER, { type: "unspec", length: IFINFOMSG_LEN }],
]);

/** The kind (`veth_link_ops`). */
export const vethLinkOps: RtnlLinkOps = {
  kind: "veth",
  policy: VETH_POLICY,
  peerType: VETH_INFO_PEER,
  setup(net: Net, name: string): NetDevice {
    const dev = new VethDevice(net, name, vethOps, ethHeaderOps, vethLinkOps);
    etherSetup(dev);
    dev.maxMtu = ETH_MAX_MTU;
    dev.noQueue = true;
    dev.liveAddressChange = true;
    dev.tsoMaxSize = SOFTWARE_TSO_MAX_SIZE;
    dev.features = VETH_FEATURES;
    return dev;
  },
  validate,
  newlink,
  dellink,
  getLinkNet: (dev) => (dev as VethDevice).peer?.net ?? dev.net,
};

/** Registers the kind with a machine. */
export function initVeth(machine: Machine): void {
  machine.registerLinkKind(vethLinkOps);
}
