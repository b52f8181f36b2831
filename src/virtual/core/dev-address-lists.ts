/**
 * Multicast and secondary unicast link addresses that a device listens to, with use counts.
 *
 * Source: `net/core/dev_addr_lists.c`.
 */
import { ENOENT } from "../../errno.ts";
import type { HardwareAddressList, NetDevice } from "./netdevice.ts";

/** The key of an address in the lists. */
export function addressKey(address: Uint8Array): string {
  let key = "";
  for (let i = 0; i < address.length; i++) key += String.fromCharCode(address[i]);
  return key;
}

/** The address of a key. */
export function addressOfKey(key: string): Uint8Array {
  return Uint8Array.from(key, (character) => character.charCodeAt(0));
}

function add(list: HardwareAddressList | null, address: Uint8Array): HardwareAddressList {
  const into = list ?? new Map<string, number>();
  const key = addressKey(address);
  into.set(key, (into.get(key) ?? 0) + 1);
  return into;
}

function remove(list: HardwareAddressList | null, address: Uint8Array): number {
  const key = addressKey(address);
  const references = list?.get(key);
  if (list === null || references === undefined) return -ENOENT;
  if (references > 1) list.set(key, references - 1);
  else list.delete(key);
  return 0;
}

/** `dev_mc_add`: once more a user of this multicast address. */
export function addMulticast(dev: NetDevice, address: Uint8Array): void {
  dev.multicastList = add(dev.multicastList, address);
  dev.ops.setRxMode?.(dev);
}

/** `dev_mc_del`. @returns 0 or `-ENOENT` */
export function removeMulticast(dev: NetDevice, address: Uint8Array): number {
  const error = remove(dev.multicastList, address);
  if (error === 0) dev.ops.setRxMode?.(dev);
  return error;
}

/** `dev_mc_add_global`: the user's own membership, which counts once. */
export function addGlobalMulticast(dev: NetDevice, address: Uint8Array): void {
  const key = addressKey(address);
  if (dev.multicastGlobals?.has(key)) return;
  dev.multicastGlobals ??= new Set();
  dev.multicastGlobals.add(key);
  addMulticast(dev, address);
}

/** `dev_mc_del_global`. @returns 0 or `-ENOENT` */
export function removeGlobalMulticast(dev: NetDevice, address: Uint8Array): number {
  return dev.multicastGlobals?.delete(addressKey(address)) ? removeMulticast(dev, address) : -ENOENT;
}

/** `dev_uc_add` */
export function addUnicast(dev: NetDevice, address: Uint8Array): void {
  dev.unicastList = add(dev.unicastList, address);
  dev.ops.setRxMode?.(dev);
}

/** `dev_uc_del`. @returns 0 or `-ENOENT` */
export function removeUnicast(dev: NetDevice, address: Uint8Array): number {
  const error = remove(dev.unicastList, address);
  if (error === 0) dev.ops.setRxMode?.(dev);
  return error;
}

/** Forgets all (`dev_uc_flush`, `dev_mc_flush`). */
export function flushAddresses(dev: NetDevice): void {
  dev.multicastList = null;
  dev.multicastGlobals = null;
  dev.unicastList = null;
}
