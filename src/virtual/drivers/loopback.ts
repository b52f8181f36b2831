/**
 * The loopback device: what is sent comes back as received.
 *
 * Source: `drivers/net/loopback.c`.
 */
import { ETH_HLEN } from "../../packet/ethernet.ts";
import { registerDevice } from "../core/dev/dev-register.ts";
import { SOFTWARE_TSO_MAX_SIZE } from "../core/dev/device-traits.ts";
import { ethHeaderOps, ethSetMacAddress, ethTypeTrans } from "../core/dev/ethernet.ts";
import { LOOPBACK_FEATURES } from "../core/dev/ethtool-features.ts";
import type { NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { ARPHRD_LOOPBACK, type DeviceStats, IFF_LOOPBACK, NetDevice } from "../core/dev/netdevice.ts";
import { SKB_DROP_REASON_PKT_TOO_SMALL } from "../core/drop-reason.ts";
import type { Machine } from "../core/machine.ts";
import type { Net } from "../core/net.ts";
import { kfreeSkb, orphanSkb, type SkBuff } from "../core/skbuff.ts";

/** `NET_NAME_PREDICTABLE` */
const NET_NAME_PREDICTABLE = 2;
const LOOPBACK_MTU = 65536;

function loopbackXmit(skb: SkBuff, dev: NetDevice): number {
  if (skb.tail - skb.data < ETH_HLEN) {
    kfreeSkb(skb, SKB_DROP_REASON_PKT_TOO_SMALL, "loopback_xmit");
    return 0;
  }
  orphanSkb(skb);
  ethTypeTrans(skb, dev);
  const length = skb.tail - skb.data;
  if (!dev.net.machine.backlog.netifRx(skb)) return 0;
  dev.stats.txPackets++;
  dev.stats.txBytes += length;
  return 0;
}

function getStats64(dev: NetDevice, into: DeviceStats): void {
  const { txPackets, txBytes } = dev.stats;
  into.txPackets = into.rxPackets = txPackets;
  into.txBytes = into.rxBytes = txBytes;
}

const loopbackOps: NetDeviceOps = {
  startXmit: loopbackXmit,
  getStats64,
  setMacAddress: ethSetMacAddress,
  ethtool: { driver: "", version: "", link: true },
};

/** Makes the namespace's `lo`, down. */
function createLoopback(net: Net): void {
  const dev = new NetDevice(net, "lo", loopbackOps, ethHeaderOps, null);
  dev.type = ARPHRD_LOOPBACK;
  dev.flags = IFF_LOOPBACK;
  dev.mtu = LOOPBACK_MTU;
  dev.minMtu = 0;
  dev.maxMtu = 0;
  dev.noQueue = true;
  dev.liveAddressChange = true;
  dev.netnsLocal = true;
  dev.nameAssignType = NET_NAME_PREDICTABLE;
  dev.tsoMaxSize = SOFTWARE_TSO_MAX_SIZE;
  dev.features = LOOPBACK_FEATURES;
  net.loopback = dev;
  registerDevice(dev);
}

/** Gives every namespace its loopback device. Comes after the protocol families, which want to hear of it. */
export function initLoopback(machine: Machine): void {
  machine.registerPernet({ init: createLoopback });
}
