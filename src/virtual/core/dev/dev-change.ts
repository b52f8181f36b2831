/**
 * What user space changes on a device: MTU, address, name, alias, queue length, carrier, master.
 *
 * Source: `net/core/dev.c` (`netif_set_mtu_ext`, `netif_set_mac_address`, `netif_change_name`, `dev_set_alias`,
 * `netif_change_tx_queue_len`), `net/core/rtnetlink.c` (`do_set_master`, `set_operstate`).
 */
import { EINVAL, ENOMEM, EOPNOTSUPP } from "../../../errno.ts";
import { ExtendedAck } from "../../../netlink/error.ts";
import { KERN_ERR } from "../printk/log-level.ts";
import { netdevInfo } from "../printk/netdev-printk.ts";
import { notifyStateChange } from "./dev-flags.ts";
import { prepareDeviceName } from "./dev-name.ts";
import { canQueue } from "./dev-queue.ts";
import { NET_ADDR_SET } from "./ethernet.ts";
import {
  IF_OPER_DORMANT,
  IF_OPER_TESTING,
  IF_OPER_UNKNOWN,
  IF_OPER_UP,
  type NetDevice,
} from "./netdevice.ts";

/** `NET_NAME_RENAMED` */
const NET_NAME_RENAMED = 4;
/** Longest alias with its NUL (`IFALIASZ`). */
const IFALIASZ = 256;

/** `dev_validate_mtu`. @returns 0 or `-EINVAL` */
export function validateMtu(dev: NetDevice, mtu: number, extack?: ExtendedAck): number {
  if (mtu < dev.minMtu || mtu > 0x7fffffff)
    return extack?.fail(-EINVAL, "mtu less than device minimum") ?? -EINVAL;
  if (dev.maxMtu > 0 && mtu > dev.maxMtu)
    return extack?.fail(-EINVAL, "mtu greater than device maximum") ?? -EINVAL;
  return 0;
}

/**
 * As {@link setMtu} for those who can not be told why it failed: the log says it (`dev_set_mtu`).
 * @returns 0 or a negative error
 */
export function setMtuLogged(dev: NetDevice, mtu: number): number {
  const extack = new ExtendedAck();
  const error = setMtu(dev, mtu, extack);
  if (error < 0 && extack.message !== "")
    dev.net.machine.log.printNet(KERN_ERR, `${dev.name}: ${extack.message}`);
  return error;
}

function driverMtu(dev: NetDevice, mtu: number): number {
  if (dev.ops.changeMtu) return dev.ops.changeMtu(dev, mtu);
  dev.mtu = mtu;
  return 0;
}

/** @returns 0 or a negative error */
export function setMtu(dev: NetDevice, mtu: number, extack?: ExtendedAck): number {
  if (mtu === dev.mtu) return 0;
  const invalid = validateMtu(dev, mtu, extack);
  if (invalid < 0) return invalid;
  const notifiers = dev.net.machine.notifiers;
  const veto = notifiers.call("NETDEV_PRECHANGEMTU", dev, { mtu, extack });
  if (veto < 0) return veto;
  const before = dev.mtu;
  const refused = driverMtu(dev, mtu);
  if (refused < 0) return refused;
  const error = notifiers.call("NETDEV_CHANGEMTU", dev, { mtu: before });
  if (error < 0) {
    driverMtu(dev, before);
    notifiers.call("NETDEV_CHANGEMTU", dev, { mtu });
  }
  return error;
}

/** @returns 0 or a negative error */
export function setMacAddress(dev: NetDevice, address: Uint8Array, extack?: ExtendedAck): number {
  const change = dev.ops.setMacAddress;
  if (change === undefined) return -EOPNOTSUPP;
  const notifiers = dev.net.machine.notifiers;
  const veto = notifiers.call("NETDEV_PRE_CHANGEADDR", dev, { address, extack });
  if (veto < 0) return veto;
  if (address.some((byte, i) => i < dev.addressLength && byte !== dev.address[i])) {
    const error = change(dev, address);
    if (error < 0) return error;
  }
  dev.addressAssignType = NET_ADDR_SET;
  notifiers.call("NETDEV_CHANGEADDR", dev);
  return 0;
}

/** `wanted` may be a `%d` pattern. @returns 0 or a negative error */
export function renameDevice(dev: NetDevice, wanted: string): number {
  if (wanted === dev.name) return 0;
  const { net } = dev;
  const name = prepareDeviceName(net, wanted);
  if (typeof name === "number") return name;
  const before = dev.name;
  replaceName(dev, name);
  netdevInfo(dev, `renamed from ${before}${dev.isUp ? " (while UP)" : ""}`);
  dev.nameAssignType = NET_NAME_RENAMED;
  const veto = net.machine.notifiers.call("NETDEV_CHANGENAME", dev);
  if (veto < 0) {
    replaceName(dev, before);
    net.machine.notifiers.call("NETDEV_CHANGENAME", dev);
  }
  return veto;
}

function replaceName(dev: NetDevice, name: string): void {
  dev.net.names.delete(dev.name);
  dev.name = name;
  dev.net.names.set(name, dev);
}

/** @returns 0 or `-EINVAL` */
export function setAlias(dev: NetDevice, alias: string): number {
  if (alias.length >= IFALIASZ) return -EINVAL;
  dev.alias = alias;
  return 0;
}

/** @returns 0 or a negative error */
export function setTxQueueLength(dev: NetDevice, length: number): number {
  if (length === dev.txQueueLength) return 0;
  const before = dev.txQueueLength;
  dev.txQueueLength = length;
  const veto = dev.net.machine.notifiers.call("NETDEV_CHANGE_TX_QUEUE_LEN", dev);
  const error = veto < 0 || canQueue(dev, length) ? veto : -ENOMEM;
  if (error < 0) dev.txQueueLength = before;
  return error;
}

/** @returns 0 or a negative error */
export function setCarrier(dev: NetDevice, carrier: boolean): number {
  return dev.ops.changeCarrier?.(dev, carrier) ?? -EOPNOTSUPP;
}

/** Puts the device under a master; `ifindex` 0 only takes it away from the present one. @returns 0 or a negative error */
export function setMaster(dev: NetDevice, ifindex: number, extack: ExtendedAck): number {
  const present = dev.master;
  if (present !== null) {
    if (present.ifindex === ifindex) return 0;
    const error = present.ops.delSlave?.(present, dev) ?? -EOPNOTSUPP;
    if (error < 0) return error;
  }
  if (ifindex === 0) return 0;
  const master = dev.net.devByIndex(ifindex);
  if (master === undefined) return -EINVAL;
  return master.ops.addSlave?.(master, dev, extack) ?? -EOPNOTSUPP;
}

/** What user space says of the operational state (`set_operstate`). */
export function setOperstate(dev: NetDevice, wanted: number): void {
  let state = dev.operstate;
  const waiting = state === IF_OPER_DORMANT || state === IF_OPER_TESTING || state === IF_OPER_UNKNOWN;
  const working = state === IF_OPER_UP || state === IF_OPER_UNKNOWN;
  if (wanted === IF_OPER_UP && waiting && !dev.dormant) state = IF_OPER_UP;
  if (wanted === IF_OPER_DORMANT && working) state = IF_OPER_DORMANT;
  if (wanted === IF_OPER_TESTING && working) state = IF_OPER_TESTING;
  if (state === dev.operstate) return;
  dev.operstate = state;
  notifyStateChange(dev);
}
