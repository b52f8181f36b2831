/**
 * Multicast and secondary unicast link addresses that a device listens to, with use counts.
 *
 * Source: `net/core/dev_addr_lists.c`.
 */
import { ENOENT } from "../../../errno.ts";
import { setRxMode } from "./dev-rx-mode.ts";
import type { HardwareAddressList } from "./device-relations.ts";
import type { NetDevice } from "./netdevice.ts";

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

/** From this length on a list is a map. */
const MANY = 256;
const codes: number[] = [];

/** Addresses and use counts in the order in which they came. */
export function addressEntries(list: HardwareAddressList | null): Iterable<[string, number]> {
  if (list === null) return [];
  if (typeof list !== "string") return list;
  const entries: [string, number][] = [];
  for (let at = 0; at < list.length; ) {
    const end = at + 2 + list.charCodeAt(at);
    entries.push([list.slice(at + 2, end), list.charCodeAt(at + 1)]);
    at = end;
  }
  return entries;
}

/** The list as one text that is nobody's part and has no parts: of each address its length, its use count, and its bytes. */
function packed(entries: Iterable<[string, number]>): string {
  codes.length = 0;
  for (const [key, references] of entries) {
    codes.push(key.length, references);
    for (let i = 0; i < key.length; i++) codes.push(key.charCodeAt(i));
  }
  return String.fromCharCode(...codes);
}

function references(list: HardwareAddressList | null, key: string): number {
  if (list === null) return 0;
  if (typeof list !== "string") return list.get(key) ?? 0;
  for (let at = 0; at < list.length; at += 2 + list.charCodeAt(at)) {
    if (list.charCodeAt(at) === key.length && list.startsWith(key, at + 2)) return list.charCodeAt(at + 1);
  }
  return 0;
}

/** The list with the address used so often; null when it is empty then. */
function withReferences(
  list: HardwareAddressList | null,
  key: string,
  count: number,
): HardwareAddressList | null {
  const short = list === null || (typeof list === "string" && list.length < MANY);
  const map = typeof list === "object" && list !== null ? list : new Map(addressEntries(list));
  if (count === 0) map.delete(key);
  else map.set(key, count);
  if (map.size === 0) return null;
  return short && count <= 0xff ? packed(map) : map;
}

function add(list: HardwareAddressList | null, address: Uint8Array): HardwareAddressList | null {
  const key = addressKey(address);
  return withReferences(list, key, references(list, key) + 1);
}

/** Whether the address is in the list. */
export function hasAddress(list: HardwareAddressList | null, address: Uint8Array): boolean {
  return references(list, addressKey(address)) > 0;
}

/** The list with so many users of the address more or less; an address without users is not in it. */
export function changeReferences(
  list: HardwareAddressList | null,
  key: string,
  change: number,
): HardwareAddressList | null {
  return withReferences(list, key, Math.max(0, references(list, key) + change));
}

/** `dev_mc_add`: once more a user of this multicast address. */
export function addMulticast(dev: NetDevice, address: Uint8Array): void {
  dev.multicastList = add(dev.multicastList, address);
  setRxMode(dev);
}

/** `dev_mc_del`. @returns 0 or `-ENOENT` */
export function removeMulticast(dev: NetDevice, address: Uint8Array): number {
  const key = addressKey(address);
  const users = references(dev.multicastList, key);
  if (users === 0) return -ENOENT;
  dev.multicastList = withReferences(dev.multicastList, key, users - 1);
  if (users === 1) dev.multicastGlobals?.delete(key);
  setRxMode(dev);
  return 0;
}

/** `dev_mc_add_global`, `dev_mc_add_excl`: the user's own membership, which counts once. */
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
  setRxMode(dev);
}

/** `dev_uc_del`. @returns 0 or `-ENOENT` */
export function removeUnicast(dev: NetDevice, address: Uint8Array): number {
  const key = addressKey(address);
  const users = references(dev.unicastList, key);
  if (users === 0) return -ENOENT;
  dev.unicastList = withReferences(dev.unicastList, key, users - 1);
  setRxMode(dev);
  return 0;
}

/** Forgets all (`dev_uc_flush`, `dev_mc_flush`). */
export function flushAddresses(dev: NetDevice): void {
  dev.multicastList = null;
  dev.multicastGlobals = null;
  dev.unicastList = null;
  dev.syncedMulticast = null;
  dev.syncedUnicast = null;
}
