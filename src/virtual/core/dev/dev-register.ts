/**
 * How devices come and go: registration, the lists of their namespace, unregistration.
 *
 * Source: `net/core/dev.c` (`register_netdevice`, `unregister_netdevice_many_notify`, `dev_index_reserve`).
 */
import { EBUSY, EINVAL, ENFILE } from "../../../errno.ts";
import { RTM_DELLINK, RTM_NEWLINK, RTNLGRP_LINK } from "../../../netlink/rtnetlink.ts";
import type { Net } from "../net.ts";
import { captureLink, notifyLink } from "../rtnetlink/rtnetlink-link-notify.ts";
import { flushAddresses } from "./dev-address-lists.ts";
import { closeDevices } from "./dev-flags.ts";
import { prepareDeviceName } from "./dev-name.ts";
import { shutdownQueue } from "./dev-queue.ts";
import { updateOperstate } from "./dev-state.ts";
import type { NetDevice } from "./netdevice.ts";

const MAX_IFINDEX = 0x7fffffff;
/** `NET_ADDR_PERM` */
const NET_ADDR_PERM = 0;

/**
 * Finds an index for a device: `wanted`, or with 0 the next one after the last given.
 * @returns the index, or `-EBUSY` when it is taken
 */
export function reserveIfindex(net: Net, wanted: number): number {
  if (wanted < 0) return -EINVAL;
  if (wanted > 0) return net.devices.has(wanted) ? -EBUSY : wanted;
  for (let tried = 0; tried <= net.devices.size; tried++) {
    const index = net.nextIfindex;
    net.nextIfindex = index === MAX_IFINDEX ? 1 : index + 1;
    if (!net.devices.has(index)) return index;
  }
  return -ENFILE;
}

/** Puts the device into the tables of its namespace (`list_netdevice`). */
export function listDevice(dev: NetDevice): void {
  const net = dev.net;
  net.devices.set(dev.ifindex, dev);
  net.names.set(dev.name, dev);
  for (const name of dev.altnames) net.names.set(name, dev);
}

/** Takes it out again (`unlist_netdevice`). */
export function unlistDevice(dev: NetDevice): void {
  const net = dev.net;
  net.devices.delete(dev.ifindex);
  net.names.delete(dev.name);
  for (const name of dev.altnames) net.names.delete(name);
}

/**
 * `register_netdevice`: gives the device its name (`dev.name` may be a `%d` pattern) and its index (`dev.ifindex` if not 0), and makes
 * it known. @returns 0 or a negative error
 */
export function registerDevice(dev: NetDevice): number {
  const net = dev.net;
  const name = prepareDeviceName(net, dev.name);
  if (typeof name === "number") return name;
  dev.name = name;
  const refused = dev.ops.init?.(dev) ?? 0;
  if (refused < 0) return refused;
  const ifindex = reserveIfindex(net, dev.ifindex);
  if (ifindex < 0) {
    dev.ops.uninit?.(dev);
    return ifindex;
  }
  dev.ifindex = ifindex;
  dev.registrationState = "registered";
  if (!dev.carrier || dev.dormant) updateOperstate(dev);
  listDevice(dev);
  if (dev.addressAssignType === NET_ADDR_PERM && dev.addressLength > 0) dev.permanentAddress = dev.address;
  const veto = net.machine.notifiers.call("NETDEV_REGISTER", dev);
  if (veto < 0) {
    unregisterDevices([dev]);
    return veto;
  }
  if (!dev.initializing) notifyLink(RTM_NEWLINK, dev, 0xffffffff);
  return 0;
}

/** Adds to `queue` the device and what goes with it (`dellink`). */
export function deleteDevice(dev: NetDevice, queue: Set<NetDevice>): void {
  if (queue.has(dev)) return;
  if (dev.linkOps?.dellink) dev.linkOps.dellink(dev, queue);
  else queue.add(dev);
}

/** `unregister_netdevice`: the device and what goes with it. */
export function unregisterDevice(dev: NetDevice): void {
  const queue = new Set<NetDevice>();
  deleteDevice(dev, queue);
  unregisterDevices(queue);
}

/** `unregister_netdevice_many`: all are closed, then all leave the tables, then the kernel forgets them one by one. */
export function unregisterDevices(devices: Iterable<NetDevice>, portid = 0, seq = 0): void {
  const leaving = [...devices].filter((dev) => dev.registrationState === "registered");
  if (leaving.length === 0) return;
  closeDevices(leaving);
  for (const dev of leaving) {
    unlistDevice(dev);
    dev.registrationState = "unregistering";
  }
  for (const dev of leaving) forgetDevice(dev, portid, seq);
  for (const dev of leaving) dev.registrationState = "released";
}

function forgetDevice(dev: NetDevice, portid: number, seq: number): void {
  const machine = dev.net.machine;
  machine.linkWatch.forget(dev);
  shutdownQueue(dev);
  machine.notifiers.call("NETDEV_UNREGISTER", dev);
  const message = dev.initializing ? undefined : captureLink(RTM_DELLINK, dev, 0xffffffff, { portid, seq });
  flushAddresses(dev);
  dev.ops.uninit?.(dev);
  if (message !== undefined) machine.rtnetlink.notify(dev.net, RTNLGRP_LINK, message);
  machine.notifiers.call("NETDEV_UNREGISTER_FINAL", dev);
}
