/**
 * The dummy device: a device that is always up and swallows what is sent.
 *
 * Source: `drivers/net/dummy.c`.
 */
import { EADDRNOTAVAIL, EINVAL } from "../../errno.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import { IFLA_ADDRESS } from "../../netlink/link-attributes.ts";
import { registerDevice } from "../core/dev/dev-register.ts";
import {
  etherSetup,
  ethHeaderOps,
  ethSetMacAddress,
  ethValidateAddress,
  isValidEthernetAddress,
  setRandomAddress,
} from "../core/dev/ethernet.ts";
import { DUMMY_FEATURES } from "../core/dev/ethtool-features.ts";
import { carrierOff, carrierOn } from "../core/dev/link-watch.ts";
import type { NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { IFF_MULTICAST, IFF_NOARP, NetDevice } from "../core/dev/netdevice.ts";
import type { Machine } from "../core/machine.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import { consumeSkb, type SkBuff } from "../core/skbuff.ts";

function dummyXmit(skb: SkBuff, dev: NetDevice): number {
  dev.stats.txPackets++;
  dev.stats.txBytes += skb.length;
  consumeSkb(skb);
  return 0;
}

function changeCarrier(dev: NetDevice, carrier: boolean): number {
  if (carrier) carrierOn(dev);
  else carrierOff(dev);
  return 0;
}

const dummyOps: NetDeviceOps = {
  startXmit: dummyXmit,
  // nothing is ever received
  setRxMode() {},
  validateAddress: ethValidateAddress,
  setMacAddress: ethSetMacAddress,
  changeCarrier,
  ethtool: { driver: "dummy", version: "", link: false },
};

function validate(attributes: AttributeTable): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address === undefined) return 0;
  if (address.length !== 6) return -EINVAL;
  return isValidEthernetAddress(address) ? 0 : -EADDRNOTAVAIL;
}

const dummyLinkOps: RtnlLinkOps = {
  kind: "dummy",
  setup(net, name) {
    const dev = new NetDevice(net, name, dummyOps, ethHeaderOps, dummyLinkOps);
    etherSetup(dev);
    dev.flags = (dev.flags | IFF_NOARP) & ~IFF_MULTICAST;
    dev.noQueue = true;
    dev.liveAddressChange = true;
    dev.minMtu = 0;
    dev.maxMtu = 0;
    dev.features = DUMMY_FEATURES;
    return dev;
  },
  validate,
  newlink(dev, request) {
    if (!request.attributes.has(IFLA_ADDRESS)) setRandomAddress(dev);
    return registerDevice(dev);
  },
};

/** Registers the kind with a machine. */
export function initDummy(machine: Machine): void {
  machine.registerLinkKind(dummyLinkOps);
}
