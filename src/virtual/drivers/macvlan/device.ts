/**
 * The operations of a macvlan: opening, sending, addresses.
 *
 * Source: `drivers/net/macvlan.c` (`macvlan_netdev_ops`).
 */
import { EADDRINUSE, EADDRNOTAVAIL, EINVAL } from "../../../errno.ts";
import {
  MACVLAN_FLAG_NOPROMISC,
  MACVLAN_MODE_BRIDGE,
  MACVLAN_MODE_PASSTHRU,
} from "../../../netlink/link-kinds/macvlan.ts";
import { addUnicast, removeUnicast } from "../../core/dev/dev-address-lists.ts";
import { syncAddresses, unsyncAddresses } from "../../core/dev/dev-address-sync.ts";
import { setMacAddress } from "../../core/dev/dev-change.ts";
import { changeAllmulti, changePromiscuity } from "../../core/dev/dev-flags.ts";
import { forwardSkb } from "../../core/dev/dev-forward.ts";
import { unregisterRxHandler } from "../../core/dev/dev-upper.ts";
import { devQueueXmit } from "../../core/dev/dev-xmit.ts";
import { ethValidateAddress, isValidEthernetAddress } from "../../core/dev/ethernet.ts";
import { NET_XMIT_DROP, type NetDeviceOps } from "../../core/dev/netdev-ops.ts";
import { type DeviceStats, IFF_ALLMULTI, IFF_PROMISC, type NetDevice } from "../../core/dev/netdevice.ts";
import { SKB_DROP_REASON_NOT_SPECIFIED } from "../../core/drop-reason.ts";
import { kfreeSkb, type SkBuff } from "../../core/skbuff.ts";
import { macvlanFdbOps } from "./fdb.ts";
import { inheritFeatures } from "./features.ts";
import { setFilters } from "./filters.ts";
import { sameAddress } from "./hash.ts";
import type { MacvlanDevice, MacvlanPort } from "./port.ts";
import { broadcast } from "./receive.ts";

function portOf(dev: NetDevice): MacvlanPort {
  return (dev as MacvlanDevice).port as MacvlanPort;
}

/** Straight to another macvlan of the same bridge, by way of the lower device for its taps; else out of the lower device. */
function queueXmit(skb: SkBuff, vlan: MacvlanDevice, port: MacvlanPort): number {
  if (vlan.mode === MACVLAN_MODE_BRIDGE) {
    if ((skb.bytes[skb.data] & 1) !== 0) {
      skb.macHeader = skb.data;
      broadcast(skb, port, vlan, MACVLAN_MODE_BRIDGE);
    } else if (port.vlans.find(skb.bytes, skb.data)?.mode === MACVLAN_MODE_BRIDGE) {
      forwardSkb(skb, port.lower, port.lower.net !== vlan.net);
      return 0;
    }
  }
  skb.dev = port.lower;
  return devQueueXmit(skb);
}

function startXmit(skb: SkBuff, dev: NetDevice): number {
  const { stats } = dev;
  const { length } = skb;
  if (queueXmit(skb, dev as MacvlanDevice, portOf(dev)) < 0) {
    stats.txDropped++;
    return NET_XMIT_DROP;
  }
  stats.txPackets++;
  stats.txBytes += length;
  return 0;
}

/** Whether the lower device or another macvlan has the address (`macvlan_addr_busy`). */
function addressBusy(port: MacvlanPort, address: Uint8Array): boolean {
  if (!port.passthru && !port.addressChanging && sameAddress(port.lower.address, 0, address, 0)) return true;
  return port.vlans.find(address, 0) !== null;
}

function openUpper(dev: MacvlanDevice, port: MacvlanPort): number {
  const { lower } = port;
  if (port.passthru) {
    if ((dev.macvlanFlags & MACVLAN_FLAG_NOPROMISC) === 0) changePromiscuity(lower, 1);
    return 0;
  }
  if (addressBusy(port, dev.address)) return -EADDRINUSE;
  addUnicast(lower, dev.address);
  if ((dev.flags & IFF_ALLMULTI) !== 0) changeAllmulti(lower, 1);
  if ((dev.flags & IFF_PROMISC) !== 0) changePromiscuity(lower, 1);
  return 0;
}

function open(dev: NetDevice): number {
  const port = portOf(dev);
  const error = openUpper(dev as MacvlanDevice, port);
  if (error < 0) return error;
  port.vlans.add(dev as MacvlanDevice);
  return 0;
}

function stop(dev: NetDevice): void {
  const vlan = dev as MacvlanDevice;
  const port = portOf(dev);
  const { lower } = port;
  unsyncAddresses(lower, dev);
  if (port.passthru) {
    if ((vlan.macvlanFlags & MACVLAN_FLAG_NOPROMISC) === 0) changePromiscuity(lower, -1);
  } else {
    if ((dev.flags & IFF_ALLMULTI) !== 0) changeAllmulti(lower, -1);
    if ((dev.flags & IFF_PROMISC) !== 0) changePromiscuity(lower, -1);
    removeUnicast(lower, dev.address);
  }
  port.vlans.remove(vlan);
}

function changeRxFlags(dev: NetDevice, change: number): void {
  if (!dev.isUp) return;
  const { lower, passthru } = portOf(dev);
  if ((change & IFF_ALLMULTI) !== 0) changeAllmulti(lower, (dev.flags & IFF_ALLMULTI) !== 0 ? 1 : -1);
  if (!passthru && (change & IFF_PROMISC) !== 0)
    changePromiscuity(lower, (dev.flags & IFF_PROMISC) !== 0 ? 1 : -1);
}

/** The device takes the address, wherever the change began (`macvlan_sync_address`). @returns 0 or `-EADDRINUSE` */
export function syncAddress(vlan: MacvlanDevice, address: Uint8Array): number {
  const port = portOf(vlan);
  const { lower } = port;
  const own = address.slice(0, 6);
  if (!vlan.isUp) vlan.address = own;
  else {
    if (addressBusy(port, own)) return -EADDRINUSE;
    if (!port.passthru) {
      addUnicast(lower, own);
      removeUnicast(lower, vlan.address);
    }
    port.vlans.remove(vlan);
    vlan.address = own;
    port.vlans.add(vlan);
  }
  // the lower device's owner changed it: that is what it gets back
  if (port.passthru && !port.addressChanging) port.permanentAddress = lower.address;
  port.addressChanging = false;
  return 0;
}

function changeAddress(dev: NetDevice, address: Uint8Array): number {
  const vlan = dev as MacvlanDevice;
  const port = portOf(dev);
  if (!isValidEthernetAddress(address)) return -EADDRNOTAVAIL;
  if (sameAddress(dev.address, 0, address, 0)) return 0;
  if (vlan.mode === MACVLAN_MODE_PASSTHRU) {
    port.addressChanging = true;
    return setMacAddress(port.lower, address);
  }
  return addressBusy(port, address) ? -EADDRINUSE : syncAddress(vlan, address);
}

function changeMtu(dev: NetDevice, mtu: number): number {
  if (portOf(dev).lower.mtu < mtu) return -EINVAL;
  dev.mtu = mtu;
  return 0;
}

function getStats64(dev: NetDevice, into: DeviceStats): void {
  const { stats } = dev;
  into.rxPackets = stats.rxPackets;
  into.rxBytes = stats.rxBytes;
  into.multicast = stats.multicast;
  into.txPackets = stats.txPackets;
  into.txBytes = stats.txBytes;
  into.rxErrors = stats.rxErrors;
  into.rxDropped = stats.rxErrors;
  into.txDropped = stats.txDropped;
}

function init(dev: NetDevice): number {
  const port = portOf(dev);
  const { lower } = port;
  dev.carrier = lower.carrier;
  dev.dormant = lower.dormant;
  inheritFeatures(dev, lower);
  dev.hardHeaderLength = lower.hardHeaderLength;
  port.count++;
  return 0;
}

function uninit(dev: NetDevice): void {
  const port = portOf(dev);
  flushSources(dev as MacvlanDevice);
  port.count--;
  if (port.count === 0) destroyPort(port);
}

/** `macvlan_flush_sources` */
export function flushSources(vlan: MacvlanDevice): void {
  const { sources } = portOf(vlan);
  for (const entry of sources.entries) if (entry.vlan === vlan) sources.remove(entry);
  vlan.addressCount = 0;
}

/** The last macvlan went (`macvlan_port_destroy`). */
export function destroyPort(port: MacvlanPort): void {
  const { lower } = port;
  unregisterRxHandler(lower);
  for (const skb of port.stop()) kfreeSkb(skb, SKB_DROP_REASON_NOT_SPECIFIED, "macvlan_port_destroy");
  if (port.passthru && !sameAddress(lower.address, 0, port.permanentAddress, 0))
    setMacAddress(lower, port.permanentAddress);
}

/** `macvlan_netdev_ops` */
export const macvlanOps: NetDeviceOps = {
  init,
  uninit,
  open,
  stop,
  startXmit,
  changeRxFlags,
  setRxMode: (dev) => setFilters(dev as MacvlanDevice, portOf(dev), syncAddresses),
  setMacAddress: changeAddress,
  validateAddress: ethValidateAddress,
  changeMtu,
  getStats64,
  getIflink: (dev) => portOf(dev).lower.ifindex,
  fdb: macvlanFdbOps,
  keepsDst: true,
  ethtool: {
    driver: "macvlan",
    version: "0.1",
    link: true,
    linkSettings: (dev) => portOf(dev).lower.ops.ethtool?.linkSettings?.(portOf(dev).lower),
  },
};
