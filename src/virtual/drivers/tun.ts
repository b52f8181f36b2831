/**
 * TUN and TAP devices: what the stack sends, a program reads, and what it writes, the stack receives.
 *
 * Source: `drivers/net/tun.c`.
 */
import { EOPNOTSUPP, EPERM } from "../../errno.ts";
import * as tun from "../../netlink/link-kinds/tun.ts";
import type { MessageWriter } from "../../netlink/message.ts";
import { ETH_MAX_MTU } from "../../packet/ethernet.ts";
import { RING_MAX } from "../core/dev/dev-queue.ts";
import {
  etherSetup,
  ethHeaderOps,
  ethSetMacAddress,
  ethValidateAddress,
  setRandomAddress,
} from "../core/dev/ethernet.ts";
import { TUN_FEATURES } from "../core/dev/ethtool-features.ts";
import type { EthtoolOps } from "../core/dev/ethtool-ops.ts";
import { carrierOff, carrierOn } from "../core/dev/link-watch.ts";
import { NET_XMIT_DROP, type NetDeviceOps } from "../core/dev/netdev-ops.ts";
import {
  ARPHRD_NONE,
  IFF_MULTICAST,
  IFF_NOARP,
  IFF_POINTOPOINT,
  type NetDevice,
} from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_DEV_READY, SKB_DROP_REASON_FULL_RING } from "../core/drop-reason.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import type { NetdevEvent } from "../core/notifier.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import { kfreeSkb, orphanSkb, type SkBuff } from "../core/skbuff.ts";
import { pushTagInside } from "../core/vlan-tag.ts";
import { TunDevice } from "./tun-device.ts";
import { TunFile } from "./tun-file.ts";

/** Queues of a device made with `IFF_MULTI_QUEUE` (`MAX_TAP_QUEUES`). */
export const MAX_TAP_QUEUES = 256;

/** Spreads flows over the queues: by the bytes in which addresses and ports differ. */
function chooseQueue(skb: SkBuff, count: number): number {
  if (count === 1) return 0;
  let hash = 0;
  const end = Math.min(skb.tail, skb.data + 54);
  for (let i = skb.data + 26; i < end; i++) hash = (Math.imul(hash, 31) + skb.bytes[i]) | 0;
  return (hash >>> 0) % count;
}

function tunXmit(skb: SkBuff, dev: NetDevice): number {
  const device = dev as TunDevice;
  const { queues } = device;
  if (queues.length === 0) {
    dev.coreTxDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_DEV_READY, "tun_net_xmit");
    return NET_XMIT_DROP;
  }
  const file = queues[chooseQueue(skb, queues.length)];
  if (file.queued >= dev.txQueueLength) {
    dev.coreTxDropped++;
    kfreeSkb(skb, SKB_DROP_REASON_FULL_RING, "tun_net_xmit");
    return NET_XMIT_DROP;
  }
  // the program behind it sees bytes only
  if (skb.vlanTag !== 0) pushTagInside(skb);
  orphanSkb(skb);
  skb.dst = null;
  file.enqueue(skb);
  return 0;
}

function tunUninit(dev: NetDevice): void {
  const device = dev as TunDevice;
  for (const file of device.queues) file.deviceGone();
  for (const file of device.disabled) file.deviceGone();
  device.queues = [];
  device.disabled = [];
}

/** A device that no file is attached to gets no carrier (`tun_net_change_carrier`). */
function changeCarrier(dev: NetDevice, carrier: boolean): number {
  if (!carrier) carrierOff(dev);
  else if ((dev as TunDevice).queues.length === 0) return -EPERM;
  else carrierOn(dev);
  return 0;
}

const ethtool: EthtoolOps = {
  driver: "tun",
  version: "1.6",
  busInfo: (dev) => ((dev as TunDevice).isTap ? "tap" : "tun"),
  link: true,
  messageLevel: true,
  linkSettings: () => ({ speed: 10000, duplex: 1, port: 0, autoneg: 0 }),
};

function sysfsAttributes(dev: NetDevice): Readonly<Record<string, () => string | number>> {
  const device = dev as TunDevice;
  return {
    tun_flags: () => `0x${device.tunFlags.toString(16)}`,
    owner: () => device.owner,
    group: () => device.ownerGroup,
  };
}

const tunOps: NetDeviceOps = {
  startXmit: tunXmit,
  uninit: tunUninit,
  changeCarrier,
  ethtool,
  queuesInUse: (dev) => Math.max(1, (dev as TunDevice).queues.length),
  sysfsAttributes,
};

const tapOps: NetDeviceOps = {
  ...tunOps,
  // the program behind it gets every frame
  setRxMode() {},
  setMacAddress: ethSetMacAddress,
  validateAddress: ethValidateAddress,
};

function fillInfo(dev: NetDevice, writer: MessageWriter): void {
  const device = dev as TunDevice;
  const flag = (bit: number): number => Number((device.tunFlags & bit) !== 0);
  writer.u8(tun.IFLA_TUN_TYPE, device.isTap ? tun.IFF_TAP : tun.IFF_TUN);
  if (device.owner !== -1) writer.u32(tun.IFLA_TUN_OWNER, device.owner);
  if (device.ownerGroup !== -1) writer.u32(tun.IFLA_TUN_GROUP, device.ownerGroup);
  writer.u8(tun.IFLA_TUN_PI, 1 - flag(tun.IFF_NO_PI));
  writer.u8(tun.IFLA_TUN_VNET_HDR, flag(tun.IFF_VNET_HDR));
  writer.u8(tun.IFLA_TUN_PERSIST, flag(tun.IFF_PERSIST));
  writer.u8(tun.IFLA_TUN_MULTI_QUEUE, flag(tun.IFF_MULTI_QUEUE));
  if (flag(tun.IFF_MULTI_QUEUE) === 0) return;
  writer.u32(tun.IFLA_TUN_NUM_QUEUES, device.queues.length);
  writer.u32(tun.IFLA_TUN_NUM_DISABLED_QUEUES, device.disabled.length);
}

function setupDevice(dev: TunDevice): TunDevice {
  const queues = (dev.tunFlags & tun.IFF_MULTI_QUEUE) !== 0 ? MAX_TAP_QUEUES : 1;
  dev.numTxQueues = queues;
  dev.numRxQueues = queues;
  dev.features = TUN_FEATURES;
  if (dev.isTap) {
    etherSetup(dev);
    dev.liveAddressChange = true;
    setRandomAddress(dev);
  } else {
    dev.type = ARPHRD_NONE;
    dev.hardHeaderLength = 0;
    dev.addressLength = 0;
    dev.mtu = 1500;
    dev.flags = IFF_POINTOPOINT | IFF_NOARP | IFF_MULTICAST;
    dev.txQueueLength = 500;
  }
  dev.minMtu = 68;
  dev.maxMtu = ETH_MAX_MTU - dev.hardHeaderLength;
  return dev;
}

/** A device that is not registered yet; `flags` say TUN or TAP. */
export function createTunDevice(net: Net, name: string, flags: number): TunDevice {
  const tap = (flags & tun.IFF_TUN) === 0;
  const dev = new TunDevice(net, name, tap ? tapOps : tunOps, tap ? ethHeaderOps : null, tunLinkOps);
  dev.tunFlags = flags;
  return setupDevice(dev);
}

/** The kind, which rtnetlink shows and does not make (`tun_link_ops`). */
export const tunLinkOps: RtnlLinkOps = {
  kind: "tun",
  setup: (net, name) => createTunDevice(net, name, tun.IFF_TUN),
  validate: (_attributes, _data, extack) =>
    extack.fail(-EOPNOTSUPP, "tun/tap creation via rtnetlink is not supported."),
  newlink: () => -EOPNOTSUPP,
  fillInfo,
};

/** Opens /dev/net/tun in a namespace. */
export function openTun(net: Net): TunFile {
  return new TunFile(net, { create: createTunDevice });
}

/** Open files have rings as long as the device's queue (`tun_device_event`, `tun_queue_resize`). */
function resizeQueues(event: NetdevEvent, dev: NetDevice): number {
  if (event !== "NETDEV_CHANGE_TX_QUEUE_LEN" || !(dev instanceof TunDevice)) return 0;
  const hasFiles = dev.queues.length + dev.disabled.length > 0;
  return hasFiles && dev.txQueueLength > RING_MAX ? -EPERM : 0;
}

/** Registers the kind, and what limits its queues, with a machine. */
export function initTun(machine: Machine): void {
  machine.registerLinkKind(tunLinkOps);
  machine.notifiers.register(resizeQueues);
}
