/**
 * The operations of a VLAN device: opening, sending, addresses.
 *
 * Source: `net/8021q/vlan_dev.c` (`vlan_netdev_ops`).
 */
import { EADDRNOTAVAIL, ENETDOWN, ERANGE } from "../../../errno.ts";
import {
  VLAN_FLAG_BRIDGE_BINDING,
  VLAN_FLAG_LOOSE_BINDING,
  VLAN_FLAG_REORDER_HDR,
} from "../../../netlink/link-kinds/vlan.ts";
import { read16, write16 } from "../../../packet/bytes.ts";
import { ETH_P_802_2, ETH_P_802_3, ETH_TYPE } from "../../../packet/ethernet.ts";
import { VLAN_HLEN } from "../../../packet/vlan.ts";
import { addUnicast, removeUnicast } from "../../core/dev/dev-address-lists.ts";
import { syncAddresses, unsyncAddresses } from "../../core/dev/dev-address-sync.ts";
import { changeAllmulti, changePromiscuity } from "../../core/dev/dev-flags.ts";
import { transferOperstate } from "../../core/dev/dev-upper.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import { ethHeaderOps, ethValidateAddress, isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import { carrierOff, carrierOn } from "../../core/dev/link-watch.ts";
import { type HeaderOps, NET_XMIT_DROP, type NetDeviceOps } from "../../core/dev/netdev-ops.ts";
import { IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "../../core/dev/netdevice.ts";
import type { SkBuff } from "../../core/skbuff.ts";
import { carriesTags, VLAN_TAG_PRESENT } from "../../core/vlan-tag.ts";
import { sameAddress } from "../macvlan/hash.ts";
import type { VlanDevice } from "./device-type.ts";
import { vlanFeatures } from "./features.ts";

/** `NET_ADDR_STOLEN` */
export const NET_ADDR_STOLEN = 2;
const KEPT_FLAGS = ~(1 | 0x100 | 0x200 | 0x400 | 0x800);

function lowerOf(dev: NetDevice): NetDevice {
  return (dev as VlanDevice).lowerDevice as NetDevice;
}

/** The tag goes beside the frame, unless it is in it already (`vlan_dev_hard_start_xmit`). */
function startXmit(skb: SkBuff, dev: NetDevice): number {
  const vlan = dev as VlanDevice;
  const { stats } = vlan;
  const inside = read16(skb.bytes, skb.data + ETH_TYPE) === vlan.protocol;
  if (!inside || (vlan.vlanFlags & VLAN_FLAG_REORDER_HDR) !== 0) {
    skb.vlanTag = VLAN_TAG_PRESENT | vlan.id | vlan.egressBits(skb.priority);
    skb.vlanProtocol = vlan.protocol;
  }
  skb.dev = lowerOf(dev);
  const { length } = skb;
  if (devQueueXmit(skb) < 0) {
    stats.txDropped++;
    return NET_XMIT_DROP;
  }
  stats.txPackets++;
  stats.txBytes += length;
  return 0;
}

/** With the header kept, the tag is written with it (`vlan_dev_hard_header`). */
export const vlanHeaderOps: HeaderOps = {
  create(skb, dev, protocol, destination, source) {
    const vlan = dev as VlanDevice;
    if ((vlan.vlanFlags & VLAN_FLAG_REORDER_HDR) !== 0)
      return ethHeaderOps.create(skb, dev, protocol, destination, source);
    const isLength = protocol === ETH_P_802_3 || protocol === ETH_P_802_2;
    const inner = isLength ? skb.length : protocol;
    const at = skb.push(VLAN_HLEN);
    write16(skb.bytes, at, vlan.id | vlan.egressBits(skb.priority));
    write16(skb.bytes, at + 2, inner);
    skb.protocol = vlan.protocol;
    const length = ethHeaderOps.create(skb, dev, vlan.protocol, destination, source);
    return length < 0 ? length - VLAN_HLEN : length + VLAN_HLEN;
  },
};

/** What traits depend on the lower device (`vlan_dev_init`). */
function init(dev: NetDevice): number {
  const vlan = dev as VlanDevice;
  const lower = lowerOf(dev);
  dev.flags = lower.flags & KEPT_FLAGS;
  dev.carrier = lower.carrier;
  dev.dormant = lower.dormant;
  dev.features = vlanFeatures(lower);
  dev.neededHeadroom = lower.neededHeadroom;
  dev.tsoMaxSize = lower.tsoMaxSize;
  dev.tsoMaxSegments = lower.tsoMaxSegments;
  if (!isValidEthernetAddress(dev.address)) {
    dev.address = lower.address;
    dev.addressAssignType = NET_ADDR_STOLEN;
  }
  if (dev.broadcast.every((byte) => byte === 0)) dev.broadcast = lower.broadcast;
  const carried = carriesTags(lower, vlan.protocol);
  dev.hardHeaderLength = lower.hardHeaderLength + (carried ? 0 : VLAN_HLEN);
  return 0;
}

/** A device that was not given an address follows its lower one (`vlan_dev_inherit_address`). */
function inheritAddress(dev: NetDevice, lower: NetDevice): boolean {
  if (dev.addressAssignType !== NET_ADDR_STOLEN) return false;
  dev.address = lower.address;
  dev.net.machine.notifiers.call("NETDEV_CHANGEADDR", dev);
  return true;
}

function sameAsLower(dev: NetDevice, lower: NetDevice): boolean {
  return sameAddress(dev.address, 0, lower.address, 0);
}

function open(dev: NetDevice): number {
  const vlan = dev as VlanDevice;
  const lower = lowerOf(dev);
  if (!lower.isUp && (vlan.vlanFlags & VLAN_FLAG_LOOSE_BINDING) === 0) return -ENETDOWN;
  if (!sameAsLower(dev, lower) && !inheritAddress(dev, lower)) addUnicast(lower, dev.address);
  vlan.lowerAddress = lower.address;
  if (lower.carrier && !isBridgeBound(vlan)) carrierOn(dev);
  return 0;
}

/** Its carrier follows the ports of the bridge below that are in the VLAN: the bridge says so. */
function isBridgeBound(vlan: VlanDevice): boolean {
  return (vlan.vlanFlags & VLAN_FLAG_BRIDGE_BINDING) !== 0;
}

/** The state of the device below is the VLAN device's, too, unless that follows a bridge's ports (`vlan_stacked_transfer_operstate`). */
export function followOperstate(lower: NetDevice, vlan: VlanDevice): void {
  if (!isBridgeBound(vlan)) transferOperstate(lower, vlan);
}

function stop(dev: NetDevice): void {
  const lower = lowerOf(dev);
  unsyncAddresses(lower, dev);
  if (!sameAsLower(dev, lower)) removeUnicast(lower, dev.address);
  if (!isBridgeBound(dev as VlanDevice)) carrierOff(dev);
}

function changeRxFlags(dev: NetDevice, change: number): void {
  const lower = lowerOf(dev);
  if ((change & IFF_ALLMULTI) !== 0) changeAllmulti(lower, (dev.flags & IFF_ALLMULTI) !== 0 ? 1 : -1);
  if ((change & IFF_PROMISC) !== 0) changePromiscuity(lower, (dev.flags & IFF_PROMISC) !== 0 ? 1 : -1);
}

function changeAddress(dev: NetDevice, address: Uint8Array): number {
  if (!isValidEthernetAddress(address)) return -EADDRNOTAVAIL;
  const own = address.slice(0, 6);
  if (dev.isUp) {
    const lower = lowerOf(dev);
    if (!sameAddress(own, 0, lower.address, 0)) addUnicast(lower, own);
    if (!sameAsLower(dev, lower)) removeUnicast(lower, dev.address);
  }
  dev.address = own;
  return 0;
}

/** The lower device's address changed: what it is told to listen to, too (`vlan_sync_address`). */
export function syncAddress(vlan: VlanDevice, lower: NetDevice): void {
  const before = vlan.lowerAddress;
  if (sameAddress(before, 0, lower.address, 0)) return;
  if (!inheritAddress(vlan, lower)) {
    const was = sameAddress(vlan.address, 0, before, 0);
    const is = sameAsLower(vlan, lower);
    if (!was && is) removeUnicast(lower, vlan.address);
    if (was && !is) addUnicast(lower, vlan.address);
  }
  vlan.lowerAddress = lower.address;
}

function changeMtu(dev: NetDevice, mtu: number): number {
  if (lowerOf(dev).mtu < mtu) return -ERANGE;
  dev.mtu = mtu;
  return 0;
}

/** `vlan_netdev_ops` */
export const vlanOps: NetDeviceOps = {
  init,
  open,
  stop,
  startXmit,
  changeRxFlags,
  setRxMode: (dev) => syncAddresses(lowerOf(dev), dev),
  setMacAddress: changeAddress,
  validateAddress: ethValidateAddress,
  changeMtu,
  getIflink: (dev) => lowerOf(dev).ifindex,
  keepsDst: true,
  devtype: "vlan",
  ethtool: {
    driver: "802.1Q VLAN Support",
    version: "1.8",
    firmware: "N/A",
    link: true,
    linkSettings: (dev) => lowerOf(dev).ops.ethtool?.linkSettings?.(lowerOf(dev)),
  },
};
