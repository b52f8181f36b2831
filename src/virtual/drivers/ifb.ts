/**
 * The intermediate functional block: a device to which traffic control redirects packets. Without that it swallows what is sent, and
 * counts it as received and dropped.
 *
 * Source: `drivers/net/ifb.c`.
 */
import { EADDRNOTAVAIL, EINVAL } from "../../errno.ts";
import type { AttributeTable } from "../../netlink/attribute.ts";
import { IFLA_ADDRESS } from "../../netlink/link-attributes.ts";
import { registerDevice } from "../core/dev/dev-register.ts";
import { SOFTWARE_TSO_MAX_SIZE } from "../core/dev/device-traits.ts";
import {
  etherSetup,
  ethHeaderOps,
  ethValidateAddress,
  isValidEthernetAddress,
  setRandomAddress,
} from "../core/dev/ethernet.ts";
import { IFB_FEATURES } from "../core/dev/ethtool-features.ts";
import type { NetDeviceOps } from "../core/dev/netdev-ops.ts";
import { IFF_MULTICAST, IFF_NOARP, NetDevice } from "../core/dev/netdevice.ts";
import type { Machine } from "../core/machine.ts";
import type { RtnlLinkOps } from "../core/rtnetlink/rtnl-link-ops.ts";
import { consumeSkb, type SkBuff } from "../core/skbuff.ts";

/** `TX_Q_LIMIT` */
const QUEUE_LENGTH = 32;

function ifbXmit(skb: SkBuff, dev: NetDevice): number {
  const { stats } = dev;
  stats.rxPackets++;
  stats.rxBytes += skb.length;
  stats.rxDropped++;
  consumeSkb(skb);
  return 0;
}

/** All goes through the first queue. */
function statistics(dev: NetDevice): { names: readonly string[]; values: readonly number[] } {
  const names: string[] = [];
  const values: number[] = [];
  for (let queue = 0; queue < dev.numTxQueues; queue++) {
    names.push(`rx_queue_${queue}_packets`, `rx_queue_${queue}_bytes`);
    values.push(queue === 0 ? dev.stats.rxPackets : 0, queue === 0 ? dev.stats.rxBytes : 0);
  }
  for (let queue = 0; queue < dev.numTxQueues; queue++) {
    names.push(`tx_queue_${queue}_packets`, `tx_queue_${queue}_bytes`);
    values.push(0, 0);
  }
  return { names, values };
}

const ifbOps: NetDeviceOps = {
  startXmit: ifbXmit,
  validateAddress: ethValidateAddress,
  keepsDst: true,
  ethtool: { driver: "ifb", version: "", link: false, statistics },
};

function validate(attributes: AttributeTable): number {
  const address = attributes.payload(IFLA_ADDRESS);
  if (address === undefined) return 0;
  if (address.length !== 6) return -EINVAL;
  return isValidEthernetAddress(address) ? 0 : -EADDRNOTAVAIL;
}

const ifbLinkOps: RtnlLinkOps = {
  kind: "ifb",
  setup(net, name) {
    const dev = new NetDevice(net, name, ifbOps, ethHeaderOps, ifbLinkOps);
    etherSetup(dev);
    dev.txQueueLength = QUEUE_LENGTH;
    dev.flags = (dev.flags | IFF_NOARP) & ~IFF_MULTICAST;
    dev.minMtu = 0;
    dev.maxMtu = 0;
    dev.tsoMaxSize = SOFTWARE_TSO_MAX_SIZE;
    dev.features = IFB_FEATURES;
    setRandomAddress(dev);
    return dev;
  },
  validate,
  newlink: (dev) => registerDevice(dev),
};

/** Registers the kind with a machine. */
export function initIfb(machine: Machine): void {
  machine.registerLinkKind(ifbLinkOps);
}
